//! Forms: which questions are asked, of whom, when they are shown and when they must be answered.

use super::fields::kind_label;
use super::parts::{Wrong, adding, answer, choices, decide, decided, field, form, require, table};
use super::sent::Sent;
use crate::screens::form::{Act, Control, Field, Grid, GridCell};
use crate::screens::table::{Cell, Row, TablePage};
use directory::SignedIn;
use kernel::condition::CUSTOM_PREFIX;
use kernel::policy::{Audience, Form, Question, Required};
use kernel::ticket::Kind;
use kernel::{Permission, Policy, ServiceId};
use std::collections::HashMap;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::{html, see_other};
use web::{Error, Path, Result, Texts};
use work::Floor;

/// Most services that a form can be for.
const SERVICES_MAX: usize = 200;
/// Empty lines for further questions.
const BLANK: usize = 3;

const AUDIENCES: [(&str, &str); 3] = [
    ("everybody", "audience-everybody"),
    ("shown", "audience-shown"),
    ("agents", "audience-agents"),
];
const REQUIRED: [(&str, &str); 3] = [
    ("never", "required-never"),
    ("opening", "required-opening"),
    ("resolving", "required-resolving"),
];

/// Which form.
type Key = (Kind, Option<ServiceId>);

/// `GET /admin/forms`
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let services = services(&floor).await?;
    let texts = signed.texts;
    let mut keys: Vec<Key> = rules.policy.kinds().map(|kind| (kind, None)).collect();
    let own = rules
        .policy
        .forms
        .iter()
        .filter(|form| form.service.is_some() && rules.policy.offers_kind(form.kind));
    keys.extend(own.map(|form| (form.kind, form.service)));
    let row = |key: &Key| {
        let form = find(&rules.policy, *key);
        let count = form.map_or(0, |form| form.questions.len());
        Row::fixed(vec![
            Cell::link(title(texts, &services, *key), href(*key)),
            Cell::Words(match form {
                Some(_) => texts.count("admin-questions", count as i64),
                None => texts.t("admin-form-none").to_owned(),
            }),
        ])
    };
    let rows = keys.iter().map(row).collect();
    let words = ("admin-forms", "admin-forms-intro");
    let page = TablePage {
        add: adding(texts, "/admin/forms/new"),
        ..table(&signed, words, &["admin-form-of", "admin-asks"], rows)
    };
    Ok(html(&page))
}

/// `GET /admin/forms/new`: which kind and service a new form is for.
pub(super) async fn choose(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let services = services(&floor).await?;
    let texts = signed.texts;
    let mut page = form(
        &signed,
        ("admin-forms", "/admin/forms"),
        texts.t("admin-new"),
        "/admin/forms/new",
    );
    let rules = floor.desk.rules().await?;
    let kinds = rules.policy.kinds();
    let kinds = kinds.map(|kind| Choice::new(kind.name(), kind_label(texts, kind), false));
    page.fields.push(field(
        texts,
        "kind",
        "kind",
        Control::Select(kinds.collect()),
    ));
    let mut sorted: Vec<(&ServiceId, &String)> = services.iter().collect();
    sorted.sort_by_key(|(_, name)| *name);
    let services = sorted
        .into_iter()
        .map(|(id, name)| Choice::new(id.to_string(), name, false));
    page.fields.push(field(
        texts,
        "service",
        "service",
        Control::Select(services.collect()),
    ));
    page.submit = texts.t("admin-next").to_owned();
    Ok(answer(page, &[]))
}

/// `POST /admin/forms/new`
pub(super) async fn chosen(signed: SignedIn, sent: Sent) -> Result<Response> {
    sent.check(&signed)?;
    require(&signed, Permission::PolicyManage)?;
    let kind = Kind::named(sent.get("kind")).ok_or_else(Error::not_found)?;
    let service = sent.get("service").parse().ok().map(ServiceId);
    Ok(see_other(&href((kind, service))))
}

/// `GET /admin/forms/{kind}/{service}`; the service 0 for none.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((kind, service)): Path<(String, i64)>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, key(&kind, service)?, None, Vec::new()).await
}

/// `POST /admin/forms/{kind}/{service}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((kind, service)): Path<(String, i64)>,
    sent: Sent,
) -> Result<Response> {
    let key = key(&kind, service)?;
    let asked = typed(&sent);
    let comment = format!(
        "{}: {}",
        signed.texts.t("admin-forms"),
        kind_label(signed.texts, key.0)
    );
    let questions = asked.clone();
    let remove = sent.has("remove");
    let done = decide(&floor, &signed, &sent, comment, move |policy| {
        let at = policy
            .forms
            .iter()
            .position(|form| (form.kind, form.service) == key);
        let fresh = Form {
            kind: key.0,
            service: key.1,
            questions: questions.clone(),
        };
        match at {
            Some(at) if remove => drop(policy.forms.remove(at)),
            Some(at) => policy.forms[at] = fresh,
            None if remove => {}
            None => policy.forms.push(fresh),
        }
        Ok(())
    })
    .await?;
    match done {
        Ok(version) if remove => Ok(decided(&signed, "/admin/forms", version)),
        Ok(version) => Ok(decided(&signed, &href(key), version)),
        Err(wrong) => show(&floor, &signed, key, Some(asked), wrong).await,
    }
}

/// The questions as they were typed, in the order of their numbers; lines that ask nothing are none.
fn typed(sent: &Sent) -> Vec<Question> {
    let mut asked: Vec<(u32, Question)> = Vec::new();
    for at in 0.. {
        let get = |name: &str| sent.get(&format!("{name}{at}"));
        if sent.all(&format!("asks{at}")).next().is_none() {
            break;
        }
        if get("asks").is_empty() {
            continue;
        }
        let question = Question {
            asks: get("asks").to_owned(),
            audience: match get("audience") {
                "everybody" => Audience::Everybody,
                "shown" => Audience::Shown,
                _ => Audience::Agents,
            },
            shown_when: get("shown").to_owned(),
            required: match get("required") {
                "opening" => Required::Opening,
                "resolving" => Required::Resolving,
                _ => Required::Never,
            },
            required_when: get("when").to_owned(),
        };
        asked.push((get("place").parse().unwrap_or(u32::MAX), question));
    }
    asked.sort_by_key(|(place, _)| *place);
    asked.into_iter().map(|(_, question)| question).collect()
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    key: Key,
    sent: Option<Vec<Question>>,
    wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let services = services(floor).await?;
    let (policy, texts) = (&rules.policy, signed.texts);
    if key
        .1
        .is_some_and(|service| !services.contains_key(&service))
    {
        return Err(Error::not_found());
    }
    let known = find(policy, key);
    let questions =
        sent.unwrap_or_else(|| known.map(|form| form.questions.clone()).unwrap_or_default());
    let mut page = form(
        signed,
        ("admin-forms", "/admin/forms"),
        &title(texts, &services, key),
        &href(key),
    );
    page.intro = texts.t("admin-form-intro").to_owned();
    page.seen = rules.version.0;
    page.fields.push(grid(texts, policy, key.0, &questions));
    if known.is_some() {
        page.acts.push(Act {
            label: texts.t("admin-form-remove").to_owned(),
            action: href(key),
            sends: vec![("remove", "true".to_owned())],
        });
    }
    Ok(answer(page, &wrong))
}

/// The questions as a table in which each can be changed, with empty lines for more.
fn grid(texts: Texts, policy: &Policy, kind: Kind, questions: &[Question]) -> Field {
    let blank = Question::default();
    let lines = questions.iter().chain(std::iter::repeat_n(&blank, BLANK));
    let rows = lines.enumerate().map(|(at, question)| {
        let cell = |name: &str, label: &str, choices: Vec<Choice>| GridCell::Select {
            name: format!("{name}{at}"),
            label: texts.t(label).to_owned(),
            choices,
        };
        let line = |name: &str, label: &str, value: &str| GridCell::Line {
            name: format!("{name}{at}"),
            label: texts.t(label).to_owned(),
            value: value.to_owned(),
        };
        let audience = match question.audience {
            Audience::Everybody => "everybody",
            Audience::Shown => "shown",
            Audience::Agents => "agents",
        };
        let required = match question.required {
            Required::Never => "never",
            Required::Opening => "opening",
            Required::Resolving => "resolving",
        };
        let cells = vec![
            cell(
                "asks",
                "admin-asks",
                asks(texts, policy, kind, &question.asks),
            ),
            cell(
                "audience",
                "admin-audience",
                choices(texts, audience, &AUDIENCES),
            ),
            line("shown", "admin-shown-when", &question.shown_when),
            cell(
                "required",
                "admin-required",
                choices(texts, required, &REQUIRED),
            ),
            line("when", "admin-required-when", &question.required_when),
            line("place", "admin-place", &(at + 1).to_string()),
        ];
        ((at + 1).to_string(), cells)
    });
    let heads = [
        "admin-asks",
        "admin-audience",
        "admin-shown-when",
        "admin-required",
        "admin-required-when",
        "admin-place",
    ];
    let grid = Grid {
        heads: heads.map(|key| texts.t(key).to_owned()).to_vec(),
        rows: rows.collect(),
    };
    field(
        texts,
        "questions",
        "admin-form-questions",
        Control::Grid(grid),
    )
}

/// What can be asked for.
fn asks(texts: Texts, policy: &Policy, kind: Kind, chosen: &str) -> Vec<Choice> {
    let built_in = [
        ("", "none-chosen"),
        ("category", "category"),
        ("service", "service"),
    ];
    let mut all = choices(texts, chosen, &built_in);
    all.extend(policy.fields_of(kind).map(|field| {
        let name = format!("{CUSTOM_PREFIX}{}", field.key);
        let is_chosen = name == chosen;
        Choice::new(name, &*field.label, is_chosen)
    }));
    if !all.iter().any(|choice| choice.selected) {
        all.push(Choice::new(chosen, chosen, true));
    }
    all
}

fn find(policy: &Policy, key: Key) -> Option<&Form> {
    policy
        .forms
        .iter()
        .find(|form| (form.kind, form.service) == key)
}

fn key(kind: &str, service: i64) -> Result<Key> {
    let kind = Kind::named(kind).ok_or_else(Error::not_found)?;
    Ok((kind, (service != 0).then_some(ServiceId(service))))
}

fn href((kind, service): Key) -> String {
    format!(
        "/admin/forms/{}/{}",
        kind.name(),
        service.map_or(0, |service| service.0)
    )
}

fn title(texts: Texts, services: &HashMap<ServiceId, String>, (kind, service): Key) -> String {
    let kind = kind_label(texts, kind);
    match service.and_then(|service| services.get(&service)) {
        Some(service) => format!("{kind} · {service}"),
        None => kind.to_owned(),
    }
}

async fn services(floor: &Floor) -> Result<HashMap<ServiceId, String>> {
    let found = floor
        .directory
        .read(|tx| Ok(directory::queries::suggest_services(tx, "", SERVICES_MAX)?))
        .await?;
    Ok(found.into_iter().collect())
}
