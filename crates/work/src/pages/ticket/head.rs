//! What may be done to a ticket now.

use super::Found;
use crate::pages::words::Words;
use crate::queries::TicketPage as Known;
use crate::screens::ticket::Actions;
use directory::SignedIn;
use kernel::policy::{Lifecycle, StateCategory};
use kernel::ticket::Kind;
use kernel::time::DAY;
use kernel::{Permission, Ticket, Timestamp};
use web::Texts;
use web::parts::Choice;

/// Whether the actor may change anything about the ticket.
pub(in crate::pages) fn is_editable(signed: &SignedIn, ticket: &Ticket) -> bool {
    signed.actor.works_on(ticket) && ticket.merged_into.is_none()
}

/// Whether it was not closed too long ago to be opened again.
pub(in crate::pages) fn can_reopen(ticket: &Ticket, words: &Words, now: Timestamp) -> bool {
    let days = i64::from(words.policy.reopen_within_days);
    let lifecycle = words.policy.lifecycle(ticket.kind);
    !ticket.is_open()
        && ticket.merged_into.is_none()
        && lifecycle.allows(&ticket.state, Lifecycle::IN_PROGRESS)
        && ticket
            .closed_at
            .is_none_or(|closed| now <= closed.plus(days * DAY))
}

/// What may be done to the ticket now.
pub(super) fn actions(signed: &SignedIn, words: &Words, found: &Found) -> Actions {
    let ticket = &found.page.ticket;
    if !is_editable(signed, ticket) {
        return Actions::default();
    }
    let lifecycle = words.policy.lifecycle(ticket.kind);
    let may = |to: &str| lifecycle.allows(&ticket.state, to);
    let me = signed.person.id;
    Actions {
        resolve: match may(Lifecycle::RESOLVED) {
            true => resolutions(words, ticket.kind),
            false => Vec::new(),
        },
        hold: match may(Lifecycle::ON_HOLD) {
            true => holds(words),
            false => Vec::new(),
        },
        close: may(Lifecycle::CLOSED),
        reopen: can_reopen(ticket, words, found.now),
        cancel: may(Lifecycle::CANCELLED),
        merge: signed.actor.can(Permission::TicketMerge),
        take: (ticket.is_open() && ticket.assignee != Some(me)).then(|| me.to_string()),
    }
}

/// The resolution codes, the usual one of the kind chosen.
fn resolutions(words: &Words, kind: Kind) -> Vec<Choice> {
    let usual = usual_resolution(words, kind);
    let codes = words.policy.codes_of(kind);
    codes
        .map(|code| {
            let chosen = Some(code.key.as_str()) == usual;
            Choice::new(code.key.as_str(), words.resolution(&code.key), chosen)
        })
        .collect()
}

/// How tickets of a kind are mostly resolved.
fn usual_resolution(words: &Words, kind: Kind) -> Option<&str> {
    let mut codes = words.policy.codes_of(kind);
    codes
        .clone()
        .find(|code| code.key == kind.usual_resolution())
        .or_else(|| codes.next())
        .map(|code| code.key.as_str())
}

fn holds(words: &Words) -> Vec<Choice> {
    let holds = words.holds().into_iter();
    holds
        .map(|(key, label)| Choice::new(key, label, false))
        .collect()
}

/// States to move to with the reply.
pub(in crate::pages) fn then_choices(
    signed: &SignedIn,
    words: &Words,
    ticket: &Ticket,
    then: &str,
) -> Vec<Choice> {
    let texts = words.texts;
    let mut choices = vec![Choice::new("", texts.t("then-stay"), then.is_empty())];
    if !is_editable(signed, ticket) {
        return choices;
    }
    let lifecycle = words.policy.lifecycle(ticket.kind);
    let mut add = |value: String, key: &str| {
        let chosen = value == then;
        choices.push(Choice::new(value, texts.t(key), chosen));
    };
    if lifecycle.allows(&ticket.state, Lifecycle::IN_PROGRESS) && ticket.is_open() {
        add("progress".into(), "then-progress");
    }
    let waits =
        |reason: &&kernel::policy::HoldReason| reason.category == StateCategory::WaitingOnRequester;
    if lifecycle.allows(&ticket.state, Lifecycle::ON_HOLD)
        && let Some(reason) = words.policy.offered_holds().find(waits)
    {
        add(format!("hold.{}", reason.key), "then-wait");
    }
    if lifecycle.allows(&ticket.state, Lifecycle::RESOLVED)
        && let Some(code) = usual_resolution(words, ticket.kind)
    {
        add(format!("resolve.{code}"), "then-resolve");
    }
    choices
}

/// Who said that it is solved, in words; empty for nobody.
pub(super) fn confirmed(known: &Known, texts: Texts) -> String {
    let who = known.confirmed_by();
    let name = who.and_then(|who| known.names.people.get(&who));
    name.map_or_else(String::new, |name| {
        texts.t1("ticket-confirmed", "who", name.as_str())
    })
}

/// Since when and by which door.
pub(super) fn channel(ticket: &Ticket, words: &Words, texts: Texts) -> &'static str {
    let via = words.via(ticket.channel);
    if via.is_empty() {
        texts.t("via-web")
    } else {
        via
    }
}
