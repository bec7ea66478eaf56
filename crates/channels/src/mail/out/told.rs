//! Notifications that are mailed: what somebody is told, kept with the message, as no one thing that happened says it.

use super::model::{Kind, OutboxState, Outgoing, OutgoingId};
use super::{address_of, mailbox, message_id};
use crate::mail::choices::Optional;
use crate::mail::queries::{self, outbox};
use kernel::{TicketId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::Tx;
use web::Texts;
use work::ports::{Tiding, Tidings};
use work::{Reader, Result};

/// What somebody is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What happened, the newest first.
    #[serde(default)]
    pub said: Vec<Tiding>,
    /// The tickets of what happened besides, each as often as something did.
    #[serde(default)]
    pub besides: Vec<TicketId>,
}

impl Told {
    /// What it is about: what happened, or that it is more than one thing.
    pub(super) fn about(&self, texts: Texts) -> String {
        match (self.said.as_slice(), self.besides.as_slice()) {
            ([one], []) => one.about.clone(),
            (said, besides) => {
                let count = said.len().saturating_add(besides.len());
                texts.count("push-several", i64::try_from(count).unwrap_or(i64::MAX))
            }
        }
    }

    /// What of it a reader may still know of, which may be nothing.
    pub(super) fn narrowed(&self, tx: &Tx<'_>, reader: &Reader) -> Result<Self> {
        let said = self.said.iter().map(|one| one.ticket);
        let tickets: BTreeSet<TicketId> = said.chain(self.besides.iter().copied()).collect();
        let seen = work::queries::seen(tx, reader, &tickets)?;
        let mut told = self.clone();
        told.said.retain(|one| seen.contains(&one.ticket));
        told.besides.retain(|ticket| seen.contains(ticket));
        Ok(told)
    }
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
    let Some(newest) = tidings.said.first() else {
        return Ok(());
    };
    let Some(ticket) = store::load(tx, newest.ticket)? else {
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
        state: OutboxState::Waiting,
        to,
        attempts: 0,
        error: None,
        created_at: now,
        told: Some(Told {
            said: tidings.said.clone(),
            besides: tidings.besides.clone(),
        }),
    };
    Ok(outbox::insert_outgoing(tx, &stamp, &new, now)?)
}
