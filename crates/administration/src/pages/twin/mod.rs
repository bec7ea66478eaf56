//! What is decided as a form or as text: both are always in sight and say the same. Where the text is not the one that
//! was shown, it counts; else the form does.

mod around;

pub(super) use around::Around;

use super::parts::{Wrong, field};
use super::sent::Sent;
use crate::screens::form::{Control, Field, GridCell};
use web::parts::Choice;
use web::texts::Arg;
use web::{Result, Texts};
use work::Floor;
use work::policy_text::TextProblem;

/// The text as it was sent, where somebody changed it.
fn changed_text(sent: &Sent) -> Option<String> {
    let plain = |name: &str| sent.get(name).replace("\r\n", "\n");
    let text = plain("text");
    (text != plain("before")).then_some(text)
}

/// What whichever side was changed says: the text, with addresses for people, or else the form.
///
/// # Errors
/// When the database fails; inside, what is wrong with it.
pub(super) async fn read<T>(
    floor: &Floor,
    texts: Texts,
    sent: &Sent,
    from_text: impl Fn(&str) -> std::result::Result<T, TextProblem>,
    from_form: impl FnOnce() -> std::result::Result<T, Wrong>,
) -> Result<std::result::Result<T, Wrong>> {
    let Some(text) = changed_text(sent) else {
        return Ok(from_form());
    };
    let numbered = match Around::numbered(floor, texts, text.clone()).await? {
        Ok(numbered) => numbered,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let read = from_text(&numbered);
    Ok(read.map_err(|problem| told(texts, &problem.seen_in(&numbered, &text))))
}

/// What is wrong with what was sent. While it is only shown, what is yet to be chosen is not.
pub(super) fn wrong_yet(texts: Texts, sent: &Sent, mut wrong: Wrong) -> Wrong {
    let missing = texts.t("twin-missing");
    wrong.retain(|(_, text)| !(is_draft(sent) && text == missing));
    wrong
}

/// What the form says, and beside it the text.
pub(super) fn with_text(form: Sent, text: String) -> Sent {
    form.with("text", text.clone()).with("before", text)
}

/// Whether it is only to be shown: what was changed on the one side, on the other one, too.
pub(super) fn is_draft(sent: &Sent) -> bool {
    sent.has("draft")
}

/// The text, beside the form.
pub(super) fn beside(texts: Texts, text: String) -> Field {
    field(texts, "text", "twin-text", Control::Code(text))
}

/// By what a changed text is known.
pub(super) fn before(texts: Texts, text: String) -> Field {
    field(texts, "before", "twin-text", Control::Hidden(text))
}

/// What cannot be read, with its place.
fn told(texts: Texts, problem: &TextProblem) -> Wrong {
    let number = |it: usize| Arg::from(i64::try_from(it).unwrap_or(i64::MAX));
    let facts = [
        ("line", number(problem.line.unwrap_or(1))),
        ("column", number(problem.column)),
        ("problem", Arg::from(problem.text.clone())),
    ];
    vec![("text".to_owned(), texts.with("twin-problem", facts))]
}

/// Where the place of one of several is chosen; nothing where there is only one.
pub(super) fn place_cell(
    texts: Texts,
    name: String,
    (at, count): (usize, usize),
) -> Option<GridCell> {
    let choice = |place: usize| Choice::new(place.to_string(), place.to_string(), place == at + 1);
    (count > 1).then(|| GridCell::Select {
        name,
        label: texts.t("twin-place").to_owned(),
        choices: (1..=count).map(choice).collect(),
    })
}

/// Puts what was given another place there; each with the place where it stood and the one that was chosen, from 1.
pub(super) fn placed<T>(mut all: Vec<(usize, usize, T)>) -> Vec<T> {
    let moved = all.iter().position(|(from, to, _)| from != to);
    if let Some(at) = moved {
        let one = all.remove(at);
        all.insert(one.1.saturating_sub(1).min(all.len()), one);
    }
    all.into_iter().map(|(.., one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::placed;

    #[test]
    fn what_is_given_another_place_goes_there_and_the_others_make_room() {
        let put = |places: &[(usize, usize, char)]| String::from_iter(placed(places.to_vec()));
        assert_eq!(put(&[(1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c')]), "abc");
        assert_eq!(put(&[(1, 3, 'a'), (2, 2, 'b'), (3, 3, 'c')]), "bca");
        assert_eq!(put(&[(1, 1, 'a'), (2, 2, 'b'), (3, 1, 'c')]), "cab");
        assert_eq!(put(&[(1, 9, 'a'), (2, 2, 'b')]), "ba");
        // One was taken away: the others keep their order.
        assert_eq!(put(&[(2, 2, 'b'), (3, 3, 'c')]), "bc");
    }
}
