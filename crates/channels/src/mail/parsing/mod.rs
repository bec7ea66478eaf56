//! What stands in a message: raw bytes in, a plain value out. Pure: it asks nobody and keeps nothing.
//!
//! What is too much to be read with bounded time and memory is told apart beforehand ([`TooMuch`]); whatever else the
//! bytes are, something is made of them.

mod authentication;
mod automatic;
pub(super) mod bounce;
mod files;
pub(super) mod html;
mod ids;
mod invitations;
mod parts;
mod rtf;
mod tnef;

pub use authentication::{NAMELESS, ServerChecks, read as read_server_checks, trusted};
pub use automatic::Automatic;
pub use bounce::{Bounce, Unreached};
pub use files::IncomingFile;
pub use ids::distinct_ids;
pub use tnef::{Packed, PackedFile, Text, unpack};

use parts::PARTS_MAX;

use kernel::Timestamp;
use kernel::ticket::Address;
use mail_parser::{
    Address as Addresses, Header, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};
use std::borrow::Cow;
use thiserror::Error;

/// Largest message, in bytes.
pub const MESSAGE_MAX_BYTES: usize = 50 * 1024 * 1024;
/// Longest text that is taken from a message, in bytes.
const TEXT_MAX_BYTES: usize = 1024 * 1024;
/// Longest page that is taken from a message, in bytes.
const PAGE_MAX_BYTES: usize = 2 * 1024 * 1024;
/// Longest subject, in characters.
const SUBJECT_MAX_CHARS: usize = 250;
/// Most addresses of one header.
const ADDRESSES_MAX: usize = 50;
/// Most files of a message, with those that are packed in others: as many as it can have parts, and twice that.
const FILES_MAX: usize = 3 * PARTS_MAX;
/// Longest name of a file, in characters.
const NAME_MAX_CHARS: usize = 200;

/// A message that came in, as it is understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// Who wrote it.
    pub from: Option<Address>,
    /// Where answers are to go, where that is somebody else.
    pub reply_to: Option<Address>,
    /// Whom it is to.
    pub to: Vec<Address>,
    /// Who got a copy.
    pub cc: Vec<Address>,
    /// The addresses that the servers on its way delivered it to.
    pub delivered_to: Vec<String>,
    /// What it is about.
    pub subject: String,
    /// When it was written, by its writer's clock.
    pub date: Option<Timestamp>,
    /// Its id, without brackets.
    pub message_id: Option<String>,
    /// The ids of what it answers and of what went before, the nearest first.
    pub references: Vec<String>,
    /// What stands in it, as plain text with line ends.
    pub text: String,
    /// The page that it was written as (HTML), as it came; empty where it was not.
    pub page: String,
    /// The files.
    pub files: Vec<IncomingFile>,
    /// Why nobody wrote it by hand, where that is so.
    pub automatic: Option<Automatic>,
    /// The list or group that it came by.
    pub list: Option<String>,
    /// What it says of a message that did not arrive.
    pub bounce: Option<Bounce>,
    /// What the servers on its way say of whether it is its sender's, the last one first.
    pub server_checks: Vec<ServerChecks>,
    /// The mark that messages of a desk carry.
    pub desk: Option<String>,
}

/// Why a message is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TooMuch {
    /// Nothing at all.
    #[error("the message is empty")]
    Nothing,
    /// More bytes than are read.
    #[error("the message has more than {MESSAGE_MAX_BYTES} bytes")]
    Bytes,
    /// More parts than are read, or nested deeper.
    #[error("the message has more than {PARTS_MAX} parts")]
    Parts,
}

/// The header by which a desk knows its own messages.
pub const DESK_HEADER: &str = "X-Spoc-Desk";

/// Understands a message.
///
/// # Errors
/// When it is empty, or more than is read.
pub fn parse(raw: &[u8]) -> Result<Incoming, TooMuch> {
    if raw.len() > MESSAGE_MAX_BYTES {
        return Err(TooMuch::Bytes);
    }
    let ended = with_line_ends(raw);
    let raw = without_envelope_line(&ended);
    if parts::are_too_many(raw) {
        return Err(TooMuch::Parts);
    }
    let message = MessageParser::default()
        .parse(raw)
        .filter(|message| !message.parts.is_empty())
        .ok_or(TooMuch::Nothing)?;
    let headers = Headers(&message);
    let from = addresses(message.from()).into_iter().next();
    let (text, page) = (text_of(&message), page_of(&message));
    let bounce = bounce::of(&message, &headers, from.as_ref(), &text);
    let understood = Incoming {
        automatic: automatic::of(&headers, from.as_ref()),
        list: automatic::list_of(&headers),
        reply_to: addresses(message.reply_to())
            .into_iter()
            .next()
            .filter(|to| from.as_ref().is_none_or(|from| from.email != to.email)),
        to: addresses(message.to()),
        cc: addresses(message.cc()),
        delivered_to: headers.delivered_to(),
        subject: subject(message.subject().unwrap_or_default()),
        date: message
            .date()
            .and_then(|date| date.to_timestamp().checked_mul(1_000_000))
            .map(Timestamp),
        message_id: message.message_id().and_then(ids::valid),
        references: ids::references(&message),
        files: Vec::new(),
        server_checks: authentication::of(&headers),
        desk: headers.first(DESK_HEADER),
        from,
        text,
        page,
        bounce,
    };
    let mut incoming = Incoming {
        files: files::files(message),
        ..understood
    };
    files::take_out(&mut incoming);
    invitations::read(&mut incoming);
    Ok(incoming)
}

/// With line ends as everybody reads them; some old programs end lines otherwise.
fn with_line_ends(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.contains(&b'\n') || !raw.contains(&b'\r') {
        return raw.into();
    }
    let ended = raw
        .iter()
        .map(|byte| if *byte == b'\r' { b'\n' } else { *byte });
    ended.collect::<Vec<u8>>().into()
}

/// Without the line that files of messages begin with.
fn without_envelope_line(raw: &[u8]) -> &[u8] {
    if raw.starts_with(b"From ")
        && let Some(end) = raw.iter().position(|byte| *byte == b'\n')
    {
        return &raw[end + 1..];
    }
    raw
}

/// The headers of a message as texts, whatever their name.
struct Headers<'a, 'm>(&'a Message<'m>);

impl Headers<'_, '_> {
    /// What stands in a header.
    fn value(&self, header: &Header<'_>) -> String {
        let bytes = &self.0.raw_message;
        let (start, end) = (header.offset_start as usize, header.offset_end as usize);
        let value = bytes.get(start..end).unwrap_or_default();
        String::from_utf8_lossy(value).trim().to_owned()
    }

    /// What stands in each header of this name.
    fn all(&self, name: &str) -> Vec<String> {
        let headers = self.0.headers().iter();
        let named = headers.filter(|header| is_named(header, name));
        named.map(|header| self.value(header)).collect()
    }

    fn first(&self, name: &str) -> Option<String> {
        self.all(name).into_iter().next()
    }

    fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// The lower-case words before the first parameter or comment of a header.
    fn keyword(&self, name: &str) -> Option<String> {
        let value = self.first(name)?.to_ascii_lowercase();
        let word = value.split([';', '(']).next().unwrap_or_default().trim();
        Some(word.to_owned())
    }

    fn delivered_to(&self) -> Vec<String> {
        let names = ["Delivered-To", "X-Original-To", "Envelope-To"];
        let all = names.into_iter().flat_map(|name| self.all(name));
        let parsed = all.filter_map(|text| Address::parse(&text));
        parsed
            .map(|address| address.email)
            .take(ADDRESSES_MAX)
            .collect()
    }
}

fn is_named(header: &Header<'_>, name: &str) -> bool {
    header.name.as_str().eq_ignore_ascii_case(name)
}

fn addresses(found: Option<&Addresses<'_>>) -> Vec<Address> {
    let Some(found) = found else {
        return Vec::new();
    };
    let read = |one: &mail_parser::Addr<'_>| {
        let name = one.name.as_deref().unwrap_or_default();
        let Some(email) = one.address.as_deref() else {
            return in_name(name);
        };
        let email = email.trim();
        let mut address = Address::parse(email).or_else(|| Address::parse(&modern(email)))?;
        let name: String = name
            .chars()
            .filter(|c| !c.is_control())
            .take(NAME_MAX_CHARS)
            .collect();
        name.trim().clone_into(&mut address.name);
        Some(address)
    };
    found.iter().filter_map(read).take(ADDRESSES_MAX).collect()
}

/// The address that stands in a name, where it is one alone: some programs encode the one with the other.
fn in_name(name: &str) -> Option<Address> {
    Address::parse(name).filter(|address| !address.name.contains(['<', '@']))
}

/// An address as it was once written, with spaces around its dots or with the hosts on the way (RFC 5322, 4.4), as it is
/// written now.
fn modern(email: &str) -> String {
    let parts = |text: &str, at: char| {
        let parts: Vec<&str> = text.split(at).map(str::trim).collect();
        parts.join(&at.to_string())
    };
    let email = match email.strip_prefix('@').and_then(|way| way.split_once(':')) {
        Some((_, email)) => email,
        None => email,
    };
    parts(&parts(email, '.'), '@')
}

fn subject(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ").chars().take(SUBJECT_MAX_CHARS).collect()
}

/// The text of all parts that are read one after the other; of two that say the same, the plain one.
fn text_of(message: &Message<'_>) -> String {
    let mut text = String::new();
    for part in message.text_bodies().filter(|part| !is_calendar(part)) {
        let one = match &part.body {
            PartType::Text(plain) if is_html(part) => html::to_text(plain),
            PartType::Text(plain) => plain.replace("\r\n", "\n").replace('\r', "\n"),
            PartType::Html(html) => html::to_text(html),
            _ => continue,
        };
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(one.trim_end());
        if text.len() > TEXT_MAX_BYTES {
            break;
        }
    }
    // A plain part with nothing in it, beside a page that says something.
    if text.trim().is_empty() {
        let pages = message.html_bodies().filter_map(|part| match &part.body {
            PartType::Html(html) => Some(html::to_text(html)),
            _ => None,
        });
        text = pages.collect::<Vec<_>>().join("\n");
    }
    cut(kernel::legible(&text).into_owned(), TEXT_MAX_BYTES)
}

/// The pages of a message, one after the other.
fn page_of(message: &Message<'_>) -> String {
    let mut page = String::new();
    for part in message.html_bodies() {
        match &part.body {
            PartType::Html(html) => page.push_str(html),
            PartType::Text(html) if is_html(part) => page.push_str(html),
            _ => {}
        }
        if page.len() > PAGE_MAX_BYTES {
            break;
        }
    }
    cut(page, PAGE_MAX_BYTES)
}

fn is_calendar(part: &MessagePart<'_>) -> bool {
    part.is_content_type("text", "calendar")
}

fn is_html(part: &MessagePart<'_>) -> bool {
    part.is_content_type("text", "html")
}

/// The beginning of a text, at most so many bytes.
pub(super) fn cut(mut text: String, max: usize) -> String {
    if text.len() > max {
        let end = (0..=max).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or(0));
    }
    text
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_expected;
#[cfg(test)]
mod tests_of_headers;
#[cfg(test)]
mod tests_of_packed;
