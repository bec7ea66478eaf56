//! What can be said of rules without any ticket: which never hold, which are never come to, which are at odds.
//!
//! All of it is on the safe side: what is said is so, and what cannot be seen from the parts that must all hold
//! (an `or`, say) is left alone.

use super::action::Action;
use super::engine::{Automation, Understood};
use super::rule::Rule;
use crate::condition::{Bounds, Condition, StateTest, Term};
use crate::policy::{Key, Lifecycle, StateCategory};
use crate::ticket::Kind;

/// Something about a rule that an administrator should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Two parts of its condition exclude each other.
    NeverHolds,
    /// An earlier rule stops for every ticket that it would be for.
    ComesTooLate {
        /// The earlier rule.
        after: Key,
    },
    /// Another rule, for some of the same tickets, takes back what this one does.
    AtOdds {
        /// The other rule.
        with: Key,
        /// What both set, as actions name it.
        about: &'static str,
    },
}

impl Finding {
    /// The name in catalogues.
    pub fn name(&self) -> &'static str {
        match self {
            Finding::NeverHolds => "never-holds",
            Finding::ComesTooLate { .. } => "comes-too-late",
            Finding::AtOdds { .. } => "at-odds",
        }
    }
}

/// What was found, by rule, in the order of the rules.
pub type Findings = Vec<(Key, Finding)>;

impl Automation {
    /// What can be said of the rules without any ticket.
    pub fn findings(&self) -> Findings {
        let mut found = Findings::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let mut say = |finding| found.push((rule.of.key.clone(), finding));
            if excludes_itself(&rule.condition) {
                say(Finding::NeverHolds);
                continue;
            }
            let before = self.rules[..at].iter();
            let stopped = before.clone().find(|earlier| shadows(earlier, rule));
            if let Some(earlier) = stopped {
                let after = earlier.of.key.clone();
                say(Finding::ComesTooLate { after });
            }
            for earlier in before.filter(|earlier| may_meet(earlier, rule)) {
                if let Some(about) = at_odds(&earlier.of, &rule.of) {
                    let with = earlier.of.key.clone();
                    say(Finding::AtOdds { with, about });
                }
            }
        }
        found
    }
}

/// The parts of a condition that must all hold.
fn parts(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::All(parts) => parts,
        single => std::slice::from_ref(single),
    }
}

fn excludes_itself(condition: &Condition) -> bool {
    let parts = parts(condition);
    let rest = |at: usize| &parts[at + 1..];
    parts
        .iter()
        .enumerate()
        .any(|(at, part)| rest(at).iter().any(|other| excludes(part, other)))
}

/// Whether no ticket meets both.
fn excludes(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (Condition::Not(inner), part) | (part, Condition::Not(inner)) => narrower(part, inner),
        (Condition::Term(one), Condition::Term(other)) => apart(one, other),
        _ => false,
    }
}

/// Whether every ticket that meets `one` meets `other`, as far as can be seen.
fn narrower(one: &Condition, other: &Condition) -> bool {
    one == other
        || match (one, other) {
            (Condition::Term(one), Condition::Term(other)) => within(one, other),
            _ => false,
        }
}

fn apart(one: &Term, other: &Term) -> bool {
    match (one, other) {
        (Term::Kind(a), Term::Kind(b)) => none_of(a, b),
        (Term::Channel(a), Term::Channel(b)) => none_of(a, b),
        (Term::Mail(a, one), Term::Mail(b, other)) => a == b && none_of(one, other),
        (Term::Hold(a), Term::Hold(b)) => none_of(a, b),
        (Term::Approval(a), Term::Approval(b)) => none_of(a, b),
        (Term::Team(a), Term::Team(b)) => none_of(a, b),
        (Term::Service(a), Term::Service(b)) => none_of(a, b),
        (Term::Flag(a, yes), Term::Flag(b, no)) => a == b && yes != no,
        (Term::Number(a, ranges), Term::Number(b, others)) => {
            a == b && pairs(ranges, others).all(|(a, b)| !meet(*a, *b))
        }
        (Term::State(a), Term::State(b)) => pairs(a, b).all(|(a, b)| states_apart(a, b)),
        (Term::Category(a), Term::Category(b)) => pairs(a, b).all(|pair| match pair {
            (Some(a), Some(b)) => !below(a, b) && !below(b, a),
            (a, b) => a != b,
        }),
        _ => false,
    }
}

fn within(one: &Term, other: &Term) -> bool {
    match (one, other) {
        (Term::Kind(a), Term::Kind(b)) => all_of(a, b),
        (Term::Channel(a), Term::Channel(b)) => all_of(a, b),
        (Term::Mail(a, one), Term::Mail(b, other)) => a == b && all_of(one, other),
        (Term::Hold(a), Term::Hold(b)) => all_of(a, b),
        (Term::Approval(a), Term::Approval(b)) => all_of(a, b),
        (Term::Team(a), Term::Team(b)) => all_of(a, b),
        (Term::Service(a), Term::Service(b)) => all_of(a, b),
        (Term::Tag(a), Term::Tag(b)) => all_of(a, b),
        (Term::State(a), Term::State(b)) => a.iter().all(|a| {
            b.iter().any(|b| {
                let (own, wide) = (meanings(a), meanings(b));
                let is_within = !own.is_empty() && all_of(&own, &wide);
                a == b || (is_within && !matches!(b, StateTest::Key(_)))
            })
        }),
        (Term::Number(a, ranges), Term::Number(b, others)) => {
            a == b && ranges.iter().all(|a| others.iter().any(|b| inside(*a, *b)))
        }
        (Term::Category(a), Term::Category(b)) => a.iter().all(|a| {
            b.iter().any(|b| match (a, b) {
                (Some(a), Some(b)) => below(a, b),
                (a, b) => a == b,
            })
        }),
        _ => one == other,
    }
}

/// Whether an earlier rule stops wherever a later one would be asked.
fn shadows(earlier: &Understood<Rule>, later: &Understood<Rule>) -> bool {
    let stops = earlier.of.then.contains(&Action::Stop);
    let wider = parts(&earlier.condition).iter().all(|wanted| {
        let mut given = parts(&later.condition).iter();
        given.any(|part| narrower(part, wanted))
    });
    let events = later.of.on.is_subset(&earlier.of.on) && earlier.of.threshold.is_any();
    stops && events && wider
}

/// Whether both may be asked about one ticket at once.
fn may_meet(one: &Understood<Rule>, other: &Understood<Rule>) -> bool {
    let apart = parts(&one.condition)
        .iter()
        .any(|a| parts(&other.condition).iter().any(|b| excludes(a, b)));
    !one.of.on.is_disjoint(&other.of.on) && !apart
}

/// What both set, differently.
fn at_odds(one: &Rule, other: &Rule) -> Option<&'static str> {
    let pairs = one
        .then
        .iter()
        .flat_map(|a| other.then.iter().map(move |b| (a, b)));
    pairs
        .filter(|(a, b)| match (a, b) {
            (Action::Tag(a), Action::Untag(b)) | (Action::Untag(a), Action::Tag(b)) => a == b,
            (Action::Assignee(_), Action::Unassign) | (Action::Unassign, Action::Assignee(_)) => {
                true
            }
            (
                Action::Field { key: a, value },
                Action::Field {
                    key: b,
                    value: other,
                },
            ) => a == b && value != other,
            (Action::Field { key: a, .. }, Action::ClearField(b))
            | (Action::ClearField(a), Action::Field { key: b, .. }) => a == b,
            (Action::Tag(_) | Action::Untag(_) | Action::Watch(_), _) => false,
            (a, b) => a.name() == b.name() && a.is_lasting() && a != b,
        })
        .map(|(a, _)| a.name())
        .next()
}

fn pairs<'p, A, B>(a: &'p [A], b: &'p [B]) -> impl Iterator<Item = (&'p A, &'p B)> {
    a.iter().flat_map(move |a| b.iter().map(move |b| (a, b)))
}

fn none_of<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    pairs(a, b).all(|(a, b)| a != b)
}

fn all_of<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.iter().all(|a| b.contains(a))
}

fn meet(a: Bounds, b: Bounds) -> bool {
    let (min, max) = (a.min.max(b.min), least(a.max, b.max));
    min.zip(max).is_none_or(|(min, max)| min <= max)
}

fn least(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    a.into_iter().chain(b).min()
}

fn inside(a: Bounds, b: Bounds) -> bool {
    let from = b.min.is_none_or(|min| a.min.is_some_and(|own| own >= min));
    from && b.max.is_none_or(|max| a.max.is_some_and(|own| own <= max))
}

fn below(path: &str, above: &str) -> bool {
    let rest = path.strip_prefix(above);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn states_apart(a: &StateTest, b: &StateTest) -> bool {
    if let (StateTest::Key(a), StateTest::Key(b)) = (a, b) {
        return a != b;
    }
    let (a, b) = (meanings(a), meanings(b));
    !a.is_empty() && !b.is_empty() && none_of(&a, &b)
}

/// What the states that a test means can mean; nothing where only the policy knows.
fn meanings(test: &StateTest) -> Vec<StateCategory> {
    let all = StateCategory::ALL.into_iter();
    match test {
        StateTest::Open => all.filter(|category| category.is_open()).collect(),
        StateTest::Done => all.filter(|category| !category.is_open()).collect(),
        StateTest::Category(category) => vec![*category],
        // The states that Spoc itself knows mean the same in every policy.
        StateTest::Key(key) => {
            let own = Lifecycle::standard(Kind::ALL[0]);
            own.state(key)
                .map(|state| state.category)
                .into_iter()
                .collect()
        }
    }
}
