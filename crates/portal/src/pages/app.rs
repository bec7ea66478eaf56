//! The portal as an app: what browsers need to install it, and what is there without a connection.

use crate::screens::offline::OfflinePage;
use directory::SignedIn;
use kernel::text::hex;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use web::assets::asset;
use web::axum::http::header::ACCEPT_LANGUAGE;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use web::axum::http::{HeaderMap, HeaderValue};
use web::axum::response::{IntoResponse, Response};
use web::reply::html;
use web::{Frame, Texts};

/// What is kept by the browser, so that the page without a connection looks like the others.
const KEPT: [&str; 6] = [
    "app.css",
    "app.js",
    "icons.svg",
    "spoc.svg",
    "inter-latin.woff2",
    "app-192.png",
];
const SCRIPT: &str = include_str!("../../assets/service_worker.js");
const BRIEFLY: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const ALWAYS_ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// `GET /manifest.webmanifest`
pub(super) async fn manifest(signed: Option<SignedIn>, headers: HeaderMap) -> Response {
    let texts = language(signed.as_ref(), &headers);
    let name = signed.map_or_else(|| "Spoc".to_owned(), |signed| signed.brand.product.clone());
    let icon = |name: &str, sizes: &str, purpose: &str| {
        serde_json::json!({
            "src": asset(name), "sizes": sizes, "type": "image/png", "purpose": purpose,
        })
    };
    let manifest = serde_json::json!({
        "id": "/my",
        "name": name,
        "short_name": name,
        "description": texts.t("app-description"),
        "lang": texts.code(),
        "start_url": "/my",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f6f8",
        "theme_color": "#3d55cf",
        "icons": [
            icon("app-192.png", "192x192", "any"),
            icon("app-512.png", "512x512", "any"),
            icon("app-maskable.png", "512x512", "maskable"),
        ],
        "shortcuts": [
            { "name": texts.t("nav-new"), "url": "/my/new" },
            { "name": texts.t("nav-my"), "url": "/my/tickets" },
        ],
    });
    let kind = HeaderValue::from_static("application/manifest+json");
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, BRIEFLY)];
    (headers, manifest.to_string()).into_response()
}

/// `GET /service-worker.js`
pub(super) async fn service_worker() -> Response {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let mut kept: Vec<&str> = vec!["/offline"];
        kept.extend(KEPT.map(asset).iter().filter(|url| !url.is_empty()));
        let kept = serde_json::json!(kept).to_string();
        let version = hex(&Sha256::digest(kept.as_bytes())[..6]);
        let icon = serde_json::json!(asset("app-192.png"));
        format!(
            "const VERSION = \"{version}\";\nconst KEPT = {kept};\nconst ICON = {icon};\n{SCRIPT}"
        )
    });
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    (
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, ALWAYS_ASK)],
        TEXT.as_str(),
    )
        .into_response()
}

/// `GET /offline`: the same for everybody, because browsers keep it.
pub(super) async fn offline(headers: HeaderMap) -> Response {
    let texts = language(None, &headers);
    html(&OfflinePage {
        frame: Frame::plain(texts, texts.t("offline-title")),
    })
}

fn language(signed: Option<&SignedIn>, headers: &HeaderMap) -> Texts {
    let accepted = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    signed.map_or_else(|| Texts::choose(None, accepted), |signed| signed.texts)
}
