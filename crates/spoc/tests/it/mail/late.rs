//! What has waited: what comes into the queue days late is listed and not sent by itself, and what is not so any more when
//! it would go out goes out no more.

use super::out::{Server, asked, follow, sender_by, states, turned};
use super::threads::said;
use super::{Letter, Post};
use crate::pages::Site;
use channels::mail::out::FOLLOWER;
use channels::mail::out::model::OutboxState;
use channels::mail::queries;
use kernel::Clock;
use kernel::ticket::{Activity, Change, Channel};
use kernel::time::{DAY, HOUR, MINUTE};
use std::time::Duration;
use store::log::Texts;
use testkit::backends;
use work::{History, Outcome as Executed, Step};

const NOTE: &str = "✉ ✗ rita@spoc.example";

async fn resolve(post: &Post, number: kernel::TicketId) -> Executed {
    let resolve = Change::Resolve {
        code: "solved".into(),
        text: "The router is new.".into(),
    };
    let resolved = post
        .t
        .change(&post.t.cast.anna, number, vec![resolve])
        .await;
    follow(post).await;
    resolved.expect("it is resolved")
}

#[tokio::test]
async fn a_reply_that_comes_into_the_queue_days_late_is_said_not_to_be_sent_and_goes_out_by_hand() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "Is it new?").await;
        replied.expect("a reply");
        // Mail is switched off meanwhile.
        post.t.clock.advance(4 * DAY);
        follow(&post).await;
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        sender.send_due().await.expect("it is looked at");
        assert_eq!(states(&post).await, [OutboxState::Failed]);
        assert!(server.taken().is_empty());
        assert!(said(&post, number).await.contains(&NOTE.to_owned()));

        let listing = |tx: &store::Tx<'_>| queries::outbox::list_outgoing(tx, None, 1);
        let listed = post.t.store.read(listing).await.expect("a list");
        let again = format!("/admin/mail/queue/{}/retry", listed[0].id.0);
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        let ada = site.browser(&cast.ada).await;
        let page = ada.page("/admin/mail/queue").await;
        assert!(page.contains("more than three days late"), "{page}");
        let anna = site.browser(&cast.anna).await;
        let page = anna.page(&format!("/tickets/{number}/mail")).await;
        assert!(page.contains("more than three days late"), "{page}");
        assert_eq!(ada.post(&again, &[]).await.leads_to(), "/admin/mail/queue");
        drop((ada, anna));
        let post = Post {
            t: site.desk,
            ..post
        };
        sender.send_due().await.expect("it is sent");
        assert_eq!(states(&post).await, [OutboxState::Sent]);
        assert_eq!(server.taken().len(), 1);
    }
}

#[tokio::test]
async fn a_reply_that_nobody_has_tried_to_send_for_days_is_said_not_to_be_sent() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "Is it new?").await;
        replied.expect("a reply");
        follow(&post).await;
        post.t.clock.advance(4 * DAY);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        sender.send_due().await.expect("it is looked at");
        assert_eq!(states(&post).await, [OutboxState::Failed]);
        assert!(server.taken().is_empty());
        assert!(said(&post, number).await.contains(&NOTE.to_owned()));
        // What is tried goes on being tried, however long the server is away.
        let away = sender_by(&post, "smtp://127.0.0.1:1", Duration::from_secs(5));
        let replied = post.t.reply(&post.t.cast.anna, number, "Is it old?").await;
        replied.expect("a reply");
        follow(&post).await;
        away.send_due().await.expect("it is tried");
        post.t.clock.advance(4 * DAY);
        sender.send_due().await.expect("it is sent");
        let (failed, sent) = (OutboxState::Failed, OutboxState::Sent);
        assert_eq!(states(&post).await, [failed, sent]);
    }
}

#[tokio::test]
async fn what_was_imported_is_not_mailed_however_lately_it_happened() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "Is it new?").await;
        replied.expect("a reply");
        follow(&post).await;
        assert_eq!(states(&post).await.len(), 1);
        // The same once more, as it happened elsewhere an hour ago.
        let reading = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, number, Texts::All);
        let log = post.t.store.read(reading).await.expect("the log");
        let is_said = |activity: &Activity| {
            matches!(activity, Activity::Opened(_) | Activity::Replied { .. })
        };
        let at = post.t.clock.now().plus(-HOUR);
        let steps = log.into_iter().filter(|one| is_said(&one.activity));
        let steps = steps.map(|one| Step {
            at,
            actor: one.actor,
            channel: Channel::Import,
            activities: vec![one.activity],
        });
        let history = History {
            external: None,
            steps: steps.collect(),
        };
        assert_eq!(history.steps.len(), 2);
        let recorded = post.t.desk.record_history(vec![history]).await;
        recorded.expect("it is recorded");
        follow(&post).await;
        assert_eq!(states(&post).await.len(), 1);
    }
}

#[tokio::test]
async fn that_a_ticket_is_resolved_is_not_told_once_the_work_goes_on_and_once_where_it_is_again() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let server = Server::start(&["451 later", "451 later"]).await;
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let number = asked(&post).await;
        let (withdrawn, waiting) = (OutboxState::Withdrawn, OutboxState::Waiting);
        let reopen = async || {
            let text = String::new();
            let reopen = vec![Change::Reopen { text }];
            let reopened = post.t.change(&post.t.cast.anna, number, reopen).await;
            reopened.expect("it is reopened");
            post.t.clock.advance(10 * MINUTE);
        };
        resolve(&post, number).await;
        sender.send_due().await.expect("it is tried");
        assert_eq!(states(&post).await, [waiting]);
        reopen().await;
        sender.send_due().await.expect("it is looked at");
        assert_eq!(states(&post).await, [withdrawn]);

        resolve(&post, number).await;
        sender.send_due().await.expect("it is tried");
        reopen().await;
        resolve(&post, number).await;
        post.t.clock.advance(10 * MINUTE);
        sender.send_due().await.expect("it is sent");
        let sent = OutboxState::Sent;
        assert_eq!(states(&post).await, [withdrawn, withdrawn, sent]);
        assert_eq!(server.taken().len(), 3);
    }
}

#[tokio::test]
async fn what_is_taken_back_while_it_waits_and_brought_back_again_is_told_after_all() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let server = Server::start(&["451 later"]).await;
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let number = asked(&post).await;
        let looked_at = async || {
            post.t.clock.advance(10 * MINUTE);
            sender.send_due().await.expect("it is looked at");
        };
        let resolved = resolve(&post, number).await;
        sender.send_due().await.expect("it is tried");
        assert_eq!(states(&post).await, [OutboxState::Waiting]);
        let gone = turned(&post, resolved).await;
        looked_at().await;
        assert_eq!(states(&post).await, [OutboxState::Withdrawn]);
        turned(&post, gone).await;
        looked_at().await;
        assert_eq!(states(&post).await, [OutboxState::Sent]);
        assert_eq!(server.taken().len(), 2);
    }
}

#[tokio::test]
async fn messages_on_a_ticket_of_the_portal_refer_to_those_that_its_reader_got_before() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let begun = post.t.desk.let_follow(FOLLOWER).await;
        begun.expect("the follower begins");
        let number = post
            .t
            .incident(&post.t.cast.rita, "Printer", "No paper.")
            .await;
        for text in ["One.", "Two.", "Three."] {
            let replied = post.t.reply(&post.t.cast.anna, number, text).await;
            replied.expect("a reply");
            follow(&post).await;
            sender.send_due().await.expect("it is sent");
            post.t.clock.advance(MINUTE);
        }
        let taken: Vec<_> = server.taken().into_iter().map(|(_, it)| it).collect();
        let id = |at: usize| taken[at].message_id.clone().expect("an id");
        assert!(taken[0].references.is_empty());
        assert_eq!(taken[1].references, [id(0)]);
        // The nearest is read first.
        assert_eq!(taken[2].references, [id(1), id(0)]);

        // What came by mail is among them, and what another one got is not.
        let by_mail = post.first().await.ticket.expect("a ticket");
        let watch = vec![Change::Watch(post.t.cast.rob.person.expect("one"))];
        let watched = post.t.change(&post.t.cast.anna, by_mail, watch).await;
        watched.expect("he follows");
        for text in ["Four.", "Five."] {
            let replied = post.t.reply(&post.t.cast.anna, by_mail, text).await;
            replied.expect("a reply");
            follow(&post).await;
            post.t.clock.advance(MINUTE);
            sender.send_due().await.expect("it is sent");
        }
        let taken: Vec<_> = server.taken().into_iter().map(|(_, it)| it).collect();
        let to = |email: &str, text: &str| {
            let is = |it: &&channels::mail::parsing::Incoming| {
                it.to[0].email == email && it.text.contains(text)
            };
            taken.iter().find(is).expect("a message")
        };
        let before = to("rita@spoc.example", "Four.").message_id.clone();
        assert_eq!(
            to("rita@spoc.example", "Five.").references,
            [before.expect("an id"), "first@example.com".to_owned()]
        );
    }
}

#[tokio::test]
async fn a_mailbox_whose_server_takes_no_plus_is_answered_at_its_address_and_the_ticket_is_found() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let number = asked(&post).await;
        let form = format!("/admin/mail/mailboxes/{}", post.mailbox.0);
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        let ada = site.browser(&cast.ada).await;
        let switched = "name=\"plus_addresses\" value=\"yes\" checked";
        assert_eq!(ada.page("/admin/mail").await.matches(switched).count(), 2);
        let long = "service-desk.northern-region@spoc.example";
        let with = |address: &'static str, plus: &'static [(&'static str, &'static str)]| {
            let all = [("name", "Desk"), ("address", address), ("active", "yes")];
            [all.as_slice(), plus].concat()
        };
        let refused = with(long, &[("plus_addresses", "yes")]);
        let refused = ada.post(&form, &refused).await;
        assert!(
            refused.body.contains("at most 24 characters"),
            "{}",
            refused.body
        );
        let kept = ada.post(&form, &with(long, &[])).await;
        assert_eq!(kept.leads_to(), "/admin/mail");
        // One is for a new mailbox.
        assert_eq!(ada.page("/admin/mail").await.matches(switched).count(), 1);
        drop(ada);
        let post = Post {
            t: site.desk,
            ..post
        };
        let replied = post.t.reply(&post.t.cast.anna, number, "Is it new?").await;
        replied.expect("a reply");
        follow(&post).await;
        sender.send_due().await.expect("it is sent");
        let (_, message) = server.taken().remove(0);
        let back = message.reply_to.or(message.from).expect("an address");
        assert_eq!(back.email, long);
        let id = message.message_id.expect("an id");
        let answering = format!("In-Reply-To: <{id}>\r\n");
        let answer = Letter {
            to: long,
            more: &answering,
            text: "Yes, it is.",
            ..Letter::default()
        };
        assert_eq!(post.take(answer).await.ticket, Some(number));
    }
}
