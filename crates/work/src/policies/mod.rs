//! The policy as versions: every change is one more, with author, time and comment; and a version can come back.

use crate::desk::{Desk, Rules};
use crate::error::{Error, Result};
use crate::jobs::clocks::RecomputeClocks;
use kernel::policy::{APPROVALS, SERVICE_LEVELS};
use kernel::ticket::Refusal;
use kernel::{Actor, Permission, PersonId, Policy, PolicyVersion, Timestamp};
use std::collections::BTreeMap;
use store::Tx;

mod conditions;
mod queries;
mod runs;
pub mod text;

pub use runs::{RULE_RUNS, Runs};

/// Versions on a page of the history.
pub const VERSIONS_PAGE: usize = 50;
/// Longest comment, in characters.
const COMMENT_MAX_CHARS: usize = 500;

/// A version of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub version: PolicyVersion,
    /// Since when it was in force.
    pub at: Timestamp,
    /// Who put it in force; nobody for Spoc itself.
    pub author: Option<PersonId>,
    /// Why.
    pub comment: String,
    /// What was decided.
    pub policy: Policy,
}

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

/// The version of the policy in force.
///
/// # Errors
/// When the database fails.
pub fn newest(tx: &Tx<'_>) -> Result<Version> {
    let found = queries::versions_before(tx, None, 1)?.pop();
    found.ok_or_else(|| store::Error::Damaged("no policy is in force".to_owned()).into())
}

impl Desk {
    /// Puts a new version of the policy in force, made from the present one.
    ///
    /// # Errors
    /// When the actor may not, when the policy would be faulty, or the database fails.
    pub async fn change_policy(
        &self,
        actor: &Actor,
        comment: &str,
        change: impl Fn(&mut Policy) + Send + 'static,
    ) -> Result<PolicyVersion> {
        let changed = move |policy: &mut Policy| {
            change(policy);
            Ok(())
        };
        self.decide_policy(actor, None, comment, changed).await
    }

    /// The same for whoever has seen the version `seen`: a change that somebody else made since is not overwritten.
    ///
    /// # Errors
    /// When the actor may not, when somebody else was faster, when the policy would be faulty, when `change`
    /// fails or the database does.
    pub async fn decide_policy(
        &self,
        actor: &Actor,
        seen: Option<PolicyVersion>,
        comment: &str,
        change: impl Fn(&mut Policy) -> Result<()> + Send + 'static,
    ) -> Result<PolicyVersion> {
        let (desk, actor, comment) = (self.clone(), actor.clone(), comment.to_owned());
        let now = self.clock().now();
        self.store()
            .write(move |tx| {
                require(&actor)?;
                let rules = desk.rules_in(tx)?;
                if let Some(seen) = seen {
                    refuse_if_stale(&rules, seen)?;
                }
                let mut policy = Policy::clone(&rules.policy);
                change(&mut policy)?;
                put(tx, &desk, &actor, now, &comment, policy)
            })
            .await
    }

    /// Puts what was decided in an earlier version in force again, as a new version.
    ///
    /// # Errors
    /// When the actor may not, there is no such version, or it lacks what tickets have got since.
    pub async fn restore_policy(
        &self,
        actor: &Actor,
        version: PolicyVersion,
        comment: &str,
    ) -> Result<PolicyVersion> {
        let (desk, actor, comment) = (self.clone(), actor.clone(), comment.to_owned());
        let now = self.clock().now();
        self.store()
            .write(move |tx| desk.restore_policy_in(tx, &actor, now, (version, &comment)))
            .await
    }

    /// Takes back what a version changed, as a new version: only while it is the latest.
    ///
    /// # Errors
    /// When the actor may not, the policy has changed since, it is the first version, or it lacks what tickets have
    /// got since.
    pub async fn undo_policy(
        &self,
        actor: &Actor,
        version: PolicyVersion,
        comment: &str,
    ) -> Result<PolicyVersion> {
        let (desk, actor, comment) = (self.clone(), actor.clone(), comment.to_owned());
        let now = self.clock().now();
        self.store()
            .write(move |tx| {
                let rules = desk.rules_in(tx)?;
                refuse_if_stale(&rules, version)?;
                let before = queries::versions_before(tx, Some(version), 1)?;
                let before = before.first().ok_or(Error::NotFound)?.version;
                desk.restore_policy_in(tx, &actor, now, (before, &comment))
            })
            .await
    }

    /// The same, inside a unit of work.
    pub(crate) fn restore_policy_in(
        &self,
        tx: &Tx<'_>,
        actor: &Actor,
        now: Timestamp,
        (version, comment): (PolicyVersion, &str),
    ) -> Result<PolicyVersion> {
        require(actor)?;
        let rules = self.rules_in(tx)?;
        let found = queries::version(tx, version)?.ok_or(Error::NotFound)?;
        let policy = with_what_came_since(found.policy, &rules.policy);
        put(tx, self, actor, now, comment, policy)
    }

    /// The policy that files say, with names in conditions written out, as it would be put in force.
    ///
    /// # Errors
    /// When the database fails; within, what is wrong with the files.
    pub async fn read_policy(
        &self,
        files: text::Files,
    ) -> Result<std::result::Result<Policy, Vec<text::TextProblem>>> {
        let desk = self.clone();
        self.store()
            .read(move |tx| {
                let mut files = files.clone();
                let strangers = text::number_people(&mut files, |address| {
                    let found = directory::queries::find_person_by_email(tx, address)?;
                    Ok::<_, Error>(found.filter(|one| one.active).map(|one| one.id))
                })?;
                if !strangers.is_empty() {
                    return Ok(Err(strangers));
                }
                let rules = desk.rules_in(tx)?;
                let complete =
                    |policy: &mut Policy| conditions::write_in_full(tx, &Actor::spoc(), policy);
                Ok(text::from_files(&files, &rules.policy, complete))
            })
            .await
    }

    /// How often each rule applied, by its key.
    ///
    /// # Errors
    /// When the actor may not, or the database fails.
    pub async fn rule_runs(&self, actor: &Actor) -> Result<BTreeMap<String, Runs>> {
        require(actor)?;
        self.store().read(queries::runs).await
    }

    /// The versions before `before`, newest first.
    ///
    /// # Errors
    /// When the actor may not, or the database fails.
    pub async fn policy_versions(
        &self,
        actor: &Actor,
        before: Option<PolicyVersion>,
        limit: usize,
    ) -> Result<Vec<Version>> {
        require(actor)?;
        let limit = limit.min(VERSIONS_PAGE + 1);
        self.store()
            .read(move |tx| queries::versions_before(tx, before, limit))
            .await
    }

    /// A version.
    ///
    /// # Errors
    /// When the actor may not, there is none, or the database fails.
    pub async fn policy_version(&self, actor: &Actor, version: PolicyVersion) -> Result<Version> {
        require(actor)?;
        let found = self.store().read(move |tx| queries::version(tx, version));
        found.await?.ok_or(Error::NotFound)
    }
}

/// Refuses whoever may not decide about the policy.
///
/// # Errors
/// When the actor may not.
pub fn require(actor: &Actor) -> Result<()> {
    if actor.can(Permission::PolicyManage) {
        Ok(())
    } else {
        Err(Refusal::Forbidden(Permission::PolicyManage).into())
    }
}

pub(crate) use queries::version;

/// Refuses whoever goes by a version that is not in force any more.
fn refuse_if_stale(rules: &Rules, seen: PolicyVersion) -> Result<()> {
    match seen == rules.version {
        true => Ok(()),
        false => Err(Error::Stale {
            seen: seen.0,
            present: rules.version.0,
        }),
    }
}

/// Checks a policy and puts it in force. Only Spoc itself, which sets desks up, may begin anew.
pub(crate) fn put(
    tx: &Tx<'_>,
    desk: &Desk,
    actor: &Actor,
    now: Timestamp,
    comment: &str,
    mut policy: Policy,
) -> Result<PolicyVersion> {
    let rules = desk.rules_in(tx)?;
    conditions::write_in_full(tx, actor, &mut policy);
    if policy == *rules.policy {
        return Ok(rules.version);
    }
    let mut problems = policy.problems();
    if !actor.is_spoc() {
        problems.extend(rules.policy.losses(&policy));
    }
    if !problems.is_empty() {
        return Err(Error::Policy(problems));
    }
    let comment: String = comment.trim().chars().take(COMMENT_MAX_CHARS).collect();
    let version = insert(tx, now, actor.person, &comment, &policy)?;
    // What time will come for follows from these; also from whether it comes at all.
    let promises = |policy: &Policy| {
        let on = [SERVICE_LEVELS, APPROVALS].map(|practice| policy.has(practice));
        let (calendars, levels) = (&policy.calendars, &policy.service_levels);
        (on, calendars.clone(), levels.clone())
    };
    if promises(&policy) != promises(&rules.policy) {
        desk.enqueue(tx, &RecomputeClocks::of_all(tx)?, actor.person, now)?;
    }
    Ok(version)
}

/// An earlier policy with what was added after it: tickets may have got it, so it stays, but is retired.
fn with_what_came_since(mut policy: Policy, present: &Policy) -> Policy {
    for category in &present.categories {
        if !policy.has_category(&category.key) {
            policy.retired.categories.insert(category.key.clone());
            policy.categories.push(category.clone());
        }
    }
    for field in &present.fields {
        if policy.field(&field.key).is_none() {
            policy.retired.fields.insert(field.key.clone());
            policy.fields.push(field.clone());
        }
    }
    for reason in &present.hold_reasons {
        if policy.hold_reason(&reason.key).is_none() {
            policy.retired.hold_reasons.insert(reason.key.clone());
            policy.hold_reasons.push(reason.clone());
        }
    }
    for code in &present.resolution_codes {
        if !policy
            .resolution_codes
            .iter()
            .any(|known| known.key == code.key)
        {
            policy.retired.resolution_codes.insert(code.key.clone());
            policy.resolution_codes.push(code.clone());
        }
    }
    for lifecycle in &present.lifecycles {
        match policy
            .lifecycles
            .iter_mut()
            .find(|known| known.kind == lifecycle.kind)
        {
            None => policy.lifecycles.push(lifecycle.clone()),
            Some(known) => {
                let lost = lifecycle
                    .states
                    .iter()
                    .filter(|state| known.state(&state.key).is_none());
                let lost: Vec<_> = lost.cloned().collect();
                // Nobody goes there any more; whoever is there goes on.
                let leaves = |(from, to): &&(String, String)| {
                    lost.iter().any(|state| state.key == *from)
                        && !lost.iter().any(|state| state.key == *to)
                };
                let moves: Vec<_> = lifecycle.moves.iter().filter(leaves).cloned().collect();
                known.states.extend(lost.iter().cloned());
                known.moves.extend(moves);
            }
        }
    }
    policy
}
