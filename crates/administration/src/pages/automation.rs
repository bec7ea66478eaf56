//! Rules: on what, for which tickets, what is done. A rule can be written as a form or as text; both are always shown
//! and mean the same.

use super::named_list::{put, swap};
use super::parts::{
    Wrong, adding, answer, choices, condition, decide, decided, field, form, key_of, line, nothing,
    reorder, require, table,
};
use super::sent::Sent;
use crate::screens::form::{Act, Control, Field};
use crate::screens::table::{Cell, Order, Row, Table, TablePage};
use directory::SignedIn;
use kernel::automation::{Automation, Event, Finding, Findings, Rule, Threshold};
use kernel::{Permission, Policy};
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::html;
use web::texts::Arg;
use web::{Error, Path, Result, Texts};
use work::policy_text::{TextProblem, actions_from, actions_text, rule_from, rule_text};
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
    let rows = policy.rules.iter().map(row).collect();
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
    show(&floor, &signed, &key, None, Vec::new()).await
}

/// `POST /admin/automation/{key}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let known = rules.policy.rules.iter().find(|rule| rule.key == key);
    let rule = match read(&key, known, &sent, signed.texts) {
        Ok(rule) => rule,
        Err(wrong) => return show(&floor, &signed, &key, Some(&sent), vec![wrong]).await,
    };
    let comment = format!("{}: {}", signed.texts.t("admin-automation"), rule.label);
    let (edited, removes) = (key.clone(), sent.has("remove"));
    let done = decide(&floor, &signed, &sent, comment, move |policy| {
        put(
            &mut policy.rules,
            &edited,
            |rule| &rule.key,
            (rule.clone(), removes),
        )
    })
    .await?;
    match done {
        Ok(version) => Ok(decided(&signed, HERE, version)),
        Err(wrong) => show(&floor, &signed, &key, Some(&sent), wrong).await,
    }
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
            let all: Vec<usize> = (0..policy.rules.len()).collect();
            swap(&mut policy.rules, &all, |known| known.key == key, up);
        },
    )
    .await
}

/// The rule as the text says where that was changed, else as the form does.
fn read(
    key: &str,
    known: Option<&Rule>,
    said: &Sent,
    texts: Texts,
) -> std::result::Result<Rule, (String, String)> {
    if let Some(known) = known.filter(|_| said.has("remove")) {
        return Ok(known.clone());
    }
    let text = said.get("text");
    let before = known.map(rule_text).unwrap_or_default();
    if !text.is_empty() && text != before.trim() {
        let wrong = |problem| ("text".to_owned(), told(texts, &problem));
        let mut rule = rule_from(&text.replace("\r\n", "\n")).map_err(wrong)?;
        if key != "new" {
            key.clone_into(&mut rule.key);
        }
        return Ok(rule);
    }
    let label = said.get("label").to_owned();
    let mut rule = known
        .cloned()
        .unwrap_or_else(|| Rule::new(key_of(&label), []));
    rule.label = label;
    rule.active = said.has("active");
    rule.on = said.all("on").filter_map(Event::named).collect();
    said.get("when").clone_into(&mut rule.when);
    let percent = said.get("threshold_percent").trim_end_matches('%').trim();
    rule.threshold = Threshold {
        level: Some(said.get("threshold_level").to_owned()).filter(|level| !level.is_empty()),
        percent: match percent {
            "" => None,
            percent => Some(percent.parse().map_err(|_| {
                let text = texts.t("policy-fault-threshold").to_owned();
                ("threshold_percent".to_owned(), text)
            })?),
        },
    };
    let wrong = |problem| ("then".to_owned(), told(texts, &problem));
    rule.then = actions_from(said.get("then")).map_err(wrong)?;
    Ok(rule)
}

/// What cannot be read, with its line.
fn told(texts: Texts, problem: &TextProblem) -> String {
    let line = i64::try_from(problem.line.unwrap_or(1)).unwrap_or(1);
    let facts = [
        ("line", Arg::from(line)),
        ("problem", Arg::from(problem.text.clone())),
    ];
    texts.with("rule-text-problem", facts)
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let policy = &floor.desk.policy_in_names(&signed.actor).await?;
    let texts = signed.texts;
    let known = policy.rules.iter().find(|rule| rule.key == key);
    if key != "new" && known.is_none() {
        return Err(Error::not_found());
    }
    let title = known.map_or(texts.t("admin-new"), |known| &known.label);
    let action = format!("{HERE}/{key}");
    let mut page = form(signed, ("admin-automation", HERE), title, &action);
    page.seen = rules.version.0;
    let fresh = Rule {
        label: String::new(),
        ..Rule::new("", [Event::Opened])
    };
    page.fields = fields(
        texts,
        policy,
        known.unwrap_or(&fresh),
        known.is_some(),
        sent,
    );
    if let Some(known) = known {
        page.table = findings(texts, policy, known);
        page.acts.push(Act {
            label: texts.t("remove").to_owned(),
            action,
            sends: vec![("remove", "true".to_owned())],
        });
    }
    Ok(answer(page, &wrong))
}

/// What is filled in: what was typed, else what is in force.
fn fields(
    texts: Texts,
    policy: &Policy,
    rule: &Rule,
    is_known: bool,
    sent: Option<&Sent>,
) -> Vec<Field> {
    let typed = |name: &str, kept: String| sent.map_or(kept, |sent| sent.get(name).to_owned());
    let ticked = |event: Event| match sent {
        Some(sent) => sent.all("on").any(|name| name == event.name()),
        None => rule.on.contains(&event),
    };
    let events = Event::ALL
        .map(|event| Choice::new(event.name(), texts.t(&event_key(event)), ticked(event)));
    let level = typed(
        "threshold_level",
        rule.threshold.level.clone().unwrap_or_default(),
    );
    let mut levels = choices(texts, &level, &[("", "rule-threshold-any")]);
    levels.extend(
        policy
            .service_levels
            .iter()
            .map(|known| Choice::new(known.key.as_str(), &known.label, known.key == level)),
    );
    let percent = rule.threshold.percent.map(|percent| percent.to_string());
    let active = sent.map_or(rule.active, |sent| sent.has("active"));
    let text = if is_known {
        rule_text(rule)
    } else {
        String::new()
    };
    vec![
        line(texts, "label", "name", typed("label", rule.label.clone())),
        field(texts, "active", "rule-active", Control::Check(active)),
        field(texts, "on", "rule-on", Control::Boxes(events.to_vec())),
        field(
            texts,
            "threshold_level",
            "rule-threshold-level",
            Control::Select(levels),
        ),
        line(
            texts,
            "threshold_percent",
            "rule-threshold-percent",
            typed("threshold_percent", percent.unwrap_or_default()),
        ),
        condition(
            texts,
            "when",
            "service-level-applies",
            typed("when", rule.when.clone()),
        ),
        field(
            texts,
            "then",
            "rule-then",
            Control::Code(typed("then", actions_text(&rule.then))),
        ),
        field(
            texts,
            "text",
            "rule-text",
            Control::Code(typed("text", text)),
        ),
    ]
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
