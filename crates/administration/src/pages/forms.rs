//! Forms: of which kinds and services something is asked. What they ask is in `questions.rs`.

use super::field_types::kind_label;
use super::paging::Asked;
use super::parts::{adding, answer, field, form, require, table};
use super::sent::Sent;
use crate::screens::form::Control;
use crate::screens::table::{Cell, Row, TablePage};
use directory::SignedIn;
use kernel::policy::Form;
use kernel::ticket::Kind;
use kernel::{Permission, Policy, ServiceId};
use std::collections::HashMap;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::{html, see_other};
use web::{Error, Query, Result, Texts};
use work::Floor;

/// Most services that a form can be for.
const SERVICES_MAX: usize = 200;
pub(super) const HERE: &str = "/admin/forms";

/// Which form.
pub(super) type Key = (Kind, Option<ServiceId>);

/// `GET /admin/forms`
pub(super) async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
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
            Cell::link(named(texts, &services, *key), href(*key)),
            Cell::Words(match form {
                Some(_) => texts.count("admin-questions", count as i64),
                None => texts.t("admin-form-none").to_owned(),
            }),
        ])
    };
    let (shown, pager) = asked.piece(&keys, |key| href(*key), HERE);
    let rows = shown.iter().map(row).collect();
    let words = ("admin-forms", "admin-forms-intro");
    let page = TablePage {
        add: adding(texts, "/admin/forms/new"),
        pager,
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

pub(super) fn is_of(form: &Form, key: Key) -> bool {
    (form.kind, form.service) == key
}

pub(super) fn find(policy: &Policy, key: Key) -> Option<&Form> {
    policy.forms.iter().find(|form| is_of(form, key))
}

pub(super) fn key(kind: &str, service: i64) -> Result<Key> {
    let kind = Kind::named(kind).ok_or_else(Error::not_found)?;
    Ok((kind, (service != 0).then_some(ServiceId(service))))
}

pub(super) fn href((kind, service): Key) -> String {
    format!(
        "/admin/forms/{}/{}",
        kind.name(),
        service.map_or(0, |service| service.0)
    )
}

/// What a form is called.
///
/// # Errors
/// When there is no such service, or the database fails.
pub(super) async fn title(floor: &Floor, signed: &SignedIn, key: Key) -> Result<String> {
    let services = services(floor).await?;
    if key
        .1
        .is_some_and(|service| !services.contains_key(&service))
    {
        return Err(Error::not_found());
    }
    Ok(named(signed.texts, &services, key))
}

fn named(texts: Texts, services: &HashMap<ServiceId, String>, (kind, service): Key) -> String {
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
