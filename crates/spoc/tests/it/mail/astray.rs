//! What comes out of order, to a ticket that is not there, from nobody knows whom, or twice at once.

use super::{Letter, Post, whys};
use channels::mail::model::Outcome;
use kernel::TicketId;
use testkit::backends;

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
