//! Placeholders in texts: `{{ requester.first_name }}`. No loops without end, no files, no network: a text is
//! written out from the few values below, within a fixed amount of work.

use minijinja::{Environment, UndefinedBehavior};
use std::collections::BTreeMap;

/// The placeholders that there are, with the catalogue keys that say what they become.
pub const PLACEHOLDERS: [(&str, &str); 11] = [
    ("requester.first_name", "placeholder-requester-first-name"),
    ("requester.name", "placeholder-requester-name"),
    ("requester.email", "placeholder-requester-email"),
    ("ticket.number", "placeholder-ticket-number"),
    ("ticket.subject", "placeholder-ticket-subject"),
    ("agent.first_name", "placeholder-agent-first-name"),
    ("agent.name", "placeholder-agent-name"),
    ("agent.email", "placeholder-agent-email"),
    ("team.name", "placeholder-team-name"),
    ("service.name", "placeholder-service-name"),
    ("date", "placeholder-date"),
];
/// Most steps that writing a text out takes.
const FUEL: u64 = 20_000;
/// Longest text that is written out, in bytes.
const WRITTEN_MAX_BYTES: usize = 100_000;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The line, from 1.
    pub line: usize,
    /// The placeholder that there is not; nothing where the text cannot be read at all.
    pub unknown: Option<String>,
    /// What could not be read.
    pub problem: String,
}

/// The values of the placeholders, by their names.
pub(crate) type Values = BTreeMap<&'static str, String>;

fn environment<'s>() -> Environment<'s> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
}

/// Whether a text can be written out.
///
/// # Errors
/// When it cannot be read or names what there is not.
pub fn check(text: &str) -> Result<(), Wrong> {
    let environment = environment();
    let read = environment.template_from_str(text).map_err(|error| Wrong {
        line: error.line().unwrap_or(1),
        unknown: None,
        problem: error.detail().unwrap_or("?").to_owned(),
    })?;
    let known = |name: &str| PLACEHOLDERS.iter().any(|(known, _)| *known == name);
    let unknown = read
        .undeclared_variables(true)
        .into_iter()
        .filter(|name| !known(name))
        .min_by_key(|name| text.find(name.as_str()).unwrap_or(usize::MAX));
    if let Some(name) = unknown {
        return Err(Wrong {
            line: line_of(text, &name),
            problem: String::new(),
            unknown: Some(name),
        });
    }
    // What reads well may still do too much.
    let sample: Values = PLACEHOLDERS
        .iter()
        .map(|(name, _)| (*name, String::new()))
        .collect();
    write(text, &sample).map(|_| ())
}

fn line_of(text: &str, name: &str) -> usize {
    let before = text.find(name).map_or("", |at| &text[..at]);
    before.matches('\n').count() + 1
}

/// A text with its values.
///
/// # Errors
/// When it cannot be written out.
pub(crate) fn write(text: &str, values: &Values) -> Result<String, Wrong> {
    let mut context: BTreeMap<&str, minijinja::Value> = BTreeMap::new();
    let mut groups: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (name, value) in values {
        match name.split_once('.') {
            Some((group, name)) => {
                groups.entry(group).or_default().insert(name, value);
            }
            None => {
                context.insert(name, minijinja::Value::from(value.as_str()));
            }
        }
    }
    for (group, values) in groups {
        context.insert(group, minijinja::Value::from_pairs(values));
    }
    let failed = |error: minijinja::Error| Wrong {
        line: error.line().unwrap_or(1),
        unknown: None,
        problem: error.to_string(),
    };
    let environment = environment();
    let read = environment.template_from_str(text).map_err(failed)?;
    let written = read
        .render(minijinja::Value::from_pairs(context))
        .map_err(failed)?;
    if written.len() > WRITTEN_MAX_BYTES {
        return Err(Wrong {
            line: 1,
            unknown: None,
            problem: format!("more than {WRITTEN_MAX_BYTES} bytes"),
        });
    }
    Ok(written)
}

/// The first of somebody's names.
pub(crate) fn first_name(name: &str) -> String {
    name.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Values, check, write};

    fn values() -> Values {
        [
            ("requester.first_name", "Rita".to_owned()),
            ("ticket.number", "7".to_owned()),
            ("team.name", String::new()),
        ]
        .into()
    }

    #[test]
    fn a_text_is_written_out_with_its_values() {
        let text = "Hello {{ requester.first_name }}, #{{ ticket.number }}{% if team.name %} by {{ team.name }}{% endif %}.";
        assert_eq!(check(text), Ok(()));
        assert_eq!(write(text, &values()).as_deref(), Ok("Hello Rita, #7."));
    }

    #[test]
    fn what_there_is_not_is_refused_with_its_line() {
        let wrong = check("Hello,\n\n{{ requester.fist_name }}").expect_err("refused");
        assert_eq!(wrong.line, 3);
        assert_eq!(wrong.unknown.as_deref(), Some("requester.fist_name"));
        let broken = check("Hello\n{{ requester.name").expect_err("refused");
        assert_eq!((broken.line, broken.unknown), (2, None));
    }

    #[test]
    fn a_text_that_does_too_much_is_refused() {
        for text in [
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
            "{% include 'other' %}",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_people_are_called_is_not_read_as_a_text() {
        let mut values = values();
        values.insert("requester.first_name", "{{ team.name }}".into());
        let written = write("{{ requester.first_name }}", &values);
        assert_eq!(written.as_deref(), Ok("{{ team.name }}"));
    }
}
