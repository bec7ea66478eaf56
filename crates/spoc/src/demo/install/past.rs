//! Living through the year: everything that was done, in the order of time, decided by the kernel's rules.

use super::deeds::{Act, Deed};
use super::{actor_of, number};
use crate::demo::story::StoryIx;
use kernel::ticket::{
    Activity, Change, Channel, Context, Facts, Refusal, decide, decide_absorb, decide_merge,
    decide_open,
};
use kernel::{Actor, CommandId, Policy, PolicyVersion, Recorded, Ticket, TicketId, Timestamp};
use std::sync::Arc;
use work::{History, Step};

/// Who acts, and under which rules.
pub(super) struct World {
    actors: Vec<Actor>,
    /// What people inside the private teams know.
    inside: Facts,
    /// What everybody else knows.
    outside: Facts,
    pub(super) policy: Arc<Policy>,
}

impl World {
    pub(super) fn new(actors: Vec<Actor>, facts: Facts, policy: Arc<Policy>) -> Self {
        let mut outside = facts.clone();
        outside.teams.retain(|_, team| !team.private);
        Self {
            actors,
            inside: facts,
            outside,
            policy,
        }
    }
}

/// What was lived through.
#[derive(Default)]
pub(super) struct Past {
    /// A history for each story, in their order.
    pub(super) histories: Vec<History>,
    /// How each ticket stands in the end.
    pub(super) tickets: Vec<Ticket>,
    /// What the rules did not allow.
    pub(super) refused: Vec<String>,
}

impl Past {
    pub(super) fn open_count(&self) -> usize {
        self.tickets.iter().filter(|t| t.is_open()).count()
    }
}

/// Decides all deeds of all stories.
pub(super) fn live_through(deeds: &[Vec<Deed>], world: World) -> Past {
    let mut order: Vec<(Timestamp, StoryIx, usize)> = Vec::new();
    for (story, deeds) in deeds.iter().enumerate() {
        order.extend(
            deeds
                .iter()
                .enumerate()
                .map(|(ix, deed)| (deed.at, story, ix)),
        );
    }
    order.sort_unstable();
    let mut living = Living {
        world,
        tickets: deeds.iter().map(|_| None).collect(),
        steps: deeds.iter().map(|_| Vec::new()).collect(),
    };
    let mut past = Past::default();
    for (_, story, ix) in order {
        let deed = &deeds[story][ix];
        if let Err(refusal) = living.happen(story, deed) {
            let ticket = number(story);
            past.refused
                .push(format!("ticket {ticket}: {refusal}: {deed:?}"));
        }
    }
    past.tickets = living.tickets.into_iter().flatten().collect();
    let histories = living.steps.into_iter().map(|steps| History {
        external: None,
        steps,
    });
    past.histories = histories.collect();
    past
}

struct Living {
    world: World,
    tickets: Vec<Option<Ticket>>,
    steps: Vec<Vec<Step>>,
}

impl Living {
    fn happen(&mut self, story: StoryIx, deed: &Deed) -> Result<(), Refusal> {
        let actor = actor_of(&self.world.actors, deed.by);
        match &deed.act {
            Act::Open(new) => {
                let context = self.context(&actor, deed.at);
                let opened = decide_open(new, deed.channel, context)?;
                self.record(story, deed.at, &actor, deed.channel, vec![opened]);
            }
            Act::Change(changes) => {
                for change in changes {
                    self.look_at(&actor, change);
                }
                let ticket = self.ticket(story)?;
                let decided = decide(ticket, changes, self.context(&actor, deed.at));
                self.world.inside.tickets.clear();
                self.world.outside.tickets.clear();
                self.record(story, deed.at, &actor, deed.channel, decided?);
            }
            Act::MergeInto(target) => {
                let target = self.goes_on(*target);
                let (source, into) = (self.ticket(story)?, self.ticket(target)?);
                let merged = decide_merge(source, into, self.context(&actor, deed.at))?;
                let absorbed = decide_absorb(into, source);
                self.record(story, deed.at, &actor, deed.channel, merged);
                self.record(target, deed.at, &actor, deed.channel, absorbed);
            }
        }
        Ok(())
    }

    fn ticket(&self, story: StoryIx) -> Result<&Ticket, Refusal> {
        let ticket = self.tickets.get(story).and_then(Option::as_ref);
        ticket.ok_or(Refusal::NoSuchTicket)
    }

    /// The story whose ticket another one became part of.
    fn goes_on(&self, story: StoryIx) -> StoryIx {
        let merged_into = self.tickets.get(story).and_then(Option::as_ref);
        match merged_into.and_then(|ticket| ticket.merged_into) {
            Some(target) => index_of(target),
            None => story,
        }
    }

    /// What the rules must know of another ticket that a change names.
    fn look_at(&mut self, actor: &Actor, change: &Change) {
        let Some(id) = change.ticket() else { return };
        let found = self.tickets.get(index_of(id)).and_then(Option::as_ref);
        if let Some(ticket) = found.filter(|ticket| actor.may_see(ticket)) {
            let above: Vec<TicketId> = ticket.parent.into_iter().collect();
            self.world.inside.tickets.insert(id, above.clone());
            self.world.outside.tickets.insert(id, above);
        }
    }

    fn context<'a>(&'a self, actor: &'a Actor, now: Timestamp) -> Context<'a> {
        let facts = if actor.hidden_teams.is_empty() {
            &self.world.inside
        } else {
            &self.world.outside
        };
        Context {
            actor,
            policy: &self.world.policy,
            facts,
            now,
        }
    }

    /// Folds what was decided, and keeps it as a step of the ticket's history.
    fn record(
        &mut self,
        story: StoryIx,
        at: Timestamp,
        actor: &Actor,
        channel: Channel,
        activities: Vec<Activity>,
    ) {
        if activities.is_empty() {
            return;
        }
        let ticket = &mut self.tickets[story];
        for activity in &activities {
            let recorded = Recorded {
                position: 0,
                ticket: number(story),
                seq: ticket.as_ref().map_or(0, |ticket| ticket.version) + 1,
                at,
                actor: actor.person,
                channel,
                command: CommandId(0),
                policy: PolicyVersion(0),
                activity: activity.clone(),
            };
            // What was decided on the present state follows on it.
            match ticket {
                Some(ticket) => ticket.apply(&recorded).unwrap_or_default(),
                None => *ticket = Ticket::opened(&recorded).ok(),
            }
        }
        self.steps[story].push(Step {
            at,
            actor: actor.person,
            channel,
            activities,
        });
    }
}

/// The story that became a ticket: the reverse of [`number`].
fn index_of(ticket: TicketId) -> StoryIx {
    usize::try_from(ticket.0 - 1).unwrap_or(usize::MAX)
}
