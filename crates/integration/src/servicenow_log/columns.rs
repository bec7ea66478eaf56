//! The columns of the log: their names, and where each stands in a file.

use super::cells::Problem;
use csv::ByteRecord;

macro_rules! columns {
    ($($variant:ident = $name:literal,)*) => {
        /// A column of the log.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Column { $($variant,)* }

        /// The names of the columns, in the order in which ServiceNow writes them.
        pub(super) const NAMES: [&str; COUNT] = [$($name,)*];
    };
}

/// Longest name of a column that is shown.
const SHOWN_MAX_CHARS: usize = 60;
/// How many columns there are.
const COUNT: usize = 36;

columns! {
    Number = "number",
    IncidentState = "incident_state",
    Active = "active",
    ReassignmentCount = "reassignment_count",
    ReopenCount = "reopen_count",
    SysModCount = "sys_mod_count",
    MadeSla = "made_sla",
    CallerId = "caller_id",
    OpenedBy = "opened_by",
    OpenedAt = "opened_at",
    SysCreatedBy = "sys_created_by",
    SysCreatedAt = "sys_created_at",
    SysUpdatedBy = "sys_updated_by",
    SysUpdatedAt = "sys_updated_at",
    ContactType = "contact_type",
    Location = "location",
    Category = "category",
    Subcategory = "subcategory",
    Symptom = "u_symptom",
    CmdbCi = "cmdb_ci",
    Impact = "impact",
    Urgency = "urgency",
    Priority = "priority",
    AssignmentGroup = "assignment_group",
    AssignedTo = "assigned_to",
    Knowledge = "knowledge",
    PriorityConfirmation = "u_priority_confirmation",
    Notify = "notify",
    ProblemId = "problem_id",
    Rfc = "rfc",
    Vendor = "vendor",
    CausedBy = "caused_by",
    ClosedCode = "closed_code",
    ResolvedBy = "resolved_by",
    ResolvedAt = "resolved_at",
    ClosedAt = "closed_at",
}

impl Column {
    /// The name in the file's first line.
    pub(super) fn name(self) -> &'static str {
        NAMES[self as usize]
    }
}

/// Where each column stands in a file. Any order will do.
pub(super) struct Columns {
    places: [usize; COUNT],
}

impl Columns {
    /// Reads the file's first line.
    pub(super) fn of(header: &ByteRecord) -> Result<Columns, Problem> {
        let mut places = [usize::MAX; COUNT];
        let mut unknown: Option<(usize, String)> = None;
        for (place, name) in header.iter().enumerate() {
            let name = String::from_utf8_lossy(name.strip_prefix(BYTE_ORDER_MARK).unwrap_or(name));
            let name: String = name.trim().chars().take(SHOWN_MAX_CHARS).collect();
            match NAMES.iter().position(|known| *known == name) {
                Some(column) if places[column] != usize::MAX => {
                    let text = format!(
                        "stands there twice, the second time as column {}; leave one out",
                        place + 1
                    );
                    return Err(Problem::value(&name, text));
                }
                Some(column) => places[column] = place,
                None => unknown = unknown.or(Some((place, name))),
            }
        }
        let missing: Vec<&str> = NAMES
            .iter()
            .zip(places)
            .filter(|(_, place)| *place == usize::MAX)
            .map(|(name, _)| *name)
            .collect();
        match (unknown, missing.as_slice()) {
            (None, []) => Ok(Columns { places }),
            (None, [first, ..]) => {
                let text = format!(
                    "is missing; the first line must name all of {}",
                    NAMES.join(", ")
                );
                Err(Problem::value(first, text))
            }
            (Some((place, name)), []) => {
                let text = format!(
                    "(column {}) is none of ServiceNow's incident log; leave it out",
                    place + 1
                );
                Err(Problem::value(&name, text))
            }
            (Some((place, name)), [first, ..]) => {
                let text = format!(
                    "(column {}) is none of ServiceNow's incident log, and “{first}” is missing; if that is it, rename it",
                    place + 1
                );
                Err(Problem::value(&name, text))
            }
        }
    }

    /// The name of the column that stands there, from 0.
    pub(super) fn name_at(&self, place: usize) -> Option<&'static str> {
        let mut named = NAMES.iter().zip(self.places);
        named.find(|(_, at)| *at == place).map(|(name, _)| *name)
    }

    /// Where the column stands, from 0.
    pub(super) fn place(&self, column: Column) -> usize {
        self.places[column as usize]
    }
}

/// What some programs begin a UTF-8 file with.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
