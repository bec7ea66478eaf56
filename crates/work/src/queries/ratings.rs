//! How content somebody was with what became of their tickets.

use super::{Reader, visible};
use crate::condition::SqlText;
use crate::error::Result;
use kernel::PersonId;
use store::Tx;
use web::Texts;

/// So many of their last tickets are looked at: a page costs the same for who asks twice a day.
const LOOKED_AT_MAX: i64 = 500;

/// The ratings of somebody's last tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ratings {
    /// How many tickets were rated.
    pub count: i64,
    /// All of their stars together.
    pub stars: i64,
}

impl Ratings {
    /// The mean to a tenth, ready to read; nothing without ratings.
    pub fn average(self, texts: Texts) -> Option<String> {
        let tenths = (self.stars * 10 + self.count / 2).checked_div(self.count)?;
        let mark = texts.t("decimal-mark");
        Some(format!("{}{mark}{}", tenths / 10, tenths % 10))
    }

    /// Of how many ratings that is the mean, in words.
    pub fn counted(self, texts: Texts) -> String {
        texts.count("person-ratings", self.count)
    }
}

/// How the last tickets of a person that the reader sees were rated.
///
/// # Errors
/// When the database fails.
pub fn ratings(tx: &Tx<'_>, reader: &Reader, person: PersonId) -> Result<Ratings> {
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let place = sql.bind(person);
    let visible = visible(&mut sql, &reader.actor);
    let limit = sql.bind(LOOKED_AT_MAX);
    let text = format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(last.rating), 0) AS BIGINT) FROM (SELECT t.rating FROM tickets t \
         WHERE t.requester_id = {place} AND {visible} ORDER BY t.id DESC LIMIT {limit}) AS last \
         WHERE last.rating > 0"
    );
    let found = tx.find(&text, &sql.params, |row| {
        Ok::<_, store::Error>(Ratings {
            count: row.get(0)?,
            stars: row.get(1)?,
        })
    })?;
    Ok(found.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Ratings;
    use web::Texts;

    #[test]
    fn satisfaction_is_the_mean_to_a_tenth_and_nothing_without_ratings() {
        let mean = |count, stars| Ratings { count, stars }.average(Texts::english());
        assert_eq!(mean(0, 0), None);
        for (count, stars, average) in [(1, 5, "5.0"), (3, 13, "4.3"), (3, 14, "4.7")] {
            let found = mean(count, stars);
            assert_eq!(found.as_deref(), Some(average), "{stars} of {count}");
        }
    }
}
