//! Files of messages go through a real virus scanner before they are a ticket's.

use super::imap::eventually;
use super::{Post, whys};
use channels::mail::Intake;
use channels::mail::model::{Mail, Outcome};
use channels::mail::queries::accounts;
use channels::mail::scanning::Scanner;
use kernel::time::MINUTE;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use testkit::clamd::{Clamd, LARGEST_BYTES, VIRUS, VIRUS_NAME};
use testkit::{Backend, backends};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

impl Post {
    fn scanned_by(mut self, address: &str) -> Self {
        let intake = Intake::new(self.t.desk.clone(), self.directory.clone());
        self.intake = intake.scanned_by(Scanner::at(address));
        self
    }

    async fn with_file(&self, content: &str) -> Mail {
        self.take_raw(with_file(self.next.get(), content)).await
    }
}

fn with_file(id: u64, content: &str) -> Vec<u8> {
    let raw = format!(
        "From: rita@spoc.example\r\nTo: desk@spoc.example\r\nSubject: A file\r\nMessage-ID: <scan-{id}@example.com>\r\n\
         Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee the file {id}.\r\n\
         --x\r\nContent-Type: application/octet-stream; name=report.bin\r\n\
         Content-Disposition: attachment; filename=report.bin\r\n\r\n{content}\r\n--x--\r\n"
    );
    raw.into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_with_a_virus_is_held_up_with_the_name_of_what_was_found() {
    let scanner = Clamd::start();
    let socket = scanner.socket().display().to_string();
    for (backend, address) in backends().into_iter().zip([scanner.address(), socket]) {
        let post = Post::new(backend).await.scanned_by(&address);
        let clean = post.with_file("nothing of it").await;
        assert_eq!(clean.outcome, Outcome::Created);
        let infected = post.with_file(&format!("before {VIRUS} behind")).await;
        assert_eq!(
            (infected.outcome, infected.ticket),
            (Outcome::Quarantined, None)
        );
        assert_eq!(whys(&infected), ["infected"]);
        let of = &infected.reasons[0].of;
        assert!(of.contains(VIRUS_NAME) && of.contains("report.bin"), "{of}");
        // Nobody can let it in.
        post.intake
            .release(infected.id)
            .await
            .expect("it is looked at");
        let again = post.mail(infected.id).await;
        assert_eq!((again.outcome, again.ticket), (Outcome::Quarantined, None));

        // What it does not look at, somebody else has to.
        let large = post
            .with_file(&"long line\r\n".repeat(LARGEST_BYTES / 10))
            .await;
        assert_eq!(whys(&large), ["not_scanned"]);
        assert_eq!(large.outcome, Outcome::Quarantined);
        post.intake.release(large.id).await.expect("it is let in");
        assert_eq!(post.mail(large.id).await.outcome, Outcome::Created);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_scanner_messages_wait_and_administrators_are_told() {
    let mut scanner = Clamd::start();
    let post = Post::new(Backend::Sqlite)
        .await
        .scanned_by(&scanner.address());
    scanner.stop();
    let waiting = post.with_file("nothing of it").await;
    assert_eq!((waiting.outcome, waiting.ticket), (Outcome::Received, None));
    assert_eq!(whys(&waiting), ["scanner_unreachable"]);
    let from = waiting.from_email.as_deref();
    assert_eq!(
        (from, waiting.subject.as_str()),
        (Some("rita@spoc.example"), "A file")
    );
    let unscanned = async || {
        post.t
            .store
            .read(accounts::waiting_for_scanner)
            .await
            .expect("the database works")
    };
    assert!(unscanned().await.is_some());
    // A message without files waits for nobody.
    assert_eq!(post.first().await.outcome, Outcome::Created);
    post.t.clock.advance(6 * MINUTE);
    post.intake.take_up().await.expect("the database works");
    assert_eq!(post.mail(waiting.id).await.outcome, Outcome::Received);
    scanner.go_on();
    post.t.clock.advance(6 * MINUTE);
    post.intake.take_up().await.expect("the database works");
    assert_eq!(post.mail(waiting.id).await.outcome, Outcome::Created);
    assert!(unscanned().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_in_what_was_left_alone_while_the_scanner_is_away_is_told_and_nothing_is_lost()
 {
    for backend in backends() {
        let mut scanner = Clamd::start();
        let post = Post::new(backend).await.scanned_by(&scanner.address());
        let raw = String::from_utf8(with_file(1, "nothing of it")).expect("a message");
        let left = post.take_raw(format!("Precedence: bulk\r\n{raw}").into_bytes());
        let left = left.await;
        assert_eq!(left.outcome, Outcome::Ignored);
        scanner.stop();
        for _ in 0..2 {
            let released = post.intake.release(left.id).await;
            assert!(!released.expect("the database works"));
            let kept = post.mail(left.id).await;
            assert_eq!(
                (kept.outcome, whys(&kept)),
                (Outcome::Ignored, vec!["automatic", "scanner_away"])
            );
            assert_eq!(
                (kept.from_email, kept.subject),
                (left.from_email.clone(), left.subject.clone())
            );
        }
        scanner.go_on();
        let released = post.intake.release(left.id).await;
        assert!(released.expect("the database works"));
        assert_eq!(post.mail(left.id).await.outcome, Outcome::Created);
    }
}

/// A scanner that is well and says the same of every file; where that is nothing, it never says anything of one.
struct Scripted {
    address: String,
    /// How many files it has been handed.
    handed: Arc<AtomicUsize>,
}

impl Scripted {
    async fn start(says: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let handed = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&handed);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let counted = Arc::clone(&counted);
                // Whoever goes away ends it.
                tokio::spawn(async move { scan(stream, says, &counted).await.ok() });
            }
        });
        Self { address, handed }
    }

    async fn was_handed(&self, count: usize) {
        eventually(async || (self.handed.load(Ordering::Relaxed) == count).then_some(())).await;
    }
}

async fn scan(stream: TcpStream, says: &'static str, handed: &AtomicUsize) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut command = Vec::new();
    stream.read_until(0, &mut command).await?;
    if command == b"zPING\0" {
        return stream.write_all(b"PONG\0").await;
    }
    loop {
        let length = stream.read_u32().await?;
        if length == 0 {
            break;
        }
        let mut piece = vec![0; length as usize];
        stream.read_exact(&mut piece).await?;
    }
    handed.fetch_add(1, Ordering::Relaxed);
    if says.is_empty() {
        return std::future::pending().await;
    }
    stream.write_all(format!("{says}\0").as_bytes()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_the_scanner_cannot_look_at_is_held_up_after_some_tries_and_can_be_let_in() {
    for backend in backends() {
        let scanner = Scripted::start("stream: Can't allocate memory ERROR").await;
        let post = Post::new(backend).await.scanned_by(&scanner.address);
        let first = post.with_file("nothing of it").await;
        assert_eq!(first.outcome, Outcome::Received);
        assert_eq!(whys(&first), ["scan_failed"]);
        let alarm = post.t.store.read(accounts::waiting_for_scanner).await;
        assert_eq!(alarm.expect("the database works"), None, "it is well");
        for tries in 2..=3 {
            post.t.clock.advance(6 * MINUTE);
            post.intake.take_up().await.expect("the database works");
            let again = post.mail(first.id).await;
            let expected = match tries {
                2 => (Outcome::Received, vec!["scan_failed"; 2]),
                _ => (Outcome::Quarantined, vec!["not_scanned"]),
            };
            assert_eq!((again.outcome, whys(&again)), expected);
        }
        post.t.clock.advance(6 * MINUTE);
        post.intake.take_up().await.expect("the database works");
        scanner.was_handed(3).await;
        post.intake.release(first.id).await.expect("it is let in");
        assert_eq!(post.mail(first.id).await.outcome, Outcome::Created);
        // Somebody may know it before.
        let second = post.with_file("nothing of it").await;
        post.intake.release(second.id).await.expect("it is let in");
        assert_eq!(post.mail(second.id).await.outcome, Outcome::Created);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_start_one_message_is_tried_at_most_that_then_waits_for_the_scanner() {
    for backend in backends() {
        let scanner = Scripted::start("stream: Can't allocate memory ERROR").await;
        let post = Post::new(backend).await.scanned_by(&scanner.address);
        let first = post.with_file("nothing of it").await;
        let second = post.with_file("nothing of it").await;
        scanner.was_handed(2).await;
        // What has waited before is tried beside what comes in.
        post.intake.take_up_at_start().await;
        scanner.was_handed(2).await;
        // Spoc ended before it had tried them.
        let untried =
            |tx: &store::Tx<'_>| tx.execute("UPDATE mail_messages SET reasons = '[]'", &[]);
        post.t.store.write(untried).await.expect("it is forgotten");
        post.intake.take_up_at_start().await;
        scanner.was_handed(3).await;
        assert_eq!(whys(&post.mail(first.id).await), ["scan_failed"]);
        assert!(post.mail(second.id).await.reasons.is_empty());
        post.t.clock.advance(6 * MINUTE);
        post.intake.take_up().await.expect("the database works");
        scanner.was_handed(5).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_take_long_hold_up_no_message_without_any() {
    /// Two of them are more than is read at once.
    const LARGE_LINES: usize = 33 * 1024 * 1024 / 100;
    let scanner = Scripted::start("").await;
    let post = Post::new(Backend::Sqlite)
        .await
        .scanned_by(&scanner.address);
    let mut slow = JoinSet::new();
    for number in 0..2 {
        let raw = with_file(
            number,
            &format!("{}\r\n", "x".repeat(98)).repeat(LARGE_LINES),
        );
        let (intake, mailbox) = (post.intake.clone(), post.mailbox);
        let source = format!("slow:{number}");
        slow.spawn(async move { intake.take(mailbox, &source, raw).await });
    }
    // A scanner that does not answer has both of them at once.
    scanner.was_handed(2).await;
    let taken = tokio::time::timeout(Duration::from_secs(20), post.first()).await;
    assert_eq!(
        taken.expect("it waits for nobody").outcome,
        Outcome::Created
    );
}
