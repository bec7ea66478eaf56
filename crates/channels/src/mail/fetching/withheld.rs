//! Messages that a mail server lists and does not hand over: each is asked for some times, and then the mailbox goes on
//! behind it. What is known of it stays, and whoever looks after mail can ask for it again.

use super::account::Account;
use super::conversation::{Conversation, Trouble};
use super::{Ended, take};
use crate::mail::intake::Intake;
use crate::mail::model::{MailId, MailboxId, Reason};
use crate::mail::queries::{self, accounts, withheld};
use store::{Store, Tx};
use work::{Error, Result};

/// As often is a message asked for, over a minute or so, before those behind it come first.
const TRIES: i64 = 5;

/// What the mailbox calls a message.
pub(super) fn source(validity: u32, uid: u32) -> String {
    format!("imap:{validity}:{uid}")
}

/// Whether it is this message that the server cannot give, and not the server that is in trouble.
pub(super) fn is_of_the_message(trouble: &Trouble) -> bool {
    matches!(trouble.why.as_str(), "imap_empty" | "imap_answer")
}

/// Keeps that a message was not handed over: a trouble of the mailbox, until it is given up.
pub(super) async fn count(
    intake: &Intake,
    mailbox: MailboxId,
    (validity, uid): (u32, u32),
    trouble: Trouble,
) -> std::result::Result<(), Ended> {
    let (now, mut reasons) = (intake.clock().now(), why(uid));
    if trouble.why == "imap_answer" {
        reasons.push(trouble.clone());
    }
    let counting = move |tx: &Tx<'_>| {
        let source = source(validity, uid);
        let is_over = withheld::count(tx, (mailbox, &source), &reasons, TRIES, now)?;
        if is_over {
            accounts::keep_uid(tx, mailbox, validity, uid)?;
        }
        Ok::<_, store::Error>(is_over)
    };
    match intake.store().write(counting).await? {
        true => Err(Ended::GivenUp),
        false => Err(trouble.into()),
    }
}

/// A message that was not handed over is not there any more.
pub(super) async fn is_gone(
    intake: &Intake,
    mailbox: MailboxId,
    (validity, uid): (u32, u32),
) -> std::result::Result<(), Ended> {
    let mut reasons = why(uid);
    reasons.push(Reason::new("imap_not_there"));
    Ok(end(intake, mailbox, source(validity, uid), reasons).await?)
}

fn why(uid: u32) -> Vec<Reason> {
    vec![Reason::of("imap_withheld", uid.to_string())]
}

async fn end(
    intake: &Intake,
    mailbox: MailboxId,
    source: String,
    reasons: Vec<Reason>,
) -> store::Result<()> {
    let now = intake.clock().now();
    let ending = move |tx: &Tx<'_>| withheld::end(tx, (mailbox, &source), &reasons, now);
    intake.store().write(ending).await
}

/// Asks again for what somebody wants that was given up, up to the last message that was taken.
pub(super) async fn take_again(
    intake: &Intake,
    mailbox: MailboxId,
    account: &Account,
    talk: &mut Conversation,
    last: u32,
) -> std::result::Result<(), Ended> {
    let reading = move |tx: &Tx<'_>| withheld::wanted(tx, mailbox);
    for wanted in intake.store().read(reading).await? {
        let begins = format!("imap:{}:", talk.uid_validity);
        let uid = wanted.strip_prefix(&begins);
        match uid.and_then(|uid| uid.parse().ok()) {
            Some(uid) if uid <= last => take(intake, mailbox, account, talk, uid).await?,
            // Its turn comes.
            Some(_) => {}
            None => {
                let reasons = vec![Reason::new("imap_renumbered")];
                end(intake, mailbox, wanted, reasons).await?;
            }
        }
    }
    Ok(())
}

/// Asks for a message again that was not handed over; does nothing with any other.
pub(in crate::mail) async fn ask_again(store: &Store, id: MailId) -> Result<()> {
    let asking = move |tx: &Tx<'_>| {
        let mail = queries::find_mail(tx, id)?.ok_or(Error::NotFound)?;
        if mail.is_withheld() && !withheld::ask_again(tx, id, mail.mailbox, TRIES)? {
            return Err(Error::NotFound);
        }
        Ok(())
    };
    store.write(asking).await
}
