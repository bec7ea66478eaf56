//! What the checker gives: conditions whose every name is known and whose every value is of the right type.

use super::when::When;
use crate::policy::{Key, StateCategory};
use crate::ticket::{ApprovalState, Channel, Kind, LinkKind, MailCheck, MailResult};
use crate::{PersonId, ServiceId, TeamId, TicketId};

/// A condition that a ticket meets or not.
///
/// Made by [`check`](super::check); `all`, `any` and `not` put conditions together and keep the tree in its
/// one form: no group within a group of the same sort, no double negation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All must hold; everything matches when there are none.
    All(Vec<Condition>),
    /// One must hold.
    Any(Vec<Condition>),
    /// It must not hold.
    Not(Box<Condition>),
    /// A single comparison.
    Term(Term),
}

impl Condition {
    /// The kinds that all of its tickets are of; nothing where it asks for no kind.
    pub fn kinds(&self) -> Option<&[Kind]> {
        match self {
            Condition::Term(Term::Kind(kinds)) => Some(kinds),
            Condition::All(parts) => parts.iter().find_map(Condition::kinds),
            _ => None,
        }
    }
}

/// A single comparison. In lists one value must match; `None` in a list stands for `none`: no value at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Words in the ticket's texts.
    Text(TextTerm),
    /// The kind of ticket.
    Kind(Vec<Kind>),
    /// The state.
    State(Vec<StateTest>),
    /// Why it is on hold.
    Hold(Vec<Option<Key>>),
    /// How its approvals stand.
    Approval(Vec<Option<ApprovalState>>),
    /// The door that it came in by.
    Channel(Vec<Channel>),
    /// How a check of the last mail went.
    Mail(MailCheck, Vec<Option<MailResult>>),
    /// A number of the ticket.
    Number(NumberField, Vec<Bounds>),
    /// A person of the ticket.
    Person(PersonField, Vec<Option<PersonRef>>),
    /// The team.
    Team(Vec<Option<TeamRef>>),
    /// The service.
    Service(Vec<Option<ServiceId>>),
    /// The category, with all below it.
    Category(Vec<Option<Key>>),
    /// A tag.
    Tag(Vec<Option<String>>),
    /// An instant of the ticket.
    Time(TimeField, Vec<Option<TimeRange>>),
    /// A yes or no of the ticket.
    Flag(FlagField, bool),
    /// Another ticket that this one belongs to.
    Ticket(TicketField, Vec<Option<TicketId>>),
    /// How it is linked to others.
    Link(Vec<Option<LinkKind>>),
    /// What it is linked to.
    Linked(Vec<TicketId>),
    /// A custom field.
    Custom(Key, CustomTest),
}

/// Words to look for in a ticket's texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextTerm {
    /// The words.
    pub phrase: Phrase,
    /// Where they are looked for.
    pub scope: TextScope,
}

/// Words that must stand one after the other in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words, folded by [`crate::text::words`]; at least one.
    pub words: Vec<String>,
    /// Whether the last one may go on: `print*` finds `printer`.
    pub prefix: bool,
}

impl Phrase {
    /// Whether the phrase occurs in a text of these words.
    pub fn occurs_in(&self, text: &[String]) -> bool {
        let Some((last, first)) = self.words.split_last() else {
            return true;
        };
        text.windows(self.words.len()).any(|window| {
            let (end, start) = (&window[first.len()], &window[..first.len()]);
            start == first && (end == last || (self.prefix && end.starts_with(last.as_str())))
        })
    }
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextScope {
    /// In everything that the reader may read.
    Everywhere,
    /// In the subject line.
    Subject,
}

/// A test of the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateTest {
    /// There is something to do.
    Open,
    /// There is nothing left to do.
    Done,
    /// This state of a lifecycle.
    Key(Key),
    /// Any state of this meaning.
    Category(StateCategory),
}

/// A person in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonRef {
    /// Whoever reads.
    Me,
    /// This one.
    Id(PersonId),
}

/// A team in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TeamRef {
    /// Any team that whoever reads is a member of.
    Mine,
    /// This one.
    Id(TeamId),
}

/// Numbers of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the ticket's field of this name")]
pub enum NumberField {
    Number,
    Priority,
    Impact,
    Urgency,
    Reassignments,
    Reopens,
    /// Those still to be done.
    Tasks,
    Replies,
    Notes,
    Attachments,
    /// In seconds.
    Worked,
    /// In stars; 0 for none.
    Rating,
}

/// People of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the ticket's field of this name")]
pub enum PersonField {
    Assignee,
    Requester,
    OnBehalfOf,
    Watcher,
    /// Those who are asked to approve something and have not answered.
    Approver,
    /// Any of them but those.
    Party,
}

/// Instants of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the ticket's field of this name")]
pub enum TimeField {
    Created,
    Updated,
    Responded,
    Resolved,
    Closed,
    Resume,
    /// When the next of its clocks runs out.
    Due,
    /// When the next of its clocks for answering the requester runs out.
    ResponseDue,
    /// When the next of its clocks for resolving it runs out.
    ResolutionDue,
}

impl TimeField {
    /// Whether it is a deadline: it follows from clocks, and a duration says how much time is left.
    pub fn is_deadline(self) -> bool {
        matches!(
            self,
            TimeField::Due | TimeField::ResponseDue | TimeField::ResolutionDue
        )
    }
}

/// Yes and no of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagField {
    /// Whether only its parties and its team know of it.
    Confidential,
    /// Whether the requester's side wrote last.
    AnswerAwaited,
    /// Whether the requester's organisation may follow it.
    Shared,
    /// Whether a deadline has gone by.
    Breached,
}

/// Single tickets that a ticket belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketField {
    /// The ticket that it is a part of.
    Parent,
    /// The ticket that it was merged into.
    Merged,
}

/// A test of a custom field. Numbers are in hundredths.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after the kind of field")]
pub enum CustomTest {
    Text(Vec<Option<Phrase>>),
    Number(Vec<Option<Bounds>>),
    Date(Vec<Option<TimeRange>>),
    Choice(Vec<Option<Key>>),
    Person(Vec<Option<PersonRef>>),
    YesNo(Vec<Option<bool>>),
}

/// Whole numbers from one to another, both included; open where one is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least.
    pub min: Option<i64>,
    /// The greatest.
    pub max: Option<i64>,
}

impl Bounds {
    /// Whether `n` lies within.
    pub fn contains(self, n: i64) -> bool {
        self.min.is_none_or(|min| min <= n) && self.max.is_none_or(|max| n <= max)
    }
}

/// One end of a value that has a length, such as a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its first instant.
    Start,
    /// The first instant after it.
    End,
}

/// From the edge of one value (included) to the edge of another (excluded); open where one is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval<V> {
    /// Where it begins.
    pub from: Option<(V, Edge)>,
    /// Where it ends.
    pub to: Option<(V, Edge)>,
}

/// An interval of time.
pub type TimeRange = Interval<When>;

impl Condition {
    /// What every ticket meets.
    pub fn everything() -> Self {
        Condition::All(Vec::new())
    }

    /// All of these.
    pub fn all(parts: impl IntoIterator<Item = Condition>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Condition::All(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => Condition::All(flat),
        }
    }

    /// Any of these.
    pub fn any(parts: impl IntoIterator<Item = Condition>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Condition::Any(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => Condition::Any(flat),
        }
    }

    /// Not this.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "it reads like `all` and `any`, beside which it stands"
    )]
    pub fn not(part: Condition) -> Self {
        match part {
            Condition::Not(inner) => *inner,
            part => Condition::Not(Box::new(part)),
        }
    }

    /// All single comparisons, wherever they stand.
    pub fn terms(&self) -> Vec<&Term> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().flat_map(Condition::terms).collect()
            }
            Condition::Not(inner) => inner.terms(),
            Condition::Term(term) => vec![term],
        }
    }
}
