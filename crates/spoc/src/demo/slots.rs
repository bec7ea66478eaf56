//! Filling templates: choices in brackets and slots in braces, each slot with one value per ticket.

use super::calendar::{MINUTE, Site};
use super::company::{Company, Language};
use super::dice::Dice;
use super::scenarios::Scenario;
use super::story::PersonIx;

/// One ticket's world: who asks, where, when, and the values of its slots so far.
pub(crate) struct Scene<'a> {
    pub(crate) company: &'a Company,
    pub(crate) scenario: &'a Scenario,
    pub(crate) requester: PersonIx,
    pub(crate) agent: PersonIx,
    pub(crate) peer: PersonIx,
    pub(crate) opened: i64,
    pub(crate) dice: Dice,
    values: Vec<(String, String)>,
}

impl<'a> Scene<'a> {
    /// A scene before anybody has said anything.
    pub(crate) fn new(
        company: &'a Company,
        scenario: &'a Scenario,
        requester: PersonIx,
        opened: i64,
        dice: Dice,
    ) -> Self {
        Self {
            company,
            scenario,
            requester,
            agent: requester,
            peer: requester,
            opened,
            dice,
            values: Vec::new(),
        }
    }

    /// Chooses and fills one of several templates.
    pub(crate) fn any(&mut self, templates: &[&str]) -> String {
        let template = *self.dice.pick(templates);
        self.fill(template)
    }

    /// Fills a template.
    pub(crate) fn fill(&mut self, template: &str) -> String {
        let mut out = String::with_capacity(template.len());
        self.expand(template, &mut out);
        tidy(&out)
    }

    pub(crate) fn german(&self) -> bool {
        self.scenario.language == Language::German
    }

    /// Where somebody works; contacts elsewhere count as Leeds.
    pub(crate) fn site_of(&self, person: PersonIx) -> Site {
        self.company.people[person]
            .location
            .map_or(Site::Leeds, |ix| Site::ALL[ix])
    }

    /// Whether a text starts with the value of a slot, such as a person's name.
    pub(crate) fn starts_with_name(&self, text: &str) -> bool {
        self.values
            .iter()
            .any(|(_, value)| text.starts_with(value.as_str()))
    }

    fn expand(&mut self, template: &str, out: &mut String) {
        let mut rest = template;
        while let Some(at) = rest.find(['[', '{']) {
            out.push_str(&rest[..at]);
            if rest.as_bytes()[at] == b'{' {
                let end = rest[at..].find('}').map_or(rest.len() - 1, |n| at + n);
                let value = self.value(&rest[at + 1..end]);
                out.push_str(&value);
                rest = &rest[end + 1..];
            } else {
                let (parts, end) = alternatives(&rest[at..]);
                let part = *self.dice.pick(&parts);
                self.expand(part, out);
                rest = &rest[at + end..];
            }
        }
        out.push_str(rest);
    }

    /// The value of a slot, the same throughout a ticket.
    pub(crate) fn value(&mut self, slot: &str) -> String {
        let people = &self.company.people;
        match slot {
            "agent" => return people[self.agent].given.clone(),
            "agentfull" => return people[self.agent].name(),
            "peer" => return people[self.peer].given.clone(),
            _ => {}
        }
        if let Some((_, value)) = self.values.iter().find(|(name, _)| name == slot) {
            return value.clone();
        }
        let base = slot.trim_end_matches(|c: char| c.is_ascii_digit());
        let mut value = self.draw(base, slot);
        // A second value of the same sort should be another one.
        for _ in 0..8 {
            if base == slot
                || !self
                    .values
                    .iter()
                    .any(|(name, v)| name.starts_with(base) && *v == value)
            {
                break;
            }
            value = self.draw(base, slot);
        }
        self.values.push((slot.to_owned(), value.clone()));
        value
    }
}

/// The parts of the bracket that `text` starts with, and where it ends.
fn alternatives(text: &str) -> (Vec<&str>, usize) {
    let (mut depth, mut from, mut parts) = (0, 1, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            '|' if depth == 1 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            ']' => {
                depth -= 1;
                if depth == 0 {
                    parts.push(&text[from..at]);
                    return (parts, at + 1);
                }
            }
            _ => {}
        }
    }
    (vec![&text[1..]], text.len())
}

/// Removes the blanks that empty alternatives leave behind.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let words: Vec<&str> = line.split(' ').filter(|w| !w.is_empty()).collect();
        out.push_str(&words.join(" "));
        out.push('\n');
    }
    out.trim().to_owned()
}

/// A day in microseconds.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
