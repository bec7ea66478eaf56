//! What the desk is asked to do for a story: by whom, when and through which door.

use super::company::Known;
use super::telling::Telling;
use crate::demo::Company;
use crate::demo::story::{self, PersonIx, Story, StoryIx};
use kernel::Timestamp;
use kernel::ticket::{Change, Channel, InternalText, Message, NewTicket, PublicText};
use store::files::Files;

/// Something that is done to a ticket at once.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub(super) at: Timestamp,
    /// Who; Spoc itself when nobody.
    pub(super) by: Option<PersonIx>,
    pub(super) channel: Channel,
    pub(super) act: Act,
}

/// What is done.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Open(Box<NewTicket>),
    Change(Vec<Change>),
    MergeInto(StoryIx),
}

/// Knows what the names of stories mean to the desk.
pub(super) struct Translator<'a> {
    pub(super) company: &'a Company,
    pub(super) known: &'a Known,
    pub(super) files: &'a Files,
    pub(super) close_after_days: i64,
    pub(super) now: Timestamp,
}

impl Translator<'_> {
    /// What was done to the ticket of a story, in the order of time.
    ///
    /// # Errors
    /// When an attachment cannot be stored.
    pub(super) fn deeds(&self, story: &Story) -> store::Result<Vec<Deed>> {
        let mut telling = Telling::new(self, story.steps.len());
        for (ix, step) in story.steps.iter().enumerate() {
            telling.step(step, &story.steps[ix + 1..])?;
        }
        Ok(telling.end())
    }
}

/// The door by which a ticket came, and the one by which its requester goes on writing.
pub(super) fn doors(channel: story::Channel) -> (Channel, Channel) {
    match channel {
        story::Channel::Email => (Channel::Email, Channel::Email),
        story::Channel::Portal => (Channel::Portal, Channel::Portal),
        story::Channel::Chat => (Channel::Chat, Channel::Chat),
        story::Channel::Phone => (Channel::Phone, Channel::Email),
        story::Channel::WalkIn => (Channel::WalkIn, Channel::Email),
    }
}

pub(super) fn public(text: &str) -> Message<PublicText> {
    Message {
        text: PublicText(text.to_owned()),
        attachments: Vec::new(),
    }
}

pub(super) fn internal(text: &str) -> Message<InternalText> {
    Message {
        text: InternalText(text.to_owned()),
        attachments: Vec::new(),
    }
}

pub(super) fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        _ => "text/plain",
    }
}
