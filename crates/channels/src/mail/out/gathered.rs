//! What a message that goes out is made of, as it is in the database when it is sent.

use super::OLD;
use super::asked::Asked;
use super::letter::Body;
use super::model::Outgoing;
use super::survey;
use super::told::Told;
use crate::mail::choices::Optional;
use crate::mail::model::Mailbox;
use crate::mail::queries::{self, outbox};
use kernel::ticket::{
    Address, Attachment, Automated, OutsideText, PublicText, SideMessage, withdrawn,
};
use kernel::time::DAY;
use kernel::{Activity, Recorded, Timestamp};
use store::Tx;
use store::log::{Texts, of_ticket, outside_text};
use work::{FollowLink, Reader, Result};

/// A notification that waited longer than that is not sent any more.
const TOLD_OLD: i64 = DAY;

/// What there is to send.
pub(super) enum Found {
    Message(Box<Gathered>),
    /// What it tells was taken back or is not so any more, or the ticket, mailbox or person is gone, or nobody is asked
    /// any more.
    Nothing,
    /// What it tells of happened long ago, and nobody has said that it goes out all the same.
    TooOld,
}

/// What a message is made of.
pub(super) struct Gathered {
    pub(super) subject: String,
    pub(super) mailbox: Mailbox,
    pub(super) said: Said,
    pub(super) files: Vec<Attachment>,
    pub(super) references: Vec<String>,
    pub(super) locale: Option<String>,
    /// Whether Spoc itself did it.
    pub(super) automatic: bool,
    /// What it is to whoever gets it, where they can do without it.
    pub(super) optional: Option<Optional>,
}

/// What it says. A note is none of it.
pub(super) enum Said {
    /// What an agent answered.
    Reply(PublicText),
    /// That the work is done.
    Resolved,
    /// What somebody is asked to approve.
    Asked(Asked),
    /// How content they are, and what they answer by.
    Survey(FollowLink),
    /// What they are told.
    Told(Told),
    /// What was written to people outside.
    Aside(ToOutside),
}

/// A message to people outside.
pub(super) struct ToOutside {
    pub(super) conversation: u32,
    with: Vec<Address>,
    text: OutsideText,
}

impl Said {
    pub(super) fn body(&self) -> Body<'_> {
        match self {
            Said::Reply(text) => Body::Reply(text),
            Said::Resolved => Body::Resolved,
            Said::Asked(asked) => asked.body(),
            Said::Survey(_) => Body::Survey,
            Said::Told(told) => Body::Told(told),
            Said::Aside(aside) => Body::Aside(&aside.text),
        }
    }

    /// Who else gets it and is named in it. Whoever gets an answer does not learn who else follows a ticket; a side
    /// conversation is one of all whom it is with.
    pub(super) fn others(&self, to: &Address) -> Vec<Address> {
        match self {
            Said::Aside(aside) => {
                let others = aside.with.iter().filter(|one| one.email != to.email);
                others.cloned().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Everything for a message, if it is still to be sent.
pub(super) fn gathered(tx: &Tx<'_>, one: &Outgoing, now: Timestamp) -> Result<Found> {
    // Whatever it failed for before, somebody has sent it again since.
    let is_first = one.error.is_none();
    if let Some(told) = &one.told {
        // Notifications wait where nothing sends, too: whoever reads them in Spoc has them by now.
        if is_first && one.created_at.plus(TOLD_OLD) < now {
            return Ok(Found::Nothing);
        }
        return Ok(found(notification(tx, one, told, now)?));
    }
    let log = of_ticket(tx, one.ticket, Texts::Public)?;
    if withdrawn(&log).contains(&one.position) {
        return Ok(Found::Nothing);
    }
    let happened = log.iter().find(|it| it.position == one.position);
    if happened.is_some_and(|it| is_first && it.at.plus(OLD) < now) {
        return Ok(Found::TooOld);
    }
    Ok(found(of_log(tx, one, log, now)?))
}

fn found(gathered: Option<Gathered>) -> Found {
    gathered.map_or(Found::Nothing, |it| Found::Message(Box::new(it)))
}

/// What a ticket's log tells; nothing where that is not so any more.
fn of_log(
    tx: &Tx<'_>,
    one: &Outgoing,
    log: Vec<Recorded>,
    now: Timestamp,
) -> Result<Option<Gathered>> {
    let (Some(ticket), Some(mailbox)) = (
        store::load(tx, one.ticket)?,
        queries::find_mailbox(tx, one.mailbox)?,
    ) else {
        return Ok(None);
    };
    let mut log = log.into_iter();
    let Some(happened) = log.find(|recorded| recorded.position == one.position) else {
        return Ok(None);
    };
    // It may have waited, and the work goes on meanwhile; or it was done once more, which is told by itself.
    let goes_on = ticket.is_open() || log.any(|later| is_reopening(&later));
    let locale = match one.person {
        Some(person) => directory::queries::find_person(tx, person)?.map(|person| person.locale),
        None => None,
    };
    let (automatic, mut files) = (happened.actor.is_none(), Vec::new());
    let (mut subject, mut references) = (ticket.subject.clone(), Vec::new());
    let said = match (happened.activity, one.person) {
        (Activity::Replied { message, .. }, _) => {
            files = message.attachments;
            Said::Reply(message.text)
        }
        (Activity::SideWritten(side), _) => {
            let Some(aside) = to_outside(tx, one, &side)? else {
                return Ok(None);
            };
            references = outbox::ids_before(tx, one, aside.conversation)?;
            (subject, files) = (side.subject, side.message.attachments);
            Said::Aside(aside)
        }
        (Activity::Approval(told), Some(person)) => {
            match Asked::of(tx, &ticket, told.approval(), person, now)? {
                Some(asked) => Said::Asked(asked),
                None => return Ok(None),
            }
        }
        (Activity::Automated(Automated::Surveyed), Some(person)) => {
            let link = FollowLink {
                ticket: ticket.id,
                person,
            };
            match survey::is_open(&ticket, now) {
                true => Said::Survey(link),
                false => return Ok(None),
            }
        }
        _ if goes_on => return Ok(None),
        _ => Said::Resolved,
    };
    // Whoever is asked has not got what went before.
    if matches!(said, Said::Reply(_) | Said::Resolved | Said::Survey(_)) {
        references = outbox::ids_of_correspondence(tx, one)?;
    }
    let optional = one.person;
    Ok(Some(Gathered {
        subject,
        mailbox,
        said,
        files,
        references,
        locale,
        automatic,
        optional: optional.and_then(|person| one.kind.optional(&ticket, person)),
    }))
}

fn is_reopening(recorded: &Recorded) -> bool {
    matches!(&recorded.activity, Activity::StateChanged(change) if change.category.is_open())
}

/// What was written in a side conversation, for one of those whom it was with; nothing for anybody else, and nothing of
/// what people outside wrote.
fn to_outside(tx: &Tx<'_>, one: &Outgoing, side: &SideMessage) -> Result<Option<ToOutside>> {
    let is_with = side.with.iter().any(|with| with.email == one.to.email);
    if side.from.is_some() || !is_with {
        return Ok(None);
    }
    Ok(outside_text(tx, one.position)?.map(|text| ToOutside {
        conversation: side.conversation,
        with: side.with.clone(),
        text,
    }))
}

/// A notification, of what whoever gets it may still see; nothing where that is nothing.
fn notification(
    tx: &Tx<'_>,
    one: &Outgoing,
    told: &Told,
    now: Timestamp,
) -> Result<Option<Gathered>> {
    let (Some(ticket), Some(mailbox), Some(person)) = (
        store::load(tx, one.ticket)?,
        queries::find_mailbox(tx, one.mailbox)?,
        one.person,
    ) else {
        return Ok(None);
    };
    let Some(actor) = directory::queries::actor(tx, person)? else {
        return Ok(None);
    };
    let told = told.narrowed(tx, &Reader::new(&actor, now))?;
    if told.said.is_empty() && told.besides.is_empty() {
        return Ok(None);
    }
    let locale = directory::queries::find_person(tx, person)?.map(|person| person.locale);
    Ok(Some(Gathered {
        subject: String::new(),
        mailbox,
        said: Said::Told(told),
        files: Vec::new(),
        references: Vec::new(),
        locale,
        automatic: true,
        optional: one.kind.optional(&ticket, person),
    }))
}
