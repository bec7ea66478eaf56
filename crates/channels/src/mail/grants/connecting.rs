//! Sending an administrator to the provider, and taking the code that they come back with: the authorisation-code flow
//! with a verifier that never leaves the desk (PKCE, RFC 7636).

use super::tokens::{self, Given};
use super::{Grant, Terms, sealed_for};
use crate::mail::model::{MailboxId, Reason};
use crate::mail::queries::grants::{self, Request};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use directory::{SystemSecrets, hash_secret, link_secret};
use kernel::time::MINUTE;
use kernel::{Actor, PersonId, Timestamp};
use ring::digest::{SHA256, digest};
use store::Tx;
use work::{Desk, Error, Result};

/// For how long somebody may stay with the provider.
const REQUEST_LASTS: i64 = 15 * MINUTE;

/// The path that providers send administrators back to.
pub const BACK: &str = "/admin/mail/connected";

/// The address that the provider is to know: it sends people nowhere else.
pub fn back_to(base_url: &str) -> String {
    format!("{base_url}{BACK}")
}

/// Begins a request; answers the provider's address that the administrator goes on to.
///
/// # Errors
/// When the actor may not, when no terms are kept, or when the database or the sealing fails.
pub async fn begin(
    desk: &Desk,
    base_url: &str,
    actor: &Actor,
    mailbox: MailboxId,
) -> Result<String> {
    work::require_policy(actor)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let secret = || link_secret(&SystemSecrets).map_err(|e| store::Error::Damaged(e.to_string()));
    let (state, verifier) = (secret()?, secret()?);
    let (kept_state, kept_verifier, now) =
        (hash_secret(&state), verifier.clone(), desk.clock().now());
    let seal = desk.store().seal().clone();
    let keeping = move |tx: &Tx<'_>| {
        let grant = grants::find(tx, mailbox)?.ok_or(Error::NotFound)?;
        let about = sealed_for("verifier", mailbox, &grant.terms);
        let request = Request {
            state: kept_state.clone(),
            mailbox,
            person,
            verifier: seal.close(&about, &kept_verifier)?,
            expires_at: now.plus(REQUEST_LASTS),
        };
        grants::insert_request(tx, &request, now)?;
        Ok::<_, Error>(grant.terms)
    };
    let terms = desk.store().write(keeping).await?;
    Ok(address(&terms, &back_to(base_url), &state, &verifier))
}

fn address(terms: &Terms, back: &str, state: &str, verifier: &str) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
    let joint = match terms.authorisation_url.contains('?') {
        true => '&',
        false => '?',
    };
    let asked = [
        ("response_type", "code"),
        ("client_id", &terms.client_id),
        ("redirect_uri", back),
        ("scope", &terms.scope),
        ("state", state),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    format!("{}{joint}{}", terms.authorisation_url, tokens::form(&asked))
}

/// What the provider sent an administrator back with.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What the request was called.
    pub state: String,
    /// What tokens are given for.
    pub code: String,
    /// Why not, in a word of the provider's.
    pub error: String,
}

/// Takes what an administrator came back with; answers the mailbox that it is about, where that is known, and what is
/// wrong, if anything is.
///
/// # Errors
/// When the actor may not, or when the database or the sealing fails.
pub async fn take(
    desk: &Desk,
    base_url: &str,
    actor: &Actor,
    answer: Answer,
) -> Result<(Option<MailboxId>, Option<Reason>)> {
    work::require_policy(actor)?;
    let now = desk.clock().now();
    let (state, person) = (hash_secret(&answer.state), actor.person);
    // Whatever comes of it, a state is taken once.
    let taking = move |tx: &Tx<'_>| {
        let Some(request) = grants::take_request(tx, &state)? else {
            return Ok(None);
        };
        Ok::<_, Error>(grants::find(tx, request.mailbox)?.map(|grant| (request, grant)))
    };
    let found = desk.store().write(taking).await?;
    let usable = |request: &Request| is_for(request, person, now);
    let Some((request, grant)) = found.filter(|(request, _)| usable(request)) else {
        return Ok((None, Some(Reason::new("oauth_state"))));
    };
    let mailbox = request.mailbox;
    if answer.code.is_empty() {
        let why = Reason::of("oauth_denied", tokens::brief(&answer.error));
        return Ok((Some(mailbox), Some(why)));
    }
    let about = sealed_for("verifier", mailbox, &grant.terms);
    let Ok(verifier) = desk.store().seal().open(&about, &request.verifier) else {
        // The name or the address was changed meanwhile.
        return Ok((Some(mailbox), Some(Reason::new("oauth_state"))));
    };
    let back = back_to(base_url);
    let asked = [
        ("grant_type", "authorization_code"),
        ("code", answer.code.as_str()),
        ("redirect_uri", &back),
        ("code_verifier", &verifier),
    ];
    let given = match tokens::ask(desk.store().seal(), &grant, &asked).await {
        Ok(given) => given,
        Err(why) => return Ok((Some(mailbox), Some(why))),
    };
    let Given {
        refresh: Some(_), ..
    } = &given
    else {
        return Ok((Some(mailbox), Some(Reason::new("oauth_no_refresh"))));
    };
    let keeper = actor.clone();
    let seal = desk.store().seal().clone();
    // What somebody allows takes the place of whatever was there, also of what was fetched by that meanwhile.
    let grant = Grant {
        refresh_token: String::new(),
        ..grant
    };
    let keeping = move |tx: &Tx<'_>| {
        tokens::keep(tx, &seal, &grant, &given, now)?;
        grants::set_granted(tx, mailbox, now)?;
        let nothing = serde_json::json!({});
        crate::mail::actions::audit(tx, &keeper, now, mailbox, "granted", &nothing)
    };
    desk.store().write(keeping).await?;
    Ok((Some(mailbox), None))
}

/// Whether a request is still open, for whoever began it.
fn is_for(request: &Request, person: Option<PersonId>, now: Timestamp) -> bool {
    person == Some(request.person) && now < request.expires_at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_providers_address_names_the_challenge_and_never_the_verifier() {
        let terms = Terms {
            client_id: "desk".into(),
            authorisation_url: "https://login.example.com/auth?prompt=consent".into(),
            token_url: "https://login.example.com/token".into(),
            scope: "mail offline_access".into(),
            inside: false,
            sending: None,
        };
        // The example of RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let address = address(&terms, "https://desk.example/back", "S", verifier);
        assert_eq!(
            address,
            "https://login.example.com/auth?prompt=consent&response_type=code&client_id=desk&redirect_uri=\
             https%3A//desk.example/back&scope=mail%20offline_access&state=S&code_challenge=\
             E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
        );
    }
}
