//! The policy as versions: every change is one more, with author, time and comment.

use crate::desk::Desk;
use crate::error::{Error, Result};
use kernel::ticket::Refusal;
use kernel::{Actor, Permission, PersonId, Policy, PolicyVersion, Timestamp};
use store::Tx;

mod queries;

/// Adds a version, inside a unit of work.
pub(crate) fn insert(
    tx: &Tx<'_>,
    at: Timestamp,
    author: Option<PersonId>,
    comment: &str,
    policy: &Policy,
) -> Result<PolicyVersion> {
    let data = serde_json::to_string(policy).map_err(|e| store::Error::Damaged(e.to_string()))?;
    queries::insert(tx, at, author, comment, &data)
}

impl Desk {
    /// Puts a new version of the policy in force, made from the present one.
    ///
    /// # Errors
    /// When the actor may not, or the database fails.
    pub async fn change_policy(
        &self,
        actor: &Actor,
        comment: &str,
        change: impl Fn(&mut Policy) + Send + 'static,
    ) -> Result<PolicyVersion> {
        if !actor.can(Permission::PolicyManage) {
            return Err(Error::Refused(Refusal::Forbidden(Permission::PolicyManage)));
        }
        let (desk, author, comment) = (self.clone(), actor.person, comment.to_owned());
        let now = self.clock().now();
        self.store()
            .write(move |tx| {
                let rules = desk.rules_in(tx)?;
                let mut policy = Policy::clone(&rules.policy);
                change(&mut policy);
                if policy == *rules.policy {
                    return Ok(rules.version);
                }
                insert(tx, now, author, &comment, &policy)
            })
            .await
    }
}
