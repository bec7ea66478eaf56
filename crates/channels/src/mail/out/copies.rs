//! What is kept of a message that was sent: what it said, and nothing that is its reader's alone.

use super::letter::Letter;
use super::model::Kind;
use crate::mail::blocking;
use store::Store;
use work::Result;

/// Whether anything is kept: not of what holds a link that answers for its reader.
pub(super) fn is_kept(kind: Kind) -> bool {
    matches!(kind, Kind::Reply | Kind::Resolved | Kind::Aside)
}

/// A message as it is kept: without the link by which its reader switches such mail off, and of files their names alone, as
/// the ticket has them. `letter` has their names.
pub(super) fn copy_of(letter: Letter<'_>) -> Option<Vec<u8>> {
    let copy = Letter {
        choice: None,
        ..letter
    };
    copy.written().ok().map(|(_, raw)| raw)
}

/// Keeps a copy of what was sent; answers as which stored file. Where that fails, it was sent all the same.
pub(super) async fn kept(store: &Store, copy: Option<Vec<u8>>) -> Option<String> {
    match put(store, copy?).await {
        Ok(hash) => Some(hash),
        Err(error) => {
            tracing::error!(%error, "what was sent could not be kept");
            None
        }
    }
}

async fn put(store: &Store, copy: Vec<u8>) -> Result<String> {
    let files = store.files().clone();
    let (hash, _) = blocking(move || files.put(copy.as_slice())).await??;
    Ok(hash)
}
