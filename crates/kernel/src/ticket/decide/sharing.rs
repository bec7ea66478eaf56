//! Deciding what the requester's side lets others see, and what it thinks of how it was helped.

use super::{Deciding, Refusal};
use crate::ticket::{Activity, Rating};
use crate::{Permission, PersonId};

/// Longest comment of a rating, in characters.
const COMMENT_MAX_CHARS: usize = 2_000;

impl Deciding<'_> {
    /// Lets the requester's organisation follow the ticket, or no longer.
    pub(super) fn share(&mut self, to: bool) -> Result<(), Refusal> {
        if !to {
            self.unshare();
            return Ok(());
        }
        if self.now.confidential {
            return Err(Refusal::ConfidentialNotShared);
        }
        let requester = self.context.facts.people.get(&self.now.requester);
        let to = requester.and_then(|facts| facts.organisation);
        let to = Some(to.ok_or(Refusal::NoOrganisation)?);
        let from = self.now.shared_with;
        if from != to {
            self.happen(Activity::SharedWithChanged { from, to });
        }
        Ok(())
    }

    pub(super) fn unshare(&mut self) {
        let from = self.now.shared_with;
        if from.is_some() {
            self.happen(Activity::SharedWithChanged { from, to: None });
        }
    }

    /// Agents add whom they like; the requester's side colleagues, and whoever may follow themselves.
    pub(super) fn permit_watcher(&self, person: PersonId) -> Result<(), Refusal> {
        let actor = self.context.actor;
        if actor.can(Permission::TicketWork) || actor.person == Some(person) {
            return Ok(());
        }
        let organisation = |person: PersonId| {
            let facts = self.context.facts.people.get(&person);
            facts.and_then(|facts| facts.organisation)
        };
        if organisation(person) == organisation(self.now.requester) {
            Ok(())
        } else {
            Err(Refusal::NotAColleague(person))
        }
    }

    /// Says how content the requester's side is, once for each resolution; within the time it can be changed.
    pub(super) fn rate(&mut self, stars: u8, comment: &str) -> Result<(), Refusal> {
        if !self.now.can_be_rated(self.context.now) {
            let days = Rating::WITHIN_DAYS;
            return Err(Refusal::RatingTime { days });
        }
        let (max, chars) = (Rating::MAX, COMMENT_MAX_CHARS);
        let comment = comment.trim().to_owned();
        if !(1..=max).contains(&stars) || comment.chars().count() > chars {
            return Err(Refusal::Rating { max, chars });
        }
        let rating = Rating {
            stars,
            comment: comment.clone(),
        };
        if self.now.rating != Some(rating) {
            self.happen(Activity::Rated { stars, comment });
        }
        Ok(())
    }
}
