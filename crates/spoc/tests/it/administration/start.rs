//! The start page of the administration.

use crate::pages::Site;
use web::axum::http::StatusCode;

#[tokio::test]
async fn the_administration_lists_what_one_may_change_and_finds_it_by_words() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let page = ada.page("/admin").await;
    for href in ["\"/people\"", "\"/teams\""] {
        assert!(page.contains(&format!("<li><a href={href}")), "{page}");
    }
    let found = ada.page("/admin?q=groups+that").await;
    assert!(
        found.contains("<li><a href=\"/teams\"><svg") && !found.contains("Everybody who asks"),
        "{found}"
    );
    let none = ada.page("/admin?q=zebra").await;
    assert!(none.contains("No setting is called like this"), "{none}");
    assert!(ada.page("/tickets").await.contains("href=\"/admin\""));
}

#[tokio::test]
async fn who_may_change_nothing_neither_sees_nor_enters_the_administration() {
    let site = Site::new().await;
    for actor in [&site.desk.cast.anna, &site.desk.cast.rita] {
        let browser = site.browser(actor).await;
        assert_eq!(browser.get("/admin").await.status, StatusCode::FORBIDDEN);
        assert!(!browser.page("/my").await.contains("/admin"));
    }
}
