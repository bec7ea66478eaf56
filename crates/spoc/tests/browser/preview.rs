//! A ticket beside the list: read, written in, and gone on from.

use crate::site::{Hand, Site, Way, in_every_way};
use kernel::ticket::Change;
use testkit::browser::Theme;

#[test]
fn a_ticket_is_read_beside_the_list() {
    in_every_way(|site, way| {
        let cast = site.cast();
        site.incident(&cast.rita, "VPN drops", "every ten minutes");
        site.incident(&cast.rob, "No signal", "in the lift");
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open&sort=newest");
        agent.sees("VPN drops");
        match way.hand {
            Hand::Mouse => agent.activates("preview-toggle"),
            Hand::Keyboard => agent.presses("v"),
        }
        agent.sees_in("#peek", "in the lift");
        match way.hand {
            Hand::Mouse => agent.activates_in("#list", "VPN drops"),
            Hand::Keyboard => agent.presses("j"),
        }
        agent.sees_in("#peek", "every ten minutes");
        agent.is_content();
    });
}

#[test]
fn whoever_is_quicker_than_the_preview_is_not_in_its_way() {
    let site = Site::new();
    let cast = site.cast();
    for at in 1..=3 {
        site.incident(&cast.rita, &format!("Matter {at}"), "again and again");
    }
    let agent = site.person(&cast.anna, Way::of(Hand::Keyboard, "en", Theme::Light));
    agent.opens("/tickets?q=state:open&sort=newest");
    agent.sees("Matter 1");
    agent.presses("v");
    agent.sees_in("#peek", "again and again");
    let quick = ["j", "j", "k", "x", "x", "Escape", "j", "Enter"];
    agent.page.presses_in_a_row(&quick);
    agent.sees_in(".talk", "again and again");
    agent.opens("/tickets?q=state:open&sort=newest");
    agent.sees_in("#peek", "again and again");
    agent.page.presses_in_a_row(&["j", "g", "m"]);
    agent.sees("portal-start");
    agent.page.presses("Escape");
    agent.sees("portal-start");
    agent.is_content();
}

#[test]
fn what_is_done_in_the_preview_stays_beside_the_list() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = site.incident(&cast.rob, "No signal", "in the lift");
        site.change(&cast.anna, ticket, vec![Change::Team(Some(cast.network))]);
        let agent = site.person(&cast.anna, way);
        let here = || {
            agent
                .page
                .until("it is the list", "location.pathname === '/tickets'");
            agent.sees_in("#list", "No signal");
        };
        agent.opens("/tickets?q=state:open");
        agent.sees("No signal");
        agent.presses("v");
        agent.sees_in("#peek", "in the lift");
        match way.hand {
            Hand::Mouse => agent.activates_in("#peek", "take"),
            Hand::Keyboard => agent.presses("i"),
        }
        agent.sees_in(".toast", "undo");
        here();
        agent.presses("n");
        agent.page.types("It is the antenna.");
        agent.presses("Control+Enter");
        agent.sees_in(".toast", "done-note");
        agent.sees_in("#peek .line", "It is the antenna.");
        let empty = "document.querySelector('#peek form[data-compose=note] textarea').value === ''";
        agent
            .page
            .until("what was sent does not stand there again", empty);
        here();
        agent.is_content();
    });
}

#[test]
fn what_is_written_in_the_preview_stays_where_its_ticket_leaves_the_list_and_where_one_goes_on() {
    let site = Site::new();
    let cast = site.cast();
    site.incident(&cast.rita, "VPN drops", "every ten minutes");
    let ticket = site.incident(&cast.rob, "No signal", "in the lift");
    let agent = site.person(&cast.anna, Way::of(Hand::Keyboard, "en", Theme::Light));
    agent.opens("/tickets?q=state:open+-tag:lift&sort=newest");
    agent.hears();
    agent.presses("v");
    agent.sees_in("#peek", "in the lift");
    agent.presses("n");
    agent.page.types("It is");
    site.change(&cast.ben, ticket, vec![Change::Tag("lift".into())]);
    let gone = "eyes.quiet() && !document.getElementById('list').innerText.includes('No signal')";
    agent.page.until("it has left the list", gone);
    // Longer than the preview takes to follow the list.
    std::thread::sleep(std::time::Duration::from_millis(500));
    agent.page.types(" the antenna.");
    agent.page.presses_in_a_row(&["Escape", "j"]);
    agent.sees_in("#peek", "every ten minutes");
    agent.opens(&format!("/tickets/{ticket}"));
    let written = "eyes.quiet() && document.querySelector('form[data-compose=note] textarea').value === 'It is the antenna.'";
    agent.page.until("all of it is there", written);
    agent.is_content();
}
