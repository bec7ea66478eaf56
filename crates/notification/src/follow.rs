//! From the log to what people are told.

use crate::actions::NEWS;
use crate::mail;
use crate::model::{Kind, Whom, told};
use crate::push;
use crate::queries::{self, push as rows};
use kernel::{Activity, Actor, Permission, PersonId, Recorded, Ticket, TicketId, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use store::Tx;
use work::{Floor, Follower, Result};

/// Writes what people are told.
pub const FOLLOWER: Follower = Follower {
    name: "notification",
    react,
};
/// Most members of a team that are told at once.
const MEMBERS_MAX: usize = 200;

/// Follows the log and tells open pages, those of other processes' making, too.
pub(crate) async fn keep_telling(floor: Floor) {
    let seen = AtomicI64::new(-1);
    let after = async || {
        let from = seen.load(Relaxed);
        let read = move |tx: &Tx<'_>| queries::people_told_after(tx, from);
        match floor.desk.store().read(read).await {
            Ok((stamp, people)) => {
                seen.store(stamp, Relaxed);
                // What was there before this process began is no news.
                for person in people.into_iter().filter(|_| from >= 0) {
                    floor.live.tell(person, NEWS);
                }
            }
            Err(error) => tracing::error!(%error, "open pages could not be told"),
        }
    };
    floor.desk.clone().keep_following(FOLLOWER, after).await;
}

fn react(tx: &Tx<'_>, happened: &[Recorded], now: Timestamp) -> Result<()> {
    let ids: BTreeSet<TicketId> = happened.iter().map(|one| one.ticket).collect();
    let mut telling = Telling {
        tx,
        stamp: queries::newest_stamp(tx)? + 1,
        now,
        tickets: store::load_each(tx, &ids.into_iter().collect::<Vec<_>>())?,
        people: HashMap::new(),
    };
    for (at, one) in happened.iter().enumerate() {
        telling.of(one, &happened[at + 1..])?;
    }
    Ok(())
}

/// One unit of work of telling.
struct Telling<'a, 'tx> {
    tx: &'a Tx<'tx>,
    stamp: i64,
    now: Timestamp,
    tickets: BTreeMap<TicketId, Ticket>,
    people: HashMap<PersonId, Option<Actor>>,
}

impl Telling<'_, '_> {
    /// Of something that happened; `after` is what happened then, as far as it is read.
    fn of(&mut self, happened: &Recorded, after: &[Recorded]) -> Result<()> {
        let Some(ticket) = self.tickets.get(&happened.ticket).cloned() else {
            return Ok(());
        };
        let mentioned = self.mentioned(happened, after)?;
        let mut seen = Vec::new();
        for (whom, kind) in told(happened, &ticket) {
            for person in self.people_of(whom)? {
                if happened.actor == Some(person) || seen.contains(&(person, kind)) {
                    continue;
                }
                seen.push((person, kind));
                // One message is told once: whoever hears that it mentions them knows of it.
                if mentioned.contains(&person)
                    && queries::choice(self.tx, person, Kind::Mentioned)?.page
                {
                    continue;
                }
                self.tell(person, kind, happened, &ticket)?;
            }
        }
        Ok(())
    }

    /// Whom a message mentions. That stands behind it, in the same command.
    fn mentioned(&self, message: &Recorded, after: &[Recorded]) -> Result<Vec<PersonId>> {
        let is_message = matches!(
            message.activity,
            Activity::Noted { .. } | Activity::Replied { .. } | Activity::SideWritten(_)
        );
        if !is_message {
            return Ok(Vec::new());
        }
        let is_of_it = |one: &Recorded| one.command == message.command;
        // A batch ends behind it, or it was brought back again and stands apart from what it was said with.
        let is_cut = after.iter().all(is_of_it) || !after.iter().any(is_of_it);
        let beyond = match is_cut {
            true => store::log::since(self.tx, message.ticket, message.seq)?,
            false => Vec::new(),
        };
        let mut found = Vec::new();
        for one in after.iter().chain(&beyond) {
            let Activity::Mentioned { seq, people, teams } = &one.activity else {
                continue;
            };
            if one.ticket == message.ticket && *seq == message.seq {
                found.extend(people);
                for team in teams {
                    found.extend(self.people_of(Whom::Members(*team))?);
                }
            }
        }
        Ok(found)
    }

    fn people_of(&self, whom: Whom) -> Result<Vec<PersonId>> {
        Ok(match whom {
            Whom::Person(person) => vec![person],
            Whom::Members(team) => {
                let members = directory::queries::list_members(self.tx, team)?;
                let people = members.into_iter().map(|member| member.person_id);
                people.take(MEMBERS_MAX).collect()
            }
        })
    }

    fn tell(
        &mut self,
        person: PersonId,
        kind: Kind,
        happened: &Recorded,
        ticket: &Ticket,
    ) -> Result<()> {
        let Some(actor) = self.actor(person)? else {
            return Ok(());
        };
        // Only approvals can be off; the policy is read for those alone.
        if let Some(practice) = kind.practice()
            && !work::newest_policy(self.tx)?.policy.has(practice)
        {
            return Ok(());
        }
        // Whoever is asked is told so, and reads what it is about there.
        let knows = actor.may_see(ticket) || kind == Kind::ApprovalAsked;
        let may_know = knows && (!kind.is_internal() || actor.can(Permission::NoteRead));
        let chosen = queries::choice(self.tx, person, kind)?;
        if !may_know || !chosen.page {
            return Ok(());
        }
        let push = chosen.push && rows::has_browser(self.tx, person)?;
        let mail = chosen.mail && kind.can_be_mailed();
        let told = queries::NewlyTold {
            stamp: self.stamp,
            person,
            ticket: ticket.id,
            kind,
            actor: happened.actor,
            at: happened.at.min(self.now),
            push,
            mail,
        };
        // First, as whoever mails takes it first: else each could wait for the other.
        if mail {
            mail::tell(self.tx, person, self.now)?;
        }
        queries::tell(self.tx, &told)?;
        if push {
            push::tell(self.tx, person, self.stamp, self.now)?;
        }
        Ok(())
    }

    fn actor(&mut self, person: PersonId) -> Result<Option<Actor>> {
        if !self.people.contains_key(&person) {
            let actor = directory::queries::actor(self.tx, person)?;
            self.people.insert(person, actor);
        }
        Ok(self.people[&person].clone())
    }
}
