//! The server that a mailbox's mail goes out by: its own, where a provider has allowed that, else the desk's.

use crate::mail::fetching::account::Security;
use crate::mail::grants::{Sending, tokens};
use crate::mail::model::{MailboxId, Reason};
use crate::mail::queries::grants;
use crate::mail::words::sentence;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use std::time::Duration;
use store::Tx;
use web::Texts;
use work::{Desk, Result};

/// A server that takes mail.
pub(super) type Server = AsyncSmtpTransport<Tokio1Executor>;

/// The codes by which a server says that whoever signed in may not: RFC 4954.
const REFUSED_SIGN_IN: [u16; 2] = [530, 535];
/// What is said where there is none.
const NO_SERVER: &str =
    "no mail server is named: set SPOC_SMTP_URL, or give the mailbox a server of its own";

/// The server for one message.
pub(super) struct By {
    pub(super) server: Server,
    /// The mailbox whose own it is.
    own: Option<MailboxId>,
}

/// The server that a mailbox's mail goes out by; or why there is none now.
pub(super) async fn of(
    desk: &Desk,
    mailbox: MailboxId,
    desks: Option<&Server>,
    patience: Duration,
) -> Result<std::result::Result<By, String>> {
    let store = desk.store();
    let grant = store
        .read(move |tx: &Tx<'_>| grants::find(tx, mailbox))
        .await?;
    let granted = grant.filter(|grant| grant.granted_at.is_some());
    let Some(sending) = granted.and_then(|grant| grant.terms.sending) else {
        let by = desks.cloned().map(|server| By { server, own: None });
        return Ok(by.ok_or_else(|| NO_SERVER.to_owned()));
    };
    let token = match tokens::access(store, desk.clock().as_ref(), mailbox).await? {
        Ok(token) => token,
        Err(why) => return Ok(Err(in_words(&why))),
    };
    let own = Some(mailbox);
    Ok(own_server(&sending, token, patience).map(|server| By { server, own }))
}

impl By {
    /// Whether it is the desk's, for all mailboxes that have none of their own.
    pub(super) fn is_desks(&self) -> bool {
        self.own.is_none()
    }

    /// Notes that the server refused the token, if that is what it says; answers whether it is.
    pub(super) async fn refused_token(&self, desk: &Desk, said: &Error) -> Result<bool> {
        let Some(mailbox) = self.own else {
            return Ok(false);
        };
        // Some servers ask once more, with what is wrong; nobody has an answer to that.
        if !said.is_client() && !refused_sign_in(said) {
            return Ok(false);
        }
        let ending = move |tx: &Tx<'_>| grants::end_access(tx, mailbox);
        desk.store().write(ending).await?;
        Ok(true)
    }
}

/// Whether the server does not let the desk in: nothing is wrong with the message, and somebody can mend it meanwhile.
pub(super) fn refused_sign_in(said: &Error) -> bool {
    let code = said.status().map(u16::from);
    code.is_some_and(|code| REFUSED_SIGN_IN.contains(&code))
}

fn own_server(
    sending: &Sending,
    token: String,
    patience: Duration,
) -> std::result::Result<Server, String> {
    let host = sending.host.as_str();
    let builder = match sending.security {
        Security::Tls => Server::relay(host),
        Security::StartTls => Server::starttls_relay(host),
        Security::Plain => Ok(Server::builder_dangerous(host)),
    };
    let builder = builder.map_err(|error| format!("{host}: {error}"))?;
    Ok(builder
        .port(sending.port)
        .credentials(Credentials::new(sending.user.clone(), token))
        .authentication(vec![Mechanism::Xoauth2])
        .timeout(Some(patience))
        .build())
}

/// A reason as the queue keeps it, whoever reads it later.
fn in_words(why: &Reason) -> String {
    let texts = Texts::find("en");
    texts.map_or_else(|| why.why.clone(), |texts| sentence(why, texts))
}
