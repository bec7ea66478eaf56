//! What is not taken unless somebody says so: our own messages, machines' messages, and too many.
//!
//! What another desk's agent wrote is a message like any other; what comes by a list that one can write to, too. Neither
//! makes a loop: what Spoc writes by itself says so, and nothing that Spoc writes by itself answers a list.

use super::deciding::Deciding;
use super::model::{Done, Outcome, Reason};
use super::threading::{Clue, Place};
use super::{breaker, queries, token};
use work::Result;

impl Deciding<'_, '_> {
    pub(super) fn left_alone(&self, clues: &[(Place, Clue)]) -> Result<Option<Done>> {
        let incoming = &self.prepared.incoming;
        let ticket = clues.first().map(|(place, _)| place.ticket);
        let ignored = |reasons| Some(Done::new(Outcome::Ignored, reasons).on(ticket));
        if let Some(reason) = self.our_own()? {
            return Ok(ignored(vec![reason]));
        }
        if let Some(automatic) = incoming.automatic {
            let mut reasons = vec![Reason::of("automatic", automatic.name())];
            reasons.extend(
                incoming
                    .desk
                    .as_ref()
                    .map(|it| Reason::of("other_desk", it)),
            );
            return Ok(ignored(reasons));
        }
        let Some(from) = &incoming.from else {
            return Ok(None);
        };
        let sketch = &self.prepared.sketch;
        let too_much = breaker::is_too_much(self.tx, &from.email, sketch, self.now)?;
        Ok(too_much.map(|reason| Done::new(Outcome::Quarantined, vec![reason]).on(ticket)))
    }

    /// Why this desk wrote it itself, if it did: whatever way it came back, and whoever claims to send it.
    fn our_own(&self) -> Result<Option<Reason>> {
        let incoming = &self.prepared.incoming;
        let is_ours = |address: &str| {
            let plain = token::plain(&address.to_lowercase());
            queries::mailbox_at(self.tx, &plain).map(|found| found.is_some())
        };
        if let Some(desk) = &incoming.desk
            && is_ours(desk)?
        {
            return Ok(Some(Reason::of("own_message", desk)));
        }
        if let Some(id) = &incoming.message_id
            && queries::is_own_id(self.tx, id)?
        {
            return Ok(Some(Reason::of("own_message", id)));
        }
        if let Some(from) = &incoming.from
            && is_ours(&from.email)?
        {
            return Ok(Some(Reason::of("own_address", &from.email)));
        }
        Ok(None)
    }
}
