//! Lists of the policy: categories, resolution codes and hold reasons. A name changes, a key never; what is not
//! wanted any more is retired.

use super::named_list::List;
use super::names;
use super::parts::{
    Wrong, adding, answer, choices, decide, decided, field, form, key_of, line, reorder, require,
    table,
};
use super::sent::Sent;
use crate::screens::form::Control;
use crate::screens::table::{Cell, Order, Row, TablePage};
use directory::SignedIn;
use kernel::Permission;
use kernel::policy::{Named, OwnNames, Policy, StateCategory};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::html;
use web::{Error, Path, Query, Result, Texts};
use work::Floor;

/// Which entry.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    key: String,
}

/// `GET /admin/lists/{list}`
pub(super) async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(list): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let list = List::named(&list)?;
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let row = |named: &Named| {
        let retired = list.is_retired(&rules.policy, &named.key);
        Row {
            cells: vec![
                Cell::Link {
                    label: named.label.clone(),
                    href: format!("{}/entry?key={}", list.href(), named.key),
                    depth: named.key.matches('/').count(),
                    tag: if retired {
                        texts.t("admin-retired").to_owned()
                    } else {
                        String::new()
                    },
                },
                Cell::Words(named.key.clone()),
            ],
            order: Some(Order {
                action: format!("{}/order", list.href()),
                key: named.key.clone(),
                seen: rules.version.0,
            }),
        }
    };
    let entries = list.shown(&rules.policy);
    let rows = entries.iter().map(row).collect();
    let page = TablePage {
        add: adding(texts, format!("{}/entry", list.href())),
        ..table(&signed, list.words(), &["name", "admin-key"], rows)
    };
    Ok(html(&page))
}

/// `GET /admin/lists/{list}/entry?key=`
pub(super) async fn entry(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(list): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(
        &floor,
        &signed,
        List::named(&list)?,
        &asked.key,
        None,
        Vec::new(),
    )
    .await
}

/// `POST /admin/lists/{list}/entry`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(list): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let list = List::named(&list)?;
    let (key, label) = (sent.get("entry").to_owned(), sent.get("label").to_owned());
    let category = StateCategory::named(sent.get("category"));
    let category = category.unwrap_or(StateCategory::WaitingOnThirdParty);
    let fresh = match (sent.get("key"), sent.get("parent")) {
        ("", "") => key_of(&label),
        ("", parent) => format!("{parent}/{}", key_of(&label)),
        (key, "") => key.to_owned(),
        (key, parent) => format!("{parent}/{key}"),
    };
    let retired = sent.has("retired");
    let comment = format!("{}: {label}", signed.texts.t(list.words().0));
    let edited = key.clone();
    let own: Vec<(&str, String)> = names::typed(&sent, "label").collect();
    let done = decide(&floor, &signed, &sent, comment, move |policy| {
        if edited.is_empty() {
            list.add(policy, fresh.clone(), label.clone(), category);
            name(policy, list, &fresh, &own);
            return Ok(());
        }
        if !list.entries(policy).iter().any(|named| named.key == edited) {
            return Err(work::Error::NotFound);
        }
        list.rename(policy, &edited, &label, category);
        name(policy, list, &edited, &own);
        if retired {
            list.retired(policy).insert(edited.clone());
        } else {
            list.retired(policy).remove(&edited);
        }
        Ok(())
    })
    .await?;
    match done {
        Ok(version) => Ok(decided(&signed, list.href(), version)),
        Err(wrong) => show(&floor, &signed, list, &key, Some(&sent), wrong).await,
    }
}

/// Gives an entry its names in further languages.
fn name(policy: &mut Policy, list: List, key: &str, own: &[(&str, String)]) {
    for (language, label) in own {
        policy.name_in(language, |names| {
            list.own_mut(names).insert(key.to_owned(), label.clone());
        });
    }
}

/// `POST /admin/lists/{list}/order`
pub(super) async fn order(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(list): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let list = List::named(&list)?;
    let comment = format!("{}: {}", signed.texts.t(list.words().0), sent.get("key"));
    let here = list.href();
    reorder(
        &floor,
        &signed,
        &sent,
        (comment, here),
        move |policy, key, up| {
            list.shift(policy, key, up);
        },
    )
    .await
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    list: List,
    key: &str,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let (policy, texts) = (&rules.policy, signed.texts);
    let entries = list.entries(policy);
    let known = entries.iter().find(|named| named.key == key);
    if !key.is_empty() && known.is_none() {
        return Err(Error::not_found());
    }
    let typed = |name: &str, kept: &str| sent.map_or(kept, |sent| sent.get(name)).to_owned();
    let (title, _) = list.words();
    let name = known.map_or(texts.t("admin-new"), |named| &named.label);
    let mut page = form(
        signed,
        (title, list.href()),
        name,
        &format!("{}/entry", list.href()),
    );
    page.seen = rules.version.0;
    page.fields.push(line(
        texts,
        "label",
        "name",
        typed("label", known.map_or("", |named| &named.label)),
    ));
    let own = |names: Option<&OwnNames>| {
        let label = names.and_then(|names| list.own(names).get(key));
        label.cloned().unwrap_or_default()
    };
    let at = (signed, policy.as_ref(), sent);
    page.fields
        .extend(names::fields(at, ("label", "name"), &own, names::line));
    match known {
        Some(named) => {
            let retired =
                sent.map_or_else(|| list.is_retired(policy, key), |sent| sent.has("retired"));
            page.fields.push(field(
                texts,
                "key_shown",
                "admin-key",
                Control::Fixed(named.key.clone()),
            ));
            page.fields.push(field(
                texts,
                "retired",
                "admin-retire",
                Control::Check(retired),
            ));
            page.fields.push(hidden("entry", &named.key));
        }
        None => {
            if list == List::Categories {
                let parent = typed("parent", "");
                page.fields.push(field(
                    texts,
                    "parent",
                    "admin-parent",
                    Control::Select(parents(texts, policy, &parent)),
                ));
            }
            page.fields
                .push(line(texts, "key", "admin-key", typed("key", "")));
        }
    }
    if list == List::Holds {
        let kept = policy.hold_reason(key).map(|reason| reason.category.name());
        let kept = kept.unwrap_or(StateCategory::WaitingOnThirdParty.name());
        let waits = [
            (
                StateCategory::WaitingOnRequester.name(),
                "category-waiting-on-requester",
            ),
            (
                StateCategory::WaitingOnThirdParty.name(),
                "category-waiting-on-third-party",
            ),
        ];
        let among = choices(texts, &typed("category", kept), &waits);
        page.fields.push(field(
            texts,
            "category",
            "admin-hold-waits",
            Control::Select(among),
        ));
    }
    Ok(answer(page, &wrong))
}

/// Which entry a form changes.
pub(super) fn hidden(name: &str, key: &str) -> crate::screens::form::Field {
    crate::screens::form::Field {
        name: name.to_owned(),
        label: String::new(),
        help: String::new(),
        error: None,
        control: Control::Hidden(key.to_owned()),
    }
}

fn parents(texts: Texts, policy: &Policy, chosen: &str) -> Vec<Choice> {
    let none = Choice::new("", texts.t("none-chosen"), chosen.is_empty());
    let all = policy.categories.iter().map(|category| {
        let label = policy.category_label(&category.key);
        Choice::new(&*category.key, label, category.key == chosen)
    });
    std::iter::once(none).chain(all).collect()
}
