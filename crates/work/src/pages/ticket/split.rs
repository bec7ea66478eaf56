//! Before messages become a ticket of their own: which, for whom, and what they take along.

use super::Teller;
use super::timeline::{Timeline, View, said_at};
use crate::error::Error;
use crate::pages::Pages;
use crate::queries::{self, TicketPage as Known};
use crate::screens::split::{SplitChoice, SplitPage};
use crate::screens::ticket::{Entry, Message};
use directory::{SignedIn, frame};
use kernel::ticket::{Activity, Refusal, SPLIT_MAX};
use kernel::{Permission, PersonId, Recorded, Ticket, TicketId};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;
use web::{Path, Query, Result};

/// Most bytes of HTML that one message has before it is cut.
const HTML_BYTES: usize = 40 * 1024;
/// Most bytes of HTML that all chosen messages have; of those behind them, their beginning is enough.
const PREVIEW_BYTES: usize = 60 * 1024;
/// How much of a message is shown to choose it by, in characters.
const BEGINS_CHARS: usize = 120;

/// Which messages.
#[derive(Deserialize)]
pub(in crate::pages) struct Asked {
    /// Their anchors on the ticket's page: `m12`.
    #[serde(default)]
    message: Vec<String>,
}

/// `GET /tickets/{number}/split`
pub(in crate::pages) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    if !signed.actor.can(Permission::TicketMerge) {
        return Err(Error::from(Refusal::Forbidden(Permission::TicketMerge)).into());
    }
    let (reader, desk) = (pages.reader(&signed), pages.desk.clone());
    let (rules, known) = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            Ok::<_, Error>((rules, queries::page(tx, &reader, id)?))
        })
        .await?;
    let chosen = chosen(&known, asked.message.iter().map(String::as_str))?;
    let words = pages.words(&rules, signed.texts);
    let calendar = signed.calendar();
    let teller = Teller {
        words: &words,
        names: &known.names,
        linked: &known.linked,
        calendar: &calendar,
    };
    let timeline = Timeline {
        known: &known,
        teller,
        actor: &signed.actor,
        agent: true,
        now: None,
        before: None,
        view: View::Everything,
    };
    let previewed = previewed(timeline, &chosen);
    let page = SplitPage {
        frame: frame(
            &signed,
            "/tickets",
            words.texts.t1("split-title", "number", id.to_string()),
        ),
        number: id.0,
        version: known.ticket.version,
        subject: &known.ticket.subject,
        choices: choices(&teller, &known, &chosen),
        notes_stay: has_internal(&known),
        told: told(&teller, &known.ticket, &chosen),
        chosen: previewed,
    };
    Ok(html(&page))
}

/// The messages of these anchors, in their order; an error where one of them cannot be split out.
pub(in crate::pages) fn chosen<'k, 'a>(
    known: &'k Known,
    anchors: impl Iterator<Item = &'a str>,
) -> Result<Vec<&'k Recorded>> {
    let mut chosen = Vec::new();
    for anchor in anchors {
        let position = anchor
            .strip_prefix('m')
            .and_then(|typed| typed.parse().ok());
        let found = splittable(known).find(|recorded| Some(recorded.position) == position);
        chosen.push(found.ok_or_else(web::Error::not_found)?);
    }
    chosen.sort_by_key(|recorded| recorded.seq);
    chosen.dedup_by_key(|recorded| recorded.seq);
    if chosen.len() > SPLIT_MAX {
        return Err(Error::from(Refusal::TooMany { max: SPLIT_MAX }).into());
    }
    Ok(chosen)
}

/// What of a ticket can be split out: its own messages that stand, without the first.
fn splittable(known: &Known) -> impl DoubleEndedIterator<Item = &Recorded> {
    known.timeline.iter().filter(|recorded| {
        recorded.ticket == known.ticket.id
            && said(&recorded.activity).is_some()
            && !known.withdrawn.contains(&recorded.position)
    })
}

/// Whether the reader sees messages here that the requester does not.
fn has_internal(known: &Known) -> bool {
    let is_internal = |recorded: &Recorded| {
        let activity = &recorded.activity;
        matches!(activity, Activity::Noted { .. } | Activity::SideWritten(_))
    };
    known.timeline.iter().any(is_internal)
}

/// What was said, by whom where that is not whoever did it, and whether an agent did.
fn said(activity: &Activity) -> Option<(&str, Option<PersonId>, bool)> {
    match activity {
        Activity::Replied {
            message, by_agent, ..
        } => Some((&message.text.0, None, *by_agent)),
        Activity::Brought(brought) => {
            Some((&brought.message.text.0, brought.author, brought.by_agent))
        }
        _ => None,
    }
}

/// The last messages that can be chosen, and those that are.
fn choices(teller: &Teller<'_>, known: &Known, chosen: &[&Recorded]) -> Vec<SplitChoice> {
    let is_chosen = |recorded: &Recorded| chosen.iter().any(|one| one.seq == recorded.seq);
    let newest = splittable(known).rev().enumerate();
    let offered = newest.filter(|(age, recorded)| *age < SPLIT_MAX || is_chosen(recorded));
    let choice = |(_, recorded): (usize, &Recorded)| {
        let (text, author, _) = said(&recorded.activity).unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        SplitChoice {
            id: format!("m{}", recorded.position),
            author: teller.actor(author.or(recorded.actor)),
            at: teller.calendar.when(said_at(recorded).0),
            begins: text.chars().take(BEGINS_CHARS).collect(),
            chosen: is_chosen(recorded),
        }
    };
    let mut choices: Vec<SplitChoice> = offered.map(choice).collect();
    choices.reverse();
    choices
}

/// The chosen messages as they stand on the page of the ticket, within bounds.
fn previewed(timeline: Timeline<'_>, chosen: &[&Recorded]) -> Vec<Message> {
    let mut bytes = 0;
    let message = |recorded: &&Recorded| {
        let ends_there = Timeline {
            before: Some(recorded.position.saturating_add(1)),
            ..timeline
        };
        let (entries, _) = ends_there.entries_within(1, HTML_BYTES);
        let mut message = entries.into_iter().find_map(|entry| match entry {
            Entry::Message(message) if message.split => Some(*message),
            _ => None,
        })?;
        bytes += message.html.len();
        if bytes > PREVIEW_BYTES {
            message.html.clear();
        }
        Some(message)
    };
    chosen.iter().filter_map(message).collect()
}

/// For whom the new ticket is: whoever wrote its first message, unless that was an agent.
fn requester(ticket: &Ticket, first: &Recorded) -> PersonId {
    match said(&first.activity) {
        Some((_, author, false)) => author.or(first.actor).unwrap_or(ticket.requester),
        _ => ticket.requester,
    }
}

/// What the new ticket would have.
fn told(teller: &Teller<'_>, ticket: &Ticket, chosen: &[&Recorded]) -> Vec<String> {
    let Some(first) = chosen.first() else {
        return Vec::new();
    };
    let (words, texts) = (teller.words, teller.words.texts);
    let name = teller.person(requester(ticket, first));
    let mut told = vec![texts.t1("split-requester", "name", name)];
    let matrix = &words.policy.priority;
    let priority = matrix.priority(ticket.impact, ticket.urgency);
    let mut facts = vec![
        words.kind(ticket.kind).to_owned(),
        words.priority(i64::from(priority.0)).to_owned(),
    ];
    facts.extend(ticket.team.map(|id| teller.team(id)));
    facts.extend(ticket.service.map(|id| teller.service(id)));
    let category = ticket.category.as_deref();
    facts.extend(category.map(|key| words.policy.category_label(key)));
    if ticket.confidential {
        facts.push(texts.t("confidential").to_owned());
    }
    told.push(texts.t1("split-takes", "facts", facts.join(", ")));
    let files = chosen.iter().map(|one| one.activity.attachments().len());
    let files: usize = files.sum();
    if files > 0 {
        told.push(texts.count("split-files", i64::try_from(files).unwrap_or(i64::MAX)));
    }
    told.push(texts.count("split-stays", chosen.len() as i64));
    told
}
