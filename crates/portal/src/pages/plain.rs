//! Tickets in plain words: what a state means for whoever asked, and what happens next.

use crate::screens::ticket::NextStep;
use crate::screens::tickets::MyTicket;
use kernel::sla::{AgreementKind, Clock, Metric, Standing};
use kernel::{PersonId, Timestamp};
use web::parts::Chip;
use web::{Calendar, Texts};
use work::pages::state_class;
use work::queries::{Listed, TicketPage as Known};

/// A state in the requester's terms.
pub(super) fn state(category: &str, texts: Texts) -> Chip<'static> {
    let class = state_class(category);
    Chip {
        class,
        label: texts.t(match class {
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

/// The state of one ticket: whether somebody said that it is solved, or it was closed by itself, is not the same.
pub(super) fn state_of(known: &Known, texts: Texts) -> Chip<'static> {
    let chip = state(known.ticket.state_category.name(), texts);
    match known.confirmed_by() {
        Some(_) => Chip {
            label: texts.t("my-state-confirmed"),
            ..chip
        },
        None => chip,
    }
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
        state: state(&listed.state_category, texts),
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
    let ticket = &known.ticket;
    let (class, icon, key) = match state_class(ticket.state_category.name()) {
        "new" if ticket.first_response_at.is_none() => ("", "inbox", "my-next-new"),
        "wait" => ("wait", "message-square", "my-next-wait"),
        "third" => ("", "clock", "my-next-third"),
        "resolved" => ("good", "circle-check", "my-next-resolved"),
        "closed" if known.confirmed_by().is_some() => ("good", "circle-check", "my-next-confirmed"),
        "closed" => ("good", "archive", "my-next-closed"),
        "cancelled" => ("", "circle-x", "my-next-cancelled"),
        _ => ("", "refresh-cw", "my-next-active"),
    };
    NextStep {
        class,
        icon,
        title: texts.t(key),
        text,
    }
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
    if let Some(target) = ticket.merged_into {
        let target = known.linked.iter().find(|linked| linked.id == target);
        return target.map_or_else(String::new, |it| format!("#{} {}", it.id, it.subject));
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
