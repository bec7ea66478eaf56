//! A message as it is sent, out of what is in the database: put together, with its files, and signed.

use super::copies::{copy_of, is_kept};
use super::gathered::{Found, Gathered, Said, gathered};
use super::letter::Letter;
use super::model::{Enclosed, Outgoing};
use super::paper::Look;
use super::sending::{Mailer, Went, told};
use super::survey;
use crate::mail::blocking;
use crate::mail::model::{Mailbox, MailboxId};
use crate::mail::{Intake, queries, signing, token};
use kernel::ticket::{Address, Attachment};
use lettre::address::Envelope;
use std::io::Read;
use store::Tx;
use work::{Error, Result};

/// Files of a message are enclosed up to this size in all; others are behind the link.
const FILES_MAX_BYTES: i64 = 10 * 1024 * 1024;

/// A message that is put together.
pub(super) struct Written {
    pub(super) envelope: Envelope,
    /// The desk's address, that it is from.
    pub(super) desk: String,
    pub(super) raw: Vec<u8>,
    /// What is kept of it.
    pub(super) copy: Option<Vec<u8>>,
}

impl Mailer {
    /// The message as it is sent; or what becomes of it where there is none to send.
    pub(super) async fn written(
        &self,
        one: &Outgoing,
    ) -> Result<std::result::Result<Written, Went>> {
        let brand = self.directory.brand().await.map_err(told)?;
        let base = self.directory.base_url().to_owned();
        let (wanted, now) = (one.clone(), self.desk.clock().now());
        let reading = move |tx: &Tx<'_>| gathered(tx, &wanted, now);
        let gathered = match self.desk.store().read(reading).await? {
            Found::Message(gathered) => *gathered,
            Found::TooOld => return Ok(Err(Went::TooOld)),
            Found::Nothing => return Ok(Err(Went::Withdrawn)),
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
            // People outside have no page of it, nor has whoever gets a copy alone.
            Said::Aside(_) => None,
            Said::Reply(_) if one.person.is_none() => None,
            Said::Reply(_) | Said::Resolved => Some(format!("{base}/my/tickets/{}", one.ticket)),
        };
        let names = gathered.files.iter().map(|file| file.name.clone());
        let names: Vec<String> = names.collect();
        let files = self.enclosed(gathered.files).await?;
        let left_out = if files.is_empty() { names } else { Vec::new() };
        let from = sender(&gathered.mailbox, &brand.product);
        let locale = gathered.locale.as_deref().filter(|it| !it.is_empty());
        let texts = brand.texts_for(locale, None);
        let product = match brand.product.as_str() {
            "" => from.name.as_str(),
            product => product,
        };
        let look = Look::of(&brand, product, texts, &base);
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
        let written = whole.written().map(|(envelope, raw)| Written {
            envelope,
            desk,
            raw,
            copy: copy.and_then(copy_of),
        });
        Ok(written.map_err(Went::Refused))
    }

    pub(super) fn intake(&self) -> Intake {
        Intake::new(self.desk.clone(), self.directory.clone())
    }

    /// The address with the token that answers go to; none where the server of the mailbox takes no such addresses, or it
    /// would be too long: answers go to the mailbox's own then.
    async fn reply_to(&self, one: &Outgoing, gathered: &Gathered) -> Result<Option<String>> {
        if !gathered.mailbox.plus_addresses {
            return Ok(None);
        }
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

/// Who writes: the mailbox by its own name, or, where its address is all it has, the desk by its product's.
fn sender(mailbox: &Mailbox, product: &str) -> Address {
    let is_named = !mailbox.name.is_empty() && mailbox.name != mailbox.address;
    let name = match is_named || product.is_empty() {
        true => mailbox.name.as_str(),
        false => product,
    };
    Address {
        name: name.to_owned(),
        email: token::plain(&mailbox.address),
    }
}

#[cfg(test)]
mod tests {
    use super::sender;
    use crate::mail::model::{Mailbox, MailboxId};

    #[test]
    fn a_mailbox_writes_by_its_own_name_and_else_by_the_products() {
        for (name, product, expected) in [
            ("Payroll", "Aldermoor IT", "Payroll"),
            ("Payroll", "", "Payroll"),
            ("pay@example.com", "Aldermoor IT", "Aldermoor IT"),
            ("", "Aldermoor IT", "Aldermoor IT"),
            ("pay@example.com", "", "pay@example.com"),
        ] {
            let mailbox = Mailbox {
                id: MailboxId(1),
                name: name.into(),
                address: "pay@example.com".into(),
                team: None,
                service: None,
                active: true,
                trusted_servers: Vec::new(),
                plus_addresses: true,
            };
            let from = sender(&mailbox, product);
            assert_eq!(from.name, expected, "{name} {product}");
            assert_eq!(from.email, "pay@example.com");
        }
    }
}
