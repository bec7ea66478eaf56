//! Which groups a list falls into, and how many tickets each has.

use super::{Reader, visible};
use crate::condition::{SqlText, to_sql};
use crate::error::Result;
use kernel::condition::Condition;
use store::Tx;

/// By what a list is put into groups, or onto a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    State,
    Priority,
    Team,
    Assignee,
}

impl By {
    pub(crate) const ALL: [By; 4] = [By::State, By::Priority, By::Team, By::Assignee];

    /// The name in addresses, of the form's field, and of the label.
    pub(crate) fn name(self) -> &'static str {
        match self {
            By::State => "state",
            By::Priority => "priority",
            By::Team => "team",
            By::Assignee => "assignee",
        }
    }

    pub(crate) fn named(name: &str) -> Option<By> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }

    fn column(self) -> &'static str {
        match self {
            By::State => "state",
            By::Priority => "priority",
            By::Team => "team_id",
            By::Assignee => "assignee_id",
        }
    }
}

/// A value, or none, and how many tickets have it.
pub(crate) type Counted = Vec<(Option<String>, i64)>;

/// The values that the tickets of a list have, each with how many have it; nothing where the list has more than `most`
/// tickets, for then counting costs more than it says.
pub(crate) fn count_groups(
    tx: &Tx<'_>,
    reader: &Reader,
    condition: &Condition,
    by: By,
    most: usize,
) -> Result<Option<Counted>> {
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let condition = to_sql(condition, &reader.moment(), &mut sql);
    let visible = visible(&mut sql, &reader.actor);
    let limit = sql.bind(most as i64 + 1);
    let column = by.column();
    let text = format!(
        "SELECT CAST(found.value AS TEXT), COUNT(*) FROM (SELECT t.{column} AS value FROM tickets t \
         WHERE {condition} AND {visible} LIMIT {limit}) AS found GROUP BY found.value"
    );
    let groups: Counted = tx.query(&text, &sql.params, |row| {
        Ok::<_, store::Error>((row.get(0)?, row.get(1)?))
    })?;
    let all: i64 = groups.iter().map(|(_, count)| count).sum();
    Ok((all <= most as i64).then_some(groups))
}
