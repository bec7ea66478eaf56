//! The tags that tickets carry. One that only hidden tickets carry does not exist.

use super::counts::look;
use super::{Reader, ViewCount, visible};
use crate::condition::SqlText;
use crate::error::Result;
use kernel::Permission;
use kernel::condition::{Condition, StateTest, Term};
use kernel::policy::Lifecycle;
use store::Tx;

/// The tags that begin with these letters, in their order, behind `after`.
///
/// From one tag that the reader sees to the next: one on a hundred thousand tickets costs the same as one on two, and
/// those on hidden tickets alone take no place from the others.
///
/// # Errors
/// When the database fails.
pub fn tags(
    tx: &Tx<'_>,
    reader: &Reader,
    begin: &str,
    after: &str,
    limit: usize,
) -> Result<Vec<String>> {
    if !reader.actor.can(Permission::TicketRead) {
        return Ok(Vec::new());
    }
    let begin = begin.to_lowercase();
    let end = format!("{begin}\u{10ffff}");
    let mut found: Vec<String> = Vec::new();
    let (mut last, mut past) = match after {
        "" => (begin, ">="),
        after => (after.to_owned(), ">"),
    };
    while found.len() < limit {
        let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
        let (from, to) = (sql.bind(&last), sql.bind(&end));
        let visible = visible(&mut sql, &reader.actor);
        let text = format!(
            "SELECT g.tag FROM ticket_tags g JOIN tickets t ON t.id = g.ticket_id \
             WHERE g.tag {past} {from} AND g.tag < {to} AND {visible} ORDER BY g.tag LIMIT 1"
        );
        let Some(tag) = tx.find(&text, &sql.params, |row| row.get::<String>(0))? else {
            break;
        };
        found.push(tag.clone());
        (last, past) = (tag, ">");
    }
    Ok(found)
}

/// The tickets that carry a tag; not those that became part of another, which go on as they were.
pub(crate) fn tagged(tag: &str) -> Condition {
    let merged = Term::State(vec![StateTest::Key(Lifecycle::MERGED.into())]);
    Condition::All(vec![
        Condition::Term(Term::Tag(vec![Some(tag.to_owned())])),
        Condition::Not(Box::new(Condition::Term(merged))),
    ])
}

/// How many tickets carry a tag, looked at up to a bound.
///
/// # Errors
/// When the database fails.
pub fn count_tagged(tx: &Tx<'_>, reader: &Reader, tag: &str) -> Result<ViewCount> {
    look(tx, reader, &tagged(tag))
}
