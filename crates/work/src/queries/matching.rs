//! The newest tickets that have some words, as far as the reader may see them.

use super::{Reader, visible};
use crate::condition::{SqlText, to_sql};
use crate::error::Result;
use kernel::condition::Condition;
use kernel::{Permission, TicketId};
use store::search::{Phrase, matches_each, newest};
use store::{Row, Tx, Value};

/// Most tickets that are looked up at once.
const LOOKED_UP_MAX: usize = 1_024;

/// The `most` newest tickets that the reader sees, that meet `rest` and have one phrase of each list of `phrases`:
/// the `columns` of each, highest number first.
pub(super) fn newest_matching<T>(
    tx: &Tx<'_>,
    reader: &Reader,
    columns: &str,
    rest: &Condition,
    phrases: &[Vec<Phrase>],
    most: usize,
    read: impl Fn(&Row<'_>) -> Result<T, store::Error>,
) -> Result<Vec<T>> {
    let query = |among: &dyn Fn(&mut SqlText) -> String, most: usize| {
        let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
        let among = among(&mut sql);
        let rest = to_sql(rest, &reader.moment(), &mut sql);
        let visible = visible(&mut sql, &reader.actor);
        let limit = sql.bind(most as i64);
        let text = format!(
            "SELECT {columns} FROM tickets t WHERE {among} AND {rest} AND {visible} ORDER BY t.id DESC LIMIT {limit}"
        );
        tx.query(&text, &sql.params, &read)
    };
    // Who sees few tickets looks each of them up; who sees most starts from the end of the index.
    if !reader.actor.can(Permission::TicketRead) {
        let has_all =
            |sql: &mut SqlText| matches_each(tx.dialect(), phrases, |asked| sql.bind(asked));
        return Ok(query(&has_all, most)?);
    }
    let (mut found, mut below, mut count) = (Vec::new(), None, most);
    while found.len() < most {
        let tickets = newest(tx, phrases, below, count)?;
        let Some(last) = tickets.last() else { break };
        let among = |sql: &mut SqlText| {
            let places = sql.bind_all(&padded(&tickets));
            format!("t.id IN ({places})")
        };
        found.extend(query(&among, most - found.len())?);
        if tickets.len() < count {
            break;
        }
        below = Some(*last);
        count = (count * 2).min(LOOKED_UP_MAX);
    }
    Ok(found)
}

/// Few lengths of lists make few texts of queries that the database prepares: the last is repeated.
fn padded(tickets: &[TicketId]) -> Vec<Value> {
    let last = tickets.last().copied();
    let more = tickets.len().next_power_of_two() - tickets.len();
    let repeated = std::iter::repeat_n(last, more).flatten();
    tickets
        .iter()
        .copied()
        .chain(repeated)
        .map(Value::from)
        .collect()
}
