//! Custom fields: what tickets may be asked beyond what every ticket has.

use super::field_names;
use super::field_types::{
    TYPES, choices_of, default_typed, kind_label, kind_named, kinds_label, type_label,
};
use super::named_list::swap;
use super::paging::{Asked, page_of_moved, page_with};
use super::parts::{
    Wrong, adding, answer, choices, decide, decided, field, form, key_of, line, nothing, reorder,
    require, table,
};
use super::sent::Sent;
use crate::screens::form::Control;
use crate::screens::table::{Cell, Order, Row, TablePage};
use directory::SignedIn;
use kernel::policy::CustomField;
use kernel::ticket::{FieldKind, FieldValue, Kind};
use kernel::{Permission, Policy};
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::html;
use web::{Error, Path, Query, Result};
use work::Floor;

const HERE: &str = "/admin/fields";

/// `GET /admin/fields`
pub(super) async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let met = |known: &&CustomField| asked.meets(&[&known.label, &known.key]);
    let found: Vec<&CustomField> = rules.policy.fields.iter().filter(met).collect();
    let (shown, pager) = asked.piece(&found, |known| known.key.clone(), HERE);
    // Among those that were found, the neighbours are not the neighbours of the whole list.
    let is_whole = asked.q.trim().is_empty();
    let row = |known: &&CustomField| {
        let retired = rules.policy.retired.fields.contains(&known.key);
        Row {
            cells: vec![
                Cell::Link {
                    label: known.label.clone(),
                    href: format!("/admin/fields/{}", known.key),
                    depth: 0,
                    tag: if retired {
                        texts.t("admin-retired").to_owned()
                    } else {
                        String::new()
                    },
                },
                Cell::Words(type_label(texts, &known.kind).to_owned()),
                Cell::Words(kinds_label(texts, &rules.policy, known)),
                Cell::Words(format!("field.{}", known.key)),
            ],
            order: is_whole.then(|| Order {
                action: format!("{HERE}/order"),
                key: known.key.clone(),
                seen: rules.version.0,
            }),
        }
    };
    let heads = ["name", "admin-field-type", "kind", "admin-key"];
    let rows = shown.iter().map(row).collect();
    let title = ("admin-fields", "admin-fields-intro");
    let (empty, about) = ("admin-fields-empty", "admin-fields-empty-text");
    let page = TablePage {
        add: adding(texts, "/admin/fields/new"),
        empty: nothing(texts, "tag", empty, about),
        search: Some((HERE.to_owned(), asked.q)),
        pager,
        ..table(&signed, title, &heads, rows)
    };
    Ok(html(&page))
}

/// `GET /admin/fields/{key}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, &key, None, Vec::new()).await
}

/// `POST /admin/fields/{key}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let comment = format!("{}: {}", signed.texts.t("admin-fields"), sent.get("label"));
    let (said, edited) = (sent.clone(), key.clone());
    let done = decide(&floor, &signed, &sent, comment, move |policy| {
        put(policy, &edited, &said)
    })
    .await?;
    match done {
        Ok(version) => {
            let here = page_with(&keys(&floor).await?, HERE, &key);
            Ok(decided(&signed, &here, version))
        }
        Err(wrong) => show(&floor, &signed, &key, Some(&sent), wrong).await,
    }
}

/// `POST /admin/fields/order`
pub(super) async fn order(
    State(floor): State<Floor>,
    signed: SignedIn,
    sent: Sent,
) -> Result<Response> {
    let comment = signed.texts.t("admin-fields").to_owned();
    let here = page_of_moved(keys(&floor).await?, HERE, &sent);
    reorder(
        &floor,
        &signed,
        &sent,
        (comment, &here),
        |policy, key, up| {
            let all: Vec<usize> = (0..policy.fields.len()).collect();
            swap(&mut policy.fields, &all, |known| known.key == key, up);
        },
    )
    .await
}

/// The keys of all fields, in their order.
async fn keys(floor: &Floor) -> Result<Vec<String>> {
    let rules = floor.desk.rules().await?;
    let fields = rules.policy.fields.iter();
    Ok(fields.map(|known| known.key.clone()).collect())
}

/// Adds or changes the field as the form says.
fn put(policy: &mut Policy, key: &str, said: &Sent) -> work::Result<()> {
    let label = said.get("label").to_owned();
    if key == "new" {
        let fresh = match said.get("key") {
            "" => key_of(&label),
            key => key.to_owned(),
        };
        let kind = kind_named(said.get("type"), said.get("choices"), &[]);
        policy
            .fields
            .push(CustomField::new(fresh.clone(), label, kind));
        return fill(policy, &fresh, said);
    }
    fill(policy, key, said)
}

fn fill(policy: &mut Policy, key: &str, said: &Sent) -> work::Result<()> {
    let offered: Vec<Kind> = policy.kinds().collect();
    let mut fields = policy.fields.iter_mut().rev();
    let known = fields
        .find(|known| known.key == key)
        .ok_or(work::Error::NotFound)?;
    said.get("label").clone_into(&mut known.label);
    said.get("help").clone_into(&mut known.help);
    if let FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices } = &mut known.kind {
        *choices = choices_of(said.get("choices"), choices);
    }
    // Of what is switched off nothing can be said: it stays as it was.
    let off: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| !offered.contains(kind) && known.is_of(*kind))
        .collect();
    let said_kinds = said.all("kinds").filter_map(Kind::named);
    let kinds: Vec<Kind> = said_kinds.chain(off).collect();
    known.ticket_kinds = if kinds.len() == Kind::ALL.len() {
        Vec::new()
    } else {
        kinds
    };
    known.default = match said.get("default") {
        "" => None,
        typed => {
            let all: Vec<&str> = typed.split_whitespace().collect();
            let value = FieldValue::typed(&known.kind, typed, &all);
            Some(value.map_err(|_| work::Error::Invalid {
                field: "default",
                text: "policy-fault-default".into(),
            })?)
        }
    };
    let key = known.key.clone();
    field_names::read(policy, &key, said);
    if said.has("retired") {
        policy.retired.fields.insert(key);
    } else {
        policy.retired.fields.remove(&key);
    }
    Ok(())
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let known = rules.policy.field(key);
    if key != "new" && known.is_none() {
        return Err(Error::not_found());
    }
    let typed = |name: &str, kept: String| sent.map_or(kept, |sent| sent.get(name).to_owned());
    let title = known.map_or(texts.t("admin-new"), |known| &known.label);
    let mut page = form(
        signed,
        ("admin-fields", "/admin/fields"),
        title,
        &format!("/admin/fields/{key}"),
    );
    page.seen = rules.version.0;
    let label = known.map_or_else(String::new, |known| known.label.clone());
    page.fields
        .push(line(texts, "label", "name", typed("label", label)));
    let at = (signed, rules.policy.as_ref(), sent);
    page.fields.extend(field_names::labels(at, known));
    let kind = match known {
        Some(known) => {
            let words = format!("{} · field.{}", type_label(texts, &known.kind), known.key);
            page.fields.push(field(
                texts,
                "shown",
                "admin-field-type",
                Control::Fixed(words),
            ));
            known.kind.clone()
        }
        None => {
            let chosen = typed("type", "text".to_owned());
            page.fields.push(field(
                texts,
                "type",
                "admin-field-type",
                Control::Select(choices(texts, &chosen, &TYPES)),
            ));
            page.fields
                .push(line(texts, "key", "admin-key", typed("key", String::new())));
            FieldKind::Choice {
                choices: Vec::new(),
            }
        }
    };
    if let FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices } = &kind {
        let lines: Vec<String> = choices
            .iter()
            .map(|choice| format!("{} = {}", choice.key, choice.label))
            .collect();
        let control = Control::Lines(typed("choices", lines.join("\n")));
        page.fields
            .push(field(texts, "choices", "admin-field-choices", control));
        if let Some(known) = known {
            page.fields.extend(field_names::choices(at, known, choices));
        }
    }
    let help = known.map_or_else(String::new, |known| known.help.clone());
    page.fields
        .push(line(texts, "help", "admin-field-help", typed("help", help)));
    page.fields.extend(field_names::helps(at, known));
    let default = known
        .and_then(|known| known.default.as_ref())
        .map(default_typed);
    page.fields.push(line(
        texts,
        "default",
        "admin-field-default",
        typed("default", default.unwrap_or_default()),
    ));
    let of_kind = |kind: Kind| match sent {
        Some(sent) => sent.all("kinds").any(|name| name == kind.name()),
        None => known.is_none_or(|known| known.is_of(kind)),
    };
    let kinds = rules.policy.kinds();
    let kinds = kinds.map(|kind| Choice::new(kind.name(), kind_label(texts, kind), of_kind(kind)));
    page.fields.push(field(
        texts,
        "kinds",
        "admin-field-kinds",
        Control::Boxes(kinds.collect()),
    ));
    let retired = match sent {
        Some(sent) => sent.has("retired"),
        None => rules.policy.retired.fields.contains(key),
    };
    if known.is_some() {
        page.fields.push(field(
            texts,
            "retired",
            "admin-retire",
            Control::Check(retired),
        ));
    }
    Ok(answer(page, &wrong))
}
