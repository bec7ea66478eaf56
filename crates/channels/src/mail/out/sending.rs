//! Whoever sends: takes what is due, hands it to the mail server, and keeps how it went.

use super::copies::{copy_of, is_kept, kept};
use super::gathered::{Gathered, Said, gathered};
use super::letter::Letter;
use super::model::{Enclosed, Outgoing};
use super::nobody::no_such_address;
use super::paper::Look;
use super::server::{self, Server, refused_sign_in};
use super::settling::settle;
use super::survey;
use crate::mail::blocking;
use crate::mail::model::MailboxId;
use crate::mail::queries::{self, grants, outbox};
use crate::mail::{Intake, signing, token};
use directory::Directory;
use kernel::ticket::{Address, Attachment};
use kernel::time::MINUTE;
use lettre::AsyncTransport;
use lettre::address::Envelope;
use std::io::Read;
use std::time::Duration;
use store::Tx;
use work::{Desk, Error, Floor, Result};

/// Where mail goes out: `smtps://user:password@mail.example.com` or `smtp://…?tls=required`.
const SERVER: &str = "SPOC_SMTP_URL";
/// How long one message may take.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How often it is looked whether a mailbox has a server of its own, where the desk has none.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// For how long whoever takes messages is alone with them.
const CLAIM: i64 = 15 * MINUTE;
/// Messages that are taken at once.
const BATCH: i64 = 10;
/// Files of a message are enclosed up to this size in all; others are behind the link.
const FILES_MAX_BYTES: i64 = 10 * 1024 * 1024;

/// Hands messages to a mail server.
pub struct Sender {
    pub(super) desk: Desk,
    pub(super) directory: Directory,
    /// The desk's own; mailboxes may have others.
    pub(super) server: Option<Server>,
    pub(super) patience: Duration,
}

/// A message that is put together.
struct Written {
    envelope: Envelope,
    /// The desk's address, that it is from.
    desk: String,
    raw: Vec<u8>,
    /// What is kept of it.
    copy: Option<Vec<u8>>,
}

/// How handing over went.
pub(super) enum Went {
    /// The server has it.
    Taken {
        /// As which stored file its copy is kept, if it is.
        kept: Option<String>,
        /// Whether that is the desk's server, and not the mailbox's own.
        by_desks: bool,
    },
    /// The desk's server does not let it in, and what it says.
    NotLetIn(String),
    NotNow(String),
    Refused(String),
    /// There is no such address: by which status, and why.
    NoSuchAddress(String, String),
    /// Mail to this address has come back meanwhile.
    Unreachable,
    Withdrawn,
}

impl Sender {
    /// Whoever sends by the server with this address.
    ///
    /// # Errors
    /// When that is no address of a mail server, with what would be right.
    pub fn new(desk: Desk, directory: Directory, url: &str) -> std::result::Result<Self, String> {
        Self::with_patience(desk, directory, url, TIMEOUT)
    }

    /// The same, who waits so long for one message.
    ///
    /// # Errors
    /// When that is no address of a mail server, with what would be right.
    pub fn with_patience(
        desk: Desk,
        directory: Directory,
        url: &str,
        patience: Duration,
    ) -> std::result::Result<Self, String> {
        let server = Server::from_url(url)
            .map_err(|error| format!("{SERVER}: {error}; give smtps://user:password@host"))?
            .timeout(Some(patience))
            .build();
        Ok(Self {
            server: Some(server),
            patience,
            ..Self::without_server(desk, directory)
        })
    }

    /// Whoever sends by the servers that mailboxes have of their own, and by no other.
    pub fn without_server(desk: Desk, directory: Directory) -> Self {
        Self {
            desk,
            directory,
            server: None,
            patience: TIMEOUT,
        }
    }

    /// Sends what is due, a batch at most; answers how many messages were tried.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_due(&self) -> Result<usize> {
        let now = self.desk.clock().now();
        let claiming = move |tx: &Tx<'_>| outbox::claim_due(tx, now, now.plus(CLAIM), BATCH);
        let due = self.desk.store().write(claiming).await?;
        for one in &due {
            let went = self.send(one).await?;
            settle(&self.desk, one, went).await?;
        }
        Ok(due.len())
    }

    async fn send(&self, one: &Outgoing) -> Result<Went> {
        let email = one.to.email.clone();
        let reading = move |tx: &Tx<'_>| queries::is_unreachable(tx, &email);
        if self.desk.store().read(reading).await? {
            return Ok(Went::Unreachable);
        }
        let Written {
            envelope,
            desk,
            raw,
            copy,
        } = match self.written(one).await? {
            None => return Ok(Went::Withdrawn),
            Some(Err(wrong)) => return Ok(Went::Refused(wrong)),
            Some(Ok(written)) => written,
        };
        let raw = match self.signed(one.mailbox, raw).await {
            Ok(raw) => raw,
            // Where the key is there and cannot be used, it waits: unsigned, others would take it for forged.
            Err(error) => return Ok(Went::NotNow(error.to_string())),
        };
        let desks = self.server.as_ref();
        let by = match server::of(&self.desk, one.mailbox, desks, self.patience).await? {
            Ok(by) => by,
            Err(why) => return Ok(Went::NotNow(why)),
        };
        // What talks to the server waits for it only while it connects.
        let sending = by.server.send_raw(&envelope, &raw);
        let Ok(sent) = tokio::time::timeout(self.patience, sending).await else {
            let late = format!("no answer within {} seconds", self.patience.as_secs_f32());
            return Ok(Went::NotNow(late));
        };
        Ok(match sent {
            Ok(_) => Went::Taken {
                kept: kept(self.desk.store(), copy).await,
                by_desks: by.is_desks(),
            },
            // The next time it is another token.
            Err(error) if by.refused_token(&self.desk, &error).await? => {
                Went::NotNow(error.to_string())
            }
            Err(error) if error.is_permanent() && !refused_sign_in(&error) => {
                match no_such_address(&error, &one.to.email, &desk) {
                    Some(status) => Went::NoSuchAddress(status, error.to_string()),
                    None => Went::Refused(error.to_string()),
                }
            }
            Err(error) if by.is_desks() && refused_sign_in(&error) => {
                Went::NotLetIn(error.to_string())
            }
            Err(error) => Went::NotNow(error.to_string()),
        })
    }

    /// The message as it is sent; nothing where what it was to tell was taken back.
    async fn written(
        &self,
        one: &Outgoing,
    ) -> Result<Option<std::result::Result<Written, String>>> {
        let brand = self.directory.brand().await.map_err(told)?;
        let base = self.directory.base_url().to_owned();
        let (wanted, now) = (one.clone(), self.desk.clock().now());
        let reading = move |tx: &Tx<'_>| gathered(tx, &wanted, now);
        let Some(gathered) = self.desk.store().read(reading).await? else {
            return Ok(None);
        };
        let reply_to = self.reply_to(one, &gathered).await?;
        let choice = match one.person.zip(gathered.optional) {
            Some((person, mail)) => Some(self.intake().choice_link(person, mail).await?),
            None => None,
        };
        let link = match &gathered.said {
            Said::Asked(asked) => {
                let secret = asked.linked(&self.desk).await?;
                Some(format!("{base}/approve/{secret}"))
            }
            Said::Survey(link) => {
                let secret = survey::linked(&self.desk, *link).await?;
                Some(format!("{base}/follow/{secret}"))
            }
            Said::Told(_) => Some(format!("{base}/notifications")),
            // People outside have no page of it.
            Said::Aside(_) => None,
            Said::Reply(_) | Said::Resolved => Some(format!("{base}/my/tickets/{}", one.ticket)),
        };
        let names = gathered.files.iter().map(|file| file.name.clone());
        let names: Vec<String> = names.collect();
        let files = self.enclosed(gathered.files).await?;
        let left_out = if files.is_empty() { names } else { Vec::new() };
        let from = Address {
            name: match brand.product.as_str() {
                "" => gathered.mailbox.name,
                product => product.to_owned(),
            },
            email: token::plain(&gathered.mailbox.address),
        };
        let locale = gathered.locale.as_deref().filter(|it| !it.is_empty());
        let texts = brand.texts_for(locale, None);
        let look = Look::of(&brand, &from.name, texts, &base);
        let letter = Letter {
            base: &base,
            look,
            ticket: one.ticket,
            subject: &gathered.subject,
            from,
            reply_to,
            to: &one.to,
            others: gathered.said.others(&one.to),
            message_id: &one.message_id,
            references: &gathered.references,
            automatic: gathered.automatic,
            choice,
            body: gathered.said.body(),
            files: files.iter().map(Enclosed::name_alone).collect(),
            left_out,
            link,
            texts,
        };
        let copy = is_kept(one.kind).then(|| letter.clone());
        let desk = letter.from.email.clone();
        let whole = Letter { files, ..letter };
        Ok(Some(whole.written().map(|(envelope, raw)| Written {
            envelope,
            desk,
            raw,
            copy: copy.and_then(copy_of),
        })))
    }

    pub(super) fn intake(&self) -> Intake {
        Intake::new(self.desk.clone(), self.directory.clone())
    }

    /// The address with the token that answers go to.
    async fn reply_to(&self, one: &Outgoing, gathered: &Gathered) -> Result<Option<String>> {
        let (intake, mailbox) = (self.intake(), &gathered.mailbox.address);
        match (&gathered.said, one.person) {
            (Said::Aside(aside), _) => {
                let number = aside.conversation;
                intake.aside_address(mailbox, one.ticket, number).await
            }
            // Whoever is asked answers by the link: as a party of the ticket they are not known.
            (Said::Asked(_) | Said::Told(_), _) | (_, None) => Ok(None),
            (_, Some(person)) => intake.reply_address(mailbox, one.ticket, person).await,
        }
    }

    /// The message with the signature of its mailbox's domain, where that has a key in use.
    pub(super) async fn signed(&self, mailbox: MailboxId, raw: Vec<u8>) -> Result<Vec<u8>> {
        let store = self.desk.store();
        let seal = store.seal().clone();
        let reading = move |tx: &Tx<'_>| {
            let mailbox = queries::find_mailbox(tx, mailbox)?.ok_or(Error::NotFound)?;
            let domain = mailbox.address.rsplit('@').next().unwrap_or_default();
            signing::signer(tx, &seal, domain)
        };
        let Some(signer) = store.read(reading).await? else {
            return Ok(raw);
        };
        let now = self.desk.clock().now();
        let failed = || Error::Store(store::Error::Damaged("a signature".to_owned()));
        blocking(move || signer.sign(&raw, now))
            .await?
            .ok_or_else(failed)
    }

    async fn enclosed(&self, files: Vec<Attachment>) -> Result<Vec<Enclosed>> {
        let all: i64 = files.iter().map(|file| file.size_bytes).sum();
        if all > FILES_MAX_BYTES {
            return Ok(Vec::new());
        }
        let stored = self.desk.store().files().clone();
        let reading = move || -> store::Result<Vec<Enclosed>> {
            let read = files.into_iter().map(|file| {
                let mut content = Vec::new();
                stored.open_content(&file.hash)?.read_to_end(&mut content)?;
                Ok(Enclosed {
                    name: file.name,
                    media_type: file.media_type,
                    content,
                })
            });
            read.collect()
        };
        Ok(blocking(reading).await??)
    }
}

pub(super) fn told(error: directory::Error) -> Error {
    Error::Store(store::Error::Damaged(error.to_string()))
}

/// Whether mail goes out: by a server of the desk's, or by one of a mailbox's own.
pub(crate) fn is_set_up(tx: &Tx<'_>) -> Result<bool> {
    Ok(std::env::var_os(SERVER).is_some() || grants::any_sends(tx)?)
}

/// Waits until a mailbox has a server of its own.
async fn until_a_mailbox_sends(desk: &Desk) {
    loop {
        match desk.store().read(grants::any_sends).await {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "who sends mail could not be read"),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Follows the log and sends, as long as it is let, where there is a mail server.
pub(crate) async fn keep_sending(floor: Floor) {
    let (desk, directory) = (floor.desk.clone(), floor.directory.clone());
    let sender = match std::env::var(SERVER) {
        Err(_) => {
            until_a_mailbox_sends(&desk).await;
            Ok(Sender::without_server(desk, directory))
        }
        Ok(url) => Sender::new(desk, directory, &url),
    };
    let sender = match sender {
        Ok(sender) => sender,
        Err(error) => {
            tracing::error!(%error, "no mail goes out");
            return std::future::pending().await;
        }
    };
    let after = async || {
        if let Err(error) = sender.send_due().await {
            tracing::error!(%error, "mail could not be sent; it is tried again");
        }
    };
    let following = floor.desk.clone().keep_following(super::FOLLOWER, after);
    tokio::join!(following, sender.keep_telling_alarms());
}
