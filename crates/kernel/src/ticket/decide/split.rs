//! What becomes of messages that are a matter of their own.

use super::values::valid_subject;
use super::{Context, Refusal, require};
use crate::policy::{Lifecycle, StateCategory};
use crate::ticket::activity::{Activity, Opened, Recorded};
use crate::ticket::{Brought, Channel, MailChecks, Message, Ticket};
use crate::{Actor, Permission, PersonId, TicketId, legible};

/// Most messages that are split out at once.
pub const SPLIT_MAX: usize = 50;

/// What happens when messages of `origin` become a ticket of their own, in their order: the first activities of that
/// ticket, and the one of the origin, which needs the new number.
///
/// # Errors
/// When there is no such message or the actor may not.
pub fn decide_split(
    origin: &Ticket,
    messages: &[&Recorded],
    subject: &str,
    context: Context<'_>,
) -> Result<(Vec<Activity>, impl FnOnce(TicketId) -> Activity + use<>), Refusal> {
    if !context.actor.may_see(origin) {
        return Err(Refusal::NoSuchTicket);
    }
    require(context.actor, Permission::TicketMerge)?;
    if messages.len() > SPLIT_MAX {
        return Err(Refusal::TooMany { max: SPLIT_MAX });
    }
    let mut messages = messages.iter().map(|message| said(message, context.actor));
    let first = messages.next().ok_or(Refusal::NoSuchMessage(0))??;
    let (seq, channel, mail_checks) = (first.brought.seq, first.channel, first.mail_checks);
    let mut rest: Vec<Brought> = messages
        .map(|said| said.map(|said| said.brought))
        .collect::<Result<_, _>>()?;
    let more: Vec<i64> = rest.iter().map(|brought| brought.seq).collect();
    let requester = split_requester(origin, &first.brought);
    // What an agent said is not what its requester asks for.
    let description = match first.brought.by_agent {
        false => first.brought.message,
        true => {
            rest.insert(0, first.brought);
            Message::default()
        }
    };
    let policy = context.policy;
    let matrix = policy.priority.priority(origin.impact, origin.urgency);
    let opened = Opened {
        kind: origin.kind,
        channel,
        requester,
        on_behalf_of: None,
        watchers: Default::default(),
        subject: valid_subject(&legible(subject))?,
        description,
        state: Lifecycle::NEW.into(),
        state_category: StateCategory::New,
        impact: origin.impact,
        urgency: origin.urgency,
        priority: policy.raises.apply(matrix, &origin.priority_grounds),
        priority_reason: None,
        priority_grounds: origin.priority_grounds.clone(),
        team: origin.team,
        assignee: None,
        service: origin.service,
        category: origin.category.clone(),
        tags: Default::default(),
        fields: Default::default(),
        parent: None,
        confidential: origin.confidential,
        split_from: Some((origin.id, seq)),
        mail_checks,
    };
    let brought = rest
        .into_iter()
        .map(|brought| Activity::Brought(Box::new(brought)));
    let activities = std::iter::once(Activity::Opened(Box::new(opened))).chain(brought);
    Ok((activities.collect(), move |to| Activity::SplitOff {
        seq,
        more,
        to,
    }))
}

/// For whom a ticket is that begins with this message: whoever wrote it, unless that was an agent.
fn split_requester(origin: &Ticket, first: &Brought) -> PersonId {
    match first.by_agent {
        true => origin.requester,
        false => first.author.unwrap_or(origin.requester),
    }
}

/// A message, the door that it came in by, and how it was checked there.
struct Said {
    brought: Brought,
    channel: Channel,
    mail_checks: MailChecks,
}

fn said(recorded: &Recorded, actor: &Actor) -> Result<Said, Refusal> {
    let (message, author, by_agent, said_at) = match &recorded.activity {
        Activity::Replied {
            message, by_agent, ..
        } => (message, recorded.actor, *by_agent, recorded.at),
        Activity::Brought(brought) => (
            &brought.message,
            brought.author,
            brought.by_agent,
            brought.said_at,
        ),
        // Its requester would read it.
        Activity::Noted { .. } | Activity::SideWritten(_) if actor.can(Permission::NoteRead) => {
            return Err(Refusal::SplitsReveal(recorded.seq));
        }
        _ => return Err(Refusal::NoSuchMessage(recorded.seq)),
    };
    Ok(Said {
        brought: Brought {
            message: message.clone(),
            author,
            by_agent,
            said_at,
            seq: recorded.seq,
        },
        channel: recorded.channel,
        mail_checks: match recorded.activity {
            Activity::Replied { mail_checks, .. } => mail_checks.unwrap_or_default(),
            _ => MailChecks::default(),
        },
    })
}
