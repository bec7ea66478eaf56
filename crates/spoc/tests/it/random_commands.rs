//! Whatever anybody does, both databases answer the same, and so do their readers see.

use crate::answers::answers;
use crate::random::{Dice, World, cases};
use kernel::Actor;
use kernel::ticket::Change;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use testkit::{Backend, backends};

/// Most that happens in one case.
const DEEDS: usize = 110;

/// Does the same on each of the desks, and compares what was answered and what is.
async fn both_agree(seeds: &[u64]) -> Result<(), TestCaseError> {
    let mut worlds = Vec::new();
    for backend in backends() {
        worlds.push((backend, World::new(backend).await));
    }
    let mut history = Vec::new();
    for seed in seeds {
        let mut told = Vec::new();
        for (backend, world) in &mut worlds {
            let deed = world.deed(&mut Dice(*seed));
            let answer = world.run(&deed).await;
            if let Err(work::Error::Store(error)) = &answer {
                return Err(TestCaseError::fail(format!(
                    "{backend:?}: {error} on {deed:?}"
                )));
            }
            told.push((world.told(&deed), world.told(&answer)));
        }
        history.push(told[0].clone());
        for other in &told[1..] {
            prop_assert_eq!(&told[0], other, "after {:#?}", history);
        }
    }
    let mut readers = vec![("Spoc", Actor::spoc())];
    let cast = worlds[0].1.t.cast.clone();
    readers.extend(cast.all().map(|(name, actor)| (name, actor.clone())));
    for (name, reader) in readers {
        let mut seen = Vec::new();
        for (_, world) in &worlds {
            let now = world.now();
            seen.push(answers(world, &reader, now).await);
        }
        for other in &seen[1..] {
            for (one, other) in seen[0].iter().zip(other) {
                prop_assert_eq!(one, other, "as {} sees it after {:#?}", name, history);
            }
        }
    }
    for (backend, world) in &worlds {
        let verified = world.t.desk.verify(|_| {}).await;
        let problems = verified.expect("the desk is verified").problems;
        prop_assert_eq!(
            problems,
            Vec::<String>::new(),
            "{:?} after {:#?}",
            backend,
            history
        );
    }
    Ok(())
}

#[test]
fn random_commands_do_the_same_on_both_databases() {
    if backends() == [Backend::Sqlite] {
        eprintln!("there is nothing to compare SQLite with");
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let seeds = prop::collection::vec(any::<u64>().no_shrink(), DEEDS / 2..=DEEDS);
    let config = ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::with_cases(cases(3))
    };
    let outcome = TestRunner::new(config).run(&seeds, |seeds| runtime.block_on(both_agree(&seeds)));
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// What only the requester of something resolved does is too rare for the dice.
async fn requester_is_content(world: &World) {
    let (t, cast) = (&world.t, &world.t.cast);
    let id = t.incident(&cast.rita, "Toner", "empty").await;
    let resolve = Change::Resolve {
        code: "solved".into(),
        text: "A new one".into(),
    };
    let rate = Change::Rate {
        stars: 5,
        comment: String::new(),
    };
    for (actor, change) in [
        (&cast.rita, Change::Share(true)),
        (&cast.anna, resolve),
        (&cast.rita, rate),
    ] {
        let done = t.change(actor, id, vec![change]).await;
        done.expect("it is allowed");
    }
}

/// The dice leave nothing out: in enough time everything happens that can happen to a ticket.
#[tokio::test]
async fn random_commands_do_everything() {
    let mut world = World::new(Backend::Sqlite).await;
    let mut done = 0;
    for seed in 0..3_000_u64 {
        let deed = world.deed(&mut Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        done += usize::from(world.run(&deed).await.is_ok());
    }
    requester_is_content(&world).await;
    let kinds = |tx: &store::Tx<'_>| {
        let sql = "SELECT DISTINCT kind FROM activities ORDER BY kind";
        tx.query(sql, &[], |row| row.get::<String>(0))
    };
    let kinds = world.t.store.read(kinds).await.expect("the log is read");
    assert_eq!(kinds.len(), 38, "{kinds:?}");
    assert!(done > 1_000, "only {done} of 3,000 were allowed");
}
