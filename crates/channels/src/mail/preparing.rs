//! Reading a message: what it says, with its files kept and looked through for viruses.

use super::alike::Sketch;
use super::deciding::Told;
use super::model::{Done, Mail, Outcome, Reason};
use super::parsing::{self, Incoming};
use super::queries::Understood;
use super::scanning::held_up;
use super::{Intake, blocking, reply};
use kernel::calendar::Invitation;
use kernel::ticket::Attachment;
use std::io::Read;
use tokio::sync::{Semaphore, SemaphorePermit};
use work::Result;

/// Messages that are read at the same time have so much in all, in units of 1 MiB: reading takes some times their size.
const READING_MAX: u32 = 64;
const READING_UNIT_BYTES: usize = 1024 * 1024;
static READING: Semaphore = Semaphore::const_new(READING_MAX as usize);
/// Messages whose files are looked through for viruses at the same time: each waits on a thread.
static SCANNING: Semaphore = Semaphore::const_new(8);

/// A message that was understood, with its files kept.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(crate) incoming: Incoming,
    pub(crate) visible: String,
    pub(crate) sketch: Sketch,
    pub(crate) attachments: Vec<Attachment>,
    /// What the invitations among them say, by the file's hash.
    pub(crate) invitations: Vec<(String, Invitation)>,
}

impl Prepared {
    /// What is kept of it, whatever becomes of it.
    pub(super) fn understood(&self) -> Understood {
        let incoming = &self.incoming;
        Understood {
            message_id: incoming.message_id.clone(),
            from_email: incoming.from.as_ref().map(|from| from.email.clone()),
            subject: incoming.subject.clone(),
            sketch: Some(self.sketch.written()),
            checked: None,
            quiet: incoming.automatic.is_some() || incoming.list.is_some(),
        }
    }
}

impl Intake {
    /// Reads a message and keeps its files; or says what becomes of one that cannot be read, or whose files are not let in,
    /// with what is known of it.
    pub(super) async fn prepare(
        &self,
        mail: &Mail,
        told: Told,
    ) -> Result<std::result::Result<Prepared, (Understood, Done)>> {
        let prepared = match self.understand(mail).await? {
            Ok(prepared) => prepared,
            Err(done) => return Ok(Err((Understood::default(), done))),
        };
        // Nothing of the message is held in memory for this but its text, so slow files hold up no other message.
        match self.scanned(mail, &prepared.attachments, told).await? {
            Some(done) => Ok(Err((prepared.understood(), done))),
            None => Ok(Ok(prepared)),
        }
    }

    /// What becomes of a message because of its files, where that is anything.
    async fn scanned(
        &self,
        mail: &Mail,
        attachments: &[Attachment],
        told: Told,
    ) -> Result<Option<Done>> {
        let scanner = self.scanner.clone().filter(|_| !attachments.is_empty());
        let Some(scanner) = scanner else {
            return Ok(None);
        };
        // It is never closed.
        let _turn = SCANNING.acquire().await.ok();
        let (files, mail, attachments) = (
            self.store().files().clone(),
            mail.clone(),
            attachments.to_vec(),
        );
        let scanning = move || held_up(&scanner, &files, (&mail, &attachments), told);
        Ok(blocking(scanning).await??)
    }

    async fn understand(&self, mail: &Mail) -> Result<std::result::Result<Prepared, Done>> {
        let (files, hash) = (self.store().files().clone(), mail.hash.clone());
        let size_bytes = size_of(mail);
        let _share = share_of(mail).await;
        let reading = move || -> store::Result<std::result::Result<Prepared, Done>> {
            let mut raw = Vec::with_capacity(size_bytes + 1);
            let most = parsing::MESSAGE_MAX_BYTES as u64 + 1;
            files
                .open_content(&hash)?
                .take(most)
                .read_to_end(&mut raw)?;
            let mut incoming = match parsing::parse(&raw) {
                Ok(incoming) => incoming,
                Err(too_much) => {
                    let reason = Reason::of("too_much", too_much.to_string());
                    return Ok(Err(Done::new(Outcome::Quarantined, vec![reason])));
                }
            };
            let (mut attachments, mut invitations) = (Vec::new(), Vec::new());
            for file in std::mem::take(&mut incoming.files) {
                let (hash, size_bytes) = files.put(file.content.as_slice())?;
                invitations.extend(file.invitation.map(|it| (hash.clone(), it)));
                attachments.push(Attachment {
                    hash,
                    name: file.name,
                    media_type: file.media_type,
                    size_bytes,
                });
            }
            // What all messages of somebody end with, and what they quote, says nothing of whether they say the same.
            let visible = reply::visible(&incoming.text);
            Ok(Ok(Prepared {
                sketch: Sketch::of(&format!("{}\n{visible}", incoming.subject)),
                visible,
                attachments,
                invitations,
                incoming,
            }))
        };
        // Whatever goes wrong while a message is read harms this message alone.
        match blocking(reading).await {
            Ok(read) => Ok(read?),
            Err(error) => {
                let reason = Reason::of("unreadable", error.to_string());
                Ok(Err(Done::new(Outcome::Failed, vec![reason])))
            }
        }
    }
}

/// How much of a message is read, in bytes.
fn size_of(mail: &Mail) -> usize {
    let size_bytes = usize::try_from(mail.size_bytes).unwrap_or(usize::MAX);
    size_bytes.min(parsing::MESSAGE_MAX_BYTES)
}

/// What a message takes of all that is read at the same time, as long as it is kept.
pub(super) async fn share_of(mail: &Mail) -> Option<SemaphorePermit<'static>> {
    let share = 1 + u32::try_from(size_of(mail) / READING_UNIT_BYTES).unwrap_or(READING_MAX);
    // It is never closed.
    READING.acquire_many(share.min(READING_MAX)).await.ok()
}
