//! The portal as an app: what browsers need to install it, and what is there without a connection.

use crate::screens::offline::OfflinePage;
use directory::{Client, SignedIn};
use kernel::text::hex;
use sha2::{Digest, Sha256};
use web::Frame;
use web::assets::asset;
use web::axum::http::HeaderValue;
use web::axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use web::axum::response::{IntoResponse, Response};
use web::reply::html;

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
/// It speaks the reader's language.
const OWN: HeaderValue = HeaderValue::from_static("private, no-cache");
const ALWAYS_ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// `GET /manifest.webmanifest`
pub(super) async fn manifest(signed: Option<SignedIn>, client: Client) -> Response {
    let texts = signed.map_or(client.texts, |signed| signed.texts);
    let name = &client.brand.product;
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
        "theme_color": client.brand.colour(),
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
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, OWN)];
    (headers, manifest.to_string()).into_response()
}

/// `GET /service-worker.js`: another one for another brand, so that browsers keep its page without a connection anew.
pub(super) async fn service_worker(client: Client) -> Response {
    let brand = &*client.brand;
    let mut kept = vec!["/offline".to_owned()];
    kept.extend(KEPT.map(|name| asset(name).to_owned()));
    kept.extend([brand.style_href(), brand.logo_href()]);
    kept.retain(|url| !url.is_empty());
    let shown = serde_json::json!([kept, brand]).to_string();
    let version = hex(&Sha256::digest(shown.as_bytes())[..6]);
    let kept = serde_json::json!(kept);
    let icon = serde_json::json!(asset("app-192.png"));
    let text = format!(
        "const VERSION = \"{version}\";\nconst KEPT = {kept};\nconst ICON = {icon};\n{SCRIPT}"
    );
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, ALWAYS_ASK)];
    (headers, text).into_response()
}

/// `GET /offline`: the same for everybody, because browsers keep it.
pub(super) async fn offline(client: Client) -> Response {
    html(&OfflinePage {
        frame: Frame {
            flash: None,
            ..client.frame("offline-title")
        },
    })
}
