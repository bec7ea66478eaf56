//! The pieces of work within a ticket. One with a title alone is an item of a checklist; an owner, a team, a day
//! and what it waits for make it a task that somebody answers for.

use super::field::day_number;
use crate::{PersonId, TeamId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A task within its ticket: the place in the ticket's log of the activity that added it, so that no two tasks
/// of a ticket ever share one.
pub type TaskId = i64;

/// How far a task is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Still to be done.
    #[default]
    Open,
    /// Done.
    Done,
    /// Not needed here.
    Skipped,
}

impl TaskState {
    /// All states.
    pub const ALL: [TaskState; 3] = [TaskState::Open, TaskState::Done, TaskState::Skipped];

    /// The name in forms, the API and the database.
    pub fn name(self) -> &'static str {
        match self {
            TaskState::Open => "open",
            TaskState::Done => "done",
            TaskState::Skipped => "skipped",
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<TaskState> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What a task is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskPlan {
    /// What is to be done, in a line.
    pub title: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// The team that does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The day by which it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The tasks of this ticket that come first.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub after: BTreeSet<TaskId>,
}

impl TaskPlan {
    /// An item of a checklist.
    pub fn item(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// The day by which it is to be done, as days since 1970-01-01.
    pub fn due_day(&self) -> Option<i64> {
        self.due_on.map(day_number)
    }
}

/// A piece of work within a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Which.
    pub id: TaskId,
    /// How far it is.
    #[serde(default)]
    pub state: TaskState,
    /// What it is about.
    #[serde(flatten)]
    pub plan: TaskPlan,
}

impl Task {
    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.state == TaskState::Open
    }
}

/// What somebody wants to happen to the tasks of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskChange {
    /// One more, at the end.
    Add(TaskPlan),
    /// Another plan.
    Plan {
        /// Which task.
        task: TaskId,
        /// What it is about from now on.
        plan: TaskPlan,
    },
    /// Done, skipped or open again.
    State {
        /// Which task.
        task: TaskId,
        /// How far it is from now on.
        state: TaskState,
    },
    /// To another place among the others, counted from 0.
    Move {
        /// Which task.
        task: TaskId,
        /// Its place from now on.
        place: usize,
    },
    /// Away with it.
    Remove(TaskId),
}

impl TaskChange {
    /// The task that it sets, where a second setting would be a conflict.
    pub fn sets(&self) -> Option<TaskId> {
        match self {
            TaskChange::Plan { task, .. } | TaskChange::State { task, .. } => Some(*task),
            _ => None,
        }
    }

    /// The plan that it brings.
    pub fn plan(&self) -> Option<&TaskPlan> {
        match self {
            TaskChange::Add(plan) | TaskChange::Plan { plan, .. } => Some(plan),
            _ => None,
        }
    }
}

/// What happened to the tasks of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant names what became of the task")]
pub enum TaskActivity {
    Added(Task),
    Planned {
        task: TaskId,
        from: TaskPlan,
        to: TaskPlan,
    },
    StateChanged {
        task: TaskId,
        title: String,
        from: TaskState,
        to: TaskState,
    },
    Moved {
        task: TaskId,
        title: String,
        to: usize,
    },
    Removed(Task),
}

impl TaskActivity {
    /// The name in the database, the API and the message catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            TaskActivity::Added(_) => "task_added",
            TaskActivity::Planned { .. } => "task_changed",
            TaskActivity::StateChanged { .. } => "task_state_changed",
            TaskActivity::Moved { .. } => "task_moved",
            TaskActivity::Removed(_) => "task_removed",
        }
    }

    /// The task that it sets, where a second setting would be a conflict.
    pub fn sets(&self) -> Option<TaskId> {
        match self {
            TaskActivity::Planned { task, .. } | TaskActivity::StateChanged { task, .. } => {
                Some(*task)
            }
            _ => None,
        }
    }

    /// The people that it speaks of.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.plans()
            .into_iter()
            .flatten()
            .filter_map(|plan| plan.owner)
    }

    /// The teams that it speaks of.
    pub fn teams(&self) -> impl Iterator<Item = TeamId> {
        self.plans()
            .into_iter()
            .flatten()
            .filter_map(|plan| plan.team)
    }

    fn plans(&self) -> [Option<&TaskPlan>; 2] {
        match self {
            TaskActivity::Added(task) | TaskActivity::Removed(task) => [Some(&task.plan), None],
            TaskActivity::Planned { from, to, .. } => [Some(from), Some(to)],
            TaskActivity::StateChanged { .. } | TaskActivity::Moved { .. } => [None, None],
        }
    }

    /// Folds it in. What speaks of a task that is not there does nothing: the command that added it was taken back.
    pub(super) fn apply(&self, tasks: &mut Vec<Task>) {
        let find = |tasks: &mut Vec<Task>, id: TaskId| tasks.iter().position(|task| task.id == id);
        match self {
            TaskActivity::Added(task) => tasks.push(task.clone()),
            TaskActivity::Planned { task, to, .. } => {
                if let Some(at) = find(tasks, *task) {
                    tasks[at].plan.clone_from(to);
                }
            }
            TaskActivity::StateChanged { task, to, .. } => {
                if let Some(at) = find(tasks, *task) {
                    tasks[at].state = *to;
                }
            }
            TaskActivity::Moved { task, to, .. } => {
                if let Some(at) = find(tasks, *task) {
                    let moved = tasks.remove(at);
                    tasks.insert((*to).min(tasks.len()), moved);
                }
            }
            TaskActivity::Removed(task) => {
                tasks.retain(|other| other.id != task.id);
                for other in tasks {
                    other.plan.after.remove(&task.id);
                }
            }
        }
    }
}
