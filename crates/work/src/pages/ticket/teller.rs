//! Who and what is named on a ticket's page, in words.

use crate::pages::words::Words;
use crate::queries::{Linked, NameMaps};
use kernel::ticket::{FieldKind, FieldValue};
use kernel::{PersonId, ServiceId, TeamId, TicketId};
use web::parts::Excerpt;
use web::texts::Arg;

/// Around a fact within a sentence, so that it can be marked: characters that nobody types.
const FACT: (char, char) = ('\u{2}', '\u{3}');

/// What puts things into words.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Teller<'a> {
    pub(in crate::pages) words: &'a Words,
    pub(in crate::pages) names: &'a NameMaps,
    pub(in crate::pages) linked: &'a [Linked],
    pub(in crate::pages) calendar: &'a web::Calendar,
}

impl Teller<'_> {
    /// The name of a person; of Spoc itself for nobody.
    pub(in crate::pages) fn actor(&self, person: Option<PersonId>) -> String {
        match person {
            Some(person) => self.person(person),
            None => "Spoc".to_owned(),
        }
    }

    pub(in crate::pages) fn person(&self, person: PersonId) -> String {
        let name = self.names.people.get(&person);
        name.cloned()
            .unwrap_or_else(|| self.words.texts.t("somebody").to_owned())
    }

    /// The name of a team; a private one that the reader is not in has none.
    pub(in crate::pages) fn team(&self, team: TeamId) -> String {
        let name = self.names.teams.get(&team);
        name.cloned()
            .unwrap_or_else(|| self.words.texts.t("team-hidden").to_owned())
    }

    pub(in crate::pages) fn service(&self, service: ServiceId) -> String {
        let name = self.names.services.get(&service);
        name.cloned().unwrap_or_else(|| service.to_string())
    }

    /// A ticket with its subject, as far as the reader may see it.
    pub(in crate::pages) fn ticket(&self, ticket: TicketId) -> String {
        match self.linked.iter().find(|linked| linked.id == ticket) {
            Some(linked) => format!("#{ticket} {}", linked.subject),
            None => format!("#{ticket}"),
        }
    }

    /// The name of a field by its name in forms.
    pub(in crate::pages) fn field(&self, name: &str) -> String {
        crate::pages::refusals::field(self.words, name)
    }

    /// A value of a custom field.
    pub(in crate::pages) fn value(&self, key: &str, value: &FieldValue) -> String {
        let kind = self.words.policy.field(key).map(|field| &field.kind);
        let choice = |wanted: &str| match kind {
            Some(FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices }) => choices
                .iter()
                .find(|choice| choice.key == wanted)
                .map_or(wanted, |choice| &choice.label)
                .to_owned(),
            _ => wanted.to_owned(),
        };
        match value {
            FieldValue::Text(text) => text.clone(),
            FieldValue::Number(hundredths) => self.words.texts.hundredths(*hundredths),
            FieldValue::Date(day) => match day.parse() {
                Ok(day) => self.calendar.day(day),
                Err(_) => day.clone(),
            },
            FieldValue::Choice(key) => choice(key),
            FieldValue::Choices(keys) => keys
                .iter()
                .map(|key| choice(key))
                .collect::<Vec<_>>()
                .join(", "),
            FieldValue::Person(person) => self.person(*person),
            FieldValue::YesNo(true) => self.words.texts.t("yes").to_owned(),
            FieldValue::YesNo(false) => self.words.texts.t("no").to_owned(),
        }
    }

    /// A sentence with its facts marked.
    pub(in crate::pages) fn sentence(&self, key: &str, facts: &[(&str, String)]) -> Excerpt {
        let marked = facts.iter().map(|(name, fact)| {
            let fact = fact.replace([FACT.0, FACT.1], "");
            (*name, Arg::from(format!("{}{fact}{}", FACT.0, FACT.1)))
        });
        pieces(&self.words.texts.with(key, marked))
    }
}

fn pieces(text: &str) -> Excerpt {
    let mut pieces = Excerpt::new();
    for part in text.split(FACT.0) {
        let (fact, rest) = part.split_once(FACT.1).unwrap_or(("", part));
        for (marked, text) in [(true, fact), (false, rest)] {
            if !text.is_empty() {
                pieces.push((marked, text.to_owned()));
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn facts_are_marked_within_a_sentence() {
        let marked = |fact: bool, text: &str| (fact, text.to_owned());
        assert_eq!(
            pieces("\u{2}Anna\u{3} took \u{2}it\u{3}."),
            [
                marked(true, "Anna"),
                marked(false, " took "),
                marked(true, "it"),
                marked(false, ".")
            ]
        );
    }
}
