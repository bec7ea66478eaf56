//! What a message says to whoever is asked to approve something, and the link by which they answer.

use super::letter::Body;
use kernel::ticket::ApprovalId;
use kernel::{PersonId, Ticket, Timestamp};
use store::Tx;
use work::{ApprovalLink, Desk, Result};

/// What somebody is asked to approve.
pub(super) struct Asked {
    link: ApprovalLink,
    label: String,
    text: String,
}

impl Asked {
    /// What somebody is asked now; nothing once they have answered or it has ended.
    pub(super) fn of(
        tx: &Tx<'_>,
        ticket: &Ticket,
        id: ApprovalId,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Option<Self>> {
        let away = directory::queries::stands_in_for(tx, person, now)?;
        let found = ticket.approvals.iter().find(|one| one.plan.id == id);
        let waiting = found.filter(|one| one.place_of(person, &away).is_some());
        Ok(waiting.map(|approval| Self {
            link: ApprovalLink {
                ticket: ticket.id,
                approval: id,
                person,
            },
            label: approval.plan.label.clone(),
            text: approval.plan.text.clone(),
        }))
    }

    /// What the message says.
    pub(super) fn body(&self) -> Body<'_> {
        Body::ApprovalAsked {
            label: &self.label,
            text: &self.text,
        }
    }

    /// The secret of a new link by which they answer.
    pub(super) async fn linked(&self, desk: &Desk) -> Result<String> {
        let link = self.link;
        super::linked(desk, move |tx, secret, now| link.keep(tx, secret, now)).await
    }
}
