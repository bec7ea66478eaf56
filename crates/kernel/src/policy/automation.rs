//! Checking rules and routing, so that each can do what it says.

use super::checks::Check;
use super::faults::Fault;
use super::form::PolicyWords;
use super::{Key, Policy};
use crate::automation::{ACTIONS_MAX, Action, Distribution, Event, RULES_MAX, Rule};
use crate::condition::{Condition, PersonRef, TeamRef, Term, When};
use crate::ticket::{Address, TEXT_MAX_BYTES};

/// Most routes, distributions and tiers.
const LIST_MAX: usize = 500;
/// Most skills that a team's tickets may need.
const NEEDS_MAX: usize = 50;

impl Check {
    pub(super) fn automation(&mut self, policy: &Policy) {
        let rules = policy.rules.iter();
        self.list("rules", rules.map(|rule| (&*rule.key, &*rule.label)));
        self.that(policy.rules.len() <= RULES_MAX, "rules", Fault::TooMany);
        policy.rules.iter().for_each(|rule| self.rule(policy, rule));
        let routes = policy.routes.iter();
        self.list("routes", routes.map(|route| (&*route.key, &*route.label)));
        let lengths = [
            policy.routes.len(),
            policy.distributions.len(),
            policy.tiers.len(),
        ];
        let fit = lengths.iter().all(|length| *length <= LIST_MAX);
        self.that(fit, "routes", Fault::TooMany);
        for route in &policy.routes {
            let at = format!("routes.{}", route.key);
            self.that(
                is_understood(policy, &route.when),
                &at,
                Fault::RuleCondition,
            );
        }
        for (place, distribution) in policy.distributions.iter().enumerate() {
            let before = &policy.distributions[..place];
            let once = before.iter().all(|one| one.team != distribution.team);
            self.distribution(policy, distribution, once);
        }
        for tier in &policy.tiers {
            let mut same = policy.tiers.iter().filter(|one| one.team == tier.team);
            let once = same.next().is_some() && same.next().is_none();
            let at = format!("tiers.{}", tier.team);
            self.that(once && tier.team != tier.next, &at, Fault::Tier);
        }
    }

    fn distribution(&mut self, policy: &Policy, distribution: &Distribution, once: bool) {
        let at = format!("distributions.{}", distribution.team);
        self.that(once, &at, Fault::KeyTwice);
        let calendar = distribution.calendar.as_deref();
        let known = calendar.is_none_or(|key| policy.calendar(key).is_some());
        self.that(known, &at, Fault::Calendar);
        let fits = |weight: &u32| (1..=1_000).contains(weight);
        self.that(distribution.weights.iter().all(fits), &at, Fault::Weight);
        self.that(distribution.needs.len() <= NEEDS_MAX, &at, Fault::TooMany);
        for need in &distribution.needs {
            self.label(&need.skill, &at);
            self.that(is_understood(policy, &need.when), &at, Fault::RuleCondition);
        }
    }

    fn rule(&mut self, policy: &Policy, rule: &Rule) {
        let at = format!("rules.{}", rule.key);
        self.that(!rule.key.contains('/'), &at, Fault::Key);
        self.that(!rule.on.is_empty(), &at, Fault::NoEvent);
        self.that(is_understood(policy, &rule.when), &at, Fault::RuleCondition);
        if rule.on.contains(&Event::Time) {
            let waits = understood(policy, &rule.when).is_some_and(|one| has_distance(&one));
            self.that(waits, &at, Fault::NoDistance);
        }
        if let Some(level) = &rule.threshold.level {
            let mut levels = policy.service_levels.iter();
            let known = levels.any(|one| one.key == *level);
            self.that(known, &at, Fault::ServiceLevel);
        }
        let count = (1..=ACTIONS_MAX).contains(&rule.then.len());
        self.that(count, &at, Fault::Actions);
        for (number, action) in rule.then.iter().enumerate() {
            let at = format!("{at}.then.{}", number + 1);
            self.that(is_possible(policy, action), &at, Fault::Action);
        }
    }
}

/// The condition of a rule: understood by itself, the same for everybody.
fn understood(policy: &Policy, text: &str) -> Option<Condition> {
    let condition = Condition::read(text, &PolicyWords(policy)).ok()?;
    let asks_who = |term: &&Term| match term {
        Term::Person(_, people) => people.contains(&Some(PersonRef::Me)),
        Term::Team(teams) => teams.contains(&Some(TeamRef::Mine)),
        _ => false,
    };
    let same = !condition.terms().iter().any(asks_who);
    same.then_some(condition)
}

fn is_understood(policy: &Policy, text: &str) -> bool {
    understood(policy, text).is_some()
}

/// Whether time alone can make it hold.
fn has_distance(condition: &Condition) -> bool {
    let ends = |term: &Term| match term {
        Term::Time(_, ranges) => {
            let mut ends = ranges
                .iter()
                .flatten()
                .flat_map(|range| [range.from, range.to]);
            ends.any(|end| matches!(end, Some((When::FromNow(_), _))))
        }
        _ => false,
    };
    condition.terms().iter().any(|term| ends(term))
}

/// Whether what an action names is there, as far as the policy knows.
fn is_possible(policy: &Policy, action: &Action) -> bool {
    let mut lifecycles = policy.lifecycles.iter();
    let mut states = |key: &Key| lifecycles.any(|lifecycle| lifecycle.state(key).is_some());
    let texts = action.texts().into_iter();
    let fit = texts.clone().all(|text| text.len() <= TEXT_MAX_BYTES);
    let must_say = matches!(
        action,
        Action::Reply(_) | Action::Note(_) | Action::Task { .. } | Action::Notify(_)
    );
    let said = !must_say || texts.clone().all(|text| !text.trim().is_empty());
    let names = match action {
        Action::Impact(level) | Action::Urgency(level) => (1..=3).contains(&level.0),
        Action::Priority(level) => (1..=5).contains(&level.0),
        Action::Category(key) => policy.offers_category(key),
        Action::Field { key, value } => policy
            .field(key)
            .is_some_and(|field| value.problem(&field.kind).is_none()),
        Action::ClearField(key) => policy.field(key).is_some(),
        Action::Tag(tag) | Action::Untag(tag) => crate::ticket::valid_tag(tag).is_ok(),
        Action::State(key) => states(key),
        Action::Hold { reason, .. } => policy.hold_reason(reason).is_some(),
        Action::Resolve { code, .. } => {
            let mut codes = policy.resolution_codes.iter();
            codes.any(|known| known.key == *code)
        }
        Action::AskApproval(key) => policy.approval(key).is_some(),
        Action::Webhook(key) => policy.webhook(key).is_some(),
        Action::Notify(notice) => !notice.to.is_empty(),
        Action::Escalate(crate::automation::Escalation::Outside { address, text }) => {
            Address::parse(address).is_some() && !text.trim().is_empty()
        }
        Action::Open(open) => !open.subject.trim().is_empty(),
        _ => true,
    };
    fit && said && names
}
