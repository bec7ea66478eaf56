//! What administrators decide about mailboxes.

use super::fetching::account::{Account, Security, SignIn, sealed_for};
use super::grants::is_here;
use super::model::{Mailbox, MailboxId};
use super::{queries, token};
use kernel::ticket::Address;
use kernel::{Actor, ServiceId, TeamId, Timestamp};
use store::{Seal, Tx};
use work::{Error, Result};

/// Longest name, in characters.
const NAME_MAX_CHARS: usize = 100;

/// Most servers that a mailbox trusts.
const SERVERS_MAX: usize = 10;
/// Longest name of a server, in bytes.
const SERVER_MAX_BYTES: usize = 253;

/// A mailbox as it is to be.
#[derive(Clone, Debug)]
pub struct MailboxEdit {
    /// What it is called.
    pub name: String,
    /// Its address, in lower case.
    pub address: String,
    /// The team that new tickets go to.
    pub team: Option<TeamId>,
    /// The service that new tickets are about; its tickets are answered from here.
    pub service: Option<ServiceId>,
    /// Whether mail is taken.
    pub active: bool,
    /// The mail servers that are believed what they say of whether a message is its sender's, in lower case.
    pub trusted_servers: Vec<String>,
    /// Whether its server takes what is for `desk+anything@`, too.
    pub plus_addresses: bool,
}

/// What is wrong with a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No name, or one that is too long.
    Name,
    /// No address, or one with a plus: what stands behind that is the desk's.
    Address,
    /// So much before the `@` that no token fits behind it.
    Long,
    /// Another mailbox has the address.
    Taken,
    /// A trusted server that is none, or too many of them.
    Servers,
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
    work::require_policy(actor)?;
    if edit.name.is_empty() || edit.name.chars().count() > NAME_MAX_CHARS {
        return Ok(Err(Wrong::Name));
    }
    let plain = Address::parse(&edit.address)
        .is_some_and(|it| it.email == edit.address && it.name.is_empty());
    if !plain || token::plain(&edit.address) != edit.address {
        return Ok(Err(Wrong::Address));
    }
    if edit.plus_addresses && !token::fits_behind(&edit.address) {
        return Ok(Err(Wrong::Long));
    }
    let servers = &edit.trusted_servers;
    if servers.len() > SERVERS_MAX || !servers.iter().all(|name| is_server_name(name)) {
        return Ok(Err(Wrong::Servers));
    }
    let known = queries::mailboxes(tx)?;
    if known
        .iter()
        .any(|other| Some(other.id) != id && other.address == edit.address)
    {
        return Ok(Err(Wrong::Taken));
    }
    if let Some(service) = edit.service {
        directory::queries::find_service(tx, service)?.ok_or(Error::NotFound)?;
    }
    let id = match id {
        None => queries::insert_mailbox(tx, &edit.name, &edit.address, edit.team)?,
        Some(id) => id,
    };
    let mailbox = Mailbox {
        id,
        name: edit.name.clone(),
        address: edit.address.clone(),
        team: edit.team,
        service: edit.service,
        active: edit.active,
        trusted_servers: servers.clone(),
        plus_addresses: edit.plus_addresses,
    };
    if !queries::update_mailbox(tx, &mailbox)? {
        return Err(Error::NotFound);
    }
    let detail = serde_json::json!({
        "name": edit.name, "address": edit.address, "active": edit.active, "trusted_servers": servers, "service": edit.service,
        "plus_addresses": edit.plus_addresses,
    });
    audit(tx, actor, now, id, "saved", &detail)?;
    Ok(Ok(id))
}

/// Whether a mail server can be called so: what it calls itself is mostly the name of a host.
fn is_server_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    (1..=SERVER_MAX_BYTES).contains(&name.len()) && name.bytes().all(fits)
}

/// Longest name of a server, user or folder, and longest password, in characters.
const PART_MAX_CHARS: usize = 200;
/// Longest time without a message that can be asked for, in hours: a year.
const SILENCE_MAX_HOURS: i64 = 8_784;

/// What is wrong with where a mailbox is fetched from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongAccount {
    /// No server, or one that is too long.
    Host,
    /// Unencrypted, and the server is another machine.
    Plain,
    /// No port.
    Port,
    /// No user, or one that is too long.
    User,
    /// No password, though none is kept for this user of this server.
    Password,
    /// Nobody has allowed it with the provider yet.
    Grant,
    /// No folder, or one that is too long.
    Folder,
    /// The folder that messages are moved to is the one that is fetched, or too long.
    MoveTo,
    /// No number of hours between 1 and a year.
    Silence,
}

/// The password that a mailbox is to be fetched with: what was entered, else the one that is kept, if it is for this user
/// of this server; none where a provider has allowed it.
///
/// # Errors
/// When the actor may not, when there is no such mailbox, or when the database or the sealing fails; what is wrong with
/// the account is answered.
pub fn password_for(
    tx: &Tx<'_>,
    seal: &Seal,
    actor: &Actor,
    mailbox: MailboxId,
    (account, entered): (&Account, &str),
) -> Result<Result<String, WrongAccount>> {
    work::require_policy(actor)?;
    queries::find_mailbox(tx, mailbox)?.ok_or(Error::NotFound)?;
    if let Some(wrong) = wrong_account(account, entered) {
        return Ok(Err(wrong));
    }
    if account.sign_in == SignIn::Grant {
        let grant = queries::grants::find(tx, mailbox)?;
        let granted = grant.is_some_and(|grant| grant.granted_at.is_some());
        return Ok(match granted {
            true => Ok(String::new()),
            false => Err(WrongAccount::Grant),
        });
    }
    if !entered.is_empty() {
        return Ok(Ok(entered.to_owned()));
    }
    let about = sealed_for(mailbox, account);
    let kept = queries::accounts::find(tx, mailbox)?;
    let kept = kept
        .filter(|kept| !kept.password.is_empty() && sealed_for(mailbox, &kept.account) == about);
    let opened = kept.and_then(|kept| seal.open(&about, &kept.password).ok());
    Ok(opened.ok_or(WrongAccount::Password))
}

/// Says where a mailbox is fetched from. Without a password the one that is kept stays, if it is for this user of this
/// server.
///
/// # Errors
/// When the actor may not, when there is no such mailbox, or when the database or the sealing fails; what is wrong with
/// it is answered.
pub fn save_account(
    tx: &Tx<'_>,
    seal: &Seal,
    actor: &Actor,
    now: Timestamp,
    mailbox: MailboxId,
    (account, entered): (&Account, &str),
) -> Result<Result<(), WrongAccount>> {
    let password = match password_for(tx, seal, actor, mailbox, (account, entered))? {
        Ok(password) => password,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let sealed = match account.sign_in {
        SignIn::Grant => String::new(),
        SignIn::Password => seal.close(&sealed_for(mailbox, account), &password)?,
    };
    queries::accounts::put(tx, mailbox, account, &sealed, now)?;
    let Account {
        host, user, folder, ..
    } = account;
    let detail = serde_json::json!({ "host": host, "user": user, "folder": folder });
    audit(tx, actor, now, mailbox, "fetched", &detail)?;
    Ok(Ok(()))
}

/// Ends fetching a mailbox; what was fetched stays.
///
/// # Errors
/// When the actor may not, when it was not fetched, or when the database fails.
pub fn delete_account(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    mailbox: MailboxId,
) -> Result<()> {
    work::require_policy(actor)?;
    if !queries::accounts::delete(tx, mailbox)? {
        return Err(Error::NotFound);
    }
    let nothing = serde_json::json!({});
    audit(tx, actor, now, mailbox, "not_fetched", &nothing)
}

fn wrong_account(account: &Account, password: &str) -> Option<WrongAccount> {
    let fits = |text: &str| {
        let long = text.chars().count() > PART_MAX_CHARS;
        !long && !text.is_empty() && !text.chars().any(char::is_control)
    };
    let Account {
        host,
        port,
        security,
        user,
        folder,
        move_to,
        silence_hours,
        ..
    } = account;
    let wrongs = [
        (!fits(host), WrongAccount::Host),
        (
            *security == Security::Plain && !is_here(host),
            WrongAccount::Plain,
        ),
        (*port == 0, WrongAccount::Port),
        (!fits(user), WrongAccount::User),
        (
            !password.is_empty() && !fits(password),
            WrongAccount::Password,
        ),
        (!fits(folder), WrongAccount::Folder),
        (
            move_to == folder || !move_to.is_empty() && !fits(move_to),
            WrongAccount::MoveTo,
        ),
        (
            silence_hours.is_some_and(|hours| !(1..=SILENCE_MAX_HOURS).contains(&hours)),
            WrongAccount::Silence,
        ),
    ];
    let wrong = wrongs.into_iter().find(|(is_wrong, _)| *is_wrong);
    wrong.map(|(_, wrong)| wrong)
}

pub(super) fn audit(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    mailbox: MailboxId,
    what: &str,
    detail: &serde_json::Value,
) -> Result<()> {
    let subject = format!("mailbox:{}", mailbox.0);
    Ok(directory::queries::insert_audit(
        tx, actor, now, &subject, what, detail,
    )?)
}
