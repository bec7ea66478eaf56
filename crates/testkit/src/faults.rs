//! A network that fails on purpose, between a client and a server on this machine.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How long a server is listened to to which everything is said again.
const AGAIN: Duration = Duration::from_secs(2);

/// What goes wrong with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is closed before a byte is said.
    Refused,
    /// Instead of the server somebody answers who speaks no protocol at all: no TLS either.
    Nonsense,
    /// It is closed after so many bytes of the client.
    AskedCut(usize),
    /// It is closed after so many bytes of the server.
    AnswerCut(usize),
    /// After so many bytes of the server it says nothing more, and stays open.
    AnswerStalls(usize),
    /// What the server says after so many bytes is said twice.
    AnswerTwice(usize),
    /// The server gives nothing of the message with this number, as of one that it has lost: it is asked for its number.
    Withheld(u32),
    /// The server refuses to give the message with this number: it is asked to copy it to where it cannot.
    FetchRefused(u32),
    /// Once it has ended, all that the client said is said to the server again, over another connection.
    SaidAgain,
}

/// The way to a server; it ends with this value.
pub struct Faulty {
    port: u16,
    plan: Arc<Mutex<VecDeque<Fault>>>,
    said_again: Arc<AtomicUsize>,
    listening: JoinHandle<()>,
}

impl Faulty {
    /// The way to a server, on which nothing goes wrong until it is told to.
    ///
    /// # Panics
    /// Without a free port.
    pub async fn way_to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a free port");
        let own = listener.local_addr().expect("its address").port();
        let plan = Arc::new(Mutex::new(VecDeque::new()));
        let said_again = Arc::new(AtomicUsize::new(0));
        let (planned, again) = (Arc::clone(&plan), Arc::clone(&said_again));
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let fault = planned.lock().expect("nobody failed").pop_front();
                let again = Arc::clone(&again);
                tokio::spawn(async move {
                    let mut said = Vec::new();
                    // Whoever goes away ends it.
                    let _ = pass(client, port, fault, &mut said).await;
                    if fault == Some(Fault::SaidAgain) {
                        let _ = say_again(port, &said).await;
                        again.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        Self {
            port: own,
            plan,
            said_again,
            listening,
        }
    }

    /// The port where the client connects.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What goes wrong with the next connections, one after the other; those after them are well.
    ///
    /// # Panics
    /// When a connection panicked.
    pub fn goes_wrong(&self, faults: impl IntoIterator<Item = Fault>) {
        self.plan.lock().expect("nobody failed").extend(faults);
    }

    /// On how many connections everything was said again.
    pub fn said_again(&self) -> usize {
        self.said_again.load(Ordering::Relaxed)
    }

    /// How many connections are still to go wrong.
    ///
    /// # Panics
    /// When a connection panicked.
    pub fn left(&self) -> usize {
        self.plan.lock().expect("nobody failed").len()
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Says all of it to a server, and hears what that says until it has no more to say.
async fn say_again(port: u16, said: &[u8]) -> std::io::Result<()> {
    let server = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let (mut from_server, mut to_server) = server.into_split();
    let saying = async {
        to_server.write_all(said).await?;
        // It stays open: whoever hears the end first may not answer any more.
        tokio::time::sleep(AGAIN).await;
        Ok(())
    };
    let mut answers = tokio::io::sink();
    tokio::select! {
        ended = saying => ended,
        ended = tokio::io::copy(&mut from_server, &mut answers) => ended.map(drop),
    }
}

async fn pass(
    mut client: TcpStream,
    port: u16,
    fault: Option<Fault>,
    said: &mut Vec<u8>,
) -> std::io::Result<()> {
    match fault {
        Some(Fault::Refused) => return Ok(()),
        Some(Fault::Nonsense) => {
            client.write_all(b"\0nobody speaks like this\r\n").await?;
            return client.shutdown().await;
        }
        _ => {}
    }
    let server = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let asked = copy(
        &mut from_client,
        &mut to_server,
        fault.filter(is_of_the_client),
        said,
    );
    let mut heard = Vec::new();
    let answered = copy(
        &mut from_server,
        &mut to_client,
        fault.filter(|fault| !is_of_the_client(fault)),
        &mut heard,
    );
    // Whichever ends first ends the other: both connections are closed.
    tokio::select! {
        ended = asked => ended,
        ended = answered => ended,
    }
}

/// Whether it goes wrong on the way from the client.
fn is_of_the_client(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::AskedCut(_) | Fault::Withheld(_) | Fault::FetchRefused(_)
    )
}

/// What a mail server is asked instead, where it is asked for a message that it does not give.
fn asked_instead(said: &[u8], fault: Option<Fault>) -> Option<Vec<u8>> {
    let (uid, instead) = match fault? {
        Fault::Withheld(uid) => (uid, format!("UID FETCH {uid} (UID)")),
        Fault::FetchRefused(uid) => (uid, format!("UID COPY {uid} Nowhere")),
        _ => return None,
    };
    let said = std::str::from_utf8(said).ok()?;
    let (tag, _) = said.split_once(&format!("UID FETCH {uid} (UID BODY"))?;
    Some(format!("{tag}{instead}\r\n").into_bytes())
}

/// Passes bytes on until one side ends or the fault says so, and keeps them.
async fn copy(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    fault: Option<Fault>,
    kept: &mut Vec<u8>,
) -> std::io::Result<()> {
    let (mut buffer, mut passed) = (vec![0; 4096], 0);
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        let asked = asked_instead(&buffer[..read], fault);
        let some = asked.as_deref().unwrap_or(&buffer[..read]);
        kept.extend_from_slice(some);
        let before = |at: usize| at.saturating_sub(passed).min(read);
        match fault {
            Some(Fault::AskedCut(at) | Fault::AnswerCut(at)) if passed + read >= at => {
                to.write_all(&some[..before(at)]).await?;
                return Ok(());
            }
            Some(Fault::AnswerStalls(at)) if passed + read >= at => {
                to.write_all(&some[..before(at)]).await?;
                // The other direction ends it, when the client has lost its patience.
                return std::future::pending().await;
            }
            Some(Fault::AnswerTwice(at)) if passed <= at && passed + read > at => {
                to.write_all(some).await?;
                to.write_all(some).await?;
            }
            _ => to.write_all(some).await?,
        }
        passed += read;
    }
}
