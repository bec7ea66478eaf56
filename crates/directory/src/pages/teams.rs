//! The list of teams, and one of them.

use super::form_error;
use crate::ButtonForm;
use crate::model::{Member, NewTeam, Team, TeamEdit};
use crate::screens::team::{Member as MemberRow, TeamPage};
use crate::screens::teams::{TeamRow, TeamsPage};
use crate::signed_in::{encoded, role_name};
use crate::{Directory, Error as Refused, SignedIn, actions, frame, queries};
use kernel::{Actor, Permission, TeamId};
use serde::Deserialize;
use std::collections::HashMap;
use store::Tx;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Empty, Face, Input, Pager};
use web::reply::{html, html_with, see_other};
use web::{Error, Flash, Form, Kind, Path, Query, Result, Texts};

/// Teams on a page.
const PAGE: usize = 25;
/// The fields that say themselves what is wrong with them.
const SHOWN: [&str; 4] = ["name", "description", "time_zone", "person_id"];
/// Faces beside each team.
const FACES: usize = 5;

/// What the form of a team sends.
#[derive(Clone, Default, Deserialize)]
pub(super) struct TeamForm {
    csrf: String,
    #[serde(default)]
    seen: i64,
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    zone: String,
}

impl From<&Team> for TeamForm {
    fn from(team: &Team) -> Self {
        Self {
            name: team.name.clone(),
            description: team.description.clone(),
            private: team.private,
            zone: team.time_zone.clone(),
            ..Self::default()
        }
    }
}

impl TeamForm {
    /// The form to be shown again, and why: where somebody else has changed the same, with what they changed beside.
    fn refused(self, texts: Texts, error: Refused) -> (Self, Error) {
        let Refused::Changed(changed) = &error else {
            return (self, error.into());
        };
        let form = changed.merged::<Team>().as_ref().map(Self::from);
        (form.unwrap_or(self), changed.told(texts))
    }
}

/// What the list is asked for.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    /// Every word begins a word of the name; empty for all.
    #[serde(default)]
    q: String,
    /// The name that the page before ended with.
    #[serde(default)]
    after: String,
}

/// What the list's page is made of.
struct Found {
    teams: Vec<Team>,
    faces: HashMap<TeamId, Vec<String>>,
    total: i64,
    more: bool,
}

fn find(tx: &Tx<'_>, actor: &Actor, asked: &Asked) -> store::Result<Found> {
    let mut teams = if asked.q.trim().is_empty() {
        queries::list_teams(tx, actor, &asked.after, PAGE + 1)?
    } else {
        let named = queries::suggest_teams(tx, actor, &asked.q, PAGE)?;
        let found = named
            .into_iter()
            .map(|(id, _)| queries::find_team(tx, actor, id));
        let found = found.collect::<store::Result<Vec<_>>>()?;
        found.into_iter().flatten().collect()
    };
    let more = teams.len() > PAGE;
    teams.truncate(PAGE);
    let ids = teams.iter().map(|team| team.id).collect();
    Ok(Found {
        faces: queries::first_members(tx, &ids, FACES)?,
        total: queries::count_teams(tx, actor)?,
        teams,
        more,
    })
}

/// `GET /teams`
pub(super) async fn list(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    actions::require(&signed.actor, Permission::PersonRead)?;
    let (actor, wanted) = (signed.actor.clone(), asked.clone());
    let found = directory
        .read(move |tx| Ok(find(tx, &actor, &wanted)?))
        .await?;
    let texts = signed.texts;
    let editable = signed.actor.can(Permission::TeamManage);
    let next = found.teams.last().filter(|_| found.more);
    let pager = Pager {
        summary: String::new(),
        first: (!asked.after.is_empty()).then(|| "/teams".to_owned()),
        next: next.map(|last| format!("/teams?after={}", encoded(&last.name))),
    };
    let row = |team: Team| TeamRow {
        id: team.id.to_string(),
        open_href: open_tickets(&team.name),
        faces: found.faces.get(&team.id).map_or_else(Vec::new, |names| {
            names.iter().map(|name| Face::new(name)).collect()
        }),
        name: team.name,
        description: team.description,
        private: team.private,
        members: team.member_count,
        open: texts.t("nav-tickets").to_owned(),
    };
    let page = TeamsPage {
        frame: frame(&signed, "/teams", texts.t("nav-teams")),
        total: &texts.number(found.total),
        query: &asked.q,
        teams: found.teams.into_iter().map(row).collect(),
        pager,
        empty: empty(texts, &asked.q, editable),
        editable,
    };
    Ok(html(&page))
}

/// What to say where there is no team to show.
fn empty(texts: Texts, q: &str, editable: bool) -> Empty<'static> {
    let (title, text) = match q {
        "" => ("teams-empty-title", "teams-empty-text"),
        _ => ("teams-none-title", "teams-none-text"),
    };
    Empty {
        icon: "users-round",
        title: texts.t(title),
        text: texts.t(text),
        action: editable.then(|| (texts.t("team-new"), "/teams/new")),
    }
}

/// `GET /teams/{id}`
pub(super) async fn page(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Response> {
    let id = wanted(&signed, &id)?;
    show(&directory, &signed, id, None, None, String::new()).await
}

/// `POST /teams/{id}`
pub(super) async fn save(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<TeamForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let id = wanted(&signed, &id)?;
    let (actor, now, sent) = (signed.actor.clone(), directory.now(), form.clone());
    let answer = directory
        .write(move |tx| match id {
            Some(id) => {
                let edit = TeamEdit {
                    name: Some(sent.name.clone()),
                    description: Some(sent.description.clone()),
                    private: Some(sent.private),
                    active: None,
                    time_zone: Some(sent.zone.clone()),
                    seen: Some(sent.seen),
                };
                let before = queries::find_team(tx, &actor, id)?.map(|team| team.version);
                let after = actions::edit_team(tx, &actor, now, id, None, &edit)?.version;
                let before = before.filter(|before| *before != after);
                Ok((id, before.map(|before| format!("undo/{before}"))))
            }
            None => {
                let new = NewTeam {
                    name: sent.name.clone(),
                    description: sent.description.clone(),
                    private: sent.private,
                    time_zone: sent.zone.clone(),
                };
                let id = actions::create_team(tx, &actor, now, &new)?;
                Ok((id, None))
            }
        })
        .await;
    match answer.map_err(|error| form.refused(signed.texts, error)) {
        Ok((id, undo)) => Ok(saved(&signed, id, undo)),
        Err((form, error)) if is_shown(&error) => {
            show(
                &directory,
                &signed,
                id,
                Some(form),
                Some(error),
                String::new(),
            )
            .await
        }
        Err((_, error)) => Err(error),
    }
}

/// The team's page again, with the way to take the change back.
pub(super) fn saved(signed: &SignedIn, id: TeamId, undo: Option<String>) -> Response {
    let mut flash = Flash::done(signed.texts.t("saved"));
    if let Some(undo) = undo {
        flash = flash.with_undo(format!("/teams/{id}/{undo}"));
    }
    flash.on(see_other(&format!("/teams/{id}")))
}

/// `POST /teams/{id}/undo/{version}`
pub(super) async fn undo(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path((id, version)): Path<(TeamId, i64)>,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let (actor, now) = (signed.actor.clone(), directory.now());
    directory
        .write(move |tx| actions::undo_team(tx, &actor, now, id, version))
        .await?;
    Ok(undone(&signed, id))
}

pub(super) fn undone(signed: &SignedIn, id: TeamId) -> Response {
    let flash = Flash::done(signed.texts.t("done-undone"));
    flash.on(see_other(&format!("/teams/{id}")))
}

/// Whether the form shows what went wrong itself.
pub(super) fn is_shown(error: &Error) -> bool {
    matches!(
        error.kind(),
        Kind::Invalid | Kind::Conflict | Kind::PreconditionFailed
    )
}

/// The team that the path names; none for `new`.
fn wanted(signed: &SignedIn, id: &str) -> Result<Option<TeamId>> {
    if id == "new" {
        actions::require(&signed.actor, Permission::TeamManage)?;
        return Ok(None);
    }
    actions::require(&signed.actor, Permission::PersonRead)?;
    id.parse().map(Some).map_err(|_| Error::not_found())
}

pub(super) async fn show(
    directory: &Directory,
    signed: &SignedIn,
    id: Option<TeamId>,
    form: Option<TeamForm>,
    error: Option<Error>,
    typed: String,
) -> Result<Response> {
    let actor = signed.actor.clone();
    let (team, members, roles) = directory
        .read(move |tx| {
            let Some(id) = id else {
                return Ok((None, Vec::new(), HashMap::new()));
            };
            let team = queries::find_team(tx, &actor, id)?.ok_or(Refused::NotFound)?;
            let roles = queries::member_roles(tx, id)?;
            Ok((Some(team), queries::list_members(tx, id)?, roles))
        })
        .await?;
    let status = error
        .as_ref()
        .map_or(StatusCode::OK, |error| error.kind().status());
    let texts = signed.texts;
    let rows = members.iter().map(|member| {
        let (key, name) = roles.get(&member.person_id).cloned().unwrap_or_default();
        row(member, role_name(texts, &key, &name))
    });
    let page = TeamPage {
        members: rows.collect(),
        editable: may_edit(signed, &members),
        ..view(signed, team, form, error.as_ref(), typed)
    };
    Ok(html_with(status, &page))
}

fn view(
    signed: &SignedIn,
    team: Option<Team>,
    form: Option<TeamForm>,
    error: Option<&Error>,
    typed: String,
) -> TeamPage {
    let texts = signed.texts;
    let form = form.unwrap_or_else(|| team.as_ref().map(TeamForm::from).unwrap_or_default());
    let input = |field, value: &str| match error {
        Some(error) => Input::new(value).with_error_of(field, error, texts),
        None => Input::new(value),
    };
    let title = match &team {
        Some(team) => team.name.clone(),
        None => texts.t("team-new").to_owned(),
    };
    TeamPage {
        frame: frame(signed, "/teams", title),
        id: team
            .as_ref()
            .map_or_else(|| "new".to_owned(), |team| team.id.to_string()),
        version: team.as_ref().map_or(0, |team| team.version),
        error: error.map(|error| form_error(error, texts, &SHOWN)),
        name: input("name", &form.name),
        description: input("description", &form.description),
        private: form.private,
        zone: input("time_zone", &form.zone),
        members: Vec::new(),
        add: input("person_id", &typed),
        editable: false,
    }
}

fn row(member: &Member, role: String) -> MemberRow {
    MemberRow {
        id: member.person_id.to_string(),
        face: Face::new(&member.name),
        email: member.email.clone().unwrap_or_default(),
        role,
        lead: member.lead,
    }
}

/// Leads see the buttons of their own team; what they may not do is refused when they do it.
fn may_edit(signed: &SignedIn, members: &[Member]) -> bool {
    let leads = |member: &Member| member.lead && member.person_id == signed.person.id;
    signed.actor.can(Permission::TeamManage) || members.iter().any(leads)
}

/// Where a team's open tickets are listed.
fn open_tickets(name: &str) -> String {
    let query = format!("state:open team:\"{}\"", name.replace('"', " "));
    format!("/tickets?q={}", encoded(&query))
}
