//! Telling by mail: what somebody has not read some minutes after it happened, all of it in one message; where it is quiet
//! for them, afterwards.

use crate::push::quiet_until;
use crate::queries::mail as rows;
use crate::queries::push::Pending;
use crate::words::Reading;
use kernel::time::MINUTE;
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;
use work::jobs::{Failure, Job, Priority, Running};
use work::ports::{Mails, Tiding, Tidings};
use work::{Reader, Result};

/// How long somebody has to read it in the page before it is mailed.
const PATIENCE: i64 = 2 * MINUTE;
/// Most lines of one message; of the others only how many they are.
const LINES_MAX: usize = 20;
/// Most that is read for a message.
const PENDING_MAX: i64 = 200;

/// Somebody was told something that they want mailed.
pub(crate) fn tell(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<()> {
    let soon = now.plus(PATIENCE);
    let at = quiet_until(tx, person, now)?.map_or(soon, |end| end.max(soon));
    Ok(rows::set_due(tx, person, at)?)
}

/// Looks who has not read what they were told.
#[derive(Serialize, Deserialize)]
pub(crate) struct MailDue {}

impl Job for MailDue {
    const NAME: &'static str = "told_mail_due";
    const PRIORITY: Priority = Priority::Idle;
    const EVERY: Option<i64> = Some(MINUTE);

    async fn run(self, running: Running) -> std::result::Result<(), Failure> {
        let Some(mails) = running.floor.modules.iter().find_map(|module| module.mails) else {
            return Ok(());
        };
        let (store, now) = (
            running.floor.desk.store().clone(),
            running.floor.desk.clock().now(),
        );
        for person in store.read(move |tx| rows::due(tx, now)).await? {
            store.write(move |tx| mail(tx, mails, person, now)).await?;
        }
        Ok(())
    }
}

fn mail(tx: &Tx<'_>, mails: Mails, person: PersonId, now: Timestamp) -> Result<()> {
    if !rows::take_due(tx, person, now)? {
        return Ok(());
    }
    let Some(actor) = directory::queries::actor(tx, person)? else {
        return Ok(rows::end_due(tx, person)?);
    };
    // They may have chosen other hours since.
    if let Some(end) = quiet_until(tx, person, now)? {
        return Ok(rows::put_off(tx, person, end)?);
    }
    let pending = rows::pending(tx, &Reader::new(&actor, now), PENDING_MAX)?;
    if !pending.is_empty() {
        let reading = Reading::of(tx, person, &actor)?;
        let (said, others) = pending.split_at(pending.len().min(LINES_MAX));
        let tiding = |one: &Pending| Tiding {
            ticket: one.ticket,
            about: reading.said(one),
            line: reading.line(one),
            path: reading.path(one),
        };
        let tidings = Tidings {
            person,
            stamp: pending.iter().map(|one| one.stamp).max().unwrap_or(0),
            said: said.iter().map(tiding).collect(),
            besides: others.iter().map(|one| one.ticket).collect(),
        };
        mails(tx, &tidings, now)?;
    }
    Ok(rows::end_due(tx, person)?)
}
