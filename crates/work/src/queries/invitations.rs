//! Questions about the invitations that came with messages.

use crate::error::Result;
use kernel::Recorded;
use kernel::calendar::Invitation;
use std::collections::{BTreeMap, BTreeSet};
use store::{Tx, params};

/// Most invitations that are read for a page.
const INVITATIONS_MAX: usize = 20;

/// Keeps what an invitation says, by the hash of its file.
///
/// # Errors
/// When the database fails.
pub fn keep_invitation(tx: &Tx<'_>, hash: &str, invitation: &Invitation) -> Result<()> {
    let said = serde_json::json!(invitation).to_string();
    let sql = "INSERT INTO invitations (hash, said) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    tx.execute(sql, params![hash, &said])?;
    Ok(())
}

/// What the invitations of a ticket's messages say; nothing is asked where there are none. Of many the latest are read.
pub(super) fn invitations(
    tx: &Tx<'_>,
    timeline: &[Recorded],
) -> Result<BTreeMap<String, Invitation>> {
    let files = timeline.iter().rev();
    let files = files.flat_map(|recorded| recorded.activity.attachments());
    let files = files.filter(|file| is_calendar(&file.media_type));
    let hashes: BTreeSet<&str> = files
        .take(INVITATIONS_MAX)
        .map(|file| file.hash.as_str())
        .collect();
    let mut found = BTreeMap::new();
    for hash in hashes {
        let sql = "SELECT said FROM invitations WHERE hash = $1";
        let said: Option<String> = tx.find(sql, params![hash], |row| row.get(0))?;
        if let Some(read) = said.and_then(|said| serde_json::from_str(&said).ok()) {
            found.insert(hash.to_owned(), read);
        }
    }
    Ok(found)
}

/// Whether a file of this type may be an invitation.
fn is_calendar(media_type: &str) -> bool {
    matches!(media_type, "text/calendar" | "application/ics")
}
