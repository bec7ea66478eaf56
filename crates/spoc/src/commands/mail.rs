//! `spoc mail`: messages out of files, for trying and for mail systems that hand them over by a command.

use super::{Done, say};
use crate::{App, SystemClock};
use channels::mail::model::Mail;
use channels::mail::{Intake, queries};
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use store::Location;

/// Takes messages in; says of each what became of it. What was taken before by the same mailbox is not taken again.
pub(crate) async fn take(location: &Location, mailbox: &str, files: &[PathBuf]) -> Done {
    let app = App::open(location, Arc::new(SystemClock)).await?;
    let known = app.store.read(queries::mailboxes).await?;
    let found = known
        .iter()
        .find(|it| it.address.eq_ignore_ascii_case(mailbox));
    let Some(found) = found else {
        let there: Vec<&str> = known.iter().map(|it| it.address.as_str()).collect();
        let text = format!(
            "there is no mailbox “{mailbox}”; add it at /admin/mail. There are: {}",
            there.join(", ")
        );
        return Err(text.into());
    };
    let intake = Intake::new(app.desk.clone(), app.directory.clone());
    for file in files {
        let mut raw = Vec::new();
        if file.as_os_str() == "-" {
            std::io::stdin().read_to_end(&mut raw)?;
        } else {
            raw = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        // The same content is the same message, whatever its file is called.
        let source = format!(
            "file:{}",
            directory::hash_secret(&String::from_utf8_lossy(&raw))
        );
        let id = intake.take(found.id, &source, raw).await?;
        let mail = app.store.read(move |tx| queries::find_mail(tx, id)).await?;
        if let Some(mail) = mail {
            say(format_args!("{}: {}", file.display(), told(&mail)))?;
        }
    }
    Ok(())
}

fn told(mail: &Mail) -> String {
    let ticket = mail
        .ticket
        .map_or(String::new(), |ticket| format!(" #{ticket}"));
    let why = |reason: &channels::mail::model::Reason| {
        format!("{} {}", reason.why, reason.of).trim().to_owned()
    };
    let reasons: Vec<String> = mail.reasons.iter().map(why).collect();
    format!("{}{ticket} ({})", mail.outcome.name(), reasons.join("; "))
}
