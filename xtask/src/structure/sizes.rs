//! Files that stay small enough to be read in one go.

use super::{Finding, SourceFile};

const RUST_LINES: usize = 400;
const TEMPLATE_LINES: usize = 120;
const STYLE_LINES: usize = 300;

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    for file in files {
        let Some((limit, remedy)) = limit(file) else {
            continue;
        };
        let lines = file.text.lines().count();
        if lines > limit {
            let problem = format!("{lines} lines where {limit} are the limit");
            findings.push(file.finding(limit + 1, problem, remedy));
        }
    }
}

fn limit(file: &SourceFile) -> Option<(usize, &'static str)> {
    if file.is_production() {
        return Some((
            RUST_LINES,
            "split it by meaning, or move its tests to tests.rs",
        ));
    }
    if file.has_extension("html") && file.lies_in("templates") {
        return Some((
            TEMPLATE_LINES,
            "cut a part with a meaning of its own out and include it",
        ));
    }
    let is_ours = !file.lies_in("vendor") && !file.lies_in("vendored");
    if file.has_extension("css") && is_ours && !file.name().ends_with(".min.css") {
        return Some((STYLE_LINES, "one component, one file"));
    }
    None
}
