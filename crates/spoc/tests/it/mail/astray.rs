//! What comes out of order, to a ticket that is not there, from nobody knows whom, or twice at once.

use super::{Letter, Post, whys};
use channels::mail::model::Outcome;
use kernel::TicketId;
use testkit::backends;
use tokio::task::JoinSet;

#[tokio::test]
async fn what_answers_a_ticket_that_the_backup_did_not_have_opens_a_new_one() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let rita = post.t.cast.rita.person.expect("a person");
        let token = post
            .intake
            .reply_address("desk@spoc.example", TicketId(999_999), rita)
            .await;
        let token = token.expect("the database answers").expect("an address");
        let taken = post
            .take(Letter {
                to: &token,
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (taken.outcome, whys(&taken)),
            (Outcome::Created, vec!["new"])
        );
        let report = post
            .take(Letter {
                from: "MAILER-DAEMON@mx.example",
                to: &token,
                subject: "Undelivered Mail Returned to Sender",
                ..Letter::default()
            })
            .await;
        assert_eq!(
            (report.outcome, whys(&report)),
            (Outcome::Ignored, vec!["bounce"])
        );
    }
}

#[tokio::test]
async fn whose_address_cannot_be_read_is_no_machine_and_somebody_has_to_look() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let by = |from| Letter {
            from,
            ..Letter::default()
        };
        let nobody = post.take(by("Rita Rossi")).await;
        assert_eq!(
            (nobody.outcome, whys(&nobody)),
            (Outcome::Quarantined, vec!["no_sender"])
        );
        let encoded = by("=?utf-8?q?Rita_<rita@spoc.example>?=");
        let encoded = post.take(encoded).await;
        assert_eq!(encoded.outcome, Outcome::Created);
        assert_eq!(encoded.from_email.as_deref(), Some("rita@spoc.example"));
    }
}

#[tokio::test]
async fn a_message_that_comes_after_an_answer_to_it_goes_on_with_the_ticket_of_that() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let answer = post
            .take(Letter {
                from: "Rob <rob@spoc.example>",
                to: "rita@spoc.example, desk@spoc.example",
                more: "In-Reply-To: <late@example.com>\r\n",
                text: "Me, too.",
                ..Letter::default()
            })
            .await;
        assert_eq!(answer.outcome, Outcome::Created);
        let late = || Letter {
            to: "rob@spoc.example, desk@spoc.example",
            id: "late@example.com",
            ..Letter::default()
        };
        let first = post.take(late()).await;
        assert_eq!(
            (first.outcome, first.ticket),
            (Outcome::Appended, answer.ticket)
        );
        assert_eq!(whys(&first), ["sibling"]);
        // What another mailbox has of it is the same message still.
        let again = post.take(late()).await;
        assert_eq!(
            (again.outcome, whys(&again)),
            (Outcome::Ignored, vec!["duplicate"])
        );
    }
}

#[tokio::test]
async fn whoever_answers_what_has_not_come_yet_and_did_not_get_it_learns_nothing_of_it() {
    for backend in backends() {
        let post = Post::new(backend).await;
        // By an address of one's own, and in the name of whoever will write it: each with both on the ticket.
        for (number, from, to) in [
            (1, "eve@elsewhere.example", "rita@spoc.example"),
            (2, "rita@spoc.example", "eve@elsewhere.example"),
        ] {
            let (id, to) = (
                format!("guessed-{number}@example.com"),
                format!("{to}, desk@spoc.example"),
            );
            let answering = format!("In-Reply-To: <{id}>\r\n");
            let guessed = Letter {
                from,
                to: &to,
                more: &answering,
                ..Letter::default()
            };
            let guessed = post.take(guessed).await;
            let text = "It is about the salaries.";
            let first = Letter {
                id: &id,
                text,
                ..Letter::default()
            };
            let first = post.take(first).await;
            assert_eq!(
                (first.outcome, whys(&first)),
                (Outcome::Created, vec!["new"])
            );
            assert_ne!(first.ticket, guessed.ticket);
            // Whoever goes on with it means it, and not what was said of it before.
            let second = Letter {
                more: &answering,
                text: "Has anybody read it?",
                ..Letter::default()
            };
            assert_eq!(post.take(second).await.ticket, first.ticket);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_several_take_in_at_once_becomes_one_ticket() {
    const AT_ONCE: usize = 4;
    for backend in backends() {
        let post = Post::new(backend).await;
        let left = post
            .take(Letter {
                more: "Precedence: bulk\r\n",
                ..Letter::default()
            })
            .await;
        assert_eq!(left.outcome, Outcome::Ignored);
        let mut taking = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (intake, id) = (post.intake.clone(), left.id);
            taking.spawn(async move { intake.release(id).await });
        }
        for taken in taking.join_all().await {
            taken.expect("it is taken in");
        }
        assert_eq!(post.mail(left.id).await.outcome, Outcome::Created);
        let all = post.t.list(&post.t.cast.anna, "").await.expect("the list");
        assert_eq!(all.len(), 1);
    }
}
