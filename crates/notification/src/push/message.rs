//! What a browser says: one thing in full, several as one.

use crate::queries::push::Pending;
use crate::words::{Reading, named};
use serde::Serialize;

/// Most that is read for a message; whoever has more is told of more.
pub(super) const PENDING_MAX: i64 = 100;
/// Most tickets that a message of several names.
const NAMED_MAX: usize = 3;
/// Longest text of a message, in bytes: with its subject and its keys it fits into what every push service takes.
const BODY_MAX_BYTES: usize = 1_500;

/// What the service worker is given.
#[derive(Serialize)]
struct Message<'a> {
    title: String,
    body: String,
    url: String,
    /// What comes again replaces what is shown already.
    tag: String,
    lang: &'a str,
}

/// The message of what is pending, if anything is.
pub(super) fn of(pending: &[Pending], reading: &Reading) -> Option<Vec<u8>> {
    let lang = reading.texts.code();
    let mut message = match pending {
        [] => return None,
        [one] => Message {
            title: named(one),
            body: reading.said(one),
            url: reading.path(one),
            tag: format!("ticket-{}", one.ticket),
            lang,
        },
        several => Message {
            title: reading.several(several),
            body: lines(several, reading),
            url: "/notifications".to_owned(),
            tag: "several".to_owned(),
            lang,
        },
    };
    let end = message.body.floor_char_boundary(BODY_MAX_BYTES);
    message.body.truncate(end);
    serde_json::to_vec(&message).ok()
}

fn lines(pending: &[Pending], reading: &Reading) -> String {
    let named = pending.iter().take(NAMED_MAX);
    let lines: Vec<_> = named.map(|one| reading.line(one)).collect();
    lines.join("\n")
}
