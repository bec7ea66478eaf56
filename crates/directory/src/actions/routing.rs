//! What routing knows of those who work on tickets.

use super::{Check, require};
use crate::{Error, Result, RoutedAs, queries};
use kernel::{Actor, Permission, PersonId, Timestamp};
use serde_json::json;
use store::Tx;

/// Most that somebody's open tickets may weigh.
const CAPACITY_MAX: u32 = 10_000;
/// Most skills of one person, and their longest name in characters.
const SKILLS_MAX: (usize, usize) = (50, 60);

/// Sets how routing sees a person: what they can take and do, and when they are away. Everybody may say so of
/// themselves but for the skills and the capacity.
///
/// # Errors
/// When the actor may not, there is no such person, a value is out of range, or the database fails.
pub fn set_routed(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    person: PersonId,
    known: RoutedAs,
) -> Result<()> {
    let before = queries::routed_person(tx, person)?;
    if !actor.can(Permission::TeamManage) {
        let own = actor.person == Some(person);
        let same = before.capacity == known.capacity && before.skills == known.skills;
        if !own || !same {
            require(actor, Permission::TeamManage)?;
        }
    }
    queries::find_person(tx, person)?.ok_or(Error::NotFound)?;
    let mut check = Check::default();
    let (skills_max, chars_max) = SKILLS_MAX;
    let fits = |skill: &String| !skill.is_empty() && skill.chars().count() <= chars_max;
    let skills = known.skills.len() <= skills_max && known.skills.iter().all(fits);
    let ends = known.away_from.zip(known.away_until);
    check.that(
        known.capacity <= CAPACITY_MAX,
        "capacity",
        "availability-capacity-wrong",
    );
    check.that(skills, "skills", "availability-skills-wrong");
    check.that(
        ends.is_none_or(|(from, until)| from < until),
        "away_until",
        "availability-away-wrong",
    );
    let other = match known.substitute {
        Some(substitute) if substitute != person => {
            queries::active_person(tx, substitute)?.is_some()
        }
        Some(_) => false,
        None => true,
    };
    check.that(other, "substitute", "availability-substitute-wrong");
    check.done()?;
    queries::put_routed(tx, person, &known)?;
    let detail = json!({ "before": before, "after": known });
    let subject = format!("person:{person}");
    queries::insert_audit(tx, actor, now, &subject, "availability", &detail)?;
    Ok(())
}
