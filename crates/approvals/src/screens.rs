//! What the pages of approvals show.

use web::askama::Template;
use web::parts::Empty;
use web::{Frame, When};
use work::screens::approvals::ApprovalRow;

/// `GET /approvals`
#[derive(Template)]
#[template(askama = web::askama, path = "approvals.html")]
pub struct ApprovalsPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// What waits for the reader, the oldest first.
    pub waiting: Vec<WaitingRow>,
    /// What the reader answered, the latest first.
    pub answered: Vec<AnsweredRow>,
    /// What to say when nothing waits.
    pub empty: Empty<'a>,
}

/// Something that waits for the reader.
pub struct WaitingRow {
    /// Where it is shown and answered.
    pub href: String,
    /// What tells its fields from those of the others.
    pub key: String,
    /// The ticket's number.
    pub number: i64,
    /// The ticket's subject.
    pub subject: String,
    /// Who needs it.
    pub requester: String,
    /// The beginning of the description; empty for none.
    pub excerpt: String,
    /// The approval.
    pub approval: ApprovalRow,
    /// Since when it waits.
    pub since: When,
}

/// Something that the reader answered.
pub struct AnsweredRow {
    /// Where it is shown.
    pub href: String,
    /// The ticket's number.
    pub number: i64,
    /// The ticket's subject.
    pub subject: String,
    /// `approved` or `rejected`.
    pub class: String,
    /// What the reader said.
    pub said: String,
    /// When.
    pub at: When,
}

/// `GET /approvals/{ticket}/{approval}`
#[derive(Template)]
#[template(askama = web::askama, path = "approval_case.html")]
pub struct CasePage {
    /// The layout's part.
    pub frame: Frame,
    /// Where it is answered.
    pub href: String,
    /// The ticket's number.
    pub number: i64,
    /// The ticket's subject.
    pub subject: String,
    /// Who needs it.
    pub requester: String,
    /// Where the ticket is, for readers who may see it.
    pub ticket_href: Option<String>,
    /// The approval.
    pub approval: ApprovalRow,
    /// The description, then what was said in public.
    pub said: Vec<SaidRow>,
    /// What is wrong with what was sent; empty for nothing.
    pub wrong: String,
    /// The comment that was typed.
    pub comment: String,
}

/// A message.
pub struct SaidRow {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: When,
    /// The words, as sanitised HTML.
    pub html: String,
    /// The names of the files that came with it.
    pub files: Vec<String>,
}

/// `GET /approve/{token}`
#[derive(Template)]
#[template(askama = web::askama, path = "approval_link.html")]
pub struct LinkPage {
    /// The layout's part.
    pub frame: Frame,
    /// Where it is answered.
    pub href: String,
    /// What is asked; nothing once it was answered, or has ended.
    pub asked: Option<AskedPart>,
    /// What is wrong with what was sent; empty for nothing.
    pub wrong: String,
    /// The comment that was typed.
    pub comment: String,
}

/// What somebody is asked by a link.
pub struct AskedPart {
    /// The ticket's number.
    pub number: i64,
    /// The ticket's subject.
    pub subject: String,
    /// Who needs it.
    pub requester: String,
    /// What is to be approved.
    pub label: String,
    /// What those who are asked read.
    pub text: String,
    /// What the ticket is about, as sanitised HTML.
    pub description: String,
}
