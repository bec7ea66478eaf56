//! Taking a message in: kept first, understood afterwards. Whatever it is, it ends as a row that says what became of
//! it and why, and can be looked at again.

use super::blocking;
use super::deciding::{Deciding, Told};
use super::fetching::withheld;
use super::model::{Checked, Done, Mail, MailId, Mailbox, MailboxId, Outcome, Reason};
use super::parsing::{self, Incoming};
use super::preparing::{Prepared, share_of};
use super::queries::{self, Arrived, Understood};
use super::receiving::{Content, Receiving, stored};
use super::scanning::{Scanner, is_waited_for, was_away};
use super::token::{KEY_BYTES, TokenKey};
use directory::{Directory, Secrets, SystemSecrets};
use kernel::ticket::Channel;
use kernel::time::{Clock, MINUTE};
use kernel::{PersonId, TicketId, Timestamp};
use store::Store;
use work::{Desk, Error, Result};

/// What was kept this long ago and is not understood was interrupted.
const INTERRUPTED_AFTER: i64 = 5 * MINUTE;
/// Interrupted messages that are looked up at once.
const LEFT_OVER_MAX: i64 = 50;

/// When messages that were interrupted are taken up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// Before anything else comes in.
    AtStart,
    /// Beside what comes in.
    Meanwhile,
}

/// Takes mail in.
#[derive(Clone)]
pub struct Intake {
    desk: Desk,
    directory: Directory,
    /// Whoever looks for viruses in files.
    pub(super) scanner: Option<Scanner>,
}

impl Intake {
    /// An intake for a desk.
    pub fn new(desk: Desk, directory: Directory) -> Self {
        Self {
            desk,
            directory,
            scanner: Scanner::named(),
        }
    }

    /// The same, whose files this one looks at.
    #[must_use]
    pub fn scanned_by(self, scanner: Scanner) -> Self {
        let scanner = Some(scanner);
        Self { scanner, ..self }
    }

    /// Keeps a message and then does with it what is to be done. `source` is what the mailbox calls it, always the
    /// same for the same message: however often it is taken, it is taken once.
    ///
    /// # Errors
    /// When the database or the stored files fail; then the message was not taken.
    pub async fn take(&self, mailbox: MailboxId, source: &str, raw: Vec<u8>) -> Result<MailId> {
        let id = self.keep(mailbox, source, raw).await?;
        self.process(id, Told::Nothing).await?;
        Ok(id)
    }

    /// Keeps a message; it is on the disk when this returns.
    async fn keep(&self, mailbox: MailboxId, source: &str, raw: Vec<u8>) -> Result<MailId> {
        let mut receiving = self.receive();
        receiving.add(&raw).await;
        let content = receiving.end().await?;
        self.record(mailbox, source, &content).await
    }

    /// A message that is about to come in.
    pub(super) fn receive(&self) -> Receiving {
        Receiving::new(self.store().files().clone())
    }

    /// Keeps that a message came in; it is on the disk when this returns.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn record(
        &self,
        mailbox: MailboxId,
        source: &str,
        content: &Content,
    ) -> Result<MailId> {
        let (now, source, content) = (self.clock().now(), source.to_owned(), content.clone());
        let keeping = move |tx: &store::Tx<'_>| {
            let arrived = Arrived {
                mailbox,
                source: &source,
                hash: &content.hash,
                size_bytes: content.size_bytes,
            };
            queries::insert_mail(tx, &arrived, now)
        };
        Ok(self.store().write(keeping).await?)
    }

    /// Looks at a message again, or takes one in that was left alone; one that was not handed over is asked for again.
    /// Answers whether that could be done: while the virus scanner is away, a message stays what it was.
    ///
    /// # Errors
    /// When there is no such message, when it is a ticket's already, or when the database fails.
    pub async fn release(&self, id: MailId) -> Result<bool> {
        withheld::ask_again(self.store(), id).await?;
        self.process(id, Told::Release).await?;
        Ok(!was_away(&self.found(id).await?))
    }

    /// Takes up what was interrupted; answers how many messages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_up(&self) -> Result<usize> {
        let before = self.clock().now().plus(-INTERRUPTED_AFTER);
        self.take_up_from(before, Taking::Meanwhile).await
    }

    /// Takes up all that is kept and not understood, when whoever did that has just ended: what comes in now may answer it.
    /// Nothing comes in until this has ended, so it ends where a message has to wait for the virus scanner.
    pub async fn take_up_at_start(&self) {
        let now = self.clock().now();
        match self.take_up_from(now, Taking::AtStart).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "messages that were kept before are understood now"),
            Err(error) => tracing::error!(%error, "what was kept before is not understood yet"),
        }
    }

    /// The oldest come first. One that cannot be understood now holds up no other.
    async fn take_up_from(&self, before: Timestamp, taking: Taking) -> Result<usize> {
        let (mut after, mut count) = (MailId(0), 0);
        loop {
            let reading =
                move |tx: &store::Tx<'_>| queries::left_over(tx, before, after, LEFT_OVER_MAX);
            let left = self.store().read(reading).await?;
            let Some(last) = left.last() else {
                return Ok(count);
            };
            after = last.id;
            for Mail { id, .. } in left
                .into_iter()
                .filter(|mail| taking == Taking::Meanwhile || !is_waited_for(mail))
            {
                match self.process(id, Told::Nothing).await {
                    Ok(()) => count += 1,
                    Err(error) => {
                        tracing::warn!(%error, message = id.0, "a message is not understood yet");
                    }
                }
                if taking == Taking::AtStart && is_waited_for(&self.found(id).await?) {
                    return Ok(count);
                }
            }
        }
    }

    /// A message as it came in.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub async fn raw(&self, mail: &Mail) -> Result<Vec<u8>> {
        stored(self.store(), mail.hash.clone()).await
    }

    /// What a message says; nothing where it cannot be read.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub async fn read(&self, mail: &Mail) -> Result<Option<Incoming>> {
        let _share = share_of(mail).await;
        let raw = self.raw(mail).await?;
        blocking(move || parsing::parse(&raw).ok()).await
    }

    /// The address that somebody's answers on a ticket go to.
    ///
    /// # Errors
    /// When the database fails, or the system has no chance to give.
    pub async fn reply_address(
        &self,
        mailbox: &str,
        ticket: TicketId,
        person: PersonId,
    ) -> Result<Option<String>> {
        let key = self.token_key().await?;
        Ok(key.address(mailbox, ticket, person))
    }

    /// The address that answers in a side conversation go to.
    ///
    /// # Errors
    /// When the database fails, or the system has no chance to give.
    pub async fn aside_address(
        &self,
        mailbox: &str,
        ticket: TicketId,
        conversation: u32,
    ) -> Result<Option<String>> {
        let key = self.token_key().await?;
        Ok(key.aside(mailbox, ticket, conversation))
    }

    /// The key of tokens; it is made when it is first needed.
    pub(super) async fn token_key(&self) -> Result<TokenKey> {
        let mut fresh = TokenKey([0; KEY_BYTES]);
        let filled = SystemSecrets.fill(&mut fresh.0);
        filled.map_err(|error| store::Error::Damaged(error.to_string()))?;
        let getting = move |tx: &store::Tx<'_>| {
            queries::keep_token_key(tx, &fresh)?;
            queries::token_key(tx)
        };
        Ok(self.store().write(getting).await?.unwrap_or(fresh))
    }

    pub(super) fn base_url(&self) -> &str {
        self.directory.base_url()
    }

    pub(super) fn store(&self) -> &Store {
        self.desk.store()
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        self.desk.clock().as_ref()
    }

    async fn found(&self, id: MailId) -> Result<Mail> {
        let finding = move |tx: &store::Tx<'_>| queries::find_mail(tx, id);
        let found = self.store().read(finding).await?;
        found.ok_or(Error::NotFound)
    }

    pub(crate) async fn process(&self, id: MailId, told: Told) -> Result<()> {
        let mail = self.found(id).await?;
        if is_settled(&mail, told) || mail.is_withheld() {
            return Ok(());
        }
        match self.prepare(&mail, told).await? {
            Ok(prepared) => match self.settle(mail.clone(), prepared.clone(), told).await {
                // Somebody new wrote twice at once: whichever comes second finds them known.
                Err(Error::Store(store::Error::Taken(_))) => {
                    self.settle(mail, prepared, told).await
                }
                settled => settled,
            },
            Err((understood, done)) => {
                // What a trusted server found out was asked before, if at all.
                let checked = mail.checked;
                let understood = Understood {
                    checked,
                    ..understood
                };
                self.finish(id, understood, done, told).await
            }
        }
    }

    async fn settle(&self, mail: Mail, prepared: Prepared, told: Told) -> Result<()> {
        let understood = prepared.understood();
        let (id, kept, desk) = (mail.id, understood.clone(), self.desk.clone());
        let work = move |tx: &store::Tx<'_>, now, execute: &work::Execute<'_>| {
            let mail = queries::claim_mail(tx, mail.id)?.ok_or(Error::NotFound)?;
            if is_settled(&mail, told) {
                return Ok(());
            }
            let mailbox = queries::find_mailbox(tx, mail.mailbox)?.ok_or(Error::NotFound)?;
            let checked = checked(&prepared.incoming, &mailbox);
            let rules = desk.rules_in(tx)?;
            let deciding = Deciding {
                tx,
                now,
                execute,
                rules: &rules,
                mail: &mail,
                mailbox: &mailbox,
                prepared: &prepared,
                checks: checked.as_ref().map(|it| it.checks).unwrap_or_default(),
                told,
            };
            let done = deciding.decide()?;
            for (hash, invitation) in &prepared.invitations {
                work::queries::keep_invitation(tx, hash, invitation)?;
            }
            let understood = Understood {
                checked,
                ..kept.clone()
            };
            Ok(queries::finish(tx, mail.id, &understood, &done, now)?)
        };
        match self.desk.execute_within(Channel::Email, work).await {
            Ok(()) => {
                self.directory.changed();
                Ok(())
            }
            // The database may answer again; the message is taken up then.
            Err(Error::Store(error)) => Err(error.into()),
            Err(error) => {
                let reason = Reason::of("refused", error.to_string());
                let done = Done::new(Outcome::Failed, vec![reason]);
                self.finish(id, understood, done, told).await
            }
        }
    }

    /// Keeps what became of a message, unless something else has become of it meanwhile.
    async fn finish(
        &self,
        id: MailId,
        understood: Understood,
        done: Done,
        told: Told,
    ) -> Result<()> {
        let now = self.desk.clock().now();
        let finishing = move |tx: &store::Tx<'_>| {
            let mail = queries::claim_mail(tx, id)?;
            match mail.is_some_and(|mail| !is_settled(&mail, told)) {
                true => queries::finish(tx, id, &understood, &done, now),
                false => Ok(()),
            }
        };
        Ok(self.store().write(finishing).await?)
    }
}

/// What the servers that a mailbox trusts found out about a message.
fn checked(incoming: &Incoming, mailbox: &Mailbox) -> Option<Checked> {
    let (by, checks) = parsing::trusted(&incoming.server_checks, &mailbox.trusted_servers)?;
    Some(Checked {
        by: by.to_owned(),
        checks,
    })
}

/// Whether nothing is to be done with a message any more.
fn is_settled(mail: &Mail, told: Told) -> bool {
    match told {
        Told::Nothing => !matches!(mail.outcome, Outcome::Received),
        Told::Release => !mail.outcome.can_be_retried(),
    }
}
