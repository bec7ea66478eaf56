//! What a reader may see: of tickets as SQL, the twin of [`kernel::Actor::may_see`]; of activities as they are read.

use crate::condition::SqlText;
use crate::error::{Error, Result};
use directory::SignedIn;
use jiff::tz::TimeZone;
use kernel::condition::Moment;
use kernel::ticket::{Activity, Patch};
use kernel::{Actor, Permission, Recorded, TeamId, TicketId, Timestamp};
use std::collections::BTreeSet;
use store::Tx;

/// Somebody who reads, and when.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Who.
    pub actor: Actor,
    /// When.
    pub now: Timestamp,
    /// Where days begin.
    pub zone: TimeZone,
}

impl Reader {
    /// Somebody who reads now, with days in UTC.
    pub fn new(actor: &Actor, now: Timestamp) -> Self {
        Self {
            actor: actor.clone(),
            now,
            zone: TimeZone::UTC,
        }
    }

    /// Somebody who is signed in and reads now, with days in their zone.
    pub fn of(signed: &SignedIn, now: Timestamp) -> Self {
        let zone = TimeZone::get(&signed.person.time_zone);
        Self {
            zone: zone.unwrap_or(TimeZone::UTC),
            ..Self::new(&signed.actor, now)
        }
    }

    /// The day that it is for the reader.
    pub fn today(&self) -> jiff::civil::Date {
        let now = jiff::Timestamp::from_microsecond(self.now.0).unwrap_or_default();
        self.zone.to_datetime(now).date()
    }

    /// What `me`, `mine` and relative times in conditions mean for this reader.
    pub fn moment(&self) -> Moment<'_> {
        Moment {
            me: self.actor.person,
            my_teams: &self.actor.teams,
            now: self.now,
            zone: &self.zone,
        }
    }
}

/// The condition that the reader may know of ticket `t`.
pub fn visible(sql: &mut SqlText, actor: &Actor) -> String {
    visible_as(sql, actor, "t")
}

/// The condition that the reader may know of the ticket of this alias.
///
/// The plus signs keep the planner from starting at these columns: they only ever drop few rows.
pub(crate) fn visible_as(sql: &mut SqlText, actor: &Actor, ticket: &str) -> String {
    let Some(person) = actor.person else {
        return "1 = 1".into();
    };
    let me = sql.bind(person);
    if !actor.can(Permission::TicketRead) {
        let shared = match actor.organisation {
            None => String::new(),
            Some(organisation) => {
                let organisation = sql.bind(organisation);
                let open = open(sql, actor, "shared");
                format!(
                    " UNION ALL SELECT shared.id FROM tickets shared \
                     WHERE shared.shared_with_id = {organisation} AND ({open})"
                )
            }
        };
        return format!(
            "{ticket}.id IN (SELECT ticket_id FROM ticket_parties WHERE person_id = {me}{shared})"
        );
    }
    let open = open(sql, actor, ticket);
    format!(
        "({open} OR EXISTS (SELECT 1 FROM ticket_parties seen_by \
         WHERE seen_by.person_id = {me} AND seen_by.ticket_id = {ticket}.id))"
    )
}

/// Which of these tickets the reader may know of.
///
/// # Errors
/// When the database fails.
pub fn seen(tx: &Tx<'_>, reader: &Reader, ids: &BTreeSet<TicketId>) -> Result<BTreeSet<TicketId>> {
    let mut found = BTreeSet::new();
    let ids: Vec<_> = ids.iter().collect();
    for some in ids.chunks(500) {
        let mut sql = SqlText::for_reader(tx.dialect(), &reader.actor);
        let places: Vec<_> = some.iter().map(|id| sql.bind(**id)).collect();
        let visible = visible(&mut sql, &reader.actor);
        let text = format!(
            "SELECT t.id FROM tickets t WHERE t.id IN ({}) AND {visible}",
            places.join(", ")
        );
        found.extend(tx.query(&text, &sql.params, |row| {
            Ok::<_, Error>(row.get::<TicketId>(0)?)
        })?);
    }
    Ok(found)
}

/// The condition that a ticket is neither confidential nor of a private team, or of the actor's own team.
fn open(sql: &mut SqlText, actor: &Actor, ticket: &str) -> String {
    let hidden = match actor.hidden_teams.as_slice() {
        [] => String::new(),
        teams => {
            let teams = bind_teams(sql, teams);
            format!(" AND ({ticket}.team_id IS NULL OR +{ticket}.team_id NOT IN ({teams}))")
        }
    };
    let own = match actor.teams.as_slice() {
        [] => String::new(),
        teams => format!(" OR +{ticket}.team_id IN ({})", bind_teams(sql, teams)),
    };
    format!("(+{ticket}.confidential = 0{hidden}){own}")
}

fn bind_teams(sql: &mut SqlText, teams: &[TeamId]) -> String {
    teams
        .iter()
        .map(|team| sql.bind(*team))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Whether whoever sees an activity's ticket may know of the activity; drops from it what they may not. `known` are
/// the tickets that they may know of.
pub(crate) fn narrow(
    reader: &Reader,
    known: &impl Fn(&TicketId) -> bool,
    recorded: &mut Recorded,
) -> bool {
    let internal = recorded.activity.is_internal() && !reader.actor.can(Permission::NoteRead);
    if internal || is_held(reader, recorded) {
        return false;
    }
    match &mut recorded.activity {
        Activity::Opened(opened) => {
            opened.parent = opened.parent.filter(known);
            opened.split_from = opened.split_from.filter(|(id, _)| known(id));
            true
        }
        Activity::ParentChanged { from, to } => {
            (*from, *to) = (from.filter(known), to.filter(known));
            from != to
        }
        Activity::Undone { patch, .. } => {
            let said_something = !patch.0.is_empty();
            *patch = visible_patch(patch, known);
            !(said_something && patch.0.is_empty())
        }
        activity => activity.references().iter().all(known),
    }
}

/// Whether nobody outside is told of it yet: it can still be taken back.
pub(super) fn is_held(reader: &Reader, recorded: &Recorded) -> bool {
    let outside = !reader.actor.can(Permission::TicketRead);
    let held = recorded.activity.held_until();
    outside && recorded.actor != reader.actor.person && held.is_some_and(|until| until > reader.now)
}

/// A patch without what it says of tickets that the reader may not know of.
fn visible_patch(patch: &Patch, known: &impl Fn(&TicketId) -> bool) -> Patch {
    let single = |(key, change): (&String, &(serde_json::Value, serde_json::Value))| {
        (key.clone(), change.clone())
    };
    let shown = |(key, change): &(&String, &(serde_json::Value, serde_json::Value))| {
        let one = Patch([((*key).clone(), (*change).clone())].into());
        one.references().iter().all(known)
    };
    Patch(patch.0.iter().filter(shown).map(single).collect())
}
