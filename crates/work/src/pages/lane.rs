//! A card of a board into another lane.

use super::sent::Sent;
use super::{Pages, changes, doing, moving};
use crate::desk::Command;
use crate::error::{Error, Result};
use crate::queries::By;
use directory::SignedIn;
use kernel::TicketId;
use kernel::ticket::{Change, Channel};
use serde::Serialize;
use store::Tx;
use web::Path;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::reply::json;

/// What is said of a card that was moved, or that was not.
#[derive(Serialize)]
struct Moved {
    /// In words.
    text: String,
    /// The command, where it can be taken back.
    undo: Option<String>,
    /// The ticket's version afterwards, for the card's next move; none where nothing has changed.
    version: Option<i64>,
}

/// `POST /tickets/{number}/lane`
pub(super) async fn place(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let by = By::named(sent.get("by")).ok_or_else(|| Error::Invalid {
        field: "by",
        text: format!("one of {}", By::ALL.map(By::name).join(", ")),
    })?;
    let texts = signed.texts;
    let done = match wanted(&pages, &signed, by, &sent).await {
        Ok(changes) => {
            let command = Command::Change {
                tickets: vec![id],
                changes,
                seen: sent.seen(),
                channel: Channel::Web,
            };
            pages.desk.execute(&signed.actor, command).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(outcome) => {
            let moved = Moved {
                text: texts.t1("board-moved", "number", id.to_string()),
                undo: outcome.command.map(|command| command.to_string()),
                version: outcome.tickets.first().map(|(_, version)| *version),
            };
            Ok(json(StatusCode::OK, &moved))
        }
        Err(Error::Store(error)) => Err(Error::Store(error).into()),
        Err(error) => {
            let text = doing::why(&pages, &signed, &error).await?;
            let status = web::Error::from(error).kind().status();
            let refused = Moved {
                text,
                undo: None,
                version: None,
            };
            Ok(json(status, &refused))
        }
    }
}

/// What a card in this lane is to become.
async fn wanted(pages: &Pages, signed: &SignedIn, by: By, sent: &Sent) -> Result<Vec<Change>> {
    let to = sent.get("to");
    if by == By::State
        && let Some(change) = moving::asking(signed, to, sent)?
    {
        return Ok(vec![change]);
    }
    let fields = vec![
        (by.name().to_owned(), to.to_owned()),
        (
            "reason".to_owned(),
            signed.texts.t("board-reason").to_owned(),
        ),
    ];
    let (actor, desk) = (signed.actor.clone(), pages.desk.clone());
    let read = move |tx: &Tx<'_>| changes::read(tx, &actor, &desk.rules_in(tx)?.policy, &fields);
    pages.desk.store().read(read).await
}
