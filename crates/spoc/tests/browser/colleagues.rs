//! Who else is on a ticket, as a colleague there sees it.

use crate::site::{Hand, Site, Way};
use std::time::{Duration, Instant};
use testkit::browser::Theme;

/// Where the conversation begins on the page.
const PLACE: &str = "document.getElementById('timeline').getBoundingClientRect().top";
const NOBODY: &str = "document.getElementById('presence').textContent.trim() === ''";

#[test]
fn a_colleague_who_comes_and_goes_is_told_within_seconds_and_moves_nothing() {
    let way = Way::of(Hand::Mouse, "en", Theme::Light);
    let site = Site::new();
    let cast = site.cast();
    let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
    let (anna, ben) = (site.person(&cast.anna, way), site.person(&cast.ben, way));
    let page = format!("/tickets/{ticket}");
    anna.opens(&page);
    anna.sees("every ten minutes");
    anna.hears();
    let before = anna.page.evaluate(PLACE);
    ben.opens(&page);
    anna.sees_in("#presence", "Ben");
    assert_eq!(anna.page.evaluate(PLACE), before, "nothing moves");
    let left = Instant::now();
    // Only the content of the page is replaced: the browser leaves no page.
    ben.activates_in(".rail", "nav-tickets");
    anna.page.until("Ben has gone", NOBODY);
    assert!(left.elapsed() < Duration::from_secs(8), "{left:?}");
    assert_eq!(anna.page.evaluate(PLACE), before, "nothing moves");
    ben.opens(&page);
    anna.sees_in("#presence", "Ben");
    ben.opens("/tickets");
    anna.page.until("Ben has gone", NOBODY);
    anna.is_content();
    ben.is_content();
}
