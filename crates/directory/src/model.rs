//! People and what they belong to. The types that the API speaks are these.

mod teams;

pub use teams::{Member, NewTeam, Team, TeamEdit};

use kernel::policy::Criticality;
use kernel::{
    DepartmentId, LocationId, OrganisationId, PermissionSet, PersonId, RoleId, ServiceId, Timestamp,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// Somebody who asks or works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// The id.
    #[schema(value_type = i64)]
    pub id: PersonId,
    /// The full name.
    pub name: String,
    /// The address they sign in with and are written to.
    pub email: Option<String>,
    /// A phone number.
    pub phone: String,
    /// What they are in their organisation.
    pub title: String,
    /// The role.
    #[schema(value_type = i64)]
    pub role_id: RoleId,
    /// The organisation.
    #[schema(value_type = Option<i64>)]
    pub organisation_id: Option<OrganisationId>,
    /// The department.
    #[schema(value_type = Option<i64>)]
    pub department_id: Option<DepartmentId>,
    /// Where they work.
    #[schema(value_type = Option<i64>)]
    pub location_id: Option<LocationId>,
    /// Whom they report to.
    #[schema(value_type = Option<i64>)]
    pub manager_id: Option<PersonId>,
    /// Whether their requests need particular care.
    pub vip: bool,
    /// An IANA zone such as `Europe/Berlin`.
    pub time_zone: String,
    /// A language code; empty for what the browser says.
    pub locale: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Whether they may sign in and be given work.
    pub active: bool,
    /// Counts the changes; the entity tag.
    pub version: i64,
    /// Since when they are known.
    #[serde(serialize_with = "instant", deserialize_with = "read_instant")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// Somebody to add.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// The full name.
    pub name: String,
    /// The address; must be nobody else's.
    #[serde(default)]
    pub email: Option<String>,
    /// A phone number.
    #[serde(default)]
    pub phone: String,
    /// What they are in their organisation.
    #[serde(default)]
    pub title: String,
    /// The role.
    #[schema(value_type = i64)]
    pub role_id: RoleId,
    /// The organisation.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub organisation_id: Option<OrganisationId>,
    /// The department.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub department_id: Option<DepartmentId>,
    /// Where they work.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub location_id: Option<LocationId>,
    /// Whom they report to.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub manager_id: Option<PersonId>,
    /// Whether their requests need particular care.
    #[serde(default)]
    pub vip: bool,
    /// An IANA zone.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// A language code; empty for what the browser says.
    #[serde(default)]
    pub locale: String,
}

impl NewPerson {
    /// Somebody with a name, an address and a role; all else as it is by default.
    pub fn named(name: impl Into<String>, email: Option<&str>, role_id: RoleId) -> Self {
        Self {
            name: name.into(),
            email: email.map(str::to_owned),
            phone: String::new(),
            title: String::new(),
            role_id,
            organisation_id: None,
            department_id: None,
            location_id: None,
            manager_id: None,
            vip: false,
            time_zone: utc(),
            locale: String::new(),
        }
    }
}

/// What to change of a person; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PersonEdit {
    /// The full name.
    pub name: Option<String>,
    /// The address; null removes it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// A phone number.
    pub phone: Option<String>,
    /// What they are in their organisation.
    pub title: Option<String>,
    /// The role.
    #[schema(value_type = Option<i64>)]
    pub role_id: Option<RoleId>,
    /// The organisation; null for none.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub organisation_id: Option<Option<OrganisationId>>,
    /// The department; null for none.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub department_id: Option<Option<DepartmentId>>,
    /// Where they work; null for none.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub location_id: Option<Option<LocationId>>,
    /// Whom they report to; null for none.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub manager_id: Option<Option<PersonId>>,
    /// Whether their requests need particular care.
    pub vip: Option<bool>,
    /// An IANA zone.
    pub time_zone: Option<String>,
    /// A language code; empty for what the browser says.
    pub locale: Option<String>,
    /// Whether they may sign in and be given work.
    pub active: Option<bool>,
    /// The `version` that the writer has seen: who changes other fields meanwhile keeps them, and a field that
    /// somebody else has changed is refused.
    pub seen: Option<i64>,
}

/// What people decide about their own pages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Preferences {
    /// A language code; empty for what the browser says.
    pub locale: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// An IANA zone.
    pub time_zone: String,
}

/// A company, customer or supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Organisation {
    /// The id.
    #[schema(value_type = i64)]
    pub id: OrganisationId,
    /// The name; no two share one.
    pub name: String,
    /// Mail domains of its people.
    pub domains: Vec<String>,
    /// Whether it can be chosen.
    pub active: bool,
}

/// A department of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Department {
    /// The id.
    #[schema(value_type = i64)]
    pub id: DepartmentId,
    /// The organisation that it is a part of.
    #[schema(value_type = Option<i64>)]
    pub organisation_id: Option<OrganisationId>,
    /// The name.
    pub name: String,
    /// Whether it can be chosen.
    pub active: bool,
}

/// A place where people work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Location {
    /// The id.
    #[schema(value_type = i64)]
    pub id: LocationId,
    /// The name; no two share one.
    pub name: String,
    /// An IANA zone.
    pub time_zone: String,
    /// Whether it can be chosen.
    pub active: bool,
}

/// What the desk supports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Service {
    /// The id.
    #[schema(value_type = i64)]
    pub id: ServiceId,
    /// The name; no two share one.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Who is accountable for it.
    #[schema(value_type = Option<i64>)]
    pub owner_id: Option<PersonId>,
    /// Whether it can be chosen.
    pub active: bool,
    /// How much depends on it: minor, normal, important, vital.
    #[schema(value_type = String)]
    pub criticality: Criticality,
    /// The key of the calendar of its peak hours.
    pub peak_calendar: Option<String>,
}

/// A named set of permissions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Role {
    /// The id.
    #[schema(value_type = i64)]
    pub id: RoleId,
    /// A fixed key: `requester`, `agent`, `lead`, `administrator`, or one of a role that was added.
    pub key: String,
    /// The name.
    pub name: String,
    /// What it allows.
    #[schema(value_type = Vec<String>)]
    pub permissions: PermissionSet,
}

/// The role that may do everything. It cannot be narrowed, and its last active person cannot be lost.
pub const ADMINISTRATOR: &str = "administrator";

/// What lists and tickets show of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonName {
    /// The id.
    #[schema(value_type = i64)]
    pub id: PersonId,
    /// The full name.
    pub name: String,
    /// The address.
    pub email: Option<String>,
    /// Whether they are still here.
    pub active: bool,
}

/// A token as its owner sees it; the secret itself is shown once and never kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Token {
    /// The id.
    pub id: i64,
    /// Whose it is.
    #[schema(value_type = i64)]
    pub person_id: PersonId,
    /// What it is for.
    pub name: String,
    /// What it allows at most.
    #[schema(value_type = Vec<String>)]
    pub scopes: PermissionSet,
    /// When it was made.
    #[serde(serialize_with = "instant")]
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it ends.
    #[serde(serialize_with = "maybe_instant")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    /// When it was taken back.
    #[serde(serialize_with = "maybe_instant")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

fn utc() -> String {
    "UTC".to_owned()
}

/// Tells a field that is null from one that is left out.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Instants go out as RFC 3339.
fn instant<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(at)
}

fn read_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wanted = || serde::de::Error::custom("an instant as RFC 3339");
    Timestamp::parse(&text).ok_or_else(wanted)
}

fn maybe_instant<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.collect_str(at),
        None => serializer.serialize_none(),
    }
}
