//! A row of the log: the incident as an update left it.

use super::cells::{Cells, Problem};
use super::columns::Column;
use super::names::{Name, Names};
use kernel::Timestamp;
use kernel::policy::{Level, Lifecycle};
use kernel::ticket::Channel;

/// A row and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// The line, from 1.
    pub(super) number: u64,
    /// The row.
    pub(super) row: Row,
}

/// The incident as an update left it.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Row {
    pub(super) state: State,
    /// The name of a state that is none.
    pub(super) odd_state: Option<Name>,
    /// Whether it is active, where that does not follow from the state.
    pub(super) odd_active: Option<bool>,
    pub(super) reassignments: u32,
    pub(super) reopenings: u32,
    pub(super) updates: u32,
    pub(super) made_sla: bool,
    pub(super) caller: Option<Name>,
    pub(super) opened_by: Option<Name>,
    pub(super) opened_at: Timestamp,
    pub(super) created_by: Option<Name>,
    pub(super) created_at: Option<Timestamp>,
    pub(super) updated_by: Option<Name>,
    pub(super) updated_at: Timestamp,
    pub(super) contact: Name,
    pub(super) channel: Channel,
    pub(super) location: Option<Name>,
    pub(super) category: Option<Name>,
    pub(super) subcategory: Option<Name>,
    pub(super) symptom: Option<Name>,
    pub(super) cmdb_ci: Option<Name>,
    pub(super) impact: Level,
    pub(super) urgency: Level,
    pub(super) priority: Level,
    pub(super) group: Option<Name>,
    pub(super) assignee: Option<Name>,
    pub(super) knowledge: bool,
    pub(super) priority_confirmed: bool,
    pub(super) notify: Option<Name>,
    pub(super) problem: Option<Name>,
    pub(super) rfc: Option<Name>,
    pub(super) vendor: Option<Name>,
    pub(super) caused_by: Option<Name>,
    pub(super) closed_code: Option<Name>,
    pub(super) resolved_by: Option<Name>,
    pub(super) resolved_at: Option<Timestamp>,
    pub(super) closed_at: Option<Timestamp>,
}

/// The states of ServiceNow's incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    New,
    Active,
    AwaitingUserInfo,
    AwaitingVendor,
    AwaitingProblem,
    AwaitingEvidence,
    Resolved,
    Closed,
    /// What ServiceNow writes as `-100`: a value that its list of states does not have.
    Odd,
}

const STATES: [(&str, State); 9] = [
    ("New", State::New),
    ("Active", State::Active),
    ("Awaiting User Info", State::AwaitingUserInfo),
    ("Awaiting Vendor", State::AwaitingVendor),
    ("Awaiting Problem", State::AwaitingProblem),
    ("Awaiting Evidence", State::AwaitingEvidence),
    ("Resolved", State::Resolved),
    ("Closed", State::Closed),
    ("-100", State::Odd),
];

/// Where an incident came from, and which of Spoc's channels that is.
const CONTACTS: [(&str, Channel); 5] = [
    ("Phone", Channel::Phone),
    ("Email", Channel::Email),
    ("IVR", Channel::Phone),
    ("Self service", Channel::Portal),
    ("Direct opening", Channel::Web),
];

const IMPACTS: [&str; 3] = ["1 - High", "2 - Medium", "3 - Low"];
const PRIORITIES: [&str; 5] = [
    "1 - Critical",
    "2 - High",
    "3 - Moderate",
    "4 - Low",
    "5 - Planning",
];

impl State {
    /// The state of Spoc's lifecycle and the reason for being on hold; nothing for what is no state.
    pub(super) fn in_lifecycle(self) -> Option<(&'static str, Option<&'static str>)> {
        Some(match self {
            State::New => (Lifecycle::NEW, None),
            State::Active => (Lifecycle::IN_PROGRESS, None),
            State::AwaitingUserInfo => (Lifecycle::ON_HOLD, Some("requester")),
            State::AwaitingVendor => (Lifecycle::ON_HOLD, Some("third_party")),
            State::AwaitingProblem => (Lifecycle::ON_HOLD, Some("problem")),
            State::AwaitingEvidence => (Lifecycle::ON_HOLD, Some("evidence")),
            State::Resolved => (Lifecycle::RESOLVED, None),
            State::Closed => (Lifecycle::CLOSED, None),
            State::Odd => return None,
        })
    }
}

impl Row {
    /// Reads a row.
    pub(super) fn read(cells: &Cells<'_>, names: &mut Names) -> Result<Row, Problem> {
        let state = cells.one_of(Column::IncidentState, &STATES)?;
        let active = cells.yes_no(Column::Active)?;
        Ok(Row {
            state,
            odd_state: match state {
                State::Odd => cells.find_name(Column::IncidentState, names)?,
                _ => None,
            },
            odd_active: (active == (state == State::Closed)).then_some(active),
            reassignments: cells.count(Column::ReassignmentCount)?,
            reopenings: cells.count(Column::ReopenCount)?,
            updates: cells.count(Column::SysModCount)?,
            made_sla: cells.yes_no(Column::MadeSla)?,
            caller: cells.find_name(Column::CallerId, names)?,
            opened_by: cells.find_name(Column::OpenedBy, names)?,
            opened_at: cells.instant(Column::OpenedAt)?,
            created_by: cells.find_name(Column::SysCreatedBy, names)?,
            created_at: cells.find_instant(Column::SysCreatedAt)?,
            updated_by: cells.find_name(Column::SysUpdatedBy, names)?,
            updated_at: cells.instant(Column::SysUpdatedAt)?,
            channel: cells.one_of(Column::ContactType, &CONTACTS)?,
            contact: names.of(cells.text(Column::ContactType)?),
            location: cells.find_name(Column::Location, names)?,
            category: cells.find_name(Column::Category, names)?,
            subcategory: cells.find_name(Column::Subcategory, names)?,
            symptom: cells.find_name(Column::Symptom, names)?,
            cmdb_ci: cells.find_name(Column::CmdbCi, names)?,
            impact: cells.level(Column::Impact, &IMPACTS)?,
            urgency: cells.level(Column::Urgency, &IMPACTS)?,
            priority: cells.level(Column::Priority, &PRIORITIES)?,
            group: cells.find_name(Column::AssignmentGroup, names)?,
            assignee: cells.find_name(Column::AssignedTo, names)?,
            knowledge: cells.yes_no(Column::Knowledge)?,
            priority_confirmed: cells.yes_no(Column::PriorityConfirmation)?,
            notify: cells.find_name(Column::Notify, names)?,
            problem: cells.find_name(Column::ProblemId, names)?,
            rfc: cells.find_name(Column::Rfc, names)?,
            vendor: cells.find_name(Column::Vendor, names)?,
            caused_by: cells.find_name(Column::CausedBy, names)?,
            closed_code: cells.find_name(Column::ClosedCode, names)?,
            resolved_by: cells.find_name(Column::ResolvedBy, names)?,
            resolved_at: cells.find_instant(Column::ResolvedAt)?,
            closed_at: cells.find_instant(Column::ClosedAt)?,
        })
    }
}
