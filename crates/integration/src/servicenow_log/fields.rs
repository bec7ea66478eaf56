//! The columns that Spoc has no property for, as custom fields: nothing of the file is lost.

use super::names::{Name, Names};
use super::row::Row;
use kernel::policy::CustomField;
use kernel::ticket::{FieldKind, FieldValue, Kind};

/// A value of the file that becomes one of a custom field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Text(Name),
    YesNo(bool),
}

impl Fact {
    /// The value.
    pub(super) fn value(self, names: &Names) -> FieldValue {
        match self {
            Fact::Text(name) => FieldValue::Text(names.text(name).to_owned()),
            Fact::YesNo(yes) => FieldValue::YesNo(yes),
        }
    }
}

/// A custom field that follows a column.
pub(super) struct Followed {
    /// The key.
    pub(super) key: &'static str,
    /// What people read.
    pub(super) label: &'static str,
    /// What values it takes.
    kind: FieldKind,
    /// What a row says of it.
    pub(super) of: fn(&Row) -> Option<Fact>,
}

const fn text(key: &'static str, label: &'static str, of: fn(&Row) -> Option<Fact>) -> Followed {
    Followed {
        key,
        label,
        kind: FieldKind::Text,
        of,
    }
}

const fn yes_no(key: &'static str, label: &'static str, of: fn(&Row) -> Option<Fact>) -> Followed {
    Followed {
        key,
        label,
        kind: FieldKind::YesNo,
        of,
    }
}

/// The fields that every row may change.
pub(super) static FOLLOWED: [Followed; 13] = [
    text("servicenow_symptom", "Symptom", |row| {
        row.symptom.map(Fact::Text)
    }),
    text("servicenow_location", "Location", |row| {
        row.location.map(Fact::Text)
    }),
    text("servicenow_ci", "Configuration item", |row| {
        row.cmdb_ci.map(Fact::Text)
    }),
    text("servicenow_problem", "Problem", |row| {
        row.problem.map(Fact::Text)
    }),
    text("servicenow_change", "Change", |row| row.rfc.map(Fact::Text)),
    text("servicenow_caused_by", "Caused by change", |row| {
        row.caused_by.map(Fact::Text)
    }),
    text("servicenow_vendor", "Vendor", |row| {
        row.vendor.map(Fact::Text)
    }),
    text("servicenow_notify", "Notification", |row| {
        row.notify.map(Fact::Text)
    }),
    yes_no("servicenow_knowledge", "Knowledge article used", |row| {
        Some(Fact::YesNo(row.knowledge))
    }),
    yes_no(
        "servicenow_priority_confirmed",
        "Priority confirmed",
        |row| Some(Fact::YesNo(row.priority_confirmed)),
    ),
    yes_no("servicenow_made_sla", "Within SLA", |row| {
        Some(Fact::YesNo(row.made_sla))
    }),
    text("servicenow_state", "State in ServiceNow", |row| {
        row.odd_state.map(Fact::Text)
    }),
    yes_no("servicenow_active", "Active in ServiceNow", |row| {
        row.odd_active.map(Fact::YesNo)
    }),
];

/// Who filed it.
pub(super) const CREATED_BY: &str = "servicenow_created_by";
/// How often it was changed, as ServiceNow counts. Says of a row in which nothing else changed that it was there.
pub(super) const UPDATES: &str = "servicenow_updates";
/// Who resolved it; told by the last row.
pub(super) const RESOLVED_BY: &str = "servicenow_resolved_by";
/// When it was resolved, where ServiceNow says otherwise than the rows do; told by the last row.
pub(super) const RESOLVED_AT: &str = "servicenow_resolved_at";
/// When it was closed, where ServiceNow says otherwise than the rows do; told by the last row.
pub(super) const CLOSED_AT: &str = "servicenow_closed_at";

/// All fields, as the policy has them.
pub(super) fn custom_fields() -> Vec<CustomField> {
    let field = |key: &str, label: &str, kind| CustomField {
        ticket_kinds: vec![Kind::Incident],
        ..CustomField::new(key, label, kind)
    };
    let mut fields: Vec<CustomField> = FOLLOWED
        .iter()
        .map(|followed| field(followed.key, followed.label, followed.kind.clone()))
        .collect();
    fields.extend([
        field(CREATED_BY, "Created by", FieldKind::Person),
        field(UPDATES, "Updates in ServiceNow", FieldKind::Number),
        field(RESOLVED_BY, "Resolved by", FieldKind::Person),
        field(RESOLVED_AT, "Resolved in ServiceNow", FieldKind::Text),
        field(CLOSED_AT, "Closed in ServiceNow", FieldKind::Text),
    ]);
    fields
}
