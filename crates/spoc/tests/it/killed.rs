//! `kill -9` at any moment: everything that was acknowledged is there, and the data is what the log says.

mod bulk;
mod clocks;
mod import;
mod log_file;
mod mail;
mod sending;

use crate::process::{ADMINISTRATOR, Client, Place, Serving, desk, incident, token};
use import::imported;
pub(crate) use log_file::LogFile;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use testkit::{Backend, backends};

/// How often each is killed at its work.
const KILLS: u32 = 20;
/// How often that is tried at most: some come to their end before.
const TRIES_MAX: u32 = 3 * KILLS;
/// How many clients write at once.
const WRITERS: usize = 4;
/// How many steps a writer takes with one ticket.
const STEPS: usize = 4;

/// Kills, at moments spread over a duration, until it was at work [`KILLS`] times: first once somewhere in each of
/// its twenty parts, then somewhere in any of them. `kill` is told the round, and answers whether it was at work.
/// Where it had come to its end, it takes less long than was thought.
fn until_killed_at_work(
    mut whole: Duration,
    seed: u64,
    mut kill: impl FnMut(usize, Duration) -> bool,
) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut at_work = 0;
    for round in 0..TRIES_MAX {
        let part = if round < KILLS {
            round
        } else {
            dice.random_range(0..KILLS)
        };
        let moment = whole * (part * 100 + dice.random_range(0..100)) / (KILLS * 100);
        if kill(round as usize, moment) {
            at_work += 1;
        } else {
            whole = whole.min(moment);
        }
        if at_work == KILLS {
            return;
        }
    }
    panic!("of {TRIES_MAX} times, it was killed at work only {at_work} times");
}

/// Starts `spoc`, kills it after a while; answers whether it was still at work then.
fn kill_after(place: &Place, args: &[&str], moment: Duration) -> bool {
    kill_when(place, args, |_| std::thread::sleep(moment))
}

/// Starts `spoc`, kills it as soon as something holds; answers whether it was still at work then.
fn kill_once(place: &Place, args: &[&str], holds: impl Fn() -> bool) -> bool {
    kill_when(place, args, |child| {
        while child.try_wait().expect("it is a child").is_none() && !holds() {}
    })
}

fn kill_when(place: &Place, args: &[&str], wait: impl FnOnce(&mut Child)) -> bool {
    let mut child = place
        .command(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    wait(&mut child);
    let at_work = child.try_wait().expect("it is a child").is_none();
    child.kill().expect("it is a child");
    child.wait().expect("it is a child");
    at_work
}

/// How long a command takes to its end, and what it says.
fn timed(place: &Place, args: &[&str]) -> (Duration, String) {
    let begun = Instant::now();
    let told = place.run(args).ok();
    (begun.elapsed(), told)
}

/// What was acknowledged to a writer.
#[derive(Default)]
struct Acknowledged {
    /// Numbers and subjects of tickets.
    tickets: Vec<(i64, String)>,
    /// Texts of replies.
    replies: Vec<String>,
    /// Texts of notes, each with a file.
    notes: Vec<String>,
    /// What was sent last and never answered: its key, its path, what was sent.
    open: Option<(String, String, Value)>,
}

/// Somebody who writes until nobody answers, or until the end is told.
struct Writer {
    client: Client,
    name: String,
    sent: usize,
    got: Acknowledged,
    end: Arc<AtomicBool>,
}

impl Writer {
    /// Begins on a thread of its own; answers what was acknowledged.
    fn start(address: SocketAddr, token: &str, name: String) -> Writing {
        let end = Arc::new(AtomicBool::new(false));
        let mut writer = Writer {
            client: Client::with_token(address, token),
            name,
            sent: 0,
            got: Acknowledged::default(),
            end: Arc::clone(&end),
        };
        let thread = std::thread::spawn(move || {
            // It ends when the server does.
            let _ = writer.write();
            writer.got
        });
        Writing { thread, end }
    }

    /// Sends something under a key of its own; remembers it until it is answered.
    fn post(&mut self, path: String, document: Value) -> io::Result<Value> {
        let key = format!("{}-{}", self.name, self.sent);
        self.sent += 1;
        self.client.key = Some(key.clone());
        self.got.open = Some((key, path.clone(), document.clone()));
        let answer = self.client.try_api("POST", &path, &document)?;
        self.got.open = None;
        self.client.key = None;
        Ok(answer.ok(201))
    }

    fn write(&mut self) -> io::Result<()> {
        while !self.end.load(Ordering::Relaxed) {
            let subject = format!("{} ticket {}", self.name, self.sent);
            let new = json!({ "kind": "incident", "subject": subject });
            let opened = self.post("/tickets".into(), new)?;
            let number = opened["number"].as_i64().expect("a number");
            self.got.tickets.push((number, subject));
            for _ in 0..STEPS {
                let text = format!("{} reply {}", self.name, self.sent);
                let reply = json!({ "text": text });
                self.post(format!("/tickets/{number}/replies"), reply)?;
                self.got.replies.push(text);
            }
            let text = format!("{} note {}", self.name, self.sent);
            let path = "/api/spoc/v1/attachments?name=log.txt";
            let body = ("text/plain", text.as_bytes());
            let stored = self.client.ask("POST", path, Some(body))?.ok(201);
            let note = json!({ "text": text, "attachments": [stored["hash"]] });
            self.post(format!("/tickets/{number}/notes"), note)?;
            self.got.notes.push(text);
        }
        Ok(())
    }
}

/// A writer at work.
struct Writing {
    thread: JoinHandle<Acknowledged>,
    end: Arc<AtomicBool>,
}

impl Writing {
    /// Lets it finish its ticket.
    fn end(self) -> Acknowledged {
        self.end.store(true, Ordering::Relaxed);
        self.thread.join().expect("a writer ends")
    }
}

/// Several write at once until the server is killed; answers what was acknowledged to each.
fn burst(serving: Serving, token: &str, round: usize, moment: Duration) -> Vec<Acknowledged> {
    let start = |index| Writer::start(serving.address, token, format!("r{round}w{index}"));
    let writers: Vec<Writing> = (0..WRITERS).map(start).collect();
    std::thread::sleep(moment);
    serving.kill();
    writers.into_iter().map(Writing::end).collect()
}

/// All that was acknowledged is there, once.
fn check(place: &Place, all: &[Acknowledged]) {
    let tickets = place.rows("SELECT id, subject FROM tickets ORDER BY subject", 2);
    let texts = |sql| -> Vec<String> {
        let rows = place.rows(sql, 1).into_iter().flatten();
        rows.map(|cell| match cell {
            store::Value::Text(text) => text,
            other => panic!("{other:?}"),
        })
        .collect()
    };
    let replies = texts("SELECT text FROM replies");
    let notes = texts("SELECT text FROM notes");
    let times = |texts: &[String], text: &String| texts.iter().filter(|t| *t == text).count();
    for got in all {
        for (number, subject) in &got.tickets {
            let cells = [(*number).into(), subject.as_str().into()];
            let found = tickets.iter().filter(|row| row[..] == cells).count();
            assert_eq!(found, 1, "ticket {number}: {subject}");
        }
        for text in &got.replies {
            assert_eq!(times(&replies, text), 1, "{text}");
        }
        for text in &got.notes {
            assert_eq!(times(&notes, text), 1, "{text}");
        }
    }
}

/// What was sent but never answered is sent again: it is done once, whether it had been done or not.
fn repeat(client: &mut Client, all: &mut [Acknowledged]) {
    for got in all {
        let Some((key, path, document)) = got.open.take() else {
            continue;
        };
        client.key = Some(key);
        let answer = client.api("POST", &path, &document).ok(201);
        let text = |name: &str| document[name].as_str().unwrap_or_default().to_owned();
        match path.rsplit('/').next() {
            Some("tickets") => {
                let number = answer["number"].as_i64().expect("a number");
                got.tickets.push((number, text("subject")));
            }
            Some("replies") => got.replies.push(text("text")),
            _ => got.notes.push(text("text")),
        }
    }
    client.key = None;
}

#[test]
fn a_server_is_killed_while_people_write() {
    for backend in backends() {
        let place = Place::new(backend);
        let (serving, _) = desk(&place);
        let token = token(&place);
        let mut serving = Some(serving);
        let mut rounds: Vec<Vec<Acknowledged>> = Vec::new();
        until_killed_at_work(Duration::from_millis(300), 2, |round, moment| {
            let now = serving.take().unwrap_or_else(|| Serving::start(&place));
            if let Some(last) = rounds.last_mut() {
                repeat(&mut Client::with_token(now.address, &token), last);
            }
            rounds.push(burst(now, &token, round, moment));
            place.verify();
            check(&place, &rounds[round]);
            // Somebody was still waiting for an answer.
            rounds[round].iter().any(|got| got.open.is_some())
        });
        let last = Serving::start(&place);
        if let Some(round) = rounds.last_mut() {
            repeat(&mut Client::with_token(last.address, &token), round);
        }
        assert!(last.terminate().success());
        place.verify();
        let all: Vec<Acknowledged> = rounds.into_iter().flatten().collect();
        check(&place, &all);
        let count = |of: fn(&Acknowledged) -> usize| all.iter().map(of).sum::<usize>() as i64;
        assert_eq!(
            [
                count(|got| got.tickets.len()),
                count(|got| got.replies.len()),
                count(|got| got.notes.len())
            ],
            [
                place.number("SELECT COUNT(*) FROM tickets"),
                // Tickets without a description begin with an empty one.
                place.number("SELECT COUNT(*) FROM replies WHERE text <> ''"),
                place.number("SELECT COUNT(*) FROM notes")
            ],
            "nothing is there twice, and nothing that nobody sent"
        );
        assert!(count(|got| got.tickets.len()) >= i64::from(KILLS));
    }
}

#[test]
fn a_first_start_is_killed_and_begins_anew() {
    let first = ["admin", "create", ADMINISTRATOR];
    let (duration, _) = timed(&Place::new(Backend::Sqlite), &first);
    for backend in backends() {
        until_killed_at_work(duration, 5, |_, moment| {
            let place = Place::new(backend);
            let at_work = kill_after(&place, &first, moment);
            place.verify_if_there();
            let told = place.run(&first).ok();
            assert!(told.contains("/password/reset/"), "{told}");
            assert_eq!(place.number("SELECT COUNT(*) FROM people"), 1);
            at_work
        });
    }
}

/// The backup can be restored, holds what was acknowledged before it began, and nothing that is not there.
fn check_backup(place: &Place, file: &Path, acknowledged: &[Acknowledged]) {
    // Whatever database it is of, it can be restored into the one that is made soonest.
    let copy = Place::new(Backend::Sqlite);
    let file = file.to_str().expect("UTF-8");
    copy.run(&["restore", file]).ok();
    copy.verify();
    check(&copy, acknowledged);
    let sql = "SELECT position, ticket_id, kind, data FROM activities ORDER BY position";
    let there = place.rows(sql, 4);
    let mut there = there.iter();
    for kept in copy.rows(sql, 4) {
        assert!(there.any(|row| *row == kept), "not there: {kept:?}");
    }
}

#[test]
fn a_backup_is_killed_and_never_half_there() {
    for backend in backends() {
        let log = LogFile::of(200);
        let place = Place::new(backend);
        place.run(&["import", "servicenow-log", log.path()]).ok();
        place.run(&["admin", "create", ADMINISTRATOR]).ok();
        let serving = Serving::start(&place);
        let token = token(&place);
        let mut client = Client::with_token(serving.address, &token);
        let number = incident(&mut client, "With files");
        for seed in 0..8 {
            // Random, so that it does not become small.
            let mut content = vec![0; 1 << 20];
            ChaCha8Rng::seed_from_u64(seed).fill(&mut content[..]);
            let body = Some(("application/octet-stream", &content[..]));
            let path = "/api/spoc/v1/attachments?name=dump.bin";
            let stored = client.ask("POST", path, body).expect("an answer").ok(201);
            let note = json!({ "text": "a dump", "attachments": [stored["hash"]] });
            let path = format!("/tickets/{number}/notes");
            client.api("POST", &path, &note).ok(201);
        }
        let backups = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| backups.path().join(name);
        let old = at("old.spoc");
        let begin = |round: usize| Writer::start(serving.address, &token, format!("r{round}"));
        let writing = begin(TRIES_MAX as usize);
        let (duration, _) = timed(&place, &["backup", old.to_str().expect("UTF-8")]);
        let mut all = vec![writing.end()];
        check_backup(&place, &old, &[]);
        let old = std::fs::read(old).expect("a backup");
        until_killed_at_work(duration, 3, |round, moment| {
            // Every other time there is a backup of that name already: it stays until there is a new one.
            let there = round % 2 == 0;
            let file = at(&format!("{round}.spoc"));
            if there {
                std::fs::write(&file, &old).expect("it is written");
            }
            let args = ["backup", file.to_str().expect("UTF-8")];
            let writing = begin(round);
            let at_work = kill_after(&place, &args, moment);
            let before = all.len();
            all.push(writing.end());
            place.verify();
            check(&place, &all);
            match std::fs::read(&file) {
                Ok(content) if there && content == old => {}
                Ok(_) => check_backup(&place, &file, &all[..before]),
                Err(_) => assert!(!there, "the old backup is gone"),
            }
            at_work
        });
        assert!(serving.terminate().success());
        // A backup that was killed at once left little time to file anything in.
        let idle = all.iter().filter(|one| one.tickets.is_empty()).count();
        assert!(idle * 2 < all.len(), "{idle} of {} were held up", all.len());
        // What is left of the killed ones is in nobody's way.
        let left = std::fs::read_dir(backups.path()).expect("a folder");
        let left = left.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let left: Vec<String> = left.filter(|name| name.ends_with(".partial")).collect();
        assert!(!left.is_empty());
        let again = at(left[0].trim_end_matches(".partial"));
        place.run(&["backup", again.to_str().expect("UTF-8")]).ok();
        check_backup(&place, &again, &all);
        assert!(!at(&left[0]).exists());
    }
}

#[test]
fn a_restore_is_killed_and_done_again_or_finished() {
    for backend in backends() {
        let log = LogFile::of(200);
        let place = Place::new(backend);
        place.run(&["import", "servicenow-log", log.path()]).ok();
        let file = place.folder().join("whole.spoc");
        let file = file.to_str().expect("UTF-8");
        place.run(&["backup", file]).ok();
        let wanted = imported(&place);
        let restore = ["restore", file];
        let (duration, _) = timed(&Place::new(backend), &restore);
        let mut cut = 0;
        until_killed_at_work(duration, 4, |_, moment| {
            let copy = Place::new(backend);
            let at_work = kill_after(&copy, &restore, moment);
            let again = copy.run(&restore);
            if !again.success {
                // Everything was there, but perhaps not yet folded; then nothing else is done before it is.
                assert!(again.err.contains("there is data already"), "{again:?}");
                let checked = copy.run(&["verify"]);
                if !checked.success {
                    cut += 1;
                    let told = checked.refused();
                    let wanted = "a restore was interrupted; run `spoc rebuild` first";
                    assert!(told.contains(wanted), "{told}");
                    copy.run(&["rebuild"]).ok();
                }
            }
            copy.verify();
            assert_eq!(imported(&copy), wanted);
            at_work
        });
        assert!(cut > 0, "cut off before its end: {cut}");
    }
}
