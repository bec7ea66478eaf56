//! A rule, and what it does, as text: for its page.

use super::places::{TextProblem, unreadable};
use kernel::automation::{Action, Rule};
use kernel::policy::ApprovalTemplate;
use serde::Deserialize;

/// A rule as text.
pub fn rule_text(rule: &Rule) -> String {
    toml::to_string_pretty(rule).unwrap_or_default()
}

/// The rule that a text says.
///
/// # Errors
/// Where it cannot be read.
pub fn rule_from(text: &str) -> Result<Rule, TextProblem> {
    toml::from_str(text).map_err(|error| unreadable("", text, &error))
}

/// An approval as text.
pub fn approval_text(template: &ApprovalTemplate) -> String {
    toml::to_string_pretty(template).unwrap_or_default()
}

/// The approval that a text says.
///
/// # Errors
/// Where it cannot be read.
pub fn approval_from(text: &str) -> Result<ApprovalTemplate, TextProblem> {
    toml::from_str(text).map_err(|error| unreadable("", text, &error))
}

/// The line on which a step of an approval begins, from 1; steps are counted from 0.
pub fn step_line(text: &str, at: usize) -> Option<usize> {
    let lines = text.lines().enumerate();
    let mut steps = lines.filter(|(_, line)| line.trim() == "[[steps]]");
    steps.nth(at).map(|(line, _)| line + 1)
}

/// Actions as text, a line each: `tag = "vpn"`.
pub fn actions_text(actions: &[Action]) -> String {
    let lines = actions
        .iter()
        .map(|action| match toml::Value::try_from(action) {
            Ok(toml::Value::Table(table)) => {
                let said = table
                    .iter()
                    .map(|(name, value)| format!("{name} = {value}"));
                said.collect()
            }
            Ok(toml::Value::String(name)) => name,
            _ => String::new(),
        });
    lines.collect::<Vec<String>>().join("\n")
}

/// The actions that lines say.
///
/// # Errors
/// The line that cannot be read, and why.
pub fn actions_from(text: &str) -> Result<Vec<Action>, TextProblem> {
    #[derive(Deserialize)]
    struct One {
        then: Action,
    }
    let lines = text.lines().enumerate();
    let said = lines
        .map(|(at, line)| (at, line.trim()))
        .filter(|(_, line)| !line.is_empty());
    let read = said.map(|(at, line)| {
        let value = match line.contains('=') {
            true => format!("then = {{ {line} }}"),
            false => format!("then = \"{line}\""),
        };
        let one = toml::from_str::<One>(&value);
        one.map(|one| one.then).map_err(|error| TextProblem {
            line: Some(at + 1),
            ..unreadable("", &value, &error)
        })
    });
    read.collect()
}
