//! The question that writes a version.

use crate::error::Result;
use kernel::{PersonId, PolicyVersion, Timestamp};
use store::{Tx, params};

pub(super) fn insert(
    tx: &Tx<'_>,
    at: Timestamp,
    author: Option<PersonId>,
    comment: &str,
    data: &str,
) -> Result<PolicyVersion> {
    let sql = "INSERT INTO policies (version, at, author_id, comment, data) \
               VALUES ((SELECT COALESCE(MAX(version), 0) + 1 FROM policies), $1, $2, $3, $4) RETURNING version";
    Ok(tx.one(sql, params![at, author, comment, data])?)
}
