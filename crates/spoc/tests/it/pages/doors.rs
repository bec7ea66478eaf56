//! Forms ask the same as is decided, by whichever door a ticket comes in.

use super::visitor::{get, open_to_all, post};
use super::{Site, value_of};
use crate::api::client::App;
use kernel::policy::{Audience, CustomField, Form, Question, Required};
use kernel::ticket::FieldKind;
use serde_json::json;
use testkit::backends;
use web::axum::http::StatusCode;

/// A form that asks for a room, and must be told, where this condition holds.
async fn asks_when(site: &Site, condition: &str) {
    let condition = condition.to_owned();
    let form = move |policy: &mut kernel::Policy| {
        policy.fields = vec![CustomField::new("room", "Which room?", FieldKind::Text)];
        policy.forms = vec![Form {
            kind: policy.first_kind(),
            service: None,
            questions: vec![Question {
                asks: "field.room".into(),
                audience: Audience::Everybody,
                shown_when: condition.clone(),
                required: Required::Opening,
                ..Question::default()
            }],
        }];
    };
    let (desk, ada) = (&site.desk.desk, &site.desk.cast.ada);
    let changed = desk.change_policy(ada, "a form", form).await;
    changed.expect("a form");
}

#[tokio::test]
async fn the_portal_asks_what_must_be_said_in_the_portal_and_nothing_else() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let rita = site.browser(&site.desk.cast.rita).await;
        let asked = [("kind", "incident"), ("subject", "No heating")];
        let told = [
            ("kind", "incident"),
            ("subject", "No heating"),
            ("field.room", "4.12"),
        ];

        for condition in ["channel:portal", "requester:me"] {
            asks_when(&site, condition).await;
            assert!(rita.page("/my/new").await.contains("Which room?"));
            let refused = rita.post("/my/new", &asked).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(
                rita.post("/my/new", &told)
                    .await
                    .leads_to()
                    .contains("/my/")
            );
        }

        asks_when(&site, "channel:web").await;
        assert!(!rita.page("/my/new").await.contains("Which room?"));
        rita.post("/my/new", &asked).await.leads_to();

        asks_when(&site, "on_behalf_of:any").await;
        assert!(!rita.page("/my/new").await.contains("Which room?"));
        let other = [("on_behalf_of", "rob@spoc.example")];
        let part = rita.post("/my/questions", &other).await.body;
        assert!(part.contains("Which room?"), "{part}");
    }
}

#[tokio::test]
async fn visitors_are_asked_what_must_be_said_of_what_they_file() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        for condition in ["channel:portal", "tag:unverified-address", "requester:me"] {
            asks_when(&site, condition).await;
            let page = get(&site, "/ask").await.body;
            assert!(page.contains("Which room?"), "{condition}: {page}");
            let key = value_of(&page, "idempotency_key");
            let mut vera = vec![
                ("idempotency_key", key.as_str()),
                ("name", "Vera"),
                ("email", "vera@example.com"),
                ("subject", "No heating"),
            ];
            let refused = post(&site, "/ask", &vera).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            vera.push(("field.room", "4.12"));
            post(&site, "/ask", &vera).await.leads_to();
        }
        asks_when(&site, "channel:web").await;
        let page = get(&site, "/ask").await.body;
        assert!(!page.contains("Which room?"), "{page}");
        let vera = [
            ("name", "Vera"),
            ("email", "vera@example.com"),
            ("subject", "No heating"),
        ];
        post(&site, "/ask", &vera).await.leads_to();
    }
}

#[tokio::test]
async fn agents_are_asked_by_the_door_and_the_person_that_they_choose() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let anna = site.browser(&site.desk.cast.anna).await;
        let asks = async |fields: &[(&str, &str)]| {
            let part = anna.post("/questions", fields).await;
            assert_eq!(part.status, StatusCode::OK, "{}", part.body);
            part.body.contains("Which room?")
        };

        asks_when(&site, "channel:phone").await;
        assert!(anna.page("/tickets/new").await.contains("Which room?"));
        assert!(!asks(&[("channel", "chat")]).await);
        let call = [
            ("kind", "incident"),
            ("requester", "rita@spoc.example"),
            ("subject", "No heating"),
            ("impact", "2"),
            ("urgency", "2"),
            ("channel", "phone"),
        ];
        let refused = anna.post("/tickets/new", &call).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("aria-invalid"), "{}", refused.body);
        let mut chat = call;
        chat[5].1 = "chat";
        anna.post("/tickets/new", &chat).await.leads_to();

        asks_when(&site, "requester:me").await;
        assert!(!anna.page("/tickets/new").await.contains("Which room?"));
        assert!(!asks(&[("requester", "rita@spoc.example")]).await);
        assert!(asks(&[("requester", "anna@spoc.example")]).await);

        asks_when(&site, "tag:vip or confidential:yes or on_behalf_of:any").await;
        assert!(!asks(&[]).await);
        assert!(asks(&[("tags", "slow vip")]).await);
        assert!(asks(&[("confidential", "true")]).await);
        assert!(asks(&[("on_behalf_of", "rita@spoc.example")]).await);

        asks_when(&site, "assignee:me").await;
        let me = site.desk.cast.anna.person.expect("a person").to_string();
        assert!(!asks(&[]).await);
        assert!(asks(&[("assignee", &me)]).await);
    }
}

#[tokio::test]
async fn the_api_must_be_told_what_a_form_wants_of_it() {
    for backend in backends() {
        let site = Site::on(backend).await;
        let app = App::new(&site.desk);
        let rita = app.client(&site.desk.cast.rita).await;
        let new = json!({ "kind": "incident", "subject": "No heating" });
        asks_when(&site, "channel:portal").await;
        rita.post("/tickets", new.clone()).await.ok(201);
        asks_when(&site, "channel:api").await;
        rita.post("/tickets", new).await.field("field.room");
        let fields = json!({ "room": "4.12" });
        let told = json!({ "kind": "incident", "subject": "No heating", "fields": fields });
        let opened = rita.post("/tickets", told).await.ok(201);
        assert_eq!(opened["fields"]["room"], "4.12");
    }
}
