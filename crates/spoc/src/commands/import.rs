//! `spoc import`.

use super::{Done, progress, say};
use crate::{App, SystemClock};
use indicatif::ProgressBar;
use integration::servicenow_log::{self, IncidentLog, Report};
use integration::{Options, Phase, Progress};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use store::Location;

/// The formats there are, with what they hold.
const FORMATS: [(&str, &str); 1] = [(
    "servicenow-log",
    "the audit log of a ServiceNow instance's incidents, CSV",
)];

pub(crate) async fn run(location: &Location, format: &str, path: &Path, dry_run: bool) -> Done {
    if !FORMATS.iter().any(|(name, _)| *name == format) {
        let known: Vec<_> = FORMATS
            .iter()
            .map(|(name, what)| format!("  {name}: {what}"))
            .collect();
        return Err(format!(
            "there is no format “{format}”; there are:\n{}",
            known.join("\n")
        )
        .into());
    }
    let begun = Instant::now();
    let mut shown: Option<(Phase, ProgressBar)> = None;
    let mut show = |now: Progress| {
        if shown.as_ref().is_none_or(|(phase, _)| *phase != now.phase) {
            if let Some((_, bar)) = shown.take() {
                bar.finish_and_clear();
            }
            let (unit, text) = match now.phase {
                Phase::Reading => ("bytes", "Reading"),
                Phase::Directory => ("people and teams", "Adding"),
                Phase::Tickets => ("rows", "Recording"),
            };
            let bar = progress::bar(now.total, unit);
            bar.set_message(text);
            shown = Some((now.phase, bar));
        }
        if let Some((_, bar)) = &shown {
            bar.set_position(now.done);
        }
    };
    let report = import(location, path, Options { dry_run }, &mut show).await;
    if let Some((_, bar)) = shown {
        bar.finish_and_clear();
    }
    let report = report?;
    let secs = begun.elapsed().as_secs_f64();
    say(&report)?;
    say(format_args!(
        "{:.1} s, {:.0} rows/s",
        secs,
        report.rows as f64 / secs.max(0.001)
    ))?;
    Ok(())
}

/// Nothing is begun before the file is understood. Where there is no desk yet, it is tried on a new one that is thrown
/// away.
async fn import(
    location: &Location,
    path: &Path,
    options: Options,
    show: &mut dyn FnMut(Progress),
) -> Result<Report, Box<dyn Error + Send + Sync>> {
    let log = IncidentLog::read(path, show)?;
    if store::health(location)?.schema.is_none() {
        let folder = tempfile::Builder::new().prefix("spoc-trial-").tempdir()?;
        let trial = open(&Location::folder(folder.path())).await?;
        log.check(&trial.desk).await?;
        if options.dry_run {
            return Ok(servicenow_log::import(&trial.desk, &log, options, show).await?);
        }
    }
    let app = open(location).await?;
    Ok(servicenow_log::import(&app.desk, &log, options, show).await?)
}

async fn open(location: &Location) -> work::Result<App> {
    App::open(location, Arc::new(SystemClock)).await
}
