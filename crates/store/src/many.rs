//! One statement for many rows: as few round trips as the database takes.
//!
//! A server is asked for up to [`ROWS_MAX`] rows at once, in a few sizes, so that few texts are prepared. SQLite
//! has no way to save, and goes row by row.

use crate::error::{Error, Result};
use crate::value::{Row, Value};
use crate::{Dialect, Tx};
use std::borrow::Cow;
use std::sync::OnceLock;

/// How many rows a statement has, largest first.
const SIZES: [usize; 5] = [ROWS_MAX, 64, 16, 4, 1];
/// Most rows of one statement. The widest row has some forty values, and a statement takes 65,535.
const ROWS_MAX: usize = 256;

/// A statement with a list in it: `head`, rows with commas between them, `tail`; another for a single row, if that is
/// a simpler one.
pub struct Many {
    head: Cow<'static, str>,
    row: Cow<'static, str>,
    tail: Cow<'static, str>,
    alone: Option<Cow<'static, str>>,
    texts: [OnceLock<String>; SIZES.len()],
}

impl Many {
    /// A statement with rows like `($, $)`; each `$` is a value.
    pub const fn new(head: &'static str, row: &'static str, tail: &'static str) -> Self {
        Self {
            head: Cow::Borrowed(head),
            row: Cow::Borrowed(row),
            tail: Cow::Borrowed(tail),
            alone: None,
            texts: [const { OnceLock::new() }; SIZES.len()],
        }
    }

    /// The same with a simpler statement for a row that comes alone.
    pub const fn or_alone(
        head: &'static str,
        row: &'static str,
        tail: &'static str,
        alone: &'static str,
    ) -> Self {
        Self {
            head: Cow::Borrowed(head),
            row: Cow::Borrowed(row),
            tail: Cow::Borrowed(tail),
            alone: Some(Cow::Borrowed(alone)),
            texts: [const { OnceLock::new() }; SIZES.len()],
        }
    }

    /// The statement that sets these columns, each with its type, of the rows of a table with given ids: a row is an
    /// id and the values.
    pub(crate) fn update(table: &str, columns: &[(&str, &str)]) -> Self {
        let numbered = columns.iter().zip(2..);
        let set = |as_value: fn(usize) -> String| {
            let set = numbered.clone();
            let set = set.map(|((name, _), place)| format!("{name} = {}", as_value(place)));
            set.collect::<Vec<_>>().join(", ")
        };
        let places = columns.iter().map(|(_, of)| format!(", CAST($ AS {of})"));
        let places: String = places.collect();
        let (many, alone) = (
            set(|place| format!("v.column{place}")),
            set(|place| format!("${place}")),
        );
        Self {
            head: format!("UPDATE {table} SET {many} FROM (VALUES ").into(),
            row: format!("(CAST($ AS BIGINT){places})").into(),
            tail: ") AS v WHERE id = v.column1".into(),
            alone: Some(format!("UPDATE {table} SET {alone} WHERE id = $1").into()),
            ..Self::new("", "", "")
        }
    }

    /// The statement that adds rows with these columns to a table.
    pub fn insert(table: &str, columns: &[&str]) -> Self {
        let places = vec!["$"; columns.len()].join(", ");
        Self {
            head: format!("INSERT INTO {table} ({}) VALUES ", columns.join(", ")).into(),
            row: format!("({places})").into(),
            ..Self::new("", "", "")
        }
    }

    /// Runs it for rows whose values follow each other in `values`; answers how many rows changed.
    ///
    /// # Errors
    /// When the database fails or refuses.
    pub fn execute(&self, tx: &Tx<'_>, values: &[Value]) -> Result<u64> {
        let mut changed = 0;
        self.pieces(tx.dialect(), values, |sql, values| {
            changed += tx.execute(sql, values)?;
            Ok::<_, Error>(())
        })?;
        Ok(changed)
    }

    /// Asks it for rows whose values follow each other in `values`; calls `read` with every row of the answers.
    ///
    /// # Errors
    /// When the database fails or `read` does.
    pub fn each<E: From<Error>>(
        &self,
        tx: &Tx<'_>,
        values: &[Value],
        mut read: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.pieces(tx.dialect(), values, |sql, values| {
            tx.each(sql, values, &mut read)
        })
    }

    fn pieces<E>(
        &self,
        dialect: Dialect,
        values: &[Value],
        mut run: impl FnMut(&str, &[Value]) -> Result<(), E>,
    ) -> Result<(), E> {
        let width = self.row.matches('$').count().max(1);
        let most = dialect.rows_at_once(ROWS_MAX);
        let mut left = values;
        for (size, text) in SIZES.iter().zip(&self.texts) {
            if *size > most {
                continue;
            }
            while left.len() >= size * width {
                let (now, later) = left.split_at(size * width);
                run(text.get_or_init(|| self.text(*size)), now)?;
                left = later;
            }
        }
        Ok(())
    }

    fn text(&self, rows: usize) -> String {
        if let (1, Some(alone)) = (rows, &self.alone) {
            return alone.to_string();
        }
        let mut text = self.head.to_string();
        let mut place = 0;
        for row in 0..rows {
            if row > 0 {
                text.push_str(", ");
            }
            for (at, part) in self.row.split('$').enumerate() {
                if at > 0 {
                    place += 1;
                    text.push_str(&format!("${place}"));
                }
                text.push_str(part);
            }
        }
        text + &self.tail
    }
}

#[cfg(test)]
mod tests {
    use super::Many;
    use crate::{Dialect, Value};

    #[test]
    fn every_row_goes_once_and_in_its_place() {
        static PAIRS: Many = Many::new("VALUES ", "($, lower($))", " LIMIT 9");
        for (dialect, sizes) in [
            (Dialect::Postgres, vec![256, 64, 4, 4, 1]),
            (Dialect::Sqlite, vec![1; 329]),
        ] {
            let values: Vec<Value> = (0..2 * 329).map(Value::from).collect();
            let (mut seen, mut found) = (Vec::new(), Vec::new());
            let counted = PAIRS.pieces(dialect, &values, |sql, values| {
                assert_eq!(sql.matches("lower").count() * 2, values.len());
                found.push(values.len() / 2);
                seen.extend_from_slice(values);
                Ok::<_, ()>(())
            });
            assert_eq!((counted, found, seen), (Ok(()), sizes, values));
        }
        assert_eq!(
            PAIRS.text(2),
            "VALUES ($1, lower($2)), ($3, lower($4)) LIMIT 9"
        );
    }
}
