//! Every template of the directory renders with made-up data, in every language.

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
        check(&samples::sign_in(texts));
        check(&samples::set_up_code(texts));
        check(&samples::set_up(texts));
        check(&samples::forgot(texts, true));
        check(&samples::forgot(texts, false));
        check(&samples::reset(texts, true));
        check(&samples::reset(texts, false));
        check(&samples::account(texts));
        check(&samples::people(texts, true));
        check(&samples::people(texts, false));
        check(&samples::person(texts));
        check(&samples::teams(texts));
        check(&samples::team(texts));
    }
}
