//! `spoc serve`.

use super::{Done, say};
use crate::cli::Listen;
use crate::{App, SystemClock, server};
use std::sync::Arc;
use store::Location;
use tokio::net::TcpListener;

pub(crate) async fn run(location: &Location, listen: &Listen) -> Done {
    start_log();
    let listener = bind(listen).await?;
    let base_url = base_url(listen, &listener)?;
    let app = App::open_at(location, Arc::new(SystemClock), &base_url).await?;
    // Where nobody can be told, the server goes on all the same.
    let _ = say(format_args!("Spoc is at {base_url}"));
    if let Some(code) = app
        .directory
        .begin_set_up()
        .await
        .map_err(|error| error.to_string())?
    {
        let _ = say(format_args!(
            "Nobody can sign in yet. Make the first account at {base_url}/set-up?code={code}"
        ));
    }
    server::serve(app, listener, listen.metrics_token.as_deref()).await?;
    Ok(())
}

pub(crate) fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("SPOC_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // A second subscriber in one process (tests) is no reason to end.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

pub(crate) async fn bind(listen: &Listen) -> Result<TcpListener, String> {
    let wrong = |error| {
        format!(
            "cannot listen on {}: {error}; choose another with --listen",
            listen.listen
        )
    };
    TcpListener::bind(listen.listen).await.map_err(wrong)
}

pub(crate) fn base_url(listen: &Listen, listener: &TcpListener) -> std::io::Result<String> {
    let address = listener.local_addr()?;
    Ok(listen
        .base_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}")))
}
