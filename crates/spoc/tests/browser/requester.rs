//! The most common jobs of a requester.

use crate::person::Person;
use crate::site::{Site, in_every_way};
use kernel::TicketId;

#[test]
fn help_is_asked_for() {
    in_every_way(|site, way| {
        let requester = site.person(&site.cast().rita, way);
        requester.opens("/");
        requester.activates("nav-new");
        requester.writes("ask-subject", "The printer jams");
        requester.writes("ask-description", "Since this morning, on every page.");
        requester.marks("ask-urgency-3");
        requester.activates("ask-send");
        requester.sees("done-asked");
        requester.sees("The printer jams");
        requester.sees("my-next-new");
        requester.is_content();
    });
}

#[test]
fn a_ticket_is_followed_while_an_agent_works_on_it() {
    with_a_ticket(|site, requester, ticket| {
        requester.opens("/");
        requester.activates("VPN drops");
        requester.sees("every ten minutes");
        requester.hears();
        site.reply(&site.cast().anna, ticket, "We have found the gateway.");
        requester.sees("We have found the gateway.");
    });
}

#[test]
fn a_question_is_answered() {
    with_a_ticket(|site, requester, ticket| {
        site.reply(&site.cast().anna, ticket, "Which client is it?");
        requester.opens(&format!("/my/tickets/{ticket}"));
        requester.writes("my-answer", "The old one.");
        requester.activates("my-send");
        requester.sees("The old one.");
    });
}

#[test]
fn a_solution_is_confirmed() {
    with_a_ticket(|site, requester, ticket| {
        site.resolves(&site.cast().anna, ticket, "The gateway has been restarted.");
        requester.opens(&format!("/my/tickets/{ticket}"));
        requester.activates("my-solved");
        requester.sees("done-confirmed");
        requester.sees("my-state-confirmed");
        requester.sees("my-next-confirmed");
        requester.sees("my-back");
    });
}

#[test]
fn what_is_not_solved_is_reopened() {
    with_a_ticket(|site, requester, ticket| {
        site.resolves(&site.cast().anna, ticket, "The gateway has been restarted.");
        requester.opens(&format!("/my/tickets/{ticket}"));
        requester.activates("my-reopen");
        requester.sees_no("my-reopen");
        requester.sees("my-state-active");
    });
}

#[test]
fn what_is_not_needed_any_more_is_withdrawn() {
    with_a_ticket(|_, requester, ticket| {
        requester.opens(&format!("/my/tickets/{ticket}"));
        requester.activates("my-cancel");
        requester.sees("done-withdrawn");
        requester.sees("my-state-withdrawn");
    });
}

/// A requester has a ticket already, in every way, and does something with it.
fn with_a_ticket(walk: impl Fn(&Site, &Person<'_>, TicketId)) {
    in_every_way(|site, way| {
        let rita = &site.cast().rita;
        let ticket = site.incident(rita, "VPN drops", "every ten minutes");
        let requester = site.person(rita, way);
        walk(site, &requester, ticket);
        requester.is_content();
    });
}
