//! `cargo xtask test`: all that must hold, step by step.

use crate::command::{self, cargo, run as run_command};
use crate::fuzz;
use crate::licences;
use crate::packages;
use crate::postgres::{Cluster, URL_VARIABLE};
use crate::readme;
use crate::steps::{Outcome, Steps};
use crate::structure;
use std::path::Path;
use std::time::Duration;

const STEPS: [&str; 9] = [
    "packages",
    "fmt",
    "structure",
    "clippy",
    "tests",
    "deny",
    "advisories",
    "readme",
    "fuzz",
];

const QUICK: Duration = Duration::from_secs(10 * 60);
/// A build of everything from nothing on two slow cores, then every test.
const BUILD_AND_TEST: Duration = Duration::from_secs(2 * 60 * 60);

/// What was asked for on the command line.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    steps: Vec<&'static str>,
    filter: Vec<String>,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        let (ours, filter) = match arguments.iter().position(|argument| argument == "--") {
            Some(at) => (&arguments[..at], arguments[at + 1..].to_vec()),
            None => (arguments, Vec::new()),
        };
        let mut steps = Vec::new();
        let mut words = ours.iter();
        while let Some(word) = words.next() {
            let name = match (word.as_str(), word.strip_prefix("--only=")) {
                (_, Some(name)) => name,
                ("--only", _) => words.next().map(String::as_str).unwrap_or_default(),
                _ => {
                    return Err(format!(
                        "`{word}` is not an option of test; see `cargo xtask help`"
                    ));
                }
            };
            let step = STEPS.into_iter().find(|step| *step == name);
            let choices = STEPS.join(", ");
            steps.push(step.ok_or(format!("--only takes one of {choices}, not `{name}`"))?);
        }
        if steps.is_empty() && filter.is_empty() {
            steps.extend(STEPS);
        } else if steps.is_empty() {
            steps.push("tests");
        }
        Ok(Options { steps, filter })
    }

    fn wants(&self, step: &str) -> bool {
        self.steps.contains(&step)
    }
}

pub(crate) fn run(root: &Path, options: &Options) -> Result<(), String> {
    let mut steps = Steps::new();
    let passed = |result: Result<(), String>| result.map(|()| Outcome::Passed);
    if options.wants("packages") || options.wants("tests") {
        steps.step("packages", "what the tests need from Debian", || {
            passed(packages::ensure(root))
        });
    }
    if options.wants("fmt") {
        steps.step("fmt", "the code is formatted", || {
            passed(run_command(
                &mut cargo(root, ["fmt", "--all", "--check"]),
                QUICK,
            ))
        });
    }
    if options.wants("structure") {
        steps.step("structure", "levels, SQL, sizes and locales hold", || {
            passed(structure::run(root))
        });
    }
    if options.wants("clippy") {
        steps.step("clippy", "no warning anywhere", || passed(clippy(root)));
    }
    if options.wants("tests") {
        steps.step("tests", "every test, on SQLite and on PostgreSQL", || {
            passed(tests(root, &options.filter))
        });
    }
    if options.wants("deny") {
        steps.step("deny", "licences and sources of the dependencies", || {
            passed(deny(root))
        });
    }
    if options.wants("advisories") {
        steps.step("advisories", "no dependency with a known hole", || {
            advisories(root)
        });
    }
    if options.wants("readme") {
        steps.step("readme", "the README's commands run", || {
            passed(readme::check(root))
        });
    }
    if options.wants("fuzz") {
        steps.step(
            "fuzz",
            "random input finds no hole, a minute for each that reads mail",
            || passed(fuzz::shortly(root)),
        );
    }
    steps.sum_up()
}

fn clippy(root: &Path) -> Result<(), String> {
    let mut clippy = cargo(root, ["clippy", "--quiet", "--workspace", "--all-targets"]);
    run_command(clippy.args(["--", "-D", "warnings"]), BUILD_AND_TEST)
}

fn tests(root: &Path, filter: &[String]) -> Result<(), String> {
    let cluster = match std::env::var(URL_VARIABLE) {
        Ok(_) => {
            println!("    {URL_VARIABLE} is set: that database is used");
            None
        }
        Err(_) => {
            println!("    starting a throw-away PostgreSQL");
            let cluster = Cluster::start()?;
            println!("    it answers on {}", cluster.url);
            Some(cluster)
        }
    };
    let has_nextest = command::succeeds(&mut cargo(root, ["nextest", "--version"]));
    let mut runner = if has_nextest {
        cargo(root, ["nextest", "run", "--no-fail-fast"])
    } else {
        println!("    cargo-nextest is not installed: cargo's own runner does it, more slowly");
        cargo(root, ["test", "--no-fail-fast"])
    };
    if let Some(cluster) = &cluster {
        runner.env(URL_VARIABLE, &cluster.url);
    }
    if !filter
        .iter()
        .any(|word| word == "-p" || word.starts_with("--package"))
    {
        runner.arg("--workspace");
    }
    run_command(runner.args(filter), BUILD_AND_TEST)?;
    if has_nextest && filter.is_empty() {
        documentation_tests(root)?;
    }
    Ok(())
}

/// nextest leaves the examples in the documentation out. Each crate's take a compiler run, so only
/// crates that have any are asked.
fn documentation_tests(root: &Path) -> Result<(), String> {
    let crates = structure::crates_with_examples(root)?;
    if crates.is_empty() {
        return Ok(());
    }
    let mut test = cargo(root, ["test", "--quiet", "--doc"]);
    for name in crates {
        test.args(["--package", &name]);
    }
    run_command(&mut test, BUILD_AND_TEST)
}

/// Building cargo-deny takes five minutes of one core, so it is used where it is there, and licences and sources are
/// looked at in any case.
fn deny(root: &Path) -> Result<(), String> {
    if !has_deny(root) {
        return licences::check(root);
    }
    let mut check = cargo(root, ["deny", "--log-level", "error", "check"]);
    run_command(check.args(["bans", "licenses", "sources"]), QUICK)
}

fn advisories(root: &Path) -> Result<Outcome, String> {
    if !has_deny(root) {
        return Ok(Outcome::Skipped(
            "cargo-deny is not installed; `cargo install cargo-deny --locked` brings it".into(),
        ));
    }
    if !command::succeeds(&mut cargo(root, ["deny", "fetch", "db"])) {
        return Ok(Outcome::Skipped(
            "the list of advisories cannot be fetched from github.com".into(),
        ));
    }
    let mut check = cargo(root, ["deny", "--offline", "check", "advisories"]);
    run_command(&mut check, QUICK).map(|()| Outcome::Passed)
}

fn has_deny(root: &Path) -> bool {
    command::succeeds(&mut cargo(root, ["deny", "--version"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words)
    }

    #[test]
    fn without_options_every_step_runs() {
        assert_eq!(parse("").unwrap().steps, STEPS);
    }

    #[test]
    fn only_the_named_steps_run() {
        assert_eq!(
            parse("--only fmt --only=clippy").unwrap().steps,
            ["fmt", "clippy"]
        );
        let problem = parse("--only format").unwrap_err();
        assert!(problem.contains("not `format`"), "{problem}");
        assert!(
            parse("--fast")
                .unwrap_err()
                .contains("`--fast` is not an option")
        );
    }

    #[test]
    fn a_filter_means_the_tests() {
        let options = parse("-- undo --retries 2").unwrap();
        assert_eq!(options.steps, ["tests"]);
        assert_eq!(options.filter, ["undo", "--retries", "2"]);
    }
}
