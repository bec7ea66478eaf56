//! Mail as mail servers hand it over.

use super::{Post, outcomes};
use channels::mail::lmtp;
use channels::mail::model::Outcome;
use channels::mail::queries;
use testkit::backends;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail server that hands messages over.
pub(super) struct Client(BufReader<TcpStream>);

impl Client {
    pub(super) async fn connect(post: &Post) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(lmtp::listen(listener, post.intake.clone()));
        Self::to(port).await
    }

    /// Connects to whoever listens on a port of this machine.
    pub(super) async fn to(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await;
        let mut client = Self(BufReader::new(stream.expect("connected")));
        assert!(client.answer().await.starts_with("220 "));
        client
    }

    /// Hands a message over to the desk, and it is kept.
    pub(super) async fn hands_over(&mut self, message: &str) {
        for said in [
            "LHLO mx.example",
            "MAIL FROM:<mx@example.com>",
            "RCPT TO:<desk@spoc.example>",
        ] {
            assert!(self.say(said).await.starts_with("250"), "{said}");
        }
        assert!(self.say("DATA").await.starts_with("354"));
        assert_eq!(self.say(&format!("{message}.")).await, "250 2.0.0 kept");
    }

    /// The last line of an answer.
    async fn answer(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.expect("an answer");
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }

    pub(super) async fn say(&mut self, text: &str) -> String {
        self.0
            .write_all(format!("{text}\r\n").as_bytes())
            .await
            .expect("said");
        self.answer().await
    }
}

#[tokio::test]
async fn a_mail_server_hands_messages_over_and_each_is_taken_once() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let mut client = Client::connect(&post).await;
        assert!(client.say("LHLO mx.example").await.starts_with("250 SIZE"));
        for _ in 0..2 {
            assert_eq!(
                &client.say("MAIL FROM:<rita@spoc.example>").await[..3],
                "250"
            );
            assert_eq!(
                &client.say("RCPT TO:<nobody@spoc.example>").await[..3],
                "550"
            );
            assert_eq!(
                &client.say("RCPT TO:<desk+t1-2-x@spoc.example>").await[..3],
                "250"
            );
            assert_eq!(&client.say("DATA").await[..3], "354");
            let text = "From: rita@spoc.example\r\nMessage-ID: <a@example.com>\r\nSubject: VPN\r\n\r\n..hidden\r\nIt drops.\r\n.";
            assert_eq!(client.say(text).await, "250 2.0.0 kept");
        }
        // The answer comes before the message is understood: what is said next is answered after it.
        assert_eq!(&client.say("NOOP").await[..3], "250");
        let created = outcomes(&post)
            .await
            .into_iter()
            .find(|(outcome, _)| *outcome == Outcome::Created);
        assert_eq!(created, Some((Outcome::Created, 1)));
        let all: usize = outcomes(&post).await.iter().map(|(_, count)| count).sum();
        assert_eq!(all, 1);
    }
}

#[tokio::test]
async fn whom_a_message_is_from_and_to_on_its_way_is_kept_with_it_for_each_mailbox_its_own() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let first = post.first().await;
        let (ticket, rita) = (first.ticket.expect("a ticket"), post.t.cast.rita.person);
        let token = post
            .intake
            .reply_address("desk@spoc.example", ticket, rita.expect("a person"))
            .await;
        let token = token.expect("the database works").expect("an address");
        let adding =
            |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Pay", "pay@spoc.example", None);
        let pay = post.t.store.write(adding).await.expect("a mailbox");
        let mut client = Client::connect(&post).await;
        client.say("LHLO mx.example").await;
        client.say("MAIL FROM:<rita+list@spoc.example>").await;
        for to in [&token, "pay@spoc.example", "desk@spoc.example"] {
            let said = client.say(&format!("RCPT TO:<{to}>")).await;
            assert!(said.starts_with("250"), "{said}");
        }
        client.say("DATA").await;
        let text = "From: rita@spoc.example\r\nTo: all@spoc.example\r\nSubject: Again\r\n\r\nIt drops.\r\n.";
        assert_eq!(client.say(text).await, "250 2.0.0 kept");
        for _ in 1..3 {
            assert_eq!(client.answer().await, "250 2.0.0 kept");
        }
        assert_eq!(&client.say("NOOP").await[..3], "250");
        let all = post.all_mail().await;
        let came = |mailbox| {
            let mut all = all.iter().filter(move |mail| mail.mailbox == mailbox);
            all.next_back().expect("a message")
        };
        // Its address alone says where it belongs.
        let desks = came(post.mailbox);
        assert_eq!(
            (desks.outcome, desks.ticket),
            (Outcome::Appended, Some(ticket))
        );
        assert_eq!(super::whys(desks), ["token"]);
        let raw = async |mail| {
            let raw = post.intake.raw(mail).await.expect("it is kept");
            String::from_utf8(raw).expect("a text")
        };
        let begins = format!(
            "Return-Path: <rita+list@spoc.example>\r\nDelivered-To: {token}\r\nDelivered-To: desk@spoc.example\r\nFrom: "
        );
        assert!(raw(desks).await.starts_with(&begins));
        let pays = raw(came(pay)).await;
        assert!(
            pays.contains("Delivered-To: pay@") && !pays.contains("desk"),
            "{pays}"
        );
    }
}

#[tokio::test]
async fn what_comes_from_nobody_on_its_way_is_a_machines() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let mut client = Client::connect(&post).await;
        client.say("LHLO mx.example").await;
        client.say("MAIL FROM:<>").await;
        client.say("RCPT TO:<desk@spoc.example>").await;
        client.say("DATA").await;
        // What the sender writes of it themselves stands below.
        let text = "Return-Path: <rita@spoc.example>\r\nFrom: rita@spoc.example\r\nSubject: Away\r\n\r\nI am away.\r\n.";
        assert_eq!(client.say(text).await, "250 2.0.0 kept");
        assert_eq!(&client.say("NOOP").await[..3], "250");
        let all = post.all_mail().await;
        assert_eq!(all[0].outcome, Outcome::Ignored);
        assert_eq!(all[0].reasons[0].of, "null_sender");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_answered_with_what_would() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let mut client = Client::connect(&post).await;
        assert_eq!(&client.say("STARTTLS").await[..3], "500");
        assert_eq!(&client.say("RCPT TO:<desk@spoc.example>").await[..3], "503");
        assert_eq!(&client.say("MAIL FROM:<>").await[..3], "250");
        assert_eq!(&client.say("DATA").await[..3], "503");
        assert_eq!(&client.say("QUIT").await[..3], "221");
    }
}

#[tokio::test]
async fn what_a_sender_wrote_is_no_end_of_their_message_and_no_message_of_its_own() {
    for backend in backends() {
        for end in ["\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r"] {
            let post = Post::new(backend).await;
            let mut client = Client::connect(&post).await;
            client.say("LHLO mx.example").await;
            client.say("MAIL FROM:<rita@spoc.example>").await;
            client.say("RCPT TO:<desk@spoc.example>").await;
            client.say("DATA").await;
            let text = format!(
                "From: rita@spoc.example\r\nSubject: VPN\r\n\r\nIt drops.{end}MAIL FROM:<boss@spoc.example>\r\n\
                 RCPT TO:<desk@spoc.example>\r\nDATA\r\nAuthentication-Results: mx.example; dmarc=pass\r\n\
                 From: boss@spoc.example\r\nSubject: Pay\r\n\r\nAt once.\r\n."
            );
            assert_eq!(client.say(&text).await, "250 2.0.0 kept", "{end:?}");
            assert_eq!(client.say("NOOP").await, "250 2.0.0 yes", "{end:?}");
            let all = post.all_mail().await;
            assert_eq!(all.len(), 1, "{end:?}");
            let raw = post.intake.raw(&all[0]).await.expect("it is kept");
            let raw = String::from_utf8(raw).expect("a text");
            assert!(raw.ends_with("At once.\r\n"), "{end:?}: {raw}");
        }
    }
}

#[tokio::test]
async fn what_is_too_long_is_refused_for_good_and_what_comes_after_it_is_taken() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let mut client = Client::connect(&post).await;
        client.say("LHLO mx.example").await;
        let large = client
            .say("MAIL FROM:<rita@spoc.example> SIZE=60000000")
            .await;
        assert_eq!(large, "552 5.3.4 the message is too large");
        client.say("MAIL FROM:<rita@spoc.example> SIZE=1000").await;
        client.say("RCPT TO:<desk@spoc.example>").await;
        client.say("DATA").await;
        let line = "x".repeat(3 * 1024 * 1024);
        let text =
            format!("From: rita@spoc.example\r\nSubject: Long\r\n\r\n{line}\r\nAnd more.\r\n.");
        assert_eq!(&client.say(&text).await[..9], "552 5.6.0");
        assert!(post.all_mail().await.is_empty());
        let short = "From: rita@spoc.example\r\nSubject: Short\r\n\r\nIt drops.\r\n";
        client.hands_over(short).await;
        // One of many lines that end otherwise is none of one line.
        let lines = "It drops.\n".repeat(200_000);
        let many = format!("From: rob@spoc.example\r\nSubject: Many\r\n\r\n{lines}\r\n");
        client.hands_over(&many).await;
        assert_eq!(&client.say("NOOP").await[..3], "250");
        assert_eq!(post.all_mail().await.len(), 2);
    }
}
