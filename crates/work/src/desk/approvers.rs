//! Who is meant by those that an approval asks: looked up when a step may begin.

use crate::error::Result;
use directory::queries as people;
use kernel::policy::{ApprovalStep, Approver};
use kernel::ticket::{ApprovalChange, ApprovalFacts, Change};
use kernel::{PersonId, Policy, Ticket, Timestamp};
use std::collections::BTreeSet;
use store::Tx;

/// What is wanted, by whom and when.
pub(crate) struct Wanted<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) ticket: &'a Ticket,
    pub(crate) changes: &'a [Change],
    pub(crate) by: Option<PersonId>,
    pub(crate) now: Timestamp,
}

/// What must be known of those who can approve; nothing where nothing is to be approved.
pub(crate) fn gather(tx: &Tx<'_>, wanted: &Wanted<'_>) -> Result<ApprovalFacts> {
    let mut facts = ApprovalFacts::default();
    let mut all = BTreeSet::new();
    for step in steps(wanted) {
        for approver in &step.ask {
            if !facts.people.contains_key(approver) {
                let found = meant(tx, approver, wanted.ticket)?;
                all.extend(found.iter().copied());
                facts.people.insert(approver.clone(), found);
            }
        }
    }
    facts.substitutes = people::substitutes_of(tx, &all, wanted.now)?;
    if let Some(me) = wanted.by.filter(|_| Change::only_answer(wanted.changes)) {
        facts.stands_in_for = people::stands_in_for(tx, me, wanted.now)?;
    }
    Ok(facts)
}

/// The steps that may begin.
fn steps<'a>(wanted: &Wanted<'a>) -> Vec<&'a ApprovalStep> {
    let of = |change: &'a Change| -> &'a [ApprovalStep] {
        match change {
            Change::Approval(ApprovalChange::Ask(key)) => {
                let template = wanted.policy.approval(key);
                template.map_or(&[], |template| &template.steps)
            }
            Change::Approval(ApprovalChange::Decide { approval, .. }) => {
                let mut all = wanted.ticket.approvals.iter();
                let found = all.find(|one| one.plan.id == *approval);
                let rest = found.and_then(|one| one.plan.steps.get(one.course.len()..));
                rest.unwrap_or_default()
            }
            _ => &[],
        }
    };
    wanted.changes.iter().flat_map(of).collect()
}

fn meant(tx: &Tx<'_>, approver: &Approver, ticket: &Ticket) -> Result<Vec<PersonId>> {
    let one = |found: Option<PersonId>| found.into_iter().collect();
    Ok(match approver {
        Approver::Manager => one(people::active_manager(tx, ticket.requester)?),
        Approver::ServiceOwner => match ticket.service {
            Some(service) => one(people::active_owner(tx, service)?),
            None => Vec::new(),
        },
        Approver::Person(person) => one(people::active_person(tx, *person)?),
        Approver::Role(key) => people::holders_of(tx, key)?,
        Approver::Members(team) => people::active_members(tx, *team, false)?,
        Approver::Leads(team) => people::active_members(tx, *team, true)?,
    })
}
