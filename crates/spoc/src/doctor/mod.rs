//! `spoc doctor`: what an administrator would otherwise find out at night. Each check is a line that says how
//! things are and, where they are not well, what to do. Nothing is changed.

mod database;
mod desk;
mod place;
mod queries;

use crate::SystemClock;
use crate::commands::{Done, say};
use kernel::{Clock, Timestamp};
use std::fmt;
use store::Location;

/// How things are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Well.
    Fine,
    /// Well for now, or perhaps meant so.
    Warning,
    /// Not well.
    Problem,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Fine => "ok",
            Verdict::Warning => "warning",
            Verdict::Problem => "PROBLEM",
        })
    }
}

/// What was found by one check.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    verdict: Verdict,
    /// What was looked at.
    about: &'static str,
    /// How it is.
    text: String,
    /// What to do about it; empty where nothing is to be done.
    remedy: String,
}

impl Finding {
    fn fine(about: &'static str, text: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Fine,
            about,
            text: text.into(),
            remedy: String::new(),
        }
    }

    fn warning(about: &'static str, text: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Warning,
            remedy: remedy.into(),
            ..Self::fine(about, text)
        }
    }

    fn problem(about: &'static str, text: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Problem,
            ..Self::warning(about, text, remedy)
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<8} {:<16} {}", self.verdict, self.about, self.text)?;
        if !self.remedy.is_empty() {
            write!(f, "\n{:<25} {}", "", self.remedy)?;
        }
        Ok(())
    }
}

/// Looks at everything and says what was found.
///
/// # Errors
/// When there is a problem.
pub(crate) async fn run(location: &Location, base_url: Option<&str>) -> Done {
    let now = SystemClock.now();
    let mut worst = Verdict::Fine;
    for finding in look(location, base_url, now).await {
        say(&finding)?;
        worst = worst.max(finding.verdict);
    }
    match worst {
        Verdict::Problem => Err("there are problems; each says what to do".into()),
        _ => Ok(()),
    }
}

async fn look(location: &Location, base_url: Option<&str>, now: Timestamp) -> Vec<Finding> {
    let mut findings = place::look(location, base_url);
    if findings
        .iter()
        .any(|finding| finding.verdict == Verdict::Problem)
    {
        // Without a folder there is nothing further to look at.
        return findings;
    }
    let (of_database, is_current) = database::look(location, now);
    findings.extend(of_database);
    if is_current {
        findings.extend(desk::look(location, now).await);
    }
    findings
}
