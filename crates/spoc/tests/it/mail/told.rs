//! Agents are mailed what they were told and have not read.

use super::asked::Desk;
use super::imap::eventually;
use channels::mail::out::model::OutboxState;
use directory::{Directory, Settings};
use kernel::ticket::{Change, InternalText, Message};
use kernel::time::{HOUR, MINUTE};
use kernel::{Actor, TicketId, Timestamp};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use testkit::{Backend, backends};
use work::ports::Tidings;
use work::{Floor, Live, Module};

/// Whether somebody is being mailed, and whether that may go on.
static MAILING: AtomicBool = AtomicBool::new(false);
static GOES_ON: AtomicBool = AtomicBool::new(false);
/// How often it is looked whether it may, at most.
const LOOKS_MAX: u32 = 1_000;

/// Mails what somebody was told, and lets others do something before.
fn slowly(tx: &store::Tx<'_>, tidings: &Tidings, now: Timestamp) -> work::Result<()> {
    MAILING.store(true, Ordering::SeqCst);
    for _ in 0..LOOKS_MAX {
        if GOES_ON.load(Ordering::SeqCst) {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let mails = channels::module().mails.expect("it mails");
    mails(tx, tidings, now)
}

impl Desk {
    /// What was told is written down; what is due by then is mailed.
    async fn tells(&self) {
        self.looks().await;
        self.mails().await;
    }

    /// What was told is written down; what is due by then stands in the queue.
    async fn looks(&self) {
        self.site.desk.follow(notification::FOLLOWER).await;
        let workers = self.site.workers();
        workers.ensure_chores().await.expect("the database works");
        workers.run_due().await.expect("the database works");
    }

    /// What was told goes into the queue, after the time that there is to read it.
    async fn queues(&self) {
        self.looks().await;
        self.site.desk.clock.advance(3 * MINUTE);
        self.looks().await;
    }

    /// Time goes by, and what is due then is mailed.
    async fn later(&self, micros: i64) {
        self.site.desk.clock.advance(micros);
        self.tells().await;
    }

    /// The subjects and texts of the notifications that somebody got.
    fn notifications(&self, email: &str) -> Vec<(String, String)> {
        let taken = self.server.taken();
        let told = taken.into_iter().map(|(_, one)| one);
        told.filter(|one| one.to[0].email == email && one.text.contains("New for you"))
            .map(|one| (one.subject, one.text))
            .collect()
    }
}

async fn desk(backend: Backend) -> Desk {
    let desk = Desk::on(backend).await;
    desk.tells().await;
    desk
}

async fn mentions(desk: &Desk, whom: &Actor, id: TicketId) {
    let t = &desk.site.desk;
    let note = Message {
        text: InternalText("@Ben, what was the **secret** again?".into()),
        attachments: Vec::new(),
    };
    let mention = Change::Mention {
        people: [whom.person.expect("a person")].into(),
        teams: [].into(),
    };
    let changes = vec![Change::Note(note), mention];
    let done = t.change(&t.cast.hanna, id, changes).await;
    done.expect("noted");
}

#[tokio::test]
async fn what_was_not_read_within_minutes_is_mailed_as_one_message_without_what_was_noted() {
    for backend in backends() {
        let desk = desk(backend).await;
        let t = &desk.site.desk;
        let cast = t.cast.clone();
        let id = t.incident(&cast.rita, "VPN drops", "often").await;
        let give = Change::Assignee(cast.ben.person);
        t.change(&cast.anna, id, vec![give]).await.expect("given");
        mentions(&desk, &cast.ben, id).await;
        desk.tells().await;
        assert_eq!(
            desk.notifications("ben@spoc.example"),
            [],
            "there is time to read it"
        );
        desk.later(3 * MINUTE).await;
        let told = desk.notifications("ben@spoc.example");
        let [(subject, text)] = told.as_slice() else {
            panic!("{told:?}");
        };
        assert!(!subject.contains('#'), "{subject}");
        for said in [
            format!("#{id} VPN drops: Anna gave a ticket to you"),
            format!("#{id} VPN drops: Hanna"),
            format!("http://desk.test/tickets/{id}"),
        ] {
            assert!(text.contains(&said), "{said}: {text}");
        }
        assert!(!text.contains("secret"), "{text}");
        desk.later(HOUR).await;
        assert_eq!(desk.notifications("ben@spoc.example").len(), 1, "told once");
    }
}

#[tokio::test]
async fn nobody_is_mailed_what_they_read_what_they_switched_off_or_may_not_see_any_more() {
    for backend in backends() {
        let desk = desk(backend).await;
        let t = &desk.site.desk;
        let cast = t.cast.clone();
        let told = || desk.notifications("ben@spoc.example").len();
        let id = t.incident(&cast.rita, "VPN drops", "often").await;
        let ben = desk.site.browser(&cast.ben).await;

        mentions(&desk, &cast.ben, id).await;
        desk.tells().await;
        ben.post("/notifications/reading", &[]).await.leads_to();
        desk.later(3 * MINUTE).await;
        assert_eq!(told(), 0, "he has read it");

        let chosen = [("page", "mentioned"), ("page", "assigned")];
        ben.post("/notifications/settings", &chosen)
            .await
            .leads_to();
        mentions(&desk, &cast.ben, id).await;
        desk.tells().await;
        desk.later(3 * MINUTE).await;
        assert_eq!(told(), 0, "he wants no mail");

        let chosen = [("mail", "mentioned")];
        ben.post("/notifications/settings", &chosen)
            .await
            .leads_to();
        let page = ben.page("/notifications/settings").await;
        assert!(page.contains("name=\"mail\" value=\"mentioned\""), "{page}");
        ben.post("/notifications/reading", &[]).await.leads_to();
        mentions(&desk, &cast.ben, id).await;
        desk.tells().await;
        // Whoever is mentioned follows the ticket, and whoever follows it may see it.
        let hide = vec![
            Change::Unwatch(cast.ben.person.expect("a person")),
            Change::Team(Some(cast.network)),
            Change::Confidential(true),
        ];
        t.change(&cast.anna, id, hide).await.expect("hidden");
        desk.later(3 * MINUTE).await;
        assert_eq!(told(), 0, "he may not see it any more");
    }
}

#[tokio::test]
async fn what_waited_in_the_queue_for_more_than_a_day_is_mailed_to_nobody() {
    for backend in backends() {
        let desk = desk(backend).await;
        let t = &desk.site.desk;
        let cast = t.cast.clone();
        let id = t.incident(&cast.rita, "VPN drops", "often").await;
        // Nothing is sent meanwhile, as where there is no mail server.
        mentions(&desk, &cast.ben, id).await;
        desk.queues().await;
        t.clock.advance(25 * HOUR);
        mentions(&desk, &cast.ben, id).await;
        desk.queues().await;
        desk.mails().await;
        assert_eq!(desk.notifications("ben@spoc.example").len(), 1);
        let states = [OutboxState::Sent, OutboxState::Withdrawn];
        assert_eq!(desk.mailed().await, states);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_while_somebody_is_mailed_is_mailed_afterwards() {
    // On SQLite nobody writes beside others.
    if !backends().contains(&Backend::Postgres) {
        return;
    }
    let desk = desk(Backend::Postgres).await;
    let t = &desk.site.desk;
    let cast = t.cast.clone();
    let older = t.incident(&cast.rita, "VPN drops", "often").await;
    let newer = t.incident(&cast.rita, "Printer", "It jams").await;
    mentions(&desk, &cast.ben, older).await;
    desk.looks().await;
    t.clock.advance(3 * MINUTE);

    let settings = Settings::new("http://desk.test");
    let directory = Directory::new(t.store.clone(), t.clock.clone(), settings);
    let floor = spoc::server::floor(directory, t.desk.clone(), Live::new());
    let slow = Module {
        mails: Some(slowly),
        ..Module::default()
    };
    let all = [slow].into_iter().chain(floor.modules.iter().cloned());
    let floor = Floor {
        modules: all.collect(),
        ..floor.clone()
    };
    let workers = spoc::server::workers(&floor);
    let mailing = tokio::spawn(async move { workers.run_due().await });
    eventually(async || MAILING.load(Ordering::SeqCst).then_some(())).await;
    mentions(&desk, &cast.ben, newer).await;
    let follower = notification::FOLLOWER;
    while t.desk.let_follow(follower).await.expect("it follows") {}
    GOES_ON.store(true, Ordering::SeqCst);
    mailing.await.expect("it ends").expect("the database works");

    desk.tells().await;
    desk.later(3 * MINUTE).await;
    let told = desk.notifications("ben@spoc.example");
    let texts: Vec<&str> = told.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].contains("VPN drops"), "{texts:?}");
    assert!(texts[1].contains("Printer"), "{texts:?}");
}

#[tokio::test]
async fn a_message_of_several_tickets_leaves_out_what_was_hidden_before_it_goes() {
    for backend in backends() {
        let desk = desk(backend).await;
        let t = &desk.site.desk;
        let cast = t.cast.clone();
        let told = || desk.notifications("ben@spoc.example");
        let hide = || {
            vec![
                Change::Unwatch(cast.ben.person.expect("a person")),
                Change::Team(Some(cast.network)),
                Change::Confidential(true),
            ]
        };
        let two = async || {
            let older = t.incident(&cast.rita, "The older", "often").await;
            let newer = t.incident(&cast.rita, "The newer", "often").await;
            for id in [older, newer] {
                mentions(&desk, &cast.ben, id).await;
                t.clock.advance(MINUTE);
            }
            desk.queues().await;
            (older, newer)
        };

        // Of two in the queue, the one stays that may be seen, whichever it is; and it is one thing then.
        let (older, _) = two().await;
        t.change(&cast.anna, older, hide()).await.expect("hidden");
        desk.mails().await;
        let [(subject, text)] = told().try_into().expect("one message");
        assert!(subject.contains("Hanna mentioned you"), "{subject}");
        assert!(
            text.contains("The newer") && !text.contains("The older"),
            "{text}"
        );

        let (_, newer) = two().await;
        t.change(&cast.anna, newer, hide()).await.expect("hidden");
        desk.mails().await;
        let (_, text) = told().pop().expect("a message");
        assert_eq!(told().len(), 2);
        assert!(
            text.contains("The older") && !text.contains("The newer"),
            "{text}"
        );

        // Where nothing is left, nothing goes out.
        let (older, newer) = two().await;
        for id in [older, newer] {
            t.change(&cast.anna, id, hide()).await.expect("hidden");
        }
        desk.mails().await;
        assert_eq!(told().len(), 2);
        assert_eq!(desk.mailed().await[0], OutboxState::Withdrawn);

        let (older, newer) = two().await;
        desk.mails().await;
        let (subject, text) = told().pop().expect("a message");
        assert_eq!(subject, "2 new notifications");
        for id in [older, newer] {
            assert!(text.contains(&format!("/tickets/{id}")), "{text}");
        }
    }
}
