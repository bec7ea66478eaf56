//! What a report says of a message that did not arrive: RFC 3464, and the ways of those who do not follow it.

use super::automatic::is_mail_system;
use super::{Headers, ids};
use kernel::ticket::Address;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// Most addresses that are taken from one report.
const RECIPIENTS_MAX: usize = 50;
/// As much of a returned message is looked at, in bytes.
const RETURNED_MAX_BYTES: usize = 256 * 1024;

/// What a report says of a message that did not arrive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounce {
    /// The addresses that it did not reach.
    pub recipients: Vec<String>,
    /// The status as of RFC 3463, such as `5.1.1`; empty where none is told.
    pub status: String,
    /// Whether trying again would not help.
    pub permanent: bool,
    /// The id of the message that did not arrive.
    pub message_id: Option<String>,
}

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
    let by_system = from.is_none_or(|from| is_mail_system(&from.email));
    if !(report || status.is_some() || !failed.is_empty() || (told && by_system)) {
        return None;
    }
    let mut bounce = Bounce::default();
    let mut actions = Vec::new();
    for line in status.as_deref().unwrap_or_default().lines() {
        read_field(line, &mut bounce, &mut actions);
    }
    for address in failed.iter().flat_map(|line| line.split(',')) {
        add(&mut bounce, address);
    }
    // A report that something arrived, or is late, is no bounce.
    let harmless = |action: &String| {
        matches!(
            action.as_str(),
            "delivered" | "relayed" | "expanded" | "delayed"
        )
    };
    if !actions.is_empty() && actions.iter().all(harmless) {
        return None;
    }
    if bounce.status.is_empty() {
        bounce.status = status_in(text).unwrap_or_default();
    }
    bounce.permanent = match bounce.status.chars().next() {
        Some('4') => false,
        Some('5') => true,
        _ => actions.iter().any(|action| action == "failed"),
    };
    bounce.message_id = returned_id(message, text);
    Some(bounce)
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

fn read_field(line: &str, bounce: &mut Bounce, actions: &mut Vec<String>) {
    let Some((name, value)) = line.split_once(':') else {
        return;
    };
    let value = value.trim();
    match name.trim().to_ascii_lowercase().as_str() {
        "final-recipient" | "original-recipient" => {
            let address = value.rsplit_once(';').map_or(value, |(_, address)| address);
            add(bounce, address);
        }
        "status" if bounce.status.is_empty() => {
            bounce.status = status_in(value).unwrap_or_default();
        }
        "action" => {
            let word = value.split_whitespace().next().unwrap_or_default();
            actions.push(word.to_ascii_lowercase());
        }
        _ => {}
    }
}

fn add(bounce: &mut Bounce, address: &str) {
    if let Some(address) = Address::parse(address.trim().trim_matches(['<', '>']))
        && !bounce.recipients.contains(&address.email)
        && bounce.recipients.len() < RECIPIENTS_MAX
    {
        bounce.recipients.push(address.email);
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
