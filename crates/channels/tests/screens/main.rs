//! The templates of mail render with made-up data, in every language.

use channels::mail::screens::{
    AccountPage, ChoicePage, DomainRow, Fetched, Filter, GrantPage, KeyRow, LeftPage, MailPage,
    MailRow, MailboxForm, MessagePage, OfTicketPage, OutcomeChip, QueuePage, QueueRow, SigningPage,
    WentRow, WrittenPart,
};
use web::askama::Template;
use web::parts::{Choice, Empty, Input};
use web::{Calendar, Frame, Texts};

fn form(id: Option<i64>, error: Option<String>) -> MailboxForm {
    MailboxForm {
        id,
        name: Input {
            value: "Desk <one>".into(),
            error: error.clone(),
        },
        address: Input {
            value: "desk@example.com".into(),
            error,
        },
        teams: vec![Choice::new("", "No team", true)],
        services: vec![Choice::new("1", "Pay <roll>", true)],
        active: true,
        trusted_servers: Input {
            value: "mx.example.com <one>".into(),
            error: None,
        },
        plus_addresses: true,
        fetched: id.map(|_| Fetched {
            icon: "circle-check",
            text: "Fetched from imap.example.com <one>".into(),
        }),
    }
}

fn account(frame: Frame, calendar: &Calendar, failing: bool) -> AccountPage {
    let input = |value: &str| Input {
        value: value.into(),
        error: failing.then(|| "Not <one> like this".into()),
    };
    AccountPage {
        frame,
        address: "desk@example.com".into(),
        at: "/admin/mail/mailboxes/1/account".into(),
        is_kept: failing,
        succeeded: (!failing).then(|| calendar.when(0)),
        failing: failing.then(|| (calendar.when(0), "the server closed <one>".into())),
        does_not_work: failing,
        securities: vec![Choice::new("tls", "TLS", true)],
        host: input("imap.example.com"),
        port: input("993"),
        user: input("desk"),
        sign_ins: vec![Choice::new("grant", "OAuth 2.0", true)],
        sign_in_wrong: if failing {
            "Not <one> like this".into()
        } else {
            String::new()
        },
        grant: "Connect",
        password: input(""),
        entered: if failing {
            "5ea1".into()
        } else {
            String::new()
        },
        folder: input("INBOX"),
        move_to: input(""),
        silence_hours: input("24"),
        takes_old: failing,
    }
}

fn grant(frame: Frame, calendar: &Calendar, failing: bool) -> GrantPage {
    let input = |value: &str| Input {
        value: value.into(),
        error: failing.then(|| "Not <one> like this".into()),
    };
    GrantPage {
        frame,
        address: "desk@example.com".into(),
        at: "/admin/mail/mailboxes/1/grant".into(),
        go_on: (!failing).then(|| {
            (
                "https://login.example.com/?a=<one>".into(),
                "login.example.com".into(),
            )
        }),
        is_kept: failing,
        has_secret: failing,
        granted: failing.then(|| calendar.when(0)),
        failing: failing.then(|| (calendar.when(0), "the provider refuses <one>".into())),
        ready: vec![Filter {
            href: "/admin/mail/mailboxes/1/grant?with=google".into(),
            label: "Google",
            chosen: !failing,
        }],
        back: "https://desk.example.com/admin/mail/connected".into(),
        client_id: input("desk <one>"),
        secret: input(""),
        authorisation_url: input("https://login.example.com/"),
        token_url: input("https://login.example.com/token"),
        scope: input("mail"),
        inside: failing,
        send_host: input("smtp.example.com"),
        send_port: input("587"),
        send_securities: vec![Choice::new("tls", "TLS", true)],
        send_user: input("desk@example.com"),
    }
}

fn check(html: &str) {
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
    assert!(
        !html.contains(" style=") && !html.contains("<one>") && !html.contains("mail-why-"),
        "{html}"
    );
}

#[test]
fn every_page_renders_in_every_language() {
    for (code, _) in Texts::languages() {
        let texts = Texts::find(code).expect("listed");
        let calendar = Calendar::new(texts, "UTC");
        let chip = || OutcomeChip {
            label: texts.t("mail-created"),
            class: "resolved",
        };
        let row = |href: Option<String>| MailRow {
            href,
            subject: "VPN <one>".into(),
            from: "rita@example.com".into(),
            outcome: chip(),
            why: texts.t1("mail-why-answers", "of", "42"),
            ticket: Some("42".into()),
            at: calendar.when(0),
        };
        let empty = || Empty {
            icon: "mail",
            title: "None",
            text: "Nothing",
            action: None,
        };
        let filter = |chosen| Filter {
            href: "/admin/mail".into(),
            label: texts.t("mail-all"),
            chosen,
        };
        let mut page = MailPage {
            frame: Frame::plain(texts, texts.t("admin-mail")),
            waiting: texts.t1("mail-waiting", "count", 3_i64),
            mailboxes: vec![form(Some(1), Some("Wrong <one>".into())), form(None, None)],
            fewer_mailboxes: Some("/admin/mail?mailboxes=0".into()),
            more_mailboxes: Some("/admin/mail?mailboxes=50".into()),
            filters: vec![filter(true), filter(false)],
            messages: vec![row(Some("/mail/messages/1".into())), row(None)],
            older: Some("/admin/mail?before=1".into()),
            empty: empty(),
        };
        check(&page.render().expect("the page renders"));
        page.messages.clear();
        check(&page.render().expect("the page renders"));
        let left = LeftPage {
            frame: Frame::plain(texts, texts.t("mail-left")),
            filters: vec![filter(true), filter(false)],
            messages: vec![row(Some("/mail/messages/1".into()))],
            older: Some("/mail?before=1".into()),
            empty: empty(),
        };
        check(&left.render().expect("the page renders"));
        let mut of_ticket = OfTicketPage {
            frame: Frame::plain(texts, texts.t("mail-of-ticket")),
            number: "42".into(),
            came: vec![row(Some("/mail/messages/1".into()))],
            went: vec![WentRow {
                at: calendar.when(0),
                to: "Rita <rita@example.com>".into(),
                state: chip(),
                error: "Refused <one>".into(),
                raw: Some("/mail/sent/1/raw".into()),
            }],
        };
        check(&of_ticket.render().expect("the page renders"));
        of_ticket.came.clear();
        of_ticket.went.clear();
        check(&of_ticket.render().expect("the page renders"));
        for failing in [true, false] {
            let frame = Frame::plain(texts, texts.t("account"));
            let page = account(frame, &calendar, failing);
            check(&page.render().expect("the page renders"));
            let frame = Frame::plain(texts, texts.t("grant"));
            let page = grant(frame, &calendar, failing);
            check(&page.render().expect("the page renders"));
        }
        let queue = QueuePage {
            frame: Frame::plain(texts, texts.t("mail-queue")),
            is_set_up: false,
            rows: vec![QueueRow {
                id: 1,
                at: calendar.when(0),
                to: "Rita <one>".into(),
                ticket: Some("42".into()),
                state: chip(),
                error: "<one> is full".into(),
                can_be_retried: true,
            }],
            older: Some("/admin/mail/queue?before=1".into()),
            empty: empty(),
        };
        check(&queue.render().expect("the page renders"));
        let key = |active| KeyRow {
            id: 1,
            name: "spoc1._domainkey.example.com".into(),
            record: "v=DKIM1; k=rsa; p=<one>".into(),
            active,
            made: calendar.when(0),
        };
        let domain = |keys| DomainRow {
            domain: "example.com".into(),
            keys,
        };
        for domains in [vec![], vec![domain(vec![key(true), key(false)])]] {
            let page = SigningPage {
                frame: Frame::plain(texts, texts.t("signing")),
                domains,
            };
            check(&page.render().expect("the page renders"));
        }
        for off in [true, false] {
            let page = ChoicePage {
                frame: Frame::plain(texts, texts.t("mail-choice-title")),
                mail: texts.t("mail-choice-resolved"),
                at: "/mail/choices/7-resolved-00".into(),
                off,
            };
            check(&page.render().expect("the page renders"));
        }
        let page = MessagePage {
            frame: Frame::plain(texts, "VPN <one>"),
            back: "/mail".into(),
            id: 1,
            mailbox: "desk@example.com".into(),
            from: "rita@example.com".into(),
            at: calendar.when(0),
            outcome: chip(),
            reasons: vec!["Because <one>".into()],
            checks: vec![texts.t1("mail-checked-by", "server", "<one>")],
            ticket: Some("42".into()),
            text: "It drops.\n<one>".into(),
            written: Some(WrittenPart {
                src: "/mail/messages/1/page".into(),
                left: Some(texts.t1("mail-pictures-left", "count", 2)),
                ask: "/mail/messages/1?pictures=shown#written".into(),
            }),
            size: "3 KB".into(),
            is_withheld: false,
            can_be_released: true,
        };
        check(&page.render().expect("the page renders"));
        let withheld = MessagePage {
            is_withheld: true,
            ..page
        };
        let withheld = withheld.render().expect("the page renders");
        check(&withheld);
        assert!(!withheld.contains("/raw"), "{withheld}");
    }
}
