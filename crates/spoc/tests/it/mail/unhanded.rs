//! A mail server that lists messages and hands one of them over to nobody, or none at all for a while: the one is given up,
//! the others are not.

use super::imap::{eventually, letter};
use super::{Post, whys};
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::{Account, Security, SignIn};
use channels::mail::model::Outcome;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use testkit::backends;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Messages in the folder; their numbers begin with 1.
const MESSAGES: u32 = 3;
/// The one that is handed over to nobody.
const SECOND: u32 = 2;

/// What happens where a message is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// The server goes away when it is the second one.
    GoesAway,
    /// It refuses each.
    Refuses,
}

/// A mail server with some messages.
struct Server {
    port: u16,
    /// How often a message was asked for.
    asked: Arc<AtomicUsize>,
    /// Whether nothing goes wrong any more.
    well: Arc<AtomicBool>,
}

impl Server {
    async fn start(wrong: Wrong) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (asked, well) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let known = (Arc::clone(&asked), Arc::clone(&well));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (asked, well) = known.clone();
                // Whoever goes away ends it.
                tokio::spawn(async move { talk(stream, wrong, &asked, &well).await });
            }
        });
        Self { port, asked, well }
    }
}

async fn talk(
    stream: TcpStream,
    wrong: Wrong,
    asked: &AtomicUsize,
    well: &AtomicBool,
) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"* OK here\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let (tag, command) = line.split_once(' ').unwrap_or((line.as_str(), ""));
        let said = if command.starts_with("CAPABILITY") {
            "* CAPABILITY IMAP4rev1\r\n".to_owned()
        } else if command.starts_with("SELECT") {
            format!("* {MESSAGES} EXISTS\r\n* OK [UIDVALIDITY 7] so\r\n* OK [UIDNEXT 4] so\r\n")
        } else if command.starts_with("UID SEARCH") {
            "* SEARCH 1 2 3\r\n".to_owned()
        } else if let Some(wanted) = command.strip_prefix("UID FETCH ") {
            let (number, _) = wanted.split_once(' ').unwrap_or_default();
            let number: u32 = number.parse().expect("a number");
            asked.fetch_add(1, Ordering::Relaxed);
            match wrong {
                _ if well.load(Ordering::Relaxed) => {}
                Wrong::GoesAway if number == SECOND => return Ok(()),
                Wrong::GoesAway => {}
                Wrong::Refuses => {
                    let no = format!("{tag} NO [UNAVAILABLE] not now\r\n");
                    write.write_all(no.as_bytes()).await?;
                    continue;
                }
            }
            let raw = letter(number);
            let length = raw.len();
            format!("* {number} FETCH (UID {number} BODY[]<0> {{{length}}}\r\n{raw})\r\n")
        } else {
            String::new()
        };
        let answer = format!("{said}{tag} OK done\r\n");
        write.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

fn impatient() -> Patience {
    Patience {
        poll: Duration::from_millis(50),
        pause: Duration::from_millis(10),
        pause_max: Duration::from_millis(10),
        ..Patience::default()
    }
}

impl Post {
    async fn is_fetched_from(&self, server: &Server) {
        let account = Account {
            host: "127.0.0.1".into(),
            port: server.port,
            security: Security::Plain,
            user: "desk".into(),
            sign_in: SignIn::Password,
            folder: "INBOX".into(),
            move_to: String::new(),
            takes_old: true,
            silence_hours: None,
        };
        let kept = self.fetched_from(account, "a password").await;
        kept.expect("an account");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_at_which_the_server_goes_away_each_time_holds_its_mailbox_up_no_longer() {
    for backend in backends() {
        let (post, server) = (
            Post::new(backend).await,
            Server::start(Wrong::GoesAway).await,
        );
        post.is_fetched_from(&server).await;
        let _fetching = post.fetches_with(impatient());
        let all = post.has_taken(MESSAGES as usize).await;
        let outcomes: Vec<_> = all.iter().map(|mail| mail.outcome).collect();
        let (created, failed) = (Outcome::Created, Outcome::Failed);
        assert_eq!(outcomes, [created, failed, created]);
        let given_up = &all[1];
        assert_eq!(whys(given_up)[0], "imap_withheld");
        assert_eq!(given_up.reasons[0].of, SECOND.to_string());
        // One break is no such message: a network fails, too.
        assert!(server.asked.load(Ordering::Relaxed) > 20);
        // Once it can be had it is fetched when somebody asks for it.
        server.well.store(true, Ordering::Relaxed);
        let withheld = given_up.id;
        post.intake
            .release(withheld)
            .await
            .expect("it is asked for");
        eventually(async || {
            let mail = post.mail(withheld).await;
            (mail.outcome == Outcome::Created).then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hands_over_nothing_for_a_while_loses_no_message_by_that() {
    for backend in backends() {
        let (post, server) = (
            Post::new(backend).await,
            Server::start(Wrong::Refuses).await,
        );
        post.is_fetched_from(&server).await;
        let _fetching = post.fetches_with(impatient());
        eventually(async || (server.asked.load(Ordering::Relaxed) > 15).then_some(())).await;
        post.fails().await;
        let all = post.all_mail().await;
        let is_waiting = |outcome| outcome == Outcome::Received;
        assert!(all.iter().all(|mail| is_waiting(mail.outcome)), "{all:?}");
        server.well.store(true, Ordering::Relaxed);
        let all = post.has_taken(MESSAGES as usize).await;
        assert!(
            all.iter().all(|mail| mail.outcome == Outcome::Created),
            "{all:?}"
        );
    }
}
