//! The list page over HTTP, signed in, beside a handler of the same framework that answers the same bytes from memory.
//!
//! As long as nothing changes, a list is shown as it was shown before. What it costs to make it anew is measured,
//! too: by asking as a browser's reload does.

use super::client::{Client, Load, load};
use super::report::Report;
use super::{Outcome, archive};
use crate::commands::say;
use crate::{App, server};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use web::axum::http::header::{CONTENT_TYPE, HeaderValue};
use web::axum::response::{IntoResponse, Response};
use web::axum::routing::get;

/// The newest open tickets, 50 rows.
pub(super) const PAGE: &str = "/tickets?q=state:open";
const CLIENTS: usize = 8;
const LASTING: Duration = Duration::from_secs(4);

/// What was asked: by one client and by many, as it comes and made anew, and the handler from memory.
struct Asked {
    one: Load,
    one_anew: Load,
    many: Load,
    many_anew: Load,
    memory: Load,
}

pub(super) async fn measure(app: &App, report: &mut Report) -> Outcome<()> {
    let (address, cookie, serving) = open(app).await?;
    let cookie = format!("Cookie: {cookie}\r\n");
    let headers = cookie.clone();
    let body = tokio::task::spawn_blocking(move || first(address, &headers)).await??;
    let bytes = body.len();
    let (memory, memory_address) = serve_from_memory(body).await?;
    let asked =
        tokio::task::spawn_blocking(move || ask(address, memory_address, &cookie)).await??;
    serving.abort();
    memory.abort();
    report.heading(&format!("The list page over HTTP, {bytes} bytes"));
    for (what, load) in [
        ("as it comes", &asked.many),
        ("made anew", &asked.many_anew),
        ("from memory", &asked.memory),
    ] {
        report.say(&format!(
            "{CLIENTS} clients, {what:<12} {:>8.0} requests/s, p50 {:>6.0} µs, p99 {:>6.0} µs",
            load.per_sec,
            load.times.micros(0.5),
            load.times.micros(0.99),
        ));
    }
    report.at_least(
        "share of the handler from memory",
        asked.many.per_sec / asked.memory.per_sec,
        1.0 / 3.0,
    );
    report.at_most(
        "p99 with one client, as it comes",
        asked.one.times.micros(0.99) / 1000.0,
        "ms",
        20.0,
    );
    report.at_most(
        "p99 with one client, made anew",
        asked.one_anew.times.micros(0.99) / 1000.0,
        "ms",
        20.0,
    );
    Ok(())
}

/// Serves an archive; answers where, and the agent's cookie.
pub(super) async fn open(app: &App) -> Outcome<(SocketAddr, String, Serving)> {
    let cookie = sign_in(app).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = server::service(app, work::Live::new());
    let serving = tokio::spawn(async move { web::axum::serve(listener, service).await });
    Ok((address, cookie, serving))
}

/// Serves the archive; prints the address and the agent's cookie.
pub(super) async fn until_the_input_ends(app: &App) -> Outcome<()> {
    let (address, cookie, _) = open(app).await?;
    say(format_args!("http://{address} {cookie}"))?;
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()))
        .await??;
    Ok(())
}

fn first(address: SocketAddr, headers: &str) -> Outcome<Vec<u8>> {
    let (status, body) = Client::connect(address, PAGE, headers)?.ask()?;
    if status == 200 {
        Ok(body)
    } else {
        Err(format!("{PAGE} answered {status}").into())
    }
}

fn ask(address: SocketAddr, memory: SocketAddr, cookie: &str) -> Outcome<Asked> {
    let anew = format!("{cookie}Cache-Control: no-cache\r\n");
    load(address, PAGE, &anew, 1, LASTING / 4)?;
    Ok(Asked {
        one: load(address, PAGE, cookie, 1, LASTING)?,
        one_anew: load(address, PAGE, &anew, 1, LASTING)?,
        many: load(address, PAGE, cookie, CLIENTS, LASTING)?,
        many_anew: load(address, PAGE, &anew, CLIENTS, LASTING)?,
        memory: load(memory, PAGE, cookie, CLIENTS, LASTING)?,
    })
}

async fn sign_in(app: &App) -> Outcome<String> {
    let found = app
        .store
        .read(|tx| directory::queries::find_person_by_email(tx, archive::AGENT_EMAIL))
        .await?;
    let person = found.ok_or("the archive has no agent")?.id;
    archive::sign_in(app, person, archive::AGENT_EMAIL).await
}

pub(super) type Serving = tokio::task::JoinHandle<std::io::Result<()>>;

async fn serve_from_memory(body: Vec<u8>) -> Outcome<(Serving, SocketAddr)> {
    let body: &'static [u8] = body.leak();
    let answer = move || async move {
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        let mut response: Response = body.into_response();
        response.headers_mut().insert(CONTENT_TYPE, html);
        response
    };
    let router = web::axum::Router::new().route("/tickets", get(answer));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    Ok((
        tokio::spawn(async move { web::axum::serve(listener, router).await }),
        address,
    ))
}
