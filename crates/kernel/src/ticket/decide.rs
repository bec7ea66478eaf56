//! From what somebody wants to what happens.

mod approvals;
mod changes;
mod forms;
mod merge;
mod messages;
mod moves;
mod open;
mod sharing;
mod split;
mod tasks;
mod values;

use super::activity::Activity;
use super::approval::{ApprovalChange, Unaskable};
use super::change::{Change, Facts};
use super::field::FieldProblem;
use super::state::{Kind, Ticket};
use crate::policy::Policy;
use crate::{Actor, Permission, PersonId, TicketId, Timestamp, legible_texts};
use thiserror::Error;

pub use merge::{decide_absorb, decide_merge};
pub use open::decide_open;
pub use split::{SPLIT_MAX, decide_split};
pub use values::{UNVERIFIED_ADDRESS, valid_tag};

/// Under what a command is decided.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who wants it.
    pub actor: &'a Actor,
    /// The administrator's decisions.
    pub policy: &'a Policy,
    /// What is known of the people, teams, services and tickets that the command names.
    pub facts: &'a Facts,
    /// The present instant.
    pub now: Timestamp,
}

/// Why something does not happen. The text says what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the text of each is its documentation")]
pub enum Refusal {
    #[error("there is no such ticket")]
    NoSuchTicket,
    #[error("your role does not allow this; it needs “{}”", .0.name())]
    Forbidden(Permission),
    #[error(
        "only agents may change this; you can reply, attach files, withdraw or reopen your ticket"
    )]
    AgentsOnly,
    #[error("a ticket needs a subject of 1 to 250 characters")]
    Subject,
    #[error("a message needs a text or a file")]
    EmptyMessage,
    #[error("the text is longer than {max} bytes")]
    TooLong { max: usize },
    #[error("{field}: there is no person {person}")]
    NoSuchPerson {
        field: &'static str,
        person: PersonId,
    },
    #[error("assignee: person {0} cannot work on tickets; choose an active agent")]
    NotAnAgent(PersonId),
    #[error("assignee: person {0} is not a member of the private team")]
    NotInPrivateTeam(PersonId),
    #[error("team: there is no team {0}")]
    NoSuchTeam(i64),
    #[error("service: there is no service {0}")]
    NoSuchService(i64),
    #[error("category: there is no category “{0}”")]
    NoSuchCategory(String),
    #[error("field.{key}: there is no such field")]
    NoSuchField { key: String },
    #[error("field.{key} {problem}")]
    FieldValue { key: String, problem: FieldProblem },
    #[error("tag: “{0}” is no tag; use 1 to 50 letters, digits, “-”, “_”, “.” or “/”")]
    Tag(String),
    #[error("{field} must be between 1 and {max}")]
    Level { field: &'static str, max: u8 },
    #[error("priority: say why it differs from what impact and urgency give")]
    PriorityReason,
    #[error("parent: there is no ticket {0}")]
    NoSuchParent(TicketId),
    #[error("parent: ticket {0} is a part of this one")]
    ParentCycle(TicketId),
    #[error(
        "parent: more people know of this ticket than of ticket {0}; link the two, or hide this one in the same way"
    )]
    ParentReveals(TicketId),
    #[error("link: there is no other ticket {0}")]
    NoSuchLink(TicketId),
    #[error("state: there is no state “{0}”")]
    NoSuchState(String),
    #[error("state: a ticket that is “{from}” cannot become “{to}”; it can become {next}")]
    Move {
        from: String,
        to: String,
        next: String,
    },
    #[error("hold reason: “{0}” is not one of the policy's reasons")]
    NoSuchHoldReason(String),
    #[error("hold: say until when, and choose a time to come")]
    HoldUntil,
    #[error("resolution code: “{0}” is not one of the policy's codes")]
    NoSuchResolutionCode(String),
    #[error("the ticket was closed more than {days} days ago; file a new one and link it")]
    ReopenWindow { days: u32 },
    #[error("the ticket is part of {} now; go there", .0.map_or("another".into(), |id| format!("ticket {id}")))]
    Merged(Option<TicketId>),
    #[error("a ticket cannot be merged into itself")]
    MergeWithItself,
    #[error("more people see the other ticket; hide that in the same way first")]
    MergeReveals,
    #[error("time worked must be between 1 second and 24 hours")]
    TimeWorked,
    #[error("there is no side conversation {0} in this ticket")]
    NoSuchConversation(u32),
    #[error("a side conversation needs a subject of 1 to 250 characters")]
    ConversationSubject,
    #[error("a side conversation needs somebody outside: 1 to {max} mail addresses")]
    NoRecipient { max: usize },
    #[error("at most {max} mail addresses")]
    TooManyRecipients { max: usize },
    #[error("at most {max} side conversations on one ticket")]
    TooManyConversations { max: usize },
    #[error("a mention belongs to a message")]
    MentionWithoutMessage,
    #[error("comment: a comment on time worked has at most 250 characters")]
    WorkComment,
    #[error("worked_on: the day of work cannot lie in the future")]
    WorkedOn,
    #[error("title: a task needs a title of 1 to 250 characters")]
    TaskTitle,
    #[error("there is no task {0} in this ticket")]
    NoSuchTask(i64),
    #[error("owner: person {0} cannot work on this ticket; choose an active agent who knows of it")]
    TaskOwner(PersonId),
    #[error("“{0}” comes first; do or skip that before")]
    TaskWaits(String),
    #[error("after: a task cannot wait for one that waits for it")]
    TaskCycle,
    #[error("a ticket has at most {max} tasks; remove one first")]
    TasksFull { max: usize },
    #[error("there is no approval “{0}” here")]
    NoSuchApproval(String),
    #[error("approval: nothing is left to do here; reopen the ticket first")]
    ApprovalOfDone,
    #[error("a ticket has at most {max} approvals")]
    ApprovalsFull { max: usize },
    #[error("approval: step {step} cannot be asked, {why}")]
    NobodyToAsk { step: usize, why: Unaskable },
    #[error("this approval has ended already")]
    ApprovalOver,
    #[error("you are not asked for this approval now")]
    NotAsked,
    #[error("your answer is there already; ask whoever asked for the approval to take it back")]
    DecidedAlready,
    #[error("the ticket is yours; somebody else has to approve it")]
    OwnApproval,
    #[error("comment: say why it is rejected")]
    RejectionReason,
    #[error("comment: at most {max} characters")]
    ApprovalComment { max: usize },
    #[error("only whoever gave an answer can take it back")]
    AnswerOfAnother,
    #[error("there is no message {0} in this ticket")]
    NoSuchMessage(i64),
    #[error(
        "message {0} is internal, and the requester reads what a ticket begins with; write a note on the new one"
    )]
    SplitsReveal(i64),
    #[error("nothing was done here that could be undone")]
    NothingToUndo,
    #[error("this was undone already")]
    AlreadyUndone,
    #[error("{property} was changed since; undo that first")]
    ChangedSince {
        property: String,
        by: Option<PersonId>,
    },
    #[error("{field} was changed by somebody else meanwhile; look at it again")]
    Conflict { field: String, by: Option<PersonId> },
    #[error(
        "sharing: the requester belongs to no organisation; share it with single people instead"
    )]
    NoOrganisation,
    #[error("sharing: a confidential ticket is not shared; make it visible to others first")]
    ConfidentialNotShared,
    #[error("watcher: person {0} belongs to another organisation; ask an agent to add them")]
    NotAColleague(PersonId),
    #[error("rating: only whoever asked can rate how it was resolved")]
    RequesterRates,
    #[error("rating: give 1 to {max} stars, and at most {chars} characters")]
    Rating { max: u8, chars: usize },
    #[error("rating: a ticket can be rated once it is resolved, and for {days} days")]
    RatingTime { days: u32 },
    #[error("at most {max} changes at once")]
    TooMany { max: usize },
    #[error("answer first: {}", .fields.join(", "))]
    Unanswered { fields: Vec<String> },
    #[error("{field}: only agents may say this")]
    AgentsAnswer { field: String },
    #[error("{field}: “{key}” can no longer be chosen")]
    Retired { field: &'static str, key: String },
    #[error("tag: “{0}” is not one of the tags of this desk")]
    TagNotAllowed(String),
    #[error("no team stands behind the team of this ticket; say which one does under “Routing”")]
    NoNextTier,
    #[error("kind: this desk has switched “{}” off", .0.name())]
    KindOff(Kind),
}

impl Refusal {
    /// The form field beside which the refusal is to be shown, if there is one.
    pub fn field(&self) -> Option<String> {
        Some(match self {
            Refusal::Subject => "subject".into(),
            Refusal::EmptyMessage | Refusal::TooLong { .. } => "text".into(),
            Refusal::NoSuchPerson { field, .. } | Refusal::Level { field, .. } => (*field).into(),
            Refusal::NotAnAgent(_) | Refusal::NotInPrivateTeam(_) => "assignee".into(),
            Refusal::NoSuchTeam(_) => "team".into(),
            Refusal::NoSuchService(_) => "service".into(),
            Refusal::NoSuchCategory(_) => "category".into(),
            Refusal::NoSuchField { key } | Refusal::FieldValue { key, .. } => {
                format!("field.{key}")
            }
            Refusal::Tag(_) => "tag".into(),
            Refusal::PriorityReason => "reason".into(),
            Refusal::NoSuchParent(_) | Refusal::ParentCycle(_) | Refusal::ParentReveals(_) => {
                "parent".into()
            }
            Refusal::NoSuchLink(_) => "link".into(),
            Refusal::NoSuchState(_) | Refusal::Move { .. } => "state".into(),
            Refusal::NoSuchHoldReason(_) | Refusal::HoldUntil => "hold".into(),
            Refusal::NoSuchResolutionCode(_) => "code".into(),
            Refusal::NoSuchConversation(_) => "conversation".into(),
            Refusal::ConversationSubject => "subject".into(),
            Refusal::NoRecipient { .. } | Refusal::TooManyRecipients { .. } => "to".into(),
            Refusal::NotAColleague(_) => "watcher".into(),
            Refusal::NoOrganisation | Refusal::ConfidentialNotShared => "shared_with".into(),
            Refusal::RequesterRates | Refusal::Rating { .. } | Refusal::RatingTime { .. } => {
                "rating".into()
            }
            Refusal::RejectionReason | Refusal::ApprovalComment { .. } => "comment".into(),
            Refusal::NobodyToAsk { .. } | Refusal::NoSuchApproval(_) => "approval".into(),
            Refusal::TaskTitle => "title".into(),
            Refusal::TaskOwner(_) => "owner".into(),
            Refusal::TaskCycle => "after".into(),
            Refusal::WorkComment => "comment".into(),
            Refusal::WorkedOn => "worked_on".into(),
            Refusal::Conflict { field, .. } | Refusal::AgentsAnswer { field } => field.clone(),
            Refusal::Unanswered { fields } => return fields.first().cloned(),
            Refusal::Retired { field, .. } => (*field).into(),
            Refusal::TagNotAllowed(_) => "tag".into(),
            Refusal::KindOff(_) => "kind".into(),
            _ => return None,
        })
    }
}

/// Most changes in one command.
const CHANGES_MAX: usize = 50;

/// What happens to a ticket when `changes` are wanted. Empty when everything is so already.
///
/// # Errors
/// When anything about it is not allowed; then nothing happens.
pub fn decide(
    ticket: &Ticket,
    changes: &[Change],
    context: Context<'_>,
) -> Result<Vec<Activity>, Refusal> {
    if !context.actor.may_see(ticket) && !only_answers(ticket, changes, context) {
        return Err(Refusal::NoSuchTicket);
    }
    if let Some(target) = ticket.merged_into {
        return Err(Refusal::Merged(Some(target)));
    }
    if changes.len() > CHANGES_MAX {
        return Err(Refusal::TooMany { max: CHANGES_MAX });
    }
    let mut deciding = Deciding {
        now: ticket.clone(),
        decided: Vec::new(),
        context,
    };
    for change in changes {
        let change = legible_texts(change);
        deciding.permit(&change)?;
        deciding.change(&change)?;
    }
    deciding.let_approvals_lapse();
    Ok(deciding.decided)
}

/// Whoever is asked to approve something says so, whether or not they may see the ticket.
fn only_answers(ticket: &Ticket, changes: &[Change], context: Context<'_>) -> bool {
    let away = &context.facts.approvals.stands_in_for;
    let asked = |person| ticket.asks(person, away);
    Change::only_answer(changes) && context.actor.person.is_some_and(asked)
}

fn require(actor: &Actor, permission: Permission) -> Result<(), Refusal> {
    if actor.can(permission) {
        Ok(())
    } else {
        Err(Refusal::Forbidden(permission))
    }
}

/// A ticket while a command is decided: each change sees what those before it did.
struct Deciding<'a> {
    now: Ticket,
    decided: Vec<Activity>,
    context: Context<'a>,
}

impl Deciding<'_> {
    /// Records an activity and goes on with the state after it.
    fn happen(&mut self, activity: Activity) {
        let actor = self.context.actor.person;
        // It follows on the present version by construction, so folding it cannot fail.
        if let Ok(recorded) = self.now.happens(activity, self.context.now, actor) {
            self.decided.push(recorded.activity);
        }
    }

    fn permit(&self, change: &Change) -> Result<(), Refusal> {
        let actor = self.context.actor;
        let requesters_side = actor.person.is_some_and(|p| self.now.is_for(p));
        match change {
            Change::Note(_) => require(actor, Permission::NoteWrite),
            Change::WriteAside(_) => {
                require(actor, Permission::TicketWork)?;
                require(actor, Permission::NoteWrite)
            }
            Change::Mention { .. } => require(actor, Permission::TicketRead),
            Change::Rate { .. } if requesters_side => require(actor, Permission::TicketOpen),
            Change::Rate { .. } => Err(Refusal::RequesterRates),
            Change::Approval(ApprovalChange::Decide { .. }) => {
                require(actor, Permission::TicketOpen)
            }
            Change::Approval(ApprovalChange::LookAtTime) if actor.is_spoc() => Ok(()),
            Change::Approval(ApprovalChange::LookAtTime) => Err(Refusal::AgentsOnly),
            _ if actor.can(Permission::TicketWork) => Ok(()),
            // The requester's side answers, withdraws, confirms and reopens; anybody who follows may answer and stop following.
            Change::Reply(_) | Change::ReplyByMail(..) | Change::Send { .. }
                if actor.is_party_to(&self.now) =>
            {
                require(actor, Permission::TicketOpen)
            }
            Change::Reopen { .. } | Change::Cancel { .. } | Change::Close if requesters_side => {
                require(actor, Permission::TicketOpen)
            }
            Change::Watch(_) | Change::Unwatch(_) | Change::Share(_) if requesters_side => {
                require(actor, Permission::TicketOpen)
            }
            Change::Watch(person) if actor.person == Some(*person) && actor.shares(&self.now) => {
                require(actor, Permission::TicketOpen)
            }
            Change::Unwatch(person) if actor.person == Some(*person) => Ok(()),
            _ => Err(Refusal::AgentsOnly),
        }
    }
}
