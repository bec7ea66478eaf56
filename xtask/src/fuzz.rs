//! `cargo xtask fuzz`: random input for whatever reads foreign input, steered by what of the code it reaches.
//!
//! The programs in `fuzz/` hold libFuzzer, and the compiler is asked to count what is reached; the ordinary toolchain
//! does that. What is found lies in `fuzz/artifacts`, what reaches something new in `fuzz/corpus`.

use crate::command::{cargo, run};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

/// How long each target takes, unless it is said otherwise.
const SECONDS: u64 = 60;
/// What anybody may send, which gets its whole time as a step of the tests, too.
const AT_LENGTH: [&str; 3] = ["mail_message", "mail_reply", "mail_threading"];
/// How long each of the others takes there.
const SHORTLY_SECONDS: u64 = 10;
/// Targets that run at the same time.
const AT_ONCE: usize = 2;
const BUILD: Duration = Duration::from_secs(60 * 60);
/// Ending and writing what was found takes a moment more than was asked for.
const ENDING: Duration = Duration::from_secs(120);
/// Longest input, in bytes.
const INPUT_MAX_BYTES: &str = "-max_len=4096";

/// Counts edges and comparisons, as libFuzzer wants them.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                     -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

/// What was asked for on the command line.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    seconds: u64,
    targets: Vec<String>,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        let mut options = Options {
            seconds: SECONDS,
            targets: Vec::new(),
        };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            if word == "--seconds" {
                let number = words.next().and_then(|number| number.parse().ok());
                options.seconds = number.ok_or("--seconds takes a whole number")?;
            } else if word.starts_with('-') {
                return Err(format!(
                    "`{word}` is not an option of fuzz; see `cargo xtask help`"
                ));
            } else {
                options.targets.push(word.clone());
            }
        }
        Ok(options)
    }
}

/// All targets: a minute for each that reads what anybody may send, and some seconds for the others.
pub(crate) fn shortly(root: &Path) -> Result<(), String> {
    let targets = targets(&root.join("fuzz"), &[])?;
    let turns = targets.into_iter().map(shortly_of).collect();
    take_turns(root, turns)
}

/// How long a target takes as a step of the tests.
fn shortly_of(target: String) -> (String, u64) {
    let seconds = match AT_LENGTH.contains(&target.as_str()) {
        true => SECONDS,
        false => SHORTLY_SECONDS,
    };
    (target, seconds)
}

pub(crate) fn fuzz(root: &Path, options: &Options) -> Result<(), String> {
    let targets = targets(&root.join("fuzz"), &options.targets)?;
    let turns = targets.into_iter().map(|target| (target, options.seconds));
    take_turns(root, turns.collect())
}

/// Lets each target run for so many seconds, some at the same time, those that take longest first.
fn take_turns(root: &Path, mut turns: Vec<(String, u64)>) -> Result<(), String> {
    let (folder, triple) = (root.join("fuzz"), build(root)?);
    turns.sort_by_key(|(_, seconds)| *seconds);
    let (turns, failed) = (Mutex::new(turns), Mutex::new(Vec::new()));
    let next = || turns.lock().ok()?.pop();
    let work = || {
        while let Some((target, seconds)) = next() {
            let ran = program(&folder, &triple, &target, seconds)
                .and_then(|mut program| run(&mut program, Duration::from_secs(seconds) + ENDING));
            if let (Err(problem), Ok(mut failed)) = (ran, failed.lock()) {
                eprintln!("    {problem}");
                failed.push(target);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    let failed = failed.into_inner().unwrap_or_default();
    match failed.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "{} failed; the input lies in fuzz/artifacts",
            failed.join(", ")
        )),
    }
}

/// Builds all targets; answers for what.
fn build(root: &Path) -> Result<String, String> {
    let triple = host()?;
    // The versions that the product has.
    fs::copy(root.join("Cargo.lock"), root.join("fuzz/Cargo.lock"))
        .map_err(|e| format!("fuzz/Cargo.lock: {e}"))?;
    let mut build = cargo(
        root,
        ["build", "--release", "--manifest-path", "fuzz/Cargo.toml"],
    );
    // With a target named, the flags are not for what only builds: macros and build scripts.
    build.args(["--target", &triple, "--target-dir", "fuzz/target"]);
    run(build.env("RUSTFLAGS", FLAGS), BUILD)?;
    Ok(triple)
}

/// The program of a target, told where its inputs lie and when to end.
fn program(folder: &Path, triple: &str, target: &str, seconds: u64) -> Result<Command, String> {
    let of = |name: &str| folder.join(name).join(target);
    for made in ["corpus", "artifacts"] {
        fs::create_dir_all(of(made)).map_err(|e| format!("{}: {e}", of(made).display()))?;
    }
    let built = folder.join("target").join(triple).join("release");
    let mut program = Command::new(built.join(target));
    program
        .current_dir(folder)
        .arg(of("corpus"))
        .arg(of("seeds"))
        .args([
            INPUT_MAX_BYTES.to_owned(),
            format!("-max_total_time={seconds}"),
            format!("-artifact_prefix={}/", of("artifacts").display()),
            "-timeout=10".into(),
            "-verbosity=0".into(),
            "-print_final_stats=1".into(),
        ]);
    Ok(program)
}

/// Those that were asked for, or all: a target has a file of its name.
fn targets(folder: &Path, wanted: &[String]) -> Result<Vec<String>, String> {
    let files = fs::read_dir(folder.join("targets")).map_err(|e| format!("fuzz/targets: {e}"))?;
    let name = |path: std::path::PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut all: Vec<String> = files
        .flatten()
        .filter_map(|file| name(file.path()))
        .collect();
    all.sort();
    match wanted.iter().find(|wanted| !all.contains(wanted)) {
        Some(unknown) => Err(format!(
            "there is no target `{unknown}`, but {}",
            all.join(", ")
        )),
        None if wanted.is_empty() => Ok(all),
        None => Ok(wanted.to_vec()),
    }
}

fn host() -> Result<String, String> {
    let output = Command::new("rustc").arg("-vV").output();
    let output = output.map_err(|e| format!("rustc: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned)
        .ok_or_else(|| "rustc does not say what it builds for".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words)
    }

    #[test]
    fn a_minute_each_unless_asked_otherwise() {
        assert_eq!(parse("").unwrap().seconds, 60);
        let asked = parse("--seconds 5 markdown").unwrap();
        assert_eq!(
            (asked.seconds, asked.targets),
            (5, vec!["markdown".to_owned()])
        );
        assert!(parse("--seconds").is_err() && parse("--fast").is_err());
    }

    #[test]
    fn what_anybody_may_send_gets_a_minute_in_the_tests_and_each_such_target_is_there() {
        assert_eq!(shortly_of("mail_reply".into()).1, 60);
        assert_eq!(shortly_of("condition".into()).1, 10);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
        let wanted = AT_LENGTH.map(str::to_owned);
        assert_eq!(targets(&folder, &wanted).unwrap(), wanted);
    }

    #[test]
    fn an_unknown_target_is_told_the_known_ones() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("targets")).unwrap();
        fs::write(folder.path().join("targets/markdown.rs"), "").unwrap();
        let problem = targets(folder.path(), &["html".into()]).unwrap_err();
        assert_eq!(problem, "there is no target `html`, but markdown");
        assert_eq!(targets(folder.path(), &[]).unwrap(), ["markdown"]);
    }
}
