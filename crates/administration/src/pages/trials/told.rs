//! What a trial comes to, in tables: what was changed, the figures, and the tickets that went another way.

use crate::differences::{differences, table};
use crate::screens::table::{Cell, Row, Table};
use directory::SignedIn;
use directory::queries as people;
use kernel::{PersonId, Policy, TeamId};
use std::collections::{BTreeSet, HashMap};
use web::{Result, Texts};
use work::Floor;
use work::replay::{Figure, Part, PolicyTrial, Told};

/// Tickets on a page.
const PAGE: usize = 50;

/// What came of it, in a word or two.
pub(super) fn outcome(texts: Texts, trial: &PolicyTrial) -> String {
    let Some(told) = &trial.told else {
        return texts.t("trial-open").to_owned();
    };
    let counts = [
        ("changed", texts.number(told.changed as i64).into()),
        ("tickets", texts.number(told.tickets as i64).into()),
    ];
    texts.with("trial-changed", counts)
}

/// What the draft decides otherwise than the policy in force then.
pub(super) async fn change(floor: &Floor, signed: &SignedIn, trial: &PolicyTrial) -> Result<Table> {
    let texts = signed.texts;
    let before = floor
        .desk
        .policy_version(&signed.actor, trial.version)
        .await?;
    let mut told = differences(texts, &before.policy, &trial.policy);
    if told.is_empty() {
        let key = match before.policy == trial.policy {
            true => "trial-same",
            false => "trial-other",
        };
        told.push(texts.t(key).to_owned());
    }
    Ok(table(texts, told))
}

/// The figures of all tickets, and how often each rule applied.
pub(super) fn figures(texts: Texts, policy: &Policy, told: &Told) -> Table {
    let row = |what: String, figure: &Figure| {
        let number = |count| Cell::Words(texts.number(count));
        let more = figure.proposed - figure.present;
        let change = match more {
            0 => String::new(),
            more if more > 0 => format!("+{}", texts.number(more)),
            more => format!("−{}", texts.number(more.abs())),
        };
        let figures = [number(figure.present), number(figure.proposed)];
        let first = [Cell::Words(what)];
        Row::fixed(
            first
                .into_iter()
                .chain(figures)
                .chain([Cell::Words(change)])
                .collect(),
        )
    };
    let sums = told.sums.iter();
    let sums = sums.map(|one| row(texts.t(&format!("replay-{}", one.key)).to_owned(), one));
    let label = |key: &str| {
        let rule = policy.rules.iter().find(|rule| rule.key == key);
        rule.map_or(key, |rule| &rule.label).to_owned()
    };
    let rule = |one: &Figure| row(texts.t1("replay-rule", "rule", label(&one.key)), one);
    let heads = [
        "trial-figure",
        "trial-present",
        "trial-proposed",
        "trial-more",
    ];
    Table {
        caption: texts.t("trial-figures").to_owned(),
        heads: heads.map(|key| texts.t(key).to_owned()).into(),
        rows: sums.chain(told.rules.iter().map(rule)).collect(),
    }
}

/// The tickets behind the number `after` that went another way, those that the reader may see; and behind which the
/// next page begins.
pub(super) async fn tickets(
    floor: &Floor,
    signed: &SignedIn,
    told: &Told,
    after: i64,
) -> Result<(Option<Table>, Option<i64>)> {
    let texts = signed.texts;
    let behind = told.differences.iter().filter(|one| one.ticket.0 > after);
    let mut shown: Vec<_> = behind.take(PAGE + 1).collect();
    let more = shown.len() > PAGE;
    shown.truncate(PAGE);
    let Some(last) = shown.last().map(|one| one.ticket.0) else {
        return Ok((None, None));
    };
    let ids = shown.iter().map(|one| one.ticket).collect();
    let tickets = floor.desk.tried_tickets(&signed.actor, ids).await?;
    let parts = shown.iter().flat_map(|one| &one.parts);
    let names = Names::read(floor, signed, parts).await?;
    let rows = tickets.iter().filter_map(|ticket| {
        let one = shown.iter().find(|one| one.ticket == ticket.id)?;
        let said = one.parts.iter().map(|part| names.told(texts, part));
        let said = match one.parts.is_empty() {
            true => texts.t("replay-part-other").to_owned(),
            false => said.collect::<Vec<_>>().join(", "),
        };
        let label = format!("#{} {}", ticket.id, ticket.subject);
        let link = Cell::link(label, format!("/tickets/{}", ticket.id));
        Some(Row::fixed(vec![link, Cell::Words(said)]))
    });
    let table = Table {
        caption: texts.t("trial-tickets").to_owned(),
        heads: ["trial-ticket", "trial-difference"]
            .map(|key| texts.t(key).to_owned())
            .into(),
        rows: rows.collect(),
    };
    Ok((Some(table), more.then_some(last)))
}

/// What teams and people are called.
struct Names {
    teams: HashMap<TeamId, String>,
    people: HashMap<PersonId, String>,
}

impl Names {
    async fn read<'p>(
        floor: &Floor,
        signed: &SignedIn,
        parts: impl Iterator<Item = &'p Part>,
    ) -> Result<Self> {
        let (mut teams, mut persons) = (BTreeSet::new(), BTreeSet::new());
        for part in parts {
            let ids = [part.present, part.proposed].into_iter().flatten();
            match part.key.as_str() {
                "team" => teams.extend(ids.map(TeamId)),
                "assignee" => persons.extend(ids.map(PersonId)),
                _ => {}
            }
        }
        let actor = signed.actor.clone();
        let read = move |tx: &store::Tx<'_>| {
            let teams = people::team_names(tx, &actor, &teams)?;
            Ok((teams, people::person_names(tx, &persons)?))
        };
        let (teams, persons) = floor.directory.read(read).await?;
        let people = persons.into_iter().map(|(id, person)| (id, person.name));
        Ok(Self {
            teams,
            people: people.collect(),
        })
    }

    fn told(&self, texts: Texts, part: &Part) -> String {
        let unknown = || texts.t("trial-hidden").to_owned();
        let name = |value: Option<i64>| match (part.key.as_str(), value) {
            (_, None) => texts.t("none-chosen").to_owned(),
            ("team", Some(id)) => self.teams.get(&TeamId(id)).cloned().unwrap_or_else(unknown),
            ("assignee", Some(id)) => self
                .people
                .get(&PersonId(id))
                .cloned()
                .unwrap_or_else(unknown),
            ("priority", Some(level)) => texts.t(&format!("priority-{level}")).to_owned(),
            (_, Some(count)) => texts.number(count),
        };
        let what = texts.t(&format!("replay-part-{}", part.key)).to_owned();
        format!("{what}: {} → {}", name(part.present), name(part.proposed))
    }
}
