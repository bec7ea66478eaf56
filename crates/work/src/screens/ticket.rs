//! The page of one ticket, as an agent sees it.

use super::approvals::Approvals;
use super::clocks::ClockChip;
use super::composer::{Composer, Looking};
use super::tasks::{Tasks, WorkTime};
use crate::ports::Holding;
use web::askama::Template;
use web::parts::{Chip, Choice, Excerpt, Face};
use web::{Frame, When};

/// `GET /tickets/{number}`
#[derive(Template)]
#[template(askama = web::askama, path = "ticket.html")]
pub struct TicketPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// This page's own address with what it was asked for, for the live refresh.
    pub address: String,
    /// Which of its long parts goes on, as forms send it along; empty for none.
    pub onwards: String,
    /// The ticket's number.
    pub number: i64,
    /// The version the reader sees, sent back with every change.
    pub version: i64,
    /// Its subject.
    pub subject: &'a str,
    /// Where the words of its subject are looked for.
    pub same: String,
    /// What it is: "Incident".
    pub kind: &'a str,
    /// Its state.
    pub state: Chip<'a>,
    /// Its priority.
    pub priority: Chip<'a>,
    /// The team it is with; empty for none.
    pub team: &'a str,
    /// Whether only its parties and its team know of it.
    pub confidential: bool,
    /// Who of the requester's side said that it is solved: "confirmed by Rita"; empty for nobody.
    pub confirmed: String,
    /// When it came in.
    pub created: When,
    /// By which door: "by mail".
    pub channel: &'a str,
    /// How what was promised about it stands.
    pub clocks: Vec<ClockChip>,
    /// What may be done to it now.
    pub actions: Actions,
    /// Messages, notes and events, the oldest first.
    pub timeline: Vec<Entry>,
    /// What of the timeline can be shown, what is shown now among it.
    pub views: Vec<TimelineView>,
    /// Whether the newest stands first.
    pub newest_first: bool,
    /// The ticket that goes on with it, as a new one can be made.
    pub follow_up: bool,
    /// Where to continue when the timeline is longer than the page; none otherwise.
    pub earlier: Option<String>,
    /// Reply, note and side conversation; none for readers who may write none of them.
    pub composer: Option<Composer>,
    /// Who else is on the ticket.
    pub presence: Vec<Looking>,
    /// What can be edited where it stands, custom fields among it.
    pub properties: Vec<Property>,
    /// How many custom fields more it may have, in words, and where they are.
    pub more_fields: Option<(String, String)>,
    /// What was asked to be approved.
    pub approvals: Approvals,
    /// The work within it.
    pub tasks: Tasks,
    /// The time worked on it.
    pub time: WorkTime,
    /// Its tags.
    pub tags: Vec<String>,
    /// Who else is told of replies.
    pub watchers: Vec<Watcher>,
    /// How many more there are, in words, and where they are.
    pub more_watchers: Option<(String, String)>,
    /// Parent, children and links.
    pub links: Vec<Related<'a>>,
    /// How many more there are, in words, and where they are.
    pub more_links: Option<(String, String)>,
    /// The children as a list; nowhere without any.
    pub all_children: Option<String>,
    /// The kinds of links that can be added, the parent among them.
    pub link_kinds: Vec<Choice>,
    /// Who needs it.
    pub requester: PersonCard<'a>,
    /// For whom, where that is somebody else.
    pub on_behalf_of: Option<Face>,
    /// The files of the ticket.
    pub files: Vec<FileLink>,
    /// How many more there are, in words, and where they are.
    pub more_files: Option<(String, String)>,
    /// Whether the reader may change anything.
    pub editable: bool,
    /// The form that was refused, to be shown again as it was.
    pub refused: Option<Refused>,
}

/// A form that was refused.
pub struct Refused {
    /// Which: a property's name, or `reply note resolution hold merge tag_add watcher_add link files time`; empty
    /// for one that is not on the page.
    pub form: String,
    /// What was wrong and what would be right, in the reader's language.
    pub text: String,
    /// What was typed, by the fields' names.
    pub typed: Vec<(String, String)>,
}

impl Refused {
    /// What was typed in a field.
    pub fn typed(&self, field: &str) -> Option<&str> {
        let found = self.typed.iter().find(|(name, _)| name == field);
        found.map(|(_, value)| value.as_str())
    }
}

impl TicketPage<'_> {
    /// What is wrong with a form, if it was refused.
    fn wrong(&self, form: &str) -> Option<&str> {
        let refused = self.refused.as_ref().filter(|refused| refused.form == form);
        refused.map(|refused| refused.text.as_str())
    }

    /// How many tasks are still open, in words.
    fn open_tasks(&self) -> String {
        let open = i64::try_from(self.tasks.open()).unwrap_or(i64::MAX);
        self.frame.texts.count("tasks-open", open)
    }

    /// What was typed in a field of a form that was refused.
    fn typed(&self, form: &str, field: &str) -> &str {
        let refused = self.refused.as_ref().filter(|refused| refused.form == form);
        refused
            .and_then(|refused| refused.typed(field))
            .unwrap_or_default()
    }
}

/// What may be done to the ticket now. Empty choices mean that it may not.
#[derive(Default)]
pub struct Actions {
    /// Resolution codes.
    pub resolve: Vec<Choice>,
    /// Reasons to put it on hold.
    pub hold: Vec<Choice>,
    /// Whether it can be closed for good.
    pub close: bool,
    /// Whether it can be opened again.
    pub reopen: bool,
    /// Whether it can be cancelled.
    pub cancel: bool,
    /// Whether it can be merged into another.
    pub merge: bool,
    /// The reader's id as the `assignee` field wants it, where they may take the ticket.
    pub take: Option<String>,
}

/// A way to show the timeline.
pub struct TimelineView {
    /// Its name.
    pub label: &'static str,
    /// Its address.
    pub href: String,
    /// Whether it is shown now.
    pub current: bool,
}

/// One thing on the timeline.
pub enum Entry {
    /// Something written.
    Message(Box<Message>),
    /// Something that happened.
    Event(Event),
}

/// That a message may be somebody else's than its sender's.
pub struct Doubt {
    /// How it was checked: "SPF: pass, DKIM: none, DMARC: fail".
    pub checks: String,
    /// Where it is said why; nowhere for whoever may not look.
    pub why: Option<String>,
}

/// Something written: by the requester (`in`), to the requester (`out`), or among colleagues (`note`).
pub struct Message {
    /// The anchor within the page, which the split form sends as `message`.
    pub id: String,
    /// `in`, `out` or `note`.
    pub class: &'static str,
    /// Who wrote it.
    pub author: Face,
    /// What it is: "Reply to Anna Keller", "Internal note"; empty for the requester's own words.
    pub label: String,
    /// When.
    pub at: When,
    /// By which door: "by mail"; empty for the browser.
    pub via: String,
    /// Where the mail is that it came by, for whoever may look at that.
    pub mail: Option<String>,
    /// That it may be somebody else's than its sender's.
    pub doubt: Option<Doubt>,
    /// The words, as sanitised HTML.
    pub html: String,
    /// The files that came with it.
    pub files: Vec<FileLink>,
    /// The command that can be undone by this reader.
    pub undo: Option<String>,
    /// Whether it can be split out into a ticket of its own.
    pub split: bool,
}

/// Something that happened.
pub struct Event {
    /// The anchor within the page.
    pub id: String,
    /// The icon's name.
    pub icon: &'static str,
    /// The sentence; its facts are marked.
    pub text: Excerpt,
    /// When.
    pub at: When,
    /// The command that can be undone by this reader.
    pub undo: Option<String>,
    /// Whether it has been undone.
    pub undone: bool,
}

/// A file.
#[derive(Clone)]
pub struct FileLink {
    /// Where it is: `/attachments/{hash}/{name}`.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its size, ready to read.
    pub size: String,
    /// Whether it is a picture.
    pub image: bool,
}

/// Something that is edited where it stands, by `POST /tickets/{number}/changes` with its name.
pub struct Property {
    /// The field's name.
    pub name: String,
    /// The field's label.
    pub label: String,
    /// The key that goes there, or empty.
    pub key: &'static str,
    /// How it is edited.
    pub control: Control,
    /// Why it is so: "From impact and urgency"; empty for nothing to say.
    pub why: String,
    /// Whether a reason is asked for, as `reason`.
    pub reason: bool,
}

/// How a property is edited.
pub enum Control {
    /// One of some.
    Select(Vec<Choice>),
    /// Any of some.
    Several(Vec<Choice>),
    /// Something typed: the input's type, its value, and what `/suggest` is asked for (or empty).
    Text {
        /// The input's type: `text`, `number`, `date`, `datetime-local`.
        kind: &'static str,
        /// The present value.
        value: String,
        /// The kind that `/suggest` is asked for; empty for none.
        suggest: &'static str,
    },
    /// Only shown.
    Fixed(String),
}

/// Somebody who is told of replies.
pub struct Watcher {
    /// The person's id, sent back as `watcher_remove`.
    pub id: String,
    /// The person.
    pub face: Face,
}

/// A related ticket.
pub struct Related<'a> {
    /// How: "Parent", "Duplicates".
    pub relation: &'a str,
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: &'a str,
    /// Its state.
    pub state: Chip<'a>,
    /// What the form sends as `unlink`; none where it cannot be removed.
    pub unlink: Option<String>,
}

/// `GET /tickets/{number}/similar`: what stands beside the ticket when it is asked for.
#[derive(Template)]
#[template(askama = web::askama, path = "similar.html")]
pub struct SimilarPart<'a> {
    /// What to say where there are none.
    pub none: &'a str,
    /// Tickets that speak of the same, each with why it is here.
    pub tickets: Vec<(Related<'a>, String)>,
}

/// Who needs it, and what else they asked for.
pub struct PersonCard<'a> {
    /// Where the person's page is.
    pub href: String,
    /// The person.
    pub face: Face,
    /// Their address.
    pub email: &'a str,
    /// Their telephone number; empty for none.
    pub phone: &'a str,
    /// Department and location; empty for none.
    pub place: &'a str,
    /// What they are; empty for nothing.
    pub title: &'a str,
    /// Their organisation; empty for none.
    pub organisation: &'a str,
    /// Whom they report to; empty for nobody.
    pub manager: &'a str,
    /// How content they were: the mean of their stars, and of how many ratings; none without.
    pub content: Option<(String, String)>,
    /// Whether their requests need particular care.
    pub vip: bool,
    /// What time it is where they are; empty where that is the reader's.
    pub local_time: String,
    /// What they work with; nothing where nobody keeps that.
    pub assets: Option<Holding>,
    /// Their other tickets, the latest first.
    pub others: Vec<Related<'a>>,
    /// All of their tickets.
    pub all_href: String,
}
