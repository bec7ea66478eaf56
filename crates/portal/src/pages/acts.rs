//! What somebody does to their ticket: answers, confirms, reopens, withdraws.

use super::{Portal, ticket};
use directory::SignedIn;
use kernel::TicketId;
use kernel::ticket::{Change, Channel, Message, PublicText};
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::see_other;
use web::{Flash, Kind, Path, Result};
use work::pages::{Sent, TakenBack};
use work::screens::ticket::Refused;
use work::{Command, Error, Execute, Outcome};

/// `POST /my/tickets/{number}/replies`
pub(super) async fn answer(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    mut sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let mut attachments = sent.keep_files(&portal.pages).await?;
    let reader = portal.pages.reader(&signed);
    let (named, of) = (
        sent.all("file").map(str::to_owned).collect::<Vec<_>>(),
        reader.clone(),
    );
    let store = portal.pages.desk().store();
    let back = store.read(move |tx| TakenBack::files(tx, &of, id, &named));
    attachments.extend(back.await?);
    let text = PublicText(sent.get("body").to_owned());
    let command = command(id, Change::Reply(Message { text, attachments }), &sent);
    let (actor, seen) = (
        signed.actor.clone(),
        sent.get("version").parse().unwrap_or(0),
    );
    let work = move |tx: &Tx<'_>, _, execute: &Execute<'_>| {
        let outcome = execute(&actor, &command)?;
        TakenBack::sent(tx, &reader, id, seen)?;
        Ok(outcome)
    };
    let outcome = portal
        .pages
        .desk()
        .execute_within(Channel::Portal, work)
        .await;
    said(&portal, &signed, id, outcome, "done-reply", sent).await
}

/// `POST /my/tickets/{number}/replies/removal`: what was taken back is thrown away.
pub(super) async fn throw_away(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let reader = portal.pages.reader(&signed);
    let store = portal.pages.desk().store();
    let gone = store.write(move |tx| TakenBack::discard(tx, &reader, id));
    gone.await?;
    let back = see_other(&format!("/my/tickets/{id}"));
    Ok(Flash::done(signed.texts.t("done-thrown-away")).on(back))
}

/// `POST /my/tickets/{number}/closure`: yes, it is solved.
pub(super) async fn confirm(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    done(&portal, &signed, id, Change::Close, "done-confirmed", sent).await
}

/// `POST /my/tickets/{number}/reopening`
pub(super) async fn reopen(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let text = sent.get("text").to_owned();
    let change = Change::Reopen { text };
    done(&portal, &signed, id, change, "done-reopened", sent).await
}

/// `POST /my/tickets/{number}/cancellation`
pub(super) async fn withdraw(
    State(portal): State<Portal>,
    signed: SignedIn,
    Path(id): Path<TicketId>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let text = sent.get("text").to_owned();
    let change = Change::Cancel { text };
    done(&portal, &signed, id, change, "done-withdrawn", sent).await
}

/// Does it and goes back to the ticket; or shows the ticket with what was refused beside what was typed.
pub(super) async fn done(
    portal: &Portal,
    signed: &SignedIn,
    id: TicketId,
    change: Change,
    said: &str,
    sent: Sent,
) -> Result<Response> {
    let command = command(id, change, &sent);
    let outcome = portal.pages.desk().execute(&signed.actor, command).await;
    self::said(portal, signed, id, outcome, said, sent).await
}

fn command(id: TicketId, change: Change, sent: &Sent) -> Command {
    Command::Change {
        tickets: vec![id],
        changes: vec![change],
        seen: sent.seen(),
        channel: Channel::Portal,
    }
}

async fn said(
    portal: &Portal,
    signed: &SignedIn,
    id: TicketId,
    outcome: work::Result<Outcome>,
    said: &str,
    sent: Sent,
) -> Result<Response> {
    match outcome {
        Ok(outcome) => {
            let back = see_other(&format!("/my/tickets/{id}"));
            Ok(match outcome.command {
                Some(command) => Flash::done(signed.texts.t(said))
                    .with_undo(command)
                    .on(back),
                None => back,
            })
        }
        Err(error) => refuse(portal, signed, id, error, sent).await,
    }
}

pub(super) async fn refuse(
    portal: &Portal,
    signed: &SignedIn,
    id: TicketId,
    error: Error,
    sent: Sent,
) -> Result<Response> {
    let text = portal.pages.why(signed.texts, &error).await?;
    let error = web::Error::from(error);
    let kind = match error.kind() {
        Kind::BadRequest => Kind::Invalid,
        kind @ (Kind::Invalid | Kind::Forbidden | Kind::Conflict | Kind::PreconditionFailed) => {
            kind
        }
        _ => return Err(error),
    };
    let refused = Refused {
        form: "reply".to_owned(),
        text,
        typed: sent.into_typed(),
    };
    let refused = Some((kind.status(), refused));
    ticket::show(portal, signed, id, ticket::Asked::default(), refused).await
}
