//! How people write: greetings, signatures, chat style, slips of the finger.

use super::company::Role;
use super::phrases::{
    AGENT_BYE, AGENT_BYE_DE, AGENT_HELLO, AGENT_HELLO_DE, ASIDES, BYE, BYE_DE, CALLED, CALLED_DE,
    CONFIRMED, CONFIRMED_DE, ENGLISH, FORWARDED, GERMAN, HELLO, HELLO_DE, REACH, REACH_DE,
    SIGNATURES, SIGNATURES_OUTSIDE, Talk, VISITED, VISITED_DE,
};
use super::slots::Scene;
use super::story::{Channel, PersonIx};

impl Scene<'_> {
    /// The phrases of this ticket's language.
    pub(crate) fn talk(&self) -> &'static Talk {
        if self.german() { &GERMAN } else { &ENGLISH }
    }

    /// The body of a new ticket as its channel brings it.
    pub(crate) fn letter(
        &mut self,
        channel: Channel,
        body: &str,
        speaks_for: Option<PersonIx>,
    ) -> String {
        let mut body = body.to_owned();
        let mail = channel == Channel::Email;
        if mail || channel == Channel::Portal {
            let reach = self.any(if self.german() { REACH_DE } else { REACH });
            if !reach.is_empty() && self.is_plain_requester() && self.dice.chance(70) {
                body = format!(
                    "{body}{}{reach}",
                    if self.dice.chance(40) { "\n\n" } else { " " }
                );
            }
        }
        if let Some(other) = speaks_for {
            let person = &self.company.people[other];
            let (name, given) = (person.name(), person.given.clone());
            let frame = *self.dice.pick(FORWARDED);
            let frame = frame
                .replace("{otherfirst}", &given)
                .replace("{other}", &name)
                .replace("{body}", "\u{1}");
            body = self.fill(&frame).replace('\u{1}', &body);
        }
        let body = self.slip(&body, channel == Channel::Chat);
        if !mail {
            return if self.german() && channel == Channel::Portal {
                capitalise(&body)
            } else {
                body
            };
        }
        let (hello, bye) = if self.german() {
            (HELLO_DE, BYE_DE)
        } else {
            (HELLO, BYE)
        };
        let hello = self.any(hello);
        let mut out = if self.dice.chance(88) {
            format!("{hello}\n\n{body}")
        } else {
            body
        };
        if self.dice.chance(90) {
            out = format!("{out}\n\n{}", self.any(bye));
            let outside = self.company.people[self.requester].department.is_none();
            if outside || (!self.german() && self.dice.chance(28)) {
                let signature = self.any(if outside {
                    SIGNATURES_OUTSIDE
                } else {
                    SIGNATURES
                });
                out = format!("{out}\n\n{signature}");
            }
        }
        out
    }

    /// What an agent writes down about a call or a visit.
    pub(crate) fn minutes(
        &mut self,
        body: &str,
        speaks_for: Option<PersonIx>,
        visit: bool,
    ) -> String {
        let mut out = match speaks_for {
            Some(other) => format!("On behalf of {}: {body}", self.company.people[other].name()),
            None => body.to_owned(),
        };
        if self.dice.chance(if visit { 30 } else { 45 }) {
            let remark = match (visit, self.german()) {
                (true, true) => VISITED_DE,
                (true, false) => VISITED,
                (false, true) => CALLED_DE,
                (false, false) => CALLED,
            };
            out = format!("{out} {}", self.any(remark));
        }
        out
    }

    /// A later message of the requester.
    pub(crate) fn answer(&mut self, text: &str, chat: bool) -> String {
        let text = self.slip(text, chat);
        if chat || self.dice.chance(60) {
            return text;
        }
        let german = self.german();
        let hello = self.fill(if german {
            "Hallo {agent},"
        } else {
            "Hi {agent},"
        });
        let out = if self.dice.chance(60) {
            format!("{hello}\n\n{text}")
        } else {
            text
        };
        let bye = self.any(if german { BYE_DE } else { BYE });
        if self.dice.chance(50) {
            format!("{out}\n\n{bye}")
        } else {
            out
        }
    }

    /// A public message of the agent; the first one in a conversation has more manners.
    pub(crate) fn agent_letter(
        &mut self,
        text: &str,
        first: bool,
        chat: bool,
        team: &str,
    ) -> String {
        if chat || (!first && self.dice.chance(60)) {
            return capitalise(text);
        }
        let (hello, bye) = if self.german() {
            (AGENT_HELLO_DE, AGENT_BYE_DE)
        } else {
            (AGENT_HELLO, AGENT_BYE)
        };
        // An agent keeps to one greeting and one way to sign.
        let (hello, bye) = (
            hello[self.agent * 7 % hello.len()],
            bye[self.agent * 5 % bye.len()].replace("{team}", team),
        );
        let blank = hello.len() - hello.trim_end().len();
        let (greeting, mark) = (self.fill(hello), self.fill(&bye));
        let gap = &hello[hello.len() - blank..];
        let mark = if mark.is_empty() {
            mark
        } else {
            format!("\n\n{mark}")
        };
        // After a greeting German goes on with a small letter, as its texts are written here.
        let text = if self.german() {
            text.to_owned()
        } else {
            capitalise(text)
        };
        format!("{greeting}{gap}{text}{mark}")
    }

    /// An internal note: some agents write in full sentences, some jot.
    pub(crate) fn jotting(&mut self, template: &str) -> String {
        let mut text = self.fill(template);
        if self.german() {
            return text;
        }
        if self.agent % 4 == 1 {
            text = decapitalise(&text);
            if text.ends_with('.') {
                text.pop();
            }
        } else if self.dice.chance(16) {
            text = format!("{text} {}", self.any(ASIDES));
        }
        text
    }

    /// The text of a resolution, now and then with a word on how it was confirmed.
    pub(crate) fn outcome(&mut self, code: &str, template: &str) -> String {
        let text = self.fill(template);
        let sure =
            ["fixed", "workaround", "provided"].contains(&code) && !self.scenario.confidential;
        if !sure || template.contains("{first}") || !self.dice.chance(38) {
            return text;
        }
        let tail = self.any(if self.german() {
            CONFIRMED_DE
        } else {
            CONFIRMED
        });
        format!("{text} {tail}")
    }

    /// Whether the requester is somebody of the company outside IT.
    fn is_plain_requester(&self) -> bool {
        let person = &self.company.people[self.requester];
        person.location.is_some() && person.role == Role::Requester
    }

    /// What hurried fingers make of a text.
    fn slip(&mut self, text: &str, chat: bool) -> String {
        if self.company.people[self.requester].role != Role::Requester {
            return text.to_owned();
        }
        let hasty = self.requester % 9 == 4;
        let mut text = text.to_owned();
        if chat && self.dice.chance(55) || hasty && self.dice.chance(40) {
            if !self.starts_with_name(&text) {
                text = decapitalise(&text);
            }
            if text.ends_with('.') {
                text.pop();
            }
        }
        let slips = if hasty { 55 } else { 6 };
        if self.dice.chance(slips) {
            self.typo(&text)
        } else {
            text
        }
    }

    /// Swaps, doubles or drops a letter inside one longer word.
    fn typo(&mut self, text: &str) -> String {
        let words: Vec<(usize, &str)> = text
            .match_indices([' ', '\n'])
            .map(|(at, _)| at + 1)
            .filter_map(|from| {
                let word = text[from..]
                    .split([' ', '\n', '.', ',', ':', '!', '?'])
                    .next()?;
                (word.len() > 4 && word.bytes().all(|b| b.is_ascii_lowercase()))
                    .then_some((from, word))
            })
            .collect();
        if words.is_empty() {
            return text.to_owned();
        }
        let (from, word) = *self.dice.pick(&words);
        let at = 1 + self.dice.index(word.len() - 3);
        let (a, b) = (&word[at..=at], &word[at + 1..at + 2]);
        let middle = match self.dice.index(3) {
            0 => format!("{b}{a}"),
            1 => format!("{a}{b}{b}"),
            _ => a.to_owned(),
        };
        format!(
            "{}{}{middle}{}{}",
            &text[..from],
            &word[..at],
            &word[at + 2..],
            &text[from + word.len()..]
        )
    }
}

/// The text with a capital first letter, unless it starts with the name of a machine.
pub(crate) fn capitalise(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    let machine = word.contains('-') && word.contains(|c: char| c.is_ascii_digit());
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !machine => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// The text with a small first letter, unless it starts with `I` or a name in capitals.
fn decapitalise(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), Some(d)) if d.is_lowercase() => {
            c.to_lowercase().chain([d]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
