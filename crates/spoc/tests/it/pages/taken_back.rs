//! What was sent and taken back: that of a requester waits in their answer box, to be sent again or thrown away; that of an
//! agent in the composer, signed as it was.

use super::drafts::{undo, version};
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

const SIGNATURE: [(&str, &str); 1] = [("text.en", "{{ agent.name }}, Service Desk")];
const TICKED: &str = "name=\"signed\" value=\"true\" checked";

#[tokio::test]
async fn of_a_reply_that_is_taken_back_nothing_is_cut_but_its_signature() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    anna.post("/account/signature", &SIGNATURE).await.leads_to();
    let page = format!("/tickets/{id}");
    let (drafts, replies) = (format!("{page}/drafts/reply"), format!("{page}/replies"));
    let text = "They wrote:\n\n-- \nThe supplier";
    for signed in ["true", "false"] {
        let reply = [("body", text), ("signed", signed)];
        let sent = anna.post(&replies, &reply).await;
        // What is begun meanwhile changes nothing of how it goes out.
        let begun = [("body", "And since when?"), ("signed", "true")];
        version(&anna.post(&drafts, &begun).await);
        undo(&anna, &sent).await;
        let shown = anna.page(&page).await;
        let area = format!(">{text}\n\nAnd since when?</textarea>");
        assert!(shown.contains(&area), "{signed}: {shown}");
        let ticked = shown.contains(TICKED);
        assert_eq!(ticked.to_string(), signed, "{shown}");
        let removed = anna.post(&format!("{drafts}/removal"), &[]).await;
        assert_eq!(removed.leads_to(), page);
    }
}

#[tokio::test]
async fn a_draft_keeps_whether_it_goes_out_signed() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    anna.post("/account/signature", &SIGNATURE).await.leads_to();
    let page = format!("/tickets/{id}");
    let drafts = format!("{page}/drafts/reply");
    assert!(anna.page(&page).await.contains(TICKED), "it does at first");
    // As the form says it: the box where it is ticked, and what stands for one that is not.
    let unticked = [("body", "Soon."), ("signed", "false")];
    let kept = version(&anna.post(&drafts, &unticked).await);
    assert!(!anna.page(&page).await.contains(TICKED));
    let ticked = [
        ("version", kept.as_str()),
        ("body", "Soon."),
        ("signed", "true"),
        ("signed", "false"),
    ];
    version(&anna.post(&drafts, &ticked).await);
    assert!(anna.page(&page).await.contains(TICKED));
}
