//! The list of assets, and one of them.

use crate::model::{Asset, AssetEdit, AssetKind};
use crate::queries::Filter;
use crate::screens::{AssetPage, AssetRow, AssetsPage};
use crate::{actions, queries};
use directory::actions::person_typed;
use directory::model::PersonName;
use directory::queries as people;
use directory::{ButtonForm, Directory, Error as Refused, SignedIn, encoded, frame};
use kernel::{Actor, AssetId, PersonId};
use serde::Deserialize;
use std::collections::HashMap;
use store::Tx;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::parts::{Choice, Empty, Input, Pager};
use web::reply::{html, html_with, see_other};
use web::{Error, Flash, Form, Kind, Path, Query, Result};
use work::Floor;

/// Where the list is.
pub(crate) const BASE: &str = "/asset";
/// Assets on a page.
const PAGE: usize = 50;

/// The routes.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/asset", get(list))
        .route("/asset/{id}", get(page).post(save))
        .route("/asset/{id}/retirement", post(retire))
        .route("/asset/{id}/undo/{version}", post(undo))
        .with_state(floor.directory.clone())
}

/// What the list is asked for.
#[derive(Clone, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    retired: bool,
    #[serde(default)]
    after: Option<AssetId>,
}

/// What the page of a new one is asked for.
#[derive(Default, Deserialize)]
struct For {
    /// Whoever is to work with it.
    #[serde(default)]
    holder: Option<PersonId>,
}

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
struct Sent {
    csrf: String,
    #[serde(default)]
    seen: i64,
    name: String,
    kind: String,
    #[serde(default)]
    serial: String,
    #[serde(default)]
    holder: String,
    #[serde(default)]
    note: String,
}

/// What the button of retiring sends.
#[derive(Deserialize)]
struct Retired {
    csrf: String,
    #[serde(default)]
    seen: i64,
    retired: bool,
}

/// `GET /asset`
async fn list(
    State(directory): State<Directory>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    actions::require(&signed.actor)?;
    let filter = Filter {
        text: asked.q.clone(),
        holder: None,
        retired: asked.retired,
        after: asked.after,
    };
    let (mut assets, names) = directory
        .read(move |tx| {
            let assets = queries::list(tx, &filter, PAGE + 1)?;
            let holders = assets.iter().filter_map(|asset| asset.holder).collect();
            Ok((assets, people::person_names(tx, &holders)?))
        })
        .await?;
    let more = assets.len() > PAGE;
    assets.truncate(PAGE);
    let next = assets.last().filter(|_| more).map(|last| last.id);
    let texts = signed.texts;
    let searched = !asked.q.trim().is_empty();
    let page = AssetsPage {
        frame: frame(&signed, BASE, texts.t("nav-assets")),
        query: &asked.q,
        retired: asked.retired,
        assets: assets
            .into_iter()
            .map(|asset| row(&signed, asset, &names))
            .collect(),
        pager: Pager {
            summary: String::new(),
            first: asked.after.map(|_| address(&asked, None)),
            next: next.map(|next| address(&asked, Some(next))),
        },
        empty: Empty {
            icon: "laptop",
            title: texts.t(if searched {
                "assets-none-title"
            } else {
                "assets-empty-title"
            }),
            text: texts.t(if searched {
                "assets-none-text"
            } else {
                "assets-empty-text"
            }),
            action: Some((texts.t("asset-new"), "/asset/new")),
        },
    };
    Ok(html(&page))
}

fn address(asked: &Asked, after: Option<AssetId>) -> String {
    let after = after.map(|id| format!("&after={id}")).unwrap_or_default();
    let retired = if asked.retired { "&retired=true" } else { "" };
    format!("{BASE}?q={}{retired}{after}", encoded(&asked.q))
}

fn row<'a>(signed: &SignedIn, asset: Asset, names: &HashMap<PersonId, PersonName>) -> AssetRow<'a> {
    let holder = asset.holder.and_then(|id| names.get(&id));
    AssetRow {
        href: format!("{BASE}/{}", asset.id),
        icon: asset.kind.icon(),
        kind: signed.texts.t(asset.kind.label()),
        holder: holder.map(|person| (person.name.clone(), tickets_of(person.id))),
        name: asset.name,
        serial: asset.serial,
        retired: asset.retired,
    }
}

fn tickets_of(person: PersonId) -> String {
    format!("/people/{person}/tickets")
}

/// `GET /asset/{id}`, `GET /asset/new?holder=…`
async fn page(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<For>,
) -> Result<Response> {
    let wanted = wanted(&signed, &id)?;
    show(&directory, &signed, (wanted, asked.holder), None).await
}

/// `POST /asset/{id}`
async fn save(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let id = wanted(&signed, &id)?;
    let (actor, now, form) = (signed.actor.clone(), directory.now(), sent.clone());
    let saved = directory
        .write(move |tx| {
            let edit = edit(tx, &actor, &form)?;
            match id {
                Some(id) => actions::edit(tx, &actor, now, (id, Some(form.seen)), &edit)
                    .map(|before| (id, Some(before.version))),
                None => actions::add(tx, &actor, now, &edit).map(|id| (id, None)),
            }
        })
        .await;
    match saved.map_err(Error::from) {
        Ok((id, before)) => Ok(done(&signed, id, before, "saved")),
        Err(error) if is_shown(&error) => {
            show(&directory, &signed, (id, None), Some((sent, error))).await
        }
        Err(error) => Err(error),
    }
}

/// `POST /asset/{id}/retirement`
async fn retire(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path(id): Path<AssetId>,
    Form(sent): Form<Retired>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let (actor, now) = (signed.actor.clone(), directory.now());
    let edit = AssetEdit {
        retired: Some(sent.retired),
        ..AssetEdit::default()
    };
    let seen = (id, Some(sent.seen));
    let before = directory
        .write(move |tx| actions::edit(tx, &actor, now, seen, &edit))
        .await?;
    let said = match sent.retired {
        true => "done-asset-retired",
        false => "done-asset-returned",
    };
    Ok(done(&signed, id, Some(before.version), said))
}

/// `POST /asset/{id}/undo/{version}`: takes back the change of that version, if nothing has changed since.
async fn undo(
    State(directory): State<Directory>,
    signed: SignedIn,
    Path((id, version)): Path<(AssetId, i64)>,
    Form(sent): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&sent.csrf)?;
    let (actor, now) = (signed.actor.clone(), directory.now());
    directory
        .write(move |tx| actions::undo(tx, &actor, now, (id, version)))
        .await?;
    let said = Flash::done(signed.texts.t("done-undone"));
    Ok(said.on(see_other(&format!("{BASE}/{id}"))))
}

/// The asset's page again, with what was done; it can be taken back where something changed.
fn done(signed: &SignedIn, id: AssetId, before: Option<i64>, said: &str) -> Response {
    let mut flash = Flash::done(signed.texts.t(said));
    if let Some(version) = before {
        flash = flash.with_undo(format!("{BASE}/{id}/undo/{version}"));
    }
    flash.on(see_other(&format!("{BASE}/{id}")))
}

fn is_shown(error: &Error) -> bool {
    matches!(error.kind(), Kind::Invalid | Kind::PreconditionFailed)
}

/// The asset that the path names; none for `new`.
fn wanted(signed: &SignedIn, id: &str) -> Result<Option<AssetId>> {
    actions::require(&signed.actor)?;
    match id {
        "new" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Error::not_found()),
    }
}

/// What the form wants.
fn edit(tx: &Tx<'_>, actor: &Actor, sent: &Sent) -> directory::Result<AssetEdit> {
    let holder = match sent.holder.trim() {
        "" => None,
        typed => Some(person_typed(tx, actor, "holder", typed)?),
    };
    let kind = AssetKind::named(&sent.kind);
    Ok(AssetEdit {
        name: Some(sent.name.clone()),
        kind: Some(kind.ok_or_else(|| Refused::field("kind", "field-required"))?),
        serial: Some(sent.serial.clone()),
        holder: Some(holder),
        note: Some(sent.note.clone()),
        retired: None,
    })
}

async fn show(
    directory: &Directory,
    signed: &SignedIn,
    (id, holder): (Option<AssetId>, Option<PersonId>),
    refused: Option<(Sent, Error)>,
) -> Result<Response> {
    let (asset, holder) = directory
        .read(move |tx| {
            let asset = match id {
                Some(id) => Some(queries::find(tx, id)?.ok_or(Refused::NotFound)?),
                None => None,
            };
            let holder = asset.as_ref().map_or(holder, |asset| asset.holder);
            let names = people::person_names(tx, &holder.into_iter().collect())?;
            Ok((asset, names.into_values().next()))
        })
        .await?;
    let texts = signed.texts;
    let called = |person: &PersonName| person.email.clone().unwrap_or(person.name.clone());
    let stored = || Sent {
        holder: holder.as_ref().map(called).unwrap_or_default(),
        ..stored(asset.as_ref())
    };
    let (form, error) = match refused {
        Some((sent, error)) => (sent, Some(error)),
        None => (stored(), None),
    };
    let input = |field, value: &str| match &error {
        Some(error) => Input::new(value).with_error_of(field, error, texts),
        None => Input::new(value),
    };
    let kind =
        |kind: AssetKind| Choice::new(kind.name(), texts.t(kind.label()), kind.name() == form.kind);
    let title = asset.as_ref().map(|asset| asset.name.clone());
    let page = AssetPage {
        frame: frame(
            signed,
            BASE,
            title.unwrap_or_else(|| texts.t("asset-new").to_owned()),
        ),
        action: match id {
            Some(id) => format!("{BASE}/{id}"),
            None => format!("{BASE}/new"),
        },
        version: asset.as_ref().map_or(0, |asset| asset.version),
        error: error.as_ref().map(|error| error.text(texts)),
        name: input("name", &form.name),
        kinds: AssetKind::ALL.map(kind).into(),
        serial: input("serial", &form.serial),
        holder: input("holder", &form.holder),
        holder_href: holder.as_ref().map(|person| tickets_of(person.id)),
        note: input("note", &form.note),
        retired: asset.is_some_and(|asset| asset.retired),
    };
    let status = error.map_or(StatusCode::OK, |error| error.kind().status());
    Ok(html_with(status, &page))
}

/// What is stored, as the form would send it.
fn stored(asset: Option<&Asset>) -> Sent {
    let Some(asset) = asset else {
        return Sent {
            kind: AssetKind::Laptop.name().to_owned(),
            ..Sent::default()
        };
    };
    Sent {
        csrf: String::new(),
        seen: asset.version,
        name: asset.name.clone(),
        kind: asset.kind.name().to_owned(),
        serial: asset.serial.clone(),
        holder: String::new(),
        note: asset.note.clone(),
    }
}
