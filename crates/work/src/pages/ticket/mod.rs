//! The page of one ticket, as an agent sees it.

mod approving;
mod aside;
mod automated;
mod clocks;
mod events;
pub(super) mod files;
mod grounds;
mod head;
mod inviting;
mod merge;
mod print;
mod properties;
mod requester;
mod showing;
mod similar;
mod split;
mod taking_back;
mod tasks;
mod teller;
mod timeline;

pub(super) use aside::public_files;
pub(super) use head::{can_reopen, then_choices};
pub(super) use merge::page as merge_page;
pub(super) use print::page as print_page;
pub(super) use properties::categories;
pub(super) use showing::remembered;
pub(super) use similar::part as similar_part;
pub(super) use split::{chosen, page as split_page};
pub(super) use teller::Teller;
pub(super) use timeline::{Timeline, View};

use super::choices::Offered;
use super::sidebar::Sidebar;
use super::words::Words;
use super::{Pages, choices, composer};
use crate::desk::{Desk, Rules};
use crate::error::Result;
use crate::ports::Holding;
use crate::queries::{self, ListQuery, Listed, Ratings, Reader, Sort, TicketPage as Known};
use crate::screens::composer::Looking;
pub(super) use crate::screens::ticket::Refused;
use crate::screens::ticket::TicketPage;
use directory::queries as people;
use directory::{SignedIn, frame};
use kernel::condition::{Condition, PersonField, PersonRef, Term};
use kernel::policy::Key;
use kernel::sla::Clock;
use kernel::{Permission, PersonId, ServiceId, TeamId, TicketId, Timestamp};
use serde::Deserialize;
use showing::Showing;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::parts::Face;
use web::reply::{html_with, see_other};
use web::{Path, Query};

/// How many other tickets of the requester are named.
const OTHERS: usize = 5;

/// What the page is asked for.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    /// The page before began at this position of the log.
    #[serde(default)]
    pub(super) before: Option<i64>,
    /// The draft to go on with: `reply.12`.
    #[serde(default)]
    draft: Option<String>,
    /// What of the timeline is shown; as the last time without.
    #[serde(default)]
    show: Option<String>,
    /// `newest` or `oldest` first; as the last time without.
    #[serde(default)]
    order: Option<String>,
    /// `all` to have every custom field on the page.
    #[serde(default)]
    fields: String,
}

/// Everything that the page shows, of one instant.
pub(super) struct Found {
    pub(super) rules: Arc<Rules>,
    pub(super) page: Known,
    pub(super) now: Timestamp,
    sidebar: Sidebar,
    teams: Offered<TeamId>,
    colleagues: Vec<(PersonId, String)>,
    services: Offered<ServiceId>,
    card: Option<requester::Known>,
    others: Vec<Listed>,
    ratings: Ratings,
    held: Option<Holding>,
    templates: Vec<(i64, String)>,
    timer: Option<Timestamp>,
    clocks: Vec<Clock>,
    /// The custom fields that a form asks for in other cases than this.
    not_asked: BTreeSet<Key>,
    away: BTreeSet<PersonId>,
    writing: composer::Shown,
    asked: Option<String>,
    /// How many custom fields without a value stand before the first that is shown.
    fields_from: usize,
}

/// Who said that it is solved, in words; empty for nobody.
fn confirmed(known: &Known, texts: web::Texts) -> String {
    let who = known.confirmed_by();
    let name = who.and_then(|who| known.names.people.get(&who));
    name.map_or_else(String::new, |name| {
        texts.t1("ticket-confirmed", "who", name.as_str())
    })
}

/// `GET /tickets/{number}`
pub(super) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Ok(see_other(&format!("/my/tickets/{id}")));
    }
    let signed = pages.looked_at(signed, id, &headers).await?;
    let showing = Showing::new(&asked, remembered(&headers).as_deref());
    let page = shown(&pages, &signed, id, (showing, asked.draft), None).await?;
    Ok(match asked.show.is_some() || asked.order.is_some() {
        true => showing.remember(page),
        false => page,
    })
}

/// The ticket, again after something about it was refused, shown as before: `last` is what the browser remembers.
pub(super) async fn show(
    pages: &Pages,
    signed: &SignedIn,
    id: TicketId,
    last: Option<&str>,
    (status, refused): (StatusCode, Refused),
) -> web::Result<Response> {
    let showing = Showing::new(&Asked::default(), last);
    // What was typed in a colleague's draft stays in it.
    let owner = refused.typed("owner");
    let draft = owner.map(|owner| format!("{}.{owner}", refused.form));
    shown(pages, signed, id, (showing, draft), Some((status, refused))).await
}

async fn shown(
    pages: &Pages,
    signed: &SignedIn,
    id: TicketId,
    (showing, draft): (Showing, Option<String>),
    refused: Option<(StatusCode, Refused)>,
) -> web::Result<Response> {
    let (reader, desk) = (pages.reader(signed), pages.desk.clone());
    let typed = refused
        .as_ref()
        .map_or_else(Vec::new, |it| it.1.typed.clone());
    let found = pages
        .desk
        .store()
        .read(move |tx| {
            let mut found = read(tx, &reader, &desk, id, &typed)?;
            found.asked.clone_from(&draft);
            found.fields_from = showing.fields_from;
            Ok::<_, crate::Error>(found)
        })
        .await?;
    let words = pages.words(&found.rules, signed.texts);
    let looking = composer::looking(pages, signed, id);
    Ok(render(signed, &words, &found, (showing, looking), refused))
}

fn read(
    tx: &Tx<'_>,
    reader: &Reader,
    desk: &Desk,
    id: TicketId,
    typed: &[(String, String)],
) -> Result<Found> {
    let rules = desk.rules_in(tx)?;
    let page = desk.with_mail(tx, queries::page(tx, reader, id)?)?;
    let (actor, ticket) = (&reader.actor, &page.ticket);
    let of_team: Vec<TeamId> = match ticket.team {
        Some(team) if !actor.hidden_teams.contains(&team) => vec![team],
        _ => actor.teams.clone(),
    };
    let requester = Term::Person(
        PersonField::Requester,
        vec![Some(PersonRef::Id(ticket.requester))],
    );
    let others = ListQuery {
        condition: Condition::Term(requester),
        sort: Sort::Newest,
        after: None,
        limit: OTHERS + 1,
    };
    let mut others = queries::list(tx, reader, &others)?.rows;
    others.retain(|other| other.id != id);
    others.truncate(OTHERS);
    Ok(Found {
        sidebar: Sidebar::read(tx, reader, &rules)?,
        teams: choices::teams(tx, actor)?,
        colleagues: choices::colleagues(tx, actor, &of_team)?,
        services: choices::services(tx)?,
        card: requester::read(tx, ticket.requester)?,
        ratings: queries::ratings(tx, reader, ticket.requester)?,
        held: desk.held_by(tx, reader, ticket.requester)?,
        templates: queries::list_task_templates(tx)?,
        timer: match actor.person {
            Some(me) => queries::find_work_timer(tx, me, id)?,
            None => None,
        },
        away: match actor.person {
            Some(me) => people::stands_in_for(tx, me, reader.now)?,
            None => BTreeSet::new(),
        },
        others,
        clocks: crate::clocks(tx, &rules, &page.ticket, reader.now)?,
        not_asked: properties::not_asked(&rules.policy, ticket, reader),
        writing: composer::Shown::read(tx, desk, reader, ticket, typed)?,
        asked: None,
        fields_from: 0,
        now: reader.now,
        page,
        rules,
    })
}

fn render(
    signed: &SignedIn,
    words: &Words,
    found: &Found,
    (showing, presence): (Showing, Vec<Looking>),
    refused: Option<(StatusCode, Refused)>,
) -> Response {
    let (status, refused) = match refused {
        Some((status, refused)) => (status, Some(refused)),
        None => (StatusCode::OK, None),
    };
    let (ticket, texts) = (&found.page.ticket, words.texts);
    let calendar = signed.calendar();
    let teller = Teller {
        words,
        names: &found.page.names,
        linked: &found.page.linked,
        calendar: &calendar,
    };
    let timeline = Timeline {
        known: &found.page,
        teller,
        actor: &signed.actor,
        agent: true,
        now: Some(found.now),
        before: showing.before,
        view: showing.view,
    };
    let (mut timeline, earlier) = timeline.entries();
    if showing.newest_first {
        timeline.reverse();
    }
    let name = teller.person(ticket.requester);
    let title = format!("#{} {}", ticket.id, ticket.subject);
    let mut frame = frame(signed, "/tickets", title);
    frame.views = found.sidebar.links(&signed.actor, texts, None);
    frame.stream = "/live".into();
    let editable = head::is_editable(signed, ticket);
    let making = composer::Making {
        signed,
        words,
        teller,
        ticket,
        shown: &found.writing,
        asked: found.asked.as_deref(),
        refused: refused.as_ref(),
    };
    let face = |person| Face::new(&teller.person(person));
    let page = TicketPage {
        frame,
        number: ticket.id.0,
        version: ticket.version,
        subject: &ticket.subject,
        kind: words.kind(ticket.kind),
        state: words.state_chip(
            ticket.kind.name(),
            &ticket.state,
            ticket.state_category.name(),
        ),
        priority: words.priority_chip(i64::from(ticket.priority.0)),
        team: &ticket
            .team
            .map(|team| teller.team(team))
            .unwrap_or_default(),
        confidential: ticket.confidential,
        confirmed: confirmed(&found.page, texts),
        created: calendar.when(ticket.opened_at.0),
        channel: head::channel(ticket, words, texts),
        clocks: clocks::clocks(words, found, &teller),
        actions: head::actions(signed, words, found),
        timeline,
        views: showing.views(ticket.id, texts),
        newest_first: showing.newest_first,
        follow_up: editable && !ticket.is_open(),
        earlier: earlier.map(|position| format!("/tickets/{}?before={position}", ticket.id)),
        composer: composer::composer(&making),
        presence,
        properties: properties::properties(words, found, &teller, refused.as_ref()),
        more_fields: properties::more_fields(words, found, refused.as_ref()),
        approvals: approving::approvals(words, found, &teller, signed.actor.person),
        tasks: tasks::tasks(words, found, &teller),
        time: tasks::worked(signed, words, found, &teller),
        tags: ticket.tags.iter().cloned().collect(),
        watchers: aside::watchers(&found.page, texts.t("somebody")),
        same: similar::search(&ticket.subject),
        links: aside::related(words, &found.page, editable),
        link_kinds: aside::link_kinds(words, texts),
        requester: requester::card(signed, words, found, &name),
        on_behalf_of: ticket.on_behalf_of.map(face),
        files: aside::all_files(&found.page, texts),
        editable,
        refused,
    };
    html_with(status, &page)
}
