//! The page of one ticket, as an agent sees it.

mod approving;
mod aside;
mod automated;
mod clocks;
mod events;
pub(super) mod files;
mod found;
mod grounds;
mod head;
mod inviting;
mod merge;
mod parts;
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
pub(super) use parts::Onwards;
pub(super) use print::page as print_page;
pub(super) use properties::categories;
pub(super) use showing::remembered;
pub(super) use similar::part as similar_part;
pub(super) use split::{chosen, page as split_page};
pub(super) use teller::Teller;
pub(super) use timeline::{Timeline, View};

use super::words::Words;
use super::{Pages, composer};
use crate::screens::composer::Looking;
pub(super) use crate::screens::ticket::Refused;
use crate::screens::ticket::TicketPage;
use directory::{SignedIn, frame};
use found::Found;
use kernel::{Permission, TicketId};
use parts::Part;
use serde::Deserialize;
use showing::Showing;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::parts::Face;
use web::reply::{html_with, see_other};
use web::{Path, Query};

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
    /// The custom fields without a value go on behind so many.
    #[serde(default)]
    fields: String,
    /// So do the other tickets.
    #[serde(default)]
    links: String,
    /// So do those who watch it.
    #[serde(default)]
    watchers: String,
    /// So do its files.
    #[serde(default)]
    files: String,
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

/// The ticket, again after something about it was refused, shown as before: `last` is what the browser remembers, `draft`
/// what was gone on with beside the form.
pub(super) async fn show(
    pages: &Pages,
    signed: &SignedIn,
    id: TicketId,
    (last, draft): (Option<&str>, Option<String>),
    (status, refused): (StatusCode, Refused),
) -> web::Result<Response> {
    let showing = Showing::new(&Asked::default(), last);
    // What was typed in a colleague's draft stays in it.
    let owner = refused.typed("owner");
    let draft = owner
        .map(|owner| format!("{}.{owner}", refused.form))
        .or(draft);
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
            let mut found = found::read(tx, &reader, &desk, id, &typed)?;
            found.asked.clone_from(&draft);
            found.onwards = showing.onwards;
            Ok::<_, crate::Error>(found)
        })
        .await?;
    let words = pages.words(&found.rules, signed.texts);
    let looking = composer::looking(pages, signed, id);
    Ok(render(signed, &words, &found, (showing, looking), refused))
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
    let onwards = found.onwards;
    let watchers = aside::watchers(&found.page, texts.t("somebody"));
    let (watchers, more_watchers) = onwards.cut(Part::Watchers, watchers, found, texts);
    let links = aside::related(words, &found.page, editable);
    let (links, more_links) = onwards.cut(Part::Links, links, found, texts);
    let files = aside::all_files(&found.page, texts);
    let (files, more_files) = onwards.cut(Part::Files, files, found, texts);
    let page = TicketPage {
        frame,
        address: showing.address(ticket.id),
        onwards: onwards.typed(),
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
        confirmed: head::confirmed(&found.page, texts),
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
        watchers,
        more_watchers,
        same: similar::search(&ticket.subject),
        links,
        more_links,
        all_children: aside::all_children(&found.page),
        link_kinds: aside::link_kinds(words, texts),
        requester: requester::card(signed, words, found, &name),
        on_behalf_of: ticket.on_behalf_of.map(face),
        files,
        more_files,
        editable,
        refused,
    };
    html_with(status, &page)
}
