//! Taking a command back: never by deleting, always by one more activity.
//!
//! The state without the command is the fold of the log without it. The activity [`Activity::Undone`]
//! carries the difference, so folding it needs no second look at the log.

use super::activity::{Activity, Recorded};
use super::change::Change;
use super::decide::{Context, Refusal, decide};
use super::evolve::fold;
use super::state::Ticket;
use crate::policy::StateCategory;
use crate::{CommandId, TicketId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The properties of a ticket that taking a command back changes, with what they were and what they become.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patch(pub BTreeMap<String, (Value, Value)>);

/// What every activity changes: no reason for a conflict, and not undone.
const ALWAYS: [&str; 2] = ["version", "updated_at"];
/// Sums and sets, to which later commands may have added without conflict: undoing subtracts from them.
const ADDITIVE: [&str; 13] = [
    "reply_count",
    "note_count",
    "attachment_count",
    "worked_secs",
    "reassignment_count",
    "reopen_count",
    "watchers",
    "tags",
    "links",
    "side_conversations",
    "absorbed",
    "fields",
    "tasks",
];

impl Patch {
    fn between(before: &Ticket, after: &Ticket) -> Patch {
        let (before, after) = (properties(before), properties(after));
        let mut patch = BTreeMap::new();
        for key in before.keys().chain(after.keys()) {
            let (from, to) = (before.get(key), after.get(key));
            if from != to && !ALWAYS.contains(&key.as_str()) {
                let value = |v: Option<&Value>| v.cloned().unwrap_or(Value::Null);
                patch.insert(key.clone(), (value(from), value(to)));
            }
        }
        Patch(patch)
    }

    pub(super) fn applied_to(&self, ticket: &Ticket) -> Option<Ticket> {
        let mut properties = properties(ticket);
        for (key, (_, to)) in &self.0 {
            match to {
                Value::Null => properties.remove(key),
                to => properties.insert(key.clone(), to.clone()),
            };
        }
        serde_json::from_value(Value::Object(properties)).ok()
    }

    /// The other tickets that the patch speaks of.
    pub fn references(&self) -> Vec<TicketId> {
        let mut found = Vec::new();
        for (key, (from, to)) in &self.0 {
            for value in [from, to] {
                match key.as_str() {
                    "parent" | "merged_into" => found.extend(value.as_i64()),
                    "absorbed" => found.extend(
                        value
                            .as_array()
                            .into_iter()
                            .flatten()
                            .filter_map(Value::as_i64),
                    ),
                    "links" => {
                        found.extend(
                            value
                                .as_array()
                                .into_iter()
                                .flatten()
                                .filter_map(|link| link["to"].as_i64()),
                        );
                    }
                    _ => {}
                }
            }
        }
        found.into_iter().map(TicketId).collect()
    }
}

fn properties(ticket: &Ticket) -> Map<String, Value> {
    match serde_json::to_value(ticket) {
        Ok(Value::Object(properties)) => properties,
        _ => Map::new(),
    }
}

/// What takes `command` back, given the whole log of a ticket. Taking back an undo brings the first command back. A
/// ticket that the command opened is cancelled: its number and its log stay.
///
/// # Errors
/// When the command did nothing here, was taken back already, or when somebody has since changed the same property,
/// of a ticket that it opened anything.
pub fn undo(
    log: &[Recorded],
    command: CommandId,
    context: Context<'_>,
) -> Result<Vec<Activity>, Refusal> {
    let broken = |_| Refusal::NothingToUndo;
    let of_command = log
        .iter()
        .find(|recorded| recorded.command == command)
        .ok_or(Refusal::NothingToUndo)?;
    let undone = undone(log, None);
    if of_command.seq == 1 {
        return withdraw(&live(log, &undone), command, context);
    }
    if undone.contains(&command) {
        return Err(Refusal::AlreadyUndone);
    }
    let remaining = live(log, &self::undone(log, Some(command)));
    match of_command.activity {
        Activity::Undone { command: first, .. } => refuse_if_changed_since(&remaining, first)?,
        _ => refuse_if_changed_since(&live(log, &undone), command)?,
    }
    let present = fold(log).map_err(broken)?.ok_or(Refusal::NothingToUndo)?;
    let target = fold(&renumbered(remaining.into_iter()))
        .map_err(broken)?
        .ok_or(Refusal::NothingToUndo)?;
    Ok(vec![Activity::Undone {
        command,
        patch: Patch::between(&present, &target),
    }])
}

/// Cancels a ticket that a command opened, unless others have done something to it since.
fn withdraw(
    live: &[&Recorded],
    command: CommandId,
    context: Context<'_>,
) -> Result<Vec<Activity>, Refusal> {
    let broken = |_| Refusal::NothingToUndo;
    let of_others = live.iter().position(|recorded| recorded.command != command);
    let (own, others) = live.split_at(of_others.unwrap_or(live.len()));
    let fold_all = |log: &[&Recorded]| fold(&renumbered(log.iter().copied()));
    let before = fold_all(own).map_err(broken)?;
    let before = before.ok_or(Refusal::NothingToUndo)?;
    if let Some(first) = others.first() {
        let present = fold_all(live).map_err(broken)?;
        let present = present.ok_or(Refusal::NothingToUndo)?;
        if present.state_category == StateCategory::Cancelled {
            return Err(Refusal::AlreadyUndone);
        }
        let changed = Patch::between(&before, &present).0.into_keys().next();
        return Err(Refusal::ChangedSince {
            property: changed.unwrap_or_else(|| "state".into()),
            by: first.actor,
        });
    }
    let cancel = Change::Cancel {
        text: String::new(),
    };
    decide(&before, &[cancel], context)
}

/// The commands that are taken back, latest word first; `also` as if it had just been taken back, too.
fn undone(log: &[Recorded], also: Option<CommandId>) -> Vec<CommandId> {
    let mut undone: Vec<CommandId> = also.into_iter().collect();
    for recorded in log.iter().rev() {
        if let Activity::Undone { command, .. } = &recorded.activity
            && !undone.contains(&recorded.command)
        {
            undone.push(*command);
        }
    }
    undone
}

fn live<'a>(log: &'a [Recorded], undone: &[CommandId]) -> Vec<&'a Recorded> {
    let stands = |r: &&Recorded| {
        !undone.contains(&r.command) && !matches!(r.activity, Activity::Undone { .. })
    };
    log.iter().filter(stands).collect()
}

fn renumbered<'a>(log: impl Iterator<Item = &'a Recorded>) -> Vec<Recorded> {
    log.zip(1..)
        .map(|(recorded, seq)| Recorded {
            seq,
            ..recorded.clone()
        })
        .collect()
}

fn refuse_if_changed_since(live: &[&Recorded], command: CommandId) -> Result<(), Refusal> {
    let mut touched: Vec<String> = Vec::new();
    let mut ticket: Option<Ticket> = None;
    for recorded in renumbered(live.iter().copied()) {
        let before = ticket.clone();
        match &mut ticket {
            None => ticket = Ticket::opened(&recorded).ok(),
            Some(ticket) => ticket
                .apply(&recorded)
                .map_err(|_| Refusal::NothingToUndo)?,
        }
        let (Some(before), Some(after)) = (before, &ticket) else {
            continue;
        };
        let changed = Patch::between(&before, after)
            .0
            .into_keys()
            .filter(|key| !ADDITIVE.contains(&key.as_str()));
        if recorded.command == command {
            touched.extend(changed);
        } else if let Some(property) = changed.into_iter().find(|key| touched.contains(key)) {
            return Err(Refusal::ChangedSince {
                property,
                by: recorded.actor,
            });
        }
    }
    Ok(())
}

/// What is left of a log without what was taken back, numbered anew; nothing is copied where nothing was.
pub fn standing(log: &[Recorded]) -> Cow<'_, [Recorded]> {
    let undone = undone(log, None);
    if undone.is_empty() {
        return Cow::Borrowed(log);
    }
    Cow::Owned(renumbered(live(log, &undone).into_iter()))
}

/// Positions of the activities that were taken back.
pub fn withdrawn(log: &[Recorded]) -> Vec<i64> {
    let undone = undone(log, None);
    log.iter()
        .filter(|recorded| undone.contains(&recorded.command))
        .map(|recorded| recorded.position)
        .collect()
}
