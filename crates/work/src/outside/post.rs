//! One question to one other host: a request with a bound for everything. Nobody is followed elsewhere, and of the
//! answer nothing is read but its status, and what it says only where somebody asks for that.

use super::{Reach, encrypt};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, HOST, HeaderValue, LOCATION, USER_AGENT};
use hyper::http::response::Parts;
use hyper::{HeaderMap, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::time::Duration;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};

/// Most that is read of the head of an answer.
const HEAD_MAX_BYTES: usize = 16 * 1024;

/// A message to another host.
pub struct Post<'a> {
    /// Where: `https`, or `http` unencrypted.
    pub to: &'a Uri,
    /// What is said of it, but for the host.
    pub headers: HeaderMap,
    /// What it says.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum Unanswered {
    /// It took too long.
    #[error("no answer in time")]
    Late,
    /// The host may not be called.
    #[error("the host stands within our own network")]
    Inside,
    /// Anything else, in words for a log.
    #[error("{0}")]
    Failed(String),
}

/// Hands a message over, and answers what the host says to it. A name is resolved once: what may be called is what is
/// called.
///
/// # Errors
/// When the host may not be called, or does not answer in time.
pub async fn post(
    message: Post<'_>,
    reach: Reach,
    patience: Duration,
) -> Result<StatusCode, Unanswered> {
    let (status, _) = ask(message, reach, patience, 0).await?;
    Ok(status)
}

/// Hands a message over, and answers what the host says to it, with its words where they are no more than so many bytes.
///
/// # Errors
/// When the host may not be called, does not answer in time, or says more.
pub async fn ask(
    message: Post<'_>,
    reach: Reach,
    patience: Duration,
    max_bytes: usize,
) -> Result<(StatusCode, Bytes), Unanswered> {
    let mut request = Request::post(path_of(message.to))
        .body(Full::new(Bytes::from(message.body)))
        .map_err(failed)?;
    *request.headers_mut() = message.headers;
    let asking = answered(message.to, request, reach, max_bytes);
    let (head, body) = within(patience, asking).await?;
    Ok((head.status, body))
}

/// What a host hands out at an address.
#[derive(Debug)]
pub struct Got {
    /// Whether it does.
    pub status: StatusCode,
    /// Where it is instead, if the host says so.
    pub elsewhere: Option<String>,
    /// What it is.
    pub body: Bytes,
}

/// Asks a host for what is at an address, of these media types and no more than so many bytes. It learns nothing of
/// whoever wants it.
///
/// # Errors
/// When the host may not be called, does not answer in time, or hands out more.
pub async fn get(
    at: &Uri,
    accepted: &'static str,
    reach: Reach,
    patience: Duration,
    max_bytes: usize,
) -> Result<Got, Unanswered> {
    let request = Request::get(path_of(at))
        .header(USER_AGENT, "Spoc")
        .header(ACCEPT, accepted)
        .body(Full::default())
        .map_err(failed)?;
    let (head, body) = within(patience, answered(at, request, reach, max_bytes)).await?;
    let elsewhere = head.headers.get(LOCATION);
    Ok(Got {
        status: head.status,
        elsewhere: elsewhere.and_then(|to| Some(to.to_str().ok()?.to_owned())),
        body,
    })
}

async fn within<T>(
    patience: Duration,
    asking: impl Future<Output = Result<T, Unanswered>>,
) -> Result<T, Unanswered> {
    match tokio::time::timeout(patience, asking).await {
        Ok(answer) => answer,
        Err(_) => Err(Unanswered::Late),
    }
}

fn path_of(at: &Uri) -> &str {
    at.path_and_query().map_or("/", |path| path.as_str())
}

/// The head of the answer, and as much of its body as somebody wants.
async fn answered(
    at: &Uri,
    mut request: Request<Full<Bytes>>,
    reach: Reach,
    max_bytes: usize,
) -> Result<(Parts, Bytes), Unanswered> {
    let (Some(authority), Some(scheme)) = (at.authority(), at.scheme_str()) else {
        return Err(failed("this is no address of a host"));
    };
    let encrypted = scheme != "http";
    let port = authority
        .port_u16()
        .unwrap_or(if encrypted { 443 } else { 80 });
    let host = authority.host().trim_matches(['[', ']']);
    // What stands before the host is a password for it, which the host is not told.
    let named = authority.as_str().rsplit('@').next().unwrap_or_default();
    let named = HeaderValue::from_str(named).map_err(failed)?;
    request.headers_mut().insert(HOST, named);
    let stream = connected(host, port, reach).await?;
    if !encrypted {
        return said(stream, request, max_bytes).await;
    }
    let stream = encrypt(host, stream).await.map_err(failed)?;
    said(stream, request, max_bytes).await
}

async fn connected(host: &str, port: u16, reach: Reach) -> Result<TcpStream, Unanswered> {
    let found = lookup_host((host, port)).await.map_err(failed)?;
    let allowed: Vec<SocketAddr> = found.filter(|at| reach.holds(at.ip())).collect();
    if allowed.is_empty() {
        return Err(Unanswered::Inside);
    }
    TcpStream::connect(&allowed[..]).await.map_err(failed)
}

async fn said(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
    max_bytes: usize,
) -> Result<(Parts, Bytes), Unanswered> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_MAX_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(failed)?;
    let asking = async {
        let (head, body) = sender
            .send_request(request)
            .await
            .map_err(failed)?
            .into_parts();
        if max_bytes == 0 {
            return Ok((head, Bytes::new()));
        }
        let body = Limited::new(body, max_bytes).collect().await;
        Ok((head, body.map_err(failed)?.to_bytes()))
    };
    let mut asking = std::pin::pin!(asking);
    let mut connection = std::pin::pin!(connection);
    // The connection lives as long as this question, and no longer.
    tokio::select! {
        answer = &mut asking => answer,
        closed = &mut connection => match closed {
            Ok(()) => asking.await,
            Err(error) => Err(failed(error)),
        },
    }
}

fn failed(error: impl ToString) -> Unanswered {
    Unanswered::Failed(error.to_string())
}
