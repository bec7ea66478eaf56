//! Messages that a mail server lists and does not hand over hold nothing up for long.

use super::imap::{account, eventually, letter};
use super::{Post, whys};
use crate::pages::Site;
use channels::mail::fetching::Patience;
use channels::mail::fetching::account::Account;
use channels::mail::model::Outcome;
use std::time::Duration;
use testkit::backends;
use testkit::dovecot::{Dovecot, PASSWORD};
use testkit::faults::{Fault, Faulty};
use web::axum::http::StatusCode;

/// As often is a message asked for before those behind it come first.
const TRIES: usize = 5;
/// The number of the message in the folder.
const SECOND: u32 = 2;

fn impatient() -> Patience {
    Patience {
        pause: Duration::from_millis(100),
        pause_max: Duration::from_millis(100),
        ..Patience::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_not_handed_over_is_given_up_after_some_tries_and_fetched_when_it_is_asked_for()
{
    let faults = [Fault::Withheld(SECOND), Fault::FetchRefused(SECOND)];
    for (backend, fault) in backends().into_iter().zip(faults.into_iter().cycle()) {
        let mut server = Dovecot::start();
        let way = Faulty::way_to(server.port()).await;
        let post = Post::new(backend).await;
        let account = Account {
            port: way.port(),
            ..account(&server)
        };
        let kept = post.fetched_from(account, PASSWORD).await;
        kept.expect("an account");
        for number in 1..=3 {
            server.delivers(&letter(number));
        }
        // After it is given up, it is not handed over twice more.
        way.goes_wrong(vec![fault; TRIES + 2]);
        let fetching = post.fetches_with(impatient());
        eventually(async || (way.left() == TRIES - 1).then_some(())).await;
        assert_eq!(post.fails().await, "imap_empty");
        let all = post.all_mail().await;
        assert_eq!(all.len(), 2, "those behind it wait: {all:?}");
        // Whoever begins anew goes on counting.
        drop(fetching);
        let _fetching = post.fetches_with(impatient());
        let all = post.has_taken(3).await;
        assert!(way.left() <= 2, "it is tried so often: {}", way.left());
        let outcomes: Vec<_> = all.iter().map(|mail| (mail.outcome, whys(mail))).collect();
        assert_eq!(
            outcomes,
            [
                (Outcome::Created, vec!["new"]),
                (Outcome::Failed, vec!["imap_withheld"]),
                (Outcome::Created, vec!["new"]),
            ]
        );
        assert_eq!(all[1].reasons[0].of, SECOND.to_string());
        eventually(async || {
            let progress = post.progress().await.progress;
            (progress.last_uid == 3 && progress.failing.is_none()).then_some(())
        })
        .await;

        let verified = post.t.desk.verify(|_| {}).await.expect("it is verified");
        assert!(verified.problems.is_empty(), "{:?}", verified.problems);

        let withheld = all[1].id;
        let path = format!("/mail/messages/{}", withheld.0);
        let cast = post.t.cast.clone();
        let site = Site::of(post.t);
        let ada = site.browser(&cast.ada).await;
        let page = ada.page(&path).await;
        assert!(page.contains("does not hand it over") && page.contains("desk@spoc.example"));
        let raw = ada.get(&format!("{path}/raw")).await;
        assert_eq!(raw.status, StatusCode::NOT_FOUND);
        // It is asked for once more, in vain, and then once more.
        while way.left() > 0 {
            let left = way.left();
            ada.post(&format!("{path}/release"), &[]).await;
            eventually(async || (way.left() < left).then_some(())).await;
        }
        drop(ada);
        let post = Post {
            t: site.desk,
            ..post
        };
        let failed = async || (post.mail(withheld).await.outcome == Outcome::Failed).then_some(());
        eventually(failed).await;
        post.intake
            .release(withheld)
            .await
            .expect("it is asked for");
        let all = post.has_taken(3).await;
        assert_eq!(
            (all[1].outcome, all[1].subject.as_str()),
            (Outcome::Created, "VPN 2")
        );
        assert_eq!(
            post.progress().await.progress.last_uid,
            3,
            "none is fetched again"
        );
    }
}
