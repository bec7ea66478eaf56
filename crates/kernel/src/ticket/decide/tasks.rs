//! Deciding what happens to the tasks of a ticket, and time worked on it.

use super::values::SUBJECT_MAX_CHARS;
use super::{Deciding, Refusal};
use crate::PersonId;
use crate::ticket::task::{Task, TaskActivity, TaskChange, TaskId, TaskPlan, TaskState};
use crate::ticket::work::Work;
use crate::ticket::{Activity, day_number};
use crate::time::DAY;
use std::collections::BTreeSet;

/// Most tasks of one ticket.
const TASKS_MAX: usize = 100;
/// Longest time worked that is entered at once.
const WORKED_MAX_SECS: i64 = 24 * 60 * 60;

impl Deciding<'_> {
    pub(super) fn task(&mut self, change: &TaskChange) -> Result<(), Refusal> {
        match change {
            TaskChange::Add(plan) => {
                if self.now.tasks.len() >= TASKS_MAX {
                    return Err(Refusal::TasksFull { max: TASKS_MAX });
                }
                // The place in the log is never given twice, whatever is taken back.
                let id = self.now.version + 1;
                let task = Task {
                    id,
                    state: TaskState::Open,
                    plan: self.valid_plan(id, plan)?,
                };
                self.happen(Activity::Task(TaskActivity::Added(task)));
            }
            TaskChange::Plan { task, plan } => {
                let from = self.get_task(*task)?.plan.clone();
                let to = self.valid_plan(*task, plan)?;
                if from != to {
                    let task = *task;
                    self.happen(Activity::Task(TaskActivity::Planned { task, from, to }));
                }
            }
            TaskChange::State { task, state } => self.task_state(*task, *state)?,
            TaskChange::Move { task, place } => {
                let title = self.get_task(*task)?.plan.title.clone();
                let to = (*place).min(self.now.tasks.len() - 1);
                if self.now.tasks.get(to).is_none_or(|there| there.id != *task) {
                    let task = *task;
                    self.happen(Activity::Task(TaskActivity::Moved { task, title, to }));
                }
            }
            TaskChange::Remove(task) => {
                let task = self.get_task(*task)?.clone();
                self.happen(Activity::Task(TaskActivity::Removed(task)));
            }
        }
        Ok(())
    }

    fn task_state(&mut self, id: TaskId, to: TaskState) -> Result<(), Refusal> {
        let task = self.get_task(id)?;
        if task.state == to {
            return Ok(());
        }
        let first = self.now.tasks.iter().find(|other| {
            to == TaskState::Done && other.is_open() && task.plan.after.contains(&other.id)
        });
        if let Some(first) = first {
            return Err(Refusal::TaskWaits(first.plan.title.clone()));
        }
        let activity = TaskActivity::StateChanged {
            task: id,
            title: task.plan.title.clone(),
            from: task.state,
            to,
        };
        self.happen(Activity::Task(activity));
        Ok(())
    }

    fn get_task(&self, id: TaskId) -> Result<&Task, Refusal> {
        let found = self.now.tasks.iter().find(|task| task.id == id);
        found.ok_or(Refusal::NoSuchTask(id))
    }

    fn valid_plan(&self, id: TaskId, plan: &TaskPlan) -> Result<TaskPlan, Refusal> {
        let title = plan.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() || title.chars().count() > SUBJECT_MAX_CHARS {
            return Err(Refusal::TaskTitle);
        }
        if let Some(owner) = plan.owner
            && !self.can_own(owner)
        {
            return Err(Refusal::TaskOwner(owner));
        }
        if let Some(team) = plan.team
            && !self.context.facts.teams.contains_key(&team)
        {
            return Err(Refusal::NoSuchTeam(team.0));
        }
        for first in &plan.after {
            self.get_task(*first)?;
            if self.comes_after(*first, id) {
                return Err(Refusal::TaskCycle);
            }
        }
        Ok(TaskPlan {
            title,
            ..plan.clone()
        })
    }

    /// Whether a person is an agent who knows of the ticket.
    fn can_own(&self, person: PersonId) -> bool {
        let Some(facts) = self.context.facts.people.get(&person) else {
            return false;
        };
        let private = |team| {
            let team = self.context.facts.teams.get(team);
            team.is_some_and(|team| team.private)
        };
        let narrow = self.now.confidential || self.now.team.as_ref().is_some_and(private);
        let member = self
            .now
            .team
            .is_some_and(|team| facts.teams.contains(&team));
        facts.works && (!narrow || member || self.now.parties().any(|party| party == person))
    }

    /// Whether `task` is `other` or comes after it, directly or not.
    fn comes_after(&self, task: TaskId, other: TaskId) -> bool {
        let (mut seen, mut next) = (BTreeSet::new(), vec![task]);
        while let Some(id) = next.pop() {
            if id == other {
                return true;
            }
            if seen.insert(id)
                && let Ok(task) = self.get_task(id)
            {
                next.extend(&task.plan.after);
            }
        }
        false
    }

    pub(super) fn worked(&mut self, work: &Work) -> Result<(), Refusal> {
        if !(1..=WORKED_MAX_SECS).contains(&work.secs) {
            return Err(Refusal::TimeWorked);
        }
        let comment = work.comment.trim().to_owned();
        if comment.chars().count() > SUBJECT_MAX_CHARS {
            return Err(Refusal::WorkComment);
        }
        // Somewhere it is tomorrow already.
        let latest = self.context.now.0 / DAY + 1;
        if work.worked_on.is_some_and(|day| day_number(day) > latest) {
            return Err(Refusal::WorkedOn);
        }
        self.happen(Activity::TimeWorked(Work {
            comment,
            ..work.clone()
        }));
        Ok(())
    }
}
