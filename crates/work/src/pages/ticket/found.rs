//! What the page of a ticket is made of.

use super::parts::Onwards;
use super::{properties, requester};
use crate::desk::{Desk, Rules};
use crate::error::Result;
use crate::pages::choices::Offered;
use crate::pages::sidebar::Sidebar;
use crate::pages::{choices, composer};
use crate::ports::Holding;
use crate::queries::{self, ListQuery, Listed, Ratings, Reader, Sort, TicketPage as Known};
use directory::queries as people;
use kernel::condition::{Condition, PersonField, PersonRef, Term};
use kernel::policy::Key;
use kernel::sla::Clock;
use kernel::{PersonId, ServiceId, TeamId, TicketId, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Tx;

/// How many other tickets of the requester are named.
const OTHERS: usize = 5;

/// Everything that the page shows, of one instant.
pub(super) struct Found {
    pub(super) rules: Arc<Rules>,
    pub(super) page: Known,
    pub(super) now: Timestamp,
    pub(super) sidebar: Sidebar,
    pub(super) teams: Offered<TeamId>,
    pub(super) colleagues: Vec<(PersonId, String)>,
    pub(super) services: Offered<ServiceId>,
    pub(super) card: Option<requester::Known>,
    pub(super) others: Vec<Listed>,
    pub(super) ratings: Ratings,
    pub(super) held: Option<Holding>,
    pub(super) templates: Vec<(i64, String)>,
    pub(super) timer: Option<Timestamp>,
    pub(super) clocks: Vec<Clock>,
    /// The custom fields that a form asks for in other cases than this.
    pub(super) not_asked: BTreeSet<Key>,
    pub(super) away: BTreeSet<PersonId>,
    pub(super) writing: composer::Shown,
    pub(super) asked: Option<String>,
    /// Which of its long parts goes on.
    pub(super) onwards: Onwards,
}

pub(super) fn read(
    tx: &Tx<'_>,
    reader: &Reader,
    desk: &Desk,
    id: TicketId,
    typed: &[(String, String)],
) -> Result<Found> {
    let rules = desk.rules_in(tx)?;
    let page = desk.with_mail(tx, queries::page(tx, reader, id)?)?;
    let (actor, ticket) = (&reader.actor, &page.ticket);
    let of_team: Vec<TeamId> = match ticket.team {
        Some(team) if !actor.hidden_teams.contains(&team) => vec![team],
        _ => actor.teams.clone(),
    };
    let requester = Term::Person(
        PersonField::Requester,
        vec![Some(PersonRef::Id(ticket.requester))],
    );
    let others = ListQuery {
        condition: Condition::Term(requester),
        sort: Sort::Newest,
        after: None,
        limit: OTHERS + 1,
    };
    let mut others = queries::list(tx, reader, &others)?.rows;
    others.retain(|other| other.id != id);
    others.truncate(OTHERS);
    Ok(Found {
        sidebar: Sidebar::read(tx, reader, &rules)?,
        teams: choices::teams(tx, actor)?,
        colleagues: choices::colleagues(tx, actor, &of_team)?,
        services: choices::services(tx)?,
        card: requester::read(tx, ticket.requester)?,
        ratings: queries::ratings(tx, reader, ticket.requester)?,
        held: desk.held_by(tx, reader, ticket.requester)?,
        templates: queries::list_task_templates(tx)?,
        timer: match actor.person {
            Some(me) => queries::find_work_timer(tx, me, id)?,
            None => None,
        },
        away: match actor.person {
            Some(me) => people::stands_in_for(tx, me, reader.now)?,
            None => BTreeSet::new(),
        },
        others,
        clocks: crate::clocks(tx, &rules, &page.ticket, reader.now)?,
        not_asked: properties::not_asked(&rules.policy, ticket, reader),
        writing: composer::Shown::read(tx, desk, reader, ticket, typed)?,
        asked: None,
        onwards: Onwards::default(),
        now: reader.now,
        page,
        rules,
    })
}
