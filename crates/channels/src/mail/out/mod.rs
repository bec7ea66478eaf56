//! Mail out: a follower of the log writes what is to be sent and to whom ([`FOLLOWER`]), and whoever sends takes it from
//! there ([`Sender`]). What was taken back meanwhile is not sent; what is sent twice carries the same id.

mod asked;
mod letter;
pub mod model;
mod sending;
mod server;

pub use letter::{Body, Letter};
pub use sending::Sender;
pub(crate) use sending::{is_set_up, keep_sending};

use super::model::Mailbox;
use super::queries::{self, outbox};
use directory::queries as people;
use kernel::policy::StateCategory;
use kernel::text::hex;
use kernel::ticket::{Address, ApprovalActivity};
use kernel::time::DAY;
use kernel::{Activity, PersonId, Recorded, Ticket, Timestamp};
use model::{Kind, OutboxState, Outgoing, OutgoingId};
use std::collections::BTreeSet;
use store::Tx;
use work::{Follower, Result};

/// Writes what is to be mailed.
pub const FOLLOWER: Follower = Follower {
    name: "mail",
    react,
};
/// What happened longer ago is told nobody any more: mail was switched off meanwhile.
const OLD: i64 = 3 * DAY;

fn react(tx: &Tx<'_>, happened: &[Recorded], now: Timestamp) -> Result<()> {
    for one in happened {
        if one.at.plus(OLD) < now {
            continue;
        }
        let (kind, cc) = match &one.activity {
            Activity::Replied {
                by_agent: true,
                delivery,
                ..
            } => (Kind::Reply, delivery.cc.as_slice()),
            Activity::StateChanged(change) if change.category == StateCategory::Resolved => {
                (Kind::Resolved, &[][..])
            }
            Activity::Approval(
                ApprovalActivity::StepBegun { .. } | ApprovalActivity::Reminded { .. },
            ) => (Kind::ApprovalAsked, &[][..]),
            _ => continue,
        };
        tell(tx, one, kind, cc, now)?;
    }
    Ok(())
}

fn tell(
    tx: &Tx<'_>,
    happened: &Recorded,
    kind: Kind,
    cc: &[Address],
    now: Timestamp,
) -> Result<()> {
    let Some(ticket) = store::load(tx, happened.ticket)? else {
        return Ok(());
    };
    let Some(mailbox) = mailbox(tx, &ticket)? else {
        return Ok(());
    };
    let mut told = BTreeSet::new();
    for (person, to) in recipients(tx, &ticket, happened)?
        .into_iter()
        .chain(cc.iter().map(|to| (None, to.clone())))
    {
        if !told.insert(to.email.clone()) || to.email == mailbox.address {
            continue;
        }
        let optional = person.and_then(|person| kind.optional(&ticket, person).zip(Some(person)));
        if let Some((mail, person)) = optional
            && queries::choices::is_off(tx, person, mail)?
        {
            continue;
        }
        let state = match queries::is_unreachable(tx, &to.email)? {
            true => OutboxState::Suppressed,
            false => OutboxState::Waiting,
        };
        let stamp = format!("{}:{}", happened.position, to.email);
        let domain = mailbox.address.rsplit('@').next().unwrap_or_default();
        let mark =
            hex(&ring::digest::digest(&ring::digest::SHA256, stamp.as_bytes()).as_ref()[..8]);
        let new = Outgoing {
            id: OutgoingId(0),
            kind,
            ticket: ticket.id,
            position: happened.position,
            mailbox: mailbox.id,
            person,
            message_id: format!("spoc-{}-{}-{mark}@{domain}", ticket.id, happened.position),
            to,
            state,
            attempts: 0,
            error: None,
            created_at: now,
        };
        outbox::insert_outgoing(tx, &stamp, &new, now)?;
    }
    Ok(())
}

/// Who is told of it: whoever is asked, or else the requester's side and who follows; but not whoever did it. Agents who
/// follow hear of it as colleagues: they stand among nobody's recipients.
fn recipients(
    tx: &Tx<'_>,
    ticket: &Ticket,
    happened: &Recorded,
) -> Result<Vec<(Option<PersonId>, Address)>> {
    let requesters = [Some(ticket.requester), ticket.on_behalf_of];
    let requesters = requesters.into_iter().flatten();
    let ids: Vec<PersonId> = match &happened.activity {
        Activity::Approval(asked) => asked.people(),
        Activity::Replied { delivery, .. } if !delivery.requester_only => {
            let agents = people::agents_among(tx, &ticket.watchers)?;
            let watchers = ticket.watchers.difference(&agents);
            requesters.chain(watchers.copied()).collect()
        }
        _ => requesters.collect(),
    };
    let mut found = Vec::new();
    for id in ids {
        if happened.actor == Some(id) {
            continue;
        }
        let Some(person) = people::find_person(tx, id)?.filter(|person| person.active) else {
            continue;
        };
        if let Some(mut address) = person.email.as_deref().and_then(Address::parse) {
            address.name = person.name;
            found.push((Some(id), address));
        }
    }
    Ok(found)
}

/// The mailbox that a ticket's messages go out from: where its last one came in, or its team's, or the first.
fn mailbox(tx: &Tx<'_>, ticket: &Ticket) -> Result<Option<Mailbox>> {
    let all: Vec<Mailbox> = queries::mailboxes(tx)?
        .into_iter()
        .filter(|it| it.active)
        .collect();
    let last = outbox::mailbox_of(tx, ticket.id)?;
    let chosen = all
        .iter()
        .find(|it| Some(it.id) == last)
        .or_else(|| {
            all.iter()
                .find(|it| it.team.is_some() && it.team == ticket.team)
        })
        .or(all.first());
    Ok(chosen.cloned())
}
