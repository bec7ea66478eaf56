//! The way to PostgreSQL is encrypted where the URL asks for it.
//!
//! In front of the tests' server stands one that speaks TLS and hands on what it hears. Its certificate is in this
//! folder, for 127.0.0.1 until 2126, signed by itself:
//! `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem
//! -days 36500 -subj "/CN=a test's own" -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE`

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Location, Store};
use testkit::{Backend, Database, backends};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What a client sends before anything else when it wants TLS: eight bytes, and this code at their end.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/tls")
        .join(name)
}

/// A server that speaks TLS, in front of another that does not.
struct Front {
    address: SocketAddr,
    encrypted: Arc<AtomicUsize>,
}

impl Front {
    async fn before(server: String) -> Front {
        let certificate =
            CertificateDer::from_pem_file(file("certificate.pem")).expect("a certificate");
        let key = PrivateKeyDer::from_pem_file(file("key.pem")).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("known versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("a certificate of this key");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let encrypted = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&encrypted);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (acceptor, server) = (acceptor.clone(), server.clone());
                let counted = Arc::clone(&counted);
                tokio::spawn(async move {
                    // Whoever breaks off harms nobody else.
                    let _ = hand_on(client, &acceptor, &server, &counted).await;
                });
            }
        });
        Front { address, encrypted }
    }

    /// Whether a store opens over this front, called by a name, and answers; with how many encrypted connections.
    async fn opens(&self, host: &str, database: &str, query: &str) -> Result<usize, String> {
        self.encrypted.store(0, Ordering::SeqCst);
        let folder = tempfile::tempdir().expect("a folder");
        let port = self.address.port();
        let location = Location {
            database: Some(format!(
                "postgres://postgres@{host}:{port}/{database}?{query}"
            )),
            ..Location::folder(folder.path())
        };
        let open = tokio::task::spawn_blocking(move || Store::open(&location));
        let store = open
            .await
            .expect("no panic")
            .map_err(|error| error.to_string())?;
        store.ping().await.map_err(|error| error.to_string())?;
        Ok(self.encrypted.load(Ordering::SeqCst))
    }
}

async fn hand_on(
    mut client: TcpStream,
    acceptor: &TlsAcceptor,
    server: &str,
    counted: &AtomicUsize,
) -> std::io::Result<()> {
    let mut server = TcpStream::connect(server).await?;
    let mut first = [0; 8];
    client.read_exact(&mut first).await?;
    if first == SSL_REQUEST {
        client.write_all(b"S").await?;
        let mut client = acceptor.accept(client).await?;
        counted.fetch_add(1, Ordering::SeqCst);
        copy_bidirectional(&mut client, &mut server).await?;
    } else {
        server.write_all(&first).await?;
        copy_bidirectional(&mut client, &mut server).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_the_server_is_encrypted_as_the_url_says() {
    if !backends().contains(&Backend::Postgres) {
        return;
    }
    let database = Database::create(Backend::Postgres);
    let url = database.url().expect("a URL of the tests' server");
    let (server, name) = url.rsplit_once('/').expect("a URL of the tests' server");
    let server = server
        .rsplit_once(['@', '/'])
        .expect("a URL of the tests' server")
        .1
        .to_owned();
    let front = Front::before(server).await;
    let certificate = file("certificate.pem");
    let proven = format!("sslmode=verify-full&sslrootcert={}", certificate.display());
    for query in ["sslmode=prefer", "sslmode=require", &proven] {
        let connections = front.opens("127.0.0.1", name, query).await;
        assert!(
            connections.as_ref().is_ok_and(|count| *count > 0),
            "{query}: {connections:?}"
        );
    }
    let open = front.opens("127.0.0.1", name, "sslmode=disable").await;
    assert_eq!(open, Ok(0));
    // A certificate that nobody vouches for is refused, and so is one of another name.
    let strict = "sslmode=verify-full&sslrootcert=system";
    for (host, query) in [("127.0.0.1", strict), ("localhost", &proven)] {
        let refused = front.opens(host, name, query).await;
        assert!(
            refused.as_ref().is_err_and(|told| told.contains("TLS")),
            "{refused:?}"
        );
    }
}
