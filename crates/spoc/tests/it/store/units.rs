//! Units of work: all or nothing, whatever stands against them.

use super::bare;
use kernel::ViewId;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Barrier};
use store::{CountKey, Counts, Error, Tx, add_counts, params};
use testkit::Backend;

const INSERT: &str = "INSERT INTO settings (key, value) VALUES ($1, $2)";
const COUNT: &str = "SELECT COUNT(*) FROM settings";

#[tokio::test]
async fn a_unit_of_work_that_fails_leaves_nothing_behind() {
    for bare in bare() {
        // Many at once: those that succeed and those that fail may share a commit.
        let units: Vec<_> = (0..20)
            .map(|number: i64| {
                let store = bare.store.clone();
                tokio::spawn(async move {
                    let write = move |tx: &Tx<'_>| {
                        tx.execute(INSERT, params![format!("a{number}"), "1"])?;
                        tx.execute(INSERT, params![format!("b{number}"), "1"])?;
                        if number % 2 == 0 {
                            return Err(Error::Damaged("on purpose".into()));
                        }
                        Ok(())
                    };
                    (number, store.write(write).await)
                })
            })
            .collect();
        for unit in units {
            let (number, done) = unit.await.expect("it ends");
            assert_eq!(done.is_ok(), number % 2 == 1, "{number}: {done:?}");
        }
        assert_eq!(bare.number(COUNT).await, 20);
        let failed = "SELECT COUNT(*) FROM settings WHERE key IN ('a0', 'b0', 'a2', 'b18')";
        assert_eq!(bare.number(failed).await, 0);
    }
}

#[tokio::test]
async fn parameters_go_by_their_number_not_by_their_order() {
    for bare in bare() {
        let read = |tx: &Tx<'_>| tx.one("SELECT $2 || $1 || $2", params!["a", "b"]);
        let found: String = bare.store.read(read).await.expect("an answer");
        assert_eq!(found, "bab");
    }
}

#[tokio::test]
async fn a_taken_key_says_so_and_takes_the_rest_along() {
    for bare in bare() {
        let write = |tx: &Tx<'_>| {
            tx.execute(INSERT, params!["a", "1"])?;
            tx.execute(INSERT, params!["a", "2"])
        };
        let twice: Result<u64, Error> = bare.store.write(write).await;
        let wanted = match bare.backend {
            Backend::Sqlite => "settings.key",
            Backend::Postgres => "settings_pkey",
        };
        let taken = matches!(&twice, Err(Error::Taken(what)) if what == wanted);
        assert!(taken, "{twice:?}");
        assert_eq!(bare.number(COUNT).await, 0);
    }
}

#[tokio::test]
async fn of_two_that_wait_for_each_other_the_loser_runs_again_and_nothing_is_lost() {
    for bare in bare() {
        let write = |tx: &Tx<'_>| {
            tx.execute(INSERT, params!["a", "0"])?;
            tx.execute(INSERT, params!["b", "0"])
        };
        bare.store.write(write).await.expect("both are there");
        let (runs, met) = (Arc::new(AtomicI64::new(0)), Arc::new(Barrier::new(2)));
        let add = |first: &'static str, second: &'static str| {
            let (store, runs, met) = (bare.store.clone(), Arc::clone(&runs), Arc::clone(&met));
            // SQLite has one writer: there nobody waits for the other.
            let waits = AtomicBool::new(bare.backend == Backend::Postgres);
            let add = move |tx: &Tx<'_>| {
                runs.fetch_add(1, Ordering::SeqCst);
                let sql = "UPDATE settings SET value = value || '+' WHERE key = $1";
                tx.execute(sql, params![first])?;
                if waits.swap(false, Ordering::SeqCst) {
                    met.wait();
                }
                tx.execute(sql, params![second])
            };
            tokio::spawn(async move { store.write::<u64, Error>(add).await })
        };
        for done in [add("a", "b"), add("b", "a")] {
            done.await.expect("it ends").expect("it is written");
        }
        let both = "SELECT COUNT(*) FROM settings WHERE value = '0++'";
        assert_eq!(bare.number(both).await, 2);
        // The loser can lose again to what the winner has just written.
        let runs = runs.load(Ordering::SeqCst);
        match bare.backend {
            Backend::Sqlite => assert_eq!(runs, 2),
            Backend::Postgres => assert!(runs > 2, "{runs}"),
        }
        // Whoever says so by itself is told so.
        let raced: Result<(), Error> = bare.store.write(|_| Err(Error::Raced)).await;
        assert!(matches!(raced, Err(Error::Raced)));
    }
}

#[tokio::test]
async fn counters_add_up_whoever_writes_at_once_and_in_whatever_order() {
    let key = |team| CountKey {
        view: ViewId(1),
        restricted: false,
        person: 0,
        assignee: 0,
        team,
    };
    for bare in bare() {
        let units: Vec<_> = (0..24)
            .map(|number: i64| {
                let store = bare.store.clone();
                tokio::spawn(async move {
                    let write = move |tx: &Tx<'_>| {
                        let counts: Counts =
                            [(key(1), 1), (key(2), number % 3), (key(3), 0)].into();
                        add_counts(tx, &counts)?;
                        if number % 4 == 0 {
                            return Err(Error::Damaged("on purpose".into()));
                        }
                        Ok(())
                    };
                    store.write(write).await.is_ok()
                })
            })
            .collect();
        let mut done = 0;
        for unit in units {
            done += i64::from(unit.await.expect("it ends"));
        }
        assert_eq!(done, 18);
        let counted = "SELECT count FROM view_counts WHERE team_id = 1";
        assert_eq!(bare.number(counted).await, 18);
        let counted = "SELECT count FROM view_counts WHERE team_id = 2";
        let wanted: i64 = (0..24).filter(|n| n % 4 != 0).map(|n| n % 3).sum();
        assert_eq!(bare.number(counted).await, wanted);
        // What does not change makes no row.
        assert_eq!(bare.number("SELECT COUNT(*) FROM view_counts").await, 2);
    }
}
