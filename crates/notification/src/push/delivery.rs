//! Bringing messages to push services, as jobs: one for somebody who is to be told, and one every minute that
//! looks for whom it is not quiet any more.

use super::message::{self, PENDING_MAX};
use super::sealing::seal;
use super::sending::{Sent, send};
use super::{Endpoint, SigningKey};
use crate::queries::newest_stamp;
use crate::queries::push::{self as rows, Browser};
use crate::words::Reading;
use kernel::time::{DAY, MINUTE};
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;
use work::jobs::{Failure, Job, Priority, Progress, Running};
use work::{Reader, Result};

/// What is older is no news: the page still has it.
const NEWS_FOR: i64 = DAY;

/// Tells somebody's browsers what they are to be told.
#[derive(Serialize, Deserialize)]
pub(crate) struct Push {
    pub(crate) person: PersonId,
}

impl Job for Push {
    const NAME: &'static str = "push";
    /// An hour lies between the later ones: longer than what is told is news.
    const ATTEMPTS_MAX: i64 = 32;

    fn once_key(&self) -> Option<String> {
        Some(format!("push {}", self.person))
    }

    async fn run(self, running: Running) -> std::result::Result<(), Failure> {
        deliver(self.person, &running).await
    }
}

/// Looks for whom it is not quiet any more.
#[derive(Serialize, Deserialize)]
pub(crate) struct PushDue {}

impl Job for PushDue {
    const NAME: &'static str = "push_due";
    const PRIORITY: Priority = Priority::Idle;
    const EVERY: Option<i64> = Some(MINUTE);

    async fn run(self, running: Running) -> std::result::Result<(), Failure> {
        let now = running.floor.desk.clock().now();
        let put = move |tx: &Tx<'_>| {
            for person in rows::due(tx, now)? {
                work::jobs::put(tx, &Push { person }, None, now)?;
            }
            Ok::<_, work::Error>(())
        };
        Ok(running.floor.desk.store().write(put).await?)
    }
}

/// What is to be sent, and how.
struct Prepared {
    key: SigningKey,
    own: Vec<String>,
    stamp: i64,
    messages: Vec<(Browser, Vec<u8>)>,
}

async fn deliver(person: PersonId, running: &Running) -> std::result::Result<(), Failure> {
    let store = running.floor.desk.store();
    let now = running.floor.desk.clock().now();
    let preparing = move |tx: &Tx<'_>| prepare(tx, person, now);
    let Some(prepared) = store.write(preparing).await? else {
        return Ok(());
    };
    let desk = running.floor.directory.base_url();
    let mut later = Vec::new();
    for (browser, message) in prepared.messages {
        let id = browser.id;
        let sent = match Endpoint::read(&browser.endpoint, &prepared.own) {
            // Its push service is trusted no more.
            None => Sent::Gone,
            Some(to) => {
                let sealed = seal(&browser.keys, &message);
                let signed = prepared.key.authorization(&to.origin, desk, now);
                match (sealed, signed) {
                    (Ok(sealed), Ok(signed)) => send(&to, &signed, sealed).await,
                    (Err(_), _) => Sent::Gone,
                    (_, Err(why)) => Sent::Refused(why),
                }
            }
        };
        let why = match &sent {
            Sent::Taken | Sent::Gone => None,
            Sent::Refused(why) | Sent::NotNow(why) => Some(why.clone()),
        };
        if let Some(why) = &why {
            tracing::warn!(why, "a push message was not taken");
        }
        if let (Sent::NotNow(_), Some(why)) = (&sent, why) {
            later.push(why);
            continue;
        }
        let (running, stamp) = (running.clone(), prepared.stamp);
        let keeping = move |tx: &Tx<'_>| {
            match &sent {
                Sent::Gone => rows::forget_browser(tx, person, id)?,
                _ => rows::told_up_to(tx, id, stamp)?,
            }
            running.step(tx, now, &Progress::default())
        };
        store.write(keeping).await?;
    }
    if !later.is_empty() {
        return Err(Failure::ForNow(later.join("; ")));
    }
    let stamp = prepared.stamp;
    store
        .write(move |tx| rows::end_due(tx, person, stamp))
        .await?;
    Ok(())
}

fn prepare(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<Option<Prepared>> {
    let stamp = newest_stamp(tx)?;
    let actor = directory::queries::actor(tx, person)?;
    let (Some(actor), true) = (actor, super::is_allowed(tx)?) else {
        rows::end_due(tx, person, stamp)?;
        return Ok(None);
    };
    // They may have chosen other hours since.
    if let Some(end) = super::quiet_until(tx, person, now)? {
        rows::put_off(tx, person, end)?;
        return Ok(None);
    }
    let reading = Reading::of(tx, person, &actor)?;
    let (reader, since) = (Reader::new(&actor, now), now.plus(-NEWS_FOR));
    let mut messages = Vec::new();
    for browser in rows::browsers(tx, person, now)? {
        // Whoever signed out is told nothing there.
        if !browser.signed_in {
            continue;
        }
        let pending = rows::pending(tx, &reader, (browser.stamp, since), PENDING_MAX)?;
        if let Some(message) = message::of(&pending, &reading) {
            messages.push((browser, message));
        }
    }
    Ok(Some(Prepared {
        key: super::key(tx)?,
        own: super::own(tx)?,
        stamp,
        messages,
    }))
}
