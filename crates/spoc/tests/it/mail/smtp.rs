//! Mail as those hand it over who forward by SMTP alone, at the same door.

use super::imap::letter;
use super::lmtp::Client;
use super::{Post, outcomes};
use channels::mail::lmtp;
use channels::mail::model::Outcome;
use channels::mail::queries;
use std::time::Duration;
use testkit::exim::Exim;
use testkit::{Backend, backends};
use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How long something may take to happen.
const PATIENCE: Duration = Duration::from_secs(30);
/// Mail servers that are talked to at once.
const AT_ONCE: usize = 16;

#[tokio::test]
async fn by_smtp_there_is_one_answer_for_all_mailboxes_and_no_way_to_others() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let adding =
            |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Pay", "pay@spoc.example", None);
        post.t.store.write(adding).await.expect("a mailbox");
        let mut client = Client::connect(&post).await;
        assert!(client.say("EHLO mx.example").await.starts_with("250 SIZE"));
        for _ in 0..2 {
            let said = client
                .say("MAIL FROM:<rita@spoc.example> BODY=8BITMIME")
                .await;
            assert_eq!(&said[..3], "250");
            let said = client.say("RCPT TO:<rita@elsewhere.example>").await;
            assert_eq!(&said[..9], "550 5.1.1");
            for to in ["desk@spoc.example", "pay@spoc.example"] {
                let said = client.say(&format!("RCPT TO:<{to}>")).await;
                assert_eq!(&said[..3], "250");
            }
            assert_eq!(&client.say("DATA").await[..3], "354");
            let said = client.say(&format!("{}.", letter(1))).await;
            assert_eq!(said, "250 2.0.0 kept");
            assert_eq!(&client.say("NOOP").await[..9], "250 2.0.0");
        }
        assert_eq!(post.all_mail().await.len(), 2, "each has it once");
        assert_eq!(&client.say("VRFY desk").await[..3], "252");
        assert_eq!(&client.say("RSET").await[..3], "250");
        assert_eq!(client.say("HELO mx.example").await, "250 spoc");
        assert_eq!(&client.say("DATA").await[..3], "503");
        assert_eq!(&client.say("QUIT").await[..3], "221");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_forwards_by_smtp() {
    let post = Post::new(Backend::Sqlite).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(lmtp::listen(listener, post.intake.clone()));
    let exim = Exim::start_between_by_smtp(&[("spoc.example", port)]);
    let mut client = Client::to(exim.port()).await;
    for said in [
        "EHLO mx.example",
        "MAIL FROM:<mx@example.com>",
        "RCPT TO:<desk@spoc.example>",
    ] {
        assert!(client.say(said).await.starts_with("250"), "{said}");
    }
    assert!(client.say("DATA").await.starts_with("354"));
    let text = format!("{}..hidden\r\n.", letter(1));
    assert!(client.say(&text).await.starts_with("250"));
    client.say("QUIT").await;
    let all = post.has_taken(1).await;
    assert_eq!(all[0].outcome, Outcome::Created);
    let raw = post.intake.raw(&all[0]).await.expect("it is kept");
    let raw = String::from_utf8(raw).expect("a text");
    assert!(raw.starts_with("Return-Path: <mx@example.com>"), "{raw}");
    assert!(raw.ends_with("\r\n.hidden\r\n"), "{raw}");
    assert!(exim.delivered().is_empty(), "nothing came back");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_say_nothing_do_not_keep_the_others_out() {
    let post = Post::new(Backend::Sqlite).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let longest = Duration::from_secs(3);
    tokio::spawn(lmtp::listen_to_each(listener, post.intake.clone(), longest));
    let mut silent = Vec::new();
    for _ in 0..AT_ONCE {
        let stream = TcpStream::connect(("127.0.0.1", port)).await;
        silent.push(BufReader::new(stream.expect("connected")));
    }
    let others = async {
        let mut client = Client::to(port).await;
        client.hands_over(&letter(1)).await;
    };
    let heard = tokio::time::timeout(PATIENCE, others).await;
    heard.expect("somebody else is heard");
    let mut said = String::new();
    let ended = silent[0].read_to_string(&mut said).await;
    ended.expect("they are told");
    assert!(said.contains("\r\n421 "), "{said}");
    let created = outcomes(&post).await;
    assert_eq!(created.iter().map(|(_, count)| count).sum::<usize>(), 1);
}
