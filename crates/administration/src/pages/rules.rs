//! Priority, closing and reopening, tags, and which practices are on: the parts of the policy that are a form each.

use super::parts::{Wrong, answer, choices, decide, decided, field, form, require};
use super::raises;
use super::sent::Sent;
use crate::screens::form::{Control, FormPage, Grid, GridCell};
use directory::SignedIn;
use kernel::policy::Reach;
use kernel::{Permission, Policy};
use std::collections::BTreeSet;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::{Error, Path, Result, Texts};
use work::{Floor, Practices};

/// One of the forms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Priority,
    Closing,
    Tags,
    Levels,
}

impl Part {
    fn named(name: &str) -> Result<Self> {
        match name {
            "priority" => Ok(Part::Priority),
            "closing" => Ok(Part::Closing),
            "tags" => Ok(Part::Tags),
            "levels" => Ok(Part::Levels),
            _ => Err(Error::not_found()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Part::Priority => "priority",
            Part::Closing => "closing",
            Part::Tags => "tags",
            Part::Levels => "levels",
        }
    }
}

/// `GET /admin/rules/{part}`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(part): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, Part::named(&part)?, None, Vec::new()).await
}

/// `POST /admin/rules/{part}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(part): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let part = Part::named(&part)?;
    let title = signed.texts.t(&format!("admin-{}", part.name())).to_owned();
    let said = sent.clone();
    let practices = floor.desk.practices().clone();
    let done = decide(&floor, &signed, &sent, title, move |policy| {
        put(policy, part, &practices, &said)
    })
    .await?;
    match done {
        Ok(version) => {
            if part == Part::Levels {
                // What pages remember for some seconds of whoever is signed in has the practices in it.
                floor.directory.changed();
            }
            let back = format!("/admin/rules/{}", part.name());
            Ok(decided(&signed, &back, version))
        }
        Err(wrong) => show(&floor, &signed, part, Some(&sent), wrong).await,
    }
}

/// Changes the policy as the form says.
fn put(policy: &mut Policy, part: Part, practices: &Practices, said: &Sent) -> work::Result<()> {
    match part {
        Part::Priority => {
            priority(policy, said);
            raises::read(policy, said)?;
        }
        Part::Closing => {
            policy.close_after_days = days(said, "close_after_days")?;
            policy.reopen_within_days = days(said, "reopen_within_days")?;
            policy.survey_every_days = days(said, "survey_every_days")?;
        }
        Part::Tags => {
            let listed = said.get("allowed_tags").split_whitespace();
            let listed: BTreeSet<String> = listed.map(str::to_lowercase).collect();
            policy.allowed_tags = (said.get("free") == "list").then_some(listed);
        }
        Part::Levels => choose(policy, practices, said),
    }
    Ok(())
}

/// Makes the desk go as far as the form says, or have the practices that are ticked in it.
fn choose(policy: &mut Policy, practices: &Practices, said: &Sent) {
    let ticked: BTreeSet<&str> = said.all("on").collect();
    let names = practices.iter().map(|(name, _)| name);
    let were: BTreeSet<&str> = names.filter(|name| policy.has(name)).collect();
    match Reach::named(said.get("reach")) {
        // A level that is in force already is sent along by whoever ticks otherwise.
        Some(reach) if policy.reach != Some(reach) || ticked == were => {
            practices.reach(policy, reach);
        }
        _ => practices.choose(policy, &ticked.into_iter().collect::<Vec<_>>()),
    }
}

fn priority(policy: &mut Policy, said: &Sent) {
    for (impact, row) in policy.priority.0.iter_mut().enumerate() {
        for (urgency, level) in row.iter_mut().enumerate() {
            if let Ok(chosen) = said.get(&format!("p{impact}{urgency}")).parse() {
                *level = chosen;
            }
        }
    }
}

fn days(said: &Sent, field: &'static str) -> work::Result<u32> {
    said.get(field).parse().map_err(|_| work::Error::Invalid {
        field,
        text: "admin-days-number".into(),
    })
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    part: Part,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let (mut policy, texts) = (Policy::clone(&rules.policy), signed.texts);
    if let Some(sent) = sent {
        // What was refused is shown as it was sent; what cannot be read of it is shown as it was typed, below.
        let _ = put(&mut policy, part, floor.desk.practices(), sent);
    }
    let policy = &policy;
    let title = texts.t(&format!("admin-{}", part.name())).to_owned();
    let action = format!("/admin/rules/{}", part.name());
    let mut page = form(signed, ("nav-admin", "/admin"), &title, &action);
    page.intro = texts.t(&format!("admin-{}-intro", part.name())).to_owned();
    page.seen = rules.version.0;
    match part {
        Part::Priority => {
            page.fields.push(matrix(texts, policy));
            page.fields.extend(raises::fields(texts, policy, sent));
        }
        Part::Closing => {
            for (name, label, days) in [
                (
                    "close_after_days",
                    "admin-close-after",
                    policy.close_after_days,
                ),
                (
                    "reopen_within_days",
                    "admin-reopen-within",
                    policy.reopen_within_days,
                ),
                (
                    "survey_every_days",
                    "admin-survey-every",
                    policy.survey_every_days,
                ),
            ] {
                let days = sent.map_or(days.to_string(), |sent| sent.get(name).to_owned());
                let control = Control::Line("number", days);
                page.fields.push(field(texts, name, label, control));
            }
        }
        Part::Tags => tags(texts, policy, sent, &mut page),
        Part::Levels => levels(texts, floor, policy, &mut page),
    }
    Ok(answer(page, &wrong))
}

fn matrix(texts: Texts, policy: &Policy) -> crate::screens::form::Field {
    let level = |level: usize| texts.t(["level-1", "level-2", "level-3"][level]);
    let names = [
        "priority-1",
        "priority-2",
        "priority-3",
        "priority-4",
        "priority-5",
    ];
    let cell = |impact: usize, urgency: usize| {
        let chosen = usize::from(policy.priority.0[impact][urgency]);
        let choice = |(at, name): (usize, &&str)| {
            Choice::new((at + 1).to_string(), texts.t(name), at + 1 == chosen)
        };
        GridCell::Select {
            name: format!("p{impact}{urgency}"),
            label: format!(
                "{}: {}, {}: {}",
                texts.t("impact"),
                level(impact),
                texts.t("urgency"),
                level(urgency)
            ),
            choices: names.iter().enumerate().map(choice).collect(),
        }
    };
    let grid = Grid {
        heads: (0..3)
            .map(|urgency| format!("{}: {}", texts.t("urgency"), level(urgency)))
            .collect(),
        rows: (0..3)
            .map(|impact| {
                let name = format!("{}: {}", texts.t("impact"), level(impact));
                (name, (0..3).map(|urgency| cell(impact, urgency)).collect())
            })
            .collect(),
    };
    field(texts, "matrix", "admin-matrix", Control::Grid(grid))
}

fn tags(texts: Texts, policy: &Policy, sent: Option<&Sent>, page: &mut FormPage) {
    let free = if policy.allowed_tags.is_some() {
        "list"
    } else {
        "free"
    };
    let ways = choices(
        texts,
        free,
        &[("free", "admin-tags-free"), ("list", "admin-tags-list")],
    );
    page.fields.push(field(
        texts,
        "free",
        "admin-tags-which",
        Control::Radios(ways),
    ));
    let listed: Vec<&str> = policy
        .allowed_tags
        .iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let listed = sent.map_or(listed.join("\n"), |sent| {
        sent.get("allowed_tags").to_owned()
    });
    page.fields.push(field(
        texts,
        "allowed_tags",
        "admin-tags-allowed",
        Control::Lines(listed),
    ));
}

fn levels(texts: Texts, floor: &Floor, policy: &Policy, page: &mut FormPage) {
    let practices = floor.desk.practices();
    let called = |name: &str| texts.t(&format!("practice-{name}")).to_owned();
    let reach = |reach: Reach| {
        let added = practices.iter().filter(|(_, since)| *since == reach);
        let added: Vec<String> = added.map(|(name, _)| called(name)).collect();
        let about = texts.t(&format!("reach-{}-about", reach.name())).to_owned();
        let label = texts.t(&format!("reach-{}", reach.name())).to_owned();
        let adds = match added.is_empty() {
            true => String::new(),
            false => format!(" ({})", added.join(", ")),
        };
        let chosen = policy.reach == Some(reach);
        Choice::new(reach.name(), format!("{label}: {about}{adds}"), chosen)
    };
    let own = Choice::new("own", texts.t("reach-own"), policy.reach.is_none());
    let all = Reach::ALL.into_iter().map(reach).chain([own]).collect();
    page.fields.push(field(
        texts,
        "reach",
        "admin-levels-reach",
        Control::Radios(all),
    ));
    let practice = |(name, _)| Choice::new(name, called(name), !policy.off.contains(name));
    let all = practices.iter().map(practice).collect();
    let control = Control::Boxes(all);
    page.fields
        .push(field(texts, "on", "admin-levels-on", control));
}
