//! What a webhook is told: `docs/administrators/webhooks.md` describes it.

use crate::model::TEST;
use kernel::ticket::Called;
use kernel::{Recorded, Timestamp};
use serde::Serialize;
use serde_json::Value;

/// What is sent.
#[derive(Serialize)]
struct Body<'a> {
    /// The delivery.
    id: &'a str,
    /// What happened.
    event: &'a str,
    /// When.
    time: String,
    /// The rule that says so; null where the webhook is tried out.
    rule: Option<Rule<'a>>,
    /// The ticket, as the API shows it to requesters; null where the webhook is tried out.
    ticket: Option<Value>,
}

#[derive(Serialize)]
struct Rule<'a> {
    key: &'a str,
    name: &'a str,
}

/// What a rule tells of a ticket.
pub(crate) fn of(id: &str, happened: &Recorded, called: &Called, ticket: Value) -> String {
    written(&Body {
        id,
        event: called.event.name(),
        time: happened.at.to_string(),
        rule: Some(Rule {
            key: &called.rule,
            name: &called.rule_label,
        }),
        ticket: Some(ticket),
    })
}

/// What is told to try a webhook out.
pub(crate) fn to_try(id: &str, now: Timestamp) -> String {
    written(&Body {
        id,
        event: TEST,
        time: now.to_string(),
        rule: None,
        ticket: None,
    })
}

fn written(body: &Body<'_>) -> String {
    serde_json::to_string(body).unwrap_or_default()
}
