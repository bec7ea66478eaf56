//! Rules: on what, for which tickets, what is done. A rule can be written as a form or as text; both are always shown
//! and mean the same.

mod actions;
mod filled;
mod typed;

use super::named_list::{put, swap};
use super::parts::{
    Wrong, adding, answer, decide, decided, form, nothing, reorder, require, table,
};
use super::sent::Sent;
use super::twin::{self, Around};
use crate::screens::form::Act;
use crate::screens::table::{Cell, Order, Row, Table, TablePage};
use directory::SignedIn;
use filled::Filled;
use kernel::automation::{Automation, Event, Finding, Findings, Rule};
use kernel::{Permission, Policy};
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;
use web::texts::Arg;
use web::{Error, Path, Result, Texts};
use work::policy_text::{rule_from, rule_text};
use work::{Floor, Runs};

const HERE: &str = "/admin/automation";

/// `GET /admin/automation`
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let runs = floor.desk.rule_runs(&signed.actor).await?;
    let texts = signed.texts;
    let found = rules.automation.findings();
    let row = |rule: &Rule| {
        let known = runs.get(&rule.key).copied().unwrap_or_default();
        Row {
            cells: vec![
                Cell::Link {
                    label: rule.label.clone(),
                    href: format!("{HERE}/{}", rule.key),
                    depth: 0,
                    tag: tag(texts, rule, &found),
                },
                Cell::Words(events(texts, rule)),
                Cell::Words(match rule.when.as_str() {
                    "" => texts.t("service-level-all").to_owned(),
                    when => when.to_owned(),
                }),
                Cell::Words(does(texts, rule)),
                Cell::Words(ran(texts, known)),
            ],
            order: Some(Order {
                action: format!("{HERE}/order"),
                key: rule.key.clone(),
                seen: rules.version.0,
            }),
        }
    };
    let heads = [
        "name",
        "rule-on",
        "service-level-applies",
        "rule-then",
        "rule-runs",
    ];
    let policy = floor.desk.policy_in_names(&signed.actor).await?;
    // Whether a rule rests because its practices are off, only the policy with ids in its conditions can say.
    let on = |rule: &Rule| {
        let mut known = rules.policy.rules.iter();
        let on = rules.policy.on_of(known.find(|one| one.key == rule.key)?)?;
        Some(Rule {
            when: rule.when.clone(),
            ..on
        })
    };
    let all = policy.rules.iter().filter_map(on);
    let rows = all.map(|rule| row(&rule)).collect();
    let page = TablePage {
        add: adding(texts, format!("{HERE}/new")),
        empty: nothing(
            texts,
            "zap",
            "admin-automation-empty",
            "admin-automation-empty-text",
        ),
        ..table(
            &signed,
            ("admin-automation", "admin-automation-intro"),
            &heads,
            rows,
        )
    };
    Ok(html(&page))
}

/// What stands beside the name: that it is off, or what was found about it.
fn tag(texts: Texts, rule: &Rule, found: &Findings) -> String {
    if !rule.active {
        return texts.t("rule-off").to_owned();
    }
    let own = found.iter().find(|(key, _)| *key == rule.key);
    own.map_or_else(String::new, |(_, finding)| {
        texts
            .t(&format!("finding-{}-short", finding.name()))
            .to_owned()
    })
}

fn events(texts: Texts, rule: &Rule) -> String {
    let names = rule
        .on
        .iter()
        .map(|event| texts.t(&event_key(*event)).to_owned());
    names.collect::<Vec<_>>().join(", ")
}

fn event_key(event: Event) -> String {
    format!("event-{}", event.name().replace('_', "-"))
}

fn does(texts: Texts, rule: &Rule) -> String {
    let names = rule.then.iter().map(|action| {
        let key = format!("action-{}", action.name().replace('_', "-"));
        texts.t(&key).to_owned()
    });
    names.collect::<Vec<_>>().join(", ")
}

fn ran(texts: Texts, runs: Runs) -> String {
    let facts = [
        ("applied", Arg::from(runs.applied)),
        ("failed", Arg::from(runs.failed)),
    ];
    match runs.failed {
        0 => texts.number(runs.applied),
        _ => texts.with("rule-runs-failed", facts),
    }
}

/// `GET /admin/automation/{key}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let policy = floor.desk.policy_in_names(&signed.actor).await?;
    let known = known(&policy, &key)?;
    let fresh = typed::fresh();
    let rule = known.unwrap_or(&fresh);
    let around = Around::read(&floor, &signed, typed::people(rule), None).await?;
    let said = sides(rule, &around);
    show(&floor, &signed, &key, (&said, &around), Vec::new()).await
}

/// `POST /admin/automation/{key}`: keeps it, or only shows what was changed on the one side on the other one, too.
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    sent.check(&signed)?;
    let policy = floor.desk.policy_in_names(&signed.actor).await?;
    let known = known(&policy, &key)?;
    let people = known.map(typed::people).unwrap_or_default();
    let around = Around::read(&floor, &signed, people, Some(&sent)).await?;
    let rule = match read(&floor, &signed, &key, (&sent, &around)).await? {
        Ok(rule) => rule,
        Err(wrong) => {
            let wrong = twin::wrong_yet(signed.texts, &sent, wrong);
            return show(&floor, &signed, &key, (&sent, &around), wrong).await;
        }
    };
    let around = Around::read(&floor, &signed, typed::people(&rule), None).await?;
    let said = sides(&rule, &around).seen_as(&sent);
    if twin::is_draft(&sent) {
        return show(&floor, &signed, &key, (&said, &around), Vec::new()).await;
    }
    let comment = format!("{}: {}", signed.texts.t("admin-automation"), rule.label);
    let (edited, removes) = (key.clone(), sent.has("remove"));
    let done = decide(&floor, &signed, &sent, comment, move |policy| {
        let wanted = (rule.clone(), removes);
        put(&mut policy.rules, &edited, |rule| &rule.key, wanted)
    })
    .await?;
    match done {
        Ok(version) => Ok(decided(&signed, HERE, version)),
        Err(wrong) => show(&floor, &signed, &key, (&said, &around), wrong).await,
    }
}

/// The rule of this key; nothing for `new`.
fn known<'p>(policy: &'p Policy, key: &str) -> Result<Option<&'p Rule>> {
    let known = policy.rules.iter().find(|rule| rule.key == key);
    match key == "new" || known.is_some() {
        true => Ok(known),
        false => Err(Error::not_found()),
    }
}

/// What form and text say of it.
fn sides(rule: &Rule, around: &Around) -> Sent {
    twin::with_text(
        typed::said(rule, around),
        around.addressed(&rule_text(rule)),
    )
}

/// `POST /admin/automation/order`
pub(super) async fn order(
    State(floor): State<Floor>,
    signed: SignedIn,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let comment = signed.texts.t("admin-automation").to_owned();
    reorder(
        &floor,
        &signed,
        &sent,
        (comment, HERE),
        |policy, key, up| {
            // Past those that rest because their practices are off: nobody sees them in the list.
            let rules = policy.rules.iter().enumerate();
            let seen = rules.filter(|(_, rule)| policy.on_of(rule).is_some());
            let seen: Vec<usize> = seen.map(|(at, _)| at).collect();
            swap(&mut policy.rules, &seen, |known| known.key == key, up);
        },
    )
    .await
}

/// The rule as whichever side was changed says it.
async fn read(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    (sent, around): (&Sent, &Around),
) -> Result<std::result::Result<Rule, Wrong>> {
    let (texts, rules) = (signed.texts, floor.desk.rules().await?);
    let from_form = || typed::read(sent, (&rules.policy, around), texts);
    let said = twin::read(floor, texts, sent, rule_from, from_form).await?;
    Ok(said.map(|mut rule| {
        if key != "new" {
            key.clone_into(&mut rule.key);
        }
        rule
    }))
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    (said, around): (&Sent, &Around),
    wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let policy = &floor.desk.policy_in_names(&signed.actor).await?;
    let texts = signed.texts;
    let known = known(policy, key)?;
    let title = known.map_or(texts.t("admin-new"), |known| &known.label);
    let action = format!("{HERE}/{key}");
    let mut page = form(signed, ("admin-automation", HERE), title, &action);
    page.seen = said.seen_or(rules.version.0);
    page.fields = Filled {
        texts,
        policy,
        around,
        said,
    }
    .fields();
    let kept = said.get("before").to_owned();
    page.fields.push(twin::before(texts, kept));
    page.beside = Some(twin::beside(texts, said.get("text").to_owned()));
    if let Some(known) = known {
        page.table = findings(texts, policy, known);
        page.acts.push(Act::removal(texts.t("remove"), action));
    }
    Ok(answer(page, &wrong))
}

/// What can be said of the rule without any ticket.
fn findings(texts: Texts, policy: &Policy, rule: &Rule) -> Option<Table> {
    let found = Automation::of(policy).findings();
    let own = found.iter().filter(|(key, _)| *key == rule.key);
    let rows: Vec<Row> = own
        .map(|(_, finding)| Row::fixed(vec![Cell::Words(said(texts, policy, finding))]))
        .collect();
    (!rows.is_empty()).then(|| Table {
        caption: texts.t("rule-findings").to_owned(),
        heads: vec![texts.t("rule-findings").to_owned()],
        rows,
    })
}

fn said(texts: Texts, policy: &Policy, finding: &Finding) -> String {
    let label = |key: &str| {
        let other = policy.rules.iter().find(|rule| rule.key == key);
        other.map_or_else(|| key.to_owned(), |rule| rule.label.clone())
    };
    match finding {
        Finding::NeverHolds => texts.t("finding-never-holds").to_owned(),
        Finding::ComesTooLate { after } => texts.t1("finding-comes-too-late", "rule", label(after)),
        Finding::AtOdds { with, about } => {
            let about = texts
                .t(&format!("action-{}", about.replace('_', "-")))
                .to_owned();
            let facts = [
                ("rule", Arg::from(label(with))),
                ("about", Arg::from(about)),
            ];
            texts.with("finding-at-odds", facts)
        }
    }
}
