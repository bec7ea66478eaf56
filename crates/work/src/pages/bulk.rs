//! Many tickets at once, and taking commands back.

use super::list::{self, Asked};
use super::sent::Sent;
use super::{Pages, changes, doing, moving};
use crate::desk::{Command, Outcome, Part, PartOutcome, Wanted};
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
use web::texts::Arg;
use web::{Flash, Path, Texts};

/// What the assignee's list sends to take the assignee away.
pub(super) const NOBODY: &str = "nobody";
/// Most tickets that are named with one reason why they stay as they were.
const NAMED_MAX: usize = 20;
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
        Ok(changes) => at_once(&pages, &signed, tickets, changes).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(done.told(signed.texts, &back)),
        Err(error) => answer(&pages, &signed, &back, Err(error), |_| String::new()).await,
    }
}

/// What became of few tickets: like of many, each is decided for itself.
struct Done {
    command: Option<CommandId>,
    changed: usize,
    /// Why nothing was done, and on which tickets.
    refused: Vec<Refused>,
}

async fn at_once(
    pages: &Pages,
    signed: &SignedIn,
    tickets: Vec<TicketId>,
    changes: Vec<Change>,
) -> Result<Done> {
    let part = Part {
        command: None,
        tickets,
        wanted: Wanted::Changes(changes),
        channel: Channel::Web,
    };
    let done = pages
        .desk
        .execute_part(&signed.actor, part, |_, _, _| Ok(()));
    let PartOutcome {
        command,
        changed,
        refused,
    } = done.await?;
    let (desk, texts) = (pages.desk.clone(), signed.texts);
    let telling = move |tx: &Tx<'_>| {
        let rules = desk.rules_in(tx)?;
        let mut reasons: Vec<Refused> = Vec::new();
        for (ticket, refusal) in &refused {
            let why = super::refusal_said(tx, &rules, texts, refusal.clone())?;
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, tickets)) => tickets.push(*ticket),
                None => reasons.push((why, vec![*ticket])),
            }
        }
        Ok::<_, Error>(reasons)
    };
    Ok(Done {
        command,
        changed,
        refused: pages.desk.store().read(telling).await?,
    })
}

impl Done {
    /// Back to the list, with what was done and its undo, and with what was not.
    fn told(self, texts: Texts, back: &str) -> Response {
        let back = see_other(back);
        let done = texts.count("bulk-done", self.changed as i64);
        let partly = |refused: String| {
            let parts = [
                ("said", Arg::from(done.clone())),
                ("refused", Arg::from(refused)),
            ];
            texts.with("job-partly", parts)
        };
        let around = self
            .command
            .as_ref()
            .map_or(0, |_| partly(String::new()).len());
        let refused = match self.refused.as_slice() {
            // What holds for all of them is wrong with what is wanted.
            [(why, _)] if self.changed == 0 => why.clone(),
            all => fitting(all, Flash::TEXT_BYTES.saturating_sub(around), texts),
        };
        let Some(command) = self.command else {
            return match refused.is_empty() {
                true => back,
                false => Flash::failed(refused).on(back),
            };
        };
        let said = match refused.is_empty() {
            true => done,
            false => partly(refused),
        };
        Flash::done(said).with_undo(command).on(back)
    }
}

/// Tickets, and why they stay as they were.
type Refused = (String, Vec<TicketId>);

/// As many of them by their numbers as there is room for, in bytes, and how many more; whole sentences in any case.
fn fitting(all: &[Refused], room: usize, texts: Texts) -> String {
    let said = |some: &[Refused], named: usize| {
        let said = some.iter().map(|one| refused_said(one, named));
        said.collect::<Vec<_>>().join(" ")
    };
    let mut shorter = (1..=NAMED_MAX).rev().map(|named| said(all, named));
    if let Some(whole) = shorter.find(|text| text.len() <= room) {
        return whole;
    }
    let mut fewer = (1..all.len()).rev().map(|reasons| {
        let left: usize = all[reasons..].iter().map(|(_, them)| them.len()).sum();
        let more = texts.count("bulk-others", left as i64);
        format!("{} {more}", said(&all[..reasons], 1))
    });
    let fits = fewer.find(|text| text.len() <= room);
    fits.unwrap_or_else(|| said(&all[..all.len().min(1)], 1))
}

/// So many tickets by their numbers, and why they stay as they were.
fn refused_said((why, tickets): &Refused, most: usize) -> String {
    let named = tickets.iter().take(most);
    let mut numbers: Vec<String> = named.map(|ticket| format!("#{ticket}")).collect();
    if tickets.len() > most {
        numbers.push(format!("+ {}", tickets.len() - most));
    }
    format!("{}: {why}", numbers.join(", "))
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
    use super::{Refused, fitting, local, referrer};
    use kernel::TicketId;
    use web::Texts;
    use web::axum::http::HeaderMap;
    use web::axum::http::header::REFERER;

    #[test]
    fn what_does_not_fit_is_counted_and_no_sentence_is_cut() {
        let texts = Texts::choose(Some("en"), None);
        let refused = |reason: &str| -> Refused {
            let tickets = (100_001..100_021).map(TicketId).collect();
            (format!("{reason} {}.", "x".repeat(60)), tickets)
        };
        let all = ["One", "Two", "Three"].map(refused);
        let whole = fitting(&all, 10_000, texts);
        assert!(!whole.contains('+'), "{whole}");
        let shorter = fitting(&all, 400, texts);
        assert!(
            shorter.len() <= 400 && shorter.contains("Three"),
            "{shorter}"
        );
        assert!(
            shorter.contains("+ ") && shorter.ends_with("x."),
            "{shorter}"
        );
        let fewer = fitting(&all, 200, texts);
        assert!(fewer.len() <= 200 && !fewer.contains("Three"), "{fewer}");
        assert!(fewer.contains("20"), "{fewer}");
    }

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
