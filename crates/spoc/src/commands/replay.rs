//! `spoc replay`: a policy, tried on what has happened.

use super::{Done, policy, progress, say, written};
use crate::{App, SystemClock};
use kernel::Clock;
use kernel::automation::Course;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use store::Location;
use work::replay::{Replayed, Sums, Trial, replay};

/// Tickets that are shown one by one.
const SHOWN: usize = 20;

/// A number of days such as `90d`.
pub(crate) fn days(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix('d').unwrap_or(text);
    let days = number
        .parse::<u32>()
        .ok()
        .filter(|days| (1..=36_500).contains(days));
    days.ok_or_else(|| "say a number of days, such as 90d".to_owned())
}

pub(crate) async fn run(location: &Location, folder: &Path, last_days: Option<u32>) -> Done {
    let app = App::open(location, Arc::new(SystemClock)).await?;
    let proposed = policy::read(&app, folder).await?;
    let rules = app.desk.rules().await?;
    let trial = Trial {
        present: (*rules.policy).clone(),
        proposed,
        last_days,
        now: SystemClock.now(),
    };
    let bar = progress::counter("tickets");
    bar.set_message("Replaying");
    let (told, begun) = (bar.clone(), Instant::now());
    let replayed = app
        .store
        .read_long(move |tx| replay(tx, &trial, |tickets| told.set_position(tickets as u64)))
        .await?;
    bar.finish_and_clear();
    written(show(&replayed))?;
    say(format_args!("{:.1} s", begun.elapsed().as_secs_f64()))?;
    Ok(())
}

fn show(replayed: &Replayed) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} of {} tickets would have gone another way",
        replayed.changed, replayed.tickets
    )?;
    if replayed.changed == 0 {
        return Ok(());
    }
    writeln!(out, "\n{:<34} {:>10} {:>10}", "", "in force", "proposed")?;
    for (what, of) in ROWS {
        let (present, proposed) = (of(&replayed.present), of(&replayed.proposed));
        if present != 0 || proposed != 0 {
            let mark = if present == proposed { "" } else { "  *" };
            writeln!(out, "{what:<34} {present:>10} {proposed:>10}{mark}")?;
        }
    }
    let rules = replayed
        .present
        .rules
        .keys()
        .chain(replayed.proposed.rules.keys());
    let rules: std::collections::BTreeSet<&String> = rules.collect();
    for rule in rules {
        let count = |sums: &Sums| sums.rules.get(rule).copied().unwrap_or_default();
        let (present, proposed) = (count(&replayed.present), count(&replayed.proposed));
        writeln!(
            out,
            "{:<34} {present:>10} {proposed:>10}",
            format!("rule {rule}")
        )?;
    }
    writeln!(out)?;
    for one in replayed.differences.iter().take(SHOWN) {
        writeln!(out, "#{} {}", one.ticket, told(&one.present, &one.proposed))?;
    }
    if replayed.changed > SHOWN {
        writeln!(out, "and {} more", replayed.changed - SHOWN)?;
    }
    Ok(())
}

type Row = (&'static str, fn(&Sums) -> i64);

const ROWS: &[Row] = &[
    ("tickets of priority 1", |sums| sums.priorities[0] as i64),
    ("tickets of priority 2", |sums| sums.priorities[1] as i64),
    ("tickets of priority 3", |sums| sums.priorities[2] as i64),
    ("tickets of priority 4", |sums| sums.priorities[3] as i64),
    ("tickets of priority 5", |sums| sums.priorities[4] as i64),
    ("moves to another team", |sums| sums.moves),
    ("without a team in the end", |sums| sums.without_team as i64),
    ("without an assignee in the end", |sums| {
        sums.without_assignee as i64
    }),
    ("clocks", |sums| sums.clocks as i64),
    ("clocks that ran out", |sums| sums.breaches as i64),
    ("escalations", |sums| sums.escalated as i64),
    ("notifications by rules", |sums| sums.told as i64),
    ("replies by rules", |sums| sums.replies as i64),
    ("approvals asked for", |sums| sums.approvals as i64),
    ("tickets filed by rules", |sums| sums.filed as i64),
    ("what rules could not do", |sums| sums.problems as i64),
];

type Part = (&'static str, fn(&Course) -> String);

const PARTS: &[Part] = &[
    ("priority", |course| course.priority.0.to_string()),
    ("team", |course| or_none(course.team.map(|one| one.0))),
    ("assignee", |course| {
        or_none(course.assignee.map(|one| one.0))
    }),
    ("moves", |course| course.moves.to_string()),
    ("breaches", |course| course.breaches().to_string()),
    ("escalations", |course| course.escalated.to_string()),
    ("notifications", |course| course.told.to_string()),
    ("replies", |course| course.replies.to_string()),
    ("approvals", |course| course.approvals.to_string()),
    ("filed", |course| course.filed.to_string()),
    ("failures", |course| course.problems.to_string()),
];

fn or_none(id: Option<i64>) -> String {
    id.map_or_else(|| "none".to_owned(), |id| id.to_string())
}

/// What is different about one ticket.
fn told(present: &Course, proposed: &Course) -> String {
    let told = PARTS.iter().filter_map(|(what, of)| {
        let (before, after) = (of(present), of(proposed));
        (before != after).then(|| format!("{what} {before} → {after}"))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return "other deadlines or rules".to_owned();
    }
    told.join(", ")
}
