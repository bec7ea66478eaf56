//! What other programs hear, and when.

use super::{Desk, Heard, Program, Says, added};
use kernel::Policy;
use kernel::automation::Event;
use kernel::ticket::{Change, Channel, Kind, NewTicket};
use kernel::time::{HOUR, MINUTE};
use serde_json::Value;
use std::time::Duration;
use testkit::backends;
use web::axum::http::StatusCode;
use work::Command;
use work::replay::{Trial, replay};

#[tokio::test]
async fn a_rule_tells_another_program_what_happened_once_and_signed() {
    for backend in backends() {
        let (desk, chat) = (Desk::on(backend).await, Program::start(&[]).await);
        let ada = desk.ada().await;
        let secret = added(&ada, "Chat", &chat.url, true).await;
        let id = desk.opened("VPN drops").await;
        desk.tells().await;
        let [heard] = <[Heard; 1]>::try_from(chat.heard()).expect("one call");
        assert_eq!(heard.path, "/in?of=desk");
        assert_eq!(heard.header("content-type"), "application/json");
        assert!(heard.is_signed_with(&secret));
        assert!(!heard.is_signed_with("whsec_YW5vdGhlcg=="));
        let told = heard.json();
        assert_eq!(told["id"], heard.header("webhook-id"));
        assert_eq!(told["event"], "opened");
        assert_eq!(told["rule"]["key"], "tell_chat");
        assert_eq!(told["rule"]["name"], "Tell Chat");
        assert_eq!(told["ticket"]["number"], id.0);
        assert_eq!(told["ticket"]["subject"], "VPN drops");
        assert_eq!(told["ticket"]["requester"]["name"], "Rita");
        assert!(!heard.body.contains("among us"), "{}", heard.body);
        assert!(told["ticket"].get("internal").is_none());

        desk.tells().await;
        assert_eq!(chat.heard().len(), 0, "nothing is told twice");
        let anna = desk.site.browser(&desk.site.desk.cast.anna).await;
        let ticket = anna.page(&format!("/tickets/{id}")).await;
        assert!(
            ticket.contains("The webhook <b>Chat</b> is called"),
            "{ticket}"
        );
        let page = ada.page("/admin/webhooks/chat").await;
        assert!(
            page.contains(&format!("/tickets/{id}\"")) && page.contains(">taken<"),
            "{page}"
        );
        let list = ada.page("/admin/webhooks").await;
        assert!(list.contains(">taken<"), "{list}");
    }
}

#[tokio::test]
async fn what_is_not_taken_is_told_again_as_the_same_later_and_later() {
    for backend in backends() {
        let desk = Desk::on(backend).await;
        let chat = Program::start(&[Says::Status(503), Says::Status(500)]).await;
        let ada = desk.ada().await;
        let secret = added(&ada, "Chat", &chat.url, true).await;
        let id = desk.opened("VPN drops").await;
        desk.tells().await;
        let mut heard = chat.heard();
        desk.tells().await;
        assert_eq!(chat.heard().len(), 0, "it waits");
        let page = ada.page("/admin/webhooks/chat").await;
        assert!(page.contains("It answered 503."), "{page}");
        // What happens meanwhile does not change what was told.
        let rename = Change::Subject("Another subject".into());
        let desk_of = &desk.site.desk;
        let renamed = desk_of.change(&desk_of.cast.anna, id, vec![rename]).await;
        renamed.expect("renamed");
        desk.advance(MINUTE);
        desk.tells().await;
        heard.extend(chat.heard());
        desk.advance(MINUTE);
        desk.tells().await;
        assert_eq!(chat.heard().len(), 0, "the second wait is longer");
        desk.advance(MINUTE);
        desk.tells().await;
        heard.extend(chat.heard());
        let [first, second, third] = <[Heard; 3]>::try_from(heard).expect("three calls");
        for again in [&second, &third] {
            assert_eq!(again.body, first.body);
            assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
            assert!(again.is_signed_with(&secret));
        }
        assert_ne!(
            first.header("webhook-timestamp"),
            third.header("webhook-timestamp")
        );
        desk.advance(HOUR);
        desk.tells().await;
        assert_eq!(chat.heard().len(), 0, "it was taken");
    }
}

#[tokio::test]
async fn what_is_never_taken_is_given_up_and_told_once_more_when_an_administrator_says_so() {
    let desk = Desk::on(testkit::Backend::Sqlite).await;
    let chat = Program::start(&[Says::Status(500); 15]).await;
    let ada = desk.ada().await;
    added(&ada, "Chat", &chat.url, true).await;
    desk.opened("VPN drops").await;
    for _ in 0..20 {
        desk.tells().await;
        desk.advance(6 * HOUR);
    }
    assert_eq!(chat.heard().len(), 15);
    let page = ada.page("/admin/webhooks/chat").await;
    assert!(page.contains(">failed<") && page.contains(">15<"), "{page}");
    let (_, rest) = page
        .split_once("/admin/webhooks/chat/deliveries/")
        .expect("a button");
    let id = rest.split('/').next().expect("an id");
    let retry = format!("/admin/webhooks/chat/deliveries/{id}/retry");
    ada.post(&retry, &[]).await.leads_to();
    desk.tells().await;
    assert_eq!(chat.heard().len(), 1);
    let again = ada.post(&retry, &[]).await;
    assert_eq!(
        again.status,
        StatusCode::NOT_FOUND,
        "what was taken is not told again"
    );
}

#[tokio::test]
async fn one_that_does_not_answer_holds_up_no_other() {
    for backend in backends() {
        let desk = Desk::on(backend).await;
        let slow = Program::start(&[Says::Waits]).await;
        let quick = Program::start(&[]).await;
        let ada = desk.ada().await;
        added(&ada, "Slow", &slow.url, true).await;
        added(&ada, "Quick", &quick.url, true).await;
        desk.opened("VPN drops").await;
        desk.follow().await;
        desk.sender.send_due().await.expect("the database works");
        slow.called.notified().await;
        quick.called.notified().await;
        // What comes while it hangs is told all the same, and the slow one is left alone.
        desk.opened("The printer jams").await;
        desk.follow().await;
        while quick.heard.lock().expect("nobody panicked").len() < 2 {
            desk.sender.send_due().await.expect("the database works");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(slow.heard().len(), 1);
        slow.let_go.notify_one();
        desk.tells().await;
        desk.tells().await;
        assert_eq!(slow.heard().len(), 1, "then comes what waited");
    }
}

#[tokio::test]
async fn nobody_is_waited_for_for_ever_or_followed_elsewhere_and_our_own_network_is_not_called() {
    for backend in backends() {
        let patience = Duration::from_millis(200);
        let desk = Desk::patient(backend, patience).await;
        let slow = Program::start(&[Says::Waits]).await;
        let moved = Program::start(&[Says::Elsewhere]).await;
        let inner = Program::start(&[]).await;
        let ada = desk.ada().await;
        added(&ada, "Slow", &slow.url, true).await;
        added(&ada, "Moved", &moved.url, true).await;
        added(&ada, "Inner", &inner.url, false).await;
        let named = inner.url.replace("127.0.0.1", "localhost");
        added(&ada, "Named", &named, false).await;
        desk.opened("VPN drops").await;
        desk.tells().await;
        for (key, state, why) in [
            ("slow", "waiting", "There was no answer"),
            ("moved", "failed", "It leads elsewhere (302)"),
            ("inner", "failed", "The address leads into our own network"),
            ("named", "failed", "The address leads into our own network"),
        ] {
            let page = ada.page(&format!("/admin/webhooks/{key}")).await;
            assert!(
                page.contains(&format!(">{state}<")) && page.contains(why),
                "{page}"
            );
        }
        assert_eq!(slow.heard().len(), 1);
        assert_eq!(moved.heard().len(), 1);
        assert_eq!(inner.heard().len(), 0);
        desk.advance(HOUR);
        desk.tells().await;
        assert_eq!((slow.heard().len(), moved.heard().len()), (1, 0));
    }
}

#[tokio::test]
async fn nothing_is_told_of_what_was_taken_back_nor_by_a_replay() {
    for backend in backends() {
        let (desk, chat) = (Desk::on(backend).await, Program::start(&[]).await);
        let ada = desk.ada().await;
        added(&ada, "Chat", &chat.url, true).await;
        let t = &desk.site.desk;
        let new = NewTicket::new(
            Kind::Incident,
            t.cast.rita.person.expect("a person"),
            "A mistake",
        );
        let opening = Command::open(new, Channel::Web);
        let opened = t.desk.execute(&t.cast.rita, opening).await.expect("opened");
        let id = opened.ticket().expect("a ticket");
        let decided = t
            .desk
            .change_policy(&t.cast.ada, "resolved", |policy: &mut Policy| {
                policy.rules[0].on = [Event::Assigned].into();
            });
        decided.await.expect("decided");
        let given = Change::Assignee(t.cast.anna.person);
        let given = t
            .change(&t.cast.anna, id, vec![given])
            .await
            .expect("given");
        let command = given.command.expect("a command");
        let undo = Command::Undo { command };
        t.desk
            .execute(&t.cast.anna, undo)
            .await
            .expect("taken back");
        desk.tells().await;
        let told: Vec<Value> = chat.heard().iter().map(Heard::json).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0]["event"], "opened");

        let rules = t.desk.rules().await.expect("the rules");
        let trial = Trial {
            present: (*rules.policy).clone(),
            proposed: (*rules.policy).clone(),
            last_days: None,
            now: kernel::Clock::now(&*t.clock),
        };
        let replayed = move |tx: &store::Tx<'_>| replay(tx, &trial, |_| {});
        t.store.read(replayed).await.expect("replayed");
        desk.tells().await;
        assert_eq!(chat.heard().len(), 0);
    }
}
