//! What pages say of messages, in the reader's language.

use super::model::{Mail, Outcome, Reason};
use super::screens::OutcomeChip;
use web::Texts;

/// What a message is about.
pub(super) fn subject(mail: &Mail, texts: Texts) -> &str {
    match mail.subject.as_str() {
        "" => texts.t("mail-no-subject"),
        subject => subject,
    }
}

/// What became of a message, in a word and a colour.
pub(super) fn chip(outcome: Outcome, texts: Texts) -> OutcomeChip {
    OutcomeChip {
        label: outcome_word(outcome, texts),
        class: match outcome {
            Outcome::Received => "new",
            Outcome::Created | Outcome::Appended => "resolved",
            Outcome::Ignored => "closed",
            Outcome::Quarantined => "wait",
            Outcome::Failed => "cancelled",
        },
    }
}

/// What became of a message, in a word.
pub(super) fn outcome_word(outcome: Outcome, texts: Texts) -> &'static str {
    texts.t(match outcome {
        Outcome::Received => "mail-received",
        Outcome::Created => "mail-created",
        Outcome::Appended => "mail-appended",
        Outcome::Ignored => "mail-ignored",
        Outcome::Quarantined => "mail-quarantined",
        Outcome::Failed => "mail-failed",
    })
}

/// A reason in the reader's words.
pub(super) fn word(reason: &Reason, texts: Texts) -> String {
    let key = format!("mail-why-{}", reason.why.replace('_', "-"));
    match reason.of.as_str() {
        "" => texts.t(&key).to_owned(),
        of => texts.t1(&key, "of", of.to_owned()),
    }
}

/// Why something became of a message, in a line.
pub(super) fn why(mail: &Mail, texts: Texts) -> String {
    let all = mail.reasons.iter().map(|reason| word(reason, texts));
    all.collect::<Vec<_>>().join("; ")
}

/// A reason as a sentence of its own.
pub(super) fn sentence(reason: &Reason, texts: Texts) -> String {
    let word = word(reason, texts);
    let mut rest = word.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => word,
    }
}
