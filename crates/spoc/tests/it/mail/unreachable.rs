//! Addresses that cannot be reached: nobody goes on writing to them, and the ticket says so.

use super::Post;
use super::out::{Server, asked, bounce_of, follow, sender_by, states};
use channels::mail::out::Sender;
use channels::mail::out::model::OutboxState;
use channels::mail::queries;
use kernel::time::MINUTE;
use kernel::{Clock, TicketId};
use std::time::Duration;
use testkit::backends;

const RITA: &str = "rita@spoc.example";

async fn replies(post: &Post, number: TicketId, text: &str) {
    let replied = post.t.reply(&post.t.cast.anna, number, text).await;
    replied.expect("a reply");
    follow(post).await;
}

async fn sends(post: &Post, sender: &Sender, expected: &[OutboxState]) {
    sender.send_due().await.expect("it is tried");
    assert_eq!(states(post).await, expected);
}

async fn is_unreachable(post: &Post) -> bool {
    let asking = |tx: &store::Tx<'_>| queries::is_unreachable(tx, RITA);
    post.t.store.read(asking).await.expect("the database works")
}

/// How often the ticket says something of mail to Rita.
async fn notes(post: &Post, number: TicketId, what: &str) -> usize {
    let said = super::threads::said(post, number).await;
    said.iter().filter(|note| note.contains(what)).count()
}

fn sender(post: &Post, server: &Server) -> Sender {
    let address = format!("smtp://127.0.0.1:{}", server.port());
    sender_by(post, &address, Duration::from_secs(60))
}

#[tokio::test]
async fn an_address_that_a_server_refuses_for_good_is_not_written_to_and_the_ticket_says_so() {
    for backend in backends() {
        let post = Post::new(backend).await;
        // What is wrong with the message or with the desk is no word of the address.
        let server = Server::start(&[
            "550 5.7.1 we do not like this",
            "553 5.1.8 nobody of this name sends from there",
            "550 5.1.1 <rita@spoc.example>: nobody of this name",
        ])
        .await;
        let (number, sender) = (asked(&post).await, sender(&post, &server));
        let (failed, sent) = (OutboxState::Failed, OutboxState::Sent);
        for (text, refused) in [("One.", false), ("Two.", false), ("Three.", true)] {
            replies(&post, number, text).await;
            sender.send_due().await.expect("it is tried");
            assert_eq!(is_unreachable(&post).await, refused, "{text}");
        }
        assert_eq!(states(&post).await, [failed; 3]);
        assert_eq!(notes(&post, number, "✉ ✗ rita@spoc.example").await, 2);
        assert_eq!(notes(&post, number, "✉ ↩ rita@spoc.example 5.1.1").await, 1);
        // She writes, so she reads: she is written to again.
        post.take(super::Letter {
            text: "Are you there?",
            ..super::Letter::default()
        })
        .await;
        replies(&post, number, "Four.").await;
        sends(&post, &sender, &[failed, failed, failed, sent]).await;
    }
}

#[tokio::test]
async fn what_waits_for_an_address_that_bounces_meanwhile_is_not_sent_unless_somebody_says_so() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let server = Server::start(&["250 kept", "451 later"]).await;
        let (number, sender) = (asked(&post).await, sender(&post, &server));
        replies(&post, number, "One.").await;
        sends(&post, &sender, &[OutboxState::Sent]).await;
        replies(&post, number, "Two.").await;
        sends(&post, &sender, &[OutboxState::Sent, OutboxState::Waiting]).await;
        let id = server.taken()[0].1.message_id.clone().expect("an id");
        post.take_raw(bounce_of(&id)).await;
        post.t.clock.advance(10 * MINUTE);
        let suppressed = [OutboxState::Sent, OutboxState::Suppressed];
        sends(&post, &sender, &suppressed).await;
        assert_eq!(server.taken().len(), 2, "nothing more was handed over");
        assert_eq!(notes(&post, number, "✉ ✗ rita@spoc.example").await, 1);
        // Whoever sends it again believes that she can be reached.
        let now = post.t.clock.now();
        let again = move |tx: &store::Tx<'_>| {
            let all = queries::outbox::list_outgoing(tx, None, 1)?;
            queries::outbox::requeue(tx, all[0].id, now)
        };
        assert!(post.t.store.write(again).await.expect("it is queued"));
        sends(&post, &sender, &[OutboxState::Sent, OutboxState::Sent]).await;
        assert!(!is_unreachable(&post).await);
        // What was sent is not sent again, and says nothing of whether she can be reached.
        post.take_raw(bounce_of(&id)).await;
        assert!(!post.t.store.write(again).await.expect("an answer"));
        assert!(is_unreachable(&post).await);
    }
}
