//! Everything that a ticket's page shows, of one instant.

use super::invitations::invitations;
use super::visible::narrow;
use super::{NameMaps, Reader, names, visible};
use crate::condition::SqlText;
use crate::error::{Error, Result};
use kernel::calendar::Invitation;
use kernel::policy::{Approver, StateCategory};
use kernel::ticket::{Activity, Attachment, Automated, Channel, Link, LinkKind, withdrawn};
use kernel::{Actor, Permission, PersonId, Recorded, ServiceId, TeamId, Ticket, TicketId};
use std::collections::{BTreeMap, BTreeSet};
use store::log::Texts;
use store::{Row, Tx, params};

/// Most other tickets that a page names.
const LINKED_MAX: usize = 500;

/// Another ticket, as far as a page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The ticket.
    pub id: TicketId,
    /// The name of its kind.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// Its state's key.
    pub state: String,
    /// The name of its state's category.
    pub state_category: String,
}

/// Everything that a ticket's page shows.
#[derive(Clone, Debug)]
pub struct TicketPage {
    /// The ticket. What it says of other tickets is narrowed to those that the reader may see.
    pub ticket: Ticket,
    /// What happened, oldest first: its own log, and those of the tickets that became part of it.
    pub timeline: Vec<Recorded>,
    /// Positions of what was taken back.
    pub withdrawn: BTreeSet<i64>,
    /// The other tickets that are named.
    pub linked: Vec<Linked>,
    /// The tickets that are parts of this one.
    pub children: Vec<Linked>,
    /// The names of everybody and everything named.
    pub names: NameMaps,
    /// What it was called where it came from.
    pub external: Option<String>,
    /// What the invitations among the files say, by the file's hash.
    pub invitations: BTreeMap<String, Invitation>,
    /// Whether mail of it is kept.
    pub keeps_mail: bool,
}

impl TicketPage {
    /// Where the mail is that a message came by, where that is kept.
    pub(crate) fn mail_of(&self, recorded: &Recorded) -> Option<String> {
        let is_message = matches!(
            recorded.activity,
            Activity::Opened(_) | Activity::Replied { .. }
        );
        let came = self.keeps_mail && is_message && recorded.channel == Channel::Email;
        came.then(|| format!("/tickets/{}/mail/{}", recorded.ticket, recorded.position))
    }

    /// Who of the requester's side said that it is solved, where that is what closed it.
    pub fn confirmed_by(&self) -> Option<PersonId> {
        let latest = self.last_move()?;
        latest.actor.filter(|_| confirms(&self.ticket, latest))
    }

    /// Whether somebody of the requester's side said that it is not needed any more, where that is what ended it.
    pub fn is_withdrawn(&self) -> bool {
        let latest = self.last_move();
        latest.is_some_and(|latest| withdraws(&self.ticket, latest))
    }

    /// The last move of the ticket itself.
    fn last_move(&self) -> Option<&Recorded> {
        let own = |recorded: &&Recorded| {
            recorded.ticket == self.ticket.id
                && matches!(recorded.activity, Activity::StateChanged(_))
                && !self.withdrawn.contains(&recorded.position)
        };
        self.timeline.iter().rev().find(own)
    }
}

/// Whether somebody of the requester's side closed it, by saying that it is solved.
pub(crate) fn confirms(ticket: &Ticket, recorded: &Recorded) -> bool {
    moves_itself(ticket, recorded, StateCategory::Closed)
}

/// Whether somebody of the requester's side ended it, by saying that it is not needed any more.
pub(crate) fn withdraws(ticket: &Ticket, recorded: &Recorded) -> bool {
    moves_itself(ticket, recorded, StateCategory::Cancelled)
}

/// Whether it is a move to `category` by somebody of the requester's side.
fn moves_itself(ticket: &Ticket, recorded: &Recorded, category: StateCategory) -> bool {
    let moves =
        matches!(&recorded.activity, Activity::StateChanged(change) if change.category == category);
    moves && recorded.actor.is_some_and(|actor| ticket.is_for(actor))
}

/// The present state of a ticket.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the reader.
pub fn ticket(tx: &Tx<'_>, reader: &Reader, id: TicketId) -> Result<Ticket> {
    let mut ticket = store::load(tx, id)?
        .filter(|ticket| reader.actor.may_see(ticket))
        .ok_or(Error::NotFound)?;
    let mut seen = linked(tx, reader, ticket.references().collect())?;
    narrow_ticket(&mut ticket, &seen);
    add_incoming(tx, reader, &mut ticket, &mut seen)?;
    Ok(ticket)
}

/// What the reader may see of a ticket.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the reader.
pub fn page(tx: &Tx<'_>, reader: &Reader, id: TicketId) -> Result<TicketPage> {
    let mut ticket = store::load(tx, id)?
        .filter(|ticket| reader.actor.may_see(ticket))
        .ok_or(Error::NotFound)?;
    let texts = Texts::of(&reader.actor);
    let mut timeline = store::log::of_ticket(tx, id, texts)?;
    let mut withdrawn: BTreeSet<i64> = withdrawn(&timeline).into_iter().collect();
    let mentioned: BTreeSet<TicketId> = ticket
        .references()
        .chain(
            timeline
                .iter()
                .flat_map(|recorded| recorded.activity.references()),
        )
        .collect();
    let mut linked = linked(tx, reader, mentioned)?;
    narrow_ticket(&mut ticket, &linked);
    add_incoming(tx, reader, &mut ticket, &mut linked)?;
    for source in ticket.absorbed.clone() {
        let absorbed = store::log::of_ticket(tx, source, texts)?;
        withdrawn.extend(kernel::ticket::withdrawn(&absorbed));
        timeline.extend(absorbed);
    }
    let seen: BTreeSet<TicketId> = linked.iter().map(|seen| seen.id).collect();
    let known = |other: &TicketId| *other == id || seen.contains(other);
    timeline.retain_mut(|recorded| narrow(reader, &known, recorded));
    timeline.sort_by_key(|recorded| (recorded.at, recorded.position));
    let children = children(tx, reader, id)?;
    let names = names_of(tx, &reader.actor, &ticket, &timeline)?;
    let external = external_id(tx, id)?;
    let invitations = invitations(tx, &timeline)?;
    Ok(TicketPage {
        ticket,
        timeline,
        withdrawn,
        linked,
        children,
        names,
        external,
        invitations,
        keeps_mail: false,
    })
}

fn narrow_ticket(ticket: &mut Ticket, seen: &[Linked]) {
    let seen: BTreeSet<TicketId> = seen.iter().map(|linked| linked.id).collect();
    let known = |id: &TicketId| seen.contains(id);
    ticket.parent = ticket.parent.filter(known);
    ticket.merged_into = ticket.merged_into.filter(known);
    ticket.links.retain(|link| known(&link.to));
    ticket.absorbed.retain(known);
}

/// Those of `ids` that the reader may see.
fn linked(tx: &Tx<'_>, reader: &Reader, ids: BTreeSet<TicketId>) -> Result<Vec<Linked>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let places: Vec<_> = ids
        .iter()
        .take(LINKED_MAX)
        .map(|id| sql.bind(*id))
        .collect();
    select_linked(tx, reader, sql, &format!("t.id IN ({})", places.join(", ")))
}

fn children(tx: &Tx<'_>, reader: &Reader, parent: TicketId) -> Result<Vec<Linked>> {
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let place = sql.bind(parent);
    select_linked(tx, reader, sql, &format!("t.parent_id = {place}"))
}

/// A link belongs to the ticket that it was made on: nothing happens to the other, which may be visible to
/// more people. The other shows it all the same, to those who see both.
fn add_incoming(
    tx: &Tx<'_>,
    reader: &Reader,
    ticket: &mut Ticket,
    linked: &mut Vec<Linked>,
) -> Result<()> {
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let (place, visible) = (sql.bind(ticket.id), visible(&mut sql, &reader.actor));
    let text = format!(
        "SELECT t.id, t.kind, t.subject, t.state, t.state_category, l.kind FROM ticket_links l \
         JOIN tickets t ON t.id = l.ticket_id WHERE l.to_id = {place} AND {visible} ORDER BY t.id LIMIT {LINKED_MAX}"
    );
    let mut seen: BTreeSet<TicketId> = linked.iter().map(|known| known.id).collect();
    tx.each(&text, &sql.params, |row| {
        let found = linked_of(row)?;
        if let Some(kind) = LinkKind::named(row.text(5)?) {
            ticket.links.insert(Link {
                kind: kind.reverse(),
                to: found.id,
            });
        }
        if seen.insert(found.id) {
            linked.push(found);
        }
        Ok::<_, Error>(())
    })
}

fn select_linked(
    tx: &Tx<'_>,
    reader: &Reader,
    mut sql: SqlText,
    condition: &str,
) -> Result<Vec<Linked>> {
    let visible = visible(&mut sql, &reader.actor);
    let text = format!(
        "SELECT t.id, t.kind, t.subject, t.state, t.state_category FROM tickets t WHERE {condition} AND {visible} \
         ORDER BY t.id LIMIT {LINKED_MAX}"
    );
    tx.query(&text, &sql.params, linked_of)
}

fn linked_of(row: &Row<'_>) -> Result<Linked> {
    Ok(Linked {
        id: row.get(0)?,
        kind: row.get(1)?,
        subject: row.get(2)?,
        state: row.get(3)?,
        state_category: row.get(4)?,
    })
}

fn names_of(
    tx: &Tx<'_>,
    actor: &Actor,
    ticket: &Ticket,
    timeline: &[Recorded],
) -> Result<NameMaps> {
    let mut people: BTreeSet<PersonId> = ticket.parties().collect();
    let mut teams: BTreeSet<TeamId> = ticket.team.into_iter().collect();
    let mut services: BTreeSet<ServiceId> = ticket.service.into_iter().collect();
    for task in &ticket.tasks {
        people.extend(task.plan.owner);
        teams.extend(task.plan.team);
    }
    for approval in &ticket.approvals {
        people.extend(approval.people());
        for approver in approval.plan.steps.iter().flat_map(|step| &step.ask) {
            match approver {
                Approver::Person(person) => people.extend([*person]),
                Approver::Members(team) | Approver::Leads(team) => teams.extend([*team]),
                _ => {}
            }
        }
    }
    people.extend(ticket.fields.values().filter_map(|value| match value {
        kernel::ticket::FieldValue::Person(person) => Some(*person),
        _ => None,
    }));
    for recorded in timeline {
        people.extend(recorded.actor);
        match &recorded.activity {
            Activity::TeamChanged { from, to } => teams.extend(from.iter().chain(to)),
            Activity::AssigneeChanged { from, to } | Activity::OnBehalfOfChanged { from, to } => {
                people.extend(from.iter().chain(to));
            }
            Activity::RequesterChanged { from, to } => people.extend([*from, *to]),
            Activity::ServiceChanged { from, to } => services.extend(from.iter().chain(to)),
            Activity::Mentioned {
                people: mentioned,
                teams: named,
                ..
            } => {
                people.extend(mentioned);
                teams.extend(named);
            }
            Activity::WatcherAdded { person } | Activity::WatcherRemoved { person } => {
                people.extend([*person])
            }
            Activity::Automated(Automated::Routed { team, person, .. }) => {
                teams.extend([*team]);
                people.extend(*person);
            }
            Activity::Brought(brought) => people.extend(brought.author),
            Activity::Approval(approval) => people.extend(approval.people()),
            Activity::Automated(Automated::Relieved { person }) => people.extend([*person]),
            Activity::Automated(Automated::Told { people: told, .. }) => people.extend(told),
            _ => {}
        }
    }
    names(tx, actor, &people, &teams, &services)
}

fn external_id(tx: &Tx<'_>, ticket: TicketId) -> Result<Option<String>> {
    let sql = "SELECT external_id FROM external_refs WHERE ticket_id = $1 ORDER BY source LIMIT 1";
    Ok(tx.find(sql, params![ticket], |row| row.get(0))?)
}

/// A stored file, if it hangs on something that the reader may see.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the reader.
pub fn attachment(tx: &Tx<'_>, reader: &Reader, hash: &str) -> Result<Attachment> {
    let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
    let hash = sql.bind(hash);
    let visible = visible(&mut sql, &reader.actor);
    let internal = if reader.actor.can(Permission::NoteRead) {
        ""
    } else {
        " AND f.internal = 0"
    };
    let text = format!(
        "SELECT f.hash, f.name, f.media_type, f.size_bytes FROM ticket_attachments f \
         JOIN tickets t ON t.id = f.ticket_id WHERE f.hash = {hash}{internal} AND {visible} \
         ORDER BY f.position LIMIT 1"
    );
    let found = tx.find(&text, &sql.params, |row| {
        Ok(Attachment {
            hash: row.get(0)?,
            name: row.get(1)?,
            media_type: row.get(2)?,
            size_bytes: row.get(3)?,
        })
    })?;
    found.ok_or(Error::NotFound)
}
