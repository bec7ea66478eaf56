//! What administrators decide about mailboxes.

use super::model::{Mailbox, MailboxId};
use super::{queries, token};
use kernel::ticket::Address;
use kernel::{Actor, Permission, TeamId, Timestamp};
use store::Tx;
use work::{Error, Result};

/// Longest name, in characters.
const NAME_MAX_CHARS: usize = 100;

/// A mailbox as it is to be.
#[derive(Clone, Debug)]
pub struct MailboxEdit {
    /// What it is called.
    pub name: String,
    /// Its address, in lower case.
    pub address: String,
    /// The team that new tickets go to.
    pub team: Option<TeamId>,
    /// Whether mail is taken.
    pub active: bool,
}

/// What is wrong with a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No name, or one that is too long.
    Name,
    /// No address, or one with a plus: what stands behind that is the desk's.
    Address,
    /// Another mailbox has the address.
    Taken,
}

/// Adds a mailbox, or changes one.
///
/// # Errors
/// When the actor may not, when there is none, or when the database fails; what is wrong with it is answered.
pub fn save_mailbox(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: Option<MailboxId>,
    edit: &MailboxEdit,
) -> Result<Result<MailboxId, Wrong>> {
    if !actor.can(Permission::PolicyManage) {
        return Err(kernel::ticket::Refusal::Forbidden(Permission::PolicyManage).into());
    }
    if edit.name.is_empty() || edit.name.chars().count() > NAME_MAX_CHARS {
        return Ok(Err(Wrong::Name));
    }
    let plain = Address::parse(&edit.address)
        .is_some_and(|it| it.email == edit.address && it.name.is_empty());
    if !plain || token::plain(&edit.address) != edit.address {
        return Ok(Err(Wrong::Address));
    }
    let known = queries::mailboxes(tx)?;
    if known
        .iter()
        .any(|other| Some(other.id) != id && other.address == edit.address)
    {
        return Ok(Err(Wrong::Taken));
    }
    let saved = match id {
        None => queries::insert_mailbox(tx, &edit.name, &edit.address, edit.team)?,
        Some(id) => {
            let mailbox = Mailbox {
                id,
                name: edit.name.clone(),
                address: edit.address.clone(),
                team: edit.team,
                active: edit.active,
            };
            if !queries::update_mailbox(tx, &mailbox)? {
                return Err(Error::NotFound);
            }
            id
        }
    };
    let detail =
        serde_json::json!({ "name": edit.name, "address": edit.address, "active": edit.active });
    let subject = format!("mailbox:{}", saved.0);
    directory::queries::insert_audit(tx, actor, now, &subject, "saved", &detail)?;
    Ok(Ok(saved))
}
