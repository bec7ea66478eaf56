//! The way to a mail server until it has let the desk in.

use super::account::{Account, Security};
use super::conversation::{Trouble, Wire, said, within};
use super::{Key, REFUSED_TOKEN};
use crate::mail::model::Reason;
use async_imap::error::Error;
use async_imap::{Authenticator, Client, Session};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use work::outside::Untrusted;

/// Connects, encrypted as it is wanted.
pub(super) async fn connect(
    account: &Account,
    answer: Duration,
) -> Result<Client<Box<dyn Wire>>, Trouble> {
    let Account { host, port, .. } = account;
    let unreachable =
        |error: std::io::Error| Reason::of("imap_unreachable", format!("{host}:{port}: {error}"));
    let found = within(answer, lookup_host((host.as_str(), *port))).await?;
    let addresses: Vec<SocketAddr> = found
        .map_err(|_| Reason::of("imap_no_host", host))?
        .collect();
    let connecting = TcpStream::connect(addresses.as_slice());
    let stream = within(answer, connecting).await?.map_err(unreachable)?;
    let wire: Box<dyn Wire> = match account.security {
        Security::Tls => encrypted(host, stream, answer).await?,
        Security::StartTls => {
            let mut client = greeted(stream, answer).await?;
            let agreed = client.run_command_and_check_ok("STARTTLS", None);
            within(answer, agreed)
                .await?
                .map_err(|error| Reason::of("imap_no_tls", said(&error)))?;
            // No greeting comes after it.
            return Ok(Client::new(
                encrypted(host, client.into_inner(), answer).await?,
            ));
        }
        Security::Plain => Box::new(stream),
    };
    greeted(wire, answer).await
}

/// A client that was greeted.
async fn greeted<W: Wire>(wire: W, answer: Duration) -> Result<Client<W>, Trouble> {
    let mut client = Client::new(wire);
    let greeting = within(answer, client.read_response()).await?;
    match greeting.map_err(|error| Reason::of("imap_answer", error.to_string()))? {
        Some(_) => Ok(client),
        None => Err(Reason::new("imap_gone")),
    }
}

async fn encrypted(
    host: &str,
    stream: TcpStream,
    answer: Duration,
) -> Result<Box<dyn Wire>, Trouble> {
    let refused = |why: Untrusted| match why {
        Untrusted::Issuer => Reason::of("imap_issuer", host),
        Untrusted::Name => Reason::of("imap_name", host),
        Untrusted::Time => Reason::of("imap_expired", host),
        Untrusted::Unencrypted => Reason::of("imap_unencrypted", host),
        Untrusted::Other(said) => Reason::of("imap_tls", said),
    };
    let connecting = work::outside::encrypt(host, stream);
    let stream = within(answer, connecting).await?.map_err(refused)?;
    Ok(Box::new(stream))
}

/// Signs in.
pub(super) async fn signed_in(
    client: Client<Box<dyn Wire>>,
    user: &str,
    key: &Key,
) -> Result<Session<Box<dyn Wire>>, Trouble> {
    let (signing_in, why) = match key {
        Key::Password(password) => (client.login(user, password).await, "imap_login"),
        Key::Token(token) => {
            let mut bearer = Bearer::of_provider(user, token);
            let signed_in = client.authenticate("XOAUTH2", &mut bearer).await;
            let signed_in = match signed_in {
                // Whoever is refused before they are asked for anything has named what the server does not know.
                Err((Error::No(_) | Error::Bad(_), client)) if bearer.0.is_some() => {
                    let mut bearer = Bearer::of_standard(user, token);
                    client.authenticate("OAUTHBEARER", &mut bearer).await
                }
                signed_in => signed_in,
            };
            (signed_in, REFUSED_TOKEN)
        }
    };
    signing_in.map_err(|(error, _)| match error {
        Error::ConnectionLost => Reason::new("imap_gone"),
        error => Reason::of(why, said(&error)),
    })
}

/// Shows a token, once. Who is asked again is refused, and has nothing to add.
struct Bearer(Option<String>);

impl Bearer {
    /// What XOAUTH2 says; the large providers know it, and some of them know nothing else.
    fn of_provider(user: &str, token: &str) -> Self {
        Self(Some(format!(
            "user={user}\u{1}auth=Bearer {token}\u{1}\u{1}"
        )))
    }

    /// What OAUTHBEARER says (RFC 7628).
    fn of_standard(user: &str, token: &str) -> Self {
        let user = user.replace('=', "=3D").replace(',', "=2C");
        Self(Some(format!(
            "n,a={user},\u{1}auth=Bearer {token}\u{1}\u{1}"
        )))
    }
}

impl Authenticator for &mut Bearer {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}
