//! Nobody can tell, by whatever they ask, that a ticket exists which they may not see.

use crate::answers::{OWN, PLAIN, SOUGHT, TYPED, answers, listed};
use crate::api::client::{App, Client, encoded};
use crate::looked_at::looked_at;
use crate::random::{Dice, WORDS, World, cases};
use kernel::automation::{Action, Event, Rule};
use kernel::ticket::{
    Change, Channel, InternalText, Kind, Link, LinkKind, Message, NewTicket, PublicText,
};
use kernel::{Actor, CommandId, Policy, Ticket, TicketId};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use testkit::backends;
use work::queries::{self, LIST_MAX, Sort, ViewCount};
use work::{Command, Reader};

/// Most that happens in one case before anything is hidden.
const DEEDS: usize = 50;
/// How much happens to what is hidden.
const HIDDEN_DEEDS: usize = 12;

type Checked<T = ()> = Result<T, TestCaseError>;

fn failed(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

async fn all_tickets(world: &World) -> Checked<Vec<Ticket>> {
    let ids = world.tickets.clone();
    let read = move |tx: &store::Tx<'_>| {
        let found = ids.into_iter().map(|id| store::load(tx, id));
        found.collect::<store::Result<Vec<_>>>()
    };
    let found = world.t.store.read(read).await.map_err(failed)?;
    Ok(found.into_iter().flatten().collect())
}

/// Everything that somebody is answered over HTTP; of the feed, what it tells.
async fn over_http(world: &World, client: &Client) -> Vec<(String, String)> {
    let mut paths = vec!["/views".to_owned(), "/views/counts".to_owned()];
    for (n, text) in PLAIN.iter().chain(&OWN).enumerate() {
        let sort = Sort::ALL[n % Sort::ALL.len()].name();
        paths.push(format!("/tickets?limit=7&sort={sort}&q={}", encoded(text)));
    }
    let mut exported = Vec::new();
    for text in PLAIN.iter().chain(&OWN) {
        let path = format!("/tickets/export.csv?q={}", encoded(text));
        exported.push((path.clone(), client.page(&path).await));
    }
    paths.extend(SOUGHT.map(|text| format!("/search?q={}", encoded(text))));
    paths.extend(TYPED.map(|text| format!("/suggestions?q={}", encoded(text))));
    for id in &world.tickets {
        paths.push(format!("/tickets/{id}"));
        paths.push(format!("/tickets/{id}/activities"));
        paths.push(format!("/conditions/check?q=linked:{id}"));
    }
    let mut all = exported;
    for path in paths {
        let reply = client.get(&path).await;
        all.push((path, format!("{} {}", reply.status, reply.body)));
    }
    let mut at = "0.0".to_owned();
    loop {
        let reply = client
            .get(&format!("/activities?limit=40&after={at}"))
            .await;
        let items = reply.body["items"].as_array().into_iter().flatten();
        all.extend(items.map(|item| ("feed".to_owned(), item.to_string())));
        match reply.body["next"].as_str() {
            Some(next) if next != at => at = next.to_owned(),
            _ => return all,
        }
    }
}

/// What a reader is answered is what Spoc is answered without the tickets that the reader may not see.
async fn sees_what_the_rules_say(world: &World, name: &str, reader: &Actor) -> Checked {
    let now = world.now();
    let all = all_tickets(world).await?;
    let may_see = |id: TicketId| all.iter().any(|t| t.id == id && reader.may_see(t));
    for text in PLAIN {
        let whole = listed(world, &Actor::spoc(), now, text, Sort::Updated, LIST_MAX).await;
        let wanted = whole
            .map_err(failed)?
            .iter()
            .map(|row| row.id)
            .filter(|id| may_see(*id))
            .collect::<Vec<_>>();
        let seen = listed(world, reader, now, text, Sort::Updated, 7).await;
        let seen: Vec<_> = seen.map_err(failed)?.iter().map(|row| row.id).collect();
        prop_assert_eq!(seen, wanted, "list {} as {} sees it", text, name);
    }
    for text in OWN {
        // A requester may not ask about notes.
        if let Ok(seen) = listed(world, reader, now, text, Sort::Newest, 7).await {
            prop_assert!(
                seen.iter().all(|row| may_see(row.id)),
                "list {} for {}",
                text,
                name
            );
        }
    }
    for ticket in &all {
        let page = world.t.ticket(reader, ticket.id).await;
        prop_assert_eq!(
            page.is_ok(),
            may_see(ticket.id),
            "page of {:?} for {}",
            ticket.id,
            name
        );
        if let Ok(page) = page {
            let told = page.references().all(may_see);
            prop_assert!(told, "{:?} names what {} may not see", page, name);
        }
    }
    counters_count_lists(world, name, reader).await
}

/// Each counter is as long as its list.
async fn counters_count_lists(world: &World, name: &str, reader: &Actor) -> Checked {
    let rules = world.t.desk.rules().await.map_err(failed)?;
    let asking = Reader::new(reader, world.now());
    let ids: Vec<_> = rules.views.iter().map(|ruled| ruled.view.id).collect();
    let counts = world.t.store.read({
        let (rules, asking) = (std::sync::Arc::clone(&rules), asking.clone());
        move |tx| queries::count(tx, &asking, &rules, &ids)
    });
    let counts = counts.await.map_err(failed)?;
    for ruled in &rules.views {
        let query = &ruled.view.query;
        let rows = listed(world, reader, asking.now, query, Sort::Newest, LIST_MAX)
            .await
            .map_err(failed)?;
        let wanted = Some(ViewCount::Exactly(rows.len() as i64));
        prop_assert_eq!(
            counts.get(&ruled.view.id).copied(),
            wanted,
            "{} for {}",
            ruled.view.name,
            name
        );
    }
    Ok(())
}

/// Words that hardly anybody would search for but by a slip, in numbers.
fn crowd(dice: &mut Dice) -> String {
    let letters: Vec<char> = ('a'..='z').collect();
    let mut words = Vec::new();
    for word in WORDS {
        for _ in 0..8 {
            let mut characters: Vec<char> = word.to_lowercase().chars().collect();
            let at = dice.roll(characters.len() as u64) as usize;
            characters[at] = dice.pick(&letters);
            words.push(characters.into_iter().collect::<String>());
        }
    }
    for first in &letters {
        // All slips of the words that the test mistypes.
        words.extend(["pritner", "tiemout", "servrs"].map(|word| format!("{first}{word}")));
        words.extend(["pritner", "tiemout", "servrs"].map(|word| format!("{word}{first}")));
    }
    words.join(" ")
}

/// Tags that stand before and between those that others see.
fn tags() -> BTreeSet<String> {
    let begins = ["a", "e", "n", "net", "ne", "v", "vi", "vip", "z"];
    let tags = |begin: &&str| {
        let begin = (*begin).to_owned();
        (0..60).map(move |n| format!("{begin}-{n}"))
    };
    begins.iter().flat_map(tags).collect()
}

/// A ticket that only Hanna and Spoc know, which speaks of all that others see.
async fn hide(world: &mut World, dice: &mut Dice) -> Checked<TicketId> {
    let cast = world.t.cast.clone();
    let hanna = cast
        .hanna
        .person
        .ok_or_else(|| failed("Hanna is a person"))?;
    let subject = format!("{} {}", world.text(dice), dice.words(5));
    let mut new = NewTicket::new(dice.pick(&Kind::ALL), hanna, subject);
    new.description = Message {
        text: PublicText(crowd(dice)),
        attachments: Vec::new(),
    };
    // Of a private team, or confidential and nobody's.
    new.team = dice.maybe(|_| cast.private);
    new.confidential = new.team.is_none() || dice.roll(2) == 0;
    new.parent = Some(world.ticket(dice)).filter(|id| world.tickets.contains(id));
    new.tags = tags();
    let (spoc, command) = (Actor::spoc(), Command::open(new, dice.pick(&Channel::ALL)));
    let opened = world.t.desk.execute(&spoc, command).await;
    opened.and_then(|outcome| outcome.ticket()).map_err(failed)
}

/// Whether a change would let others see the ticket.
fn reveals(change: &Change) -> bool {
    matches!(
        change,
        Change::Requester(_)
            | Change::OnBehalfOf(_)
            | Change::Assignee(_)
            | Change::Watch(_)
            | Change::Team(_)
            | Change::Confidential(_)
            | Change::Share(_)
    )
}

/// Something that happens among hidden tickets, to what they say of others and others of them; answers the command.
async fn among_hidden(
    world: &mut World,
    dice: &mut Dice,
    hidden: &[TicketId],
    done: &[CommandId],
) -> Checked<Option<CommandId>> {
    let spoc = Actor::spoc();
    let ticket = dice.pick(hidden);
    let mut link = |to| Link {
        kind: dice.pick(&LinkKind::ALL),
        to,
    };
    let (from_other, to_other) = (link(ticket), link(world.ticket(&mut Dice(ticket.0 as u64))));
    // Of those that all agents see.
    let private = world.t.cast.private;
    let is_open = |known: &Ticket| !known.confidential && known.team != Some(private);
    let mut open = all_tickets(world).await?.into_iter().filter(is_open);
    let open = open.find(|known| known.id == to_other.to);
    let other = open.map_or(TicketId(1_000_000), |open| open.id);
    let command = match dice.roll(14) {
        9 | 10 => Command::change(other, vec![Change::Link(from_other)]),
        11 => Command::change(other, vec![Change::Unlink(from_other)]),
        // Refused: what happens to a ticket speaks of none that is more hidden.
        12 => Command::change(other, vec![Change::Parent(Some(ticket))]),
        13 if !done.is_empty() => Command::Undo {
            command: dice.pick(done),
        },
        0 => Command::Merge {
            sources: vec![ticket],
            target: dice.pick(hidden),
        },
        // Refused where others see the target: its page would tell of the one that became part of it.
        8 => Command::Merge {
            sources: vec![ticket],
            target: world.ticket(dice),
        },
        1 => Command::Split {
            ticket,
            seqs: vec![1 + dice.roll(5) as i64],
            subject: world.text(dice),
        },
        2 => Command::change(ticket, vec![Change::Link(to_other)]),
        3 => {
            let text = InternalText(format!("{} {}", dice.words(6), crowd(dice)));
            Command::change(
                ticket,
                vec![Change::Note(Message {
                    text,
                    attachments: Vec::new(),
                })],
            )
        }
        _ => {
            let changes: Vec<Change> = (0..3).map(|_| world.one_change(dice, &spoc)).collect();
            Command::change(
                ticket,
                changes
                    .into_iter()
                    .filter(|change| !reveals(change))
                    .collect(),
            )
        }
    };
    match world.t.desk.execute(&spoc, command).await {
        Err(work::Error::Store(error)) => Err(failed(error)),
        outcome => Ok(outcome.ok().and_then(|outcome| outcome.command)),
    }
}

/// Where two answers begin to differ.
fn difference(one: &str, other: &str) -> String {
    let pairs = one.char_indices().zip(other.chars());
    let alike = pairs.take_while(|((_, a), b)| a == b).count();
    let beginning = alike.saturating_sub(120);
    let part = |text: &str| text.chars().skip(beginning).take(400).collect::<String>();
    format!("{:?} became {:?}", part(one), part(other))
}

/// A rule that runs on many tickets, for those who are told how often it did.
async fn rule(world: &World) -> Checked {
    let then = [Action::Tag("by-rule".into())];
    let rule = Rule {
        when: "printer or vpn or server or toner".into(),
        then: then.into(),
        ..Rule::new("words", [Event::Opened, Event::Noted])
    };
    let put = move |policy: &mut Policy| policy.rules = vec![rule.clone()];
    let done = world
        .t
        .desk
        .change_policy(&Actor::spoc(), "rules", put)
        .await;
    done.map(drop).map_err(failed)
}

async fn hides(world: &mut World, seeds: &[u64]) -> Checked {
    rule(world).await?;
    for seed in seeds {
        let deed = world.deed(&mut Dice(*seed));
        if let Err(work::Error::Store(error)) = world.run(&deed).await {
            return Err(failed(error));
        }
    }
    let cast = world.t.cast.clone();
    for (name, reader) in cast.all() {
        sees_what_the_rules_say(world, name, reader).await?;
    }
    let others: Vec<_> = cast
        .all()
        .into_iter()
        .filter(|(name, _)| *name != "Hanna")
        .collect();
    let now = world.now();
    let app = App::with_everything(&world.t);
    let (mut before, mut clients) = (BTreeMap::new(), BTreeMap::new());
    for (name, reader) in &others {
        let client = app.client(reader).await;
        let mut all = answers(world, reader, now).await;
        all.extend(over_http(world, &client).await);
        all.extend(looked_at(world, reader, &client).await);
        before.insert(*name, all);
        clients.insert(*name, client);
    }
    let mut dice = Dice(seeds.iter().fold(1, |all, seed| all ^ seed));
    let (mut hidden, mut done) = (Vec::new(), Vec::new());
    for n in 0..HIDDEN_DEEDS {
        if n % 4 == 0 {
            hidden.push(hide(world, &mut dice).await?);
        }
        done.extend(among_hidden(world, &mut dice, &hidden, &done).await?);
    }
    for (name, reader) in &others {
        let mut after = answers(world, reader, now).await;
        after.extend(over_http(world, &clients[name]).await);
        after.extend(looked_at(world, reader, &clients[name]).await);
        prop_assert_eq!(before[name].len(), after.len(), "{}", name);
        for (one, other) in before[name].iter().zip(&after) {
            prop_assert!(
                one == other,
                "{name} was told of something hidden by {}: {} after {seeds:?}",
                one.0,
                difference(&one.1, &other.1),
            );
        }
        for id in &hidden {
            let page = world.t.ticket(reader, *id).await;
            prop_assert!(
                matches!(page, Err(work::Error::NotFound)),
                "{} sees {:?}",
                name,
                page
            );
            // What is not there and what may not be seen are answered alike.
            let reply = world.t.reply(reader, *id, "hello?").await;
            let nowhere = world.t.reply(reader, TicketId(1_000_000), "hello?").await;
            prop_assert_eq!(format!("{reply:?}"), format!("{nowhere:?}"), "{}", name);
        }
    }
    Ok(())
}

#[test]
fn nobody_can_tell_that_a_hidden_ticket_exists() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for backend in backends() {
        let seeds = prop::collection::vec(any::<u64>().no_shrink(), DEEDS / 2..=DEEDS);
        let config = ProptestConfig {
            failure_persistence: None,
            max_shrink_iters: 60,
            ..ProptestConfig::with_cases(cases(1))
        };
        let outcome = TestRunner::new(config).run(&seeds, |seeds| {
            runtime.block_on(async {
                let mut world = World::new(backend).await;
                hides(&mut world, &seeds).await
            })
        });
        outcome.unwrap_or_else(|failure| panic!("{backend:?}: {failure}"));
    }
}
