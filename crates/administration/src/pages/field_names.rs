//! What a custom field says in further languages: its name, what helps, its choices.

use super::names;
use super::sent::Sent;
use crate::screens::form::{Control, Field};
use directory::SignedIn;
use kernel::Policy;
use kernel::policy::{CustomField, FieldNames, Named, OwnNames};

/// Of which field, under which policy, after what was sent.
pub(super) type At<'a> = (&'a SignedIn, &'a Policy, Option<&'a Sent>);

/// The fields of its name.
pub(super) fn labels(at: At<'_>, known: Option<&CustomField>) -> Vec<Field> {
    let kept = |own: Option<&OwnNames>| said(own, known, |names| names.label.clone());
    names::fields(at, ("label", "name"), &kept, names::line)
}

/// The fields of what helps.
pub(super) fn helps(at: At<'_>, known: Option<&CustomField>) -> Vec<Field> {
    let kept = |own: Option<&OwnNames>| said(own, known, |names| names.help.clone());
    names::fields(at, ("help", "admin-field-help"), &kept, names::line)
}

/// The fields of its choices, a line for each that there is.
pub(super) fn choices(at: At<'_>, known: &CustomField, choices: &[Named]) -> Vec<Field> {
    let kept = |own: Option<&OwnNames>| {
        said(own, Some(known), |names| {
            let line = |choice: &Named| {
                let name = names.choices.get(&choice.key).map_or("", String::as_str);
                format!("{} = {name}", choice.key)
            };
            let lines: Vec<String> = choices.iter().map(line).collect();
            lines.join("\n")
        })
    };
    let label = ("choices", "admin-field-choices");
    names::fields(at, label, &kept, Control::Lines)
}

fn said(
    own: Option<&OwnNames>,
    known: Option<&CustomField>,
    what: impl Fn(&FieldNames) -> String,
) -> String {
    let names = own.and_then(|own| own.fields.get(&known?.key));
    what(names.unwrap_or(&FieldNames::default()))
}

/// Names the field as the form says; what the form does not ask for stays.
pub(super) fn read(policy: &mut Policy, key: &str, said: &Sent) {
    let mut put = |language: &str, put: &dyn Fn(&mut FieldNames)| {
        policy.name_in(language, |own| {
            put(own.fields.entry(key.to_owned()).or_default());
        });
    };
    for (language, label) in names::typed(said, "label") {
        put(language, &|names| names.label.clone_from(&label));
    }
    for (language, help) in names::typed(said, "help") {
        put(language, &|names| names.help.clone_from(&help));
    }
    for (language, lines) in names::typed(said, "choices") {
        let lines = lines.lines().filter_map(|line| line.split_once('='));
        let choices = lines.map(|(key, name)| (key.trim().to_owned(), name.trim().to_owned()));
        let choices: std::collections::BTreeMap<String, String> = choices.collect();
        put(language, &|names| names.choices.clone_from(&choices));
    }
}
