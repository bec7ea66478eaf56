//! `spoc demo`.

use super::Done;
use super::serve::{base_url, bind, start_log};
use crate::cli::Listen;
use crate::{App, SystemClock, server};
use std::sync::Arc;
use store::Location;

pub(crate) async fn run(listen: &Listen) -> Done {
    start_log();
    let listener = bind(listen).await?;
    let base_url = base_url(listen, &listener)?;
    let folder = tempfile::Builder::new().prefix("spoc-demo-").tempdir()?;
    let app = App::open_at(
        &Location::folder(folder.path()),
        Arc::new(SystemClock),
        &base_url,
    )
    .await?;
    println!("Spoc is at {base_url}");
    server::serve(app, listener).await?;
    folder.close()?;
    Ok(())
}
