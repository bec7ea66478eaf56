//! What administrators changed last is taken back by the button that stands beside the word that it was saved.

use super::pages::decide;
use crate::pages::{Browser, Site, seen};
use testkit::backends;
use web::axum::http::StatusCode;

/// Saves a form; answers where its change is taken back.
async fn saved(browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let done = browser.post(path, fields).await;
    done.leads_to();
    let undo = done.undo().replace("%2F", "/");
    assert!(undo.starts_with("/audit/"), "{undo}");
    undo
}

#[tokio::test]
async fn roles_places_brand_and_availability_are_put_back() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        let ada = site.browser(&cast.ada).await;
        let anna = cast.anna.person.expect("a person");

        let agent = ada.page("/admin/roles").await;
        let (_, rest) = agent.split_once(">Agent</a>").map_or(("", ""), |it| it);
        assert!(!rest.is_empty(), "{agent}");
        let (before, _) = agent.split_once(">Agent</a>").expect("the role");
        let (_, href) = before.rsplit_once("href=\"").expect("a link");
        let role = href.trim_end_matches('"').to_owned();
        let was = ada.page(&role).await;
        let undo = saved(
            &ada,
            &role,
            &[("name", "Agent"), ("permissions", "ticket.read")],
        )
        .await;
        assert_ne!(ada.page(&role).await, was, "the role is narrowed");
        assert_eq!(ada.post(&undo, &[]).await.leads_to(), "/admin/roles");
        let ticked = |page: &str| page.matches(" checked").count();
        assert_eq!(ticked(&ada.page(&role).await), ticked(&was));

        // Nobody gives back what they may not give.
        let narrow = [("name", "Agent"), ("permissions", "ticket.read")];
        let undo = saved(&ada, &role, &narrow).await;
        let rules = [("name", "Rules"), ("permissions", "policy.manage")];
        ada.post("/admin/roles/new", &rules).await.leads_to();
        let ben = cast.ben.person.expect("a person");
        let given = move |tx: &store::Tx<'_>| {
            let sql = "UPDATE people SET role_id = (SELECT id FROM roles WHERE key = 'rules') WHERE id = $1";
            tx.execute(sql, store::params![ben])
        };
        site.desk.store.write(given).await.expect("another role");
        let ruler = site.browser(&cast.ben).await;
        let beyond = ruler.post(&undo, &[]).await;
        assert!(beyond.status.is_client_error(), "{}", beyond.status);
        ada.post(&undo, &[]).await.leads_to();
        assert_eq!(ticked(&ada.page(&role).await), ticked(&was));

        let made = [("name", "Leeds"), ("time_zone", "Europe/London")];
        ada.post("/admin/places/locations/new", &made)
            .await
            .leads_to();
        let place = "/admin/places/locations/1";
        let first = saved(
            &ada,
            place,
            &[("name", "York"), ("time_zone", "Europe/London")],
        )
        .await;
        let second = saved(
            &ada,
            place,
            &[("name", "Hull"), ("time_zone", "Europe/Paris")],
        )
        .await;
        let late = ada.post(&first, &[]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "another came after it");
        let back = ada.post(&second, &[]).await;
        assert_eq!(back.leads_to(), "/admin/places/locations");
        let page = ada.page(place).await;
        assert!(page.contains("York") && !page.contains("Hull"), "{page}");

        let undo = saved(&ada, "/admin/brand", &[("product", "Helping hand")]).await;
        assert!(ada.page("/admin").await.contains("Helping hand"));
        ada.post(&undo, &[]).await.leads_to();
        assert!(!ada.page("/admin").await.contains("Helping hand"));

        let own = format!("/availability/{anna}");
        let away = [
            ("away_from", "2031-03-01T08:00"),
            ("away_until", "2031-03-08T08:00"),
        ];
        let browser = site.browser(&cast.anna).await;
        let undo = saved(&browser, &own, &away).await;
        let rita = site.browser(&cast.rita).await;
        let foreign = rita.post(&undo, &[]).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        assert!(browser.page(&own).await.contains("2031-03-01"));
        assert_eq!(browser.post(&undo, &[]).await.leads_to(), own);
        assert!(!browser.page(&own).await.contains("2031-03-01"));
        let none = ada.post("/audit/9999/undo", &[]).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_save_that_changed_nothing_offers_to_take_nothing_back() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let path = "/admin/rules/closing";
    let days = [
        ("close_after_days", "9"),
        ("reopen_within_days", "14"),
        ("survey_every_days", "14"),
    ];
    let changed = decide(&ada, path, path, &days).await;
    assert!(changed.can_be_undone(), "{}", changed.said());
    let same = decide(&ada, path, path, &days).await;
    same.leads_to();
    assert!(!same.can_be_undone(), "{}", same.said());
    // Nor does a version that is in force already when it is put in force again.
    let newest = site.desk.desk.rules().await.expect("rules").version;
    let again = format!("/admin/history/{newest}/restoration");
    let again = ada.post(&again, &[]).await;
    again.leads_to();
    assert!(!again.can_be_undone(), "{}", again.said());
}

#[tokio::test]
async fn what_a_colleague_changed_meanwhile_is_not_overwritten_unseen() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let ada = site.browser(&cast.ada).await;
    let made = [("name", "Leeds"), ("time_zone", "Europe/London")];
    ada.post("/admin/places/locations/new", &made)
        .await
        .leads_to();
    let availability = format!("/availability/{}", cast.anna.person.expect("a person"));
    let forms = [
        ("/admin/brand", vec![("product", "Helping hand")]),
        (
            "/admin/places/locations/1",
            vec![("name", "York"), ("time_zone", "Europe/London")],
        ),
        (
            availability.as_str(),
            vec![("capacity", "5"), ("skills", "Networks")],
        ),
    ];
    for (path, fields) in forms {
        let early = seen(&ada.page(path).await);
        decide(&ada, path, path, &fields).await.leads_to();
        let mut late = vec![("seen", early.as_str())];
        late.extend_from_slice(&fields);
        let refused = ada.post(path, &late).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        let told = refused.body.contains("has been changed meanwhile");
        assert!(told, "{path}: {}", refused.body);
        decide(&ada, path, path, &fields).await.leads_to();
    }
}
