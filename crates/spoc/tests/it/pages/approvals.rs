//! What those who are asked see and do, by page.

use super::{Site, note};
use kernel::policy::{ApprovalStep, ApprovalTemplate, Approver};
use kernel::ticket::{ApprovalChange, Change};
use kernel::{Actor, TicketId};
use web::axum::http::StatusCode;

/// A confidential ticket of Rita's that waits for Ben and Rob, who may not see it.
async fn asked(site: &Site) -> TicketId {
    let cast = &site.desk.cast;
    let ask = [&cast.ben, &cast.rob].map(|actor| Approver::Person(actor.person.expect("a person")));
    let template = ApprovalTemplate {
        key: "laptop".into(),
        label: "A new laptop".into(),
        text: "Is there money for it?".into(),
        own: false,
        remind_after: None,
        expires_after: None,
        steps: vec![ApprovalStep::new(ask)],
    };
    site.desk
        .desk
        .change_policy(&cast.ada, "approvals", move |policy| {
            policy.approvals = vec![template.clone()];
        })
        .await
        .expect("it is possible");
    let id = site
        .desk
        .incident(&cast.rita, "A laptop", "the old one broke")
        .await;
    note(site, id, "her third this year").await;
    site.desk
        .reply(&cast.anna, id, "which one?")
        .await
        .expect("a reply");
    let changes = vec![
        Change::Team(Some(cast.network)),
        Change::Confidential(true),
        Change::Approval(ApprovalChange::Ask("laptop".into())),
    ];
    site.desk
        .change(&cast.anna, id, changes)
        .await
        .expect("asked");
    id
}

async fn answer(site: &Site, by: &Actor, id: TicketId, verdict: &str) -> super::Answer {
    let browser = site.browser(by).await;
    let fields = [("verdict", verdict), ("comment", "")];
    browser.post(&format!("/approvals/{id}/1"), &fields).await
}

#[tokio::test]
async fn what_an_approver_reads_has_no_note_in_it() {
    let site = Site::new().await;
    let id = asked(&site).await;
    let path = format!("/approvals/{id}/1");
    for approver in [&site.desk.cast.ben, &site.desk.cast.rob] {
        let browser = site.browser(approver).await;
        let list = browser.page("/approvals").await;
        assert!(
            list.contains("A laptop") && list.contains("Is there money for it?"),
            "{list}"
        );
        let page = browser.page(&path).await;
        assert!(page.contains("the old one broke"), "{page}");
        for page in [&list, &page] {
            assert!(!page.contains("her third this year"), "{page}");
        }
        for hidden in [format!("/tickets/{id}"), format!("/my/tickets/{id}")] {
            let answer = browser.get(&hidden).await;
            assert_ne!(answer.status, StatusCode::OK, "{hidden}");
        }
    }
    for other in [&site.desk.cast.hanna, &site.desk.cast.ada] {
        let browser = site.browser(other).await;
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
        assert!(!browser.page("/approvals").await.contains("A laptop"));
    }
    let home = site.browser(&site.desk.cast.ben).await.page("/").await;
    assert!(home.contains(&path), "{home}");
    let portal = site.browser(&site.desk.cast.rob).await.page("/my").await;
    assert!(portal.contains(&path), "{portal}");
}

#[tokio::test]
async fn an_answer_is_given_at_once_and_what_is_refused_says_why() {
    let site = Site::new().await;
    let id = asked(&site).await;
    let cast = &site.desk.cast;
    let mute = answer(&site, &cast.rob, id, "rejected").await;
    assert_eq!(
        mute.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        mute.body
    );
    assert!(mute.body.contains("why you reject it"), "{}", mute.body);
    assert_eq!(
        answer(&site, &cast.rob, id, "approved").await.leads_to(),
        "/approvals"
    );
    assert_eq!(
        answer(&site, &cast.ben, id, "approved").await.leads_to(),
        "/approvals"
    );
    let foreign = answer(&site, &cast.ada, id, "approved").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let own = site.browser(&cast.rita).await;
    let page = own.page(&format!("/my/tickets/{id}")).await;
    assert!(
        page.contains("A new laptop") && page.contains("Approved"),
        "{page}"
    );
    let anna = site.browser(&cast.anna).await;
    let page = anna.page(&format!("/tickets/{id}")).await;
    assert!(
        page.contains("Ben approved") || page.contains("approved"),
        "{page}"
    );
    let rob = site.browser(&cast.rob).await;
    assert!(
        rob.page("/approvals")
            .await
            .contains("What I decided lately")
    );
}

#[tokio::test]
async fn an_agent_asks_on_the_page_of_the_ticket_and_takes_it_back() {
    let site = Site::new().await;
    let id = asked(&site).await;
    let anna = site.browser(&site.desk.cast.anna).await;
    let path = format!("/tickets/{id}");
    let reason = [("reason", "not this year")];
    let back = anna
        .post(&format!("{path}/approvals/1/cancellation"), &reason)
        .await;
    assert_eq!(back.leads_to(), path);
    let again = anna
        .post(&format!("{path}/approvals"), &[("approval", "laptop")])
        .await;
    assert_eq!(again.leads_to(), path);
    let page = anna.page(&path).await;
    assert!(
        page.contains("not this year") && page.contains("id=\"approval-2\""),
        "{page}"
    );
    let unknown = anna
        .post(&format!("{path}/approvals"), &[("approval", "gone")])
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.body.contains("There is no approval"),
        "{}",
        unknown.body
    );
}

#[tokio::test]
async fn approvals_are_written_as_text_and_refused_with_the_place() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let text = "[[approvals]]\nkey = \"laptop\"\nlabel = \"A new laptop\"\nexpires_after = { hours = 120 }\n\n\
                [[approvals.steps]]\nask = [\"manager\", { role = \"lead\" }]\nneeds = { at_least = 2 }\n";
    let version = super::value_of(&ada.page("/admin/approvals").await, "seen");
    let saved = ada
        .post("/admin/approvals", &[("seen", &version), ("text", text)])
        .await;
    assert_eq!(saved.leads_to(), "/admin/approvals");
    let page = ada.page("/admin/approvals").await;
    assert!(page.contains("A new laptop"), "{page}");
    let version = super::value_of(&page, "seen");
    let wrong = text
        .replace("{ role = \"lead\" }", "\"service_owner\"")
        .replace("= 2", "= 3");
    let wrong = ada
        .post("/admin/approvals", &[("seen", &version), ("text", &wrong)])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("approvals.toml"), "{}", wrong.body);
    // People are named by their addresses.
    let named = |address: &str| {
        text.replace(
            "{ role = \"lead\" }",
            &format!("{{ person = \"{address}\" }}"),
        )
    };
    let stranger = named("eve@spoc.example");
    let wrong = ada
        .post(
            "/admin/approvals",
            &[("seen", &version), ("text", &stranger)],
        )
        .await;
    assert!(
        wrong.body.contains("approvals.toml:7:30: nobody"),
        "{}",
        wrong.body
    );
    let known = named("Anna@spoc.example");
    let saved = ada
        .post("/admin/approvals", &[("seen", &version), ("text", &known)])
        .await;
    assert_eq!(saved.leads_to(), "/admin/approvals");
    let rules = site.desk.desk.rules().await.expect("the rules");
    let asked = &rules.policy.approvals[0].steps[0].ask;
    let anna = site.desk.cast.anna.person.expect("a person");
    assert!(
        asked.contains(&kernel::policy::Approver::Person(anna)),
        "{asked:?}"
    );
    let anna = site.browser(&site.desk.cast.anna).await;
    assert_eq!(
        anna.get("/admin/approvals").await.status,
        StatusCode::FORBIDDEN
    );
}
