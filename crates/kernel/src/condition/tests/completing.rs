//! What is expected where, while a condition is being written.

use super::Desk;
use crate::condition::{
    FIELDS, Op, Vocabulary, WORDS, Wanted, complete, custom_named, custom_offers, field_named,
    field_offers, value_offers,
};

/// What is expected at `|`: the piece that would be replaced, what was typed of it, and the field.
fn at(marked: &str) -> (String, String, Option<(String, Op)>) {
    let cursor = marked.find('|').expect("a cursor");
    let text = marked.replacen('|', "", 1);
    let expected = complete(&text, cursor);
    let field = match expected.wanted {
        Wanted::Value { field, op } => Some((field.to_owned(), op)),
        Wanted::Term | Wanted::Text => None,
    };
    let piece = text[expected.start..expected.end].to_owned();
    (piece, expected.typed.to_owned(), field)
}

#[test]
fn the_cursor_s_place_decides_what_is_expected() {
    for (marked, piece, typed, field) in [
        ("|", "", "", None),
        ("sta|", "sta", "sta", None),
        ("sta|te", "state", "sta", None),
        ("vpn -pri|", "pri", "pri", None),
        ("(te|", "te", "te", None),
        ("state:|", "", "", Some(("state", Op::Is))),
        ("state:op|", "op", "op", Some(("state", Op::Is))),
        ("state:new,ac|t vpn", "act", "ac", Some(("state", Op::Is))),
        ("state:ne|w,active", "new", "ne", Some(("state", Op::Is))),
        ("priority<=|", "", "", Some(("priority", Op::AtMost))),
        ("priority:1..|", "", "", Some(("priority", Op::Is))),
        ("-team!=net|", "net", "net", Some(("team", Op::IsNot))),
        (
            "team:\"Network & V|\"",
            "\"Network & V\"",
            "Network & V",
            Some(("team", Op::Is)),
        ),
        (
            "field.colour:da|",
            "da",
            "da",
            Some(("field.colour", Op::Is)),
        ),
        ("\"vpn time|", "\"vpn time", "vpn time", None),
        ("https://exa|", "https://exa", "https://exa", None),
        ("größe sta|", "sta", "sta", None),
    ] {
        let field = field.map(|(name, op): (&str, Op)| (name.to_owned(), op));
        assert_eq!(at(marked), (piece.into(), typed.into(), field), "{marked}");
    }
    assert_eq!(complete("\"vpn", 4).wanted, Wanted::Text);
    // A place inside a letter, or behind the end, is the nearest one before it.
    assert_eq!(complete("ä", 1).typed, "");
    assert_eq!(complete("sta", 99).typed, "sta");
}

#[test]
fn what_is_offered_is_understood() {
    let desk = Desk::new();
    let policy = Vocabulary::policy(&desk);
    for op in [
        Op::Is,
        Op::IsNot,
        Op::Less,
        Op::AtMost,
        Op::More,
        Op::AtLeast,
    ] {
        for info in FIELDS {
            for offer in value_offers(info, op, policy) {
                let condition = format!("{}{op}{}", info.name, offer.write);
                assert!(desk.read(&condition).is_ok(), "{condition}");
            }
        }
        for field in &policy.fields {
            for offer in custom_offers(field, op) {
                let condition = format!("field.{}{op}{}", field.key, offer.write);
                assert!(desk.read(&condition).is_ok(), "{condition}");
            }
        }
    }
}

#[test]
fn fields_are_offered_by_their_names_and_aliases() {
    let desk = Desk::new();
    let policy = Vocabulary::policy(&desk);
    let offered = |typed: &str, reads_notes| -> Vec<String> {
        let offers = field_offers(typed, policy, reads_notes);
        offers.into_iter().map(|offer| offer.write).collect()
    };
    assert_eq!(offered("pri", true), ["priority:"]);
    assert_eq!(offered("stat", true), ["state:"]);
    assert_eq!(offered("status", true), ["state:"]);
    assert!(offered("COLO", true).contains(&"field.colour:".to_owned()));
    assert!(offered("field.co", true).contains(&"field.cost:".to_owned()));
    assert!(offered("", true).contains(&"notes:".to_owned()));
    assert!(!offered("", false).contains(&"notes:".to_owned()));
    assert!(offered("zzz", true).is_empty());
    assert_eq!(field_named("Status").map(|field| field.name), Some("state"));
    assert!(
        custom_named("field.colour", policy).is_some() && custom_named("colour", policy).is_none()
    );
}

#[test]
fn every_word_of_a_description_is_listed_once() {
    let mut words = WORDS.to_vec();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), WORDS.len());
}
