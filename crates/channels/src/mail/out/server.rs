//! The server that a mailbox's mail goes out by: its own, where a provider has allowed that, else the desk's.

use super::handing_over::Failure;
use crate::mail::fetching::account::Security;
use crate::mail::grants::{Sending, is_here, tokens};
use crate::mail::model::{MailboxId, Reason};
use crate::mail::queries::grants;
use crate::mail::words::sentence;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS, Mechanism};
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use percent_encoding::percent_decode_str;
use store::Tx;
use url::{Host, Url};
use web::Texts;
use work::{Desk, Result};

/// The codes by which a server says that whoever signed in may not: RFC 4954.
const REFUSED_SIGN_IN: [u16; 2] = [530, 535];
/// What is said where there is none.
const NO_SERVER: &str =
    "no mail server is named: set SPOC_SMTP_URL, or give the mailbox a server of its own";

/// A server that takes mail, and how it is talked to.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Tls,
    pub(super) credentials: Option<Credentials>,
    pub(super) mechanisms: &'static [Mechanism],
    /// What it is told we are called.
    pub(super) hello: ClientId,
}

/// The server for one message.
pub(super) struct By {
    pub(super) server: Server,
    /// The mailbox whose own it is.
    own: Option<MailboxId>,
}

impl Server {
    /// The server with an address such as `smtps://user:password@mail.example.com`. It is told that we are the host of the
    /// desk's address, unless its path says another name.
    ///
    /// # Errors
    /// When that is none, or a password would go to another machine unencrypted, with what would be right.
    pub(super) fn named(address: &str, base: &str) -> std::result::Result<Self, String> {
        let url = Url::parse(address).map_err(|error| error.to_string())?;
        let host = url.host_str().unwrap_or_default();
        // The brackets of IPv6 belong to the address alone.
        let host = host.trim_matches(['[', ']']).to_lowercase();
        if host.is_empty() {
            return Err("it names no host".to_owned());
        }
        let how = url.query_pairs().find(|(key, _)| key == "tls");
        let how = how.map(|(_, how)| how.into_owned());
        let (tls, port) = match (url.scheme(), how.as_deref()) {
            ("smtps", _) => (Tls::Wrapper(by_name(&host)?), SUBMISSIONS_PORT),
            ("smtp", Some("required")) => (Tls::Required(by_name(&host)?), SUBMISSION_PORT),
            ("smtp", None | Some("opportunistic"))
                if url.password().is_some() && !is_here(&host) =>
            {
                return Err(format!(
                    "the password would go to {host} unencrypted, which is allowed on this machine alone; write \
                     smtps://…, or smtp://…?tls=required for STARTTLS"
                ));
            }
            ("smtp", Some("opportunistic")) => {
                (Tls::Opportunistic(by_name(&host)?), SUBMISSION_PORT)
            }
            ("smtp", None) => (Tls::None, SMTP_PORT),
            (scheme, _) => return Err(format!("nobody knows {scheme} with this tls")),
        };
        let plain = |text: &str| {
            let text = percent_decode_str(text).decode_utf8();
            text.map(std::borrow::Cow::into_owned)
                .map_err(|_| "user and password are UTF-8, percent-encoded".to_owned())
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
            None => None,
        };
        Ok(Self {
            port: url.port().unwrap_or(port),
            host,
            tls,
            credentials,
            mechanisms: DEFAULT_MECHANISMS,
            hello: match url.path().trim_matches('/') {
                "" => called(base),
                name => ClientId::Domain(name.to_owned()),
            },
        })
    }

    /// A mailbox's own, which is shown a token.
    fn own(sending: &Sending, token: String, base: &str) -> std::result::Result<Self, String> {
        let host = sending.host.as_str();
        Ok(Self {
            host: host.to_owned(),
            port: sending.port,
            tls: match sending.security {
                Security::Tls => Tls::Wrapper(by_name(host)?),
                Security::StartTls => Tls::Required(by_name(host)?),
                Security::Plain => Tls::None,
            },
            credentials: Some(Credentials::new(sending.user.clone(), token)),
            mechanisms: &[Mechanism::Xoauth2],
            hello: called(base),
        })
    }
}

/// Encrypted, to whoever proves to have this name.
fn by_name(host: &str) -> std::result::Result<TlsParameters, String> {
    TlsParameters::new(host.to_owned()).map_err(|error| format!("{host}: {error}"))
}

/// What we are called (RFC 5321, 4.1.4): the host of the desk's address.
fn called(base: &str) -> ClientId {
    let url = Url::parse(base).ok();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
        Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
        None => ClientId::default(),
    }
}

/// The server that a mailbox's mail goes out by; or why there is none now.
pub(super) async fn of(
    desk: &Desk,
    mailbox: MailboxId,
    desks: Option<&Server>,
    base: &str,
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
    Ok(Server::own(&sending, token, base).map(|server| By { server, own }))
}

impl By {
    /// Whether it is the desk's, for all mailboxes that have none of their own.
    pub(super) fn is_desks(&self) -> bool {
        self.own.is_none()
    }

    /// Notes that the server refused the token, if that is what it says; answers whether it is.
    pub(super) async fn refused_token(&self, desk: &Desk, failure: &Failure) -> Result<bool> {
        let (Some(mailbox), Failure::Early(said) | Failure::Said(said)) = (self.own, failure)
        else {
            return Ok(false);
        };
        // Some servers ask once more, with what is wrong; nobody has an answer to that.
        if !said.is_client() && !refused_sign_in(failure) {
            return Ok(false);
        }
        let ending = move |tx: &Tx<'_>| grants::end_access(tx, mailbox);
        desk.store().write(ending).await?;
        Ok(true)
    }
}

/// Whether the server does not let the desk in: nothing is wrong with the message, and somebody can mend it meanwhile.
pub(super) fn refused_sign_in(failure: &Failure) -> bool {
    let (Failure::Early(said) | Failure::Said(said)) = failure else {
        return false;
    };
    let code = said.status().map(u16::from);
    code.is_some_and(|code| REFUSED_SIGN_IN.contains(&code))
}

/// A reason as the queue keeps it, whoever reads it later.
fn in_words(why: &Reason) -> String {
    let texts = Texts::find("en");
    texts.map_or_else(|| why.why.clone(), |texts| sentence(why, texts))
}

#[cfg(test)]
mod tests {
    use super::Server;
    use lettre::transport::smtp::client::Tls;

    const BASE: &str = "https://desk.example.com/spoc";

    #[test]
    fn passwords_go_unencrypted_to_this_machine_alone() {
        for far in [
            "smtp://user:secret@far.example",
            "smtp://user:secret@far.example?tls=opportunistic",
            "smtp://user:secret@192.0.2.7",
        ] {
            let wrong = Server::named(far, BASE).err().expect("it is refused");
            assert!(wrong.contains("tls=required"), "{wrong}");
            assert!(!wrong.contains("secret"), "{wrong}");
        }
        for (address, host, port) in [
            ("smtp://127.0.0.1", "127.0.0.1", 25),
            ("smtp://user:secret@127.0.0.1", "127.0.0.1", 25),
            // A relay within a site, which asks for no password.
            ("smtp://relay.example:25", "relay.example", 25),
            ("smtp://[::1]:2525", "::1", 2525),
            ("smtp://localhost?tls=opportunistic", "localhost", 587),
            ("smtp://far.example?tls=required", "far.example", 587),
            ("smtps://far.example", "far.example", 465),
        ] {
            let server = Server::named(address, BASE).expect("a server");
            assert_eq!((server.host.as_str(), server.port), (host, port));
            assert_eq!(
                matches!(server.tls, Tls::None),
                !address.contains("tls") && !address.contains("smtps"),
                "{address}"
            );
        }
        for none in [
            "far.example",
            "http://127.0.0.1",
            "smtp://",
            "smtp://127.0.0.1?tls=no",
        ] {
            assert!(Server::named(none, BASE).is_err(), "{none}");
        }
    }

    #[test]
    fn a_server_is_told_the_host_of_the_desk_or_the_name_that_stands_in_its_address() {
        for (address, base, hello) in [
            ("smtps://far.example", BASE, "desk.example.com"),
            ("smtps://far.example/other.example", BASE, "other.example"),
            (
                "smtps://far.example",
                "http://192.0.2.7:8080",
                "[192.0.2.7]",
            ),
            ("smtps://far.example", "nowhere", "[127.0.0.1]"),
        ] {
            let server = Server::named(address, base).expect("a server");
            assert_eq!(server.hello.to_string(), hello);
        }
    }
}
