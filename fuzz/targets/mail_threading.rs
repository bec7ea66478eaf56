//! Which ticket a message belongs to: one that something points to, whatever the order, and more of it changes nothing. And
//! by what it is known there: whatever id a message comes with, an answer that names it is known as its answer.

#![no_main]

use fuzz::mail::parsing;
use fuzz::mail::threading::{Clue, Place, candidates, heaviest, numbers};
use kernel::TicketId;
use libfuzzer_sys::fuzz_target;

const CLUES: [Clue; 5] = [
    Clue::Token,
    Clue::Answers,
    Clue::Before,
    Clue::Sibling,
    Clue::Number,
];

fuzz_target!(|input: &[u8]| {
    weighs(input);
    is_named_again(&String::from_utf8_lossy(input));
});

fn weighs(input: &[u8]) {
    let Some((parties, rest)) = input.split_first() else {
        return;
    };
    let is_party = |place: Place| {
        let bit = place.ticket.0 + i64::from(place.conversation.unwrap_or(0));
        parties >> (bit % 8) & 1 == 1
    };
    let clue = |pair: &[u8; 2]| {
        let place = Place {
            ticket: TicketId(i64::from(pair[0] % 8)),
            conversation: (pair[0] & 8 != 0).then_some(1),
        };
        (place, CLUES[usize::from(pair[1]) % CLUES.len()])
    };
    let (pairs, _) = rest.as_chunks::<2>();
    let clues: Vec<(Place, Clue)> = pairs.iter().map(clue).collect();
    let chosen = heaviest(candidates(clues.iter().copied(), is_party));
    assert_eq!(chosen.is_some(), !clues.is_empty());
    let Some(chosen) = chosen else {
        return;
    };
    assert!(clues.iter().any(|(place, _)| *place == chosen.place));
    assert_eq!(chosen.party, is_party(chosen.place));
    let backwards = candidates(clues.iter().rev().copied(), is_party);
    assert_eq!(heaviest(backwards).map(|it| it.place), Some(chosen.place));
    // Whatever else points to it, it stays the one.
    for clue in CLUES {
        let more = clues.iter().copied().chain([(chosen.place, clue)]);
        let again = heaviest(candidates(more, is_party));
        assert_eq!(again.map(|it| it.place), Some(chosen.place));
    }
    let found = numbers(&String::from_utf8_lossy(rest));
    assert!(found.len() <= 3 && found.iter().all(|number| number.0 >= 0));
}

/// The first line is the id of a message, the second what its answer refers to besides.
fn is_named_again(text: &str) {
    let mut lines = text.split(['\r', '\n']);
    let (id, besides) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let read = parsing::parse(format!("Message-ID: {id}\r\n\r\nHello").as_bytes());
    let Some(known) = read.expect("a message").message_id else {
        return;
    };
    let answer = format!("In-Reply-To: <{known}>\r\nReferences: {besides}\r\n\r\nYes");
    let ids = parsing::parse(answer.as_bytes()).expect("a message").references;
    assert_eq!(ids.first(), Some(&known), "{id:?}");
    assert!(ids.len() <= 100);
    assert_eq!(parsing::distinct_ids(ids.iter().cloned()), ids);
}
