//! A message on its way to the disk: in pieces, so that none is held in memory as a whole; and from there again.

use super::blocking;
use std::io::{Cursor, ErrorKind, Read};
use store::Store;
use store::files::Files;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use work::{Error, Result};

/// As much of a message is held in memory before it is written.
pub(super) const PIECE_BYTES: usize = 256 * 1024;
/// Pieces that wait to be written, at most.
const WAITING_MAX: usize = 4;

/// What a message is kept as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) hash: String,
    pub(crate) size_bytes: i64,
}

/// A message from the disk again.
pub(super) async fn stored(store: &Store, hash: String) -> Result<Vec<u8>> {
    let files = store.files().clone();
    let reading = move || -> store::Result<Vec<u8>> {
        let mut content = Vec::new();
        files.open_content(&hash)?.read_to_end(&mut content)?;
        Ok(content)
    };
    Ok(blocking(reading).await??)
}

/// A message that comes in. One that does not come to its end leaves nothing.
pub(crate) struct Receiving {
    files: Files,
    piece: Vec<u8>,
    writing: Option<Writing>,
}

/// A message that is larger than a piece, written while it comes in.
struct Writing {
    pieces: mpsc::Sender<Piece>,
    stored: JoinHandle<store::Result<(String, i64)>>,
}

enum Piece {
    Bytes(Vec<u8>),
    End,
}

impl Receiving {
    pub(super) fn new(files: Files) -> Self {
        Self {
            files,
            piece: Vec::new(),
            writing: None,
        }
    }

    /// The next bytes.
    pub(super) async fn add(&mut self, bytes: &[u8]) {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() < PIECE_BYTES {
            return;
        }
        let piece = std::mem::take(&mut self.piece);
        let files = &self.files;
        let writing = self.writing.get_or_insert_with(|| Writing::begin(files));
        // Whoever does not listen any more says why at the end.
        let _ = writing.pieces.send(Piece::Bytes(piece)).await;
    }

    /// That was all of it; it is on the disk when this returns.
    pub(super) async fn end(self) -> Result<Content> {
        let Self {
            files,
            piece,
            writing,
        } = self;
        let (hash, size_bytes) = match writing {
            None => blocking(move || files.put(piece.as_slice())).await??,
            Some(Writing { pieces, stored }) => {
                for last in [Piece::Bytes(piece), Piece::End] {
                    // Whoever does not listen any more has said why: that is what comes back next.
                    let _ = pieces.send(last).await;
                }
                let ended = stored.await;
                ended.map_err(|error| Error::Store(store::Error::Damaged(error.to_string())))??
            }
        };
        Ok(Content { hash, size_bytes })
    }
}

impl Writing {
    fn begin(files: &Files) -> Self {
        let (pieces, receiver) = mpsc::channel(WAITING_MAX);
        let files = files.clone();
        let stored = tokio::task::spawn_blocking(move || {
            files.put(Arriving {
                receiver,
                piece: Cursor::default(),
                ended: false,
            })
        });
        Self { pieces, stored }
    }
}

/// The pieces, read one after the other by a thread that may wait.
struct Arriving {
    receiver: mpsc::Receiver<Piece>,
    piece: Cursor<Vec<u8>>,
    ended: bool,
}

impl Read for Arriving {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = self.piece.read(into)?;
            if read > 0 || self.ended {
                return Ok(read);
            }
            match self.receiver.blocking_recv() {
                Some(Piece::Bytes(bytes)) => self.piece = Cursor::new(bytes),
                Some(Piece::End) => self.ended = true,
                // Whoever brought it went away in the middle.
                None => return Err(ErrorKind::UnexpectedEof.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PIECE_BYTES, Receiving};
    use store::{Location, Store};

    #[tokio::test]
    async fn a_message_is_kept_whole_however_it_comes_in_and_one_without_an_end_not_at_all() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(&Location::folder(folder.path())).expect("the store opens");
        for size in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, 9 * PIECE_BYTES + 7] {
            let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            for step in [1_000, PIECE_BYTES, 20 * PIECE_BYTES] {
                let mut receiving = Receiving::new(store.files().clone());
                for some in bytes.chunks(step) {
                    receiving.add(some).await;
                }
                let content = receiving.end().await.expect("it is kept");
                assert_eq!(content.size_bytes, size as i64);
                let path = store.files().path(&content.hash).expect("a hash");
                assert_eq!(std::fs::read(path).expect("it is there"), bytes);
            }
        }
        let mut cut = Receiving::new(store.files().clone());
        cut.add(&vec![b'x'; 2 * PIECE_BYTES]).await;
        let writing = cut.writing.take().expect("it is written");
        drop(writing.pieces);
        let ended = writing.stored.await.expect("it ends");
        assert!(ended.is_err());
        let incoming = folder.path().join("attachments").join("incoming");
        assert_eq!(std::fs::read_dir(incoming).expect("a folder").count(), 0);
    }
}
