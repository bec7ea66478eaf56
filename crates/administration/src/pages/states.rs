//! Lifecycles: what states are called, which there are besides those that Spoc itself knows, and the moves between
//! them.

use super::field_types::kind_label;
use super::parts::{
    Wrong, answer, choices, decide, decided, field, form, key_of, line, require, table,
};
use super::sent::Sent;
use crate::screens::form::{Control, Grid, GridCell};
use crate::screens::table::{Cell, Row};
use directory::SignedIn;
use kernel::policy::{Lifecycle, State as LifecycleState, StateCategory};
use kernel::ticket::Kind;
use kernel::{Permission, Policy};
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;
use web::{Error, Path, Result, Texts};
use work::Floor;

/// What an own state can mean, with the catalogue keys of what that is called.
const CATEGORIES: [(&str, &str); 4] = [
    ("new", "category-new"),
    ("active", "category-active"),
    ("waiting_on_requester", "category-waiting-on-requester"),
    ("waiting_on_third_party", "category-waiting-on-third-party"),
];

/// `GET /admin/states`
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let row = |lifecycle: &Lifecycle| {
        let states: Vec<String> = lifecycle
            .states
            .iter()
            .map(|state| name(texts, state))
            .collect();
        Row::fixed(vec![
            Cell::link(
                kind_label(texts, lifecycle.kind).to_owned(),
                format!("/admin/states/{}", lifecycle.kind.name()),
            ),
            Cell::Words(states.join(", ")),
        ])
    };
    let policy = &rules.policy;
    let there = policy.lifecycles.iter();
    let there = there.filter(|lifecycle| policy.offers_kind(lifecycle.kind));
    let rows = there.map(row).collect();
    let title = ("admin-states", "admin-states-intro");
    let page = table(&signed, title, &["kind", "admin-states"], rows);
    Ok(html(&page))
}

/// `GET /admin/states/{kind}`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(kind): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, kind_named(&kind)?, None, Vec::new()).await
}

/// `POST /admin/states/{kind}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(kind): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let kind = kind_named(&kind)?;
    let comment = format!(
        "{}: {}",
        signed.texts.t("admin-states"),
        kind_label(signed.texts, kind)
    );
    let said = sent.clone();
    let change = move |policy: &mut Policy| put(policy, kind, &said);
    match decide(&floor, &signed, &sent, comment, change).await? {
        Ok(version) => Ok(decided(
            &signed,
            &format!("/admin/states/{}", kind.name()),
            version,
        )),
        Err(wrong) => show(&floor, &signed, kind, Some(&sent), wrong).await,
    }
}

/// Changes a lifecycle as the form says.
fn put(policy: &mut Policy, kind: Kind, said: &Sent) -> work::Result<()> {
    let mut lifecycles = policy.lifecycles.iter_mut();
    let lifecycle = lifecycles
        .find(|lifecycle| lifecycle.kind == kind)
        .ok_or(work::Error::NotFound)?;
    for state in &mut lifecycle.states {
        let label = said.get(&format!("label.{}", state.key));
        if !label.is_empty() {
            label.clone_into(&mut state.label);
        }
    }
    let moves = said.all("moves").filter_map(|pair| pair.split_once('>'));
    lifecycle.moves = moves
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
        .collect();
    let label = said.get("new_label");
    if !label.is_empty() {
        let category = StateCategory::named(said.get("new_category"));
        let key = key_of(label);
        // From where work goes on, and back to it: so nothing is stranded before its moves are chosen.
        for (from, to) in [
            (Lifecycle::IN_PROGRESS, key.as_str()),
            (key.as_str(), Lifecycle::IN_PROGRESS),
        ] {
            lifecycle.moves.push((from.to_owned(), to.to_owned()));
        }
        let state = LifecycleState {
            key,
            label: label.to_owned(),
            category: category.unwrap_or(StateCategory::Active),
        };
        let own = |state: &LifecycleState| state.category >= StateCategory::Resolved;
        let at = lifecycle.states.iter().position(own);
        lifecycle
            .states
            .insert(at.unwrap_or(lifecycle.states.len()), state);
    }
    Ok(())
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    kind: Kind,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let known = rules
        .policy
        .lifecycles
        .iter()
        .find(|known| known.kind == kind);
    let mut lifecycle = known.ok_or_else(Error::not_found)?.clone();
    if let Some(sent) = sent {
        let moves = sent.all("moves").filter_map(|pair| pair.split_once('>'));
        lifecycle.moves = moves
            .map(|(from, to)| (from.to_owned(), to.to_owned()))
            .collect();
    }
    let action = format!("/admin/states/{}", kind.name());
    let mut page = form(
        signed,
        ("admin-states", "/admin/states"),
        kind_label(texts, kind),
        &action,
    );
    page.intro = texts.t("admin-states-kind-intro").to_owned();
    page.seen = rules.version.0;
    page.fields.push(field(
        texts,
        "names",
        "admin-states-names",
        Control::Grid(names(texts, &lifecycle, sent)),
    ));
    page.fields.push(field(
        texts,
        "moves",
        "admin-states-moves",
        Control::Grid(moves(texts, &lifecycle)),
    ));
    page.fields
        .push(field(texts, "new", "admin-states-new", Control::Heading));
    let label = sent.map_or("", |sent| sent.get("new_label"));
    page.fields.push(line(texts, "new_label", "name", label));
    let category = sent.map_or("active", |sent| sent.get("new_category"));
    let categories = choices(texts, category, &CATEGORIES);
    page.fields.push(field(
        texts,
        "new_category",
        "admin-state-means",
        Control::Select(categories),
    ));
    Ok(answer(page, &wrong))
}

fn names(texts: Texts, lifecycle: &Lifecycle, sent: Option<&Sent>) -> Grid {
    let row = |state: &LifecycleState| {
        let field = format!("label.{}", state.key);
        let value = sent
            .map_or(state.label.as_str(), |sent| sent.get(&field))
            .to_owned();
        let cells = vec![
            GridCell::Line {
                label: format!("{}: {}", texts.t("name"), state.key),
                name: field,
                value,
            },
            GridCell::Words(category_label(texts, state.category).to_owned()),
        ];
        (state.key.clone(), cells)
    };
    Grid {
        heads: vec![
            texts.t("name").to_owned(),
            texts.t("admin-state-means").to_owned(),
        ],
        rows: lifecycle.states.iter().map(row).collect(),
    }
}

/// From each state (rows) to each other (columns).
fn moves(texts: Texts, lifecycle: &Lifecycle) -> Grid {
    let cell = |from: &LifecycleState, to: &LifecycleState| {
        if from.key == to.key && from.key != Lifecycle::ON_HOLD {
            return GridCell::Empty;
        }
        GridCell::Box {
            name: "moves".to_owned(),
            value: format!("{}>{}", from.key, to.key),
            label: format!("{} → {}", name(texts, from), name(texts, to)),
            checked: lifecycle.allows(&from.key, &to.key),
        }
    };
    let row = |from: &LifecycleState| {
        let cells = lifecycle.states.iter().map(|to| cell(from, to)).collect();
        (name(texts, from), cells)
    };
    Grid {
        heads: lifecycle
            .states
            .iter()
            .map(|state| name(texts, state))
            .collect(),
        rows: lifecycle.states.iter().map(row).collect(),
    }
}

fn kind_named(kind: &str) -> Result<Kind> {
    Kind::named(kind).ok_or_else(Error::not_found)
}

/// A state's name in the reader's language.
fn name(texts: Texts, state: &LifecycleState) -> String {
    work::called(texts, "state", &state.key, &state.label)
}

fn category_label(texts: Texts, category: StateCategory) -> &'static str {
    texts.t(match category {
        StateCategory::New => "category-new",
        StateCategory::Active => "category-active",
        StateCategory::WaitingOnRequester => "category-waiting-on-requester",
        StateCategory::WaitingOnThirdParty => "category-waiting-on-third-party",
        StateCategory::Resolved => "category-resolved",
        StateCategory::Closed => "category-closed",
        StateCategory::Cancelled => "category-cancelled",
    })
}
