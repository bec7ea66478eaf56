//! `spoc verify` and `spoc rebuild`.

use super::{Done, progress, say, written};
use crate::{App, SystemClock};
use std::io::Write;
use std::sync::Arc;
use store::Location;

pub(crate) async fn verify(location: &Location) -> Done {
    let app = App::open(location, Arc::new(SystemClock)).await?;
    let bar = progress::counter("tickets");
    bar.set_message("Refolding");
    let verified = app.desk.verify(|tickets| bar.set_position(tickets)).await?;
    bar.finish_and_clear();
    for problem in &verified.problems {
        written(writeln!(std::io::stderr(), "{problem}"))?;
    }
    say(format_args!(
        "{} tickets, {} activities and {} files looked at: {}",
        verified.tickets,
        verified.activities,
        verified.files,
        match verified.problems.len() {
            0 => "everything is as the log says".to_owned(),
            count => format!(
                "{count} problems; a file must come from a backup, the rest mends `spoc rebuild`"
            ),
        }
    ))?;
    if verified.problems.is_empty() {
        Ok(())
    } else {
        Err("the data is not what the log says".into())
    }
}

pub(crate) async fn rebuild(location: &Location) -> Done {
    let app = App::open_for_rebuild(location, Arc::new(SystemClock)).await?;
    let bar = progress::counter("tickets");
    bar.set_message("Rebuilding");
    let tickets = app
        .desk
        .rebuild(|tickets| bar.set_position(tickets))
        .await?;
    bar.finish_and_clear();
    say(format_args!("{tickets} tickets made anew from their log"))?;
    Ok(())
}
