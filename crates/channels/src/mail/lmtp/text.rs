//! The text of a message that a mail server hands over, up to its end.
//!
//! A line ends with CR and LF alone (RFC 5321, 2.3.8). Servers that pass a bare LF on make no end of it either; whoever did
//! would take what a sender has written behind `LF . LF` for a message of its own, with an envelope and a header that no
//! server has looked at.

use super::{Handing, TOO_LARGE, piece};
use crate::mail::Intake;
use crate::mail::model::MailboxId;
use crate::mail::parsing::MESSAGE_MAX_BYTES;
use crate::mail::receiving::Content;
use tokio::io::{AsyncRead, BufReader};

/// Longest line of a message, in bytes: what is longer is no message.
const LINE_MAX_BYTES: usize = 1024 * 1024;
/// As much of a line is read at once.
const PIECE_MAX_BYTES: u64 = 64 * 1024;
/// What is said where a line is longer.
const LONG_LINE: &str = "552 5.6.0 a line of the message is too long";

/// What came.
pub(super) enum Came {
    /// All of a message.
    Whole(Content),
    /// Something that is not taken, and what is said of it.
    Refused(&'static str),
}

/// Where in a message a piece begins.
struct Lines {
    /// Whether at the beginning of a line.
    at_start: bool,
    /// Whether right behind a CR.
    after_cr: bool,
    /// How much has come since the last LF.
    length: usize,
    /// Whether that line goes on.
    goes_on: bool,
}

impl Lines {
    fn new() -> Self {
        Self {
            at_start: true,
            after_cr: false,
            length: 0,
            goes_on: false,
        }
    }

    /// The same piece without the dot that was put in before another; nothing where it is the end of the message.
    fn of<'a>(&mut self, piece: &'a [u8]) -> Option<&'a [u8]> {
        if self.at_start && piece == b".\r\n" {
            return None;
        }
        let text = match self.at_start {
            true => piece.strip_prefix(b".").unwrap_or(piece),
            false => piece,
        };
        let is_crlf = piece.ends_with(b"\r\n") || self.after_cr && piece == b"\n";
        self.length = match self.goes_on {
            true => self.length.saturating_add(piece.len()),
            false => piece.len(),
        };
        self.goes_on = !piece.ends_with(b"\n");
        self.at_start = is_crlf;
        self.after_cr = piece.ends_with(b"\r");
        Some(text)
    }
}

/// A message up to its end, as each mailbox keeps it. What is not taken is listened to up to its end all the same: whoever
/// hears no answer would hand it over again for days.
pub(super) async fn message<S: AsyncRead + Unpin>(
    stream: &mut BufReader<S>,
    handed: &Handing,
    intake: &Intake,
) -> std::io::Result<Vec<(MailboxId, work::Result<Came>)>> {
    let (mut receivings, mut size_bytes) = (Vec::new(), 0_usize);
    for mailbox in handed.mailboxes() {
        let (mut receiving, envelope) = (intake.receive(), handed.envelope(mailbox));
        receiving.add(envelope.as_bytes()).await;
        size_bytes = size_bytes.max(envelope.len());
        receivings.push((mailbox, receiving));
    }
    let (mut lines, mut refused) = (Lines::new(), None);
    loop {
        let piece = piece(stream, PIECE_MAX_BYTES).await?;
        if piece.is_empty() {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some(text) = lines.of(&piece) else {
            break;
        };
        size_bytes = size_bytes.saturating_add(text.len());
        if size_bytes > MESSAGE_MAX_BYTES {
            refused = refused.or(Some(TOO_LARGE));
        }
        if lines.length > LINE_MAX_BYTES {
            refused = refused.or(Some(LONG_LINE));
        }
        if refused.is_none() {
            for (_, receiving) in &mut receivings {
                receiving.add(text).await;
            }
        }
    }
    let mut came = Vec::new();
    for (mailbox, receiving) in receivings {
        let one = match refused {
            Some(why) => Ok(Came::Refused(why)),
            None => receiving.end().await.map(Came::Whole),
        };
        came.push((mailbox, one));
    }
    Ok(came)
}

#[cfg(test)]
mod tests {
    use super::Lines;

    /// What is kept of pieces as they come, and how many of them up to the end.
    fn read(pieces: &[&str]) -> (String, usize) {
        let (mut lines, mut kept) = (Lines::new(), String::new());
        for (at, piece) in pieces.iter().enumerate() {
            match lines.of(piece.as_bytes()) {
                Some(text) => kept.push_str(std::str::from_utf8(text).expect("a text")),
                None => return (kept, at + 1),
            }
        }
        (kept, 0)
    }

    #[test]
    fn a_message_ends_and_is_without_its_dots_behind_cr_and_lf_alone() {
        for (pieces, kept, end) in [
            (&["a\r\n", "..b\r\n", ".\r\n"][..], "a\r\n.b\r\n", 3),
            (&[".\r\n"], "", 1),
            (&["a\n", ".\n", "b\r\n", ".\r\n"], "a\n.\nb\r\n", 4),
            (&["a\n", ".\r\n", "b\r\n", ".\r\n"], "a\n.\r\nb\r\n", 4),
            (&["a\r\n", ".\n", "b\r\n", ".\r\n"], "a\r\n\nb\r\n", 4),
            (&["a\n", "..b\r\n", ".\r\n"], "a\n..b\r\n", 3),
            // A line that is longer than a piece.
            (&["a", ".\r\n", ".\r\n"], "a.\r\n", 3),
            (&["a\r", "\n", ".\r\n"], "a\r\n", 3),
            (&["a", "\n", ".\r\n"], "a\n.\r\n", 0),
        ] {
            assert_eq!(read(pieces), (kept.to_owned(), end), "{pieces:?}");
        }
    }
}
