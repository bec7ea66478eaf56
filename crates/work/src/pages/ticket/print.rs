//! A ticket on paper: what was said, with or without what colleagues wrote.

use super::Teller;
use super::timeline::{Timeline, View};
use crate::pages::Pages;
use crate::queries;
use crate::screens::print::{Fact, PrintPage};
use crate::screens::ticket::Entry;
use directory::{SignedIn, frame};
use kernel::{Permission, TicketId};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::{html, see_other};
use web::{Path, Query, Result};

/// Most messages on paper.
const ENTRIES_MAX: usize = 500;
/// Most bytes of HTML that they have.
const HTML_BYTES: usize = 1024 * 1024;

/// What is printed.
#[derive(Deserialize)]
pub(in crate::pages) struct Asked {
    /// `yes` for the notes, too.
    #[serde(default)]
    notes: String,
}

/// `GET /tickets/{number}/print`
pub(in crate::pages) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Ok(see_other(&format!("/my/tickets/{id}")));
    }
    let (reader, desk) = (pages.reader(&signed), pages.desk.clone());
    let (rules, found) = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            Ok::<_, crate::Error>((rules, queries::page(tx, &reader, id)?))
        })
        .await?;
    let words = pages.words(&rules, signed.texts);
    let (ticket, calendar, texts) = (&found.ticket, signed.calendar(), words.texts);
    let teller = Teller {
        words: &words,
        names: &found.names,
        linked: &found.linked,
        calendar: &calendar,
    };
    let reads_notes = signed.actor.can(Permission::NoteRead);
    let with_notes = reads_notes && asked.notes == "yes";
    let timeline = Timeline {
        known: &found,
        teller,
        actor: &signed.actor,
        agent: true,
        now: None,
        before: None,
        view: View::Everything,
    };
    let (entries, earlier) = timeline.entries_within(ENTRIES_MAX, HTML_BYTES);
    let messages = entries.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) if with_notes || matches!(message.class, "in" | "out") => {
            Some(*message)
        }
        _ => None,
    });
    let fact = |label: &str, value: String| Fact {
        label: texts.t(label).to_owned(),
        value,
    };
    let kind = ticket.kind;
    let facts = [
        fact("kind", words.kind(kind).to_owned()),
        fact("state", words.state(kind.name(), &ticket.state).to_owned()),
        fact(
            "priority",
            words.priority(i64::from(ticket.priority.0)).to_owned(),
        ),
        fact("requester", teller.person(ticket.requester)),
        fact(
            "team",
            ticket.team.map(|id| teller.team(id)).unwrap_or_default(),
        ),
        fact(
            "assignee",
            ticket
                .assignee
                .map(|id| teller.person(id))
                .unwrap_or_default(),
        ),
        fact(
            "service",
            ticket
                .service
                .map(|id| teller.service(id))
                .unwrap_or_default(),
        ),
        fact("opened", calendar.when(ticket.opened_at.0).text),
        fact("updated", calendar.when(ticket.updated_at.0).text),
    ];
    let title = format!("#{} {}", ticket.id, ticket.subject);
    let page = PrintPage {
        frame: frame(&signed, "/tickets", title),
        number: ticket.id.0,
        subject: &ticket.subject,
        facts: facts
            .into_iter()
            .filter(|fact| !fact.value.is_empty())
            .collect(),
        messages: messages.collect(),
        cut: earlier.is_some(),
        with_notes,
        notes: reads_notes,
    };
    Ok(html(&page))
}
