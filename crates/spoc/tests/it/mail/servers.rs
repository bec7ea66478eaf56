//! Servers that take mail, beside each other and one message after the other: none that is slow or wrong holds up what is
//! not its own, and a message goes to a server once.

use super::imap::eventually;
use super::out::{Server, asked, follow, patient_sender, sender_by, states};
use super::threads::said;
use super::{Letter, Post};
use channels::mail::out::model::OutboxState;
use channels::mail::out::{FOLLOWER, Patience};
use kernel::ticket::{Attachment, Change, Message, PublicText};
use kernel::time::{HOUR, MINUTE};
use std::time::Duration;
use testkit::backends;
use testkit::exim::Exim;
use work::Follower;

/// Tries of a message until it has failed.
const TRIES: usize = 12;

fn address_of(server: &Server) -> String {
    format!("smtp://127.0.0.1:{}", server.port())
}

#[tokio::test]
async fn a_message_whose_file_is_gone_holds_up_no_other_and_has_failed_in_the_end() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let (number, files) = (asked(&post).await, post.t.store.files().clone());
        let (hash, size_bytes) = files.put(&b"Hold the button."[..]).expect("it is kept");
        let with_file = Change::Reply(Message {
            text: PublicText("As it stands there.".into()),
            attachments: vec![Attachment {
                hash: hash.clone(),
                name: "router.txt".into(),
                media_type: "text/plain".into(),
                size_bytes,
            }],
        });
        let replied = post.t.change(&post.t.cast.anna, number, vec![with_file]);
        replied.await.expect("a reply");
        for text in ["Two.", "Three."] {
            let replied = post.t.reply(&post.t.cast.anna, number, text).await;
            replied.expect("a reply");
        }
        follow(&post).await;
        std::fs::remove_file(files.path(&hash).expect("a path")).expect("it is gone");
        let sender = sender_by(&post, &address_of(&server), Duration::from_secs(60));
        assert_eq!(sender.send_due().await.expect("they are tried"), 3);
        let (waiting, sent) = (OutboxState::Waiting, OutboxState::Sent);
        assert_eq!(states(&post).await, [waiting, sent, sent]);
        for _ in 1..TRIES {
            post.t.clock.advance(7 * HOUR);
            assert_eq!(sender.send_due().await.expect("it is tried"), 1);
        }
        assert_eq!(states(&post).await, [OutboxState::Failed, sent, sent]);
        let note = "✉ ✗ rita@spoc.example".to_owned();
        assert!(said(&post, number).await.contains(&note));
        assert_eq!(server.taken().len(), 2);
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_more_once_it_has_a_message_gets_it_once() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let server = Server::start(&["kept, then silent"]).await;
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "Once.").await;
        replied.expect("a reply");
        follow(&post).await;
        let sender = sender_by(&post, &address_of(&server), Duration::from_secs(2));
        assert_eq!(sender.send_due().await.expect("it is sent"), 1);
        assert_eq!(states(&post).await, [OutboxState::Sent]);
        post.t.clock.advance(7 * HOUR);
        assert_eq!(sender.send_due().await.expect("nothing is due"), 0);
        assert_eq!(server.taken().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn as_long_as_a_server_thinks_about_a_message_nobody_else_sends_it() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let server = Server::start(&["silent"]).await;
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "Once.").await;
        replied.expect("a reply");
        follow(&post).await;
        let patience = Patience {
            renewing: Duration::from_millis(50),
            ..Patience::default()
        };
        let [one, other] = [(); 2].map(|()| patient_sender(&post, &address_of(&server), patience));
        one.begin().await.expect("it begins");
        eventually(async || (server.taken().len() == 1).then_some(())).await;
        let due_at = async || {
            let sql = "SELECT MAX(due_at) FROM mail_outbox";
            let reading = move |tx: &store::Tx<'_>| tx.one::<i64>(sql, store::params![]);
            post.t.store.read(reading).await.expect("a message")
        };
        for _ in 0..4 {
            let before = due_at().await;
            post.t.clock.advance(4 * MINUTE);
            eventually(async || (due_at().await > before).then_some(())).await;
            assert_eq!(other.send_due().await.expect("nothing is due"), 0);
        }
        assert_eq!(server.taken().len(), 1);
        assert_eq!(states(&post).await, [OutboxState::Waiting]);
    }
}

#[tokio::test]
async fn a_reply_goes_out_before_what_is_told_by_itself() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        let another = Letter {
            from: "Rob <rob@spoc.example>",
            subject: "Printer",
            text: "It is out of paper.",
            ..Letter::default()
        };
        let another = post.take(another).await.ticket.expect("a ticket");
        let resolve = Change::Resolve {
            code: "solved".into(),
            text: "The router is new.".into(),
        };
        let resolved = post.t.change(&post.t.cast.anna, number, vec![resolve]);
        resolved.await.expect("it is resolved");
        follow(&post).await;
        post.t.clock.advance(MINUTE);
        let replied = post
            .t
            .reply(&post.t.cast.anna, another, "Paper comes.")
            .await;
        replied.expect("a reply");
        follow(&post).await;
        let sender = sender_by(&post, &address_of(&server), Duration::from_secs(60));
        assert_eq!(sender.send_due().await.expect("it is sent"), 2);
        let taken = server.taken();
        let texts = [&taken[0].1.text, &taken[1].1.text];
        assert!(texts[0].contains("Paper comes."), "{texts:?}");
        assert!(texts[1].contains("is resolved"), "{texts:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_goes_out_while_nothing_new_can_be_put_into_the_queue() {
    /// It cannot react to anything.
    const FAILING: Follower = Follower {
        name: "failing",
        react: |_, _, _| Err(work::Error::NotFound),
    };
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let begun = post.t.desk.let_follow(FAILING).await;
        begun.expect("the follower begins");
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "At last.").await;
        replied.expect("a reply");
        post.t.follow(FOLLOWER).await;
        let sender = sender_by(&post, &address_of(&server), Duration::from_secs(60));
        let after = async || sender.begin().await.expect("the database works");
        let taken = async || (server.taken().len() == 1).then_some(());
        tokio::select! {
            () = post.t.desk.clone().keep_following(FAILING, after) => panic!("it never ends"),
            () = eventually(taken) => {}
        }
        let failed = post.t.desk.let_follow(FAILING).await;
        assert!(failed.is_err(), "it fails still");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_of_debians_refuses_for_one_recipient_has_failed_and_the_others_get_theirs() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Exim::start_without("rita"));
        let address = format!("smtp://127.0.0.1:{}", server.port());
        asked(&post).await;
        let both = Letter {
            to: "desk@spoc.example, Rob <rob@spoc.example>",
            subject: "Printer",
            text: "It is out of paper.",
            ..Letter::default()
        };
        let number = post.take(both).await.ticket.expect("a ticket");
        let replied = post
            .t
            .reply(&post.t.cast.anna, number, "Paper comes.")
            .await;
        replied.expect("a reply");
        follow(&post).await;
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        assert_eq!(sender.send_due().await.expect("they are tried"), 2);
        let mut states = states(&post).await;
        states.sort_by_key(|state| state.name());
        assert_eq!(states, [OutboxState::Failed, OutboxState::Sent]);
        let delivered = server.delivered();
        let [raw] = delivered.as_slice() else {
            panic!("{} messages", delivered.len());
        };
        let raw = String::from_utf8_lossy(raw);
        assert!(raw.contains("Envelope-to: rob@spoc.example"), "{raw}");
        let note = "✉ ✗ rita@spoc.example".to_owned();
        assert!(said(&post, number).await.contains(&note));
        post.t.clock.advance(7 * HOUR);
        assert_eq!(sender.send_due().await.expect("nothing is due"), 0);
    }
}
