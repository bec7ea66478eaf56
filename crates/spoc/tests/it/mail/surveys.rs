//! A rule asks how content requesters are: by mail, not too often, and answered by the link in it.

use super::asked::Desk;
use channels::mail::out::model::OutboxState;
use kernel::TicketId;
use kernel::automation::{Action, Event, Rule};
use kernel::ticket::Change;
use kernel::time::DAY;
use testkit::backends;
use web::axum::http::StatusCode;

const FOLLOW: &str = "/follow/";

/// As soon as something is resolved, its requester is asked; once in so many days.
async fn surveys(desk: &Desk, every_days: u32) {
    let t = &desk.site.desk;
    let decided = t.desk.change_policy(&t.cast.ada, "surveys", move |policy| {
        policy.survey_every_days = every_days;
        policy.rules = vec![Rule {
            then: vec![Action::Survey],
            ..Rule::new("content", [Event::Resolved])
        }];
    });
    decided.await.expect("decided");
}

/// A ticket of Rita's that is resolved.
async fn resolved(desk: &Desk) -> TicketId {
    let t = &desk.site.desk;
    let id = t.incident(&t.cast.rita, "The lamp", "is out").await;
    let resolve = Change::Resolve {
        code: "solved".into(),
        text: "A new bulb.".into(),
    };
    let done = t.change(&t.cast.anna, id, vec![resolve]).await;
    done.expect("resolved");
    id
}

async fn stars(desk: &Desk, id: TicketId) -> Option<u8> {
    let t = &desk.site.desk;
    let ticket = t.ticket(&t.cast.anna, id).await.expect("a ticket");
    ticket.rating.map(|rating| rating.stars)
}

#[tokio::test]
async fn whoever_was_helped_is_asked_by_mail_and_what_they_choose_counts_once_they_send_it() {
    for backend in backends() {
        let desk = Desk::on(backend).await;
        surveys(&desk, 14).await;
        let id = resolved(&desk).await;
        desk.mails().await;
        let links = desk.links_to("rita@spoc.example", FOLLOW);
        let [link] = <[String; 1]>::try_from(links).expect("one link");
        let link = link.split('#').next().expect("an address");
        assert!(link.ends_with("?stars=5"), "{link}");
        let page = desk.get(link).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(
            page.body.contains("value=\"5\" required checked"),
            "{}",
            page.body
        );
        assert_eq!(stars(&desk, id).await, None, "looked at, and not sent");

        let place = link.split('?').next().expect("an address");
        let rating = format!("{place}/rating");
        let sent = desk.post(&rating, "stars=4&comment=quick".into()).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(stars(&desk, id).await, Some(4), "{backend:?}");
    }
}

#[tokio::test]
async fn nobody_is_asked_too_often_nor_of_what_they_have_rated_or_what_goes_on() {
    for backend in backends() {
        let desk = Desk::on(backend).await;
        let t = &desk.site.desk;
        surveys(&desk, 14).await;
        let asked = || desk.links_to("rita@spoc.example", FOLLOW).len();
        resolved(&desk).await;
        desk.mails().await;
        assert_eq!(asked(), 1, "{backend:?}");
        resolved(&desk).await;
        desk.mails().await;
        assert_eq!(asked(), 1, "asked a moment ago");
        t.clock.advance(15 * DAY);
        resolved(&desk).await;
        desk.mails().await;
        assert_eq!(asked(), 2, "a fortnight later");

        surveys(&desk, 0).await;
        let (rated, goes_on) = (resolved(&desk).await, resolved(&desk).await);
        let rate = Change::Rate {
            stars: 2,
            comment: String::new(),
        };
        let said = t.change(&t.cast.rita, rated, vec![rate]).await;
        said.expect("rated");
        let reopen = Change::Reopen {
            text: "Out again.".into(),
        };
        let said = t.change(&t.cast.rita, goes_on, vec![reopen]).await;
        said.expect("reopened");
        desk.mails().await;
        assert_eq!(asked(), 2, "one has been rated, and one goes on");
        let states = desk.mailed().await;
        let withdrawn = states.iter().filter(|one| **one == OutboxState::Withdrawn);
        // Both questions, and that what goes on is resolved.
        assert_eq!(withdrawn.count(), 3, "{states:?}");
    }
}
