//! What may come twice and is no request of the API: forms that file a ticket, and files that are uploaded.

/// Forms that file a ticket carry a key, so that sending one twice files one ticket.
pub(crate) mod forms {
    use crate::desk::Outcome;
    use crate::error::{Error, Result};
    use directory::once::queries::{self, KeyOf};
    use directory::once::{KEPT_FOR, KEY_MAX_BYTES};
    use kernel::{PersonId, TicketId, Timestamp};
    use store::Tx;

    /// Does `work`, unless this form was sent before; answers the ticket that it filed.
    pub(crate) fn opened_once(
        tx: &Tx<'_>,
        person: PersonId,
        now: Timestamp,
        key: &str,
        work: &dyn Fn() -> Result<Outcome>,
    ) -> Result<TicketId> {
        if key.is_empty() || key.len() > KEY_MAX_BYTES {
            return work()?.ticket();
        }
        let key = format!("form {key}");
        let of = KeyOf { person, key: &key };
        if queries::reserve(tx, of, "", now, now.plus(-KEPT_FOR))? {
            let ticket = work()?.ticket()?;
            queries::keep(tx, of, 201, "", &ticket.to_string())?;
            return Ok(ticket);
        }
        let kept = queries::find(tx, of)?.ok_or(store::Error::Raced)?;
        kept.body.parse().map_err(|_| Error::NotFound)
    }
}

/// What is kept of a file between its upload and the message that it hangs on.
pub(super) mod uploads {
    use crate::error::Result;
    use directory::once::KEPT_FOR;
    use directory::once::queries::{self, KeyOf};
    use kernel::ticket::Attachment;
    use kernel::{PersonId, Timestamp};
    use store::Tx;

    /// An upload is a request that makes something and is its own key: its content.
    fn key(hash: &str) -> String {
        format!("upload {hash}")
    }

    /// Remembers that `person` has uploaded a file.
    pub(in crate::api) fn remember(
        tx: &Tx<'_>,
        person: PersonId,
        file: &Attachment,
        now: Timestamp,
    ) -> Result<()> {
        let key = key(&file.hash);
        let of = KeyOf { person, key: &key };
        let body = serde_json::to_string(file).map_err(|e| store::Error::Damaged(e.to_string()))?;
        if !queries::reserve(tx, of, &file.hash, now, now.plus(-KEPT_FOR))? {
            queries::renew(tx, of, now)?;
        }
        Ok(queries::keep(tx, of, 201, "", &body)?)
    }

    /// A file that `person` has uploaded.
    pub(in crate::api) fn find(
        tx: &Tx<'_>,
        person: PersonId,
        hash: &str,
    ) -> Result<Option<Attachment>> {
        let key = key(hash);
        let found = queries::find(tx, KeyOf { person, key: &key })?;
        Ok(found.and_then(|kept| serde_json::from_str(&kept.body).ok()))
    }
}
