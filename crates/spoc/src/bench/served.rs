//! The list page over HTTP, signed in, beside a handler of the same framework that answers the same bytes from memory.

use super::client::{Client, Load, load};
use super::report::Report;
use super::{Outcome, archive};
use crate::{App, server};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use web::axum::http::header::{CONTENT_TYPE, HeaderValue};
use web::axum::response::{IntoResponse, Response};
use web::axum::routing::get;

/// The page: a shared view of the newest open tickets, 50 rows.
const PAGE: &str = "/tickets?q=state:open";
const PASSWORD: &str = "a password for the benchmark";
const CLIENTS: usize = 8;
const LASTING: Duration = Duration::from_secs(4);

/// What was measured over HTTP.
pub(super) struct Served {
    /// Requests per second with one client.
    pub(super) per_sec_one: f64,
}

pub(super) async fn measure(app: &App, report: &mut Report) -> Outcome<Served> {
    let cookie = sign_in(app).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = server::service(app, work::Live::new());
    let serving = tokio::spawn(async move { web::axum::serve(listener, service).await });
    let (cookie_first, first) = (cookie.clone(), move |cookie: String| -> Outcome<Vec<u8>> {
        let (status, body) = Client::connect(address, PAGE, &cookie)?.ask()?;
        if status == 200 {
            Ok(body)
        } else {
            Err(format!("{PAGE} answered {status}").into())
        }
    });
    let body = tokio::task::spawn_blocking(move || first(cookie_first)).await??;
    let bytes = body.len();
    let (memory, memory_address) = serve_from_memory(body).await?;
    let asked = tokio::task::spawn_blocking(move || -> Outcome<[Load; 3]> {
        load(address, PAGE, &cookie, 1, LASTING / 4)?;
        let one = load(address, PAGE, &cookie, 1, LASTING)?;
        let many = load(address, PAGE, &cookie, CLIENTS, LASTING)?;
        let memory = load(memory_address, PAGE, &cookie, CLIENTS, LASTING)?;
        Ok([one, many, memory])
    });
    let [one, many, from_memory] = asked.await??;
    serving.abort();
    memory.abort();
    report.heading(&format!("The list page over HTTP, {bytes} bytes"));
    report.say(&format!(
        "{CLIENTS} clients: {:.0} requests/s, p50 {:.0} µs, p99 {:.0} µs; from memory {:.0} requests/s",
        many.per_sec,
        many.times.micros(0.5),
        many.times.micros(0.99),
        from_memory.per_sec,
    ));
    report.at_least(
        "share of the handler from memory",
        many.per_sec / from_memory.per_sec,
        1.0 / 3.0,
    );
    report.at_most(
        "p99 with one client",
        one.times.micros(0.99) / 1000.0,
        "ms",
        20.0,
    );
    Ok(Served {
        per_sec_one: one.per_sec,
    })
}

async fn sign_in(app: &App) -> Outcome<String> {
    let found = app
        .store
        .read(|tx| directory::queries::find_person_by_email(tx, archive::AGENT_EMAIL))
        .await?;
    let person = found.ok_or("the archive has no agent")?.id;
    app.directory.set_password(person, PASSWORD).await?;
    let session = app
        .directory
        .sign_in(archive::AGENT_EMAIL, PASSWORD, "127.0.0.1")
        .await?;
    let session = session.ok_or("the benchmark could not sign in")?;
    Ok(format!("{}={}", directory::SESSION_COOKIE, session.secret))
}

type Serving = tokio::task::JoinHandle<std::io::Result<()>>;

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
