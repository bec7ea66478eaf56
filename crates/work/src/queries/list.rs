//! Lists of tickets: any condition, any of a few orders, page by page by key.

use super::{Reader, visible};
use crate::condition::{SqlText, to_sql};
use crate::error::{Error, Result};
use kernel::condition::Condition;
use kernel::{Actor, PersonId, TeamId, TicketId, Timestamp};
use std::str::FromStr;
use store::{Row, Tx};

/// Most tickets on a page.
pub const LIST_MAX: usize = 200;

/// In which order tickets are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    /// Last changed first.
    #[default]
    Updated,
    /// Longest unchanged first.
    Stale,
    /// Highest priority first, then oldest first.
    Priority,
    /// Newest number first.
    Newest,
    /// Oldest number first.
    Oldest,
    /// Lowest priority first, then newest first.
    Lowest,
    /// Last opened first: for tickets that were brought in from elsewhere in another order than their numbers'.
    Opened,
    /// Longest open first.
    Earliest,
    /// What is due next first, what is overdue before it.
    Due,
}

impl Sort {
    /// All orders.
    pub const ALL: [Sort; 9] = [
        Sort::Updated,
        Sort::Stale,
        Sort::Priority,
        Sort::Newest,
        Sort::Oldest,
        Sort::Lowest,
        Sort::Opened,
        Sort::Earliest,
        Sort::Due,
    ];

    /// The name in addresses and the API.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Updated => "updated",
            Sort::Stale => "stale",
            Sort::Priority => "priority",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Lowest => "lowest",
            Sort::Opened => "opened",
            Sort::Earliest => "earliest",
            Sort::Due => "due",
        }
    }

    /// The order of this name.
    pub fn named(name: &str) -> Option<Sort> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }

    /// The column sorted by, if it is not the number itself.
    fn column(self) -> Option<&'static str> {
        match self {
            Sort::Updated | Sort::Stale => Some("t.updated_at"),
            Sort::Priority | Sort::Lowest => Some("t.priority"),
            Sort::Opened | Sort::Earliest => Some("t.opened_at"),
            Sort::Due => Some("t.due_at"),
            Sort::Newest | Sort::Oldest => None,
        }
    }

    /// Whether its column's values grow from row to row. Priority 1 is the highest, but the least number.
    pub(crate) fn ascends(self) -> bool {
        !self.descends()
    }

    fn descends(self) -> bool {
        matches!(
            self,
            Sort::Updated | Sort::Newest | Sort::Lowest | Sort::Opened
        )
    }

    fn order(self) -> String {
        let direction = if self.descends() { "DESC" } else { "ASC" };
        let column = self
            .column()
            .map(|column| format!("{column} {direction}, "))
            .unwrap_or_default();
        format!("{column}t.id {direction}")
    }
}

/// The place in a list after which the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    value: i64,
    id: i64,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.value, self.id)
    }
}

impl FromStr for Key {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let parts = text
            .split_once('.')
            .and_then(|(value, id)| Some((value.parse().ok()?, id.parse().ok()?)));
        let invalid = || Error::Invalid {
            field: "after",
            text: "take it from the page before".into(),
        };
        parts
            .map(|(value, id)| Key { value, id })
            .ok_or_else(invalid)
    }
}

/// Which tickets, in which order, from where.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// What they meet.
    pub condition: Condition,
    /// Their order.
    pub sort: Sort,
    /// Where the page before ended.
    pub after: Option<Key>,
    /// How many; at most [`LIST_MAX`].
    pub limit: usize,
}

/// A ticket in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the ticket's fields and the names of those whom they point to"
)]
pub struct Listed {
    pub id: TicketId,
    pub version: i64,
    pub kind: String,
    pub subject: String,
    pub state: String,
    pub state_category: String,
    pub hold_reason: Option<String>,
    pub priority: i64,
    pub opened_at: Timestamp,
    pub updated_at: Timestamp,
    pub confidential: bool,
    pub awaits_answer: bool,
    pub reply_count: i64,
    pub tags: String,
    pub requester: PersonId,
    pub requester_name: String,
    pub team: Option<TeamId>,
    pub team_name: Option<String>,
    pub assignee: Option<PersonId>,
    pub assignee_name: Option<String>,
    pub due_at: Option<Timestamp>,
}

impl Listed {
    /// Whether there is still something to do.
    pub fn is_open(&self) -> bool {
        kernel::policy::StateCategory::named(&self.state_category)
            .is_some_and(kernel::policy::StateCategory::is_open)
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub rows: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next: Option<Key>,
}

pub(super) const COLUMNS: &str = "t.id, t.version, t.kind, t.subject, t.state, t.state_category, t.hold_reason, \
     t.priority, t.opened_at, t.updated_at, t.confidential, t.awaits_answer, t.reply_count, t.tags, t.requester_id, \
     (SELECT name FROM people WHERE id = t.requester_id), t.team_id, (SELECT name FROM teams WHERE id = t.team_id), \
     t.assignee_id, (SELECT name FROM people WHERE id = t.assignee_id), t.due_at";

pub(super) fn read(row: &Row<'_>) -> Result<Listed, store::Error> {
    Ok(Listed {
        id: row.get(0)?,
        version: row.get(1)?,
        kind: row.get(2)?,
        subject: row.get(3)?,
        state: row.get(4)?,
        state_category: row.get(5)?,
        hold_reason: row.get(6)?,
        priority: row.get(7)?,
        opened_at: row.get(8)?,
        updated_at: row.get(9)?,
        confidential: row.get(10)?,
        awaits_answer: row.get(11)?,
        reply_count: row.get(12)?,
        tags: row.get(13)?,
        requester: row.get(14)?,
        requester_name: row.get::<Option<String>>(15)?.unwrap_or_default(),
        team: row.get(16)?,
        team_name: row.get(17)?,
        assignee: row.get(18)?,
        assignee_name: row.get(19)?,
        due_at: Some(row.get(20)?).filter(|due| *due != store::NEVER),
    })
}

/// A page of tickets.
///
/// # Errors
/// When the database fails or the query takes too long.
pub fn list(tx: &Tx<'_>, reader: &Reader, query: &ListQuery) -> Result<Page<Listed>> {
    let limit = query.limit.clamp(1, LIST_MAX);
    let sql = text(tx, reader, query, limit + 1);
    let mut rows = tx.query(&sql.text, &sql.params, |row| Ok::<_, Error>(read(row)?))?;
    rows.iter_mut()
        .for_each(|row| hide_team(&reader.actor, row));
    let more = rows.len() > limit;
    rows.truncate(limit);
    let key = |row: &Listed| Key {
        value: match query.sort {
            Sort::Updated | Sort::Stale => row.updated_at.0,
            Sort::Priority | Sort::Lowest => row.priority,
            Sort::Opened | Sort::Earliest => row.opened_at.0,
            Sort::Due => row.due_at.unwrap_or(store::NEVER).0,
            Sort::Newest | Sort::Oldest => 0,
        },
        id: row.id.0,
    };
    let next = rows.last().filter(|_| more).map(key);
    Ok(Page { rows, next })
}

/// A private team has no name for those who are not in it, though they may be parties to its tickets.
pub(super) fn hide_team(actor: &Actor, row: &mut Listed) {
    if row
        .team
        .is_some_and(|team| actor.hidden_teams.binary_search(&team).is_ok())
    {
        row.team_name = None;
    }
}

fn text(tx: &Tx<'_>, reader: &Reader, query: &ListQuery, limit: usize) -> SqlText {
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let condition = to_sql(&query.condition, &reader.moment(), &mut sql);
    let visible = visible(&mut sql, &reader.actor);
    let mut text = format!("SELECT {COLUMNS} FROM tickets t WHERE {condition} AND {visible}");
    if let Some(Key { value, id }) = query.after {
        let past = if query.sort.descends() { "<" } else { ">" };
        let id = sql.bind(id);
        match query.sort.column() {
            Some(column) => {
                let value = sql.bind(value);
                text.push_str(&format!(" AND ({column}, t.id) {past} ({value}, {id})"));
            }
            None => text.push_str(&format!(" AND t.id {past} {id}")),
        }
    }
    let limit = sql.bind(limit as i64);
    text.push_str(&format!(" ORDER BY {} LIMIT {limit}", query.sort.order()));
    sql.text = text;
    sql
}

/// All tickets that meet a condition, the oldest first; one more than `most` where there are more.
///
/// # Errors
/// When the database fails.
pub fn all_that_meet(
    tx: &Tx<'_>,
    reader: &Reader,
    condition: Condition,
    most: usize,
) -> Result<Vec<TicketId>> {
    let mut found = Vec::new();
    let mut query = ListQuery {
        condition,
        sort: Sort::Oldest,
        after: None,
        limit: LIST_MAX,
    };
    while found.len() <= most {
        let page = list(tx, reader, &query)?;
        found.extend(page.rows.iter().map(|row| row.id));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    Ok(found)
}
