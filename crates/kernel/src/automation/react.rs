//! From what has just happened to what follows from it.

use super::action::FollowUp;
use super::engine::Automation;
use super::event::Event;
use super::reacting::Reacting;
use super::route::{Candidate, Distribution};
use crate::condition::Words;
use crate::policy::Key;
use crate::sla::Promised;
use crate::ticket::{Activity, BrokenLog, Change, Facts};
use crate::{Actor, PersonId, Policy, TeamId, Ticket, Timestamp};
use std::collections::BTreeSet;

/// What has just happened to a ticket, by one command.
#[derive(Clone, Copy)]
pub struct Happened<'h> {
    /// The ticket afterwards.
    pub ticket: &'h Ticket,
    /// What happened; nothing where only time has passed.
    pub activities: &'h [Activity],
    /// The instant up to which rules that wait for time were asked before, where it has passed.
    pub time_since: Option<Timestamp>,
}

/// What must be known of the world to react.
pub trait World {
    /// Why it cannot be asked.
    type Error: From<BrokenLog>;

    /// What decides whether these changes are possible.
    ///
    /// # Errors
    /// When it cannot be asked.
    fn facts(&mut self, ticket: &Ticket, changes: &[Change]) -> Result<Facts, Self::Error>;
    /// The words of the ticket.
    ///
    /// # Errors
    /// When it cannot be asked.
    fn words(&mut self, ticket: &Ticket) -> Result<Words, Self::Error>;
    /// How the promises about the ticket stand.
    ///
    /// # Errors
    /// When it cannot be asked.
    fn promised(&mut self, ticket: &Ticket) -> Result<Promised, Self::Error>;
    /// The members of the distribution's team who work on tickets, with what theirs weigh by it.
    ///
    /// # Errors
    /// When it cannot be asked.
    fn candidates(
        &mut self,
        distribution: &Distribution,
        now: Timestamp,
    ) -> Result<Vec<Candidate>, Self::Error>;
    /// The members of a team, each with whether they lead it.
    ///
    /// # Errors
    /// When it cannot be asked.
    fn members(&mut self, team: TeamId) -> Result<Vec<(PersonId, bool)>, Self::Error>;
    /// A text of an administrator, written out for the ticket.
    fn write(&self, text: &str, ticket: &Ticket) -> String;
}

/// A ticket that is to be filed because of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// By which rule.
    pub rule: Key,
    /// What.
    pub what: FollowUp,
}

/// What follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reaction {
    /// What happens to the ticket, in this order.
    pub activities: Vec<Activity>,
    /// What is to be filed beside it.
    pub opens: Vec<Open>,
}

impl Automation {
    /// What follows from what has just happened.
    ///
    /// Rules are asked in their order; what one does, the next ones see, and those before it in a further pass. A rule
    /// does its work once for a command: where it would do more on being asked again, the ticket says so and nothing
    /// is done. Then a ticket that has just come, or has come to a team, is routed.
    ///
    /// # Errors
    /// When the world cannot be asked.
    pub fn react<W: World>(
        &self,
        policy: &Policy,
        happened: Happened<'_>,
        now: Timestamp,
        world: &mut W,
    ) -> Result<Reaction, W::Error> {
        let mut events = Event::of(happened.activities);
        if happened.time_since.is_some() {
            events.insert(Event::Time);
        }
        if self.is_empty() || events.is_empty() {
            return Ok(Reaction::default());
        }
        let spoc = Actor::spoc();
        let mut reacting = Reacting {
            automation: self,
            policy,
            spoc: &spoc,
            now,
            promised: if self.asks_for_promises() {
                world.promised(happened.ticket)?
            } else {
                Promised::default()
            },
            words: if self.asks_for_words() {
                world.words(happened.ticket)?
            } else {
                subject_of(happened.ticket)
            },
            world,
            ticket: happened.ticket.clone(),
            reaction: Reaction::default(),
            fired: BTreeSet::new(),
            stuck: BTreeSet::new(),
        };
        reacting.all(happened, events)?;
        Ok(reacting.reaction)
    }
}

/// The words of the subject alone.
fn subject_of(ticket: &Ticket) -> Words {
    Words {
        subject: crate::text::words(&ticket.subject),
        ..Words::default()
    }
}
