//! Open workspaces: how soon each is told of a change while many changes happen, and what it costs the server.
//!
//! Every workspace is an agent of their own with an open list: a stream of events, and the list asked for again when an
//! event says so, at most once a second and after a moment of its own, as the page does (`behaviour/live.js`).

use super::client::Client;
use super::process::{Served, resident_mb};
use super::report::{Report, Times};
use super::{Outcome, archive};
use crate::App;
use directory::TokenRequest;
use kernel::{Actor, PersonId};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use store::Location;

const LIST: &str = "/tickets?q=state:open";
const CHANGES_PER_SEC: u64 = 50;
const LASTING_SECS: u64 = 10;
const CHANGES: u64 = CHANGES_PER_SEC * LASTING_SECS;
const WRITERS: u64 = 4;
/// How often a page asks again at the most.
const THROTTLE: Duration = Duration::from_secs(1);
/// The longest moment of its own that a page waits before it asks.
const APART: Duration = Duration::from_millis(500);
/// How long after the last change an event may still arrive.
const AFTERWARDS: Duration = Duration::from_secs(3);

/// Who looks on, and by what somebody writes.
pub(super) struct Doors {
    cookies: Vec<String>,
    token: String,
}

impl Doors {
    /// What the first of those who look on is known by.
    pub(super) fn first(&self) -> &str {
        self.cookies.first().map_or("", String::as_str)
    }
}

/// Signs every agent of the archive in.
pub(super) async fn doors(app: &App) -> Outcome<Doors> {
    let people = app
        .store
        .read(|tx| -> store::Result<Vec<(PersonId, String)>> {
            let found = archive::agent_emails().map(|email| {
                let person = directory::queries::find_person_by_email(tx, &email)?;
                Ok(person.map(|person| (person.id, email)))
            });
            found.filter_map(Result::transpose).collect()
        })
        .await?;
    let mut cookies = Vec::new();
    for (person, email) in &people {
        cookies.push(format!(
            "Cookie: {}\r\n",
            archive::sign_in(app, *person, email).await?
        ));
    }
    let writer = people.first().ok_or("the archive has no agents")?.0;
    let request = TokenRequest {
        name: "bench".into(),
        scopes: Vec::new(),
        expires_at: None,
    };
    let made = app
        .directory
        .create_token(&Actor::spoc(), writer, request)
        .await?;
    Ok(Doors {
        cookies,
        token: made.1,
    })
}

/// When the change of each ticket was sent, in microseconds since the beginning; 0 before.
struct Sent {
    begun: Instant,
    newest: u64,
    at: Vec<AtomicU64>,
}

impl Sent {
    /// The tickets that are changed, one after the other: some of the newest.
    fn ticket(&self, change: u64) -> u64 {
        self.newest - change
    }

    fn now(&self) -> u64 {
        self.begun.elapsed().as_micros() as u64
    }

    /// How long ago the change of a ticket was sent.
    fn ago(&self, ticket: u64) -> Option<Duration> {
        let change = usize::try_from(self.newest.checked_sub(ticket)?).ok()?;
        match self.at.get(change)?.load(Ordering::Relaxed) {
            0 => None,
            at => Some(Duration::from_micros(self.now() - at)),
        }
    }
}

pub(super) fn measure(
    location: &Location,
    tickets: u64,
    doors: &Doors,
    report: &mut Report,
) -> Outcome<()> {
    let served = Served::start(location)?;
    let address = served.address();
    // What the server keeps for the lists is there before its memory is read.
    for cookie in &doors.cookies {
        Client::connect(address, LIST, cookie)?.ask()?;
    }
    let before_mb = resident_mb(served.id())?;
    let sent = Sent {
        begun: Instant::now(),
        newest: tickets,
        at: (0..CHANGES).map(|_| AtomicU64::new(0)).collect(),
    };
    let ended = AtomicBool::new(false);
    let (sent, ended) = (&sent, &ended);
    let (written, times, asked_again, most_mb) = std::thread::scope(|scope| -> Outcome<_> {
        let looking: Vec<_> = doors
            .cookies
            .iter()
            .zip(0..)
            .map(|(cookie, page)| {
                let (wake, woken) = mpsc::sync_channel(1);
                let stream = Client::connect(address, "/live", cookie)?.listen()?;
                let heard = scope.spawn(move || hear(stream, &wake, sent, ended));
                let asked = scope.spawn(move || look_again(address, cookie, page, &woken));
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>((heard, asked))
            })
            .collect::<Result<_, _>>()?;
        let writing: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || write(address, &doors.token, writer, sent)))
            .collect();
        let mut written = Times::default();
        for writer in writing {
            written.append(writer.join().map_err(|_| "a writer panicked")??);
        }
        let most_mb = resident_mb(served.id())?;
        std::thread::sleep(AFTERWARDS);
        ended.store(true, Ordering::Relaxed);
        let (mut times, mut asked_again) = (Times::default(), 0);
        for (heard, asked) in looking {
            times.append(heard.join().map_err(|_| "a listener panicked")??);
            asked_again += asked.join().map_err(|_| "a reader panicked")??;
        }
        Ok((written, times, asked_again, most_mb))
    })?;
    let count = doors.cookies.len();
    report.heading(&format!(
        "{count} open workspaces, {CHANGES_PER_SEC} changes a second for {LASTING_SECS} s"
    ));
    report.say(&format!(
        "{} updates arrived, p50 {:.0} ms; lists asked for again: {:.0}/s",
        times.len(),
        times.micros(0.5) / 1000.0,
        f64::from(asked_again) / LASTING_SECS as f64,
    ));
    report.say(&format!(
        "a change is answered after: p50 {:.0} ms, p99 {:.0} ms, at the longest {:.0} ms",
        written.micros(0.5) / 1000.0,
        written.micros(0.99) / 1000.0,
        written.micros(1.0) / 1000.0,
    ));
    report.at_least(
        "share of the updates that arrived",
        times.len() as f64 / (count as u64 * CHANGES) as f64,
        1.0,
    );
    report.at_most(
        "p99 from sending a change to its arrival",
        times.micros(0.99) / 1000.0,
        "ms",
        500.0,
    );
    report.at_most(
        "memory growth of the server a workspace",
        (most_mb - before_mb).max(0.0) / count as f64,
        "MB",
        2.0,
    );
    Ok(())
}

/// Hears the events of a workspace to the end; answers how long each was on its way.
fn hear(
    mut stream: Client,
    wake: &mpsc::SyncSender<()>,
    sent: &Sent,
    ended: &AtomicBool,
) -> Outcome<Times> {
    let mut times = Times::default();
    while !ended.load(Ordering::Relaxed) {
        let Some(line) = stream.line()? else { continue };
        let Some(name) = line.strip_prefix("event: ") else {
            continue;
        };
        if name == "lists" {
            // A page that is about to ask need not be told twice.
            let _ = wake.try_send(());
        } else if let Some(ticket) = name.strip_prefix("ticket-").and_then(|n| n.parse().ok())
            && let Some(ago) = sent.ago(ticket)
        {
            times.add(ago);
        }
    }
    Ok(times)
}

/// Asks for the list again whenever woken, until nobody wakes any more; answers how often.
fn look_again(
    address: SocketAddr,
    cookie: &str,
    page: u32,
    woken: &mpsc::Receiver<()>,
) -> Outcome<u32> {
    let mut client = Client::connect(address, LIST, cookie)?;
    let mut count = 0;
    while woken.recv().is_ok() {
        std::thread::sleep(moment(page, count));
        let asked = Instant::now();
        let (status, _) = client.ask()?;
        if status != 200 {
            return Err(format!("{LIST} answered {status}").into());
        }
        count += 1;
        std::thread::sleep(THROTTLE.saturating_sub(asked.elapsed()));
    }
    Ok(count)
}

/// The moment that a page waits before it asks: another for each, and for each time.
fn moment(page: u32, count: u32) -> Duration {
    const GOLDEN: f64 = 0.618_034;
    let turns = f64::from(page) + f64::from(count) * std::f64::consts::SQRT_2;
    APART.mul_f64((turns * GOLDEN).fract())
}

/// Writes notes, one after the other, at its share of the pace; answers how long each took.
fn write(address: SocketAddr, token: &str, writer: u64, sent: &Sent) -> Outcome<Times> {
    let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let mut client = Client::connect(address, "/api/spoc/v1/me", &headers)?;
    let begun = Instant::now();
    let mut times = Times::default();
    for change in (writer..CHANGES).step_by(WRITERS as usize) {
        let due = Duration::from_micros(change * 1_000_000 / CHANGES_PER_SEC);
        std::thread::sleep(due.saturating_sub(begun.elapsed()));
        let path = format!("/api/spoc/v1/tickets/{}/notes", sent.ticket(change));
        sent.at[usize::try_from(change)?].store(sent.now().max(1), Ordering::Relaxed);
        let status = client.post(
            &path,
            &headers,
            r#"{"text":"Looked at the log once more."}"#,
        )?;
        if status != 201 {
            return Err(format!("{path} answered {status}").into());
        }
        if let Some(took) = sent.ago(sent.ticket(change)) {
            times.add(took);
        }
    }
    Ok(times)
}
