//! Machines that answer each other: two desks with a mail server between them, and somebody's mailbox that answers
//! whatever comes without saying that it is a machine.

use super::imap::eventually;
use super::out::{Server, sender_by, states};
use super::real::confirms_what_comes;
use super::{Letter, Post, outcomes, whys};
use channels::mail::lmtp;
use channels::mail::model::Outcome;
use channels::mail::out::model::OutboxState;
use channels::mail::out::{FOLLOWER, Sender};
use kernel::time::{DAY, HOUR};
use std::time::Duration;
use testkit::exim::Exim;
use testkit::{Backend, backends};
use tokio::net::TcpListener;

/// Most messages that two desks exchange, of which no person wrote more than the first.
const EXCHANGED_MAX: usize = 3;
/// Rounds after which a loop is one.
const ROUNDS: usize = 40;
const PATIENCE: Duration = Duration::from_secs(60);

/// One of two desks.
struct Side {
    post: Post,
    address: &'static str,
    port: u16,
}

impl Side {
    /// A desk that confirms whatever comes to its address.
    async fn at(address: &'static str, backend: Backend) -> Self {
        let post = Post::at(address, backend).await;
        confirms_what_comes(&post).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(lmtp::listen(listener, post.intake.clone()));
        Self {
            post,
            address,
            port,
        }
    }

    /// What somebody wrote from another address opens a ticket here.
    async fn is_written_to_from(&self, from: &str) -> kernel::TicketId {
        let letter = Letter {
            from,
            to: self.address,
            ..Letter::default()
        };
        let taken = self.post.take(letter).await;
        taken.ticket.expect("a ticket")
    }

    /// All that it has to say goes out.
    async fn speaks(&self, sender: &Sender) {
        self.post.t.follow(FOLLOWER).await;
        while sender.send_due().await.expect("the database works") > 0 {}
    }

    /// All that has come to it is understood.
    async fn has_read(&self) {
        eventually(async || {
            let counted = outcomes(&self.post).await;
            let received = counted.iter().find(|(it, _)| *it == Outcome::Received);
            received.is_none_or(|(_, count)| *count == 0).then_some(())
        })
        .await;
    }

    async fn sent(&self) -> usize {
        let states = states(&self.post).await;
        let sent = states.iter().filter(|state| **state == OutboxState::Sent);
        sent.count()
    }
}

/// Lets both speak until neither has anything more to say; answers how many messages went between them.
async fn exchanged(sides: [&Side; 2]) -> usize {
    let [one, other] = sides;
    let domain = |side: &Side| side.address.rsplit('@').next().expect("a domain");
    let between = Exim::start_between(&[(domain(one), one.port), (domain(other), other.port)]);
    let server = format!("smtp://127.0.0.1:{}", between.port());
    let senders = sides.map(|side| sender_by(&side.post, &server, PATIENCE));
    let mut before = usize::MAX;
    for _ in 0..ROUNDS {
        for (side, sender) in sides.iter().zip(&senders) {
            side.speaks(sender).await;
            let strayed = between.delivered();
            assert!(strayed.is_empty(), "all goes to one of them");
        }
        for side in sides {
            side.has_read().await;
        }
        let sent = one.sent().await + other.sent().await;
        if sent == before {
            return sent;
        }
        before = sent;
    }
    panic!("they go on for ever: {before}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_that_confirm_whatever_comes_exchange_at_most_three_messages() {
    for backend in backends() {
        let one = Side::at("desk@one.example", backend).await;
        let other = Side::at("desk@other.example", backend).await;
        // Somebody there writes from the desk's own address, by hand.
        let number = one.is_written_to_from("Other <desk@other.example>").await;
        assert_eq!(exchanged([&one, &other]).await, 1, "it is confirmed once");
        // Here somebody answers by hand: that is no machine's message, and is confirmed.
        let replied = one
            .post
            .t
            .reply(&one.post.t.cast.anna, number, "Which router?");
        replied.await.expect("a reply");
        let all = exchanged([&one, &other]).await;
        assert!(1 < all && all <= EXCHANGED_MAX, "{all}");
        let taken = outcomes(&other.post).await;
        let created = taken.iter().find(|(it, _)| *it == Outcome::Created);
        assert_eq!(created.map(|(_, count)| *count), Some(1), "{taken:?}");
    }
}

/// Somebody's mailbox answers each message that comes, as `says` says; answers how many it was sent.
async fn answered(post: &Post, says: impl Fn(usize) -> (String, String)) -> usize {
    let server = Server::start(&[]).await;
    let address = format!("smtp://127.0.0.1:{}", server.port());
    let sender = sender_by(post, &address, PATIENCE);
    post.first().await;
    let mut count = 0;
    for _ in 0..ROUNDS {
        post.t.follow(FOLLOWER).await;
        while sender.send_due().await.expect("the database works") > 0 {}
        let came = server.taken();
        if came.len() == count {
            return count;
        }
        for (_, message) in &came[count..] {
            count += 1;
            let (subject, text) = says(count);
            let subject = subject.replace("{}", &message.subject);
            let to = message.reply_to.as_ref().expect("a token");
            let letter = Letter {
                to: if subject.contains('#') {
                    &to.email
                } else {
                    "desk@spoc.example"
                },
                subject: &subject,
                text: &text,
                ..Letter::default()
            };
            post.take(letter).await;
        }
    }
    panic!("it goes on for ever: {count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_answers_everything_with_the_same_is_answered_four_times() {
    let away = |count: usize| {
        format!(
            "Thank you, I have got your message number {count}. I am away until {count} August and read nothing until then. \
             {} is here instead of me.",
            ["Jan", "Petra", "Ali", "Mia"][count % 4]
        )
    };
    for backend in backends() {
        // In answer to each message, or as a new one each time.
        for subject in ["Re: {}", "I am away"] {
            let post = Post::new(backend).await;
            confirms_what_comes(&post).await;
            let count = answered(&post, |count| (subject.to_owned(), away(count))).await;
            assert_eq!(count, 4, "{subject}");
            let held = outcomes(&post).await;
            assert!(held.contains(&(Outcome::Quarantined, 1)), "{held:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_that_answers_something_else_each_time_is_answered_ten_times_an_hour() {
    let digest = |count: usize| {
        let words = (0..12).map(|word| {
            let mixed = (count * 7_919 + word * 104_729) % 9_973;
            let digits = mixed.to_string();
            digits
                .bytes()
                .map(|digit| char::from(digit + 49))
                .collect::<String>()
        });
        words.collect::<Vec<_>>().join(" ")
    };
    for backend in backends() {
        let post = Post::new(backend).await;
        confirms_what_comes(&post).await;
        let count = answered(&post, |count| ("Re: {}".to_owned(), digest(count))).await;
        assert_eq!(count, 10);
        let mut states = states(&post).await;
        assert_eq!(states.pop(), Some(OutboxState::Held));
        assert_eq!(states, [OutboxState::Sent; 10]);
        // What an agent writes is no machine's, and goes out.
        let number = post.first().await.ticket.expect("the ticket");
        let replied = post.t.reply(&post.t.cast.anna, number, "Are you there?");
        replied.await.expect("a reply");
        post.t.follow(FOLLOWER).await;
        assert_eq!(
            super::out::states(&post).await.last(),
            Some(&OutboxState::Waiting)
        );
        // An hour later what comes is confirmed again.
        post.t.clock.advance(HOUR);
        let more = Letter {
            text: "The printer is on fire, quite another thing.",
            ..Letter::default()
        };
        post.take(more).await;
        post.t.follow(FOLLOWER).await;
        assert_eq!(
            super::out::states(&post).await.last(),
            Some(&OutboxState::Waiting)
        );
    }
}

#[tokio::test]
async fn the_same_with_other_numbers_is_taken_three_times_a_day_and_something_else_as_before() {
    for backend in backends() {
        let post = Post::new(backend).await;
        confirms_what_comes(&post).await;
        let disk = |number: u32| {
            format!("Disk {number} of server web01 has {number} GB left at {number}:00.")
        };
        for number in 1..=3 {
            let text = disk(number);
            let taken = post
                .take(Letter {
                    text: &text,
                    ..Letter::default()
                })
                .await;
            assert_eq!(taken.outcome, Outcome::Created);
        }
        post.t.follow(FOLLOWER).await;
        let text = disk(4);
        let held = post
            .take(Letter {
                text: &text,
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (held.outcome, whys(&held)),
            (Outcome::Quarantined, vec!["too_many_alike"])
        );
        let other = post
            .take(Letter {
                text: "It does not print.",
                ..Letter::default()
            })
            .await;
        assert_eq!(other.outcome, Outcome::Created);
        // Whoever else writes it is somebody else, and tomorrow is another day.
        let by_another = Letter {
            from: "Eve <eve@elsewhere.example>",
            text: &text,
            ..Letter::default()
        };
        assert_eq!(post.take(by_another).await.outcome, Outcome::Created);
        post.t.clock.advance(DAY);
        let taken = post
            .take(Letter {
                text: &text,
                ..Letter::default()
            })
            .await;
        assert_eq!(taken.outcome, Outcome::Created);
    }
}

#[tokio::test]
async fn people_may_say_the_same_as_often_as_they_like_and_what_they_quote_is_not_what_they_say() {
    const TIMES: usize = 6;
    let below = "\r\n\r\n-- \r\nRita, Accounting\r\nThis message is for whoever it is addressed to, and for nobody else at all.\r\n\
         Please consider the environment before you print it, and delete it if you have got it by mistake.";
    let says = [
        "It drops again.",
        "Now the printer is on fire.",
        "Could somebody call me back?",
        "Where do I find the form?",
        "My screen is black.",
        "The key is lost.",
    ];
    for backend in backends() {
        let post = Post::new(backend).await;
        // Nothing is sent by itself: nobody answers a machine here.
        for _ in 0..TIMES {
            let taken = post.take(Letter::default()).await;
            assert_eq!(taken.outcome, Outcome::Created);
        }
        let post = Post::new(backend).await;
        confirms_what_comes(&post).await;
        for what in says {
            let text = format!("{what}{below}");
            let taken = post
                .take(Letter {
                    text: &text,
                    ..Letter::default()
                })
                .await;
            assert_eq!(
                (taken.outcome, whys(&taken)),
                (Outcome::Created, vec!["new"])
            );
            post.t.follow(FOLLOWER).await;
        }
    }
}
