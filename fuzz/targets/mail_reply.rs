//! What somebody wrote, apart from what is quoted, and what somebody passes on: nothing is made up, and of a reply
//! something is always left.

#![no_main]

use fuzz::mail::reply;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let shown = reply::visible(text);
    assert_eq!(shown.is_empty(), text.trim().is_empty());
    each_line_is_in(&shown, text);
    let (subject, text) = text.split_once('\n').unwrap_or(("Fwd: ", text));
    let Some(passed_on) = reply::forwarded(subject, text) else {
        return;
    };
    assert!(subject.contains(&passed_on.subject));
    each_line_is_in(&passed_on.above, text);
    each_line_is_in(&passed_on.text, text);
    assert!(text.to_lowercase().contains(&passed_on.from.email), "{:?}", passed_on.from);
    assert_eq!(reply::forwarded(subject, text), Some(passed_on));
});

/// Whatever is shown stands in the text, in its order; marks of quotations may be left out.
fn each_line_is_in(shown: &str, text: &str) {
    let is_mark = |c: char| c == '>' || c.is_whitespace();
    let bare = |line: &str| line.trim_start_matches(is_mark).trim_end().to_owned();
    let mut lines = text.lines().map(bare);
    for line in shown.lines().map(bare).filter(|line| !line.is_empty()) {
        assert!(lines.any(|one| one == line), "{line:?} of {text:?}");
    }
}
