//! Suggestions while somebody types: people, teams, services by the words of their names.

use super::look_up::person_name;
use super::roles::list_roles;
use super::{Params, page};
use crate::model::PersonName;
use kernel::text::{begins_words, words};
use kernel::{Actor, OrganisationId, Permission, ServiceId, TeamId};
use store::{Result, Tx, params};

/// Most words of a suggestion that are looked at.
const SUGGEST_WORDS_MAX: usize = 6;
/// Most names of teams or services that are looked through for a word.
const NAMES_MAX: i64 = 10_000;

/// Active people of whose name or address every word of `text` begins a word.
///
/// # Errors
/// When the database fails.
pub fn suggest_people(
    tx: &Tx<'_>,
    actor: &Actor,
    text: &str,
    limit: usize,
) -> Result<Vec<PersonName>> {
    if !actor.can(Permission::PersonRead) {
        return Ok(Vec::new());
    }
    let mut params = Params::default();
    let condition = having_words(tx, text, &mut params);
    let limit = params.add(page(limit));
    tx.query(
        &format!(
            "SELECT p.id, p.name, p.email, p.active FROM people p WHERE p.active = 1{condition} \
             ORDER BY p.name, p.id LIMIT {limit}"
        ),
        params.values(),
        person_name,
    )
}

/// Active people who work on tickets, of whose name or address every word of `text` begins a word.
///
/// # Errors
/// When the database fails.
pub fn suggest_colleagues(
    tx: &Tx<'_>,
    actor: &Actor,
    text: &str,
    limit: usize,
) -> Result<Vec<PersonName>> {
    let mut roles = list_roles(tx)?;
    roles.retain(|role| role.permissions.has(Permission::TicketWork));
    if roles.is_empty() || !actor.can(Permission::PersonRead) {
        return Ok(Vec::new());
    }
    let mut params = Params::default();
    let condition = having_words(tx, text, &mut params);
    let roles: Vec<String> = roles.iter().map(|role| params.add(role.id)).collect();
    let (roles, limit) = (roles.join(", "), params.add(page(limit)));
    tx.query(
        &format!(
            "SELECT p.id, p.name, p.email, p.active FROM people p WHERE p.active = 1{condition} \
             AND p.role_id IN ({roles}) ORDER BY p.name, p.id LIMIT {limit}"
        ),
        params.values(),
        person_name,
    )
}

/// Active people of an organisation of whose name or address every word of `text` begins a word; nobody without a word.
///
/// # Errors
/// When the database fails.
pub fn suggest_members(
    tx: &Tx<'_>,
    organisation: OrganisationId,
    text: &str,
    limit: usize,
) -> Result<Vec<PersonName>> {
    if words(text).is_empty() {
        return Ok(Vec::new());
    }
    let mut params = Params::default();
    let condition = having_words(tx, text, &mut params);
    let (organisation, limit) = (params.add(organisation), params.add(page(limit)));
    tx.query(
        &format!(
            "SELECT p.id, p.name, p.email, p.active FROM people p WHERE p.active = 1{condition} \
             AND p.organisation_id = {organisation} ORDER BY p.name, p.id LIMIT {limit}"
        ),
        params.values(),
        person_name,
    )
}

/// Active teams that the actor knows of, of whose name every word of `text` begins a word.
///
/// # Errors
/// When the database fails.
pub fn suggest_teams(
    tx: &Tx<'_>,
    actor: &Actor,
    text: &str,
    limit: usize,
) -> Result<Vec<(TeamId, String)>> {
    if !actor.can(Permission::PersonRead) {
        return Ok(Vec::new());
    }
    let known = |id: &TeamId| !actor.hidden_teams.contains(id);
    suggest(tx, "teams", text, (limit, actor.hidden_teams.len()), known)
}

/// Active services of whose name every word of `text` begins a word.
///
/// # Errors
/// When the database fails.
pub fn suggest_services(tx: &Tx<'_>, text: &str, limit: usize) -> Result<Vec<(ServiceId, String)>> {
    suggest(tx, "services", text, (limit, 0), |_| true)
}

/// Active entries of a table by the words of their names; `hidden` of them may be unknown to the reader. Without a
/// word the first ones will do, and no more are read, however many there are.
fn suggest<I: store::FromColumn>(
    tx: &Tx<'_>,
    table: &str,
    text: &str,
    (limit, hidden): (usize, usize),
    known: impl Fn(&I) -> bool,
) -> Result<Vec<(I, String)>> {
    let typed = words(text);
    let read = match typed.is_empty() {
        true => i64::try_from(limit + hidden).unwrap_or(i64::MAX),
        false => NAMES_MAX,
    };
    let mut found: Vec<(I, String)> = tx.query(
        &format!("SELECT id, name FROM {table} WHERE active = 1 ORDER BY name LIMIT $1"),
        params![read],
        |row| Ok::<_, store::Error>((row.get(0)?, row.get(1)?)),
    )?;
    found.retain(|(id, name)| known(id) && begins_words(name, &typed));
    found.truncate(limit);
    Ok(found)
}

/// The condition that every word of `text` begins a word of person `p`.
pub(super) fn having_words(tx: &Tx<'_>, text: &str, params: &mut Params) -> String {
    let mut condition = String::new();
    for word in words(text).into_iter().take(SUGGEST_WORDS_MAX) {
        let begins = tx.dialect().begins("w.word", &params.add(word));
        condition.push_str(&format!(
            " AND p.id IN (SELECT w.person_id FROM person_words w WHERE {begins})"
        ));
    }
    condition
}
