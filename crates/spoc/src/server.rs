//! The server: all routes, the layers around them, and what goes on beside the requests.

use crate::{App, metrics, modules};
use directory::Directory;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use web::axum::http::StatusCode;
use web::axum::middleware::from_fn_with_state;
use web::axum::routing::get;
use web::axum::{Extension, Router};
use work::jobs::Workers;
use work::{Desk, Floor, Live};

/// How often timers are looked at.
const TIMERS_EVERY: Duration = Duration::from_secs(1);
/// How many jobs are done at the same time.
const WORKERS: usize = 2;

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
    let routes = floor
        .modules
        .iter()
        .fold(Router::new(), |all, module| {
            let Some(routes) = module.routes else {
                return all;
            };
            all.merge(match module.since.is_some() {
                true => work::while_on(&floor.desk, module.name, routes(floor)),
                false => routes(floor),
            })
        })
        .merge(directory::routes(&floor.directory))
        .merge(work::pages::routes(floor.desk.clone(), floor.live.clone()))
        .merge(work::api::routes(floor.desk.clone()))
        .route("/healthz", get(|| async { "alive" }))
        .route("/readyz", get(ready))
        .layer(Extension(floor.directory.clone()));
    web::layers::wrap(routes)
}

/// What routes, jobs and practices stand on. `live` is what pages are told of changes by.
pub fn floor(directory: Directory, desk: Desk, live: Live) -> Floor {
    Floor {
        directory,
        desk,
        live,
        modules: modules::all().into(),
    }
}

/// Those who do the jobs of the desk and of its practices.
pub fn workers(floor: &Floor) -> Workers {
    let of_practices = floor.modules.iter().flat_map(|module| module.jobs.clone());
    Workers::new(floor.clone(), of_practices)
}

/// The service that tells handlers the address of the client, too, and counts what it answers. `live` is what pages
/// are told of changes by.
pub fn service(app: &App, live: Live) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    measured(app, live, None)
}

/// The same; `metrics_token` is what a reader of the metrics must send.
fn measured(
    app: &App,
    live: Live,
    metrics_token: Option<&str>,
) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    let floor = floor(app.directory.clone(), app.desk.clone(), live);
    let requests = Arc::default();
    router(&floor)
        .merge(metrics::routes(&floor, &requests, metrics_token))
        .layer(from_fn_with_state(requests, metrics::measure))
        .into_make_service_with_connect_info()
}

/// Serves until the process is asked to end; requests under way are answered first.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    metrics_token: Option<&str>,
) -> std::io::Result<()> {
    let live = Live::new();
    let telling = tokio::spawn(live.clone().follow(app.desk.clone()));
    let floor = floor(app.directory.clone(), app.desk.clone(), live.clone());
    let mut beside = tokio::task::JoinSet::from_iter([self::beside(app.clone())]);
    for of_practice in floor.modules.iter().filter_map(|module| module.beside) {
        beside.spawn(of_practice(floor.clone()));
    }
    let (stop, stopped) = watch::channel(false);
    let working = work(workers(&floor), stopped);
    web::axum::serve(listener, measured(&app, live, metrics_token))
        .with_graceful_shutdown(asked_to_end())
        .await?;
    // Jobs under way are given back before the process ends.
    stop.send_replace(true);
    working.join_all().await;
    beside.abort_all();
    telling.abort();
    Ok(())
}

/// Lets jobs be done until it is told to stop.
fn work(workers: Workers, stopped: watch::Receiver<bool>) -> JoinSet<()> {
    let mut working = JoinSet::new();
    working.spawn({
        let workers = workers.clone();
        async move {
            if let Err(error) = workers.ensure_chores().await {
                tracing::error!(%error, "the chores are not in the queue");
            }
        }
    });
    for _ in 0..WORKERS {
        working.spawn(workers.clone().work(stopped.clone()));
    }
    working
}

/// What goes on beside the requests: timers, counters after teams changed.
async fn beside(app: App) {
    let mut timers = tokio::time::interval(TIMERS_EVERY);
    let mut changes = app.directory.changes();
    loop {
        let done = tokio::select! {
            _ = timers.tick() => app.desk.run_timers().await.map(|_| ()),
            changed = changes.changed() => match changed {
                Ok(()) => app.desk.recount_if_privacy_changed().await.map(|_| ()),
                Err(_) => return,
            },
        };
        if let Err(error) = done {
            tracing::error!(%error, "work beside the requests failed; it is tried again");
        }
    }
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
