//! What a requester has sent and taken back: it waits in their answer box, to be sent again or thrown away.

use super::drafts::undo;
use super::{Site, value_of};
use web::axum::http::StatusCode;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0000";

#[tokio::test]
async fn what_a_requester_takes_back_stands_in_their_answer_box_again() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let rita = site.browser(&cast.rita).await;
    let mine = format!("/my/tickets/{id}");
    let replies = format!("{mine}/replies");
    let picture = ("error.png", "image/png", PNG);
    let body = [("body", "The one in room 12.")];
    let sent = rita.upload(&replies, &body, picture).await;
    assert_eq!(sent.leads_to(), mine);
    let area = ">The one in room 12.</textarea>";
    assert!(!rita.page(&mine).await.contains(area));
    undo(&rita, &sent).await;
    let shown = rita.page(&mine).await;
    assert!(shown.contains(area), "{shown}");
    let (file, version) = (value_of(&shown, "file"), value_of(&shown, "version"));
    let again = [
        ("body", "The one in room 13."),
        ("file", &file),
        ("version", &version),
    ];
    assert_eq!(rita.post(&replies, &again).await.leads_to(), mine);
    let shown = rita.page(&mine).await;
    assert!(
        shown.contains("room 13.") && !shown.contains("room 12."),
        "{shown}"
    );
    assert!(shown.contains(&file), "the picture went along: {shown}");
    assert_eq!(
        value_of(&shown, "version"),
        "0",
        "the box is empty: {shown}"
    );
}

#[tokio::test]
async fn what_a_requester_took_back_they_may_throw_away() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let rita = site.browser(&cast.rita).await;
    let mine = format!("/my/tickets/{id}");
    let replies = format!("{mine}/replies");
    let removal = format!("{replies}/removal");
    let sent = rita.post(&replies, &[("body", "In room 12.")]).await;
    undo(&rita, &sent).await;
    let shown = rita.page(&mine).await;
    assert!(shown.contains(">In room 12.</textarea>"), "{shown}");
    assert!(shown.contains(&removal), "{shown}");
    // Nobody throws away anything on tickets that they do not see.
    let rob = site.browser(&cast.rob).await;
    let strange = rob.post(&removal, &[]).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND, "{}", strange.body);
    assert_eq!(rita.post(&removal, &[]).await.leads_to(), mine);
    let shown = rita.page(&mine).await;
    assert!(!shown.contains("In room 12."), "{shown}");
    assert!(!shown.contains(&removal), "nothing is left: {shown}");
}
