//! The server: all routes, the layers around them, and what goes on beside the requests.

use crate::{App, modules};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use web::axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use web::axum::http::StatusCode;
use web::axum::routing::get;
use web::axum::{Extension, Router};
use work::{Floor, Live};

/// How often timers are looked at.
const TIMERS_EVERY: Duration = Duration::from_secs(1);
/// How often ended sessions are forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(60 * 60);

/// Everything that answers requests.
pub fn router(floor: &Floor) -> Router {
    let store = floor.desk.store().clone();
    let ready = move || {
        let store = store.clone();
        async move {
            match store.ping().await {
                Ok(_) => (StatusCode::OK, "ready"),
                Err(_) => (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "the database does not answer",
                ),
            }
        }
    };
    let of_practices = modules::all()
        .into_iter()
        .filter_map(|module| module.routes);
    let routes = of_practices
        .fold(Router::new(), |all, routes| all.merge(routes(floor)))
        .merge(directory::routes(&floor.directory))
        .merge(work::pages::routes(floor.desk.clone(), floor.live.clone()))
        .merge(work::api::routes(floor.desk.clone()))
        .route("/healthz", get(|| async { "alive" }))
        .route("/readyz", get(ready))
        .layer(Extension(floor.directory.clone()));
    web::layers::wrap(routes)
}

/// The service that tells handlers the address of the client, too. `live` is what pages are told of changes by.
pub fn service(app: &App, live: Live) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    let floor = Floor {
        directory: app.directory.clone(),
        desk: app.desk.clone(),
        live,
    };
    router(&floor).into_make_service_with_connect_info()
}

/// Serves until the process is asked to end; requests under way are answered first.
///
/// # Errors
/// When the listener fails.
pub async fn serve(app: App, listener: TcpListener) -> std::io::Result<()> {
    let live = Live::new();
    let telling = tokio::spawn(live.clone().follow(app.desk.clone()));
    let beside = tokio::spawn(beside(app.clone()));
    web::axum::serve(listener, service(&app, live))
        .with_graceful_shutdown(asked_to_end())
        .await?;
    beside.abort();
    telling.abort();
    Ok(())
}

/// What goes on beside the requests: timers, counters after teams changed, ended sessions.
async fn beside(app: App) {
    let mut timers = tokio::time::interval(TIMERS_EVERY);
    let mut tidy = tokio::time::interval(TIDY_EVERY);
    let mut changes = app.directory.changes();
    loop {
        let done = tokio::select! {
            _ = timers.tick() => app.desk.run_timers().await.map(|_| ()).map_err(|e| e.to_string()),
            _ = tidy.tick() => forget(&app).await,
            changed = changes.changed() => match changed {
                Ok(()) => app.desk.recount_if_privacy_changed().await.map(|_| ()).map_err(|e| e.to_string()),
                Err(_) => return,
            },
        };
        if let Err(error) = done {
            tracing::error!(error, "work beside the requests failed; it is tried again");
        }
    }
}

/// Forgets ended sessions, and answers to requests that are not expected to come again.
async fn forget(app: &App) -> Result<(), String> {
    let ended = app.directory.forget_ended().await;
    ended.map_err(|e| e.to_string())?;
    let answers = work::api::forget_answers(&app.desk).await;
    answers.map_err(|e| e.to_string())
}

async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            // Whether the signal came or cannot be heard: either way the server ends.
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    // Whether the signal came or cannot be heard: either way the server ends.
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
