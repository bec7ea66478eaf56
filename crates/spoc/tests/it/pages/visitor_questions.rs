//! The questions of forms, asked of those who are not signed in.

use super::visitor::{get, open_to_all, post};
use super::{Site, value_of};
use kernel::Policy;
use kernel::policy::{Audience, CustomField, Form, Question, Required};
use kernel::ticket::FieldKind;
use testkit::backends;
use web::axum::http::StatusCode;

fn asked(asks: &str, shown_when: &str) -> Question {
    Question {
        asks: asks.into(),
        audience: Audience::Everybody,
        shown_when: shown_when.into(),
        required: Required::Opening,
        ..Question::default()
    }
}

/// Asks for the category, and for a room where it is the network that fails.
fn form(policy: &mut Policy) {
    policy
        .fields
        .push(CustomField::new("room", "Which room?", FieldKind::Text));
    policy.forms.push(Form {
        kind: policy.first_kind(),
        service: None,
        questions: vec![
            asked("category", ""),
            asked("field.room", "category:network"),
        ],
    });
}

#[tokio::test]
async fn strangers_are_asked_what_a_form_asks_of_everybody() {
    for backend in backends() {
        let site = Site::on(backend).await;
        open_to_all(&site).await;
        let (desk, ada) = (&site.desk.desk, &site.desk.cast.ada);
        desk.change_policy(ada, "a form", form)
            .await
            .expect("a form");
        let page = get(&site, "/ask").await.body;
        assert!(page.contains("id=\"category\""), "{page}");
        assert!(!page.contains("Which room?"), "nobody knows yet: {page}");
        let part = post(&site, "/ask/questions", &[("category", "network")]).await;
        assert!(part.body.contains("Which room?"), "{}", part.body);

        let key = value_of(&page, "idempotency_key");
        let mut vera = vec![
            ("idempotency_key", key.as_str()),
            ("name", "Vera"),
            ("email", "vera@example.com"),
            ("subject", "No network"),
            ("category", "network"),
        ];
        let unsaid = post(&site, "/ask", &vera).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        let kept = [
            "Which room?",
            "aria-invalid",
            "vera@example.com",
            key.as_str(),
        ];
        for text in kept {
            assert!(unsaid.body.contains(text), "{text}: {}", unsaid.body);
        }
        let known =
            |tx: &store::Tx<'_>| directory::queries::find_person_by_email(tx, "vera@example.com");
        let person = site.desk.store.read(known).await.expect("an answer");
        assert!(person.is_none(), "nobody is made by a form that is refused");

        vera.push(("field.room", "4.12"));
        post(&site, "/ask", &vera).await.leads_to();
        let filed = site.desk.list(&site.desk.cast.anna, "field.room:4.12");
        let filed = filed.await.expect("a list");
        assert_eq!(filed.len(), 1, "the answers are on the ticket");
        assert_eq!(filed[0].subject, "No network");
    }
}

#[tokio::test]
async fn strangers_choose_a_service_where_a_form_wants_one_and_find_no_people() {
    let site = Site::new().await;
    open_to_all(&site).await;
    let wants = |policy: &mut Policy| {
        policy
            .fields
            .push(CustomField::new("boss", "Your boss", FieldKind::Person));
        let boss = asked("field.boss", "");
        policy.forms.push(Form {
            kind: policy.first_kind(),
            service: None,
            questions: vec![asked("service", ""), boss],
        });
    };
    let (desk, ada) = (&site.desk.desk, &site.desk.cast.ada);
    desk.change_policy(ada, "a form", wants)
        .await
        .expect("a form");
    let page = get(&site, "/ask").await.body;
    assert!(page.contains("<select id=\"service\""), "{page}");
    assert!(!page.contains("Your boss"), "{page}");
    let add = |tx: &store::Tx<'_>| {
        let sql = "INSERT INTO services (name, description, active) VALUES ('VPN', '', 1)";
        tx.execute(sql, &[])
    };
    site.desk.store.write(add).await.expect("a service");
    let vera = [
        ("name", "Vera"),
        ("email", "vera@example.com"),
        ("subject", "No network"),
        ("service", "1"),
    ];
    post(&site, "/ask", &vera).await.leads_to();
    let shut = |tx: &store::Tx<'_>| portal::set_open_to_all(tx, false);
    site.desk.store.write(shut).await.expect("it is shut");
    let shut = post(&site, "/ask/questions", &[]).await;
    assert_eq!(shut.status, StatusCode::NOT_FOUND);
}
