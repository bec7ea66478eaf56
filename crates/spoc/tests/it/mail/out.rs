//! Mail out, against a server that speaks SMTP: once, in order, with the same id when it must be repeated, and never to
//! who cannot be reached.

use super::{Letter, Post};
use crate::pages::Site;
use channels::mail::model::Outcome;
use channels::mail::out::model::OutboxState;
use channels::mail::out::{FOLLOWER, Patience, Sender};
use channels::mail::{parsing, queries};
use directory::{Directory, Settings};
use kernel::TicketId;
use kernel::ticket::{Change, InternalText, Message};
use kernel::time::{HOUR, MINUTE};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use testkit::backends;
use testkit::exim::Exim;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use work::{Command, Outcome as Executed};

/// What a server was given: who sent it, and the message.
type Taken = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// A mail server that keeps what it is given, and answers each message in turn as it is told, in the end well.
pub(super) struct Server {
    address: String,
    taken: Taken,
}

impl Server {
    pub(super) async fn start(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("smtp://{}", listener.local_addr().expect("an address"));
        let taken = Taken::default();
        let (kept, answers) = (Arc::clone(&taken), Arc::new(Mutex::new(answers.iter())));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, answers) = (Arc::clone(&kept), Arc::clone(&answers));
                tokio::spawn(async move { talk(stream, kept, answers).await });
            }
        });
        Self { address, taken }
    }

    /// The port that it listens on.
    pub(super) fn port(&self) -> u16 {
        let port = self.address.rsplit(':').next();
        port.and_then(|port| port.parse().ok()).expect("a port")
    }

    pub(super) fn taken(&self) -> Vec<(String, parsing::Incoming)> {
        let taken = self.taken.lock().expect("nobody failed");
        let read = |(from, raw): &(String, Vec<u8>)| {
            (from.clone(), parsing::parse(raw).expect("a message"))
        };
        taken.iter().map(read).collect()
    }
}

type Answers = Arc<Mutex<std::slice::Iter<'static, &'static str>>>;

async fn talk(stream: TcpStream, kept: Taken, answers: Answers) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut from = String::new();
    if write.write_all(b"220 here\r\n").await.is_err() {
        return;
    }
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = if line.starts_with("EHLO") {
            "250 here"
        } else if let Some(sender) = line.strip_prefix("MAIL FROM:") {
            sender.clone_into(&mut from);
            "250 yes"
        } else if line == "DATA" {
            write.write_all(b"354 go on\r\n").await.expect("written");
            let mut raw = String::new();
            loop {
                // What does not come to its end is not taken.
                let Ok(Some(line)) = lines.next_line().await else {
                    return;
                };
                if line == "." {
                    break;
                }
                raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                raw.push_str("\r\n");
            }
            kept.lock()
                .expect("nobody failed")
                .push((from.clone(), raw.into_bytes()));
            // Whoever is cut off here cannot know that it was taken.
            let next = answers.lock().expect("nobody failed").next().copied();
            match next.unwrap_or("250 kept") {
                "cut" => return,
                "silent" => return std::future::pending().await,
                // It has the message and says so, and nothing more.
                "kept, then silent" => {
                    write.write_all(b"250 kept\r\n").await.expect("written");
                    return std::future::pending().await;
                }
                answer => answer,
            }
        } else if line == "QUIT" {
            return;
        } else {
            "250 yes"
        };
        write
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .expect("written");
    }
}

fn sender(post: &Post, server: &Server) -> Sender {
    sender_by(post, &server.address, Duration::from_secs(60))
}

/// Whoever sends by an address, with so much patience for each part of it.
pub(super) fn sender_by(post: &Post, address: &str, patience: Duration) -> Sender {
    patient_sender(post, address, Patience::of(patience))
}

pub(super) fn patient_sender(post: &Post, address: &str, patience: Patience) -> Sender {
    let settings = Settings::new("http://desk.test");
    let directory = Directory::new(post.t.store.clone(), post.t.clock.clone(), settings);
    let sender = Sender::with_patience(post.t.desk.clone(), directory, address, patience);
    sender.expect("an address")
}

pub(super) async fn states(post: &Post) -> Vec<OutboxState> {
    let listing = |tx: &store::Tx<'_>| queries::outbox::list_outgoing(tx, None, 100);
    let listed = post
        .t
        .store
        .read(listing)
        .await
        .expect("the database answers");
    listed.iter().rev().map(|one| one.state).collect()
}

/// A ticket that came by mail, and a desk that follows.
pub(super) async fn asked(post: &Post) -> TicketId {
    post.t
        .desk
        .let_follow(FOLLOWER)
        .await
        .expect("the follower begins");
    let first = post.first().await;
    first.ticket.expect("a ticket")
}

pub(super) async fn follow(post: &Post) {
    post.t.follow(FOLLOWER).await;
}

/// Takes back what was done, or what took that back; whoever follows the log looks at it.
pub(super) async fn turned(post: &Post, done: Executed) -> Executed {
    let command = done.command.expect("a command");
    let undoing = Command::Undo { command };
    let undone = post.t.desk.execute(&post.t.cast.anna, undoing).await;
    follow(post).await;
    undone.expect("it is turned round")
}

#[tokio::test]
async fn a_reply_goes_out_with_what_it_answers_and_its_answer_comes_back_to_the_ticket() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        post.t
            .reply(&post.t.cast.anna, number, "Is it the **new** router?")
            .await
            .expect("a reply");
        let note = Message {
            text: InternalText("She is nice.".into()),
            attachments: Vec::new(),
        };
        post.t
            .change(&post.t.cast.anna, number, vec![Change::Note(note)])
            .await
            .expect("a note");
        follow(&post).await;
        assert_eq!(
            sender(&post, &server).send_due().await.expect("it is sent"),
            1
        );
        let taken = server.taken();
        let (from, message) = &taken[0];
        assert!(from.contains("desk@spoc.example"), "{from}");
        assert_eq!(message.to[0].email, "rita@spoc.example");
        assert_eq!(message.references, ["first@example.com"]);
        assert!(
            message.text.contains("Is it the **new** router?") && !message.text.contains("nice")
        );
        assert_eq!(states(&post).await, [OutboxState::Sent]);

        // The answer to it, as a mail program writes it: by its id and by the token.
        let token = message.reply_to.as_ref().expect("a token").email.clone();
        let answered = format!(
            "In-Reply-To: <{}>\r\n",
            message.message_id.as_deref().expect("an id")
        );
        let answer = post
            .take(Letter {
                to: &token,
                more: &answered,
                text: "Yes, it is.",
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (answer.outcome, answer.ticket),
            (Outcome::Appended, Some(number))
        );

        // What we wrote ourselves does not come back in.
        let raw = server.taken.lock().expect("nobody failed")[0].1.clone();
        assert_eq!(post.take_raw(raw).await.outcome, Outcome::Ignored);
    }
}

#[tokio::test]
async fn a_server_of_debians_takes_what_is_sent_as_it_was_written() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Exim::start());
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let number = asked(&post).await;
        // A line of one dot ends a message; one that is too long for a server must not come over as such.
        let text = format!("Grüße\n.\n..\n{}\nEnd", "long ".repeat(400).trim());
        let replied = post.t.reply(&post.t.cast.anna, number, &text).await;
        replied.expect("a reply");
        follow(&post).await;
        sender.send_due().await.expect("it is sent");
        assert_eq!(states(&post).await, [OutboxState::Sent]);
        let delivered = server.delivered();
        let [raw] = delivered.as_slice() else {
            panic!("{} messages", delivered.len());
        };
        let head = String::from_utf8_lossy(raw);
        assert!(head.contains("Return-path: <desk@spoc.example>"), "{head}");
        let message = parsing::parse(raw).expect("a message");
        let said = message.text.replace("\r\n", "\n");
        assert!(said.starts_with(&text), "{said}");
        assert_eq!(message.to[0].email, "rita@spoc.example");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_now_is_sent_later_and_what_is_repeated_has_the_same_id() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let server = Server::start(&["451 later", "cut", "250 kept"]).await;
        let number = asked(&post).await;
        post.t
            .reply(&post.t.cast.anna, number, "Try again.")
            .await
            .expect("a reply");
        follow(&post).await;
        let sender = sender(&post, &server);
        for expected in [
            OutboxState::Waiting,
            OutboxState::Waiting,
            OutboxState::Sent,
        ] {
            assert_eq!(sender.send_due().await.expect("it is tried"), 1);
            assert_eq!(states(&post).await, [expected]);
            assert_eq!(sender.send_due().await.expect("nothing is due"), 0);
            post.t.clock.advance(HOUR);
        }
        let ids: Vec<_> = server
            .taken()
            .into_iter()
            .map(|(_, message)| message.message_id)
            .collect();
        assert_eq!(ids.len(), 3);
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    }
}

#[tokio::test]
async fn a_desk_that_is_not_let_in_by_its_server_sends_all_once_it_is() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let server = Server::start(&["535 5.7.8 not with that password"]).await;
        let number = asked(&post).await;
        let replied = post.t.reply(&post.t.cast.anna, number, "One.").await;
        replied.expect("a reply");
        follow(&post).await;
        let sender = sender(&post, &server);
        sender.send_due().await.expect("it is tried");
        assert_eq!(states(&post).await, [OutboxState::Waiting]);
        let cast = post.t.cast.clone();
        let told = "does not let the desk in";
        let site = Site::of(post.t);
        for (person, is_told) in [(&cast.ada, true), (&cast.anna, false)] {
            let home = site.browser(person).await.page("/").await;
            assert_eq!(home.contains(told), is_told, "{home}");
            assert_eq!(home.contains("not with that password"), is_told);
        }
        let post = Post {
            t: site.desk,
            ..post
        };
        post.t.clock.advance(10 * MINUTE);
        sender.send_due().await.expect("it is sent");
        assert_eq!(states(&post).await, [OutboxState::Sent]);
        let site = Site::of(post.t);
        let home = site.browser(&cast.ada).await.page("/").await;
        assert!(!home.contains(told), "{home}");
    }
}

/// What a server says of a message to Rita that it could not deliver.
pub(super) fn bounce_of(id: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n\
             --x\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; rita@spoc.example\r\nAction: failed\r\n\
             Status: 5.1.1\r\n\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}>\r\n\r\n--x--\r\n"
    )
    .into_bytes()
}

#[tokio::test]
async fn what_is_refused_for_good_is_not_tried_again_and_nobody_unreachable_is_written_to() {
    for backend in backends() {
        let (post, server) = (
            Post::new(backend).await,
            Server::start(&["550 no such user"]).await,
        );
        let number = asked(&post).await;
        post.t
            .reply(&post.t.cast.anna, number, "One.")
            .await
            .expect("a reply");
        follow(&post).await;
        let sender = sender(&post, &server);
        sender.send_due().await.expect("it is tried");
        assert_eq!(states(&post).await, [OutboxState::Failed]);
        let id = server.taken()[0].1.message_id.clone().expect("an id");
        assert_eq!(post.take_raw(bounce_of(&id)).await.ticket, Some(number));
        post.t
            .reply(&post.t.cast.anna, number, "Two.")
            .await
            .expect("a reply");
        follow(&post).await;
        post.t.clock.advance(MINUTE);
        sender.send_due().await.expect("it is looked at");
        assert_eq!(server.taken().len(), 1, "nothing more was handed over");
        assert_eq!(
            states(&post).await,
            [OutboxState::Failed, OutboxState::Suppressed]
        );
    }
}
