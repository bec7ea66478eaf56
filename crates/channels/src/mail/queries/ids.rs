//! Questions about the ids of messages, by which it is known what belongs together.

use crate::mail::model::MailId;
use crate::mail::threading::Place;
use kernel::TicketId;
use store::{Error, Result, Row, Tx, params};

/// Whether a message with this id went out from here.
pub(crate) fn is_own_id(tx: &Tx<'_>, message_id: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM mail_ids WHERE message_id = $1 AND ours = 1";
    let found = tx.find(sql, params![message_id], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// Takes a message id for a message; answers whether no other message has it.
pub(crate) fn claim_id(tx: &Tx<'_>, message_id: &str, mail: MailId) -> Result<bool> {
    let taken = tx.execute(
        "INSERT INTO mail_ids (message_id, mail_id) VALUES ($1, $2) ON CONFLICT (message_id) DO UPDATE \
         SET mail_id = excluded.mail_id WHERE mail_ids.mail_id IS NULL OR mail_ids.mail_id = excluded.mail_id",
        params![message_id, mail.0],
    )?;
    Ok(taken > 0)
}

/// The message that has a message id: who wrote it, and the ticket that it belongs to.
pub(crate) fn holder_of_id(
    tx: &Tx<'_>,
    message_id: &str,
) -> Result<Option<(Option<String>, Option<TicketId>)>> {
    let sql = "SELECT m.from_email, m.ticket_id FROM mail_ids i JOIN mail_messages m ON m.id = i.mail_id WHERE i.message_id = $1";
    tx.find(sql, params![message_id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Keeps where a message id belongs; what is known already stays.
pub(crate) fn insert_id(tx: &Tx<'_>, message_id: &str, place: Place) -> Result<()> {
    tx.execute(
        "INSERT INTO mail_ids (message_id, ticket_id, conversation) VALUES ($1, $2, $3) ON CONFLICT (message_id) DO UPDATE \
         SET ticket_id = excluded.ticket_id, conversation = excluded.conversation WHERE mail_ids.ticket_id IS NULL",
        params![message_id, place.ticket, place.conversation.map(i64::from)],
    )?;
    Ok(())
}

/// Keeps where a message belongs by its own id, whatever those said of it who spoke of it before it came.
pub(crate) fn keep_own_id(tx: &Tx<'_>, message_id: &str, mail: MailId, place: Place) -> Result<()> {
    insert_id(tx, message_id, place)?;
    tx.execute(
        "UPDATE mail_ids SET ticket_id = $3, conversation = $4 WHERE message_id = $1 AND mail_id = $2 AND ours = 0",
        params![
            message_id,
            mail.0,
            place.ticket,
            place.conversation.map(i64::from)
        ],
    )?;
    Ok(())
}

/// Where those belong, beside the side conversations, who spoke of a message before it came.
pub(crate) fn ticket_of_own_id(
    tx: &Tx<'_>,
    message_id: &str,
    mail: MailId,
) -> Result<Option<TicketId>> {
    let sql = "SELECT ticket_id FROM mail_ids WHERE message_id = $1 AND mail_id = $2 AND ours = 0 AND conversation IS NULL \
         AND ticket_id IS NOT NULL";
    tx.find(sql, params![message_id, mail.0], |row| row.get(0))
}

/// Where a message id belongs, and whether such a message ever came in or went out.
pub(crate) fn place_of_id(tx: &Tx<'_>, message_id: &str) -> Result<Option<(Place, bool)>> {
    let sql = "SELECT ticket_id, conversation, CASE WHEN ours = 1 OR mail_id IS NOT NULL THEN 1 ELSE 0 END FROM mail_ids \
         WHERE message_id = $1 AND ticket_id IS NOT NULL";
    tx.find(sql, params![message_id], |row| {
        let place = Place {
            ticket: row.get(0)?,
            conversation: conversation(row, 1)?,
        };
        Ok((place, row.get(2)?))
    })
}

/// The number of a side conversation.
pub(super) fn conversation(row: &Row<'_>, column: usize) -> Result<Option<u32>> {
    let number: Option<i64> = row.get(column)?;
    let damaged = |_| Error::Damaged("the number of a side conversation".to_owned());
    number.map(u32::try_from).transpose().map_err(damaged)
}
