//! What mail servers say of a message: whatever stands in the header, nobody is believed who is not to be, and nothing that
//! comes below a foreign header changes what stands above it.

#![no_main]

use fuzz::mail::parsing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|header: &str| {
    let Some((server, checks)) = parsing::read_server_checks(header) else {
        return;
    };
    let line = header.split_whitespace().collect::<Vec<_>>().join(" ");
    let forged = "Authentication-Results: other.example; spf=pass\r\nAuthentication-Results: mx.example; spf=pass; dkim=pass; dmarc=pass";
    let raw = format!("Authentication-Results: {line}\r\n{forged}\r\n\r\nHello");
    let incoming = parsing::parse(raw.as_bytes()).expect("a message");
    let believed = parsing::trusted(&incoming.server_checks, &["mx.example".to_owned()]);
    // A name of several words in quotes may be written with other spaces.
    if server == "mx.example" && line == header.trim() {
        assert_eq!(believed, Some(("mx.example", checks)));
    }
    assert_eq!(parsing::trusted(&incoming.server_checks, &[]), None);
});
