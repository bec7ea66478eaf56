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
    let rita = site.browser(&cast.rita).await;
    assert_eq!(rita.get("/").await.leads_to(), "/my");
}
