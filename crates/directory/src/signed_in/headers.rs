//! What the headers of a request prove: who sent it, and which page.

use web::axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use web::axum::http::{HeaderMap, HeaderName};

const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether our own page sent a request that changes something.
pub(super) fn is_ours(headers: &HeaderMap, csrf: &str, base_url: &str) -> bool {
    match text(headers, &CSRF) {
        Some(given) => !csrf.is_empty() && web::security::same_secret(given, csrf),
        None => origin(headers, base_url) == Some(true),
    }
}

/// Whether the page that sent this request is ours, by what the browser says; none when it says nothing.
pub(crate) fn origin(headers: &HeaderMap, base_url: &str) -> Option<bool> {
    if let Some(site) = text(headers, &FETCH_SITE) {
        // `none`: typed by the person, which no form is.
        return Some(site == "same-origin");
    }
    let origin = text(headers, &ORIGIN)?;
    let authority = |url: &str| url.split_once("://").map(|(_, rest)| rest.to_lowercase());
    let theirs = authority(origin);
    let ours = text(headers, &HOST).map(str::to_lowercase);
    Some(theirs.is_some() && (theirs == ours || theirs == authority(base_url)))
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text(headers, &AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::origin;
    use web::axum::http::HeaderMap;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn the_browser_says_which_page_sent_a_request() {
        for (said, ours) in [
            (&[][..], None),
            (&[("sec-fetch-site", "same-origin")][..], Some(true)),
            (&[("sec-fetch-site", "same-site")][..], Some(false)),
            (&[("sec-fetch-site", "cross-site")][..], Some(false)),
            (
                &[
                    ("origin", "http://desk.lan:8080"),
                    ("host", "desk.lan:8080"),
                ][..],
                Some(true),
            ),
            (
                &[
                    ("origin", "https://desk.example.com"),
                    ("host", "inner:8080"),
                ][..],
                Some(true),
            ),
            (
                &[("origin", "https://evil.example"), ("host", "desk.lan")][..],
                Some(false),
            ),
            (&[("origin", "null"), ("host", "desk.lan")][..], Some(false)),
            (&[("origin", "null")][..], Some(false)),
        ] {
            let found = origin(&headers(said), "https://desk.example.com");
            assert_eq!(found, ours, "{said:?}");
        }
    }
}
