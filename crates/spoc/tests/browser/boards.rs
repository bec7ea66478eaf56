//! Boards on which several people work at the same time.

use crate::site::{Hand, Site, Way};
use kernel::Actor;
use kernel::ticket::Change;
use testkit::browser::Theme;

/// The page does not hear of what others do.
const DEAF: &str = "document.querySelector('[data-stream]').removeAttribute('data-stream'), \
                    document.dispatchEvent(new Event('visibilitychange')), true";

const fn by(hand: Hand) -> Way {
    Way::of(hand, "en", Theme::Light)
}

#[test]
fn a_card_stays_in_the_hand_that_carries_it_while_colleagues_work() {
    let site = Site::new();
    let cast = site.cast();
    let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
    site.change(&cast.anna, ticket, vec![Change::Assignee(cast.anna.person)]);
    let agent = site.person(&cast.anna, by(Hand::Keyboard));
    agent.opens("/tickets?q=state:open&as=board");
    agent.hears();
    agent.sees_in("[data-lane=assigned]", "VPN drops");
    let focus = format!("document.querySelector('#c{ticket} a').focus() ?? true");
    agent.page.until("the card has the keyboard", &focus);
    let watched =
        "document.addEventListener('htmx:beforeRequest', () => (window.asked = true)), true";
    agent.page.evaluate(watched);
    let over = "Control+ArrowRight";
    agent.page.presses_and_holds(over);
    site.incident(&cast.rob, "No signal", "in the lift");
    let asked = "window.asked === true && eyes.quiet()";
    agent.page.until("the page has heard of it", asked);
    let carried = "document.querySelector('[data-lane=in_progress] .card-t.held') !== null";
    assert_eq!(agent.page.evaluate(carried), true);
    agent.page.lets_go(over);
    agent.sees("undo");
    agent.sees_in("[data-lane=in_progress]", "VPN drops");
    agent.sees_in("[data-lane=new]", "No signal");
    agent.is_content();
}

#[test]
fn of_two_who_move_the_same_card_the_second_is_told() {
    let site = Site::new();
    let cast = site.cast();
    let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
    let lane = |of: &Actor| format!("[data-lane='{}']", of.person.expect("a person"));
    let (nobody, card) = ("[data-lane=nobody]", format!("#c{ticket}"));
    let (anna, ben) = (
        site.person(&cast.anna, by(Hand::Mouse)),
        site.person(&cast.ben, by(Hand::Mouse)),
    );
    for agent in [&anna, &ben] {
        agent.opens("/tickets?q=state:open&as=board&by=assignee");
        agent.hears();
        agent.sees_in(nobody, "VPN drops");
        agent.page.evaluate(DEAF);
    }
    // One's own moves are no conflict, though the page has not heard of them.
    for to in [lane(&cast.anna), nobody.to_owned()] {
        anna.drags(&card, &to);
        anna.sees_in(".toast", "undo");
        anna.sees_in(&to, "VPN drops");
        anna.page
            .evaluate("document.querySelector('.toast').remove()");
    }
    ben.drags(&card, &lane(&cast.ben));
    ben.sees_in(".toast.bad", "Anna");
    ben.sees_in(nobody, "VPN drops");
    anna.is_content();
    ben.is_content_but_for_conflicts();
}
