//! Name, colour, own texts and languages.

use crate::pages::Site;
use web::axum::body::Body;
use web::axum::http::{Request, StatusCode};

#[tokio::test]
async fn name_colour_and_texts_show_wherever_people_are() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let fields = [
        ("product", "Help at Aldermoor"),
        ("accent", "#0a6b4f"),
        ("languages", "en"),
        ("language", "en"),
        ("portal_en", "Our desk is there from 8 to 18."),
        ("sign_in_en", "Your usual password."),
    ];
    ada.post("/admin/brand", &fields).await.leads_to();
    let rita = site.browser(&site.desk.cast.rita).await;
    let page = rita.page("/my").await;
    for text in [
        "Help at Aldermoor",
        "Our desk is there from 8 to 18.",
        "/brand/0a6b4f/brand.css",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let plain = |path: &str| {
        let request = Request::get(path).header("accept-language", "de");
        site.send(request.body(Body::empty()).expect("a request"))
    };
    let sign_in = plain("/sign-in").await.body;
    assert!(
        sign_in.contains("Your usual password.") && sign_in.contains("lang=\"en\""),
        "{sign_in}"
    );
    let style = plain("/brand/0a6b4f/brand.css").await;
    assert!(style.body.contains("--accent: #0a6b4f"), "{}", style.body);
    assert!(style.header("cache-control").contains("immutable"));
    assert_eq!(
        plain("/brand/green/brand.css").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_app_and_its_page_without_a_connection_have_the_name_the_colour_and_the_language() {
    let site = Site::new().await;
    let plain = |path: &str| {
        let request = Request::get(path).header("accept-language", "en");
        site.send(request.body(Body::empty()).expect("a request"))
    };
    let version = |worker: &str| {
        worker
            .split_once(';')
            .map(|(version, _)| version.to_owned())
    };
    let before = version(&plain("/service-worker.js").await.body);
    let ada = site.browser(&site.desk.cast.ada).await;
    let fields = [
        ("product", "Help at Aldermoor"),
        ("accent", "#0a6b4f"),
        ("languages", "de"),
        ("language", "de"),
    ];
    ada.post("/admin/brand", &fields).await.leads_to();
    let manifest = plain("/manifest.webmanifest").await;
    assert_eq!(manifest.header("cache-control"), "private, no-cache");
    let manifest: serde_json::Value = serde_json::from_str(&manifest.body).expect("a document");
    for (member, value) in [
        ("name", "Help at Aldermoor"),
        ("theme_color", "#0a6b4f"),
        ("lang", "de"),
    ] {
        assert_eq!(manifest[member], value, "{manifest}");
    }
    let offline = plain("/offline").await.body;
    for text in [
        "Help at Aldermoor",
        "/brand/0a6b4f/brand.css",
        "lang=\"de\"",
    ] {
        assert!(offline.contains(text), "{text} in {offline}");
    }
    let worker = plain("/service-worker.js").await.body;
    assert_ne!(version(&worker), before, "what is kept is kept anew");
    assert!(worker.contains("/brand/0a6b4f/brand.css"), "{worker}");
}

#[tokio::test]
async fn a_colour_on_which_nobody_can_read_is_refused_with_one_that_would_do() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let refused = ada
        .post(
            "/admin/brand",
            &[("product", "Spoc"), ("accent", "#ffdd00")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = "White words could not be read on this colour. #";
    assert!(refused.body.contains(text), "{}", refused.body);
    let nonsense = ada
        .post("/admin/brand", &[("product", "Spoc"), ("accent", "green")])
        .await;
    assert!(
        nonsense.body.contains("This is no colour."),
        "{}",
        nonsense.body
    );
    let anna = site.browser(&site.desk.cast.anna).await;
    let sent = anna
        .post("/admin/brand", &[("product", "Mine"), ("accent", "")])
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_logo_stands_where_the_mark_would_until_it_is_taken_away() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let logo = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10and the rest of it";
    let upload =
        |bytes: &'static [u8]| ada.upload("/admin/logo", &[], ("logo.png", "image/png", bytes));
    let refused = upload(b"<svg onload=alert(1)>").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("This is no PNG."), "{}", refused.body);
    upload(logo).await.leads_to();
    let plain = |path: &str| {
        let request = Request::get(path).body(Body::empty());
        site.send(request.expect("a request"))
    };
    let page = plain("/sign-in").await.body;
    let (_, rest) = page.split_once("src=\"/logo/").expect("a logo");
    let (name, _) = rest.split_once('"').expect("its address");
    let address = format!("/logo/{name}");
    let shown = plain(&address).await;
    assert_eq!(
        (shown.status, shown.header("content-type")),
        (StatusCode::OK, "image/png")
    );
    // Name and colour are another decision.
    let fields = [("product", "Spoc"), ("accent", "")];
    ada.post("/admin/brand", &fields).await.leads_to();
    assert!(ada.page("/tickets").await.contains(&address));
    ada.post("/admin/logo", &[("remove", "true")])
        .await
        .leads_to();
    assert!(!ada.page("/tickets").await.contains("/logo/"));
    assert_eq!(plain(&address).await.status, StatusCode::NOT_FOUND);
    let anna = site.browser(&site.desk.cast.anna).await;
    let sent = anna
        .upload("/admin/logo", &[], ("logo.png", "image/png", logo))
        .await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}
