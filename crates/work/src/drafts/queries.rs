//! The questions about drafts and their files.

use super::{Draft, DraftKey, DraftKind};
use crate::error::Result;
use kernel::ticket::Attachment;
use kernel::{PersonId, TicketId, Timestamp};
use std::collections::BTreeSet;
use store::{Row, Tx, params};

/// Most drafts of a ticket that are shown.
const SHOWN_MAX: usize = 20;

const COLUMNS: &str =
    "ticket_id, person_id, kind, data, shared, version, updated_at, updated_by_id";

/// A draft, whoever may see it.
pub(crate) fn find(tx: &Tx<'_>, key: DraftKey) -> Result<Option<Draft>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM drafts WHERE ticket_id = $1 AND person_id = $2 AND kind = $3"
    );
    let of = params![key.ticket, key.owner, key.kind.name()];
    Ok(tx.find(&sql, of, draft)?)
}

/// Somebody's own drafts on a ticket, and those that colleagues share; the latest first.
pub(crate) fn of_ticket(tx: &Tx<'_>, ticket: TicketId, person: PersonId) -> Result<Vec<Draft>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM drafts WHERE ticket_id = $1 AND (person_id = $2 OR shared = 1) \
         ORDER BY updated_at DESC LIMIT {SHOWN_MAX}"
    );
    Ok(tx.query(&sql, params![ticket, person], draft)?)
}

/// Those of some tickets that somebody has a draft of their own on.
pub(crate) fn on_some(
    tx: &Tx<'_>,
    person: PersonId,
    tickets: impl Iterator<Item = TicketId>,
) -> Result<BTreeSet<TicketId>> {
    let mut values = vec![store::Value::from(person)];
    let mut places = Vec::new();
    for ticket in tickets {
        values.push(ticket.into());
        places.push(format!("${}", values.len()));
    }
    if places.is_empty() {
        return Ok(BTreeSet::new());
    }
    let sql = format!(
        "SELECT DISTINCT ticket_id FROM drafts WHERE person_id = $1 AND ticket_id IN ({})",
        places.join(", ")
    );
    let found: Vec<TicketId> = tx.query(&sql, &values, |row| row.get(0))?;
    Ok(found.into_iter().collect())
}

fn draft(row: &Row<'_>) -> store::Result<Draft> {
    let damaged = |what: &str| store::Error::Damaged(format!("a draft with {what}"));
    let kind = DraftKind::named(row.text(2)?).ok_or_else(|| damaged("an unknown kind"))?;
    Ok(Draft {
        key: DraftKey {
            ticket: row.get(0)?,
            owner: row.get(1)?,
            kind,
        },
        fields: serde_json::from_str(row.text(3)?).map_err(|e| damaged(&e.to_string()))?,
        shared: row.get(4)?,
        version: row.get(5)?,
        updated_at: row.get(6)?,
        updated_by: row.get(7)?,
    })
}

pub(super) fn put(tx: &Tx<'_>, draft: &Draft) -> Result<()> {
    let data =
        serde_json::to_string(&draft.fields).map_err(|e| store::Error::Damaged(e.to_string()))?;
    tx.execute(
        "INSERT INTO drafts (ticket_id, person_id, kind, data, shared, version, updated_at, updated_by_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (ticket_id, person_id, kind) DO UPDATE SET \
         data = excluded.data, shared = excluded.shared, version = excluded.version, \
         updated_at = excluded.updated_at, updated_by_id = excluded.updated_by_id",
        params![
            draft.key.ticket,
            draft.key.owner,
            draft.key.kind.name(),
            data,
            draft.shared,
            draft.version,
            draft.updated_at,
            draft.updated_by
        ],
    )?;
    Ok(())
}

/// The files of a draft.
pub(crate) fn files(tx: &Tx<'_>, key: DraftKey) -> Result<Vec<Attachment>> {
    let sql = "SELECT hash, name, media_type, size_bytes FROM draft_files \
               WHERE ticket_id = $1 AND person_id = $2 AND kind = $3 ORDER BY name, hash";
    Ok(tx.query(sql, params![key.ticket, key.owner, key.kind.name()], file)?)
}

/// The file of this content, if it waits in a draft of this person.
pub(crate) fn is_mine(tx: &Tx<'_>, person: PersonId, hash: &str) -> Result<Option<Attachment>> {
    let sql = "SELECT hash, name, media_type, size_bytes FROM draft_files \
               WHERE hash = $1 AND person_id = $2 LIMIT 1";
    Ok(tx.find(sql, params![hash, person], file)?)
}

fn file(row: &Row<'_>) -> store::Result<Attachment> {
    Ok(Attachment {
        hash: row.get(0)?,
        name: row.get(1)?,
        media_type: row.get(2)?,
        size_bytes: row.get(3)?,
    })
}

pub(super) fn put_file(tx: &Tx<'_>, key: DraftKey, file: &Attachment) -> Result<()> {
    tx.execute(
        "INSERT INTO draft_files (ticket_id, person_id, kind, hash, name, media_type, size_bytes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (ticket_id, person_id, kind, hash) DO UPDATE SET name = excluded.name",
        params![
            key.ticket,
            key.owner,
            key.kind.name(),
            &file.hash,
            &file.name,
            &file.media_type,
            file.size_bytes
        ],
    )?;
    Ok(())
}

pub(super) fn delete(tx: &Tx<'_>, key: DraftKey) -> Result<()> {
    for table in ["drafts", "draft_files"] {
        let sql =
            format!("DELETE FROM {table} WHERE ticket_id = $1 AND person_id = $2 AND kind = $3");
        tx.execute(&sql, params![key.ticket, key.owner, key.kind.name()])?;
    }
    Ok(())
}

/// Forgets the drafts, and with them their files, that were last touched before this instant.
pub(super) fn forget(tx: &Tx<'_>, before: Timestamp) -> Result<()> {
    tx.execute("DELETE FROM drafts WHERE updated_at < $1", params![before])?;
    tx.execute(
        "DELETE FROM draft_files WHERE NOT EXISTS (SELECT 1 FROM drafts d \
         WHERE d.ticket_id = draft_files.ticket_id AND d.person_id = draft_files.person_id \
         AND d.kind = draft_files.kind)",
        &[],
    )?;
    Ok(())
}
