//! The portal: my tickets, and one of them as a conversation. In plain words, and nothing but what is public.

use super::Pages;
use super::address::encoded;
use super::ticket::{Asked as Earlier, Refused, Teller, Timeline, can_reopen, public_files};
use super::words::{Words, state_class};
use crate::desk::Rules;
use crate::error::{Error, Result};
use crate::queries::{self, ListQuery, Listed, Page, Reader, Sort, TicketPage as Known};
use crate::screens::mine::{MyTicket, MyTicketPage, MyTicketsPage, NextStep};
use crate::vocabulary::Names;
use directory::{SignedIn, frame};
use kernel::condition::{Condition, PersonField, PersonRef, StateTest, Term};
use kernel::policy::{Lifecycle, StateCategory};
use kernel::{Permission, TicketId, Timestamp};
use serde::Deserialize;
use std::sync::Arc;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Chip, Empty, Pager};
use web::reply::{html, html_with};
use web::{Frame, Path, Query, RailEntry, Texts};

/// Open tickets on a page: nobody has more of their own for long.
const OPEN_MAX: usize = 100;
/// Finished tickets on a page.
const DONE: usize = 25;

/// What the list is asked for.
#[derive(Clone, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// `GET /my`
pub(super) async fn list(
    State(pages): State<Pages>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> web::Result<Response> {
    let (reader, desk, wanted) = (pages.reader(&signed), pages.desk.clone(), asked.clone());
    let (open, done) = pages
        .desk
        .store()
        .read(move |tx| read_list(tx, &reader, &*desk.rules_in(tx)?, &wanted))
        .await?;
    let texts = signed.texts;
    let calendar = signed.calendar();
    let page = MyTicketsPage {
        frame: portal_frame(&signed, "/my", texts.t("my-title")),
        query: &asked.q,
        open: cards(&open, &calendar, texts),
        done: cards(&done.rows, &calendar, texts),
        pager: Pager {
            summary: String::new(),
            first: (!asked.after.is_empty()).then(|| "/my".to_owned()),
            next: done
                .next
                .map(|key| format!("/my?q={}&after={key}", encoded(&asked.q))),
        },
        empty: empty(&asked, texts),
    };
    Ok(html(&page))
}

fn cards<'a>(listed: &'a [Listed], calendar: &web::Calendar, texts: Texts) -> Vec<MyTicket<'a>> {
    let card = |listed: &'a Listed| MyTicket {
        number: listed.id.0,
        subject: &listed.subject,
        state: plain_state(state_class(&listed.state_category), texts),
        updated: calendar.when(listed.updated_at.0),
    };
    listed.iter().map(card).collect()
}

fn empty(asked: &Asked, texts: Texts) -> Empty<'static> {
    if asked.q.is_empty() {
        Empty {
            icon: "smile",
            title: texts.t("my-empty-title"),
            text: texts.t("my-empty-text"),
            action: Some((texts.t("nav-new"), "/my/new")),
        }
    } else {
        Empty {
            icon: "search",
            title: texts.t("list-none-title"),
            text: texts.t("my-none-text"),
            action: None,
        }
    }
}

fn read_list(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    asked: &Asked,
) -> Result<(Vec<Listed>, Page<Listed>)> {
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    let me = |field| Condition::Term(Term::Person(field, vec![Some(PersonRef::Me)]));
    let mine = Condition::any([
        me(PersonField::Requester),
        me(PersonField::OnBehalfOf),
        me(PersonField::Watcher),
    ]);
    let words = Condition::read(&quoted(&asked.q), &names)?;
    let of_state = |test| {
        let state = Condition::Term(Term::State(vec![test]));
        Condition::all([mine.clone(), state, words.clone()])
    };
    let after = match asked.after.as_str() {
        "" => None,
        after => Some(after.parse()?),
    };
    let open = ListQuery {
        condition: of_state(StateTest::Open),
        sort: Sort::Updated,
        after: None,
        limit: OPEN_MAX,
    };
    let done = ListQuery {
        condition: of_state(StateTest::Done),
        sort: Sort::Updated,
        after,
        limit: DONE,
    };
    let open = match after {
        None => queries::list(tx, reader, &open)?.rows,
        Some(_) => Vec::new(),
    };
    Ok((open, queries::list(tx, reader, &done)?))
}

/// What a requester types is words, never a condition.
pub(super) fn quoted(typed: &str) -> String {
    let mut words = kernel::text::words(typed);
    words.truncate(20);
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    quoted.join(" ")
}

/// The frame of a page of the portal.
pub(super) fn portal_frame(signed: &SignedIn, here: &str, title: &str) -> Frame {
    let entry = |label, icon, href| RailEntry {
        label,
        icon,
        href,
        current: href == here,
    };
    let mut rail = vec![
        entry("nav-my", "ticket", "/my"),
        entry("nav-new", "plus", "/my/new"),
    ];
    if signed.actor.can(Permission::TicketRead) {
        rail.push(entry("nav-tickets", "inbox", "/tickets"));
    }
    Frame {
        rail,
        stream: "/live",
        ..frame(signed, here, title)
    }
}

/// A state in the requester's terms.
fn plain_state(class: &'static str, texts: Texts) -> Chip<'static> {
    Chip {
        class,
        label: texts.t(match class {
            "new" => "my-state-new",
            "wait" => "my-state-wait",
            "third" => "my-state-third",
            "resolved" => "my-state-resolved",
            "closed" => "my-state-closed",
            "cancelled" => "my-state-cancelled",
            _ => "my-state-active",
        }),
    }
}

/// `GET /my/tickets/{number}`
pub(super) async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    Query(asked): Query<Earlier>,
) -> web::Result<Response> {
    show(&pages, &signed, id, asked.before, None).await
}

/// The ticket, again after something about it was refused.
pub(super) async fn show(
    pages: &Pages,
    signed: &SignedIn,
    id: TicketId,
    before: Option<i64>,
    refused: Option<(StatusCode, Refused)>,
) -> web::Result<Response> {
    let (reader, desk) = (pages.reader(signed), pages.desk.clone());
    let now = reader.now;
    let (rules, known): (Arc<Rules>, Known) = pages
        .desk
        .store()
        .read(move |tx| Ok::<_, Error>((desk.rules_in(tx)?, queries::page(tx, &reader, id)?)))
        .await?;
    let words = pages.words(&rules, signed.texts);
    Ok(render(signed, &words, &known, (now, before), refused))
}

fn render(
    signed: &SignedIn,
    words: &Words,
    known: &Known,
    (now, before): (Timestamp, Option<i64>),
    refused: Option<(StatusCode, Refused)>,
) -> Response {
    let (ticket, texts) = (&known.ticket, words.texts);
    let calendar = signed.calendar();
    let timeline = Timeline {
        known,
        teller: Teller {
            words,
            names: &known.names,
            linked: &known.linked,
            calendar: &calendar,
        },
        actor: &signed.actor,
        agent: false,
        before,
    };
    let class = state_class(ticket.state_category.name());
    let mine = ticket.is_for(signed.person.id);
    let follows = signed.actor.is_party_to(ticket) || signed.actor.works_on(ticket);
    let reopens = can_reopen(ticket, words, now);
    let cancels = words
        .policy
        .lifecycle(ticket.kind)
        .allows(&ticket.state, Lifecycle::CANCELLED);
    let text = next_text(known, &calendar);
    let (entries, earlier) = timeline.entries();
    let (status, refused) = match refused {
        Some((status, refused)) => (status, Some(refused)),
        None => (StatusCode::OK, None),
    };
    let page = MyTicketPage {
        frame: portal_frame(signed, "/my", &ticket.subject),
        number: ticket.id.0,
        version: ticket.version,
        subject: &ticket.subject,
        state: plain_state(class, texts),
        created: calendar.when(ticket.opened_at.0),
        next: next_step(class, &text, texts),
        timeline: entries,
        earlier: earlier.map(|position| format!("/my/tickets/{}?before={position}", ticket.id)),
        files: public_files(known, texts),
        reply: follows && (ticket.is_open() || reopens) && ticket.merged_into.is_none(),
        reopen: mine && reopens,
        close: mine && ticket.state_category == StateCategory::Resolved,
        cancel: mine && cancels,
        refused,
    };
    html_with(status, &page)
}

/// What the reader should know besides: how it was solved, or until when it waits.
fn next_text(known: &Known, calendar: &web::Calendar) -> String {
    let ticket = &known.ticket;
    if let Some(target) = ticket.merged_into {
        let target = known.linked.iter().find(|linked| linked.id == target);
        return target.map_or_else(String::new, |it| format!("#{} {}", it.id, it.subject));
    }
    match ticket.hold.as_ref().and_then(|hold| hold.until) {
        Some(until) => calendar.when(until.0).text,
        None => String::new(),
    }
}

fn next_step<'a>(class: &str, text: &'a str, texts: Texts) -> NextStep<'a> {
    let (look, icon, key) = match class {
        "new" => ("", "inbox", "my-next-new"),
        "wait" => ("wait", "message-square", "my-next-wait"),
        "third" => ("", "clock", "my-next-third"),
        "resolved" => ("good", "circle-check", "my-next-resolved"),
        "closed" => ("good", "archive", "my-next-closed"),
        "cancelled" => ("", "circle-x", "my-next-cancelled"),
        _ => ("", "refresh-cw", "my-next-active"),
    };
    NextStep {
        class: look,
        icon,
        title: texts.t(key),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_a_requester_types_is_words_whatever_it_is() {
        assert_eq!(quoted("vpn OR (state:open"), r#""vpn" "or" "state" "open""#);
        assert_eq!(quoted("  "), "");
    }
}
