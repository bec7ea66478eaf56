//! Lists of tasks: written by administrators, added to tickets by agents.

use crate::pages::{Site, value_of};
use web::axum::http::StatusCode;

const BASE: &str = "/admin/task-templates";

#[tokio::test]
async fn a_list_of_tasks_is_written_once_and_added_to_tickets_at_once() {
    let site = Site::new().await;
    let id = site
        .desk
        .incident(&site.desk.cast.rita, "New colleague", "on Monday")
        .await;
    let (ada, anna) = (
        site.browser(&site.desk.cast.ada).await,
        site.browser(&site.desk.cast.anna).await,
    );
    let lines = "Order the laptop | Workplace | 3\nMake the account";
    let saved = ada
        .post(BASE, &[("name", "New colleague"), ("lines", lines)])
        .await;
    assert_eq!(saved.leads_to(), BASE);
    let wrong = ada
        .post(BASE, &[("name", "Leaver"), ("lines", "Call | Sales")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("Line 1: there is no team"),
        "{}",
        wrong.body
    );
    let page = ada.page(BASE).await;
    assert!(page.contains("Order the laptop | Workplace | 3"), "{page}");
    let again = [("name", "Joiner"), ("lines", lines), ("version", "7")];
    let stale = ada.post(&format!("{BASE}/1"), &again).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(value_of(&page, "version"), "1");
    let refused = anna.post(BASE, &[("name", "Mine"), ("lines", "Tea")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(anna.get(BASE).await.status, StatusCode::FORBIDDEN);
    let path = format!("/tickets/{id}");
    let added = anna
        .post(&format!("{path}/tasks/template"), &[("template", "1")])
        .await;
    let page = anna.page(&path).await;
    assert!(
        page.contains("0/2") && page.contains("Make the account"),
        "{page}"
    );
    anna.post(&format!("/commands/{}/undo", added.undo()), &[])
        .await;
    let page = anna.page(&path).await;
    assert!(
        !page.contains("Make the account</span>"),
        "all at once is undone"
    );
    let other = [("name", "Joiner"), ("lines", "Tea"), ("version", "1")];
    let changed = ada.post(&format!("{BASE}/1"), &other).await;
    let undo = changed.undo_address();
    let page = ada.page(BASE).await;
    assert!(page.contains("Joiner") && !page.contains("Make the account"));
    assert_eq!(ada.post(&undo, &[]).await.leads_to(), BASE);
    let late = ada.post(&undo, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "it was taken back");
    let page = ada.page(BASE).await;
    assert!(page.contains("New colleague") && page.contains("Make the account"));
    let removed = ada.post(&format!("{BASE}/1/removal"), &[]).await;
    assert_eq!(removed.leads_to(), BASE);
    let back = ada.post(&format!("{BASE}/1/restoration"), &[]).await;
    assert_eq!(back.leads_to(), BASE);
    let page = ada.page(BASE).await;
    assert!(page.contains("Order the laptop | Workplace | 3"), "{page}");
    ada.post(&format!("{BASE}/1/removal"), &[]).await.leads_to();
    let gone = anna
        .post(&format!("{path}/tasks/template"), &[("template", "1")])
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_team_that_an_administrator_does_not_see_stays_in_a_list() {
    use work::queries::{TemplateItem, add_task_template, find_task_template};
    let site = Site::new().await;
    let hidden = site.desk.cast.private;
    let kept = move |tx: &store::Tx<'_>| {
        let item = TemplateItem {
            title: "Write the contract".into(),
            team: Some(hidden),
            due_in_days: None,
        };
        add_task_template(tx, "New colleague", &[item])
    };
    site.desk.store.write(kept).await.expect("a list");
    let ada = site.browser(&site.desk.cast.ada).await;
    let page = ada.page(BASE).await;
    let line = format!("Write the contract | #{hidden}");
    assert!(page.contains(&line), "{page}");
    assert!(!page.contains("Human Resources"), "{page}");
    let longer = format!("{line}\nGreet them");
    let sent = [
        ("name", "New colleague"),
        ("lines", &*longer),
        ("version", "1"),
    ];
    ada.post(&format!("{BASE}/1"), &sent).await.leads_to();
    let find = |tx: &store::Tx<'_>| find_task_template(tx, 1);
    let found = site.desk.store.read(find).await.expect("the database");
    let found = found.expect("the list");
    assert_eq!(found.items.len(), 2);
    assert_eq!(found.items[0].team, Some(hidden));
}
