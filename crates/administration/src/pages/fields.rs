//! Custom fields: what tickets may be asked beyond what every ticket has.

use super::named_list::swap;
use super::parts::{
    Wrong, adding, answer, choices, decide, decided, field, form, key_of, line, nothing, reorder,
    require, table,
};
use super::sent::Sent;
use crate::screens::form::Control;
use crate::screens::table::{Cell, Order, Row, TablePage};
use directory::SignedIn;
use kernel::policy::{CustomField, Named};
use kernel::ticket::{FieldKind, FieldValue, Kind};
use kernel::{Permission, Policy};
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::html;
use web::{Error, Path, Result, Texts};
use work::Floor;

/// The types of fields: their names in forms, and the catalogue keys of what they are called.
const TYPES: [(&str, &str); 7] = [
    ("text", "field-type-text"),
    ("number", "field-type-number"),
    ("date", "field-type-date"),
    ("choice", "field-type-choice"),
    ("multiple_choice", "field-type-multiple-choice"),
    ("person", "field-type-person"),
    ("yes_no", "field-type-yes-no"),
];

/// `GET /admin/fields`
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let row = |known: &CustomField| {
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
            order: Some(Order {
                action: "/admin/fields/order".to_owned(),
                key: known.key.clone(),
                seen: rules.version.0,
            }),
        }
    };
    let heads = ["name", "admin-field-type", "kind", "admin-key"];
    let rows = rules.policy.fields.iter().map(row).collect();
    let title = ("admin-fields", "admin-fields-intro");
    let (empty, about) = ("admin-fields-empty", "admin-fields-empty-text");
    let page = TablePage {
        add: adding(texts, "/admin/fields/new"),
        empty: nothing(texts, "tag", empty, about),
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
        Ok(version) => Ok(decided(&signed, "/admin/fields", version)),
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
    let here = "/admin/fields";
    reorder(
        &floor,
        &signed,
        &sent,
        (comment, here),
        |policy, key, up| {
            let all: Vec<usize> = (0..policy.fields.len()).collect();
            swap(&mut policy.fields, &all, |known| known.key == key, up);
        },
    )
    .await
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
    if said.has("retired") {
        policy.retired.fields.insert(key);
    } else {
        policy.retired.fields.remove(&key);
    }
    Ok(())
}

fn kind_named(name: &str, choices: &str, known: &[Named]) -> FieldKind {
    let choices = choices_of(choices, known);
    match name {
        "number" => FieldKind::Number,
        "date" => FieldKind::Date,
        "choice" => FieldKind::Choice { choices },
        "multiple_choice" => FieldKind::MultipleChoice { choices },
        "person" => FieldKind::Person,
        "yes_no" => FieldKind::YesNo,
        _ => FieldKind::Text,
    }
}

/// Choices, one a line: a label, or `key = label`. A label that is known keeps its key.
fn choices_of(lines: &str, known: &[Named]) -> Vec<Named> {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| match line.split_once('=') {
            Some((key, label)) => Named {
                key: key.trim().to_owned(),
                label: label.trim().to_owned(),
            },
            None => match known.iter().find(|named| named.label == line) {
                Some(named) => named.clone(),
                None => Named {
                    key: key_of(line),
                    label: line.to_owned(),
                },
            },
        })
        .collect()
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
    }
    let help = known.map_or_else(String::new, |known| known.help.clone());
    page.fields
        .push(line(texts, "help", "admin-field-help", typed("help", help)));
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

/// A default as it is typed.
fn default_typed(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) | FieldValue::Date(text) | FieldValue::Choice(text) => text.clone(),
        FieldValue::Number(hundredths) => work::questions::number(*hundredths),
        FieldValue::Choices(keys) => keys.join(" "),
        FieldValue::Person(_) => String::new(),
        FieldValue::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
    }
}

fn type_label(texts: Texts, kind: &FieldKind) -> &'static str {
    let name = match kind {
        FieldKind::Text => "field-type-text",
        FieldKind::Number => "field-type-number",
        FieldKind::Date => "field-type-date",
        FieldKind::Choice { .. } => "field-type-choice",
        FieldKind::MultipleChoice { .. } => "field-type-multiple-choice",
        FieldKind::Person => "field-type-person",
        FieldKind::YesNo => "field-type-yes-no",
    };
    texts.t(name)
}

/// What a kind of ticket is called.
pub(super) fn kind_label(texts: Texts, kind: Kind) -> &'static str {
    texts.t(kind.message())
}

fn kinds_label(texts: Texts, policy: &Policy, known: &CustomField) -> String {
    let kinds = policy.kinds().filter(|kind| known.is_of(*kind));
    kinds
        .map(|kind| kind_label(texts, kind))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::choices_of;

    #[test]
    fn choices_are_typed_one_a_line_and_keep_their_keys() {
        let first = choices_of("Very red\n\n green = Green!\n", &[]);
        let keys = |choices: &[kernel::policy::Named]| {
            let all = choices.iter();
            all.map(|choice| (choice.key.clone(), choice.label.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            keys(&first),
            [
                ("very_red".into(), "Very red".into()),
                ("green".into(), "Green!".into())
            ]
        );
        let again = choices_of("Green!\nBlue", &first);
        assert_eq!(
            keys(&again),
            [
                ("green".into(), "Green!".into()),
                ("blue".into(), "Blue".into())
            ]
        );
    }
}
