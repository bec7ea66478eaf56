//! `/account/mail`: what one wants no mail of, for whoever is signed in; the links in messages lead to the same choices.

use crate::mail::choices::Optional;
use crate::mail::queries;
use crate::mail::screens::OwnMailPage;
use directory::queries::find_person;
use directory::{ButtonForm, SignedIn, frame};
use kernel::policy::APPROVALS;
use kernel::{Permission, PersonId};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::{html, see_other};
use web::{Flash, Form, Result};
use work::Floor;

const HERE: &str = "/account/mail";

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Sent {
    csrf: String,
    #[serde(default)]
    wanted: Vec<String>,
}

/// `GET /account/mail`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    let (me, kinds) = (signed.person.id, kinds_of(&signed));
    let reading = move |tx: &Tx<'_>| {
        let choice = |kind: Optional| Ok((kind, !queries::choices::is_off(tx, me, kind)?));
        let kinds = kinds.into_iter().map(choice);
        let kinds = kinds.collect::<work::Result<Vec<_>>>()?;
        Ok::<_, work::Error>((kinds, unreached(tx, me)?))
    };
    let (kinds, unreached) = floor.desk.store().read(reading).await?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let row =
        |(kind, wanted): (Optional, bool)| Choice::new(kind.name(), texts.t(kind.label()), wanted);
    Ok(html(&OwnMailPage {
        frame: frame(&signed, "", texts.t("mail-choice-title")),
        kinds: kinds.into_iter().map(row).collect(),
        unreached: unreached.map(|(address, at)| {
            let when = calendar.when(at.0);
            let facts = [("address", address.into()), ("when", when.text.into())];
            texts.with("mail-choice-unreached", facts)
        }),
    }))
}

/// `POST /account/mail`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let (me, now) = (signed.person.id, floor.desk.clock().now());
    let kinds = kinds_of(&signed);
    let keeping = move |tx: &Tx<'_>| {
        for kind in &kinds {
            match sent.wanted.iter().any(|wanted| wanted == kind.name()) {
                true => queries::choices::delete(tx, me, *kind)?,
                false => queries::choices::insert(tx, me, *kind, now)?,
            }
        }
        Ok::<_, work::Error>(())
    };
    floor.desk.store().write(keeping).await?;
    Ok(Flash::done(signed.texts.t("mail-choice-kept")).on(see_other(HERE)))
}

/// `POST /account/mail/reach`: one's address is alive again.
pub(super) async fn reach(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let me = signed.person.id;
    let reaching = move |tx: &Tx<'_>| match unreached(tx, me)? {
        Some((address, _)) => Ok::<_, work::Error>(queries::forget_bounces(tx, &address)?),
        None => Ok(()),
    };
    floor.desk.store().write(reaching).await?;
    Ok(Flash::done(signed.texts.t("mail-choice-reached")).on(see_other(HERE)))
}

/// What may come to somebody.
fn kinds_of(signed: &SignedIn) -> Vec<Optional> {
    let comes = |kind: &Optional| match kind {
        Optional::Asked => signed.has(APPROVALS),
        Optional::Told => signed.actor.can(Permission::TicketRead),
        Optional::Alarm => signed.actor.can(Permission::PolicyManage),
        _ => true,
    };
    Optional::ALL.iter().copied().filter(comes).collect()
}

/// The address of somebody to which mail came back for good, and when it did.
fn unreached(tx: &Tx<'_>, person: PersonId) -> work::Result<Option<(String, kernel::Timestamp)>> {
    let found = find_person(tx, person)?.and_then(|person| person.email);
    let Some(address) = found else {
        return Ok(None);
    };
    let since = queries::unreachable_since(tx, &address)?;
    Ok(since.map(|since| (address, since)))
}
