//! Many tickets changed from a list: how it comes on is said there, with its undo at the end.

use super::Site;
use web::axum::http::StatusCode;

/// More than are changed at once.
const MANY: usize = 60;

async fn filed(site: &Site) {
    for at in 0..MANY {
        let subject = format!("Storm {at}");
        site.desk.incident(&site.desk.cast.rita, &subject, "").await;
    }
}

#[tokio::test]
async fn a_whole_list_is_changed_with_progress_and_undone_at_the_end() {
    let site = Site::new().await;
    filed(&site).await;
    let workers = site.desk.workers([]);
    let anna = site.browser(&site.desk.cast.anna).await;
    let list = "/tickets?q=storm&sort=newest";
    let offered = |page: &str| page.contains("All tickets of this list");
    assert!(offered(&anna.page(list).await), "it has two pages");
    let few = anna.page("/tickets?q=tag:weather").await;
    assert!(!offered(&few), "the marks of a page are enough: {few}");
    let fields = [
        ("all", "true"),
        ("q", "storm"),
        ("tag_add", "weather"),
        ("back", list),
    ];
    assert_eq!(anna.post("/tickets/bulk", &fields).await.leads_to(), list);
    let page = anna.page(list).await;
    assert!(
        page.contains("hx-get=\"/jobs/notices\"")
            && page.contains("<progress max=\"60\" value=\"0\""),
        "{page}"
    );
    assert!(page.contains("action=\"/jobs/1/cancellation\""), "{page}");
    workers.run_due().await.expect("the job is done");
    let part = anna.get("/jobs/notices").await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(part.body.contains("Tickets changed: 60"), "{}", part.body);
    assert!(
        !part.body.contains("hx-get"),
        "nothing goes on: {}",
        part.body
    );
    let (_, rest) = part.body.split_once("/commands/").expect("an undo");
    let command = rest.split('/').next().expect("a command").to_owned();
    assert!(
        anna.page("/tickets?q=tag:weather+number:8")
            .await
            .contains("Storm 7")
    );

    anna.post(&format!("/commands/{command}/undo"), &[])
        .await
        .leads_to();
    workers.run_due().await.expect("the undo is done");
    assert!(
        !anna
            .page("/tickets?q=tag:weather+number:8")
            .await
            .contains("Storm 7")
    );
    let part = anna.get("/jobs/notices").await.body;
    assert!(part.contains("Tickets put back: 60"), "{part}");
    for job in [1, 2] {
        anna.post(&format!("/jobs/{job}/dismissal"), &[])
            .await
            .leads_to();
    }
    let part = anna.get("/jobs/notices").await.body;
    assert!(!part.contains("Tickets"), "she knows: {part}");
}

#[tokio::test]
async fn what_could_not_be_done_is_listed_with_the_reason_in_the_starters_language() {
    let site = Site::new().await;
    filed(&site).await;
    let person = site.desk.cast.anna.person.expect("a person");
    let german = move |tx: &store::Tx<'_>| {
        let sql = "UPDATE people SET locale = 'de' WHERE id = $1";
        tx.execute(sql, store::params![person])
    };
    site.desk
        .store
        .write(german)
        .await
        .expect("she reads German");
    let anna = site.browser(&site.desk.cast.anna).await;
    let numbers: Vec<String> = (1..=MANY).map(|number| number.to_string()).collect();
    let mut fields: Vec<(&str, &str)> = numbers.iter().map(|n| ("number", n.as_str())).collect();
    fields.extend([("number", "999"), ("tag_add", "weather")]);
    anna.post("/tickets/bulk", &fields).await.leads_to();
    site.desk.workers([]).run_due().await.expect("it is done");
    let page = anna.page("/jobs/1").await;
    assert!(
        page.contains("61 von 61") && page.contains("/tickets/999"),
        "{page}"
    );
    assert!(page.contains("Dieses Ticket gibt es nicht."), "{page}");
    let back = |href: &str| format!("<p class=\"crumb\"><a href=\"{href}\"");
    assert!(page.contains(&back("/tickets")), "{page}");
    let ben = site.browser(&site.desk.cast.ben).await;
    assert_eq!(ben.get("/jobs/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ben.get("/admin/jobs").await.status, StatusCode::FORBIDDEN);
    let answer = ben.post("/jobs/1/cancellation", &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let ada = site.browser(&site.desk.cast.ada).await;
    assert!(ada.page("/jobs/1").await.contains(&back("/admin/jobs")));
    let all = ada.page("/admin/jobs").await;
    assert!(
        all.contains("Changing many tickets") && all.contains("Anna"),
        "{all}"
    );
    let seen = ada.page("/jobs/1").await;
    assert!(
        !seen.contains("/tickets/999"),
        "tickets she may not know of: {seen}"
    );
}

#[tokio::test]
async fn too_many_tickets_and_people_who_may_not_are_refused() {
    let site = Site::new().await;
    filed(&site).await;
    let fields = [
        ("all", "true"),
        ("q", "storm"),
        ("tag_add", "x"),
        ("back", "/my"),
    ];
    let rita = site.browser(&site.desk.cast.rita).await;
    assert_eq!(rita.post("/tickets/bulk", &fields).await.leads_to(), "/my");
    let wrong = [("all", "true"), ("q", "stat:("), ("tag_add", "x")];
    let anna = site.browser(&site.desk.cast.anna).await;
    anna.post("/tickets/bulk", &wrong).await.leads_to();
    assert_eq!(site.desk.workers([]).run_due().await.expect("none"), 0);
}
