//! Talking to other hosts: encrypted to whom this machine trusts, and to nobody else; with a bound for everything.

mod post;
mod reach;

pub use post::{Got, Post, Unanswered, ask, get, post};
pub use reach::Reach;

use std::io;
use std::sync::{Arc, OnceLock};
use thiserror::Error;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, CertificateError, ClientConfig, RootCertStore};

/// Why a connection could not be encrypted.
#[derive(Debug, Error)]
pub enum Untrusted {
    /// Nobody whom this machine trusts has signed the host's certificate.
    #[error("nobody whom this machine trusts has signed its certificate")]
    Issuer,
    /// The certificate is another host's.
    #[error("its certificate is for another name")]
    Name,
    /// The certificate holds no more, or not yet.
    #[error("its certificate has expired, or is not valid yet")]
    Time,
    /// The host answers, but not encrypted.
    #[error("it answers unencrypted")]
    Unencrypted,
    /// Anything else, in words for a log.
    #[error("{0}")]
    Other(String),
}

/// Encrypts a connection to a host, a name or an address, whose certificate says that it is this host.
///
/// # Errors
/// When the host is nobody's name, or its certificate is not trusted here.
pub async fn encrypt(host: &str, stream: TcpStream) -> Result<TlsStream<TcpStream>, Untrusted> {
    let host = host.trim_matches(['[', ']']);
    let name = ServerName::try_from(host.to_owned())
        .map_err(|error| Untrusted::Other(error.to_string()))?;
    let connecting = TlsConnector::from(trust()?).connect(name, stream);
    connecting.await.map_err(|error| untrusted(&error))
}

fn untrusted(error: &io::Error) -> Untrusted {
    use CertificateError as Wrong;
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    match inner {
        Some(rustls::Error::InvalidCertificate(wrong)) => match wrong {
            Wrong::UnknownIssuer => Untrusted::Issuer,
            Wrong::NotValidForName | Wrong::NotValidForNameContext { .. } => Untrusted::Name,
            Wrong::Expired
            | Wrong::ExpiredContext { .. }
            | Wrong::NotValidYet
            | Wrong::NotValidYetContext { .. } => Untrusted::Time,
            other => Untrusted::Other(format!("{other:?}")),
        },
        Some(rustls::Error::InvalidMessage(_)) => Untrusted::Unencrypted,
        _ => Untrusted::Other(error.to_string()),
    }
}

/// The authorities that this machine trusts, read once.
fn trust() -> Result<Arc<ClientConfig>, Untrusted> {
    static TRUST: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(known) = TRUST.get() {
        return Ok(Arc::clone(known));
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Untrusted::Other(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::clone(TRUST.get_or_init(|| Arc::new(config))))
}
