//! Agents see why what came in went where it did, and take in what was left out; others learn nothing of it.

use super::out::{Server, asked, follow, sender_by, states};
use super::real::confirms_what_comes;
use super::{Letter, Post};
use crate::pages::Site;
use channels::mail::model::{Mail, MailId, Outcome};
use channels::mail::out::FOLLOWER;
use channels::mail::out::model::OutboxState;
use kernel::Clock;
use std::time::Duration;
use testkit::backends;
use web::axum::http::StatusCode;

impl Post {
    /// What comes in by the mailbox goes to a team from now on.
    async fn is_of_network(&self) {
        self.is_of_team(self.t.cast.network).await;
    }

    async fn is_of_team(&self, team: kernel::TeamId) {
        let (actor, now) = (self.t.cast.ada.clone(), self.t.clock.now());
        let mailbox = self.mailbox;
        let saving = move |tx: &store::Tx<'_>| {
            let edit = channels::mail::actions::MailboxEdit {
                name: "Desk".into(),
                address: "desk@spoc.example".into(),
                team: Some(team),
                service: None,
                active: true,
                trusted_servers: Vec::new(),
                plus_addresses: true,
            };
            channels::mail::actions::save_mailbox(tx, &actor, now, Some(mailbox), &edit)
        };
        let saved = self.t.store.write(saving).await;
        saved.expect("the database works").expect("a mailbox");
    }

    /// A message that a machine wrote.
    async fn left(&self) -> Mail {
        let letter = Letter {
            from: "Kim <kim@elsewhere.example>",
            subject: "Away until Monday",
            more: "Auto-Submitted: auto-replied\r\n",
            ..Letter::default()
        };
        self.take(letter).await
    }
}

#[tokio::test]
async fn an_agent_of_its_team_sees_why_a_message_was_left_alone_and_takes_it_in() {
    for backend in backends() {
        let post = Post::new(backend).await;
        post.is_of_network().await;
        let left = post.left().await;
        assert_eq!((left.outcome, left.ticket), (Outcome::Ignored, None));
        let way = format!("/mail/messages/{}", left.id.0);
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        let [anna, ben, rita] = [
            site.browser(&cast.anna).await,
            site.browser(&cast.ben).await,
            site.browser(&cast.rita).await,
        ];
        let release = format!("{way}/release");
        for hidden in [way.clone(), format!("{way}/raw")] {
            assert_eq!(ben.get(&hidden).await.status, StatusCode::NOT_FOUND);
            assert_eq!(rita.get(&hidden).await.status, StatusCode::FORBIDDEN);
        }
        assert!(!ben.page("/mail").await.contains("Away until Monday"));
        assert_eq!(rita.get("/mail").await.status, StatusCode::FORBIDDEN);
        let refused = ben.post(&release, &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let refused = rita.post(&release, &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);

        let listed = anna.page("/mail").await;
        assert!(listed.contains(&format!("href=\"{way}\"")), "{listed}");
        let page = anna.page(&way).await;
        assert!(
            page.contains("a machine wrote it (auto_submitted)"),
            "{page}"
        );
        assert_eq!(anna.post(&release, &[]).await.leads_to(), way);
        assert!(!anna.page("/mail").await.contains("Away until Monday"));
        drop((anna, ben, rita));
        let post = Post {
            t: site.desk,
            ..post
        };
        assert_eq!(post.mail(left.id).await.outcome, Outcome::Created);
    }
}

#[tokio::test]
async fn what_waits_is_on_the_home_page_of_the_agents_whose_it_is() {
    for backend in backends() {
        let post = Post::new(backend).await;
        post.is_of_network().await;
        confirms_what_comes(&post).await;
        for _ in 0..4 {
            post.t.follow(FOLLOWER).await;
            let same = Letter {
                from: "Kim <kim@elsewhere.example>",
                subject: "The same again",
                ..Letter::default()
            };
            post.take(same).await;
        }
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        let waits = "Mail that waits for somebody to look";
        for (person, shown) in [(&cast.anna, true), (&cast.ada, true), (&cast.ben, false)] {
            let home = site.browser(person).await.page("/").await;
            assert_eq!(home.contains(waits), shown, "{home}");
        }
    }
}

#[tokio::test]
async fn a_number_in_its_subject_opens_what_was_left_out_to_nobody() {
    for backend in backends() {
        let post = Post::new(backend).await;
        let number = asked(&post).await;
        post.is_of_team(post.t.cast.private).await;
        let about = format!("Private [#{number}]");
        let more = "Auto-Submitted: auto-replied\r\n";
        let by_kim = Letter {
            from: "Kim <kim@elsewhere.example>",
            subject: &about,
            more,
            ..Letter::default()
        };
        let left = post.take(by_kim).await;
        assert_eq!((left.outcome, left.ticket), (Outcome::Ignored, None));
        // Whoever is a party to the ticket says where it belongs, and it is still in that mailbox.
        let by_rita = Letter {
            subject: &about,
            more,
            ..Letter::default()
        };
        let of_ticket = post.take(by_rita).await;
        let expected = (Outcome::Ignored, Some(number));
        assert_eq!((of_ticket.outcome, of_ticket.ticket), expected);
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        let anna = site.browser(&cast.anna).await;
        let hanna = site.browser(&cast.hanna).await;
        for mail in [left.id, of_ticket.id] {
            let way = format!("/mail/messages/{}", mail.0);
            for hidden in [way.clone(), format!("{way}/raw")] {
                assert_eq!(anna.get(&hidden).await.status, StatusCode::NOT_FOUND);
                assert_eq!(hanna.get(&hidden).await.status, StatusCode::OK);
            }
        }
        let page = format!("/tickets/{number}/mail");
        let link = |mail: MailId| format!("/mail/messages/{}\"", mail.0);
        let shown = anna.page(&page).await;
        assert!(!shown.contains("Private"), "{shown}");
        let shown = hanna.page(&page).await;
        assert!(shown.contains(&link(of_ticket.id)) && !shown.contains(&link(left.id)));
        assert!(hanna.page("/mail").await.contains(&link(left.id)));
    }
}

#[tokio::test]
async fn an_answer_that_waits_for_somebody_is_listed_and_what_became_something_is_not() {
    for backend in backends() {
        let post = Post::new(backend).await;
        confirms_what_comes(&post).await;
        let number = post.first().await.ticket.expect("a ticket");
        let answers = "In-Reply-To: <first@example.com>\r\n";
        for _ in 0..4 {
            post.t.follow(FOLLOWER).await;
            let same = Letter {
                more: answers,
                text: "It is still as slow as it was.",
                ..Letter::default()
            };
            post.take(same).await;
        }
        let all = post.all_mail().await;
        let held = all.last().expect("a message");
        let expected = (Outcome::Quarantined, Some(number));
        assert_eq!((held.outcome, held.ticket), expected);
        let way = format!("/mail/messages/{}\"", held.id.0);
        let taken = format!("/mail/messages/{}\"", all[0].id.0);
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        for person in [&cast.anna, &cast.ada] {
            let browser = site.browser(person).await;
            for page in ["/", "/mail", "/mail?outcome=created"] {
                let shown = browser.page(page).await;
                assert!(shown.contains(&way) && !shown.contains(&taken), "{shown}");
            }
            let shown = browser.page("/mail").await;
            assert!(!shown.contains("?outcome=created") && shown.contains("?outcome=failed"));
        }
        // Who may not see the ticket does not see what waits for it.
        let to_private = kernel::ticket::Change::Team(Some(cast.private));
        let moved = site.desk.change(&cast.hanna, number, vec![to_private]);
        moved.await.expect("moved");
        let anna = site.browser(&cast.anna).await;
        for page in ["/", "/mail"] {
            let shown = anna.page(page).await;
            assert!(!shown.contains(&way), "{shown}");
        }
        assert!(
            site.browser(&cast.hanna)
                .await
                .page("/mail")
                .await
                .contains(&way)
        );
    }
}

#[tokio::test]
async fn what_was_sent_is_kept_as_it_was_sent_for_those_who_work_on_the_ticket() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let number = asked(&post).await;
        let to_private = kernel::ticket::Change::Team(Some(post.t.cast.private));
        let moved = post.t.change(&post.t.cast.hanna, number, vec![to_private]);
        moved.await.expect("moved");
        let replied = post
            .t
            .reply(&post.t.cast.hanna, number, "Have you restarted it?");
        replied.await.expect("a reply");
        follow(&post).await;
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        sender.send_due().await.expect("it is sent");
        assert_eq!(states(&post).await, [OutboxState::Sent]);
        let verified = post.t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new());
        let id = server.taken()[0].1.message_id.clone().expect("an id");
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        let [hanna, anna, rita] = [
            site.browser(&cast.hanna).await,
            site.browser(&cast.anna).await,
            site.browser(&cast.rita).await,
        ];
        let of_ticket = format!("/tickets/{number}/mail");
        let page = hanna.page(&of_ticket).await;
        assert!(page.contains("rita@spoc.example"), "{page}");
        let (_, rest) = page.split_once("href=\"/mail/sent/").expect("a link");
        let raw = format!("/mail/sent/{}", rest.split('"').next().expect("an address"));
        let sent = hanna.get(&raw).await;
        assert_eq!(sent.status, StatusCode::OK);
        assert!(sent.body.contains(&id), "{}", sent.body);
        for path in [&of_ticket, &raw] {
            assert_eq!(anna.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(rita.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
}
