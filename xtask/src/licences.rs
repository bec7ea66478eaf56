//! Licences and sources of the dependencies, by `deny.toml`, where cargo-deny is not installed.
//!
//! It reads what cargo says of each crate that is built, and of `deny.toml` what concerns licences: the lists
//! `allow` and `exceptions`. Advisories and the licence texts themselves are cargo-deny's alone.

use crate::command::cargo;
use std::path::Path;

/// The only registry that crates may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Finds every crate whose licence is not allowed, or that comes from elsewhere.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let read = |name: &str| {
        let path = root.join(name);
        std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    };
    let allowed = Allowed::read(&read("deny.toml")?);
    let mut tree = cargo(root, ["tree", "--workspace", "--locked", "--quiet"]);
    let edges = ["--edges", "normal,build,dev", "--target", "all"];
    tree.args(edges)
        .args(["--prefix", "none", "--format", "{p}|{l}"]);
    let output = tree.output().map_err(|e| format!("cargo tree: {e}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let crates = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut problems = problems(&allowed, &crates);
    problems.extend(foreign(&read("Cargo.lock")?));
    println!("    {} crates looked at", crates.lines().count());
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

/// What `deny.toml` allows.
struct Allowed {
    everywhere: Vec<String>,
    /// Crate and licence.
    exceptions: Vec<(String, String)>,
}

impl Allowed {
    fn read(deny: &str) -> Allowed {
        let list = |name: &str| {
            let begin = format!("\n{name} = [");
            let rest = deny.split_once(&begin).map_or("", |(_, rest)| rest);
            rest.split_once("\n]").map_or("", |(list, _)| list)
        };
        let quoted = |text: &str| -> Vec<String> {
            text.split('"')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        let exception = |line: &str| match quoted(line).as_slice() {
            [name, licences @ ..] => {
                let of = |licence: &String| (name.clone(), licence.clone());
                licences.iter().map(of).collect()
            }
            [] => Vec::new(),
        };
        Allowed {
            everywhere: quoted(list("allow")),
            exceptions: list("exceptions").lines().flat_map(exception).collect(),
        }
    }

    fn allows(&self, name: &str, licence: &str) -> bool {
        let here = |(of, allowed): &(String, String)| of == name && allowed == licence;
        self.everywhere.iter().any(|allowed| allowed == licence) || self.exceptions.iter().any(here)
    }
}

/// Crates of `cargo tree` (`name v1.2.3 (...)|licence`) whose licence is not allowed.
fn problems(allowed: &Allowed, crates: &str) -> Vec<String> {
    let mut lines: Vec<&str> = crates.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    let problem = |line: &&str| {
        let (package, licence) = line.split_once('|')?;
        let licence = licence.trim_end_matches(" (*)");
        let name = package.split(' ').next()?;
        let is_allowed = |one: &str| allowed.allows(name, one);
        (!is_met(licence, &is_allowed))
            .then(|| format!("{package}: its licence “{licence}” is not allowed by deny.toml"))
    };
    lines.iter().filter_map(problem).collect()
}

/// Whether a licence expression can be met by allowed licences: `(MIT OR Apache-2.0) AND Unicode-3.0`.
fn is_met(expression: &str, allowed: &impl Fn(&str) -> bool) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let met = any(&mut words, allowed);
    met && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>, allowed: &impl Fn(&str) -> bool) -> bool {
    let mut met = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        met |= all(words, allowed);
    }
    met
}

fn all(words: &mut Words<'_>, allowed: &impl Fn(&str) -> bool) -> bool {
    let mut met = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Words<'_>, allowed: &impl Fn(&str) -> bool) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let met = any(words, allowed);
        return words.next_if_eq(&")").is_some() && met;
    }
    let Some(licence) = words.next() else {
        return false;
    };
    match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
        Some(exception) => allowed(&format!("{licence} WITH {exception}")),
        None => allowed(licence),
    }
}

/// Packages of `Cargo.lock` that come from elsewhere than the registry.
fn foreign(lock: &str) -> Vec<String> {
    let elsewhere = |package: &str| {
        let value = |name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim_start_matches(" = ").trim_matches('"'))
        };
        let source = value("source").filter(|source| *source != REGISTRY)?;
        Some(format!(
            "{} comes from {source}, not from crates.io",
            value("name")?
        ))
    };
    lock.split("[[package]]").filter_map(elsewhere).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_met_by_what_is_allowed() {
        let allowed = |licence: &str| ["MIT", "Apache-2.0 WITH LLVM-exception"].contains(&licence);
        for (expression, met) in [
            ("MIT", true),
            ("GPL-3.0", false),
            ("", false),
            ("MIT OR GPL-3.0", true),
            ("MIT AND GPL-3.0", false),
            ("GPL-3.0/MIT", true),
            ("(GPL-3.0 OR MIT) AND MIT", true),
            ("MIT AND (GPL-3.0 OR LGPL-3.0)", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("Apache-2.0", false),
            ("MIT)", false),
            ("(MIT", false),
        ] {
            assert_eq!(is_met(expression, &allowed), met, "{expression}");
        }
    }

    #[test]
    fn what_deny_toml_does_not_allow_is_named() {
        let deny = "[licenses]\nallow = [\n    \"MIT\",\n]\n# said\nexceptions = [\n    \
                    { crate = \"a\", allow = [\"MPL-2.0\"] },\n]\n";
        let allowed = Allowed::read(deny);
        let crates = "a v1.0.0|MPL-2.0\nb v1.0.0|MPL-2.0\nb v1.0.0|MPL-2.0 (*)\nc v1.0.0 (*)|MIT";
        let found = problems(&allowed, crates);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].starts_with("b v1.0.0: its licence “MPL-2.0”"),
            "{found:?}"
        );
    }

    #[test]
    fn what_comes_from_elsewhere_is_named() {
        let lock = format!(
            "version = 4\n\n[[package]]\nname = \"ours\"\n\n[[package]]\nname = \"a\"\nsource = \"{REGISTRY}\"\n\n\
             [[package]]\nname = \"b\"\nsource = \"git+https://example.org/b\"\n"
        );
        assert_eq!(
            foreign(&lock),
            ["b comes from git+https://example.org/b, not from crates.io"]
        );
    }
}
