//! The reply in real messages: how much of each somebody wrote, as people have read them.
//!
//! On the same 86 messages, by the same measure (the same last line), `email-reply-parser` 2.3.7 for Node finds 71, and
//! does not end on one of them; `email-reply-parser` 0.5.12 for Python finds 53.

use super::{forwarded, visible};
use crate::mail::real::folder;
use std::fs;

const CRISP: &str = "crisp_reply_parser/test/fixtures";
const GITHUB: &str = "email_reply_parser/test/emails";
const ZAPIER: &str = "zapier_reply_parser/test/emails";

/// Each message with the number of its lines that are the reply, the blank ones at its beginning left out.
const EXPECTED: &[(&str, &str, usize)] = &[
    (CRISP, "email_1", 7),
    (CRISP, "email_10", 5),
    (CRISP, "email_11", 5),
    (CRISP, "email_12", 5),
    (CRISP, "email_14", 5),
    (CRISP, "email_15", 5),
    (CRISP, "email_16", 5),
    (CRISP, "email_18", 5),
    (CRISP, "email_19", 1),
    (CRISP, "email_2", 34),
    (CRISP, "email_20", 1),
    (CRISP, "email_24", 5),
    (CRISP, "email_25", 5),
    (CRISP, "email_26", 5),
    (CRISP, "email_5", 15),
    (CRISP, "email_blackberry", 1),
    (CRISP, "email_custom_quote_header", 1),
    (CRISP, "email_customer_quote_header_2", 1),
    (CRISP, "email_customer_quote_header_3", 3),
    (CRISP, "email_danish_dash_separator", 5),
    (CRISP, "email_fr_multiline", 5),
    (CRISP, "email_french_2", 5),
    (CRISP, "email_german", 5),
    (CRISP, "email_german_2", 5),
    (CRISP, "email_german_3", 5),
    (CRISP, "email_german_outlook", 5),
    (CRISP, "email_gmail_split_line_from", 5),
    (CRISP, "email_ios_outlook_fr", 5),
    (CRISP, "email_iphone", 1),
    (CRISP, "email_italian", 5),
    (CRISP, "email_multi_word_sent_from_my_mobile_device", 1),
    (CRISP, "email_norwegian_gmail", 5),
    (CRISP, "email_not_a_signature", 16),
    (CRISP, "email_one_is_not_on", 5),
    (CRISP, "email_original_message", 5),
    (CRISP, "email_original_message_2", 5),
    (CRISP, "email_outlook_split_line_from", 5),
    (CRISP, "email_portuguese", 5),
    (CRISP, "email_reply_header", 11),
    (CRISP, "email_russian", 5),
    (CRISP, "email_thread", 1),
    (CRISP, "email_tricky_10_special_chars_in_name", 5),
    (CRISP, "email_tricky_11_double_signature", 4),
    (CRISP, "email_tricky_13_timestamp_variations", 9),
    (CRISP, "email_tricky_17_forward_header", 1),
    (CRISP, "email_tricky_18_inline_reply", 12),
    (CRISP, "email_tricky_19_quote_without_header", 12),
    (CRISP, "email_tricky_1_on_false_positive", 6),
    (CRISP, "email_tricky_20_html_entities", 3),
    (CRISP, "email_tricky_2_url_with_wrote", 8),
    (CRISP, "email_tricky_3_code_block", 12),
    (CRISP, "email_tricky_4_from_in_body", 5),
    (CRISP, "email_tricky_5_mixed_languages", 5),
    (CRISP, "email_tricky_7_multiple_dashes", 15),
    (CRISP, "email_tricky_8_sent_from_in_content", 5),
    (CRISP, "email_tricky_9_nested_quotes", 1),
    (CRISP, "email_with_date_headers", 5),
    (CRISP, "email_with_from_headers", 3),
    (CRISP, "email_zoho", 2),
    (CRISP, "sig_no_empty_line", 1),
    (GITHUB, "email_1_2", 34),
    (GITHUB, "email_1_3", 5),
    (GITHUB, "email_1_5", 15),
    (GITHUB, "email_1_6", 1),
    (GITHUB, "email_1_7", 1),
    (GITHUB, "email_1_8", 19),
    (GITHUB, "email_2_1", 1),
    (GITHUB, "email_2_2", 1),
    (GITHUB, "email_BlackBerry", 1),
    (GITHUB, "email_bullets", 9),
    (GITHUB, "email_long_quote", 10),
    (GITHUB, "email_one_is_not_on", 5),
    (GITHUB, "email_sent_from_my_not_signature", 3),
    (GITHUB, "greedy_on", 6),
    (GITHUB, "pathological", 2),
    (ZAPIER, "correct_sig", 1),
    (ZAPIER, "email_1_3", 5),
    (ZAPIER, "email_1_4", 1),
    (ZAPIER, "email_2_2", 1),
    (ZAPIER, "email_bullets", 9),
    (ZAPIER, "email_gmail", 1),
    (ZAPIER, "email_multi_word_sent_from_my_mobile_device", 1),
    (ZAPIER, "email_one_is_not_on", 5),
    (ZAPIER, "email_partial_quote_header", 6),
    (ZAPIER, "email_sent_from_my_not_signature", 3),
    (ZAPIER, "greedy_on", 6),
];

#[test]
fn the_reply_in_real_messages_is_what_somebody_wrote() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    for (set, name, lines) in EXPECTED {
        let path = folder.join(set).join(format!("{name}.txt"));
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let text = String::from_utf8_lossy(&bytes);
        let written: Vec<&str> = text
            .trim()
            .lines()
            .map(str::trim_end)
            .take(*lines)
            .collect();
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
        EXPECTED.len()
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
