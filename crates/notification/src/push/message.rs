//! What a browser says: one thing in full, several as one.

use crate::model::{APPROVALS, Kind};
use crate::queries::push::Pending;
use crate::words::{self, Happened};
use serde::Serialize;
use web::Texts;

/// Most that is read for a message; whoever has more is told of more.
pub(super) const PENDING_MAX: i64 = 100;
/// Most tickets that a message of several names.
const NAMED_MAX: usize = 3;
/// Longest text of a message, in bytes: with its subject and its keys it fits into what every push service takes.
const BODY_MAX_BYTES: usize = 1_500;
/// Longest subject in a message, in characters.
const SUBJECT_MAX_CHARS: usize = 120;

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

/// Who reads it.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) texts: Texts,
    pub(super) product: &'a str,
    /// Where tickets stand for them: `/tickets` or `/my/tickets`.
    pub(super) tickets: &'a str,
}

/// The message of what is pending, if anything is.
pub(super) fn of(pending: &[Pending], reading: Reading<'_>) -> Option<Vec<u8>> {
    let lang = reading.texts.code();
    let mut message = match pending {
        [] => return None,
        [one] => Message {
            title: named(one),
            body: said(one, reading),
            url: match one.kind {
                Kind::ApprovalAsked => APPROVALS.to_owned(),
                _ => format!("{}/{}", reading.tickets, one.ticket),
            },
            tag: format!("ticket-{}", one.ticket),
            lang,
        },
        several => Message {
            title: reading
                .texts
                .count("push-several", several.len().try_into().unwrap_or(i64::MAX)),
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

fn lines(pending: &[Pending], reading: Reading<'_>) -> String {
    let line = |one: &Pending| format!("{}: {}", named(one), said(one, reading));
    let lines: Vec<_> = pending.iter().take(NAMED_MAX).map(line).collect();
    lines.join("\n")
}

fn named(one: &Pending) -> String {
    match &one.subject {
        Some(subject) => {
            let short: String = subject.chars().take(SUBJECT_MAX_CHARS).collect();
            format!("#{} {short}", one.ticket)
        }
        None => format!("#{}", one.ticket),
    }
}

fn said(one: &Pending, reading: Reading<'_>) -> String {
    let happened = Happened {
        kind: one.kind,
        who: one.actor.as_deref(),
        count: one.count,
    };
    words::said(&happened, reading.texts, reading.product)
}
