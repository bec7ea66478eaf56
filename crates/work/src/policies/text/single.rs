//! A rule, and an approval, as text: for their pages.

use super::places::TextProblem;
use kernel::automation::Rule;
use kernel::policy::ApprovalTemplate;

/// A rule as text.
pub fn rule_text(rule: &Rule) -> String {
    toml::to_string_pretty(rule).unwrap_or_default()
}

/// The rule that a text says.
///
/// # Errors
/// Where it cannot be read.
pub fn rule_from(text: &str) -> Result<Rule, TextProblem> {
    toml::from_str(text).map_err(|error| TextProblem::unreadable("", text, &error))
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
    toml::from_str(text).map_err(|error| TextProblem::unreadable("", text, &error))
}

/// The line on which a step of an approval begins, from 1; steps are counted from 0.
pub fn step_line(text: &str, at: usize) -> Option<usize> {
    let lines = text.lines().enumerate();
    let mut steps = lines.filter(|(_, line)| line.trim() == "[[steps]]");
    steps.nth(at).map(|(line, _)| line + 1)
}
