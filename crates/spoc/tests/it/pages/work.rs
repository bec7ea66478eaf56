//! What agents do on the pages of tickets.

use super::{Site, seen};
use web::axum::body::Body;
use web::axum::http::{Request, StatusCode};

#[tokio::test]
async fn agents_see_lists_and_tickets_and_requesters_are_sent_to_theirs() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "VPN drops", "every **ten** minutes")
        .await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let list = anna.page("/tickets").await;
    assert!(
        list.contains("VPN drops") && list.contains("Unassigned"),
        "{list}"
    );
    let page = anna.page(&format!("/tickets/{id}")).await;
    assert!(
        page.contains("<strong>ten</strong>") && page.contains("Rita"),
        "{page}"
    );
    assert_eq!(anna.get("/tickets/999").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        anna.get("/tickets?view=999").await.status,
        StatusCode::NOT_FOUND
    );
    let rita = site.browser(&site.desk.cast.rita).await;
    assert_eq!(rita.get("/tickets").await.leads_to(), "/my");
    let mine = format!("/my/tickets/{id}");
    assert_eq!(rita.get(&format!("/tickets/{id}")).await.leads_to(), mine);
    let nobody = Request::get("/tickets").body(Body::empty());
    let asked = site.send(nobody.expect("a request")).await;
    assert!(asked.leads_to().starts_with("/sign-in"));
}

#[tokio::test]
async fn the_second_of_two_tabs_is_told_who_changed_what_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Printer", "jams")
        .await;
    let (anna, ben) = (
        site.browser(&site.desk.cast.anna).await,
        site.browser(&site.desk.cast.ben).await,
    );
    let path = format!("/tickets/{id}");
    let seen = seen(&anna.page(&path).await);
    let changes = format!("{path}/changes");
    let first = anna
        .post(&changes, &[("seen", &seen), ("subject", "Printer jams")])
        .await;
    assert_eq!(first.leads_to(), path);
    let other = ben
        .post(&changes, &[("seen", &seen), ("tag_add", "printer")])
        .await;
    assert_eq!(other.leads_to(), path, "another field is nobody's business");
    let second = ben
        .post(&changes, &[("seen", &seen), ("subject", "Paper <jam>")])
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    for text in [
        "Anna has changed this meanwhile: Subject",
        "Paper &#60;jam&#62;",
    ] {
        assert!(second.body.contains(text), "{text}: {}", second.body);
    }
    let lost = anna
        .post(
            &format!("{path}/resolution"),
            &[("code", "nonsense"), ("text", "typed")],
        )
        .await;
    assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lost.body.contains("typed") && lost.body.contains("Choose how it was resolved"));
    let asked = anna.post(&changes, &[("priority", "1")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.body.contains("name=\"reason\""),
        "a priority is asked why"
    );
    let given = anna
        .post(&changes, &[("priority", "1"), ("reason", "the board")])
        .await;
    assert_eq!(given.leads_to(), path);
}

#[tokio::test]
async fn what_was_done_is_undone_by_its_button() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let one = site.desk.incident(&cast.rita, "One", "x").await;
    let two = site.desk.incident(&cast.rob, "Two", "x").await;
    let anna = site.browser(&cast.anna).await;
    let (one_, two_) = (one.to_string(), two.to_string());
    let bulk = [
        ("number", one_.as_str()),
        ("number", &two_),
        ("team", &cast.network.to_string()),
        ("tag_add", "storm"),
        ("assignee", ""),
        ("state", ""),
        ("priority", "1"),
        ("reason", "The whole house is down"),
        ("impact", "1"),
        ("category", "network"),
        ("watcher_add", "ben@spoc.example"),
        ("back", "/tickets?q=tag:storm"),
    ];
    let done = anna.post("/tickets/bulk", &bulk).await;
    assert_eq!(done.leads_to(), "/tickets?q=tag:storm");
    let list = anna.page("/tickets?q=tag:storm").await;
    assert!(
        list.contains(">One<") && list.contains(">Two<") && list.contains("Critical"),
        "{list}"
    );
    let more = "/tickets?q=impact:1+category:network+watcher:ben@spoc.example";
    let given = anna.page(more).await;
    assert!(
        given.contains(">One<") && given.contains(">Two<"),
        "{given}"
    );
    let undone = anna
        .post(&format!("/commands/{}/undo", done.undo()), &[])
        .await;
    assert_eq!(undone.leads_to(), format!("/tickets/{one}"));
    assert!(!anna.page("/tickets?q=tag:storm").await.contains(">One<"));
    let page = anna.page(&format!("/tickets/{one}")).await;
    assert!(page.contains("undid") && page.contains("undone"), "{page}");
    let merged = anna
        .post(
            &format!("/tickets/{one}/merge"),
            &[("into", &format!("#{two}"))],
        )
        .await;
    assert_eq!(merged.leads_to(), format!("/tickets/{two}"));
    anna.page(&format!("/tickets/{one}")).await;
    anna.post(&format!("/commands/{}/undo", merged.undo()), &[])
        .await;
    let wrong = anna
        .post(&format!("/tickets/{one}/merge"), &[("into", "77")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "Mouse", "dead")
        .await;
    let mut anna = site.browser(&site.desk.cast.anna).await;
    anna.csrf = "0123".into();
    let forged = anna.post(&format!("/tickets/{id}/closure"), &[]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_ticket_that_goes_on_with_another_is_linked_to_it_or_not_filed_at_all() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let first = site.desk.incident(&cast.rita, "Printer", "It jams").await;
    let anna = site.browser(&cast.anna).await;
    let new = |follows| {
        [
            ("requester", "rita@spoc.example"),
            ("subject", "Printer again"),
            ("kind", "incident"),
            ("impact", "2"),
            ("urgency", "2"),
            ("follows", follows),
        ]
    };
    let refused = anna.post("/tickets/new", &new("999")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let list = anna.page("/tickets").await;
    assert!(!list.contains("Printer again"), "{list}");
    let filed = anna.post("/tickets/new", &new(&first.to_string())).await;
    let page = anna.page(filed.leads_to()).await;
    assert!(page.contains(&format!("relates.{first}")), "{page}");
}
