//! The fields of the forms, with what can be chosen in them.

use crate::actions::Unkept;
use crate::model::Scope;
use crate::placeholders::{PLACEHOLDERS, Wrong};
use crate::screens::TextField;
use kernel::{Policy, TeamId};
use web::Texts;
use web::parts::{Choice, Input};
use web::texts::Arg;

/// The placeholders as they are written, and what they become.
pub(super) fn placeholders(texts: Texts) -> Vec<(String, String)> {
    let written =
        |(name, key): &(&str, &str)| (format!("{{{{ {name} }}}}"), texts.t(key).to_owned());
    PLACEHOLDERS.iter().map(written).collect()
}

/// A field for each language, with what is there and what is wrong with it.
pub(super) fn text_fields(
    known: &[(String, String)],
    unkept: Option<&Unkept>,
    texts: Texts,
) -> Vec<TextField> {
    let languages = Texts::languages().into_iter();
    languages
        .map(|(code, language)| {
            let text = known.iter().find(|(known, _)| known == code);
            let mut input = Input::new(text.map_or("", |(_, text)| text.as_str()));
            input.error = match unkept {
                Some(Unkept::Text(wrong, _) | Unkept::TooLong(wrong)) if wrong == code => {
                    unkept.map(|unkept| said(texts, unkept))
                }
                _ => None,
            };
            TextField {
                code: code.to_owned(),
                language: language.to_owned(),
                text: input,
            }
        })
        .collect()
}

/// Everybody, and the teams.
pub(super) fn scope_choices(texts: Texts, scope: Scope, teams: &[(TeamId, String)]) -> Vec<Choice> {
    let everybody = Choice::new("", texts.t("macro-everybody"), scope == Scope::Everybody);
    let team = |(id, name): &(TeamId, String)| {
        Choice::new(id.to_string(), name, scope == Scope::Team(*id))
    };
    std::iter::once(everybody)
        .chain(teams.iter().map(team))
        .collect()
}

/// What a property can be set to, and what it is set to already; the first leaves it.
pub(super) fn choices(
    texts: Texts,
    policy: &Policy,
    teams: &[(TeamId, String)],
    name: &str,
    chosen: &str,
) -> Vec<Choice> {
    let choice = |value: String, label: &str| {
        let is = value == chosen;
        Choice::new(value, label, is)
    };
    let mut all = vec![choice(String::new(), texts.t("macro-leave"))];
    let named = |key: &str, prefix: &str, label: &str| {
        let own = format!("{prefix}-{key}").replace('_', "-");
        match texts.t(&own) {
            text if text == own => label.to_owned(),
            text => text.to_owned(),
        }
    };
    match name {
        "state" => {
            let states = policy.lifecycles.iter().flat_map(|one| {
                let is_on = policy.offers_kind(one.kind);
                let states = one.states.iter();
                states.filter(move |state| is_on || state.key == chosen)
            });
            for state in states {
                if !all.iter().any(|known| known.value == state.key) {
                    let label = named(&state.key, "state", &state.label);
                    all.push(choice(state.key.clone(), &label));
                }
            }
        }
        "team" => all.extend(teams.iter().map(|(id, name)| choice(id.to_string(), name))),
        "assignee" => {
            all.push(choice("me".into(), texts.t("macro-me")));
            all.push(choice("nobody".into(), texts.t("bulk-nobody")));
        }
        "priority" => {
            all.extend((1..=5).map(|level| choice(level.to_string(), &format!("P{level}"))))
        }
        "hold" => all.extend(policy.hold_reasons.iter().map(|reason| {
            let label = named(&reason.key, "hold", &reason.label);
            choice(reason.key.clone(), &label)
        })),
        _ => {
            let codes = policy.resolution_codes.iter();
            let codes = codes.filter(|code| policy.offers_code(&code.key) || code.key == chosen);
            all.extend(codes.map(|code| {
                let label = named(&code.key, "resolution", &code.label);
                choice(code.key.clone(), &label)
            }));
        }
    }
    all
}

/// Why something was not kept, and what would be right.
pub(super) fn said(texts: Texts, unkept: &Unkept) -> String {
    match unkept {
        Unkept::Name => texts.t("macro-wrong-name").to_owned(),
        Unkept::Empty => texts.t("macro-wrong-empty").to_owned(),
        Unkept::TooLong(_) => texts.t("macro-wrong-long").to_owned(),
        Unkept::Stale => texts.t("error-precondition-failed-text").to_owned(),
        Unkept::TooMany => texts.t("macro-wrong-many").to_owned(),
        Unkept::Failed(error) => error.to_string(),
        Unkept::Text(
            _,
            Wrong {
                line,
                unknown,
                problem,
            },
        ) => {
            let line = ("line", Arg::from(line.to_string()));
            match unknown {
                Some(name) => {
                    let name = ("name", Arg::from(name));
                    texts.with("macro-wrong-placeholder", [line, name])
                }
                None => {
                    let problem = ("problem", Arg::from(problem));
                    texts.with("macro-wrong-text", [line, problem])
                }
            }
        }
    }
}
