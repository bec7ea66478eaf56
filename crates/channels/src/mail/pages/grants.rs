//! The page where an administrator has a provider let the desk into a mailbox (OAuth 2.0), and the address that the
//! provider sends them back to.

use super::{BASE, allow, port_or, securities};
use crate::mail::fetching::account::Security;
use crate::mail::grants::connecting::{self, Answer};
use crate::mail::grants::ready::{READY, Ready};
use crate::mail::grants::{self, Grant, Sending, Terms, WrongTerms};
use crate::mail::model::{Mailbox, MailboxId};
use crate::mail::queries;
use crate::mail::screens::{Filter, GrantPage};
use crate::mail::words::{sentence, word};
use directory::{ButtonForm, SignedIn, frame};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::{StatusCode, Uri};
use web::axum::response::Response;
use web::parts::Input;
use web::reply::{html_with, see_other};
use web::{Flash, Form, Kind, Path, Query, Result};
use work::Floor;

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    csrf: String,
    client_id: String,
    secret: String,
    authorisation_url: String,
    token_url: String,
    scope: String,
    inside: String,
    send_host: String,
    send_port: String,
    send_security: String,
    send_user: String,
    /// Whether the provider is asked then.
    connect: String,
}

/// Whose terms are proposed.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    with: String,
}

/// What a provider sends somebody back with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Back {
    state: String,
    code: String,
    error: String,
}

/// `GET /admin/mail/mailboxes/{id}/grant`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    allow(&signed)?;
    let (mailbox, grant) = read(&floor, MailboxId(id)).await?;
    let proposed = Ready::named(&asked.with).map(|ready| ready.terms(&mailbox.address));
    let terms = proposed.or_else(|| grant.as_ref().map(|grant| grant.terms.clone()));
    let sent = Sent::from(terms.unwrap_or_else(|| READY[0].terms(&mailbox.address)));
    Ok(shown(&floor, &signed, (&mailbox, grant.as_ref()), sent).with(None, None))
}

/// `POST /admin/mail/mailboxes/{id}/grant`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&sent.csrf)?;
    let (id, desk) = (MailboxId(id), &floor.desk);
    let (seal, now, actor) = (
        desk.store().seal().clone(),
        desk.clock().now(),
        signed.actor.clone(),
    );
    let wanted = (terms(&sent), sent.secret.trim().to_owned());
    let saving =
        move |tx: &Tx<'_>| grants::save(tx, &seal, &actor, now, id, (&wanted.0, &wanted.1));
    let saved = desk.store().write(saving).await?;
    let connects = saved.is_ok() && !sent.connect.is_empty();
    if saved.is_ok() && !connects {
        return Ok(Flash::done(signed.texts.t("saved")).on(see_other(&at(id))));
    }
    // Forms may lead nowhere but here, so that a link leads on.
    let go_on = match connects {
        true => Some(connecting::begin(desk, floor.directory.base_url(), &signed.actor, id).await?),
        false => None,
    };
    let (mailbox, grant) = read(&floor, id).await?;
    Ok(shown(&floor, &signed, (&mailbox, grant.as_ref()), sent).with(saved.err(), go_on))
}

/// `GET /admin/mail/connected`: an administrator comes back from a provider.
pub(super) async fn back(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(back): Query<Back>,
) -> Result<Response> {
    allow(&signed)?;
    let Back { state, code, error } = back;
    let answer = Answer { state, code, error };
    let base = floor.directory.base_url();
    let (mailbox, wrong) = connecting::take(&floor.desk, base, &signed.actor, answer).await?;
    let to = mailbox.map_or_else(|| BASE.to_owned(), at);
    let said = match &wrong {
        None => Flash::done(signed.texts.t("grant-connected")),
        Some(reason) => Flash::failed(sentence(reason, signed.texts)),
    };
    Ok(said.on(see_other(&to)))
}

/// `POST /admin/mail/mailboxes/{id}/grant/end`
pub(super) async fn end(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(said): Form<ButtonForm>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&said.csrf)?;
    let (actor, now) = (signed.actor.clone(), floor.desk.clock().now());
    let ending = move |tx: &Tx<'_>| grants::end(tx, &actor, now, MailboxId(id));
    floor.desk.store().write(ending).await?;
    let to = format!("{BASE}/mailboxes/{id}/account");
    Ok(Flash::done(signed.texts.t("grant-ended")).on(see_other(&to)))
}

fn at(id: MailboxId) -> String {
    format!("{BASE}/mailboxes/{}/grant", id.0)
}

async fn read(floor: &Floor, id: MailboxId) -> Result<(Mailbox, Option<Grant>)> {
    let reading = move |tx: &Tx<'_>| {
        let mailbox = queries::find_mailbox(tx, id)?.ok_or(work::Error::NotFound)?;
        Ok::<_, work::Error>((mailbox, queries::grants::find(tx, id)?))
    };
    Ok(floor.desk.store().read(reading).await?)
}

impl From<Terms> for Sent {
    fn from(terms: Terms) -> Self {
        let sending = terms.sending;
        let (send_host, send_port, send_security, send_user) = match sending {
            Some(it) => (it.host, it.port.to_string(), it.security, it.user),
            None => Default::default(),
        };
        Self {
            client_id: terms.client_id,
            authorisation_url: terms.authorisation_url,
            token_url: terms.token_url,
            scope: terms.scope,
            inside: if terms.inside {
                "yes".into()
            } else {
                String::new()
            },
            send_host,
            send_port,
            send_security: send_security.name().into(),
            send_user,
            ..Self::default()
        }
    }
}

/// What the form means.
fn terms(sent: &Sent) -> Terms {
    let text = |text: &String| text.trim().to_owned();
    let security = Security::named(&sent.send_security).unwrap_or_default();
    let sending = Sending {
        host: text(&sent.send_host).to_lowercase(),
        port: port_or(&sent.send_port, security.usual_port_to_send()),
        security,
        user: text(&sent.send_user),
    };
    Terms {
        client_id: text(&sent.client_id),
        authorisation_url: text(&sent.authorisation_url),
        token_url: text(&sent.token_url),
        scope: sent.scope.split_whitespace().collect::<Vec<_>>().join(" "),
        inside: sent.inside == "yes",
        sending: Some(sending).filter(|it| !it.host.is_empty()),
    }
}

/// The page, but for what came of the form.
struct Shown<'a> {
    signed: &'a SignedIn,
    mailbox: &'a Mailbox,
    grant: Option<&'a Grant>,
    sent: Sent,
    back: String,
}

fn shown<'a>(
    floor: &Floor,
    signed: &'a SignedIn,
    (mailbox, grant): (&'a Mailbox, Option<&'a Grant>),
    sent: Sent,
) -> Shown<'a> {
    Shown {
        signed,
        mailbox,
        grant,
        sent,
        back: connecting::back_to(floor.directory.base_url()),
    }
}

impl Shown<'_> {
    /// The page where something is wrong, or from where one goes on to the provider.
    fn with(self, wrong: Option<WrongTerms>, go_on: Option<String>) -> Response {
        let Self {
            signed,
            mailbox,
            grant,
            sent,
            back,
        } = self;
        let (texts, calendar) = (signed.texts, signed.calendar());
        let (field, key) = wrong.map_or(("", ""), wrong_field);
        let input = |name: &str, value: String| Input {
            value,
            error: (name == field).then(|| texts.t(key).to_owned()),
        };
        let host = |url: &str| {
            let uri = url.parse::<Uri>().ok();
            let host = uri.as_ref().and_then(Uri::host);
            host.unwrap_or_default().to_owned()
        };
        let failing = grant.and_then(|grant| grant.failing.as_ref());
        let status = match wrong {
            Some(_) => Kind::Invalid.status(),
            None => StatusCode::OK,
        };
        let page = GrantPage {
            frame: frame(signed, "/admin", texts.t("grant")),
            address: mailbox.address.clone(),
            at: at(mailbox.id),
            go_on: go_on.map(|url| (url.clone(), host(&url))),
            is_kept: grant.is_some(),
            has_secret: grant.is_some_and(|grant| !grant.client_secret.is_empty()),
            granted: grant
                .and_then(|grant| grant.granted_at)
                .map(|at| calendar.when(at.0)),
            failing: failing.map(|(since, reason)| (calendar.when(since.0), word(reason, texts))),
            ready: READY
                .iter()
                .map(|one| Filter {
                    href: format!("{}?with={}", at(mailbox.id), one.name),
                    label: one.label,
                    chosen: host(&one.terms("").token_url) == host(&sent.token_url),
                })
                .collect(),
            back,
            client_id: input("client_id", sent.client_id),
            secret: input("secret", String::new()),
            authorisation_url: input("authorisation_url", sent.authorisation_url),
            token_url: input("token_url", sent.token_url),
            scope: input("scope", sent.scope),
            inside: sent.inside == "yes",
            send_host: input("send_host", sent.send_host),
            send_port: input("send_port", sent.send_port),
            send_securities: securities(texts, &sent.send_security),
            send_user: input("send_user", sent.send_user),
        };
        html_with(status, &page)
    }
}

fn wrong_field(wrong: WrongTerms) -> (&'static str, &'static str) {
    match wrong {
        WrongTerms::ClientId => ("client_id", "grant-client-wrong"),
        WrongTerms::Secret => ("secret", "grant-secret-wrong"),
        WrongTerms::AuthorisationUrl => ("authorisation_url", "grant-url-wrong"),
        WrongTerms::TokenUrl => ("token_url", "grant-url-wrong"),
        WrongTerms::Scope => ("scope", "grant-scope-wrong"),
        WrongTerms::SendHost => ("send_host", "account-host-wrong"),
        WrongTerms::SendPlain => ("send_host", "account-plain-wrong"),
        WrongTerms::SendPort => ("send_port", "account-port-wrong"),
        WrongTerms::SendUser => ("send_user", "account-user-wrong"),
    }
}
