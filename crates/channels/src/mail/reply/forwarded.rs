//! A message that somebody passes on: who wrote it, what they wrote, and what stands above it. Pure.

use super::words::{FORWARDS, FROM, HEADERS, PASSED_ON};
use super::{HEADER_LINES, Line, begins_quoted_message, between, header_name, kinds, visible};
use kernel::ticket::Address;

/// A message within the one that passes it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// Who wrote it.
    pub from: Address,
    /// What it is about.
    pub subject: String,
    /// What they wrote.
    pub text: String,
    /// What whoever passes it on wrote above it; often nothing.
    pub above: String,
}

/// The message that is passed on; nothing unless the subject or the line above it says that it is, and its writer's
/// address stands there.
pub fn forwarded(subject: &str, text: &str) -> Option<Forwarded> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let at = (0..lines.len()).find(|at| begins_quoted_message(&lines, *at))?;
    // What stands within a quotation was passed on by somebody else, some time ago.
    if kinds(&lines)[..at].contains(&Line::Quoted) {
        return None;
    }
    let about = without_forwards(subject);
    if about == subject.trim() && !PASSED_ON.contains(&between(lines[at]).as_str()) {
        return None;
    }
    let (from, end) = head(&lines[at..])?;
    let above = lines[..at].join("\n");
    let above = match above.trim() {
        "" => String::new(),
        above => visible(above),
    };
    Some(Forwarded {
        from,
        subject: about.to_owned(),
        text: without_marks(&lines[at + end..]),
        above,
    })
}

/// Without the marks that mail programs put before what is passed on, in whatever language.
fn without_forwards(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((mark, behind)) = rest.split_once(':')
        && FORWARDS.contains(&mark.trim().to_lowercase().as_str())
    {
        rest = behind.trim();
    }
    rest
}

/// Whose the message is by its headers, and how many lines these are with all above.
fn head(lines: &[&str]) -> Option<(Address, usize)> {
    let (mut from, mut end) = (None, 0);
    for (index, line) in lines.iter().enumerate().take(HEADER_LINES) {
        let name = header_name(line).unwrap_or_default();
        let says_from = FROM.contains(&name.as_str());
        if says_from || HEADERS.contains(&name.as_str()) {
            if says_from && from.is_none() {
                from = address(line);
            }
            end = index + 1;
        } else if end > 0 && !line.trim().is_empty() {
            break;
        }
    }
    Some((from?, end))
}

/// The address in a line such as `*Von:* Jane Doe [mailto:jane@example.com]`.
fn address(line: &str) -> Option<Address> {
    let (_, value) = line.split_once([':', '：'])?;
    let value =
        value.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '\u{a0}'));
    let plain = value
        .replace("[mailto:", "<")
        .replace("<mailto:", "<")
        .replace(']', ">");
    Address::parse(&plain)
}

/// The lines as a text; without the marks of a quotation where all of them have some.
fn without_marks(lines: &[&str]) -> String {
    let mut written = lines.iter().filter(|line| !line.trim().is_empty());
    if !written.all(|line| line.starts_with('>')) {
        return lines.join("\n").trim().to_owned();
    }
    let bare = lines.iter().map(|line| {
        let line = line.strip_prefix('>').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line)
    });
    bare.collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::forwarded;

    const OUTLOOK: &str = "Bitte übernehmen.\n\nViele Grüße\nAnna\n\nVon: Meier, Jan <jan.meier@kunde.example>\nGesendet: Montag, 4. Mai 2026 09:12\nAn: Anna Berg <anna@spoc.example>\nBetreff: Drucker\n\nEr druckt nicht.\n\nJan";
    const GMAIL: &str = "---------- Forwarded message ---------\nFrom: Jan Meier <jan@kunde.example>\nDate: Mon, May 4, 2026 at 9:12 AM\nSubject: Printer\nTo: <anna@spoc.example>\n\n\nIt does not print.";
    const APPLE: &str = "See below\n\nBegin forwarded message:\n\nFrom: Jan Meier <jan@kunde.example>\nSubject: Printer\nDate: 4 May 2026 at 09:12:00 CEST\nTo: anna@spoc.example\n\nIt does not print.";
    const THUNDERBIRD: &str = "-------- Weitergeleitete Nachricht --------\nBetreff: \tDrucker\nDatum: \tMon, 4 May 2026 09:12:00 +0200\nVon: \tJan Meier <jan@kunde.example>\nAn: \tanna@spoc.example\n\n\n\nEr druckt nicht.";
    const QUOTED: &str = "---------- Forwarded message ---------\n> From: jan@kunde.example\n> Date: today\n> Subject: Printer\n>\n> It does not print.";

    #[test]
    fn who_wrote_what_is_passed_on_stands_in_it_as_each_mail_program_writes_it() {
        let cases = [
            (
                "WG: Drucker",
                OUTLOOK,
                "jan.meier@kunde.example",
                "Er druckt nicht.\n\nJan",
                "Bitte übernehmen.\n\nViele Grüße\nAnna",
            ),
            (
                "Fwd: Drucker",
                GMAIL,
                "jan@kunde.example",
                "It does not print.",
                "",
            ),
            (
                "Drucker",
                GMAIL,
                "jan@kunde.example",
                "It does not print.",
                "",
            ),
            (
                "Fwd: Drucker",
                APPLE,
                "jan@kunde.example",
                "It does not print.",
                "See below",
            ),
            (
                "Fwd: FW: Drucker",
                THUNDERBIRD,
                "jan@kunde.example",
                "Er druckt nicht.",
                "",
            ),
            (
                "Fwd: Drucker",
                QUOTED,
                "jan@kunde.example",
                "It does not print.",
                "",
            ),
        ];
        for (subject, text, email, wrote, above) in cases {
            let found = forwarded(subject, text).unwrap_or_else(|| panic!("nothing in {text}"));
            assert_eq!(found.from.email, email);
            assert_eq!(found.subject, "Drucker");
            assert_eq!(found.text, wrote);
            assert_eq!(found.above, above);
        }
    }

    #[test]
    fn an_answer_passes_nothing_on() {
        let answered = "Done.\n\nOn Mon, 4 May 2026 at 09:12, Anna <anna@spoc.example> wrote:\n> ---------- Forwarded message ---------\n> From: Jan <jan@kunde.example>\n> Date: today\n> Subject: Printer\n>\n> It does not print.";
        for (subject, text) in [
            ("AW: Drucker", OUTLOOK),
            ("Re: Fwd: Printer", answered),
            ("Fwd: Printer", "It does not print."),
            (
                "Fwd: Printer",
                "From: Jan Meier\nSent: today\nSubject: Printer\n\nIt does not print.",
            ),
        ] {
            assert_eq!(forwarded(subject, text), None, "{subject}: {text}");
        }
    }
}
