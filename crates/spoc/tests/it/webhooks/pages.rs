//! What administrators see and decide.

use super::{Desk, Heard, Program, Says, added, made_secret};
use crate::pages::{Browser, seen};
use kernel::time::HOUR;
use serde_json::Value;
use testkit::backends;
use web::axum::http::StatusCode;

#[tokio::test]
async fn the_secret_is_shown_once_and_stands_neither_in_the_policy_nor_in_a_backup() {
    for backend in backends() {
        let (desk, chat) = (Desk::on(backend).await, Program::start(&[]).await);
        let ada = desk.ada().await;
        let secret = added(&ada, "Chat", &chat.url, true).await;
        let rules = desk.site.desk.desk.rules().await.expect("the rules");
        let files = work::policy_text::to_files(&rules.policy).expect("it is written");
        assert!(
            files["rules.toml"].contains("webhook = \"chat\""),
            "{files:?}"
        );
        let mut shown: Vec<String> = files.into_values().collect();
        for path in ["/admin/webhooks", "/admin/webhooks/chat", "/admin/history"] {
            shown.push(ada.page(path).await);
        }
        let dumped = desk.site.desk.store.read(|tx| {
            let mut all = String::new();
            store::archive::dump(tx, |table, lines| {
                all.push_str(table);
                all.push_str(lines);
                Ok::<_, store::Error>(())
            })?;
            Ok::<_, store::Error>(all)
        });
        let dumped = dumped.await.expect("a dump");
        assert!(dumped.contains("webhook_secrets[\"chat\""));
        shown.push(dumped);
        let secret = secret.strip_prefix("whsec_").expect("a secret");
        assert!(!shown.iter().any(|text| text.contains(secret)));

        // Whoever makes another one ends the one before.
        let another = made_secret(&ada, "chat").await;
        desk.opened("VPN drops").await;
        desk.tells().await;
        let [heard] = <[Heard; 1]>::try_from(chat.heard()).expect("one call");
        assert!(heard.is_signed_with(&another));
        assert!(!heard.is_signed_with(&format!("whsec_{secret}")));
    }
}

#[tokio::test]
async fn it_is_tried_out_before_a_rule_calls_it_and_while_it_is_off() {
    let desk = Desk::on(testkit::Backend::Sqlite).await;
    let chat = Program::start(&[Says::Status(204), Says::Status(401)]).await;
    let ada = desk.ada().await;
    let secret = added(&ada, "Chat", &chat.url, true).await;
    switch(&ada, &chat.url, false).await;
    let path = "/admin/webhooks/chat/test";
    ada.post(path, &[]).await.leads_to();
    let [heard] = <[Heard; 1]>::try_from(chat.heard()).expect("one call");
    assert!(heard.is_signed_with(&secret));
    let told = heard.json();
    assert_eq!(
        (&told["event"], &told["ticket"]),
        (&"test".into(), &Value::Null)
    );
    ada.post(path, &[]).await.leads_to();
    let page = ada.page("/admin/webhooks/chat").await;
    assert!(
        page.contains(">failed<") && page.contains("It answered 401."),
        "{page}"
    );
    chat.heard();
    desk.advance(HOUR);
    desk.tells().await;
    assert_eq!(chat.heard().len(), 0, "a test is not repeated");

    // What happened before it was switched off waits for it; what happens while it is off is not told.
    switch(&ada, &chat.url, true).await;
    let id = desk.opened("VPN drops").await;
    desk.follow().await;
    switch(&ada, &chat.url, false).await;
    desk.opened("The printer jams").await;
    desk.tells().await;
    assert_eq!(chat.heard().len(), 0);
    switch(&ada, &chat.url, true).await;
    desk.tells().await;
    let [heard] = <[Heard; 1]>::try_from(chat.heard()).expect("one call");
    assert_eq!(heard.json()["ticket"]["number"], id.0);
}

async fn switch(ada: &Browser<'_>, url: &str, on: bool) {
    let version = seen(&ada.page("/admin/webhooks/chat").await);
    let fields = [
        ("seen", version.as_str()),
        ("label", "Chat"),
        ("url", url),
        ("inside", "true"),
        ("active", if on { "true" } else { "false" }),
    ];
    ada.post("/admin/webhooks/chat", &fields).await.leads_to();
}

#[tokio::test]
async fn only_administrators_decide_what_is_wrong_is_told_and_what_was_decided_is_undone() {
    let desk = Desk::on(testkit::Backend::Sqlite).await;
    let cast = desk.site.desk.cast.clone();
    let (ada, anna) = (desk.ada().await, desk.site.browser(&cast.anna).await);
    added(&ada, "Chat", "https://chat.example.com/in", false).await;
    for path in ["/admin/webhooks", "/admin/webhooks/chat"] {
        assert_eq!(anna.get(path).await.status, StatusCode::FORBIDDEN);
    }
    for path in [
        "chat",
        "chat/secret",
        "chat/test",
        "chat/deliveries/1/retry",
    ] {
        let refused = anna.post(&format!("/admin/webhooks/{path}"), &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }

    let version = seen(&ada.page("/admin/webhooks/chat").await);
    let send = async |path: &str, url: &str, more: (&str, &str)| {
        let fields = [
            ("seen", version.as_str()),
            ("label", "Chat"),
            ("url", url),
            more,
        ];
        ada.post(path, &fields).await
    };
    let active = ("active", "true");
    let wrong = send(
        "/admin/webhooks/chat",
        "https://a:b@chat.example.com",
        active,
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("without user, password"),
        "{}",
        wrong.body
    );
    let twice = send("/admin/webhooks/new", "https://chat.example.com", active).await;
    assert!(twice.body.contains("aria-invalid"), "{}", twice.body);
    let used = send("/admin/webhooks/chat", "", ("remove", "true")).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        used.body.contains("The rule “tell_chat” calls it"),
        "{}",
        used.body
    );

    let same = send(
        "/admin/webhooks/chat",
        "https://chat.example.com/in",
        active,
    )
    .await;
    same.leads_to();
    assert!(!same.can_be_undone(), "{}", same.said());
    let changed = send(
        "/admin/webhooks/chat",
        "https://chat.example.com/other",
        active,
    )
    .await;
    assert_eq!(changed.leads_to(), "/admin/webhooks/chat");
    let undo = changed.undo();
    let undo = undo.replace("%2F", "/");
    let history = ada.page("/admin/history").await;
    assert!(history.contains("Webhooks"), "{history}");
    ada.post(&undo, &[]).await.leads_to();
    let page = ada.page("/admin/webhooks/chat").await;
    assert!(page.contains("https://chat.example.com/in"), "{page}");
}
