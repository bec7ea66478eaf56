//! What somebody sent in the portal and has taken back: it stands in their answer box again, with its files.

use super::ticket::files::files;
use crate::drafts::{self, DraftKey, DraftKind, Page};
use crate::error::Result;
use crate::queries::Reader;
use crate::screens::composer::WaitingFile;
use kernel::TicketId;
use kernel::ticket::Attachment;
use store::Tx;
use web::Texts;

/// An answer that waits to be sent again.
#[derive(Default)]
pub struct TakenBack {
    /// Its version; 0 for none.
    pub version: i64,
    /// Its text.
    pub body: String,
    /// Its files.
    pub files: Vec<WaitingFile>,
}

impl TakenBack {
    /// What the reader has taken back on a ticket; empty for nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(tx: &Tx<'_>, reader: &Reader, ticket: TicketId, texts: Texts) -> Result<Self> {
        let Some(key) = key(reader, ticket) else {
            return Ok(Self::default());
        };
        let Some(draft) = drafts::find(tx, key)? else {
            return Ok(Self::default());
        };
        let attached = drafts::files(tx, key)?;
        let links = files(&attached, texts);
        let waiting = |(file, link): (&Attachment, crate::screens::ticket::FileLink)| WaitingFile {
            hash: file.hash.clone(),
            name: link.name,
            href: link.href,
        };
        Ok(Self {
            version: draft.version,
            body: draft.get("body").to_owned(),
            files: attached.iter().zip(links).map(waiting).collect(),
        })
    }

    /// Those of its files that are named by their hashes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn files(
        tx: &Tx<'_>,
        reader: &Reader,
        ticket: TicketId,
        named: &[String],
    ) -> Result<Vec<Attachment>> {
        let Some(key) = key(reader, ticket) else {
            return Ok(Vec::new());
        };
        let mut files = drafts::files(tx, key)?;
        files.retain(|file| named.contains(&file.hash));
        Ok(files)
    }

    /// Throws it away: it is not sent again.
    ///
    /// # Errors
    /// When the ticket is not theirs, or the database fails.
    pub fn discard(tx: &Tx<'_>, reader: &Reader, ticket: TicketId) -> Result<()> {
        crate::queries::ticket(tx, reader, ticket)?;
        match key(reader, ticket) {
            Some(key) => drafts::sent(tx, key),
            None => Ok(()),
        }
    }

    /// It was sent again, as the page had this version of it; in the unit of work of the command that sent it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sent(tx: &Tx<'_>, reader: &Reader, ticket: TicketId, seen: i64) -> Result<()> {
        let page = Page {
            seen,
            ..Page::default()
        };
        match key(reader, ticket) {
            Some(key) if drafts::overtaken(tx, reader, key, &page)?.is_none() => {
                drafts::sent(tx, key)
            }
            _ => Ok(()),
        }
    }
}

fn key(reader: &Reader, ticket: TicketId) -> Option<DraftKey> {
    Some(DraftKey {
        ticket,
        owner: reader.actor.person?,
        kind: DraftKind::Reply,
    })
}
