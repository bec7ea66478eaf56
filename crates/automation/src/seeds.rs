//! Macros to begin with.

use crate::model::{Macro, Scope, Writes};

/// A macro to begin with.
struct Example {
    name: &'static str,
    folder: &'static str,
    english: &'static str,
    german: &'static str,
    sets: &'static [(&'static str, &'static str)],
}

const EXAMPLES: [Example; 5] = [
    Example {
        name: "Ask for details",
        folder: "Questions",
        english: "Hello {{ requester.first_name }},\n\nthank you for your message. To help you quickly we need to know:\n\n- What exactly did you do, and what happened then?\n- Since when does it happen?\n- Does it happen to your colleagues, too?\n\nA picture of the message on the screen helps a lot.",
        german: "Guten Tag {{ requester.first_name }},\n\nvielen Dank für Ihre Nachricht. Damit wir schnell helfen können, brauchen wir noch:\n\n- Was genau haben Sie getan, und was ist dann geschehen?\n- Seit wann ist das so?\n- Geht es Kolleginnen und Kollegen auch so?\n\nEin Bild der Meldung hilft uns sehr.",
        sets: &[("hold", "requester")],
    },
    Example {
        name: "We are on it",
        folder: "Updates",
        english: "Hello {{ requester.first_name }},\n\nwe are looking into “{{ ticket.subject }}” and will write to you again as soon as we know more.",
        german: "Guten Tag {{ requester.first_name }},\n\nwir kümmern uns um „{{ ticket.subject }}“ und melden uns wieder, sobald wir mehr wissen.",
        sets: &[("assignee", "me")],
    },
    Example {
        name: "Restart first",
        folder: "Solutions",
        english: "Hello {{ requester.first_name }},\n\nplease save your work, restart the computer and try again. If it still happens, answer this message and we go on from there.",
        german: "Guten Tag {{ requester.first_name }},\n\nbitte speichern Sie Ihre Arbeit, starten Sie den Computer neu und versuchen Sie es noch einmal. Wenn es weiter auftritt, antworten Sie einfach auf diese Nachricht.",
        sets: &[],
    },
    Example {
        name: "Solved, please confirm",
        folder: "Solutions",
        english: "Hello {{ requester.first_name }},\n\nit should work again now. Please try it. If anything is still wrong, answer this message and we take it up again.",
        german: "Guten Tag {{ requester.first_name }},\n\nes sollte jetzt wieder gehen. Bitte probieren Sie es aus. Wenn noch etwas nicht stimmt, antworten Sie auf diese Nachricht, und wir nehmen es wieder auf.",
        sets: &[("resolution", "solved")],
    },
    Example {
        name: "Take it and begin",
        folder: "",
        english: "",
        german: "",
        sets: &[("assignee", "me"), ("state", "in_progress")],
    },
];

/// The macros to begin with.
pub(crate) fn examples() -> Vec<Macro> {
    let text = |code: &str, text: &str| (code.to_owned(), text.to_owned());
    let example = |example: &Example| Macro {
        id: 0,
        name: example.name.to_owned(),
        folder: example.folder.to_owned(),
        scope: Scope::Everybody,
        writes: Writes::Reply,
        texts: match example.english.is_empty() {
            true => Vec::new(),
            false => vec![text("en", example.english), text("de", example.german)],
        },
        sets: example
            .sets
            .iter()
            .map(|(name, value)| text(name, value))
            .collect(),
    };
    EXAMPLES.iter().map(example).collect()
}

#[cfg(test)]
mod tests {
    use super::examples;
    use crate::placeholders::check;

    #[test]
    fn every_example_can_be_written_out() {
        for example in examples() {
            for (language, text) in &example.texts {
                assert_eq!(check(text), Ok(()), "{} in {language}", example.name);
            }
        }
    }
}
