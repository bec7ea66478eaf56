//! Handing a message over to a mail server (RFC 5321), each part of it within a bound of its own. Who gives up before the
//! server has said whether it has the message sends it twice, so that is waited for longest; and what comes after the
//! server has said it is waited for by nobody.

use super::server::Server;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// A message goes over in pieces of so many bytes; each is waited for anew.
const PIECE_BYTES: usize = 64 * 1024;
/// What a server answers who is ready for the message.
const GO_ON: u16 = 354;

/// How long each part of it may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until there is a connection, it is encrypted, and the server has said who it is.
    pub connecting: Duration,
    /// Until a command is answered.
    pub command: Duration,
    /// Until the server has taken the next piece of the message.
    pub piece: Duration,
    /// Until the server says whether it has the whole message.
    pub whole: Duration,
    /// Until it has said goodbye.
    pub goodbye: Duration,
    /// How often it is said that somebody is still at it, so that nobody else begins.
    pub renewing: Duration,
}

impl Default for Patience {
    /// What RFC 5321 (4.5.3.2) asks for where it matters: three minutes for a piece, ten for the end.
    fn default() -> Self {
        Self {
            connecting: Duration::from_secs(60),
            command: Duration::from_secs(60),
            piece: Duration::from_secs(180),
            whole: Duration::from_secs(600),
            goodbye: Duration::from_secs(10),
            renewing: Duration::from_secs(60),
        }
    }
}

impl Patience {
    /// As much for each part.
    pub fn of(each: Duration) -> Self {
        Self {
            connecting: each,
            command: each,
            piece: each,
            whole: each,
            goodbye: each,
            renewing: each,
        }
    }
}

/// Why a message was not handed over.
pub(super) enum Failure {
    /// What the server says, or what went wrong, before it was offered the message: nothing is wrong with that.
    Early(Error),
    /// What the server says, or what went wrong on the way.
    Said(Error),
    /// It took too long, or the server talks of something else.
    Lost(String),
    /// The server takes no such addresses, or no such letters, and was not offered them.
    Unfit(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Early(error) | Failure::Said(error) => write!(f, "{error}"),
            Failure::Lost(why) | Failure::Unfit(why) => f.write_str(why),
        }
    }
}

/// Hands a message over; the server has it where nothing failed.
pub(super) async fn hand_over(
    server: &Server,
    envelope: &Envelope,
    raw: &[u8],
    patience: Patience,
) -> Result<(), Failure> {
    let connected = connected(server, patience).await;
    let mut connection = connected.map_err(|failure| match failure {
        Failure::Said(error) => Failure::Early(error),
        other => other,
    })?;
    let handed = handed(&mut connection, envelope, raw, patience).await;
    // Where nobody knows what the server waits for, the connection just ends. Else it is left as it should be, which may
    // take its time: what became of the message is known.
    if !matches!(handed, Err(Failure::Lost(_))) {
        tokio::spawn(async move {
            // Whether the server says goodbye changes nothing any more.
            let _ = timeout(patience.goodbye, connection.abort()).await;
        });
    }
    handed
}

/// A connection to somebody who is who they are to be, and lets us in.
async fn connected(server: &Server, patience: Patience) -> Result<AsyncSmtpConnection, Failure> {
    let Server {
        host,
        port,
        tls,
        credentials,
        mechanisms,
        hello,
    } = server;
    let bound = patience.connecting;
    let wrapped = match tls {
        Tls::Wrapper(parameters) => Some(parameters.clone()),
        _ => None,
    };
    // Where one of its addresses is dead, there is time for another one.
    let (at, of_address) = ((host.as_str(), *port), Some(bound / 3));
    let connecting = AsyncSmtpConnection::connect_tokio1(at, of_address, hello, wrapped, None);
    let mut connection = within(bound, connecting).await?;
    let encrypting = match tls {
        Tls::Required(parameters) => Some(parameters),
        Tls::Opportunistic(parameters) => Some(parameters).filter(|_| connection.can_starttls()),
        _ => None,
    };
    if let Some(parameters) = encrypting {
        within(bound, connection.starttls(parameters.clone(), hello)).await?;
    }
    if let Some(credentials) = credentials {
        within(patience.command, connection.auth(mechanisms, credentials)).await?;
    }
    Ok(connection)
}

async fn handed(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    raw: &[u8],
    patience: Patience,
) -> Result<(), Failure> {
    let bound = patience.command;
    let parameters = parameters(connection, envelope, raw)?;
    let from = Mail::new(envelope.from().cloned(), parameters);
    within(bound, connection.command(from)).await?;
    for to in envelope.to() {
        let to = Rcpt::new(to.clone(), Vec::new());
        within(bound, connection.command(to)).await?;
    }
    let ready = within(bound, connection.command(Data)).await?;
    if !ready.has_code(GO_ON) {
        return Err(another_answer(&ready));
    }
    let taken = in_pieces(connection, raw, patience).await?;
    match taken.code().severity {
        Severity::PositiveCompletion => Ok(()),
        _ => Err(another_answer(&taken)),
    }
}

/// What the server is to know of a message beforehand.
fn parameters(
    connection: &AsyncSmtpConnection,
    envelope: &Envelope,
    raw: &[u8],
) -> Result<Vec<MailParameter>, Failure> {
    let knows = |extension| connection.server_info().supports_feature(extension);
    let mut addresses = envelope.from().into_iter().chain(envelope.to());
    let mut parameters = Vec::new();
    if addresses.any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        if !knows(Extension::SmtpUtfEight) {
            let why = "the server takes no addresses with letters beyond ASCII (SMTPUTF8)";
            return Err(Failure::Unfit(why.to_owned()));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !raw.is_ascii() {
        if !knows(Extension::EightBitMime) {
            let why = "the server takes no letters beyond ASCII (8BITMIME)";
            return Err(Failure::Unfit(why.to_owned()));
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

/// Says the whole message, and hears whether the server has it. As long as it goes on it may take its time.
async fn in_pieces(
    connection: &mut AsyncSmtpConnection,
    raw: &[u8],
    patience: Patience,
) -> Result<Response, Failure> {
    let (all, said) = (raw.len().div_ceil(PIECE_BYTES), AtomicUsize::new(0));
    let count = |_: &&[u8]| {
        said.fetch_add(1, Ordering::Relaxed);
    };
    let pieces = raw.chunks(PIECE_BYTES).inspect(count);
    let mut saying = pin!(connection.message_iter(pieces));
    loop {
        let before = said.load(Ordering::Relaxed);
        let bound = match before < all {
            true => patience.piece,
            false => patience.whole,
        };
        match timeout(bound, &mut saying).await {
            Ok(answer) => return answer.map_err(Failure::Said),
            Err(_) if said.load(Ordering::Relaxed) == before => return Err(late(bound)),
            Err(_) => {}
        }
    }
}

async fn within<T>(
    bound: Duration,
    talking: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(bound, talking).await {
        Ok(said) => said.map_err(Failure::Said),
        Err(_) => Err(late(bound)),
    }
}

fn late(bound: Duration) -> Failure {
    Failure::Lost(format!("no answer within {} seconds", bound.as_secs_f32()))
}

/// Where a server answers what nobody asked, nobody knows what it answers.
fn another_answer(answer: &Response) -> Failure {
    Failure::Lost(format!(
        "the server answers something else: {}",
        answer.code()
    ))
}
