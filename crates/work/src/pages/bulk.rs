//! Many tickets at once, and taking commands back.

use super::list::{self, Asked};
use super::sent::Sent;
use super::{Pages, changes, doing, moving};
use crate::desk::{Command, Outcome};
use crate::error::{Error, Result};
use crate::jobs::bulk::{self as jobs, AT_ONCE_MAX, BulkEdit, TICKETS_MAX};
use crate::queries;
use directory::SignedIn;
use kernel::ticket::{Change, Channel};
use kernel::{CommandId, TicketId};
use std::sync::Arc;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::HeaderMap;
use web::axum::http::header::REFERER;
use web::axum::response::Response;
use web::reply::{is_local, see_other};
use web::{Flash, Path};

/// What the assignee's list sends to take the assignee away.
pub(super) const NOBODY: &str = "nobody";
/// The fields of the bulk bar; an empty one leaves things as they are.
const FIELDS: [&str; 11] = [
    "assignee",
    "team",
    "state",
    "priority",
    "tag_add",
    "tag_remove",
    "category",
    "service",
    "impact",
    "urgency",
    "watcher_add",
];

/// `POST /tickets/bulk`
pub(super) async fn change(
    State(pages): State<Pages>,
    signed: SignedIn,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let back = local(sent.get("back")).unwrap_or("/tickets").to_owned();
    let texts = signed.texts;
    let tickets = match marked(&pages, &signed, &sent).await {
        Ok(tickets) => tickets,
        Err(error) => return answer(&pages, &signed, &back, Err(error), |_| String::new()).await,
    };
    if tickets.is_empty() {
        return Ok(Flash::failed(texts.t("bulk-none")).on(see_other(&back)));
    }
    if FIELDS.iter().all(|name| sent.get(name).is_empty()) {
        return Ok(Flash::failed(texts.t("bulk-nothing")).on(see_other(&back)));
    }
    let done = match wanted(&pages, &signed, &sent).await {
        Ok(changes) if tickets.len() > AT_ONCE_MAX => {
            let edit = BulkEdit {
                tickets,
                changes,
                asked: asked(&signed),
            };
            return in_background(&pages, &signed, &back, edit).await;
        }
        Ok(changes) => {
            let command = Command::Change {
                tickets,
                changes,
                seen: None,
                channel: Channel::Web,
            };
            pages.desk.execute(&signed.actor, command).await
        }
        Err(error) => Err(error),
    };
    answer(&pages, &signed, &back, done, |outcome| {
        texts.count("bulk-done", outcome.tickets.len() as i64)
    })
    .await
}

/// What is to be changed. What a state asks for is not read like a property.
async fn wanted(pages: &Pages, signed: &SignedIn, sent: &Sent) -> Result<Vec<Change>> {
    let moved = moving::asking(signed, sent.get("state"), sent)?;
    let mut fields: Vec<(String, String)> = FIELDS
        .iter()
        .filter(|name| moved.is_none() || **name != "state")
        .map(|name| ((*name).to_owned(), sent.get(name).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    fields.push(("reason".into(), sent.get("reason").to_owned()));
    let (actor, desk) = (signed.actor.clone(), pages.desk.clone());
    let read = move |tx: &Tx<'_>| changes::read(tx, &actor, &desk.rules_in(tx)?.policy, &fields);
    let mut changes = pages.desk.store().read(read).await?;
    changes.extend(moved);
    Ok(changes)
}

/// The tickets that are marked: some by their numbers, or all of a list.
async fn marked(pages: &Pages, signed: &SignedIn, sent: &Sent) -> Result<Vec<TicketId>> {
    if sent.get("all") != "true" {
        return Ok(sent.all("number").filter_map(|n| n.parse().ok()).collect());
    }
    let asked = Asked {
        view: sent.get("view").to_owned(),
        q: sent.get("q").to_owned(),
        ..Asked::default()
    };
    let (reader, desk) = (pages.reader(signed), pages.desk.clone());
    let reading = move |tx: &Tx<'_>| {
        let rules = desk.rules_in(tx)?;
        let view = list::view_of(&rules, &reader, &asked)?;
        let condition = list::condition(tx, &reader, &rules, view, &asked.q)?;
        queries::all_that_meet(tx, &reader, condition, TICKETS_MAX)
    };
    pages.desk.store().read(reading).await
}

/// How a browser's job is asked for.
fn asked(signed: &SignedIn) -> jobs::Asked {
    jobs::Asked {
        permissions: signed.actor.permissions,
        language: Some(signed.texts.code().to_owned()),
        channel: Channel::Web,
    }
}

/// Puts an edit of many tickets into the queue; the list says how it comes on.
async fn in_background(
    pages: &Pages,
    signed: &SignedIn,
    back: &str,
    edit: BulkEdit,
) -> web::Result<Response> {
    let (actor, desk, now) = (
        signed.actor.clone(),
        pages.desk.clone(),
        pages.desk.clock().now(),
    );
    let edit = Arc::new(edit);
    let beginning = move |tx: &Tx<'_>| jobs::begin(&desk, tx, &actor, &edit, now);
    match pages.desk.store().write(beginning).await {
        Ok(_) => Ok(see_other(back)),
        Err(error) => answer(pages, signed, back, Err(error), |_| String::new()).await,
    }
}

/// Puts taking a job's command back into the queue; answers whether it was one.
async fn undo_in_background(pages: &Pages, signed: &SignedIn, command: CommandId) -> Result<bool> {
    let (actor, desk, asked) = (signed.actor.clone(), pages.desk.clone(), asked(signed));
    let beginning = move |tx: &Tx<'_>| jobs::begin_undo(&desk, tx, &actor, command, &asked);
    Ok(pages.desk.store().write(beginning).await?.is_some())
}

/// `POST /commands/{id}/undo`
pub(super) async fn undo(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(command): Path<CommandId>,
    headers: HeaderMap,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let begun = undo_in_background(&pages, &signed, command).await;
    if let Ok(true) = begun {
        return Ok(see_other(referrer(&headers).unwrap_or("/tickets")));
    }
    let undo = Command::Undo { command };
    let done = match begun {
        Ok(_) => pages.desk.execute(&signed.actor, undo).await,
        Err(error) => Err(error),
    };
    if done.is_ok() {
        super::composer::restore(&pages, &signed, command).await?;
    }
    let back = match (referrer(&headers), &done) {
        (Some(back), _) => back.to_owned(),
        (None, Ok(outcome)) => format!("/tickets/{}", outcome.ticket()?),
        (None, Err(_)) => "/".to_owned(),
    };
    let texts = signed.texts;
    answer(&pages, &signed, &back, done, |_| {
        texts.t("done-undone").to_owned()
    })
    .await
}

/// Back to the page with what was done, or with why it was not.
async fn answer(
    pages: &Pages,
    signed: &SignedIn,
    back: &str,
    done: Result<Outcome>,
    said: impl FnOnce(&Outcome) -> String,
) -> web::Result<Response> {
    match done {
        Ok(outcome) => Ok(doing::said(back, &said(&outcome), &outcome)),
        Err(Error::Store(error)) => Err(Error::Store(error).into()),
        Err(error) => {
            let why = doing::why(pages, signed, &error).await?;
            Ok(Flash::failed(why).on(see_other(back)))
        }
    }
}

/// The page that the request came from, without the host.
pub(super) fn referrer(headers: &HeaderMap) -> Option<&str> {
    let url = headers.get(REFERER)?.to_str().ok()?;
    let (_, rest) = url.split_once("://")?;
    local(&rest[rest.find('/')?..])
}

pub(super) fn local(address: &str) -> Option<&str> {
    is_local(address).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::{local, referrer};
    use web::axum::http::HeaderMap;
    use web::axum::http::header::REFERER;

    #[test]
    fn one_goes_back_to_a_page_of_this_site_alone() {
        let mut headers = HeaderMap::new();
        assert_eq!(referrer(&headers), None);
        for (from, back) in [
            (
                "https://desk.example/tickets?view=1",
                Some("/tickets?view=1"),
            ),
            ("https://desk.example//evil.example/", None),
            ("https://desk.example", None),
        ] {
            headers.insert(REFERER, from.parse().expect("a header"));
            assert_eq!(referrer(&headers), back, "{from}");
        }
        assert_eq!(local("https://evil.example"), None);
    }
}
