//! Trying a policy on what has happened: a file of the policy is changed as text and run through the history of
//! tickets, as a job; then it is told what would have been different. Nothing is changed and nothing is sent.

mod told;

use super::parts::{answer, choices, decide, decided, field, form, require};
use super::sent::Sent;
use crate::screens::form::{Act, Control};
use crate::screens::table::{Cell, Row, Table};
use crate::screens::trial::TrialPage;
use directory::{SignedIn, frame};
use kernel::Permission;
use kernel::policy::{APPROVALS, SERVICE_LEVELS};
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Pager;
use web::reply::{html, see_other};
use web::texts::Arg;
use web::{Error, Path, Query, Result, Texts};
use work::Floor;
use work::jobs::Listed;
use work::policy_text::to_files;
use work::replay::PolicyTrial;

/// Where the pages are.
const BASE: &str = "/admin/policy";
/// How far back one can look, in days; `all` for everything.
const DAYS: [&str; 4] = ["30", "90", "365", "all"];

/// `GET /admin/policy`
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let (texts, calendar) = (signed.texts, signed.calendar());
    let rules = floor.desk.rules().await?;
    let files = to_files(&rules.policy).map_err(Error::internal)?;
    let files = files.keys().filter(|file| is_there(&signed, stem(file)));
    let files = files.map(|file| {
        let about = part(&signed, stem(file));
        let name = Cell::link(about, format!("{BASE}/files/{}", stem(file)));
        Row::fixed(vec![name, Cell::Words(file.clone())])
    });
    let trials = floor.desk.policy_trials(&signed.actor).await?;
    let tried = trials.iter().map(|trial| {
        let about = part(&signed, stem(&trial.file));
        Row::fixed(vec![
            Cell::link(about, format!("{BASE}/trials/{}", trial.id)),
            Cell::Words(span(texts, trial)),
            Cell::Words(calendar.when(trial.at.0).text),
            Cell::Words(told::outcome(texts, trial)),
        ])
    });
    let table = |caption: &str, heads: &[&str], rows| Table {
        caption: texts.t(caption).to_owned(),
        heads: heads.iter().map(|key| texts.t(key).to_owned()).collect(),
        rows,
    };
    let heads = ["trial-what", "trial-span", "admin-at", "trial-outcome"];
    let page = TrialPage {
        back: (texts.t("nav-admin").to_owned(), "/admin".to_owned()),
        intro: texts.t("trials-intro").to_owned(),
        tables: vec![
            table(
                "trials-begin",
                &["trial-what", "trial-file"],
                files.collect(),
            ),
            table("trials-lately", &heads, tried.collect()),
        ],
        ..TrialPage::new(frame(&signed, "/admin", texts.t("trials")))
    };
    Ok(html(&page))
}

/// `GET /admin/policy/files/{file}`
pub(super) async fn edit(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(file): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show_text(&floor, &signed, &file, None, String::new()).await
}

/// `POST /admin/policy/files/{file}`
pub(super) async fn begin(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(file): Path<String>,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    sent.check(&signed)?;
    let text = sent.get("text").replace("\r\n", "\n");
    let days = sent.get("last_days").parse().ok().filter(|days| *days > 0);
    let draft = (format!("{file}.toml"), text);
    match floor.desk.try_policy(&signed.actor, draft, days).await? {
        Ok(trial) => Ok(see_other(&format!("{BASE}/trials/{trial}"))),
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            show_text(&floor, &signed, &file, Some(&sent), lines.join(" ")).await
        }
    }
}

async fn show_text(
    floor: &Floor,
    signed: &SignedIn,
    file: &str,
    sent: Option<&Sent>,
    wrong: String,
) -> Result<Response> {
    let (texts, rules) = (signed.texts, floor.desk.rules().await?);
    let mut files = to_files(&rules.policy).map_err(Error::internal)?;
    let kept = files
        .remove(&format!("{file}.toml"))
        .filter(|_| is_there(signed, file))
        .ok_or_else(Error::not_found)?;
    let text = sent.map_or(kept, |sent| sent.get("text").to_owned());
    let title = part(signed, file);
    let mut page = form(
        signed,
        ("trials", BASE),
        &title,
        &format!("{BASE}/files/{file}"),
    );
    page.intro = texts.t("trial-intro").to_owned();
    page.seen = rules.version.0;
    page.submit = texts.t("trial-begin").to_owned();
    let chosen = sent.map_or("90", |sent| sent.get("last_days"));
    let days = DAYS.map(|days| (days, format!("trial-last-{days}")));
    let days: Vec<(&str, &str)> = days
        .iter()
        .map(|(days, key)| (*days, key.as_str()))
        .collect();
    page.fields = vec![
        field(texts, "text", "trial-text", Control::Code(text)),
        field(
            texts,
            "last_days",
            "trial-span",
            Control::Select(choices(texts, chosen, &days)),
        ),
    ];
    let wrong = match wrong.is_empty() {
        true => Vec::new(),
        false => vec![("text".to_owned(), wrong)],
    };
    Ok(answer(page, &wrong))
}

/// Behind which of its tickets the page of a trial begins.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    after: i64,
}

/// `GET /admin/policy/trials/{id}`
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let mut trial = floor.desk.policy_trial(&signed.actor, id).await?;
    let job = match trial.told {
        None => floor.desk.job(&signed.actor, trial.job).await.ok(),
        Some(_) => None,
    };
    // A job that has ended since has told what came of it.
    if job.as_ref().is_some_and(|job| job.state.is_ended()) {
        trial = floor.desk.policy_trial(&signed.actor, id).await?;
    }
    let (texts, present) = (signed.texts, floor.desk.rules().await?.version);
    let here = format!("{BASE}/trials/{id}");
    let title = part(&signed, stem(&trial.file));
    let when = signed.calendar().when(trial.at.0).text;
    let mut page = TrialPage {
        back: (texts.t("trials").to_owned(), BASE.to_owned()),
        intro: format!(
            "{} · {} · {when}",
            told::outcome(texts, &trial),
            span(texts, &trial)
        ),
        seen: trial.version.0,
        ..TrialPage::new(frame(&signed, "/admin", title))
    };
    page.tables
        .push(told::change(&floor, &signed, &trial).await?);
    match &trial.told {
        Some(found) => {
            page.tables.push(told::figures(texts, &trial.policy, found));
            let (table, next) = told::tickets(&floor, &signed, found, asked.after).await?;
            page.tables.extend(table);
            page.pager = Pager {
                summary: String::new(),
                first: (asked.after > 0).then(|| here.clone()),
                next: next.map(|last| format!("{here}?after={last}")),
            };
            if present == trial.version {
                page.acts.push(Act {
                    label: texts.t("trial-adopt").to_owned(),
                    action: format!("{here}/adoption"),
                    sends: Vec::new(),
                });
            } else {
                page.note = texts.t("trial-stale").to_owned();
            }
        }
        None => going_on(texts, job, &here, &mut page),
    }
    Ok(html(&page))
}

/// How far it has come, or why it will not.
fn going_on(texts: Texts, job: Option<Listed>, here: &str, page: &mut TrialPage) {
    match job {
        Some(job) if !job.state.is_ended() => {
            page.refreshes = Some(here.to_owned());
            page.progress = Some((job.done, job.total)).filter(|_| job.total > 0);
            let number = |count| Arg::from(texts.number(count));
            let done = [("done", number(job.done)), ("total", number(job.total))];
            page.note = match job.total {
                0 => texts.t("trial-waits").to_owned(),
                _ => texts.with("trial-goes-on", done),
            };
        }
        job => {
            page.note = texts.t("trial-failed").to_owned();
            page.error = job.and_then(|job| job.error);
        }
    }
}

/// `POST /admin/policy/trials/{id}/adoption`
pub(super) async fn adopt(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let trial = floor.desk.policy_trial(&signed.actor, id).await?;
    let comment = signed.texts.t1("trial-adopted", "trial", id);
    let sent = sent.with("seen", trial.version.to_string());
    let policy = trial.policy;
    let put = move |present: &mut kernel::Policy| {
        present.clone_from(&policy);
        Ok(())
    };
    match decide(&floor, &signed, &sent, comment, put).await? {
        Ok(version) => Ok(decided(&signed, "/admin/history", version)),
        Err(wrong) => {
            let texts = wrong.into_iter().map(|(_, text)| text);
            Err(Error::conflict(texts.collect::<Vec<_>>().join(" ")))
        }
    }
}

/// What a file of the policy is about, as far as its practices are on.
fn part(signed: &SignedIn, stem: &str) -> String {
    let key = match stem {
        "service_levels" if !signed.has(SERVICE_LEVELS) => "admin-calendars".to_owned(),
        stem => format!("trial-file-{stem}"),
    };
    signed.texts.t(&key).to_owned()
}

/// Whether anything that is on stands in a file of the policy.
fn is_there(signed: &SignedIn, stem: &str) -> bool {
    stem != "approvals" || signed.has(APPROVALS)
}

/// The name of a file of the policy in addresses and messages.
fn stem(file: &str) -> &str {
    file.strip_suffix(".toml").unwrap_or(file)
}

/// How far back it looked.
fn span(texts: Texts, trial: &PolicyTrial) -> String {
    match trial.last_days {
        Some(days) => texts.t1("trial-days", "count", i64::from(days)),
        None => texts.t("trial-last-all").to_owned(),
    }
}
