//! The templates of webhooks render with made-up data, in every language.

use web::askama::Template;
use web::parts::{Chip, Empty, Input};
use web::{Calendar, Frame, Texts};
use webhook::screens::{DeliveryRow, Known, WebhookPage, WebhookRow, WebhooksPage};

fn list(texts: Texts, is_empty: bool) -> String {
    let row = |active| WebhookRow {
        href: "/admin/webhooks/chat".into(),
        label: "Chat <room>".into(),
        url: "https://chat.example.com/in?a=<b>".into(),
        active,
        last: active.then(|| {
            let chip = Chip {
                class: "resolved",
                label: texts.t("webhook-taken"),
            };
            (chip, Calendar::new(texts, "UTC").when(0))
        }),
    };
    let page = WebhooksPage {
        frame: Frame::plain(texts, texts.t("admin-webhooks")),
        rows: if is_empty {
            Vec::new()
        } else {
            vec![row(true), row(false)]
        },
        empty: Empty {
            icon: "send",
            title: texts.t("admin-webhooks-empty"),
            text: texts.t("admin-webhooks-empty-text"),
            action: None,
        },
    };
    page.render().expect("the page renders")
}

fn one(texts: Texts, known: Option<Known<'_>>) -> String {
    let page = WebhookPage {
        frame: Frame::plain(texts, texts.t("admin-new")),
        href: "/admin/webhooks/chat".into(),
        seen: 3,
        wrong: "The rule “<b>” calls it".into(),
        label: Input::new("Chat <room>"),
        url: Input {
            value: "chat".into(),
            error: Some(texts.t("policy-fault-url").to_owned()),
        },
        active: true,
        inside: false,
        known,
    };
    page.render().expect("the page renders")
}

#[test]
fn every_page_renders_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        let when = || Calendar::new(texts, "UTC").when(0);
        let row = |can_be_retried: bool| DeliveryRow {
            id: 7,
            at: when(),
            event: texts.t("event-opened").into(),
            ticket: can_be_retried.then_some(1024),
            state: Chip {
                class: "new",
                label: texts.t("webhook-waiting"),
            },
            attempts: 2,
            reason: "refused by <nobody>".into(),
            again: can_be_retried.then(when),
            can_be_retried,
        };
        let known = |fresh: Option<&str>, deliveries| Known {
            action: "webhook = \"chat\"".into(),
            fresh: fresh.map(str::to_owned),
            signed_since: fresh.map(|_| when()),
            deliveries,
        };
        for html in [
            list(texts, true),
            list(texts, false),
            one(texts, None),
            one(texts, Some(known(None, Vec::new()))),
            one(
                texts,
                Some(known(Some("whsec_1"), vec![row(true), row(false)])),
            ),
        ] {
            assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
            let escaped = ["<room>", "<b>", "<nobody>"];
            assert!(!escaped.iter().any(|raw| html.contains(raw)), "{html}");
            assert!(!html.contains(" style="), "{html}");
        }
    }
}
