//! Why something was not done, in the reader's language.

use super::approvals::unaskable;
use super::words::Words;
use super::{composer, problem};
use crate::error::Error;
use kernel::Permission;
use kernel::condition::CUSTOM_PREFIX;
use kernel::ticket::{FieldProblem, Refusal};
use web::Texts;
use web::texts::Arg;

/// What was wrong and what would be right. `by` is who else changed it, where somebody did.
pub(super) fn said(words: &Words, error: &Error, by: Option<&str>) -> String {
    let texts = words.texts;
    match error {
        Error::Refused(refusal) => refused(words, refusal, by),
        Error::NotFound => texts.t("refusal-ticket").to_owned(),
        Error::Stale { .. } => texts.t("error-precondition-failed-text").to_owned(),
        Error::Condition(wrong) => problem::said(texts, &wrong.reason),
        Error::Invalid { text, .. } => texts.t(text).to_owned(),
        error => error.to_string(),
    }
}

fn refused(words: &Words, refusal: &Refusal, by: Option<&str>) -> String {
    let texts = words.texts;
    let plain = |key: &str| texts.t(key).to_owned();
    let with = |key: &str, value: String| texts.t1(key, "value", value);
    let field = |name: &str| field(words, name);
    match refusal {
        Refusal::NoSuchTicket => plain("refusal-ticket"),
        Refusal::Forbidden(permission) => with("refusal-forbidden", allowed(texts, *permission)),
        Refusal::AgentsOnly => plain("refusal-agents-only"),
        Refusal::Subject => plain("refusal-subject"),
        Refusal::EmptyMessage => plain("refusal-empty-message"),
        Refusal::TooLong { max } => with("refusal-too-long", texts.number(*max as i64)),
        Refusal::NoSuchPerson { .. } => plain("person-unknown"),
        Refusal::NotAnAgent(_) => plain("refusal-not-an-agent"),
        Refusal::NotInPrivateTeam(_) => plain("refusal-not-in-team"),
        Refusal::NoSuchTeam(_) => plain("refusal-team"),
        Refusal::NoSuchService(_) => plain("refusal-service"),
        Refusal::NoSuchCategory(key) => with("refusal-category", key.clone()),
        Refusal::NoSuchField { key } => with("refusal-field", key.clone()),
        Refusal::FieldValue { key, problem } => field_problem(words, key, problem),
        Refusal::Tag(tag) => with("refusal-tag", tag.clone()),
        Refusal::Level { max, .. } => with("refusal-level", max.to_string()),
        Refusal::PriorityReason => plain("refusal-priority-reason"),
        Refusal::NoSuchParent(id) | Refusal::NoSuchLink(id) => {
            with("refusal-other-ticket", id.to_string())
        }
        Refusal::ParentCycle(id) => with("refusal-parent-cycle", id.to_string()),
        Refusal::ParentReveals(id) => with("refusal-parent-reveals", id.to_string()),
        Refusal::NoSuchState(key) => with("refusal-state", key.clone()),
        Refusal::Move { from, to, next } => texts.with(
            "refusal-move",
            [
                ("from", Arg::from(from)),
                ("to", Arg::from(to)),
                ("next", Arg::from(next)),
            ],
        ),
        Refusal::NoSuchHoldReason(_) => plain("refusal-hold-reason"),
        Refusal::HoldUntil => plain("refusal-hold-until"),
        Refusal::NoSuchResolutionCode(_) => plain("refusal-resolution-code"),
        Refusal::ReopenWindow { days } => with("refusal-reopen-window", days.to_string()),
        Refusal::Merged(Some(id)) => with("refusal-merged", id.to_string()),
        Refusal::Merged(None) => plain("refusal-merged-away"),
        Refusal::MergeWithItself => plain("refusal-merge-itself"),
        Refusal::MergeReveals => plain("refusal-merge-reveals"),
        Refusal::TimeWorked => plain("refusal-time-worked"),
        Refusal::NoSuchConversation(_) => plain("refusal-conversation"),
        Refusal::ConversationSubject => plain("refusal-conversation-subject"),
        Refusal::NoRecipient { max } => with("refusal-no-recipient", max.to_string()),
        Refusal::TooManyRecipients { max } => with("refusal-too-many-recipients", max.to_string()),
        Refusal::TooManyConversations { max } => {
            with("refusal-too-many-conversations", max.to_string())
        }
        Refusal::MentionWithoutMessage => plain("refusal-mention"),
        Refusal::WorkComment => plain("refusal-work-comment"),
        Refusal::WorkedOn => plain("refusal-worked-on"),
        Refusal::TaskTitle => plain("refusal-task-title"),
        Refusal::NoSuchTask(_) => plain("refusal-task"),
        Refusal::TaskOwner(_) => plain("refusal-task-owner"),
        Refusal::TaskWaits(title) => with("refusal-task-waits", title.clone()),
        Refusal::TaskCycle => plain("refusal-task-cycle"),
        Refusal::TasksFull { max } => with("refusal-tasks-full", max.to_string()),
        Refusal::NoSuchApproval(key) => with("refusal-approval", key.clone()),
        Refusal::ApprovalOfDone => plain("refusal-approval-of-done"),
        Refusal::ApprovalsFull { max } => with("refusal-approvals-full", max.to_string()),
        Refusal::NobodyToAsk { step, why } => texts.with(
            "refusal-nobody-to-ask",
            [
                ("step", Arg::from(step.to_string())),
                ("why", Arg::from(unaskable(texts, *why))),
            ],
        ),
        Refusal::ApprovalOver => plain("refusal-approval-over"),
        Refusal::NotAsked => plain("refusal-not-asked"),
        Refusal::DecidedAlready => plain("refusal-decided-already"),
        Refusal::OwnApproval => plain("refusal-own-approval"),
        Refusal::RejectionReason => plain("refusal-rejection-reason"),
        Refusal::ApprovalComment { max } => with("refusal-approval-comment", max.to_string()),
        Refusal::AnswerOfAnother => plain("refusal-answer-of-another"),
        Refusal::NoSuchMessage(_) => plain("refusal-message"),
        Refusal::SplitsReveal(_) => plain("split-notes-stay"),
        Refusal::NoNextTier => plain("refusal-no-next-tier"),
        Refusal::NothingToUndo => plain("refusal-nothing-to-undo"),
        Refusal::AlreadyUndone => plain("refusal-already-undone"),
        Refusal::ChangedSince { property, .. } => texts.with(
            "refusal-changed-since",
            [
                ("who", Arg::from(by.unwrap_or("Spoc"))),
                ("field", Arg::from(field(property))),
            ],
        ),
        Refusal::Conflict { field: name, .. } if name == composer::DRAFT => match by {
            Some(who) => texts.t1("refusal-draft", "who", who.to_owned()),
            None => plain("refusal-draft-elsewhere"),
        },
        Refusal::Conflict { field: name, .. } => texts.with(
            "refusal-conflict",
            [
                ("who", Arg::from(by.unwrap_or("Spoc"))),
                ("field", Arg::from(field(name))),
            ],
        ),
        Refusal::NoOrganisation => plain("refusal-no-organisation"),
        Refusal::ConfidentialNotShared => plain("refusal-confidential-not-shared"),
        Refusal::NotAColleague(_) => plain("refusal-not-a-colleague"),
        Refusal::RequesterRates => plain("refusal-requester-rates"),
        Refusal::Rating { max, .. } => with("refusal-rating", max.to_string()),
        Refusal::RatingTime { days } => with("refusal-rating-time", days.to_string()),
        Refusal::TooMany { max } => with("refusal-too-many", max.to_string()),
        Refusal::Unanswered { fields } => {
            let names: Vec<String> = fields.iter().map(|name| field(name)).collect();
            with("refusal-unanswered", names.join(", "))
        }
        Refusal::AgentsAnswer { field: name } => with("refusal-agents-answer", field(name)),
        Refusal::Retired { key, .. } => with("refusal-retired", key.clone()),
        Refusal::TagNotAllowed(tag) => with("refusal-tag-not-allowed", tag.clone()),
        Refusal::KindOff(_) => plain("refusal-kind-off"),
    }
}

/// What somebody is not allowed, as the page of roles names it.
fn allowed(texts: Texts, permission: Permission) -> String {
    texts.t(&permission.message()).to_owned()
}

/// Why a value is none for the custom field of this key.
fn field_problem(words: &Words, key: &str, problem: &FieldProblem) -> String {
    let texts = words.texts;
    let what = match problem {
        FieldProblem::TooLong { max } => {
            texts.t1("refusal-too-long", "value", texts.number(*max as i64))
        }
        FieldProblem::NoNumber => texts.t("refusal-number").to_owned(),
        FieldProblem::NoDay(_) => texts.t("refusal-day").to_owned(),
        FieldProblem::NoChoice { key, .. } => texts.t1("refusal-choice", "value", key.as_str()),
        FieldProblem::Nobody => texts.t("person-unknown").to_owned(),
        FieldProblem::OtherKind(_) => texts.t("refusal-other-kind").to_owned(),
    };
    // Where no field shows it, it must say itself what it is about.
    let field = field(words, &format!("{CUSTOM_PREFIX}{key}"));
    texts.with(
        "refusal-field-value",
        [("field", Arg::from(field)), ("what", Arg::from(what))],
    )
}

/// The name of a field by its name in forms.
pub(super) fn field(words: &Words, name: &str) -> String {
    if let Some(key) = name.strip_prefix("field.") {
        let field = words.policy.field(key);
        return field.map_or(key, |field| &field.label).to_owned();
    }
    if name.starts_with("task.") {
        return words.texts.t("tasks").to_owned();
    }
    let key = name.replace('_', "-");
    match words.texts.t(&key) {
        text if text == key => name.to_owned(),
        text => text.to_owned(),
    }
}

/// Who else changed it, where that is why.
pub(super) fn by(error: &Error) -> Option<kernel::PersonId> {
    match error {
        Error::Refused(Refusal::Conflict { by, .. } | Refusal::ChangedSince { by, .. }) => *by,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Refusal, Words, said};
    use kernel::{Permission, Policy};
    use std::sync::Arc;
    use web::Texts;

    #[test]
    fn what_a_role_does_not_allow_is_named_as_administrators_read_it() {
        let german = Texts::choose(Some("de"), None);
        let words = Words::new(german, Arc::new(Policy::default()));
        let error = Error::Refused(Refusal::Forbidden(Permission::TicketBulk));
        let text = said(&words, &error, None);
        assert!(!text.contains("ticket.bulk"), "{text}");
        assert!(text.contains(german.t("permission-ticket-bulk")), "{text}");
    }
}
