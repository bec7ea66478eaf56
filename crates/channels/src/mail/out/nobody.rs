//! Whether a mail server refuses a message because there is no such address, or for anything else. Pure. In doubt there is
//! one: whoever is taken for gone is not written to any more.

use crate::mail::parsing::Unreached;
use crate::mail::parsing::bounce::{NO_SUCH_ADDRESS, status_in};
use lettre::transport::smtp::Error;

/// Codes by which a server says that it does not take mail for an address (RFC 5321).
const OF_ADDRESSES: [u16; 3] = [550, 551, 553];
/// What a server speaks of that has something against the sender, or could not find out about them.
const OF_SENDERS: [&str; 5] = ["sender", "verify", "verification", "callout", "call-out"];
/// What says it without a status.
const NOBODY: [&str; 11] = [
    "no such user",
    "no such recipient",
    "no such mailbox",
    "user unknown",
    "unknown user",
    "user not found",
    "recipient unknown",
    "unknown recipient",
    "recipient not found",
    "mailbox unavailable",
    "mailbox not found",
];
/// What says it of an address that stands beside it.
const NOBODY_THERE: [&str; 4] = ["unrouteable address", "not exist", "unknown", "not found"];

/// The status by which a server says that there is no such address, if that is why it refuses a message from the desk's
/// address to another.
pub(super) fn no_such_address(said: &Error, to: &str, desk: &str) -> Option<String> {
    let code = said.status().map(u16::from)?;
    status(code, &said.to_string(), to, desk)
}

/// Whether a report of a message that did not arrive says that there is no such address.
pub(in crate::mail) fn is_gone(unreached: &Unreached, desk: &str) -> bool {
    let Unreached {
        email,
        status,
        said,
    } = unreached;
    match status.as_str() {
        // These say nothing of why, and what the server said may.
        "" | "5.0.0" | "5.1.0" => {
            let said = said.replace("5.0.0", "").replace("5.1.0", "");
            self::status(OF_ADDRESSES[0], &said, email, desk).is_some()
        }
        status => NO_SUCH_ADDRESS.contains(&status),
    }
}

fn status(code: u16, text: &str, to: &str, desk: &str) -> Option<String> {
    if !OF_ADDRESSES.contains(&code) {
        return None;
    }
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|words| text.contains(words));
    if has(&OF_SENDERS) || names(&text, desk) {
        return None;
    }
    match status_in(&text) {
        Some(status) => NO_SUCH_ADDRESS.contains(&status.as_str()).then_some(status),
        None => {
            let nobody = has(&NOBODY) || names(&text, to) && has(&NOBODY_THERE);
            nobody.then(|| code.to_string())
        }
    }
}

/// Whether an address stands in a text in small letters, and not as the end of another one.
fn names(text: &str, address: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
    let address = address.to_lowercase();
    let mut found = text.match_indices(&address);
    found.any(|(at, _)| !text[..at].ends_with(goes_on))
}

#[cfg(test)]
mod tests {
    use super::{is_gone, names, status};
    use crate::mail::parsing::Unreached;

    #[test]
    fn the_end_of_another_address_is_another_address() {
        let text = "<smit@example.com>: no such user";
        assert!(names(text, "Smit@example.com") && !names(text, "it@example.com"));
    }

    #[test]
    fn reports_speak_of_an_address_or_of_something_else() {
        for (status, said, gone) in [
            ("5.1.1", "smtp; 550 5.1.1 user unknown", true),
            ("5.1.10", "", true),
            // Exim, which knows no statuses, and those who say it in words alone.
            ("5.0.0", "rita@spoc.example\n    Unrouteable address", true),
            ("5.0.0", "smtp; 550 5.0.0 no such user", true),
            ("", "smtp; 550 user unknown", true),
            ("5.0.0", "smtp; 550 blocked", false),
            // Full, too large, not liked, not signed as it should be, late.
            ("5.2.2", "smtp; 552 mailbox full", false),
            ("5.3.4", "smtp; 552 too large", false),
            ("5.7.1", "smtp; 550 5.7.1 user unknown to our filter", false),
            ("5.7.26", "smtp; 550 unauthenticated", false),
            ("4.4.7", "smtp; 450 no such user yet", false),
        ] {
            let unreached = Unreached {
                email: "rita@spoc.example".into(),
                status: status.into(),
                said: said.into(),
            };
            assert_eq!(
                is_gone(&unreached, "desk@spoc.example"),
                gone,
                "{status} {said}"
            );
        }
    }

    #[test]
    fn only_who_says_that_there_is_no_such_address_is_understood_so() {
        for (code, text, expected) in [
            // Postfix, Google, Exchange Online, Exim, qmail, Sendmail.
            (
                550,
                "5.1.1 <rita@spoc.example>: Recipient address rejected: User unknown in local recipient table",
                Some("5.1.1"),
            ),
            (
                550,
                "5.1.1 The email account that you tried to reach does not exist.",
                Some("5.1.1"),
            ),
            (
                550,
                "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
                Some("5.1.10"),
            ),
            (550, "5.1.2 Host unknown", Some("5.1.2")),
            (550, "<Rita@spoc.example>: Unrouteable address", Some("550")),
            (
                550,
                "Requested action not taken: mailbox unavailable",
                Some("550"),
            ),
            (550, "no such user", Some("550")),
            (
                553,
                "sorry, <rita@spoc.example> does not exist here",
                Some("553"),
            ),
            // What is wrong with the sender, or cannot be found out about them.
            (
                550,
                "Verification failed for <desk@spoc.example> Unrouteable address Sender verify failed",
                None,
            ),
            (550, "<desk@spoc.example>: No such user", None),
            (550, "Callback said: 550 no such user; callout failed", None),
            (550, "5.1.1 <DESK@spoc.example> user unknown", None),
            (550, "5.1.8 Sender domain does not exist", None),
            (550, "Sender domain does not exist", None),
            (550, "5.1.0 Address rejected", None),
            (553, "5.1.7 <x>: address syntax", None),
            (
                550,
                "Recipient verify failed: rita@spoc.example unknown",
                None,
            ),
            // What is said of nobody, or of something else.
            (550, "Unrouteable address", None),
            (550, "The domain does not exist", None),
            (
                550,
                "5.7.1 rita@spoc.example unknown: mailbox unavailable for policy reasons",
                None,
            ),
            (550, "rita@spoc.example: blocked", None),
            (552, "no such user", None),
            (554, "5.1.1 user unknown", None),
        ] {
            let said = status(code, text, "rita@spoc.example", "desk@spoc.example");
            assert_eq!(said.as_deref(), expected, "{code} {text}");
        }
    }
}
