//! The lists of macros: one's own, and those that are shared.

use crate::model::{Macro, Scope};
use crate::queries;
use crate::screens::{MacroRow, MacrosPage};
use directory::{SignedIn, frame};
use kernel::{Permission, TeamId};
use std::collections::BTreeMap;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;
use web::{Error, Result, Texts};
use work::Floor;
use work::pages::set_name;

/// Most characters of a text in the list.
const SAYS_CHARS: usize = 90;

/// `GET /macros`
pub(super) async fn own(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Err(Error::forbidden());
    }
    let me = signed.person.id;
    let found = floor.desk.store().read(move |tx| queries::own(tx, me));
    let found = found.await.map_err(work::Error::from)?;
    let other = signed.actor.can(Permission::PolicyManage);
    let other = other.then_some("/admin/macros");
    Ok(page(&signed, "/macros", other, found, &BTreeMap::new()))
}

/// `GET /admin/macros`
pub(super) async fn shared(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    if !signed.actor.can(Permission::PolicyManage) {
        return Err(Error::forbidden());
    }
    let actor = signed.actor.clone();
    let read = move |tx: &store::Tx<'_>| {
        let found = queries::shared(tx)?;
        let teams = found.iter().filter_map(|one| match one.scope {
            Scope::Team(team) => Some(team),
            _ => None,
        });
        let teams = teams.collect();
        let none = Default::default();
        let names = work::queries::names(tx, &actor, &none, &teams, &Default::default())?;
        Ok::<_, work::Error>((found, names.teams))
    };
    let (found, teams) = floor.desk.store().read(read).await?;
    Ok(page(
        &signed,
        "/admin/macros",
        Some("/macros"),
        found,
        &teams,
    ))
}

fn page(
    signed: &SignedIn,
    base: &'static str,
    other: Option<&'static str>,
    found: Vec<Macro>,
    teams: &BTreeMap<TeamId, String>,
) -> Response {
    let texts = signed.texts;
    let here = if base == "/macros" { base } else { "/admin" };
    html(&MacrosPage {
        frame: frame(signed, here, texts.t("macros")),
        base,
        other,
        rows: found.iter().map(|one| row(one, teams, texts)).collect(),
    })
}

fn row(one: &Macro, teams: &BTreeMap<TeamId, String>, texts: Texts) -> MacroRow {
    let text = one.text(texts.code());
    let mut says: String = text.chars().take(SAYS_CHARS).collect();
    if says.len() < text.len() {
        says.push('…');
    }
    MacroRow {
        id: one.id,
        name: one.name.clone(),
        folder: one.folder.clone(),
        scope: match one.scope {
            Scope::Everybody => texts.t("macro-everybody").to_owned(),
            Scope::Team(team) => {
                let name = teams.get(&team).map(String::as_str);
                name.unwrap_or(texts.t("team-hidden")).to_owned()
            }
            Scope::Own(_) => texts.t("macro-own").to_owned(),
        },
        says,
        sets: one
            .sets
            .iter()
            .map(|(name, _)| set_name(texts, name).to_owned())
            .collect::<Vec<_>>()
            .join(", "),
    }
}
