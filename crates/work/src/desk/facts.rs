//! Gathering what must be known of everything that a command names.

use super::approvers::{self, Wanted};
use super::queries;
use crate::error::Result;
use directory::queries as people;
use kernel::ticket::{Change, Facts, FieldValue, NewTicket};
use kernel::{Actor, PersonId, Policy, ServiceId, TeamId, Ticket, TicketId, Timestamp};
use std::collections::BTreeSet;
use store::Tx;

/// How many tickets up a chain of parents goes.
const ANCESTORS_MAX: usize = 20;

pub(super) fn for_new(tx: &Tx<'_>, actor: &Actor, new: &NewTicket) -> Result<Facts> {
    let named = |value: &FieldValue| match value {
        FieldValue::Person(person) => Some(*person),
        _ => None,
    };
    let people = [Some(new.requester), new.on_behalf_of, new.assignee]
        .into_iter()
        .flatten();
    let people = people
        .chain(new.watchers.iter().copied())
        .chain(new.fields.values().filter_map(named));
    gather(
        tx,
        actor,
        people.collect(),
        new.team.into_iter().collect(),
        new.service.into_iter().collect(),
        new.parent,
    )
}

/// Who wants something, and under which policy.
pub(super) struct Asking<'a> {
    pub(super) actor: &'a Actor,
    pub(super) policy: &'a Policy,
    pub(super) now: Timestamp,
}

pub(super) fn for_changes(
    tx: &Tx<'_>,
    asking: &Asking<'_>,
    ticket: &Ticket,
    changes: &[Change],
) -> Result<Facts> {
    let actor = asking.actor;
    let mut people: BTreeSet<PersonId> = changes.iter().filter_map(Change::people).collect();
    let mut teams = BTreeSet::new();
    let (mut services, mut facts) = (BTreeSet::new(), Facts::default());
    // What raises the priority, of those parts that stay as they are, too.
    if asking.policy.raises.decide_something() && changes.iter().any(Change::may_raise) {
        people.extend([ticket.requester].into_iter().chain(ticket.on_behalf_of));
        services.extend(ticket.service);
    }
    for change in changes {
        match change {
            // Whether the assignee stays depends on the new team, and the reverse.
            Change::Team(team) => {
                teams.extend(*team);
                people.extend(ticket.assignee);
            }
            Change::Assignee(Some(_)) => teams.extend(ticket.team),
            // Whether those who are mentioned see the ticket depends on its team.
            Change::Mention {
                people: mentioned,
                teams: named,
            } => {
                people.extend(mentioned);
                teams.extend(named.iter().copied().chain(ticket.team));
            }
            Change::Service(to) => services.extend(*to),
            // With whom it is shared, and who is a colleague, depends on whoever asked.
            Change::Share(_) | Change::Watch(_) => people.extend([ticket.requester]),
            Change::Task(task) => {
                teams.extend(ticket.team);
                teams.extend(task.plan().and_then(|plan| plan.team));
            }
            _ => {}
        }
        if let Some(other) = change.ticket() {
            facts.tickets.extend(ticket_facts(tx, actor, other)?);
        }
        if let Change::Parent(Some(parent)) = change
            && let Some(other) = store::load(tx, *parent)?
            && other.is_hidden_beside(ticket, &people::private_teams(tx)?)
        {
            facts.hidden_tickets.insert(*parent);
        }
    }
    let gathered = gather(tx, actor, people, teams, services, None)?;
    let wanted = Wanted {
        policy: asking.policy,
        ticket,
        changes,
        by: actor.person,
        now: asking.now,
    };
    Ok(Facts {
        tickets: facts.tickets,
        hidden_tickets: facts.hidden_tickets,
        approvals: approvers::gather(tx, &wanted)?,
        ..gathered
    })
}

fn gather(
    tx: &Tx<'_>,
    actor: &Actor,
    people: BTreeSet<PersonId>,
    teams: BTreeSet<TeamId>,
    services: BTreeSet<ServiceId>,
    parent: Option<TicketId>,
) -> Result<Facts> {
    // A private team does not exist for those who are not in it.
    let known = teams
        .into_iter()
        .filter(|team| actor.hidden_teams.binary_search(team).is_err())
        .collect();
    let mut tickets = std::collections::BTreeMap::new();
    if let Some(parent) = parent {
        tickets.extend(ticket_facts(tx, actor, parent)?);
    }
    Ok(Facts {
        people: people::people_facts(tx, &people)?,
        teams: people::team_facts(tx, &known)?,
        services: people::service_facts(tx, &services)?,
        tickets,
        ..Facts::default()
    })
}

fn ticket_facts(
    tx: &Tx<'_>,
    actor: &Actor,
    id: TicketId,
) -> Result<Option<(TicketId, Vec<TicketId>)>> {
    let Some(ticket) = store::load(tx, id)?.filter(|ticket| actor.may_see(ticket)) else {
        return Ok(None);
    };
    let mut ancestors = Vec::new();
    let mut next = ticket.parent;
    while let Some(ancestor) = next
        && ancestors.len() < ANCESTORS_MAX
    {
        ancestors.push(ancestor);
        next = queries::parent(tx, ancestor)?;
    }
    Ok(Some((id, ancestors)))
}
