//! People.

use super::suggest::having_words;
use super::{Params, page, zones};
use crate::model::{NewPerson, Person, Preferences};
use kernel::text::words;
use kernel::{PersonId, RoleId, Timestamp};
use std::collections::BTreeSet;
use store::{Error, Many, Result, Row, Tx, Value, params};

const COLUMNS: &str = "p.id, p.name, p.email, p.phone, p.title, p.role_id, p.organisation_id, p.department_id, \
     p.location_id, p.manager_id, p.vip, p.time_zone, p.locale, p.theme, p.active, p.version, p.created_at";

/// Most merges that an address is followed through.
const MERGES_MAX: usize = 8;

/// Which people a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// Every word begins a word of the name or address; empty for all.
    pub text: String,
    /// Only people of this role.
    pub role: Option<RoleId>,
    /// Whether people who have left are listed too.
    pub inactive: bool,
    /// Only those behind this person, in the order of names.
    pub after: Option<PersonId>,
}

/// People in the order of their names.
///
/// # Errors
/// When the database fails.
pub fn list_people(tx: &Tx<'_>, filter: &PeopleFilter, limit: usize) -> Result<Vec<Person>> {
    let mut params = Params::default();
    let mut condition = condition(tx, filter, &mut params);
    let after = match filter.after {
        Some(id) => find_person(tx, id)?,
        None => None,
    };
    if let Some(after) = after {
        let (name, id) = (params.add(after.name), params.add(after.id));
        condition.push_str(&format!(" AND (p.name, p.id) > ({name}, {id})"));
    }
    let limit = params.add(page(limit));
    let sql = format!(
        "SELECT {COLUMNS} FROM people p WHERE 1 = 1{condition} ORDER BY p.name, p.id LIMIT {limit}"
    );
    tx.query(&sql, params.values(), person)
}

/// How many people a list holds on all its pages.
///
/// # Errors
/// When the database fails.
pub fn count_people(tx: &Tx<'_>, filter: &PeopleFilter) -> Result<i64> {
    let mut params = Params::default();
    let condition = condition(tx, filter, &mut params);
    let sql = format!("SELECT COUNT(*) FROM people p WHERE 1 = 1{condition}");
    tx.one(&sql, params.values())
}

fn condition(tx: &Tx<'_>, filter: &PeopleFilter, params: &mut Params) -> String {
    let mut condition = having_words(tx, &filter.text, params);
    if !filter.inactive {
        condition.push_str(" AND p.active = 1");
    }
    if let Some(role) = filter.role {
        condition.push_str(&format!(" AND p.role_id = {}", params.add(role)));
    }
    condition
}

/// The person.
///
/// # Errors
/// When the database fails.
pub fn find_person(tx: &Tx<'_>, id: PersonId) -> Result<Option<Person>> {
    tx.find(
        &format!("SELECT {COLUMNS} FROM people p WHERE p.id = $1"),
        params![id],
        person,
    )
}

/// The person with this address, whatever its case; whoever goes on with them, where they became one with another.
///
/// # Errors
/// When the database fails.
pub fn find_person_by_email(tx: &Tx<'_>, email: &str) -> Result<Option<Person>> {
    let sql = "SELECT id, merged_into FROM people WHERE email = $1";
    let mut found: Option<(PersonId, Option<PersonId>)> =
        tx.find(sql, params![email.trim().to_lowercase()], merged)?;
    for _ in 0..MERGES_MAX {
        let Some((_, Some(into))) = found else {
            break;
        };
        let sql = "SELECT id, merged_into FROM people WHERE id = $1";
        found = tx.find(sql, params![into], merged)?;
    }
    match found {
        Some((id, _)) => find_person(tx, id),
        None => Ok(None),
    }
}

fn merged(row: &Row<'_>) -> Result<(PersonId, Option<PersonId>)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Keeps with whom a person became one; nobody to make them two again.
///
/// # Errors
/// When the database fails.
pub fn set_merged_into(tx: &Tx<'_>, person: PersonId, into: Option<PersonId>) -> Result<()> {
    let sql = "UPDATE people SET merged_into = $2, version = version + 1 WHERE id = $1";
    tx.execute(sql, params![person, into])?;
    Ok(())
}

/// Adds a person. The demo and the actions end here.
///
/// # Errors
/// When the address is taken or the database fails.
pub fn insert_person(tx: &Tx<'_>, new: &NewPerson, now: Timestamp) -> Result<PersonId> {
    let added = insert_people(tx, std::slice::from_ref(new), now)?;
    let id = added.first().copied();
    id.ok_or_else(|| Error::Damaged("a person who was added has no id".to_owned()))
}

static INSERT: Many = Many::new(
    "INSERT INTO people (name, name_words, email, phone, title, role_id, organisation_id, department_id, \
     location_id, manager_id, vip, time_zone, locale, theme, active, version, created_at) VALUES ",
    "($, $, $, $, $, $, $, $, $, $, $, $, $, 'system', 1, 1, $)",
    " RETURNING id",
);
static INSERT_WORDS: Many = Many::new(
    "INSERT INTO person_words (word, person_id) VALUES ",
    "($, $)",
    "",
);

/// Adds people with as few statements as the database takes; answers their ids in the same order.
///
/// # Errors
/// When an address is taken or the database fails.
pub fn insert_people(tx: &Tx<'_>, new: &[NewPerson], now: Timestamp) -> Result<Vec<PersonId>> {
    let emails: Vec<Option<String>> = new
        .iter()
        .map(|new| Some(new.email.as_deref()?.trim().to_lowercase()))
        .collect();
    let rows = new.iter().zip(&emails).flat_map(|(new, email)| {
        [
            new.name.as_str().into(),
            words(&new.name).join(" ").into(),
            email.clone().into(),
            new.phone.clone().into(),
            new.title.clone().into(),
            new.role_id.into(),
            new.organisation_id.into(),
            new.department_id.into(),
            new.location_id.into(),
            new.manager_id.into(),
            new.vip.into(),
            new.time_zone.clone().into(),
            new.locale.clone().into(),
            now.into(),
        ]
    });
    let mut ids: Vec<PersonId> = Vec::with_capacity(new.len());
    INSERT.each(tx, &rows.collect::<Vec<Value>>(), |row| {
        ids.push(row.get(0)?);
        Ok::<_, Error>(())
    })?;
    // Rows get their ids in the order of the statement, but need not be answered in it.
    ids.sort_unstable();
    let named = ids.iter().zip(new).zip(&emails);
    let words = named.flat_map(|((id, new), email)| words_of(*id, &new.name, email.as_deref()));
    INSERT_WORDS.execute(tx, &words.collect::<Vec<Value>>())?;
    Ok(ids)
}

/// Writes all of a person, if nobody else changed them since `person.version`; answers whether so.
///
/// # Errors
/// When the address is taken or the database fails.
pub fn update_person(tx: &Tx<'_>, person: &Person) -> Result<bool> {
    zones::note_person(tx, person)?;
    let email = person.email.as_deref();
    let changed = tx.execute(
        "UPDATE people SET name = $1, name_words = $2, email = $3, phone = $4, title = $5, role_id = $6, \
         organisation_id = $7, department_id = $8, location_id = $9, manager_id = $10, vip = $11, time_zone = $12, \
         locale = $13, active = $14, version = version + 1 WHERE id = $15 AND version = $16",
        params![
            &person.name,
            words(&person.name).join(" "),
            email,
            &person.phone,
            &person.title,
            person.role_id,
            person.organisation_id,
            person.department_id,
            person.location_id,
            person.manager_id,
            person.vip,
            &person.time_zone,
            &person.locale,
            person.active,
            person.id,
            person.version
        ],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    tx.execute(
        "DELETE FROM person_words WHERE person_id = $1",
        params![person.id],
    )?;
    let words = words_of(person.id, &person.name, email);
    INSERT_WORDS.execute(tx, &words.collect::<Vec<Value>>())?;
    Ok(true)
}

/// Keeps how a person likes the pages.
///
/// # Errors
/// When the database fails.
pub fn update_preferences(tx: &Tx<'_>, person: PersonId, wanted: &Preferences) -> Result<()> {
    zones::note_own(tx, person, &wanted.time_zone)?;
    tx.execute(
        "UPDATE people SET locale = $1, theme = $2, time_zone = $3, version = version + 1 WHERE id = $4",
        params![&wanted.locale, &wanted.theme, &wanted.time_zone, person],
    )?;
    Ok(())
}

/// How many active people have the role with this key.
///
/// # Errors
/// When the database fails.
pub fn count_active_in_role(tx: &Tx<'_>, role_key: &str) -> Result<i64> {
    tx.one(
        "SELECT COUNT(*) FROM people WHERE active = 1 AND role_id = (SELECT id FROM roles WHERE key = $1)",
        params![role_key],
    )
}

/// Makes units of work that look whether somebody is left in a role wait for each other.
///
/// # Errors
/// When the database fails.
pub fn lock_role(tx: &Tx<'_>, role_key: &str) -> Result<()> {
    tx.execute(
        "UPDATE roles SET name = name WHERE key = $1",
        params![role_key],
    )?;
    Ok(())
}

/// The rows of the words that a person is found by, value after value.
fn words_of(id: PersonId, name: &str, email: Option<&str>) -> impl Iterator<Item = Value> {
    let all: BTreeSet<String> = words(name)
        .into_iter()
        .chain(words(email.unwrap_or_default()))
        .collect();
    all.into_iter()
        .flat_map(move |word| [Value::from(word), id.into()])
}

fn person(row: &Row<'_>) -> Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        phone: row.get(3)?,
        title: row.get(4)?,
        role_id: row.get(5)?,
        organisation_id: row.get(6)?,
        department_id: row.get(7)?,
        location_id: row.get(8)?,
        manager_id: row.get(9)?,
        vip: row.get(10)?,
        time_zone: row.get(11)?,
        locale: row.get(12)?,
        theme: row.get(13)?,
        active: row.get(14)?,
        version: row.get(15)?,
        created_at: row.get(16)?,
    })
}
