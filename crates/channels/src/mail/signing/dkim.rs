//! Signing a message (RFC 6376), both of its halves in the relaxed form. Pure but for the chance that blinds the key.
//!
//! What is signed was written here: with the line ends that mail has, and with no header that is not text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::Timestamp;
use kernel::time::SECOND;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

/// The headers that are signed where they stand in a message.
const SIGNED: [&str; 16] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
    "x-auto-response-suppress",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "x-spoc-desk",
];
/// Signed once more than they stand there: nobody can add a second one that is read instead.
const ONCE: [&str; 3] = ["from", "to", "subject"];
/// Characters of the signature in a line.
const LINE_CHARS: usize = 72;

/// Whoever signs for a domain.
pub(crate) struct Signer {
    domain: String,
    selector: String,
    key: RsaKeyPair,
}

impl Signer {
    /// With a key as PKCS #8; nothing where it is none.
    pub(super) fn new(domain: &str, selector: &str, private_key: &[u8]) -> Option<Self> {
        Some(Self {
            domain: domain.to_owned(),
            selector: selector.to_owned(),
            key: RsaKeyPair::from_pkcs8(private_key).ok()?,
        })
    }

    /// The message with its signature; nothing where the system has no chance to give.
    pub(crate) fn sign(&self, raw: &[u8], now: Timestamp) -> Option<Vec<u8>> {
        let (head, body) = halves(raw);
        let head = String::from_utf8_lossy(head);
        let fields = fields(&head);
        let body_hash = STANDARD.encode(digest(&SHA256, &relaxed_body(body)));
        let (mut names, mut signed) = (Vec::new(), String::new());
        for name in SIGNED {
            let mut named = fields.iter().filter(|field| is_named(field, name)).rev();
            if let Some(field) = named.next() {
                names.push(name);
                signed.push_str(&relaxed(field));
                signed.push_str("\r\n");
            }
        }
        names.extend(ONCE);
        let unsigned = format!(
            "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={};\r\n\ts={}; t={};\r\n\th={};\r\n\tbh={body_hash};\r\n\tb=",
            self.domain,
            self.selector,
            now.0 / SECOND,
            names.join(":\r\n\t "),
        );
        signed.push_str(&relaxed(&unsigned));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                signed.as_bytes(),
                &mut signature,
            )
            .ok()?;
        let mut message = unsigned.into_bytes();
        for (at, some) in STANDARD
            .encode(signature)
            .as_bytes()
            .chunks(LINE_CHARS)
            .enumerate()
        {
            if at > 0 {
                message.extend(b"\r\n\t ");
            }
            message.extend(some);
        }
        message.extend(b"\r\n");
        message.extend(raw);
        Some(message)
    }
}

/// The headers, and what stands behind the empty line.
fn halves(raw: &[u8]) -> (&[u8], &[u8]) {
    let empty = raw.windows(4).position(|four| four == b"\r\n\r\n");
    match empty {
        Some(at) => (&raw[..at + 2], &raw[at + 4..]),
        None => (raw, &[]),
    }
}

/// Each header with the lines that go on with it.
fn fields(head: &str) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        match fields.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => {
                last.push_str("\r\n");
                last.push_str(line);
            }
            _ => fields.push(line.to_owned()),
        }
    }
    fields
}

fn is_named(field: &str, name: &str) -> bool {
    let found = field.split(':').next().unwrap_or_default();
    found.trim_end().eq_ignore_ascii_case(name)
}

/// A header in the form in which spaces and the case of its name do not count.
fn relaxed(field: &str) -> String {
    let (name, value) = field.split_once(':').unwrap_or((field, ""));
    let words: Vec<&str> = value
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    format!(
        "{}:{}",
        name.trim_end().to_ascii_lowercase(),
        words.join(" ")
    )
}

/// A text in the form in which spaces at the ends of lines and empty lines at its end do not count.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(body.len() + 2);
    // How long it is without the empty lines at its end.
    let mut end = 0;
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let begun = text.len();
        for byte in line {
            match byte {
                b' ' | b'\t' if text.len() > begun && text.last() == Some(&b' ') => {}
                b' ' | b'\t' => text.push(b' '),
                other => text.push(*other),
            }
        }
        if text.len() > begun && text.last() == Some(&b' ') {
            text.pop();
        }
        if text.len() > begun {
            end = text.len() + 2;
        }
        text.extend(b"\r\n");
    }
    text.truncate(end);
    text
}

#[cfg(test)]
mod tests {
    use super::{fields, halves, relaxed, relaxed_body};

    #[test]
    fn what_does_not_count_is_left_out() {
        // The examples of RFC 6376, 3.4.5.
        let raw = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let (head, body) = halves(raw);
        let head = String::from_utf8_lossy(head);
        let head: Vec<String> = fields(&head).iter().map(|field| relaxed(field)).collect();
        assert_eq!(head, ["a:X", "b:Y Z"]);
        assert_eq!(relaxed_body(body), b" C\r\nD E\r\n");
        for (body, expected) in [("", ""), ("\r\n\r\n", ""), (" \t\r\n", ""), ("a", "a\r\n")] {
            assert_eq!(
                relaxed_body(body.as_bytes()),
                expected.as_bytes(),
                "{body:?}"
            );
        }
    }
}
