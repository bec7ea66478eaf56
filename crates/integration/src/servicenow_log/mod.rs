//! The audit log of a ServiceNow instance: a row for each update of an incident, as the UCI repository has it
//! ("incident management process enriched event log").
//!
//! What each column becomes:
//!
//! | column | becomes |
//! |---|---|
//! | `number` | the external reference `servicenow-log` of the ticket |
//! | `opened_at`, `opened_by`, `sys_created_by` | time and actor of the opening, in state New |
//! | `sys_updated_at`, `sys_updated_by` | time and actor of what the row changes |
//! | `incident_state` | state, and reason for being on hold; `-100` stays in the state before, with a custom field |
//! | `reassignment_count`, `assignment_group` | changes of the team; one that went away and came back as from and to itself |
//! | `reopen_count` | changes of the state that reopen |
//! | `caller_id`, `assigned_to`, `impact`, `urgency`, `priority`, `category`/`subcategory`, `contact_type` | requester, assignee, impact, urgency, priority, category, channel |
//! | `closed_code` | the resolution's code |
//! | `sys_mod_count` | a custom field, told by rows that change nothing else and by the last one |
//! | `resolved_by`, `resolved_at`, `closed_at` | custom fields told by the last row; the times where they are not the log's own |
//! | all others | custom fields |

mod cells;
mod columns;
mod fields;
mod history;
mod import;
mod lines;
mod names;
mod parties;
mod plan;
mod queries;
mod read;
mod report;
mod row;
mod words;

#[cfg(test)]
mod tests;

pub use import::{IncidentLog, import};
pub use report::{LeftOut, Oddities, Oddity, Report};
