//! Steps with their elapsed times and the summary at the end. A failed step does not keep the others
//! from running: one run tells everything that is wrong.

use std::time::{Duration, Instant};

/// How a step ended that did not fail.
pub(crate) enum Outcome {
    Passed,
    /// With the reason.
    Skipped(String),
}

struct Line {
    name: &'static str,
    elapsed: Duration,
    result: Result<Outcome, String>,
}

/// What has been done so far.
pub(crate) struct Steps {
    started: Instant,
    lines: Vec<Line>,
}

impl Steps {
    pub(crate) fn new() -> Steps {
        Steps {
            started: Instant::now(),
            lines: Vec::new(),
        }
    }

    /// Announces the step, runs it and keeps its result.
    pub(crate) fn step(
        &mut self,
        name: &'static str,
        purpose: &str,
        work: impl FnOnce() -> Result<Outcome, String>,
    ) {
        println!("==> {name}: {purpose}");
        let started = Instant::now();
        let result = work();
        let elapsed = started.elapsed();
        match &result {
            Ok(Outcome::Passed) => println!("    passed in {}\n", spoken(elapsed)),
            Ok(Outcome::Skipped(reason)) => println!("    skipped: {reason}\n"),
            Err(problem) => println!("    FAILED in {}: {problem}\n", spoken(elapsed)),
        }
        self.lines.push(Line {
            name,
            elapsed,
            result,
        });
    }

    /// Prints one line a step and a last one for all; an error if any step failed.
    pub(crate) fn sum_up(&self) -> Result<(), String> {
        println!("Summary");
        for Line {
            name,
            elapsed,
            result,
        } in &self.lines
        {
            let elapsed = spoken(*elapsed);
            match result {
                Ok(Outcome::Passed) => println!("  passed   {name:<10} {elapsed}"),
                Ok(Outcome::Skipped(reason)) => println!("  skipped  {name:<10} {reason}"),
                Err(problem) => {
                    let first = problem.lines().next().unwrap_or_default();
                    println!("  FAILED   {name:<10} {elapsed}  {first}");
                }
            }
        }
        let failed: Vec<&str> = self
            .lines
            .iter()
            .filter(|line| line.result.is_err())
            .map(|line| line.name)
            .collect();
        let total = spoken(self.started.elapsed());
        if failed.is_empty() {
            println!("No step failed; {total} in all.");
            return Ok(());
        }
        Err(format!(
            "{} of {} steps failed ({}); {total} in all",
            failed.len(),
            self.lines.len(),
            failed.join(", ")
        ))
    }
}

fn spoken(elapsed: Duration) -> String {
    match elapsed.as_secs() {
        0..=59 => format!("{:.1} s", elapsed.as_secs_f64()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_is_named_and_the_next_one_still_runs() {
        let mut steps = Steps::new();
        steps.step("fmt", "the first", || Err("badly formatted".into()));
        steps.step("deny", "the second", || {
            Ok(Outcome::Skipped("not installed".into()))
        });
        let mut ran = false;
        steps.step("tests", "the third", || {
            ran = true;
            Ok(Outcome::Passed)
        });
        let problem = steps.sum_up().unwrap_err();
        assert!(ran);
        assert!(
            problem.starts_with("1 of 3 steps failed (fmt)"),
            "{problem}"
        );
    }

    #[test]
    fn times_are_told_in_seconds_and_then_in_minutes() {
        assert_eq!(spoken(Duration::from_millis(1_540)), "1.5 s");
        assert_eq!(spoken(Duration::from_secs(184)), "3 min 04 s");
    }
}
