//! Teams and who is in them.

use kernel::{PersonId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A group of agents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Team {
    /// The id.
    #[schema(value_type = i64)]
    pub id: TeamId,
    /// The name; no two teams share one.
    pub name: String,
    /// What the team does.
    pub description: String,
    /// Whether only members know that it and its tickets exist.
    pub private: bool,
    /// Whether it can be given tickets.
    pub active: bool,
    /// The IANA zone by whose wall clock it works; empty where that is not said.
    #[serde(default)]
    pub time_zone: String,
    /// How many members it has.
    pub member_count: i64,
    /// Counts the changes; the entity tag.
    pub version: i64,
}

/// A team to add.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    /// The name.
    pub name: String,
    /// What the team does.
    #[serde(default)]
    pub description: String,
    /// Whether only members know that it and its tickets exist.
    #[serde(default)]
    pub private: bool,
    /// The IANA zone by whose wall clock it works; empty for none of its own.
    #[serde(default)]
    pub time_zone: String,
}

/// What to change of a team; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TeamEdit {
    /// The name.
    pub name: Option<String>,
    /// What the team does.
    pub description: Option<String>,
    /// Whether only members know that it and its tickets exist.
    pub private: Option<bool>,
    /// Whether it can be given tickets.
    pub active: Option<bool>,
    /// The IANA zone by whose wall clock it works; empty for none of its own.
    pub time_zone: Option<String>,
    /// The `version` that the writer has seen: who changes other fields meanwhile keeps them, and a field that
    /// somebody else has changed is refused.
    pub seen: Option<i64>,
}

/// A person in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Member {
    /// Who.
    #[schema(value_type = i64)]
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Whether they lead the team: leads add and remove members.
    pub lead: bool,
}
