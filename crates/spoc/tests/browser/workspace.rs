//! What an agent does besides the most common jobs: by the palette, on a board, by a macro.

use crate::site::{Hand, Site, Way, in_every_way};
use kernel::ticket::Change;
use testkit::browser::Theme;

#[test]
fn the_palette_does_what_the_open_ticket_can() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        site.change(&cast.anna, ticket, vec![Change::Team(Some(cast.network))]);
        let agent = site.person(&cast.anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        agent.sees("every ten minutes");
        agent.presses("Control+k");
        agent.page.types(agent.say("take"));
        agent.sees_in("#palette", "take");
        agent.presses("Enter");
        agent.has_chosen("#props", "assignee", "Anna");
        for known in ["sign-out", "theme-dark", "palette-notifications"] {
            agent.presses("Control+k");
            agent.page.types(agent.say(known));
            agent.sees_in("#palette-list", known);
            agent.presses("Escape");
        }
        agent.presses("Control+k");
        agent.page.types("ben");
        let ben = "Ben · ben@spoc.example";
        let assign = agent.say("palette-assign").replace("%name", ben);
        agent.sees_in("#palette-list", &assign);
        agent.presses("Escape");
        agent.presses("Control+k");
        let state = format!("{}: {}", agent.say("state"), agent.say("state-in-progress"));
        agent.page.types(&state);
        agent.sees_in("#palette", &state);
        agent.presses("Enter");
        agent.sees_in("#head", "state-in-progress");
        agent.presses("Control+k");
        agent.page.types(agent.say("composer-note"));
        agent.sees_in("#palette", "composer-note");
        agent.presses("Enter");
        agent.writes("composer-note", "It is the gateway.");
        agent.presses("Control+Enter");
        agent.sees("done-note");
        agent.is_content();
    });
}

#[test]
fn the_palette_runs_a_macro_and_leads_to_whatever_stands_beside_a_ticket() {
    in_every_way(|site, way| {
        let cast = site.cast();
        site.has_macros();
        let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        let agent = site.person(&cast.anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        let beside = [
            "composer-side".to_owned(),
            format!("{}: {}", agent.say("watchers"), agent.say("add")),
            format!("{}: {}", agent.say("related"), agent.say("add")),
        ];
        for known in &beside {
            agent.presses("Control+k");
            agent.page.types(agent.say(known));
            agent.sees_in("#palette-list", known);
            agent.presses("Escape");
        }
        agent.presses("Control+k");
        agent.page.types(&beside[1]);
        agent.presses("Enter");
        let focused = "document.activeElement.name";
        assert_eq!(agent.page.evaluate(focused), "watcher_add");
        agent.presses("Control+k");
        agent.page.types("details");
        agent.sees_in(
            "#palette-list",
            &agent.say("palette-macro").replace("%name", ""),
        );
        agent.presses("Enter");
        agent.page.until(
            "the macro's text is there",
            "document.querySelector('.as-reply textarea').value.length > 20",
        );
        agent.is_content();
    });
}

#[test]
fn a_whole_list_of_several_pages_is_changed_and_put_back() {
    in_every_way(|site, way| {
        let cast = site.cast();
        for at in 0..52 {
            site.incident(&cast.rita, &format!("Storm {at}"), "no power");
        }
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open&sort=newest");
        agent.sees("Storm 51");
        agent.marks("#52");
        let hidden = "document.querySelector('#bulk [name=all]').offsetParent === null";
        assert!(agent.page.evaluate(hidden) == true, "one is no whole page");
        agent.marks("bulk-all");
        agent.marks("bulk-all-of-list");
        agent.hears();
        site.incident(&cast.rob, "Storm at last", "no light");
        agent.sees("Storm at last");
        agent.unfolds("bulk-more");
        agent.chooses_in(".bulk", "urgency", "level-1");
        agent.activates("apply");
        let done = agent.texts.count("job-done-bulk-edit", 53);
        agent.sees(&done);
        agent.opens("/tickets?q=urgency:1+state:open&sort=oldest");
        agent.sees("Storm 0");
        agent.activates("undo");
        let back = agent.texts.count("job-done-bulk-undo", 53);
        agent.sees(&back);
        agent.opens("/tickets?q=urgency:1+state:open&sort=oldest");
        agent.sees("list-none-title");
        agent.is_content();
    });
}

#[test]
fn a_card_is_moved_to_the_next_lane_and_back_again() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        site.change(&cast.anna, ticket, vec![Change::Assignee(cast.anna.person)]);
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open&as=board");
        agent.sees("VPN drops");
        // Cards are dragged by mouse; by keyboard they go with Ctrl and an arrow. The keys work for everybody.
        let lane = |state: &str| format!("[data-lane={state}]");
        let focus = format!("document.querySelector('#c{ticket} a').focus() ?? true");
        agent.page.until("the card has the keyboard", &focus);
        agent.presses("Control+ArrowRight");
        agent.sees_in(&lane("in_progress"), "VPN drops");
        agent.sees("undo");
        match way.hand {
            Hand::Mouse => agent.activates_in(".toast", "undo"),
            Hand::Keyboard => agent.presses("u"),
        }
        agent.sees_in(&lane("assigned"), "VPN drops");
        agent.is_content();
    });
}

#[test]
fn a_card_is_put_on_hold_and_resolved_with_an_answer_and_goes_back_without() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        let started = Change::State("in_progress".into());
        site.change(&cast.anna, ticket, vec![started]);
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=requester:rita@spoc.example&as=board");
        let lane = |state: &str| format!("[data-lane={state}]");
        let card = format!("#c{ticket}");
        let focus = format!("document.querySelector('{card} a').focus() ?? true");
        let moves_to = |state: &str| match way.hand {
            Hand::Mouse => agent.drags(&card, &lane(state)),
            Hand::Keyboard => {
                agent.page.until("the card has the keyboard", &focus);
                agent.presses("Control+ArrowRight");
            }
        };
        agent.sees_in(&lane("in_progress"), "VPN drops");
        moves_to("on_hold");
        agent.sees_in("dialog[open]", "hold-why");
        agent.presses("Escape");
        agent.sees_in(&lane("in_progress"), "VPN drops");
        moves_to("on_hold");
        agent.chooses("hold-why", "hold-reason-until");
        agent.activates("hold");
        agent.sees_in("dialog[open]", "refusal-hold-until");
        agent.picks("hold-until", (2099, 12, 31));
        agent.activates("hold");
        agent.sees("undo");
        agent.sees_in(&lane("on_hold"), "VPN drops");
        // The next message is another one: a card stands in its lane before the move is done.
        agent
            .page
            .evaluate("document.querySelector('.toast').remove()");
        moves_to("resolved");
        agent.chooses("resolution-code", "resolution-solved");
        agent.writes("resolution-text", "A new cable.");
        agent.activates("resolve");
        agent.sees("undo");
        agent.sees_in(&lane("resolved"), "VPN drops");
        agent.opens(&format!("/tickets/{ticket}"));
        agent.sees_in("#head", "state-resolved");
        agent.sees("A new cable.");
        agent.is_content();
    });
}

#[test]
fn a_card_is_carried_over_lanes_and_asked_only_where_it_is_put_down() {
    let site = Site::new();
    let cast = site.cast();
    let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
    let started = Change::State("in_progress".into());
    site.change(&cast.anna, ticket, vec![started]);
    let agent = site.person(&cast.anna, Way::of(Hand::Keyboard, "en", Theme::Light));
    agent.opens("/tickets?q=requester:rita@spoc.example&as=board");
    let focus = format!("document.querySelector('#c{ticket} a').focus() ?? true");
    let over_two = ["Control+ArrowRight", "Control+ArrowRight"];
    agent.sees_in("[data-lane=in_progress]", "VPN drops");
    agent.page.until("the card has the keyboard", &focus);
    agent.page.presses_in_a_row(&over_two);
    agent.sees_in("dialog[open]", "resolution-code");
    agent.presses("Escape");
    agent.sees_in("[data-lane=in_progress]", "VPN drops");
    let back = ["Control+ArrowRight", "Control+ArrowLeft"];
    agent.page.presses_in_a_row(&back);
    agent.sees_in("[data-lane=in_progress]", "VPN drops");
    let asked = agent
        .page
        .evaluate("Boolean(document.querySelector('dialog[open]'))");
    assert_eq!(asked, false, "where it began it is not moved");
    agent.is_content();
}

#[test]
fn a_list_is_put_into_groups() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        site.incident(&cast.rob, "No signal", "in the lift");
        site.change(&cast.anna, ticket, vec![Change::Team(Some(cast.network))]);
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open");
        agent.unfolds("groups");
        agent.activates_in(".drop", "team");
        agent.sees_in("#list .group", "board-no-team");
        agent.sees_in("#list tbody:last-child .group", "Network");
        agent.is_content();
    });
}

#[test]
fn the_tickets_of_a_list_are_gone_through_one_after_the_other() {
    in_every_way(|site, way| {
        let cast = site.cast();
        site.incident(&cast.rita, "VPN drops", "every ten minutes");
        site.incident(&cast.rob, "No signal", "in the lift");
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open&sort=newest");
        agent.activates_in("#list", "No signal");
        let of = agent.say("walk-of");
        agent.sees_in("#walk", &format!("1 {of} 2"));
        match way.hand {
            Hand::Mouse => agent.activates_in("#walk", "walk-after"),
            Hand::Keyboard => agent.presses("j"),
        }
        agent.sees_in("#head", "VPN drops");
        agent.sees_in("#walk", &format!("2 {of} 2"));
        match way.hand {
            Hand::Mouse => agent.activates_in("#walk", "walk-before"),
            Hand::Keyboard => agent.presses("k"),
        }
        agent.sees_in("#head", "No signal");
        agent.is_content();
    });
}

#[test]
fn from_the_last_ticket_of_a_page_one_goes_on_to_the_next_page_of_the_list() {
    let site = Site::new();
    let cast = site.cast();
    for at in (1..=52).rev() {
        site.incident(&cast.rita, &format!("Matter {at:02}"), "again");
    }
    let agent = site.person(&cast.anna, Way::of(Hand::Keyboard, "en", Theme::Light));
    agent.opens("/tickets?q=state:open&sort=newest");
    agent.activates_in("#list", "Matter 50");
    let of = agent.say("walk-of");
    agent.sees_in("#walk", &format!("50 {of} 52"));
    for at in [51, 52] {
        agent.presses("j");
        agent.sees_in("#head", &format!("Matter {at}"));
        agent.sees_in("#walk", &format!("{at} {of} 52"));
    }
    agent.presses("k");
    agent.sees_in("#head", "Matter 51");
    agent.is_content();
}

#[test]
fn from_the_first_ticket_of_a_page_one_goes_back_to_the_page_before_it() {
    let site = Site::new();
    let cast = site.cast();
    for at in (1..=52).rev() {
        site.incident(&cast.rita, &format!("Matter {at:02}"), "again");
    }
    let agent = site.person(&cast.anna, Way::of(Hand::Keyboard, "en", Theme::Light));
    agent.opens("/tickets?q=state:open&sort=newest");
    agent.activates_in(".pager", "pager-next");
    agent.activates_in("#list", "Matter 51");
    let of = agent.say("walk-of");
    agent.sees_in("#walk", &format!("51 {of} 52"));
    let leads = "document.querySelector('#walk a[data-key=k]').hasAttribute('href')";
    agent.page.until("the page before is read", leads);
    for at in [50, 49] {
        agent.presses("k");
        agent.sees_in("#head", &format!("Matter {at}"));
        agent.sees_in("#walk", &format!("{at} {of} 52"));
    }
    for at in [50, 51, 52] {
        agent.presses("j");
        agent.sees_in("#head", &format!("Matter {at}"));
    }
    agent.is_content();
}

#[test]
fn a_key_of_the_bar_marks_the_row_one_is_at() {
    in_every_way(|site, way| {
        let cast = site.cast();
        site.incident(&cast.rob, "No signal", "in the lift");
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open");
        agent.sees("No signal");
        agent.presses("j");
        agent.presses("t");
        agent.page.types("storm");
        agent.presses("Control+k");
        let many = agent.say("palette-many").replace("%count", "1");
        let assignee = many.replace("%what", agent.say("assignee"));
        agent.page.types(&assignee);
        agent.sees_in("#palette-list", &assignee);
        agent.presses("Escape");
        agent.activates("apply");
        agent.sees("undo");
        agent.sees_in("#list .tag", "storm");
        agent.is_content();
    });
}
