//! Notifications that are mailed: what somebody is told, kept with the message, as no one thing that happened says it.

use super::model::{Kind, Outgoing, OutgoingId};
use super::{address_of, first_state, mailbox, message_id};
use crate::mail::choices::Optional;
use crate::mail::queries::{self, outbox};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use store::Tx;
use work::Result;
use work::ports::Tidings;

/// What somebody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// In a line.
    pub about: String,
    /// Each thing with the path that leads to it.
    pub lines: Vec<(String, String)>,
    /// How much more there is.
    pub more: i64,
}

/// Puts what somebody is told into the queue; not for whoever wants no such mail, or has no address.
///
/// # Errors
/// When the database fails.
pub(crate) fn mail(tx: &Tx<'_>, tidings: &Tidings, now: Timestamp) -> Result<()> {
    let person = tidings.person;
    let Some(to) = address_of(tx, person)? else {
        return Ok(());
    };
    let Some(ticket) = store::load(tx, tidings.ticket)? else {
        return Ok(());
    };
    let Some(mailbox) = mailbox(tx, &ticket)? else {
        return Ok(());
    };
    if queries::choices::is_off(tx, person, Optional::Told)? || to.email == mailbox.address {
        return Ok(());
    }
    let stamp = format!("told:{person}:{}", tidings.stamp);
    let new = Outgoing {
        id: OutgoingId(0),
        kind: Kind::Told,
        ticket: ticket.id,
        conversation: None,
        position: 0,
        mailbox: mailbox.id,
        person: Some(person),
        message_id: message_id(&format!("told-{person}"), &stamp, &mailbox),
        state: first_state(tx, &to)?,
        to,
        attempts: 0,
        error: None,
        created_at: now,
        told: Some(Told {
            about: tidings.about.clone(),
            lines: tidings.lines.clone(),
            more: tidings.more,
        }),
    };
    Ok(outbox::insert_outgoing(tx, &stamp, &new, now)?)
}
