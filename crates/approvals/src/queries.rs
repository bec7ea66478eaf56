//! The questions about who is asked. Each is asked by somebody, and answers only what they are asked about.

use crate::model::{Answered, Said, Waiting, find, may_read, said_in_public};
use directory::queries as people;
use kernel::ticket::{Activity, Approval, ApprovalId};
use kernel::{PersonId, Ticket, TicketId, Timestamp};
use std::collections::BTreeSet;
use store::log::Texts;
use store::{Tx, Value, params};
use work::queries::{NameMaps, names};
use work::{Error, Reader, Result};

/// Most that waits for somebody and is shown at once.
pub(crate) const WAITING_MAX: usize = 50;
/// Most answers that are shown.
const ANSWERED_MAX: i64 = 20;

/// Those for whom the reader stands in.
pub(crate) fn away(tx: &Tx<'_>, reader: &Reader) -> Result<BTreeSet<PersonId>> {
    Ok(match reader.actor.person {
        Some(me) => people::stands_in_for(tx, me, reader.now)?,
        None => BTreeSet::new(),
    })
}

/// What waits for the reader's answer, the oldest first.
pub(crate) fn waiting(tx: &Tx<'_>, reader: &Reader, limit: usize) -> Result<Vec<Waiting>> {
    let Some(me) = reader.actor.person else {
        return Ok(Vec::new());
    };
    let away = away(tx, reader)?;
    let mut values: Vec<Value> = vec![me.into()];
    let mut places = vec!["$1".to_owned()];
    for person in &away {
        values.push((*person).into());
        places.push(format!("${}", values.len()));
    }
    // What was answered in one's own place may wait for one in another's: a few more are looked at.
    values.push((limit as i64 * 2).into());
    let sql = format!(
        "SELECT ticket_id, approval_id, MIN(at) AS since FROM ( \
         SELECT ticket_id, approval_id, at FROM ticket_approvals WHERE state = 'waiting' AND person_id IN ({}) \
         UNION ALL \
         SELECT ticket_id, approval_id, at FROM ticket_approvals WHERE state = 'waiting' AND substitute_id = $1 \
         ) asked GROUP BY ticket_id, approval_id ORDER BY since, ticket_id, approval_id LIMIT ${}",
        places.join(", "),
        values.len()
    );
    let found: Vec<(TicketId, ApprovalId, Timestamp)> = tx.query(&sql, &values, |row| {
        Ok::<_, store::Error>((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let mut waiting = Vec::new();
    for (id, approval, since) in found {
        let Some(ticket) = store::load(tx, id)? else {
            continue;
        };
        let own = ticket.is_for(me);
        let asked = find(&ticket, approval)
            .is_some_and(|one| one.place_of(me, &away).is_some() && (one.plan.own || !own));
        if asked && waiting.len() < limit {
            waiting.push(Waiting {
                ticket,
                approval,
                since,
            });
        }
    }
    Ok(waiting)
}

/// What the reader answered, the latest first.
pub(crate) fn answered(tx: &Tx<'_>, reader: &Reader) -> Result<Vec<Answered>> {
    let sql = "SELECT a.ticket_id, a.approval_id, t.subject, a.state, a.at FROM ticket_approvals a \
               JOIN tickets t ON t.id = a.ticket_id WHERE a.by_id = $1 \
               ORDER BY a.at DESC, a.ticket_id DESC, a.approval_id DESC LIMIT $2";
    let Some(me) = reader.actor.person else {
        return Ok(Vec::new());
    };
    tx.query(sql, params![me, ANSWERED_MAX], |row| {
        Ok(Answered {
            ticket: row.get(0)?,
            approval: row.get(1)?,
            subject: row.get(2)?,
            verdict: row.get(3)?,
            at: row.get(4)?,
        })
    })
}

/// What an approval is about, for somebody who is or was asked.
pub(crate) struct Case {
    pub(crate) ticket: Ticket,
    pub(crate) said: Vec<Said>,
    pub(crate) names: NameMaps,
    pub(crate) away: BTreeSet<PersonId>,
}

/// What an approval is about. Whoever is no longer asked reads what was there when they were.
///
/// # Errors
/// [`Error::NotFound`] for whoever was never asked.
pub(crate) fn case(
    tx: &Tx<'_>,
    reader: &Reader,
    (id, approval): (TicketId, ApprovalId),
) -> Result<Case> {
    let me = reader.actor.person.ok_or(Error::NotFound)?;
    let away = away(tx, reader)?;
    let ticket = store::load(tx, id)?.ok_or(Error::NotFound)?;
    let found = find(&ticket, approval).filter(|one| may_read(one, me, &away));
    let found = found.ok_or(Error::NotFound)?;
    let until = match (found.place_of(me, &away), &found.ended) {
        (Some(_), _) => reader.now,
        (None, Some(ended)) => ended.at,
        (None, None) => last_asked(found, me),
    };
    let log = store::log::of_ticket(tx, id, Texts::Public)?;
    let said = said_in_public(log, until, reader.now);
    let names = names_of(tx, reader, &ticket, &said)?;
    Ok(Case {
        ticket,
        said,
        names,
        away,
    })
}

/// When somebody last said something to an approval.
fn last_asked(approval: &Approval, me: PersonId) -> Timestamp {
    let said = approval.course.iter().flat_map(|step| &step.decisions);
    let own = said.filter(|one| one.by == me).map(|one| one.at).max();
    own.unwrap_or(approval.asked_at)
}

/// The names of everybody whom an approval speaks of.
pub(crate) fn names_of(
    tx: &Tx<'_>,
    reader: &Reader,
    ticket: &Ticket,
    said: &[Said],
) -> Result<NameMaps> {
    let mut people: BTreeSet<PersonId> = said.iter().filter_map(|one| one.by).collect();
    people.extend([ticket.requester]);
    people.extend(ticket.on_behalf_of);
    people.extend(ticket.approvals.iter().flat_map(Approval::people));
    let (mut named, mut teams) = (BTreeSet::new(), BTreeSet::new());
    let steps = ticket.approvals.iter().flat_map(|one| &one.plan.steps);
    for approver in steps.flat_map(|step| &step.ask) {
        match approver {
            kernel::policy::Approver::Person(person) => {
                named.insert(*person);
            }
            kernel::policy::Approver::Members(team) | kernel::policy::Approver::Leads(team) => {
                teams.insert(*team);
            }
            _ => {}
        }
    }
    people.extend(named);
    let services = ticket.service.into_iter().collect();
    names(tx, &reader.actor, &people, &teams, &services)
}

/// The description of a ticket, for the list of what waits.
pub(crate) fn description(tx: &Tx<'_>, ticket: TicketId) -> Result<String> {
    let log = store::log::of_ticket(tx, ticket, Texts::Public)?;
    let text = log
        .into_iter()
        .next()
        .and_then(|first| match &first.activity {
            opened @ Activity::Opened(_) => opened.text().map(str::to_owned),
            _ => None,
        });
    Ok(text.unwrap_or_default())
}
