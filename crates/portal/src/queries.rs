//! What the portal asks the database itself.

use kernel::{OrganisationId, PersonId};
use store::{Result, Tx, params};

/// The colleagues of this name, at most two: whoever shares something must mean one.
pub(crate) fn colleagues_named(
    tx: &Tx<'_>,
    organisation: OrganisationId,
    name: &str,
) -> Result<Vec<PersonId>> {
    let words = kernel::text::words(name);
    let Some(first) = words.first() else {
        return Ok(Vec::new());
    };
    tx.query(
        "SELECT p.id FROM person_words w JOIN people p ON p.id = w.person_id WHERE w.word = $1 \
         AND p.name_words = $2 AND p.organisation_id = $3 AND p.active = 1 ORDER BY p.id LIMIT 2",
        params![first, words.join(" "), organisation],
        |row| row.get(0),
    )
}

/// The setting that lets people ask who are not signed in.
const OPEN_TO_ALL: &str = "portal_open_to_all";

/// Whether people may ask who are not signed in.
pub(crate) fn is_open_to_all(tx: &Tx<'_>) -> Result<bool> {
    Ok(store::setting(tx, OPEN_TO_ALL)?.as_deref() == Some("yes"))
}

/// Lets them, or no longer.
///
/// # Errors
/// When the database fails.
pub fn set_open_to_all(tx: &Tx<'_>, open: bool) -> Result<()> {
    store::keep_setting(tx, OPEN_TO_ALL, if open { "yes" } else { "no" })
}
