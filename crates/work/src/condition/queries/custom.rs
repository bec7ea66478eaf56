//! Conditions on custom fields.

use super::{Writer, any};
use kernel::condition::{CustomTest, Phrase};

impl Writer<'_> {
    /// Over the rows that [`kernel::ticket::field_rows`] gives a value.
    pub(super) fn custom(&mut self, key: &str, test: &CustomTest) -> String {
        match test {
            CustomTest::Text(phrases) => self.rows(key, phrases, |w, phrase| w.words(phrase)),
            CustomTest::Number(bounds) => {
                self.rows(key, bounds, |w, bounds| w.bounds("f.number", *bounds))
            }
            CustomTest::Date(ranges) => self.rows(key, ranges, |w, range| {
                let (from, to) = range.days(w.moment.now, w.moment.zone);
                w.between("f.number", from, "<", to)
            }),
            CustomTest::Choice(keys) => {
                self.rows(key, keys, |w, key| format!("f.text = {}", w.sql.bind(key)))
            }
            CustomTest::Person(people) => self.rows(key, people, |w, person| {
                let people = w.people(&[Some(*person)]);
                w.one_of("f.number", people)
            }),
            CustomTest::YesNo(values) => self.rows(key, values, |_, yes| {
                format!("f.number = {}", i64::from(*yes))
            }),
        }
    }

    fn rows<T>(
        &mut self,
        key: &str,
        tests: &[Option<T>],
        test: impl Fn(&mut Self, &T) -> String,
    ) -> String {
        let key = self.sql.bind(key);
        let rows = format!(
            "EXISTS (SELECT 1 FROM ticket_fields f WHERE f.key = {key} AND f.ticket_id = t.id"
        );
        let mut parts = Vec::new();
        let given: Vec<&T> = tests.iter().flatten().collect();
        if given.len() < tests.len() {
            parts.push(format!("NOT {rows})"));
        }
        if !given.is_empty() {
            let given = any(given.into_iter().map(|value| test(self, value)).collect());
            parts.push(format!("{rows} AND {given})"));
        }
        any(parts)
    }

    /// Words are letters and digits alone, so nothing in them means anything to LIKE.
    fn words(&mut self, phrase: &Phrase) -> String {
        let end = if phrase.prefix { "%" } else { " %" };
        let pattern = self.sql.bind(format!("% {}{end}", phrase.words.join(" ")));
        format!("(' ' || f.text || ' ') LIKE {pattern}")
    }
}
