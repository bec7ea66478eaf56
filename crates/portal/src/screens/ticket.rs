//! One ticket as a conversation.

use web::askama::Template;
use web::parts::Chip;
use web::{Frame, When};
use work::pages::TakenBack;
use work::screens::approvals::ApprovalRow;
use work::screens::ticket::{Entry, FileLink, Refused};

/// `GET /my/tickets/{number}`
#[derive(Template)]
#[template(askama = web::askama, path = "my_ticket.html")]
pub struct MyTicketPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// The address of the page, under which its forms stand.
    pub base: String,
    /// The same with what it was asked for, for the live refresh.
    pub address: String,
    /// The link by which somebody follows who is not signed in, just after filing.
    pub link: Option<String>,
    /// The ticket's number.
    pub number: i64,
    /// The version the reader sees.
    pub version: i64,
    /// Its subject.
    pub subject: &'a str,
    /// "Being worked on", "We need your answer".
    pub state: Chip<'a>,
    /// When it was filed.
    pub created: When,
    /// Whether it was filed just now.
    pub fresh: bool,
    /// What happens next.
    pub next: NextStep<'a>,
    /// What was asked to be approved.
    pub approvals: Vec<ApprovalRow>,
    /// Replies and the events that concern the requester, the oldest first.
    pub timeline: Vec<Entry>,
    /// Where to continue when the timeline is longer than the page; none otherwise.
    pub earlier: Option<String>,
    /// All files of the ticket.
    pub files: Vec<FileLink>,
    /// Whether it can be answered.
    pub reply: bool,
    /// What the reader has answered and taken back.
    pub taken_back: &'a TakenBack,
    /// Whether it was closed too long ago to be opened again: the way on is a new one.
    pub follow_up: Option<String>,
    /// Whether it can be opened again.
    pub reopen: bool,
    /// Whether the reader can confirm that it is solved.
    pub close: bool,
    /// Whether the reader can withdraw it.
    pub cancel: bool,
    /// With whom it is shared; none where the reader has no say in it.
    pub sharing: Option<Sharing>,
    /// Whether the reader only looks on and could follow it.
    pub follow: bool,
    /// How content the reader is; none while that cannot be said.
    pub rating: Option<RatingForm>,
    /// What was refused, to be shown again as it was.
    pub refused: Option<Refused>,
}

impl MyTicketPage<'_> {
    /// What is said to have it opened again: it is not solved yet, or it was and is no more.
    fn reopens(&self) -> &'static str {
        if self.close { "my-reopen" } else { "my-back" }
    }

    /// Whom the reader wanted to share it with, where that was refused.
    fn named(&self) -> &str {
        let refused = self.refused.as_ref();
        refused
            .and_then(|refused| refused.typed("person"))
            .unwrap_or_default()
    }
}

/// With whom a ticket is shared.
pub struct Sharing {
    /// Who follows it, too.
    pub people: Vec<Follower>,
    /// How many more there are, in words, and where they are.
    pub more: Option<(String, String)>,
    /// The organisation that it can be shared with.
    pub organisation: Option<String>,
    /// Whether it is.
    pub shared: bool,
}

/// Somebody who follows a ticket.
pub struct Follower {
    /// The id that the form sends.
    pub id: String,
    /// The name.
    pub name: String,
}

/// How content somebody is, to be said or changed.
pub struct RatingForm {
    /// 1 to 5; 0 for nothing yet.
    pub stars: u8,
    /// The stars that are filled in: what was said, or chosen in a mail.
    pub chosen: u8,
    /// In their words.
    pub comment: String,
}

/// What happens next, and by when.
pub struct NextStep<'a> {
    /// `wait` when the reader has to do something, `good` when it is done, empty otherwise.
    pub class: &'static str,
    /// The icon's name.
    pub icon: &'static str,
    /// One sentence.
    pub title: String,
    /// Another, or empty.
    pub text: &'a str,
    /// Where the second leads, if anywhere.
    pub href: Option<String>,
}
