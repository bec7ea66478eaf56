//! What can be said about a condition without any ticket: for counters that are maintained, and for search.

use super::fields;
use super::term::{
    Condition, CustomTest, FlagField, PersonField, PersonRef, TeamRef, Term, TextTerm, TimeRange,
};
use super::when::When;
use std::collections::BTreeSet;

/// How a counter for a condition can be kept for all readers at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterShape {
    /// What is counted; it says the same to every reader, always.
    pub rest: Condition,
    /// Whether a reader's count is that of the tickets assigned to the reader.
    pub assignee_me: bool,
    /// Whether a reader's count is that of the tickets of the reader's teams.
    pub team_mine: bool,
}

impl Condition {
    /// The shape of the counter, if one can be kept: nothing may depend on time, on the reader's zone, on
    /// full text or on other tickets (of which a reader may not know), and on the reader no more than by
    /// `assignee:me` and `team:mine` as parts that must hold.
    pub fn split_me(&self) -> Option<CounterShape> {
        let mut shape = CounterShape {
            rest: Condition::everything(),
            assignee_me: false,
            team_mine: false,
        };
        let mut rest = Vec::new();
        for part in self.conjuncts() {
            match part {
                Condition::Term(Term::Person(PersonField::Assignee, people))
                    if people.as_slice() == [Some(PersonRef::Me)] =>
                {
                    shape.assignee_me = true;
                }
                Condition::Term(Term::Team(teams)) if teams.as_slice() == [Some(TeamRef::Mine)] => {
                    shape.team_mine = true;
                }
                part => rest.push(part.clone()),
            }
        }
        shape.rest = Condition::all(rest);
        let same_for_all = shape.rest.terms().into_iter().all(is_same_for_all);
        same_for_all.then_some(shape)
    }

    /// Whether it says the same of a ticket at any time and to everybody.
    pub fn depends_on_ticket_alone(&self) -> bool {
        let shape = self.split_me();
        shape.is_some_and(|shape| !shape.assignee_me && !shape.team_mine)
    }

    /// Whether it says the same at any time.
    pub fn is_timeless(&self) -> bool {
        let runs = |term: &&Term| matches!(term, Term::Flag(FlagField::Breached, _));
        let terms = self.terms();
        let mut times = terms.iter().copied().flat_map(times);
        !times.any(When::moves) && !terms.iter().any(runs)
    }

    /// The practices of which it asks something.
    pub fn practices(&self) -> BTreeSet<&'static str> {
        let terms = self.terms();
        terms.into_iter().filter_map(fields::practice_of).collect()
    }

    /// The words that every match must have, for ranking and highlighting.
    pub fn text_terms(&self) -> Vec<&TextTerm> {
        let texts = self.conjuncts().iter().filter_map(|part| match part {
            Condition::Term(Term::Text(text)) => Some(text),
            _ => None,
        });
        texts.collect()
    }

    /// The condition without [`Condition::text_terms`].
    #[must_use]
    pub fn without_text(&self) -> Condition {
        let is_text = |part: &&Condition| matches!(part, Condition::Term(Term::Text(_)));
        let rest = self.conjuncts().iter().filter(|part| !is_text(part));
        Condition::all(rest.cloned())
    }

    /// The parts that must all hold.
    fn conjuncts(&self) -> &[Condition] {
        match self {
            Condition::All(parts) => parts,
            single => std::slice::from_ref(single),
        }
    }
}

fn is_same_for_all(term: &Term) -> bool {
    let is_me = |people: &[Option<PersonRef>]| people.contains(&Some(PersonRef::Me));
    match term {
        Term::Text(_) | Term::Ticket(..) | Term::Link(_) | Term::Linked(_) => false,
        // Clocks follow from the policy, too, and run by themselves.
        Term::Time(field, _) if field.is_deadline() => false,
        Term::Flag(FlagField::Breached, _) => false,
        Term::Person(_, people) | Term::Custom(_, CustomTest::Person(people)) => !is_me(people),
        Term::Team(teams) => !teams.contains(&Some(TeamRef::Mine)),
        term => !times(term)
            .iter()
            .any(|when| when.moves() || when.is_zoned()),
    }
}

/// The points in time that a term names.
fn times(term: &Term) -> Vec<When> {
    let ends = |range: &TimeRange| [range.from, range.to].into_iter().flatten();
    match term {
        Term::Time(_, ranges) | Term::Custom(_, CustomTest::Date(ranges)) => {
            let ends = ranges.iter().flatten().flat_map(ends);
            ends.map(|(when, _)| when).collect()
        }
        _ => Vec::new(),
    }
}
