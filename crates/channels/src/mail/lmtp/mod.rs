//! The door that mail servers hand messages over by: LMTP (RFC 2033) for Postfix, Exim and whoever else speaks it, SMTP
//! (RFC 5321) for those that forward by nothing else. How a server greets says which of them it speaks.
//!
//! A message is answered with success once it is kept: by LMTP for each recipient apart, by SMTP for all of them at once.
//! Whoever did not hear the answer may hand it over again, and it is taken once. It listens where `SPOC_LMTP_LISTEN` says,
//! and nobody but mail servers of the site should reach it: it asks for no password, and is not encrypted. It takes mail for
//! the desk's mailboxes alone, so nobody can send mail to others by it.
//!
//! Spoc is where a message ends, so whom it is from and to on its way is put before it (RFC 5321, 4.4), for each mailbox
//! its own.

mod text;

use super::Intake;
use super::deciding::Told;
use super::model::MailboxId;
use super::parsing::MESSAGE_MAX_BYTES;
use super::{queries, token};
use kernel::ticket::Address;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use text::{Came, message};
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
/// Most recipients of one message.
const RECIPIENTS_MAX: usize = 50;
/// Most mailboxes that a message is taken for at once; each keeps its own.
const MAILBOXES_MAX: usize = 8;
/// How long a mail server may say nothing.
const SILENCE: Duration = Duration::from_secs(120);
/// How long a conversation may take in all, so that those who say little for long do not keep the others out.
const CONVERSATION_MAX: Duration = Duration::from_secs(15 * 60);
/// Commands that make no sense after which nobody is listened to any more.
const MISTAKES_MAX: usize = 20;

/// What is said where a message has more recipients.
const LATER: &str = "452 4.5.3 that many at once, the others later";
/// What is said where a message could not be kept.
const NOT_NOW: &str = "451 4.3.0 try again later";
/// What is said where a message is too large.
const TOO_LARGE: &str = "552 5.3.4 the message is too large";
/// What is said where all is well.
const KEPT: &str = "250 2.0.0 kept";

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
    listen_to_each(listener, intake, CONVERSATION_MAX).await;
}

/// The same, where a conversation may take so long.
pub async fn listen_to_each(listener: TcpListener, intake: Intake, longest: Duration) {
    let free = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(permit) = Arc::clone(&free).acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let intake = intake.clone();
                tokio::spawn(async move {
                    if let Err(error) = converse(stream, &intake, longest).await {
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

/// How a mail server speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Speech {
    /// With an answer for each recipient of a message.
    #[default]
    Lmtp,
    /// With one answer for a message.
    Smtp,
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

/// What a command says of the message's size.
fn announced_bytes(text: &str) -> Option<usize> {
    let size = |word: &str| {
        let word = word.to_ascii_uppercase();
        word.strip_prefix("SIZE=")?.parse().ok()
    };
    text.split_whitespace().find_map(size)
}

/// Talks to a mail server, for so long at most.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    intake: &Intake,
    longest: Duration,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    match tokio::time::timeout(longest, talk(&mut stream, intake)).await {
        Ok(ended) => ended,
        Err(_) => say(&mut stream, "421 4.4.2 this took too long").await,
    }
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
    intake: &Intake,
) -> std::io::Result<()> {
    say(stream, "220 spoc ESMTP LMTP Spoc takes mail").await?;
    let (mut speech, mut handing, mut mistakes) = (Speech::default(), Handing::default(), 0);
    while let Some(line) = line(stream).await? {
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        let verb = text
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let answer = match verb.as_str() {
            "LHLO" | "EHLO" => {
                speech = match verb.as_str() {
                    "LHLO" => Speech::Lmtp,
                    _ => Speech::Smtp,
                };
                handing = Handing::default();
                let can = format!(
                    "250-spoc\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE {MESSAGE_MAX_BYTES}"
                );
                say(stream, &can).await?;
                continue;
            }
            "HELO" => {
                (speech, handing) = (Speech::Smtp, Handing::default());
                "250 spoc"
            }
            "MAIL" if announced_bytes(&text).is_some_and(|it| it > MESSAGE_MAX_BYTES) => TOO_LARGE,
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
                Err(_) => NOT_NOW,
            },
            "DATA" if handing.recipients.is_empty() => "503 5.5.1 RCPT comes first",
            "DATA" => {
                say(stream, "354 go on").await?;
                let handed = std::mem::take(&mut handing);
                let came = message(stream, &handed, intake).await?;
                take(stream, intake, (&handed, speech), came).await?;
                continue;
            }
            "RSET" => {
                handing = Handing::default();
                "250 2.0.0 yes"
            }
            "NOOP" => "250 2.0.0 yes",
            "VRFY" => "252 2.1.5 RCPT says whether there is such a mailbox",
            "QUIT" => return say(stream, "221 2.0.0 bye").await,
            _ => {
                mistakes += 1;
                if mistakes > MISTAKES_MAX {
                    return say(stream, "421 4.7.0 enough").await;
                }
                "500 5.5.1 LHLO, EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, VRFY, QUIT"
            }
        };
        say(stream, answer).await?;
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

/// Keeps a message for each of its mailboxes and answers; what becomes of it is found out afterwards.
async fn take<S: AsyncWrite + Unpin>(
    stream: &mut S,
    intake: &Intake,
    (handed, speech): (&Handing, Speech),
    came: Vec<(MailboxId, work::Result<Came>)>,
) -> std::io::Result<()> {
    let mut answers: HashMap<MailboxId, &str> = HashMap::new();
    let mut kept = Vec::new();
    for (mailbox, came) in came {
        let recorded = match came {
            Ok(Came::Whole(content)) => {
                let source = format!("lmtp:{}", content.hash);
                intake.record(mailbox, &source, &content).await
            }
            Ok(Came::Refused(why)) => {
                answers.insert(mailbox, why);
                continue;
            }
            Err(error) => Err(error),
        };
        let answer = match recorded {
            Ok(id) => {
                kept.push(id);
                KEPT
            }
            Err(error) => {
                tracing::error!(%error, "a message could not be kept");
                NOT_NOW
            }
        };
        answers.insert(mailbox, answer);
    }
    let answer = |mailbox| answers.get(mailbox).copied().unwrap_or(NOT_NOW);
    let all = handed.recipients.iter().map(|(mailbox, _)| answer(mailbox));
    match speech {
        Speech::Lmtp => {
            for answer in all {
                say(stream, answer).await?;
            }
        }
        // Whoever has it already does not get it twice when it comes again for the others.
        Speech::Smtp => {
            let mut all = all.filter(|answer| *answer != KEPT);
            say(stream, all.next().unwrap_or(KEPT)).await?;
        }
    }
    for id in kept {
        if let Err(error) = intake.process(id, Told::Nothing).await {
            tracing::warn!(%error, "a message is kept and not understood yet");
        }
    }
    Ok(())
}

/// A line with its end; nothing where there is no more. One that is longer than it may be ends the conversation.
async fn line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> std::io::Result<Option<Vec<u8>>> {
    let line = piece(stream, LINE_MAX_BYTES).await?;
    match line.is_empty() {
        true => Ok(None),
        false if !line.ends_with(b"\n") => Err(std::io::ErrorKind::InvalidData.into()),
        false => Ok(Some(line)),
    }
}

/// What comes up to the end of a line, or as much of that as fits; empty where nothing more comes.
async fn piece<S: AsyncRead + Unpin>(
    stream: &mut BufReader<S>,
    max: u64,
) -> std::io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    let mut bounded = stream.take(max);
    let reading = bounded.read_until(b'\n', &mut piece);
    let read = tokio::time::timeout(SILENCE, reading).await;
    read.map_err(|_| std::io::ErrorKind::TimedOut)??;
    Ok(piece)
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
