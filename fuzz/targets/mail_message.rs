//! Messages: whatever the bytes, something bounded is made of them, and twice the same.

#![no_main]

use fuzz::mail::{parsing, reply};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let Ok(incoming) = parsing::parse(raw) else {
        return;
    };
    assert!(
        !incoming.subject.contains(['\r', '\n']),
        "{:?}",
        incoming.subject
    );
    for file in &incoming.files {
        assert!(
            !file.name.is_empty() && !file.name.contains(['/', '\\', '\0', '\r', '\n']),
            "{:?}",
            file.name
        );
    }
    let people = incoming.from.iter().chain(&incoming.to).chain(&incoming.cc);
    for person in people {
        assert!(!person.email.contains(char::is_whitespace), "{person:?}");
    }
    for id in incoming.message_id.iter().chain(&incoming.references) {
        assert!(!id.contains(['<', '>', '\r', '\n']), "{id:?}");
    }
    assert!(reply::visible(&incoming.text).len() <= incoming.text.len());
    assert_eq!(parsing::parse(raw), Ok(incoming));
});
