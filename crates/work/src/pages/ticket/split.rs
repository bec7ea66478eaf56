//! Before a message becomes a ticket of its own: which, for whom, and what it takes along.

use super::Teller;
use super::timeline::{Timeline, View};
use crate::error::Error;
use crate::pages::Pages;
use crate::queries;
use crate::screens::split::SplitPage;
use crate::screens::ticket::{Entry, Message};
use directory::{SignedIn, frame};
use kernel::ticket::{Activity, Refusal};
use kernel::{Permission, PersonId, Recorded, Ticket, TicketId};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;
use web::{Path, Query, Result};

/// Most bytes of HTML that the message has before it is cut.
const HTML_BYTES: usize = 40 * 1024;

/// Which message.
#[derive(Deserialize)]
pub(in crate::pages) struct Asked {
    /// Its anchor on the ticket's page: `m12`.
    #[serde(default)]
    message: String,
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
    let position = asked.message.strip_prefix('m').unwrap_or_default();
    let position: i64 = position.parse().map_err(|_| web::Error::not_found())?;
    let (reader, desk) = (pages.reader(&signed), pages.desk.clone());
    let (rules, known) = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            Ok::<_, Error>((rules, queries::page(tx, &reader, id)?))
        })
        .await?;
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
        before: Some(position.saturating_add(1)),
        view: View::Everything,
    };
    let recorded = known.timeline.iter().find(|it| it.position == position);
    let (Some(message), Some(recorded)) = (message(&timeline), recorded) else {
        return Err(web::Error::not_found());
    };
    if message.id != asked.message {
        return Err(web::Error::not_found());
    }
    let title = words.texts.t1("split-title", "number", id.to_string());
    let page = SplitPage {
        frame: frame(&signed, "/tickets", title),
        number: id.0,
        version: known.ticket.version,
        subject: &known.ticket.subject,
        told: told(&teller, &known.ticket, recorded, message.files.len()),
        message,
    };
    Ok(html(&page))
}

/// The last message of a timeline, if it can become a ticket.
fn message(timeline: &Timeline<'_>) -> Option<Message> {
    let (entries, _) = timeline.entries_within(1, HTML_BYTES);
    entries.into_iter().find_map(|entry| match entry {
        Entry::Message(message) if message.split => Some(*message),
        _ => None,
    })
}

/// For whom the new ticket is: whoever wrote the message, unless that was an agent.
fn requester(ticket: &Ticket, recorded: &Recorded) -> PersonId {
    match recorded.activity {
        Activity::Replied {
            by_agent: false, ..
        } => recorded.actor.unwrap_or(ticket.requester),
        _ => ticket.requester,
    }
}

/// What the new ticket would have.
fn told(teller: &Teller<'_>, ticket: &Ticket, recorded: &Recorded, files: usize) -> Vec<String> {
    let (words, texts) = (teller.words, teller.words.texts);
    let name = teller.person(requester(ticket, recorded));
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
    if files > 0 {
        told.push(texts.count("split-files", i64::try_from(files).unwrap_or(i64::MAX)));
    }
    told.push(texts.t("split-stays").to_owned());
    told
}
