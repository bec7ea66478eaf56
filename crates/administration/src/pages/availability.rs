//! When somebody is away and who stands in for them, and what those who work on tickets can take and do. Routing and
//! approvals go by it.

use super::parts::{Wrong, answer, check_seen, field, form, last_change, line, refused, saved};
use super::places::person as named;
use super::sent::Sent;
use crate::screens::form::Control;
use directory::{RoutedAs, SignedIn, actions, queries};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::policy::APPROVALS;
use kernel::{Permission, PersonId, Timestamp};
use web::axum::extract::State;
use web::axum::response::Response;
use web::{Error, Path, Result};
use work::Floor;

/// What the audit says of it.
const CHANGED: &str = "availability";

/// `GET /availability/{person}`: one's own, or that of another for whoever looks after teams.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(person): Path<i64>,
) -> Result<Response> {
    show(&floor, &signed, PersonId(person), None, Vec::new()).await
}

/// `POST /availability/{person}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(person): Path<i64>,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let person = PersonId(person);
    may_see(&signed, person)?;
    let known = floor
        .directory
        .read(move |tx| Ok(queries::routed_person(tx, person)?))
        .await?;
    let substitute = match sent.get("substitute") {
        _ if !signed.has(APPROVALS) => known.substitute,
        "" => None,
        typed => match stand_in(&floor, &signed, typed).await? {
            Some(found) => Some(found),
            None => {
                let text = signed.texts.t("availability-substitute-wrong").to_owned();
                let wrong = vec![("substitute".to_owned(), text)];
                return show(&floor, &signed, person, Some(&sent), wrong).await;
            }
        },
    };
    let wanted = match read(&signed, &known, &sent) {
        Ok(wanted) => RoutedAs {
            substitute,
            ..wanted
        },
        Err((name, text)) => {
            let wrong = vec![(name.to_owned(), signed.texts.t(text).to_owned())];
            return show(&floor, &signed, person, Some(&sent), wrong).await;
        }
    };
    let (actor, now, said) = (signed.actor.clone(), floor.desk.clock().now(), sent.clone());
    let done = floor
        .directory
        .write(move |tx| {
            let subject = format!("person:{person}");
            check_seen(tx, &said, (&subject, CHANGED))?;
            actions::set_routed(tx, &actor, now, person, wanted.clone())?;
            Ok(queries::last_audit(tx, &subject, CHANGED)?)
        })
        .await;
    match done {
        Ok(undo) => Ok(saved(&signed, &format!("/availability/{person}"), undo)),
        Err(error) => {
            let wrong = refused(signed.texts, error.into())?;
            show(&floor, &signed, person, Some(&sent), wrong).await
        }
    }
}

fn may_see(signed: &SignedIn, person: PersonId) -> Result<()> {
    if signed.actor.can(Permission::TeamManage) || signed.actor.person == Some(person) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}

/// The one person whom whoever typed this may name: a colleague of their organisation by address, or anybody for whoever
/// may look people up.
async fn stand_in(floor: &Floor, signed: &SignedIn, typed: &str) -> Result<Option<PersonId>> {
    if signed.actor.can(Permission::PersonRead) {
        return named(floor, signed, typed).await;
    }
    let (own, typed) = (signed.actor.organisation, typed.to_owned());
    let find = move |tx: &store::Tx<'_>| Ok(queries::find_person_by_email(tx, &typed)?);
    let found = floor.directory.read(find).await?;
    let colleague = found.filter(|found| own.is_some() && found.organisation_id == own);
    Ok(colleague.map(|found| found.id))
}

/// What the form says; what only others may set stays.
fn read(
    signed: &SignedIn,
    known: &RoutedAs,
    said: &Sent,
) -> std::result::Result<RoutedAs, (&'static str, &'static str)> {
    let zone = TimeZone::get(&signed.person.time_zone).unwrap_or(TimeZone::UTC);
    type Typed = std::result::Result<Option<Timestamp>, (&'static str, &'static str)>;
    let instant = |name: &'static str| -> Typed {
        let typed = said.get(name);
        if typed.is_empty() {
            return Ok(None);
        }
        let at = typed.parse::<DateTime>().ok();
        let at = at.and_then(|at| zone.to_timestamp(at).ok());
        let at = at.ok_or((name, "availability-away-wrong"))?;
        Ok(Some(Timestamp(at.as_microsecond())))
    };
    let (away_from, away_until) = (instant("away_from")?, instant("away_until")?);
    let mut wanted = RoutedAs {
        away_from,
        away_until,
        ..known.clone()
    };
    if signed.actor.can(Permission::TeamManage) {
        let capacity = said.get("capacity").parse();
        wanted.capacity = capacity.map_err(|_| ("capacity", "availability-capacity-wrong"))?;
        let skills = said.get("skills").lines().map(str::trim);
        wanted.skills = skills
            .filter(|skill| !skill.is_empty())
            .map(str::to_owned)
            .collect();
    }
    Ok(wanted)
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    person: PersonId,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    may_see(signed, person)?;
    let read = move |tx: &store::Tx<'_>| {
        let named = queries::find_person(tx, person)?.ok_or(directory::Error::NotFound)?;
        let known = queries::routed_person(tx, person)?;
        let substitute = match known.substitute {
            Some(id) => queries::find_person(tx, id)?,
            None => None,
        };
        let substitute = substitute.map(|found| found.email.unwrap_or(found.name));
        let last = last_change(tx, (&format!("person:{person}"), CHANGED))?;
        Ok::<_, directory::Error>((named.name, known, substitute.unwrap_or_default(), last))
    };
    let (name, known, substitute, last) = floor.directory.read(read).await?;
    let texts = signed.texts;
    let zone = TimeZone::get(&signed.person.time_zone).unwrap_or(TimeZone::UTC);
    let local = |at: Option<Timestamp>| {
        let at = at.and_then(|at| jiff::Timestamp::from_microsecond(at.0).ok());
        at.map_or_else(String::new, |at| {
            zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string()
        })
    };
    let typed = |name: &str, kept: String| sent.map_or(kept, |sent| sent.get(name).to_owned());
    let back = ("nav-people", "/people");
    let mut page = form(signed, back, &name, &format!("/availability/{person}"));
    page.intro = texts.t("availability-intro").to_owned();
    page.seen = sent.map_or(last, |sent| sent.seen_or(last));
    for (name, kept) in [
        ("away_from", known.away_from),
        ("away_until", known.away_until),
    ] {
        let label = format!("availability-{}", name.replace('_', "-"));
        let control = Control::Line("datetime-local", typed(name, local(kept)));
        page.fields.push(field(texts, name, &label, control));
    }
    // Whoever stands in for somebody is asked for approvals, and for nothing else.
    if signed.has(APPROVALS) {
        page.fields.push(line(
            texts,
            "substitute",
            "availability-substitute",
            typed("substitute", substitute),
        ));
    }
    if signed.actor.can(Permission::TeamManage) {
        let capacity = typed("capacity", known.capacity.to_string());
        page.fields
            .push(line(texts, "capacity", "availability-capacity", capacity));
        let skills = Control::Lines(typed("skills", known.skills.join("\n")));
        page.fields
            .push(field(texts, "skills", "availability-skills", skills));
    }
    Ok(answer(page, &wrong))
}
