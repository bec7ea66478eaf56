//! The doors that things come in by.

use serde::{Deserialize, Serialize};

/// The door that something came in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The agents' workspace.
    Web,
    /// The requesters' portal.
    Portal,
    /// E-mail.
    Email,
    /// A telephone call that an agent wrote down.
    Phone,
    /// A chat.
    Chat,
    /// Somebody came to the desk.
    WalkIn,
    /// The API.
    Api,
    /// An importer.
    Import,
    /// Spoc itself.
    Automation,
}

impl Channel {
    /// All channels.
    pub const ALL: [Channel; 9] = [
        Channel::Web,
        Channel::Portal,
        Channel::Email,
        Channel::Phone,
        Channel::Chat,
        Channel::WalkIn,
        Channel::Api,
        Channel::Import,
        Channel::Automation,
    ];

    /// The name in conditions, the API and the database.
    pub fn name(self) -> &'static str {
        match self {
            Channel::Web => "web",
            Channel::Portal => "portal",
            Channel::Email => "email",
            Channel::Phone => "phone",
            Channel::Chat => "chat",
            Channel::WalkIn => "walk_in",
            Channel::Api => "api",
            Channel::Import => "import",
            Channel::Automation => "automation",
        }
    }

    /// The channel of this name.
    pub fn named(name: &str) -> Option<Channel> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}
