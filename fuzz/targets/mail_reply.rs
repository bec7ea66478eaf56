//! What somebody wrote, apart from what is quoted: nothing is made up, and something is always left.

#![no_main]

use fuzz::mail::reply;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let shown = reply::visible(text);
    assert_eq!(shown.is_empty(), text.trim().is_empty());
    let mut lines = text.lines();
    for line in shown.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(lines.any(|one| one.trim() == line), "{line:?} of {text:?}");
    }
});
