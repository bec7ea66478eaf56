//! Sessions: kept on the server, known to the browser by a secret alone.

use super::Try;
use crate::queries::{self, SessionRow};
use crate::secrets::{hash, secret};
use crate::{Directory, Error, Result};
use kernel::time::{DAY, MINUTE};
use kernel::{PersonId, Timestamp};

/// Longest life of a session.
pub(crate) const LIFE: i64 = 30 * DAY;
/// Longest life of a session that nobody uses.
pub(crate) const IDLE: i64 = 7 * DAY;
/// How often it is kept that a session was used.
pub(crate) const SEEN_EVERY: i64 = 10 * MINUTE;

/// A session that was just begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub person: PersonId,
    /// What the browser keeps in its cookie.
    pub secret: String,
}

impl Directory {
    /// Signs somebody in who knows the password. The answer, and the time it takes, are the same for an
    /// account that does not exist, one that was deactivated and a wrong password: nobody.
    ///
    /// # Errors
    /// [`Error::TooMany`] after failures in a row, by account and by address; or when the database fails.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: &str,
    ) -> Result<Option<Session>> {
        let now = self.now();
        let attempt = Try::new(email, address);
        let begun = attempt.clone();
        self.store()
            .write(move |tx| begun.begin(tx, now))
            .await
            .inspect_err(|_| tracing::info!(address, "sign-in refused: too many failures"))?;
        let email = email.to_owned();
        let found = self
            .read(move |tx| {
                let Some(person) = queries::find_person_by_email(tx, &email)? else {
                    return Ok(None);
                };
                let password = queries::find_password(tx, person.id)?;
                Ok(Some((person, password)))
            })
            .await?;
        let (person, hashed) = match found {
            Some((person, hashed)) if person.active => (Some(person.id), hashed),
            _ => (None, None),
        };
        let right = self.hashing().verify(password.to_owned(), hashed).await?;
        let Some(person) = person.filter(|_| right) else {
            tracing::info!(address, "sign-in failed");
            return Ok(None);
        };
        self.begin_session(person, Some(attempt)).await.map(Some)
    }

    /// Begins a session for somebody whose identity is proven.
    pub(crate) async fn begin_session(
        &self,
        person: PersonId,
        attempt: Option<Try>,
    ) -> Result<Session> {
        let now = self.now();
        let kept = secret(&**self.secrets())?;
        let row = SessionRow {
            person_id: person,
            csrf: secret(&**self.secrets())?,
            seen_at: now,
            expires_at: now.plus(LIFE),
        };
        let hashed = hash(&kept);
        self.store()
            .write(move |tx| {
                if let Some(attempt) = &attempt {
                    attempt.succeed(tx)?;
                }
                queries::insert_session(tx, &hashed, &row, now)?;
                Ok::<_, Error>(())
            })
            .await?;
        Ok(Session {
            person,
            secret: kept,
        })
    }

    /// Ends the session that the browser knows by `secret`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out(&self, secret: &str) -> Result<()> {
        let hashed = hash(secret);
        let ended = hashed.clone();
        self.store()
            .write(move |tx| Ok::<_, Error>(queries::delete_session(tx, &ended)?))
            .await?;
        self.recent().forget(&hashed);
        Ok(())
    }

    /// Ends the other sessions of whoever holds this one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out_elsewhere(&self, person: PersonId, secret: &str) -> Result<()> {
        let kept = hash(secret);
        self.write(move |tx| Ok(queries::delete_sessions_of(tx, person, Some(&kept))?))
            .await
    }

    /// Forgets sessions, links and failures that no longer count. To be run now and then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_ended(&self) -> Result<()> {
        let now: Timestamp = self.now();
        let failed_before = now.plus(-super::throttle::FORGOTTEN);
        self.store()
            .write(move |tx| {
                Ok(queries::delete_ended(
                    tx,
                    now,
                    now.plus(-IDLE),
                    failed_before,
                )?)
            })
            .await
    }
}
