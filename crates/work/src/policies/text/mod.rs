//! The policy as text: a folder of TOML files that can be read, compared, kept under version control and put in force.
//!
//! A section that no file names stays as it is in force. What is written and read back is the same policy.

mod compare;
mod people;
mod places;
mod single;

#[cfg(test)]
mod tests;

use kernel::Policy;
use kernel::automation::{Distribution, Route, Rule, Tier};
use kernel::calendar::Calendar;
use kernel::policy::{
    ApprovalTemplate, CustomField, Form, HoldReason, Lifecycle, Named, OwnNames, PriorityMatrix,
    Raises, Reach, Retired, Webhook,
};
use kernel::sla::ServiceLevel;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use compare::{Line, differences};
pub(crate) use people::number_people;
pub use people::{address_people, number_people_of, people_in};
pub use places::TextProblem;
use places::{line_of, placed};
pub use single::{approval_from, approval_text, rule_from, rule_text, step_line};

/// The files of a policy, by name.
pub type Files = BTreeMap<String, String>;

macro_rules! sections {
    ($($file:literal { $($field:ident: $type:ty),* $(,)? })*) => {
        /// What one file says.
        #[derive(Default, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct Sections {
            $($(
                #[serde(skip_serializing_if = "Option::is_none")]
                $field: Option<$type>,
            )*)*
        }

        /// The files, each with its sections.
        const SECTIONS: &[(&str, &[&str])] = &[$(($file, &[$(stringify!($field)),*]),)*];

        /// Writes a policy.
        fn split(policy: &Policy) -> Vec<(&'static str, Sections)> {
            vec![$((
                $file,
                Sections {
                    $($field: Some(policy.$field.clone().into()),)*
                    ..Sections::default()
                },
            ),)*]
        }

        /// Puts what a file says into a policy; answers the sections that an earlier file has said already.
        fn merge(policy: &mut Policy, said: Sections, seen: &mut BTreeSet<&'static str>) -> Vec<&'static str> {
            let mut twice = Vec::new();
            $($(
                if let Some(value) = said.$field {
                    if !seen.insert(stringify!($field)) {
                        twice.push(stringify!($field));
                    }
                    policy.$field = value.into();
                }
            )*)*
            twice
        }
    };
}

sections! {
    "policy.toml" {
        priority: PriorityMatrix,
        close_after_days: u32,
        reopen_within_days: u32,
        survey_every_days: u32,
        send_undo_secs: u32,
        mention_watches: bool,
        allowed_tags: Tags,
        reach: Level,
        off: BTreeSet<String>,
        retired: Retired,
        raises: Raises,
        names: BTreeMap<String, OwnNames>,
    }
    "lifecycles.toml" { lifecycles: Vec<Lifecycle>, hold_reasons: Vec<HoldReason>, resolution_codes: Vec<Named> }
    "categories.toml" { categories: Vec<Named> }
    "fields.toml" { fields: Vec<CustomField>, forms: Vec<Form> }
    "service_levels.toml" { calendars: Vec<Calendar>, service_levels: Vec<ServiceLevel> }
    "rules.toml" { rules: Vec<Rule>, webhooks: Vec<Webhook> }
    "approvals.toml" { approvals: Vec<ApprovalTemplate> }
    "routing.toml" { routes: Vec<Route>, distributions: Vec<Distribution>, tiers: Vec<Tier> }
}

/// The tags that may be given: `"any"`, or a list.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Tags {
    Any(Any),
    These(BTreeSet<String>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Any {
    Any,
}

impl From<Option<BTreeSet<String>>> for Tags {
    fn from(tags: Option<BTreeSet<String>>) -> Self {
        tags.map_or(Tags::Any(Any::Any), Tags::These)
    }
}

impl From<Tags> for Option<BTreeSet<String>> {
    fn from(tags: Tags) -> Self {
        match tags {
            Tags::Any(Any::Any) => None,
            Tags::These(tags) => Some(tags),
        }
    }
}

/// How far the desk goes: a level, or `"chosen"` where practices were chosen one by one.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Level {
    Named(Reach),
    Chosen(Chosen),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Chosen {
    Chosen,
}

impl From<Option<Reach>> for Level {
    fn from(reach: Option<Reach>) -> Self {
        reach.map_or(Level::Chosen(Chosen::Chosen), Level::Named)
    }
}

impl From<Level> for Option<Reach> {
    fn from(level: Level) -> Self {
        match level {
            Level::Named(reach) => Some(reach),
            Level::Chosen(Chosen::Chosen) => None,
        }
    }
}

/// The files that say a policy.
///
/// # Errors
/// When a value cannot be written as TOML.
pub fn to_files(policy: &Policy) -> Result<Files, TextProblem> {
    let written = split(policy).into_iter().map(|(file, sections)| {
        let text = toml::to_string_pretty(&sections).map_err(|error| TextProblem {
            file: file.to_owned(),
            line: None,
            column: 1,
            text: error.to_string(),
        })?;
        Ok((file.to_owned(), text))
    });
    written.collect()
}

/// The policy that files say; what they leave out is as `present` has it. `complete` writes names in conditions out as
/// ids.
///
/// # Errors
/// Each place that cannot be read, that names what there is not, or that would leave a ticket without a way on.
pub fn from_files(
    files: &Files,
    present: &Policy,
    complete: impl Fn(&mut Policy),
) -> Result<Policy, Vec<TextProblem>> {
    let mut policy = present.clone();
    let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
    for (file, text) in files {
        match toml::from_str::<Sections>(text) {
            Ok(said) => {
                let twice = merge(&mut policy, said, &mut seen);
                problems.extend(twice.into_iter().map(|section| TextProblem {
                    file: file.clone(),
                    line: line_of(text, section),
                    column: 1,
                    text: format!("“{section}” stands in another file, too; say it once"),
                }));
            }
            Err(error) => problems.push(TextProblem::unreadable(file, text, &error)),
        }
    }
    if problems.is_empty() {
        complete(&mut policy);
        let faults = policy.problems().into_iter().chain(present.losses(&policy));
        problems.extend(faults.map(|one| placed(files, &one)));
    }
    if problems.is_empty() {
        Ok(policy)
    } else {
        Err(problems)
    }
}
