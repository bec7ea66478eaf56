//! What a reader may see, as SQL: the twin of [`kernel::Actor::may_see`].

use crate::condition::SqlText;
use directory::SignedIn;
use jiff::tz::TimeZone;
use kernel::condition::Moment;
use kernel::{Actor, Permission, TeamId, Timestamp};

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
