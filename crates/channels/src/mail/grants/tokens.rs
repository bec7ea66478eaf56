//! Tokens: an access token lets in for an hour or so, and is fetched anew by the refresh token before it ends. Some
//! providers give another refresh token each time and take the one before only once, so that one alone may ask.

use super::{Grant, sealed_for};
use crate::mail::model::{MailboxId, Reason};
use crate::mail::queries::grants;
use directory::encoded;
use kernel::Timestamp;
use kernel::time::{MINUTE, SECOND};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use store::{Seal, Store, Tx};
use tokio::task::JoinError;
use web::axum::http::header::{ACCEPT, CONTENT_TYPE};
use web::axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use work::Result;
use work::outside::{Post, Reach, Unanswered, ask as ask_host};

/// How long a provider may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Most that is read of its answer.
const ANSWER_MAX_BYTES: usize = 64 * 1024;
/// For how long whoever asks for a new token is alone with that: until it is kept, however often that is tried.
const CLAIM: i64 = 2 * MINUTE;
/// Longest pause before it is tried again to keep what a provider gave: all of them together fit into a claim.
const KEEPING_MAX: Duration = Duration::from_secs(32);
/// How often the others look whether it is there, and how many times.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOOKS_MAX: u32 = 300;
/// A token is fetched anew so long before it ends.
const MARGIN_SECS: i64 = 120;
/// How long a token lasts where the provider does not say it, and at most.
const LASTS_SECS: i64 = 3_600;
const LASTS_MAX_SECS: i64 = 86_400;
/// Longest words of a provider that are kept, in characters.
const SAID_MAX_CHARS: usize = 200;

/// What a provider gave.
#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(rename = "access_token")]
    access: String,
    #[serde(rename = "refresh_token", default)]
    pub(super) refresh: Option<String>,
    #[serde(rename = "expires_in", default)]
    lasts_secs: Option<i64>,
}

/// What a provider says where it gives nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Refused {
    error: String,
    error_description: String,
}

/// How getting an access token stands.
enum Standing {
    /// There is one.
    Lasts(String),
    /// It is ours to ask for one.
    Ours(Box<Grant>),
    /// Somebody else asks.
    Others,
    /// Nobody has allowed anything.
    Nothing,
}

/// The token that lets into a mailbox now; or why there is none, in a word that pages translate.
///
/// # Errors
/// When the database or the sealing fails.
pub async fn access(
    store: &Store,
    clock: &dyn kernel::Clock,
    mailbox: MailboxId,
) -> Result<Result<String, Reason>> {
    for _ in 0..LOOKS_MAX {
        let (now, seal) = (clock.now(), store.seal().clone());
        let looking = move |tx: &Tx<'_>| standing(tx, &seal, mailbox, now, false);
        let found = match store.read(looking).await? {
            Standing::Ours(_) => {
                let seal = store.seal().clone();
                let claiming = move |tx: &Tx<'_>| standing(tx, &seal, mailbox, now, true);
                store.write(claiming).await?
            }
            other => other,
        };
        match found {
            Standing::Lasts(token) => return Ok(Ok(token)),
            Standing::Ours(grant) => {
                // Whoever asked may go away meanwhile: what the provider gives is kept all the same, as what it gave
                // before may hold no more.
                let asking = tokio::spawn(refresh(store.clone(), *grant, now));
                let broke = |error: JoinError| store::Error::Damaged(error.to_string());
                return asking.await.map_err(broke)?;
            }
            Standing::Others => tokio::time::sleep(LOOK_EVERY).await,
            Standing::Nothing => return Ok(Err(Reason::new("oauth_none"))),
        }
    }
    Ok(Err(Reason::of(
        "oauth_slow",
        PATIENCE.as_secs().to_string(),
    )))
}

fn standing(
    tx: &Tx<'_>,
    seal: &Seal,
    mailbox: MailboxId,
    now: Timestamp,
    claims: bool,
) -> Result<Standing> {
    let found = grants::find(tx, mailbox)?;
    let Some(grant) = found.filter(|it| !it.refresh_token.is_empty()) else {
        return Ok(Standing::Nothing);
    };
    if now < grant.access_until {
        let about = sealed_for("access", mailbox, &grant.terms);
        if let Ok(token) = seal.open(&about, &grant.access_token) {
            return Ok(Standing::Lasts(token));
        }
    }
    if now < grant.claimed_until {
        return Ok(Standing::Others);
    }
    if claims && !grants::claim(tx, &grant, now, now.plus(CLAIM))? {
        return Ok(Standing::Others);
    }
    Ok(Standing::Ours(Box::new(grant)))
}

/// Asks for a new access token, and keeps it; or keeps why there is none.
async fn refresh(store: Store, grant: Grant, now: Timestamp) -> Result<Result<String, Reason>> {
    let about = sealed_for("refresh", grant.mailbox, &grant.terms);
    let given = match store.seal().open(&about, &grant.refresh_token) {
        Err(error) => Err(Reason::of("oauth_sealed", error.to_string())),
        Ok(token) => {
            let asked = [
                ("grant_type", "refresh_token"),
                ("refresh_token", token.as_str()),
            ];
            ask(store.seal(), &grant, &asked).await
        }
    };
    match given {
        Ok(given) => {
            let access = given.access.clone();
            kept(&store, Arc::new((grant, given)), now).await?;
            Ok(Ok(access))
        }
        Err(why) => {
            let reason = why.clone();
            let keeping = move |tx: &Tx<'_>| grants::keep_failure(tx, &grant, &reason, now);
            store.write(keeping).await?;
            Ok(Err(why))
        }
    }
}

/// Keeps what was given. The desk would be let in no more if that were not kept, so it is tried for a while.
async fn kept(store: &Store, given: Arc<(Grant, Given)>, now: Timestamp) -> Result<()> {
    let mut pause = Duration::from_secs(1);
    loop {
        let (seal, all) = (store.seal().clone(), Arc::clone(&given));
        let keeping = move |tx: &Tx<'_>| keep(tx, &seal, &all.0, &all.1, now);
        match store.write(keeping).await {
            Err(error) if pause < KEEPING_MAX => {
                tracing::error!(%error, mailbox = given.0.mailbox.0, "a new token is not kept yet");
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
            kept => return kept,
        }
    }
}

/// Keeps what was given, sealed; a refresh token takes the place of the one before.
pub(super) fn keep(
    tx: &Tx<'_>,
    seal: &Seal,
    grant: &Grant,
    given: &Given,
    now: Timestamp,
) -> Result<()> {
    let close = |what: &str, secret: &str| {
        seal.close(&sealed_for(what, grant.mailbox, &grant.terms), secret)
    };
    let refresh = match &given.refresh {
        Some(token) if !token.is_empty() => close("refresh", token)?,
        _ => grant.refresh_token.clone(),
    };
    let access = close("access", &given.access)?;
    let lasts = given.lasts_secs.unwrap_or(LASTS_SECS);
    let lasts = lasts.clamp(1, LASTS_MAX_SECS);
    let until = now.plus((lasts - MARGIN_SECS.min(lasts / 2)) * SECOND);
    Ok(grants::keep_tokens(tx, grant, (&refresh, &access), until)?)
}

/// Asks a provider for tokens, under the desk's name.
pub(super) async fn ask(
    seal: &Seal,
    grant: &Grant,
    asked: &[(&str, &str)],
) -> Result<Given, Reason> {
    let terms = &grant.terms;
    let secret = match grant.client_secret.as_str() {
        "" => String::new(),
        sealed => {
            let about = sealed_for("secret", grant.mailbox, terms);
            let opened = seal.open(&about, sealed);
            opened.map_err(|error| Reason::of("oauth_sealed", error.to_string()))?
        }
    };
    let mut all = asked.to_vec();
    all.push(("client_id", &terms.client_id));
    if !secret.is_empty() {
        all.push(("client_secret", &secret));
    }
    let to: Uri = terms
        .token_url
        .parse()
        .map_err(|_| Reason::of("oauth_unreachable", &*terms.token_url))?;
    let host = to.host().unwrap_or_default().to_owned();
    let mut headers = HeaderMap::new();
    let sent = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(CONTENT_TYPE, sent);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let message = Post {
        to: &to,
        headers,
        body: form(&all).into_bytes(),
    };
    let reach = match terms.inside {
        true => Reach::Everywhere,
        false => Reach::Outside,
    };
    let (status, body) = ask_host(message, reach, PATIENCE, ANSWER_MAX_BYTES)
        .await
        .map_err(|error| match error {
            Unanswered::Late => Reason::of("oauth_slow", PATIENCE.as_secs().to_string()),
            Unanswered::Inside => Reason::of("oauth_inside", &*host),
            Unanswered::Failed(said) => Reason::of("oauth_unreachable", format!("{host}: {said}")),
        })?;
    let secrets: Vec<&str> = all.iter().map(|(_, value)| *value).collect();
    understood(status, &body, &secrets).map_err(|Reason { why, of }| Reason {
        of: format!("{host}: {of}"),
        why,
    })
}

/// What a provider's answer says. Its words may be shown, but for what was sent to it.
fn understood(status: StatusCode, body: &[u8], sent: &[&str]) -> Result<Given, Reason> {
    if status.is_success() {
        let given = serde_json::from_slice(body).ok();
        let given = given.filter(|given: &Given| is_token(&given.access));
        return given.ok_or_else(|| Reason::of("oauth_answer", status.as_str()));
    }
    let refused: Refused = serde_json::from_slice(body).unwrap_or_default();
    let said = format!("{} {}", refused.error, refused.error_description);
    let mut said = match said.trim() {
        "" => status.as_str().to_owned(),
        said => said.to_owned(),
    };
    for secret in sent.iter().filter(|it| it.len() >= 8) {
        said = said.replace(secret, "…");
    }
    let said = brief(&said);
    // Where the provider is not well, what it gave may hold still.
    match status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS {
        true => Err(Reason::of("oauth_refused", said)),
        false => Err(Reason::of("oauth_answer", said)),
    }
}

/// Whether that can be a token: what stands in it goes into lines that mail servers read.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The beginning of what a provider says, in one line.
pub(super) fn brief(said: &str) -> String {
    let words: Vec<&str> = said.split(char::is_whitespace).collect();
    let line = words.join(" ");
    let fits = line.chars().filter(|c| !c.is_control());
    fits.take(SAID_MAX_CHARS).collect()
}

/// Fields as a form sends them.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    let each = fields.iter();
    let each = each.map(|(name, value)| format!("{name}={}", encoded(value)));
    each.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_says_is_shown_without_what_it_was_sent() {
        let body = br#"{"error":"invalid_grant","error_description":"token the-refresh-token\r\nis revoked"}"#;
        let why = understood(StatusCode::BAD_REQUEST, body, &["the-refresh-token", "is"]);
        let why = why.err().expect("a reason");
        assert_eq!(why.why, "oauth_refused");
        assert_eq!(why.of, "invalid_grant token …  is revoked");
        for (status, body, expected) in [
            (StatusCode::OK, &b"<html>"[..], "oauth_answer"),
            (
                StatusCode::OK,
                br#"{"access_token":"a\u0001b"}"#,
                "oauth_answer",
            ),
            (StatusCode::OK, br#"{"access_token":""}"#, "oauth_answer"),
            (StatusCode::BAD_GATEWAY, b"", "oauth_answer"),
            (StatusCode::UNAUTHORIZED, b"", "oauth_refused"),
        ] {
            let why = understood(status, body, &[]).err().expect("a reason");
            assert_eq!(why.why, expected, "{status}");
        }
    }
}
