//! What people are told: of what is theirs, never of their own acts, never of what they may not see.

mod push;

use crate::pages::Site;
use ::notification::{FOLLOWER, Kind, Told};
use kernel::policy::Lifecycle;
use kernel::ticket::{Address, Aside, Change, InternalText, Message, OutsideText};
use kernel::time::SECOND;
use kernel::{Actor, PersonId, TicketId};
use testkit::{TestDesk, backends};

async fn follow(t: &TestDesk) {
    t.follow(FOLLOWER).await;
}

async fn told(t: &TestDesk, actor: &Actor) -> Vec<(Kind, i64)> {
    follow(t).await;
    let reader = t.reader(actor);
    let read = t
        .store
        .read(move |tx| ::notification::list(tx, &reader, &Default::default(), None, 50));
    let told: Vec<Told> = read.await.expect("a list");
    told.iter().map(|one| (one.kind, one.count)).collect()
}

async fn note(t: &TestDesk, actor: &Actor, id: TicketId) {
    let note = Message {
        text: InternalText("among us".into()),
        attachments: Vec::new(),
    };
    t.change(actor, id, vec![Change::Note(note)])
        .await
        .expect("noted");
}

fn me(actor: &Actor) -> PersonId {
    actor.person.expect("a person")
}

#[tokio::test]
async fn everybody_is_told_of_what_is_theirs_and_nobody_of_their_own_acts() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        follow(&t).await;
        let cast = t.cast.clone();
        let id = t
            .incident(&cast.rita, "VPN drops", "every ten minutes")
            .await;
        let given = Change::Assignee(Some(me(&cast.ben)));
        t.change(&cast.anna, id, vec![given]).await.expect("given");
        assert_eq!(told(&t, &cast.ben).await, [(Kind::Assigned, 1)]);
        assert_eq!(told(&t, &cast.anna).await, []);

        t.reply(&cast.rita, id, "still").await.expect("answered");
        t.reply(&cast.rita, id, "really").await.expect("answered");
        assert_eq!(
            told(&t, &cast.ben).await,
            [(Kind::Answered, 2), (Kind::Assigned, 1)]
        );
        t.reply(&cast.ben, id, "try this").await.expect("replied");
        assert_eq!(told(&t, &cast.rita).await, [(Kind::Replied, 1)]);
        let solved = Change::Resolve {
            code: "solved".into(),
            text: "A new cable".into(),
        };
        t.change(&cast.ben, id, vec![solved]).await.expect("solved");
        assert_eq!(
            told(&t, &cast.rita).await,
            [(Kind::Resolved, 1), (Kind::Replied, 1)]
        );
        assert_eq!(
            told(&t, &cast.rob).await,
            [],
            "he has nothing to do with it"
        );
    }
}

#[tokio::test]
async fn whoever_works_on_a_ticket_is_told_of_answers_from_outside_and_who_only_follows_is_not() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        follow(&t).await;
        let cast = t.cast.clone();
        let id = t.incident(&cast.rita, "Printer", "It jams").await;
        let changes = vec![
            Change::Assignee(Some(me(&cast.ben))),
            Change::Watch(me(&cast.rob)),
        ];
        t.change(&cast.ben, id, changes).await.expect("taken");
        let sam = Address::parse("sam@supplier.example").expect("an address");
        let aside = |conversation, from| {
            let aside = Aside {
                conversation,
                subject: "Spare part".into(),
                with: vec![sam.clone()],
                from,
                message: Message {
                    text: OutsideText("Tomorrow".into()),
                    attachments: Vec::new(),
                },
            };
            vec![Change::WriteAside(Box::new(aside))]
        };
        let written = t.change(&cast.ben, id, aside(None, None)).await;
        written.expect("written");
        let answer = aside(Some(1), Some(sam.clone()));
        let answered = t.change(&Actor::spoc(), id, answer).await;
        answered.expect("it came in");
        // Until then it is read by nobody who tells: what was written before can still be taken back.
        t.clock.advance(11 * SECOND);
        assert_eq!(told(&t, &cast.ben).await, [(Kind::OutsideAnswered, 1)]);
        for who in [&cast.rita, &cast.rob] {
            assert_eq!(told(&t, who).await, []);
        }
    }
}

#[tokio::test]
async fn a_message_that_mentions_somebody_who_follows_is_told_to_them_once() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        follow(&t).await;
        let cast = t.cast.clone();
        let id = t.incident(&cast.rita, "VPN drops", "often").await;
        let watch = |actor: &Actor| Change::Watch(me(actor));
        let both = vec![watch(&cast.ben), watch(&cast.hanna), watch(&cast.ada)];
        t.change(&cast.anna, id, both).await.expect("watched");
        let note = Message {
            text: InternalText("@Ben, @Network, have a look".into()),
            attachments: Vec::new(),
        };
        let mention = Change::Mention {
            people: [me(&cast.ben)].into(),
            teams: [cast.network].into(),
        };
        t.change(&cast.hanna, id, vec![Change::Note(note), mention])
            .await
            .expect("noted");
        assert_eq!(told(&t, &cast.ben).await, [(Kind::Mentioned, 1)]);
        assert_eq!(told(&t, &cast.anna).await, [(Kind::Mentioned, 1)]);
        assert_eq!(told(&t, &cast.ada).await, [(Kind::Noted, 1)]);
        assert_eq!(told(&t, &cast.hanna).await, []);
    }
}

#[tokio::test]
async fn nobody_is_told_of_what_they_may_not_see() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        follow(&t).await;
        let cast = t.cast.clone();
        let id = t.incident(&cast.rita, "Salary", "secret").await;
        let watch = Change::Watch(me(&cast.rob));
        t.change(&cast.anna, id, vec![watch])
            .await
            .expect("watched");
        note(&t, &cast.anna, id).await;
        assert_eq!(
            told(&t, &cast.rob).await,
            [],
            "a note is not for requesters"
        );
        t.reply(&cast.anna, id, "hello").await.expect("replied");
        assert_eq!(told(&t, &cast.rob).await, [(Kind::Replied, 1)]);
        let unwatch = Change::Unwatch(me(&cast.rob));
        t.change(&cast.anna, id, vec![unwatch]).await.expect("done");
        assert_eq!(
            told(&t, &cast.rob).await,
            [],
            "what is hidden now was never told"
        );
    }
}

#[tokio::test]
async fn the_list_is_read_and_kinds_are_chosen() {
    let site = Site::new().await;
    let t = &site.desk;
    follow(t).await;
    let cast = t.cast.clone();
    let id = t.incident(&cast.rita, "VPN drops", "often").await;
    t.reply(&cast.anna, id, "hello").await.expect("replied");
    follow(t).await;
    let rita = site.browser(&cast.rita).await;
    let bell = rita.get("/notifications/bell").await.body;
    assert!(bell.contains(">1<"), "{bell}");
    let page = rita.page("/notifications").await;
    assert!(
        page.contains(">1</b>"),
        "the figure comes with the page: {page}"
    );
    assert!(
        page.contains("Anna answered you") && page.contains("VPN drops"),
        "{page}"
    );
    let (before, _) = page.split_once("/opening").expect("a form");
    let number = before.rsplit('/').next().expect("a number").to_owned();
    let anna = site.browser(&cast.anna).await;
    let opening = format!("/notifications/{number}/opening");
    let foreign = anna.post(&opening, &[]).await;
    assert_eq!(foreign.status, 404, "it is somebody else's");
    let opened = rita.post(&opening, &[]).await;
    assert_eq!(opened.leads_to(), format!("/my/tickets/{id}"));
    let bell = rita.get("/notifications/bell").await.body;
    assert!(bell.contains("nothing new"), "{bell}");

    let chosen = [("page", "resolved")];
    rita.post("/notifications/settings", &chosen)
        .await
        .leads_to();
    t.reply(&cast.anna, id, "again").await.expect("replied");
    follow(t).await;
    let bell = rita.get("/notifications/bell").await.body;
    assert!(
        bell.contains("nothing new"),
        "replies are not wanted any more: {bell}"
    );
    let state = Change::State(Lifecycle::IN_PROGRESS.into());
    t.change(&cast.anna, id, vec![state]).await.expect("moved");
}

#[tokio::test]
async fn whoever_looks_at_a_ticket_has_read_what_they_were_told_of_it() {
    let site = Site::new().await;
    let t = &site.desk;
    follow(t).await;
    let cast = t.cast.clone();
    let mut tickets = Vec::new();
    for subject in ["VPN drops", "Printer jams"] {
        let id = t.incident(&cast.rita, subject, "often").await;
        let note = Message {
            text: InternalText("@Ben, have a look".into()),
            attachments: Vec::new(),
        };
        let mention = Change::Mention {
            people: [me(&cast.ben)].into(),
            teams: Default::default(),
        };
        t.change(&cast.anna, id, vec![Change::Note(note), mention])
            .await
            .expect("noted");
        tickets.push(id);
    }
    follow(t).await;
    let ben = site.browser(&cast.ben).await;
    let unread = async |count: &str| {
        let bell = ben.get("/notifications/bell").await.body;
        assert!(bell.contains(count), "{count}: {bell}");
    };
    unread(">2<").await;
    let [vpn, printer] = [tickets[0], tickets[1]].map(|id| format!("/tickets/{id}"));
    for passing in [("hx-target", "peek"), ("sec-purpose", "prefetch")] {
        ben.get_with(&vpn, Some(passing)).await;
    }
    unread(">2<").await;
    let home = ben.page("/").await;
    assert!(home.contains("Mentions"), "{home}");
    let page = ben.page(&vpn).await;
    assert!(page.contains(">1</b>"), "the page says so already: {page}");
    unread(">1<").await;
    // A page that is open hears of what happens and shows it.
    ben.get_with(&printer, Some(("hx-target", "timeline")))
        .await;
    unread("nothing new").await;
    let home = ben.page("/").await;
    assert!(!home.contains("Mentions"), "{home}");

    t.reply(&cast.anna, tickets[0], "hello")
        .await
        .expect("replied");
    follow(t).await;
    let rita = site.browser(&cast.rita).await;
    let bell = rita.get("/notifications/bell").await.body;
    assert!(bell.contains(">1<"), "{bell}");
    rita.page(&format!("/my{vpn}")).await;
    let bell = rita.get("/notifications/bell").await.body;
    assert!(bell.contains("nothing new"), "{bell}");
}
