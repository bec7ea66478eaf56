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
pub(super) use similar::part as similar_part;
pub(super) use split::{chosen, page as split_page};
pub(super) use teller::Teller;
pub(super) use timeline::{Timeline, View};

use super::words::Words;
use super::{Pages, composer};
use crate::screens::composer::Looking;
pub(super) use crate::screens::ticket::Refused;
use crate::screens::ticket::{TicketPage, TimelineView};
use directory::{SignedIn, frame};
use found::Found;
use kernel::{Permission, TicketId};
use parts::Part;
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::http::header::{COOKIE, SET_COOKIE};
use web::axum::http::{HeaderMap, HeaderValue, StatusCode};
use web::axum::response::Response;
use web::parts::Face;
use web::reply::{html_with, see_other};
use web::{Path, Query};

/// The cookie that remembers how the timeline is shown: view and order.
const SHOWN_COOKIE: &str = "spoc_timeline";

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

/// How the timeline is shown.
#[derive(Clone, Copy, Default)]
struct Showing {
    before: Option<i64>,
    view: View,
    newest_first: bool,
    onwards: Onwards,
}

impl Showing {
    /// As it is asked for, else as it was the last time.
    fn new(asked: &Asked, headers: &HeaderMap) -> Self {
        let last = remembered(headers).unwrap_or_default();
        let (view, order) = last.split_once('.').unwrap_or_default();
        let view = asked.show.as_deref().unwrap_or(view);
        Self {
            before: asked.before,
            view: View::named(view).unwrap_or_default(),
            newest_first: asked.order.as_deref().unwrap_or(order) == "newest",
            onwards: Onwards::new(asked),
        }
    }

    /// The address of what is shown, for the page when it asks for itself again.
    fn address(self, ticket: TicketId) -> String {
        let address = self.onwards.address(ticket);
        match self.before {
            Some(before) if address.contains('?') => format!("{address}&before={before}"),
            Some(before) => format!("{address}?before={before}"),
            None => address,
        }
    }

    fn order(self) -> &'static str {
        if self.newest_first {
            "newest"
        } else {
            "oldest"
        }
    }

    /// Lets the browser remember it.
    fn remember(self, mut response: Response) -> Response {
        let shown = format!("{}.{}", self.view.name(), self.order());
        let cookie = format!(
            "{SHOWN_COOKIE}={shown}; Path=/tickets; Max-Age=31536000; HttpOnly; SameSite=Lax"
        );
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }

    /// The ways to show the timeline of a ticket.
    fn views(self, ticket: TicketId, texts: web::Texts) -> Vec<TimelineView> {
        let address = |view: View, order: &str| {
            format!("/tickets/{ticket}?show={}&order={order}", view.name())
        };
        let views = View::ALL.map(|view| TimelineView {
            label: texts.t(match view {
                View::Everything => "timeline-everything",
                View::Conversation => "timeline-conversation",
                View::Notes => "timeline-notes",
            }),
            href: address(view, self.order()),
            current: view == self.view,
        });
        let (label, order) = match self.newest_first {
            true => ("timeline-oldest-first", "oldest"),
            false => ("timeline-newest-first", "newest"),
        };
        let turned = TimelineView {
            label: texts.t(label),
            href: address(self.view, order),
            current: false,
        };
        views.into_iter().chain([turned]).collect()
    }
}

/// What the browser remembers.
fn remembered(headers: &HeaderMap) -> Option<String> {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut cookies = cookies.flat_map(|value| value.split(';'));
    let found =
        cookies.find_map(|cookie| cookie.trim().strip_prefix(SHOWN_COOKIE)?.strip_prefix('='));
    found.map(str::to_owned)
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
    let showing = Showing::new(&asked, &headers);
    let page = shown(&pages, &signed, id, (showing, asked.draft), None).await?;
    Ok(match asked.show.is_some() || asked.order.is_some() {
        true => showing.remember(page),
        false => page,
    })
}

/// The ticket, again after something about it was refused.
pub(super) async fn show(
    pages: &Pages,
    signed: &SignedIn,
    id: TicketId,
    refused: (StatusCode, Refused),
) -> web::Result<Response> {
    let showing = (Showing::default(), None);
    shown(pages, signed, id, showing, Some(refused)).await
}

async fn shown(
    pages: &Pages,
    signed: &SignedIn,
    id: TicketId,
    (showing, draft): (Showing, Option<String>),
    refused: Option<(StatusCode, Refused)>,
) -> web::Result<Response> {
    let (reader, desk) = (pages.reader(signed), pages.desk.clone());
    let found = pages
        .desk
        .store()
        .read(move |tx| {
            let mut found = found::read(tx, &reader, &desk, id)?;
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
