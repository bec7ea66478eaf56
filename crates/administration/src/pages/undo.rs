//! Taking back what was changed last of a role, a place, the brand or somebody's availability.

use super::sent::Sent;
use directory::SignedIn;
use directory::actions::{self, PutBack};
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::see_other;
use web::{Flash, Path, Result};
use work::Floor;

/// `POST /audit/{id}/undo`
pub(super) async fn undo(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(audit): Path<i64>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let (actor, now) = (signed.actor.clone(), floor.directory.now());
    let put_back = floor
        .directory
        .write(move |tx| actions::undo_change(tx, &actor, now, audit))
        .await?;
    let there = match put_back {
        PutBack::Role => "/admin/roles".to_owned(),
        PutBack::Place(listing) => format!("/admin/places/{listing}"),
        PutBack::Brand => "/admin/brand".to_owned(),
        PutBack::Logo => "/admin/logo".to_owned(),
        PutBack::Availability(person) => format!("/availability/{person}"),
    };
    Ok(Flash::done(signed.texts.t("done-undone")).on(see_other(&there)))
}
