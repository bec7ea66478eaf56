//! The kernel is pure: what it needs from the world comes as an argument.

use super::rust_text::{RustText, words};
use super::{Finding, SourceFile};

const PURE: &str = "kernel";

/// Words that have no place there, whatever stands before them.
const FORBIDDEN: [(&str, &str); 2] = [
    ("async", "rules are plain functions; let the caller wait"),
    ("SystemTime", "take the instant as an argument"),
];

/// Modules of the standard library that touch the world.
const FORBIDDEN_IN_STD: [&str; 5] = ["env", "fs", "net", "process", "thread"];

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    for file in files
        .iter()
        .filter(|f| f.crate_name() == PURE && f.is_production())
    {
        let rust = RustText::read(&file.text);
        for (line, code) in rust.production_lines() {
            for (word, remedy) in FORBIDDEN {
                if words(code).any(|found| found == word) {
                    findings.push(file.finding(line, format!("`{word}` in {PURE}"), remedy));
                }
            }
        }
        for (line, module) in rust.std_modules() {
            if FORBIDDEN_IN_STD.contains(&module) {
                let problem = format!("`std::{module}` in {PURE}");
                let remedy = "do I/O outside and hand over what was read";
                findings.push(file.finding(line, problem, remedy));
            }
        }
    }
}
