//! The import itself: read, look, add what is missing, record.

use super::history::{Historian, SOURCE};
use super::parties::{Found, Ids, Missing};
use super::plan::Needs;
use super::queries;
use super::read::{Incident, Log, read};
use super::report::{LeftOut, Oddities, Report};
use super::words::{Words, check_lifecycle};
use crate::{ImportError, Options, Phase, Progress};
use kernel::{Actor, Policy};
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinHandle;
use work::{Desk, History, HistoryOutcome};

/// A batch of tickets has about so many rows. Each batch is recorded at once or not at all.
const BATCH_ROWS: usize = 2_000;
/// So many batches are on their way to the database while the next is made ready.
const BATCHES_MAX: usize = 2;
/// What the policy's history says of the words that an import adds.
const COMMENT: &str = "words of a ServiceNow incident log";

/// An audit log of ServiceNow's incidents that was read and understood.
pub struct IncidentLog {
    log: Log,
    words: Arc<Words>,
    needs: Arc<Needs>,
}

impl IncidentLog {
    /// Reads a file and understands it as a whole: no desk is needed for that, and none is touched.
    ///
    /// # Errors
    /// When the file cannot be read or understood.
    pub fn read(
        path: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<IncidentLog, ImportError> {
        let log = read(path, progress)?;
        Ok(IncidentLog {
            words: Arc::new(Words::of(path, &log)?),
            needs: Arc::new(Needs::of(&log)),
            log,
        })
    }

    /// Whether this desk can take it.
    ///
    /// # Errors
    /// When its policy cannot have the words of the file, or the desk fails.
    pub async fn check(&self, desk: &Desk) -> Result<(), ImportError> {
        let trial = Options { dry_run: true };
        put_words(desk, &self.words, trial).await?;
        Ok(())
    }
}

/// Imports an audit log of ServiceNow's incidents: each incident becomes a ticket, each of its rows the
/// activities that it stands for, at its own time and by its own actor.
///
/// Incidents that were imported before are left as they are, so an import that was cut off goes on when it is
/// started again.
///
/// # Errors
/// When the desk cannot take it (then nothing is written) or fails.
pub async fn import(
    desk: &Desk,
    incidents: &IncidentLog,
    options: Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    let IncidentLog { log, words, needs } = incidents;
    let (policy, policy_words) = put_words(desk, words, options).await?;
    let known: HashMap<String, usize> = desk
        .store()
        .read(|tx| queries::recorded_from(tx, SOURCE))
        .await?;
    let (found, missing) = put_parties(desk, needs, options, progress).await?;
    let ids = Ids::of(&log.names, &found);
    let historian = Historian {
        log,
        words,
        ids: &ids,
        policy: &policy,
    };
    let mut report = Report {
        rows: log.row_count,
        incidents: log.incidents.len(),
        left_out: log.left_out.clone(),
        people: missing.people,
        teams: missing.teams,
        locations: missing.locations,
        policy_words,
        oddities: Oddities::of(log, &policy.priority),
        ..Report::default()
    };
    let mut recording = Recording {
        desk,
        options,
        log,
        rows_done: 0,
        report: &mut report,
        progress,
        written: VecDeque::new(),
    };
    recording.record(&historian, &known).await?;
    Ok(report)
}

/// The policy with the words of the file, and how many of them are new.
async fn put_words(
    desk: &Desk,
    words: &Arc<Words>,
    options: Options,
) -> Result<(Arc<Policy>, usize), ImportError> {
    let present = Arc::clone(&desk.rules().await?.policy);
    check_lifecycle(&present)?;
    let mut wanted = Policy::clone(&present);
    words.add_to(&mut wanted);
    let problems = wanted.problems();
    if !problems.is_empty() {
        return Err(work::Error::Policy(problems).into());
    }
    let added = word_count(&wanted) - word_count(&present);
    if added == 0 || options.dry_run {
        return Ok((Arc::new(wanted), added));
    }
    let words = Arc::clone(words);
    desk.change_policy(&Actor::spoc(), COMMENT, move |policy| words.add_to(policy))
        .await?;
    Ok((Arc::clone(&desk.rules().await?.policy), added))
}

fn word_count(policy: &Policy) -> usize {
    policy.hold_reasons.len()
        + policy.resolution_codes.len()
        + policy.categories.len()
        + policy.fields.len()
}

/// The ids of people, teams and places, and how many of them are new.
async fn put_parties(
    desk: &Desk,
    needs: &Arc<Needs>,
    options: Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Found, Missing), ImportError> {
    let wanted = Arc::clone(needs);
    let found = desk
        .store()
        .read(move |tx| Found::look_up(tx, &wanted))
        .await?;
    let missing = found.missing(needs);
    let total = (missing.people + missing.teams + missing.locations) as u64;
    if total == 0 || options.dry_run {
        return Ok((found, missing));
    }
    progress(Progress {
        phase: Phase::Directory,
        done: 0,
        total,
    });
    let (wanted, now) = (Arc::clone(needs), desk.clock().now());
    let add = move |tx: &store::Tx<'_>| {
        // Somebody may have added the same meanwhile.
        let mut found = Found::look_up(tx, &wanted)?;
        found.add_missing(tx, &wanted, now)?;
        Ok::<_, store::Error>(found)
    };
    let found = desk.store().write(add).await?;
    progress(Progress {
        phase: Phase::Directory,
        done: total,
        total,
    });
    Ok((found, missing))
}

/// Recording the tickets, batch by batch.
struct Recording<'a> {
    desk: &'a Desk,
    options: Options,
    log: &'a Log,
    rows_done: usize,
    report: &'a mut Report,
    progress: &'a mut dyn FnMut(Progress),
    /// Batches that are on their way, each with its number of rows.
    written: VecDeque<(JoinHandle<work::Result<HistoryOutcome>>, usize)>,
}

impl Recording<'_> {
    async fn record(
        &mut self,
        historian: &Historian<'_>,
        known: &HashMap<String, usize>,
    ) -> Result<(), ImportError> {
        let is_known = |incident: &&Incident| known.contains_key(&incident.number);
        let rows = |incidents: &mut dyn Iterator<Item = &Incident>| {
            incidents.map(|i| i.lines.len()).sum::<usize>()
        };
        self.report.known_incidents = self.log.incidents.iter().filter(is_known).count();
        self.rows_done =
            rows(&mut self.log.incidents.iter().filter(is_known)) + self.log.left_out.len();
        for incident in self.log.incidents.iter().filter(is_known) {
            let recorded = known.get(&incident.number).copied().unwrap_or_default();
            let new = not_recorded(historian, incident, recorded);
            self.report.left_out.extend(new);
        }
        self.report.left_out.sort_by_key(|left_out| left_out.line);
        self.tell();
        let mut result = self.write_new(historian, &is_known).await;
        // What is on its way is written whether or not something else failed.
        while !self.written.is_empty() {
            let settled = self.settle_first().await;
            result = result.and(settled);
        }
        result
    }

    async fn write_new(
        &mut self,
        historian: &Historian<'_>,
        is_known: &impl Fn(&&Incident) -> bool,
    ) -> Result<(), ImportError> {
        let (mut batch, mut batch_rows) = (Vec::new(), 0);
        let incidents = &self.log.incidents;
        for incident in incidents.iter().filter(|incident| !is_known(incident)) {
            batch.push(historian.history(incident));
            batch_rows += incident.lines.len();
            if batch_rows >= BATCH_ROWS {
                self.write(std::mem::take(&mut batch), std::mem::take(&mut batch_rows))
                    .await?;
            }
        }
        if !batch.is_empty() {
            self.write(batch, batch_rows).await?;
        }
        Ok(())
    }

    /// Has a batch written while the next is made ready.
    async fn write(&mut self, batch: Vec<History>, rows: usize) -> Result<(), ImportError> {
        if self.options.dry_run {
            let steps = batch.iter().flat_map(|history| &history.steps);
            self.report.activities += steps.map(|step| step.activities.len()).sum::<usize>();
            self.report.tickets += batch.len();
            self.rows_done += rows;
            self.tell();
            return Ok(());
        }
        if self.written.len() >= BATCHES_MAX {
            self.settle_first().await?;
        }
        let desk = self.desk.clone();
        let writing = tokio::spawn(async move { desk.record_history(batch).await });
        self.written.push_back((writing, rows));
        Ok(())
    }

    /// Waits for the batch that has been on its way longest, and counts it.
    async fn settle_first(&mut self) -> Result<(), ImportError> {
        let Some((writing, rows)) = self.written.pop_front() else {
            return Ok(());
        };
        let ended = writing.await.unwrap_or(Err(store::Error::Closed.into()));
        let outcome = ended?;
        let recorded = outcome.tickets.iter().flatten().count();
        self.report.activities += outcome.activities;
        self.report.tickets += recorded;
        // Another import of the same file may be running.
        self.report.known_incidents += outcome.tickets.len() - recorded;
        self.rows_done += rows;
        self.tell();
        Ok(())
    }

    fn tell(&mut self) {
        let (done, total) = (self.rows_done as u64, self.log.row_count as u64);
        (self.progress)(Progress {
            phase: Phase::Tickets,
            done,
            total,
        });
    }
}

/// The rows that an incident had not yet when it was imported; `recorded` activities were made of those before.
fn not_recorded<'i>(
    historian: &Historian<'_>,
    incident: &'i Incident,
    recorded: usize,
) -> impl Iterator<Item = LeftOut> + use<'i> {
    let activities = |rows: &usize| {
        let before = Incident {
            number: incident.number.clone(),
            lines: incident.lines[..*rows].to_vec(),
        };
        let steps = historian.history(&before).steps;
        steps
            .iter()
            .map(|step| step.activities.len())
            .sum::<usize>()
    };
    let mut fewer = (1..=incident.lines.len()).rev();
    let known = fewer.find(|rows| activities(rows) <= recorded);
    let new = &incident.lines[known.unwrap_or_default()..];
    new.iter().map(|line| LeftOut {
        line: line.number,
        why: format!(
            "{} was imported before without this row; tickets that are here are changed at the desk alone",
            incident.number
        ),
    })
}
