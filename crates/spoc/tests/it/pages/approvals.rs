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

/// The text of an approval on its page.
pub(super) fn text_of(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"text\"").expect("a text");
    let (_, rest) = rest.split_once('>').expect("a text");
    let (text, _) = rest.split_once("</textarea>").expect("a text");
    let plain = text.replace("&#34;", "\"").replace("&#39;", "'");
    plain.replace("&#62;", ">").replace("&#60;", "<")
}

pub(super) fn is_chosen(page: &str, name: &str, value: &str) -> bool {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\""))
        .unwrap_or_default();
    let (choices, _) = rest.split_once("</select>").unwrap_or_default();
    choices.contains(&format!("value=\"{value}\" selected"))
}

#[tokio::test]
async fn an_approval_is_put_together_by_choosing_and_its_text_follows() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let page = ada.page("/admin/approvals/new").await;
    let (version, text) = (super::value_of(&page, "seen"), text_of(&page));
    let chosen = |more: &[(&'static str, &'static str)]| {
        let mut all = vec![
            ("seen", version.as_str()),
            ("text", text.as_str()),
            ("before", text.as_str()),
            ("label", "A new laptop"),
            ("expire-hours", "120"),
            ("step-0-who-0", "manager"),
            ("step-0-who-1", "person"),
        ];
        all.extend(more);
        all
    };
    // What is yet to be chosen is asked for, and not complained about.
    let begun = ada
        .post("/admin/approvals/new", &chosen(&[("draft", "true")]))
        .await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    assert!(
        begun.body.contains("name=\"step-0-whom-1.named\""),
        "{}",
        begun.body
    );
    let unfinished = ada.post("/admin/approvals/new", &chosen(&[])).await;
    assert_eq!(unfinished.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unfinished.body.contains("what is still missing"),
        "{}",
        unfinished.body
    );

    let whole = [
        ("step-0-whom-1.named", "Anna@spoc.example"),
        ("step-0-needs", "at_least"),
        ("step-0-count", "2"),
        ("step-1-who-0", "role"),
        ("step-1-whom-0.named", "lead"),
        ("step-1-veto", "true"),
        ("step-1-place", "1"),
    ];
    let mut shown = chosen(&whole);
    shown.push(("draft", "true"));
    let shown = ada.post("/admin/approvals/new", &shown).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    let said = text_of(&shown.body);
    for line in [
        "label = \"A new laptop\"",
        "hours = 120",
        "person = \"anna@spoc.example\"",
        "at_least = 2",
        "role = \"lead\"",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    // The second step was put before the first one.
    assert!(said.find("lead") < said.find("manager"), "{said}");
    let rules = site.desk.desk.rules().await.expect("the rules");
    assert!(rules.policy.approvals.is_empty(), "shown, and not decided");

    let saved = ada.post("/admin/approvals/new", &chosen(&whole)).await;
    assert_eq!(saved.leads_to(), "/admin/approvals");
    let rules = site.desk.desk.rules().await.expect("the rules");
    let steps = &rules.policy.approvals[0].steps;
    let anna = site.desk.cast.anna.person.expect("a person");
    assert!(steps[0].veto && steps[0].ask.contains(&Approver::Role("lead".into())));
    assert!(steps[1].ask.contains(&Approver::Person(anna)), "{steps:?}");
    assert_eq!(steps[1].needs, kernel::policy::Needs::AtLeast(2));
    let key = &rules.policy.approvals[0].key;
    let page = ada.page(&format!("/admin/approvals/{key}")).await;
    assert_eq!(
        text_of(&page),
        said.replace("key = \"new\"", &format!("key = \"{key}\""))
    );
    let anna = site.browser(&site.desk.cast.anna).await;
    let refused = anna.get("/admin/approvals/new").await.status;
    assert_eq!(refused, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_approval_is_written_as_text_and_its_form_follows_or_says_what_is_wrong_where() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let text = "key = \"laptop\"\nlabel = \"A new laptop\"\n\n[[steps]]\nask = [\"manager\", { person = \"anna@spoc.example\" }]\n\
                needs = { at_least = 2 }\n";
    let version = super::value_of(&ada.page("/admin/approvals/new").await, "seen");
    let send = async |text: &str, more: &[(&str, &str)]| {
        let mut all = vec![("seen", version.as_str()), ("text", text), ("before", "")];
        all.extend(more);
        ada.post("/admin/approvals/new", &all).await
    };
    let draft = [("draft", "true")];
    let shown = send(text, &draft).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    for (name, value) in [
        ("step-0-needs", "at_least"),
        ("step-0-who-0", "manager"),
        ("step-0-who-1", "person"),
    ] {
        assert!(
            is_chosen(&shown.body, name, value),
            "{name}: {}",
            shown.body
        );
    }
    assert!(
        shown.body.contains("value=\"anna@spoc.example\""),
        "{}",
        shown.body
    );
    // What is written is read and written the same.
    let written = text_of(&shown.body);
    assert_eq!(text_of(&send(&written, &draft).await.body), written);

    for (wrong, told) in [
        (
            text.replace("manager", "managr"),
            "Line 5, column 8: unknown variant `managr`",
        ),
        (
            text.replace("anna@", "eve@"),
            "Line 5, column 30: nobody who is active",
        ),
        (text.replace("= 2 }", "= 2"), "Line 6, column"),
        (text.replace("= 2 }", "= 3 }"), "Line 4: A step needs"),
    ] {
        let refused = send(&wrong, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        let said = refused.body.replace("&#39;", "'").replace("&#34;", "\"");
        assert!(said.contains(told), "{told}: {said}");
    }
    assert_eq!(send(text, &[]).await.leads_to(), "/admin/approvals");
    let rules = site.desk.desk.rules().await.expect("the rules");
    let kept = rules.policy.approval("laptop").expect("it is kept");
    assert_eq!(kept.steps[0].ask.len(), 2);
    assert!(ada.page("/admin/approvals").await.contains("A new laptop"));
}
