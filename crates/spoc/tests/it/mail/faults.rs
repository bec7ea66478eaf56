//! Mail over a network that fails: nothing is lost, nothing comes twice, and what goes wrong is said.

use super::Post;
use super::imap::{account, eventually, letter};
use super::out::{Server, asked, follow, sender_by, states};
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::{Account, Security};
use channels::mail::model::Outcome;
use channels::mail::out::model::OutboxState;
use channels::mail::parsing::{self, Incoming};
use kernel::time::HOUR;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use std::time::Duration;
use testkit::dovecot::{Dovecot, PASSWORD};
use testkit::exim::Exim;
use testkit::faults::{Fault, Faulty};
use testkit::{Backend, backends};

/// Connections that go wrong.
const FAULTS: usize = 16;
/// Messages that come in.
const MESSAGES: u32 = 12;
/// As much as one of them has: several pieces.
const LARGE_BYTES: usize = 400_000;

fn impatient() -> Patience {
    Patience {
        answer: Duration::from_millis(300),
        listen: Duration::from_millis(300),
        pause: Duration::from_millis(10),
        pause_max: Duration::from_millis(40),
        ..Patience::default()
    }
}

/// Whatever can go wrong, somewhere within so many bytes.
fn faults(seed: u64, within: usize, of: fn(u32, usize) -> Fault) -> Vec<Fault> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut fault = |_| of(dice.random_range(0..6), dice.random_range(0..within));
    (0..FAULTS).map(&mut fault).collect()
}

fn any(kind: u32, at: usize) -> Fault {
    match kind {
        0 => Fault::Refused,
        1 => Fault::Nonsense,
        2 => Fault::AskedCut(at / 64),
        3 => Fault::AnswerCut(at),
        4 => Fault::AnswerStalls(at),
        _ => Fault::AnswerTwice(at),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_a_network_that_fails_every_message_is_fetched_once() {
    for (backend, seed) in backends().into_iter().zip(1..) {
        let mut server = Dovecot::start();
        let way = Faulty::way_to(server.port()).await;
        let post = Post::new(backend).await;
        let account = Account {
            port: way.port(),
            ..account(&server)
        };
        let kept = post.fetched_from(account, PASSWORD).await;
        kept.expect("an account");
        let line = "All of this stands in the log of the router.\r\n";
        let large = line.repeat(LARGE_BYTES / line.len());
        for number in 0..MESSAGES {
            let more = if number == MESSAGES / 2 { &large } else { "" };
            server.delivers(&format!("{}{more}", letter(number)));
        }
        way.goes_wrong(faults(seed, 20_000, any));
        let _fetching = post.fetches_with(impatient());
        post.has_taken(MESSAGES as usize).await;
        assert!(way.left() + 4 < FAULTS, "it went wrong: {}", way.left());
        server.delivers(&letter(MESSAGES));
        let all = post.has_taken(MESSAGES as usize + 1).await;
        assert!(
            all.iter().all(|mail| mail.outcome == Outcome::Created),
            "{all:?}"
        );
        let subjects: BTreeSet<_> = all.iter().map(|mail| &mail.subject).collect();
        assert_eq!(subjects.len(), all.len());
        // What came over in pieces came over whole.
        let whole = all.iter().find(|mail| mail.size_bytes > 300_000);
        let raw = post.intake.raw(whole.expect("the large one")).await;
        let raw = String::from_utf8(raw.expect("it is kept")).expect("a text");
        assert!(raw.ends_with(&large));
        eventually(async || {
            let names = server.lying_in("INBOX");
            names.iter().all(|name| name.ends_with('S')).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_on_the_way_to_a_mailbox_is_said_and_over_when_it_is_well() {
    let server = Dovecot::start();
    for (security, fault, expected) in [
        (Security::Plain, Fault::Refused, "imap_gone"),
        (Security::Plain, Fault::AnswerStalls(0), "imap_slow"),
        (Security::Plain, Fault::Nonsense, "imap_answer"),
        (Security::Tls, Fault::Nonsense, "imap_unencrypted"),
        (Security::Tls, Fault::Refused, "imap_tls"),
        (Security::Tls, Fault::AnswerStalls(0), "imap_slow"),
    ] {
        let way = Faulty::way_to(server.port()).await;
        let post = Post::new(Backend::Sqlite).await;
        let account = Account {
            port: way.port(),
            security,
            ..account(&server)
        };
        let kept = post.fetched_from(account.clone(), PASSWORD).await;
        kept.expect("an account");
        way.goes_wrong([fault; 1_000]);
        let fetching = post.fetches_with(impatient());
        assert_eq!(post.fails().await, expected, "{security:?} {fault:?}");
        drop(fetching);
        let well = Account {
            port: server.port(),
            security: Security::Plain,
            ..account
        };
        let kept = post.fetched_from(well, PASSWORD).await;
        kept.expect("an account");
        let _fetching = post.fetches_with(impatient());
        eventually(async || post.progress().await.progress.succeeded_at).await;
        assert_eq!(post.progress().await.progress.failing, None);
    }
}

/// What can go wrong on the way to a server that takes mail; what it answers may be lost, so that nobody knows whether
/// it took the message.
fn of_sending(kind: u32, at: usize) -> Fault {
    match kind {
        0 => Fault::Refused,
        1 => Fault::Nonsense,
        2 | 3 => Fault::AskedCut(at * 8),
        4 => Fault::AnswerCut(at),
        _ => Fault::AnswerStalls(at),
    }
}

#[tokio::test]
async fn over_a_network_that_fails_every_reply_goes_out_and_what_is_repeated_has_the_same_id() {
    for (backend, seed) in backends().into_iter().zip(11..) {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        // All that the server says for a message is shorter than this.
        let faults = faults(seed, 200, of_sending);
        let (replies, wrong) = send_over(&post, server.port(), faults).await;
        let taken = server.taken().into_iter().map(|(_, message)| message);
        let taken = taken.collect::<Vec<_>>();
        each_has_one_id(&replies, &taken);
        // It comes again where the server has it and its answer was lost, and never else.
        let unheard = wrong.iter().filter(|fault| is_answer_lost(fault)).count();
        assert_eq!(taken.len(), replies.len() + unheard, "{wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_debians_has_every_reply_over_a_network_that_fails() {
    for (backend, seed) in backends().into_iter().zip(21..) {
        let (post, server) = (Post::new(backend).await, Exim::start());
        let faults = faults(seed, 500, of_sending);
        let (replies, wrong) = send_over(&post, server.port(), faults).await;
        let read = |raw: &Vec<u8>| parsing::parse(raw).expect("a message");
        let delivered: Vec<Incoming> = server.delivered().iter().map(read).collect();
        each_has_one_id(&replies, &delivered);
        let cut = |fault: &&Fault| matches!(fault, Fault::AnswerCut(_) | Fault::AnswerStalls(_));
        let unheard = wrong.iter().filter(cut).count();
        assert!(delivered.len() <= replies.len() + unheard, "{wrong:?}");
    }
}

/// Whether the server of these tests has a message then and its answer is lost: what it says before that has 49 bytes, and
/// the answer 10.
fn is_answer_lost(fault: &Fault) -> bool {
    matches!(fault, Fault::AnswerCut(at) | Fault::AnswerStalls(at) if (50..59).contains(at))
}

/// Replies go out over a way on which this goes wrong; answers their texts once all of them are sent, and what has gone
/// wrong until then.
async fn send_over(post: &Post, port: u16, faults: Vec<Fault>) -> (Vec<String>, Vec<Fault>) {
    let way = Faulty::way_to(port).await;
    let address = format!("smtp://127.0.0.1:{}", way.port());
    let sender = sender_by(post, &address, Duration::from_secs(1));
    let number = asked(post).await;
    let replies: Vec<String> = (0..8).map(|number| format!("Reply {number}.")).collect();
    for text in &replies {
        let replied = post.t.reply(&post.t.cast.anna, number, text).await;
        replied.expect("a reply");
    }
    follow(post).await;
    way.goes_wrong(faults.clone());
    while states(post).await.contains(&OutboxState::Waiting) {
        sender.send_due().await.expect("the database works");
        post.t.clock.advance(7 * HOUR);
    }
    assert_eq!(states(post).await, [OutboxState::Sent; 8]);
    assert!(way.left() < FAULTS - 8, "it went wrong: {}", way.left());
    let wrong = faults[..FAULTS - way.left()].to_vec();
    (replies, wrong)
}

/// None is lost, and what came more than once is known as the same by its id.
fn each_has_one_id(replies: &[String], taken: &[Incoming]) {
    let id_of = |text: &String| {
        let some = taken.iter().filter(|message| message.text.contains(text));
        let ids: BTreeSet<_> = some.map(|message| &message.message_id).collect();
        assert_eq!(ids.len(), 1, "{text}: {ids:?}");
        ids
    };
    let ids: BTreeSet<_> = replies.iter().map(id_of).collect();
    assert_eq!(ids.len(), replies.len());
}
