//! Filling an empty desk with the demo company and its year of tickets, and letting the day go on.
//!
//! Nothing is written that the desk would not have allowed: each step of a story is decided by the kernel's
//! own rules, by the person who does it, at the time at which it was done.

mod approvals;
mod assets;
mod company;
mod deeds;
mod living;
mod logins;
mod mail;
mod past;
mod policy;
mod telling;
#[cfg(test)]
mod tests;
mod twin;

use super::story::Story;
use super::{Company, tickets};
use crate::App;
use deeds::Translator;
use kernel::{Actor, TicketId, Timestamp};
use past::{Past, World};
use std::sync::Arc;
use thiserror::Error;

pub use company::Known;
pub use living::live;
pub use logins::{Login, PASSWORD};

/// Tickets that are recorded at once.
const BATCH: usize = 500;

/// Why a desk cannot be filled.
#[derive(Debug, Error)]
pub enum InstallError {
    /// The directory refuses or fails.
    #[error(transparent)]
    Directory(#[from] directory::Error),
    /// The desk refuses or fails.
    #[error(transparent)]
    Desk(#[from] work::Error),
    /// The database or the files fail.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Stories name each other by number, so the first must be the first.
    #[error("the desk has tickets already; the demo fills an empty one")]
    NotEmpty,
}

/// A filled desk.
pub struct Installed {
    /// The company.
    pub company: Arc<Company>,
    /// What its people, teams and services are to the desk.
    pub known: Arc<Known>,
    /// The accounts that have a password: administrator, agent, requester.
    pub logins: Vec<Login>,
    /// How many tickets were recorded.
    pub tickets: usize,
    /// How many of them are open.
    pub open: usize,
    /// Steps of stories that the rules did not allow, and why: there should be none.
    pub refused: Vec<String>,
}

/// Fills an empty desk. `progress` is told how many tickets of how many are recorded.
///
/// # Errors
/// When the desk is not empty, or the database fails.
pub async fn install(
    app: &App,
    seed: u64,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<Installed, InstallError> {
    let now = app.clock.now();
    let company = Arc::new(super::company(seed));
    let known = Arc::new(company::settle(app, &company).await?);
    policy::decide(app, &company).await?;
    app.store.write(automation::add_examples).await?;
    app.desk.recount_if_privacy_changed().await?;
    let stories = tickets(&company, seed, now.0);
    let world = world(app, &known).await?;
    let past = remember(app, &company, &known, &stories, world, now)?;
    let (count, open) = (past.tickets.len(), past.open_count());
    record(app, past.histories, progress).await?;
    say_health(app, &known, now).await?;
    assets::hand_out(app, &known, seed).await?;
    mail::arrive(app).await?;
    app.store
        .write(|tx| portal::set_open_to_all(tx, true))
        .await?;
    // The company has worked with its desk for a year.
    app.store
        .write(|tx| work::first_steps::dismiss(tx, true))
        .await?;
    let logins = logins::give(app, &company, &known, &past.tickets).await?;
    approvals::ask(app, &known, &logins).await?;
    let more = twin::write_from_home(app, &logins).await?;
    Ok(Installed {
        company,
        known,
        logins,
        tickets: count + more,
        open: open + more,
        refused: past.refused,
    })
}

/// One service does not work as it should, so that the portal has something to tell.
async fn say_health(app: &App, known: &Arc<Known>, now: Timestamp) -> Result<(), InstallError> {
    let known = Arc::clone(known);
    let say = move |tx: &store::Tx<'_>| {
        let Some(service) = known.services.last().copied() else {
            return Ok(());
        };
        let statement = service::Statement {
            service,
            health: work::ports::Health::Degraded,
            text: "Slower than usual since this morning. We are on it.".to_owned(),
        };
        for person in &known.people {
            let actor = directory::queries::actor(tx, *person)?;
            if let Some(actor) = actor.filter(|it| it.can(kernel::Permission::TicketWork)) {
                let since = now.plus(-40 * kernel::time::MINUTE);
                return service::say(tx, &actor, since, &statement).map(drop);
            }
        }
        Ok::<_, work::Error>(())
    };
    Ok(app.store.write(say).await?)
}

/// Everybody who acts, and what the rules must know of people, teams and services.
async fn world(app: &App, known: &Arc<Known>) -> Result<World, InstallError> {
    let rules = app.desk.rules().await?;
    let known = Arc::clone(known);
    let read = move |tx: &store::Tx<'_>| {
        let mut actors = Vec::with_capacity(known.people.len());
        for person in &known.people {
            let actor = directory::queries::actor(tx, *person)?;
            actors.push(actor.ok_or(directory::Error::NotFound)?);
        }
        let people = known.people.iter().copied().collect();
        let teams = known.teams.iter().copied().collect();
        let facts = kernel::ticket::Facts {
            people: directory::queries::people_facts(tx, &people)?,
            teams: directory::queries::team_facts(tx, &teams)?,
            services: directory::queries::all_service_facts(tx)?,
            ..Default::default()
        };
        Ok((actors, facts))
    };
    let (actors, facts) = app.directory.read(read).await?;
    Ok(World::new(actors, facts, Arc::clone(&rules.policy)))
}

fn remember(
    app: &App,
    company: &Company,
    known: &Known,
    stories: &[Story],
    world: World,
    now: Timestamp,
) -> Result<Past, InstallError> {
    let translator = Translator {
        company,
        known,
        files: app.store.files(),
        close_after_days: i64::from(world.policy.close_after_days),
        now,
    };
    let mut deeds = Vec::with_capacity(stories.len());
    for story in stories {
        deeds.push(translator.deeds(story)?);
    }
    Ok(past::live_through(&deeds, world))
}

/// Records the histories in their order, so that the first story becomes ticket 1.
async fn record(
    app: &App,
    histories: Vec<work::History>,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Result<(), InstallError> {
    let total = histories.len();
    let mut rest = histories.into_iter();
    let mut done = 0;
    loop {
        progress(done, total);
        let batch: Vec<_> = rest.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let outcome = app.desk.record_history(batch).await?;
        for ticket in outcome.tickets {
            if ticket != Some(number(done)) {
                return Err(InstallError::NotEmpty);
            }
            done += 1;
        }
    }
}

/// The ticket that the story of this index becomes in an empty desk.
fn number(story: usize) -> TicketId {
    TicketId(i64::try_from(story).unwrap_or(i64::MAX - 1) + 1)
}

/// The actor of a deed: a person, or Spoc itself.
fn actor_of(actors: &[Actor], by: Option<usize>) -> Actor {
    by.and_then(|ix| actors.get(ix))
        .cloned()
        .unwrap_or_else(Actor::spoc)
}
