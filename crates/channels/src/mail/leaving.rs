//! What is not taken unless somebody says so: our own messages, machines' messages, and too many.
//!
//! What another desk's agent wrote is a message like any other; what comes by a list that one can write to, too. Neither
//! makes a loop: what Spoc writes by itself says so, and nothing that Spoc writes by itself answers a list.

use super::deciding::Deciding;
use super::model::{Done, Outcome, Reason};
use super::threading::{Clue, Place, candidates, heaviest};
use super::{breaker, queries, token};
use directory::queries as people;
use kernel::TicketId;
use work::Result;

impl Deciding<'_, '_> {
    pub(super) fn left_alone(&self, clues: &[(Place, Clue)]) -> Result<Option<Done>> {
        let incoming = &self.prepared.incoming;
        let left = |outcome, reasons| {
            let ticket = self.ticket_of_party(clues)?;
            Ok(Some(Done::new(outcome, reasons).on(ticket)))
        };
        if let Some(reason) = self.our_own()? {
            return left(Outcome::Ignored, vec![reason]);
        }
        if let Some(automatic) = incoming.automatic {
            let mut reasons = vec![Reason::of("automatic", automatic.name())];
            reasons.extend(
                incoming
                    .desk
                    .as_ref()
                    .map(|it| Reason::of("other_desk", it)),
            );
            return left(Outcome::Ignored, reasons);
        }
        let Some(from) = &incoming.from else {
            return Ok(None);
        };
        let sketch = &self.prepared.sketch;
        let too_much = breaker::is_too_much(self.tx, &from.email, sketch, self.now)?;
        match too_much {
            Some(reason) => left(Outcome::Quarantined, vec![reason]),
            None => Ok(None),
        }
    }

    /// The ticket that a message belongs to that is left out: anybody can write a number into a subject, so only where its
    /// sender may answer.
    fn ticket_of_party(&self, clues: &[(Place, Clue)]) -> Result<Option<TicketId>> {
        let Some(from) = &self.prepared.incoming.from else {
            return Ok(None);
        };
        let known = people::find_person_by_email(self.tx, &from.email)?.map(|known| known.id);
        let may_answer = self.parties(clues, known, from)?;
        let chosen = heaviest(candidates(clues.iter().copied(), may_answer));
        Ok(chosen.filter(|it| it.party).map(|it| it.place.ticket))
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
