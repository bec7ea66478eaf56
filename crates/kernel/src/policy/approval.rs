//! Approvals as administrators write them: who is asked, in which order, and how the answers count.

use super::checks::Check;
use super::faults::Fault;
use super::{Key, Policy};
use crate::calendar::{self, Pattern, WorkingTime};
use crate::ticket::TEXT_MAX_BYTES;
use crate::time::HOUR;
use crate::{PersonId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most steps of an approval.
pub const APPROVAL_STEPS_MAX: usize = 10;
/// Most entries that say who is asked in a step.
pub const APPROVERS_MAX: usize = 50;
/// Longest time until a reminder or the end, in hours.
const HOURS_MAX: u32 = 366 * 24;

/// An approval that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalTemplate {
    /// The key.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// What those who are asked read beside the ticket; empty for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Whether people may approve what they themselves asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// After which time those who have not answered are reminded, again and again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_after: Option<Wait>,
    /// After which time it ends without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_after: Option<Wait>,
    /// The steps, one after the other.
    pub steps: Vec<ApprovalStep>,
}

/// A step: people who are asked side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalStep {
    /// What people read; empty where it is clear from who is asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Who is asked.
    pub ask: BTreeSet<Approver>,
    /// How many of them have to approve.
    #[serde(default)]
    pub needs: Needs,
    /// Whether a single rejection decides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub veto: bool,
    /// Whether it is left out where there are too few to ask; otherwise the approval cannot be asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skip_if_nobody: bool,
}

/// Somebody who is asked, as far as the policy says it; who that is, is found out when the step begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    /// Whom the requester reports to.
    Manager,
    /// Who is accountable for the service.
    ServiceOwner,
    /// This person.
    Person(PersonId),
    /// Everybody with the role of this key.
    Role(Key),
    /// Everybody in this team.
    Members(TeamId),
    /// Those who lead this team.
    Leads(TeamId),
}

/// How many of those who are asked have to approve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needs {
    /// All of them.
    #[default]
    All,
    /// One of them.
    Any,
    /// So many.
    AtLeast(u32),
    /// So many of a hundred, rounded up.
    Percent(u8),
}

impl Needs {
    /// How many of `asked` have to approve.
    pub fn of(self, asked: usize) -> usize {
        match self {
            Needs::All => asked,
            Needs::Any => 1,
            Needs::AtLeast(count) => count as usize,
            Needs::Percent(percent) => (asked * usize::from(percent)).div_ceil(100),
        }
        .max(1)
    }

    /// Whether it can ever be met, as far as the policy tells: `most` are asked at most, if that is known.
    pub(super) fn is_possible(self, most: Option<usize>) -> bool {
        match self {
            Needs::All | Needs::Any => true,
            Needs::AtLeast(count) => count > 0 && most.is_none_or(|most| count as usize <= most),
            Needs::Percent(percent) => (1..=100).contains(&percent),
        }
    }
}

impl ApprovalStep {
    /// A step in which all of these have to approve.
    pub fn new(ask: impl IntoIterator<Item = Approver>) -> Self {
        Self {
            label: String::new(),
            ask: ask.into_iter().collect(),
            needs: Needs::default(),
            veto: false,
            skip_if_nobody: false,
        }
    }

    /// How many are asked at most; nothing where that depends on roles and teams.
    pub(super) fn most_asked(&self) -> Option<usize> {
        let open = |one: &Approver| {
            matches!(
                one,
                Approver::Role(_) | Approver::Members(_) | Approver::Leads(_)
            )
        };
        (!self.ask.iter().any(open)).then_some(self.ask.len())
    }
}

/// A time to wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// So many hours.
    pub hours: u32,
    /// Working hours of this calendar; plain ones without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Key>,
}

impl Wait {
    /// So many plain hours.
    pub fn hours(hours: u32) -> Self {
        Self {
            hours,
            calendar: None,
        }
    }

    /// When it is over.
    pub fn end(&self, policy: &Policy, from: Timestamp) -> Timestamp {
        let micros = i64::from(self.hours) * HOUR;
        let calendar = self
            .calendar
            .as_deref()
            .and_then(|key| policy.calendar(key));
        let worked = calendar.and_then(|calendar| {
            let (pattern, zone) = (Pattern::of(calendar), calendar::zone(&calendar.zone)?);
            let time = WorkingTime {
                pattern: &pattern,
                zone: &zone,
            };
            time.after(from, micros)
        });
        worked.unwrap_or_else(|| from.plus(micros))
    }

    pub(super) fn is_possible(&self, policy: &Policy) -> bool {
        let calendar = self.calendar.as_deref();
        let known = calendar.is_none_or(|key| policy.calendar(key).is_some());
        known && (1..=HOURS_MAX).contains(&self.hours)
    }
}

impl Policy {
    /// The approval of this key.
    pub fn approval(&self, key: &str) -> Option<&ApprovalTemplate> {
        self.approvals.iter().find(|known| known.key == key)
    }
}

impl Check {
    pub(super) fn approvals(&mut self, policy: &Policy) {
        let all = policy.approvals.iter();
        self.list("approvals", all.map(|one| (&*one.key, &*one.label)));
        for template in &policy.approvals {
            self.approval(policy, template);
        }
    }

    fn approval(&mut self, policy: &Policy, template: &ApprovalTemplate) {
        let at = format!("approvals.{}", template.key);
        self.that(!template.key.contains('/'), &at, Fault::Key);
        let fits = template.text.len() <= TEXT_MAX_BYTES;
        self.that(fits, &at, Fault::ApprovalSteps);
        let count = (1..=APPROVAL_STEPS_MAX).contains(&template.steps.len());
        self.that(count, &at, Fault::ApprovalSteps);
        let mut waits = template.remind_after.iter().chain(&template.expires_after);
        self.that(waits.all(|wait| wait.is_possible(policy)), &at, Fault::Wait);
        for (step, number) in template.steps.iter().zip(1..) {
            let at = format!("{at}.steps.{number}");
            let asks = (1..=APPROVERS_MAX).contains(&step.ask.len());
            self.that(asks, &at, Fault::ApprovalSteps);
            if !step.label.is_empty() {
                self.label(&step.label, &at);
            }
            let possible = step.needs.is_possible(step.most_asked());
            self.that(possible, &at, Fault::ApprovalNeeds);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ApprovalStep, ApprovalTemplate, Approver, Needs, Wait};
    use crate::policy::Fault;
    use crate::time::HOUR;
    use crate::{PersonId, Policy, Timestamp};

    fn faults(template: ApprovalTemplate) -> Vec<(String, Fault)> {
        let policy = Policy {
            approvals: vec![template],
            ..Policy::default()
        };
        let problems = policy.problems().into_iter();
        problems.map(|one| (one.at, one.fault)).collect()
    }

    fn template(steps: Vec<ApprovalStep>) -> ApprovalTemplate {
        ApprovalTemplate {
            key: "laptop".into(),
            label: "A new laptop".into(),
            text: String::new(),
            own: false,
            remind_after: None,
            expires_after: None,
            steps,
        }
    }

    #[test]
    fn an_approval_that_can_never_be_granted_is_refused_where_it_says_so() {
        let two = [1, 2].map(|id| Approver::Person(PersonId(id)));
        let step = |needs| ApprovalStep {
            needs,
            ..ApprovalStep::new(two.clone())
        };
        let at = |place: &str, fault| vec![(place.to_owned(), fault)];
        let (whole, first) = ("approvals.laptop", "approvals.laptop.steps.1");
        assert_eq!(faults(template(vec![step(Needs::AtLeast(2))])), []);
        for needs in [
            Needs::AtLeast(3),
            Needs::AtLeast(0),
            Needs::Percent(0),
            Needs::Percent(101),
        ] {
            let found = faults(template(vec![step(needs)]));
            assert_eq!(found, at(first, Fault::ApprovalNeeds), "{needs:?}");
        }
        assert_eq!(faults(template(vec![])), at(whole, Fault::ApprovalSteps));
        let nobody = vec![ApprovalStep::new([])];
        assert_eq!(faults(template(nobody)), at(first, Fault::ApprovalSteps));
        let of_a_role = ApprovalStep {
            needs: Needs::AtLeast(3),
            ..ApprovalStep::new([Approver::Role("lead".into())])
        };
        assert_eq!(faults(template(vec![of_a_role])), []);
        let never = ApprovalTemplate {
            expires_after: Some(Wait::hours(0)),
            ..template(vec![step(Needs::Any)])
        };
        assert_eq!(faults(never), at(whole, Fault::Wait));
    }

    #[test]
    fn plain_hours_pass_on_every_day() {
        let end = Wait::hours(48).end(&Policy::default(), Timestamp(7));
        assert_eq!(end, Timestamp(7 + 48 * HOUR));
    }
}
