//! A server is killed while it sends mail: in the end every reply has arrived, what arrived again has the same id, and no
//! more of it came again than was on its way when the server was killed.

use super::super::process::{Place, Serving, desk};
use channels::mail::out::{FOLLOWER, Sender};
use channels::mail::parsing;
use channels::mail::queries::outbox;
use directory::model::NewPerson;
use kernel::ticket::{Change, Channel, Kind, Message, NewTicket, PublicText};
use kernel::time::HOUR;
use kernel::{Clock, PersonId};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use spoc::{App, SystemClock};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use testkit::{MovableClock, backends};
use work::Command;

const REPLIES: usize = 120;
const KILLS: usize = 8;
/// How long the server that takes the mail thinks before it answers: whoever is killed meanwhile does not hear that it was
/// taken.
const THINKING: Duration = Duration::from_millis(10);
/// How long it may take until the next message comes.
const PATIENCE: Duration = Duration::from_secs(60);
/// Later than any claim of whoever was killed, and so soon that nothing is too old to go out.
const LATER: i64 = 12 * HOUR;

/// Starts a server that takes mail, and tells of each message before it answers; answers its port.
fn taking(told: mpsc::Sender<Vec<u8>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let told = told.clone();
            // Whoever is killed goes away in the middle.
            std::thread::spawn(move || drop(talk(stream, &told)));
        }
    });
    port
}

fn talk(mut stream: TcpStream, told: &mpsc::Sender<Vec<u8>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"220 here\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        if line == "DATA" {
            stream.write_all(b"354 go on\r\n")?;
            let mut raw = String::new();
            loop {
                match lines.next().transpose()? {
                    None => return Ok(()),
                    Some(line) if line == "." => break,
                    Some(line) => raw.push_str(&format!("{line}\r\n")),
                }
            }
            if told.send(raw.into_bytes()).is_err() {
                return Ok(());
            }
            std::thread::sleep(THINKING);
        }
        stream.write_all(b"250 yes\r\n")?;
    }
    Ok(())
}

/// A ticket with replies that are to be mailed.
async fn replied(place: &Place) {
    let clock = Arc::new(MovableClock::new());
    clock.advance(SystemClock.now().0 - clock.now().0 - HOUR);
    let app = App::open(&place.location(), clock.clone()).await;
    let app = app.expect("the desk opens");
    let begun = app.desk.let_follow(FOLLOWER).await;
    begun.expect("the follower begins");
    let now = clock.now();
    let hiring = move |tx: &store::Tx<'_>| {
        let role = directory::queries::find_role_by_key(tx, "requester")?.expect("a role");
        let new = NewPerson::named("Rita", Some("rita@spoc.example"), role.id);
        let rita = directory::queries::insert_person(tx, &new, now)?;
        let ada = directory::queries::actor(tx, PersonId(1))?.expect("somebody");
        Ok::<_, store::Error>((rita, ada))
    };
    let (rita, ada) = app.store.write(hiring).await.expect("somebody new");
    let new = NewTicket::new(Kind::Incident, rita, "VPN");
    let opened = app
        .desk
        .execute(&ada, Command::open(new, Channel::Web))
        .await;
    let number = opened.and_then(|it| it.ticket()).expect("a ticket");
    for reply in 0..REPLIES {
        let message = Message {
            text: PublicText(format!("Reply {reply}.")),
            attachments: Vec::new(),
        };
        let change = Command::change(number, vec![Change::Reply(message)]);
        let replied = app.desk.execute(&ada, change).await;
        replied.expect("a reply");
    }
    let listing = |tx: &store::Tx<'_>| outbox::list_outgoing(tx, None, 1_000);
    while app.store.read(listing).await.expect("the queue").len() < REPLIES {
        app.desk.let_follow(FOLLOWER).await.expect("it follows");
    }
}

/// Whoever comes much later sends what is left.
async fn go_on(place: &Place, server: &str) {
    let clock = Arc::new(MovableClock::new());
    clock.advance(SystemClock.now().0 - clock.now().0 + LATER);
    let app = App::open(&place.location(), clock).await;
    let app = app.expect("the desk opens");
    let sender = Sender::new(app.desk, app.directory, server).expect("an address");
    while sender.send_due().await.expect("the database works") > 0 {}
}

#[test]
fn a_server_is_killed_while_it_sends_and_nothing_comes_twice_but_as_the_same() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for backend in backends() {
        let place = Place::new(backend);
        assert!(desk(&place).0.terminate().success());
        place.write(
            "INSERT INTO mailboxes (name, address, team_id, active, version) VALUES ('Desk', 'desk@spoc.example', NULL, 1, 1)",
        );
        runtime.block_on(replied(&place));
        let (told, taken) = mpsc::channel();
        let server = format!("smtp://127.0.0.1:{}", taking(told));
        let (mut dice, mut came) = (ChaCha8Rng::seed_from_u64(9), Vec::new());
        for _ in 0..KILLS {
            let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
            command.env("SPOC_SMTP_URL", &server);
            let serving = Serving::of(command);
            for _ in 0..dice.random_range(1..8) {
                came.push(taken.recv_timeout(PATIENCE).expect("it sends"));
            }
            // Before the answer, or when it was heard, or within the next message.
            std::thread::sleep(THINKING * dice.random_range(0..20) / 10);
            serving.kill();
            came.extend(taken.try_iter());
        }
        assert!(
            came.len() < REPLIES,
            "killed before the end: {}",
            came.len()
        );
        runtime.block_on(go_on(&place, &server));
        came.extend(taken.try_iter());
        let read = |raw: &Vec<u8>| parsing::parse(raw).expect("a message");
        let came: Vec<_> = came.iter().map(read).collect();
        for reply in 0..REPLIES {
            let text = format!("Reply {reply}.");
            let same = came.iter().filter(|it| it.text.contains(&text));
            let ids: BTreeSet<_> = same.map(|it| &it.message_id).collect();
            assert_eq!(ids.len(), 1, "{text}");
        }
        let ids: BTreeSet<_> = came.iter().map(|it| &it.message_id).collect();
        assert_eq!(ids.len(), REPLIES);
        assert!(came.len() <= REPLIES + KILLS, "{} messages", came.len());
        let left = place.number("SELECT COUNT(*) FROM mail_outbox WHERE state <> 'sent'");
        assert_eq!(left, 0);
        place.verify();
    }
}
