//! `spoc replay`: a policy, tried on what has happened.

use super::{Done, policy, progress, say, written};
use crate::{App, SystemClock};
use kernel::Clock;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use store::Location;
use web::Texts;
use work::replay::{Part, Told, Trial, replay};

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
    written(show(&Told::from(&replayed)))?;
    say(format_args!("{:.1} s", begun.elapsed().as_secs_f64()))?;
    Ok(())
}

fn show(told: &Told) -> std::io::Result<()> {
    let texts = Texts::english();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} of {} tickets would have gone another way",
        told.changed, told.tickets
    )?;
    if told.changed == 0 {
        return Ok(());
    }
    writeln!(out, "\n{:<34} {:>10} {:>10}", "", "in force", "proposed")?;
    let sums = told.sums.iter();
    let sums = sums.map(|one| (texts.t(&format!("replay-{}", one.key)).to_owned(), one));
    let rules = told.rules.iter();
    let rules = rules.map(|one| (texts.t1("replay-rule", "rule", one.key.as_str()), one));
    for (what, figure) in sums.chain(rules) {
        let (present, proposed) = (figure.present, figure.proposed);
        let mark = if present == proposed { "" } else { "  *" };
        writeln!(out, "{what:<34} {present:>10} {proposed:>10}{mark}")?;
    }
    writeln!(out)?;
    for one in told.differences.iter().take(SHOWN) {
        writeln!(out, "#{} {}", one.ticket, different(texts, &one.parts))?;
    }
    if told.changed > SHOWN {
        writeln!(out, "and {} more", told.changed - SHOWN)?;
    }
    Ok(())
}

/// What is different about one ticket.
fn different(texts: Texts, parts: &[Part]) -> String {
    if parts.is_empty() {
        return texts.t("replay-part-other").to_owned();
    }
    let value = |value: Option<i64>| value.map_or("none".to_owned(), |value| value.to_string());
    let told = parts.iter().map(|part| {
        let what = texts.t(&format!("replay-part-{}", part.key)).to_owned();
        format!("{what} {} → {}", value(part.present), value(part.proposed))
    });
    told.collect::<Vec<_>>().join(", ")
}
