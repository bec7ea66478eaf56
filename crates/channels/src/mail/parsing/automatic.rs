//! Whether a machine wrote a message: what such messages say of themselves.

use super::Headers;
use kernel::ticket::Address;
use mail_parser::{MessagePart, PartType};

/// Why a message counts as written by a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automatic {
    /// It says so (RFC 3834).
    AutoSubmitted,
    /// It answers by itself, in one of the ways that were in use before there was a standard.
    AutoReply,
    /// It was sent in bulk, or to a list that nobody else can write to: a newsletter.
    Bulk,
    /// Nobody is to be told if it cannot be delivered: a null return path.
    NullSender,
    /// A mail system wrote it.
    MailSystem,
    /// It reports, in a form for machines: that something arrived, was read, or was called spam.
    Report,
}

impl Automatic {
    /// The name in reasons.
    pub fn name(self) -> &'static str {
        match self {
            Automatic::AutoSubmitted => "auto_submitted",
            Automatic::AutoReply => "auto_reply",
            Automatic::Bulk => "bulk",
            Automatic::NullSender => "null_sender",
            Automatic::MailSystem => "mail_system",
            Automatic::Report => "report",
        }
    }
}

/// Names before the @ that only mail systems have.
const SYSTEMS: [&str; 6] = [
    "post_master",
    "mailer-daemon",
    "mailerdaemon",
    "mail-daemon",
    "mdaemon",
    "postmaster",
];
/// Headers that automatic answers have had. Exchange's `X-MS-Exchange-Inbox-Rules-Loop` is none: it stands in whatever a
/// rule of somebody's inbox passes on, too.
const REPLY_MARKS: [&str; 7] = [
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Reply",
    "X-Auto-Reply-From",
    "X-Mail-Autoreply",
    "X-FC-MachineGenerated",
];
/// How the subjects of complaints begin that give a message back.
const COMPLAINTS: [&str; 2] = ["complaint about message from", "abuse report"];
/// Headers that services which write to many put in.
const BULK_MARKS: [&str; 2] = ["X-MLServer", "X-Amz-Sns-Message-Id"];
/// Longest name of a list, in characters.
const LIST_MAX_CHARS: usize = 200;
/// How the subjects of automatic answers begin.
const REPLY_SUBJECTS: [&str; 12] = [
    "automatic reply:",
    "auto reply:",
    "auto-reply:",
    "autoreply:",
    "out of office:",
    "out of office autoreply",
    "automatische antwort:",
    "abwesenheitsnotiz",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "automatisch antwoord",
];

pub(super) fn of(headers: &Headers<'_, '_>, from: Option<&Address>) -> Option<Automatic> {
    if headers
        .keyword("Auto-Submitted")
        .is_some_and(|word| word != "no" && !word.is_empty())
    {
        return Some(Automatic::AutoSubmitted);
    }
    if headers
        .first("Return-Path")
        .is_some_and(|path| path.replace(' ', "") == "<>")
    {
        return Some(Automatic::NullSender);
    }
    if is_by_a_mail_system(headers, from) {
        return Some(Automatic::MailSystem);
    }
    let kind = headers
        .first("Content-Type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    if kind.starts_with("multipart/report") {
        return Some(Automatic::Report);
    }
    let subject = headers
        .0
        .subject()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let encloses = |part: &MessagePart<'_>| matches!(part.body, PartType::Message(_));
    let gives_back =
        COMPLAINTS.iter().any(|begin| subject.starts_with(begin)) || from.is_some_and(is_no_reply);
    if gives_back && headers.0.parts.iter().any(encloses) {
        return Some(Automatic::Report);
    }
    let precedence = headers.keyword("Precedence");
    if REPLY_MARKS.iter().any(|mark| headers.has(mark))
        || precedence.as_deref() == Some("auto_reply")
        || headers.keyword("X-Precedence").as_deref() == Some("auto_reply")
        || REPLY_SUBJECTS
            .iter()
            .any(|begin| subject.starts_with(begin))
    {
        return Some(Automatic::AutoReply);
    }
    let bulk = matches!(precedence.as_deref(), Some("bulk" | "junk"));
    let newsletter = list_of(headers).is_some() && !takes_letters(headers);
    if bulk || newsletter || BULK_MARKS.iter().any(|mark| headers.has(mark)) {
        return Some(Automatic::Bulk);
    }
    None
}

/// By which list or group a message came, where it says that (RFC 2919): the id of that, or else how it says so.
pub(super) fn list_of(headers: &Headers<'_, '_>) -> Option<String> {
    if let Some(id) = headers.first("List-Id") {
        let id = id.rsplit_once('<').map_or(id.as_str(), |(_, id)| id);
        let id: String = id.chars().filter(|c| !c.is_control()).collect();
        let id = id.trim_end_matches('>').trim();
        return Some(id.chars().take(LIST_MAX_CHARS).collect());
    }
    let precedence = headers.keyword("Precedence");
    (precedence.as_deref() == Some("list")).then(|| "Precedence: list".to_owned())
}

/// Whether people write to a list; of a newsletter one can only be struck off (RFC 2369).
fn takes_letters(headers: &Headers<'_, '_>) -> bool {
    match headers.keyword("List-Post") {
        Some(post) => post != "no",
        None => !headers.has("List-Unsubscribe"),
    }
}

/// Whether nobody reads what is sent to an address.
fn is_no_reply(from: &Address) -> bool {
    let local = from.email.split('@').next().unwrap_or_default();
    let letters: String = local.chars().filter(char::is_ascii_alphabetic).collect();
    matches!(letters.as_str(), "noreply" | "donotreply")
}

/// Whether a mail system wrote a message. Some of them give their name alone for an address, or none at all; whoever else
/// gives an address that cannot be read may be a person.
pub(super) fn is_by_a_mail_system(headers: &Headers<'_, '_>, from: Option<&Address>) -> bool {
    if let Some(from) = from {
        return is_mail_system(&from.email);
    }
    let from = headers
        .first("From")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let address = from
        .rsplit_once('<')
        .map_or(from.as_str(), |(_, address)| address);
    let address = address.split(['>', '(']).next().unwrap_or_default().trim();
    address.is_empty() || is_mail_system(address)
}

/// Whether an address is a mail system's own.
fn is_mail_system(email: &str) -> bool {
    let local = email.split('@').next().unwrap_or_default();
    SYSTEMS.contains(&local)
}
