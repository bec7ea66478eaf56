//! One message to one other host: a request with a bound for everything. Nobody is followed elsewhere, and of the
//! answer nothing is read but its status, and what it says only where somebody asks for that.

use super::{Reach, encrypt};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue};
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
    match tokio::time::timeout(patience, handed_over(message, reach, max_bytes)).await {
        Ok(answer) => answer,
        Err(_) => Err(Unanswered::Late),
    }
}

async fn handed_over(
    message: Post<'_>,
    reach: Reach,
    max_bytes: usize,
) -> Result<(StatusCode, Bytes), Unanswered> {
    let (Some(authority), Some(scheme)) = (message.to.authority(), message.to.scheme_str()) else {
        return Err(failed("this is no address of a host"));
    };
    let encrypted = scheme != "http";
    let port = authority
        .port_u16()
        .unwrap_or(if encrypted { 443 } else { 80 });
    let host = authority.host().trim_matches(['[', ']']);
    let path = message
        .to
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let mut request = Request::post(path)
        .body(Full::new(Bytes::from(message.body)))
        .map_err(failed)?;
    *request.headers_mut() = message.headers;
    let named = HeaderValue::from_str(authority.as_str()).map_err(failed)?;
    request.headers_mut().insert(HOST, named);
    let stream = connected(host, port, reach).await?;
    if !encrypted {
        return answered(stream, request, max_bytes).await;
    }
    let stream = encrypt(host, stream).await.map_err(failed)?;
    answered(stream, request, max_bytes).await
}

async fn connected(host: &str, port: u16, reach: Reach) -> Result<TcpStream, Unanswered> {
    let found = lookup_host((host, port)).await.map_err(failed)?;
    let allowed: Vec<SocketAddr> = found.filter(|at| reach.holds(at.ip())).collect();
    if allowed.is_empty() {
        return Err(Unanswered::Inside);
    }
    TcpStream::connect(&allowed[..]).await.map_err(failed)
}

/// The status of the answer, and as much of its body as somebody wants.
async fn answered(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
    max_bytes: usize,
) -> Result<(StatusCode, Bytes), Unanswered> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_MAX_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(failed)?;
    let asking = async {
        let answer = sender.send_request(request).await.map_err(failed)?;
        let status = answer.status();
        if max_bytes == 0 {
            return Ok((status, Bytes::new()));
        }
        let body = Limited::new(answer.into_body(), max_bytes).collect().await;
        Ok((status, body.map_err(failed)?.to_bytes()))
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
