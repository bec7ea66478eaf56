//! Who may look at a message that came in, and say that it is to be taken in.
//!
//! Whoever works on its ticket; where it has none, whoever would work on the ticket that it would become: the team of the
//! mailbox, or every agent where that has no team. What was left out of a ticket is theirs who are both. Administrators look after all but what belongs to a hidden ticket.

use crate::mail::model::{Mail, MailId, Mailbox, MailboxId};
use crate::mail::queries;
use directory::SignedIn;
use kernel::{Actor, Permission, TicketId};
use store::Tx;
use web::{Error, Result};
use work::Floor;

/// Lets agents and administrators in.
pub(super) fn allow_agents(signed: &SignedIn) -> Result<()> {
    let actor = &signed.actor;
    match actor.can(Permission::TicketWork) || actor.can(Permission::PolicyManage) {
        true => Ok(()),
        false => Err(Error::forbidden()),
    }
}

/// The message, if the reader may look at it.
pub(super) async fn message(floor: &Floor, signed: &SignedIn, id: i64) -> Result<Mail> {
    allow_agents(signed)?;
    let actor = signed.actor.clone();
    let reading = move |tx: &Tx<'_>| {
        let mail = queries::find_mail(tx, MailId(id))?.ok_or(work::Error::NotFound)?;
        match may_look(tx, &actor, &mail)? {
            true => Ok(mail),
            false => Err(work::Error::NotFound),
        }
    };
    Ok(floor.desk.store().read(reading).await?)
}

fn may_look(tx: &Tx<'_>, actor: &Actor, mail: &Mail) -> work::Result<bool> {
    if !has_to_do_with_its_ticket(tx, actor, mail.ticket)? {
        return Ok(false);
    }
    // What was left out is of a ticket by its own word alone.
    let is_of_ticket = mail.ticket.is_some() && mail.outcome.is_taken();
    if is_of_ticket || actor.can(Permission::PolicyManage) {
        return Ok(true);
    }
    let mailbox = queries::find_mailbox(tx, mail.mailbox)?;
    Ok(mailbox.is_some_and(|mailbox| is_of(actor, &mailbox)))
}

/// Whether a message that came in by a mailbox of the reader's is theirs to look at, whatever its ticket is.
pub(super) fn has_to_do_with_its_ticket(
    tx: &Tx<'_>,
    actor: &Actor,
    ticket: Option<TicketId>,
) -> work::Result<bool> {
    match ticket {
        ticket if actor.can(Permission::PolicyManage) => may_read(tx, actor, ticket),
        Some(ticket) => works_on(tx, actor, ticket),
        None => Ok(true),
    }
}

/// Whether somebody works on a ticket, as an agent, and reads what is internal: side conversations are mail, too.
fn works_on(tx: &Tx<'_>, actor: &Actor, ticket: TicketId) -> work::Result<bool> {
    let ticket = store::load(tx, ticket)?;
    let works = ticket.is_some_and(|ticket| actor.works_on(&ticket));
    Ok(works && actor.can(Permission::NoteRead))
}

/// Nothing for whoever does not work on a ticket: they are not told that it exists.
pub(super) fn must_work_on(tx: &Tx<'_>, actor: &Actor, ticket: TicketId) -> work::Result<()> {
    match works_on(tx, actor, ticket)? {
        true => Ok(()),
        false => Err(work::Error::NotFound),
    }
}

/// The mailboxes whose messages are an agent's to work on; all for whoever looks after them.
pub(super) fn own_mailboxes(tx: &Tx<'_>, actor: &Actor) -> store::Result<Vec<MailboxId>> {
    let all = queries::mailboxes(tx)?.into_iter();
    let is_own = |it: &_| actor.can(Permission::PolicyManage) || is_of(actor, it);
    Ok(all.filter(is_own).map(|it| it.id).collect())
}

/// Whether what comes in by a mailbox is an agent's to work on.
fn is_of(actor: &Actor, mailbox: &Mailbox) -> bool {
    let of_team = mailbox.team.is_none_or(|team| actor.teams.contains(&team));
    actor.can(Permission::TicketWork) && of_team
}

/// Whether an administrator may see what belongs to a ticket, or to none.
pub(super) fn may_read(tx: &Tx<'_>, actor: &Actor, ticket: Option<TicketId>) -> work::Result<bool> {
    match ticket {
        None => Ok(true),
        Some(ticket) => Ok(store::load(tx, ticket)?.is_none_or(|ticket| actor.may_see(&ticket))),
    }
}
