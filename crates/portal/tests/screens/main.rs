//! Every template of the portal renders with made-up data, in every language.

mod samples;

use web::Texts;
use web::askama::Template;

fn check(page: &impl Template) {
    let html = page.render().expect("the page renders");
    assert!(
        html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"),
        "{html}"
    );
    assert!(
        !html.contains(" style=") && !html.contains("<script>"),
        "inline style or script"
    );
}

#[test]
fn every_page_renders_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        check(&samples::home(texts));
        check(&samples::my_tickets(texts));
        check(&samples::my_ticket(texts));
        check(&samples::ask(texts));
        check(&samples::offline(texts));
    }
}

#[test]
fn what_people_write_is_escaped() {
    let mut page = samples::my_ticket(Texts::english());
    page.subject = "<script>alert(1)</script>";
    let html = page.render().expect("the page renders");
    assert!(!html.contains("<script>alert"), "{html}");
    let mut answers = samples::answers(Texts::english());
    answers.query = "<b>";
    let html = answers.render().expect("the part renders");
    assert!(!html.contains("<b>\u{201d}"), "{html}");
}
