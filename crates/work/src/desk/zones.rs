//! Promises by the wall clocks of people, places and teams: asked anew when these go by another one.

use super::{Desk, queries};
use crate::error::Result;
use crate::jobs::clocks::{RecomputeClocks, ask_anew};
use kernel::sla::Whose;
use kernel::{PersonId, TicketId};
use std::collections::BTreeSet;
use store::Tx;
use store::log::Texts;

/// Tickets of one person that are asked anew at once; whoever has more waits for a job.
const TICKETS_MAX: usize = 200;

/// Takes what has changed since, and has the promises that go by it asked anew.
pub(super) async fn follow(desk: &Desk) -> Result<()> {
    while desk
        .store()
        .read(directory::queries::zones_have_changed)
        .await?
    {
        let part = {
            let desk = desk.clone();
            move |tx: &Tx<'_>| take(tx, &desk)
        };
        desk.store().write(part).await?;
    }
    Ok(())
}

fn take(tx: &Tx<'_>, desk: &Desk) -> Result<()> {
    let changed = directory::queries::take_zone_changes(tx)?;
    let rules = desk.rules_in(tx)?;
    let others = [Whose::Requester, Whose::Site, Whose::Team];
    if !others.into_iter().any(|whose| rules.levels.go_by(whose)) {
        return Ok(());
    }
    let now = desk.clock().now();
    let people: Option<BTreeSet<PersonId>> = changed.into_iter().collect();
    let tickets = match people {
        Some(people) => tickets_of(tx, &people)?,
        None => None,
    };
    let Some(tickets) = tickets else {
        desk.enqueue(tx, &RecomputeClocks::of_all(tx)?, None, now)?;
        return Ok(());
    };
    let log = |id| Ok::<_, store::Error>((id, store::log::of_ticket(tx, id, Texts::None)?));
    let logs = tickets
        .into_iter()
        .map(log)
        .collect::<Result<Vec<_>, _>>()?;
    ask_anew(tx, &rules, &logs, now)
}

/// What these people have asked for; nothing where that is too much to be asked at once.
fn tickets_of(tx: &Tx<'_>, people: &BTreeSet<PersonId>) -> Result<Option<Vec<TicketId>>> {
    let mut tickets = Vec::new();
    for person in people {
        let left = (TICKETS_MAX + 1).saturating_sub(tickets.len()) as i64;
        tickets.extend(queries::requested_by(tx, *person, left)?);
    }
    Ok((tickets.len() <= TICKETS_MAX).then_some(tickets))
}
