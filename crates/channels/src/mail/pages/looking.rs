//! Who may look at a message that came in, and say that it is to be taken in.
//!
//! Whoever works on its ticket; where it has none, whoever would work on the ticket that it would become: the team of the
//! mailbox, or every agent where that has no team. Administrators look after all but what belongs to a hidden ticket.

use crate::mail::model::{Mail, MailId, Mailbox};
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
    if actor.can(Permission::PolicyManage) {
        return may_read(tx, actor, mail.ticket);
    }
    match mail.ticket {
        Some(ticket) => works_on(tx, actor, ticket),
        None => {
            let mailbox = queries::find_mailbox(tx, mail.mailbox)?;
            Ok(mailbox.is_some_and(|mailbox| is_of(actor, &mailbox)))
        }
    }
}

/// Whether somebody works on a ticket, as an agent, and reads what is internal: side conversations are mail, too.
pub(super) fn works_on(tx: &Tx<'_>, actor: &Actor, ticket: TicketId) -> work::Result<bool> {
    let ticket = store::load(tx, ticket)?;
    let works = ticket.is_some_and(|ticket| actor.works_on(&ticket));
    Ok(works && actor.can(Permission::NoteRead))
}

/// Whether what comes in by a mailbox is an agent's to work on.
pub(super) fn is_of(actor: &Actor, mailbox: &Mailbox) -> bool {
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
