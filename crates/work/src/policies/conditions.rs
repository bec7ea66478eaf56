//! The conditions of a policy: kept with ids instead of names, shown with names.

use crate::desk::Desk;
use crate::error::Result;
use crate::vocabulary::Names;
use directory::queries;
use kernel::condition::{Condition, Meant, Vocabulary, with_names};
use kernel::{Actor, Policy};
use std::collections::BTreeMap;
use store::Tx;

fn all(policy: &mut Policy) -> impl Iterator<Item = &mut String> {
    let questions = policy.forms.iter_mut().flat_map(|form| &mut form.questions);
    let of_forms = questions.flat_map(|asked| [&mut asked.shown_when, &mut asked.required_when]);
    let levels = policy.service_levels.iter_mut();
    let of_levels = levels.map(|level| &mut level.applies_when);
    let of_rules = policy.rules.iter_mut().map(|rule| &mut rule.when);
    let of_routes = policy.routes.iter_mut().map(|route| &mut route.when);
    let needs = policy.distributions.iter_mut();
    let of_needs = needs
        .flat_map(|one| &mut one.needs)
        .map(|need| &mut need.when);
    let of_both = of_forms.chain(of_levels).chain(of_rules);
    of_both.chain(of_routes).chain(of_needs)
}

/// Whoever decides by conditions knows no names, and a team that is renamed is still meant. What cannot be understood
/// stays and is refused as it is.
pub(super) fn write_in_full(tx: &Tx<'_>, actor: &Actor, policy: &mut Policy) {
    let mut own = policy.clone();
    let names = Names::new(tx, actor, policy, jiff::tz::TimeZone::UTC);
    for condition in all(&mut own) {
        *condition = match Condition::read(condition, &names) {
            Ok(_) if condition.trim().is_empty() => String::new(),
            Ok(read) => read.to_string(),
            Err(_) => continue,
        };
    }
    *policy = own;
}

impl Desk {
    /// The policy in force as this reader may read it: conditions with names, where a name means the same as the id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn policy_in_names(&self, actor: &Actor) -> Result<Policy> {
        let (desk, actor) = (self.clone(), actor.clone());
        let read = move |tx: &Tx<'_>| {
            let rules = desk.rules_in(tx)?;
            let names = Names::new(tx, &actor, &rules.policy, jiff::tz::TimeZone::UTC);
            let mut known: BTreeMap<Meant, Option<String>> = BTreeMap::new();
            let mut policy = (*rules.policy).clone();
            for condition in all(&mut policy) {
                let name_of = |meant| {
                    let name = known.entry(meant);
                    name.or_insert_with(|| named(tx, &actor, &names, meant))
                        .clone()
                };
                *condition = with_names(condition, name_of);
            }
            Ok::<_, crate::Error>(policy)
        };
        self.store().read(read).await
    }
}

/// The name by which it would be found again; a failed look-up leaves the id.
fn named(tx: &Tx<'_>, actor: &Actor, names: &Names<'_, '_>, meant: Meant) -> Option<String> {
    match meant {
        Meant::Team(id) => {
            let mut found = queries::team_names(tx, actor, &[id].into()).ok()?;
            found
                .remove(&id)
                .filter(|name| names.team(name) == Some(id))
        }
        Meant::Service(id) => {
            let mut found = queries::service_names(tx, &[id].into()).ok()?;
            let name = found.remove(&id);
            name.filter(|name| names.service(name) == Some(id))
        }
        Meant::Person(id) => {
            let mut found = queries::person_names(tx, &[id].into()).ok()?;
            let address = found.remove(&id)?.email;
            address.filter(|address| names.people(address) == [id])
        }
    }
}
