//! Links between tickets. Each belongs to one of the two and shows itself on both, to those who see both.

use super::command::Doing;
use super::facts;
use crate::error::Result;
use kernel::Ticket;
use kernel::TicketId;
use kernel::ticket::{self, Activity, Change, Link};
use std::collections::BTreeMap;

/// What a command does to one ticket, decided and not yet written.
type Decided = (Ticket, Vec<Activity>);

/// The tickets to which changes add links, or from which they remove some.
pub(super) fn linked(changes: &[Change]) -> impl Iterator<Item = TicketId> {
    changes.iter().filter_map(|change| match change {
        Change::Link(link) | Change::Unlink(link) => Some(link.to),
        _ => None,
    })
}

impl Doing<'_, '_> {
    /// Decides changes of a ticket. A link to one of which fewer people know belongs to that one: who may not know of
    /// it cannot tell that anything happened to this one.
    pub(super) fn decide_all(&self, ticket: &Ticket, changes: &[Change]) -> Result<Vec<Decided>> {
        let mut own = Vec::with_capacity(changes.len());
        let mut elsewhere: BTreeMap<TicketId, (Ticket, Vec<Change>)> = BTreeMap::new();
        for change in changes {
            match self.hidden_end(ticket, change)? {
                Some((hidden, link)) => {
                    let kept = elsewhere.entry(hidden.id);
                    let (_, links) = kept.or_insert((hidden, Vec::new()));
                    links.push(Change::Link(link));
                }
                None => own.push(change.clone()),
            }
        }
        let mut decided = vec![self.decide_one(ticket.clone(), &own)?];
        for (hidden, links) in elsewhere.into_values() {
            decided.push(self.decide_one(hidden, &links)?);
        }
        Ok(decided)
    }

    fn decide_one(&self, ticket: Ticket, changes: &[Change]) -> Result<Decided> {
        let asking = facts::Asking {
            actor: self.actor,
            policy: &self.rules.policy,
            now: self.now,
        };
        let facts = facts::for_changes(self.tx, &asking, &ticket, changes)?;
        let decided = ticket::decide(&ticket, changes, self.context(&facts))
            .map_err(|refusal| self.without_hidden(refusal))?;
        Ok((ticket, decided))
    }

    /// The other end of a new link, if fewer people know of that, and the link as it is there. Of two that are hidden from
    /// each other's people it belongs to the one on which it is made.
    fn hidden_end(&self, ticket: &Ticket, change: &Change) -> Result<Option<(Ticket, Link)>> {
        let Change::Link(link) = change else {
            return Ok(None);
        };
        let Ok(other) = self.visible(link.to) else {
            return Ok(None);
        };
        let private_teams = directory::queries::private_teams(self.tx)?;
        let belongs_there = !ticket.links.contains(link)
            && other.is_hidden_from_some_of(ticket, &private_teams)
            && !ticket.is_hidden_from_some_of(&other, &private_teams);
        let there = Link {
            kind: link.kind.reverse(),
            to: ticket.id,
        };
        Ok(belongs_there.then_some((other, there)))
    }

    /// A ticket shows the links that others have to it: removing one removes it there.
    pub(super) fn unlink_from_others(&mut self, id: TicketId, changes: &[Change]) -> Result<()> {
        for change in changes {
            let Change::Unlink(link) = change else {
                continue;
            };
            let Ok(other) = self.visible(link.to) else {
                continue;
            };
            let theirs = Link {
                kind: link.kind.reverse(),
                to: id,
            };
            if other.links.contains(&theirs) {
                let (other, decided) = self.decide_one(other, &[Change::Unlink(theirs)])?;
                self.happen(link.to, Some(other), decided)?;
            }
        }
        Ok(())
    }
}
