//! Notifications that are mailed: what somebody is told, kept with the message, as no one thing that happened says it.

use super::mailbox;
use super::model::{Kind, OutboxState, Outgoing, OutgoingId};
use crate::mail::choices::Optional;
use crate::mail::queries::{self, outbox};
use kernel::Timestamp;
use kernel::text::hex;
use kernel::ticket::Address;
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
    let known = directory::queries::find_person(tx, person)?.filter(|known| known.active);
    let Some(mut to) = known
        .as_ref()
        .and_then(|known| Address::parse(known.email.as_deref()?))
    else {
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
    to.name = known.map(|known| known.name).unwrap_or_default();
    let stamp = format!("told:{person}:{}", tidings.stamp);
    let mark = hex(&ring::digest::digest(&ring::digest::SHA256, stamp.as_bytes()).as_ref()[..8]);
    let domain = mailbox.address.rsplit('@').next().unwrap_or_default();
    let new = Outgoing {
        id: OutgoingId(0),
        kind: Kind::Told,
        ticket: ticket.id,
        conversation: None,
        position: 0,
        mailbox: mailbox.id,
        person: Some(person),
        message_id: format!("spoc-told-{person}-{mark}@{domain}"),
        state: match queries::is_unreachable(tx, &to.email)? {
            true => OutboxState::Suppressed,
            false => OutboxState::Waiting,
        },
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
