//! Followers of the log see every activity exactly once, and each ticket's in their order, however many
//! write at the same time and however late their units of work commit.

use kernel::ticket::{Change, Channel, Message, PublicText};
use kernel::{Activity, Clock, PolicyVersion, Recorded, TicketId, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::log::{Addition, Cursor, FOLLOW_MAX, Place, Stamp, Texts, advance, cursor, follow};
use store::{archive, log};
use testkit::{TestDesk, backends};
use work::Command;

/// How many write at once.
const WRITERS: usize = 16;
/// What each of them does through the desk.
const COMMANDS: usize = 50;
/// What each of them also does that commits late.
const LATE: usize = 6;
/// How long a follower may wait for what was written.
const PATIENCE: Duration = Duration::from_secs(30);

fn said(text: String) -> Message<PublicText> {
    Message {
        text: PublicText(text),
        attachments: Vec::new(),
    }
}

/// Everything that a reply by nobody is stamped with.
fn stamp(at: Timestamp) -> Stamp {
    Stamp {
        at,
        actor: None,
        channel: Channel::Web,
        command: None,
        policy: PolicyVersion(1),
    }
}

/// Writes through the desk: to tickets that all share, to tickets of its own, and by splitting, which takes
/// a number before it takes the ticket.
async fn write(t: Arc<TestDesk>, shared: Arc<Vec<TicketId>>, writer: usize) {
    let anna = &t.cast.anna;
    for n in 0..COMMANDS {
        let ticket = shared[(writer + n) % shared.len()];
        match n % 5 {
            0 => {
                t.incident(&t.cast.rita, "Printer", "jams").await;
            }
            1 if n % 2 == 1 => {
                let seq = t.ticket(anna, ticket).await.expect("the ticket").version;
                let subject = "Also this".to_owned();
                let split = Command::Split {
                    ticket,
                    seqs: vec![seq],
                    subject,
                };
                // The last thing that happened may be no message: then nothing is split off.
                let _ = t.desk.execute(anna, split).await;
            }
            2 => {
                let tags = [
                    Change::Tag(format!("by-{writer}-{n}")),
                    Change::Urgency(kernel::policy::Level(1 + (n % 3) as u8)),
                ];
                let _ = t.change(anna, ticket, tags.into()).await.expect("tags");
            }
            _ => {
                let text = format!("{writer} says {n}");
                t.reply(anna, ticket, &text).await.expect("a reply");
            }
        }
    }
}

/// Writes straight to the log, to a ticket that others write to as well, and commits a while after.
/// Half of them have written something else before they get at the ticket, as a request does that is
/// to be done once.
async fn write_late(t: Arc<TestDesk>, ticket: TicketId, writer: usize) {
    for n in 0..LATE {
        let now = t.clock.now();
        let slowly = move |tx: &store::Tx<'_>| {
            if n % 2 == 0 {
                advance(tx, &format!("late {writer}"), Cursor::default())?;
                std::thread::sleep(Duration::from_millis(2));
            }
            store::lock(tx, &[ticket])?;
            let version = store::log::of_ticket(tx, ticket, Texts::None)?.len() as i64;
            let reply = Activity::Replied {
                message: said(format!("late {writer} {n}")),
                by_agent: true,
                delivery: Default::default(),
                mail_checks: None,
            };
            let addition = Addition {
                ticket,
                version,
                activities: vec![reply.clone(), reply],
            };
            store::log::append(tx, stamp(now), vec![addition])?;
            std::thread::sleep(Duration::from_millis(3));
            Ok::<_, store::Error>(())
        };
        t.store.write(slowly).await.expect("a late reply");
    }
}

/// What a follower has seen.
#[derive(Default)]
struct Seen(Vec<(Cursor, Recorded)>);

/// Follows in small batches, with a cursor in memory, until everything was written and `total` were seen.
async fn follow_reading(t: Arc<TestDesk>, done: Arc<AtomicBool>) -> Seen {
    let (mut seen, mut at, mut finished) = (Seen::default(), Cursor::default(), None);
    for limit in (1..=9).cycle() {
        let entries = t
            .store
            .read(move |tx| follow(tx, at, limit, Texts::Public))
            .await
            .expect("the log is followed");
        if let Some((last, _)) = entries.last() {
            at = *last;
        } else if is_over(&t, &done, &mut finished, seen.0.len()).await {
            break;
        }
        seen.0.extend(entries);
    }
    seen
}

/// The same with a cursor kept in the database, in the unit of work that reads.
async fn follow_writing(t: Arc<TestDesk>, done: Arc<AtomicBool>) -> Seen {
    let (mut seen, mut finished) = (Seen::default(), None);
    loop {
        let step = |tx: &store::Tx<'_>| {
            let at = cursor(tx, "test")?.unwrap_or_default();
            let entries = follow(tx, at, 25, Texts::None)?;
            if let Some((last, _)) = entries.last() {
                advance(tx, "test", *last)?;
            }
            Ok::<_, store::Error>(entries)
        };
        let entries = t.store.write(step).await.expect("the log is followed");
        if entries.is_empty() && is_over(&t, &done, &mut finished, seen.0.len()).await {
            break;
        }
        seen.0.extend(entries);
    }
    seen
}

/// Whether nothing more is to come: all have written, and all of it was seen or waited for too long.
async fn is_over(
    t: &TestDesk,
    done: &AtomicBool,
    finished: &mut Option<Instant>,
    seen: usize,
) -> bool {
    tokio::time::sleep(Duration::from_millis(2)).await;
    if !done.load(Ordering::SeqCst) {
        return false;
    }
    let since = *finished.get_or_insert_with(Instant::now);
    let total = t
        .store
        .read(|tx| tx.one::<i64>("SELECT COUNT(*) FROM activities", &[]))
        .await
        .expect("the log is counted");
    seen as i64 >= total || since.elapsed() > PATIENCE
}

async fn check(t: &TestDesk, seen: &Seen, who: &str) {
    let cursors: Vec<Cursor> = seen.0.iter().map(|(cursor, _)| *cursor).collect();
    assert!(
        cursors.is_sorted_by(|a, b| a < b),
        "{who}: the cursor only goes forward"
    );
    let mut tickets: BTreeMap<TicketId, Vec<i64>> = BTreeMap::new();
    for (_, recorded) in &seen.0 {
        tickets
            .entry(recorded.ticket)
            .or_default()
            .push(recorded.seq);
    }
    for (ticket, seqs) in tickets {
        let logged = t
            .store
            .read(move |tx| store::log::of_ticket(tx, ticket, Texts::None))
            .await
            .expect("the ticket's log");
        let all: Vec<i64> = (1..=logged.len() as i64).collect();
        assert_eq!(seqs, all, "{who}: ticket {ticket}, each once and in order");
    }
    let total = t
        .store
        .read(|tx| tx.one::<i64>("SELECT COUNT(*) FROM activities", &[]))
        .await
        .expect("the log is counted");
    assert_eq!(seen.0.len() as i64, total, "{who}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn followers_see_every_activity_once_and_each_tickets_in_order() {
    for backend in backends() {
        let t = Arc::new(TestDesk::new(backend).await);
        let mut shared = Vec::new();
        for n in 0..5 {
            shared.push(
                t.incident(&t.cast.rob, &format!("Outage {n}"), "of all")
                    .await,
            );
        }
        // Late writers write around the desk, so their tickets are nobody else's.
        let late = [shared.remove(0), shared.remove(0)];
        let (shared, done) = (Arc::new(shared), Arc::new(AtomicBool::new(false)));
        let reading = tokio::spawn(follow_reading(Arc::clone(&t), Arc::clone(&done)));
        let writing = tokio::spawn(follow_writing(Arc::clone(&t), Arc::clone(&done)));
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            writers.push(tokio::spawn(write(
                Arc::clone(&t),
                Arc::clone(&shared),
                writer,
            )));
            writers.push(tokio::spawn(write_late(
                Arc::clone(&t),
                late[writer % 2],
                writer,
            )));
        }
        for writer in writers {
            writer.await.expect("everything is written");
        }
        done.store(true, Ordering::SeqCst);
        check(
            &t,
            &reading.await.expect("followed"),
            &format!("reading on {backend:?}"),
        )
        .await;
        check(
            &t,
            &writing.await.expect("followed"),
            &format!("writing on {backend:?}"),
        )
        .await;
        let whole = t
            .store
            .read(|tx| follow(tx, Cursor::default(), FOLLOW_MAX * 2, Texts::None))
            .await
            .expect("the log is followed");
        assert!(
            whole.len() as i64 <= FOLLOW_MAX,
            "no batch is without bounds"
        );
    }
}

#[tokio::test]
async fn what_a_kept_cursor_has_not_come_past_is_followed_after_a_restore() {
    for backend in backends() {
        let (old, new) = (TestDesk::new(backend).await, TestDesk::new(backend).await);
        for _ in 0..2 {
            old.incident(&old.cast.rita, "Printer", "").await;
        }
        let dumped = old.store.write(|tx| {
            // As if the first activity were committed after the second, and somebody had come past the second alone.
            let late = "UPDATE activities SET epoch = CASE position WHEN 1 THEN 9 ELSE 5 END";
            tx.execute(late, &[])?;
            let past = Cursor {
                epoch: 5,
                position: 2,
            };
            advance(tx, "mail", past)?;
            let mut parts = Vec::new();
            archive::dump(tx, |table, lines| {
                parts.push((table.to_owned(), lines.to_owned()));
                Ok::<_, store::Error>(())
            })?;
            Ok::<_, store::Error>(parts)
        });
        let dumped = dumped.await.expect("the tables are dumped");
        let now = Timestamp::parse("2026-11-25T12:00:00Z").expect("an instant");
        let restored = new.store.write(move |tx| {
            archive::clear(tx)?;
            for (table, lines) in &dumped {
                archive::load(tx, table, lines)?;
            }
            archive::finish(tx, now)?;
            let kept = cursor(tx, "mail")?.expect("the cursor is kept");
            Ok::<_, store::Error>((kept, log::generation(tx)?))
        });
        let (kept, generation) = restored.await.expect("the tables are restored");
        assert_eq!(kept, Cursor::default());
        assert_eq!(generation, now.0);
        // What a reader was given before is told from what is given now.
        let before = Place::default();
        let place = Place {
            generation,
            cursor: kept,
        };
        assert_eq!(
            (before.to_string().parse(), place.to_string().parse()),
            (Ok(before), Ok(place))
        );
        assert_ne!(before.generation, place.generation);
    }
}
