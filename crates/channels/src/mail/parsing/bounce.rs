//! What a report says of a message that did not arrive: RFC 3464, and the ways of those who do not follow it.

use super::automatic::is_by_a_mail_system;
use super::{Headers, cut, ids};
use kernel::ticket::Address;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// Most addresses that are taken from one report.
const RECIPIENTS_MAX: usize = 50;
/// As much of a returned message is looked at, in bytes.
const RETURNED_MAX_BYTES: usize = 256 * 1024;
/// As much of what a mail server said is kept, in bytes.
const SAID_MAX_BYTES: usize = 500;

/// What a report says of a message that did not arrive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounce {
    /// The addresses that it did not reach.
    pub recipients: Vec<Unreached>,
    /// The status as of RFC 3463 of the first, or where none is named; empty where none is told.
    pub status: String,
    /// The id of the message that did not arrive.
    pub message_id: Option<String>,
}

/// An address that a message did not reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreached {
    /// The address.
    pub email: String,
    /// The status as of RFC 3463, such as `5.1.1`; empty where none is told.
    pub status: String,
    /// What its mail server said, in its own words; empty for nothing.
    pub said: String,
}

/// Statuses that say that there is no such address (RFC 3463): no such mailbox, no such host, no such way of writing it,
/// moved, takes no mail at all.
pub(in crate::mail) const NO_SUCH_ADDRESS: [&str; 5] =
    ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"];

/// What the subjects of reports begin with where nothing else tells them.
const SUBJECTS: [&str; 22] = [
    "undelivered mail",
    "undeliverable",
    "undeliverable:",
    "delivery status notification",
    "delivery failure",
    "delivery notification",
    "delivery report",
    "mail delivery failed",
    "mail delivery failure",
    "mail system error",
    "mail delivery subsystem",
    "failure notice",
    "returned mail",
    "returned message",
    "message undeliverable",
    "non delivery report",
    "nondeliverable mail",
    "unzustellbar",
    "mail konnte nicht",
    "non remis",
    "no se puede entregar",
    "mail could not be delivered",
];

pub(super) fn of(
    message: &Message<'_>,
    headers: &Headers<'_, '_>,
    from: Option<&Address>,
    text: &str,
) -> Option<Bounce> {
    let subject = message.subject().unwrap_or_default().trim().to_lowercase();
    let report = message.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("multipart")
            && kind
                .subtype()
                .is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
            && kind
                .attribute("report-type")
                .is_none_or(|of| of.eq_ignore_ascii_case("delivery-status"))
    });
    let failed = headers.all("X-Failed-Recipients");
    let status = status_part(message);
    let told = SUBJECTS.iter().any(|begin| subject.starts_with(begin));
    let by_system = is_by_a_mail_system(headers, from)
        || headers
            .first("Return-Path")
            .is_some_and(|path| path.replace(' ', "") == "<>");
    // Whoever asks about a report, with the report in it, has written a message like any other.
    let says_so = by_system && (told || status.is_some());
    if !(report || !failed.is_empty() || says_so) {
        return None;
    }
    let groups = groups(status.as_deref().unwrap_or_default());
    // A report that something arrived, or is late, is no bounce.
    if !groups.is_empty() && groups.iter().all(|group| !group.has_failed()) {
        return None;
    }
    let mut bounce = Bounce::default();
    for group in groups.iter().filter(|group| group.has_failed()) {
        for email in &group.recipients {
            add(&mut bounce, email, group);
        }
    }
    let in_text = status_in(text).unwrap_or_default();
    for address in failed.iter().flat_map(|line| line.split(',')) {
        add(&mut bounce, address, &Group::default());
    }
    for one in &mut bounce.recipients {
        if one.status.is_empty() {
            one.status.clone_from(&in_text);
        }
        if one.said.is_empty() {
            one.said = cut(said_of(text, &one.email).to_owned(), SAID_MAX_BYTES);
        }
    }
    bounce.status = match bounce.recipients.first() {
        Some(first) => first.status.clone(),
        None => in_text,
    };
    bounce.message_id = returned_id(message, text);
    Some(bounce)
}

/// What is said of one recipient (RFC 3464, 2.3).
#[derive(Default)]
struct Group {
    recipients: Vec<String>,
    status: String,
    action: String,
    said: String,
}

impl Group {
    fn has_failed(&self) -> bool {
        !matches!(
            self.action.as_str(),
            "delivered" | "relayed" | "expanded" | "delayed"
        )
    }
}

/// What is said of each recipient: apart by empty lines, after what is said of the message.
fn groups(status: &str) -> Vec<Group> {
    let mut all = Vec::new();
    let mut group = Group::default();
    // Some write no empty line between recipients.
    let mut end = |group: &mut Group| {
        let group = std::mem::take(group);
        if !group.action.is_empty() || !group.recipients.is_empty() {
            all.push(group);
        }
    };
    for line in status.lines() {
        let Some((name, value)) = line.split_once(':') else {
            if line.trim().is_empty() {
                end(&mut group);
            }
            continue;
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if name == "final-recipient" && !group.action.is_empty() && !group.recipients.is_empty() {
            end(&mut group);
        }
        match name.as_str() {
            "final-recipient" | "original-recipient" => {
                let address = value.rsplit_once(';').map_or(value, |(_, address)| address);
                group.recipients.push(address.to_owned());
            }
            "status" if group.status.is_empty() => {
                group.status = status_in(value).unwrap_or_default();
            }
            "diagnostic-code" if group.said.is_empty() => {
                group.said = cut(value.to_owned(), SAID_MAX_BYTES);
            }
            "action" => {
                let word = value.split_whitespace().next().unwrap_or_default();
                group.action = word.to_ascii_lowercase();
            }
            _ => {}
        }
    }
    end(&mut group);
    all
}

/// The text of the part that says what happened, by machine.
fn status_part(message: &Message<'_>) -> Option<String> {
    let part = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind.subtype().is_some_and(|sub| {
                    sub.eq_ignore_ascii_case("delivery-status")
                        || sub.eq_ignore_ascii_case("global-delivery-status")
                })
        })
    })?;
    Some(String::from_utf8_lossy(part.contents()).into_owned())
}

/// What a text for people says of an address: from there on.
fn said_of<'t>(text: &'t str, email: &str) -> &'t str {
    let at = text.to_ascii_lowercase().find(email);
    at.and_then(|at| text.get(at..)).unwrap_or_default()
}

fn add(bounce: &mut Bounce, address: &str, group: &Group) {
    let known = |email: &str| bounce.recipients.iter().any(|one| one.email == email);
    if let Some(address) = Address::parse(address.trim().trim_matches(['<', '>']))
        && !known(&address.email)
        && bounce.recipients.len() < RECIPIENTS_MAX
    {
        bounce.recipients.push(Unreached {
            email: address.email,
            status: group.status.clone(),
            said: group.said.clone(),
        });
    }
}

/// The first thing that looks like a status of RFC 3463.
pub(in crate::mail) fn status_in(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    let is_status = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 3
            && matches!(parts[0], "4" | "5")
            && parts[1..].iter().all(|part| {
                (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
            })
    };
    words
        .map(|word| word.trim_matches('.'))
        .find(is_status)
        .map(str::to_owned)
}

/// The id of the message that is given back: as a part, or within the text.
fn returned_id(message: &Message<'_>, text: &str) -> Option<String> {
    for part in &message.parts {
        let found = match &part.body {
            PartType::Message(inner) => inner.message_id().and_then(ids::valid),
            PartType::Text(_) | PartType::Binary(_)
                if part.is_content_type("text", "rfc822-headers")
                    || part.is_content_type("message", "rfc822-headers") =>
            {
                id_in(&String::from_utf8_lossy(part.contents()))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    id_in(text)
}

fn id_in(text: &str) -> Option<String> {
    const NAME: &str = "message-id:";
    let mut lines = text.lines().take_while({
        let mut seen = 0;
        move |line| {
            seen += line.len();
            seen < RETURNED_MAX_BYTES
        }
    });
    let line = lines.find(|line| {
        line.trim_start()
            .get(..NAME.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(NAME))
    })?;
    let header = format!("{}\r\n\r\n", line.trim_start());
    let parsed = MessageParser::default().parse_headers(header.as_bytes())?;
    parsed.message_id().and_then(ids::valid)
}
