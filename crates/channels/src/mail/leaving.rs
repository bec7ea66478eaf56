//! What is not taken unless somebody says so: our own messages, machines' messages, and too many.
//!
//! What another desk's agent wrote is a message like any other; what comes by a list that one can write to, too. Neither
//! makes a loop: what Spoc writes by itself says so, and nothing that Spoc writes by itself answers a list.

use super::deciding::Deciding;
use super::model::{Done, Outcome, Reason};
use super::threading::{Clue, Place};
use super::{queries, token};
use kernel::time::{DAY, HOUR};
use work::Result;

/// Messages an hour from one address that become something; more wait for somebody to look.
const BY_ADDRESS_MAX: i64 = 30;
/// Messages a day from one address with the same text.
const ALIKE_MAX: i64 = 3;

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
        let alike = &self.prepared.text_hash;
        let (hour, _) = queries::count_taken(self.tx, &from.email, alike, self.now.plus(-HOUR))?;
        let (_, same) = queries::count_taken(self.tx, &from.email, alike, self.now.plus(-DAY))?;
        let reason = if hour >= BY_ADDRESS_MAX {
            Reason::of("too_many", hour.to_string())
        } else if same >= ALIKE_MAX {
            Reason::of("too_many_alike", same.to_string())
        } else {
            return Ok(None);
        };
        Ok(Some(
            Done::new(Outcome::Quarantined, vec![reason]).on(ticket),
        ))
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
