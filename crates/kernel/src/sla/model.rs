//! What an administrator promises.

use crate::policy::{Key, StateCategory};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest target: a year of working time.
pub const TARGET_MAX_MINUTES: u32 = 366 * 24 * 60;
/// Most thresholds of a service level.
pub const THRESHOLDS_MAX: usize = 10;

/// Between whom it was agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgreementKind {
    /// With those who use the service.
    #[default]
    Sla,
    /// Between teams of the organisation.
    Ola,
    /// With a supplier.
    UnderpinningContract,
}

impl AgreementKind {
    /// All kinds.
    pub const ALL: [AgreementKind; 3] = [
        AgreementKind::Sla,
        AgreementKind::Ola,
        AgreementKind::UnderpinningContract,
    ];

    /// The name in the API and in catalogues.
    pub fn name(self) -> &'static str {
        match self {
            AgreementKind::Sla => "sla",
            AgreementKind::Ola => "ola",
            AgreementKind::UnderpinningContract => "underpinning_contract",
        }
    }
}

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// That somebody takes it on: it has an assignee, left the state of new ones, or was answered.
    Acknowledge,
    /// That a person of the desk answers the requester for the first time.
    FirstResponse,
    /// That a person of the desk answers each further message of the requester.
    NextResponse,
    /// That the requester hears something again and again while it is open.
    Update,
    /// That it is resolved.
    Resolution,
}

impl Metric {
    /// All of them, in the order of a ticket's life.
    pub const ALL: [Metric; 5] = [
        Metric::Acknowledge,
        Metric::FirstResponse,
        Metric::NextResponse,
        Metric::Update,
        Metric::Resolution,
    ];

    /// The name in the API and in catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Acknowledge => "acknowledge",
            Metric::FirstResponse => "first_response",
            Metric::NextResponse => "next_response",
            Metric::Update => "update",
            Metric::Resolution => "resolution",
        }
    }
}

/// By whose wall clock the hours of the calendar are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// By the calendar's own.
    #[default]
    Calendar,
    /// By the requester's, where known.
    Requester,
    /// By that of the place where the requester works, where known.
    Site,
    /// By that of the team that the ticket is with at that time, where it has one.
    Team,
}

impl Whose {
    /// All of them.
    pub const ALL: [Whose; 4] = [Whose::Calendar, Whose::Requester, Whose::Site, Whose::Team];

    /// The name in the API and in catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Whose::Calendar => "calendar",
            Whose::Requester => "requester",
            Whose::Site => "site",
            Whose::Team => "team",
        }
    }
}

/// From when on time counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// From the opening of the ticket, also if the condition came to hold later.
    #[default]
    Opened,
    /// Only while the condition holds: a team's time, say.
    Applied,
}

impl Since {
    /// Both.
    pub const ALL: [Since; 2] = [Since::Opened, Since::Applied];

    /// The name in the API and in catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Since::Opened => "opened",
            Since::Applied => "applied",
        }
    }
}

/// What happens to the time that has passed when the priority changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnPriorityChange {
    /// It stays, and is held against the target of the new priority.
    #[default]
    CarryOver,
    /// The clock starts anew with the target of the new priority.
    Restart,
    /// It stays, and is held against the shortest target that there has been.
    Stricter,
}

impl OnPriorityChange {
    /// All of them.
    pub const ALL: [OnPriorityChange; 3] = [
        OnPriorityChange::CarryOver,
        OnPriorityChange::Restart,
        OnPriorityChange::Stricter,
    ];

    /// The name in the API and in catalogues.
    pub fn name(self) -> &'static str {
        match self {
            OnPriorityChange::CarryOver => "carry_over",
            OnPriorityChange::Restart => "restart",
            OnPriorityChange::Stricter => "stricter",
        }
    }
}

/// What makes a clock wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pauses {
    /// States of these meanings.
    pub categories: BTreeSet<StateCategory>,
    /// Being on hold for these reasons.
    pub hold_reasons: BTreeSet<Key>,
}

impl Default for Pauses {
    /// Nobody is held to account for time in which the requester has to answer.
    fn default() -> Self {
        Self {
            categories: BTreeSet::from([StateCategory::WaitingOnRequester]),
            hold_reasons: BTreeSet::new(),
        }
    }
}

/// Something that was promised, for the tickets that meet its condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLevel {
    /// The key.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// Between whom it was agreed.
    #[serde(default)]
    pub agreement: AgreementKind,
    /// What is promised.
    pub metric: Metric,
    /// For which tickets; all if it is empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub applies_when: String,
    /// From when on time counts.
    #[serde(default)]
    pub since: Since,
    /// The calendar, by its key.
    pub calendar: Key,
    /// By whose wall clock.
    #[serde(default)]
    pub whose: Whose,
    /// Minutes of working time for each priority; tickets of others have no clock.
    #[serde(with = "crate::numbered")]
    pub targets: BTreeMap<u8, u32>,
    /// States of these meanings start it; any if there is none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub starts_in: BTreeSet<StateCategory>,
    /// What makes it wait.
    #[serde(default)]
    pub pauses: Pauses,
    /// States of these meanings stop it.
    #[serde(default = "done")]
    pub stops_in: BTreeSet<StateCategory>,
    /// When somebody is to hear of it, in percent of the target, in rising order; 100 is the deadline itself.
    #[serde(default = "thresholds")]
    pub thresholds: Vec<u16>,
    /// What happens when the priority changes.
    #[serde(default)]
    pub on_priority_change: OnPriorityChange,
}

impl ServiceLevel {
    /// A promise by the usual rules: an SLA for every ticket, which waits for requesters and ends when it is done.
    pub fn new(key: impl Into<Key>, metric: Metric, calendar: impl Into<Key>) -> Self {
        let key = key.into();
        Self {
            label: key.clone(),
            key,
            agreement: AgreementKind::default(),
            metric,
            applies_when: String::new(),
            since: Since::default(),
            calendar: calendar.into(),
            whose: Whose::default(),
            targets: BTreeMap::new(),
            starts_in: BTreeSet::new(),
            pauses: Pauses::default(),
            stops_in: done(),
            thresholds: thresholds(),
            on_priority_change: OnPriorityChange::default(),
        }
    }
}

fn done() -> BTreeSet<StateCategory> {
    let all = StateCategory::ALL.into_iter();
    all.filter(|category| !category.is_open()).collect()
}

fn thresholds() -> Vec<u16> {
    vec![75, 100]
}
