//! What works without script, and what is there without a network.

use crate::site::{Hand, Site, Way};
use std::time::Duration;
use testkit::browser::{Page, Theme};

const WAY: Way = Way::of(Hand::Mouse, "en", Theme::Light);

/// Waits until something is true of a page on which nothing can wait for itself.
#[track_caller]
fn soon(page: &Page, expression: &str) {
    for _ in 0..400 {
        if page
            .try_evaluate(expression)
            .is_ok_and(|value| value == true)
        {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("waited in vain for {expression}");
}

fn arrives(page: &Page, path: &str) {
    let there =
        format!("document.readyState === 'complete' && location.pathname.startsWith({path:?})");
    soon(page, &there);
}

fn goes(page: &Page, site: &Site, path: &str) {
    let address = format!("{}{path}", site.url);
    page.evaluate(&format!("location.assign({address:?}), true"));
    arrives(page, path.split('?').next().unwrap_or(path));
}

/// Fills in a form and presses its button.
fn sends(page: &Page, form: &str, fields: &[(&str, &str)]) {
    for (name, value) in fields {
        let field = format!("document.querySelector({form:?}).elements[{name:?}]");
        page.evaluate(&format!("{field}.value = {value:?}, true"));
    }
    let button = "button:not([type=button]):not([name])";
    page.evaluate(&format!(
        "document.querySelector({form:?}).querySelector({button:?}).click(), true"
    ));
}

#[test]
fn requesters_and_agents_do_their_work_without_script() {
    let site = Site::new();
    let cast = site.cast();
    let rita = site.person(&cast.rita, WAY);
    rita.page.runs_no_scripts();
    goes(&rita.page, &site, "/my/new");
    assert_eq!(rita.page.evaluate("typeof htmx"), "undefined");
    let asked = [
        ("subject", "The lift is stuck"),
        ("description", "Since noon."),
    ];
    sends(&rita.page, "form[action='/my/new']", &asked);
    arrives(&rita.page, "/my/tickets/1");
    let said = "document.querySelector('h1').textContent.includes('The lift is stuck')";
    soon(&rita.page, said);

    let anna = site.person(&cast.anna, WAY);
    anna.page.runs_no_scripts();
    goes(&anna.page, &site, "/tickets?q=state:open&sort=newest");
    anna.page
        .evaluate("document.querySelector('#t1 input').checked = true, true");
    sends(&anna.page, "#bulk", &[("tag_add", "lift")]);
    soon(&anna.page, "Boolean(document.querySelector('.toast'))");
    goes(&anna.page, &site, "/tickets/1");
    soon(
        &anna.page,
        "document.querySelector('.props, #props').textContent.includes('lift')",
    );
    let reply = "form[action='/tickets/1/replies']";
    sends(
        &anna.page,
        reply,
        &[("body", "The mechanic is on the way.")],
    );
    let answered = "document.querySelector('#timeline').textContent.includes('mechanic')";
    soon(&anna.page, answered);
    // What was sent is held for some seconds, in which it can be taken back.
    let read = "document.readyState === 'complete' && (document.body.textContent.includes('mechanic') || (location.reload(), false))";
    goes(&rita.page, &site, "/my/tickets/1");
    soon(&rita.page, read);
}

#[test]
fn the_portal_says_so_when_there_is_no_network_and_keeps_what_was_written() {
    let site = Site::new();
    let rita = site.person(&site.cast().rita, WAY);
    rita.opens("/my/new");
    let ready = "navigator.serviceWorker.ready.then(() => true)";
    assert_eq!(rita.page.evaluate(ready), true);
    // The worker looks after the pages that are opened once it is there.
    rita.opens("/my/new");
    let controlled = "navigator.serviceWorker.controller !== null";
    rita.page.until("the worker is at work", controlled);
    rita.writes("ask-subject", "The lift is stuck");
    rita.page.is_offline(true);
    rita.page
        .evaluate(&format!("location.assign('{}/my/tickets'), true", site.url));
    rita.page.until(
        "the page says that there is no network",
        &format!(
            "document.body.textContent.includes({:?})",
            rita.say("offline-title")
        ),
    );
    rita.page.is_offline(false);
    rita.opens("/my/new");
    let kept = "document.getElementById('subject').value === 'The lift is stuck'";
    rita.page.until("what was written is there", kept);
}
