//! Deciding what happens to the approvals of a ticket.

use super::{Deciding, Refusal};
use crate::PersonId;
use crate::policy::{APPROVALS, ApprovalStep, ApprovalTemplate};
use crate::ticket::Activity;
use crate::ticket::approval::{
    Approval, ApprovalActivity, ApprovalChange, ApprovalId, ApprovalOutcome, ApprovalPlan, Asked,
    Standing, Unaskable, Verdict,
};
use std::collections::BTreeSet;

/// Most approvals of one ticket.
const APPROVALS_MAX: usize = 20;
/// Most people who are asked in a step.
const ASKED_MAX: usize = 100;
/// Most reminders in a step.
const REMINDERS_MAX: u32 = 5;
/// Longest comment, in characters.
const COMMENT_MAX_CHARS: usize = 2_000;

impl Deciding<'_> {
    pub(super) fn approval(&mut self, change: &ApprovalChange) -> Result<(), Refusal> {
        if !self.context.policy.has(APPROVALS) {
            return while_off(change);
        }
        match change {
            ApprovalChange::Ask(key) => self.ask(key),
            ApprovalChange::Decide {
                approval,
                verdict,
                comment,
            } => self.answer(*approval, *verdict, comment),
            ApprovalChange::Cancel { approval, reason } => {
                self.get_pending(*approval)?;
                let reason = valid_comment(reason)?;
                self.end(*approval, ApprovalOutcome::Cancelled, reason);
                Ok(())
            }
            ApprovalChange::LookAtTime => {
                self.look_at_time();
                Ok(())
            }
        }
    }

    fn ask(&mut self, key: &str) -> Result<(), Refusal> {
        let policy = self.context.policy;
        let unknown = || Refusal::NoSuchApproval(key.to_owned());
        let template = policy.approval(key).ok_or_else(unknown)?;
        if !self.now.is_open() {
            return Err(Refusal::ApprovalOfDone);
        }
        let mut all = self.now.approvals.iter();
        if all.any(|one| one.is_pending() && one.plan.template == key) {
            return Ok(());
        }
        if self.now.approvals.len() >= APPROVALS_MAX {
            return Err(Refusal::ApprovalsFull { max: APPROVALS_MAX });
        }
        self.refuse_unaskable(template)?;
        let last = self.now.approvals.iter().map(|one| one.plan.id).max();
        let id = last.unwrap_or(0) + 1;
        let expires = template.expires_after.as_ref();
        let plan = ApprovalPlan {
            id,
            template: template.key.clone(),
            label: template.label.clone(),
            text: template.text.clone(),
            own: template.own,
            remind_after: template.remind_after.clone(),
            expires_at: expires.map(|wait| wait.end(policy, self.context.now)),
            steps: template.steps.clone(),
        };
        self.happen(Activity::Approval(ApprovalActivity::Asked(Box::new(plan))));
        self.go_on(id);
        Ok(())
    }

    /// Every step must have somebody to ask or be one that can be left out; and one at least must be asked.
    fn refuse_unaskable(&self, template: &ApprovalTemplate) -> Result<(), Refusal> {
        let mut first = None;
        let mut is_asked = false;
        for (step, place) in template.steps.iter().zip(1..) {
            match self.people_of(step, template.own) {
                Ok(_) => is_asked = true,
                Err(why) => {
                    let refusal = Refusal::NobodyToAsk { step: place, why };
                    if !step.skip_if_nobody {
                        return Err(refusal);
                    }
                    first.get_or_insert(refusal);
                }
            }
        }
        match first {
            Some(refusal) if !is_asked => Err(refusal),
            _ => Ok(()),
        }
    }

    /// Who is asked in a step. Whoever the ticket is for decides nothing about it, unless that is allowed.
    fn people_of(&self, step: &ApprovalStep, own: bool) -> Result<Vec<Asked>, Unaskable> {
        let facts = &self.context.facts.approvals;
        let may = |person: &PersonId| own || !self.now.is_for(*person);
        let mut asked: Vec<Asked> = Vec::new();
        for why in &step.ask {
            let people = facts.people.get(why).into_iter().flatten();
            for person in people.filter(|person| may(person)) {
                if asked.iter().all(|one| one.person != *person) {
                    asked.push(Asked {
                        person: *person,
                        why: why.clone(),
                        substitute: None,
                    });
                }
            }
        }
        let found = asked.len();
        let needed = step.needs.of(found);
        match found {
            0 => return Err(Unaskable::Nobody),
            _ if found > ASKED_MAX => return Err(Unaskable::TooMany { found }),
            _ if found < needed => return Err(Unaskable::TooFew { needed, found }),
            _ => {}
        }
        let known: BTreeSet<PersonId> = asked.iter().map(|one| one.person).collect();
        for one in &mut asked {
            let substitute = facts.substitutes.get(&one.person).copied();
            one.substitute = substitute.filter(|id| may(id) && !known.contains(id));
        }
        Ok(asked)
    }

    /// Begins the next step that can be asked, or ends where there is none.
    fn go_on(&mut self, id: ApprovalId) {
        while let Some(approval) = self.find_approval(id).filter(|one| one.is_pending()) {
            let (at, label) = (approval.course.len(), approval.plan.label.clone());
            let Some(step) = approval.plan.steps.get(at).cloned() else {
                return self.end(id, ApprovalOutcome::Approved, String::new());
            };
            let remind = approval.plan.remind_after.clone();
            match self.people_of(&step, approval.plan.own) {
                Ok(asked) => {
                    let wait =
                        |wait: crate::policy::Wait| wait.end(self.context.policy, self.context.now);
                    let begun = ApprovalActivity::StepBegun {
                        approval: id,
                        label,
                        step: at,
                        asked,
                        remind_at: remind.map(wait),
                    };
                    return self.happen(Activity::Approval(begun));
                }
                Err(why) => {
                    self.happen(Activity::Approval(ApprovalActivity::StepSkipped {
                        approval: id,
                        label,
                        step: at,
                        why,
                    }));
                    if !step.skip_if_nobody {
                        return self.end(id, ApprovalOutcome::Cancelled, String::new());
                    }
                }
            }
        }
    }

    fn answer(&mut self, id: ApprovalId, verdict: Verdict, comment: &str) -> Result<(), Refusal> {
        let approval = self.get_pending(id)?;
        let me = self.context.actor.person.ok_or(Refusal::NotAsked)?;
        if self.now.is_for(me) && !approval.plan.own {
            return Err(Refusal::OwnApproval);
        }
        let (step, label) = match approval.open_step() {
            Some((step, ..)) => (step, approval.plan.label.clone()),
            None => return Err(Refusal::NotAsked),
        };
        let away = &self.context.facts.approvals.stands_in_for;
        let Some(of) = approval.place_of(me, away) else {
            let course = &approval.course[step];
            let mut said = course.decisions.iter();
            return Err(match said.any(|one| one.by == me || one.of == me) {
                true => Refusal::DecidedAlready,
                false => Refusal::NotAsked,
            });
        };
        let comment = valid_comment(comment)?;
        if verdict == Verdict::Rejected && comment.is_empty() {
            return Err(Refusal::RejectionReason);
        }
        self.happen(Activity::Approval(ApprovalActivity::Decided {
            approval: id,
            label,
            step,
            of,
            verdict,
            comment,
        }));
        match self.find_approval(id).and_then(|one| one.standing(step)) {
            Some(Standing::Approved) => self.go_on(id),
            Some(Standing::Rejected) => self.end(id, ApprovalOutcome::Rejected, String::new()),
            _ => {}
        }
        Ok(())
    }

    /// Ends what nobody answered in time, and reminds those who have not answered.
    fn look_at_time(&mut self) {
        let now = self.context.now;
        for approval in self.now.approvals.clone() {
            let Some((_, _, course)) = approval.open_step() else {
                continue;
            };
            let id = approval.plan.id;
            if approval.plan.expires_at.is_some_and(|at| at <= now) {
                self.end(id, ApprovalOutcome::Expired, String::new());
            } else if course.remind_at.is_some_and(|at| at <= now) {
                let people = course.unanswered().flat_map(Asked::people);
                let again = approval.plan.remind_after.as_ref();
                let again = again.filter(|_| course.reminders + 1 < REMINDERS_MAX);
                self.happen(Activity::Approval(ApprovalActivity::Reminded {
                    approval: id,
                    label: approval.plan.label.clone(),
                    people: people.collect(),
                    next: again.map(|wait| wait.end(self.context.policy, now)),
                }));
            }
        }
    }

    /// Nobody is asked about a ticket on which there is nothing left to do.
    pub(super) fn let_approvals_lapse(&mut self) {
        if !self.now.is_open() {
            let pending = self.now.approvals.iter().filter(|one| one.is_pending());
            let ids: Vec<ApprovalId> = pending.map(|one| one.plan.id).collect();
            for id in ids {
                self.end(id, ApprovalOutcome::Cancelled, String::new());
            }
        }
    }

    fn end(&mut self, id: ApprovalId, outcome: ApprovalOutcome, reason: String) {
        if let Some(approval) = self.find_approval(id) {
            let ended = ended(approval, outcome, reason);
            self.happen(ended);
        }
    }

    fn find_approval(&self, id: ApprovalId) -> Option<&Approval> {
        self.now.approvals.iter().find(|one| one.plan.id == id)
    }

    fn get_pending(&self, id: ApprovalId) -> Result<&Approval, Refusal> {
        let unknown = || Refusal::NoSuchApproval(id.to_string());
        let found = self.find_approval(id).ok_or_else(unknown)?;
        match found.is_pending() {
            true => Ok(found),
            false => Err(Refusal::ApprovalOver),
        }
    }
}

/// As long as the practice is off nobody is asked, answers or is reminded: there are no approvals.
fn while_off(change: &ApprovalChange) -> Result<(), Refusal> {
    match change {
        ApprovalChange::LookAtTime => Ok(()),
        ApprovalChange::Ask(key) => Err(Refusal::NoSuchApproval(key.clone())),
        ApprovalChange::Decide { approval, .. } | ApprovalChange::Cancel { approval, .. } => {
            Err(Refusal::NoSuchApproval(approval.to_string()))
        }
    }
}

/// The end of an approval.
pub(super) fn ended(approval: &Approval, outcome: ApprovalOutcome, reason: String) -> Activity {
    Activity::Approval(ApprovalActivity::Ended {
        approval: approval.plan.id,
        label: approval.plan.label.clone(),
        outcome,
        reason,
    })
}

fn valid_comment(comment: &str) -> Result<String, Refusal> {
    let comment = comment.trim();
    if comment.chars().count() > COMMENT_MAX_CHARS {
        return Err(Refusal::ApprovalComment {
            max: COMMENT_MAX_CHARS,
        });
    }
    Ok(comment.to_owned())
}
