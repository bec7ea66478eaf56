//! What somebody wants to happen to a ticket, and what must be known of the world to decide it.

use super::approval::ApprovalChange;
use super::field::{Field, FieldValue};
use super::mail_check::MailChecks;
use super::message::{InternalText, Message, PublicText};
use super::outside::{Address, Aside};
use super::state::{Kind, Link};
use super::task::TaskChange;
use super::work::Work;
use crate::policy::{Approver, Criticality, Key, Level};
use crate::{OrganisationId, PersonId, ServiceId, TeamId, TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A new ticket, as somebody files it. What is left out, policy fills in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTicket {
    /// Which practice it belongs to.
    pub kind: Kind,
    /// Who needs help.
    pub requester: PersonId,
    /// Who is affected, if somebody else.
    #[serde(default)]
    pub on_behalf_of: Option<PersonId>,
    /// Who else follows it.
    #[serde(default)]
    pub watchers: BTreeSet<PersonId>,
    /// What it is about, in a line.
    pub subject: String,
    /// What it is about, in full.
    #[serde(default)]
    pub description: Message<PublicText>,
    /// How much is affected; medium if nobody says.
    #[serde(default)]
    pub impact: Option<Level>,
    /// How soon it must be mended; medium if nobody says.
    #[serde(default)]
    pub urgency: Option<Level>,
    /// The team.
    #[serde(default)]
    pub team: Option<TeamId>,
    /// The assignee.
    #[serde(default)]
    pub assignee: Option<PersonId>,
    /// The service.
    #[serde(default)]
    pub service: Option<ServiceId>,
    /// The category.
    #[serde(default)]
    pub category: Option<Key>,
    /// Free labels.
    #[serde(default)]
    pub tags: BTreeSet<String>,
    /// Values of custom fields.
    #[serde(default)]
    pub fields: BTreeMap<Key, FieldValue>,
    /// The ticket that it is a part of.
    #[serde(default)]
    pub parent: Option<TicketId>,
    /// Whether only its parties and its team know of it.
    #[serde(default)]
    pub confidential: bool,
    /// How a mail server checked the message that it came in by.
    #[serde(default)]
    pub mail_checks: MailChecks,
}

impl NewTicket {
    /// A ticket with nothing but what every ticket has.
    pub fn new(kind: Kind, requester: PersonId, subject: impl Into<String>) -> Self {
        Self {
            kind,
            requester,
            on_behalf_of: None,
            watchers: BTreeSet::new(),
            subject: subject.into(),
            description: Message::default(),
            impact: None,
            urgency: None,
            team: None,
            assignee: None,
            service: None,
            category: None,
            tags: BTreeSet::new(),
            fields: BTreeMap::new(),
            parent: None,
            confidential: false,
            mail_checks: MailChecks::default(),
        }
    }
}

/// One thing that somebody wants to happen to a ticket. Several at once are one command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each variant names the field of the ticket that it sets"
)]
pub enum Change {
    Subject(String),
    Kind(Kind),
    Requester(PersonId),
    OnBehalfOf(Option<PersonId>),
    Impact(Level),
    Urgency(Level),
    /// Overrides the matrix; back to the matrix without a level.
    Priority {
        level: Option<Level>,
        reason: String,
    },
    Team(Option<TeamId>),
    Assignee(Option<PersonId>),
    Service(Option<ServiceId>),
    Category(Option<Key>),
    Parent(Option<TicketId>),
    Confidential(bool),
    Field {
        key: Key,
        value: Option<FieldValue>,
    },
    Tag(String),
    Untag(String),
    Watch(PersonId),
    Unwatch(PersonId),
    Link(Link),
    Unlink(Link),
    /// A plain move in the lifecycle; on hold, resolving, reopening and cancelling have their own.
    State(Key),
    Hold {
        reason: Key,
        until: Option<Timestamp>,
        text: String,
    },
    Resolve {
        code: Key,
        text: String,
    },
    Reopen {
        text: String,
    },
    Close,
    Cancel {
        text: String,
    },
    Reply(Message<PublicText>),
    /// A reply that came by mail, with how a mail server checked it.
    ReplyByMail(Message<PublicText>, MailChecks),
    /// A reply that says whom it goes to, and that can be taken back for some seconds before anybody is told.
    Send {
        message: Message<PublicText>,
        requester_only: bool,
        cc: Vec<Address>,
    },
    Note(Message<InternalText>),
    /// A message to people outside, or from them.
    WriteAside(Box<Aside>),
    /// Asks for the attention of colleagues and teams, with the message before it in the same command.
    Mention {
        people: BTreeSet<PersonId>,
        teams: BTreeSet<TeamId>,
    },
    /// Lets the requester's organisation follow it, or no longer.
    Share(bool),
    /// Says how content the requester's side is.
    Rate {
        stars: u8,
        comment: String,
    },
    TimeWorked(Work),
    Task(TaskChange),
    Approval(ApprovalChange),
}

impl Change {
    /// The field that this sets, where a second setting would be a conflict.
    pub fn field(&self) -> Option<Field> {
        Some(match self {
            Change::Subject(_) => Field::Subject,
            Change::Kind(_) => Field::Kind,
            Change::Requester(_) => Field::Requester,
            Change::OnBehalfOf(_) => Field::OnBehalfOf,
            Change::Impact(_) => Field::Impact,
            Change::Urgency(_) => Field::Urgency,
            Change::Priority { .. } => Field::Priority,
            Change::Team(_) => Field::Team,
            Change::Assignee(_) => Field::Assignee,
            Change::Service(_) => Field::Service,
            Change::Category(_) => Field::Category,
            Change::Parent(_) => Field::Parent,
            Change::Confidential(_) => Field::Confidential,
            Change::Share(_) => Field::SharedWith,
            Change::Field { key, .. } => Field::Custom(key.clone()),
            Change::Task(task) => return task.sets().map(Field::Task),
            Change::State(_)
            | Change::Hold { .. }
            | Change::Resolve { .. }
            | Change::Reopen { .. }
            | Change::Close
            | Change::Cancel { .. } => Field::State,
            _ => return None,
        })
    }

    /// The people that it names.
    pub fn people(&self) -> Option<PersonId> {
        match self {
            Change::Requester(person) | Change::Watch(person) => Some(*person),
            Change::OnBehalfOf(person) | Change::Assignee(person) => *person,
            Change::Task(task) => task.plan().and_then(|plan| plan.owner),
            Change::Field {
                value: Some(FieldValue::Person(person)),
                ..
            } => Some(*person),
            _ => None,
        }
    }

    /// Whether the priority may follow from what it changes.
    pub fn may_raise(&self) -> bool {
        matches!(
            self,
            Change::Kind(_)
                | Change::Requester(_)
                | Change::OnBehalfOf(_)
                | Change::Impact(_)
                | Change::Urgency(_)
                | Change::Priority { level: None, .. }
                | Change::Service(_)
                | Change::Field { .. }
        )
    }

    /// Whether there is nothing among them but what somebody says to an approval.
    pub fn only_answer(changes: &[Change]) -> bool {
        let answers =
            |change: &Change| matches!(change, Change::Approval(ApprovalChange::Decide { .. }));
        !changes.is_empty() && changes.iter().all(answers)
    }

    /// The other ticket that it names.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Change::Parent(ticket) => *ticket,
            Change::Link(link) => Some(link.to),
            _ => None,
        }
    }
}

/// What must be known of a person.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PersonFacts {
    /// Whether their role lets them work on tickets and they are active.
    pub works: bool,
    /// The teams that they are a member of.
    pub teams: Vec<TeamId>,
    /// The organisation that they belong to.
    pub organisation: Option<OrganisationId>,
    /// Whether they deserve special care.
    pub vip: bool,
}

/// What must be known of a service.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ServiceFacts {
    /// How much depends on it.
    pub criticality: Criticality,
    /// The calendar of its peak hours, if it has such.
    pub peak_calendar: Option<Key>,
}

/// What must be known of a team.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TeamFacts {
    /// Whether only members know its tickets.
    pub private: bool,
}

/// What must be known of those who can approve something about a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ApprovalFacts {
    /// Who is meant by each that a step may ask.
    pub people: BTreeMap<Approver, Vec<PersonId>>,
    /// Who stands in for those of them who are away.
    pub substitutes: BTreeMap<PersonId, PersonId>,
    /// Those who are away and for whom whoever acts stands in.
    pub stands_in_for: BTreeSet<PersonId>,
}

/// What must be known of the world to decide a command: of everything that it names, that it is there.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Facts {
    /// The people named.
    pub people: BTreeMap<PersonId, PersonFacts>,
    /// The teams named.
    pub teams: BTreeMap<TeamId, TeamFacts>,
    /// The private teams; known where tickets are merged.
    pub private_teams: BTreeSet<TeamId>,
    /// The services named.
    pub services: BTreeMap<ServiceId, ServiceFacts>,
    /// The tickets named that the actor may see, with the tickets that they are parts of, nearest first.
    pub tickets: BTreeMap<TicketId, Vec<TicketId>>,
    /// Those of them that are more hidden than the ticket itself.
    pub hidden_tickets: BTreeSet<TicketId>,
    /// Those who can approve something.
    pub approvals: ApprovalFacts,
}
