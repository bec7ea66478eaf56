//! Setting and changing passwords, and the link for whoever forgot theirs.

use super::Try;
use crate::actions::{holds_all, require};
use crate::secrets::{hash, secret};
use crate::{Directory, Error, Result, check_password, queries};
use kernel::time::HOUR;
use kernel::{Actor, Permission, PersonId};
use serde_json::json;

/// How long a link works.
const LINK_LIFE: i64 = HOUR;

impl Directory {
    /// Changes one's own password: needs the present one, ends the other sessions.
    ///
    /// # Errors
    /// When the present one is wrong (field `current`) or the new one is bad (field `password`).
    pub async fn change_password(
        &self,
        actor: &Actor,
        current: &str,
        new: &str,
        kept_session: &str,
    ) -> Result<()> {
        let id = actor.person.ok_or(Error::NotFound)?;
        let now = self.now();
        // A stolen session must not become a way to guess the password.
        let attempt = Try::of_account(&format!("person {id}"));
        let begun = attempt.clone();
        let (person, hashed) = self
            .store()
            .write(move |tx| {
                begun.begin(tx, now)?;
                let person = queries::find_person(tx, id)?.ok_or(Error::NotFound)?;
                Ok::<_, Error>((person, queries::find_password(tx, id)?))
            })
            .await?;
        if !self.hashing().verify(current.to_owned(), hashed).await? {
            return Err(Error::field("current", "password-wrong"));
        }
        check_password(new, person.email.as_deref().unwrap_or_default())?;
        let hashed = self.hash_password(new).await?;
        let kept = hash(kept_session);
        let actor = actor.clone();
        self.write(move |tx| {
            attempt.succeed(tx)?;
            queries::set_password(tx, id, &hashed)?;
            queries::delete_sessions_of(tx, id, Some(&kept))?;
            queries::delete_resets_of(tx, id)?;
            let subject = format!("person:{id}");
            Ok(queries::insert_audit(
                tx,
                &actor,
                now,
                &subject,
                "password-changed",
                &json!({}),
            )?)
        })
        .await
    }

    /// Sets somebody's password without asking for the old one: for the command line and the demo.
    ///
    /// # Errors
    /// When the password is bad, when there is no such person, or when the database fails.
    pub async fn set_password(&self, person: PersonId, password: &str) -> Result<()> {
        let found = self
            .read(move |tx| queries::find_person(tx, person)?.ok_or(Error::NotFound))
            .await?;
        check_password(password, found.email.as_deref().unwrap_or_default())?;
        let hashed = self.hash_password(password).await?;
        self.write(move |tx| {
            queries::set_password(tx, person, &hashed)?;
            Ok(queries::delete_sessions_of(tx, person, None)?)
        })
        .await
    }

    /// Makes a link with which `person` chooses a new password: works once, for an hour. Whoever hands it over
    /// could use it, so it takes as much power as the person has.
    ///
    /// # Errors
    /// When not allowed, when there is no such person, or when the database fails.
    pub async fn password_link(&self, actor: &Actor, person: PersonId) -> Result<String> {
        let token = secret(&**self.secrets())?;
        let (hashed, now, actor) = (hash(&token), self.now(), actor.clone());
        self.store()
            .write(move |tx| {
                require(&actor, Permission::PersonManage)?;
                let found = queries::find_person(tx, person)?.ok_or(Error::NotFound)?;
                let role = queries::find_role(tx, found.role_id)?.ok_or(Error::NotFound)?;
                if !holds_all(&actor, &role) {
                    return Err(Error::Forbidden(Permission::PolicyManage.name()));
                }
                if !found.active {
                    return Err(Error::Conflict("person-inactive-hint"));
                }
                queries::put_reset(tx, &hashed, person, now.plus(LINK_LIFE))?;
                let subject = format!("person:{person}");
                let action = "password-link-made";
                queries::insert_audit(tx, &actor, now, &subject, action, &json!({}))?;
                Ok(())
            })
            .await?;
        Ok(format!("{}/password/reset/{token}", self.base_url()))
    }

    /// Somebody says that they forgot their password. Mail cannot be sent yet: an administrator reads it in
    /// the log and makes a link. Nothing tells the asker whether there is such an account.
    ///
    /// # Errors
    /// [`Error::TooMany`] when asked too often; or when the database fails.
    pub async fn forgot_password(&self, email: &str, address: &str) -> Result<()> {
        let now = self.now();
        let attempt = Try::new(&format!("forgot {email}"), address);
        let wanted = email.to_owned();
        let found = self
            .store()
            .write(move |tx| {
                attempt.begin(tx, now)?;
                Ok::<_, Error>(queries::find_person_by_email(tx, &wanted)?)
            })
            .await?;
        if let Some(person) = found.filter(|person| person.active) {
            tracing::warn!(
                person = person.id.0,
                "somebody asks for a new password; make a link on the person's page"
            );
        }
        Ok(())
    }

    /// Whether a link still works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn password_link_works(&self, token: &str) -> Result<bool> {
        let (hashed, now) = (hash(token), self.now());
        self.read(move |tx| Ok(queries::find_reset(tx, &hashed, now)?.is_some()))
            .await
    }

    /// Chooses a new password with a link, which then no longer works, and ends all sessions. Answers whose
    /// it was.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link is too old or was used; when the password is bad.
    pub async fn reset_password(&self, token: &str, password: &str) -> Result<PersonId> {
        let (hashed, now) = (hash(token), self.now());
        let asked = hashed.clone();
        let person = self
            .read(move |tx| {
                let id = queries::find_reset(tx, &asked, now)?.ok_or(Error::NotFound)?;
                queries::find_person(tx, id)?.ok_or(Error::NotFound)
            })
            .await?;
        check_password(password, person.email.as_deref().unwrap_or_default())?;
        let new = self.hash_password(password).await?;
        self.write(move |tx| {
            // Looked up again: of two uses at once, one comes too late.
            if queries::find_reset(tx, &hashed, now)? != Some(person.id) {
                return Err(Error::NotFound);
            }
            queries::delete_resets_of(tx, person.id)?;
            queries::set_password(tx, person.id, &new)?;
            queries::delete_sessions_of(tx, person.id, None)?;
            let email = person.email.as_deref().unwrap_or_default();
            Try::of_account(email).succeed(tx)?;
            let subject = format!("person:{}", person.id);
            let actor = Actor {
                person: Some(person.id),
                ..Actor::spoc()
            };
            let action = "password-reset";
            queries::insert_audit(tx, &actor, now, &subject, action, &json!({}))?;
            Ok(person.id)
        })
        .await
    }

    /// The hash to keep of a password.
    ///
    /// # Errors
    /// When there is no randomness.
    pub async fn hash_password(&self, password: &str) -> Result<String> {
        self.hashing()
            .hash(password.to_owned(), self.secrets().clone())
            .await
    }
}
