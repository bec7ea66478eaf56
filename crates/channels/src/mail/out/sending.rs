//! Whoever sends: takes what is due, hands it to the mail server, and keeps how it went. Each server is talked to beside
//! the others, so that one which does not answer holds up its own mail alone.

use super::copies::kept;
use super::handing_over::{Failure, Patience, hand_over};
use super::model::{CLAIM, Outgoing, OutgoingId};
use super::nobody::no_such_address;
use super::server::{self, Server, refused_sign_in};
use super::settling::settle;
use super::writing::Written;
use crate::mail::model::MailboxId;
use crate::mail::queries::{self, grants, outbox};
use directory::Directory;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::Tx;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use work::{Desk, Error, Floor, Result};

/// Where mail goes out: `smtps://user:password@mail.example.com` or `smtp://…?tls=required`.
const SERVER: &str = "SPOC_SMTP_URL";
/// How often it is looked whether a mailbox has a server of its own, where the desk has none.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// Longest pause before it is tried again to keep that a message was sent: all of them together fit into a claim.
const SETTLING_MAX: Duration = Duration::from_secs(120);
/// Messages that go out by one server before it is looked at anew what is due.
const BATCH: usize = 100;

/// Hands messages to mail servers.
pub struct Sender {
    pub(super) mailer: Mailer,
    under_way: Mutex<BTreeMap<Way, JoinHandle<usize>>>,
}

/// By which server mail goes out: a mailbox's own, or the desk's.
type Way = Option<MailboxId>;

/// Whoever puts messages together and hands them over.
#[derive(Clone)]
pub(super) struct Mailer {
    pub(super) desk: Desk,
    pub(super) directory: Directory,
    /// The desk's own; mailboxes may have others.
    pub(super) server: Option<Server>,
    pub(super) patience: Patience,
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
    /// What it tells of happened long ago, and it was not tried before.
    TooOld,
    Withdrawn,
}

impl Sender {
    /// Whoever sends by the server with this address.
    ///
    /// # Errors
    /// When that is no address of a mail server, with what would be right.
    pub fn new(desk: Desk, directory: Directory, url: &str) -> std::result::Result<Self, String> {
        Self::with_patience(desk, directory, url, Patience::default())
    }

    /// The same, who waits so long.
    ///
    /// # Errors
    /// When that is no address of a mail server, with what would be right.
    pub fn with_patience(
        desk: Desk,
        directory: Directory,
        url: &str,
        patience: Patience,
    ) -> std::result::Result<Self, String> {
        let server = Server::named(url, directory.base_url())
            .map_err(|error| format!("{SERVER}: {error}; give smtps://user:password@host"))?;
        Ok(Self::of(desk, directory, Some(server), patience))
    }

    /// Whoever sends by the servers that mailboxes have of their own, and by no other.
    pub fn without_server(desk: Desk, directory: Directory) -> Self {
        Self::of(desk, directory, None, Patience::default())
    }

    fn of(desk: Desk, directory: Directory, server: Option<Server>, patience: Patience) -> Self {
        Self {
            mailer: Mailer {
                desk,
                directory,
                server,
                patience,
            },
            under_way: Mutex::default(),
        }
    }

    /// Sends what is due, and waits for it; answers how many messages were tried.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_due(&self) -> Result<usize> {
        self.begin().await?;
        Ok(self.rest().await)
    }

    /// Begins to send what is due, and leaves alone the servers that are being talked to still.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(&self) -> Result<()> {
        let now = self.mailer.desk.clock().now();
        let reading = move |tx: &Tx<'_>| outbox::due_ways(tx, now);
        let due = self.mailer.desk.store().read(reading).await?;
        let mut under_way = self.under_way();
        under_way.retain(|_, task| !task.is_finished());
        for way in due {
            let mailer = &self.mailer;
            under_way
                .entry(way)
                .or_insert_with(|| tokio::spawn(mailer.clone().send_all(way)));
        }
        Ok(())
    }

    /// Waits until nothing is under way; answers how many messages were tried.
    pub async fn rest(&self) -> usize {
        let under_way = std::mem::take(&mut *self.under_way());
        let mut tried = 0;
        for task in under_way.into_values() {
            match task.await {
                Ok(count) => tried += count,
                Err(error) => tracing::error!(%error, "sending mail ended early"),
            }
        }
        tried
    }

    fn under_way(&self) -> MutexGuard<'_, BTreeMap<Way, JoinHandle<usize>>> {
        let under_way = self.under_way.lock();
        under_way.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mailer {
    /// Sends what is due by one server, one after the other; answers how many messages were tried.
    async fn send_all(self, way: Way) -> usize {
        for tried in 0..BATCH {
            match self.send_next(way).await {
                Ok(true) => {}
                Ok(false) => return tried,
                Err(error) => {
                    tracing::error!(%error, "mail could not be sent; it is tried again");
                    return tried;
                }
            }
        }
        BATCH
    }

    /// Sends what is due next by a server; answers whether anything was.
    async fn send_next(&self, way: Way) -> Result<bool> {
        let now = self.desk.clock().now();
        let claiming = move |tx: &Tx<'_>| outbox::claim_next(tx, way, now, now.plus(CLAIM));
        let Some(one) = self.desk.store().write(claiming).await? else {
            return Ok(false);
        };
        // What is wrong with one message holds up no other.
        let went = match self.claimed(one.id, self.send(&one)).await {
            Ok(went) => went,
            Err(error) => Went::NotNow(error.to_string()),
        };
        self.settled(&one, Arc::new(went)).await?;
        Ok(true)
    }

    /// Keeps how it went. What a server has taken would go out again if that were not kept, so it is tried for a while.
    async fn settled(&self, one: &Outgoing, went: Arc<Went>) -> Result<()> {
        let mut pause = Duration::from_secs(1);
        loop {
            match settle(&self.desk, one, &went).await {
                Err(error) if matches!(*went, Went::Taken { .. }) && pause < SETTLING_MAX => {
                    tracing::error!(%error, message = one.id.0, "that it was sent is not kept yet");
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                settled => return settled,
            }
        }
    }

    /// Does something with a message, and keeps others from it as long as that takes.
    async fn claimed<T>(&self, id: OutgoingId, doing: impl Future<Output = T>) -> T {
        let mut doing = std::pin::pin!(doing);
        loop {
            if let Ok(done) = timeout(self.patience.renewing, &mut doing).await {
                return done;
            }
            let until = self.desk.clock().now().plus(CLAIM);
            let renewing = move |tx: &Tx<'_>| outbox::renew(tx, id, until);
            if let Err(error) = self.desk.store().write(renewing).await {
                tracing::error!(%error, "others may send what is being sent");
            }
        }
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
            Ok(written) => written,
            Err(went) => return Ok(went),
        };
        let raw = match self.signed(one.mailbox, raw).await {
            Ok(raw) => raw,
            // Where the key is there and cannot be used, it waits: unsigned, others would take it for forged.
            Err(error) => return Ok(Went::NotNow(error.to_string())),
        };
        let (desks, base) = (self.server.as_ref(), self.directory.base_url());
        let by = match server::of(&self.desk, one.mailbox, desks, base).await? {
            Ok(by) => by,
            Err(why) => return Ok(Went::NotNow(why)),
        };
        let Err(failure) = hand_over(&by.server, &envelope, &raw, self.patience).await else {
            return Ok(Went::Taken {
                kept: kept(self.desk.store(), copy).await,
                by_desks: by.is_desks(),
            });
        };
        // The next time it is another token.
        if by.refused_token(&self.desk, &failure).await? {
            return Ok(Went::NotNow(failure.to_string()));
        }
        Ok(match failure {
            failure if refused_sign_in(&failure) && by.is_desks() => {
                Went::NotLetIn(failure.to_string())
            }
            failure if refused_sign_in(&failure) => Went::NotNow(failure.to_string()),
            Failure::Said(error) if error.is_permanent() => {
                match no_such_address(&error, &one.to.email, &desk) {
                    Some(status) => Went::NoSuchAddress(status, error.to_string()),
                    None => Went::Refused(error.to_string()),
                }
            }
            failure => Went::NotNow(failure.to_string()),
        })
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
        if let Err(error) = sender.begin().await {
            tracing::error!(%error, "mail could not be sent; it is tried again");
        }
    };
    let following = floor.desk.clone().keep_following(super::FOLLOWER, after);
    tokio::join!(following, sender.keep_telling_alarms());
}
