//! The question how content the requester is, and the link by which it is answered without signing in.

use super::model::{Kind, OutboxState};
use crate::mail::queries::outbox;
use kernel::time::DAY;
use kernel::{PersonId, Ticket, Timestamp};
use store::Tx;
use work::{Desk, FollowLink, Given, Result};

/// Whether somebody was asked so lately that they are not asked again.
pub(super) fn was_asked_lately(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<bool> {
    let days = i64::from(work::newest_policy(tx)?.policy.survey_every_days);
    let since = now.plus(-days * DAY);
    let gone = [OutboxState::Suppressed, OutboxState::Withdrawn];
    Ok(days > 0 && outbox::was_sent(tx, person, Kind::Survey, gone, since)?)
}

/// Whether there is still something to ask.
pub(super) fn is_open(ticket: &Ticket, now: Timestamp) -> bool {
    ticket.can_be_rated(now) && ticket.rating.is_none()
}

/// The secret of a new link by which they answer.
pub(super) async fn linked(desk: &Desk, link: FollowLink) -> Result<String> {
    super::linked(desk, move |tx, secret, now| {
        link.keep(tx, Given::Survey, secret, now)
    })
    .await
}
