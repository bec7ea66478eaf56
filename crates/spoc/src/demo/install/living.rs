//! The day goes on: while somebody looks at the demo, tickets come, are taken, answered and resolved.

use super::company::Known;
use super::deeds::{Act, Deed, Translator};
use crate::App;
use crate::demo::dice::Dice;
use crate::demo::story::{Hold, Story, What};
use crate::demo::{Company, tickets};
use kernel::ticket::Change;
use kernel::{Actor, TicketId};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use work::Command;

/// For how long something goes on to happen.
const LASTS: Duration = Duration::from_secs(8 * 60 * 60);
/// Seconds between two things that happen: from, up to.
const PAUSE_SECS: (i64, i64) = (20, 60);
/// Tickets that are being worked on at the same time: fewest, most.
const AT_ONCE: (usize, usize) = (3, 8);
/// Chance in percent that a ticket comes although enough are being worked on.
const MORE_PERCENT: i64 = 30;
/// Stories that are kept ready; when all are told, the day is over.
const STORIES_MAX: usize = 800;

/// A story that is being told.
pub(super) struct Telling {
    ticket: Option<TicketId>,
    rest: VecDeque<Deed>,
}

/// Lets something happen every half a minute, for a working day. Tickets have the same scenarios as those of
/// the year, told with another seed.
pub async fn live(app: App, company: Arc<Company>, known: Arc<Known>, seed: u64) {
    let mut waiting = match ready(&app, company, Arc::clone(&known), seed).await {
        Ok(waiting) => waiting,
        Err(error) => return tracing::error!(error, "nothing happens in the demo by itself"),
    };
    let mut dice = Dice::new(seed, 4);
    let mut telling: Vec<Telling> = Vec::new();
    let until = tokio::time::Instant::now() + LASTS;
    while tokio::time::Instant::now() < until {
        let pause = dice.range(PAUSE_SECS.0, PAUSE_SECS.1).unsigned_abs();
        tokio::time::sleep(Duration::from_secs(pause)).await;
        let more =
            telling.len() < AT_ONCE.0 || (telling.len() < AT_ONCE.1 && dice.chance(MORE_PERCENT));
        if more {
            telling.extend(waiting.pop_front());
        }
        if telling.is_empty() {
            return;
        }
        let chosen = if more {
            telling.len() - 1
        } else {
            dice.index(telling.len())
        };
        if !go_on(&app, &known, &mut telling[chosen]).await {
            telling.swap_remove(chosen);
        }
    }
}

/// Stories that can happen at any time of the day.
pub(super) async fn ready(
    app: &App,
    company: Arc<Company>,
    known: Arc<Known>,
    seed: u64,
) -> Result<VecDeque<Telling>, String> {
    let (now, files) = (app.clock.now(), app.store.files().clone());
    let tell = move || {
        let translator = Translator {
            company: &company,
            known: &known,
            files: &files,
            close_after_days: 0,
            now,
        };
        let stories = tickets(&company, seed.wrapping_add(1), now.0);
        let fit = stories.iter().filter(|story| fits(story)).take(STORIES_MAX);
        fit.map(|story| Ok(Telling::of(translator.deeds(story)?)))
            .collect::<store::Result<VecDeque<_>>>()
    };
    let told = tokio::task::spawn_blocking(tell).await;
    told.map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())
}

/// Whether a story stands for itself and needs no particular day.
fn fits(story: &Story) -> bool {
    story.steps.iter().all(|step| {
        !matches!(
            step.what,
            What::Link { .. }
                | What::MergeInto { .. }
                | What::Attach { .. }
                | What::Hold {
                    reason: Hold::Until,
                    ..
                }
        )
    })
}

impl Telling {
    /// Closing after some days is left to the desk's own timers.
    fn of(deeds: Vec<Deed>) -> Self {
        let by_itself = |deed: &Deed| {
            let closes =
                matches!(&deed.act, Act::Change(changes) if changes[..] == [Change::Close]);
            deed.by.is_none() && closes
        };
        Self {
            ticket: None,
            rest: deeds.into_iter().filter(|deed| !by_itself(deed)).collect(),
        }
    }

    /// How much of it is still to be told.
    #[cfg(test)]
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }
}

/// Does the next thing of a story; answers whether it has more.
pub(super) async fn go_on(app: &App, known: &Known, telling: &mut Telling) -> bool {
    let Some(deed) = telling.rest.pop_front() else {
        return false;
    };
    let actor = match deed.by.and_then(|ix| known.people.get(ix)) {
        Some(person) => app.directory.actor(*person).await.ok().flatten(),
        None => Some(Actor::spoc()),
    };
    let command = match (deed.act, telling.ticket) {
        (Act::Open(new), None) => Some(Command::Open {
            new,
            channel: deed.channel,
        }),
        (Act::Change(changes), Some(ticket)) => Some(Command::Change {
            tickets: vec![ticket],
            changes,
            seen: None,
            channel: deed.channel,
        }),
        _ => None,
    };
    let (Some(actor), Some(command)) = (actor, command) else {
        return false;
    };
    match app.desk.execute(&actor, command).await {
        Ok(outcome) => {
            telling.ticket = telling.ticket.or(outcome.ticket().ok());
            !telling.rest.is_empty()
        }
        // Whoever looks at the demo may have done something else with the ticket meanwhile.
        Err(error) => {
            tracing::info!(%error, "a story of the demo ends early");
            false
        }
    }
}
