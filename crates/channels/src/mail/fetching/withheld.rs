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

/// As often may the line break at a message before it counts as one that is not handed over. A network fails more often than
/// a server does at a message.
const BREAKS: i64 = 20;

/// What the mailbox calls a message.
pub(super) fn source(validity: u32, uid: u32) -> String {
    format!("imap:{validity}:{uid}")
}

/// Whether it is this message that the server cannot give, and not the server that is in trouble.
pub(super) fn is_of_the_message(trouble: &Trouble) -> bool {
    matches!(trouble.why.as_str(), "imap_empty" | "imap_answer")
}

/// Whether the server went away, or said nothing more.
fn is_of_the_line(trouble: &Trouble) -> bool {
    matches!(
        trouble.why.as_str(),
        "imap_gone" | "imap_broken" | "imap_slow"
    )
}

/// How often in a row the line broke at the same message, though the server had let the desk in and listed it.
#[derive(Default)]
pub(super) struct Broken {
    at: Option<(u32, u32)>,
    times: i64,
}

impl Broken {
    /// Counts once more.
    fn at(&mut self, message: (u32, u32)) -> i64 {
        if self.at != Some(message) {
            (self.at, self.times) = (Some(message), 0);
        }
        self.times += 1;
        self.times
    }
}

/// Before the last try: it is this message alone that is not handed over only where another one is. Else the server is in
/// trouble, and nothing is given up for that. Where there is no other one, nobody can tell.
pub(super) async fn make_sure(
    intake: &Intake,
    mailbox: MailboxId,
    talk: &mut Conversation,
    (uid, last): (u32, u32),
) -> std::result::Result<(), Ended> {
    let source = source(talk.uid_validity, uid);
    let of = source.clone();
    let reading = move |tx: &Tx<'_>| withheld::tries(tx, mailbox, &of);
    let over = intake.store().read(reading).await? - (TRIES - 1);
    let Ok(time) = usize::try_from(over) else {
        return Ok(());
    };
    let trouble = match talk.hands_over_another(uid, last, time).await {
        Ok(Some(true) | None) => return Ok(()),
        Ok(Some(false)) => Reason::new("imap_empty"),
        Err(trouble) => trouble,
    };
    // The next time another one is asked for.
    let (now, reasons) = (intake.clock().now(), why(uid));
    let counting =
        move |tx: &Tx<'_>| withheld::count(tx, (mailbox, &source), &reasons, (1, i64::MAX), now);
    intake.store().write(counting).await?;
    Err(trouble.into())
}

/// Keeps that a message was not handed over: a trouble of the mailbox, until it is given up.
pub(super) async fn count(
    intake: &Intake,
    mailbox: MailboxId,
    message: (u32, u32),
    trouble: Trouble,
) -> Ended {
    counted(intake, mailbox, message, trouble, 1)
        .await
        .unwrap_or_else(Ended::from)
}

/// What it means for a message that taking it ended: where the line breaks at the same one again and again, that is why.
pub(super) async fn broke(
    intake: &Intake,
    mailbox: MailboxId,
    message: (u32, u32),
    ended: Ended,
    broken: &mut Broken,
) -> Ended {
    match ended {
        Ended::Trouble(trouble) if is_of_the_line(&trouble) => match broken.at(message) {
            BREAKS.. => counted(intake, mailbox, message, trouble, TRIES - 1)
                .await
                .unwrap_or_else(Ended::from),
            _ => trouble.into(),
        },
        ended => ended,
    }
}

async fn counted(
    intake: &Intake,
    mailbox: MailboxId,
    (validity, uid): (u32, u32),
    trouble: Trouble,
    times: i64,
) -> store::Result<Ended> {
    let (now, mut reasons) = (intake.clock().now(), why(uid));
    if trouble.why != "imap_empty" {
        reasons.push(trouble.clone());
    }
    let counting = move |tx: &Tx<'_>| {
        let source = source(validity, uid);
        let is_over = withheld::count(tx, (mailbox, &source), &reasons, (times, TRIES), now)?;
        if is_over {
            accounts::keep_uid(tx, mailbox, validity, uid)?;
        }
        Ok::<_, store::Error>(is_over)
    };
    match intake.store().write(counting).await? {
        true => Ok(Ended::GivenUp),
        false => Ok(trouble.into()),
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

/// The same messages but for those that were given up.
pub(super) async fn but_given_up(
    intake: &Intake,
    mailbox: MailboxId,
    validity: u32,
    mut uids: Vec<u32>,
) -> store::Result<Vec<u32>> {
    let begins = format!("imap:{validity}:");
    let reading = move |tx: &Tx<'_>| withheld::given_up(tx, mailbox, &begins);
    let given_up = intake.store().read(reading).await?;
    uids.retain(|uid| !given_up.contains(&source(validity, *uid)));
    Ok(uids)
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
            Some(uid) if uid <= last => match take(intake, mailbox, account, talk, uid).await {
                // Once more was asked for, and it holds up no other.
                Err(Ended::Trouble(trouble)) if is_of_the_line(&trouble) => {
                    let message = (talk.uid_validity, uid);
                    return Err(count(intake, mailbox, message, trouble).await);
                }
                taken => taken?,
            },
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
