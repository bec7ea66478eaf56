//! Every template of the administration renders with made-up data, in every language.

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
        check(&samples::start(texts));
        check(&samples::table(texts, true));
        check(&samples::table(texts, false));
        check(&samples::form(texts));
        check(&samples::trial(texts));
    }
}
