//! What is written on a ticket: to the requester, among colleagues, to people outside.

use kernel::ticket::{
    Activity, Address, Aside, Change, InternalText, Message, OutsideText, PublicText, Refusal,
};
use kernel::time::SECOND;
use kernel::{Actor, PersonId, Recorded, TicketId};
use std::collections::BTreeSet;
use store::log::{Cursor, Texts};
use testkit::{TestDesk, backends};
use work::{Command, Error, queries};

fn refused<T: std::fmt::Debug>(result: work::Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn supplier() -> Address {
    Address::parse("Sam Supplier <sam@supplier.example>").expect("an address")
}

fn aside(text: &str) -> Aside {
    Aside {
        conversation: None,
        subject: "Spare part".into(),
        with: vec![supplier()],
        from: None,
        message: Message {
            text: OutsideText(text.into()),
            attachments: Vec::new(),
        },
    }
}

fn written(aside: Aside) -> Vec<Change> {
    vec![Change::WriteAside(Box::new(aside))]
}

fn sent(text: &str) -> Change {
    Change::Send {
        message: Message {
            text: PublicText(text.into()),
            attachments: Vec::new(),
        },
        requester_only: false,
        cc: Vec::new(),
    }
}

fn noted(text: &str, people: &[&Actor]) -> Vec<Change> {
    let people = people.iter().filter_map(|actor| actor.person).collect();
    let message = Message {
        text: InternalText(text.into()),
        attachments: Vec::new(),
    };
    let teams = BTreeSet::new();
    vec![Change::Note(message), Change::Mention { people, teams }]
}

async fn timeline(t: &TestDesk, actor: &Actor, id: TicketId) -> Vec<Recorded> {
    let reader = t.reader(actor);
    let page = t.store.read(move |tx| queries::page(tx, &reader, id)).await;
    page.expect("the ticket is seen").timeline
}

async fn fed(t: &TestDesk, actor: &Actor) -> Vec<Recorded> {
    t.settled().await;
    let reader = t.reader(actor);
    let read = move |tx: &store::Tx<'_>| queries::activities(tx, &reader, Cursor::default(), 100);
    let (entries, _) = t.store.read(read).await.expect("the feed");
    entries.into_iter().map(|entry| entry.recorded).collect()
}

fn texts(timeline: &[Recorded]) -> Vec<String> {
    let text = |recorded: &Recorded| recorded.activity.text().map(str::to_owned);
    timeline.iter().filter_map(text).collect()
}

async fn watchers(t: &TestDesk, id: TicketId) -> BTreeSet<PersonId> {
    t.ticket(&t.cast.anna, id).await.expect("a ticket").watchers
}

#[tokio::test]
async fn the_requester_never_learns_of_a_side_conversation() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (rita, anna, ben) = (&t.cast.rita, &t.cast.anna, &t.cast.ben);
        let id = t.incident(rita, "Printer", "It jams").await;
        let word = "quagga";
        t.change(anna, id, written(aside(&format!("Do you have a {word}?"))))
            .await
            .expect("it is sent");
        let told = |all: &[Recorded]| texts(all).iter().any(|text| text.contains(word));
        let side = |all: &[Recorded]| {
            let is_side = |r: &Recorded| matches!(r.activity, Activity::SideWritten(_));
            all.iter().any(is_side)
        };
        for all in [timeline(&t, ben, id).await, fed(&t, ben).await] {
            assert!(told(&all) || side(&all), "colleagues know of it");
        }
        for all in [timeline(&t, rita, id).await, fed(&t, rita).await] {
            assert!(!told(&all) && !side(&all), "the requester does not");
        }
        assert_eq!(t.list(ben, word).await.expect("a list").len(), 1);
        assert_eq!(t.list(rita, word).await.expect("a list").len(), 0);
        let own = refused(t.change(rita, id, written(aside("May I?"))).await);
        assert_eq!(own, Refusal::Forbidden(kernel::Permission::TicketWork));
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_side_conversation_goes_on_with_whoever_it_is_with() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let id = t.incident(&t.cast.rita, "Printer", "It jams").await;
        let nobody = Aside {
            with: Vec::new(),
            ..aside("Hello?")
        };
        assert_eq!(
            refused(t.change(anna, id, written(nobody)).await),
            Refusal::NoRecipient { max: 20 }
        );
        let begun = t.change(anna, id, written(aside("Do you have it?"))).await;
        let answered = Aside {
            conversation: Some(1),
            with: Vec::new(),
            from: Some(supplier()),
            subject: String::new(),
            ..aside("Yes, tomorrow.")
        };
        t.change(anna, id, written(answered)).await.expect("noted");
        let ticket = t.ticket(anna, id).await.expect("a ticket");
        let conversation = &ticket.side_conversations[&1];
        assert_eq!(conversation.subject, "Spare part");
        assert_eq!(conversation.with, [supplier()]);
        let other = Aside {
            conversation: Some(2),
            ..aside("And?")
        };
        assert_eq!(
            refused(t.change(anna, id, written(other)).await),
            Refusal::NoSuchConversation(2)
        );
        let command = begun.expect("begun").command.expect("a command");
        t.desk
            .execute(anna, Command::Undo { command })
            .await
            .expect("undone");
        let after = t.ticket(anna, id).await.expect("a ticket");
        assert_eq!(
            after.side_conversations.len(),
            1,
            "the answer keeps it alive"
        );
    }
}

#[tokio::test]
async fn nobody_outside_is_told_of_a_reply_while_it_can_be_taken_back() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (rita, anna) = (&t.cast.rita, &t.cast.anna);
        let id = t.incident(rita, "Printer", "It jams").await;
        let first = t.change(anna, id, vec![sent("Wrong person, sorry")]).await;
        let heard = async || {
            let (timeline, fed) = (timeline(&t, rita, id).await, fed(&t, rita).await);
            let replies = |all: &[Recorded]| {
                let reply = |r: &&Recorded| matches!(r.activity, Activity::Replied { .. });
                all.iter().filter(reply).count()
            };
            (replies(&timeline), replies(&fed))
        };
        assert_eq!(heard().await, (0, 0));
        let colleagues = texts(&timeline(&t, &t.cast.ben, id).await);
        assert!(colleagues.contains(&"Wrong person, sorry".to_owned()));
        let command = first.expect("sent").command.expect("a command");
        t.desk
            .execute(anna, Command::Undo { command })
            .await
            .expect("undone");
        t.change(anna, id, vec![sent("Which printer?")])
            .await
            .expect("sent");
        t.clock.advance(11 * SECOND);
        let told = texts(&timeline(&t, rita, id).await);
        assert!(told.contains(&"Which printer?".to_owned()), "{told:?}");
        assert!(heard().await.1 >= 1, "the feed goes on to it");
    }
}

#[tokio::test]
async fn whoever_is_mentioned_follows_the_ticket_but_is_never_let_in() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (anna, ben, hanna) = (&t.cast.anna, &t.cast.ben, &t.cast.hanna);
        let id = t.incident(&t.cast.rita, "Printer", "It jams").await;
        t.change(anna, id, noted("@Ben, have a look", &[ben]))
            .await
            .expect("noted");
        assert!(watchers(&t, id).await.contains(&ben.person.expect("Ben")));
        let alone = Change::Mention {
            people: [ben.person.expect("Ben")].into(),
            teams: BTreeSet::new(),
        };
        assert_eq!(
            refused(t.change(anna, id, vec![alone]).await),
            Refusal::MentionWithoutMessage
        );
        let secret = t.incident(&t.cast.rita, "Salary", "of somebody").await;
        let hide = vec![
            Change::Team(Some(t.cast.network)),
            Change::Confidential(true),
        ];
        t.change(anna, secret, hide).await.expect("hidden");
        t.change(anna, secret, noted("@Hanna, you know more", &[hanna]))
            .await
            .expect("noted");
        assert!(watchers(&t, secret).await.is_empty());
        assert!(t.ticket(hanna, secret).await.is_err());
        let mentioned = timeline(&t, anna, secret).await;
        let seqs: Vec<(i64, i64)> = mentioned
            .iter()
            .filter_map(|recorded| match &recorded.activity {
                Activity::Mentioned { seq, .. } => Some((recorded.seq, *seq)),
                _ => None,
            })
            .collect();
        assert_eq!(seqs.len(), 1);
        assert_eq!(seqs[0].0, seqs[0].1 + 1, "it names the note before it");
    }
}

#[tokio::test]
async fn whoever_tells_people_outside_waits_for_what_is_held_and_never_hears_of_what_was_taken_back()
 {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let id = t.incident(&t.cast.rita, "Printer", "It jams").await;
        let told = async |after| {
            t.settled().await;
            let now = t.reader(anna).now;
            let read =
                move |tx: &store::Tx<'_>| store::follow_settled(tx, after, 100, Texts::All, now);
            let (entries, end) = t.store.read(read).await.expect("the log");
            let all: Vec<Recorded> = entries.into_iter().map(|(_, recorded)| recorded).collect();
            (texts(&all), end)
        };
        let (opened, from) = told(Cursor::default()).await;
        assert_eq!(opened, ["It jams"]);
        let first = t.change(anna, id, vec![sent("first")]).await;
        t.change(anna, id, vec![sent("second")])
            .await
            .expect("sent");
        let command = first.expect("sent").command.expect("a command");
        t.desk
            .execute(anna, Command::Undo { command })
            .await
            .expect("undone");
        t.reply(anna, id, "at once").await.expect("sent");
        let (held, from) = told(from).await;
        assert_eq!(held, Vec::<String>::new());
        t.clock.advance(11 * SECOND);
        assert_eq!(told(from).await.0, ["second", "at once"]);
    }
}
