//! Reports of messages that did not arrive: what they say is believed of whom the message was sent to, and of an address
//! only that there is none.

use super::out::{Server, asked, follow, sender_by};
use super::threads::said;
use super::{Letter, Post, whys};
use channels::mail::model::{Mail, Outcome};
use channels::mail::queries;
use kernel::TicketId;
use kernel::time::HOUR;
use std::time::Duration;
use testkit::{Backend, backends};

const RITA: &str = "rita@spoc.example";
const BEN: &str = "ben@spoc.example";

/// A report of a message, with what is said of each recipient.
fn report(from: &str, kind: &str, groups: &str, id: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nSubject: Why does this bounce?\r\nContent-Type: multipart/{kind}; boundary=x\r\n\r\n\
         --x\r\nContent-Type: text/plain\r\n\r\nCan you see why?\r\n\
         --x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n{groups}\r\n\
         --x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}>\r\n\r\n--x--\r\n"
    )
    .into_bytes()
}

fn group(email: &str, action: &str, status: &str) -> String {
    format!("Final-Recipient: rfc822; {email}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n")
}

/// A desk that has mailed Rita a reply, with its id.
async fn replied(backend: Backend) -> (Post, TicketId, String) {
    let post = Post::new(backend).await;
    let server = Server::start(&["250 kept"]).await;
    let number = asked(&post).await;
    let reply = post.t.reply(&post.t.cast.anna, number, "One.").await;
    reply.expect("a reply");
    follow(&post).await;
    let address = format!("smtp://127.0.0.1:{}", server.port());
    let sender = sender_by(&post, &address, Duration::from_secs(60));
    sender.send_due().await.expect("it is sent");
    let id = server.taken()[0].1.message_id.clone().expect("an id");
    (post, number, id)
}

impl Post {
    async fn reported(&self, groups: &str, id: &str) -> Mail {
        let from = "MAILER-DAEMON@mx.example";
        let kind = "report; report-type=delivery-status";
        self.take_raw(report(from, kind, groups, id)).await
    }

    async fn is_gone(&self, email: &'static str) -> bool {
        let asking = move |tx: &store::Tx<'_>| queries::is_unreachable(tx, email);
        self.t.store.read(asking).await.expect("the database works")
    }

    async fn bounces(&self, number: TicketId) -> usize {
        let said = said(self, number).await;
        said.iter().filter(|note| note.contains('↩')).count()
    }
}

#[tokio::test]
async fn an_address_is_gone_where_the_report_says_so_of_it_and_of_nothing_else() {
    for backend in backends() {
        let (post, _, id) = replied(backend).await;
        for other in ["5.2.2", "5.3.4", "5.7.1", "5.7.26", "4.4.7"] {
            post.reported(&group(RITA, "failed", other), &id).await;
            assert!(!post.is_gone(RITA).await, "{other}");
        }
        // It arrived for her, and for somebody else it did not.
        let both =
            group(RITA, "delivered", "2.1.5") + &group("gone@spoc.example", "failed", "5.1.1");
        post.reported(&both, &id).await;
        assert!(!post.is_gone(RITA).await);
        post.reported(&group(RITA, "failed", "5.1.1"), &id).await;
        assert!(post.is_gone(RITA).await);
        // What was sent earlier and is late says nothing new.
        post.reported(&group(RITA, "failed", "4.4.7"), &id).await;
        assert!(post.is_gone(RITA).await);
    }
}

#[tokio::test]
async fn nobody_can_have_somebody_else_left_out() {
    for backend in backends() {
        let (post, number, id) = replied(backend).await;
        // Ben was mailed on another ticket, and somebody who has Rita's message reports him gone.
        post.reported(&group(BEN, "failed", "5.1.1"), &id).await;
        assert!(!post.is_gone(BEN).await);
        post.reported(&group(BEN, "failed", "5.1.1"), "unknown@example.com")
            .await;
        assert!(!post.is_gone(BEN).await);
        assert_eq!(post.bounces(number).await, 1);
    }
}

#[tokio::test]
async fn reports_without_end_are_filed_and_told_of_five_times_an_hour() {
    for backend in backends() {
        let (post, number, id) = replied(backend).await;
        for _ in 0..9 {
            let filed = post.reported(&group(RITA, "failed", "5.2.2"), &id).await;
            assert_eq!(
                (filed.outcome, filed.ticket),
                (Outcome::Ignored, Some(number))
            );
        }
        assert_eq!(post.bounces(number).await, 5);
        post.t.clock.advance(2 * HOUR);
        post.reported(&group(RITA, "failed", "5.2.2"), &id).await;
        assert_eq!(post.bounces(number).await, 6);
    }
}

#[tokio::test]
async fn somebody_who_passes_a_report_on_and_asks_about_it_gets_a_ticket() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let groups = group("shop@elsewhere.example", "failed", "5.1.1");
        let asked = report(RITA, "mixed", &groups, "theirs@example.com");
        let taken = post.take_raw(asked).await;
        assert_eq!(taken.outcome, Outcome::Created, "{:?}", whys(&taken));
    }
}

#[tokio::test]
async fn what_has_nothing_in_it_opens_no_ticket_beside_the_one_that_it_answers() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let first = post.first().await;
        let empty = post
            .take(Letter {
                more: "In-Reply-To: <first@example.com>\r\n",
                text: "",
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (empty.outcome, empty.ticket),
            (Outcome::Ignored, first.ticket)
        );
        assert!(whys(&empty).contains(&"nothing_said"), "{:?}", whys(&empty));
    }
}

#[tokio::test]
async fn a_message_with_an_id_that_was_there_before_is_taken_in_once_an_agent_says_so() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let alarm = |text| Letter {
            id: "always-the-same@device.example",
            text,
            ..Letter::default()
        };
        let first = post.take(alarm("Disk one is full.")).await;
        let second = post.take(alarm("Disk two is full.")).await;
        assert_eq!(
            (second.outcome, whys(&second)),
            (Outcome::Ignored, vec!["duplicate"])
        );
        post.intake
            .release(second.id)
            .await
            .expect("it is taken in");
        let taken = post.mail(second.id).await;
        assert_eq!(taken.outcome, Outcome::Created, "{:?}", whys(&taken));
        assert_ne!(taken.ticket, first.ticket);
    }
}
