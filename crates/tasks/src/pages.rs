//! The page of the lists of tasks.

use crate::lines::{self, Wrong};
use crate::screens::{TemplateForm, TemplatesPage};
use directory::queries::{insert_audit, last_audit, last_detail, suggest_teams};
use directory::{SignedIn, frame};
use kernel::{Actor, Permission, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::reply::{html_with, see_other};
use web::texts::Arg;
use web::{Error, Flash, Form, Path, Result, Texts};
use work::queries::{self, TEMPLATES_MAX, TaskTemplate, TemplateItem};
use work::{Desk, Floor};

/// Where the page is.
pub(crate) const BASE: &str = "/admin/task-templates";
/// What the audit calls a change.
const CHANGED: &str = "changed";
/// Longest name, in characters.
const NAME_MAX_CHARS: usize = 100;
/// Most teams that can be named.
const TEAMS_MAX: usize = 1_000;

/// The routes.
pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/admin/task-templates", get(page).post(add))
        .route("/admin/task-templates/{id}", post(change))
        .route("/admin/task-templates/{id}/removal", post(remove))
        .route("/admin/task-templates/{id}/restoration", post(restore))
        .route("/admin/task-templates/{id}/undo/{line}", post(undo))
        .with_state(floor.desk.clone())
}

type Teams = Vec<(TeamId, String)>;

/// What a form sends.
#[derive(Deserialize)]
struct Sent {
    csrf: String,
    #[serde(default)]
    version: i64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    lines: String,
}

/// `GET /admin/task-templates`
async fn page(State(desk): State<Desk>, signed: SignedIn) -> Result<Response> {
    allow(&signed)?;
    show(&desk, &signed, None).await
}

/// `POST /admin/task-templates`
async fn add(
    State(desk): State<Desk>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    save(&desk, &signed, None, sent).await
}

/// `POST /admin/task-templates/{id}`
async fn change(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    save(&desk, &signed, Some(id), sent).await
}

/// `POST /admin/task-templates/{id}/removal`
async fn remove(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&sent.csrf)?;
    let now = desk.clock().now();
    let removed = move |tx: &Tx<'_>| queries::remove_task_template(tx, id, now);
    desk.store().write(removed).await?;
    let said = Flash::done(signed.texts.t("done-task-template-removed"));
    let said = said.with_undo(format!("{BASE}/{id}/restoration"));
    Ok(said.on(see_other(BASE)))
}

/// `POST /admin/task-templates/{id}/restoration`
async fn restore(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&sent.csrf)?;
    let restored = move |tx: &Tx<'_>| queries::restore_task_template(tx, id);
    desk.store().write(restored).await?;
    let said = signed.texts.t("done-undone");
    Ok(Flash::done(said).on(see_other(BASE)))
}

/// `POST /admin/task-templates/{id}/undo/{line}`: what a line of the audit says that it was, if that is its last change.
async fn undo(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path((id, line)): Path<(i64, i64)>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    allow(&signed)?;
    signed.check_form(&sent.csrf)?;
    let (actor, now) = (signed.actor.clone(), desk.clock().now());
    let undone = move |tx: &Tx<'_>| {
        let detail = last_detail(tx, line, &subject(id), CHANGED)?;
        let was = detail.and_then(|detail| Was::deserialize(detail.get("before")?).ok());
        let (Some(was), Some(present)) = (was, queries::find_task_template(tx, id)?) else {
            return Ok(false);
        };
        let version = present.version;
        let template = TaskTemplate {
            id,
            name: was.name,
            items: was.items,
            version,
        };
        Ok::<_, work::Error>(change_kept(tx, (&actor, now), &template)?.is_some())
    };
    match desk.store().write(undone).await? {
        true => Ok(Flash::done(signed.texts.t("done-undone")).on(see_other(BASE))),
        false => Err(Error::conflict("changed-since")),
    }
}

fn allow(signed: &SignedIn) -> Result<()> {
    match signed.actor.can(Permission::PolicyManage) {
        true => Ok(()),
        false => Err(Error::forbidden()),
    }
}

async fn save(desk: &Desk, signed: &SignedIn, id: Option<i64>, sent: Sent) -> Result<Response> {
    allow(signed)?;
    signed.check_form(&sent.csrf)?;
    let texts = signed.texts;
    let (name, version) = (sent.name.trim().to_owned(), sent.version);
    let teams = teams(desk, signed).await?;
    let teams = lines::with_hidden(&teams, &present(desk, id).await?);
    let read = lines::read(&sent.lines, &teams).map_err(|wrong| said(texts, &wrong));
    let wrong = match read {
        _ if name.is_empty() || name.chars().count() > NAME_MAX_CHARS => {
            texts.t("task-template-name-wrong").to_owned()
        }
        Err(wrong) => wrong,
        Ok(items) => {
            let template = Wanted {
                id,
                name: name.clone(),
                items,
                version,
            };
            let (actor, now) = (signed.actor.clone(), desk.clock().now());
            let keeping = move |tx: &Tx<'_>| keep(tx, (&actor, now), &template);
            match desk.store().write(keeping).await? {
                Kept::Done(line) => {
                    let mut said = Flash::done(texts.t("done-task-template-saved"));
                    if let (Some(id), Some(line)) = (id, line) {
                        said = said.with_undo(format!("{BASE}/{id}/undo/{line}"));
                    }
                    return Ok(said.on(see_other(BASE)));
                }
                Kept::ChangedMeanwhile => texts.t("task-template-changed").to_owned(),
                Kept::TooMany => texts.t1("refusal-too-many", "value", TEMPLATES_MAX.to_string()),
            }
        }
    };
    let lines = sent.lines;
    let form = TemplateForm {
        id,
        version,
        name,
        lines,
        wrong,
    };
    show(desk, signed, Some(form)).await
}

/// The tasks of a list as it is; none of a new one.
async fn present(desk: &Desk, id: Option<i64>) -> work::Result<Vec<TemplateItem>> {
    let Some(id) = id else {
        return Ok(Vec::new());
    };
    let found = desk
        .store()
        .read(move |tx| queries::find_task_template(tx, id));
    Ok(found
        .await?
        .map_or_else(Vec::new, |template| template.items))
}

/// A list as it is to be.
struct Wanted {
    id: Option<i64>,
    name: String,
    items: Vec<TemplateItem>,
    version: i64,
}

/// What became of it.
enum Kept {
    /// With the line of the audit, where there was one before.
    Done(Option<i64>),
    ChangedMeanwhile,
    TooMany,
}

/// A list as the audit has it.
#[derive(Serialize, Deserialize)]
struct Was {
    name: String,
    items: Vec<TemplateItem>,
}

fn subject(id: i64) -> String {
    format!("task-template:{id}")
}

fn keep(tx: &Tx<'_>, by: (&Actor, Timestamp), wanted: &Wanted) -> work::Result<Kept> {
    let Wanted {
        id,
        name,
        items,
        version,
    } = wanted;
    let Some(id) = *id else {
        if queries::list_task_templates(tx)?.len() >= TEMPLATES_MAX {
            return Ok(Kept::TooMany);
        }
        queries::add_task_template(tx, name, items)?;
        return Ok(Kept::Done(None));
    };
    let template = TaskTemplate {
        id,
        name: name.clone(),
        items: items.clone(),
        version: *version,
    };
    Ok(match change_kept(tx, by, &template)? {
        Some(line) => Kept::Done(Some(line)),
        None => Kept::ChangedMeanwhile,
    })
}

/// Changes a list that is as its writer saw it, and keeps what it was; answers the line of the audit, and nothing where it
/// was not.
fn change_kept(
    tx: &Tx<'_>,
    (actor, now): (&Actor, Timestamp),
    template: &TaskTemplate,
) -> work::Result<Option<i64>> {
    let Some(before) = queries::find_task_template(tx, template.id)? else {
        return Ok(None);
    };
    if !queries::set_task_template(tx, template)? {
        return Ok(None);
    }
    let of = |template: &TaskTemplate| Was {
        name: template.name.clone(),
        items: template.items.clone(),
    };
    let detail = json!({ "before": of(&before), "after": of(template) });
    let subject = subject(template.id);
    insert_audit(tx, actor, now, &subject, CHANGED, &detail)?;
    Ok(last_audit(tx, &subject, CHANGED)?)
}

/// What is wrong, in the reader's language.
fn said(texts: Texts, wrong: &Wrong) -> String {
    let line = |key: &str, number: &usize, text: &str| {
        let number = i64::try_from(*number).unwrap_or(i64::MAX);
        let facts = [
            ("line", Arg::from(texts.number(number))),
            ("text", Arg::from(text)),
        ];
        texts.with(key, facts)
    };
    match wrong {
        Wrong::Empty => texts.t("task-template-empty").to_owned(),
        Wrong::TooMany(max) => texts.t1("refusal-tasks-full", "value", max.to_string()),
        Wrong::Title(number) => line("task-template-title-wrong", number, ""),
        Wrong::Team(number, name) => line("task-template-team-wrong", number, name),
        Wrong::Days(number, days) => line("task-template-days-wrong", number, days),
    }
}

async fn teams(desk: &Desk, signed: &SignedIn) -> Result<Teams> {
    let actor = signed.actor.clone();
    let read = move |tx: &Tx<'_>| Ok::<_, work::Error>(suggest_teams(tx, &actor, "", TEAMS_MAX)?);
    Ok(desk.store().read(read).await?)
}

/// The page, with the form that was refused in the place of its list.
async fn show(desk: &Desk, signed: &SignedIn, refused: Option<TemplateForm>) -> Result<Response> {
    let teams = teams(desk, signed).await?;
    let templates = desk
        .store()
        .read(|tx| {
            let mut all = Vec::new();
            for (id, _) in queries::list_task_templates(tx)? {
                all.extend(queries::find_task_template(tx, id)?);
            }
            Ok::<_, work::Error>(all)
        })
        .await?;
    let mut forms: Vec<TemplateForm> = templates
        .into_iter()
        .map(|template| TemplateForm {
            id: Some(template.id),
            version: template.version,
            lines: {
                let teams = lines::with_hidden(&teams, &template.items);
                lines::written(&template.items, &teams)
            },
            name: template.name,
            wrong: String::new(),
        })
        .collect();
    forms.push(TemplateForm {
        id: None,
        version: 0,
        name: String::new(),
        lines: String::new(),
        wrong: String::new(),
    });
    let mut status = StatusCode::OK;
    if let Some(refused) = refused {
        status = StatusCode::UNPROCESSABLE_ENTITY;
        if let Some(form) = forms.iter_mut().find(|form| form.id == refused.id) {
            *form = refused;
        }
    }
    let page = TemplatesPage {
        frame: frame(signed, "/admin", signed.texts.t("task-templates")),
        forms,
    };
    Ok(html_with(status, &page))
}
