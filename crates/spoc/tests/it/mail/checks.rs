//! Whether a message is its sender's: what the servers say that the mailbox believes, and nobody else.

use super::{Letter, Post};
use crate::pages::Site;
use channels::mail::actions::{MailboxEdit, Wrong, save_mailbox};
use channels::mail::model::{Checked, Mail};
use kernel::automation::{Action, Event, Rule};
use kernel::ticket::{MailChecks, MailResult};
use kernel::time::MINUTE;
use kernel::{Actor, Clock};
use testkit::backends;
use web::axum::http::StatusCode;

const FAILED: &str = "Received: by store.example\r\nAuthentication-Results: mx.example; spf=pass; dkim=none; dmarc=fail\r\n";
const PASSED: &str = "Authentication-Results: mx.example; spf=pass; dkim=pass; dmarc=pass\r\n";
const FORGED: &str =
    "Received: by mx.example\r\nAuthentication-Results: mx.example; dkim=pass; dmarc=pass\r\n";

impl Post {
    async fn believes(&self, servers: &[&str]) -> Result<(), Wrong> {
        let edit = MailboxEdit {
            name: "Desk".into(),
            address: "desk@spoc.example".into(),
            team: None,
            service: None,
            active: true,
            trusted_servers: servers.iter().map(|name| (*name).to_owned()).collect(),
            plus_addresses: true,
        };
        let (actor, now, id) = (self.t.cast.ada.clone(), self.t.clock.now(), self.mailbox);
        let saving = move |tx: &store::Tx<'_>| save_mailbox(tx, &actor, now, Some(id), &edit);
        let saved = self.t.store.write(saving).await.expect("it can be saved");
        saved.map(|_| ())
    }

    async fn comes(&self, more: &str) -> Mail {
        self.take(Letter {
            more,
            ..Letter::default()
        })
        .await
    }

    async fn listed(&self, condition: &str) -> usize {
        let listed = self.t.list(&self.t.cast.anna, condition).await;
        listed.expect("a condition").len()
    }
}

fn failed() -> MailChecks {
    MailChecks {
        spf: Some(MailResult::Pass),
        dkim: None,
        dmarc: Some(MailResult::Fail),
    }
}

#[tokio::test]
async fn what_a_believed_server_found_out_is_kept_and_can_be_asked_for() {
    for backend in backends() {
        let post = Post::new(backend).await;
        post.believes(&["mx.example"]).await.expect("a server");
        let mail = post.comes(&format!("{FAILED}{FORGED}")).await;
        let by = "mx.example".to_owned();
        let checks = failed();
        assert_eq!(mail.checked, Some(Checked { by, checks }));
        let number = mail.ticket.expect("a ticket");
        let (dmarc, spf) = ("mail.dmarc:fail", "mail.spf:pass mail.dkim:none");
        assert_eq!((post.listed(dmarc).await, post.listed(spf).await), (1, 1));
        assert_eq!(post.listed("mail.dmarc:pass").await, 0);

        // The last mail counts, and one of which nobody said anything takes that back.
        let number = format!("[#{number}]");
        for (more, condition) in [
            (PASSED, "mail.dmarc:pass"),
            ("", "mail.dmarc:none mail.spf:none"),
        ] {
            let letter = Letter {
                subject: &number,
                more,
                ..Letter::default()
            };
            post.take(letter).await;
            assert_eq!(post.listed(condition).await, 1, "{condition}");
        }
    }
}

#[tokio::test]
async fn a_rule_decides_by_it_when_a_ticket_comes_and_when_it_is_answered() {
    for backend in backends() {
        let post = Post::new(backend).await;
        post.believes(&["mx.example"]).await.expect("a server");
        let marking = |policy: &mut kernel::Policy| {
            policy.rules = vec![Rule {
                when: "mail.dmarc:fail".into(),
                then: vec![Action::Tag("forged".into())],
                ..Rule::new("forged", [Event::Opened, Event::RequesterReplied])
            }];
        };
        let decided = post
            .t
            .desk
            .change_policy(&Actor::spoc(), "rules", marking)
            .await;
        decided.expect("the policy is put in force");
        let good = post.comes(PASSED).await.ticket.expect("a ticket");
        let bad = post.comes(FAILED).await.ticket.expect("a ticket");
        let anna = &post.t.cast.anna;
        for (number, is_marked) in [(good, false), (bad, true)] {
            let ticket = post.t.ticket(anna, number).await.expect("it is there");
            assert_eq!(ticket.tags.contains("forged"), is_marked);
        }
        // An answer is decided by how it was checked itself.
        let (from, subject) = ("Rita <rita@spoc.example>", format!("[#{good}]"));
        let letter = Letter {
            from,
            subject: &subject,
            more: FAILED,
            ..Letter::default()
        };
        post.take(letter).await;
        let ticket = post.t.ticket(anna, good).await.expect("it is there");
        assert!(ticket.tags.contains("forged"));
    }
}

#[tokio::test]
async fn nobody_is_believed_who_was_not_named() {
    for backend in backends() {
        let post = Post::new(backend).await;
        assert_eq!(post.comes(PASSED).await.checked, None);
        post.believes(&["other.example"]).await.expect("a server");
        assert_eq!(post.comes(PASSED).await.checked, None);
        assert_eq!(post.listed("mail.dmarc:any").await, 0);
        for wrong in ["", "mx example", "mx.example;", "ümx.example"] {
            assert_eq!(
                post.believes(&[wrong]).await,
                Err(Wrong::Servers),
                "{wrong}"
            );
        }
    }
}

#[tokio::test]
async fn a_message_that_is_perhaps_not_its_senders_says_so_on_the_ticket_and_leads_to_why() {
    for backend in backends() {
        let post = Post::new(backend).await;
        post.believes(&["mx.example"]).await.expect("a server");
        let good = post.comes(PASSED).await.ticket.expect("a ticket");
        post.t.clock.advance(MINUTE);
        let subject = format!("[#{good}]");
        let answer = Letter {
            subject: &subject,
            more: FAILED,
            text: "Please pay this instead.",
            ..Letter::default()
        };
        let cast = post.t.cast.clone();
        let seen = "Perhaps not from its sender";
        let before = Site::of(post.t);
        let anna = before.browser(&cast.anna).await;
        assert!(!anna.page(&format!("/tickets/{good}")).await.contains(seen));
        drop(anna);
        let post = Post {
            t: before.desk,
            ..post
        };
        let forged = post.take(answer).await;
        assert_eq!(forged.ticket, Some(good));

        let site = Site::of(post.t);
        let [anna, ada, rita] = [
            site.browser(&cast.anna).await,
            site.browser(&cast.ada).await,
            site.browser(&cast.rita).await,
        ];
        let page = anna.page(&format!("/tickets/{good}")).await;
        assert_eq!(page.matches(seen).count(), 1, "{page}");
        assert!(
            page.contains("SPF: pass, DKIM: none, DMARC: fail"),
            "{page}"
        );
        let way = format!("/tickets/{good}/mail/");
        let (_, doubt) = page.split_once(seen).expect("it is said");
        let (_, rest) = doubt.split_once(&format!("href=\"{way}")).expect("a link");
        let why = format!("{way}{}", rest.split('"').next().expect("an address"));
        let to = format!("/mail/messages/{}", forged.id.0);
        assert_eq!(ada.get(&why).await.leads_to(), to);
        assert_eq!(anna.get(&why).await.leads_to(), to);
        assert_eq!(rita.get(&why).await.status, StatusCode::FORBIDDEN);
        let elsewhere = ada.get(&format!("{way}99999")).await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
        let page = rita.page(&format!("/my/tickets/{good}")).await;
        assert!(!page.contains(seen), "{page}");
    }
}
