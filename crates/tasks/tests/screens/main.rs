//! The template of this part renders with made-up data, in every language.

use tasks::screens::{TemplateForm, TemplatesPage};
use web::askama::Template;
use web::{Frame, Texts};

#[test]
fn every_page_renders_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        let form = |id, wrong: &str| TemplateForm {
            id,
            version: 3,
            name: "New <colleague>".into(),
            lines: "Order the laptop | Workplace | 3".into(),
            wrong: wrong.into(),
        };
        let page = TemplatesPage {
            frame: Frame::plain(texts, texts.t("task-templates")),
            forms: vec![form(Some(1), "Line 2"), form(None, "")],
        };
        let html = page.render().expect("the page renders");
        assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
        assert!(
            !html.contains(" style=") && !html.contains("<colleague>"),
            "{html}"
        );
    }
}
