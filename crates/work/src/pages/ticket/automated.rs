//! What Spoc itself did, in words: why this team, why this person, which rule.

use super::events::{Saying, with_reason};
use kernel::automation::Why;
use kernel::policy::Ground;
use kernel::ticket::Automated;
use web::Texts;
use web::parts::Excerpt;

/// What Spoc itself did, with its icon.
pub(super) fn by_itself(saying: &Saying<'_>, automated: &Automated) -> (&'static str, Excerpt) {
    let teller = saying.teller;
    let texts = teller.words.texts;
    match automated {
        Automated::RuleApplied { label, .. } => (
            "zap",
            teller.sentence("activity-rule-applied", &[("rule", label.clone())]),
        ),
        Automated::RuleFailed { label, problem, .. } => {
            let said = teller.sentence("activity-rule-failed", &[("rule", label.clone())]);
            ("triangle-alert", with_reason(said, problem))
        }
        Automated::ThresholdReached { label, percent, .. } => {
            let facts = [("level", label.clone()), ("percent", percent.to_string())];
            let key = if *percent >= 100 {
                "activity-threshold-breached"
            } else {
                "activity-threshold-reached"
            };
            ("clock", teller.sentence(key, &facts))
        }
        Automated::Routed {
            route,
            team,
            person,
            why,
        } => {
            let team = ("team", teller.team(*team));
            let said = match (route, person) {
                (Some(route), Some(person)) => {
                    let facts = [
                        team,
                        ("route", route.clone()),
                        ("name", teller.person(*person)),
                    ];
                    teller.sentence("activity-routed-both", &facts)
                }
                (Some(route), None) => {
                    teller.sentence("activity-routed-team", &[team, ("route", route.clone())])
                }
                (None, Some(person)) => {
                    let facts = [team, ("name", teller.person(*person))];
                    teller.sentence("activity-routed-person", &facts)
                }
                (None, None) => teller.sentence("activity-routed-queue", &[team]),
            };
            let why = why.as_ref().map(|why| reason(why, texts));
            (
                "arrow-right-left",
                with_reason(said, &why.unwrap_or_default()),
            )
        }
        Automated::Relieved { person } => {
            let facts = [("name", teller.person(*person))];
            (
                "arrow-right-left",
                teller.sentence("activity-relieved", &facts),
            )
        }
        Automated::Told {
            people,
            text,
            escalated,
        } => {
            let names: Vec<String> = people.iter().map(|one| teller.person(*one)).collect();
            let key = if *escalated {
                "activity-escalated"
            } else {
                "activity-told"
            };
            let said = teller.sentence(key, &[("names", names.join(", "))]);
            ("bell", with_reason(said, text))
        }
        Automated::Raised { grounds } if grounds.is_empty() => {
            ("flag", teller.sentence("activity-raised-nothing", &[]))
        }
        Automated::Raised { grounds } => {
            let said = teller.sentence("activity-raised", &[]);
            ("flag", with_reason(said, &raising(texts, grounds)))
        }
        Automated::Filed { ticket } => (
            "plus",
            teller.sentence("activity-filed", &[("ticket", teller.ticket(*ticket))]),
        ),
        Automated::Surveyed => ("star", teller.sentence("activity-surveyed", &[])),
        Automated::Called(called) => (
            "send",
            teller.sentence("activity-called", &[("webhook", called.label.clone())]),
        ),
    }
}

/// What raises or lowers a priority, in words.
pub(super) fn raising(texts: Texts, grounds: &[Ground]) -> String {
    let said = grounds.iter().map(|ground| {
        let because = match ground {
            Ground::Criticality(criticality, _) => texts
                .t(&format!("ground-{}", criticality.name()))
                .to_owned(),
            Ground::Peak(_) => texts.t("ground-peak").to_owned(),
            Ground::Vip(_) => texts.t("ground-vip").to_owned(),
            Ground::People(count, _) => {
                texts.with("ground-people", [("count", i64::from(*count).into())])
            }
        };
        let by = i64::from(ground.by());
        let key = if by < 0 {
            "ground-lowers"
        } else {
            "ground-raises"
        };
        texts.with(key, [("because", because.into()), ("by", by.abs().into())])
    });
    said.collect::<Vec<_>>().join(", ")
}

/// Why this member, or why none.
pub(super) fn reason(why: &Why, texts: Texts) -> String {
    match why {
        Why::LeastLoaded {
            among,
            load,
            capacity,
        } => texts.with(
            "routed-least-loaded",
            [
                ("among", i64::from(*among).into()),
                ("load", i64::from(*load).into()),
                ("capacity", i64::from(*capacity).into()),
            ],
        ),
        Why::RoundRobin { among } => {
            texts.with("routed-round-robin", [("among", i64::from(*among).into())])
        }
        Why::Nobody => texts.t("routed-nobody").to_owned(),
        Why::OutsideHours => texts.t("routed-outside-hours").to_owned(),
        Why::NobodyThere => texts.t("routed-nobody-there").to_owned(),
        Why::NoSkill { skill } => texts.t1("routed-no-skill", "skill", skill),
        Why::AllFull => texts.t("routed-all-full").to_owned(),
    }
}
