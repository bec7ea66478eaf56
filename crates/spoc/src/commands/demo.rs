//! `spoc demo`.

use super::serve::{base_url, bind, start_log};
use super::{Done, progress, say};
use crate::cli::Listen;
use crate::demo::Role;
use crate::demo::install::{Installed, PASSWORD, install, live};
use crate::{App, SystemClock, server};
use std::sync::Arc;
use store::Location;

/// The demo shows the same company to everybody.
const SEED: u64 = 7;

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
    let installed = fill(&app).await?;
    let serving = tokio::spawn({
        let (app, token) = (app.clone(), listen.metrics_token.clone());
        async move { server::serve(app, listener, token.as_deref()).await }
    });
    tell(&base_url, &installed)?;
    let living = tokio::spawn(live(app, installed.company, installed.known, SEED));
    let served = serving.await;
    living.abort();
    served??;
    folder.close()?;
    Ok(())
}

async fn fill(app: &App) -> Result<Installed, crate::demo::install::InstallError> {
    let bar = progress::bar(0, "tickets");
    bar.set_message("Filling the desk");
    let mut show = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let installed = install(app, SEED, &mut show).await?;
    bar.finish_and_clear();
    for refused in &installed.refused {
        tracing::warn!(refused, "a step of the demo was left out");
    }
    Ok(installed)
}

fn tell(base_url: &str, installed: &Installed) -> std::io::Result<()> {
    say(format_args!("Spoc is at {base_url}"))?;
    say(format_args!(
        "{}: {} people, {} tickets, {} of them open. All of it is thrown away at the end (Ctrl-C).",
        installed.company.name,
        installed.known.people.len(),
        installed.tickets,
        installed.open,
    ))?;
    say("")?;
    say(format_args!("{:<15} {:<44} PASSWORD", "ROLE", "E-MAIL"))?;
    for login in &installed.logins {
        let role = match login.role {
            Role::Administrator => "Administrator",
            Role::Lead => "Lead",
            Role::Agent => "Agent",
            Role::Requester => "Requester",
        };
        say(format_args!("{role:<15} {:<44} {PASSWORD}", login.email))?;
    }
    Ok(())
}
