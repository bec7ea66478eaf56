//! Files of messages go through a real virus scanner before they are a ticket's.

use super::{Post, whys};
use channels::mail::Intake;
use channels::mail::model::{Mail, Outcome};
use channels::mail::queries::accounts;
use channels::mail::scanning::Scanner;
use kernel::time::MINUTE;
use testkit::clamd::{Clamd, LARGEST_BYTES, VIRUS, VIRUS_NAME};
use testkit::{Backend, backends};

impl Post {
    fn scanned_by(mut self, address: &str) -> Self {
        let intake = Intake::new(self.t.desk.clone(), self.directory.clone());
        self.intake = intake.scanned_by(Scanner::at(address));
        self
    }

    async fn with_file(&self, content: &str) -> Mail {
        let id = self.next.get();
        let raw = format!(
            "From: rita@spoc.example\r\nTo: desk@spoc.example\r\nSubject: A file\r\nMessage-ID: <scan-{id}@example.com>\r\n\
             Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee the file {id}.\r\n\
             --x\r\nContent-Type: application/octet-stream; name=report.bin\r\n\
             Content-Disposition: attachment; filename=report.bin\r\n\r\n{content}\r\n--x--\r\n"
        );
        self.take_raw(raw.into_bytes()).await
    }
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
