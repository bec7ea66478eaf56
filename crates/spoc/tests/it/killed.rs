//! `kill -9` at any moment: everything that was acknowledged is there, and the data is what the log says.

mod bulk;
mod import;
mod log_file;

use crate::process::{ADMINISTRATOR, Client, Place, Serving, desk, incident, token};
use import::imported;
use log_file::LogFile;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use testkit::{Backend, backends};

/// How often each is killed.
const KILLS: u32 = 20;
/// How many clients write at once.
const WRITERS: usize = 4;
/// How many steps a writer takes with one ticket.
const STEPS: usize = 4;

/// Moments spread over a duration: one somewhere in each of its twenty parts, the same every time.
fn moments(whole: Duration, seed: u64) -> Vec<Duration> {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut moment = |round| whole * (round * 100 + dice.random_range(0..100)) / (KILLS * 100);
    (0..KILLS).map(&mut moment).collect()
}

/// Starts `spoc`, kills it after a while; answers whether it was still at work then.
fn kill_after(place: &Place, args: &[&str], moment: Duration) -> bool {
    let mut child = place
        .command(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    std::thread::sleep(moment);
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

/// Somebody who writes until nobody answers.
struct Writer {
    client: Client,
    name: String,
    sent: usize,
    got: Acknowledged,
}

impl Writer {
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
        loop {
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
    }
}

/// Several write at once until the server is killed; answers what was acknowledged to each.
fn burst(serving: Serving, token: &str, round: usize, moment: Duration) -> Vec<Acknowledged> {
    let address = serving.address;
    let writers: Vec<_> = (0..WRITERS)
        .map(|index| {
            let mut writer = Writer {
                client: Client::with_token(address, token),
                name: format!("r{round}w{index}"),
                sent: 0,
                got: Acknowledged::default(),
            };
            std::thread::spawn(move || {
                // It ends when the server does.
                let _ = writer.write();
                writer.got
            })
        })
        .collect();
    std::thread::sleep(moment);
    serving.kill();
    let ended = writers.into_iter().map(|writer| writer.join());
    ended.map(|got| got.expect("a writer ends")).collect()
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
        for (round, moment) in moments(Duration::from_millis(300), 2)
            .into_iter()
            .enumerate()
        {
            let now = serving.take().unwrap_or_else(|| Serving::start(&place));
            if let Some(last) = rounds.last_mut() {
                repeat(&mut Client::with_token(now.address, &token), last);
            }
            rounds.push(burst(now, &token, round, moment));
            place.verify();
            check(&place, &rounds[round]);
        }
        let last = Serving::start(&place);
        repeat(
            &mut Client::with_token(last.address, &token),
            &mut rounds[KILLS as usize - 1],
        );
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
        for moment in moments(duration, 5) {
            let place = Place::new(backend);
            kill_after(&place, &first, moment);
            place.verify();
            let told = place.run(&first).ok();
            assert!(told.contains("/password/reset/"), "{told}");
            assert_eq!(place.number("SELECT COUNT(*) FROM people"), 1);
        }
    }
}

/// The backup can be restored, and is what the place is.
fn check_backup(place: &Place, file: &Path) {
    // Whatever database it is of, it can be restored into the one that is made soonest.
    let copy = Place::new(Backend::Sqlite);
    let file = file.to_str().expect("UTF-8");
    copy.run(&["restore", file]).ok();
    copy.verify();
    let sql = "SELECT position, ticket_id, kind, data FROM activities ORDER BY position";
    assert_eq!(copy.rows(sql, 4), place.rows(sql, 4));
}

#[test]
fn a_backup_is_killed_and_never_half_there() {
    for backend in backends() {
        let log = LogFile::of(200);
        let place = Place::new(backend);
        place.run(&["import", "servicenow-log", log.path()]).ok();
        place.run(&["admin", "create", ADMINISTRATOR]).ok();
        let serving = Serving::start(&place);
        let mut client = Client::with_token(serving.address, &token(&place));
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
        assert!(serving.terminate().success());
        let backups = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| backups.path().join(name);
        let old = at("old.spoc");
        let (duration, _) = timed(&place, &["backup", old.to_str().expect("UTF-8")]);
        check_backup(&place, &old);
        let old = std::fs::read(old).expect("a backup");
        let mut at_work = 0;
        for (round, moment) in moments(duration, 3).into_iter().enumerate() {
            // Every other time there is a backup of that name already: it stays until there is a new one.
            let there = round % 2 == 0;
            let file = at(&format!("{round}.spoc"));
            if there {
                std::fs::write(&file, &old).expect("it is written");
            }
            let args = ["backup", file.to_str().expect("UTF-8")];
            at_work += u32::from(kill_after(&place, &args, moment));
            place.verify();
            match std::fs::read(&file) {
                Ok(content) if there && content == old => {}
                Ok(_) => check_backup(&place, &file),
                Err(_) => assert!(!there, "the old backup is gone"),
            }
        }
        assert!(at_work >= KILLS / 2, "killed at work: {at_work}");
        // What is left of the killed ones is in nobody's way.
        let left = std::fs::read_dir(backups.path()).expect("a folder");
        let left = left.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let left: Vec<String> = left.filter(|name| name.ends_with(".partial")).collect();
        assert!(!left.is_empty());
        let again = at(left[0].trim_end_matches(".partial"));
        place.run(&["backup", again.to_str().expect("UTF-8")]).ok();
        check_backup(&place, &again);
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
        for moment in moments(duration, 4) {
            let copy = Place::new(backend);
            kill_after(&copy, &restore, moment);
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
        }
        assert!(cut > 0, "cut off before its end: {cut}");
    }
}
