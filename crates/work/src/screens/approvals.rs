//! The approvals of a ticket, step by step.

use web::When;
use web::parts::{Choice, Face};

/// The approvals of a ticket.
#[derive(Default)]
pub struct Approvals {
    /// Each of them, the latest first.
    pub rows: Vec<ApprovalRow>,
    /// What can be asked for.
    pub offered: Vec<Choice>,
}

/// An approval.
pub struct ApprovalRow {
    /// Which.
    pub id: i64,
    /// What it is called.
    pub label: String,
    /// What those who are asked read beside the ticket; empty for nothing.
    pub text: String,
    /// `pending approved rejected expired cancelled`.
    pub class: &'static str,
    /// The icon's name.
    pub icon: &'static str,
    /// How it stands.
    pub state: String,
    /// Why it was taken back; empty for no reason.
    pub reason: String,
    /// Who asked for it.
    pub asked_by: String,
    /// Since when.
    pub asked_at: When,
    /// When it ends by itself; none where it does not, or has ended.
    pub expires: Option<When>,
    /// Its steps.
    pub steps: Vec<ApprovalStepRow>,
    /// Whether the reader is asked now.
    pub mine: bool,
    /// In whose place, if that is not their own; empty otherwise.
    pub for_another: String,
    /// Whether somebody has to answer.
    pub pending: bool,
}

impl ApprovalRow {
    /// The name of its form on the ticket's page.
    pub fn form(&self) -> String {
        format!("approval.{}", self.id)
    }
}

/// A step of an approval.
pub struct ApprovalStepRow {
    /// `later waiting approved rejected skipped over`.
    pub class: &'static str,
    /// What it is called.
    pub title: String,
    /// How the answers count, and how many are still missing.
    pub rule: String,
    /// Why nobody was asked, or who will be; empty for nothing to say.
    pub note: String,
    /// Those who were asked.
    pub people: Vec<AskedRow>,
}

/// Somebody who was asked.
pub struct AskedRow {
    /// `waiting approved rejected over`.
    pub class: &'static str,
    /// The icon's name.
    pub icon: &'static str,
    /// Who.
    pub face: Face,
    /// As what, and who stands in.
    pub why: String,
    /// What they said, or that they have not yet.
    pub said: String,
    /// In their words; empty for none.
    pub comment: String,
    /// When they answered.
    pub at: Option<When>,
}
