//! Every language has every message. English is the one to compare with.

use super::{Finding, SourceFile};
use std::collections::BTreeMap;

const FOLDER: &str = "crates/web/locales/";
const REFERENCE: &str = "crates/web/locales/en.ftl";

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    let locales: Vec<&SourceFile> = files
        .iter()
        .filter(|f| f.path.starts_with(FOLDER) && f.has_extension("ftl"))
        .collect();
    let Some(first) = locales.first() else { return };
    let Some(reference) = locales.iter().find(|file| file.path == REFERENCE) else {
        let problem = "there is no en.ftl beside it".to_owned();
        findings.push(first.finding(1, problem, "write the English locale, others follow it"));
        return;
    };
    let expected = messages(reference, findings);
    for locale in locales.iter().filter(|file| file.path != REFERENCE) {
        let found = messages(locale, findings);
        for (key, line) in expected.iter().filter(|(key, _)| !found.contains_key(*key)) {
            let problem = format!("message `{key}` is missing");
            let remedy = format!("translate it: it stands in {REFERENCE}:{line}");
            findings.push(locale.finding(locale.text.lines().count().max(1), problem, remedy));
        }
        for (key, line) in found.iter().filter(|(key, _)| !expected.contains_key(*key)) {
            let problem = format!("message `{key}` does not stand in {REFERENCE}");
            findings.push(locale.finding(*line, problem, "add it there or take it out here"));
        }
    }
}

/// Each message's key with its line; an attribute's key is `message.attribute`.
fn messages(file: &SourceFile, findings: &mut Vec<Finding>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let mut message = "";
    for (index, text) in file.text.lines().enumerate() {
        let Some((left, _)) = text.split_once('=') else {
            continue;
        };
        let left = left.trim_end();
        let key = if let Some(attribute) = left.trim_start().strip_prefix('.') {
            format!("{message}.{attribute}")
        } else if is_key(left) {
            message = left;
            left.to_owned()
        } else {
            continue;
        };
        if let Some(line) = found.insert(key.clone(), index + 1) {
            let problem = format!("message `{key}` stands twice, first in line {line}");
            findings.push(file.finding(index + 1, problem, "keep one of the two"));
        }
    }
    found
}

/// Continued lines are indented and comments open with `#`; neither is a key.
fn is_key(text: &str) -> bool {
    let name = text.strip_prefix('-').unwrap_or(text);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}
