//! What can be chosen: teams, colleagues, services, each list bounded.

use crate::error::Result;
use directory::queries as directory;
use kernel::{Actor, PersonId, ServiceId, TeamId};
use store::Tx;
use web::Texts;
use web::parts::Choice;

/// Most teams, people or services in one list; others are found by typing.
const CHOICES_MAX: usize = 100;

/// The teams that the actor knows of.
pub(super) fn teams(tx: &Tx<'_>, actor: &Actor) -> Result<Vec<(TeamId, String)>> {
    Ok(directory::suggest_teams(tx, actor, "", CHOICES_MAX)?)
}

/// The services that there are.
pub(super) fn services(tx: &Tx<'_>) -> Result<Vec<(ServiceId, String)>> {
    Ok(directory::suggest_services(tx, "", CHOICES_MAX)?)
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
            if !known && people.len() < CHOICES_MAX {
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
