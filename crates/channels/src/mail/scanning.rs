//! Whether a file carries a virus, as clamd says it (ClamAV): each file goes through it before it is a ticket's.

use super::deciding::Told;
use super::model::{Done, Mail, Outcome, Reason};
use kernel::ticket::Attachment;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use store::files::Files;
use tracing::warn;

/// Where clamd is: `127.0.0.1:3310`, or the path of its socket.
const SCANNER: &str = "SPOC_CLAMD";
/// How long it may take to answer a piece, and to scan.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long all files of a message may take.
const MESSAGE_PATIENCE: Duration = Duration::from_secs(120);
/// As often is a file handed to it that it cannot look at, before somebody else has to.
const TRIES: usize = 3;
/// How long connecting may take, and an answer that needs no work.
const CONNECTING: Duration = Duration::from_secs(10);
/// Bytes that it is handed at once.
const PIECE_BYTES: usize = 64 * 1024;
/// Most that is read of its answer.
const ANSWER_MAX_BYTES: u64 = 4_096;

/// Why a message waits for whoever looks for viruses.
pub(super) const SCANNER_UNREACHABLE: &str = "scanner_unreachable";
/// Why a message waits whose files could not be looked at, though the scanner is well: once for each time.
const SCAN_FAILED: &str = "scan_failed";
/// Why a message was not taken in, though somebody wanted that: whoever looks for viruses was away.
const SCANNER_AWAY: &str = "scanner_away";

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

/// Why a file was not looked at.
#[derive(Debug)]
enum Trouble {
    /// There is nobody who would.
    Unreachable(io::Error),
    /// It is this file that it cannot look at.
    File(String),
}

/// Bytes to and from a scanner.
trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

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

    /// Looks at a file, up to an instant. Blocks while it does.
    fn scan(&self, content: impl Read, until: Instant) -> Result<Scanned, Trouble> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let late = MESSAGE_PATIENCE.as_secs();
            return Err(Trouble::File(format!("{late} s were not enough")));
        }
        let line = self.connect(left.min(PATIENCE));
        let said = talk(line.map_err(Trouble::Unreachable)?, content, until);
        match said {
            Ok(said) => understood(&said),
            // Whoever answers others, and not of this file, has their trouble with it.
            Err(error) if self.is_well() => Err(Trouble::File(error.to_string())),
            Err(error) => Err(Trouble::Unreachable(error)),
        }
    }

    /// Whether it answers when nothing is wanted of it.
    fn is_well(&self) -> bool {
        let asked = self.connect(CONNECTING).and_then(|mut line| {
            line.write_all(b"zPING\0")?;
            line.flush()?;
            answer(line)
        });
        asked.is_ok_and(|said| said == "PONG")
    }

    fn connect(&self, patience: Duration) -> io::Result<Box<dyn Line>> {
        match self {
            Self::Host(host) => {
                let mut failed = io::Error::other("no address of a host");
                for address in host.to_socket_addrs()? {
                    match TcpStream::connect_timeout(&address, CONNECTING) {
                        Ok(stream) => {
                            stream.set_read_timeout(Some(patience))?;
                            stream.set_write_timeout(Some(patience))?;
                            return Ok(Box::new(stream));
                        }
                        Err(error) => failed = error,
                    }
                }
                Err(failed)
            }
            #[cfg(unix)]
            Self::Socket(path) => {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(Some(patience))?;
                stream.set_write_timeout(Some(patience))?;
                Ok(Box::new(stream))
            }
            #[cfg(not(unix))]
            Self::Socket(_) => Err(io::Error::other("this machine has no such sockets")),
        }
    }
}

fn talk(mut line: Box<dyn Line>, content: impl Read, until: Instant) -> io::Result<String> {
    line.write_all(b"zINSTREAM\0")?;
    match hand_over(&mut line, content, until) {
        Err(error) if is_late(&error) => return Err(late(error)),
        // Where it has enough it stops listening, and says why.
        Err(error) => warn!(%error, "the virus scanner took no more"),
        Ok(()) => {}
    }
    answer(line)
}

fn hand_over(line: &mut impl Write, mut content: impl Read, until: Instant) -> io::Result<()> {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let read = content.read(&mut piece)?;
        let length = u32::try_from(read).map_err(io::Error::other)?;
        line.write_all(&length.to_be_bytes())?;
        line.write_all(&piece[..read])?;
        if read == 0 {
            // That nothing more comes was said by the length of this piece.
            return line.flush();
        }
        if Instant::now() >= until {
            return Err(ErrorKind::TimedOut.into());
        }
    }
}

/// All that it answers.
fn answer(line: impl Read) -> io::Result<String> {
    let mut answer = Vec::new();
    let read = line.take(ANSWER_MAX_BYTES).read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer);
    let said = text.trim_matches(['\0', '\n', ' ']);
    if said.is_empty() {
        read.map_err(late)?;
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(said.to_owned())
}

fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// The same in words, where it says that nobody answered in time.
fn late(error: io::Error) -> io::Error {
    match is_late(&error) {
        true => io::Error::new(ErrorKind::TimedOut, "no answer in time"),
        false => error,
    }
}

fn understood(said: &str) -> Result<Scanned, Trouble> {
    let said = said.strip_prefix("stream: ").unwrap_or(said);
    if said == "OK" {
        return Ok(Scanned::Clean);
    }
    if let Some(name) = said.strip_suffix(" FOUND") {
        return Ok(Scanned::Infected(name.to_owned()));
    }
    if said.contains("size limit") {
        return Ok(Scanned::Skipped(said.to_owned()));
    }
    match said.ends_with("ERROR") {
        true => Err(Trouble::File(said.to_owned())),
        // Somebody else answers there.
        false => Err(Trouble::Unreachable(io::Error::other(said.to_owned()))),
    }
}

/// What becomes of a message because of its files, where that is anything: what carries a virus is let in by nobody, and
/// while nobody can look for any, it waits. What the scanner cannot look at, though it is well, somebody else has to.
pub(super) fn held_up(
    scanner: &Scanner,
    files: &Files,
    (mail, attachments): (&Mail, &[Attachment]),
    told: Told,
) -> store::Result<Option<Done>> {
    let is_let_in = told == Told::Release;
    let begun = Instant::now();
    for file in attachments {
        let content = files.open_content(&file.hash)?;
        // Who lets it in waits for each file: a slow one must not hide what another one carries.
        let until = match is_let_in {
            true => Instant::now() + PATIENCE,
            false => begun + MESSAGE_PATIENCE,
        };
        let held_up = match scanner.scan(content, until) {
            Ok(Scanned::Clean) => continue,
            Ok(Scanned::Skipped(_)) | Err(Trouble::File(_)) if is_let_in => continue,
            Ok(Scanned::Infected(what)) => {
                let of = format!("{what}, {}", file.name);
                Done::new(Outcome::Quarantined, vec![Reason::of("infected", of)])
            }
            Ok(Scanned::Skipped(why)) => not_scanned(format!("{}: {why}", file.name)),
            Err(Trouble::File(why)) => failed(mail, format!("{}: {why}", file.name)),
            Err(Trouble::Unreachable(error)) => {
                let of = format!("{}: {error}", scanner.place());
                tracing::error!(of, "no virus scanner: a message waits");
                match mail.outcome {
                    Outcome::Received => waits(mail, Reason::of(SCANNER_UNREACHABLE, of)),
                    _ => stays(mail, Reason::of(SCANNER_AWAY, of)),
                }
            }
        };
        return Ok(Some(held_up));
    }
    Ok(None)
}

fn not_scanned(of: String) -> Done {
    Done::new(Outcome::Quarantined, vec![Reason::of("not_scanned", of)])
}

/// It may have been busy, so it is asked again, but not for ever.
fn failed(mail: &Mail, of: String) -> Done {
    tracing::warn!(of, message = mail.id.0, "a file was not scanned");
    match failures(mail).count() + 1 < TRIES {
        true => waits(mail, Reason::of(SCAN_FAILED, of)),
        false => not_scanned(of),
    }
}

/// It waits for another try; how often one of its files could not be looked at is not forgotten.
fn waits(mail: &Mail, why: Reason) -> Done {
    let reasons = failures(mail).cloned().chain([why]);
    Done::new(Outcome::Received, reasons.collect())
}

/// It stays what it was: by itself it would be left alone or held up once more.
fn stays(mail: &Mail, why: Reason) -> Done {
    let known = mail
        .reasons
        .iter()
        .filter(|reason| reason.why != SCANNER_AWAY);
    let reasons = known.cloned().chain([why]);
    Done::new(mail.outcome, reasons.collect()).on(mail.ticket)
}

/// Whether the scanner was away when a message was looked at last.
pub(super) fn was_away(mail: &Mail) -> bool {
    let last = mail.reasons.last();
    last.is_some_and(|last| matches!(last.why.as_str(), SCANNER_UNREACHABLE | SCANNER_AWAY))
}

/// Whether a message waits for a scanner that was asked before.
pub(super) fn is_waited_for(mail: &Mail) -> bool {
    let mut whys = mail.reasons.iter().map(|reason| reason.why.as_str());
    mail.outcome == Outcome::Received
        && whys.any(|why| matches!(why, SCANNER_UNREACHABLE | SCAN_FAILED))
}

fn failures(mail: &Mail) -> impl Iterator<Item = &Reason> {
    mail.reasons
        .iter()
        .filter(|reason| reason.why == SCAN_FAILED)
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
        let memory = understood("stream: Can't allocate memory ERROR");
        assert!(matches!(memory, Err(Trouble::File(_))));
        let other = understood("UNKNOWN COMMAND");
        assert!(matches!(other, Err(Trouble::Unreachable(_))));
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
