//! What people work with: kept by agents, seen beside the ticket.

use super::Site;
use testkit::backends;
use web::axum::http::StatusCode;

/// What the form of an asset sends.
fn form<'a>(
    seen: &'a str,
    name: &'a str,
    serial: &'a str,
    holder: &'a str,
) -> Vec<(&'a str, &'a str)> {
    vec![
        ("seen", seen),
        ("name", name),
        ("kind", "laptop"),
        ("serial", serial),
        ("holder", holder),
        ("note", ""),
    ]
}

#[tokio::test]
async fn whoever_helps_somebody_sees_what_they_work_with() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let cast = &site.desk.cast;
        let ticket = site.desk.incident(&cast.rita, "Keyboard", "dead").await;
        let anna = site.browser(&cast.anna).await;
        let new = form("0", "ThinkPad <T14>", "PF-3X1", "rita@spoc.example");
        let asset = anna.post("/asset/new", &new).await;
        let asset = asset.leads_to();
        let beside = format!("<a href=\"{asset}\">ThinkPad &#60;T14&#62;</a>");
        let rita = cast.rita.person.expect("a person");
        for page in [
            format!("/tickets/{ticket}"),
            format!("/people/{rita}/tickets"),
        ] {
            let page = anna.page(&page).await;
            assert!(page.contains(&beside) && page.contains("PF-3X1"), "{page}");
        }
        for found in ["/asset", "/asset?q=think", "/asset?q=pf"] {
            assert!(anna.page(found).await.contains(asset), "{found}");
        }
        assert!(!anna.page("/asset?q=dell").await.contains(asset));
        let retire = [("seen", "1"), ("retired", "true")];
        let retirement = format!("{asset}/retirement");
        anna.post(&retirement, &retire).await.leads_to();
        assert!(!anna.page("/asset").await.contains(asset));
        assert!(anna.page("/asset?retired=true").await.contains(asset));
        let card = anna.page(&format!("/tickets/{ticket}")).await;
        assert!(!card.contains(&beside), "{card}");
        anna.post(&format!("{asset}/undo/1"), &[]).await.leads_to();
        let card = anna.page(&format!("/tickets/{ticket}")).await;
        assert!(card.contains(&beside), "{card}");
        let again = anna.post(&format!("{asset}/undo/1"), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn an_asset_is_refused_with_what_would_be_right() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let anna = site.browser(&cast.anna).await;
    let first = form("0", "ThinkPad", "PF-3X1", "rita@spoc.example");
    let asset = anna.post("/asset/new", &first).await;
    let asset = asset.leads_to();
    for (sent, said) in [
        (form("0", "", "", ""), "required"),
        (form("0", "Other", "pf-3x1", ""), "has this number already"),
        (form("0", "Other", "", "nobody@spoc.example"), "nobody"),
    ] {
        let refused = anna.post("/asset/new", &sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let body = refused.body;
        assert!(body.to_lowercase().contains(said), "{said}: {body}");
    }
    let handed_on = form("1", "ThinkPad", "PF-3X1", "");
    anna.post(asset, &handed_on).await.leads_to();
    let late = anna.post(asset, &first).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(anna.get("/asset/999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn requesters_do_not_see_assets_and_a_desk_without_them_has_no_page() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let rita = site.browser(&cast.rita).await;
    for page in ["/asset", "/asset/new"] {
        assert_eq!(rita.get(page).await.status, StatusCode::FORBIDDEN);
    }
    let sent = form("0", "ThinkPad", "", "");
    let refused = rita.post("/asset/new", &sent).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let ticket = site.desk.incident(&cast.rita, "Keyboard", "dead").await;
    let anna = site.browser(&cast.anna).await;
    let add = "/asset/new?holder=";
    let ticket = format!("/tickets/{ticket}");
    assert!(anna.page(&ticket).await.contains(add));
    let off = site.desk.desk.change_policy(&cast.ada, "off", |policy| {
        policy.off.insert("asset".into());
    });
    off.await.expect("it is switched off");
    assert!(!anna.page(&ticket).await.contains(add));
}
