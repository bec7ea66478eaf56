//! `spoc admin create` and `spoc token create`.

use super::{Done, say};
use crate::cli::{AdminCommand, TokenCommand};
use crate::{App, SystemClock};
use directory::model::{ADMINISTRATOR, NewPerson};
use directory::{TokenRequest, queries};
use kernel::time::DAY;
use kernel::{Actor, Permission, PersonId, Timestamp};
use std::sync::Arc;
use store::Location;

pub(crate) async fn admin(location: &Location, base_url: &str, command: AdminCommand) -> Done {
    let AdminCommand::Create { email, name } = command;
    let app = App::open_at(location, Arc::new(SystemClock), base_url).await?;
    let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or(&email).to_owned());
    let now = app.clock.now();
    let address = email.clone();
    let person = app
        .directory
        .write(move |tx| {
            let role =
                queries::find_role_by_key(tx, ADMINISTRATOR)?.ok_or(directory::Error::NotFound)?;
            // Whoever is one already gets another link: the first may have been lost, or is too old.
            let known = queries::find_person_by_email(tx, &address.to_lowercase())?;
            if let Some(known) = known.filter(|known| known.active && known.role_id == role.id) {
                return Ok(known.id);
            }
            let new = NewPerson::named(name.clone(), Some(&address), role.id);
            directory::actions::create_person(tx, &Actor::spoc(), now, &new)
        })
        .await
        .map_err(|error| in_words(&error))?;
    let link = app
        .directory
        .password_link(&Actor::spoc(), person)
        .await
        .map_err(|error| in_words(&error))?;
    say(format_args!(
        "{email} is an administrator. Choose the password within an hour at:\n{link}"
    ))?;
    Ok(())
}

pub(crate) async fn token(location: &Location, command: TokenCommand) -> Done {
    let TokenCommand::Create {
        user,
        scope,
        expires,
    } = command;
    let app = App::open(location, Arc::new(SystemClock)).await?;
    let person = find(&app, &user).await?;
    let expires_at = expires
        .as_deref()
        .map(|text| expiry(text, app.clock.now()))
        .transpose()?;
    check_scopes(&app, &user, person, &scope).await?;
    let request = TokenRequest {
        name: "Command line".into(),
        scopes: scope,
        expires_at,
    };
    let (_, token) = app
        .directory
        .create_token(&Actor::spoc(), person, request)
        .await
        .map_err(|error| in_words(&error))?;
    say(token)?;
    Ok(())
}

/// A token never allows more than its person may: one that would allow nothing of what was asked for helps nobody.
async fn check_scopes(app: &App, user: &str, person: PersonId, scopes: &[String]) -> Done {
    let is_unknown = |scope: &&String| Permission::named(scope).is_none();
    if let Some(unknown) = scopes.iter().find(is_unknown) {
        let names: Vec<&str> = Permission::ALL.iter().map(|one| one.name()).collect();
        return Err(format!(
            "there is no permission “{unknown}”; there are: {}",
            names.join(", ")
        )
        .into());
    }
    let read = app
        .directory
        .read(move |tx| Ok(queries::actor(tx, person)?));
    let actor = read.await.map_err(|error| in_words(&error))?;
    let allowed = actor.map(|actor| actor.permissions).unwrap_or_default();
    let lacking: Vec<&str> = allowed.lacking(scopes).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = allowed.iter().map(|permission| permission.name()).collect();
    Err(format!(
        "{user} may not {}, and so no token of theirs can; leave it out, or give them a role that may. They may: {}",
        lacking.join(", "),
        names.join(", ")
    )
    .into())
}

async fn find(app: &App, email: &str) -> Result<PersonId, String> {
    let address = email.to_lowercase();
    let found = app
        .directory
        .read(move |tx| Ok(queries::find_person_by_email(tx, &address)?))
        .await;
    let found = found.map_err(|error| in_words(&error))?;
    found
        .map(|person| person.id)
        .ok_or_else(|| format!("there is nobody with the address {email}"))
}

/// `90d`, or a day, at whose beginning in UTC it ends.
fn expiry(text: &str, now: Timestamp) -> Result<Timestamp, String> {
    let wrong = || {
        format!("--expires {text}: write a day such as 2027-01-31, or a number of days such as 90d")
    };
    if let Some(days) = text.strip_suffix('d') {
        let days: i64 = days
            .parse()
            .ok()
            .filter(|days| (1..=36_500).contains(days))
            .ok_or_else(wrong)?;
        return Ok(now.plus(days * DAY));
    }
    Timestamp::parse(&format!("{text}T00:00:00Z")).ok_or_else(wrong)
}

/// Errors of the directory name catalogue keys; on the command line they are read in English.
fn in_words(error: &directory::Error) -> String {
    error.to_string()
}
