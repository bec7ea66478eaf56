//! Names in further languages: a line for each language that the desk offers, below the name that everybody else reads.

use super::sent::Sent;
use crate::screens::form::{Control, Field};
use directory::SignedIn;
use kernel::Policy;
use kernel::policy::OwnNames;
use web::Texts;

/// The languages that are offered, if there is more than one, and what they are called.
fn languages(signed: &SignedIn) -> Vec<(&'static str, &'static str)> {
    let mut all = Texts::languages();
    all.retain(|(code, _)| signed.brand.offers(code));
    if all.len() > 1 { all } else { Vec::new() }
}

/// What of the names in a language stands in a field of the form.
type Kept<'a> = &'a dyn Fn(Option<&OwnNames>) -> String;

/// A field for each language: `label.de`. `make` makes it of what is kept or was typed.
pub(super) fn fields(
    (signed, policy, sent): (&SignedIn, &Policy, Option<&Sent>),
    (name, label): (&str, &str),
    kept: Kept<'_>,
    make: fn(String) -> Control,
) -> Vec<Field> {
    let texts = signed.texts;
    let field = |(code, language): (&'static str, &'static str)| {
        let name = format!("{name}.{code}");
        let value = match sent {
            Some(sent) => sent.get(&name).to_owned(),
            None => kept(policy.names.get(code)),
        };
        Field {
            label: format!("{} · {language}", texts.t(label)),
            help: texts.t("admin-names-hint").to_owned(),
            error: None,
            control: make(value),
            name,
        }
    };
    let mut fields: Vec<Field> = languages(signed).into_iter().map(field).collect();
    // Said once, below the last of them.
    let last = fields.len().saturating_sub(1);
    fields[..last]
        .iter_mut()
        .for_each(|field| field.help.clear());
    fields
}

/// A line of text.
pub(super) fn line(value: String) -> Control {
    Control::Line("text", value)
}

/// What was typed in a field of each language, by language; nothing that was not in the form.
pub(super) fn typed(sent: &Sent, name: &str) -> impl Iterator<Item = (&'static str, String)> {
    let languages = Texts::languages().into_iter();
    languages.filter_map(move |(code, _)| {
        let name = format!("{name}.{code}");
        let typed = sent.all(&name).next()?.to_owned();
        Some((code, typed))
    })
}
