//! Saying how a service is.

use crate::model::{Statement, TEXT_MAX_CHARS};
use crate::queries;
use directory::queries as services;
use kernel::ticket::Refusal;
use kernel::{Actor, Permission, Timestamp};
use store::Tx;
use work::{Error, Result};

/// Says how a service is from now on. What is said already stays as it was said. Answers the number of what is new.
///
/// # Errors
/// When the actor may not, the text is too long, there is no such service or the database fails.
pub fn say(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    statement: &Statement,
) -> Result<Option<i64>> {
    let Some(person) = actor.person.filter(|_| actor.can(Permission::TicketWork)) else {
        return Err(Refusal::Forbidden(Permission::TicketWork).into());
    };
    if statement.text.chars().count() > TEXT_MAX_CHARS {
        return Err(Error::Invalid {
            field: "text",
            text: "health-too-long".into(),
        });
    }
    let service = services::find_service(tx, statement.service)?;
    if service.is_none_or(|service| !service.active) {
        return Err(Error::NotFound);
    }
    let present = queries::present(tx, statement.service)?;
    if present.is_some_and(|(health, text)| health == statement.health && text == statement.text) {
        return Ok(None);
    }
    queries::end(tx, statement.service, now)?;
    queries::insert(tx, statement, person, now).map(Some)
}

/// Says again what was said before a statement, while that is what is said.
///
/// # Errors
/// When the actor may not, something else has been said since, or the database fails.
pub(crate) fn undo(tx: &Tx<'_>, actor: &Actor, now: Timestamp, said: i64) -> Result<()> {
    let before = queries::before(tx, said)?;
    let before = before.ok_or(Error::NotFound)?;
    say(tx, actor, now, &before)?;
    Ok(())
}
