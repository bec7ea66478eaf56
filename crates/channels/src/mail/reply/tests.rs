//! The reply in real messages: how much of each somebody wrote, as people have read them.
//!
//! `cargo xtask replies` counts how many of them other libraries find.

use super::{forwarded, visible};
use crate::mail::real::folder;
use std::fs;

/// Each message with the number of its lines that are the reply, the blank ones at its beginning left out.
const EXPECTED: &str = include_str!("expected.tsv");

#[test]
fn the_reply_in_real_messages_is_what_somebody_wrote() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    for line in EXPECTED.lines() {
        let (name, lines) = line.split_once('\t').expect("a name and a number");
        let lines: usize = lines.parse().expect("a number");
        let path = folder.join(name);
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let text = String::from_utf8_lossy(&bytes);
        let written: Vec<&str> = text.trim().lines().map(str::trim_end).take(lines).collect();
        if visible(&text) != written.join("\n") {
            wrong.push(format!(
                "{name}: {} lines, not {lines}",
                visible(&text).lines().count()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        EXPECTED.lines().count()
    );
}

#[test]
fn whoever_answers_between_the_lines_is_shown_with_them() {
    let text = "Am 3. Mai 2026 um 10:12 schrieb Rita <rita@example.com>:\n> Welche Nummer?\n\n4711\n\n> Und welcher Raum?\n\nB 12\n";
    assert_eq!(visible(text), text.trim());
}

#[test]
fn a_reply_above_a_quotation_is_told_apart_in_many_languages() {
    for above in [
        "On Mon, 3 May 2026 at 10:12, Anna <anna@example.com> wrote:",
        "Am 03.05.26 um 10:12 schrieb Anna Keller:",
        "Am Mo., 3. Mai 2026 um 10:12 Uhr schrieb Anna Keller <\nanna@example.com>:",
        "Le lun. 3 mai 2026 à 10:12, Anna <anna@example.com> a écrit :",
        "El lun, 3 may 2026 a las 10:12, Anna (<anna@example.com>) escribió:",
        "Il giorno lun 3 mag 2026 alle ore 10:12 Anna <anna@example.com> ha scritto:",
        "Op ma 3 mei 2026 om 10:12 schreef Anna <anna@example.com>:",
        "Den mån 3 maj 2026 kl 10:12 skrev Anna <anna@example.com>:",
        "-----Ursprüngliche Nachricht-----\nVon: Anna",
        "________________________________\nVon: Anna Keller <anna@example.com>\nGesendet: Montag, 3. Mai 2026 10:12\nAn: Rita\nBetreff: VPN",
        "De : Anna <anna@example.com>\nEnvoyé : lundi 3 mai 2026\nÀ : Rita\nObjet : VPN",
    ] {
        let text = format!("Danke, jetzt geht es wieder.\n\n{above}\n\nBitte neu starten.\n");
        assert_eq!(visible(&text), "Danke, jetzt geht es wieder.", "{above}");
    }
}

#[test]
fn what_only_looks_like_a_quotation_or_signature_is_shown() {
    for text in [
        "On Monday I restarted it, as you wrote: it did not help.",
        "Am Montag ging es noch.\nHeute nicht mehr.",
        "From: the printer\nit says paper jam",
        "Sent from the other office, so it takes until Friday.",
        "Steps:\n--\nno, wait\n\n> quoted only",
    ] {
        let shown = visible(text);
        assert!(text.starts_with(&shown) && !shown.is_empty(), "{text}");
    }
    assert_eq!(
        visible("On Monday I restarted it, as you wrote: it did not help."),
        "On Monday I restarted it, as you wrote: it did not help."
    );
    assert_eq!(visible("> only quoted"), "> only quoted");
    assert_eq!(visible(""), "");
}

#[test]
fn a_long_text_is_read_whatever_stands_in_it() {
    // Looking at all that follows from each of these lines would take for ever.
    for line in [
        "All of this stands in the log.",
        "--",
        "__",
        "-----",
        "From: jan@example.com",
        "On 1 May 2026 at 10:00 Jan wrote",
        "Sent from my phone",
        "> It does not print.",
        "10:00 jan@example.com",
    ] {
        let text = format!("{line}\n").repeat(100_000 / (line.len() + 1));
        assert!(!visible(&text).is_empty(), "{line}");
        assert_eq!(forwarded("Printer", &text), None, "{line}");
    }
}
