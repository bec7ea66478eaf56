//! Approvals: what can be asked to be approved, by whom and in which steps. Each is a form and a text that say the same.

mod filled;
mod typed;

use super::named_list::put;
use super::parts::{Wrong, adding, answer, decide, decided, form, nothing, require, table};
use super::sent::Sent;
use super::twin::{self, Around};
use crate::screens::form::Act;
use crate::screens::table::{Cell, Row, TablePage};
use directory::SignedIn;
use filled::Filled;
use kernel::policy::{ApprovalTemplate, Approver};
use kernel::{Permission, PersonId};
use std::collections::BTreeSet;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;
use web::texts::Arg;
use web::{Error, Path, Result};
use work::Floor;
use work::policy_text::{approval_from, approval_text, step_line};

const HERE: &str = "/admin/approvals";

/// `GET /admin/approvals`
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let row = |one: &ApprovalTemplate| {
        Row::fixed(vec![
            Cell::link(&one.label, format!("{HERE}/{}", one.key)),
            Cell::Words(one.key.clone()),
            Cell::Words(texts.number(one.steps.len() as i64)),
        ])
    };
    let rows = rules.policy.approvals.iter().map(row).collect();
    let heads = ["name", "admin-key", "approval-steps"];
    let page = TablePage {
        add: adding(texts, format!("{HERE}/new")),
        empty: nothing(
            texts,
            "shield-check",
            "admin-approvals-empty",
            "admin-approvals-empty-text",
        ),
        ..table(
            &signed,
            ("admin-approvals", "admin-approvals-intro"),
            &heads,
            rows,
        )
    };
    Ok(html(&page))
}

/// `GET /admin/approvals/{key}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let known = rules.policy.approval(&key);
    if key != "new" && known.is_none() {
        return Err(Error::not_found());
    }
    let fresh = typed::fresh();
    let template = known.unwrap_or(&fresh);
    let around = Around::read(&floor, &signed, people(template), None).await?;
    let said = said(template, &around);
    show(&floor, &signed, &key, (&said, &around), Vec::new()).await
}

/// `POST /admin/approvals/{key}`: keeps it, or only shows what was changed on the one side on the other one, too.
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    sent.check(&signed)?;
    let rules = floor.desk.rules().await?;
    let known = rules.policy.approval(&key);
    if key != "new" && known.is_none() {
        return Err(Error::not_found());
    }
    let ids = known.map(people).unwrap_or_default();
    let around = Around::read(&floor, &signed, ids, Some(&sent)).await?;
    let template = match read(&floor, &signed, &key, (&sent, &around)).await? {
        Ok(template) => template,
        Err(wrong) => {
            let wrong = twin::wrong_yet(signed.texts, &sent, wrong);
            return show(&floor, &signed, &key, (&sent, &around), wrong).await;
        }
    };
    let around = Around::read(&floor, &signed, people(&template), None).await?;
    let said = said(&template, &around).seen_as(&sent);
    if twin::is_draft(&sent) {
        return show(&floor, &signed, &key, (&said, &around), Vec::new()).await;
    }
    let comment = format!("{}: {}", signed.texts.t("admin-approvals"), template.label);
    let (edited, removes) = (key.clone(), sent.has("remove"));
    let done = decide(&floor, &signed, &sent, comment, move |policy| {
        let wanted = (template.clone(), removes);
        put(&mut policy.approvals, &edited, |one| &one.key, wanted)
    })
    .await?;
    match done {
        Ok(version) => Ok(decided(&signed, HERE, version)),
        Err(wrong) => show(&floor, &signed, &key, (&said, &around), wrong).await,
    }
}

/// The approval as whichever side was changed says it.
async fn read(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    (sent, around): (&Sent, &Around),
) -> Result<std::result::Result<ApprovalTemplate, Wrong>> {
    let texts = signed.texts;
    let from_form = || typed::read(sent, around, texts);
    let said = twin::read(floor, texts, sent, approval_from, from_form).await?;
    Ok(said.map(|mut template| {
        if key != "new" {
            key.clone_into(&mut template.key);
        }
        template
    }))
}

/// What form and text say of it.
fn said(template: &ApprovalTemplate, around: &Around) -> Sent {
    twin::with_text(
        typed::said(template, around),
        around.addressed(&approval_text(template)),
    )
}

/// Whom it names.
fn people(template: &ApprovalTemplate) -> BTreeSet<PersonId> {
    let all = template.steps.iter().flat_map(|step| &step.ask);
    all.filter_map(|one| match one {
        Approver::Person(person) => Some(*person),
        _ => None,
    })
    .collect()
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    (said, around): (&Sent, &Around),
    mut wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let known = rules.policy.approval(key);
    let title = known.map_or(texts.t("admin-new"), |known| &known.label);
    let action = format!("{HERE}/{key}");
    let mut page = form(signed, ("admin-approvals", HERE), title, &action);
    page.seen = said.seen_or(rules.version.0);
    page.fields = Filled {
        texts,
        policy: &rules.policy,
        around,
        said,
        is_new: known.is_none(),
    }
    .fields();
    let text = said.get("text");
    for (field, problem) in &mut wrong {
        // What a step cannot be has a place in the text, too.
        let number = field.strip_prefix("step-").and_then(|it| it.parse().ok());
        if let Some(line) = number.and_then(|at: usize| step_line(text, at)) {
            let line = Arg::from(line as i64);
            let facts = [("line", line), ("problem", problem.clone().into())];
            *problem = texts.with("twin-problem-line", facts);
        }
    }
    page.fields
        .push(twin::before(texts, said.get("before").to_owned()));
    page.beside = Some(twin::beside(texts, text.to_owned()));
    if known.is_some() {
        page.acts.push(Act::removal(texts.t("remove"), action));
    }
    Ok(answer(page, &wrong))
}
