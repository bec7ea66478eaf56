//! What comes by lists and groups, and from other desks: people's messages are taken, and nothing answers by itself.

use super::out::{Server, asked, follow, sender_by, states};
use super::{Letter, Post, whys};
use channels::mail::model::Outcome;
use channels::mail::out::model::OutboxState;
use kernel::automation::{Action, Event, Rule};
use std::time::Duration;
use testkit::backends;

/// As Google Groups passes on what somebody wrote to a group.
const GROUP: &str = "Precedence: list\r\nList-ID: The desk <desk.groups.example>\r\nList-Post: <mailto:desk@groups.example>\r\n\
     List-Unsubscribe: <mailto:googlegroups-manage@groups.example>\r\n";

/// Whatever is opened is answered at once, by a rule.
async fn answers_at_once(post: &Post) {
    let t = &post.t;
    let decided = t.desk.change_policy(&t.cast.ada, "answers", |policy| {
        policy.rules = vec![Rule {
            then: vec![Action::Reply("We have got it.".into())],
            ..Rule::new("thanks", [Event::Opened])
        }];
    });
    decided.await.expect("decided");
}

#[tokio::test]
async fn what_comes_by_a_group_is_taken_and_nothing_but_people_answers_it() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        answers_at_once(&post).await;
        // Rita writes to the desk itself, and is told so.
        asked(&post).await;
        let by_group = Letter {
            from: "Kim <kim@elsewhere.example>",
            to: "desk@groups.example",
            subject: "The printer",
            more: GROUP,
            text: "It eats paper.",
            ..Letter::default()
        };
        let taken = post.take(by_group).await;
        let expected = (Outcome::Created, vec!["new", "list"]);
        assert_eq!((taken.outcome, whys(&taken)), expected);
        assert_eq!(taken.reasons[1].of, "desk.groups.example");
        follow(&post).await;
        assert_eq!(states(&post).await, [OutboxState::Waiting]);
        // Whoever works on it answers as always.
        let number = taken.ticket.expect("a ticket");
        let replied = post.t.reply(&post.t.cast.anna, number, "Which one?").await;
        replied.expect("a reply");
        follow(&post).await;
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        sender.send_due().await.expect("it is sent");
        let sent = server.taken();
        let to: Vec<_> = sent.iter().map(|(_, it)| it.to[0].email.as_str()).collect();
        assert_eq!(to, ["rita@spoc.example", "kim@elsewhere.example"]);
        assert!(sent[1].1.text.contains("Which one?"));
    }
}

#[tokio::test]
async fn newsletters_are_left_alone_and_whoever_lets_one_in_has_nothing_answered() {
    for backend in backends() {
        let post = Post::new(backend).await;
        answers_at_once(&post).await;
        asked(&post).await;
        follow(&post).await;
        for more in [
            "Precedence: bulk\r\nList-Unsubscribe: <https://news.example/u>\r\n",
            "List-Id: <news.example>\r\nList-Unsubscribe: <https://news.example/u>\r\n",
            "Precedence: junk\r\nList-Id: <a.example>\r\nList-Post: <mailto:a@b.example>\r\n",
        ] {
            let news = Letter {
                from: "News <news@news.example>",
                more,
                ..Letter::default()
            };
            let taken = post.take(news).await;
            let expected = (Outcome::Ignored, vec!["automatic"]);
            assert_eq!((taken.outcome, whys(&taken)), expected, "{more}");
            post.intake.release(taken.id).await.expect("it is let in");
            assert_eq!(post.mail(taken.id).await.outcome, Outcome::Created);
        }
        follow(&post).await;
        assert_eq!(states(&post).await, [OutboxState::Waiting], "Rita's alone");
    }
}

#[tokio::test]
async fn what_another_desks_agent_wrote_is_taken_and_what_that_desk_wrote_by_itself_is_not() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let from_supplier = |more| Letter {
            from: "Supplier <help@supplier.example>",
            more,
            ..Letter::default()
        };
        let by_hand = post
            .take(from_supplier("X-Spoc-Desk: help@supplier.example\r\n"))
            .await;
        assert_eq!(by_hand.outcome, Outcome::Created);
        let by_itself = post
            .take(from_supplier(
                "X-Spoc-Desk: help@supplier.example\r\nAuto-Submitted: auto-generated\r\n",
            ))
            .await;
        let expected = (Outcome::Ignored, vec!["automatic", "other_desk"]);
        assert_eq!((by_itself.outcome, whys(&by_itself)), expected);
        // What came back to us is ours, whatever it says of its sender.
        let ours = post
            .take(from_supplier("X-Spoc-Desk: desk@spoc.example\r\n"))
            .await;
        let expected = (Outcome::Ignored, vec!["own_message"]);
        assert_eq!((ours.outcome, whys(&ours)), expected);
    }
}
