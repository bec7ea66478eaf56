//! Two entries for one person become one, and become two again.
//!
//! It is done in bounded units of work: first the entry that ends is shut and the merge kept, then its tickets go over,
//! some at once. What is cut off in between goes on when it is asked for again.

use crate::queries::{self, Merge};
use directory::model::PersonEdit;
use directory::queries as people;
use directory::{Error, Result, actions};
use kernel::ticket::{Change, Channel};
use kernel::{Actor, CommandId, Permission, PersonId, TicketId, Timestamp};
use serde_json::json;
use std::collections::BTreeSet;
use store::Tx;
use work::{Command, Desk, Execute, Floor};

/// How many tickets go over in one unit of work.
const AT_ONCE: usize = 100;
/// What somebody can be in a ticket and is handed on.
const ROLES: [&str; 3] = ["requester", "on_behalf_of", "watcher"];

/// Makes one person of two: `from` ends, `into` goes on.
pub(crate) async fn merge(
    floor: &Floor,
    actor: &Actor,
    from: PersonId,
    into: PersonId,
) -> web::Result<()> {
    let (who, now) = (actor.clone(), floor.directory.now());
    let merge = floor
        .directory
        .write(move |tx| begin(tx, &who, now, (from, into)))
        .await?;
    for role in ROLES {
        let mut after = TicketId(0);
        loop {
            let read = move |tx: &Tx<'_>| {
                Ok(queries::list_tickets_of(
                    tx,
                    from,
                    role,
                    after,
                    AT_ONCE as i64,
                )?)
            };
            let tickets = floor.directory.read(read).await?;
            let Some(last) = tickets.last() else {
                break;
            };
            after = *last;
            hand_on(&floor.desk, merge, tickets, &changes(role, from, into)).await?;
        }
    }
    Ok(())
}

/// Shuts the entry that ends, and keeps that it does.
fn begin(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    (from, into): (PersonId, PersonId),
) -> Result<i64> {
    if let Some(begun) = queries::find_merge(tx, from)? {
        require(actor)?;
        // An entry that is open again is being undone.
        let goes_on = begun.into == into && !is_open(tx, from)?;
        return match goes_on {
            true => Ok(begun.id),
            false => Err(Error::Conflict("person-merge-done")),
        };
    }
    check(tx, actor, from, into)?;
    let shut = PersonEdit {
        active: Some(false),
        ..PersonEdit::default()
    };
    actions::edit_person(tx, actor, now, from, None, &shut)?;
    people::set_merged_into(tx, from, Some(into))?;
    let detail = json!({ "into": into });
    people::insert_audit(tx, actor, now, &format!("person:{from}"), "merged", &detail)?;
    Ok(queries::insert_merge(tx, (from, into), actor.person, now)?)
}

fn is_open(tx: &Tx<'_>, from: PersonId) -> Result<bool> {
    let person = people::find_person(tx, from)?.ok_or(Error::NotFound)?;
    Ok(person.active)
}

/// Whether a merge was cut off: the entry has ended, and there are tickets in which it still is somebody.
pub(crate) fn is_cut_off(tx: &Tx<'_>, from: PersonId) -> Result<bool> {
    if is_open(tx, from)? {
        return Ok(false);
    }
    for role in ROLES {
        if !queries::list_tickets_of(tx, from, role, TicketId(0), 1)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the two can become one.
pub(crate) fn check(tx: &Tx<'_>, actor: &Actor, from: PersonId, into: PersonId) -> Result<()> {
    require(actor)?;
    if from == into {
        return Err(Error::Conflict("person-merge-itself"));
    }
    let ends = people::find_person(tx, from)?.ok_or(Error::NotFound)?;
    let goes_on = people::find_person(tx, into)?.ok_or(Error::NotFound)?;
    if !ends.active || !goes_on.active {
        return Err(Error::Conflict("person-merge-inactive"));
    }
    let role = people::find_role(tx, ends.role_id)?;
    let works = role.is_some_and(|role| role.permissions.has(Permission::TicketWork));
    if works || !people::teams_of(tx, from)?.is_empty() {
        return Err(Error::Conflict("person-merge-agent"));
    }
    Ok(())
}

fn require(actor: &Actor) -> Result<()> {
    match actor.can(Permission::PersonManage) {
        true => Ok(()),
        false => Err(Error::Forbidden(Permission::PersonManage.name())),
    }
}

/// What makes `into` in a ticket what `from` was there.
fn changes(role: &str, from: PersonId, into: PersonId) -> Vec<Change> {
    match role {
        "requester" => vec![Change::Requester(into)],
        "on_behalf_of" => vec![Change::OnBehalfOf(Some(into))],
        _ => vec![Change::Unwatch(from), Change::Watch(into)],
    }
}

/// Changes tickets together; where one of them refuses, each by itself, so that it alone stays as it is.
async fn hand_on(
    desk: &Desk,
    merge: i64,
    tickets: Vec<TicketId>,
    changes: &[Change],
) -> work::Result<()> {
    let command = |tickets: Vec<TicketId>| Command::Change {
        tickets,
        changes: changes.to_vec(),
        seen: None,
        channel: Channel::Automation,
    };
    match keep(desk, merge, command(tickets.clone())).await {
        Err(work::Error::Refused(_)) => {}
        done => return done,
    }
    for ticket in tickets {
        match keep(desk, merge, command(vec![ticket])).await {
            Ok(()) | Err(work::Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Does a command of a merge and keeps it, in one unit of work: whatever was done is undone with the rest. Spoc itself
/// does it: also tickets that whoever asked for it does not know of are of one person now.
async fn keep(desk: &Desk, merge: i64, command: Command) -> work::Result<()> {
    let work = move |tx: &Tx<'_>, _: Timestamp, execute: &Execute<'_>| {
        if let Some(command) = execute(&Actor::spoc(), &command)?.command {
            queries::insert_command(tx, merge, command)?;
        }
        Ok(())
    };
    desk.execute_within(Channel::Automation, work).await
}

/// Undoes a command of a merge and forgets it, in one unit of work. Answers the tickets that stay as they are.
async fn take_back(desk: &Desk, (place, command): (i64, CommandId)) -> work::Result<Vec<TicketId>> {
    let forget = move |tx: &Tx<'_>| Ok(queries::delete_command(tx, place)?);
    desk.undo_each(command, forget).await
}

/// Makes two of one again: the tickets go back, and the entry that ended is open again. Answers the tickets that stay as
/// they are, because somebody has changed them since.
pub(crate) async fn undo(
    floor: &Floor,
    actor: &Actor,
    from: PersonId,
) -> web::Result<BTreeSet<TicketId>> {
    let who = actor.clone();
    let merge = floor
        .directory
        .read(move |tx| {
            require(&who)?;
            queries::find_merge(tx, from)?.ok_or(Error::NotFound)
        })
        .await?;
    let id = merge.id;
    // First the entry: what goes back must find it.
    let (who, now) = (actor.clone(), floor.directory.now());
    floor
        .directory
        .write(move |tx| reopen(tx, &who, now, from))
        .await?;
    let mut stayed = BTreeSet::new();
    loop {
        let read = move |tx: &Tx<'_>| Ok(queries::list_commands(tx, id, AT_ONCE as i64)?);
        let commands = floor.directory.read(read).await?;
        if commands.is_empty() {
            break;
        }
        for kept in commands {
            stayed.extend(take_back(&floor.desk, kept).await?);
        }
    }
    let (who, ended) = (actor.clone(), merge);
    floor
        .directory
        .write(move |tx| end(tx, &who, now, from, &ended))
        .await?;
    Ok(stayed)
}

fn reopen(tx: &Tx<'_>, actor: &Actor, now: Timestamp, from: PersonId) -> Result<()> {
    let open = PersonEdit {
        active: Some(true),
        ..PersonEdit::default()
    };
    actions::edit_person(tx, actor, now, from, None, &open)?;
    Ok(people::set_merged_into(tx, from, None)?)
}

fn end(tx: &Tx<'_>, actor: &Actor, now: Timestamp, from: PersonId, merge: &Merge) -> Result<()> {
    queries::end_merge(tx, merge.id, now)?;
    let (subject, detail) = (format!("person:{from}"), json!({ "into": merge.into }));
    people::insert_audit(tx, actor, now, &subject, "merge-undone", &detail)?;
    Ok(())
}
