//! What can be wrong with a policy, and where.

use thiserror::Error;

/// Longest key, in characters.
const KEY_MAX: usize = 80;
/// What is wrong with a part of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the text of each is its documentation")]
pub enum Fault {
    #[error(
        "a key is 1 to 80 lower-case letters, digits, “_”, “-”, and “/” between the parts of a path"
    )]
    Key,
    #[error("two have this key")]
    KeyTwice,
    #[error("a label is 1 to 120 characters on one line")]
    Label,
    #[error("a list has at most 1,000 entries")]
    TooMany,
    #[error("a priority is a number from 1 to 5")]
    Priority,
    #[error("there is no category above this one; name the whole path, the upper one first")]
    Parent,
    #[error("at most 6 levels")]
    Depth,
    #[error("choose at least one")]
    NoChoices,
    #[error("this value does not fit the field")]
    Default,
    #[error("at most 3,650 days")]
    Days,
    #[error("there is no such field; ask for a custom field, category or service")]
    Question,
    #[error("this is asked twice")]
    QuestionTwice,
    #[error("this condition cannot be understood, or asks for words beyond the subject")]
    Condition,
    #[error("there are two forms for this")]
    FormTwice,
    #[error("this state cannot go, or mean something else: Spoc itself moves tickets through it")]
    OwnState,
    #[error("a move needs two states that are there")]
    Move,
    #[error("a ticket in this state could never be finished; let it go on to another")]
    Stranded,
    #[error("what tickets may have cannot go; retire it instead")]
    Gone,
    #[error("a field keeps its type; add another field")]
    Type,
    #[error("one of the kinds of ticket must stay on")]
    NothingOn,
    #[error("a tag is 1 to 50 letters, digits, “-”, “_”, “.” or “/”")]
    Tag,
    #[error("there is no such time zone; name one such as Europe/Berlin")]
    Zone,
    #[error("the spans of a day must not overlap; at most 12")]
    Hours,
    #[error("this calendar has no working time; give one day hours at least")]
    NeverWorks,
    #[error("at most 500 holidays")]
    Holidays,
    #[error("there is no such calendar")]
    Calendar,
    #[error(
        "this condition cannot be understood, or asks for words, times, other tickets, “me” or “mine”"
    )]
    Applies,
    #[error("a target is 1 minute to 366 days, for priorities from 1 to 5, one at least")]
    Target,
    #[error("thresholds are 1 to 1,000 percent in rising order, at most 10")]
    Threshold,
    #[error("there is no such hold reason")]
    HoldReason,
    #[error("this condition cannot be understood, or asks for “me” or “mine”; nobody reads it")]
    RuleCondition,
    #[error("say what the rule waits for")]
    NoEvent,
    #[error(
        "a rule that waits for time needs a distance from now in its condition, such as updated<-3d"
    )]
    NoDistance,
    #[error("there is no such service level")]
    ServiceLevel,
    #[error("a rule has 1 to 20 actions")]
    Actions,
    #[error("this action names something that is not there, or lacks its text")]
    Action,
    #[error("another team stands behind a team, and one alone")]
    Tier,
    #[error("a weight is 1 to 1,000")]
    Weight,
    #[error("an approval has 1 to 10 steps, and asks somebody in each: 1 to 50 entries")]
    ApprovalSteps,
    #[error(
        "a step needs 1 to 100 percent of those who are asked, or at least 1 and not more than it asks"
    )]
    ApprovalNeeds,
    #[error("wait 1 to 8,784 hours, of a calendar that is there")]
    Wait,
    #[error("it raises by 0 to 4 levels")]
    Raise,
    #[error("all of it together raises by 1 to 4 levels")]
    RaiseMost,
    #[error("it raises by up to 4 levels, or lowers by up to 4, which is written −4")]
    RaiseOrLower,
    #[error("what is more must not raise by less; put the numbers into rising order")]
    RaiseOrder,
    #[error("at most 10 numbers of people, and each raises by 0 to 4 levels")]
    RaisePeople,
    #[error("how many people are hit is said by a custom field that is a number")]
    RaiseField,
    #[error(
        "give an address that begins with https:// or http:// and names a host, without user, password and “#”"
    )]
    Url,
    #[error("at most 100 webhooks")]
    WebhooksTooMany,
}

impl Fault {
    /// Its name in catalogues of messages.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Key => "key",
            Fault::KeyTwice => "key-twice",
            Fault::Label => "label",
            Fault::TooMany => "too-many",
            Fault::Priority => "priority",
            Fault::Parent => "parent",
            Fault::Depth => "depth",
            Fault::NoChoices => "no-choices",
            Fault::Default => "default",
            Fault::Days => "days",
            Fault::Question => "question",
            Fault::QuestionTwice => "question-twice",
            Fault::Condition => "condition",
            Fault::FormTwice => "form-twice",
            Fault::OwnState => "own-state",
            Fault::Move => "move",
            Fault::Stranded => "stranded",
            Fault::Gone => "gone",
            Fault::Type => "type",
            Fault::NothingOn => "nothing-on",
            Fault::Tag => "tag",
            Fault::Zone => "zone",
            Fault::Hours => "hours",
            Fault::NeverWorks => "never-works",
            Fault::Holidays => "holidays",
            Fault::Calendar => "calendar",
            Fault::Applies => "applies",
            Fault::Target => "target",
            Fault::Threshold => "threshold",
            Fault::HoldReason => "hold-reason",
            Fault::RuleCondition => "rule-condition",
            Fault::NoEvent => "no-event",
            Fault::NoDistance => "no-distance",
            Fault::ServiceLevel => "service-level",
            Fault::Actions => "actions",
            Fault::Action => "action",
            Fault::Tier => "tier",
            Fault::Weight => "weight",
            Fault::ApprovalSteps => "approval-steps",
            Fault::ApprovalNeeds => "approval-needs",
            Fault::Wait => "wait",
            Fault::Raise => "raise",
            Fault::RaiseMost => "raise-most",
            Fault::RaiseOrLower => "raise-or-lower",
            Fault::RaiseOrder => "raise-order",
            Fault::RaisePeople => "raise-people",
            Fault::RaiseField => "raise-field",
            Fault::Url => "url",
            Fault::WebhooksTooMany => "webhooks-too-many",
        }
    }
}

/// A fault with its place, such as `categories.network/vpn`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{at}: {fault}")]
pub struct Problem {
    /// Where.
    pub at: String,
    /// What.
    pub fault: Fault,
}

/// Whether a text can be a key.
pub fn is_key(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    key.len() <= KEY_MAX
        && key
            .split('/')
            .all(|part| !part.is_empty() && part.chars().all(plain))
}

/// A key made of a label: lower case, `_` between words.
pub fn key_of(label: &str) -> String {
    let words = crate::text::words(label);
    let plain = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit();
    words
        .iter()
        .map(|word| word.chars().filter(plain).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}
