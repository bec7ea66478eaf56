//! Whether a file carries a virus, as clamd says it (ClamAV): each file goes through it before it is kept with a ticket.

use super::deciding::Told;
use super::model::{Done, Outcome, Reason};
use super::parsing::Incoming;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;
use tracing::warn;

/// Where clamd is: `127.0.0.1:3310`, or the path of its socket.
const SCANNER: &str = "SPOC_CLAMD";
/// How long it may take to answer a piece, and to scan.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(10);
/// Bytes that it is handed at once.
const PIECE_BYTES: usize = 64 * 1024;
/// Most that is read of its answer.
const ANSWER_MAX_BYTES: u64 = 4_096;

/// Why a message waits for whoever looks for viruses.
pub(super) const SCANNER_UNREACHABLE: &str = "scanner_unreachable";

/// Whoever looks for viruses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// Over the network.
    Host(String),
    /// By a socket of this machine.
    Socket(PathBuf),
}

/// What it says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scanned {
    /// Nothing is wrong with it.
    Clean,
    /// It carries this.
    Infected(String),
    /// It is more than the scanner looks at, or one that it cannot look at.
    Skipped(String),
}

impl Scanner {
    /// The one that is named, if any is.
    pub(super) fn named() -> Option<Self> {
        let at = std::env::var(SCANNER).ok()?;
        (!at.trim().is_empty()).then(|| Self::at(at.trim()))
    }

    /// The one at an address: `host:port`, or the path of a socket.
    pub fn at(address: &str) -> Self {
        match address.starts_with('/') {
            true => Self::Socket(address.into()),
            false => Self::Host(address.to_owned()),
        }
    }

    /// Where it is, in words.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Host(host) => host.clone(),
            Self::Socket(path) => path.display().to_string(),
        }
    }

    /// Looks at a file. Blocks while it does.
    ///
    /// # Errors
    /// When it cannot be reached, or does not answer.
    pub(super) fn scan(&self, content: &[u8]) -> io::Result<Scanned> {
        match self {
            Self::Host(host) => {
                let mut failed = io::Error::other("no address of a host");
                for address in host.to_socket_addrs()? {
                    match TcpStream::connect_timeout(&address, CONNECTING) {
                        Ok(stream) => {
                            stream.set_read_timeout(Some(PATIENCE))?;
                            stream.set_write_timeout(Some(PATIENCE))?;
                            return talk(stream, content);
                        }
                        Err(error) => failed = error,
                    }
                }
                Err(failed)
            }
            #[cfg(unix)]
            Self::Socket(path) => {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                talk(stream, content)
            }
            #[cfg(not(unix))]
            Self::Socket(_) => Err(io::Error::other("this machine has no such sockets")),
        }
    }
}

fn talk(mut stream: impl Read + Write, content: &[u8]) -> io::Result<Scanned> {
    stream.write_all(b"zINSTREAM\0")?;
    // Where it has enough it stops listening, and says why.
    if let Err(error) = hand_over(&mut stream, content) {
        warn!(%error, "the virus scanner took no more");
    }
    let mut answer = Vec::new();
    let read = stream.take(ANSWER_MAX_BYTES).read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer);
    let said = text.trim_matches(['\0', '\n', ' ']);
    if said.is_empty() {
        read?;
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    understood(said)
}

fn hand_over(stream: &mut impl Write, content: &[u8]) -> io::Result<()> {
    for piece in content.chunks(PIECE_BYTES) {
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
        stream.write_all(&length.to_be_bytes())?;
        stream.write_all(piece)?;
    }
    stream.write_all(&[0; 4])?;
    stream.flush()
}

fn understood(said: &str) -> io::Result<Scanned> {
    let said = said.strip_prefix("stream: ").unwrap_or(said);
    if said == "OK" {
        return Ok(Scanned::Clean);
    }
    if let Some(name) = said.strip_suffix(" FOUND") {
        return Ok(Scanned::Infected(name.to_owned()));
    }
    match said.contains("size limit") {
        true => Ok(Scanned::Skipped(said.to_owned())),
        false => Err(io::Error::other(said.to_owned())),
    }
}

/// What becomes of a message because of its files, where that is anything: what carries a virus is let in by nobody, and
/// while nobody can look for any, it waits.
pub(super) fn held_up(scanner: &Scanner, incoming: &Incoming, told: Told) -> Option<Done> {
    for file in &incoming.files {
        let (outcome, reason) = match scanner.scan(&file.content) {
            Ok(Scanned::Clean) => continue,
            Ok(Scanned::Skipped(_)) if told == Told::Release => continue,
            Ok(Scanned::Infected(what)) => {
                let of = format!("{what}, {}", file.name);
                (Outcome::Quarantined, Reason::of("infected", of))
            }
            Ok(Scanned::Skipped(why)) => {
                let of = format!("{}: {why}", file.name);
                (Outcome::Quarantined, Reason::of("not_scanned", of))
            }
            Err(error) => {
                let of = format!("{}: {error}", scanner.place());
                tracing::error!(of, "no virus scanner: a message waits");
                (Outcome::Received, Reason::of(SCANNER_UNREACHABLE, of))
            }
        };
        return Some(Done::new(outcome, vec![reason]));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_scanner_says_is_understood() {
        assert_eq!(understood("stream: OK").expect("said"), Scanned::Clean);
        let found = understood("stream: Win.Test.EICAR_HDB-1 FOUND").expect("said");
        assert_eq!(found, Scanned::Infected("Win.Test.EICAR_HDB-1".into()));
        let large = understood("INSTREAM size limit exceeded. ERROR").expect("said");
        assert!(matches!(large, Scanned::Skipped(_)));
        assert!(understood("stream: Can't allocate memory ERROR").is_err());
        assert!(understood("UNKNOWN COMMAND").is_err());
    }

    #[test]
    fn a_path_is_a_socket_and_anything_else_a_host() {
        assert_eq!(
            Scanner::at("/run/clamd"),
            Scanner::Socket("/run/clamd".into())
        );
        assert_eq!(Scanner::at("av:3310"), Scanner::Host("av:3310".into()));
    }
}
