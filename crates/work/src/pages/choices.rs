//! What can be chosen: teams, colleagues, services. Each list is short, whatever the desk has.

use crate::error::Result;
use crate::screens::ticket::Control;
use directory::queries as directory;
use kernel::{Actor, PersonId, ServiceId, TeamId};
use store::Tx;
use web::Texts;
use web::parts::Choice;

/// Most teams or services in a list; where there are more, their names are typed, with suggestions.
const LISTED_MAX: usize = 50;
/// Most people in a list; others are found by typing.
const PEOPLE_MAX: usize = 100;

/// What can be chosen.
pub(super) enum Offered<I> {
    /// One of these.
    Listed(Vec<(I, String)>),
    /// There are more than a list should hold: their names are typed.
    Typed,
}

impl<I> Offered<I> {
    fn of(found: Vec<(I, String)>) -> Self {
        match found.len() > LISTED_MAX {
            true => Self::Typed,
            false => Self::Listed(found),
        }
    }
}

impl<I: std::fmt::Display> Offered<I> {
    /// How one of them is chosen: `first` is what the empty choice is called, `chosen` the id and the name of what
    /// is chosen now, `suggest` what `/suggest` is asked for.
    pub(super) fn control(
        &self,
        first: &str,
        chosen: Option<(String, String)>,
        suggest: &'static str,
    ) -> Control {
        if matches!(self, Self::Typed) {
            return Control::Text {
                kind: "text",
                value: chosen.map(|(_, name)| name).unwrap_or_default(),
                suggest,
            };
        }
        let mut choices = vec![Choice::new("", first, chosen.is_none())];
        choices.extend(self.choices(chosen));
        Control::Select(choices)
    }

    /// Those that a list holds, and what is chosen now, by id and name.
    pub(super) fn choices(&self, chosen: Option<(String, String)>) -> Vec<Choice> {
        let all: &[(I, String)] = match self {
            Self::Listed(all) => all,
            Self::Typed => &[],
        };
        let choice = |(id, name): &(I, String)| {
            let value = id.to_string();
            let is_it = |(id, of): &(String, String)| *id == value || of == name;
            let selected = chosen.as_ref().is_some_and(is_it);
            Choice::new(value, name.as_str(), selected)
        };
        let mut choices: Vec<Choice> = all.iter().map(choice).collect();
        // What is chosen now is in the list, even where it could not be chosen any more.
        if let Some((id, name)) = chosen
            && choices.iter().all(|choice| !choice.selected)
        {
            choices.push(Choice::new(id, name, true));
        }
        choices
    }
}

/// The teams that the actor knows of.
pub(super) fn teams(tx: &Tx<'_>, actor: &Actor) -> Result<Offered<TeamId>> {
    let found = directory::suggest_teams(tx, actor, "", LISTED_MAX + 1)?;
    Ok(Offered::of(found))
}

/// The services that there are.
pub(super) fn services(tx: &Tx<'_>) -> Result<Offered<ServiceId>> {
    let found = directory::suggest_services(tx, "", LISTED_MAX + 1)?;
    Ok(Offered::of(found))
}

/// Those whom a ticket of `teams` may be given to: their members, and the actor.
pub(super) fn colleagues(
    tx: &Tx<'_>,
    actor: &Actor,
    teams: &[TeamId],
) -> Result<Vec<(PersonId, String)>> {
    let mut people: Vec<(PersonId, String)> = Vec::new();
    for team in teams {
        for member in directory::list_members(tx, *team)? {
            let known = people.iter().any(|(id, _)| *id == member.person_id);
            if !known && people.len() < PEOPLE_MAX {
                people.push((member.person_id, member.name));
            }
        }
    }
    if let Some(me) = actor.person
        && !people.iter().any(|(id, _)| *id == me)
    {
        let names = directory::person_names(tx, &[me].into())?;
        people.extend(names.into_iter().map(|(id, person)| (id, person.name)));
    }
    people.sort_by(|(_, a), (_, b)| a.cmp(b));
    Ok(people)
}

/// Choices from ids and names, the first of them `first` with an empty value.
pub(super) fn with_first<I: std::fmt::Display + PartialEq>(
    first: &str,
    chosen: Option<&I>,
    all: &[(I, String)],
) -> Vec<Choice> {
    let none = Choice::new("", first, chosen.is_none());
    let rest = all
        .iter()
        .map(|(id, name)| Choice::new(id.to_string(), name.as_str(), chosen == Some(id)));
    std::iter::once(none).chain(rest).collect()
}

/// Choices from ids and names, the first of them nothing.
pub(super) fn or_none<I: std::fmt::Display + PartialEq>(
    texts: Texts,
    chosen: Option<&I>,
    all: &[(I, String)],
) -> Vec<Choice> {
    with_first(texts.t("none-chosen"), chosen, all)
}
