//! How agents learn of what is new: the home page, the bell, and what they choose to hear of.

use crate::site::{Site, in_every_way};
use kernel::TicketId;
use kernel::ticket::Change;
use serde_json::json;

/// A ticket of Anna's.
fn given(site: &Site) -> TicketId {
    let cast = site.cast();
    let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
    let team = Change::Team(Some(cast.network));
    let mine = Change::Assignee(cast.anna.person);
    site.change(&cast.ben, ticket, vec![team, mine]);
    ticket
}

#[test]
fn the_home_page_leads_to_what_waits_for_an_answer() {
    in_every_way(|site, way| {
        given(site);
        let agent = site.person(&site.cast().anna, way);
        agent.opens("/");
        agent.sees("home-answers");
        agent.activates_in("main", "VPN drops");
        agent.sees("every ten minutes");
        agent.is_content();
    });
}

#[test]
fn the_bell_rings_while_a_page_is_open_and_leads_to_what_happened() {
    in_every_way(|site, way| {
        let ticket = given(site);
        let agent = site.person(&site.cast().anna, way);
        agent.opens("/tickets");
        agent.hears();
        site.reply(&site.cast().rita, ticket, "It is back.");
        let rings = "document.querySelector('.bell .dot-count')?.textContent === '2'";
        agent.page.until("the bell rings", rings);
        agent.activates("nav-notifications");
        agent.sees("VPN drops");
        agent.activates_in(".told", "Rita");
        agent.sees("It is back.");
        let told = "eyes.quiet() && !document.querySelector('.bell .dot-count')";
        agent.page.until("all of the ticket is read", told);
        agent.is_content();
    });
}

#[test]
fn a_list_shows_the_last_of_what_happened_in_a_row() {
    in_every_way(|site, way| {
        let agent = site.person(&site.cast().anna, way);
        agent.opens("/tickets?q=state:open");
        agent.hears();
        for subject in ["Printer smokes", "Printer burns", "Printer gone"] {
            site.incident(&site.cast().rita, subject, "in room 12");
            agent.sees(subject);
        }
        agent.is_content();
    });
}

#[test]
fn what_somebody_wants_to_hear_of_is_kept() {
    in_every_way(|site, way| {
        let agent = site.person(&site.cast().anna, way);
        agent.opens("/notifications/settings");
        let choice = |way: &str| format!("{}: {}", agent.say("notification-moved"), agent.say(way));
        agent.marks(&choice("notifications-push"));
        agent.activates("save");
        agent.sees("notifications-saved");
        let kept = |way: &str| {
            let box_of = format!("eyes.find('choice', '{}')?.checked", choice(way));
            agent.page.until("it is marked", &box_of);
        };
        kept("notifications-push");
        // What the browser tells stands in the page as well.
        kept("notifications-page");
        agent.is_content();
    });
}

#[test]
fn the_browser_tells_of_what_is_pushed_while_no_page_asks() {
    in_every_way(|site, way| {
        let ticket = given(site);
        let agent = site.person(&site.cast().anna, way);
        agent.page.lets_tell(&site.url);
        agent.opens("/notifications/settings");
        let worker = "(await navigator.serviceWorker.ready)";
        // Chromium drops what comes before the worker is ready.
        let ready = "navigator.serviceWorker.register('/service-worker.js')
            .then(() => navigator.serviceWorker.ready).then(() => true)";
        agent.page.evaluate(ready);
        // As `notification::push` writes it.
        let message = json!({
            "title": format!("#{ticket} VPN drops"), "body": "Rita: It is back.",
            "url": format!("/tickets/{ticket}"), "tag": format!("ticket-{ticket}"), "lang": way.language,
        });
        agent.page.is_pushed(&site.url, &message);
        let told = agent.page.evaluate(&format!(
            "new Promise((done) => (async function look() {{
              const told = await {worker}.getNotifications();
              if (told.length === 0) return setTimeout(look, 20);
              done(told.map((one) => [one.title, one.body, one.lang, one.tag, one.data.url]));
            }})())"
        ));
        let wanted = ["title", "body", "lang", "tag", "url"].map(|name| message[name].clone());
        assert_eq!(told, json!([wanted]));
        agent.is_content();
    });
}
