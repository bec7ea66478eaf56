//! Who may depend on whom. A crate that is not listed here is a practice or an engine, so that a new
//! one needs no line in this file.

use super::{Finding, SourceFile};

const SPOC: u8 = 4;
const PRACTICE: u8 = 3;

/// The crates below the practices, with the one exception inside a level: `work` stands on `directory`.
const LEVELS: [(&str, u8); 6] = [
    ("kernel", 0),
    ("store", 1),
    ("web", 1),
    ("directory", 2),
    ("work", 2),
    ("spoc", SPOC),
];
const INSIDE_A_LEVEL: [(&str, &str); 1] = [("work", "directory")];

/// Stands beside the levels: sees everything, and nothing but tests sees it.
const TESTKIT: &str = "testkit";

/// Outside crates that only their owners name, so that exchanging one is a change in one place.
const OWNED: [(&str, &[&str], &str); 7] = [
    ("rusqlite", &["store"], "ask the store"),
    ("postgres", &["store"], "ask the store"),
    ("tokio-postgres", &["store"], "ask the store"),
    ("tokio-postgres-rustls", &["store"], "ask the store"),
    ("refinery", &["store"], "ask the store"),
    ("axum", &["web"], "use web::axum"),
    ("tower-http", &["web"], "let the layer live in web"),
];

/// The template engine: its derive writes its name into the code it makes, so every crate with pages names it.
const TEMPLATES: &str = "askama";
const WITHOUT_PAGES: [&str; 2] = ["kernel", "store"];

/// What would bring the world into the rules.
const KERNEL: &str = "kernel";
const NOT_IN_THE_KERNEL: [(&str, &str); 4] = [
    ("tokio", "keep I/O outside the rules"),
    ("reqwest", "keep I/O outside the rules"),
    ("rand", "take randomness as an argument"),
    ("getrandom", "take randomness as an argument"),
];

pub(super) fn check(files: &[SourceFile], findings: &mut Vec<Finding>) {
    let manifests: Vec<&SourceFile> = files
        .iter()
        .filter(|file| file.inside() == "Cargo.toml")
        .collect();
    let is_ours = |name: &str| manifests.iter().any(|file| file.crate_name() == name);
    for manifest in &manifests {
        let from = manifest.crate_name();
        for dependency in dependencies(&manifest.text) {
            let to = dependency.name;
            let verdict = if is_ours(to) {
                inside(from, to)
            } else {
                outside(from, to)
            };
            if let Err((problem, remedy)) = verdict {
                findings.push(manifest.finding(dependency.line, problem, remedy));
            }
        }
    }
}

type Verdict = Result<(), (String, String)>;

fn level(name: &str) -> u8 {
    LEVELS
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(PRACTICE, |(_, level)| *level)
}

/// A dependency on another crate of the house.
fn inside(from: &str, to: &str) -> Verdict {
    if from == TESTKIT {
        return Ok(());
    }
    if to == TESTKIT {
        let problem = format!("{from} needs {TESTKIT} outside of its tests");
        return Err((problem, "name it under [dev-dependencies]".into()));
    }
    let (lower, upper) = (level(to), level(from));
    if lower < upper || INSIDE_A_LEVEL.contains(&(from, to)) {
        return Ok(());
    }
    let problem = format!("{from} (level {upper}) depends on {to} (level {lower})");
    let remedy = if (lower, upper) == (PRACTICE, PRACTICE) {
        "siblings talk through activities, links between tickets or a trait in work::ports".into()
    } else {
        format!("a crate stands on lower levels only: move what is needed below level {upper}")
    };
    Err((problem, remedy))
}

/// A dependency on a crate from elsewhere.
fn outside(from: &str, to: &str) -> Verdict {
    let refused = NOT_IN_THE_KERNEL.iter().find(|(name, _)| *name == to);
    if let (KERNEL, Some((_, remedy))) = (from, refused) {
        return Err((format!("{KERNEL} depends on {to}"), (*remedy).into()));
    }
    if to == TEMPLATES && WITHOUT_PAGES.contains(&from) {
        let problem = format!("{from} depends on {to}, but has no pages");
        return Err((problem, "show it in a slice that has".into()));
    }
    match OWNED.iter().find(|(owned, ..)| *owned == to) {
        Some((_, owners, remedy)) if !owners.contains(&from) => {
            let owners = owners.join(", ");
            Err((
                format!("{from} depends on {to}, which belongs to {owners}"),
                (*remedy).into(),
            ))
        }
        _ => Ok(()),
    }
}

struct Dependency<'a> {
    name: &'a str,
    line: usize,
}

/// The keys of `[dependencies]`, and of its sub-tables; tests may depend on what they like.
fn dependencies(manifest: &str) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    let mut inside = false;
    for (index, text) in manifest.lines().enumerate() {
        let text = text.trim();
        if let Some(header) = text.strip_prefix('[') {
            let table = header.split(']').next().unwrap_or_default().trim();
            inside = table == "dependencies";
            if let Some(name) = table.strip_prefix("dependencies.") {
                found.push(Dependency {
                    name,
                    line: index + 1,
                });
            }
            continue;
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let (name, rest) = text.split_at(text.find(|c| !is_part(c)).unwrap_or(text.len()));
        if inside && !name.is_empty() && rest.trim_start().starts_with(['=', '.']) {
            found.push(Dependency {
                name,
                line: index + 1,
            });
        }
    }
    found
}
