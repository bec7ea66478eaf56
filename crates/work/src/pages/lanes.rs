//! The lanes of a board.
//!
//! A lane is a condition of its own, so that a board costs some short lists, whatever the archive holds: open
//! tickets have indexes of their own, and of done ones only those that changed lately are shown. Which teams and
//! people have any is counted at once, within bounds.

use super::{bulk, groups};
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::{self, By, ListQuery, Listed, Page, Reader, Sort};
use crate::vocabulary::Names;
use directory::queries as people;
use kernel::condition::{Condition, StateTest, Term};
use kernel::policy::Lifecycle;
use kernel::{PersonId, TeamId};
use std::collections::BTreeSet;
use store::Tx;

/// Cards of a lane.
const CARDS_MAX: usize = 30;
/// Lanes of a board.
const LANES_MAX: usize = 24;
/// Done tickets stay on a board for so many days after their last change.
const DONE_DAYS: u32 = 14;

/// A lane with its tickets.
pub(super) struct Lane {
    /// What a ticket that is moved here gets.
    pub(super) value: String,
    /// Its name; where it is empty, the reader's words have it.
    pub(super) name: String,
    /// Its condition.
    pub(super) q: String,
    /// How many tickets it has, where they were counted.
    pub(super) count: Option<i64>,
    pub(super) page: Page<Listed>,
}

/// What has tickets and no lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// So many teams or people.
    Lanes(i64),
    /// There are too many tickets to say which.
    Unknown,
}

/// The lanes of a board, and what has none.
pub(super) struct Lanes {
    pub(super) lanes: Vec<Lane>,
    pub(super) rest: Option<Rest>,
}

/// A lane that there may be.
struct Possible {
    value: String,
    name: String,
    q: String,
    count: Option<i64>,
    /// Whether it stands there without tickets, too.
    always: bool,
}

pub(super) fn read(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    by: By,
    condition: &Condition,
) -> Result<Lanes> {
    let (possible, rest) = match by {
        By::State => (states(rules), None),
        By::Priority => (priorities(), None),
        By::Team | By::Assignee => spread(tx, reader, rules, by, condition)?,
    };
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    let mut lanes = Vec::new();
    for possible in possible.into_iter().take(LANES_MAX) {
        let lane = Condition::read(&possible.q, &names)?;
        let query = ListQuery {
            condition: Condition::all([condition.clone(), lane]),
            sort: Sort::Updated,
            after: None,
            limit: CARDS_MAX,
        };
        let page = queries::list(tx, reader, &query)?;
        if possible.always || !page.rows.is_empty() {
            lanes.push(Lane {
                value: possible.value,
                name: possible.name,
                q: possible.q,
                count: possible.count,
                page,
            });
        }
    }
    Ok(Lanes { lanes, rest })
}

/// Which tickets a board has at all.
pub(super) fn scope(by: By) -> String {
    match by {
        By::State => format!("(state:open or updated>=-{DONE_DAYS}d)"),
        By::Priority | By::Team | By::Assignee => "state:open".to_owned(),
    }
}

fn states(rules: &Rules) -> Vec<Possible> {
    let mut lanes: Vec<Possible> = Vec::new();
    let states = rules.policy.lifecycles.iter().flat_map(|l| &l.states);
    for state in states {
        let known = lanes.iter().any(|lane| lane.value == state.key);
        if known || state.key == Lifecycle::MERGED {
            continue;
        }
        let also = if state.category.is_open() {
            "state:open".to_owned()
        } else {
            format!("updated>=-{DONE_DAYS}d")
        };
        lanes.push(Possible {
            value: state.key.clone(),
            name: String::new(),
            q: format!("{also} state:{}", state.key),
            count: None,
            always: true,
        });
    }
    lanes
}

fn priorities() -> Vec<Possible> {
    let lane = |level: i64| Possible {
        value: level.to_string(),
        name: String::new(),
        q: format!("state:open priority:{level}"),
        count: None,
        always: level <= 4,
    };
    (1..=5).map(lane).collect()
}

/// Those who have open tickets of the list: what nobody has, the reader's own, and those that have the most. Where
/// there are too many tickets to be counted, what nobody has and the reader's own.
fn spread(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    by: By,
    condition: &Condition,
) -> Result<(Vec<Possible>, Option<Rest>)> {
    let (field, nothing) = match by {
        By::Team => ("team", ""),
        _ => ("assignee", bulk::NOBODY),
    };
    let own: BTreeSet<String> = match by {
        By::Team => reader.actor.teams.iter().map(TeamId::to_string).collect(),
        _ => reader
            .actor
            .person
            .iter()
            .map(PersonId::to_string)
            .collect(),
    };
    let lane = |value: &str, name: String, count: Option<i64>| Possible {
        q: match value {
            "" => format!("state:open {field}:none"),
            id => format!("state:open {field}:#{id}"),
        },
        value: if value.is_empty() { nothing } else { value }.to_owned(),
        always: own.contains(value),
        name,
        count,
    };
    let open = Condition::Term(Term::State(vec![StateTest::Open]));
    let open = Condition::all([condition.clone(), open]);
    let counted = groups::of(tx, reader, rules, by, &open)?;
    let rest = counted.is_none().then_some(Rest::Unknown);
    let mut lanes = vec![lane("", String::new(), None)];
    let mut others = Vec::new();
    for group in counted.into_iter().flatten() {
        match (group.value.as_str(), group.name.is_empty()) {
            ("", _) => lanes[0].count = Some(group.count),
            // Of teams that the reader may not know nothing is said.
            (_, true) => {}
            (id, false) => others.push(lane(id, group.name.clone(), Some(group.count))),
        }
    }
    for (id, name) in named(tx, reader, by)? {
        if others.iter().all(|lane| lane.value != id) {
            others.push(lane(&id, name, rest.is_none().then_some(0)));
        }
    }
    others.sort_by_key(|lane| (!lane.always, std::cmp::Reverse(lane.count)));
    let room = LANES_MAX - lanes.len();
    let left = others.len().saturating_sub(room);
    others.truncate(room);
    others.sort_by_cached_key(|lane| lane.name.to_lowercase());
    lanes.extend(others);
    let rest = rest.or((left > 0).then_some(Rest::Lanes(left as i64)));
    Ok((lanes, rest))
}

/// The reader's own teams, or the reader, by id and name.
fn named(tx: &Tx<'_>, reader: &Reader, by: By) -> Result<Vec<(String, String)>> {
    Ok(match by {
        By::Team => {
            let own = reader.actor.teams.iter().copied().collect();
            let names = people::team_names(tx, &reader.actor, &own)?.into_iter();
            names.map(|(id, name)| (id.to_string(), name)).collect()
        }
        _ => {
            let own = reader.actor.person.into_iter().collect();
            let names = people::person_names(tx, &own)?.into_iter();
            names
                .map(|(id, person)| (id.to_string(), person.name))
                .collect()
        }
    })
}
