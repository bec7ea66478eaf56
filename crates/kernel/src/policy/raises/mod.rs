//! What raises a priority beyond the matrix, or lowers it: how much depends on the service, its peak hours, who asks
//! and how many people are hit. Without raises, the matrix alone decides.

#[cfg(test)]
mod tests;

use super::checks::Check;
use super::faults::Fault;
use super::{Key, Level, Policy};
use crate::calendar::{self, Pattern, WorkingTime};
use crate::ticket::{Facts, FieldKind, FieldValue, Kind, ServiceFacts, Ticket};
use crate::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most levels by which anything raises or lowers a priority.
pub const RAISE_MAX: i8 = 4;
/// Most steps by the number of people.
const STEPS_MAX: usize = 10;
/// What a field's number is kept in: hundredths.
const HUNDREDTHS: i64 = 100;

/// How much depends on a service.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    /// Hardly anybody notices.
    Minor,
    /// As with most services.
    #[default]
    Normal,
    /// Much of the work depends on it.
    Important,
    /// The organisation stands still without it.
    Vital,
}

impl Criticality {
    /// All of them, the least first.
    pub const ALL: [Criticality; 4] = [
        Criticality::Minor,
        Criticality::Normal,
        Criticality::Important,
        Criticality::Vital,
    ];

    /// The name in forms, the API and the database.
    pub fn name(self) -> &'static str {
        match self {
            Criticality::Minor => "minor",
            Criticality::Normal => "normal",
            Criticality::Important => "important",
            Criticality::Vital => "vital",
        }
    }

    /// The criticality of this name.
    pub fn named(name: &str) -> Option<Criticality> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// By how many levels each thing raises a priority; negative numbers lower it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Raises {
    /// The kinds of ticket that are raised; empty means all.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<Kind>,
    /// How much depends on the service.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub criticality: BTreeMap<Criticality, i8>,
    /// That it is the peak time of the service.
    pub peak: i8,
    /// That whoever asks, or is affected, deserves special care.
    pub vip: i8,
    /// The custom field, a number, that says how many people are hit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people_field: Option<Key>,
    /// From so many people on, by so many levels; the highest number that is reached counts.
    #[serde(with = "crate::numbered", skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<u32, i8>,
    /// By how many levels all of it together raises or lowers a priority at most.
    pub at_most: i8,
}

impl Default for Raises {
    fn default() -> Self {
        Self {
            kinds: BTreeSet::new(),
            criticality: BTreeMap::new(),
            peak: 0,
            vip: 0,
            people_field: None,
            people: BTreeMap::new(),
            at_most: 2,
        }
    }
}

/// One thing that raises a priority or lowers it, by so many levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// How much depends on the service.
    Criticality(Criticality, i8),
    /// It was the peak time of the service.
    Peak(i8),
    /// Whoever asked, or is affected, deserves special care.
    Vip(i8),
    /// So many people are hit.
    People(u32, i8),
}

impl Ground {
    /// By how many levels it raises the priority.
    pub fn by(&self) -> i8 {
        match self {
            Ground::Criticality(_, by)
            | Ground::Peak(by)
            | Ground::Vip(by)
            | Ground::People(_, by) => *by,
        }
    }
}

fn together(grounds: &[Ground]) -> i32 {
    grounds.iter().map(|ground| i32::from(ground.by())).sum()
}

/// What is known of a ticket that is raised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How much depends on its service, if it has one.
    pub criticality: Option<Criticality>,
    /// Whether it is the peak time of its service.
    pub is_peak: bool,
    /// Whether whoever asks, or is affected, deserves special care.
    pub is_vip: bool,
    /// How many people are hit, if somebody said so.
    pub people: Option<u32>,
}

impl Raises {
    /// Whether anything but the matrix decides.
    pub fn decide_something(&self) -> bool {
        let some = |by: &i8| *by != 0;
        some(&self.peak)
            || some(&self.vip)
            || self.criticality.values().any(some)
            || (self.people_field.is_some() && self.people.values().any(some))
    }

    /// What raises or lowers a priority, and by how much.
    pub fn grounds(&self, load: Load) -> Vec<Ground> {
        let criticality = load.criticality.map(|criticality| {
            let by = self.criticality.get(&criticality);
            Ground::Criticality(criticality, by.copied().unwrap_or(0))
        });
        let people = load.people.and_then(|people| {
            let (_, by) = self.people.range(..=people).next_back()?;
            Some(Ground::People(people, *by))
        });
        let all = [
            criticality,
            load.is_peak.then_some(Ground::Peak(self.peak)),
            load.is_vip.then_some(Ground::Vip(self.vip)),
            people,
        ];
        let counts = |ground: &Ground| ground.by() != 0;
        all.into_iter().flatten().filter(counts).collect()
    }

    /// The priority that the matrix gives, raised or lowered: by whole levels, not more than allowed.
    pub fn apply(&self, matrix: Level, grounds: &[Ground]) -> Level {
        let most = i32::from(self.at_most.max(0));
        let level = i32::from(matrix.0) - together(grounds).clamp(-most, most);
        Level(u8::try_from(level.clamp(1, 5)).unwrap_or(1))
    }

    /// Whether they raise or lower a priority by more than all of it together may.
    pub fn are_cut(&self, grounds: &[Ground]) -> bool {
        together(grounds).abs() > i32::from(self.at_most)
    }
}

impl Policy {
    /// The priority of a ticket where nobody overrides it, and what raised or lowered it beyond the matrix.
    pub fn priority_of(
        &self,
        ticket: &Ticket,
        facts: &Facts,
        at: Timestamp,
    ) -> (Level, Vec<Ground>) {
        let matrix = self.priority.priority(ticket.impact, ticket.urgency);
        let raises = &self.raises;
        if !self.raises_for(ticket.kind) {
            return (matrix, Vec::new());
        }
        let service = ticket.service.and_then(|id| facts.services.get(&id));
        let is_vip = |person: PersonId| facts.people.get(&person).is_some_and(|known| known.vip);
        let load = Load {
            criticality: service.map(|service| service.criticality),
            is_peak: service.is_some_and(|service| self.is_peak(service, at)),
            is_vip: is_vip(ticket.requester) || ticket.on_behalf_of.is_some_and(is_vip),
            people: self.people_hit(ticket),
        };
        let grounds = raises.grounds(load);
        (raises.apply(matrix, &grounds), grounds)
    }

    /// Whether anything but the matrix decides on the priority of tickets of this kind.
    pub fn raises_for(&self, kind: Kind) -> bool {
        let kinds = &self.raises.kinds;
        (kinds.is_empty() || kinds.contains(&kind)) && self.raises.decide_something()
    }

    fn is_peak(&self, service: &ServiceFacts, at: Timestamp) -> bool {
        let calendar = service.peak_calendar.as_deref();
        let found = calendar.and_then(|key| self.calendar(key));
        let Some((calendar, zone)) = found.and_then(|it| Some((it, calendar::zone(&it.zone)?)))
        else {
            return false;
        };
        let time = WorkingTime {
            pattern: &Pattern::of(calendar),
            zone: &zone,
        };
        time.working(at, at.plus(1)) > 0
    }

    fn people_hit(&self, ticket: &Ticket) -> Option<u32> {
        let key = self.raises.people_field.as_ref()?;
        match ticket.fields.get(key)? {
            FieldValue::Number(hundredths) => {
                let count = (hundredths / HUNDREDTHS).clamp(0, i64::from(u32::MAX));
                u32::try_from(count).ok()
            }
            _ => None,
        }
    }
}

impl Check {
    /// Every number is bounded, and more criticality or more people never lower a priority.
    pub(super) fn raises(&mut self, policy: &Policy) {
        let raises = &policy.raises;
        let at = |part: &str| format!("raises.{part}");
        let bounded = |by: &i8| (-RAISE_MAX..=RAISE_MAX).contains(by);
        let fits = |by: i8| (0..=RAISE_MAX).contains(&by);
        for (part, by) in [("peak", raises.peak), ("vip", raises.vip)] {
            self.that(fits(by), &at(part), Fault::Raise);
        }
        let most = raises.at_most;
        self.that(fits(most) && most > 0, &at("at_most"), Fault::RaiseMost);
        let of = |one: &Criticality| raises.criticality.get(one).copied().unwrap_or(0);
        let by_criticality: Vec<i8> = Criticality::ALL.iter().map(of).collect();
        let by_people: Vec<i8> = raises.people.values().copied().collect();
        for (part, all) in [("criticality", &by_criticality), ("people", &by_people)] {
            self.that(all.iter().all(bounded), &at(part), Fault::RaiseOrLower);
            self.that(all.is_sorted(), &at(part), Fault::RaiseOrder);
        }
        let steps = by_people.len() <= STEPS_MAX && by_people.iter().all(|by| *by >= 0);
        self.that(steps, &at("people"), Fault::RaisePeople);
        let field = raises.people_field.as_ref();
        let is_number = |key: &Key| {
            let kind = policy.field(key).map(|field| &field.kind);
            matches!(kind, Some(FieldKind::Number))
        };
        self.that(
            field.is_none_or(is_number),
            &at("people_field"),
            Fault::RaiseField,
        );
    }
}
