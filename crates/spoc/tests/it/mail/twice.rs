//! What a network brings twice becomes one thing: a message that is handed over again, a server's answer that is heard
//! again, a connection of which everything is said again.

use super::imap::{account, eventually, letter};
use super::lmtp::Client;
use super::out::{Server, asked, follow, sender_by, states};
use super::{Post, outcomes};
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::Account;
use channels::mail::lmtp;
use channels::mail::model::Outcome;
use channels::mail::out::model::OutboxState;
use channels::mail::queries;
use kernel::Clock;
use kernel::time::HOUR;
use std::collections::BTreeSet;
use std::time::Duration;
use testkit::backends;
use testkit::dovecot::{Dovecot, PASSWORD};
use testkit::faults::{Fault, Faulty};
use tokio::net::TcpListener;

/// How often something comes twice.
const TIMES: u32 = 8;

/// Now all that is said, now an answer, each time at another place.
fn twice(number: u32) -> Fault {
    match number % 2 {
        0 => Fault::SaidAgain,
        _ => Fault::AnswerTwice(number as usize * 97),
    }
}

async fn created(post: &Post) -> usize {
    let counted = outcomes(post).await;
    let other = counted
        .iter()
        .filter(|(outcome, _)| *outcome != Outcome::Created);
    assert_eq!(
        other.map(|(_, count)| count).sum::<usize>(),
        0,
        "{counted:?}"
    );
    let created = counted
        .iter()
        .find(|(outcome, _)| *outcome == Outcome::Created);
    created.map_or(0, |(_, count)| *count)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mail_server_hands_over_again_is_taken_once() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(lmtp::listen(listener, post.intake.clone()));
        let way = Faulty::way_to(port).await;
        way.goes_wrong((0..TIMES).map(|_| Fault::SaidAgain));
        for number in 0..TIMES {
            let mut client = Client::to(way.port()).await;
            client.hands_over(&letter(number)).await;
            assert_eq!(client.say("QUIT").await.get(..3), Some("221"));
        }
        eventually(async || (way.said_again() == TIMES as usize).then_some(())).await;
        assert_eq!(created(&post).await, TIMES as usize);
        // The mail server that heard no answer hands it over once more, as another hop.
        let mut client = Client::to(port).await;
        let again = format!(
            "Received: from mx.example by mx2.example; now\r\n{}",
            letter(0)
        );
        client.hands_over(&again).await;
        client.say("QUIT").await;
        let ignored = eventually(async || {
            let counted = outcomes(&post).await;
            let ignored = counted.into_iter().find(|(it, _)| *it == Outcome::Ignored);
            ignored.map(|(_, count)| count).filter(|count| *count > 0)
        })
        .await;
        assert_eq!(ignored, 1);
        let tickets = post.t.list(&post.t.cast.anna, "").await.expect("a list");
        assert_eq!(tickets.len(), TIMES as usize);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mailbox_says_twice_is_taken_once() {
    let impatient = || Patience {
        answer: Duration::from_millis(300),
        listen: Duration::from_millis(300),
        pause: Duration::from_millis(10),
        pause_max: Duration::from_millis(40),
        ..Patience::default()
    };
    for backend in backends() {
        let mut server = Dovecot::start();
        let way = Faulty::way_to(server.port()).await;
        let post = Post::new(backend).await;
        let account = Account {
            port: way.port(),
            ..account(&server)
        };
        let kept = post.fetched_from(account, PASSWORD).await;
        kept.expect("an account");
        for number in 0..TIMES {
            way.goes_wrong([twice(number)]);
            server.delivers(&letter(number));
            let _fetching = post.fetches_with(impatient());
            post.has_taken(number as usize + 1).await;
            assert_eq!(way.left(), 0, "it came twice");
        }
        let half = TIMES as usize / 2;
        eventually(async || (way.said_again() == half).then_some(())).await;
        // Whatever was asked again, the mailbox is fetched as before, and to the end.
        server.delivers(&letter(TIMES));
        let _fetching = post.fetches_with(impatient());
        let all = post.has_taken(TIMES as usize + 1).await;
        let subjects: BTreeSet<_> = all.iter().map(|mail| &mail.subject).collect();
        assert_eq!(subjects.len(), all.len());
        assert_eq!(created(&post).await, all.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_a_server_hears_twice_is_one_and_is_sent_no_more() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let way = Faulty::way_to(server.port()).await;
        let number = asked(&post).await;
        for time in 0..TIMES {
            let text = format!("Reply {time}.");
            let replied = post.t.reply(&post.t.cast.anna, number, &text);
            replied.await.expect("a reply");
            follow(&post).await;
            way.goes_wrong([match time % 2 {
                0 => Fault::SaidAgain,
                // The answers to one message have so many bytes in all.
                _ => Fault::AnswerTwice(time as usize * 7),
            }]);
            // Another connection for each.
            let address = format!("smtp://127.0.0.1:{}", way.port());
            let sender = sender_by(&post, &address, Duration::from_millis(500));
            while states(&post).await.contains(&OutboxState::Waiting) {
                sender.send_due().await.expect("the database works");
                post.t.clock.advance(HOUR);
            }
            drop(sender);
            assert_eq!(way.left(), 0, "it came twice");
        }
        let half = TIMES as usize / 2;
        eventually(async || (way.said_again() == half).then_some(())).await;
        assert_eq!(states(&post).await, [OutboxState::Sent; TIMES as usize]);
        let taken: Vec<_> = server.taken().into_iter().map(|(_, it)| it).collect();
        for time in 0..TIMES {
            let text = format!("Reply {time}.");
            let same = taken.iter().filter(|it| it.text.contains(&text));
            let ids: Vec<_> = same.map(|it| &it.message_id).collect();
            assert!(
                !ids.is_empty() && ids.iter().all(|id| *id == ids[0]),
                "{text}: {ids:?}"
            );
            // Of all that was said again the server has it twice, and knows it by its id.
            let copies = if time % 2 == 0 { 2 } else { 1 };
            assert_eq!(ids.len(), copies, "{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_sent_is_sent_once_though_somebody_sends_it_again_meanwhile() {
    for backend in backends() {
        // It does not say whether it has the message.
        let (post, server) = (Post::new(backend).await, Server::start(&["silent"]).await);
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "Is it new?").await;
        replied.expect("a reply");
        follow(&post).await;
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let [one, other] = [(); 2].map(|()| sender_by(&post, &address, Duration::from_secs(60)));
        one.begin().await.expect("it begins");
        eventually(async || (server.taken().len() == 1).then_some(())).await;
        let now = post.t.clock.now();
        let again = move |tx: &store::Tx<'_>| {
            let all = queries::outbox::list_outgoing(tx, None, 1)?;
            queries::outbox::requeue(tx, all[0].id, now)
        };
        assert!(post.t.store.write(again).await.expect("it is queued"));
        let tried = other.send_due().await.expect("it looks");
        assert_eq!((tried, server.taken().len()), (0, 1));
    }
}
