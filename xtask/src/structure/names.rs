//! What a crate says of itself, and file names that say nothing.

use super::{Finding, SourceFile};

const EMPTY_NAMES: [&str; 10] = [
    "base", "common", "helper", "helpers", "manager", "misc", "shared", "util", "utils", "v2",
];

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    for file in files {
        if file.inside() == "src/lib.rs" && !file.text.starts_with("//!") {
            let problem = "the crate does not say what it is".to_owned();
            findings.push(file.finding(1, problem, "open with a paragraph of `//!`"));
        }
        let name = file.name().trim_end_matches(".rs");
        if file.is_production() && EMPTY_NAMES.contains(&name) {
            let problem = format!("the name `{name}` says nothing");
            findings.push(file.finding(1, problem, "name the file after what it does"));
        }
    }
}
