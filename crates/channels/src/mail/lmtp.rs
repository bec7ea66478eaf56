//! The door that mail servers hand messages over by: LMTP (RFC 2033), for Postfix, Exim and whoever else forwards.
//!
//! A message is answered with success once it is kept, for each recipient apart; whoever did not hear the answer may hand
//! it over again, and it is taken once. It listens where `SPOC_LMTP_LISTEN` says, and nobody but mail servers of the
//! site should reach it: it asks for no password.
//!
//! Spoc is where a message ends, so whom it is from and to on its way is put before it (RFC 5321, 4.4), for each mailbox
//! its own.

use super::Intake;
use super::deciding::Told;
use super::model::MailboxId;
use super::parsing::MESSAGE_MAX_BYTES;
use super::receiving::Content;
use super::{queries, token};
use kernel::ticket::Address;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use work::Floor;

/// Where it listens, such as `127.0.0.1:2424`.
const LISTEN: &str = "SPOC_LMTP_LISTEN";
/// Mail servers that are talked to at once.
const CONNECTIONS_MAX: usize = 16;
/// Longest line of a command, in bytes.
const LINE_MAX_BYTES: u64 = 2_000;
/// Longest line of a message, in bytes: what is longer is no message.
const TEXT_LINE_MAX_BYTES: u64 = 1024 * 1024;
/// Most recipients of one message.
const RECIPIENTS_MAX: usize = 50;
/// Most mailboxes that a message is taken for at once; each keeps its own.
const MAILBOXES_MAX: usize = 8;
/// How long a mail server may say nothing.
const SILENCE: Duration = Duration::from_secs(120);
/// Commands that make no sense after which nobody is listened to any more.
const MISTAKES_MAX: usize = 20;

/// What is said where a message has more recipients.
const LATER: &str = "452 4.5.3 that many at once, the others later";

/// Listens as long as it is let, where an address is named.
pub(crate) async fn keep_listening(floor: Floor) {
    let Ok(address) = std::env::var(LISTEN) else {
        return std::future::pending().await;
    };
    match TcpListener::bind(&address).await {
        Ok(listener) => listen(listener, Intake::new(floor.desk, floor.directory)).await,
        Err(error) => {
            tracing::error!(%error, "{LISTEN}: no mail is taken at {address}; give an address such as 127.0.0.1:2424");
            std::future::pending().await
        }
    }
}

/// Takes messages from whoever connects.
pub async fn listen(listener: TcpListener, intake: Intake) {
    let free = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(permit) = Arc::clone(&free).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let intake = intake.clone();
                tokio::spawn(async move {
                    if let Err(error) = talk(stream, &intake).await {
                        tracing::debug!(%error, "a mail server went away");
                    }
                    drop(permit);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a mail server could not be answered");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// What one message is handed over with.
#[derive(Default)]
struct Handing {
    begun: bool,
    /// Where it is reported that it did not arrive; nowhere where that is empty.
    sender: Option<String>,
    /// Each with the address that it is for.
    recipients: Vec<(MailboxId, String)>,
}

impl Handing {
    /// The mailboxes, each once.
    fn mailboxes(&self) -> Vec<MailboxId> {
        let mut mailboxes = Vec::new();
        for (mailbox, _) in &self.recipients {
            if !mailboxes.contains(mailbox) {
                mailboxes.push(*mailbox);
            }
        }
        mailboxes
    }

    fn has_room_for(&self, mailbox: MailboxId) -> bool {
        let mailboxes = self.mailboxes();
        mailboxes.len() < MAILBOXES_MAX || mailboxes.contains(&mailbox)
    }

    /// What stands before the message in a mailbox. Nobody else's address is told.
    fn envelope(&self, mailbox: MailboxId) -> String {
        let mut lines = String::new();
        if let Some(sender) = &self.sender {
            lines.push_str(&format!("Return-Path: <{sender}>\r\n"));
        }
        let own = self.recipients.iter().filter(|(of, _)| *of == mailbox);
        for (_, address) in own {
            lines.push_str(&format!("Delivered-To: {address}\r\n"));
        }
        lines
    }
}

/// The address of a command: what stands between angle brackets.
fn address_in(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    let plain = address.chars().filter(|c| !c.is_control());
    Some(plain.collect())
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    intake: &Intake,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    say(&mut stream, "220 Spoc takes mail (LMTP)").await?;
    let (mut handing, mut mistakes) = (Handing::default(), 0);
    while let Some(line) = line(&mut stream, LINE_MAX_BYTES).await? {
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        let verb = text
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let answer = match verb.as_str() {
            "LHLO" => {
                handing = Handing::default();
                let size = format!(
                    "250-spoc\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE {MESSAGE_MAX_BYTES}"
                );
                say(&mut stream, &size).await?;
                continue;
            }
            "MAIL" => {
                handing = Handing {
                    begun: true,
                    sender: address_in(&text),
                    recipients: Vec::new(),
                };
                "250 2.1.0 yes"
            }
            "RCPT" if !handing.begun => "503 5.5.1 MAIL comes first",
            "RCPT" if handing.recipients.len() >= RECIPIENTS_MAX => LATER,
            "RCPT" => match recipient(&text, intake).await {
                Ok(Some((mailbox, _))) if !handing.has_room_for(mailbox) => LATER,
                Ok(Some(recipient)) => {
                    handing.recipients.push(recipient);
                    "250 2.1.5 yes"
                }
                Ok(None) => "550 5.1.1 there is no such mailbox",
                Err(_) => "451 4.3.0 try again later",
            },
            "DATA" if handing.recipients.is_empty() => "503 5.5.1 RCPT comes first",
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                let handed = std::mem::take(&mut handing);
                let contents = message(&mut stream, &handed, intake).await?;
                take(&mut stream, intake, &handed, contents).await?;
                continue;
            }
            "RSET" => {
                handing = Handing::default();
                "250 2.0.0 yes"
            }
            "NOOP" => "250 2.0.0 yes",
            "QUIT" => return say(&mut stream, "221 2.0.0 bye").await,
            _ => {
                mistakes += 1;
                if mistakes > MISTAKES_MAX {
                    return say(&mut stream, "421 4.7.0 enough").await;
                }
                "500 5.5.1 this is LMTP: LHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT"
            }
        };
        say(&mut stream, answer).await?;
    }
    Ok(())
}

/// The mailbox that an address belongs to, with or without a token, and that address.
async fn recipient(text: &str, intake: &Intake) -> work::Result<Option<(MailboxId, String)>> {
    let address = address_in(text).and_then(|address| Address::parse(&address));
    let Some(address) = address else {
        return Ok(None);
    };
    let wanted = token::plain(&address.email);
    let reading = move |tx: &store::Tx<'_>| queries::mailbox_at(tx, &wanted);
    let found = intake.store().read(reading).await?;
    let found = found.filter(|it| it.active);
    Ok(found.map(|it| (it.id, address.email)))
}

/// Keeps a message for each of its mailboxes and answers for each recipient; what becomes of it is found out afterwards.
async fn take<S: AsyncWrite + Unpin>(
    stream: &mut S,
    intake: &Intake,
    handed: &Handing,
    contents: Vec<(MailboxId, work::Result<Option<Content>>)>,
) -> std::io::Result<()> {
    let mut answers: HashMap<MailboxId, &str> = HashMap::new();
    let mut kept = Vec::new();
    for (mailbox, content) in contents {
        let recorded = match content {
            Ok(None) => {
                answers.insert(mailbox, "552 5.3.4 the message is too large");
                continue;
            }
            Ok(Some(content)) => {
                let source = format!("lmtp:{}", content.hash);
                intake.record(mailbox, &source, &content).await
            }
            Err(error) => Err(error),
        };
        let answer = match recorded {
            Ok(id) => {
                kept.push(id);
                "250 2.0.0 kept"
            }
            Err(error) => {
                tracing::error!(%error, "a message could not be kept");
                "451 4.3.0 try again later"
            }
        };
        answers.insert(mailbox, answer);
    }
    for (mailbox, _) in &handed.recipients {
        let answer = answers.get(mailbox).copied();
        say(stream, answer.unwrap_or("451 4.3.0 try again later")).await?;
    }
    for id in kept {
        if let Err(error) = intake.process(id, Told::Nothing).await {
            tracing::warn!(%error, "a message is kept and not understood yet");
        }
    }
    Ok(())
}

/// A message up to its end, without the dots that were put in, as each mailbox keeps it; nothing where it is too large.
async fn message<S: AsyncRead + Unpin>(
    stream: &mut BufReader<S>,
    handed: &Handing,
    intake: &Intake,
) -> std::io::Result<Vec<(MailboxId, work::Result<Option<Content>>)>> {
    let (mut receivings, mut size_bytes) = (Vec::new(), 0);
    for mailbox in handed.mailboxes() {
        let (mut receiving, envelope) = (intake.receive(), handed.envelope(mailbox));
        receiving.add(envelope.as_bytes()).await;
        size_bytes = size_bytes.max(envelope.len());
        receivings.push((mailbox, receiving));
    }
    loop {
        let Some(line) = line(stream, TEXT_LINE_MAX_BYTES).await? else {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        };
        if line == b".\r\n" || line == b".\n" {
            break;
        }
        let line = line.strip_prefix(b".").unwrap_or(&line);
        size_bytes += line.len();
        if size_bytes <= MESSAGE_MAX_BYTES {
            for (_, receiving) in &mut receivings {
                receiving.add(line).await;
            }
        }
    }
    let mut contents = Vec::new();
    for (mailbox, receiving) in receivings {
        let content = match size_bytes <= MESSAGE_MAX_BYTES {
            true => receiving.end().await.map(Some),
            false => Ok(None),
        };
        contents.push((mailbox, content));
    }
    Ok(contents)
}

/// A line with its end; nothing where there is no more. One that is longer than it may be ends the conversation.
async fn line<S: AsyncRead + Unpin>(
    stream: &mut BufReader<S>,
    max: u64,
) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut bounded = stream.take(max);
    let reading = bounded.read_until(b'\n', &mut line);
    tokio::time::timeout(SILENCE, reading)
        .await
        .map_err(|_| std::io::ErrorKind::TimedOut)??;
    if line.is_empty() {
        return Ok(None);
    }
    if !line.ends_with(b"\n") {
        return Err(std::io::ErrorKind::InvalidData.into());
    }
    Ok(Some(line))
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, text: &str) -> std::io::Result<()> {
    let said = async {
        stream.write_all(format!("{text}\r\n").as_bytes()).await?;
        stream.flush().await
    };
    tokio::time::timeout(SILENCE, said)
        .await
        .map_err(|_| std::io::ErrorKind::TimedOut)?
}
