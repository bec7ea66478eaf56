//! A list in groups: by state, priority, team or assignee, each under its heading with its count.
//!
//! Which groups there are is counted once, within bounds. The rows of a page are then those of one group after the
//! other, so that the list can be paged by key and a page costs what is on it.

use super::words::Words;
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::{self, By, Counted, Key, ListQuery, Listed, Page, Reader};
use kernel::condition::{
    Bounds, Condition, NumberField, PersonField, PersonRef, StateTest, TeamRef, Term,
};
use kernel::{PersonId, Policy, TeamId};
use std::collections::{BTreeSet, HashMap};
use store::Tx;

/// Longest list that is put into groups; what they hold is counted each time.
const TICKETS_MAX: usize = 20_000;

/// A group of tickets.
pub(super) struct Group {
    /// What its tickets have, as addresses say it.
    pub(super) value: String,
    /// Its name, where it is not the reader's words that have it.
    pub(super) name: String,
    /// How many tickets it has.
    pub(super) count: i64,
    pub(super) condition: Condition,
}

impl Group {
    /// Its name.
    pub(super) fn label<'s>(&'s self, by: By, words: &'s Words) -> &'s str {
        match by {
            By::State => words.state("", &self.value),
            By::Priority => words.priority(self.value.parse().unwrap_or(5)),
            By::Assignee if self.value.is_empty() => words.texts.t("board-nobody"),
            By::Team if self.value.is_empty() => words.texts.t("board-no-team"),
            By::Team if self.name.is_empty() => words.texts.t("team-hidden"),
            By::Team | By::Assignee => &self.name,
        }
    }
}

/// A page of a list in groups.
pub(super) struct Grouped {
    pub(super) by: By,
    /// Where on the page a group begins, or goes on.
    pub(super) headings: Vec<(usize, Group)>,
    /// The group that the next page begins with, and behind which ticket of it.
    pub(super) next: Option<(String, Option<Key>)>,
}

/// The groups of a list, in their order; nothing for a list that is too long for groups.
pub(super) fn of(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    by: By,
    condition: &Condition,
) -> Result<Option<Vec<Group>>> {
    let Some(counted) = queries::count_groups(tx, reader, condition, by, TICKETS_MAX)? else {
        return Ok(None);
    };
    Ok(Some(match by {
        By::State => states(&rules.policy, counted),
        By::Priority => priorities(counted),
        By::Team => teams(tx, reader, counted)?,
        By::Assignee => people(tx, counted)?,
    }))
}

/// The rows of a page, group by group; nothing for a list that is too long for groups. `within` is the group that
/// the page begins with: the first one where it is none of them.
pub(super) fn read(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    by: By,
    (query, within): (&ListQuery, &str),
) -> Result<Option<(Page<Listed>, Grouped)>> {
    let Some(mut groups) = of(tx, reader, rules, by, &query.condition)? else {
        return Ok(None);
    };
    let begins = groups.iter().position(|group| group.value == within);
    let mut after = query.after.filter(|_| begins.is_some());
    groups.drain(..begins.unwrap_or(0));
    let mut rows = Vec::new();
    let mut grouped = Grouped {
        by,
        headings: Vec::new(),
        next: None,
    };
    for group in groups {
        if rows.len() >= query.limit {
            grouped.next = Some((group.value, None));
            break;
        }
        let page = queries::list(
            tx,
            reader,
            &ListQuery {
                condition: Condition::all([query.condition.clone(), group.condition.clone()]),
                sort: query.sort,
                after: after.take(),
                limit: query.limit - rows.len(),
            },
        )?;
        let value = group.value.clone();
        if !page.rows.is_empty() {
            grouped.headings.push((rows.len(), group));
        }
        rows.extend(page.rows);
        if let Some(key) = page.next {
            grouped.next = Some((value, Some(key)));
            break;
        }
    }
    Ok(Some((Page { rows, next: None }, grouped)))
}

/// In the order of the lifecycles.
fn states(policy: &Policy, counted: Counted) -> Vec<Group> {
    let states: Vec<&str> = policy
        .lifecycles
        .iter()
        .flat_map(|lifecycle| &lifecycle.states)
        .map(|state| state.key.as_str())
        .collect();
    let place = |key: &str| {
        let found = states.iter().position(|state| *state == key);
        found.unwrap_or(states.len())
    };
    let group = |(value, count): (Option<String>, i64)| {
        let value = value.unwrap_or_default();
        Group {
            condition: Condition::Term(Term::State(vec![StateTest::Key(value.clone())])),
            name: String::new(),
            value,
            count,
        }
    };
    let mut groups: Vec<Group> = counted.into_iter().map(group).collect();
    groups.sort_by_key(|group| place(&group.value));
    groups
}

/// The highest first.
fn priorities(counted: Counted) -> Vec<Group> {
    let group = |(value, count): (Option<String>, i64)| {
        let level: i64 = value.as_deref()?.parse().ok()?;
        let bounds = Bounds {
            min: Some(level),
            max: Some(level),
        };
        Some(Group {
            value: level.to_string(),
            name: String::new(),
            count,
            condition: Condition::Term(Term::Number(NumberField::Priority, vec![bounds])),
        })
    };
    let mut groups: Vec<Group> = counted.into_iter().filter_map(group).collect();
    groups.sort_by(|a, b| a.value.cmp(&b.value));
    groups
}

/// By name; what has no team first, private teams that the reader is not in as one and last.
fn teams(tx: &Tx<'_>, reader: &Reader, counted: Counted) -> Result<Vec<Group>> {
    let ids: BTreeSet<TeamId> = ids(&counted).map(TeamId).collect();
    let names = directory::queries::team_names(tx, &reader.actor, &ids)?;
    let (known, hidden): (Counted, Counted) = counted.into_iter().partition(|(value, _)| {
        let id = value.as_deref().and_then(|value| value.parse().ok());
        id.is_none_or(|id| names.contains_key(&TeamId(id)))
    });
    let names = names.into_iter().map(|(id, name)| (id.0, name)).collect();
    let mut groups = named(&names, known, |id| {
        Term::Team(vec![id.map(|id| TeamRef::Id(TeamId(id)))])
    });
    if !hidden.is_empty() {
        let refs = self::ids(&hidden).map(|id| Some(TeamRef::Id(TeamId(id))));
        groups.push(Group {
            value: "private".to_owned(),
            name: String::new(),
            count: hidden.iter().map(|(_, count)| count).sum(),
            condition: Condition::Term(Term::Team(refs.collect())),
        });
    }
    Ok(groups)
}

/// By name; what nobody has first.
fn people(tx: &Tx<'_>, counted: Counted) -> Result<Vec<Group>> {
    let ids: BTreeSet<PersonId> = ids(&counted).map(PersonId).collect();
    let names = directory::queries::person_names(tx, &ids)?;
    let names = names.into_iter().map(|(id, person)| (id.0, person.name));
    Ok(named(&names.collect(), counted, |id| {
        let person = id.map(|id| PersonRef::Id(PersonId(id)));
        Term::Person(PersonField::Assignee, vec![person])
    }))
}

fn ids(counted: &Counted) -> impl Iterator<Item = i64> {
    let values = counted.iter().filter_map(|(value, _)| value.as_deref());
    values.filter_map(|value| value.parse().ok())
}

fn named(
    names: &HashMap<i64, String>,
    counted: Counted,
    term: impl Fn(Option<i64>) -> Term,
) -> Vec<Group> {
    let group = |(value, count): (Option<String>, i64)| {
        let id: Option<i64> = value.as_deref().and_then(|value| value.parse().ok());
        Group {
            name: id
                .and_then(|id| names.get(&id).cloned())
                .unwrap_or_default(),
            value: value.unwrap_or_default(),
            count,
            condition: Condition::Term(term(id)),
        }
    };
    let mut groups: Vec<Group> = counted.into_iter().map(group).collect();
    groups.sort_by_cached_key(|group| group.name.to_lowercase());
    groups
}
