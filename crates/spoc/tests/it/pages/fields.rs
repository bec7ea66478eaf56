//! Custom fields in the reader's language: what is wrong with a value, and how days and numbers read.

use super::{Browser, Site};
use kernel::policy::CustomField;
use kernel::ticket::{Change, FieldKind, FieldValue};
use web::axum::http::{StatusCode, header};

/// A desk whose tickets have a cost, a day, a note and a person, and whose agent reads German.
async fn site() -> Site {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let fields = |policy: &mut kernel::Policy| {
        policy.fields = vec![
            CustomField::new("cost", "Kosten", FieldKind::Number),
            CustomField::new("due", "Lieferung", FieldKind::Date),
            CustomField::new("memo", "Bemerkung", FieldKind::Text),
            CustomField::new("boss", "Vorgesetzte", FieldKind::Person),
        ];
    };
    let changed = site.desk.desk.change_policy(&cast.ada, "fields", fields);
    changed.await.expect("fields");
    let id = cast.anna.person.expect("a person");
    let german = move |tx: &store::Tx<'_>| {
        let sql = "UPDATE people SET locale = 'de' WHERE id = $1";
        tx.execute(sql, store::params![id])
    };
    site.desk.store.write(german).await.expect("German");
    site
}

async fn anna(site: &Site) -> Browser<'_> {
    site.browser(&site.desk.cast.anna).await
}

#[tokio::test]
async fn what_is_wrong_with_a_value_is_said_in_the_readers_language() {
    let site = site().await;
    let ticket = site
        .desk
        .incident(&site.desk.cast.rita, "New chair", "")
        .await;
    let anna = anna(&site).await;
    let at = format!("/tickets/{ticket}/changes");
    let long = "x".repeat(2_001);
    for (field, typed, said) in [
        ("cost", "viel", "Kosten: Geben Sie eine Zahl ein, etwa 12,5"),
        ("due", "morgen", "Lieferung: Geben Sie einen Tag ein"),
        (
            "memo",
            long.as_str(),
            "Bemerkung: Das ist zu lang: höchstens 2.000",
        ),
        (
            "boss",
            "nobody@example.com",
            "Vorgesetzte: Diese Person gibt es nicht",
        ),
    ] {
        let name = format!("field.{field}");
        let refused = anna.post(&at, &[(&name, typed)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let name = "x".repeat(81);
    let refused = anna.post("/views", &[("name", &name), ("q", "")]).await;
    let cookie = refused.header(header::SET_COOKIE);
    assert!(
        cookie.contains("Geben") && !cookie.contains("needs"),
        "{cookie}"
    );
}

#[tokio::test]
async fn days_and_numbers_read_as_the_reader_writes_them_and_are_such_in_files() {
    let site = site().await;
    let cast = &site.desk.cast;
    let ticket = site.desk.incident(&cast.rita, "New chair", "").await;
    let set = |key: &str, value| Change::Field {
        key: key.into(),
        value: Some(value),
    };
    let changes = vec![
        set("cost", FieldValue::Number(-123_450)),
        set("due", FieldValue::Date("2026-11-27".into())),
    ];
    let changed = site.desk.change(&cast.anna, ticket, changes).await;
    changed.expect("the fields are set");
    let anna = anna(&site).await;
    let columns = [("view", ""), ("columns", "subject field.cost field.due")];
    anna.post("/lists/columns", &columns).await.leads_to();
    let (cost, day) = ("-1.234,5", "27. Nov. 2026");
    for path in [
        format!("/tickets/{ticket}"),
        "/tickets?q=state:open".to_owned(),
    ] {
        let page = anna.page(&path).await;
        assert!(page.contains(cost) && page.contains(day), "{path}: {page}");
    }
    let file = anna.get("/tickets/export.csv?q=state:open").await.body;
    let line = "New chair,-1234.5,2026-11-27";
    assert!(file.contains(line), "{file}");
}
