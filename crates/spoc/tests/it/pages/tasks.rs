//! Tasks and time worked on a ticket's page.

use super::{Site, seen};
use kernel::time::MINUTE;
use web::axum::http::StatusCode;

#[tokio::test]
async fn a_task_is_added_ticked_off_moved_and_taken_back_on_the_page() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "New colleague", "on Monday")
        .await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let path = format!("/tickets/{id}");
    let tasks = format!("{path}/tasks");
    for title in ["Order the laptop", "Make the account"] {
        let added = anna
            .post(&tasks, &[("title", title), ("owner", "Ben")])
            .await;
        assert_eq!(added.leads_to(), path);
    }
    let page = anna.page(&path).await;
    assert!(
        page.contains("0/2") && page.contains("Make the account"),
        "{page}"
    );
    assert!(
        page.contains("Tasks that are still open: 2"),
        "resolving warns"
    );
    let second = format!("{tasks}/3");
    let up = anna
        .post(&format!("{second}/place"), &[("place", "0")])
        .await;
    assert_eq!(up.leads_to(), path);
    let ticked = anna
        .post(&format!("{second}/state"), &[("state", "done")])
        .await;
    assert!(anna.page(&path).await.contains("1/2"));
    let undo = format!("/commands/{}/undo", ticked.undo());
    anna.post(&undo, &[]).await;
    let page = anna.page(&path).await;
    assert!(page.contains("0/2"), "{page}");
    let (account, laptop) = (page.find("id=\"task-3\""), page.find("id=\"task-2\""));
    assert!(account < laptop, "it stays where it was moved to");
    let wrong = anna
        .post(&tasks, &[("title", "Call"), ("owner", "Nobody Such")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("value=\"Call\""),
        "nothing typed is lost"
    );
    let seen = seen(&page);
    let plan = [
        ("seen", seen.as_str()),
        ("title", "Make two accounts"),
        ("after", "2"),
    ];
    assert_eq!(anna.post(&second, &plan).await.leads_to(), path);
    let conflict = anna.post(&second, &plan).await;
    assert_eq!(
        conflict.status,
        StatusCode::CONFLICT,
        "who saw the old one is told"
    );
    let rita = site.browser(&site.desk.cast.rita).await;
    let mine = rita.page(&format!("/my/tickets/{id}")).await;
    assert!(!mine.contains("Order the laptop"), "tasks are the agents'");
}

#[tokio::test]
async fn time_is_written_down_or_taken_by_a_watch_that_goes_on_meanwhile() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Printer", "jams")
        .await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let path = format!("/tickets/{id}");
    let entry = [
        ("minutes", "25"),
        ("kind", "repair"),
        ("comment", "new drum"),
    ];
    let added = anna.post(&format!("{path}/time"), &entry).await;
    assert_eq!(added.leads_to(), path);
    let page = anna.page(&path).await;
    assert!(
        page.contains("25 min") && page.contains("Repair, new drum"),
        "{page}"
    );
    anna.post(&format!("{path}/watch"), &[]).await;
    site.desk.clock.advance(10 * MINUTE);
    assert!(anna.page(&path).await.contains("Running since"));
    let ben = site.browser(&site.desk.cast.ben).await;
    assert!(
        !ben.page(&path).await.contains("Running since"),
        "it is hers"
    );
    anna.post(&format!("{path}/watch/end"), &[]).await;
    let page = anna.page(&path).await;
    assert!(
        page.contains("35 min") && page.contains("Start the watch"),
        "{page}"
    );
    anna.post(&format!("/commands/{}/undo", added.undo()), &[])
        .await;
    let page = anna.page(&path).await;
    assert!(page.contains("<span class=\"num\">10 min</span>"), "{page}");
    let rita = site.browser(&site.desk.cast.rita).await;
    let refused = rita.post(&format!("{path}/watch"), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
