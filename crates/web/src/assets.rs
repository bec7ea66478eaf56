//! The embedded files: style sheet, script, icons, font. Each is served under its content hash, so a
//! browser keeps it for ever, and compressed once. There is no build step: the style sheet and the
//! script are their parts, joined in the order of the lists below at first use.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::{Compression, write::GzEncoder};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::LazyLock;

/// The style sheet's parts, in the order of the layers.
const STYLES: &[&str] = &[
    "tokens",
    "base",
    "workspace",
    "portal",
    "welcome",
    "sharing",
    "plain",
    "icon",
    "button",
    "field",
    "chip",
    "clock",
    "avatar",
    "card",
    "job",
    "table",
    "settings",
    "toolbar",
    "condition-box",
    "ticket-row",
    "column",
    "peek",
    "board",
    "first-steps",
    "folder",
    "ticket",
    "timeline",
    "composer",
    "property",
    "tasks",
    "approval",
    "paper",
    "prose",
    "empty",
    "home",
    "notification",
    "pager",
    "toast",
    "palette",
    "utilities",
];
/// Libraries first, then what is set on them, then our own behaviours.
const SCRIPTS: &[&str] = &[
    "vendor/htmx.min.js",
    "vendor/idiomorph-ext.min.js",
    "behaviour/setup.js",
    "behaviour/when.js",
    "behaviour/theme.js",
    "behaviour/live.js",
    "behaviour/properties.js",
    "behaviour/reorder.js",
    "behaviour/print.js",
    "behaviour/written.js",
    "behaviour/drafts.js",
    "behaviour/composer.js",
    "behaviour/files.js",
    "behaviour/completing.js",
    "behaviour/marking.js",
    "behaviour/keeping.js",
    "behaviour/presence.js",
    "behaviour/marks.js",
    "behaviour/columns.js",
    "behaviour/peek.js",
    "behaviour/walk.js",
    "behaviour/board.js",
    "behaviour/fold.js",
    "behaviour/rail.js",
    "behaviour/views.js",
    "behaviour/toast.js",
    "behaviour/push.js",
    "behaviour/copy.js",
    "behaviour/sift.js",
    "behaviour/suggest.js",
    "behaviour/condition.js",
    "behaviour/similar.js",
    "behaviour/palette.js",
    "behaviour/shortcuts.js",
    "behaviour/answers.js",
    "behaviour/connection.js",
    "behaviour/app.js",
];
/// Below this a file is not worth compressing.
const COMPRESS_BYTES: usize = 512;
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For an address from another release, while two of them answer side by side.
const BRIEFLY: HeaderValue = HeaderValue::from_static("public, max-age=60");

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Files;

struct Asset {
    url: String,
    media_type: &'static str,
    bytes: Bytes,
    compressed: Option<Bytes>,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for path in
        Files::iter().filter(|path| path.starts_with("fonts/") || path.starts_with("images/"))
    {
        add(
            &mut all,
            path.rsplit('/').next().unwrap_or(&path),
            read(&path),
        );
    }
    add(&mut all, "icons.svg", icons().into_bytes());
    let style = styles(&all);
    add(&mut all, "app.css", style.into_bytes());
    add(&mut all, "app.js", script().into_bytes());
    all
});

/// The address of an embedded file; empty if there is none of that name.
#[must_use]
pub fn asset(name: &str) -> &'static str {
    ASSETS.get(name).map_or("", |asset| asset.url.as_str())
}

/// The address of the icon sprite.
#[must_use]
pub fn sprite() -> &'static str {
    static URL: LazyLock<&'static str> = LazyLock::new(|| asset("icons.svg"));
    *URL
}

/// The route that serves them all.
pub fn router<S: Clone + Send + Sync + 'static>() -> axum::Router<S> {
    axum::Router::new().route("/assets/{hash}/{name}", get(serve))
}

/// How many bytes of script and style a browser loads, compressed: for the test that limits them.
#[must_use]
pub fn weight_bytes() -> usize {
    ["app.css", "app.js"]
        .iter()
        .filter_map(|name| ASSETS.get(*name))
        .map(|asset| asset.compressed.as_ref().unwrap_or(&asset.bytes).len())
        .sum()
}

async fn serve(
    Path((_, name)): Path<(String, String)>,
    uri: axum::http::Uri,
    request: HeaderMap,
) -> Response {
    let Some(asset) = ASSETS.get(&name) else {
        return crate::Error::not_found().into_response();
    };
    let cache = if uri.path().ends_with(&asset.url) {
        FOREVER
    } else {
        BRIEFLY
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (CACHE_CONTROL, cache),
        (VARY, HeaderValue::from_static("accept-encoding")),
    ];
    let gzip = request
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));
    match &asset.compressed {
        Some(bytes) if gzip => (
            headers,
            [(CONTENT_ENCODING, HeaderValue::from_static("gzip"))],
            bytes.clone(),
        )
            .into_response(),
        _ => (headers, asset.bytes.clone()).into_response(),
    }
}

fn add(all: &mut HashMap<String, Asset>, name: &str, bytes: Vec<u8>) {
    let media_type = media_type(name);
    let hash = Sha256::digest(&bytes);
    let hash: String = hash
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let compressed = (bytes.len() > COMPRESS_BYTES && !media_type.starts_with("font/"))
        .then(|| gzip(&bytes))
        .flatten();
    all.insert(
        name.to_owned(),
        Asset {
            url: format!("/assets/{hash}/{name}"),
            media_type,
            bytes: bytes.into(),
            compressed,
        },
    );
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

fn read(path: &str) -> Vec<u8> {
    Files::get(path)
        .map(|file| file.data.into_owned())
        .unwrap_or_default()
}

fn read_text(path: &str) -> String {
    String::from_utf8(read(path)).unwrap_or_default()
}

/// The style sheet; `url("asset:NAME")` becomes that file's address.
fn styles(all: &HashMap<String, Asset>) -> String {
    let mut sheet = String::from("@layer tokens, base, layout, components, utilities;\n");
    for name in STYLES {
        sheet.push_str(&read_text(&format!("styles/{name}.css")));
    }
    for (name, asset) in all {
        sheet = sheet.replace(&format!("asset:{name}"), &asset.url);
    }
    sheet
}

/// The script; each behaviour in a scope of its own.
fn script() -> String {
    let mut script = String::new();
    for path in SCRIPTS {
        let source = read_text(path);
        if path.starts_with("behaviour/") {
            script.push_str(&format!("(() => {{\n{source}}})();\n"));
        } else {
            script.push_str(&source);
            script.push_str("\n;\n");
        }
    }
    script
}

/// One sprite of all icons in `assets/icons/`, each a lucide file as it came.
fn icons() -> String {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    let mut paths: Vec<_> = Files::iter()
        .filter(|path| path.starts_with("icons/") && path.ends_with(".svg"))
        .collect();
    paths.sort_unstable();
    for path in paths {
        let name = path.trim_start_matches("icons/").trim_end_matches(".svg");
        let source = read_text(&path);
        let Some((_, inner)) = source
            .split_once("<svg")
            .and_then(|(_, rest)| rest.split_once('>'))
        else {
            continue;
        };
        let inner = inner.trim_end().trim_end_matches("</svg>").trim();
        let inner: String = inner.lines().map(str::trim).collect();
        sprite.push_str(&format!(
            "<symbol id=\"{name}\" viewBox=\"0 0 24 24\" fill=\"var(--icon-fill, none)\" stroke=\"currentColor\" stroke-width=\"2\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\">{inner}</symbol>"
        ));
    }
    sprite.push_str("</svg>");
    sprite
}
