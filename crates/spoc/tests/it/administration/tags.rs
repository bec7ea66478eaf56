//! Tags of the whole desk: counted, renamed, made one, taken away and had back.

use crate::pages::Site;
use kernel::ticket::Change;
use testkit::backends;
use web::axum::http::StatusCode;

const ENTRY: &str = "/admin/tags/entry";

/// A desk with three tickets of “vpn”, one of them “network”, too, and one that only its team knows of.
async fn tagged(site: &Site) {
    let cast = &site.desk.cast;
    for (subject, tags) in [("One", &["vpn"][..]), ("Two", &["vpn", "network"])] {
        let id = site.desk.incident(&cast.rita, subject, "").await;
        let tags = tags.iter().map(|tag| Change::Tag((*tag).into())).collect();
        site.desk.change(&cast.anna, id, tags).await.expect("tags");
    }
    let id = site.desk.incident(&cast.rita, "Hidden", "").await;
    let hide = vec![
        Change::Tag("vpn".into()),
        Change::Team(Some(cast.network)),
        Change::Confidential(true),
    ];
    site.desk.change(&cast.anna, id, hide).await.expect("tags");
}

#[tokio::test]
async fn a_tag_becomes_one_with_another_beside_the_request_and_that_is_undone_at_once() {
    for backend in backends() {
        let site = Site::on(backend).await;
        tagged(&site).await;
        let workers = site.workers();
        let ada = site.browser(&site.desk.cast.ada).await;
        let page = ada.page("/admin/tags").await;
        assert!(page.contains("/admin/tags/entry?tag=network"), "{page}");
        let entry = ada.page(&format!("{ENTRY}?tag=vpn")).await;
        assert!(entry.contains("Tickets that carry “vpn”: 2."), "{entry}");
        let wrong = ada
            .post(ENTRY, &[("tag", "vpn"), ("into", "two words")])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let begun = ada
            .post(ENTRY, &[("tag", "vpn"), ("into", "Network")])
            .await;
        let job = begun.leads_to().to_owned();
        workers.run_due().await.expect("the job is done");
        let found = async |q: &str| {
            let page = ada.page(&format!("/tickets?q={q}")).await;
            page.matches("<tr id=t").count()
        };
        assert_eq!((found("tag:vpn").await, found("tag:network").await), (0, 2));
        let anna = site.browser(&site.desk.cast.anna).await;
        let own = anna.page("/tickets?q=tag:vpn").await;
        assert!(own.contains("Hidden"), "what she does not see stays");
        let done = ada.page(&job).await;
        let (_, rest) = done.split_once("/commands/").expect("an undo");
        let command = rest.split('/').next().expect("a command");
        ada.post(&format!("/commands/{command}/undo"), &[])
            .await
            .leads_to();
        workers.run_due().await.expect("the undo is done");
        assert_eq!((found("tag:vpn").await, found("tag:network").await), (2, 1));
    }
}

#[tokio::test]
async fn a_tag_is_taken_away_and_goes_out_of_the_list_of_those_that_may_be_given() {
    let site = Site::new().await;
    tagged(&site).await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let seen = crate::pages::seen(&ada.page("/admin/rules/tags").await);
    let list = [
        ("seen", seen.as_str()),
        ("free", "list"),
        ("allowed_tags", "vpn network"),
    ];
    ada.post("/admin/rules/tags", &list).await.leads_to();
    let kept = ada
        .post(
            "/views",
            &[("name", "VPN"), ("q", "tag:vpn"), ("shared", "true")],
        )
        .await;
    kept.leads_to();
    let entry = ada.page(&format!("{ENTRY}?tag=vpn")).await;
    assert!(entry.contains("href=\"/views\">VPN</a>"), "{entry}");
    let away = ada.post(ENTRY, &[("tag", "vpn"), ("away", "true")]).await;
    away.leads_to();
    site.workers().run_due().await.expect("the job is done");
    let rules = site.desk.desk.rules().await.expect("the rules");
    let allowed: Vec<&String> = rules.policy.allowed_tags.iter().flatten().collect();
    assert_eq!(allowed, ["network"]);
    let gone = ada.get(&format!("{ENTRY}?tag=vpn")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let anna = site.browser(&site.desk.cast.anna).await;
    let refused = anna
        .post(ENTRY, &[("tag", "network"), ("away", "true")])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(anna.get("/admin/tags").await.status, StatusCode::FORBIDDEN);
}
