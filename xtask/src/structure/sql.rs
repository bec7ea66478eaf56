//! SQL stands in `queries.rs`, so that whoever knows databases finds and reads all of it.

use super::rust_text::RustText;
use super::{Finding, SourceFile};

/// With the space, and with the second word where the first alone is also an HTTP method or English.
const OPENINGS: [&str; 6] = [
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "UPDATE ",
    "DELETE FROM ",
    "WITH ",
];

/// The store is SQL's home and the test kit looks behind the curtain.
const FREE_CRATES: [&str; 2] = ["store", "testkit"];
/// The benchmark's reference: the bare statement through the bare client.
const RAW_REFERENCE: &str = "crates/spoc/src/bench/raw.rs";

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    for file in files
        .iter()
        .filter(|file| file.is_production() && !may_hold_sql(file))
    {
        for literal in RustText::read(&file.text).production_literals() {
            let text = literal
                .text
                .trim_start_matches(['\\', ' ', '\t', '\n'])
                .replace('\n', " ");
            if let Some(opening) = OPENINGS.iter().find(|opening| text.starts_with(**opening)) {
                let problem = format!("SQL text ({}...) outside of queries.rs", opening);
                let remedy = "make it a function with a name in the slice's queries.rs";
                findings.push(file.finding(literal.line, problem, remedy));
            }
        }
    }
}

fn may_hold_sql(file: &SourceFile) -> bool {
    file.name() == "queries.rs"
        || file.lies_in("queries")
        || FREE_CRATES.contains(&file.crate_name())
        || file.path == RAW_REFERENCE
}
