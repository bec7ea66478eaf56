//! What Outlook packs into winmail.dat: whatever the bytes are, what comes out is no more than a bounded part of them, and
//! the same each time.

#![no_main]

use fuzz::mail::parsing;
use libfuzzer_sys::fuzz_target;

/// A file can be as large as all of the bytes, but no larger; the text may be unpacked to 4 MB, and read as a few times that.
const TEXT_MAX_BYTES: usize = 32 * 1024 * 1024;

fuzz_target!(|bytes: &[u8]| {
    let Some(packed) = parsing::unpack(bytes) else {
        return;
    };
    assert!(packed.files.len() <= 100);
    let text = match &packed.text {
        parsing::Text::Nothing => 0,
        parsing::Text::Plain(text) | parsing::Text::Html(text) => text.len(),
    };
    assert!(text <= TEXT_MAX_BYTES);
    assert!(packed.files.iter().all(|file| !file.content.is_empty() && file.content.len() <= TEXT_MAX_BYTES));
    assert_eq!(parsing::unpack(bytes), Some(packed));
});
