//! Mail coming in: at a steady pace from many correspondents to many mailboxes, and one message as large as may be.

use super::process::{Served, resident_mb};
use super::report::{Report, Times};
use super::{Outcome, SMALL, archive};
use crate::{App, SystemClock};
use channels::mail::model::Outcome as Became;
use channels::mail::queries;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::{Location, Store};

const MAILBOXES: u64 = 50;
const PER_SEC: u64 = 100;
const LASTING_SECS: u64 = 60;
const MESSAGES: u64 = PER_SEC * LASTING_SECS;
/// Connections of the mail server that hands them over.
const CONNECTIONS: u64 = 10;
/// Messages of one correspondent: a request and answers to it.
const OF_ONE: u64 = 4;
/// One message in so many has a file.
const WITH_FILE: u64 = 10;
/// As much as that file has, in bytes.
const FILE_BYTES: usize = 60_000;
/// As much as the large message's file has: with what it is written in, little less than the most that is taken.
const LARGE_BYTES: usize = 36 * 1024 * 1024;
/// How long what was taken may take to be understood.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often the memory is read.
const SAMPLE: Duration = Duration::from_millis(5);

pub(super) async fn measure(folder: &Path, report: &mut Report) -> Outcome<()> {
    let location = Location::folder(folder.join("mail"));
    if location.folder.exists() {
        std::fs::remove_dir_all(&location.folder)?;
    }
    let app = App::open(&location, Arc::new(SystemClock)).await?;
    archive::fill(&app, SMALL).await?;
    let adding = |tx: &store::Tx<'_>| {
        (0..MAILBOXES).try_for_each(|number| {
            let address = mailbox(number);
            queries::insert_mailbox(tx, &address, &address, None).map(|_| ())
        })
    };
    app.store.write(adding).await?;
    drop(app);
    // Nobody else takes the port in the short while between.
    let door = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let served = Served::start_with(&location, &[("SPOC_LMTP_LISTEN", &door.to_string())])?;
    let store = Store::open(&location)?;
    report.heading(&format!(
        "{MESSAGES} messages for {MAILBOXES} mailboxes from {} correspondents, {PER_SEC} a second",
        MESSAGES / OF_ONE
    ));
    let sampling = Sampling::begin(served.id());
    let begun = Instant::now();
    let times = hand_over(door, begun)?;
    let lasted = begun.elapsed();
    let left = waiting(&store).await?;
    all_understood(&store).await?;
    let most_mb = sampling.end();
    report.at_least(
        "messages a second",
        times.len() as f64 / lasted.as_secs_f64(),
        PER_SEC as f64 * 0.99,
    );
    report.at_most(
        "answered, 99 of 100, after they were due",
        times.micros(0.99) / 1000.0,
        "ms",
        250.0,
    );
    report.say(&format!(
        "half of them within {:.1} ms",
        times.micros(0.5) / 1000.0
    ));
    report.at_most(
        "kept and not understood at the end",
        left as f64,
        "",
        CONNECTIONS as f64,
    );
    report.at_most("most memory meanwhile", most_mb, "MB", 300.0);
    let sampling = Sampling::begin(served.id());
    let begun = Instant::now();
    Talk::begin(door)?.hand_over(&mailbox(0), &large())?;
    let answered = begun.elapsed();
    all_understood(&store).await?;
    report.say(&format!(
        "a message of 50 MB is answered after {:.1} s and understood after {:.1} s",
        answered.as_secs_f64(),
        begun.elapsed().as_secs_f64()
    ));
    report.at_most("most memory while it comes in", sampling.end(), "MB", 300.0);
    let outcomes = store.read(|tx| {
        let counted = Became::ALL.iter().map(|one| {
            Ok((
                *one,
                queries::list_mail(tx, Some(*one), None, i64::MAX)?.len(),
            ))
        });
        counted.collect::<store::Result<Vec<_>>>()
    });
    for (became, count) in outcomes.await? {
        let right = match became {
            Became::Created => MESSAGES / OF_ONE + 1,
            Became::Appended => MESSAGES - MESSAGES / OF_ONE,
            _ => 0,
        };
        if count as u64 != right {
            return Err(format!("{count} messages are {became:?}, not {right}").into());
        }
    }
    Ok(())
}

/// How many messages are kept and not understood.
async fn waiting(store: &Store) -> Outcome<usize> {
    let listing =
        |tx: &store::Tx<'_>| queries::list_mail(tx, Some(Became::Received), None, i64::MAX);
    Ok(store.read(listing).await?.len())
}

async fn all_understood(store: &Store) -> Outcome<()> {
    let begun = Instant::now();
    while waiting(store).await? > 0 {
        if begun.elapsed() > PATIENCE {
            return Err("messages are not understood".into());
        }
        tokio::time::sleep(SAMPLE).await;
    }
    Ok(())
}

/// Hands all over, each when it is due; answers how long after that each was answered.
fn hand_over(door: SocketAddr, begun: Instant) -> Outcome<Times> {
    std::thread::scope(|scope| {
        let working: Vec<_> = (0..CONNECTIONS)
            .map(|connection| scope.spawn(move || hand_some_over(door, begun, connection)))
            .collect();
        let mut times = Times::default();
        for one in working {
            let some = one.join();
            times.append(some.map_err(|_| "somebody who hands over panicked")??);
        }
        Ok(times)
    })
}

/// What one connection hands over: the messages of some correspondents, so that answers come after what they answer.
fn hand_some_over(door: SocketAddr, begun: Instant, connection: u64) -> Outcome<Times> {
    let mut talk = Talk::begin(door)?;
    let mut times = Times::default();
    for turn in (connection..MESSAGES).step_by(CONNECTIONS as usize) {
        let due = begun + Duration::from_micros(turn * 1_000_000 / PER_SEC);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        // Every connection has its own correspondents and takes turns among them.
        let of_connection = turn / CONNECTIONS;
        let people = MESSAGES / CONNECTIONS / OF_ONE;
        let person = connection * people + of_connection % people;
        let number = of_connection / people;
        talk.hand_over(
            &mailbox(person % MAILBOXES),
            message(person, number).as_bytes(),
        )?;
        times.add(due.elapsed());
    }
    Ok(times)
}

fn mailbox(number: u64) -> String {
    format!("queue{number}@bench.example")
}

/// A message as mail programs write it: a text, the same as HTML, now and then a file.
fn message(person: u64, number: u64) -> String {
    let answers = match number {
        0 => String::new(),
        _ => format!(
            "In-Reply-To: <{person}-0@customer.example>\r\nReferences: <{person}-0@customer.example>\r\n"
        ),
    };
    let line = format!(
        "The printer of room {person} says {number} and stops; I have tried it again after a while."
    );
    let text = vec![line.as_str(); 20].join("\r\n");
    let html =
        vec![format!("<p style=\"margin:0;font-family:Calibri\">{line}</p>"); 20].join("\r\n");
    let file = match (person + number) % WITH_FILE {
        0 => format!(
            "--y\r\nContent-Type: application/octet-stream; name=log.bin\r\nContent-Disposition: attachment; filename=log.bin\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            encoded(FILE_BYTES, person)
        ),
        _ => String::new(),
    };
    format!(
        "From: Person {person} <person-{person}@customer.example>\r\nTo: {to}\r\nSubject: Printer of room {person}\r\n\
         Message-ID: <{person}-{number}@customer.example>\r\n{answers}MIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n\
         --x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
         {html}\r\n--x--\r\n{file}--y--\r\n",
        to = mailbox(person % MAILBOXES),
    )
}

fn large() -> Vec<u8> {
    format!(
        "From: Person L <person-large@customer.example>\r\nTo: {}\r\nSubject: A large file\r\nMessage-ID: <large@customer.example>\r\n\
         Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n--y\r\n\
         Content-Type: application/octet-stream; name=dump.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--y--\r\n",
        mailbox(0),
        encoded(LARGE_BYTES, 1)
    )
    .into_bytes()
}

/// So many bytes in lines of base64; another content for another seed.
fn encoded(bytes: usize, seed: u64) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut text = String::with_capacity(bytes / 57 * 78 + 78);
    for _ in 0..bytes.div_ceil(57) {
        for _ in 0..76 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            text.push(char::from(LETTERS[(state >> 58) as usize]));
        }
        text.push_str("\r\n");
    }
    text
}

/// A mail server that hands messages over.
struct Talk(BufReader<TcpStream>);

impl Talk {
    fn begin(door: SocketAddr) -> Outcome<Self> {
        let begun = Instant::now();
        let stream = loop {
            match TcpStream::connect(door) {
                Ok(stream) => break stream,
                Err(error) if begun.elapsed() > Duration::from_secs(10) => return Err(error.into()),
                Err(_) => std::thread::sleep(SAMPLE),
            }
        };
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut talk = Self(BufReader::new(stream));
        talk.answered("220")?;
        talk.say(b"LHLO bench.example", "250")?;
        Ok(talk)
    }

    fn hand_over(&mut self, to: &str, message: &[u8]) -> Outcome<()> {
        self.say(b"MAIL FROM:<mx@customer.example>", "250")?;
        self.say(format!("RCPT TO:<{to}>").as_bytes(), "250")?;
        self.say(b"DATA", "354")?;
        self.0.get_mut().write_all(message)?;
        self.say(b".", "250")
    }

    fn say(&mut self, text: &[u8], wanted: &str) -> Outcome<()> {
        let stream = self.0.get_mut();
        stream.write_all(&[text, b"\r\n"].concat())?;
        self.answered(wanted)
    }

    fn answered(&mut self, wanted: &str) -> Outcome<()> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err("the server went away".into());
            }
            if line.as_bytes().get(3) != Some(&b'-') {
                return match line.starts_with(wanted) {
                    true => Ok(()),
                    false => Err(format!("the server answered {line}").into()),
                };
            }
        }
    }
}

/// The most memory that a process holds, read over and over.
struct Sampling {
    end: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<f64>,
}

impl Sampling {
    fn begin(process: u32) -> Self {
        let end = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&end);
        let thread = std::thread::spawn(move || {
            let mut most = 0.0_f64;
            while !asked.load(Ordering::Relaxed) {
                most = most.max(resident_mb(process).unwrap_or(0.0));
                std::thread::sleep(SAMPLE);
            }
            most
        });
        Self { end, thread }
    }

    /// The most that it held, in MB.
    fn end(self) -> f64 {
        self.end.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or(f64::INFINITY)
    }
}
