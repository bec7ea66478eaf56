//! Whom a message goes to, and conversations with people outside that the requester knows nothing of.

use super::message::{Message, OutsideText};
use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// Longest name or address, in characters.
const ADDRESS_MAX_CHARS: usize = 200;
/// Most addresses of one message.
pub const ADDRESSES_MAX: usize = 20;

/// Somebody by their mail address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// What they are called; empty where nobody knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The address, in lower case.
    pub email: String,
}

impl Address {
    /// Reads `Jane Doe <jane@example.com>` or `jane@example.com`.
    pub fn parse(text: &str) -> Option<Address> {
        let text = text.trim();
        let (name, email) = match text
            .strip_suffix('>')
            .and_then(|rest| rest.rsplit_once('<'))
        {
            Some((name, email)) => (name.trim().trim_matches('"').trim(), email.trim()),
            None => ("", text),
        };
        let (local, domain) = email.rsplit_once('@')?;
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| !c.is_whitespace() && !c.is_control() && !"<>(),;:\"[]\\@".contains(c))
        };
        let whole =
            plain(local) && plain(domain) && !domain.starts_with('.') && !domain.ends_with('.');
        let short = text.chars().count() <= ADDRESS_MAX_CHARS;
        (whole && short && !name.chars().any(char::is_control)).then(|| Address {
            name: name.to_owned(),
            email: email.to_lowercase(),
        })
    }

    /// The name, or the address of whoever has none.
    pub fn label(&self) -> &str {
        if self.name.is_empty() {
            &self.email
        } else {
            &self.name
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.name.is_empty() {
            write!(f, "{}", self.email)
        } else {
            write!(f, "{} <{}>", self.name, self.email)
        }
    }
}

/// Whom a reply goes to: everybody on the ticket, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Delivery {
    /// The requester's side alone, and not who else follows the ticket.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub requester_only: bool,
    /// Who gets a copy beside them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Address>,
    /// Until when nobody outside is told of it, because it can still be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
}

impl Delivery {
    /// Whether it goes to everybody on the ticket at once, as when nobody says anything.
    pub fn is_usual(&self) -> bool {
        *self == Delivery::default()
    }
}

/// A conversation with people outside, beside the one with the requester.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideConversation {
    /// What it is about.
    pub subject: String,
    /// With whom.
    pub with: Vec<Address>,
}

/// A message to people outside, or from them. The requester is never told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideMessage {
    /// Which conversation, by its number within the ticket; a new one when it is not there yet.
    pub conversation: u32,
    /// What the conversation is about.
    pub subject: String,
    /// With whom it is.
    pub with: Vec<Address>,
    /// Whose words an agent wrote down; nobody when the desk writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Address>,
    /// The message.
    pub message: Message<OutsideText>,
    /// Until when nobody outside is told of it, because it can still be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
}

/// What an agent wants to write to people outside, or writes down of what they said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// The conversation that it goes on with; a new one without.
    #[serde(default)]
    pub conversation: Option<u32>,
    /// What a new conversation is about.
    #[serde(default)]
    pub subject: String,
    /// With whom from now on; the same people as before when empty.
    #[serde(default)]
    pub with: Vec<Address>,
    /// Whose words these are; nobody when the desk writes.
    #[serde(default)]
    pub from: Option<Address>,
    /// The message.
    pub message: Message<OutsideText>,
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_read_with_its_name_or_without() {
        let read = |text| Address::parse(text).map(|a| (a.name, a.email));
        let some = |name: &str, email: &str| Some((name.to_owned(), email.to_owned()));
        for (text, found) in [
            ("Jane@Example.com", some("", "jane@example.com")),
            (
                " Jane Doe <jane@example.com> ",
                some("Jane Doe", "jane@example.com"),
            ),
            (
                "\"Doe, Jane\" <jane@example.com>",
                some("Doe, Jane", "jane@example.com"),
            ),
            ("jane", None),
            ("jane@", None),
            ("a b@example.com", None),
            ("jane@example.com, tom@example.com", None),
            ("Jane\r\nBcc: x <jane@example.com>", None),
        ] {
            assert_eq!(read(text), found, "{text}");
        }
    }
}
