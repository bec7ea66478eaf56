//! The work within a ticket, and the time worked on it.

use super::Found;
use super::events::duration;
use super::teller::Teller;
use crate::pages::words::Words;
use crate::screens::tasks::{TaskRow, Tasks, WorkTime};
use directory::SignedIn;
use kernel::ticket::{Activity, Task, WorkKind};
use kernel::{PersonId, TeamId};
use std::collections::BTreeMap;
use web::parts::{Choice, Face};

/// The tasks, with what can be done to each.
pub(super) fn tasks(words: &Words, found: &Found, teller: &Teller<'_>) -> Tasks {
    let all = &found.page.ticket.tasks;
    let teams = |chosen: Option<TeamId>| {
        let chosen = chosen.map(|id| (id.to_string(), teller.team(id)));
        let none = words.texts.t("none-chosen");
        found.teams.control(none, chosen, "teams")
    };
    let today = teller.calendar.date(found.now.0);
    let row = |(place, task): (usize, &Task)| {
        let first = |other: &&Task| task.plan.after.contains(&other.id);
        let waits_for = all.iter().filter(first).filter(|other| other.is_open());
        let waits_for: Vec<&str> = waits_for.map(|other| other.plan.title.as_str()).collect();
        let others = all.iter().filter(|other| other.id != task.id);
        let others = others.map(|other| {
            let chosen = task.plan.after.contains(&other.id);
            Choice::new(other.id.to_string(), other.plan.title.as_str(), chosen)
        });
        let due_on = task.plan.due_on.map(|day| day.to_string());
        let due_on = due_on.unwrap_or_default();
        TaskRow {
            id: task.id,
            title: task.plan.title.clone(),
            state: task.state.name(),
            owner: task.plan.owner.map(|id| Face::new(&teller.person(id))),
            team: task.plan.team.map(|id| teller.team(id)).unwrap_or_default(),
            due: task
                .plan
                .due_on
                .map(|day| teller.calendar.day(day))
                .unwrap_or_default(),
            late: task.is_open() && !due_on.is_empty() && due_on < today,
            due_on,
            waits_for: if task.is_open() {
                waits_for.join(", ")
            } else {
                String::new()
            },
            teams: teams(task.plan.team),
            others: others.collect(),
            place,
        }
    };
    Tasks {
        rows: all.iter().enumerate().map(row).collect(),
        done: all.iter().filter(|task| !task.is_open()).count(),
        templates: found
            .templates
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name.as_str(), false))
            .collect(),
        teams: teams(None),
    }
}

/// The time worked, summed up for each person.
pub(super) fn worked(
    signed: &SignedIn,
    words: &Words,
    found: &Found,
    teller: &Teller<'_>,
) -> WorkTime {
    let page = &found.page;
    let mut sums: BTreeMap<Option<PersonId>, i64> = BTreeMap::new();
    for recorded in &page.timeline {
        if let Activity::TimeWorked(work) = &recorded.activity
            && recorded.ticket == page.ticket.id
            && !page.withdrawn.contains(&recorded.position)
        {
            *sums.entry(recorded.actor).or_default() += work.secs;
        }
    }
    let mut people: Vec<_> = sums.into_iter().collect();
    people.sort_by_key(|(_, secs)| std::cmp::Reverse(*secs));
    let none = Choice::new("", words.texts.t("none-chosen"), true);
    let kinds = WorkKind::ALL.map(|kind| Choice::new(kind.name(), words.work(kind), false));
    WorkTime {
        total: match page.ticket.worked_secs {
            0 => String::new(),
            secs => duration(teller, secs),
        },
        people: people
            .into_iter()
            .map(|(id, secs)| (Face::new(&teller.actor(id)), duration(teller, secs)))
            .collect(),
        kinds: std::iter::once(none).chain(kinds).collect(),
        running: found.timer.map(|since| teller.calendar.when(since.0)),
        today: signed.calendar().date(found.now.0),
    }
}
