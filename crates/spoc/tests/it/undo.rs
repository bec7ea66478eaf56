//! Undo restores: any command, bulk edit or merge, unless somebody has since touched the same thing.

use crate::random::{Deed, Dice, World, cases};
use kernel::policy::Lifecycle;
use kernel::ticket::{Change, Channel, Refusal};
use kernel::{Actor, CommandId, Ticket, TicketId};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::log::Texts;
use testkit::{TestDesk, backends};
use work::{Command, Error, Outcome};

/// Most that happens in one case.
const DEEDS: usize = 60;
/// What every activity changes.
const ALWAYS: [&str; 2] = ["version", "updated_at"];
/// Sums and sets: later commands may add to them, and undoing takes away only what was added.
const ADDITIVE: [&str; 12] = [
    "reply_count",
    "note_count",
    "attachment_count",
    "worked_secs",
    "reassignment_count",
    "reopen_count",
    "watchers",
    "tags",
    "links",
    "absorbed",
    "fields",
    "tasks",
];

/// What follows from all replies together.
const OF_ANSWERS: [&str; 2] = ["first_response_at", "awaits_answer"];

type Properties = Map<String, Value>;
type State = BTreeMap<TicketId, Properties>;
type Checked<T = ()> = Result<T, TestCaseError>;

fn failed(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

fn properties(ticket: &Ticket) -> Properties {
    let Ok(Value::Object(mut all)) = serde_json::to_value(ticket) else {
        return Map::new();
    };
    ALWAYS.iter().for_each(|key| drop(all.remove(*key)));
    all
}

/// All tickets, as they are, but for what every activity changes.
async fn state(world: &World) -> Checked<State> {
    let ids = world.tickets.clone();
    let read = move |tx: &store::Tx<'_>| {
        let mut state = State::new();
        for id in ids {
            state.extend(store::load(tx, id)?.map(|ticket| (id, properties(&ticket))));
        }
        Ok::<_, store::Error>(state)
    };
    world.t.store.read(read).await.map_err(failed)
}

/// The names of the properties that differ.
fn differing(before: &Properties, after: &Properties) -> BTreeSet<String> {
    let keys = before.keys().chain(after.keys());
    keys.filter(|key| before.get(*key) != after.get(*key))
        .cloned()
        .collect()
}

/// The properties that each activity of a command changed on the way, by ticket.
async fn touched(
    world: &World,
    command: CommandId,
) -> Checked<BTreeMap<TicketId, BTreeSet<String>>> {
    let read = move |tx: &store::Tx<'_>| {
        let mut touched = BTreeMap::new();
        for id in store::log::tickets_of_command(tx, command)? {
            let mut names = BTreeSet::new();
            let mut ticket: Option<Ticket> = None;
            for recorded in store::log::of_ticket(tx, id, Texts::None)? {
                let before = ticket.clone();
                match &mut ticket {
                    None => ticket = Ticket::opened(&recorded).ok(),
                    Some(ticket) => ticket
                        .apply(&recorded)
                        .map_err(|e| store::Error::Damaged(e.to_string()))?,
                }
                if let (Some(before), Some(after)) = (before, &ticket)
                    && recorded.command == command
                {
                    names.extend(differing(&properties(&before), &properties(after)));
                }
            }
            touched.insert(id, names);
        }
        Ok::<_, store::Error>(touched)
    };
    world.t.store.read(read).await.map_err(failed)
}

async fn undo(world: &World, command: CommandId) -> work::Result<Outcome> {
    world
        .t
        .desk
        .execute(&Actor::spoc(), Command::Undo { command })
        .await
}

/// The words that stand in one text alone, of all that was written by a command.
fn own_words(deed: &Deed) -> Vec<String> {
    let text = format!("{deed:?}");
    let words = kernel::text::words(&text);
    let own = |word: &String| word.starts_with("uq") && word.ends_with('x');
    words.into_iter().filter(own).collect()
}

/// How many tickets have each word.
async fn found(world: &World, words: &[String]) -> Checked<Vec<usize>> {
    let mut counts = Vec::new();
    for word in words {
        let rows = world.t.list(&Actor::spoc(), word).await.map_err(failed)?;
        counts.push(rows.len());
    }
    Ok(counts)
}

/// Takes a command back, and takes that back: as it was before, and as it was after.
async fn there_and_back(world: &World, deed: &Deed, before: &State, command: CommandId) -> Checked {
    let after = state(world).await?;
    let words = own_words(deed);
    let findable = found(world, &words).await?;
    let undone = undo(world, command).await.map_err(failed)?;
    let mut restored = state(world).await?;
    let opened: State = restored
        .extract_if(.., |id, _| !before.contains_key(id))
        .collect();
    prop_assert_eq!(&restored, before, "undoing {:#?}", deed);
    for (id, ticket) in &opened {
        prop_assert_eq!(&ticket["state"], Lifecycle::CANCELLED, "{} was opened", id);
    }
    if opened.is_empty() {
        let left = found(world, &words).await?;
        prop_assert_eq!(
            left,
            vec![0; words.len()],
            "what was withdrawn is found no more: {:?}",
            deed
        );
    }
    let again = undo(world, command).await;
    prop_assert!(
        matches!(again, Err(Error::Refused(Refusal::AlreadyUndone))),
        "undone twice: {:?}",
        again
    );
    let redo = undone
        .command
        .ok_or_else(|| failed("an undo is a command"))?;
    undo(world, redo).await.map_err(failed)?;
    prop_assert_eq!(
        state(world).await?,
        after,
        "undoing the undoing of {:#?}",
        deed
    );
    prop_assert_eq!(
        found(world, &words).await?,
        findable,
        "found again: {:?}",
        deed
    );
    Ok(())
}

/// Takes a split back, and takes that back: what it opened is cancelled meanwhile, all else as it was before.
async fn split_there_and_back(world: &World, before: &State, command: CommandId) -> Checked {
    let after = state(world).await?;
    let undone = undo(world, command).await.map_err(failed)?;
    for (id, now) in state(world).await? {
        match before.get(&id) {
            Some(was) => prop_assert_eq!(&now, was, "{:?}", id),
            None => prop_assert_eq!(&now["state"], "cancelled", "{:?}", id),
        }
    }
    let again = undo(world, command).await;
    prop_assert!(
        matches!(again, Err(Error::Refused(Refusal::AlreadyUndone))),
        "undone twice: {:?}",
        again
    );
    let redo = undone.command;
    let redo = redo.ok_or_else(|| failed("an undo is a command"))?;
    undo(world, redo).await.map_err(failed)?;
    prop_assert_eq!(state(world).await?, after, "undoing the undoing");
    Ok(())
}

/// Takes a command back after another: refused if they touched the same, without a trace of it otherwise.
async fn after_another(
    world: &World,
    states: [&State; 2],
    first: (&Deed, CommandId),
    second: (&Deed, CommandId),
) -> Checked {
    let ((_, command), last) = (first, state(world).await?);
    let (own, others) = (
        touched(world, command).await?,
        touched(world, second.1).await?,
    );
    let single = |name: &&String| !ADDITIVE.contains(&name.as_str());
    let clashing = own.iter().any(|(id, names)| {
        let others = others.get(id);
        names
            .iter()
            .filter(single)
            .any(|name| others.is_some_and(|others| others.contains(name)))
    });
    let opened = states[1].keys().filter(|id| !states[0].contains_key(id));
    let opened: Vec<_> = opened.collect();
    if !opened.is_empty() {
        let went_on = opened.iter().any(|id| others.contains_key(id));
        return withdrawn(world, (command, &opened), went_on, &last).await;
    }
    let undone = undo(world, command).await;
    match undone {
        Err(Error::Refused(Refusal::ChangedSince { property, .. })) => {
            prop_assert!(
                clashing,
                "{} of {:#?} was not changed by {:#?}",
                property,
                first.0,
                second.0
            );
            prop_assert_eq!(state(world).await?, last, "a refusal changes nothing");
            return Ok(());
        }
        other => drop(other.map_err(failed)?),
    }
    prop_assert!(
        !clashing,
        "{:#?} was undone in spite of {:#?}",
        first.0,
        second.0
    );
    let now = state(world).await?;
    let [before, between] = states;
    for (id, last) in &last {
        let is = &now[id];
        let none = Map::new();
        let mine = differing(
            before.get(id).unwrap_or(&none),
            between.get(id).unwrap_or(&none),
        );
        let theirs = differing(between.get(id).unwrap_or(&none), last);
        for name in is.keys().chain(last.keys()) {
            let wanted = match (mine.contains(name), theirs.contains(name)) {
                (true, true) => continue,
                // The first answer is now the other's, if that was one.
                (true, false) if OF_ANSWERS.contains(&name.as_str()) => continue,
                (true, false) => before[id].get(name),
                (false, _) => last.get(name),
            };
            prop_assert_eq!(
                is.get(name),
                wanted,
                "{} of {:?} after {:#?} and {:#?}",
                name,
                id,
                first.0,
                second.0
            );
        }
    }
    Ok(())
}

/// Takes back that tickets were opened, after another command: they are cancelled, unless they went on by it.
async fn withdrawn(
    world: &World,
    (command, opened): (CommandId, &[&TicketId]),
    went_on: bool,
    last: &State,
) -> Checked {
    let undone = undo(world, command).await;
    let now = state(world).await?;
    if went_on {
        // Whoever cancelled it since did what the undo would have done.
        let cancelled = opened
            .iter()
            .any(|id| last[id]["state"] == Lifecycle::CANCELLED);
        let refused = match &undone {
            Err(Error::Refused(Refusal::ChangedSince { .. })) => true,
            Err(Error::Refused(Refusal::AlreadyUndone)) => cancelled,
            _ => false,
        };
        prop_assert!(refused, "{:?}", undone);
        prop_assert_eq!(&now, last, "a refusal changes nothing");
        return Ok(());
    }
    undone.map_err(failed)?;
    for id in opened {
        prop_assert_eq!(&now[id]["state"], Lifecycle::CANCELLED);
    }
    Ok(())
}

/// A random history, in which every command is taken back and brought back, and some are taken back after the next.
async fn restores(world: &mut World, seeds: &[u64]) -> Checked {
    let mut last: Option<(Deed, CommandId, State)> = None;
    for seed in seeds {
        let mut dice = Dice(*seed);
        let before = state(world).await?;
        let deed = world.deed(&mut dice);
        // What timers and explicit undos do is tried elsewhere.
        let outcome = match (world.run(&deed).await, &deed) {
            (Err(Error::Refused(_)), _)
            | (Ok(_), Deed::Wait(_) | Deed::Do(_, Command::Undo { .. })) => {
                last = None;
                continue;
            }
            (outcome, _) => outcome.map_err(failed)?,
        };
        let Some(command) = outcome.command else {
            prop_assert_eq!(
                state(world).await?,
                before,
                "nothing was done by {:?}",
                deed
            );
            continue;
        };
        match last.take() {
            Some((first, first_command, was)) if dice.roll(2) == 0 => {
                let states = [&was, &before];
                after_another(world, states, (&first, first_command), (&deed, command)).await?;
            }
            _ if matches!(deed, Deed::Do(_, Command::Split { .. })) => {
                split_there_and_back(world, &before, command).await?;
            }
            _ => {
                there_and_back(world, &deed, &before, command).await?;
                last = Some((deed, command, before));
            }
        }
    }
    let verified = world.t.desk.verify(|_| {}).await.map_err(failed)?;
    prop_assert_eq!(verified.problems, Vec::<String>::new());
    Ok(())
}

#[test]
fn undo_restores_what_was() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for backend in backends() {
        let seeds = prop::collection::vec(any::<u64>().no_shrink(), DEEDS / 2..=DEEDS);
        let config = ProptestConfig {
            failure_persistence: None,
            max_shrink_iters: 100,
            ..ProptestConfig::with_cases(cases(3))
        };
        let outcome = TestRunner::new(config).run(&seeds, |seeds| {
            runtime.block_on(async {
                let mut world = World::new(backend).await;
                restores(&mut world, &seeds).await
            })
        });
        outcome.unwrap_or_else(|failure| panic!("{backend:?}: {failure}"));
    }
}

#[tokio::test]
async fn whoever_hid_a_ticket_from_themselves_takes_that_back() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (anna, ben) = (&t.cast.anna, &t.cast.ben);
        let id = t.incident(&t.cast.rita, "Salaries", "on the printer").await;
        let hide = vec![Change::Confidential(true)];
        let hidden = t.change(anna, id, hide).await.expect("a change");
        let command = hidden.command.expect("a command");
        let unseen = t.ticket(anna, id).await;
        assert!(matches!(unseen, Err(Error::NotFound)), "{unseen:?}");
        let by_another = t.desk.execute(ben, Command::Undo { command }).await;
        let nothing = Err(Error::Refused(Refusal::NoSuchTicket));
        assert_eq!(
            format!("{by_another:?}"),
            format!("{:?}", nothing as work::Result<Outcome>)
        );
        let undone = t.desk.execute(anna, Command::Undo { command }).await;
        undone.expect("the undo");
        assert!(!t.ticket(anna, id).await.expect("the ticket").confidential);
    }
}

#[tokio::test]
async fn a_bulk_edit_is_undone_on_the_tickets_that_one_knows_of() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (anna, ben) = (&t.cast.anna, &t.cast.ben);
        let seen = t.incident(&t.cast.rita, "Toner", "is out").await;
        let hidden = t.incident(&t.cast.rita, "Salaries", "on the printer").await;
        let mine = vec![
            Change::Assignee(anna.person),
            Change::Team(Some(t.cast.network)),
            Change::Confidential(true),
        ];
        t.change(anna, hidden, mine).await.expect("a change");
        let edit = Command::Change {
            tickets: vec![seen, hidden],
            changes: vec![Change::Tag("paper".into())],
            seen: None,
            channel: Channel::Web,
        };
        let edited = t.desk.execute(anna, edit).await.expect("the edit");
        let command = edited.command.expect("a command");
        let undone = t.desk.execute(ben, Command::Undo { command }).await;
        undone.expect("the undo");
        let tags = |ticket: Ticket| ticket.tags.len();
        assert_eq!(tags(t.ticket(ben, seen).await.expect("the ticket")), 0);
        assert_eq!(tags(t.ticket(anna, hidden).await.expect("the ticket")), 1);
    }
}

#[tokio::test]
async fn a_hidden_ticket_does_not_become_part_of_one_that_more_people_see() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let open = t.incident(&t.cast.rita, "Toner", "is out").await;
        let secret = t.incident(&t.cast.rita, "Salaries", "on the printer").await;
        let hide = || {
            vec![
                Change::Team(Some(t.cast.network)),
                Change::Confidential(true),
            ]
        };
        t.change(anna, secret, hide()).await.expect("a change");
        let merge = || Command::Merge {
            sources: vec![secret],
            target: open,
        };
        let merged = t.desk.execute(anna, merge()).await;
        assert!(
            matches!(merged, Err(Error::Refused(Refusal::MergeReveals))),
            "{merged:?}"
        );
        t.change(anna, open, hide()).await.expect("a change");
        let rob = t.cast.rob.person.expect("a person");
        let watches = |person| vec![Change::Watch(person)];
        t.change(anna, open, watches(rob)).await.expect("a change");
        let merged = t.desk.execute(anna, merge()).await;
        assert!(
            matches!(merged, Err(Error::Refused(Refusal::MergeReveals))),
            "Rob takes part there alone: {merged:?}"
        );
        t.change(anna, secret, watches(rob))
            .await
            .expect("a change");
        t.desk.execute(anna, merge()).await.expect("the merge");
    }
}
