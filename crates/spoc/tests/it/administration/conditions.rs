//! Conditions in the forms of the administration: kept with ids, shown with names, completed as everywhere.

use crate::pages::{Site, seen};
use web::axum::http::StatusCode;

#[tokio::test]
async fn a_condition_of_a_rule_or_a_service_level_is_shown_with_names() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let add = |tx: &store::Tx<'_>| directory::queries::insert_service(tx, "Mail", "", None);
    site.desk.store.write(add).await.expect("a service");
    let when = "service:mail team:network assignee:anna@spoc.example";
    let shown = "service:Mail team:Network assignee:anna@spoc.example";
    let version = seen(&ada.page("/admin/automation/new").await);
    let rule = [
        ("seen", version.as_str()),
        ("label", "Tell"),
        ("active", "true"),
        ("on", "opened"),
        ("when", when),
        ("then-0-does", "note"),
        ("then-0-it", "among us"),
    ];
    ada.post("/admin/automation/new", &rule).await.leads_to();
    let kept = site.desk.desk.rules().await.expect("the rules");
    let kept = kept.policy.rules.last().expect("the rule").clone();
    assert!(kept.when.contains("service:#"), "{}", kept.when);
    let form = format!("/admin/automation/{}", kept.key);
    for address in ["/admin/automation", form.as_str()] {
        let page = ada.page(address).await;
        assert!(page.contains(shown), "{address}: {page}");
        assert!(!page.contains(":#"), "{address}: {page}");
    }
    assert!(ada.page(&form).await.contains("data-condition=\"rules\""));
}

#[tokio::test]
async fn where_rules_decide_nobody_reads_and_so_nothing_of_a_reader_is_offered() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    for (typed, of_reader, of_all) in [
        ("assignee:", "\"me\"", "\"none\""),
        ("team:", "\"mine\"", "\"Network\""),
        ("n", "\"notes:\"", "\"number:\""),
    ] {
        for (of, whose) in [("tickets", true), ("rules", false)] {
            let path = format!("/conditions/completion?q={typed}&of={of}");
            let said = ada.get(&path).await;
            assert_eq!(said.status, StatusCode::OK);
            assert!(said.body.contains(of_all), "{path}: {}", said.body);
            assert_eq!(
                said.body.contains(of_reader),
                whose,
                "{path}: {}",
                said.body
            );
        }
    }
}
