//! Where a PostgreSQL server is, and how the way to it is kept private.
//!
//! `sslmode` and `sslrootcert` in the URL mean what they mean to PostgreSQL's own programs.

use crate::error::{Error, Result};
use postgres::config::SslMode;
use postgres::{Client, Config};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::path::Path;
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What `sslmode` may say.
const MODES: &str = "disable, prefer (which is meant without it), require or verify-full";

/// A server: where it is, and what it must prove.
#[derive(Clone)]
pub(crate) struct ServerUrl {
    config: Config,
    tls: MakeRustlsConnect,
}

impl ServerUrl {
    /// Reads a `postgres://` URL.
    pub(crate) fn parse(url: &str) -> Result<Self> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut rest) = ("prefer", None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = value,
                Some(("sslrootcert", value)) => roots = Some(value),
                _ => rest.push(pair),
            }
        }
        let wrong = |text: String| Err(Error::Address(text));
        let (ssl_mode, verifier) = match (mode, roots) {
            ("disable", None) => (SslMode::Disable, whoever()),
            ("prefer", None) => (SslMode::Prefer, whoever()),
            ("require", None) => (SslMode::Require, whoever()),
            ("verify-full", roots) => (SslMode::Require, proven(roots)?),
            ("disable" | "prefer" | "require", Some(_)) => {
                return wrong("sslrootcert is for sslmode=verify-full".into());
            }
            (other, _) => return wrong(format!("sslmode={other} is none of {MODES}")),
        };
        let plain = match rest.as_slice() {
            [] => base.to_owned(),
            rest => format!("{base}?{}", rest.join("&")),
        };
        let mut config: Config = plain
            .parse()
            .map_err(|error: postgres::Error| Error::Address(error.to_string()))?;
        config.ssl_mode(ssl_mode);
        Ok(Self {
            config,
            tls: MakeRustlsConnect::new(client(verifier)?),
        })
    }

    pub(crate) fn connect(&self) -> Result<Client> {
        Ok(self.config.connect(self.tls.clone())?)
    }
}

fn client(verifier: Arc<dyn ServerCertVerifier>) -> Result<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Address(error.to_string()))?;
    let builder = builder
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    Ok(builder.with_no_client_auth())
}

/// A server with a certificate of its own name, by an authority of this file or, without one, of this system.
fn proven(roots: Option<&str>) -> Result<Arc<dyn ServerCertVerifier>> {
    let mut store = RootCertStore::empty();
    match roots.filter(|roots| *roots != "system") {
        Some(file) => {
            let wrong = |problem: String| Error::Address(format!("sslrootcert={file}: {problem}"));
            let certificates = CertificateDer::pem_file_iter(Path::new(file))
                .and_then(Iterator::collect::<std::result::Result<Vec<_>, _>>)
                .map_err(|error| wrong(error.to_string()))?;
            for certificate in certificates {
                store
                    .add(certificate)
                    .map_err(|error| wrong(error.to_string()))?;
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(ring::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider);
    let verifier = verifier.build().map_err(|error| {
        Error::Address(format!(
            "sslmode=verify-full: {error}; name a file with the authority's certificate: sslrootcert=FILE"
        ))
    })?;
    Ok(verifier)
}

/// Whoever answers: nobody in between can listen, but anybody can be the one who answers.
fn whoever() -> Arc<dyn ServerCertVerifier> {
    Arc::new(Whoever(ring::default_provider()))
}

#[derive(Debug)]
struct Whoever(CryptoProvider);

impl ServerCertVerifier for Whoever {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::ServerUrl;

    #[test]
    fn what_a_url_says_of_encryption_is_understood_or_refused_with_what_would_be_right() {
        for url in [
            "postgres://spoc@127.0.0.1/spoc",
            "postgres://spoc@127.0.0.1/spoc?sslmode=require",
            "postgres://spoc@127.0.0.1/spoc?application_name=a&sslmode=disable",
            "host=127.0.0.1 user=spoc",
        ] {
            assert!(ServerUrl::parse(url).is_ok(), "{url}");
        }
        for (query, told) in [
            ("sslmode=verify-ca", "is none of disable, prefer"),
            (
                "sslmode=require&sslrootcert=ca.pem",
                "is for sslmode=verify-full",
            ),
            (
                "sslmode=verify-full&sslrootcert=/no/such.pem",
                "/no/such.pem",
            ),
        ] {
            let refused = ServerUrl::parse(&format!("postgres://spoc@127.0.0.1/spoc?{query}"));
            let text = refused
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert!(text.contains(told), "{query}: {text}");
        }
    }
}
