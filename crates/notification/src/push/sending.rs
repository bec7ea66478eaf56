//! One message to one push service: a request with a bound for everything, and what its answer means.

use super::services::Endpoint;
use hyper::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{HeaderMap, StatusCode};
use std::time::Duration;
use work::outside::{Post, Reach, post};

/// Longest that a push service may take.
const TIME_OUT: Duration = Duration::from_secs(10);
/// How long a push service keeps a message for a browser that is away, in seconds.
const KEPT_FOR_SECS: u32 = 24 * 60 * 60;
const TTL: HeaderName = HeaderName::from_static("ttl");

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// The push service has it.
    Taken,
    /// The browser does not want messages any more.
    Gone,
    /// This message is not wanted, and trying again would not help.
    Refused(String),
    /// Later, perhaps.
    NotNow(String),
}

/// Sends a sealed message.
pub(crate) async fn send(to: &Endpoint, authorization: &str, sealed: Vec<u8>) -> Sent {
    let Ok(signed) = HeaderValue::from_str(authorization) else {
        return Sent::Refused("the signature fits into no header".to_owned());
    };
    let message = Post {
        to: &to.uri,
        headers: HeaderMap::from_iter([
            (AUTHORIZATION, signed),
            (CONTENT_ENCODING, HeaderValue::from_static("aes128gcm")),
            (
                CONTENT_TYPE,
                HeaderValue::from_static("application/octet-stream"),
            ),
            (TTL, HeaderValue::from(KEPT_FOR_SECS)),
        ]),
        body: sealed,
    };
    // Administrators may run a push service of their own next to this machine.
    match post(message, Reach::Everywhere, TIME_OUT).await {
        Ok(status) => meaning(status, &to.host),
        Err(why) => Sent::NotNow(format!("{}: {why}", to.host)),
    }
}

fn meaning(status: StatusCode, host: &str) -> Sent {
    let said = || format!("{host} answered {status}");
    match status.as_u16() {
        200..=299 => Sent::Taken,
        404 | 410 => Sent::Gone,
        408 | 425 | 429 | 500..=599 => Sent::NotNow(said()),
        _ => Sent::Refused(said()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sent, meaning};
    use hyper::StatusCode;

    #[test]
    fn an_answer_says_whether_to_go_on_to_end_or_to_wait() {
        for (status, expected) in [
            (201, "taken"),
            (202, "taken"),
            (404, "gone"),
            (410, "gone"),
            (400, "refused"),
            (403, "refused"),
            (413, "refused"),
            (429, "not now"),
            (500, "not now"),
            (503, "not now"),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            let meant = match meaning(status, "push.example") {
                Sent::Taken => "taken",
                Sent::Gone => "gone",
                Sent::Refused(_) => "refused",
                Sent::NotNow(_) => "not now",
            };
            assert_eq!(meant, expected, "{status}");
        }
    }
}
