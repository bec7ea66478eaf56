//! What is read by the link to one ticket: pictures, long messages, and times of the desk's own clock.

use super::visitor::{get, open_to_all, post};
use super::{Site, note};
use crate::service_levels::promise;
use kernel::TicketId;
use kernel::time::SECOND;
use testkit::backends;
use web::axum::http::{StatusCode, header};

/// A ticket that somebody filed without signing in, and the link to it.
async fn filed(site: &Site, description: &str) -> (TicketId, String) {
    let asked = [
        ("name", "Vera"),
        ("email", "vera@example.com"),
        ("subject", "The door is locked"),
        ("description", description),
    ];
    let filed = post(site, "/ask", &asked).await;
    let (link, _) = filed.leads_to().split_once('?').expect("a link");
    let anna = &site.desk.cast.anna;
    let marked = site.desk.list(anna, "tag:unverified-address").await;
    let id = marked.expect("a list").first().expect("it is marked").id;
    (id, link.to_owned())
}

#[tokio::test]
async fn a_picture_in_a_reply_is_fetched_by_the_link() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let (id, link) = filed(&site, "").await;
        let anna = site.browser(&site.desk.cast.anna).await;
        let replies = format!("/tickets/{id}/replies");
        let picture = ("shot.png", "image/png", &b"\x89PNG\r\n not really"[..]);
        let sent = anna.upload(&replies, &[("body", "as here")], picture);
        sent.await.leads_to();
        let page = anna.page(&format!("/tickets/{id}")).await;
        let (before, _) = page.split_once("/shot.png\"").expect("the file");
        let hash = &before[before.len() - 64..];
        let text = format!("Turn it: ![shot](/attachments/{hash}/shot.png)");
        anna.post(&replies, &[("body", &text)]).await.leads_to();
        site.desk.clock.advance(11 * SECOND);

        let seen = get(&site, &link).await.body;
        let source = format!("src=\"{link}/attachments/{hash}/shot.png\"");
        assert!(seen.contains(&source), "{seen}");
        assert!(!seen.contains("\"/attachments/"), "{seen}");
        let shown = get(&site, &format!("{link}/attachments/{hash}/shot.png")).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert_eq!(shown.header(header::CONTENT_TYPE), "image/png");
    }
}

#[tokio::test]
async fn a_long_message_is_read_whole_by_the_link_and_a_note_never() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let long = format!("{}the end", "It rattles and rattles. ".repeat(700));
        let (id, link) = filed(&site, &long).await;
        note(&site, id, "a cockatoo").await;
        let seen = get(&site, &link).await.body;
        assert!(!seen.contains("/my/tickets/"), "{seen}");
        let way = format!("href=\"{link}/messages/");
        let (_, rest) = seen.split_once(&way).expect("the way to the whole");
        let (position, _) = rest.split_once('"').expect("an end");
        let position: i64 = position.parse().expect("a position");
        let message = |position: i64| format!("{link}/messages/{position}");
        let whole = get(&site, &message(position)).await;
        assert!(whole.body.ends_with("the end"), "{}", whole.body);
        assert_eq!(whole.header(header::CACHE_CONTROL), "no-store");
        for other in position + 1..position + 5 {
            let hidden = get(&site, &message(other)).await;
            assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{}", hidden.body);
        }
        let forged = format!("/follow/guessed/messages/{position}");
        assert_eq!(get(&site, &forged).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn whoever_follows_by_a_link_reads_times_of_the_desks_clock_and_of_which_zone_they_are() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let (_, link) = filed(&site, "").await;
        let seen = get(&site, &link).await.body;
        assert!(seen.contains("2 Mar 2026, 09:00 UTC"), "{seen}");

        let (desk, ada) = (&site.desk.desk, &site.desk.cast.ada);
        let promised = desk.change_policy(ada, "a promise", |policy| promise(policy, 4));
        promised.await.expect("a promise");
        let seen = get(&site, &link).await.body;
        let told = "solved by 2 Mar 2026, 14:00 CET";
        assert!(seen.contains(told), "{seen}");
    }
}
