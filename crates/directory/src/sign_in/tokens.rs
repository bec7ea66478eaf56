//! API tokens: a part of what a person may do, for a script.

use crate::secrets::{hash, secret};
use crate::{Directory, Error, Result, actions, queries};
use kernel::{Actor, PermissionSet, PersonId, Timestamp};
use serde_json::json;
use store::Tx;

/// How every token begins, so that it is recognised where it should not be.
pub(crate) const TOKEN_PREFIX: &str = "spoc_";
/// Most tokens that a person has at once.
const TOKENS_MAX: usize = 50;

/// A token to make.
#[derive(Clone, Debug)]
pub struct TokenRequest {
    /// What it is for.
    pub name: String,
    /// What it allows at most: names of permissions; empty for all that the person may do.
    pub scopes: Vec<String>,
    /// When it ends; none for never.
    pub expires_at: Option<Timestamp>,
}

impl Directory {
    /// Makes a token for `person`: for oneself, or for anybody when Spoc itself acts (the command line).
    /// Answers its id and the token, which is shown this once.
    ///
    /// # Errors
    /// When not allowed, when fields are wrong, or when the database fails.
    pub async fn create_token(
        &self,
        actor: &Actor,
        person: PersonId,
        request: TokenRequest,
    ) -> Result<(i64, String)> {
        self.create_token_with(actor, person, request, |_, _, make| make())
            .await
    }

    /// The same, with `around` doing it in the same unit of work as whatever else it does.
    pub(crate) async fn create_token_with<T: Send + 'static>(
        &self,
        actor: &Actor,
        person: PersonId,
        request: TokenRequest,
        around: impl Fn(&Tx<'_>, Timestamp, &dyn Fn() -> Result<(i64, String)>) -> Result<T>
        + Send
        + 'static,
    ) -> Result<T> {
        if !actor.is_spoc() && actor.person != Some(person) {
            return Err(Error::NotFound);
        }
        let now = self.now();
        let scopes = if request.scopes.is_empty() {
            PermissionSet::all()
        } else {
            actions::parse_permissions(&request.scopes)
                .map_err(|_| Error::field("scopes", "permission-unknown"))?
        };
        let mut check = actions::Check::default();
        check.name("name", &request.name);
        let future = request.expires_at.is_none_or(|at| at > now);
        check.that(future, "expires_at", "token-expiry-past");
        check.done()?;
        let token = format!("{TOKEN_PREFIX}{}", secret(&**self.secrets())?);
        let (hashed, actor) = (hash(&token), actor.clone());
        let make = move |tx: &Tx<'_>| {
            let owner = queries::actor(tx, person)?.ok_or(Error::NotFound)?;
            let scopes = scopes.intersection(owner.permissions);
            if queries::list_tokens(tx, person)?.len() >= TOKENS_MAX {
                return Err(Error::Conflict("tokens-many"));
            }
            let name = request.name.trim();
            let expires = request.expires_at;
            let id = queries::insert_token(tx, &hashed, person, name, scopes, now, expires)?;
            let detail = json!({ "token": id, "name": name, "scopes": scopes });
            let subject = format!("person:{person}");
            queries::insert_audit(tx, &actor, now, &subject, "token-made", &detail)?;
            Ok((id, token.clone()))
        };
        self.store()
            .write(move |tx| around(tx, now, &|| make(tx)))
            .await
    }

    /// Takes one of one's own tokens back.
    ///
    /// # Errors
    /// When there is no such token, or when the database fails.
    pub async fn revoke_token(&self, actor: &Actor, id: i64) -> Result<()> {
        let person = actor.person.ok_or(Error::NotFound)?;
        let (now, actor) = (self.now(), actor.clone());
        self.write(move |tx| {
            if !queries::revoke_token(tx, person, id, now)? {
                return Err(Error::NotFound);
            }
            let subject = format!("person:{person}");
            let detail = json!({ "token": id });
            queries::insert_audit(tx, &actor, now, &subject, "token-revoked", &detail)?;
            Ok(())
        })
        .await
    }
}
