//! What agents pass on to the desk by mail is whose wrote it.

use super::threads::said;
use super::{Letter, Post, whys};
use channels::mail::model::Outcome;
use kernel::Activity;
use kernel::ticket::Change;
use store::log::Texts;
use testkit::backends;

/// As it is written below what an agent says of it.
const PASSED_ON: &str = "Please have a look, he is in a hurry.\r\n\r\n---------- Forwarded message ---------\r\n\
     From: Jan Meier <jan@kunde.example>\r\nDate: Mon, May 4, 2026 at 9:12 AM\r\n\
     Subject: Printer\r\nTo: <anna@spoc.example>\r\n\r\n\r\nIt does not print.";

#[tokio::test]
async fn what_an_agent_passes_on_was_asked_by_whoever_wrote_it() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let cast = &post.t.cast;
        let by = |from| Letter {
            from,
            subject: "Fwd: Printer",
            text: PASSED_ON,
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

#[tokio::test]
async fn what_an_agent_passes_on_of_a_ticket_is_said_there_by_whoever_wrote_it_if_they_take_part() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let cast = &post.t.cast;
        let asked = Letter {
            from: "Jan Meier <jan@kunde.example>",
            ..Letter::default()
        };
        let number = post.take(asked).await.ticket.expect("a ticket");
        let watch = Change::Watch(cast.anna.person.expect("a person"));
        let watched = post.t.change(&cast.anna, number, vec![watch]).await;
        watched.expect("she follows it");
        let subject = format!("Fwd: [#{number}] Printer");
        let of_another = PASSED_ON.replace("jan@kunde.example", "eve@elsewhere.example");
        let by_anna = |text| Letter {
            from: "Anna <anna@spoc.example>",
            subject: &subject,
            text,
            ..Letter::default()
        };
        let mail = post.take(by_anna(PASSED_ON)).await;
        assert_eq!(
            (mail.outcome, mail.ticket),
            (Outcome::Appended, Some(number))
        );
        assert_eq!(whys(&mail), ["number", "forwarded"]);
        let all = said(&post, number).await;
        assert_eq!(all[1], "It does not print.");
        assert!(all[2].ends_with("he is in a hurry."), "{all:?}");
        let ticket = post.t.ticket(&cast.anna, number).await.expect("a ticket");
        assert_eq!((ticket.note_count, all.len()), (1, 3));
        let reading = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, number, Texts::All);
        let log = post.t.store.read(reading).await.expect("the log");
        let replied = log.iter().find_map(|one| match one.activity {
            Activity::Replied { by_agent, .. } => Some((one.actor, by_agent)),
            _ => None,
        });
        assert_eq!(replied, Some((Some(ticket.requester), false)));

        // Who takes no part in it gets a ticket beside it.
        let mail = post.take(by_anna(&of_another)).await;
        assert_eq!(
            (mail.outcome, whys(&mail)),
            (Outcome::Created, vec!["number", "forwarded"])
        );
        let beside = mail.ticket.expect("a ticket");
        let beside = post.t.ticket(&cast.anna, beside).await.expect("a ticket");
        assert_ne!(beside.requester, ticket.requester);
        assert!(beside.links.iter().any(|link| link.to == number));
        assert_eq!(said(&post, number).await.len(), 3);
    }
}
