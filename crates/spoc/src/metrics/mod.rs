//! `/metrics`: what a Prometheus asks for. Counts and durations alone; nothing that anybody wrote.
//!
//! With a token (`--metrics-token`), whoever sends it may read them, from anywhere. Without one, only this machine
//! may, and not through a proxy: a proxy on the same machine asks for the whole world.

mod figures;
mod queries;
mod requests;
mod text;

pub(crate) use requests::{Requests, measure};

use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use web::axum::Router;
use web::axum::extract::{ConnectInfo, State};
use web::axum::http::header::{AUTHORIZATION, CONTENT_TYPE, FORWARDED, VIA};
use web::axum::http::{HeaderMap, HeaderName, StatusCode};
use web::axum::response::{IntoResponse, Response};
use web::axum::routing::get;
use work::Floor;

/// What proxies add to a request that they hand on.
const BY_PROXIES: [HeaderName; 4] = [
    FORWARDED,
    VIA,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-real-ip"),
];
/// The format, as Prometheus names it.
const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Who may read the metrics.
#[derive(Clone, Debug)]
enum Access {
    /// Whoever sends this token; its hash.
    Token([u8; 32]),
    /// This machine.
    Machine,
}

#[derive(Clone)]
struct Metrics {
    floor: Floor,
    requests: Arc<Requests>,
    access: Access,
}

/// The route. `token` is what a reader must send; without one, only this machine may read.
pub(crate) fn routes(floor: &Floor, requests: &Arc<Requests>, token: Option<&str>) -> Router {
    let metrics = Metrics {
        floor: floor.clone(),
        requests: Arc::clone(requests),
        access: token.map_or(Access::Machine, |token| Access::Token(hash(token))),
    };
    Router::new()
        .route("/metrics", get(read))
        .with_state(metrics)
}

/// `GET /metrics`
async fn read(
    State(metrics): State<Metrics>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    if !metrics.access.allows(peer, &headers) {
        let said = match metrics.access {
            Access::Token(_) => (
                StatusCode::UNAUTHORIZED,
                "send the token of --metrics-token as Authorization: Bearer TOKEN\n",
            ),
            Access::Machine => (StatusCode::NOT_FOUND, "not found\n"),
        };
        return said.into_response();
    }
    match figures::text(&metrics.floor, &metrics.requests).await {
        Ok(text) => ([(CONTENT_TYPE, FORMAT)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be read");
            let said = "the database does not answer\n";
            (StatusCode::SERVICE_UNAVAILABLE, said).into_response()
        }
    }
}

impl Access {
    fn allows(&self, peer: SocketAddr, headers: &HeaderMap) -> bool {
        match self {
            Access::Token(wanted) => {
                let sent = headers
                    .get(AUTHORIZATION)
                    .and_then(|sent| sent.to_str().ok());
                let token = sent.and_then(|sent| sent.strip_prefix("Bearer "));
                // Hashes are compared: how long that takes says nothing about the token.
                token.is_some_and(|token| hash(token) == *wanted)
            }
            Access::Machine => {
                let proxied = BY_PROXIES.iter().any(|name| headers.contains_key(name));
                peer.ip().to_canonical().is_loopback() && !proxied
            }
        }
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

#[cfg(test)]
mod tests {
    use super::{Access, hash};
    use web::axum::http::{HeaderMap, HeaderName, HeaderValue};

    fn allows(access: &Access, peer: &str, header: Option<(&'static str, &'static str)>) -> bool {
        let mut headers = HeaderMap::new();
        if let Some((name, value)) = header {
            let name = HeaderName::from_static(name);
            headers.insert(name, HeaderValue::from_static(value));
        }
        access.allows(peer.parse().expect("an address"), &headers)
    }

    #[test]
    fn without_a_token_this_machine_alone_reads_them_and_no_proxy_on_it() {
        let machine = Access::Machine;
        for (peer, header, allowed) in [
            ("127.0.0.1:9", None, true),
            ("[::1]:9", None, true),
            ("[::ffff:127.0.0.1]:9", None, true),
            ("192.168.1.7:9", None, false),
            (
                "127.0.0.1:9",
                Some(("x-forwarded-for", "203.0.113.9")),
                false,
            ),
            ("127.0.0.1:9", Some(("via", "1.1 proxy")), false),
        ] {
            assert_eq!(allows(&machine, peer, header), allowed, "{peer} {header:?}");
        }
    }

    #[test]
    fn with_a_token_whoever_sends_it_reads_them() {
        let token = Access::Token(hash("a few quiet words"));
        for (header, allowed) in [
            (Some(("authorization", "Bearer a few quiet words")), true),
            (Some(("authorization", "Bearer a few quiet word")), false),
            (Some(("authorization", "a few quiet words")), false),
            (None, false),
        ] {
            assert_eq!(
                allows(&token, "203.0.113.9:9", header),
                allowed,
                "{header:?}"
            );
            assert_eq!(allows(&token, "127.0.0.1:9", header), allowed, "{header:?}");
        }
    }
}
