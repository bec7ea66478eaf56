//! Before a ticket becomes a part of another: which, and what becomes of what it has.

use crate::error::{Error, Result};
use crate::pages::acts::number;
use crate::pages::words::Words;
use crate::pages::{Pages, refusals};
use crate::queries::{self, ListQuery, Listed, Reader, Sort, Suggestion};
use crate::screens::merge::{MergePage, Preview};
use crate::screens::ticket::Related;
use directory::{SignedIn, frame};
use kernel::condition::{Bounds, Condition, NumberField, PersonField, PersonRef, Term};
use kernel::ticket::{Facts, Refusal, decide_absorb, decide_merge};
use kernel::{Activity, Permission, Policy, Ticket, TicketId};
use serde::Deserialize;
use store::Tx;
use web::Query;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;

/// How many other tickets of the requester are looked at.
const OTHERS_MAX: usize = 20;

/// What the page is asked for.
#[derive(Deserialize)]
pub(in crate::pages) struct Asked {
    /// The ticket that goes on.
    #[serde(default)]
    into: String,
}

/// What the page knows.
struct Found {
    ticket: Ticket,
    /// The requester's other open tickets, or those that are searched.
    others: Vec<Listed>,
    /// Whether something was searched.
    searched: bool,
    /// The ticket that goes on, and its requester's name; or why it cannot.
    target: Option<Result<(Ticket, String)>>,
    /// Those who begin to follow.
    watchers: Vec<String>,
}

/// `GET /tickets/{number}/merge`
pub(in crate::pages) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    web::Path(id): web::Path<TicketId>,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketMerge) {
        return Err(Error::from(Refusal::Forbidden(Permission::TicketMerge)).into());
    }
    let (reader, desk) = (pages.reader(&signed), pages.desk.clone());
    let into = asked.into.clone();
    let (rules, found) = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            let found = read(tx, &reader, &rules.policy, id, &into)?;
            Ok::<_, Error>((rules, found))
        })
        .await?;
    let words = pages.words(&rules, signed.texts);
    let ticket = &found.ticket;
    let title = words
        .texts
        .t1("merge-title", "number", ticket.id.to_string());
    let (mut wrong, mut preview) = (String::new(), None);
    match &found.target {
        Some(Ok((target, requester))) => {
            preview = Some(previewed(&words, &found, target, requester));
        }
        Some(Err(error)) => wrong = refusals::said(&words, error, None),
        None if found.searched && found.others.is_empty() => {
            words.texts.t("merge-none").clone_into(&mut wrong);
        }
        None => {}
    }
    let page = MergePage {
        frame: frame(&signed, "/tickets", title),
        number: ticket.id.0,
        version: ticket.version,
        subject: &ticket.subject,
        into: asked.into,
        wrong,
        searched: found.searched,
        others: found
            .others
            .iter()
            .map(|other| (listed(&words, other), other.requester_name.as_str()))
            .collect(),
        preview,
    };
    Ok(html(&page))
}

fn listed<'a>(words: &'a Words, other: &'a Listed) -> Related<'a> {
    Related {
        relation: "",
        number: other.id.0,
        subject: &other.subject,
        state: words.state_chip(&other.kind, &other.state, &other.state_category),
        unlink: None,
    }
}

fn read(tx: &Tx<'_>, reader: &Reader, policy: &Policy, id: TicketId, into: &str) -> Result<Found> {
    let ticket = queries::ticket(tx, reader, id)?;
    let searched = !into.trim().is_empty() && number(into).is_none();
    let wanted = match searched {
        true => meant(tx, reader, into)?,
        false => Condition::Term(Term::Person(
            PersonField::Requester,
            vec![Some(PersonRef::Id(ticket.requester))],
        )),
    };
    let others = ListQuery {
        condition: wanted,
        sort: Sort::Newest,
        after: None,
        limit: OTHERS_MAX,
    };
    let mut others = queries::list(tx, reader, &others)?.rows;
    others.retain(|other| other.id != id && (searched || other.is_open()));
    let (mut target, mut watchers) = (None, Vec::new());
    if !into.trim().is_empty() && !searched {
        let found = find_target(tx, reader, policy, &ticket, into);
        if let Ok((found, _)) = &found {
            watchers = following(tx, found, &ticket)?;
        }
        target = Some(found);
    }
    Ok(Found {
        ticket,
        others,
        searched,
        target,
        watchers,
    })
}

/// The tickets that may be meant by what was typed, by their subjects and whoever asked.
fn meant(tx: &Tx<'_>, reader: &Reader, typed: &str) -> Result<Condition> {
    let suggested = queries::suggest_tickets_and_askers(tx, reader, typed)?;
    let only = |number: i64| Bounds {
        min: Some(number),
        max: Some(number),
    };
    let numbers = suggested.into_iter().filter_map(|one| match one {
        Suggestion::Ticket { id, .. } => Some(only(id.0)),
        _ => None,
    });
    // No ticket has this number: without a suggestion there is nothing to list.
    let numbers: Vec<Bounds> = numbers.chain([only(0)]).collect();
    Ok(Condition::Term(Term::Number(NumberField::Number, numbers)))
}

fn find_target(
    tx: &Tx<'_>,
    reader: &Reader,
    policy: &Policy,
    ticket: &Ticket,
    into: &str,
) -> Result<(Ticket, String)> {
    let typed = number(into).ok_or(Refusal::NoSuchLink(TicketId(0)))?;
    let target = queries::ticket(tx, reader, typed).map_err(|error| match error {
        Error::NotFound => Error::from(Refusal::NoSuchLink(typed)),
        error => error,
    })?;
    let facts = Facts {
        private_teams: directory::queries::private_teams(tx)?,
        ..Facts::default()
    };
    let context = kernel::ticket::Context {
        actor: &reader.actor,
        policy,
        facts: &facts,
        now: reader.now,
    };
    decide_merge(ticket, &target, context)?;
    let names = directory::queries::person_names(tx, &[target.requester].into())?;
    let name = names.into_values().next().map(|person| person.name);
    Ok((target, name.unwrap_or_default()))
}

/// The names of those who begin to follow the ticket that goes on.
fn following(tx: &Tx<'_>, target: &Ticket, source: &Ticket) -> Result<Vec<String>> {
    let mut people = std::collections::BTreeSet::new();
    for activity in decide_absorb(target, source) {
        if let Activity::Absorbed { watchers, .. } = activity {
            people.extend(watchers);
        }
    }
    let names = directory::queries::person_names(tx, &people)?;
    let mut names: Vec<String> = names.into_values().map(|person| person.name).collect();
    names.sort();
    Ok(names)
}

fn previewed<'a>(
    words: &'a Words,
    found: &'a Found,
    target: &'a Ticket,
    requester: &str,
) -> Preview<'a> {
    let (ticket, texts) = (&found.ticket, words.texts);
    let messages = ticket.reply_count + ticket.note_count + 1;
    let mut told = vec![texts.count("merge-messages", messages)];
    if !found.watchers.is_empty() {
        told.push(texts.t1("merge-watchers", "people", found.watchers.join(", ")));
    }
    let links = ticket.links.len() + usize::from(ticket.parent.is_some());
    if links > 0 {
        told.push(texts.count("merge-links", i64::try_from(links).unwrap_or(i64::MAX)));
    }
    if ticket.open_task_count() > 0 {
        told.push(texts.count("merge-tasks", ticket.open_task_count()));
    }
    told.push(texts.t1("merge-end", "number", ticket.id.to_string()));
    Preview {
        number: target.id.0,
        subject: &target.subject,
        requester: requester.to_owned(),
        state: words.state_chip(
            target.kind.name(),
            &target.state,
            target.state_category.name(),
        ),
        told,
    }
}
