//! `spoc bench`: what Spoc does, measured beside what the bare client does on the same database file in the same run.

mod archive;
mod client;
mod live;
mod local;
mod mail;
mod policy;
mod process;
mod raw;
mod report;
mod served;
mod turns;
mod wide;
mod words;

use crate::{App, SystemClock};
use report::Report;
use std::path::PathBuf;
use std::sync::Arc;
use store::Location;
use turns::Asked;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What is measured.
#[derive(clap::Args, Clone, Debug)]
pub struct Options {
    /// How many tickets, of five activities each
    #[arg(long, default_value_t = 1_000_000)]
    tickets: u64,
    /// Where the archives are made, and found again by the next run
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// How many times each thing is done
    #[arg(long, default_value_t = 400)]
    rounds: usize,
    /// Only serve the archive, and print where and with which cookie, until the input ends: for measuring from outside
    #[arg(long)]
    served: bool,
    /// Only measure this
    #[arg(long, conflicts_with = "served")]
    only: Option<Part>,
}

/// A part of what is measured.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Lists, counters, tickets, search, writes, beside the bare client
    Record,
    /// Many open workspaces while much changes
    Workspaces,
    /// Mail that comes in
    Mail,
}

/// The small archive that the large one is compared with.
const SMALL: u64 = 10_000;

/// The pages by which both are compared.
const LISTS: [Asked; 2] = [
    Asked {
        what: "as it comes",
        path: served::PAGE,
        anew: false,
    },
    Asked {
        what: "made anew",
        path: served::PAGE,
        anew: true,
    },
];

/// Measures and prints.
///
/// # Errors
/// When the folder cannot be used or anything fails on the way.
pub(crate) async fn run(options: Options) -> Outcome<()> {
    if options.served {
        let app = archive_of(&options, options.tickets).await?;
        return served::until_the_input_ends(&app).await;
    }
    let mut report = Report::default();
    if options.only == Some(Part::Mail) {
        mail::measure(&options.folder, &mut report).await?;
        return report.verdict();
    }
    report.heading(&format!(
        "{} tickets, {} activities",
        options.tickets,
        options.tickets * 5
    ));
    let large = archive_of(&options, options.tickets).await?;
    let place = location(&options, options.tickets);
    if options.only == Some(Part::Workspaces) {
        let doors = live::doors(&large).await?;
        drop(large);
        live::measure(&place, options.tickets, &doors, &mut report)?;
        return report.verdict();
    }
    local::measure(
        &large,
        i64::try_from(options.tickets)?,
        options.rounds,
        &mut report,
    )
    .await?;
    if options.only == Some(Part::Record) {
        return report.verdict();
    }
    served::measure(&large, &mut report).await?;
    let small = archive_of(&options, SMALL).await?;
    report.heading(&format!(
        "The list page with {SMALL} and with {} tickets: median in µs",
        options.tickets
    ));
    turns::compare((&small, &large), &LISTS, &mut report).await?;
    // The last to sign in: a new password ends the sessions of before.
    let doors = live::doors(&large).await?;
    drop(large);
    let wide = Location::folder(options.folder.join(format!("{SMALL}-tickets-wide")));
    let wide = App::open(&wide, Arc::new(SystemClock)).await?;
    archive::fill(&wide, SMALL).await?;
    wide::widen(&wide).await?;
    wide::measure(&small, &wide, &mut report).await?;
    drop((small, wide));
    let policy = Location::folder(options.folder.join("policy"));
    policy::measure(&policy, &mut report).await?;
    process::measure(&place, doors.first(), &mut report)?;
    live::measure(&place, options.tickets, &doors, &mut report)?;
    report.verdict()
}

fn location(options: &Options, tickets: u64) -> Location {
    Location::folder(options.folder.join(format!("{tickets}-tickets")))
}

/// Opens the archive of this size; makes it first where it is not there.
async fn archive_of(options: &Options, tickets: u64) -> Outcome<App> {
    let app = App::open(&location(options, tickets), Arc::new(SystemClock)).await?;
    archive::fill(&app, tickets).await?;
    Ok(app)
}
