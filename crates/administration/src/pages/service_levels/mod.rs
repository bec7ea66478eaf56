//! Service levels: what is promised, for which tickets, and how long it may take.

mod typed;

use super::named_list::put;
use super::parts::{
    Wrong, adding, answer, choices, condition, decide, decided, field, form, line, nothing,
    require, table,
};
use super::sent::Sent;
use crate::screens::form::{Act, Control, Field, Grid, GridCell};
use crate::screens::table::{Cell, Row, TablePage};
use directory::SignedIn;
use kernel::policy::StateCategory;
use kernel::sla::{AgreementKind, Metric, ServiceLevel};
use kernel::{Permission, Policy};
use typed::{read, spoken};
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::html;
use web::{Error, Path, Result, Texts};
use work::Floor;

const HERE: &str = "/admin/service-levels";
/// The states that a clock may wait in.
const OPEN: [StateCategory; 4] = [
    StateCategory::New,
    StateCategory::Active,
    StateCategory::WaitingOnRequester,
    StateCategory::WaitingOnThirdParty,
];

/// `GET /admin/service-levels`
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let row = |level: &ServiceLevel| {
        let calendar = rules.policy.calendar(&level.calendar);
        Row::fixed(vec![
            Cell::Link {
                label: level.label.clone(),
                href: format!("{HERE}/{}", level.key),
                depth: 0,
                tag: texts.t(agreement(level.agreement)).to_owned(),
            },
            Cell::Words(texts.t(metric(level.metric)).to_owned()),
            Cell::Words(match level.applies_when.as_str() {
                "" => texts.t("service-level-all").to_owned(),
                applies => applies.to_owned(),
            }),
            Cell::Words(calendar.map_or_else(String::new, |calendar| calendar.label.clone())),
        ])
    };
    let heads = [
        "name",
        "service-level-metric",
        "service-level-applies",
        "service-level-calendar",
    ];
    let policy = floor.desk.policy_in_names(&signed.actor).await?;
    let rows = policy.service_levels.iter().map(row).collect();
    let title = ("admin-service-levels", "admin-service-levels-intro");
    let (empty, about) = (
        "admin-service-levels-empty",
        "admin-service-levels-empty-text",
    );
    let page = TablePage {
        add: adding(texts, format!("{HERE}/new")),
        empty: nothing(texts, "clock", empty, about),
        ..table(&signed, title, &heads, rows)
    };
    Ok(html(&page))
}

/// `GET /admin/service-levels/{key}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, &key, None, Vec::new()).await
}

/// `POST /admin/service-levels/{key}`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let known = rules
        .policy
        .service_levels
        .iter()
        .find(|level| level.key == key);
    let level = match read(&key, known, &sent) {
        Ok(level) => level,
        Err((field, text)) => {
            let wrong = vec![(field.to_owned(), signed.texts.t(text).to_owned())];
            return show(&floor, &signed, &key, Some(&sent), wrong).await;
        }
    };
    let (edited, removes) = (key.clone(), sent.has("remove"));
    let comment = format!(
        "{}: {}",
        signed.texts.t("admin-service-levels"),
        level.label
    );
    let done = decide(&floor, &signed, &sent, comment, move |policy| {
        let wanted = (level.clone(), removes);
        put(
            &mut policy.service_levels,
            &edited,
            |known| &known.key,
            wanted,
        )
    })
    .await?;
    match done {
        Ok(version) => Ok(decided(&signed, HERE, version)),
        Err(wrong) => show(&floor, &signed, &key, Some(&sent), wrong).await,
    }
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
    let known = policy.service_levels.iter().find(|level| level.key == key);
    if key != "new" && known.is_none() {
        return Err(Error::not_found());
    }
    let fresh = ServiceLevel {
        label: String::new(),
        ..ServiceLevel::new("", Metric::Resolution, "")
    };
    let title = known.map_or(texts.t("admin-new"), |known| &known.label);
    let mut page = form(
        signed,
        ("admin-service-levels", HERE),
        title,
        &format!("{HERE}/{key}"),
    );
    page.seen = rules.version.0;
    let shown = Shown {
        texts,
        policy,
        level: known.unwrap_or(&fresh),
        sent,
    };
    page.fields = shown.fields();
    if known.is_some() {
        page.acts
            .push(Act::removal(texts.t("remove"), format!("{HERE}/{key}")));
    }
    Ok(answer(page, &wrong))
}

/// What the form is filled with: what was typed, else what is in force.
struct Shown<'s> {
    texts: Texts,
    policy: &'s Policy,
    level: &'s ServiceLevel,
    sent: Option<&'s Sent>,
}

impl Shown<'_> {
    fn fields(&self) -> Vec<Field> {
        let (texts, level) = (self.texts, self.level);
        let calendars = self.policy.calendars.iter();
        let calendar = self.typed("calendar", level.calendar.clone());
        let calendars = calendars
            .map(|known| Choice::new(known.key.as_str(), &known.label, known.key == calendar))
            .collect();
        let percents: Vec<String> = level.thresholds.iter().map(u16::to_string).collect();
        let thresholds = self.typed("thresholds", percents.join(", "));
        vec![
            line(
                texts,
                "label",
                "name",
                self.typed("label", level.label.clone()),
            ),
            self.select(
                "metric",
                level.metric.name(),
                &Metric::ALL.map(|m| (m.name(), metric(m))),
            ),
            self.select(
                "agreement",
                level.agreement.name(),
                &AgreementKind::ALL.map(|kind| (kind.name(), agreement(kind))),
            ),
            condition(
                texts,
                "applies_when",
                "service-level-applies",
                self.typed("applies_when", level.applies_when.clone()),
            ),
            field(
                texts,
                "calendar",
                "service-level-calendar",
                Control::Select(calendars),
            ),
            self.targets(),
            self.select(
                "whose",
                level.whose.name(),
                &[
                    ("calendar", "whose-calendar"),
                    ("requester", "whose-requester"),
                    ("site", "whose-site"),
                    ("team", "whose-team"),
                ],
            ),
            self.select(
                "since",
                level.since.name(),
                &[("opened", "since-opened"), ("applied", "since-applied")],
            ),
            self.select(
                "on_priority_change",
                level.on_priority_change.name(),
                &[
                    ("carry_over", "priority-change-carry-over"),
                    ("restart", "priority-change-restart"),
                    ("stricter", "priority-change-stricter"),
                ],
            ),
            self.pauses(),
            self.pauses_on(),
            line(texts, "thresholds", "service-level-thresholds", thresholds),
        ]
    }

    fn typed(&self, name: &str, kept: String) -> String {
        self.sent.map_or(kept, |sent| sent.get(name).to_owned())
    }

    fn select(&self, name: &str, kept: &str, all: &[(&str, &str)]) -> Field {
        let chosen = self.typed(name, kept.to_owned());
        let label = format!("service-level-{}", name.replace('_', "-"));
        let control = Control::Select(choices(self.texts, &chosen, all));
        field(self.texts, name, &label, control)
    }

    fn targets(&self) -> Field {
        let rows = (1..=5_u8).map(|priority| {
            let name = format!("target-{priority}");
            let label = self.texts.t(&format!("priority-{priority}")).to_owned();
            let kept = self.level.targets.get(&priority).copied().map(spoken);
            let value = self.typed(&name, kept.unwrap_or_default());
            (label.clone(), vec![GridCell::Line { name, label, value }])
        });
        let grid = Grid {
            heads: vec![self.texts.t("service-level-target").to_owned()],
            rows: rows.collect(),
        };
        field(
            self.texts,
            "targets",
            "service-level-targets",
            Control::Grid(grid),
        )
    }

    fn pauses(&self) -> Field {
        let boxes = OPEN.map(|category| {
            let ticked = match self.sent {
                Some(sent) => sent.all("pauses").any(|name| name == category.name()),
                None => self.level.pauses.categories.contains(&category),
            };
            let label = format!("meaning-{}", category.name().replace('_', "-"));
            Choice::new(category.name(), self.texts.t(&label), ticked)
        });
        field(
            self.texts,
            "pauses",
            "service-level-pauses",
            Control::Boxes(boxes.to_vec()),
        )
    }

    fn pauses_on(&self) -> Field {
        let boxes = self.policy.hold_reasons.iter().map(|reason| {
            let ticked = match self.sent {
                Some(sent) => sent.all("pauses_on").any(|key| key == reason.key),
                None => self.level.pauses.hold_reasons.contains(&reason.key),
            };
            let label = work::called(self.texts, "hold-reason", &reason.key, &reason.label);
            Choice::new(reason.key.as_str(), label, ticked)
        });
        let control = Control::Boxes(boxes.collect());
        field(self.texts, "pauses_on", "service-level-pauses-on", control)
    }
}

fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::Acknowledge => "metric-acknowledge",
        Metric::FirstResponse => "metric-first-response",
        Metric::NextResponse => "metric-next-response",
        Metric::Update => "metric-update",
        Metric::Resolution => "metric-resolution",
    }
}

fn agreement(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::Sla => "agreement-sla",
        AgreementKind::Ola => "agreement-ola",
        AgreementKind::UnderpinningContract => "agreement-underpinning-contract",
    }
}
