//! Mail out: a follower of the log writes what is to be sent and to whom ([`FOLLOWER`]), and whoever sends takes it from
//! there ([`Sender`]). What was taken back meanwhile is not sent; what is sent twice carries the same id.

mod alarms;
mod asked;
mod copies;
mod gathered;
mod handing_over;
mod letter;
pub mod model;
pub(in crate::mail) mod nobody;
mod paper;
mod sending;
mod server;
mod settling;
mod survey;
mod told;
mod writing;

pub use handing_over::Patience;
pub use letter::{Body, Letter};
pub use paper::Look;
pub use sending::Sender;
pub(crate) use sending::{is_set_up, keep_sending};
pub use told::Told;
pub(crate) use told::mail;

use super::model::Mailbox;
use super::queries::{self, outbox};
use super::{breaker, token};
use directory::{SystemSecrets, queries as people};
use kernel::policy::StateCategory;
use kernel::text::hex;
use kernel::ticket::{Address, ApprovalActivity, Automated, Channel, SideMessage};
use kernel::time::DAY;
use kernel::{Activity, PersonId, Recorded, Ticket, Timestamp};
use model::{Kind, OutboxState, Outgoing, OutgoingId};
use std::collections::BTreeSet;
use store::Tx;
use work::{Desk, Follower, Result};

/// Writes what is to be mailed.
pub const FOLLOWER: Follower = Follower {
    name: "mail",
    react,
};
/// What happened longer ago goes to nobody unseen any more: mail was switched off meanwhile. What somebody wrote or did is
/// listed as not sent, and can be sent all the same.
const OLD: i64 = 3 * DAY;

/// What happened before that is listed nowhere, either: nobody waits for it any more.
const FORGOTTEN: i64 = 30 * DAY;

fn react(tx: &Tx<'_>, happened: &[Recorded], now: Timestamp) -> Result<()> {
    for one in happened {
        let longest = match one.actor {
            Some(_) => FORGOTTEN,
            None => OLD,
        };
        if one.channel == Channel::Import || one.at.plus(longest) < now {
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
            Activity::Automated(Automated::Surveyed) => (Kind::Survey, &[][..]),
            Activity::SideWritten(side) => {
                tell_outside(tx, one, side, now)?;
                continue;
            }
            Activity::Undone { .. } => {
                outbox::bring_back(tx, one.ticket, now.plus(-OLD), now)?;
                continue;
            }
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
        if told.contains(&to.email) || to.email == mailbox.address {
            continue;
        }
        let optional = person.and_then(|person| kind.optional(&ticket, person).zip(Some(person)));
        if let Some((mail, person)) = optional
            && queries::choices::is_off(tx, person, mail)?
        {
            continue;
        }
        // What Spoc says by itself answers neither a machine nor a list (RFC 3834).
        if let Some(person) = person
            && happened.actor.is_none()
            && kind != Kind::ApprovalAsked
            && queries::is_quiet(tx, ticket.id, person)?
        {
            continue;
        }
        if let (Kind::Survey, Some(person)) = (kind, person)
            && survey::was_asked_lately(tx, person, now)?
        {
            continue;
        }
        let new = New {
            happened,
            kind,
            mailbox: &mailbox,
            conversation: None,
        };
        // Not before: whoever wants no such mail may get a copy that somebody wants them to have.
        told.insert(to.email.clone());
        new.put(tx, person, to, now)?;
    }
    Ok(())
}

/// What was written to people outside goes to all whom the side conversation is with. What they wrote themselves goes to
/// nobody: whoever answered by mail chose whom to, and what an agent notes down was said elsewhere.
fn tell_outside(
    tx: &Tx<'_>,
    happened: &Recorded,
    side: &SideMessage,
    now: Timestamp,
) -> Result<()> {
    if side.from.is_some() {
        return Ok(());
    }
    let Some(ticket) = store::load(tx, happened.ticket)? else {
        return Ok(());
    };
    let Some(mailbox) = mailbox(tx, &ticket)? else {
        return Ok(());
    };
    let mailboxes = queries::mailboxes(tx)?;
    let is_ours = |to: &Address| {
        let plain = token::plain(&to.email);
        mailboxes.iter().any(|mailbox| mailbox.address == plain)
    };
    let new = New {
        happened,
        kind: Kind::Aside,
        mailbox: &mailbox,
        conversation: Some(side.conversation),
    };
    for to in side.with.iter().filter(|to| !is_ours(to)) {
        new.put(tx, None, to.clone(), now)?;
    }
    Ok(())
}

/// Something that is to be mailed.
struct New<'a> {
    happened: &'a Recorded,
    kind: Kind,
    mailbox: &'a Mailbox,
    /// In which side conversation.
    conversation: Option<u32>,
}

impl New<'_> {
    /// Puts it into the queue for somebody. Whether their address can be reached is asked when it is sent.
    fn put(
        &self,
        tx: &Tx<'_>,
        person: Option<PersonId>,
        to: Address,
        now: Timestamp,
    ) -> Result<()> {
        let (ticket, position) = (self.happened.ticket, self.happened.position);
        let stamp = format!("{position}:{}", to.email);
        // All whom a side conversation is with get the same message: they may answer each other.
        let marked = match self.conversation {
            Some(number) => format!("{position}:{number}"),
            None => stamp.clone(),
        };
        let new = Outgoing {
            id: OutgoingId(0),
            kind: self.kind,
            ticket,
            conversation: self.conversation,
            position,
            mailbox: self.mailbox.id,
            person,
            message_id: message_id(&format!("{ticket}-{position}"), &marked, self.mailbox),
            state: self.first_state(tx, &to, now)?,
            to,
            attempts: 0,
            error: None,
            created_at: now,
            told: None,
        };
        Ok(outbox::insert_outgoing(tx, &stamp, &new, now)?)
    }

    /// What Spoc answers by itself goes to no address that has got too much of it: a machine may answer it each time.
    fn first_state(&self, tx: &Tx<'_>, to: &Address, now: Timestamp) -> Result<OutboxState> {
        let automatic = self.happened.actor.is_none();
        let answers = matches!(self.kind, Kind::Reply | Kind::Resolved);
        let is_held = automatic && answers && breaker::is_told_too_much(tx, &to.email, now)?;
        Ok(match is_held {
            true => OutboxState::Held,
            false => OutboxState::Waiting,
        })
    }
}

/// The id of a message: the same for what is marked the same.
fn message_id(about: &str, marked: &str, mailbox: &Mailbox) -> String {
    let mark = hex(&ring::digest::digest(&ring::digest::SHA256, marked.as_bytes()).as_ref()[..8]);
    let domain = mailbox.address.rsplit('@').next().unwrap_or_default();
    format!("spoc-{about}-{mark}@{domain}")
}

/// Where somebody gets mail; nowhere for whoever has left or has no address.
fn address_of(tx: &Tx<'_>, person: PersonId) -> Result<Option<Address>> {
    let found = people::find_person(tx, person)?.filter(|person| person.active);
    Ok(found.and_then(|person| {
        let address = Address::parse(person.email.as_deref()?)?;
        Some(Address {
            name: person.name,
            ..address
        })
    }))
}

/// The secret of a new link, which `keep` keeps: it stands in the message alone.
async fn linked(
    desk: &Desk,
    keep: impl Fn(&Tx<'_>, &str, Timestamp) -> Result<()> + Send + Sync + 'static,
) -> Result<String> {
    let secret = directory::link_secret(&SystemSecrets).map_err(sending::told)?;
    let (kept, now) = (secret.clone(), desk.clock().now());
    let keeping = move |tx: &Tx<'_>| keep(tx, &kept, now);
    desk.store().write(keeping).await?;
    Ok(secret)
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
        Activity::Automated(_) => vec![ticket.requester],
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
        found.extend(address_of(tx, id)?.map(|address| (Some(id), address)));
    }
    Ok(found)
}

/// The mailbox that a ticket's messages go out from: where its last one came in, or its service's, or its team's, or the
/// first. A service's is for its tickets alone, as long as there are others.
fn mailbox(tx: &Tx<'_>, ticket: &Ticket) -> Result<Option<Mailbox>> {
    let all: Vec<Mailbox> = queries::mailboxes(tx)?
        .into_iter()
        .filter(|it| it.active)
        .collect();
    let last = outbox::mailbox_of(tx, ticket.id)?;
    let of_service = |it: &&Mailbox| it.service.is_some() && it.service == ticket.service;
    let of_team = |it: &&Mailbox| it.team.is_some() && it.team == ticket.team;
    let of_no_service = || all.iter().filter(|it| it.service.is_none());
    let chosen = all
        .iter()
        .find(|it| Some(it.id) == last)
        .or_else(|| all.iter().find(of_service))
        .or_else(|| of_no_service().find(of_team))
        .or_else(|| of_no_service().next())
        .or(all.first());
    Ok(chosen.cloned())
}
