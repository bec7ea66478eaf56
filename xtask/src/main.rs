//! The project's own chores, started as `cargo xtask CHORE`. Standard library only, so that the first
//! `cargo xtask test` on a fresh machine is running seconds after the clone.

mod command;
mod fuzz;
mod guarded;
mod licences;
mod packages;
mod postgres;
mod readme;
mod replies;
mod steps;
mod structure;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "\
cargo xtask CHORE

  test [--only STEP]... [-- FILTER...]   everything that must hold before a change is merged
                                         STEP: packages fmt structure clippy tests deny advisories
                                         readme fuzz
                                         FILTER goes to the test runner and implies `--only tests`
  structure                              the checks of levels, SQL, sizes and locales alone
  bench [ARGUMENT...]                    builds release and runs `spoc bench ARGUMENT...`
                                         (for example `--tickets 10000`)
  bench --browser [ARGUMENT...]          how soon pages answer to a click in Chromium, with that archive
  fuzz [--seconds N] [TARGET...]         random input for what reads foreign input, a minute each
                                         TARGET: a file of fuzz/targets
  replies [--python PROGRAM] [--node FOLDER]
                                         in how many real messages other libraries find the reply; they
                                         are fetched unless it is said where they are
  shots [--readme] [PAGE...]             pictures of every page of the demo company, or of these, into
                                         target/shots; with --readme those of the README into docs/images";

/// A build from nothing plus a million generated tickets on two slow cores, with room to spare.
const BENCH_LIMIT: Duration = Duration::from_secs(4 * 60 * 60);
/// A build from nothing, a demo company, and some seconds a page.
const SHOTS_LIMIT: Duration = Duration::from_secs(2 * 60 * 60);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), String> {
    let Some((chore, rest)) = arguments.split_first() else {
        return Err(format!("no chore named\n\n{USAGE}"));
    };
    match chore.as_str() {
        "test" => test::run(&repository_root()?, &test::Options::parse(rest)?),
        "structure" => structure::run(&repository_root()?),
        "bench" => bench(rest),
        "fuzz" => fuzz::fuzz(&repository_root()?, &fuzz::Options::parse(rest)?),
        "replies" => replies::count(&repository_root()?, replies::Options::parse(rest)?),
        "shots" => shots(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        unknown => Err(format!("there is no chore `{unknown}`\n\n{USAGE}")),
    }
}

fn bench(arguments: &[String]) -> Result<(), String> {
    let root = repository_root()?;
    if let [first, rest @ ..] = arguments
        && first == "--browser"
    {
        return in_the_browser(&root, rest);
    }
    let mut bench = command::cargo(
        &root,
        ["run", "--release", "--package", "spoc", "--", "bench"],
    );
    command::run(bench.args(arguments), BENCH_LIMIT)
}

/// The program is built for speed; what drives the browser need not be.
fn in_the_browser(root: &Path, arguments: &[String]) -> Result<(), String> {
    packages::ensure(root)?;
    let build = ["build", "--release", "--package", "spoc"];
    command::run(&mut command::cargo(root, build), BENCH_LIMIT)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let words = ["run", "--package", "spoc", "--example", "interactive", "--"];
    let mut measure = command::cargo(root, words);
    measure.arg(target.join("release/spoc"));
    command::run(measure.args(arguments), BENCH_LIMIT)
}

fn shots(arguments: &[String]) -> Result<(), String> {
    let root = repository_root()?;
    packages::ensure(&root)?;
    let mut shots = command::cargo(
        &root,
        ["run", "--package", "spoc", "--example", "shots", "--"],
    );
    command::run(shots.args(arguments), SHOTS_LIMIT)
}

/// The folder of the workspace, found from where the chore was started, so that one compiled xtask
/// serves every clone which shares its target folder.
fn repository_root() -> Result<PathBuf, String> {
    let start = std::env::current_dir().map_err(|e| format!("the current folder: {e}"))?;
    start
        .ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file())
        .map(PathBuf::from)
        .ok_or_else(|| {
            format!(
                "{} is not inside a clone of Spoc; change into one first",
                start.display()
            )
        })
}
