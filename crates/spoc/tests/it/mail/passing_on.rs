//! What agents pass on to the desk by mail is whose wrote it.

use super::threads::said;
use super::{Letter, Post, whys};
use channels::mail::model::Outcome;
use testkit::backends;

#[tokio::test]
async fn what_an_agent_passes_on_was_asked_by_whoever_wrote_it() {
    let passed_on = "Please have a look, he is in a hurry.\r\n\r\n---------- Forwarded message ---------\r\n\
                     From: Jan Meier <jan@kunde.example>\r\nDate: Mon, May 4, 2026 at 9:12 AM\r\n\
                     Subject: Printer\r\nTo: <anna@spoc.example>\r\n\r\n\r\nIt does not print.";
    for backend in backends() {
        let post = Post::new(backend).await;
        let cast = &post.t.cast;
        let by = |from| Letter {
            from,
            subject: "Fwd: Printer",
            text: passed_on,
            ..Letter::default()
        };
        let mail = post.take(by("Anna <anna@spoc.example>")).await;
        assert_eq!(
            (mail.outcome, whys(&mail)),
            (Outcome::Created, vec!["forwarded"])
        );
        let number = mail.ticket.expect("a ticket");
        let ticket = post.t.ticket(&cast.anna, number).await.expect("a ticket");
        assert_eq!(ticket.subject, "Printer");
        let find =
            |tx: &store::Tx<'_>| directory::queries::find_person_by_email(tx, "jan@kunde.example");
        let jan = post.t.store.read(find).await.expect("an answer");
        assert_eq!(Some(ticket.requester), jan.map(|jan| jan.id));
        assert!(
            ticket
                .watchers
                .iter()
                .any(|one| Some(*one) == cast.anna.person)
        );
        let said = said(&post, number).await;
        assert_eq!(said[0], "It does not print.");
        assert!(said[1].ends_with("he is in a hurry."), "{said:?}");
        assert_eq!((ticket.note_count, said.len()), (1, 2));

        // Whoever does not work here asks for themselves, whatever they pass on.
        let mail = post.take(by("Rita <rita@spoc.example>")).await;
        let number = mail.ticket.expect("a ticket");
        let ticket = post.t.ticket(&cast.anna, number).await.expect("a ticket");
        assert_eq!(Some(ticket.requester), cast.rita.person);
        assert_eq!(whys(&mail), ["new"]);
    }
}
