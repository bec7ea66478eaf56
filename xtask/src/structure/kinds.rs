//! A kind of ticket is named by its own practice alone, so that a new one changes no other code; and it has its words.

use super::rust_text::RustText;
use super::{Finding, SourceFile};

/// Where the kinds are.
const HOME: &str = "crates/kernel/src/ticket/state.rs";
/// What stands before each of them, one a line, up to a closing brace.
const OPENING: &str = "kinds! {";
/// Made-up desks and other desks' formats mean what they name.
const FREE_FOLDERS: [&str; 3] = ["bench", "demo", "servicenow_log"];
/// What is made for tests alone.
const FOR_TESTS: [&str; 2] = ["crates/kernel/src/sample.rs", "crates/testkit/src/lib.rs"];
/// How the keys of a kind's messages begin: its name, how requesters say it, and in the middle of a sentence.
const MESSAGES: [&str; 3] = ["kind-", "ask-kind-", "meaning-"];

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    let Some(home) = files.iter().find(|file| file.path == HOME) else {
        return;
    };
    let kinds = kinds(&home.text);
    for (variant, name, line) in &kinds {
        for opening in MESSAGES {
            let message = format!("{opening}{name} =");
            let mut english = files
                .iter()
                .filter(|file| file.path.contains("/locales/en/"));
            if !english.any(|file| file.text.lines().any(|line| line.starts_with(&message))) {
                let problem = format!("`{variant}` has no message `{opening}{name}`");
                findings.push(home.finding(*line, problem, "add it to each of the locales"));
            }
        }
    }
    for file in files.iter().filter(|file| is_checked(file)) {
        let own = |name: &str| file.crate_name() == name;
        for (line, code) in RustText::read(&file.text).production_lines() {
            let named = kinds.iter().find(|(variant, name, _)| {
                !own(name) && code.contains(&format!("Kind::{variant}"))
            });
            if let Some((variant, ..)) = named {
                let problem = format!("`Kind::{variant}` outside of its practice");
                let remedy = "ask the policy for its kinds, or the kind for what differs";
                findings.push(file.finding(line, problem, remedy));
            }
        }
    }
}

/// Variant, name and line of each kind.
fn kinds(home: &str) -> Vec<(String, String, usize)> {
    let lines = home
        .lines()
        .zip(1..)
        .skip_while(|(line, _)| *line != OPENING);
    let lines = lines.skip(1).take_while(|(line, _)| *line != "}");
    lines
        .filter_map(|(line, number)| {
            let (variant, rest) = line.trim().split_once(" = \"")?;
            let (name, _) = rest.split_once('"')?;
            Some((variant.to_owned(), name.to_owned(), number))
        })
        .collect()
}

fn is_checked(file: &SourceFile) -> bool {
    file.is_production()
        && file.path != HOME
        && !FOR_TESTS.contains(&file.path.as_str())
        && !FREE_FOLDERS.iter().any(|folder| file.lies_in(folder))
}
