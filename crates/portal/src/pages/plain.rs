//! Tickets in plain words: what a state means for whoever asked, and what happens next.

use crate::screens::ticket::NextStep;
use crate::screens::tickets::MyTicket;
use kernel::policy::Lifecycle;
use kernel::sla::{AgreementKind, Clock, Metric, Standing};
use kernel::{PersonId, Timestamp};
use web::parts::Chip;
use web::{Calendar, Texts};
use work::pages::state_class;
use work::queries::{Linked, Listed, TicketPage as Known};

/// A state in the requester's terms, by its key and what it means. A list knows no more of it.
fn state(state: &str, category: &str, texts: Texts) -> Chip<'static> {
    let class = state_class(category);
    Chip {
        class,
        label: texts.t(match class {
            // It is not ended: it goes on as a part of another.
            _ if state == Lifecycle::MERGED => "my-state-merged",
            "new" => "my-state-new",
            "wait" => "my-state-wait",
            "third" => "my-state-third",
            "resolved" => "my-state-resolved",
            "closed" => "my-state-closed",
            "cancelled" => "my-state-cancelled",
            _ => "my-state-active",
        }),
    }
}

/// The state of one ticket: whether somebody said that it is solved, or it was closed by itself, is not the same, nor
/// whether it was withdrawn, or ended by the desk.
pub(super) fn state_of(known: &Known, texts: Texts) -> Chip<'static> {
    let ticket = &known.ticket;
    let chip = state(&ticket.state, ticket.state_category.name(), texts);
    let label = match known.confirmed_by() {
        Some(_) => texts.t("my-state-confirmed"),
        None if is_withdrawn(known) => texts.t("my-state-withdrawn"),
        None => chip.label,
    };
    Chip { label, ..chip }
}

/// Whether it became a part of another, whether or not the reader may see that one.
pub(super) fn is_merged(known: &Known) -> bool {
    known.ticket.state == Lifecycle::MERGED
}

fn is_withdrawn(known: &Known) -> bool {
    !is_merged(known) && known.is_withdrawn()
}

/// A ticket in a list, as `me` reads it.
pub(super) fn listed<'a>(
    listed: &'a Listed,
    me: PersonId,
    calendar: &Calendar,
    texts: Texts,
) -> MyTicket<'a> {
    MyTicket {
        number: listed.id.0,
        subject: &listed.subject,
        state: state(&listed.state, &listed.state_category, texts),
        by: if listed.requester == me {
            ""
        } else {
            &listed.requester_name
        },
        updated: calendar.when(listed.updated_at.0),
        why: String::new(),
    }
}

/// What happens next, and by when as far as it is known.
pub(super) fn next_step<'a>(known: &Known, text: &'a str, texts: Texts) -> NextStep<'a> {
    if is_merged(known) {
        return goes_on(known, text, texts);
    }
    let ticket = &known.ticket;
    let (class, icon, key) = match state_class(ticket.state_category.name()) {
        "new" if ticket.first_response_at.is_none() => ("", "inbox", "my-next-new"),
        "wait" => ("wait", "message-square", "my-next-wait"),
        "third" => ("", "clock", "my-next-third"),
        "resolved" => ("good", "circle-check", "my-next-resolved"),
        "closed" if known.confirmed_by().is_some() => ("good", "circle-check", "my-next-confirmed"),
        "closed" => ("good", "archive", "my-next-closed"),
        "cancelled" if is_withdrawn(known) => ("", "circle-x", "my-next-withdrawn"),
        "cancelled" => ("", "circle-x", "my-next-cancelled"),
        _ => ("", "refresh-cw", "my-next-active"),
    };
    NextStep {
        class,
        icon,
        title: texts.t(key).to_owned(),
        text,
        href: None,
    }
}

/// Where a ticket goes on that became a part of another, as far as the reader may see that one.
fn goes_on<'a>(known: &Known, text: &'a str, texts: Texts) -> NextStep<'a> {
    let target = target(known).map(|target| target.id);
    NextStep {
        class: "",
        icon: "git-merge",
        title: match target {
            Some(id) => texts.t1("my-next-merged", "number", id.to_string()),
            None => texts.t("my-next-merged-elsewhere").to_owned(),
        },
        text,
        href: target.map(|id| format!("/my/tickets/{id}")),
    }
}

fn target(known: &Known) -> Option<&Linked> {
    let target = known.ticket.merged_into?;
    known.linked.iter().find(|linked| linked.id == target)
}

/// What the reader should know besides: where it went on, until when it waits, what was promised, when it closes by
/// itself.
pub(super) fn next_text(
    known: &Known,
    clocks: &[Clock],
    calendar: &Calendar,
    texts: Texts,
    close_after_days: u32,
) -> String {
    let ticket = &known.ticket;
    if is_merged(known) {
        return target(known).map_or_else(String::new, |it| it.subject.clone());
    }
    if let Some(until) = ticket.hold.as_ref().and_then(|hold| hold.until) {
        return texts.t1("my-next-until", "when", calendar.when(until.0).text);
    }
    match (ticket.resolved_at, close_after_days) {
        (Some(resolved), days @ 1..) if ticket.closed_at.is_none() => {
            let closes = resolved.plus(i64::from(days) * kernel::time::DAY);
            texts.t1("my-next-closes", "when", calendar.day_at(closes.0))
        }
        _ => promise(clocks).map_or_else(String::new, |(key, due)| {
            texts.t1(key, "when", calendar.when(due.0).text)
        }),
    }
}

/// What whoever asked was promised next, and by when: an answer, else the solution. What is late already says nothing.
fn promise(clocks: &[Clock]) -> Option<(&'static str, Timestamp)> {
    let running = clocks.iter().filter(|clock| {
        clock.agreement == AgreementKind::Sla
            && clock.standing == Standing::Running
            && !clock.is_breached
    });
    let next = running.filter_map(|clock| {
        let key = match clock.metric {
            Metric::FirstResponse | Metric::NextResponse => "my-next-answer",
            Metric::Resolution => "my-next-solved",
            Metric::Acknowledge | Metric::Update => return None,
        };
        Some((key, clock.due_at?))
    });
    next.min()
}
