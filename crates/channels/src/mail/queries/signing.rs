//! Questions about the keys that domains sign with.

use crate::mail::signing::{KeyId, SigningKey};
use kernel::Timestamp;
use store::{Result, Row, Tx, params};

/// Most keys that are shown.
const KEYS_MAX: i64 = 500;

/// A key that is to be kept, its private half sealed.
pub(crate) struct NewKey<'a> {
    pub(crate) domain: &'a str,
    pub(crate) selector: &'a str,
    pub(crate) private_key: &'a str,
    pub(crate) public_key: &'a str,
}

/// All keys, by domain and age.
pub fn keys(tx: &Tx<'_>) -> Result<Vec<SigningKey>> {
    let sql = "SELECT id, domain, selector, public_key, active, created_at FROM dkim_keys ORDER BY domain, id LIMIT $1";
    tx.query(sql, params![KEYS_MAX], key)
}

/// Keeps a key.
pub(crate) fn insert(tx: &Tx<'_>, new: &NewKey<'_>, now: Timestamp) -> Result<KeyId> {
    let sql = "INSERT INTO dkim_keys (domain, selector, private_key, public_key, active, created_at) \
         VALUES ($1, $2, $3, $4, 0, $5) RETURNING id";
    let NewKey {
        domain,
        selector,
        private_key,
        public_key,
    } = new;
    tx.one(
        sql,
        params![*domain, *selector, *private_key, *public_key, now],
    )
    .map(KeyId)
}

/// The one of a domain's keys that signs, or none.
pub(crate) fn set_active(tx: &Tx<'_>, domain: &str, id: Option<KeyId>) -> Result<()> {
    let sql = "UPDATE dkim_keys SET active = CASE WHEN id = $2 THEN 1 ELSE 0 END WHERE domain = $1";
    tx.execute(sql, params![domain, id.map_or(0, |id| id.0)])?;
    Ok(())
}

/// Takes away what a domain does not sign with.
pub(crate) fn delete_unused(tx: &Tx<'_>, domain: &str) -> Result<()> {
    let sql = "DELETE FROM dkim_keys WHERE domain = $1 AND active = 0";
    tx.execute(sql, params![domain])?;
    Ok(())
}

/// The name and the sealed half of the key that a domain signs with.
pub(crate) fn active_key(tx: &Tx<'_>, domain: &str) -> Result<Option<(String, String)>> {
    let sql = "SELECT selector, private_key FROM dkim_keys WHERE domain = $1 AND active = 1 ORDER BY id LIMIT 1";
    tx.find(sql, params![domain], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn key(row: &Row<'_>) -> Result<SigningKey> {
    Ok(SigningKey {
        id: KeyId(row.get(0)?),
        domain: row.get(1)?,
        selector: row.get(2)?,
        public_key: row.get(3)?,
        active: row.get(4)?,
        created_at: row.get(5)?,
    })
}
