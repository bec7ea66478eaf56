//! Administrators are mailed when something about mail begins to fail: once, and again only after it was well in between.
//!
//! It goes out beside the queue, at once or at the next look: by a mailbox that is well, and by any other where none is.

use super::handing_over::{Failure, hand_over};
use super::letter::{Body, Letter};
use super::paper::Look;
use super::sending::{Mailer, Sender, told};
use super::told::Told;
use super::{address_of, message_id, server};
use crate::mail::alarms::{Standing, standing};
use crate::mail::choices::Optional;
use crate::mail::fetching::account::FAILING_ALARM_MINUTES;
use crate::mail::model::{Mailbox, MailboxId};
use crate::mail::queries;
use crate::mail::queries::alarms::{self, ToldAlarms};
use directory::queries::find_person;
use kernel::ticket::Address;
use kernel::time::MINUTE;
use kernel::{PersonId, TicketId, Timestamp};
use std::collections::BTreeSet;
use std::time::Duration;
use store::Tx;
use web::Texts;
use work::ports::Tiding;
use work::{Error, Result};

/// How often it is looked whether something has begun to fail.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// The same where it was not taken for somebody just now: the others hear of what begins meanwhile.
const LOOK_AGAIN: Duration = Duration::from_secs(5 * 60);
/// The same where nobody could be told.
const LOOK_AT_LEAST: Duration = Duration::from_secs(60 * 60);
/// By so many mailboxes it is tried to tell somebody.
const WAYS_MAX: usize = 5;

/// Who was told of alarms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// How many people.
    pub people: usize,
    /// Whether somebody could not be told.
    pub failed: bool,
    /// Whether it was not taken for somebody just now.
    pub later: bool,
}

/// An administrator who wants to be told.
struct Administrator {
    person: PersonId,
    to: Address,
    locale: String,
}

impl Sender {
    /// Looks for what begins to fail, as long as it is let.
    pub(super) async fn keep_telling_alarms(&self) {
        let mut wait = LOOK_EVERY;
        loop {
            // A server that does not let the desk in is not asked each minute: some lock out who tries too often.
            wait = match self.tell_alarms().await {
                Ok(told) if told.failed => (2 * wait).min(LOOK_AT_LEAST),
                Ok(told) if told.later => LOOK_AGAIN,
                Ok(_) => LOOK_EVERY,
                Err(error) => {
                    tracing::error!(%error, "alarms could not be told");
                    LOOK_EVERY
                }
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// Mails administrators what has begun to fail and was not told yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_alarms(&self) -> Result<Reached> {
        let desk = &self.mailer.desk;
        let now = desk.clock().now();
        let reading = move |tx: &Tx<'_>| Ok::<_, Error>((begun(tx, now)?, alarms::told(tx)?));
        let (stands, told) = desk.store().read(reading).await?;
        let new: BTreeSet<String> = stands.difference(&told.whole).cloned().collect();
        let mut still = ToldAlarms {
            whole: told.whole.intersection(&stands).cloned().collect(),
            partly: told.partly.clone(),
        };
        still.partly.retain(|key, _| new.contains(key));
        let mut reached = Reached::default();
        if !new.is_empty() {
            reached = self.tell_new(&new, &mut still, now).await?;
        }
        if still != told {
            let keeping = move |tx: &Tx<'_>| alarms::keep_told(tx, &still);
            desk.store().write(keeping).await?;
        }
        Ok(reached)
    }

    /// Mails administrators what they were not told yet, and adds to what was told.
    async fn tell_new(
        &self,
        new: &BTreeSet<String>,
        told: &mut ToldAlarms,
        now: Timestamp,
    ) -> Result<Reached> {
        let all = self.mailer.desk.store().read(administrators).await?;
        let (mut reached, mut is_to_go_on) = (Reached::default(), false);
        for one in &all {
            let knows = |key: &String| {
                told.partly
                    .get(key)
                    .is_some_and(|to| to.contains(&one.person))
            };
            let unheard: BTreeSet<String> = new.iter().filter(|key| !knows(key)).cloned().collect();
            if unheard.is_empty() {
                continue;
            }
            match self.mailer.mail_alarms(one, &unheard, now).await? {
                Handed::Taken => {
                    reached.people += 1;
                    for key in unheard {
                        told.partly.entry(key).or_default().insert(one.person);
                    }
                }
                Handed::Refused(_) => reached.failed = true,
                Handed::NotNow(_) => (reached.later, is_to_go_on) = (true, true),
                // Where no server works for one, none does for the others.
                Handed::Down { .. } => {
                    (reached.failed, is_to_go_on) = (true, true);
                    break;
                }
            }
        }
        // Where nobody could be told, it is tried again; and for those for whom it was not taken just now.
        if !is_to_go_on {
            let done = |key: &&String| all.is_empty() || told.partly.contains_key(*key);
            let done: Vec<String> = new.iter().filter(done).cloned().collect();
            told.partly.retain(|key, _| !done.contains(key));
            told.whole.extend(done);
        }
        Ok(reached)
    }
}

impl Mailer {
    /// Answers whether a mail server has taken it.
    async fn mail_alarms(
        &self,
        one: &Administrator,
        new: &BTreeSet<String>,
        now: Timestamp,
    ) -> Result<Handed> {
        let brand = self.directory.brand().await.map_err(told)?;
        let base = self.directory.base_url().to_owned();
        let texts = brand.texts_for(Some(one.locale.as_str()).filter(|it| !it.is_empty()), None);
        let wanted = new.clone();
        let reading = move |tx: &Tx<'_>| {
            let mut all = standing(tx, now, texts)?;
            all.retain(|alarm| wanted.contains(&alarm.key));
            let ways = ways(tx, &all)?;
            Ok::<_, Error>((all.iter().map(tiding).collect::<Vec<_>>(), ways))
        };
        let (said, ways) = self.desk.store().read(reading).await?;
        let body = Told {
            said,
            besides: Vec::new(),
        };
        let choice = self
            .intake()
            .choice_link(one.person, Optional::Alarm)
            .await?;
        let mut last = None;
        let mut desks_is_down = false;
        for mailbox in ways {
            let stamp = format!("alarm:{}:{}", one.person, now.0);
            let letter = Letter {
                base: &base,
                look: Look::of(&brand, &mailbox.name, texts, &base),
                // It is about none, and none is named.
                ticket: TicketId(0),
                subject: "",
                from: Address {
                    name: mailbox.name.clone(),
                    email: mailbox.address.clone(),
                },
                reply_to: None,
                to: &one.to,
                others: Vec::new(),
                message_id: &message_id("alarm", &stamp, &mailbox),
                references: &[],
                automatic: true,
                choice: Some(choice.clone()),
                body: Body::Alarm(&body),
                files: Vec::new(),
                left_out: Vec::new(),
                link: Some(base.clone()),
                texts,
            };
            let handed = self
                .hand_alarm_over(letter, mailbox.id, desks_is_down)
                .await?;
            match &handed {
                Handed::Taken => return Ok(handed),
                Handed::Refused(why) | Handed::NotNow(why) | Handed::Down { why, .. } => {
                    tracing::warn!(why, mailbox = mailbox.id.0, "an alarm is not told");
                }
            }
            desks_is_down |= matches!(handed, Handed::Down { by_desks: true, .. });
            last = Some(match (last, handed) {
                // Where one way may be open later, it is tried again, whatever the others say. And where one server
                // answers, it may take what is for others.
                (Some(Handed::NotNow(why)), _)
                | (Some(Handed::Refused(_)), Handed::Down { why, .. })
                | (Some(Handed::Down { why, .. }), Handed::Refused(_)) => Handed::NotNow(why),
                (_, handed) => handed,
            });
        }
        Ok(last.unwrap_or_else(|| Handed::Down {
            why: "no mailbox is there".to_owned(),
            by_desks: false,
        }))
    }

    /// Hands it over; `desks_is_down` keeps the desk's own server from being asked once more.
    async fn hand_alarm_over(
        &self,
        letter: Letter<'_>,
        mailbox: MailboxId,
        desks_is_down: bool,
    ) -> Result<Handed> {
        let (envelope, raw) = match letter.written() {
            Ok(written) => written,
            Err(wrong) => return Ok(Handed::Refused(wrong)),
        };
        let raw = match self.signed(mailbox, raw).await {
            Ok(raw) => raw,
            Err(error) => return Ok(Handed::Refused(error.to_string())),
        };
        let (desks, base) = (self.server.as_ref(), self.directory.base_url());
        let by = match server::of(&self.desk, mailbox, desks, base).await? {
            Ok(by) => by,
            Err(why) => return Ok(Handed::Refused(why)),
        };
        let by_desks = by.is_desks();
        if by_desks && desks_is_down {
            let why = "the same server as before".to_owned();
            return Ok(Handed::Down { why, by_desks });
        }
        let handed = hand_over(&by.server, &envelope, &raw, self.patience).await;
        Ok(match handed {
            Ok(()) => Handed::Taken,
            Err(Failure::Said(error)) if error.is_permanent() => Handed::Refused(error.to_string()),
            // It lets us in and answers: others may be taken.
            Err(Failure::Said(error)) => Handed::NotNow(error.to_string()),
            Err(Failure::Unfit(why)) => Handed::Refused(why),
            Err(failure @ (Failure::Early(_) | Failure::Lost(_))) => Handed::Down {
                why: failure.to_string(),
                by_desks,
            },
        })
    }
}

/// What became of telling somebody.
enum Handed {
    Taken,
    /// It is not taken for this person, or of this mailbox.
    Refused(String),
    /// It is not taken for this person just now.
    NotNow(String),
    /// The server does not let us in or does not answer: the desk's, or a mailbox's own.
    Down {
        why: String,
        by_desks: bool,
    },
}

/// What has stood for long enough: servers are restarted now and then.
fn begun(tx: &Tx<'_>, now: Timestamp) -> Result<BTreeSet<String>> {
    let patience = FAILING_ALARM_MINUTES * MINUTE;
    let all = standing(tx, now, Texts::english())?.into_iter();
    let begun = all.filter(|alarm| alarm.since.plus(patience) <= now);
    Ok(begun.map(|alarm| alarm.key).collect())
}

fn tiding(alarm: &Standing) -> Tiding {
    Tiding {
        ticket: TicketId(0),
        about: alarm.text.clone(),
        line: format!("{}: {}", alarm.text, alarm.detail),
        path: alarm.href.clone(),
    }
}

/// The mailboxes that it can go out by: those that are well come first.
fn ways(tx: &Tx<'_>, alarms: &[Standing]) -> Result<Vec<Mailbox>> {
    let fails = |id: MailboxId| alarms.iter().any(|alarm| alarm.mailbox == Some(id));
    let mut all = queries::mailboxes(tx)?;
    all.retain(|mailbox| mailbox.active);
    all.sort_by_key(|mailbox| fails(mailbox.id));
    all.truncate(WAYS_MAX);
    Ok(all)
}

/// The administrators who want such mail and can be reached; no mailbox of the desk is written to.
fn administrators(tx: &Tx<'_>) -> Result<Vec<Administrator>> {
    let own = queries::mailboxes(tx)?;
    let mut found = Vec::new();
    for person in alarms::administrators(tx)? {
        let Some(to) = address_of(tx, person)? else {
            continue;
        };
        let is_own = own.iter().any(|mailbox| mailbox.address == to.email);
        if is_own
            || queries::is_unreachable(tx, &to.email)?
            || queries::choices::is_off(tx, person, Optional::Alarm)?
        {
            continue;
        }
        let locale = find_person(tx, person)?.map(|known| known.locale);
        let locale = locale.unwrap_or_default();
        found.push(Administrator { person, to, locale });
    }
    Ok(found)
}
