//! What a message sets when it is sent, in words: for the chip that stands beside it.

use super::super::bulk::NOBODY;
use super::super::words::Words;
use crate::error::Result;
use directory::model::PersonName;
use kernel::{Actor, PersonId, TeamId};
use std::collections::{BTreeSet, HashMap};
use store::Tx;
use web::Texts;

/// The people and teams that are named in what is set.
#[derive(Default)]
pub struct SetNames {
    people: HashMap<PersonId, PersonName>,
    teams: HashMap<TeamId, String>,
}

impl SetNames {
    /// Reads the names that these need, each `assignee=3` or `team=4`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read<'s>(
        tx: &Tx<'_>,
        actor: &Actor,
        sets: impl IntoIterator<Item = &'s str>,
    ) -> Result<Self> {
        let (mut people, mut teams) = (BTreeSet::new(), BTreeSet::new());
        for set in sets {
            match set.split_once('=') {
                Some(("assignee", id)) => people.extend(id.parse::<PersonId>()),
                Some(("team", id)) => teams.extend(id.parse::<TeamId>()),
                _ => {}
            }
        }
        Ok(Self {
            people: match people.is_empty() {
                true => HashMap::new(),
                false => directory::queries::person_names(tx, &people)?,
            },
            teams: match teams.is_empty() {
                true => HashMap::new(),
                false => directory::queries::team_names(tx, actor, &teams)?,
            },
        })
    }

    /// "Team: Network".
    pub fn said(&self, words: &Words, set: &str) -> String {
        let texts = words.texts;
        let (name, value) = set.split_once('=').unwrap_or((set, ""));
        let value = match name {
            "state" => words.state("", value).to_owned(),
            "priority" => match value.parse() {
                Ok(level) => words.priority(level).to_owned(),
                Err(_) => value.to_owned(),
            },
            "hold" => words.hold_reason(value),
            "resolution" => words.resolution(value),
            "assignee" if matches!(value, "" | NOBODY) => texts.t("bulk-nobody").to_owned(),
            "assignee" => {
                let person = value.parse().ok().and_then(|id| self.people.get(&id));
                person.map_or_else(|| texts.t("somebody").to_owned(), |it| it.name.clone())
            }
            "team" if value.is_empty() => texts.t("none-chosen").to_owned(),
            "team" => {
                let team = value.parse().ok().and_then(|id| self.teams.get(&id));
                team.map_or_else(|| texts.t("team-hidden").to_owned(), String::clone)
            }
            _ => value.to_owned(),
        };
        format!("{}: {value}", set_name(texts, name))
    }
}

/// What a property is called that is set.
pub fn set_name(texts: Texts, name: &str) -> &str {
    texts.t(match name {
        "tag_add" => "tags",
        "resolution" => "resolution-code",
        "reason" => "priority-because",
        name => name,
    })
}
