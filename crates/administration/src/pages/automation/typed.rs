//! A rule as its form says it: written for the form, and read from it.

use super::super::parts::{Wrong, key_of};
use super::super::sent::Sent;
use super::super::twin::{Around, placed};
use super::actions;
use kernel::automation::{ACTIONS_MAX, Event, Rule, Threshold};
use kernel::{PersonId, Policy};
use std::collections::BTreeSet;
use web::Texts;

/// One that is to be filled in.
pub(super) fn fresh() -> Rule {
    Rule::new("", [Event::Opened])
}

/// What the form says of a rule.
pub(super) fn said(rule: &Rule, around: &Around) -> Sent {
    let threshold = &rule.threshold;
    let percent = threshold.percent.map(|percent| percent.to_string());
    let mut said = Sent::default()
        .with("key", rule.key.clone())
        .with("label", rule.label.clone())
        .with("active", rule.active.to_string())
        .with("when", rule.when.clone())
        .with(
            "threshold_level",
            threshold.level.clone().unwrap_or_default(),
        )
        .with("threshold_percent", percent.unwrap_or_default());
    for event in &rule.on {
        said = said.and("on", event.name().to_owned());
    }
    for (at, action) in rule.then.iter().enumerate() {
        said = actions::said(said, at, action, around);
    }
    said
}

/// The rule that the form says; else what is wrong with it.
pub(super) fn read(
    said: &Sent,
    (policy, around): (&Policy, &Around),
    texts: Texts,
) -> Result<Rule, Wrong> {
    let mut wrong = Wrong::new();
    let label = said.get("label").to_owned();
    let key = match said.get("key") {
        "" => key_of(&label),
        key => key.to_owned(),
    };
    let mut rule = Rule::new(key, said.all("on").filter_map(Event::named));
    rule.label = label;
    rule.active = said.has("active");
    said.get("when").clone_into(&mut rule.when);
    if rule.on.contains(&Event::Threshold) {
        let level = said.get("threshold_level");
        let percent = said.get("threshold_percent").trim_end_matches('%').trim();
        rule.threshold = Threshold {
            level: (!level.is_empty()).then(|| level.to_owned()),
            percent: match percent {
                "" => None,
                percent => percent.parse().map(Some).unwrap_or_else(|_| {
                    let text = texts.t("policy-fault-threshold").to_owned();
                    wrong.push(("threshold_percent".to_owned(), text));
                    None
                }),
            },
        };
    }
    let mut then = Vec::new();
    for at in 0..ACTIONS_MAX {
        match actions::read(said, at, (policy, around)) {
            Ok(None) => {}
            Ok(Some(action)) => {
                let place = said.get(&format!("then-{at}-place")).parse();
                then.push((at + 1, place.unwrap_or(at + 1), action));
            }
            Err(text) => wrong.push((format!("then-{at}"), texts.t(text).to_owned())),
        }
    }
    rule.then = placed(then);
    if wrong.is_empty() {
        Ok(rule)
    } else {
        Err(wrong)
    }
}

/// Whom a rule names.
pub(super) fn people(rule: &Rule) -> BTreeSet<PersonId> {
    work::policy_text::people_in(&work::policy_text::rule_text(rule))
}
