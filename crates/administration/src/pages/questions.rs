//! The questions of a form, one a line: what is asked, of whom, when it is shown and when it must be answered.

use super::forms::{self, Key, is_of};
use super::named_list::{put, swap};
use super::paging::{Asked, page_of_moved, page_with};
use super::parts::{
    Wrong, adding, answer, choices, condition, decide, decided, field, form, line, nothing,
    reorder, require, table,
};
use super::sent::Sent;
use crate::screens::form::{Act, Control};
use crate::screens::table::{Cell, Order, Row, TablePage};
use directory::SignedIn;
use kernel::condition::CUSTOM_PREFIX;
use kernel::policy::{Audience, Form, Question, Required};
use kernel::ticket::Kind;
use kernel::{Permission, Policy};
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::html;
use web::{Error, Path, Query, Result, Texts};
use work::Floor;

/// Most fields that a new question is chosen among; of more, one is typed.
const CHOICES_MAX: usize = 200;
/// How the address says that a question is to be added.
const NEW: &str = "new";

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

/// `GET /admin/forms/{kind}/{service}`; the service 0 for none.
pub(super) async fn list(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((kind, service)): Path<(String, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let key = forms::key(&kind, service)?;
    let title = forms::title(&floor, &signed, key).await?;
    let rules = floor.desk.rules().await?;
    let policy = &floor.desk.policy_in_names(&signed.actor).await?;
    let texts = signed.texts;
    let known = forms::find(policy, key);
    let questions = known.map_or(&[][..], |form| &form.questions);
    let here = forms::href(key);
    let (shown, pager) = asked.piece(questions, |question| question.asks.clone(), &here);
    let row = |question: &Question| Row {
        cells: vec![
            Cell::link(
                asks_for(texts, policy, &question.asks),
                format!("{here}/questions/{}", question.asks),
            ),
            Cell::Words(texts.t(word(&AUDIENCES, audience(question))).to_owned()),
            Cell::Words(question.shown_when.clone()),
            Cell::Words(texts.t(word(&REQUIRED, required(question))).to_owned()),
            Cell::Words(question.required_when.clone()),
        ],
        order: Some(Order {
            action: format!("{here}/order"),
            key: question.asks.clone(),
            seen: rules.version.0,
        }),
    };
    let heads = [
        "admin-asks",
        "admin-audience",
        "admin-shown-when",
        "admin-required",
        "admin-required-when",
    ];
    let removal = known.map(|_| Act::removal(texts.t("admin-form-remove"), here.clone()));
    let rows = shown.iter().map(row).collect();
    let (empty, about) = ("admin-form-none", "admin-forms-intro");
    let mut page = TablePage {
        back: (texts.t("admin-forms").to_owned(), forms::HERE),
        add: adding(texts, format!("{here}/questions/{NEW}")),
        empty: nothing(texts, "clipboard-list", empty, about),
        pager,
        acts: removal.into_iter().collect(),
        seen: rules.version.0,
        ..table(&signed, ("admin-forms", "admin-form-intro"), &heads, rows)
    };
    page.frame.title = title;
    Ok(html(&page))
}

/// `POST /admin/forms/{kind}/{service}`: the form is removed.
pub(super) async fn remove_form(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((kind, service)): Path<(String, i64)>,
    sent: Sent,
) -> Result<Response> {
    let key = forms::key(&kind, service)?;
    let remove = move |policy: &mut Policy| {
        policy.forms.retain(|form| !is_of(form, key));
        Ok(())
    };
    match decide(&floor, &signed, &sent, comment(&signed, key), remove).await? {
        Ok(version) => Ok(decided(&signed, forms::HERE, version)),
        Err(wrong) => Err(Error::conflict(
            wrong.into_iter().map(|(_, text)| text).collect::<String>(),
        )),
    }
}

/// `POST /admin/forms/{kind}/{service}/order`
pub(super) async fn order(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((kind, service)): Path<(String, i64)>,
    sent: Sent,
) -> Result<Response> {
    let key = forms::key(&kind, service)?;
    let here = page_of_moved(asked(&floor, key).await?, &forms::href(key), &sent);
    let shift = move |policy: &mut Policy, asks: &str, up: bool| {
        if let Some(form) = policy.forms.iter_mut().find(|form| is_of(form, key)) {
            let all: Vec<usize> = (0..form.questions.len()).collect();
            swap(&mut form.questions, &all, |known| known.asks == asks, up);
        }
    };
    reorder(
        &floor,
        &signed,
        &sent,
        (comment(&signed, key), &here),
        shift,
    )
    .await
}

/// `GET /admin/forms/{kind}/{service}/questions/{asks}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((kind, service, asks)): Path<(String, i64, String)>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let key = forms::key(&kind, service)?;
    show(&floor, &signed, (key, &asks), None, Vec::new()).await
}

/// `POST /admin/forms/{kind}/{service}/questions/{asks}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path((kind, service, asks)): Path<(String, i64, String)>,
    sent: Sent,
) -> Result<Response> {
    let key = forms::key(&kind, service)?;
    let removes = sent.has("remove") && asks != NEW;
    let (typed, edited) = (typed(&sent), asks.clone());
    let change = move |policy: &mut Policy| {
        let mut question = typed.clone();
        question.asks = match edited.as_str() {
            NEW => meant(policy, &typed.asks),
            edited => edited.to_owned(),
        };
        if !policy.forms.iter().any(|form| is_of(form, key)) {
            policy.forms.push(Form {
                kind: key.0,
                service: key.1,
                questions: Vec::new(),
            });
        }
        let form = policy.forms.iter_mut().find(|form| is_of(form, key));
        let form = form.ok_or(work::Error::NotFound)?;
        let questions = &mut form.questions;
        put(questions, &edited, |known| &known.asks, (question, removes))
    };
    match decide(&floor, &signed, &sent, comment(&signed, key), change).await? {
        Ok(version) => {
            let asked = asked(&floor, key).await?;
            let at = match asked.last() {
                Some(last) if asks == NEW => last,
                _ => &asks,
            };
            let here = page_with(&asked, &forms::href(key), at);
            Ok(decided(&signed, &here, version))
        }
        Err(wrong) => show(&floor, &signed, (key, &asks), Some(&sent), wrong).await,
    }
}

/// What the change is called in the history.
fn comment(signed: &SignedIn, (kind, _): Key) -> String {
    let texts = signed.texts;
    format!("{}: {}", texts.t("admin-forms"), texts.t(kind.message()))
}

/// What a form asks for, in its order.
async fn asked(floor: &Floor, key: Key) -> Result<Vec<String>> {
    let rules = floor.desk.rules().await?;
    let questions = forms::find(&rules.policy, key).map(|form| &form.questions);
    let questions = questions.into_iter().flatten();
    Ok(questions.map(|question| question.asks.clone()).collect())
}

/// The question as it was typed.
fn typed(sent: &Sent) -> Question {
    Question {
        asks: sent.get("asks").to_owned(),
        audience: match sent.get("audience") {
            "everybody" => Audience::Everybody,
            "shown" => Audience::Shown,
            _ => Audience::Agents,
        },
        shown_when: sent.get("shown").to_owned(),
        required: match sent.get("required") {
            "opening" => Required::Opening,
            "resolving" => Required::Resolving,
            _ => Required::Never,
        },
        required_when: sent.get("when").to_owned(),
    }
}

/// What is asked for, where a field may be named by its key or by what it is called, too.
fn meant(policy: &Policy, typed: &str) -> String {
    let is_it = |field: &&kernel::policy::CustomField| {
        field.key == typed || field.label.to_lowercase() == typed.to_lowercase()
    };
    match policy.fields.iter().find(is_it) {
        Some(field) => format!("{CUSTOM_PREFIX}{}", field.key),
        None => typed.to_owned(),
    }
}

fn audience(question: &Question) -> &'static str {
    match question.audience {
        Audience::Everybody => "everybody",
        Audience::Shown => "shown",
        Audience::Agents => "agents",
    }
}

fn required(question: &Question) -> &'static str {
    match question.required {
        Required::Never => "never",
        Required::Opening => "opening",
        Required::Resolving => "resolving",
    }
}

/// The catalogue key of what a value is called.
fn word(all: &[(&str, &'static str)], value: &str) -> &'static str {
    let found = all.iter().find(|(known, _)| *known == value);
    found.map_or("", |(_, label)| label)
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    (key, asks): (Key, &str),
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let title = forms::title(floor, signed, key).await?;
    let rules = floor.desk.rules().await?;
    let policy = &floor.desk.policy_in_names(&signed.actor).await?;
    let texts = signed.texts;
    let questions = forms::find(policy, key).map_or(&[][..], |form| &form.questions);
    let known = questions.iter().find(|question| question.asks == asks);
    if known.is_none() && asks != NEW {
        return Err(Error::not_found());
    }
    let question = match sent {
        Some(sent) => typed(sent),
        None => known.cloned().unwrap_or_default(),
    };
    let here = forms::href(key);
    let heading = match known {
        Some(known) => asks_for(texts, policy, &known.asks),
        None => texts.t("admin-new").to_owned(),
    };
    let action = format!("{here}/questions/{asks}");
    let mut page = form(signed, ("admin-forms", &here), &heading, &action);
    page.back.0 = title;
    texts.t("admin-question-intro").clone_into(&mut page.intro);
    page.seen = rules.version.0;
    if known.is_none() {
        let asked: Vec<&str> = questions.iter().map(|known| known.asks.as_str()).collect();
        let offered = offered(texts, policy, key.0, (&asked, &question.asks));
        page.fields.push(if offered.len() > CHOICES_MAX {
            line(texts, "asks", "admin-asks-typed", question.asks.clone())
        } else {
            field(texts, "asks", "admin-asks", Control::Select(offered))
        });
    }
    let one_of = |name: &str, label: &str, chosen: &str, all: &[(&str, &str)]| {
        field(
            texts,
            name,
            label,
            Control::Select(choices(texts, chosen, all)),
        )
    };
    page.fields.extend([
        one_of(
            "audience",
            "admin-audience",
            audience(&question),
            &AUDIENCES,
        ),
        condition(
            texts,
            "shown",
            "admin-shown-when",
            question.shown_when.clone(),
        ),
        one_of("required", "admin-required", required(&question), &REQUIRED),
        condition(
            texts,
            "when",
            "admin-required-when",
            question.required_when.clone(),
        ),
    ]);
    if known.is_some() {
        page.acts
            .push(Act::removal(texts.t("admin-question-remove"), action));
    }
    Ok(answer(page, &wrong))
}

/// What a question asks for, in the reader's words.
fn asks_for(texts: Texts, policy: &Policy, asks: &str) -> String {
    match asks.strip_prefix(CUSTOM_PREFIX) {
        Some(key) => policy
            .field(key)
            .map_or_else(|| asks.to_owned(), |field| field.label.clone()),
        None => texts.t(asks).to_owned(),
    }
}

/// What can be asked for and is not yet.
fn offered(
    texts: Texts,
    policy: &Policy,
    kind: Kind,
    (asked, chosen): (&[&str], &str),
) -> Vec<Choice> {
    let built_in = ["category", "service"].map(|asks| (asks.to_owned(), texts.t(asks).to_owned()));
    let fields = policy.fields_of(kind);
    let fields = fields.map(|field| {
        let asks = format!("{CUSTOM_PREFIX}{}", field.key);
        (asks, field.label.clone())
    });
    built_in
        .into_iter()
        .chain(fields)
        .filter(|(asks, _)| !asked.contains(&asks.as_str()))
        .map(|(asks, label)| {
            let is_chosen = asks == chosen;
            Choice::new(asks, label, is_chosen)
        })
        .collect()
}
