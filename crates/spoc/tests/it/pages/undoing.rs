//! What has no command of a ticket is taken back by the button beside the word that it was done, too.

use super::Site;
use kernel::TicketId;
use kernel::policy::StateCategory;
use kernel::time::HOUR;
use web::axum::http::StatusCode;

#[tokio::test]
async fn a_watch_that_was_discarded_runs_again_since_when_it_ran() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let anna = site.browser(&cast.anna).await;
    let watch = format!("/tickets/{id}/watch");
    anna.post(&watch, &[]).await.leads_to();
    site.desk.clock.advance(2 * HOUR);
    let end = format!("{watch}/end");
    let discarded = anna.post(&end, &[("discard", "yes")]).await;
    let again = discarded.undo_address();
    assert!(again.starts_with(&format!("{watch}?since=")), "{again}");
    anna.post(&again, &[]).await.leads_to();
    anna.post(&end, &[]).await.leads_to();
    let ticket = site.desk.ticket(&cast.anna, id).await.expect("a ticket");
    assert_eq!(ticket.worked_secs, 2 * 60 * 60);
}

#[tokio::test]
async fn a_ticket_that_was_filed_by_mistake_is_withdrawn() {
    let site = Site::new().await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let fields = [
        ("requester", "rita@spoc.example"),
        ("subject", "Filed twice"),
        ("kind", "incident"),
        ("impact", "2"),
        ("urgency", "2"),
    ];
    let filed = anna.post("/tickets/new", &fields).await;
    let number = filed.leads_to().trim_start_matches("/tickets/").parse();
    let id: TicketId = number.expect("a number");
    let undo = format!("/commands/{}/undo", filed.undo());
    anna.post(&undo, &[]).await.leads_to();
    let ticket = site.desk.ticket(&site.desk.cast.anna, id).await;
    let category = ticket.expect("a ticket").state_category;
    assert_eq!(category, StateCategory::Cancelled);
}

#[tokio::test]
async fn the_portal_is_closed_again_and_links_that_were_taken_back_work_again() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let ada = site.browser(&cast.ada).await;
    let offers = |page: &str, act: &str| page.contains(&format!("name=\"act\" value=\"{act}\""));
    let opened = ada.post("/admin/portal", &[("act", "open")]).await;
    assert!(offers(&ada.page("/admin/portal").await, "close"));
    let closed = ada.post(&opened.undo_address(), &[]).await;
    assert!(offers(&ada.page("/admin/portal").await, "open"));
    ada.post(&closed.undo_address(), &[]).await.leads_to();
    assert!(offers(&ada.page("/admin/portal").await, "close"));

    let id = site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let anna = site.browser(&cast.anna).await;
    let link = format!("/tickets/{id}/link");
    assert_eq!(anna.post(&link, &[]).await.status, StatusCode::OK);
    assert!(offers(&anna.page(&link).await, "revoke"), "it works");
    let revoked = anna.post(&link, &[("act", "revoke")]).await;
    assert!(!offers(&anna.page(&link).await, "revoke"));
    let back = revoked.undo_address();
    let ben = site.browser(&cast.rob).await;
    assert!(ben.post(&back, &[]).await.status.is_client_error());
    anna.post(&back, &[]).await.leads_to();
    assert!(offers(&anna.page(&link).await, "revoke"), "it works again");
}

#[tokio::test]
async fn steps_among_columns_and_the_usual_ones_are_taken_back() {
    let site = Site::new().await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let has_own = |page: &str| page.contains("name=\"usual\"");
    let columns = "/lists/columns";
    let first = anna.post(columns, &[("away", "requester")]).await;
    let page = anna.page(columns).await;
    assert!(has_own(&page) && !page.contains("name=\"away\" value=\"requester\""));
    let usual = anna.post(columns, &[("usual", "true")]).await;
    assert!(!has_own(&anna.page(columns).await));
    anna.post(&usual.undo_address(), &[]).await.leads_to();
    let page = anna.page(columns).await;
    assert!(has_own(&page) && !page.contains("name=\"away\" value=\"requester\""));
    anna.post(&first.undo_address(), &[]).await.leads_to();
    let page = anna.page(columns).await;
    assert!(!has_own(&page) && page.contains("name=\"away\" value=\"requester\""));
}

#[tokio::test]
async fn what_one_wants_to_hear_of_is_chosen_back() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let anna = site.browser(&cast.anna).await;
    let settings = "/notifications/settings";
    let chosen = |page: &str| {
        let inputs = page.split("<input type=\"checkbox\"").skip(1);
        let inputs = inputs.map(|input| input.split('>').next().unwrap_or_default().to_owned());
        inputs.collect::<Vec<_>>()
    };
    let before = chosen(&anna.page(settings).await);
    let quiet = [
        ("page", "assigned"),
        ("quiet_from", "18:00"),
        ("quiet_to", "08:00"),
    ];
    let saved = anna.post(settings, &quiet).await;
    let page = anna.page(settings).await;
    assert!(chosen(&page) != before && page.contains("18:00"), "{page}");
    anna.post(&saved.undo_address(), &[]).await.leads_to();
    let page = anna.page(settings).await;
    assert_eq!(chosen(&page), before);
    assert!(!page.contains("18:00"), "{page}");

    let ada = site.browser(&cast.ada).await;
    let all = "/admin/notifications";
    let services = "https://push.example";
    let first = ada
        .post(all, &[("allowed", "yes"), ("services", services)])
        .await;
    let second = ada.post(all, &[("allowed", "no")]).await;
    let late = ada.post(&first.undo_address(), &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "another came after it");
    ada.post(&second.undo_address(), &[]).await.leads_to();
    assert!(ada.page(all).await.contains(services));
}
