//! Lists, and what writing answers.

use super::ticket::{Reference, Ticket};
use crate::queries::{self, Listed, Piece, SearchPage, Suggestion};
use kernel::condition::Problem;
use serde::Serialize;
use utoipa::ToSchema;

/// A ticket in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ListedTicket {
    /// The number that people quote.
    number: i64,
    /// Grows with everything that happens to it.
    version: i64,
    /// `incident` or `request`.
    kind: String,
    /// What it is about, in a line.
    subject: String,
    /// Key of its state.
    state: String,
    /// What that state means.
    state_category: String,
    /// Key of the reason, while it is on hold.
    hold_reason: Option<String>,
    /// 1 (highest) to 5.
    priority: i64,
    /// Who needs help.
    requester: Reference,
    /// The team.
    team: Option<Reference>,
    /// The agent who works on it.
    assignee: Option<Reference>,
    /// Free labels.
    tags: Vec<String>,
    /// Whether only its parties and its team know of it.
    confidential: bool,
    /// Whether the last public message came from the requester's side.
    awaits_answer: bool,
    /// Public replies so far.
    reply_count: i64,
    /// When it was opened.
    #[schema(format = DateTime)]
    opened_at: String,
    /// When something last happened to it.
    #[schema(format = DateTime)]
    updated_at: String,
}

impl From<Listed> for ListedTicket {
    fn from(row: Listed) -> Self {
        Self {
            number: row.id.0,
            version: row.version,
            kind: row.kind,
            subject: row.subject,
            state: row.state,
            state_category: row.state_category,
            hold_reason: row.hold_reason,
            priority: row.priority,
            requester: Reference {
                id: row.requester.0,
                name: Some(row.requester_name),
            },
            team: row.team.map(|id| Reference {
                id: id.0,
                name: row.team_name,
            }),
            assignee: row.assignee.map(|id| Reference {
                id: id.0,
                name: row.assignee_name,
            }),
            tags: row.tags.split_whitespace().map(str::to_owned).collect(),
            confidential: row.confidential,
            awaits_answer: row.awaits_answer,
            reply_count: row.reply_count,
            opened_at: row.opened_at.to_string(),
            updated_at: row.updated_at.to_string(),
        }
    }
}

/// A page of tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct TicketList {
    /// What is on the page.
    pub(in crate::api) items: Vec<ListedTicket>,
    /// What to send as `after` for the next page; null on the last one.
    pub(in crate::api) next: Option<String>,
}

/// A ticket that a command changed.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ChangedTicket {
    /// Its number.
    number: i64,
    /// Its version now.
    version: i64,
}

/// What a command did.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Outcome {
    /// The command: `DELETE /commands/{id}` takes it back. Null when everything was so already.
    command: Option<i64>,
    /// The tickets that changed.
    tickets: Vec<ChangedTicket>,
}

impl From<&crate::Outcome> for Outcome {
    fn from(outcome: &crate::Outcome) -> Self {
        let changed = |(id, version): &(kernel::TicketId, i64)| ChangedTicket {
            number: id.0,
            version: *version,
        };
        Self {
            command: outcome.command.map(|command| command.0),
            tickets: outcome.tickets.iter().map(changed).collect(),
        }
    }
}

/// What changing a ticket did, and what it is now.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Changed {
    /// The command: `DELETE /commands/{id}` takes it back. Null when everything was so already.
    pub(in crate::api) command: Option<i64>,
    /// The ticket now; null when the change has hidden it from the writer.
    pub(in crate::api) ticket: Option<Ticket>,
}

/// A ticket that was filed.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Filed {
    /// The command: `DELETE /commands/{id}` takes it back.
    pub(in crate::api) command: Option<i64>,
    /// The ticket; its number alone where its writer may not see it: in a private team, or confidential.
    #[serde(flatten)]
    pub(in crate::api) ticket: Ticket,
}

/// A piece of a text.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct TextPiece {
    /// The text.
    text: String,
    /// Whether these are words that were sought.
    marked: bool,
}

/// A ticket that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct FoundTicket {
    /// The ticket.
    ticket: ListedTicket,
    /// Its subject, in pieces.
    subject: Vec<TextPiece>,
    /// The best place in its texts, in pieces.
    excerpt: Vec<TextPiece>,
}

/// Words that were tried in place of one that nothing has.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Correction {
    /// What was written.
    word: String,
    /// What was found instead.
    meant: Vec<String>,
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct SearchList {
    /// The best tickets, best first.
    items: Vec<FoundTicket>,
    /// Whether there are more: list by newest to see them.
    more: bool,
    /// Words that were taken for others.
    corrections: Vec<Correction>,
}

impl From<SearchPage> for SearchList {
    fn from(page: SearchPage) -> Self {
        let pieces = |pieces: Vec<Piece>| {
            let piece = |Piece { marked, text }| TextPiece { text, marked };
            pieces.into_iter().map(piece).collect()
        };
        let found = |found: queries::Found| FoundTicket {
            ticket: found.ticket.into(),
            subject: pieces(found.subject),
            excerpt: pieces(found.excerpt),
        };
        Self {
            items: page.found.into_iter().map(found).collect(),
            more: page.more,
            corrections: page
                .corrected
                .into_iter()
                .map(|(word, meant)| Correction { word, meant })
                .collect(),
        }
    }
}

/// Something that may be meant.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(in crate::api) enum Suggested {
    /// A person.
    Person {
        /// Who.
        id: i64,
        /// The name.
        name: String,
        /// How to tell two of the same name apart.
        email: Option<String>,
    },
    /// A ticket.
    Ticket {
        /// Its number.
        number: i64,
        /// Its subject.
        subject: String,
        /// What its state means.
        state_category: String,
    },
    /// A service.
    Service {
        /// Which.
        id: i64,
        /// The name.
        name: String,
    },
    /// A tag.
    Tag {
        /// The tag.
        tag: String,
    },
}

impl From<Suggestion> for Suggested {
    fn from(suggestion: Suggestion) -> Self {
        match suggestion {
            Suggestion::Person { id, name, email } => Self::Person {
                id: id.0,
                name,
                email,
            },
            Suggestion::Ticket {
                id,
                subject,
                state_category,
                ..
            } => Self::Ticket {
                number: id.0,
                subject,
                state_category,
            },
            Suggestion::Service { id, name } => Self::Service { id: id.0, name },
            Suggestion::Tag(tag) => Self::Tag { tag },
        }
    }
}

/// What may be meant by what was typed so far.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct SuggestionList {
    /// A few of each sort.
    pub(in crate::api) items: Vec<Suggested>,
}

/// What is wrong with a condition, where, and what would be right.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ProblemPlace {
    /// What is wrong.
    message: String,
    /// Where it begins, in characters from 0.
    start: usize,
    /// Where it has ended, in characters.
    end: usize,
    /// What to write in place of it.
    suggestion: Option<String>,
}

impl ProblemPlace {
    /// The problem with `text`.
    pub(in crate::api) fn new(text: &str, problem: &Problem) -> Self {
        let chars = |end: usize| text.char_indices().take_while(|(at, _)| *at < end).count();
        Self {
            message: problem.reason.to_string(),
            start: chars(problem.span.start),
            end: chars(problem.span.end),
            suggestion: problem.suggestion.clone(),
        }
    }

    /// In words, with its place as people count: from 1.
    pub(in crate::api) fn text(&self) -> String {
        let place = if self.end > self.start + 1 {
            format!("characters {} to {}", self.start + 1, self.end)
        } else {
            format!("character {}", self.start + 1)
        };
        let suggestion = self.suggestion.as_ref();
        let suggestion = suggestion.map_or(String::new(), |text| format!("; try {text}"));
        format!("{place}: {}{suggestion}", self.message)
    }
}

/// What a condition means, or what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct CheckedCondition {
    /// What it means, in words; null when something is wrong.
    pub(in crate::api) meaning: Option<String>,
    /// What is wrong; null when nothing is.
    pub(in crate::api) problem: Option<ProblemPlace>,
}
