//! A server is killed while a mail server hands messages over that goes on until each was answered well: in the end
//! every message is there with what became of it, and none twice.

use super::super::process::{Place, Serving, desk};
use super::bulk::go_on;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::Duration;
use testkit::backends;

/// Messages of one correspondent: one that opens a ticket, answers to it, one that a machine wrote, one more request.
const OF_ONE: usize = 10;
/// The one that a machine wrote.
const AUTOMATIC: usize = 8;
/// The second request, with a file.
const WITH_FILE: usize = 9;
/// Messages where nobody says how many: `SPOC_KILLED_MESSAGES`.
const FEW: usize = 1_000;
/// How often the server is killed.
const KILLS: usize = 20;
/// Connections that messages are handed over by at once.
const CONNECTIONS: usize = 4;
/// How long a mail server waits before it tries again.
const PAUSE: Duration = Duration::from_millis(20);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is handed over, by correspondent, and who is told of each message that was answered well.
struct Spool {
    address: SocketAddr,
    left: Mutex<VecDeque<usize>>,
    failed: AtomicBool,
}

/// One connection's work: the correspondents that it took, one after the other, each message until it is answered well.
fn hand_over(spool: &Spool, told: &mpsc::Sender<()>) {
    let mut talk = None;
    while let Some(correspondent) = { spool.left.lock().expect("nobody failed").pop_front() } {
        for number in 0..OF_ONE {
            let mut attempt = 0;
            while let Err(_gone) =
                try_over(&mut talk, spool.address, correspondent, number, attempt)
            {
                if spool.failed.load(Ordering::Relaxed) {
                    return;
                }
                talk = None;
                attempt += 1;
                std::thread::sleep(PAUSE);
            }
            told.send(()).expect("somebody listens");
        }
    }
}

fn try_over(
    talk: &mut Option<BufReader<TcpStream>>,
    address: SocketAddr,
    correspondent: usize,
    number: usize,
    attempt: usize,
) -> io::Result<()> {
    let talk = match talk {
        Some(talk) => talk,
        None => {
            let stream = TcpStream::connect(address)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_nodelay(true)?;
            let new = talk.insert(BufReader::new(stream));
            answered(new, "220")?;
            say(new, "LHLO mx.example", "250")?;
            new
        }
    };
    let message = message(correspondent, number, attempt);
    say(talk, "MAIL FROM:<mx@example.com>", "250")?;
    say(talk, "RCPT TO:<desk@spoc.example>", "250")?;
    say(talk, "DATA", "354")?;
    say(talk, &format!("{message}\r\n."), "250")
}

fn say(talk: &mut BufReader<TcpStream>, text: &str, wanted: &str) -> io::Result<()> {
    talk.get_mut().write_all(format!("{text}\r\n").as_bytes())?;
    answered(talk, wanted)
}

fn answered(talk: &mut BufReader<TcpStream>, wanted: &str) -> io::Result<()> {
    loop {
        let mut line = String::new();
        if talk.read_line(&mut line)? == 0 || !line.ends_with('\n') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line.as_bytes().get(3) != Some(&b'-') {
            return match line.starts_with(wanted) {
                true => Ok(()),
                false => Err(io::Error::other(line)),
            };
        }
    }
}

/// A message. Every other correspondent's is not the same byte for byte when it is handed over again.
fn message(correspondent: usize, number: usize, attempt: usize) -> String {
    let id = |number| format!("<{correspondent}-{number}@example.com>");
    let more = match number {
        1..AUTOMATIC => format!("In-Reply-To: {}\r\n", id(0)),
        AUTOMATIC => "Auto-Submitted: auto-replied\r\n".to_owned(),
        _ => String::new(),
    };
    let again = match correspondent % 2 {
        0 => String::new(),
        _ => format!("X-Attempt: {attempt}\r\n"),
    };
    // With another number alone it would say the same as the others.
    let word = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ][number];
    let text = format!("{word} {word}x {word}y {word}z by {correspondent} as number {number}.");
    let body = match number {
        WITH_FILE => format!(
            "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--x\r\n\
             Content-Type: text/csv; name=log.csv\r\n\r\n{correspondent},{number}\r\n--x--"
        ),
        _ => format!("\r\n{text}"),
    };
    format!(
        "From: person-{correspondent}@customer.example\r\nTo: desk@spoc.example\r\nSubject: About {correspondent}\r\n\
         Message-ID: {}\r\n{more}{again}{body}",
        id(number)
    )
}

fn serve(place: &Place, lmtp: SocketAddr) -> Serving {
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("SPOC_LMTP_LISTEN", lmtp.to_string());
    Serving::of(command)
}

/// Kills the server again and again, each time after some more messages were answered, until all were.
fn kill_until_all_are_answered(place: &Place, messages: usize, seed: u64) {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let spool = Spool {
        address: free.local_addr().expect("its address"),
        left: Mutex::new((0..messages / OF_ONE).collect()),
        failed: AtomicBool::new(false),
    };
    drop(free);
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let (told, answered) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            let told = told.clone();
            scope.spawn(|| {
                let told = told;
                hand_over(&spool, &told);
            });
        }
        drop(told);
        // Whatever goes wrong here, those who hand over do not go on for ever.
        let _end = Ending(&spool.failed);
        for _ in 0..KILLS {
            let serving = serve(place, spool.address);
            for _ in 0..messages / (KILLS + 1) {
                answered.recv_timeout(PATIENCE).expect("it goes on");
            }
            // Somewhere within the next message, not only where one was answered.
            std::thread::sleep(Duration::from_micros(dice.random_range(0..20_000)));
            serving.kill();
        }
        let last = serve(place, spool.address);
        while answered.recv_timeout(PATIENCE).is_ok() {}
        assert!(last.terminate().success());
    });
}

struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_server_is_killed_while_mail_comes_in() {
    let asked = std::env::var("SPOC_KILLED_MESSAGES").ok();
    let messages = asked.map_or(FEW, |asked| asked.parse().expect("a number of messages"));
    let count = i64::try_from(messages / OF_ONE).expect("a small number");
    for backend in backends() {
        let place = Place::new(backend);
        assert!(desk(&place).0.terminate().success());
        place.write(
            "INSERT INTO mailboxes (name, address, team_id, active, version) VALUES ('Desk', 'desk@spoc.example', NULL, 1, 1)",
        );
        kill_until_all_are_answered(&place, messages, 7);
        go_on(&place);
        place.verify();
        // What was handed over again and is not the same byte for byte is known by its id.
        let outcomes = place.rows(
            "SELECT outcome, COUNT(*), COUNT(DISTINCT message_id) FROM mail_messages \
             WHERE reasons NOT LIKE '%\"duplicate\"%' GROUP BY outcome ORDER BY outcome",
            3,
        );
        let expected = [
            ("appended", (AUTOMATIC as i64 - 1) * count),
            ("created", 2 * count),
            ("ignored", count),
        ];
        let expected: Vec<Vec<store::Value>> = expected
            .into_iter()
            .map(|(outcome, count)| vec![outcome.into(), count.into(), count.into()])
            .collect();
        assert_eq!(outcomes, expected);
        for (sql, expected) in [
            ("SELECT COUNT(*) FROM tickets", 2 * count),
            (
                "SELECT COUNT(DISTINCT text) FROM replies",
                (OF_ONE as i64 - 1) * count,
            ),
            ("SELECT COUNT(*) FROM replies", (OF_ONE as i64 - 1) * count),
            (
                "SELECT COUNT(*) FROM people WHERE email LIKE 'person-%'",
                count,
            ),
        ] {
            assert_eq!(place.number(sql), expected, "{sql}");
        }
    }
}
