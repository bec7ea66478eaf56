//! The tasks of a ticket.

use super::edit::present;
use crate::error::{Error, Result};
use jiff::civil::Date;
use kernel::ticket::{Task as KernelTask, TaskChange, TaskPlan, TaskState};
use kernel::{PersonId, TeamId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A piece of work within a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Task {
    /// Its id within the ticket.
    id: i64,
    /// What is to be done, in a line.
    title: String,
    /// `open`, `done` or `skipped`.
    state: &'static str,
    /// Who does it.
    owner: Option<i64>,
    /// The team that does it.
    team: Option<i64>,
    /// The day by which it is to be done.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// The tasks of this ticket that come first.
    after: Vec<i64>,
}

impl From<&KernelTask> for Task {
    fn from(task: &KernelTask) -> Self {
        let KernelTask { id, state, plan } = task;
        Self {
            id: *id,
            title: plan.title.clone(),
            state: state.name(),
            owner: plan.owner.map(|id| id.0),
            team: plan.team.map(|id| id.0),
            due_on: plan.due_on.map(|day| day.to_string()),
            after: plan.after.iter().copied().collect(),
        }
    }
}

/// A task to be added.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TaskNew {
    /// What is to be done, in a line.
    title: String,
    /// Who does it.
    owner: Option<i64>,
    /// The team that does it.
    team: Option<i64>,
    /// The day by which it is to be done, as `2026-11-30`.
    #[schema(format = Date)]
    due_on: Option<String>,
    /// The tasks of this ticket that come first.
    #[serde(default)]
    after: BTreeSet<i64>,
}

impl TaskNew {
    /// The task as the desk takes it.
    pub(in crate::api) fn plan(self) -> Result<TaskPlan> {
        Ok(TaskPlan {
            title: self.title,
            owner: self.owner.map(PersonId),
            team: self.team.map(TeamId),
            due_on: self.due_on.as_deref().map(day).transpose()?,
            after: self.after,
        })
    }
}

/// How far a task is.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum TaskProgress {
    /// Still to be done.
    Open,
    /// Done.
    Done,
    /// Not needed here.
    Skipped,
}

impl From<TaskProgress> for TaskState {
    fn from(progress: TaskProgress) -> Self {
        match progress {
            TaskProgress::Open => TaskState::Open,
            TaskProgress::Done => TaskState::Done,
            TaskProgress::Skipped => TaskState::Skipped,
        }
    }
}

/// What is to change of a task. What is left out stays; null empties.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct TaskEdit {
    /// What is to be done, in a line.
    title: Option<String>,
    /// How far it is.
    state: Option<TaskProgress>,
    /// Who does it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    owner: Option<Option<i64>>,
    /// The team that does it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<i64>)]
    team: Option<Option<i64>>,
    /// The day by which it is to be done.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    due_on: Option<Option<String>>,
    /// The tasks of this ticket that come first.
    after: Option<BTreeSet<i64>>,
    /// Its place among the others, counted from 0.
    place: Option<usize>,
}

impl TaskEdit {
    /// What is to happen to the task, which is so now.
    pub(in crate::api) fn changes(self, now: &KernelTask) -> Result<Vec<TaskChange>> {
        let (task, old) = (now.id, now.plan.clone());
        let due_on = match self.due_on {
            None => old.due_on,
            Some(typed) => typed.as_deref().map(day).transpose()?,
        };
        let plan = TaskPlan {
            title: self.title.unwrap_or(old.title),
            owner: self.owner.map_or(old.owner, |id| id.map(PersonId)),
            team: self.team.map_or(old.team, |id| id.map(TeamId)),
            due_on,
            after: self.after.unwrap_or(old.after),
        };
        let mut changes = Vec::new();
        if plan != now.plan {
            changes.push(TaskChange::Plan { task, plan });
        }
        let state = self.state.map(TaskState::from);
        changes.extend(state.map(|state| TaskChange::State { task, state }));
        changes.extend(self.place.map(|place| TaskChange::Move { task, place }));
        Ok(changes)
    }
}

/// A day as it is written.
pub(in crate::api) fn day(typed: &str) -> Result<Date> {
    typed.parse().map_err(|_| Error::Invalid {
        field: "due_on",
        text: "is no day; write it as 2026-11-22".into(),
    })
}
