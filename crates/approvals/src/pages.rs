//! The pages of those who are asked, and what stands of it on home page and portal.

use crate::model::{self, Answered, Said, Waiting};
use crate::queries::{self, Case, WAITING_MAX};
use crate::screens::{AnsweredRow, ApprovalsPage, CasePage, SaidRow, WaitingRow};
use directory::{SignedIn, frame};
use kernel::ticket::{ApprovalId, Channel};
use kernel::{Permission, PersonId, TicketId};
use std::collections::BTreeSet;
use store::Tx;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::axum::routing::get;
use web::parts::Empty;
use web::reply::{html, html_with, see_other};
use web::{Flash, Frame, Kind, Path, Result};
use work::pages::{Pages, Sent, Words, answer_of, approval_rows};
use work::ports::Answer;
use work::queries::NameMaps;
use work::screens::approvals::ApprovalRow;
use work::{Command, Error, Floor, HomeAsked, Panel, PanelRow, Reader};

/// Where the list is.
pub(crate) const BASE: &str = "/approvals";
/// Rows of the panel on the home page, and of that in the portal.
const PANEL_ROWS: usize = 6;
/// Longest part of a description in the list, in characters.
const EXCERPT_CHARS: usize = 400;
/// Longest message that is shown, in bytes.
const MESSAGE_BYTES: usize = 12 * 1024;

/// The routes.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/approvals", get(list))
        .route("/approvals/{number}/{id}", get(page).post(answer))
        .with_state(Pages::new(floor))
}

fn address(ticket: TicketId, approval: ApprovalId) -> String {
    format!("{BASE}/{ticket}/{approval}")
}

/// What the list shows, of one instant.
struct Found {
    waiting: Vec<(Waiting, NameMaps, String)>,
    answered: Vec<Answered>,
    away: BTreeSet<PersonId>,
}

/// `GET /approvals`
async fn list(State(pages): State<Pages>, signed: SignedIn) -> Result<Response> {
    let (reader, desk) = (pages.reader(&signed), pages.desk().clone());
    let (rules, found) = pages
        .desk()
        .store()
        .read(move |tx| Ok::<_, Error>((desk.rules_in(tx)?, read(tx, &reader)?)))
        .await?;
    let words = pages.words(&rules, signed.texts);
    let texts = signed.texts;
    let away = format!("/availability/{}", signed.person.id);
    let waiting = found.waiting.iter();
    let waiting = waiting.filter_map(|one| waiting_row(&signed, &words, &found.away, one));
    Ok(html(&ApprovalsPage {
        frame: with_stream(&signed, texts.t("nav-approvals")),
        waiting: waiting.collect(),
        answered: found
            .answered
            .into_iter()
            .map(|one| answered_row(&signed, one))
            .collect(),
        empty: Empty {
            icon: "shield-check",
            title: texts.t("approvals-mine-none-title"),
            text: texts.t("approvals-mine-none-text"),
            action: Some((texts.t("availability-link"), &away)),
        },
    }))
}

fn with_stream(signed: &SignedIn, title: &str) -> Frame {
    Frame {
        stream: "/live".into(),
        ..frame(signed, BASE, title)
    }
}

fn read(tx: &Tx<'_>, reader: &Reader) -> work::Result<Found> {
    let mut waiting = Vec::new();
    for one in queries::waiting(tx, reader, WAITING_MAX)? {
        let names = queries::names_of(tx, reader, &one.ticket, &[])?;
        let text = queries::description(tx, one.ticket.id)?;
        waiting.push((one, names, excerpt(&text)));
    }
    Ok(Found {
        waiting,
        answered: queries::answered(tx, reader)?,
        away: queries::away(tx, reader)?,
    })
}

fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(EXCERPT_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn waiting_row(
    signed: &SignedIn,
    words: &Words,
    away: &BTreeSet<PersonId>,
    (waiting, names, excerpt): &(Waiting, NameMaps, String),
) -> Option<WaitingRow> {
    let ticket = &waiting.ticket;
    let calendar = signed.calendar();
    let rows = approval_rows(ticket, (words, names), &calendar, &signed.actor, away);
    let approval = rows.into_iter().find(|row| row.id == waiting.approval)?;
    Some(WaitingRow {
        href: address(ticket.id, waiting.approval),
        key: format!("{}-{}", ticket.id, waiting.approval),
        number: ticket.id.0,
        subject: ticket.subject.clone(),
        requester: named(names, ticket.requester),
        excerpt: excerpt.clone(),
        approval,
        since: calendar.when(waiting.since.0),
    })
}

fn named(names: &NameMaps, person: PersonId) -> String {
    names.people.get(&person).cloned().unwrap_or_default()
}

fn answered_row(signed: &SignedIn, answered: Answered) -> AnsweredRow {
    let said = format!("approval-said-{}", answered.verdict);
    AnsweredRow {
        href: address(answered.ticket, answered.approval),
        number: answered.ticket.0,
        subject: answered.subject,
        said: signed.texts.t(&said).to_owned(),
        class: answered.verdict,
        at: signed.calendar().when(answered.at.0),
    }
}

/// `GET /approvals/{ticket}/{approval}`
async fn page(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((ticket, approval)): Path<(TicketId, ApprovalId)>,
) -> Result<Response> {
    show(&pages, &signed, (ticket, approval), None).await
}

/// `POST /approvals/{ticket}/{approval}`
async fn answer(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((ticket, approval)): Path<(TicketId, ApprovalId)>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let command = Command::Change {
        tickets: vec![ticket],
        changes: vec![answer_of(approval, &sent)?],
        seen: None,
        channel: match signed.actor.can(Permission::TicketRead) {
            true => Channel::Web,
            false => Channel::Portal,
        },
    };
    match pages.desk().execute(&signed.actor, command).await {
        Ok(_) => {
            let said = signed.texts.t("done-approval-answered");
            Ok(Flash::done(said).on(see_other(BASE)))
        }
        Err(error) => {
            let text = pages.why(signed.texts, &error).await?;
            let error = web::Error::from(error);
            let status = match error.kind() {
                Kind::Invalid | Kind::Conflict | Kind::Forbidden => error.kind().status(),
                _ => return Err(error),
            };
            let typed = sent.get("comment").to_owned();
            show(
                &pages,
                &signed,
                (ticket, approval),
                Some((status, text, typed)),
            )
            .await
        }
    }
}

async fn show(
    pages: &Pages,
    signed: &SignedIn,
    (ticket, approval): (TicketId, ApprovalId),
    refused: Option<(StatusCode, String, String)>,
) -> Result<Response> {
    let (reader, desk) = (pages.reader(signed), pages.desk().clone());
    let (rules, case) = pages
        .desk()
        .store()
        .read(move |tx| {
            let case = queries::case(tx, &reader, (ticket, approval))?;
            Ok::<_, Error>((desk.rules_in(tx)?, case))
        })
        .await?;
    let words = pages.words(&rules, signed.texts);
    let row = own_row(signed, &words, &case, approval).ok_or_else(web::Error::not_found)?;
    let (status, wrong, comment) =
        refused.unwrap_or((StatusCode::OK, String::new(), String::new()));
    let page = CasePage {
        frame: with_stream(signed, &case.ticket.subject),
        href: address(ticket, approval),
        number: ticket.0,
        subject: case.ticket.subject.clone(),
        requester: named(&case.names, case.ticket.requester),
        ticket_href: ticket_href(signed, &case),
        approval: row,
        said: case
            .said
            .iter()
            .map(|one| said_row(signed, &case, one))
            .collect(),
        wrong,
        comment,
    };
    Ok(html_with(status, &page))
}

fn own_row(
    signed: &SignedIn,
    words: &Words,
    case: &Case,
    approval: ApprovalId,
) -> Option<ApprovalRow> {
    let calendar = signed.calendar();
    let named = (words, &case.names);
    let rows = approval_rows(&case.ticket, named, &calendar, &signed.actor, &case.away);
    rows.into_iter().find(|row| row.id == approval)
}

fn ticket_href(signed: &SignedIn, case: &Case) -> Option<String> {
    let base = match signed.actor.can(Permission::TicketRead) {
        true => "/tickets",
        false => "/my/tickets",
    };
    let sees = signed.actor.may_see(&case.ticket);
    sees.then(|| format!("{base}/{}", case.ticket.id))
}

fn said_row(signed: &SignedIn, case: &Case, said: &Said) -> SaidRow {
    let end = said.text.floor_char_boundary(MESSAGE_BYTES);
    let product = || signed.brand.product.clone();
    SaidRow {
        author: said.by.map_or_else(product, |by| named(&case.names, by)),
        at: signed.calendar().when(said.at.0),
        html: web::markdown::to_html(&said.text[..end]),
        files: said.files.clone(),
    }
}

/// What waits for the reader, on the home page; nothing where nothing does.
pub(crate) fn panel(tx: &Tx<'_>, asked: &HomeAsked<'_>) -> work::Result<Option<Panel>> {
    let found = queries::waiting(tx, asked.reader, PANEL_ROWS + 1)?;
    if found.is_empty() {
        return Ok(None);
    }
    let mut panel = Panel::new(
        "home-approvals",
        "shield-check",
        "approvals-mine-none-title",
    );
    panel.all = (found.len() > PANEL_ROWS).then(|| BASE.to_owned());
    let row = |one: &Waiting| PanelRow {
        href: address(one.ticket.id, one.approval),
        number: one.ticket.id.to_string(),
        text: one.ticket.subject.clone(),
        detail: label(one),
        at: Some(asked.calendar.when(one.since.0)),
    };
    panel.rows = found.iter().take(PANEL_ROWS).map(row).collect();
    Ok(Some(panel))
}

/// What waits for the reader, in the portal.
pub(crate) fn in_portal(tx: &Tx<'_>, reader: &Reader) -> work::Result<Vec<Answer>> {
    let found = queries::waiting(tx, reader, PANEL_ROWS)?;
    let line = |one: &Waiting| Answer {
        kind: "approval",
        icon: "shield-check",
        title: one.ticket.subject.clone(),
        text: label(one),
        href: address(one.ticket.id, one.approval),
    };
    Ok(found.iter().map(line).collect())
}

fn label(waiting: &Waiting) -> String {
    let approval = model::find(&waiting.ticket, waiting.approval);
    approval
        .map(|one| one.plan.label.clone())
        .unwrap_or_default()
}
