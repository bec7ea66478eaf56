//! Grants: that a provider lets the desk into a mailbox by OAuth 2.0 (RFC 6749), without the mailbox's password. An
//! administrator is sent to the provider and comes back with a code ([`connecting`]); what that is given for are tokens,
//! sealed, which are fetched anew before they end ([`tokens`]).

pub mod connecting;
pub mod ready;
pub mod tokens;

use super::fetching::account::Security;
use super::model::{MailboxId, Reason};
use super::queries::{self, grants};
use kernel::{Actor, Timestamp};
use store::{Seal, Tx};
use web::axum::http::Uri;
use work::{Error, Result};

/// Longest name, address or secret, in bytes: some providers have long ones.
const PART_MAX_BYTES: usize = 1_000;

/// By what name and where the desk asks a provider, as an administrator says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What the provider calls the desk.
    pub client_id: String,
    /// Where somebody allows it.
    pub authorisation_url: String,
    /// Where tokens are given.
    pub token_url: String,
    /// What is asked for, words with spaces between.
    pub scope: String,
    /// Whether the provider stands within our own network, where also unencrypted addresses are called.
    pub inside: bool,
    /// The server that the mailbox's own mail goes out by; none for the one that the whole desk has.
    pub sending: Option<Sending>,
}

/// A server that a mailbox's mail goes out by, where the grant is what signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is talked to.
    pub security: Security,
    /// Who signs in.
    pub user: String,
}

/// A grant as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Of which mailbox.
    pub mailbox: MailboxId,
    /// By what name and where.
    pub terms: Terms,
    /// Since when the provider lets the desk in; none where nobody has allowed it yet.
    pub granted_at: Option<Timestamp>,
    /// Since when the provider gives no tokens any more, and why.
    pub failing: Option<(Timestamp, Reason)>,
    pub(crate) client_secret: String,
    pub(crate) refresh_token: String,
    pub(crate) access_token: String,
    pub(crate) access_until: Timestamp,
    pub(crate) claimed_until: Timestamp,
}

/// What is wrong with terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongTerms {
    /// No name for the desk.
    ClientId,
    /// A secret that is none; or the one that is kept belongs to another name or address.
    Secret,
    /// No address where somebody allows it.
    AuthorisationUrl,
    /// No address where tokens are given.
    TokenUrl,
    /// Nothing is asked for.
    Scope,
    /// No server to send by.
    SendHost,
    /// No port of it.
    SendPort,
    /// Unencrypted, and the server is another machine.
    SendPlain,
    /// Nobody who signs in there.
    SendUser,
}

/// What a secret of a grant is sealed for: it cannot be opened to be sent to another address, or under another name.
pub(crate) fn sealed_for(what: &str, mailbox: MailboxId, terms: &Terms) -> String {
    let Terms {
        client_id,
        token_url,
        ..
    } = terms;
    format!("oauth-{what}:{}:{client_id}@{token_url}", mailbox.0)
}

/// Says by what name and where a provider is asked. Without a secret the one that is kept stays, if it is for this name
/// and address; so do the tokens.
///
/// # Errors
/// When the actor may not, when there is no such mailbox, or when the database or the sealing fails; what is wrong with
/// it is answered.
pub fn save(
    tx: &Tx<'_>,
    seal: &Seal,
    actor: &Actor,
    now: Timestamp,
    mailbox: MailboxId,
    (terms, secret): (&Terms, &str),
) -> Result<Result<(), WrongTerms>> {
    work::require_policy(actor)?;
    queries::find_mailbox(tx, mailbox)?.ok_or(Error::NotFound)?;
    if let Some(wrong) = wrong_terms(terms, secret) {
        return Ok(Err(wrong));
    }
    let about = sealed_for("secret", mailbox, terms);
    let before = grants::find(tx, mailbox)?;
    let same = before.filter(|it| sealed_for("secret", mailbox, &it.terms) == about);
    let secret = match (secret, &same) {
        ("", Some(kept)) => kept.client_secret.clone(),
        // Some providers give programs no secret; the code's verifier is what proves it then.
        ("", None) => String::new(),
        (secret, _) => seal.close(&about, secret)?,
    };
    grants::put(tx, mailbox, terms, &secret)?;
    if same.is_none() {
        grants::forget_tokens(tx, mailbox)?;
    }
    let detail = serde_json::json!({ "client_id": terms.client_id, "token_url": terms.token_url });
    super::actions::audit(tx, actor, now, mailbox, "grant_saved", &detail)?;
    Ok(Ok(()))
}

/// Forgets a grant, with its tokens.
///
/// # Errors
/// When the actor may not, when there is none, or when the database fails.
pub fn end(tx: &Tx<'_>, actor: &Actor, now: Timestamp, mailbox: MailboxId) -> Result<()> {
    work::require_policy(actor)?;
    if !grants::delete(tx, mailbox)? {
        return Err(Error::NotFound);
    }
    let nothing = serde_json::json!({});
    super::actions::audit(tx, actor, now, mailbox, "grant_ended", &nothing)
}

fn wrong_terms(terms: &Terms, secret: &str) -> Option<WrongTerms> {
    let fits = |text: &str| {
        (1..=PART_MAX_BYTES).contains(&text.len()) && !text.chars().any(char::is_control)
    };
    let is_url = |text: &str| fits(text) && is_address(text, terms.inside);
    let wrongs = [
        (!fits(&terms.client_id), WrongTerms::ClientId),
        (!secret.is_empty() && !fits(secret), WrongTerms::Secret),
        (
            !is_url(&terms.authorisation_url),
            WrongTerms::AuthorisationUrl,
        ),
        (!is_url(&terms.token_url), WrongTerms::TokenUrl),
        (!fits(&terms.scope), WrongTerms::Scope),
    ];
    let wrong = wrongs.into_iter().find(|(is_wrong, _)| *is_wrong);
    let wrong = wrong.map(|(_, wrong)| wrong);
    wrong.or_else(|| {
        let sending = terms.sending.as_ref()?;
        let plain = sending.security == Security::Plain && !is_here(&sending.host);
        let wrongs = [
            (!fits(&sending.host), WrongTerms::SendHost),
            (plain, WrongTerms::SendPlain),
            (sending.port == 0, WrongTerms::SendPort),
            (!fits(&sending.user), WrongTerms::SendUser),
        ];
        let wrong = wrongs.into_iter().find(|(is_wrong, _)| *is_wrong);
        wrong.map(|(_, wrong)| wrong)
    })
}

/// Whether a host is this machine.
pub(super) fn is_here(host: &str) -> bool {
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Whether that is an address which may be called: encrypted, or within our own network.
fn is_address(text: &str, inside: bool) -> bool {
    let Ok(address) = text.parse::<Uri>() else {
        return false;
    };
    let encrypted = match address.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return false,
    };
    let named = address
        .authority()
        .is_some_and(|it| !it.host().is_empty() && !it.as_str().contains('@'));
    named && (encrypted || inside) && !text.contains('#')
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn providers_are_asked_encrypted_unless_they_stand_within_our_own_network() {
        // An address; whether it will do outside, and inside.
        for (text, outside, inside) in [
            (
                "https://login.example.com/authorize?prompt=consent",
                true,
                true,
            ),
            ("http://keycloak:8080/token", false, true),
            ("ftp://login.example.com/", false, false),
            ("javascript:alert(1)", false, false),
            ("https://desk:secret@login.example.com/", false, false),
            ("https://login.example.com/#here", false, false),
            ("https:///token", false, false),
            ("login.example.com", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_address(text, false), outside, "{text}");
            assert_eq!(is_address(text, true), inside, "{text}");
        }
    }
}
