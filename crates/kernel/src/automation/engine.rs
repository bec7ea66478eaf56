//! The automation of a policy, ready to be asked.

use super::event::Event;
use super::route::{Distribution, Route};
use super::rule::Rule;
use crate::calendar::{self, Pattern, WorkingTime};
use crate::condition::{Condition, FlagField, Moment, Subject, Term, TextScope, Words};
use crate::policy::PolicyWords;
use crate::sla::Promised;
use crate::{Policy, TeamId, Ticket, Timestamp};
use jiff::tz::TimeZone;

/// The rules, routes and distributions of a policy with their conditions understood. What names something that is gone
/// never holds.
#[derive(Clone, Debug, Default)]
pub struct Automation {
    pub(super) rules: Vec<Understood<Rule>>,
    pub(super) routes: Vec<Understood<Route>>,
    pub(super) distributions: Vec<HandsOut>,
    pub(super) tiers: Vec<(TeamId, TeamId)>,
    asks: Asks,
}

/// Something with a condition.
#[derive(Clone, Debug)]
pub(super) struct Understood<T> {
    pub(super) of: T,
    pub(super) condition: Condition,
}

/// A distribution with its skills and hours understood.
#[derive(Clone, Debug)]
pub(super) struct HandsOut {
    pub(super) of: Distribution,
    pub(super) needs: Vec<Understood<String>>,
    hours: Option<(Pattern, TimeZone)>,
}

/// What conditions ask for beside the ticket.
#[derive(Clone, Copy, Debug, Default)]
struct Asks {
    words: bool,
    promised: bool,
}

/// What conditions are asked with.
pub(super) struct Seen<'s> {
    pub(super) ticket: &'s Ticket,
    pub(super) words: &'s Words,
    pub(super) promised: Promised,
    pub(super) now: Timestamp,
}

impl Automation {
    /// The automation of a policy.
    pub fn of(policy: &Policy) -> Self {
        let read = |text: &str| Condition::read(text, &PolicyWords(policy)).ok();
        let rules = policy.rules.iter().filter(|rule| rule.active);
        let rules: Vec<_> = rules
            .filter_map(|rule| policy.on_of(rule))
            .filter_map(|rule| {
                let condition = read(&rule.when)?;
                understood(rule, condition)
            })
            .collect();
        let routes = policy.routes.iter();
        let routes: Vec<_> = routes
            .filter_map(|route| understood(route.clone(), read(&route.when)?))
            .collect();
        let distributions = policy.distributions.iter().map(|distribution| HandsOut {
            needs: distribution
                .needs
                .iter()
                .filter_map(|need| understood(need.skill.clone(), read(&need.when)?))
                .collect(),
            hours: distribution.calendar.as_deref().and_then(|key| {
                let calendar = policy.calendar(key)?;
                Some((Pattern::of(calendar), calendar::zone(&calendar.zone)?))
            }),
            of: distribution.clone(),
        });
        let distributions: Vec<HandsOut> = distributions.collect();
        let needs = distributions.iter().flat_map(|one| &one.needs);
        let conditions = rules
            .iter()
            .map(|rule| &rule.condition)
            .chain(routes.iter().map(|route| &route.condition))
            .chain(needs.map(|need| &need.condition));
        let asks = conditions.fold(Asks::default(), |asks, condition| Asks {
            words: asks.words || condition.terms().iter().any(|term| looks_for_words(term)),
            promised: asks.promised || condition.terms().iter().any(|term| asks_clocks(term)),
        });
        Self {
            rules,
            routes,
            distributions,
            tiers: policy
                .tiers
                .iter()
                .map(|tier| (tier.team, tier.next))
                .collect(),
            asks,
        }
    }

    /// Whether nothing happens by itself.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.routes.is_empty() && self.distributions.is_empty()
    }

    /// Whether any rule waits for one of these.
    pub fn waits_for(&self, event: Event) -> bool {
        self.rules.iter().any(|rule| rule.of.on.contains(&event))
    }

    /// The teams that hand out again, at this instant, what waits for those who are away.
    pub fn relieving(&self, now: Timestamp) -> Vec<TeamId> {
        let all = self.distributions.iter();
        let relieving = all.filter(|one| one.of.reassign_when_away && one.works_at(now));
        relieving.map(|one| one.of.team).collect()
    }

    /// Whether conditions look for words beyond the subject.
    pub fn asks_for_words(&self) -> bool {
        self.asks.words
    }

    /// Whether conditions ask how promises stand.
    pub fn asks_for_promises(&self) -> bool {
        self.asks.promised
    }
}

impl HandsOut {
    pub(super) fn works_at(&self, now: Timestamp) -> bool {
        self.hours.as_ref().is_none_or(|(pattern, zone)| {
            let time = WorkingTime { pattern, zone };
            time.working(now, now.plus(1)) > 0
        })
    }
}

impl<T> Understood<T> {
    pub(super) fn holds(&self, seen: &Seen<'_>) -> bool {
        const UTC: &TimeZone = &TimeZone::UTC;
        let subject = Subject {
            ticket: seen.ticket,
            words: seen.words,
            promised: seen.promised,
        };
        let moment = Moment {
            me: None,
            my_teams: &[],
            now: seen.now,
            zone: UTC,
        };
        self.condition.matches(&subject, &moment)
    }
}

fn understood<T>(of: T, condition: Condition) -> Option<Understood<T>> {
    Some(Understood { of, condition })
}

fn looks_for_words(term: &Term) -> bool {
    matches!(term, Term::Text(text) if text.scope == TextScope::Everywhere)
}

fn asks_clocks(term: &Term) -> bool {
    match term {
        Term::Time(field, _) => field.is_deadline(),
        term => matches!(term, Term::Flag(FlagField::Breached, _)),
    }
}
