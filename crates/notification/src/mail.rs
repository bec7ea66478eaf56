//! Telling by mail: what somebody has not read some minutes after it happened, all of it in one message; where it is quiet
//! for them, afterwards.

use crate::model::APPROVALS;
use crate::model::Kind;
use crate::push::quiet_until;
use crate::queries::mail as rows;
use crate::queries::push::Pending;
use crate::words::{self, Happened};
use kernel::time::MINUTE;
use kernel::{Permission, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;
use web::Texts;
use work::jobs::{Failure, Job, Priority, Running};
use work::ports::{Mails, Tidings};
use work::{Reader, Result};

/// How long somebody has to read it in the page before it is mailed.
const PATIENCE: i64 = 2 * MINUTE;
/// Most lines of one message; of the others only how many they are.
const LINES_MAX: usize = 20;
/// Most that is read for a message.
const PENDING_MAX: i64 = 200;
/// Longest subject of a ticket in a message, in characters.
const SUBJECT_MAX_CHARS: usize = 120;

/// Somebody was told something that they want mailed.
pub(crate) fn tell(tx: &Tx<'_>, person: PersonId, now: Timestamp) -> Result<()> {
    let soon = now.plus(PATIENCE);
    let at = quiet_until(tx, person, now)?.map_or(soon, |end| end.max(soon));
    Ok(rows::set_due(tx, person, at)?)
}

/// Looks who has not read what they were told.
#[derive(Serialize, Deserialize)]
pub(crate) struct MailDue {}

impl Job for MailDue {
    const NAME: &'static str = "told_mail_due";
    const PRIORITY: Priority = Priority::Idle;
    const EVERY: Option<i64> = Some(MINUTE);

    async fn run(self, running: Running) -> std::result::Result<(), Failure> {
        let Some(mails) = running.floor.modules.iter().find_map(|module| module.mails) else {
            return Ok(());
        };
        let (store, now) = (
            running.floor.desk.store().clone(),
            running.floor.desk.clock().now(),
        );
        for person in store.read(move |tx| rows::due(tx, now)).await? {
            store.write(move |tx| mail(tx, mails, person, now)).await?;
        }
        Ok(())
    }
}

fn mail(tx: &Tx<'_>, mails: Mails, person: PersonId, now: Timestamp) -> Result<()> {
    let Some(actor) = directory::queries::actor(tx, person)? else {
        return Ok(rows::end_due(tx, person)?);
    };
    // They may have chosen other hours since.
    if let Some(end) = quiet_until(tx, person, now)? {
        return Ok(rows::put_off(tx, person, end)?);
    }
    let pending = rows::pending(tx, &Reader::new(&actor, now), PENDING_MAX)?;
    if let Some(newest) = pending.first() {
        let locale = directory::queries::find_person(tx, person)?.map(|person| person.locale);
        let brand = directory::queries::brand(tx)?;
        let texts = brand.texts_for(locale.as_deref(), None);
        let tickets = match actor.can(Permission::TicketRead) {
            true => "/tickets",
            false => "/my/tickets",
        };
        let said = |one: &Pending| said(one, texts, &brand.product);
        let path = |one: &Pending| match one.kind {
            Kind::ApprovalAsked => APPROVALS.to_owned(),
            _ => format!("{tickets}/{}", one.ticket),
        };
        let lines = pending.iter().take(LINES_MAX);
        let count = i64::try_from(pending.len()).unwrap_or(i64::MAX);
        let tidings = Tidings {
            person,
            stamp: pending.iter().map(|one| one.stamp).max().unwrap_or(0),
            ticket: newest.ticket,
            about: match pending.as_slice() {
                [one] => said(one),
                _ => texts.count("push-several", count),
            },
            lines: lines.map(|one| (line(one, said(one)), path(one))).collect(),
            more: count - i64::try_from(LINES_MAX.min(pending.len())).unwrap_or(0),
        };
        mails(tx, &tidings, now)?;
    }
    Ok(rows::end_due(tx, person)?)
}

/// The ticket, and what happened to it. Subjects of confidential tickets are left out: mail is read by others.
fn line(one: &Pending, said: String) -> String {
    match &one.subject {
        Some(subject) => {
            let short: String = subject.chars().take(SUBJECT_MAX_CHARS).collect();
            format!("#{} {short}: {said}", one.ticket)
        }
        None => format!("#{}: {said}", one.ticket),
    }
}

fn said(one: &Pending, texts: Texts, product: &str) -> String {
    let happened = Happened {
        kind: one.kind,
        who: one.actor.as_deref(),
        count: one.count,
    };
    words::said(&happened, texts, product)
}
