//! A file to import: an audit log as ServiceNow writes it, small and the same every time.

use std::fmt::Write;
use std::path::PathBuf;
use tempfile::TempDir;

const COLUMNS: &str = "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,\
    opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,\
    subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,\
    u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at";

/// What happens to every incident: state, group, hour.
const STEPS: [(&str, u32, u32); 6] = [
    ("New", 1, 8),
    ("Active", 1, 9),
    ("Active", 2, 10),
    ("Awaiting User Info", 2, 11),
    ("Active", 2, 12),
    ("Resolved", 2, 13),
];

/// A file that goes with the folder it is in.
pub(crate) struct LogFile {
    _folder: TempDir,
    path: PathBuf,
}

impl LogFile {
    /// So many incidents of six rows each.
    pub(crate) fn of(incidents: u32) -> Self {
        let mut text = format!("{COLUMNS}\n");
        for number in 0..incidents {
            let day = 1 + number % 28;
            for (count, (state, group, hour)) in STEPS.into_iter().enumerate() {
                let moved = group - 1;
                let (caller, agent) = (number % 40, (number + group) % 12);
                let group = (number + group) % 9;
                writeln!(
                    text,
                    "INC{number:07},{state},true,{moved},0,{count},true,Caller {caller},Opened by  {agent},\
                     {day}/3/2016 08:00,Created by {agent},{day}/3/2016 08:00,Updated by {agent},{day}/3/2016 {hour:02}:30,\
                     Phone,Location {caller},Category {group},Subcategory {caller},Symptom {agent},?,2 - Medium,2 - Medium,\
                     3 - Moderate,Group {group},Resolver {agent},false,false,Do Not Notify,?,?,?,?,code 6,\
                     Resolved by {agent},{day}/3/2016 13:30,?"
                )
                .expect("a text takes everything");
            }
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("log.csv");
        std::fs::write(&path, text).expect("it is written");
        Self {
            _folder: folder,
            path,
        }
    }

    pub(crate) fn path(&self) -> &str {
        self.path.to_str().expect("UTF-8")
    }
}
