//! Every language has every message. English is the one to compare with.

use super::{Finding, SourceFile};
use std::collections::BTreeMap;

const FOLDER: &str = "crates/web/locales/";
const REFERENCE: &str = "en";

/// The catalogue of a topic: `crates/web/locales/<language>/<topic>.ftl`.
fn place(file: &SourceFile) -> Option<(&str, &str)> {
    file.path.strip_prefix(FOLDER)?.split_once('/')
}

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    let mut languages: BTreeMap<&str, BTreeMap<&str, &SourceFile>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.has_extension("ftl")) {
        match place(file) {
            Some((language, topic)) => {
                let topics = languages.entry(language).or_default();
                topics.insert(topic, file);
            }
            None => findings.push(file.finding(
                1,
                "a catalogue that belongs to no language".to_owned(),
                "put it into locales/<language>/",
            )),
        }
    }
    let Some(reference) = languages.remove(REFERENCE) else {
        for file in languages.values().flat_map(BTreeMap::values) {
            let problem = "there is no English beside it".to_owned();
            findings.push(file.finding(1, problem, "write locales/en/, others follow it"));
        }
        return;
    };
    for (topic, english) in reference {
        let expected = messages(english, findings);
        for (language, topics) in &mut languages {
            match topics.remove(topic) {
                Some(file) => compare(file, english, &expected, findings),
                None => {
                    let problem = format!("has no {topic} in {language}");
                    findings.push(english.finding(1, problem, "translate it"));
                }
            }
        }
    }
    for file in languages.values().flat_map(BTreeMap::values) {
        let problem = "English has no such topic".to_owned();
        findings.push(file.finding(1, problem, "add it there or take it out here"));
    }
}

fn compare(
    file: &SourceFile,
    english: &SourceFile,
    expected: &BTreeMap<String, usize>,
    findings: &mut Vec<Finding>,
) {
    let found = messages(file, findings);
    for (key, line) in expected.iter().filter(|(key, _)| !found.contains_key(*key)) {
        let problem = format!("message `{key}` is missing");
        let remedy = format!("translate it: it stands in {}:{line}", english.path);
        findings.push(file.finding(file.text.lines().count().max(1), problem, remedy));
    }
    for (key, line) in found.iter().filter(|(key, _)| !expected.contains_key(*key)) {
        let problem = format!("message `{key}` does not stand in {}", english.path);
        findings.push(file.finding(*line, problem, "add it there or take it out here"));
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
