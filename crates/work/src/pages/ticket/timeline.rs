//! The conversation and history of a ticket: messages, notes and events, the oldest first.

use super::events::{told, told_requester};
use super::files::files;
use super::inviting::told as told_invitation;
use super::teller::Teller;
use crate::queries::TicketPage as Known;
use crate::screens::ticket::{Doubt, Entry, Event, Message};
use kernel::ticket::{Activity, ApprovalActivity, StateChange};
use kernel::{Actor, CommandId, Permission, Recorded, Timestamp};
use std::borrow::Cow;
use web::Texts;
use web::parts::Face;
use web::texts::Arg;

/// Most entries on a page.
const ENTRIES_MAX: usize = 80;
/// Most bytes of HTML that the timeline of a page has; the last entry may go beyond by one message.
const HTML_BYTES: usize = 40 * 1024;
/// Longest message that is shown whole, in bytes.
const MESSAGE_BYTES: usize = 12 * 1024;
/// What the markup of an event takes.
const EVENT_BYTES: usize = 450;
/// What the link to a file takes.
const FILE_BYTES: usize = 300;

/// What of a timeline is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::pages) enum View {
    /// Messages and what happened.
    #[default]
    Everything,
    /// What the requester reads and writes.
    Conversation,
    /// What colleagues write.
    Notes,
}

impl View {
    /// All views.
    pub(in crate::pages) const ALL: [View; 3] = [View::Everything, View::Conversation, View::Notes];

    /// The name in addresses.
    pub(in crate::pages) fn name(self) -> &'static str {
        match self {
            View::Everything => "everything",
            View::Conversation => "conversation",
            View::Notes => "notes",
        }
    }

    /// The view of this name.
    pub(in crate::pages) fn named(name: &str) -> Option<View> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }

    fn shows(self, entry: &Entry) -> bool {
        let public = |message: &Message| matches!(message.class, "in" | "out");
        match (self, entry) {
            (View::Everything, _) => true,
            (View::Conversation, Entry::Message(message)) => public(message),
            (View::Notes, Entry::Message(message)) => !public(message),
            (_, Entry::Event(_)) => false,
        }
    }
}

/// For whom a timeline is made.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Timeline<'a> {
    pub(in crate::pages) known: &'a Known,
    pub(in crate::pages) teller: Teller<'a>,
    pub(in crate::pages) actor: &'a Actor,
    /// Whether an agent reads, or the requester's side.
    pub(in crate::pages) agent: bool,
    /// Now, where what happened can be taken back from the page.
    pub(in crate::pages) now: Option<Timestamp>,
    /// The page before ended at this position of the log.
    pub(in crate::pages) before: Option<i64>,
    /// What of it is shown.
    pub(in crate::pages) view: View,
}

impl Timeline<'_> {
    /// The entries, and where to continue when there are more.
    pub(in crate::pages) fn entries(&self) -> (Vec<Entry>, Option<i64>) {
        self.entries_within(ENTRIES_MAX, HTML_BYTES)
    }

    /// The entries, as many as there may be on the page.
    pub(in crate::pages) fn entries_within(
        &self,
        entries_max: usize,
        html_bytes: usize,
    ) -> (Vec<Entry>, Option<i64>) {
        let timeline = &self.known.timeline;
        let end = match self.before {
            Some(before) => timeline
                .iter()
                .position(|recorded| recorded.position >= before)
                .unwrap_or(timeline.len()),
            None => timeline.len(),
        };
        let (mut entries, mut bytes) = (Vec::new(), 0);
        let mut shown_commands: Vec<CommandId> = Vec::new();
        for (age, recorded) in timeline[..end].iter().rev().enumerate() {
            if entries.len() >= entries_max || bytes >= html_bytes {
                let next = timeline[..end].len() - age;
                let earlier = timeline.get(next).map(|recorded| recorded.position);
                entries.reverse();
                return (entries, earlier);
            }
            let undo = self.undo(recorded, age, &mut shown_commands);
            let shown = self.entry(recorded, undo).into_iter().rev();
            for entry in shown.filter(|entry| self.view.shows(entry)) {
                bytes += match &entry {
                    Entry::Message(message) => {
                        message.html.len() + 2 * EVENT_BYTES + message.files.len() * FILE_BYTES
                    }
                    Entry::Event(_) => EVENT_BYTES,
                };
                entries.push(entry);
            }
        }
        entries.reverse();
        (entries, None)
    }

    /// What is shown of an activity: nothing, one thing or two.
    fn entry(&self, recorded: &Recorded, undo: Option<String>) -> Vec<Entry> {
        let undone = self.known.withdrawn.contains(&recorded.position);
        if !self.agent && (undone || !concerns_requester(&recorded.activity)) {
            return Vec::new();
        }
        let written = match &recorded.activity {
            _ if undone => None,
            Activity::Opened(opened) if !opened.description.text.0.is_empty() => {
                Some(opened.description.text.0.as_str())
            }
            Activity::Replied { message, .. } => Some(message.text.0.as_str()),
            Activity::Noted { message } => Some(message.text.0.as_str()),
            Activity::SideWritten(side) => Some(side.message.text.0.as_str()),
            Activity::Brought(brought) => Some(brought.message.text.0.as_str()),
            // Shown in the message that it belongs to.
            Activity::Mentioned { .. } => return Vec::new(),
            activity if !activity.attachments().is_empty() => Some(""),
            _ => None,
        };
        if let Some(text) = written {
            return vec![self.message(recorded, text, undo)];
        }
        if recorded.ticket != self.known.ticket.id {
            // Of a ticket that became part of this one, what was said counts, not what happened to it.
            return Vec::new();
        }
        if !self.agent && self.stays_in_category(recorded) {
            return Vec::new();
        }
        // What belongs to a practice that is off the log keeps; it is shown again when that is on.
        if !self
            .teller
            .words
            .policy
            .has_any(recorded.activity.practice())
        {
            return Vec::new();
        }
        let event = self.event(recorded, undo, undone);
        match &recorded.activity {
            Activity::StateChanged(StateChange {
                resolution: Some(resolution),
                ..
            }) if !undone && !resolution.text.is_empty() => {
                let words = self.message(recorded, &resolution.text, None);
                vec![words, event]
            }
            _ => vec![event],
        }
    }

    /// Whether it is a move that only agents tell from no move.
    fn stays_in_category(&self, recorded: &Recorded) -> bool {
        let Activity::StateChanged(change) = &recorded.activity else {
            return false;
        };
        let before = self.known.timeline.iter().rev().filter(|other| {
            other.ticket == recorded.ticket
                && other.seq < recorded.seq
                && !self.known.withdrawn.contains(&other.position)
        });
        let before = before.into_iter().find_map(|other| match &other.activity {
            Activity::StateChanged(change) => Some(change.category),
            Activity::Opened(opened) => Some(opened.state_category),
            _ => None,
        });
        !change.reopened && before == Some(change.category)
    }

    fn message(&self, recorded: &Recorded, text: &str, undo: Option<String>) -> Entry {
        let (teller, texts) = (self.teller, self.teller.words.texts);
        let ticket = &self.known.ticket;
        let (class, label) = match &recorded.activity {
            Activity::Noted { .. } => ("note", texts.t("composer-note").to_owned()),
            Activity::SideWritten(side) => ("side", side_label(side, texts)),
            Activity::Replied {
                by_agent: true,
                delivery,
                ..
            } if self.agent => {
                let mut to = vec![teller.person(ticket.requester)];
                to.extend(delivery.cc.iter().map(|cc| cc.label().to_owned()));
                ("out", texts.t1("message-reply-to", "name", to.join(", ")))
            }
            Activity::Replied { by_agent: true, .. } => ("out", String::new()),
            Activity::Brought(brought) if brought.by_agent => ("out", String::new()),
            Activity::StateChanged(_) => ("out", texts.t("message-resolution").to_owned()),
            _ => ("in", String::new()),
        };
        let own = recorded.ticket == ticket.id;
        let split = own
            && self.agent
            && recorded.seq > 1
            && matches!(
                recorded.activity,
                Activity::Replied { .. } | Activity::Brought(_)
            )
            && ticket.merged_into.is_none()
            && self.actor.can(Permission::TicketMerge);
        Entry::Message(Box::new(Message {
            id: format!("m{}", recorded.position),
            class,
            author: Face::new(&self.author(recorded)),
            label,
            at: teller.calendar.when(said_at(recorded).0),
            via: self.via(recorded),
            mail: self.mail(recorded),
            doubt: self.doubt(recorded),
            html: self.html(recorded, text),
            files: files(recorded.activity.attachments(), texts),
            undo,
            split,
        }))
    }

    /// The text below what the invitations say that came with it.
    fn with_invitations<'t>(&self, recorded: &Recorded, text: &'t str) -> Cow<'t, str> {
        let files = recorded.activity.attachments().iter();
        let known = files.filter_map(|file| self.known.invitations.get(&file.hash));
        let (calendar, texts) = (self.teller.calendar, self.teller.words.texts);
        let all: Vec<String> = known
            .map(|it| told_invitation(it, calendar, texts))
            .collect();
        match all.is_empty() {
            true => Cow::Borrowed(text),
            false => Cow::Owned(format!("{}\n\n{text}", all.join("\n\n"))),
        }
    }

    fn html(&self, recorded: &Recorded, text: &str) -> String {
        let (id, texts) = (self.known.ticket.id, self.teller.words.texts);
        let text = self.with_invitations(recorded, text);
        let html = html(&text, id, recorded.position, self.agent, texts);
        // What a message mentions is recorded with it, at the same instant.
        let timeline = &self.known.timeline;
        let begin = timeline.partition_point(|other| other.at < recorded.at);
        let together = timeline[begin..].iter();
        let mut together = together.take_while(|other| other.at == recorded.at);
        let mentioned = together.find_map(|other| {
            let of_this = other.ticket == recorded.ticket;
            match &other.activity {
                Activity::Mentioned { seq, people, teams } if of_this && *seq == recorded.seq => {
                    Some((people, teams))
                }
                _ => None,
            }
        });
        let Some((people, teams)) = mentioned else {
            return html;
        };
        let people = people.iter().map(|person| self.teller.person(*person));
        let teams = teams.iter().map(|team| self.teller.team(*team));
        let names: Vec<String> = people.chain(teams).collect();
        web::markdown::with_mentions(&html, &names)
    }

    /// Who wrote it; of what an agent filed, who asked for it.
    fn author(&self, recorded: &Recorded) -> String {
        match &recorded.activity {
            Activity::Opened(opened) => self.teller.person(opened.requester),
            Activity::SideWritten(side) => match &side.from {
                Some(from) => from.label().to_owned(),
                None => self.teller.actor(recorded.actor),
            },
            Activity::Brought(brought) => self.teller.actor(brought.author),
            _ => self.teller.actor(recorded.actor),
        }
    }

    fn doubt(&self, recorded: &Recorded) -> Option<Doubt> {
        let told = self.agent.then_some(&self.teller.words)?;
        told.doubt(recorded, self.mail(recorded))
    }

    fn mail(&self, recorded: &Recorded) -> Option<String> {
        let looks = self.agent && self.actor.can(Permission::NoteRead);
        looks.then(|| self.known.mail_of(recorded)).flatten()
    }

    fn via(&self, recorded: &Recorded) -> String {
        if !self.agent {
            return String::new();
        }
        let via = self.teller.words.via(recorded.channel).to_owned();
        match &recorded.activity {
            Activity::Brought(_) => self.teller.words.texts.t("message-brought").to_owned(),
            Activity::Opened(opened) if recorded.actor != Some(opened.requester) => {
                let name = self.teller.actor(recorded.actor);
                let by = self.teller.words.texts.t1("message-filed-by", "name", name);
                if via.is_empty() {
                    by
                } else {
                    format!("{via}, {by}")
                }
            }
            _ => via,
        }
    }

    fn event(&self, recorded: &Recorded, undo: Option<String>, undone: bool) -> Entry {
        let ticket = &self.known.ticket;
        let plain = (!self.agent).then(|| told_requester(&self.teller, ticket, recorded));
        let (icon, text) = plain
            .flatten()
            .unwrap_or_else(|| told(&self.teller, ticket, recorded));
        Entry::Event(Event {
            id: format!("a{}", recorded.position),
            icon,
            text,
            at: self.teller.calendar.when(recorded.at.0),
            undo,
            undone,
        })
    }
}

/// When something was said, also where it came along from another ticket.
pub(super) fn said_at(recorded: &Recorded) -> Timestamp {
    match &recorded.activity {
        Activity::Brought(brought) => brought.said_at,
        _ => recorded.at,
    }
}

/// What it is about, and who it went to or came from.
fn side_label(side: &kernel::ticket::SideMessage, texts: Texts) -> String {
    let with: Vec<&str> = side
        .with
        .iter()
        .map(kernel::ticket::Address::label)
        .collect();
    let facts = [
        ("subject", Arg::from(&side.subject)),
        ("with", Arg::from(with.join(", "))),
    ];
    texts.with("message-side", facts)
}

/// What the requester's side is told: what was said, and where it stands.
fn concerns_requester(activity: &Activity) -> bool {
    matches!(
        activity,
        Activity::Opened(_)
            | Activity::Replied { .. }
            | Activity::Brought(_)
            | Activity::StateChanged(_)
            | Activity::MergedInto { .. }
            | Activity::Approval(ApprovalActivity::Asked(_) | ApprovalActivity::Ended { .. })
    )
}

/// A message as HTML; a very long one is cut, with the way to the whole.
fn html(text: &str, ticket: kernel::TicketId, position: i64, agent: bool, texts: Texts) -> String {
    let mut html = web::markdown::to_html(&text[..text.floor_char_boundary(MESSAGE_BYTES)]);
    if html.len() > 3 * MESSAGE_BYTES {
        // Markup that swells: its beginning, as it was written.
        html = web::markdown::plain(&text[..text.floor_char_boundary(MESSAGE_BYTES / 4)]);
    } else if text.len() <= MESSAGE_BYTES {
        return html;
    }
    let base = if agent { "/tickets" } else { "/my/tickets" };
    html.push_str(&format!(
        "<p>… <a href=\"{base}/{ticket}/messages/{position}\">{}</a></p>",
        texts.t("message-whole")
    ));
    html
}
