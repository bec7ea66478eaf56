//! The composer: what can be written on a ticket, and to whom.

use web::askama::Template;
use web::parts::{Choice, Face};

/// The composer of a ticket.
pub struct Composer {
    /// The ticket's number.
    pub number: i64,
    /// The version that the reader sees.
    pub version: i64,
    /// The kind that is in front: `reply`, `note` or `side`.
    pub open: &'static str,
    /// A reply, where the reader may write one.
    pub reply: Option<Writing>,
    /// An internal note.
    pub note: Option<Writing>,
    /// A message to people outside.
    pub side: Option<Writing>,
    /// Everybody on the ticket, or the requester alone.
    pub whom: Vec<Choice>,
    /// What the button says for everybody and for the requester alone.
    pub buttons: [String; 2],
    /// States to move to with the reply; the first leaves it and has an empty value.
    pub then: Vec<Choice>,
    /// The conversations with people outside; the first begins one.
    pub conversations: Vec<Choice>,
    /// What colleagues have begun and share.
    pub shared: Vec<SharedDraft>,
    /// What will stand under a reply; empty for nothing.
    pub signature: String,
}

/// One form of the composer.
#[derive(Default)]
pub struct Writing {
    /// `reply`, `note` or `side`.
    pub kind: &'static str,
    /// Whose draft it is, by id.
    pub owner: String,
    /// The draft's version; 0 for none.
    pub draft: i64,
    /// Whether colleagues see the draft.
    pub shared: bool,
    /// What is said of the draft; empty for none.
    pub saved: String,
    /// What was typed, by the fields' names.
    pub typed: Vec<(String, String)>,
    /// Files that wait to be sent.
    pub files: Vec<WaitingFile>,
    /// What is set when it is sent.
    pub sets: Vec<Set>,
    /// What was wrong with it when it was sent.
    pub wrong: Option<String>,
}

impl Writing {
    /// What was typed in a field.
    pub fn get(&self, name: &str) -> &str {
        let found = self.typed.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether it was taken back after it was sent, and nobody has gone on with it: no page has seen it.
    pub fn is_back(&self) -> bool {
        self.draft != 0 && self.get("writer").is_empty()
    }

    /// Whether the signature is to go under it, as it does where nobody has said otherwise.
    pub fn is_signed(&self) -> bool {
        self.get("signed") != "false"
    }

    /// All values of a field.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let named = self.typed.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str())
    }
}

/// What a message sets when it is sent.
pub struct Set {
    /// As the form sends it: `team=4`.
    pub value: String,
    /// In words: "Team: Network".
    pub label: String,
}

/// A file that waits to be sent.
pub struct WaitingFile {
    /// Its content's hash, which the form sends as `file`.
    pub hash: String,
    /// Its name.
    pub name: String,
    /// Where it can be looked at.
    pub href: String,
}

/// A draft that a colleague shares.
pub struct SharedDraft {
    /// Whose it is, and what: "Anna Keller shares a draft of a reply".
    pub said: String,
    /// The person.
    pub face: Face,
    /// Where one goes on with it.
    pub href: String,
}

/// Somebody else who is on the ticket.
pub struct Looking {
    /// Who.
    pub face: Face,
    /// "Anna Keller is writing a reply".
    pub said: String,
    /// `replies`, `notes`, or empty.
    pub class: &'static str,
}

/// `GET /tickets/{number}/presence`
#[derive(Template)]
#[template(askama = web::askama, path = "presence.html")]
pub struct PresencePart {
    /// Who else is there.
    pub looking: Vec<Looking>,
}
