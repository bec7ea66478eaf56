//! One ticket as a conversation: what was said, what happens next, what the reader can do.

use super::{Portal, plain, portal_frame};
use crate::screens::ticket::{Follower, MyTicketPage, RatingForm, Sharing};
use directory::{SignedIn, queries as people};
use kernel::policy::{Lifecycle, StateCategory};
use kernel::sla::Clock;
use kernel::{Actor, PersonId, Ticket, TicketId, Timestamp};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::reply::html_with;
use web::{Calendar, Frame, Path, Query, Texts};
use work::Error;
use work::pages::{Conversation, TakenBack, Words, approval_rows, encoded};
use work::queries::{self, TicketPage as Known};
use work::screens::ticket::Refused;

/// What the page is asked for.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    /// The page before began at this position of the log.
    #[serde(default)]
    pub(super) before: Option<i64>,
    /// Says that it was filed just now.
    #[serde(default)]
    pub(super) filed: Option<u8>,
    /// How many stars were chosen in a mail: they are filled in, and sent by whoever reads.
    #[serde(default)]
    pub(super) stars: Option<u8>,
    /// Those with whom it is shared go on behind so many.
    #[serde(default)]
    pub(super) people: Option<usize>,
}

/// How many of those with whom a ticket is shared stand on its page at once.
const PEOPLE: usize = 20;

/// `GET /my/tickets/{number}`
pub(super) async fn page(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> web::Result<Response> {
    let signed = portal.pages.looked_at(signed, id, &headers).await?;
    show(&portal, &signed, id, asked, None).await
}

/// What the page shows, of one instant.
pub(super) struct Found {
    pub(super) known: Known,
    pub(super) clocks: Vec<Clock>,
    pub(super) organisation: Option<String>,
    pub(super) taken_back: TakenBack,
    pub(super) now: Timestamp,
}

/// The ticket, again after something about it was refused.
pub(super) async fn show(
    portal: &Portal,
    signed: &SignedIn,
    id: TicketId,
    asked: Asked,
    refused: Option<(StatusCode, Refused)>,
) -> web::Result<Response> {
    let (reader, desk) = (portal.pages.reader(signed), portal.pages.desk().clone());
    let (now, texts) = (reader.now, signed.texts);
    let store = portal.pages.desk().store();
    let (rules, found) = store
        .read(move |tx| {
            let known = queries::page(tx, &reader, id)?;
            let organisation = organisation(tx, &known.ticket)?;
            let rules = desk.rules_in(tx)?;
            let clocks = work::clocks(tx, &rules, &known.ticket, now)?;
            Ok::<_, Error>((
                rules,
                Found {
                    known,
                    clocks,
                    organisation,
                    taken_back: TakenBack::read(tx, &reader, id, texts)?,
                    now,
                },
            ))
        })
        .await?;
    let words = portal.pages.words(&rules, signed.texts);
    let (status, refused) = match refused {
        Some((status, refused)) => (status, Some(refused)),
        None => (StatusCode::OK, None),
    };
    let next = plain::next_text(
        &found.known,
        &found.clocks,
        &signed.calendar(),
        signed.texts,
        words.policy.close_after_days,
    );
    let looking = Looking {
        actor: &signed.actor,
        frame: portal_frame(signed, "/my/tickets", &found.known.ticket.subject),
        calendar: signed.calendar(),
        base: format!("/my/tickets/{id}"),
    };
    let page = MyTicketPage {
        refused,
        ..filled(looking, &words, &found, &asked, &next)
    };
    Ok(html_with(status, &page))
}

/// The page for somebody: in the portal, or by a link that shows this ticket alone.
pub(super) struct Looking<'a> {
    pub(super) actor: &'a Actor,
    pub(super) frame: Frame,
    pub(super) calendar: Calendar,
    /// The address of the page.
    pub(super) base: String,
}

pub(super) fn filled<'a>(
    looking: Looking<'_>,
    words: &Words,
    found: &'a Found,
    asked: &Asked,
    next: &'a str,
) -> MyTicketPage<'a> {
    let Looking {
        actor,
        frame,
        calendar,
        base,
    } = looking;
    let (known, now) = (&found.known, found.now);
    let (ticket, texts) = (&known.ticket, words.texts);
    let told = Conversation::of(known, words, &calendar, actor, asked.before);
    let mine = actor.person.is_some_and(|person| ticket.is_for(person));
    let follows = actor.is_party_to(ticket) || actor.works_on(ticket);
    let reopens = Conversation::can_reopen(ticket, words, now);
    let lifecycle = words.policy.lifecycle(ticket.kind);
    let cancels = lifecycle.allows(&ticket.state, Lifecycle::CANCELLED);
    let gone = plain::is_merged(known);
    let shared = (mine && !gone).then(|| {
        let rest = |people: usize| format!("{base}?people={people}#share");
        sharing(found, asked.people.unwrap_or(0), texts, rest)
    });
    let before = |position: i64| format!("{base}?before={position}");
    MyTicketPage {
        frame,
        link: None,
        number: ticket.id.0,
        version: ticket.version,
        subject: &ticket.subject,
        state: plain::state_of(known, texts),
        created: calendar.when(ticket.opened_at.0),
        fresh: asked.filed.is_some() && ticket.version == 1,
        next: plain::next_step(known, next, texts),
        approvals: approval_rows(
            ticket,
            (words, &known.names),
            &calendar,
            actor,
            &BTreeSet::new(),
        ),
        timeline: told.entries,
        earlier: told.earlier.map(before),
        address: asked.before.map_or_else(|| base.clone(), before),
        base,
        files: told.files,
        taken_back: &found.taken_back,
        reply: follows && (ticket.is_open() || reopens) && !gone,
        follow_up: (mine && !ticket.is_open() && !reopens && !gone)
            .then(|| format!("/my/new?subject={}", encoded(&ticket.subject))),
        reopen: mine && reopens,
        close: mine && ticket.state_category == StateCategory::Resolved,
        cancel: mine && cancels,
        sharing: shared,
        follow: !follows && !gone,
        rating: (mine && ticket.can_be_rated(now)).then(|| rating(ticket, asked.stars)),
        refused: None,
    }
}

/// With whom it is shared, some at once: those behind the first `from`.
fn sharing(found: &Found, from: usize, texts: Texts, rest: impl Fn(usize) -> String) -> Sharing {
    let names = &found.known.names.people;
    let follower = |id: &PersonId| Follower {
        id: id.to_string(),
        name: names.get(id).cloned().unwrap_or_default(),
    };
    let ticket = &found.known.ticket;
    let shown = ticket.watchers.iter().skip(from).take(PEOPLE);
    let people: Vec<Follower> = shown.map(follower).collect();
    let (all, left) = (ticket.watchers.len(), ticket.watchers.len() - people.len());
    let next = if from + people.len() < all {
        from + people.len()
    } else {
        0
    };
    let said = texts.count("parts-more", i64::try_from(left).unwrap_or(i64::MAX));
    Sharing {
        people,
        more: (left > 0).then(|| (said, rest(next))),
        organisation: found.organisation.clone().filter(|_| !ticket.confidential),
        shared: ticket.shared_with.is_some(),
    }
}

fn rating(ticket: &Ticket, chosen: Option<u8>) -> RatingForm {
    let rating = ticket.rating.as_ref();
    let stars = rating.map_or(0, |rating| rating.stars);
    RatingForm {
        stars,
        chosen: chosen.unwrap_or(stars),
        comment: rating
            .map(|rating| rating.comment.clone())
            .unwrap_or_default(),
    }
}

/// The organisation that the ticket is or could be shared with.
fn organisation(tx: &Tx<'_>, ticket: &Ticket) -> work::Result<Option<String>> {
    let of_requester = || {
        let person = people::find_person(tx, ticket.requester)?;
        Ok::<_, Error>(person.and_then(|person| person.organisation_id))
    };
    let id = match ticket.shared_with {
        Some(id) => Some(id),
        None => of_requester()?,
    };
    match id {
        Some(id) => Ok(people::find_organisation(tx, id)?.map(|found| found.name)),
        None => Ok(None),
    }
}
