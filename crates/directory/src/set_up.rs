//! The first run: nobody can sign in yet, so a code on the console proves who may make the first account.

use crate::actions::Check;
use crate::model::{ADMINISTRATOR, NewPerson};
use crate::secrets::typed_code;
use crate::sign_in::{Session, Try};
use crate::{Directory, Error, Result, check_password, queries};
use kernel::Actor;
use serde_json::json;
use std::sync::PoisonError;
use store::Tx;

/// What the first person says.
#[derive(Clone, Debug)]
pub struct NewDesk {
    /// The code from the console.
    pub code: String,
    /// What the organisation is called.
    pub organisation: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's address.
    pub email: String,
    /// The administrator's password.
    pub password: String,
    /// A language code; empty for what the browser says.
    pub locale: String,
    /// An IANA zone.
    pub time_zone: String,
}

impl Directory {
    /// Makes the code for the set-up page, to be printed on the console; none when there is an administrator
    /// already.
    ///
    /// # Errors
    /// When the database fails or there is no randomness.
    pub async fn begin_set_up(&self) -> Result<Option<String>> {
        if !self.needs_set_up().await? {
            return Ok(None);
        }
        let code = typed_code(&**self.secrets())?;
        let mut kept = self
            .set_up_code()
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = Some(code.clone());
        Ok(Some(code))
    }

    /// Whether there is no administrator who could sign in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn needs_set_up(&self) -> Result<bool> {
        self.read(nobody_administers).await
    }

    /// Whether this is the code from the console: without it nobody sees the form of the first account.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is an administrator or no code; when the code is wrong (field `code`) or
    /// was tried too often.
    pub async fn check_set_up_code(&self, given: &str, address: &str) -> Result<()> {
        if !self.needs_set_up().await? {
            return Err(Error::NotFound);
        }
        let code = self
            .set_up_code()
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or(Error::NotFound)?;
        let now = self.now();
        let attempt = Try::new("set-up", address);
        let begun = attempt.clone();
        self.store().write(move |tx| begun.begin(tx, now)).await?;
        if !web::security::same_secret(&given.trim().to_uppercase(), &code) {
            tracing::warn!(address, "a wrong code on the set-up page");
            return Err(Error::field("code", "set-up-code-wrong"));
        }
        // Whoever has the code has not failed, whatever is wrong with the rest.
        self.store().write(move |tx| attempt.succeed(tx)).await
    }

    /// Makes the first administrator and signs them in.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is an administrator or no code; when the code is wrong (field `code`),
    /// was tried too often, or other fields are wrong.
    pub async fn set_up(&self, desk: NewDesk, address: &str) -> Result<Session> {
        self.check_set_up_code(&desk.code, address).await?;
        let now = self.now();
        check_desk(&desk)?;
        let hashed = self.hash_password(&desk.password).await?;
        let person = self
            .write(move |tx| {
                if !nobody_administers(tx)? {
                    return Err(Error::NotFound);
                }
                let organisation = desk.organisation.trim();
                let organisation = match queries::list_organisations(tx, "", 200)?
                    .into_iter()
                    .find(|known| known.name == organisation)
                {
                    Some(known) => known.id,
                    None => queries::insert_organisation(tx, organisation, &[])?,
                };
                let email = Some(desk.email.as_str());
                let role = administrator(tx)?;
                let person = NewPerson {
                    organisation_id: Some(organisation),
                    time_zone: desk.time_zone.clone(),
                    locale: desk.locale.clone(),
                    ..NewPerson::named(desk.name.trim(), email, role)
                };
                insert_administrator(tx, &person, &hashed, now)
            })
            .await?;
        *self
            .set_up_code()
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
        self.begin_session(person, None).await
    }

    /// Makes an administrator without any code: for the command line, which holds the database anyway.
    ///
    /// # Errors
    /// When fields are wrong, the address is taken, or the database fails.
    pub async fn create_administrator(
        &self,
        name: &str,
        email: &str,
        password: &str,
    ) -> Result<kernel::PersonId> {
        let mut check = Check::default();
        check.name("name", name);
        check.email("email", email.trim());
        check.done()?;
        check_password(password, email.trim())?;
        let hashed = self.hash_password(password).await?;
        let (name, email, now) = (name.trim().to_owned(), email.to_owned(), self.now());
        self.write(move |tx| {
            let role = administrator(tx)?;
            let person = NewPerson::named(name.as_str(), Some(&email), role);
            match insert_administrator(tx, &person, &hashed, now) {
                Err(error) => Err(error.taken_field("email", "email-taken")),
                done => done,
            }
        })
        .await
    }
}

fn nobody_administers(tx: &Tx<'_>) -> Result<bool> {
    Ok(queries::count_active_in_role(tx, ADMINISTRATOR)? == 0)
}

fn check_desk(desk: &NewDesk) -> Result<()> {
    let mut check = Check::default();
    check.name("organisation", &desk.organisation);
    check.name("name", &desk.name);
    check.email("email", desk.email.trim());
    check.locale("language", &desk.locale);
    check.zone("zone", &desk.time_zone);
    check.done()?;
    check_password(&desk.password, desk.email.trim())
}

fn administrator(tx: &Tx<'_>) -> Result<kernel::RoleId> {
    let role = queries::find_role_by_key(tx, ADMINISTRATOR)?;
    role.map(|role| role.id)
        .ok_or_else(|| Error::Internal("the roles were not seeded".to_owned()))
}

fn insert_administrator(
    tx: &Tx<'_>,
    person: &NewPerson,
    hashed: &str,
    now: kernel::Timestamp,
) -> Result<kernel::PersonId> {
    let id = queries::insert_person(tx, person, now)?;
    queries::set_password(tx, id, hashed)?;
    let detail = json!({ "name": person.name, "email": person.email });
    let subject = format!("person:{id}");
    queries::insert_audit(tx, &Actor::spoc(), now, &subject, "created", &detail)?;
    Ok(id)
}
