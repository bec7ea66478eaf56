//! How many parts a message may turn out to have, counted before it is read: the parser itself makes of each what it
//! finds, however many there are.
//!
//! A part begins where the parser can begin one: at the message, behind each delimiter that a header has named before,
//! wherever in a line that stands, at the head of a message in a message, and in what is packed up there. It never
//! counts less than the parser makes.

use mail_parser::{MessageParser, MessagePart, MimeHeaders};
use std::collections::BTreeSet;
use std::ops::Bound;

/// Most parts of a message; as deep as they can be nested.
pub(super) const PARTS_MAX: usize = 500;
/// Most places where a part can begin: the end of a multipart looks like one, too.
const HEADS_MAX: usize = 2 * PARTS_MAX;
/// Longest head of a part, in bytes.
const HEAD_MAX_BYTES: usize = 256 * 1024;
/// Longest delimiter, in bytes; RFC 2046 knows none of more than 70. It is held against each pair of hyphens.
const DELIMITER_MAX_BYTES: usize = 256;
/// So deep does the parser look into messages that are packed up in messages.
const PACKED_MAX: usize = 4;

/// Whether a message has more parts than are read.
pub(super) fn are_too_many(raw: &[u8]) -> bool {
    let mut counting = Counting { left: HEADS_MAX };
    counting.count(raw, PACKED_MAX).is_none()
}

/// Counts down; nothing more is answered where it would be too many.
struct Counting {
    left: usize,
}

impl Counting {
    fn count(&mut self, raw: &[u8], packed: usize) -> Option<()> {
        let mut delimiters = Delimiters::default();
        self.head(raw, packed, &mut delimiters)?;
        let mut at = 0;
        while let Some((after, length)) = delimiters.next_in(raw, at) {
            let begins = behind_line(&raw[after + length..]);
            self.head(begins, packed, &mut delimiters)?;
            at = after - 1;
        }
        Some(())
    }

    /// What begins here, and all that begins with it: a message in a message begins with its own head.
    fn head(&mut self, raw: &[u8], packed: usize, delimiters: &mut Delimiters) -> Option<()> {
        let (mut raw, mut may_be_digest) = (raw, delimiters.digest);
        loop {
            self.left = self.left.checked_sub(1)?;
            let some = &raw[..raw.len().min(HEAD_MAX_BYTES)];
            let parsed = MessageParser::default().parse_headers(some);
            let part = parsed.as_ref().and_then(|parsed| parsed.parts.first());
            let ended = part.and_then(|part| part.headers.last());
            let ended = ended.map_or(0, |last| last.offset_end as usize);
            let Some(body) = behind_blank_line(some, ended) else {
                return (some.len() == raw.len()).then_some(());
            };
            raw = &raw[body..];
            match part.map_or(Kind::Unsaid, Kind::of) {
                Kind::Parts(delimiter, _) if delimiter.len() > DELIMITER_MAX_BYTES => return None,
                Kind::Parts(delimiter, is_digest) => {
                    delimiters.digest |= is_digest;
                    delimiters.add(delimiter);
                    return Some(());
                }
                Kind::Message => {}
                Kind::Packed(encoding) => {
                    return match packed.checked_sub(1) {
                        Some(packed) => self.count(&unpacked(raw, delimiters, encoding), packed),
                        None => Some(()),
                    };
                }
                // In a digest that is a message.
                Kind::Unsaid if may_be_digest => may_be_digest = false,
                Kind::Unsaid | Kind::Other => return Some(()),
            }
        }
    }
}

/// What a part is.
enum Kind {
    /// More parts, after this delimiter; whether of a digest.
    Parts(Vec<u8>, bool),
    /// A message.
    Message,
    /// A message that is packed up.
    Packed(&'static str),
    /// Anything else.
    Other,
    /// It does not say.
    Unsaid,
}

impl Kind {
    fn of(part: &MessagePart<'_>) -> Self {
        let Some(kind) = part.content_type() else {
            return Kind::Unsaid;
        };
        let is = |name: &str| kind.ctype().eq_ignore_ascii_case(name);
        let sub = kind.subtype().unwrap_or_default().to_ascii_lowercase();
        if is("multipart") {
            return match kind.attribute("boundary") {
                Some(delimiter) => Kind::Parts(delimiter.into(), sub == "digest"),
                None => Kind::Other,
            };
        }
        if !is("message") || !matches!(sub.as_str(), "rfc822" | "global") {
            return Kind::Other;
        }
        let encoding = part.content_transfer_encoding().unwrap_or_default();
        match encoding.to_ascii_lowercase().as_str() {
            "base64" => Kind::Packed("base64"),
            "quoted-printable" => Kind::Packed("quoted-printable"),
            _ => Kind::Message,
        }
    }
}

/// What comes behind a delimiter: behind its line, where nothing else stands in that.
fn behind_line(raw: &[u8]) -> &[u8] {
    let blank = |byte: &u8| matches!(byte, b'\r' | b' ' | b'\t');
    let rest = &raw[raw.iter().take_while(|byte| blank(byte)).count()..];
    rest.strip_prefix(b"\n").unwrap_or(rest)
}

/// Where what comes behind the next blank line begins.
fn behind_blank_line(raw: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    for line in raw.get(from..)?.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line.ends_with(b"\n") && line.trim_ascii().is_empty() {
            return Some(at);
        }
    }
    None
}

/// A message that is packed up, up to where it ends.
fn unpacked(raw: &[u8], delimiters: &Delimiters, encoding: &str) -> Vec<u8> {
    let end = delimiters.next_in(raw, 0);
    let end = end.map_or(raw.len(), |(after, _)| after.saturating_sub(2));
    let head = format!(
        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    );
    let packed = [head.as_bytes(), &raw[..end]].concat();
    let read = MessageParser::default().parse(&packed);
    let part = read.as_ref().and_then(|read| read.parts.first());
    part.map(|part| part.contents().to_vec())
        .unwrap_or_default()
}

/// The delimiters that were named; none begins as another one does.
#[derive(Default)]
struct Delimiters {
    known: BTreeSet<Vec<u8>>,
    digest: bool,
}

impl Delimiters {
    fn add(&mut self, delimiter: Vec<u8>) {
        if delimiter.is_empty() || self.length_at(&delimiter).is_some() {
            return;
        }
        self.known.retain(|known| !known.starts_with(&delimiter));
        self.known.insert(delimiter);
    }

    /// How long the one is that stands here. As none begins like another, it is the last of those that are sorted before.
    fn length_at(&self, raw: &[u8]) -> Option<usize> {
        let before = (Bound::Unbounded, Bound::Included(raw));
        let last = self.known.range::<[u8], _>(before).next_back()?;
        raw.starts_with(last).then_some(last.len())
    }

    /// Behind which hyphens the next one stands, and how long it is.
    fn next_in(&self, raw: &[u8], from: usize) -> Option<(usize, usize)> {
        if self.known.is_empty() {
            return None;
        }
        let mut at = from;
        loop {
            at += raw.get(at..)?.windows(2).position(|two| two == b"--")? + 2;
            if let Some(length) = self.length_at(&raw[at..]) {
                return Some((at, length));
            }
            at -= 1;
        }
    }
}
