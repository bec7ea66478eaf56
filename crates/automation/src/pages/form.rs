//! The form of one macro.

use super::fields::{choices, placeholders, said, scope_choices, text_fields};
use crate::actions::{self, Changed, Unkept};
use crate::model::{Macro, Scope, Writes};
use crate::screens::{MacroPage, SetField};
use directory::{SignedIn, frame, queries as people};
use kernel::{Permission, TeamId};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Input};
use web::reply::{html_with, see_other};
use web::{Error, Flash, Form, Path, Query, Result, Texts};
use work::Floor;
use work::pages::set_name;

/// Most teams in the list.
const TEAMS: usize = 500;
/// The properties that a macro sets by a list of choices.
const SETS: [&str; 6] = [
    "state",
    "team",
    "assignee",
    "priority",
    "hold",
    "resolution",
];

/// A form's fields by name.
type Fields = Vec<(String, String)>;

fn get<'f>(fields: &'f Fields, name: &str) -> &'f str {
    let found = fields.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// One's own macros, or those that are shared.
#[derive(Clone, Copy, PartialEq)]
enum Which {
    Own,
    Shared,
}

impl Which {
    fn base(self) -> &'static str {
        match self {
            Which::Own => "/macros",
            Which::Shared => "/admin/macros",
        }
    }

    fn permit(self, signed: &SignedIn) -> Result<()> {
        let needs = match self {
            Which::Own => Permission::TicketRead,
            Which::Shared => Permission::PolicyManage,
        };
        let may = signed.actor.can(needs);
        may.then_some(()).ok_or_else(Error::forbidden)
    }

    fn has(self, scope: Scope) -> bool {
        matches!(scope, Scope::Own(_)) == (self == Which::Own)
    }
}

/// `GET /macros/new`
pub(super) async fn new_own(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    new(&floor, &signed, Which::Own).await
}

/// `GET /admin/macros/new`
pub(super) async fn new_shared(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    new(&floor, &signed, Which::Shared).await
}

async fn new(floor: &Floor, signed: &SignedIn, which: Which) -> Result<Response> {
    which.permit(signed)?;
    let empty = Macro {
        id: 0,
        name: String::new(),
        folder: String::new(),
        scope: match which {
            Which::Own => Scope::Own(signed.person.id),
            Which::Shared => Scope::Everybody,
        },
        writes: Writes::Reply,
        texts: Vec::new(),
        sets: Vec::new(),
    };
    show(floor, signed, which, (&empty, 0), None).await
}

/// `GET /macros/{id}`
pub(super) async fn page_own(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> Result<Response> {
    page(&floor, &signed, Which::Own, id).await
}

/// `GET /admin/macros/{id}`
pub(super) async fn page_shared(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
) -> Result<Response> {
    page(&floor, &signed, Which::Shared, id).await
}

async fn page(floor: &Floor, signed: &SignedIn, which: Which, id: i64) -> Result<Response> {
    which.permit(signed)?;
    let actor = signed.actor.clone();
    let read = move |tx: &store::Tx<'_>| actions::changeable(tx, &actor, id);
    let found = floor.desk.store().read(read).await?;
    if !which.has(found.scope) {
        return Err(Error::not_found());
    }
    show(floor, signed, which, (&found, found.version()), None).await
}

/// `POST /macros/new`
pub(super) async fn add_own(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    save(&floor, &signed, Which::Own, 0, fields).await
}

/// `POST /macros/{id}`
pub(super) async fn save_own(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    save(&floor, &signed, Which::Own, id, fields).await
}

/// `POST /admin/macros/new`
pub(super) async fn add_shared(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    save(&floor, &signed, Which::Shared, 0, fields).await
}

/// `POST /admin/macros/{id}`
pub(super) async fn save_shared(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    save(&floor, &signed, Which::Shared, id, fields).await
}

async fn save(
    floor: &Floor,
    signed: &SignedIn,
    which: Which,
    id: i64,
    fields: Fields,
) -> Result<Response> {
    signed.check_form(get(&fields, "csrf"))?;
    which.permit(signed)?;
    let wanted = read(signed, which, id, &fields);
    let seen = get(&fields, "seen").parse().ok();
    let (actor, now, kept) = (
        signed.actor.clone(),
        floor.desk.clock().now(),
        wanted.clone(),
    );
    let work = move |tx: &store::Tx<'_>| match actions::save(tx, &actor, now, (&kept, seen)) {
        Ok(changed) => Ok(Ok(changed)),
        Err(Unkept::Failed(error)) => Err(error),
        Err(unkept) => Ok(Err(unkept)),
    };
    match floor.desk.store().write(work).await? {
        Ok(changed) => {
            let mut flash = Flash::done(signed.texts.t("macro-saved"));
            if let Some(Changed { was, version }) = changed {
                let base = which.base();
                flash = flash.with_undo(format!(
                    "{base}/{id}/restoration?was={was}&version={version}"
                ));
            }
            Ok(flash.on(see_other(which.base())))
        }
        Err(unkept) => {
            let shown = (&wanted, seen.unwrap_or(0));
            show(floor, signed, which, shown, Some(unkept)).await
        }
    }
}

fn read(signed: &SignedIn, which: Which, id: i64, fields: &Fields) -> Macro {
    let texts = Texts::languages().into_iter().filter_map(|(code, _)| {
        let text = get(fields, &format!("text.{code}")).replace("\r\n", "\n");
        (!text.trim().is_empty()).then(|| (code.to_owned(), text))
    });
    let sets = SETS.iter().filter_map(|name| {
        let value = get(fields, name);
        (!value.is_empty()).then(|| ((*name).to_owned(), value.to_owned()))
    });
    let tags = get(fields, "tags").split_whitespace();
    let tags = tags.map(|tag| ("tag_add".to_owned(), tag.to_owned()));
    Macro {
        id,
        name: get(fields, "name").trim().to_owned(),
        folder: get(fields, "folder").trim().to_owned(),
        scope: match which {
            Which::Own => Scope::Own(signed.person.id),
            Which::Shared => match get(fields, "scope").parse() {
                Ok(team) => Scope::Team(TeamId(team)),
                Err(_) => Scope::Everybody,
            },
        },
        writes: Writes::named(get(fields, "writes")),
        texts: texts.collect(),
        sets: sets.chain(tags).collect(),
    }
}

/// `POST /macros/{id}/removal`
pub(super) async fn remove_own(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    remove(&floor, &signed, Which::Own, id, &fields).await
}

/// `POST /admin/macros/{id}/removal`
pub(super) async fn remove_shared(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    remove(&floor, &signed, Which::Shared, id, &fields).await
}

async fn remove(
    floor: &Floor,
    signed: &SignedIn,
    which: Which,
    id: i64,
    fields: &Fields,
) -> Result<Response> {
    signed.check_form(get(fields, "csrf"))?;
    which.permit(signed)?;
    let (actor, now) = (signed.actor.clone(), floor.desk.clock().now());
    let work = move |tx: &store::Tx<'_>| actions::remove(tx, &actor, id, now);
    floor.desk.store().write(work).await?;
    let said = Flash::done(signed.texts.t("macro-removed"));
    let said = said.with_undo(format!("{}/{id}/restoration", which.base()));
    Ok(said.on(see_other(which.base())))
}

/// What is taken back: a change of the macro; its removal, if nothing is said.
#[derive(Deserialize)]
pub(super) struct TakenBack {
    #[serde(default)]
    was: i64,
    #[serde(default)]
    version: i64,
}

/// `POST /macros/{id}/restoration`
pub(super) async fn restore_own(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Query(back): Query<TakenBack>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    signed.check_form(get(&fields, "csrf"))?;
    restore(&floor, &signed, Which::Own, id, back).await
}

/// `POST /admin/macros/{id}/restoration`
pub(super) async fn restore_shared(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Query(back): Query<TakenBack>,
    Form(fields): Form<Fields>,
) -> Result<Response> {
    signed.check_form(get(&fields, "csrf"))?;
    restore(&floor, &signed, Which::Shared, id, back).await
}

async fn restore(
    floor: &Floor,
    signed: &SignedIn,
    which: Which,
    id: i64,
    back: TakenBack,
) -> Result<Response> {
    which.permit(signed)?;
    let (actor, TakenBack { was, version }) = (signed.actor.clone(), back);
    let work = move |tx: &store::Tx<'_>| match was {
        0 => actions::restore(tx, &actor, id).map(|()| true),
        was => actions::take_back(tx, &actor, id, &Changed { was, version }),
    };
    if !floor.desk.store().write(work).await? {
        return Err(Error::conflict("changed-since"));
    }
    let said = Flash::done(signed.texts.t("done-undone"));
    Ok(said.on(see_other(which.base())))
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    which: Which,
    (shown, seen): (&Macro, i64),
    unkept: Option<Unkept>,
) -> Result<Response> {
    let (actor, desk) = (signed.actor.clone(), floor.desk.clone());
    let read = move |tx: &store::Tx<'_>| {
        let teams = people::suggest_teams(tx, &actor, "", TEAMS)?;
        Ok::<_, work::Error>((desk.rules_in(tx)?, teams))
    };
    let (rules, teams) = floor.desk.store().read(read).await?;
    let texts = signed.texts;
    let title = match shown.id {
        0 => texts.t("macro-new").to_owned(),
        _ => shown.name.clone(),
    };
    let here = match which {
        Which::Own => "/macros",
        Which::Shared => "/admin",
    };
    let set = |name: &str| {
        let found = shown.sets.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    let tags = shown.sets.iter().filter(|(name, _)| name == "tag_add");
    let tags: Vec<&str> = tags.map(|(_, tag)| tag.as_str()).collect();
    let page = MacroPage {
        frame: frame(signed, here, title),
        base: which.base(),
        id: shown.id,
        seen,
        wrong: unkept.as_ref().map(|unkept| said(texts, unkept)),
        name: Input::new(&shown.name),
        folder: Input::new(&shown.folder),
        scope: match which {
            Which::Own => Vec::new(),
            Which::Shared => scope_choices(texts, shown.scope, &teams),
        },
        writes: [("reply", "composer-reply"), ("note", "composer-note")]
            .map(|(name, key)| Choice::new(name, texts.t(key), shown.writes.name() == name))
            .into(),
        texts: text_fields(&shown.texts, unkept.as_ref(), texts),
        sets: SETS
            .iter()
            .map(|name| SetField {
                name,
                label: set_name(texts, name).to_owned(),
                choices: choices(texts, &rules.policy, &teams, name, set(name)),
            })
            .collect(),
        tags: Input::new(tags.join(" ")),
        placeholders: placeholders(texts),
    };
    let status = match unkept {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    Ok(html_with(status, &page))
}
