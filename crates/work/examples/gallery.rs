//! Serves every page with made-up data, for looking at them and for pictures of them:
//! `cargo run -p work --example gallery`, then http://127.0.0.1:8090/list. `?lang=de` shows German,
//! a cookie `spoc_theme=dark` the dark colours.

#[path = "../tests/screens/approvals.rs"]
mod approvals;
#[path = "../tests/screens/clocks.rs"]
mod clocks;
#[path = "../tests/screens/composer.rs"]
mod composer;
#[path = "../tests/screens/jobs.rs"]
mod jobs;
#[path = "../../directory/tests/screens/samples.rs"]
mod people;
#[path = "../tests/screens/samples.rs"]
mod samples;
#[path = "../tests/screens/tasks.rs"]
mod tasks;

use samples::Desk;
use serde::Deserialize;
use web::axum::Extension;
use web::axum::extract::{Path, Query};
use web::axum::response::Response;
use web::axum::{self, Router, routing::get, routing::post};
use web::{Flash, Frame, Texts, Theme, reply};

#[derive(Deserialize)]
struct Look {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
}

/// The same page in the wanted colours.
macro_rules! show {
    ($page:expr, $theme:expr) => {{
        let mut page = $page;
        page.frame = Frame {
            theme: $theme,
            ..page.frame
        };
        Ok(reply::html(&page))
    }};
}

async fn page(Path(name): Path<String>, Query(look): Query<Look>) -> web::Result<Response> {
    let texts = Texts::choose(Some(&look.lang), None);
    let theme = Theme::parse(&look.theme);
    let desk = Desk::new();
    match name.as_str() {
        "list" => show!(desk.list(texts, 50), theme),
        "list-flash" => show!(desk.list(texts, 12), theme),
        "list-empty" => show!(desk.list(texts, 0), theme),
        "job" => show!(jobs::one(texts), theme),
        "jobs" => show!(jobs::all(texts), theme),
        "search" => show!(samples::search(texts), theme),
        "ticket" => show!(samples::ticket(texts), theme),
        "new" => show!(samples::new_ticket(texts), theme),
        "sign-in" => show!(people::sign_in(texts), theme),
        "set-up-code" => show!(people::set_up_code(texts), theme),
        "set-up" => show!(people::set_up(texts), theme),
        "forgot" => show!(people::forgot(texts, false), theme),
        "reset" => show!(people::reset(texts, false), theme),
        "account" => show!(people::account(texts), theme),
        "people" => show!(people::people(texts, true), theme),
        "people-empty" => show!(people::people(texts, false), theme),
        "person" => show!(people::person(texts), theme),
        "teams" => show!(people::teams(texts), theme),
        "team" => show!(people::team(texts), theme),
        _ => Err(web::Error::not_found()),
    }
}

async fn list() -> Response {
    reply::html(&Desk::new().list(Texts::english(), 50))
}

/// A ticket, with what the last form said.
async fn ticket(flash: Option<Extension<Flash>>) -> Response {
    let mut page = samples::ticket(Texts::english());
    page.frame.flash = flash.map(|Extension(flash)| flash);
    reply::html(&page)
}

/// Any form of a ticket: nothing is changed, but it is said.
async fn acted(Path((number, noun)): Path<(i64, String)>) -> Response {
    Flash::done(format!("Recorded: {noun}."))
        .with_undo(1)
        .on(reply::see_other(&format!("/tickets/{number}")))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let routes = Router::new()
        .route("/{name}", get(page))
        .route("/tickets", get(list))
        .route("/tickets/{number}", get(ticket))
        .route("/tickets/{number}/{noun}", post(acted));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    axum::serve(listener, web::layers::wrap(routes)).await
}
