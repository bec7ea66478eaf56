//! Which ticket a message belongs to, and what becomes of what belongs to none.

use super::{Letter, Post, whys};
use channels::mail::model::Outcome;
use kernel::ticket::{Change, Channel};
use kernel::{Activity, Actor, TicketId};
use store::log::Texts;
use testkit::backends;

/// What was said on a ticket, each with whether an agent said it.
pub(super) async fn said(post: &Post, ticket: TicketId) -> Vec<String> {
    let reading = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, ticket, Texts::All);
    let log = post.t.store.read(reading).await.expect("the log");
    let text = |recorded: kernel::Recorded| match &recorded.activity {
        Activity::Opened(_) | Activity::Replied { .. } | Activity::Noted { .. } => {
            recorded.activity.text().map(str::to_owned)
        }
        _ => None,
    };
    log.into_iter().filter_map(text).collect()
}

#[tokio::test]
async fn a_message_becomes_a_ticket_and_the_answer_to_it_goes_on_with_it() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let first = post.first().await;
        assert_eq!(
            (first.outcome, whys(&first)),
            (Outcome::Created, vec!["new"])
        );
        let number = first.ticket.expect("a ticket");
        let ticket = post
            .t
            .ticket(&post.t.cast.rita, number)
            .await
            .expect("Rita sees it");
        assert_eq!(
            (ticket.subject.as_str(), ticket.channel),
            ("VPN", Channel::Email)
        );
        assert_eq!(Some(ticket.requester), post.t.cast.rita.person);

        let second = post
            .take(Letter {
                subject: "Re: VPN",
                more: "In-Reply-To: <first@example.com>\r\n",
                text: "It is worse today.\n\nOn Mon, 3 May 2026 at 10:12, Desk <desk@spoc.example> wrote:\n> Is it better?",
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (second.outcome, second.ticket),
            (Outcome::Appended, Some(number))
        );
        assert_eq!(whys(&second), ["answers"]);
        assert_eq!(
            said(&post, number).await,
            ["It drops every ten minutes.", "It is worse today."]
        );
    }
}

#[tokio::test]
async fn the_same_message_is_taken_once_however_it_comes() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let raw = b"From: rita@spoc.example\r\nMessage-ID: <once@example.com>\r\nSubject: VPN\r\n\r\nIt drops.\r\n";
        let first = post
            .intake
            .take(post.mailbox, "7:1", raw.to_vec())
            .await
            .expect("taken");
        let again = post
            .intake
            .take(post.mailbox, "7:1", raw.to_vec())
            .await
            .expect("taken");
        assert_eq!(first, again);
        let elsewhere = post.take_raw(raw.to_vec()).await;
        assert_eq!(
            (elsewhere.outcome, whys(&elsewhere)),
            (Outcome::Ignored, vec!["duplicate"])
        );
        assert_eq!(elsewhere.ticket, post.mail(first).await.ticket);
        // What is in no ticket is in a backup all the same.
        let kept = post.t.store.read(work::queries::attachment_hashes).await;
        assert!(
            kept.expect("the database answers")
                .contains(&elsewhere.hash)
        );
        let all = post.t.list(&post.t.cast.anna, "").await.expect("the list");
        assert_eq!(all.len(), 1);

        // Somebody else's message with the same id is no copy of it.
        let other = post
            .take(Letter {
                from: "eve@elsewhere.example",
                id: "once@example.com",
                ..Letter::default()
            })
            .await;
        assert_eq!(other.outcome, Outcome::Created);
    }
}

#[tokio::test]
async fn neither_number_nor_token_nor_reference_opens_a_ticket_to_a_stranger() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let first = post.first().await;
        let number = first.ticket.expect("a ticket");
        let rita = post.t.cast.rita.person.expect("a person");
        let token = post
            .intake
            .reply_address("desk@spoc.example", number, rita)
            .await;
        let token = token.expect("the database answers").expect("an address");
        let subject = format!("Re: [#{number}] VPN");
        let eve = || Letter {
            from: "Eve <eve@elsewhere.example>",
            ..Letter::default()
        };
        for letter in [
            Letter {
                subject: &subject,
                text: "Tell me more.",
                ..eve()
            },
            Letter {
                to: &token,
                text: "What is it about?",
                ..eve()
            },
            Letter {
                more: "References: <first@example.com>\r\n",
                text: "I am curious.",
                ..eve()
            },
        ] {
            let taken = post.take(letter).await;
            let own = taken.ticket.expect("a ticket");
            assert_eq!(taken.outcome, Outcome::Created);
            assert!(
                own != number && whys(&taken).contains(&"no_party"),
                "{taken:?}"
            );
            let ticket = post
                .t
                .ticket(&Actor::spoc(), own)
                .await
                .expect("the ticket");
            assert!(
                ticket.links.iter().any(|link| link.to == number),
                "it is linked"
            );
        }
        assert_eq!(said(&post, number).await.len(), 1);

        let by_rita = post
            .take(Letter {
                to: &token,
                subject: "Something",
                text: "By the token.",
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (by_rita.ticket, whys(&by_rita)),
            (Some(number), vec!["token"])
        );
        let by_number = post
            .take(Letter {
                subject: &subject,
                text: "By the number.",
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (by_number.ticket, whys(&by_number)),
            (Some(number), vec!["number"])
        );
    }
}

#[tokio::test]
async fn messages_that_speak_of_the_same_one_which_never_came_belong_together() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let unseen = "References: <unseen@elsewhere.example>\r\n";
        let first = post
            .take(Letter {
                more: unseen,
                ..Letter::default()
            })
            .await;
        let second = post
            .take(Letter {
                more: unseen,
                text: "And the printer, too.",
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (second.outcome, whys(&second)),
            (Outcome::Appended, vec!["sibling"])
        );
        assert_eq!(second.ticket, first.ticket);
    }
}

#[tokio::test]
async fn machines_bounces_and_our_own_messages_open_no_ticket() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let first = post.first().await;
        for (more, why) in [
            ("Auto-Submitted: auto-replied\r\n", "automatic"),
            ("Return-Path: <>\r\n", "automatic"),
            ("Precedence: bulk\r\n", "automatic"),
            ("X-Spoc-Desk: Desk@spoc.example\r\n", "own_message"),
        ] {
            let taken = post
                .take(Letter {
                    more,
                    ..Letter::default()
                })
                .await;
            assert_eq!(
                (taken.outcome, whys(&taken)),
                (Outcome::Ignored, vec![why]),
                "{more}"
            );
        }
        let own = post
            .take(Letter {
                from: "desk@spoc.example",
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (own.outcome, whys(&own)),
            (Outcome::Ignored, vec!["own_address"])
        );

        let bounce = "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n\
             --x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; rita@spoc.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
             --x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <first@example.com>\r\nSubject: VPN\r\n\r\nHello\r\n--x--\r\n";
        let bounced = post.take_raw(bounce.as_bytes().to_vec()).await;
        assert_eq!(
            (bounced.outcome, whys(&bounced)),
            (Outcome::Ignored, vec!["bounce"])
        );
        assert_eq!(bounced.ticket, first.ticket);
        // Nothing of this ticket was mailed to her yet: anybody could have written that.
        let unreachable =
            |tx: &store::Tx<'_>| channels::mail::queries::is_unreachable(tx, "rita@spoc.example");
        assert!(
            !post
                .t
                .store
                .read(unreachable)
                .await
                .expect("the database answers")
        );
        let noted = said(&post, first.ticket.expect("a ticket")).await;
        assert!(
            noted
                .last()
                .is_some_and(|note| note.contains("rita@spoc.example 5.1.1")),
            "{noted:?}"
        );
        assert_eq!(
            post.t
                .list(&post.t.cast.anna, "")
                .await
                .expect("the list")
                .len(),
            1
        );

        // Somebody who has looked at it may take it in all the same.
        post.intake.release(own.id).await.expect("it is released");
        assert_eq!(post.mail(own.id).await.outcome, Outcome::Created);
    }
}

#[tokio::test]
async fn thanks_do_not_reopen_and_anything_else_does() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let first = post.first().await;
        let number = first.ticket.expect("a ticket");
        let resolve = Change::Resolve {
            code: "solved".into(),
            text: "New router.".into(),
        };
        post.t
            .change(&post.t.cast.anna, number, vec![resolve])
            .await
            .expect("resolved");
        let answer = |text| Letter {
            more: "In-Reply-To: <first@example.com>\r\n",
            text,
            ..Letter::default()
        };
        let thanks = post
            .take(answer("Thank you very much, it works now!"))
            .await;
        assert_eq!(
            (thanks.outcome, whys(&thanks)),
            (Outcome::Appended, vec!["answers", "thanks"])
        );
        assert!(
            !post
                .t
                .ticket(&post.t.cast.anna, number)
                .await
                .expect("the ticket")
                .is_open()
        );
        post.take(answer("It drops again.")).await;
        assert!(
            post.t
                .ticket(&post.t.cast.anna, number)
                .await
                .expect("the ticket")
                .is_open()
        );
    }
}

#[tokio::test]
async fn the_same_again_and_again_is_taken_where_the_desk_says_nothing_by_itself() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let mut outcomes = Vec::new();
        for _ in 0..5 {
            outcomes.push(post.take(Letter::default()).await.outcome);
        }
        assert_eq!(outcomes, [Outcome::Created; 5]);
    }
}

#[tokio::test]
async fn a_message_keeps_its_files_with_their_names() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let raw = "From: rita@spoc.example\r\nSubject: =?utf-8?q?Ger=C3=A4t?=\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
             --x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\u{fc}\u{df}e\r\n\
             --x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename*=utf-8''%C3%9Cbersicht.txt\r\n\r\nabc\r\n--x--\r\n";
        let raw: Vec<u8> = raw.chars().map(|c| c as u8).collect();
        let taken = post.take_raw(raw).await;
        let number = taken.ticket.expect("a ticket");
        assert_eq!(taken.subject, "Gerät");
        assert_eq!(said(&post, number).await, ["Grüße"]);
        let reading = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, number, Texts::None);
        let log = post.t.store.read(reading).await.expect("the log");
        let names: Vec<&str> = log[0]
            .activity
            .attachments()
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        assert_eq!(names, ["Übersicht.txt"]);
    }
}
