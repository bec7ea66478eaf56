//! What administrators have named, in further languages. The names in the policy itself are those of everybody who finds
//! none in their own language; keys are the same in all.

use super::{Key, Named, Policy};
use crate::ticket::FieldKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OwnNames {
    /// Of categories, each without what is above it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub categories: BTreeMap<Key, String>,
    /// Of hold reasons.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub hold_reasons: BTreeMap<Key, String>,
    /// Of resolution codes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub resolution_codes: BTreeMap<Key, String>,
    /// Of custom fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<Key, FieldNames>,
}

/// What a custom field says in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldNames {
    /// What it is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What helps whoever fills it in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Its choices.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub choices: BTreeMap<Key, String>,
}

impl Policy {
    /// The policy in the words of a language; nothing where nothing has a name in it.
    #[must_use]
    pub fn in_language(&self, language: &str) -> Option<Policy> {
        let own = self.names.get(language)?;
        let mut policy = self.clone();
        translate(&mut policy.categories, &own.categories);
        translate(&mut policy.resolution_codes, &own.resolution_codes);
        for reason in &mut policy.hold_reasons {
            say(&mut reason.label, own.hold_reasons.get(&reason.key));
        }
        for field in &mut policy.fields {
            let Some(names) = own.fields.get(&field.key) else {
                continue;
            };
            say(&mut field.label, Some(&names.label));
            say(&mut field.help, Some(&names.help));
            if let FieldKind::Choice { choices } | FieldKind::MultipleChoice { choices } =
                &mut field.kind
            {
                translate(choices, &names.choices);
            }
        }
        Some(policy)
    }

    /// Decides about the names in a language. What is empty has none.
    pub fn name_in(&mut self, language: &str, decide: impl FnOnce(&mut OwnNames)) {
        let own = self.names.entry(language.to_owned()).or_default();
        decide(own);
        for names in [
            &mut own.categories,
            &mut own.hold_reasons,
            &mut own.resolution_codes,
        ] {
            names.retain(|_, name| !name.is_empty());
        }
        for names in own.fields.values_mut() {
            names.choices.retain(|_, name| !name.is_empty());
        }
        own.fields
            .retain(|_, names| *names != FieldNames::default());
        self.names.retain(|_, own| *own != OwnNames::default());
    }

    /// What a category is called, in any language, without what is above it.
    pub(crate) fn names_of_category<'p>(
        &'p self,
        category: &'p Named,
    ) -> impl Iterator<Item = &'p str> {
        let others = self.names.values();
        let others = others.filter_map(|own| own.categories.get(&category.key));
        std::iter::once(&category.label)
            .chain(others)
            .map(String::as_str)
    }

    /// What a choice of a custom field is called, in any language.
    pub(crate) fn names_of_choice<'p>(
        &'p self,
        field: &'p str,
        choice: &'p Named,
    ) -> impl Iterator<Item = &'p str> {
        let others = self.names.values();
        let others = others.filter_map(move |own| own.fields.get(field)?.choices.get(&choice.key));
        std::iter::once(&choice.label)
            .chain(others)
            .map(String::as_str)
    }
}

fn translate(list: &mut [Named], names: &BTreeMap<Key, String>) {
    for named in list {
        say(&mut named.label, names.get(&named.key));
    }
}

fn say(label: &mut String, own: Option<&String>) {
    if let Some(own) = own.filter(|own| !own.is_empty()) {
        label.clone_from(own);
    }
}
