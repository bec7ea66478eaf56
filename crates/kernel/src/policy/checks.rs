//! Checking a policy before it is put in force, so that no ticket is stranded by it.

use super::faults::{Fault, Problem, is_key};
use super::form::PolicyWords;
use super::{CustomField, Form, Lifecycle, Named, Policy, StateCategory};
use crate::condition::{CUSTOM_PREFIX, Condition, Term, TextScope};
use crate::ticket::{FieldKind, FieldValue};
use std::collections::BTreeSet;

/// Longest label, in characters.
const LABEL_MAX: usize = 120;
/// Most entries of one list.
const LIST_MAX: usize = 1_000;
/// Deepest place in the category tree.
const DEPTH_MAX: usize = 6;
/// Longest time in days.
const DAYS_MAX: u32 = 3_650;

impl Policy {
    /// What is wrong with this policy, if anything is.
    pub fn problems(&self) -> Vec<Problem> {
        let mut check = Check(Vec::new());
        let levels = self.priority.0.iter().flatten();
        check.that(
            levels.clone().all(|level| (1..=5).contains(level)),
            "priority",
            Fault::Priority,
        );
        check.raises(self);
        let reasons = self.hold_reasons.iter();
        check.list(
            "hold_reasons",
            reasons.map(|reason| (&*reason.key, &*reason.label)),
        );
        check.named("resolution_codes", &self.resolution_codes);
        check.named("categories", &self.categories);
        check.tree(&self.categories);
        let fields = self.fields.iter();
        check.list("fields", fields.map(|field| (&*field.key, &*field.label)));
        self.fields.iter().for_each(|field| check.field(field));
        for lifecycle in &self.lifecycles {
            check.lifecycle(lifecycle);
        }
        check.that(
            self.close_after_days <= DAYS_MAX,
            "close_after_days",
            Fault::Days,
        );
        check.that(
            self.reopen_within_days <= DAYS_MAX,
            "reopen_within_days",
            Fault::Days,
        );
        check.names(self);
        check.that(
            self.survey_every_days <= DAYS_MAX,
            "survey_every_days",
            Fault::Days,
        );
        check.forms(self);
        check.service_levels(self);
        check.automation(self);
        check.approvals(self);
        check.webhooks(&self.webhooks);
        let tags = self.allowed_tags.iter().flatten();
        let is_tag = |tag: &String| crate::ticket::valid_tag(tag).as_ref() == Ok(tag);
        check.that(
            tags.clone().count() <= LIST_MAX,
            "allowed_tags",
            Fault::TooMany,
        );
        check.that(tags.clone().all(is_tag), "allowed_tags", Fault::Tag);
        let kinds = self.lifecycles.iter().map(|lifecycle| lifecycle.kind);
        let on = self.lifecycles.is_empty() || kinds.clone().any(|kind| self.offers_kind(kind));
        check.that(on, "off", Fault::NothingOn);
        check.0
    }

    /// What a policy would take away that tickets may have, if `after` followed on this one.
    pub fn losses(&self, after: &Policy) -> Vec<Problem> {
        let mut check = Check(Vec::new());
        let keys = |named: &[Named]| {
            named
                .iter()
                .map(|named| named.key.clone())
                .collect::<Vec<_>>()
        };
        check.kept(
            "categories",
            keys(&self.categories),
            keys(&after.categories),
        );
        check.kept(
            "resolution_codes",
            keys(&self.resolution_codes),
            keys(&after.resolution_codes),
        );
        let reasons = |policy: &Policy| {
            let reasons = policy.hold_reasons.iter();
            reasons.map(|reason| reason.key.clone()).collect::<Vec<_>>()
        };
        check.kept("hold_reasons", reasons(self), reasons(after));
        let fields = |policy: &Policy| {
            let fields = policy.fields.iter();
            fields.map(|field| field.key.clone()).collect::<Vec<_>>()
        };
        check.kept("fields", fields(self), fields(after));
        for field in &self.fields {
            let same = after.field(&field.key).is_none_or(|after| {
                std::mem::discriminant(&after.kind) == std::mem::discriminant(&field.kind)
            });
            check.that(same, &format!("fields.{}", field.key), Fault::Type);
        }
        for lifecycle in &self.lifecycles {
            let states = |lifecycle: &Lifecycle| {
                let states = lifecycle.states.iter();
                states.map(|state| state.key.clone()).collect::<Vec<_>>()
            };
            let place = format!("lifecycles.{}", lifecycle.kind.name());
            let found = after
                .lifecycles
                .iter()
                .find(|found| found.kind == lifecycle.kind);
            check.kept(
                &place,
                states(lifecycle),
                found.map(states).unwrap_or_default(),
            );
        }
        check.0
    }
}

/// Collects what is wrong.
pub(super) struct Check(Vec<Problem>);

impl Check {
    pub(super) fn that(&mut self, holds: bool, at: &str, fault: Fault) {
        if !holds {
            self.0.push(Problem {
                at: at.to_owned(),
                fault,
            });
        }
    }

    fn named(&mut self, list: &str, named: &[Named]) {
        self.list(list, named.iter().map(|named| (&*named.key, &*named.label)));
    }

    /// Keys that differ, and labels that say something.
    pub(super) fn list<'n>(
        &mut self,
        list: &str,
        entries: impl Iterator<Item = (&'n str, &'n str)> + Clone,
    ) {
        self.that(entries.clone().count() <= LIST_MAX, list, Fault::TooMany);
        let mut seen = BTreeSet::new();
        for (key, label) in entries {
            let at = format!("{list}.{key}");
            self.that(is_key(key), &at, Fault::Key);
            self.that(seen.insert(key), &at, Fault::KeyTwice);
            self.label(label, &at);
        }
    }

    pub(super) fn label(&mut self, label: &str, at: &str) {
        let fits = !label.trim().is_empty()
            && label.chars().count() <= LABEL_MAX
            && !label.chars().any(char::is_control);
        self.that(fits, at, Fault::Label);
    }

    /// Names in further languages are as long as others. Whose they are may be gone: then nobody reads them.
    fn names(&mut self, policy: &Policy) {
        for (language, own) in &policy.names {
            let lists = [&own.categories, &own.hold_reasons, &own.resolution_codes];
            let lists = lists.into_iter().flatten();
            let choices = own.fields.values().flat_map(|names| &names.choices);
            for (key, label) in lists.chain(choices) {
                self.label(label, &format!("names.{language}.{key}"));
            }
            for (key, names) in &own.fields {
                let at = format!("names.{language}.{key}");
                if !names.label.is_empty() {
                    self.label(&names.label, &at);
                }
            }
        }
    }

    fn tree(&mut self, categories: &[Named]) {
        let mut seen = BTreeSet::new();
        for category in categories {
            let at = format!("categories.{}", category.key);
            let above = category.key.rsplit_once('/').map(|(above, _)| above);
            self.that(
                above.is_none_or(|above| seen.contains(above)),
                &at,
                Fault::Parent,
            );
            self.that(
                category.key.split('/').count() <= DEPTH_MAX,
                &at,
                Fault::Depth,
            );
            seen.insert(category.key.as_str());
        }
    }

    fn field(&mut self, field: &CustomField) {
        let at = format!("fields.{}", field.key);
        self.that(!field.key.contains('/'), &at, Fault::Key);
        if let FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices } = &field.kind {
            self.that(!choices.is_empty(), &at, Fault::NoChoices);
            self.named(&at, choices);
        }
        if let Some(value) = &field.default {
            let fits =
                value.problem(&field.kind).is_none() && !matches!(value, FieldValue::Person(_));
            self.that(fits, &at, Fault::Default);
        }
        self.that(
            field.help.chars().count() <= 4 * LABEL_MAX,
            &at,
            Fault::Label,
        );
    }

    /// The states that Spoc itself knows are there and mean what they do, every state leads on, and moves have ends.
    fn lifecycle(&mut self, lifecycle: &Lifecycle) {
        let list = format!("lifecycles.{}", lifecycle.kind.name());
        let states = lifecycle.states.iter();
        self.list(&list, states.map(|state| (&*state.key, &*state.label)));
        for own in Lifecycle::standard(lifecycle.kind).states {
            let same = lifecycle
                .state(&own.key)
                .is_some_and(|state| state.category == own.category);
            self.that(same, &format!("{list}.{}", own.key), Fault::OwnState);
        }
        for (from, to) in &lifecycle.moves {
            let ends = lifecycle.state(from).is_some() && lifecycle.state(to).is_some();
            self.that(ends, &format!("{list}.{from}"), Fault::Move);
        }
        for state in &lifecycle.states {
            let leads_on = reaches_an_end(lifecycle, &state.key);
            self.that(leads_on, &format!("{list}.{}", state.key), Fault::Stranded);
        }
    }

    fn forms(&mut self, policy: &Policy) {
        self.that(policy.forms.len() <= LIST_MAX, "forms", Fault::TooMany);
        let mut seen = BTreeSet::new();
        for form in &policy.forms {
            let at = form.place();
            self.that(
                seen.insert((form.kind, form.service)),
                &at,
                Fault::FormTwice,
            );
            self.that(form.questions.len() <= LIST_MAX, &at, Fault::TooMany);
            let mut asked = BTreeSet::new();
            for question in &form.questions {
                let at = format!("{at}.{}", question.asks);
                let known = match question.asks.strip_prefix(CUSTOM_PREFIX) {
                    Some(key) => policy.field(key).is_some(),
                    None => matches!(question.asks.as_str(), "category" | "service"),
                };
                self.that(known, &at, Fault::Question);
                self.that(asked.insert(&question.asks), &at, Fault::QuestionTwice);
                for condition in [&question.shown_when, &question.required_when] {
                    self.that(can_be_asked(policy, condition), &at, Fault::Condition);
                }
            }
        }
    }

    fn kept(&mut self, list: &str, before: Vec<String>, after: Vec<String>) {
        for key in before.iter().filter(|key| !after.contains(key)) {
            self.that(false, &format!("{list}.{key}"), Fault::Gone);
        }
    }
}

impl Form {
    /// Its place in a policy: `forms.incident`, or `forms.incident.7` for a service.
    pub fn place(&self) -> String {
        let kind = self.kind.name();
        match self.service {
            Some(service) => format!("forms.{kind}.{service}"),
            None => format!("forms.{kind}"),
        }
    }
}

/// Whether a ticket in this state can still be closed or cancelled; those that are done already are.
fn reaches_an_end(lifecycle: &Lifecycle, from: &str) -> bool {
    let is_end = |key: &str| {
        let category = lifecycle.state(key).map(|state| state.category);
        matches!(
            category,
            Some(StateCategory::Closed | StateCategory::Cancelled)
        )
    };
    let mut reached = vec![from];
    let mut at = 0;
    while at < reached.len() {
        if is_end(reached[at]) {
            return true;
        }
        let next = lifecycle
            .moves
            .iter()
            .filter(|(before, _)| before == reached[at]);
        let fresh: Vec<&str> = next
            .map(|(_, after)| after.as_str())
            .filter(|after| !reached.contains(after))
            .collect();
        reached.extend(fresh);
        at += 1;
    }
    false
}

/// Whether a form can ask this: it is understood by itself, and looks for words in the subject alone.
fn can_be_asked(policy: &Policy, condition: &str) -> bool {
    if condition.trim().is_empty() {
        return true;
    }
    match Condition::read(condition, &PolicyWords(policy)) {
        Ok(condition) => !looks_for_words(&condition),
        Err(_) => false,
    }
}

fn looks_for_words(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(looks_for_words),
        Condition::Not(inner) => looks_for_words(inner),
        Condition::Term(Term::Text(text)) => text.scope == TextScope::Everywhere,
        Condition::Term(_) => false,
    }
}
