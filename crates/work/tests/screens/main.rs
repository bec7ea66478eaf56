//! Every template of tickets renders with made-up data, in every language, and stays small.

mod approvals;
mod arranging;
mod clocks;
mod composer;
mod jobs;
mod paper;
mod samples;
mod tasks;

use samples::Desk;
use web::Texts;
use web::askama::Template;

/// A list of 50 is sent often: its bytes are watched.
const LIST_BYTES: usize = 40 * 1024;

fn check(page: &impl Template) -> usize {
    let html = page.render().expect("the page renders");
    assert!(
        html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"),
        "{html}"
    );
    assert!(
        !html.contains(" style=") && !html.contains("<script>"),
        "inline style or script"
    );
    html.len()
}

#[test]
fn every_page_renders_in_every_language() {
    let desk = Desk::new();
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        check(&desk.list(texts, 12));
        check(&desk.list(texts, 0));
        check(&arranging::board(texts));
        check(&arranging::columns(texts));
        check(&arranging::views_page(texts));
        check(&samples::search(texts));
        check(&samples::ticket(texts));
        check(&paper::print(texts));
        check(&paper::merge(texts, true));
        check(&paper::merge(texts, false));
        check(&paper::split(texts));
        check(&samples::new_ticket(texts));
        check(&jobs::all(texts));
        check(&jobs::one(texts));
    }
}

#[test]
fn every_problem_of_a_query_has_a_text() {
    for name in kernel::condition::Reason::NAMES {
        let key = format!("wrong-{name}");
        assert_ne!(Texts::english().with(&key, []), key, "{key}");
    }
}

#[test]
fn a_list_of_fifty_stays_small() {
    let size = check(&Desk::new().list(Texts::english(), 50));
    assert!(size < LIST_BYTES, "{size} bytes");
}

#[test]
fn what_people_write_is_escaped() {
    let mut page = samples::ticket(Texts::english());
    page.subject = "<script>alert(1)</script>";
    let html = page.render().expect("the page renders");
    assert!(!html.contains("<script>alert"), "{html}");
}
