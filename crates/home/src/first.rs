//! The first steps of whoever has just set a desk up: what is done, the data say.

use crate::queries;
use crate::screens::{FirstStepRow, FirstSteps};
use directory::SignedIn;
use kernel::{Actor, Permission};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::see_other;
use web::{Error, Flash, Form, Result};
use work::first_steps::{are_dismissed, dismiss};
use work::{FirstStep, Floor};

/// The steps that need no practice.
pub(crate) const STEPS: &[FirstStep] = &[
    FirstStep {
        order: 10,
        label: "first-name",
        about: "first-name-about",
        href: "/admin/brand",
        needs: Permission::PolicyManage,
        is_done: |tx| {
            let plain = directory::brand::Brand::default();
            Ok(directory::queries::brand(tx)?.product != plain.product)
        },
    },
    FirstStep {
        order: 20,
        label: "first-people",
        about: "first-people-about",
        href: "/people/new",
        needs: Permission::PersonManage,
        is_done: |tx| queries::has_colleagues(tx),
    },
    FirstStep {
        order: 30,
        label: "first-team",
        about: "first-team-about",
        href: "/teams/new",
        needs: Permission::TeamManage,
        is_done: |tx| queries::has_members(tx),
    },
    FirstStep {
        order: 50,
        label: "first-ticket",
        about: "first-ticket-about",
        href: "/tickets/new",
        needs: Permission::TicketOpen,
        is_done: |tx| queries::has_tickets(tx),
    },
];

/// The steps for an administrator, as long as there is one to take and nobody has put them away.
pub(crate) fn shown(
    tx: &Tx<'_>,
    actor: &Actor,
    steps: &[FirstStep],
) -> work::Result<Option<FirstSteps>> {
    if !actor.can(Permission::PolicyManage) || are_dismissed(tx)? {
        return Ok(None);
    }
    let mut rows = Vec::new();
    for step in steps.iter().filter(|step| actor.can(step.needs)) {
        rows.push(FirstStepRow {
            label: step.label,
            about: step.about,
            href: step.href,
            done: (step.is_done)(tx)?,
        });
    }
    let done = rows.iter().filter(|row| row.done).count();
    Ok((done < rows.len()).then_some(FirstSteps { done, rows }))
}

/// What the form that puts them away sends.
#[derive(Deserialize)]
pub(crate) struct Sent {
    csrf: String,
}

/// `POST /first-steps/dismissal`
pub(crate) async fn put_away(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    set(&floor, &signed, &sent, true).await?;
    let said = Flash::done(signed.texts.t("first-dismissed"));
    let said = said.with_undo("/first-steps/restoration");
    Ok(said.on(see_other("/")))
}

/// `POST /first-steps/restoration`
pub(crate) async fn show_again(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    set(&floor, &signed, &sent, false).await?;
    Ok(Flash::done(signed.texts.t("done-undone")).on(see_other("/")))
}

async fn set(floor: &Floor, signed: &SignedIn, sent: &Sent, dismissed: bool) -> Result<()> {
    signed.check_form(&sent.csrf)?;
    if !signed.actor.can(Permission::PolicyManage) {
        return Err(Error::forbidden());
    }
    let keep = move |tx: &Tx<'_>| dismiss(tx, dismissed);
    Ok(floor.desk.store().write(keep).await?)
}
