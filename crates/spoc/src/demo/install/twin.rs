//! Somebody who once wrote from home: two entries for one person, so that there is something to merge.

use super::InstallError;
use super::logins::Login;
use crate::App;
use crate::demo::Role;
use directory::{Error, actions, queries};
use kernel::ticket::{Channel, Kind, Message, NewTicket, PublicText};
use kernel::{Actor, PersonId};
use work::Command;

const SUBJECT: &str = "Cannot sign in from home";
const TEXT: &str =
    "The page only says that my password has expired. I write from my own address until it works.";

/// Adds the second entry of the requester to look around as, with a ticket; answers how many tickets that are.
pub(super) async fn write_from_home(app: &App, logins: &[Login]) -> Result<usize, InstallError> {
    let Some(login) = logins.iter().find(|login| login.role == Role::Requester) else {
        return Ok(0);
    };
    let (name, now) = (login.name.clone(), app.clock.now());
    let local = login.email.split('@').next().unwrap_or_default();
    let email = format!("{local}@mailbox.example");
    let adding = move |tx: &store::Tx<'_>| {
        let role = queries::find_role_by_key(tx, "requester")?.ok_or(Error::NotFound)?;
        let new = directory::model::NewPerson::named(name.clone(), Some(&email), role.id);
        actions::create_person(tx, &Actor::spoc(), now, &new)
    };
    let person: PersonId = app.directory.write(adding).await?;
    let Some(actor) = app.directory.actor(person).await? else {
        return Ok(0);
    };
    let description = Message {
        text: PublicText(TEXT.to_owned()),
        attachments: Vec::new(),
    };
    let new = NewTicket {
        description,
        ..NewTicket::new(Kind::Incident, person, SUBJECT)
    };
    let open = Command::Open {
        new: Box::new(new),
        channel: Channel::Email,
    };
    app.desk.execute(&actor, open).await?;
    Ok(1)
}
