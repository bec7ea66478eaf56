//! What is kept of how sending went: how far the message has come, that an address cannot be reached, that the server does
//! not let the desk in; and what the ticket is told of it.

use super::model::{Kind, OutboxState, Outgoing, TOO_OLD};
use super::sending::Went;
use crate::mail::bounced::note;
use crate::mail::queries::{self, letting_in, outbox};
use crate::mail::threading::Place;
use kernel::Timestamp;
use kernel::ticket::Channel;
use kernel::time::{HOUR, MINUTE};
use std::sync::Arc;
use store::Tx;
use store::log::{Texts, of_ticket};
use work::{Desk, Execute, Result};

/// Attempts after which a message has failed.
const ATTEMPTS_MAX: i64 = 12;
/// Longest wait between two attempts.
const WAIT_MAX: i64 = 6 * HOUR;
/// Longest reason that is kept, in characters.
const ERROR_MAX_CHARS: usize = 500;

/// Keeps how it went, and notes on the ticket what did not go out.
pub(super) async fn settle(desk: &Desk, one: &Outgoing, went: &Arc<Went>) -> Result<()> {
    let (one, went) = (Arc::new(one.clone()), Arc::clone(went));
    let (same, as_it_went) = (Arc::clone(&one), Arc::clone(&went));
    let settling = move |tx: &Tx<'_>, now: Timestamp, execute: &Execute<'_>| match keep(
        tx,
        &same,
        &as_it_went,
        now,
    )? {
        Some(state) => tell(tx, execute, &same, (&*as_it_went, state)),
        None => Ok(()),
    };
    let Err(error) = desk.execute_within(Channel::Email, settling).await else {
        return Ok(());
    };
    // Where the ticket itself cannot be read or written, the message is not tried for ever.
    tracing::error!(%error, message = one.id.0, "the ticket is not told of its mail");
    let now = desk.clock().now();
    let keeping = move |tx: &Tx<'_>| keep(tx, &one, &went, now).map(|_| ());
    desk.store().write(keeping).await
}

/// Keeps how it went in the queue; answers how far the message has come by that, and nothing where somebody else has kept
/// it meanwhile.
fn keep(tx: &Tx<'_>, one: &Outgoing, went: &Went, now: Timestamp) -> Result<Option<OutboxState>> {
    let attempts = one.attempts + 1;
    let (state, error) = match went {
        Went::Taken { .. } => (OutboxState::Sent, None),
        Went::Withdrawn => (OutboxState::Withdrawn, None),
        Went::Unreachable => (OutboxState::Suppressed, None),
        Went::TooOld => (OutboxState::Failed, Some(TOO_OLD)),
        Went::Refused(why) | Went::NoSuchAddress(_, why) => {
            (OutboxState::Failed, Some(why.as_str()))
        }
        Went::NotNow(why) | Went::NotLetIn(why) if attempts >= ATTEMPTS_MAX => {
            (OutboxState::Failed, Some(why.as_str()))
        }
        Went::NotNow(why) | Went::NotLetIn(why) => (OutboxState::Waiting, Some(why.as_str())),
    };
    let error = error.map(|why| why.chars().take(ERROR_MAX_CHARS).collect::<String>());
    let again = now.plus(wait(attempts));
    let sent = match went {
        Went::Taken { kept, .. } => kept.as_deref(),
        _ => None,
    };
    if !outbox::settle(tx, one.id, state, (error.as_deref(), sent), (now, again))? {
        return Ok(None);
    }
    match went {
        Went::NoSuchAddress(status, _) => {
            queries::mark_address(tx, &one.to.email, status, true, now)?;
        }
        Went::NotLetIn(said) => letting_in::keep_refused(tx, said, now)?,
        Went::Taken { by_desks: true, .. } => letting_in::end_refused(tx)?,
        _ => {}
    }
    Ok(Some(state))
}

/// Notes on the ticket that a message of a person's did not go out, if it did not.
fn tell(
    tx: &Tx<'_>,
    execute: &Execute<'_>,
    one: &Outgoing,
    (went, state): (&Went, OutboxState),
) -> Result<()> {
    let told = match went {
        Went::NoSuchAddress(status, _) => format!("✉ ↩ {} {status}", one.to.email),
        _ if matches!(state, OutboxState::Failed | OutboxState::Suppressed) => {
            format!("✉ ✗ {}", one.to.email)
        }
        _ => return Ok(()),
    };
    // A notification is no part of the ticket; and no rule may follow from what a rule did.
    if one.kind == Kind::Told || !is_of_a_person(tx, one)? {
        return Ok(());
    }
    let place = Place {
        ticket: one.ticket,
        conversation: one.conversation,
    };
    note(tx, execute, place, &told)
}

/// Whether a person did what a message tells of.
fn is_of_a_person(tx: &Tx<'_>, one: &Outgoing) -> Result<bool> {
    let log = of_ticket(tx, one.ticket, Texts::Public)?;
    let happened = log.iter().find(|it| it.position == one.position);
    Ok(happened.is_some_and(|it| it.actor.is_some()))
}

/// How long to wait after so many attempts: a minute, two, four, and so on.
fn wait(attempts: i64) -> i64 {
    let doubled = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    (MINUTE << doubled).min(WAIT_MAX)
}
