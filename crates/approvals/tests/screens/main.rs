//! The pages of approvals render with made-up data, in every language.

use approvals::screens::{
    AnsweredRow, ApprovalsPage, AskedPart, CasePage, LinkPage, SaidRow, WaitingRow,
};
use web::askama::Template;
use web::parts::{Empty, Face};
use web::{Calendar, Frame, Texts};
use work::screens::approvals::{ApprovalRow, ApprovalStepRow, AskedRow};

fn approval(calendar: &Calendar) -> ApprovalRow {
    ApprovalRow {
        id: 1,
        label: "A new <laptop>".into(),
        text: "Is there <money> for it?".into(),
        class: "pending",
        icon: "clock",
        state: "Waiting".into(),
        reason: String::new(),
        asked_by: "Anna Keller".into(),
        asked_at: calendar.when(1_764_000_000_000_000),
        expires: None,
        steps: vec![ApprovalStepRow {
            class: "waiting",
            title: "Step 1".into(),
            rule: "All have to approve".into(),
            note: String::new(),
            people: vec![AskedRow {
                class: "waiting",
                icon: "clock",
                face: Face::new("Rob Hale"),
                why: String::new(),
                said: "not yet".into(),
                comment: "<why>".into(),
                at: None,
            }],
        }],
        mine: true,
        for_another: String::new(),
        pending: true,
    }
}

fn is_whole(html: &str) {
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
    for wrong in [" style=", "<laptop>", "<money>", "<why>"] {
        assert!(!html.contains(wrong), "{wrong}: {html}");
    }
}

#[test]
fn every_page_renders_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        let calendar = Calendar::new(texts, "UTC");
        let at = || calendar.when(1_764_000_000_000_000);
        let list = ApprovalsPage {
            frame: Frame::plain(texts, texts.t("nav-approvals")),
            waiting: vec![WaitingRow {
                href: "/approvals/7/1".into(),
                key: "7-1".into(),
                number: 7,
                subject: "A <laptop>".into(),
                requester: "Rita".into(),
                excerpt: "<why>".into(),
                approval: approval(&calendar),
                since: at(),
            }],
            answered: vec![AnsweredRow {
                href: "/approvals/6/1".into(),
                number: 6,
                subject: "A <laptop>".into(),
                class: "approved".into(),
                said: "approved".into(),
                at: at(),
            }],
            empty: Empty {
                icon: "shield-check",
                title: texts.t("approvals-mine-none-title"),
                text: texts.t("approvals-mine-none-text"),
                action: None,
            },
        };
        is_whole(&list.render().expect("the list renders"));
        let case = CasePage {
            frame: Frame::plain(texts, "A laptop"),
            href: "/approvals/7/1".into(),
            number: 7,
            subject: "A <laptop>".into(),
            requester: "Rita".into(),
            ticket_href: Some("/tickets/7".into()),
            approval: approval(&calendar),
            said: vec![SaidRow {
                author: "Rita".into(),
                at: at(),
                html: "<p>please</p>".into(),
                files: vec!["<why>.pdf".into()],
            }],
            wrong: "say why".into(),
            comment: "<why>".into(),
        };
        is_whole(&case.render().expect("the page renders"));
        let asked = || AskedPart {
            number: 7,
            subject: "A <laptop>".into(),
            requester: "Rita <why>".into(),
            label: "A new <laptop>".into(),
            text: "Is there <money> for it?".into(),
            description: "<p>please</p>".into(),
        };
        for asked in [Some(asked()), None] {
            let page = LinkPage {
                frame: Frame::plain(texts, texts.t("approval")),
                href: "/approve/0a1b".into(),
                asked,
                wrong: "say why".into(),
                comment: "<why>".into(),
            };
            is_whole(&page.render().expect("the page renders"));
        }
    }
}
