//! The most common jobs of an agent.

use crate::person::Person;
use crate::site::{Hand, PASSWORD, Site, Way, in_every_way};
use kernel::TicketId;
use kernel::ticket::Change;

#[test]
fn signing_in_leads_to_the_tickets() {
    in_every_way(|site, way| {
        let email = site.has_password(&site.cast().anna);
        let agent = site.stranger(way);
        agent.opens("/tickets");
        agent.sees("sign-in-lead");
        agent.writes("email", &email);
        agent.writes("password", PASSWORD);
        agent.activates("sign-in");
        agent.sees("ticket-new");
        agent.is_content();
    });
}

#[test]
fn the_next_ticket_of_a_view_is_found_read_and_answered() {
    in_every_way(|site, way| {
        site.incident(
            &site.cast().rita,
            "VPN drops",
            "It does so every ten minutes.",
        );
        let agent = site.person(&site.cast().anna, way);
        agent.opens("/tickets");
        agent.activates_in("#views", "view-unassigned");
        match way.hand {
            Hand::Mouse => agent.activates("VPN drops"),
            Hand::Keyboard => {
                agent.sees("VPN drops");
                agent.presses("j");
                agent.presses("Enter");
            }
        }
        agent.sees("It does so every ten minutes.");
        agent.writes("composer-reply-label", "Which client is it?");
        agent.presses("Control+Enter");
        agent.sees("done-reply");
        agent.sees("Which client is it?");
        agent.is_content();
    });
}

#[test]
fn a_note_is_added_for_colleagues_alone() {
    on_a_ticket(|_, agent, _| {
        agent.marks("composer-note");
        agent.writes("composer-note", "It is the gateway.");
        agent.activates("composer-note-button");
        agent.sees("done-note");
        agent.sees("It is the gateway.");
    });
}

#[test]
fn a_ticket_is_taken() {
    on_a_ticket(|_, agent, hand| {
        match hand {
            Hand::Mouse => agent.activates("take"),
            Hand::Keyboard => agent.presses("i"),
        }
        agent.sees_no("take");
        agent.has_chosen("#props", "assignee", "Anna");
    });
}

#[test]
fn state_and_priority_are_changed_where_they_stand() {
    on_a_ticket(|_, agent, _| {
        agent.chooses_in("#props", "state", "state-in-progress");
        agent.sees_in("#head", "state-in-progress");
        agent.chooses_in("#props", "priority", "priority-1");
        agent.writes("priority-reason", "The board meets.");
        agent.presses("Enter");
        agent.sees_in("#head", "priority-1");
    });
}

#[test]
fn a_ticket_is_resolved_with_a_text() {
    on_a_ticket(|_, agent, hand| {
        match hand {
            Hand::Mouse => agent.unfolds("resolve"),
            Hand::Keyboard => agent.presses("e"),
        }
        agent.writes("resolution-text", "The gateway has been restarted.");
        agent.activates_in("#head", "resolve");
        agent.sees("done-resolved");
        agent.sees_in("#head", "state-resolved");
    });
}

#[test]
fn a_ticket_is_put_on_hold_until_a_day() {
    on_a_ticket(|_, agent, _| {
        agent.unfolds("ticket-more");
        agent.chooses("hold", "hold-reason-until");
        agent.picks("hold-until", (2099, 12, 31));
        agent.activates("hold");
        agent.sees("done-held");
        agent.sees_in("#head", "state-on-hold");
    });
}

#[test]
fn tickets_are_searched_by_a_condition() {
    in_every_way(|site, way| {
        let cast = site.cast();
        site.incident(&cast.rita, "VPN drops", "always");
        let done = site.incident(&cast.rita, "VPN is slow", "sometimes");
        site.resolves(&cast.anna, done, "Faster now.");
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets");
        match way.hand {
            Hand::Mouse => agent.writes("search-tickets", "state:open vpn"),
            Hand::Keyboard => {
                agent.presses("/");
                agent.page.types("state:open vpn");
            }
        }
        agent.presses("Enter");
        agent.sees_no("VPN is slow");
        agent.sees_in("main", "VPN drops");
        agent.is_content();
    });
}

#[test]
fn marked_tickets_are_changed_together_and_that_is_undone() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let one = site.incident(&cast.rita, "VPN drops", "always");
        let two = site.incident(&cast.rob, "No signal", "in the lift");
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open");
        agent.marks(&format!("#{one}"));
        agent.marks(&format!("#{two}"));
        agent.chooses_in(".bulk", "state", "state-cancelled");
        agent.activates("apply");
        agent.sees_no("No signal");
        match way.hand {
            Hand::Mouse => agent.activates_in(".toast", "undo"),
            Hand::Keyboard => agent.presses("u"),
        }
        agent.sees("done-undone");
        agent.opens("/tickets?q=state:open");
        agent.sees("VPN drops");
        agent.sees("No signal");
        agent.is_content();
    });
}

#[test]
fn marked_tickets_are_put_on_hold_together_with_what_that_asks_for() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let tickets = ["VPN drops", "No signal"].map(|it| site.incident(&cast.rita, it, "always"));
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open");
        for ticket in tickets {
            agent.marks(&format!("#{ticket}"));
        }
        agent.sees_in(".bulk", "2");
        agent.activates("apply");
        agent.sees_in(".toast", "bulk-nothing");
        agent.sees_in(".bulk", "2");
        agent.chooses_in(".bulk", "state", "state-on-hold");
        agent.activates("apply");
        agent.sees_in(".toast", "refusal-hold-reason");
        agent.chooses_in(".bulk", "hold-why", "hold-reason-requester");
        agent.activates("apply");
        agent.sees("undo");
        agent.opens("/tickets?q=state:on_hold");
        agent.sees("VPN drops");
        agent.sees("No signal");
        agent.is_content();
    });
}

#[test]
fn a_ticket_is_merged_into_another() {
    on_a_ticket(|site, agent, _| {
        site.incident(&site.cast().rob, "No VPN at all", "neither");
        agent.unfolds("ticket-more");
        agent.activates("merge-start");
        agent.writes("merge-into", "no vpn");
        agent.activates("merge-preview");
        agent.activates_in("main", "No VPN at all");
        agent.activates("merge");
        agent.sees("done-merged");
        agent.sees_in("#head", "No VPN at all");
    });
}

#[test]
fn a_ticket_is_created_for_somebody_on_the_telephone() {
    in_every_way(|site, way| {
        let agent = site.person(&site.cast().anna, way);
        agent.opens("/tickets");
        match way.hand {
            Hand::Mouse => agent.activates("ticket-new"),
            Hand::Keyboard => agent.presses("c"),
        }
        agent.writes("requester", "rita@spoc.example");
        agent.writes("subject", "The screen flickers");
        agent.writes("description", "Since the update.");
        agent.activates("ticket-create");
        agent.sees("done-opened");
        agent.sees_in("#head", "The screen flickers");
        agent.is_content();
    });
}

/// An agent of the team opens a new ticket in every way, and does something with it.
fn on_a_ticket(walk: impl Fn(&Site, &Person<'_>, Hand)) {
    in_every_way(|site: &Site, way: Way| {
        let cast = site.cast();
        let ticket: TicketId = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        site.change(&cast.anna, ticket, vec![Change::Team(Some(cast.network))]);
        let agent = site.person(&cast.anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        agent.sees("every ten minutes");
        walk(site, &agent, way.hand);
        agent.is_content();
    });
}
