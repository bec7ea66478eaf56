//! The agents' home page.

use crate::pages::{Site, note};
use kernel::ticket::Change;

#[tokio::test]
async fn home_shows_what_there_is_to_do_and_leads_requesters_to_the_portal() {
    let site = Site::new().await;
    let cast = site.desk.cast.clone();
    let waiting = site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let mine = Change::Assignee(cast.anna.person);
    let team = Change::Team(Some(cast.network));
    let changed = site
        .desk
        .change(&cast.anna, waiting, vec![team.clone(), mine])
        .await;
    changed.expect("taken");
    let unowned = site
        .desk
        .incident(&cast.rita, "Switch is down", "dark")
        .await;
    site.desk
        .change(&cast.ben, unowned, vec![team])
        .await
        .expect("moved");
    note(&site, unowned, "who takes it?").await;
    let hidden = site.desk.incident(&cast.rita, "Salary", "secret").await;
    let hide = vec![Change::Team(Some(cast.private)), Change::Confidential(true)];
    site.desk
        .change(&cast.hanna, hidden, hide)
        .await
        .expect("hidden");

    let anna = site.browser(&cast.anna).await;
    let page = anna.page("/").await;
    let (answers, rest) = page
        .split_once("Nobody has taken these")
        .expect("both panels");
    assert!(answers.contains("VPN drops"), "{page}");
    assert!(rest.contains("Switch is down"), "{page}");
    assert!(!page.contains("Salary"), "{page}");
    assert!(
        page.contains("rect class=\"other\""),
        "the load is drawn: {page}"
    );
    let (_, load) = page.split_once("panel load").expect("the load");
    let (load, _) = load.split_once("</table>").expect("an end");
    let mut counted = 0;
    for cell in load.split("<td class=\"num\"><a href=\"").skip(1) {
        let (href, rest) = cell.split_once("\">").expect("a link");
        let count: usize = rest
            .split('<')
            .next()
            .and_then(|it| it.parse().ok())
            .expect("a count");
        let listed = anna.page(&href.replace("&#38;", "&")).await;
        assert_eq!(
            listed.matches("<tr id=t").count(),
            count,
            "{href}: {listed}"
        );
        counted += count;
    }
    assert!(counted > 0, "{load}");
    let rita = site.browser(&cast.rita).await;
    assert_eq!(rita.get("/").await.leads_to(), "/my");
}

#[tokio::test]
async fn whoever_sets_a_desk_up_is_led_through_the_first_steps() {
    let site = Site::new().await;
    let (ada, anna) = (
        site.browser(&site.desk.cast.ada).await,
        site.browser(&site.desk.cast.anna).await,
    );
    let page = ada.page("/").await;
    assert!(
        page.contains("First steps") && page.contains("2/5"),
        "people and teams are there: {page}"
    );
    assert!(page.contains("Connect a mailbox"), "{page}");
    assert!(!anna.page("/").await.contains("First steps"));
    let rita = &site.desk.cast.rita;
    site.desk.incident(rita, "The first", "of all").await;
    let page = ada.page("/").await;
    assert!(page.contains("3/5"), "a ticket is there: {page}");

    let refused = anna.post("/first-steps/dismissal", &[]).await;
    assert_eq!(refused.status, web::axum::http::StatusCode::FORBIDDEN);
    let away = ada.post("/first-steps/dismissal", &[]).await;
    assert_eq!(away.leads_to(), "/");
    assert!(!ada.page("/").await.contains("First steps"));
    ada.post("/first-steps/restoration", &[]).await.leads_to();
    assert!(ada.page("/").await.contains("First steps"));
}
