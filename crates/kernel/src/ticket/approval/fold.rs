//! How an approval stands, and how what happens to it is folded in.

use super::{
    Answers, Approval, ApprovalActivity, ApprovalState, Asked, Decision, Ended, Standing,
    StepCourse, Verdict,
};
use crate::policy::ApprovalStep;
use crate::{PersonId, Timestamp};
use std::collections::BTreeSet;

impl StepCourse {
    /// How those who were asked have answered.
    pub fn answers(&self) -> Answers {
        let said = |verdict| {
            let said = self.decisions.iter();
            said.filter(|one| one.verdict == verdict).count()
        };
        Answers {
            asked: self.asked.len(),
            approved: said(Verdict::Approved),
            rejected: said(Verdict::Rejected),
        }
    }

    /// What was said in the place of somebody who was asked.
    pub fn decision_of(&self, person: PersonId) -> Option<&Decision> {
        self.decisions.iter().find(|one| one.of == person)
    }

    /// Those who were asked and have not answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &Asked> {
        let open = |asked: &&Asked| self.decision_of(asked.person).is_none();
        self.asked.iter().filter(open)
    }

    fn begun(at: Timestamp) -> Self {
        Self {
            began_at: at,
            asked: Vec::new(),
            skipped: None,
            decisions: Vec::new(),
            remind_at: None,
            reminders: 0,
        }
    }
}

impl Approval {
    /// How it stands.
    pub fn state(&self) -> ApprovalState {
        match &self.ended {
            Some(ended) => ApprovalState::Ended(ended.outcome),
            None => ApprovalState::Pending,
        }
    }

    /// Whether somebody has to answer.
    pub fn is_pending(&self) -> bool {
        self.ended.is_none()
    }

    /// What the answers to a step come to; nothing where it has not begun. One that is left out stops nothing.
    pub fn standing(&self, step: usize) -> Option<Standing> {
        let (plan, course) = (self.plan.steps.get(step)?, self.course.get(step)?);
        Some(match course.skipped {
            Some(_) => Standing::Approved,
            None => course.answers().standing(plan.needs, plan.veto),
        })
    }

    /// The step in which somebody has to answer: its place, what it says, and how far it is.
    pub fn open_step(&self) -> Option<(usize, &ApprovalStep, &StepCourse)> {
        if !self.is_pending() {
            return None;
        }
        let step = self.course.len().checked_sub(1)?;
        let open = matches!(self.standing(step), Some(Standing::Open { .. }));
        open.then_some((step, self.plan.steps.get(step)?, self.course.get(step)?))
    }

    /// Everybody who was ever asked, their substitutes among them.
    pub fn people(&self) -> BTreeSet<PersonId> {
        let asked = self.course.iter().flat_map(|step| &step.asked);
        let decided = self.course.iter().flat_map(|step| &step.decisions);
        asked
            .flat_map(Asked::people)
            .chain(decided.map(|one| one.by))
            .chain(self.asked_by)
            .collect()
    }

    /// In whose place somebody would answer now: their own, else that of one of `away` whom they stand in for or of
    /// one whose substitute they were made. Nobody answers a step twice.
    pub fn place_of(&self, person: PersonId, away: &BTreeSet<PersonId>) -> Option<PersonId> {
        let (_, _, course) = self.open_step()?;
        if course.decisions.iter().any(|one| one.by == person) {
            return None;
        }
        if course.asked.iter().any(|one| one.person == person) {
            return course.decision_of(person).is_none().then_some(person);
        }
        let stands_in = |one: &&Asked| one.substitute == Some(person) || away.contains(&one.person);
        course.unanswered().find(stands_in).map(|one| one.person)
    }

    /// When time does something to it next.
    pub fn next_instant(&self) -> Option<Timestamp> {
        let (_, _, course) = self.open_step()?;
        self.plan
            .expires_at
            .into_iter()
            .chain(course.remind_at)
            .min()
    }
}

impl ApprovalActivity {
    /// Folds it in. What speaks of an approval that is not there does nothing: asking for it was taken back.
    pub(in crate::ticket) fn apply(
        &self,
        approvals: &mut Vec<Approval>,
        at: Timestamp,
        by: Option<PersonId>,
    ) {
        if let ApprovalActivity::Asked(plan) = self {
            approvals.push(Approval {
                plan: (**plan).clone(),
                asked_at: at,
                asked_by: by,
                course: Vec::new(),
                ended: None,
            });
            return;
        }
        let mut all = approvals.iter_mut();
        let Some(approval) = all.find(|one| one.plan.id == self.approval()) else {
            return;
        };
        match self {
            ApprovalActivity::Asked(_) => {}
            ApprovalActivity::StepBegun {
                asked, remind_at, ..
            } => approval.course.push(StepCourse {
                asked: asked.clone(),
                remind_at: *remind_at,
                ..StepCourse::begun(at)
            }),
            ApprovalActivity::StepSkipped { why, .. } => approval.course.push(StepCourse {
                skipped: Some(*why),
                ..StepCourse::begun(at)
            }),
            ApprovalActivity::Decided {
                step,
                of,
                verdict,
                comment,
                ..
            } => {
                if let (Some(course), Some(by)) = (approval.course.get_mut(*step), by) {
                    course.decisions.push(Decision {
                        of: *of,
                        by,
                        verdict: *verdict,
                        comment: comment.clone(),
                        at,
                    });
                }
            }
            ApprovalActivity::Reminded { next, .. } => {
                if let Some(course) = approval.course.last_mut() {
                    course.reminders += 1;
                    course.remind_at = *next;
                }
            }
            ApprovalActivity::Ended {
                outcome, reason, ..
            } => {
                approval.ended = Some(Ended {
                    outcome: *outcome,
                    at,
                    reason: reason.clone(),
                });
            }
        }
    }
}
