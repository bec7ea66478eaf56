//! One message to one push service: a request with a bound for everything, and what its answer means.

use super::services::Endpoint;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// Longest that a push service may take.
const TIME_OUT: Duration = Duration::from_secs(10);
/// How long a push service keeps a message for a browser that is away, in seconds.
const KEPT_FOR_SECS: u32 = 24 * 60 * 60;

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
    match tokio::time::timeout(TIME_OUT, asked(to, authorization, sealed)).await {
        Ok(Ok(status)) => meaning(status, &to.host),
        Ok(Err(why)) => Sent::NotNow(format!("{}: {why}", to.host)),
        Err(_) => Sent::NotNow(format!("{} did not answer in time", to.host)),
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

async fn asked(to: &Endpoint, authorization: &str, sealed: Vec<u8>) -> Result<StatusCode, String> {
    let path = to.uri.path_and_query().map_or("/", |path| path.as_str());
    let authority = to.uri.authority().map_or("", |it| it.as_str());
    let request = Request::post(path)
        .header(HOST, authority)
        .header(AUTHORIZATION, authorization)
        .header(CONTENT_ENCODING, "aes128gcm")
        .header(CONTENT_TYPE, "application/octet-stream")
        .header("ttl", KEPT_FOR_SECS)
        .body(Full::new(Bytes::from(sealed)))
        .map_err(|error| error.to_string())?;
    let host = to.host.trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, to.port)).await;
    let stream = stream.map_err(|error| error.to_string())?;
    if !to.encrypted {
        return answered(stream, request).await;
    }
    let stream = work::outside::encrypt(host, stream).await;
    answered(stream.map_err(|error| error.to_string())?, request).await
}

/// The status of the answer; nobody wants its body.
async fn answered(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Result<StatusCode, String> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| error.to_string())?;
    let mut answer = std::pin::pin!(sender.send_request(request));
    let mut connection = std::pin::pin!(connection);
    // The connection lives as long as this question, and no longer.
    tokio::select! {
        answer = &mut answer => answer,
        closed = &mut connection => match closed {
            Ok(()) => answer.await,
            Err(error) => Err(error),
        },
    }
    .map(|answer| answer.status())
    .map_err(|error| error.to_string())
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
