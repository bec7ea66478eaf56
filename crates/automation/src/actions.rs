//! Keeping macros and signatures, and writing them out for a ticket.

use crate::model::{Macro, Scope};
use crate::placeholders::{self, Values, Wrong, first_name};
use crate::{queries, seeds};
use directory::queries as people;
use kernel::ticket::Refusal;
use kernel::{Actor, Permission, PersonId, Ticket, Timestamp};
use std::collections::BTreeSet;
use store::Tx;
use web::Texts;
use work::{Error, Reader, Result, queries as tickets};

/// Longest name of a macro or a folder, in characters.
const NAME_MAX_CHARS: usize = 80;
/// Longest text, in bytes.
const TEXT_MAX_BYTES: usize = 20_000;
/// Most macros of one person.
const OWN_MAX: usize = 200;

/// Why a macro or a signature is not kept.
#[derive(Debug)]
pub(crate) enum Unkept {
    /// It has no name, or one that is too long.
    Name,
    /// It neither says nor sets anything.
    Empty,
    /// Its text in a language is too long.
    TooLong(String),
    /// Its text in a language cannot be written out.
    Text(String, Wrong),
    /// There are too many already.
    TooMany,
    /// Somebody else changed it since it was seen.
    Stale,
    /// Something else.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Unkept {
    fn from(error: E) -> Self {
        Unkept::Failed(error.into())
    }
}

/// Who may change a macro: one's own everybody who works at the desk, shared ones whoever decides the policy.
fn permit(actor: &Actor, scope: Scope) -> Result<()> {
    let needs = match scope {
        Scope::Own(owner) if actor.person == Some(owner) => Permission::TicketRead,
        Scope::Own(_) => return Err(Error::NotFound),
        Scope::Everybody | Scope::Team(_) => Permission::PolicyManage,
    };
    match actor.can(needs) {
        true => Ok(()),
        false => Err(Refusal::Forbidden(needs).into()),
    }
}

/// A macro that the actor may change.
pub(crate) fn changeable(tx: &Tx<'_>, actor: &Actor, id: i64) -> Result<Macro> {
    let found = queries::find(tx, id)?.ok_or(Error::NotFound)?;
    permit(actor, found.scope)?;
    Ok(found)
}

/// What takes a change of a macro back.
pub(crate) struct Changed {
    /// A macro that was removed at once: it keeps what the changed one was.
    pub(crate) was: i64,
    /// What the change made of it.
    pub(crate) version: i64,
}

/// Keeps a macro, new or changed, as its writer saw it; answers how a change is taken back.
pub(crate) fn save(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    (wanted, seen): (&Macro, Option<i64>),
) -> Result<Option<Changed>, Unkept> {
    let before = match wanted.id {
        0 => None,
        id => Some(changeable(tx, actor, id)?),
    };
    permit(actor, wanted.scope)?;
    let present = before.as_ref().map(Macro::version);
    if present.is_some() && seen.is_some() && present != seen {
        return Err(Unkept::Stale);
    }
    let long = |text: &str| text.chars().count() > NAME_MAX_CHARS;
    if wanted.name.trim().is_empty() || long(&wanted.name) || long(&wanted.folder) {
        return Err(Unkept::Name);
    }
    if wanted.texts.is_empty() && wanted.sets.is_empty() {
        return Err(Unkept::Empty);
    }
    for (language, text) in &wanted.texts {
        check(language, text)?;
    }
    if let (0, Scope::Own(owner)) = (wanted.id, wanted.scope)
        && queries::own(tx, owner)?.len() >= OWN_MAX
    {
        return Err(Unkept::TooMany);
    }
    let Some(before) = before else {
        queries::put(tx, wanted)?;
        return Ok(None);
    };
    if before == *wanted {
        return Ok(None);
    }
    queries::forget_removed(tx, now.plus(-tickets::REMOVED_KEPT_FOR))?;
    let was = queries::put(tx, &Macro { id: 0, ..before })?;
    queries::remove(tx, was, now)?;
    queries::put(tx, wanted)?;
    let version = wanted.version();
    Ok(Some(Changed { was, version }))
}

/// Takes a change of a macro back, while it is what the change made of it; answers whether it is.
pub(crate) fn take_back(tx: &Tx<'_>, actor: &Actor, id: i64, changed: &Changed) -> Result<bool> {
    if changeable(tx, actor, id)?.version() != changed.version {
        return Ok(false);
    }
    let was = queries::removed(tx, changed.was)?.ok_or(Error::NotFound)?;
    permit(actor, was.scope)?;
    queries::put(tx, &Macro { id, ..was })?;
    queries::forget(tx, changed.was)?;
    Ok(true)
}

fn check(language: &str, text: &str) -> Result<(), Unkept> {
    if text.len() > TEXT_MAX_BYTES {
        return Err(Unkept::TooLong(language.to_owned()));
    }
    placeholders::check(text).map_err(|wrong| Unkept::Text(language.to_owned(), wrong))
}

/// Removes a macro; for some days it can be had back.
pub(crate) fn remove(tx: &Tx<'_>, actor: &Actor, id: i64, now: Timestamp) -> Result<()> {
    changeable(tx, actor, id)?;
    queries::forget_removed(tx, now.plus(-tickets::REMOVED_KEPT_FOR))?;
    Ok(queries::remove(tx, id, now)?)
}

/// Takes the removal of a macro back.
pub(crate) fn restore(tx: &Tx<'_>, actor: &Actor, id: i64) -> Result<()> {
    let found = queries::removed(tx, id)?.ok_or(Error::NotFound)?;
    permit(actor, found.scope)?;
    Ok(queries::restore(tx, id)?)
}

/// A macro that the actor may use.
pub(crate) fn usable(tx: &Tx<'_>, actor: &Actor, id: i64) -> Result<Macro> {
    let found = queries::usable(tx, actor)?;
    let found = found.into_iter().find(|one| one.id == id);
    found
        .filter(|_| actor.can(Permission::TicketRead))
        .ok_or(Error::NotFound)
}

/// Keeps somebody's own signature in several languages.
pub(crate) fn sign(tx: &Tx<'_>, me: PersonId, texts: &[(String, String)]) -> Result<(), Unkept> {
    for (language, text) in texts {
        check(language, text)?;
    }
    let owner = format!("person.{me}");
    for (language, text) in texts {
        queries::put_signature(tx, &owner, language, text.trim())?;
    }
    Ok(())
}

/// What stands under a reply of the reader's on a ticket: their own signature, or their team's; in the
/// requester's language where there is one.
pub(crate) fn signature(tx: &Tx<'_>, reader: &Reader, ticket: &Ticket) -> Result<Option<String>> {
    let Some(me) = reader.actor.person else {
        return Ok(None);
    };
    let team = ticket.team.map(|team| format!("team.{team}"));
    for owner in std::iter::once(format!("person.{me}")).chain(team) {
        let all = queries::signatures(tx, &owner)?;
        if all.is_empty() {
            continue;
        }
        let language = language_of(tx, ticket.requester)?;
        let wanted = all.iter().find(|(code, _)| *code == language);
        let Some((_, text)) = wanted.or(all.first()) else {
            continue;
        };
        let written = placeholders::write(text, &values(tx, reader, ticket)?);
        return Ok(written.ok());
    }
    Ok(None)
}

/// The language in which somebody is written to.
pub(crate) fn language_of(tx: &Tx<'_>, person: PersonId) -> Result<String> {
    let found = people::find_person(tx, person)?;
    let locale = found.map(|person| person.locale).unwrap_or_default();
    Ok(Texts::find(&locale)
        .map_or("en", |texts| texts.code())
        .to_owned())
}

/// What the placeholders become on a ticket, as far as the reader may know.
pub(crate) fn values(tx: &Tx<'_>, reader: &Reader, ticket: &Ticket) -> Result<Values> {
    let me = reader.actor.person;
    let people: BTreeSet<PersonId> = me.into_iter().chain([ticket.requester]).collect();
    let names = tickets::names(
        tx,
        &reader.actor,
        &people,
        &ticket.team.into_iter().collect(),
        &ticket.service.into_iter().collect(),
    )?;
    let addresses = people::person_names(tx, &people)?;
    let name = |person: PersonId| names.people.get(&person).cloned().unwrap_or_default();
    let email = |person: PersonId| {
        let known = addresses.get(&person);
        known
            .and_then(|known| known.email.clone())
            .unwrap_or_default()
    };
    let requester = name(ticket.requester);
    let agent = me.map(name).unwrap_or_default();
    let team = ticket.team.and_then(|team| names.teams.get(&team).cloned());
    let service = ticket
        .service
        .and_then(|service| names.services.get(&service).cloned());
    Ok([
        ("requester.first_name", first_name(&requester)),
        ("requester.name", requester),
        ("requester.email", email(ticket.requester)),
        ("ticket.number", ticket.id.to_string()),
        ("ticket.subject", ticket.subject.clone()),
        ("agent.first_name", first_name(&agent)),
        ("agent.name", agent),
        ("agent.email", me.map(email).unwrap_or_default()),
        ("team.name", team.unwrap_or_default()),
        ("service.name", service.unwrap_or_default()),
        ("date", reader.today().to_string()),
    ]
    .into())
}

/// A text of a rule, written out for a ticket.
pub(crate) fn write_out(tx: &Tx<'_>, ticket: &Ticket, text: &str) -> Result<String> {
    let reader = Reader::new(&Actor::spoc(), ticket.updated_at);
    let written = placeholders::write(text, &values(tx, &reader, ticket)?);
    // What was checked when it was saved can be written out; if not, people read it as it was typed.
    Ok(written.unwrap_or_else(|_| text.to_owned()))
}

/// Adds a few macros to begin with, unless there are some.
///
/// # Errors
/// When the database fails.
pub fn add_examples(tx: &Tx<'_>) -> store::Result<()> {
    if !queries::shared(tx)?.is_empty() {
        return Ok(());
    }
    seeds::examples()
        .iter()
        .try_for_each(|example| queries::put(tx, example).map(|_| ()))
}
