//! The templates of this practice render with made-up data, in every language.

use asset::screens::{AssetPage, AssetRow, AssetsPage};
use web::askama::Template;
use web::parts::{Choice, Empty, Input, Pager};
use web::{Frame, Texts};

fn check(html: &str) {
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
    assert!(
        !html.contains(" style=") && !html.contains("<T14>"),
        "{html}"
    );
}

#[test]
fn the_list_renders_with_and_without_assets_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        let row = |retired: bool| AssetRow {
            href: "/asset/4".into(),
            icon: "laptop",
            name: "ThinkPad <T14>".into(),
            kind: texts.t("asset-laptop"),
            serial: "PF-3X1".into(),
            holder: (!retired).then(|| ("Anna Keller".into(), "/people/7/tickets".into())),
            retired,
        };
        for assets in [vec![row(false), row(true)], Vec::new()] {
            let page = AssetsPage {
                frame: Frame::plain(texts, "Assets"),
                query: "<T14>",
                retired: true,
                assets,
                pager: Pager {
                    summary: String::new(),
                    first: None,
                    next: Some("/asset?after=4".into()),
                },
                empty: Empty {
                    icon: "laptop",
                    title: texts.t("assets-empty-title"),
                    text: texts.t("assets-empty-text"),
                    action: Some((texts.t("asset-new"), "/asset/new")),
                },
            };
            check(&page.render().expect("the page renders"));
        }
    }
}

#[test]
fn an_asset_renders_new_used_and_retired_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        for (version, retired) in [(0, false), (3, false), (4, true)] {
            let page = AssetPage {
                frame: Frame::plain(texts, "ThinkPad"),
                action: "/asset/4".into(),
                version,
                error: retired.then(|| texts.t("asset-serial-taken").into()),
                name: Input::new("ThinkPad <T14>"),
                kinds: vec![Choice::new("laptop", texts.t("asset-laptop"), true)],
                serial: Input::new("PF-3X1"),
                holder: Input::new("anna@spoc.example"),
                holder_href: Some("/people/7/tickets".into()),
                note: Input::new("Dock <T14>"),
                retired,
            };
            check(&page.render().expect("the page renders"));
        }
    }
}
