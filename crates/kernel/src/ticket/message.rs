//! What people write. A text for the requester and a text among agents are different types, so that
//! no function which sends the one can be handed the other.

use serde::{Deserialize, Serialize};

/// Longest text of a message, in bytes.
pub const TEXT_MAX_BYTES: usize = 200_000;

/// A text that the requester reads: a description or a reply. Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicText(pub String);

/// A text that only agents read. Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InternalText(pub String);

/// A text to people outside, or from them, that the requester never reads. Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OutsideText(pub String);

/// A stored file, by the hash of its content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Attachment {
    /// SHA-256 of the content, in lower-case hexadecimal.
    pub hash: String,
    /// The name that it came with.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size.
    pub size_bytes: i64,
}

/// A text with files.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Message<T> {
    /// The text.
    #[serde(default)]
    pub text: T,
    /// The files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
