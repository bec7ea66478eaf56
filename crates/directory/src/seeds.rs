//! What every installation has from its first start.

use crate::model::ADMINISTRATOR;
use crate::queries;
use kernel::{Permission, PermissionSet};
use store::{Result, Tx};

use Permission::{
    ActivityRead, NoteRead, NoteWrite, PersonRead, TicketBulk, TicketExport, TicketMerge,
    TicketOpen, TicketRead, TicketWork, ViewShare,
};

const REQUESTER: &[Permission] = &[TicketOpen];
const AGENT: &[Permission] = &[
    TicketOpen,
    TicketRead,
    TicketWork,
    TicketBulk,
    TicketExport,
    TicketMerge,
    NoteRead,
    NoteWrite,
    PersonRead,
];
const LEAD: &[Permission] = &[
    TicketOpen,
    TicketRead,
    TicketWork,
    TicketBulk,
    TicketExport,
    TicketMerge,
    NoteRead,
    NoteWrite,
    PersonRead,
    ViewShare,
    ActivityRead,
];

/// The roles that come with Spoc: key, English name, what they allow.
const ROLES: [(&str, &str, &[Permission]); 4] = [
    ("requester", "Requester", REQUESTER),
    ("agent", "Agent", AGENT),
    ("lead", "Lead", LEAD),
    (ADMINISTRATOR, "Administrator", Permission::ALL),
];

/// Adds the roles that are missing. Run at every start. Administrators get permissions that a new version
/// brings; the other roles stay as they were decided here.
///
/// # Errors
/// When the database fails.
pub fn seed(tx: &Tx<'_>) -> Result<()> {
    if queries::find_role_by_key(tx, ADMINISTRATOR)?.is_none() {
        // Another process may be at its first start, too: whoever waited for it finds what it has put there.
        store::lock_all(tx)?;
    }
    for (key, name, allowed) in ROLES {
        let allowed: PermissionSet = allowed.iter().copied().collect();
        match queries::find_role_by_key(tx, key)? {
            None => {
                queries::insert_role(tx, key, name, allowed)?;
            }
            Some(role) if key == ADMINISTRATOR && role.permissions != allowed => {
                queries::update_role(tx, role.id, &role.name, allowed)?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}
