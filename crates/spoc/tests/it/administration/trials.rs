//! Other rules, tried on what has happened before they are put in force.

use super::pages::decide;
use crate::pages::Site;
use kernel::ticket::Change;
use kernel::time::HOUR;
use web::axum::http::StatusCode;

#[tokio::test]
async fn a_policy_is_tried_on_its_page_and_then_put_in_force() {
    let site = Site::new().await;
    let (ada, t) = (site.browser(&site.desk.cast.ada).await, &site.desk);
    let anna = site.browser(&t.cast.anna).await;
    for path in ["/admin/policy", "/admin/policy/files/rules"] {
        assert_eq!(anna.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let vpn = t.incident(&t.cast.rita, "VPN is gone", "Help.").await;
    t.incident(&t.cast.rita, "Printer on fire", "Help.").await;
    // Of what ada may not know of, no sum tells her.
    let hidden = t.incident(&t.cast.rita, "VPN of the board", "Help.").await;
    let hide = vec![
        Change::Team(Some(t.cast.private)),
        Change::Confidential(true),
    ];
    t.change(&t.cast.hanna, hidden, hide)
        .await
        .expect("it is hidden");
    t.clock.advance(HOUR);

    let page = "/admin/policy/files/rules";
    let rule =
        "[[rules]]\nkey = \"vpn\"\nlabel = \"VPN\"\non = [\"opened\"]\nwhen = \"subject:vpn\"\n";
    let wrong = format!("{rule}then = [{{ tagg = \"vpn\" }}]\n");
    let refused = decide(&ada, page, page, &[("text", &wrong), ("last_days", "90")]).await;
    assert!(refused.body.contains("rules.toml:6:"), "{}", refused.body);
    let text = format!("{rule}then = [{{ priority = 1 }}]\n");
    let begun = decide(&ada, page, page, &[("text", &text), ("last_days", "90")]).await;
    let trial = begun.leads_to().to_owned();
    let waiting = ada.page(&trial).await;
    assert!(waiting.contains("It begins in a moment."), "{waiting}");
    assert!(!waiting.contains("Put these rules in force"));

    let tries = work::jobs::kinds()
        .into_iter()
        .filter(|kind| kind.name == "try_policy");
    assert_eq!(t.workers(tries).run_due().await.expect("it is tried"), 1);
    let told = ada.page(&trial).await;
    assert!(
        told.contains("1 of 2 tickets would have gone another way"),
        "{told}"
    );
    assert!(told.contains(&format!("#{vpn} VPN is gone")), "{told}");
    assert!(told.contains("priority: Moderate → Critical"), "{told}");
    assert!(!told.contains("Printer on fire"), "{told}");
    assert!(!told.contains("VPN of the board"), "{told}");
    // Nothing has changed by trying.
    let rules = t.desk.rules().await.expect("the rules are read");
    assert_eq!(rules.policy.rules.len(), 0);
    assert!(ada.page("/admin/policy").await.contains("1 of 2 tickets"));

    let adoption = format!("{trial}/adoption");
    decide(&ada, &trial, &adoption, &[]).await.leads_to();
    let rules = t.desk.rules().await.expect("the rules are read");
    assert_eq!(rules.policy.rules[0].key, "vpn");
    // What was tried on an older policy is not put in force over a newer one.
    let stale = ada.page(&trial).await;
    assert!(stale.contains("Try these again"), "{stale}");
    let again = decide(&ada, page, &adoption, &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}
