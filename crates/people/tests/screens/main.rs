//! The template of this part renders with made-up data, in every language.

use people::screens::{Entry, MergePage, Stands};
use web::askama::Template;
use web::parts::Face;
use web::{Calendar, Frame, Texts};

fn entry(id: &str) -> Entry {
    Entry {
        id: id.into(),
        face: Face::new("Anna <Keller>"),
        facts: vec!["anna@spoc.example".into()],
    }
}

#[test]
fn every_page_renders_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        let at = || Calendar::new(texts, "UTC").when(1_790_000_000_000_000);
        for stands in [
            Stands::Asked,
            Stands::Preview(entry("8")),
            Stands::Done(entry("8"), at()),
        ] {
            let page = MergePage {
                frame: Frame::plain(texts, "Merge"),
                from: entry("7"),
                into: "anna@".into(),
                wrong: texts.t("person-merge-unknown").into(),
                stands,
            };
            let html = page.render().expect("the page renders");
            assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
            assert!(
                !html.contains(" style=") && !html.contains("<Keller>"),
                "{html}"
            );
        }
    }
}
