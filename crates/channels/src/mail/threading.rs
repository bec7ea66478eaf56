//! Which ticket a message belongs to, by weighing what it says. Pure.

use super::model::Reason;
use kernel::TicketId;
use std::collections::BTreeMap;

/// Where a message may belong: to what a ticket's requester reads, or to one of its side conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The ticket.
    pub ticket: TicketId,
    /// The side conversation.
    pub conversation: Option<u32>,
}

impl From<TicketId> for Place {
    fn from(ticket: TicketId) -> Self {
        let conversation = None;
        Self {
            ticket,
            conversation,
        }
    }
}

/// Something in a message that points to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clue {
    /// The address that it came to was given for this ticket.
    Token,
    /// It answers a message of this ticket.
    Answers,
    /// A message of this ticket went before.
    Before,
    /// Another message of this ticket spoke of it before it came, or of one that it goes on with, too.
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

/// A place that clues point to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The place.
    pub place: Place,
    /// What points to it.
    pub clues: Vec<Clue>,
    /// Whether the writer may answer there: as a party to the ticket, or because the side conversation is with them.
    pub party: bool,
}

impl Candidate {
    fn weight(&self) -> u32 {
        let clues: u32 = self.clues.iter().map(|clue| clue.weight()).sum();
        clues + if self.party { PARTY_WEIGHT } else { 0 }
    }

    /// Why the message goes where it goes.
    pub fn reasons(&self) -> Vec<Reason> {
        let number = self.place.ticket.to_string();
        let mut reasons: Vec<Reason> = self
            .clues
            .iter()
            .map(|clue| Reason::of(clue.name(), number.clone()))
            .collect();
        let why = match (self.place.conversation, self.party) {
            (None, true) => return reasons,
            (None, false) => "no_party",
            (Some(_), true) => "aside",
            (Some(_), false) => "not_with",
        };
        reasons.push(Reason::of(why, number));
        reasons
    }
}

/// Gathers clues: each once for a place.
pub fn candidates(
    clues: impl IntoIterator<Item = (Place, Clue)>,
    is_party: impl Fn(Place) -> bool,
) -> Vec<Candidate> {
    let mut by_place: BTreeMap<Place, Vec<Clue>> = BTreeMap::new();
    for (place, clue) in clues {
        let known = by_place.entry(place).or_default();
        if !known.contains(&clue) {
            known.push(clue);
        }
    }
    let candidate = |(place, clues)| Candidate {
        place,
        clues,
        party: is_party(place),
    };
    by_place.into_iter().map(candidate).collect()
}

/// The place that most points to; of two that as much points to, that of the newer ticket.
pub fn heaviest(candidates: Vec<Candidate>) -> Option<Candidate> {
    candidates
        .into_iter()
        .max_by_key(|candidate| (candidate.weight(), candidate.place))
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
    use super::{Clue, Place, candidates, heaviest, numbers};
    use kernel::TicketId;

    fn place(number: i64) -> Place {
        Place::from(TicketId(number))
    }

    #[test]
    fn what_is_answered_outweighs_what_went_before_and_a_number() {
        let clues = [
            (place(1), Clue::Before),
            (place(2), Clue::Answers),
            (place(3), Clue::Number),
        ];
        let chosen = heaviest(candidates(clues, |_| false)).expect("a candidate");
        assert_eq!(chosen.place, place(2));
        let party_to_the_third = heaviest(candidates(clues, |it| it == place(3)));
        assert_eq!(party_to_the_third.map(|it| it.place), Some(place(3)));
        assert_eq!(heaviest(candidates([], |_| true)), None);
    }

    #[test]
    fn a_clue_counts_once_however_often_it_is_given() {
        let clues = [(place(1), Clue::Before); 5];
        let twice = [(place(2), Clue::Answers)];
        let chosen = heaviest(candidates(clues.into_iter().chain(twice), |_| false));
        assert_eq!(chosen.map(|it| it.place), Some(place(2)));
    }

    #[test]
    fn a_side_conversation_is_a_place_of_its_own_and_who_may_answer_in_the_one_may_not_in_the_other()
     {
        let aside = Place {
            conversation: Some(1),
            ..place(1)
        };
        let clues = [(aside, Clue::Token), (place(1), Clue::Before)];
        let of_the_supplier = heaviest(candidates(clues, |it| it == aside)).expect("a place");
        assert_eq!(of_the_supplier.place, aside);
        let of_the_requester = heaviest(candidates(clues, |it| it == place(1))).expect("a place");
        assert_eq!(of_the_requester.place, place(1));
        let of_a_stranger = heaviest(candidates(clues, |_| false)).expect("a place");
        let whys: Vec<String> = of_a_stranger
            .reasons()
            .into_iter()
            .map(|it| it.why)
            .collect();
        assert_eq!(whys, ["token", "not_with"]);
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
