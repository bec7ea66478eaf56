//! Which ticket a message belongs to, by weighing what it says. Pure.

use super::model::Reason;
use kernel::TicketId;
use std::collections::BTreeMap;

/// Something in a message that points to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clue {
    /// The address that it came to was given for this ticket.
    Token,
    /// It answers a message of this ticket.
    Answers,
    /// A message of this ticket went before.
    Before,
    /// It goes on with a message that another message of this ticket spoke of, too.
    Sibling,
    /// The number stands in the subject.
    Number,
}

impl Clue {
    fn weight(self) -> u32 {
        match self {
            Clue::Token => 100,
            Clue::Answers => 80,
            Clue::Before => 50,
            Clue::Number => 40,
            Clue::Sibling => 30,
        }
    }

    /// The name in reasons.
    pub fn name(self) -> &'static str {
        match self {
            Clue::Token => "token",
            Clue::Answers => "answers",
            Clue::Before => "before",
            Clue::Sibling => "sibling",
            Clue::Number => "number",
        }
    }
}

/// What being a party to a ticket adds.
const PARTY_WEIGHT: u32 = 60;

/// A ticket that clues point to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The ticket.
    pub ticket: TicketId,
    /// What points to it.
    pub clues: Vec<Clue>,
    /// Whether the writer is a party to it, or may answer there otherwise.
    pub party: bool,
}

impl Candidate {
    fn weight(&self) -> u32 {
        let clues: u32 = self.clues.iter().map(|clue| clue.weight()).sum();
        clues + if self.party { PARTY_WEIGHT } else { 0 }
    }

    /// Why the message goes where it goes.
    pub fn reasons(&self) -> Vec<Reason> {
        let number = self.ticket.to_string();
        let mut reasons: Vec<Reason> = self
            .clues
            .iter()
            .map(|clue| Reason::of(clue.name(), number.clone()))
            .collect();
        if !self.party {
            reasons.push(Reason::of("no_party", number));
        }
        reasons
    }
}

/// Gathers clues: each once for a ticket.
pub fn candidates(
    clues: impl IntoIterator<Item = (TicketId, Clue)>,
    is_party: impl Fn(TicketId) -> bool,
) -> Vec<Candidate> {
    let mut by_ticket: BTreeMap<TicketId, Vec<Clue>> = BTreeMap::new();
    for (ticket, clue) in clues {
        let known = by_ticket.entry(ticket).or_default();
        if !known.contains(&clue) {
            known.push(clue);
        }
    }
    let candidate = |(ticket, clues)| Candidate {
        ticket,
        clues,
        party: is_party(ticket),
    };
    by_ticket.into_iter().map(candidate).collect()
}

/// The ticket that most points to; of two that as much points to, the newer one.
pub fn heaviest(candidates: Vec<Candidate>) -> Option<Candidate> {
    candidates
        .into_iter()
        .max_by_key(|candidate| (candidate.weight(), candidate.ticket))
}

/// The numbers that stand in a subject as `#1024`.
pub fn numbers(subject: &str) -> Vec<TicketId> {
    /// Most numbers that are looked at.
    const NUMBERS_MAX: usize = 3;
    let number = |part: &str| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().map(TicketId)
    };
    subject
        .split('#')
        .skip(1)
        .filter_map(number)
        .take(NUMBERS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Clue, candidates, heaviest, numbers};
    use kernel::TicketId;

    #[test]
    fn what_is_answered_outweighs_what_went_before_and_a_number() {
        let clues = [
            (TicketId(1), Clue::Before),
            (TicketId(2), Clue::Answers),
            (TicketId(3), Clue::Number),
        ];
        let chosen = heaviest(candidates(clues, |_| false)).expect("a candidate");
        assert_eq!(chosen.ticket, TicketId(2));
        let party_to_the_third = heaviest(candidates(clues, |id| id == TicketId(3)));
        assert_eq!(party_to_the_third.map(|it| it.ticket), Some(TicketId(3)));
        assert_eq!(heaviest(candidates([], |_| true)), None);
    }

    #[test]
    fn a_clue_counts_once_however_often_it_is_given() {
        let clues = [(TicketId(1), Clue::Before); 5];
        let twice = [(TicketId(2), Clue::Answers)];
        let chosen = heaviest(candidates(clues.into_iter().chain(twice), |_| false));
        assert_eq!(chosen.map(|it| it.ticket), Some(TicketId(2)));
    }

    #[test]
    fn numbers_are_read_where_they_are_marked_as_such() {
        let found = |subject| numbers(subject).iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!(found("Re: [#1042] VPN"), [1042]);
        assert_eq!(found("AW: #7, #8"), [7, 8]);
        assert_eq!(
            found("1042 errors, # 3, #x, #99999999999999999999"),
            [] as [i64; 0]
        );
    }
}
