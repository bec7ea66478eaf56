//! Whoever is asked to approve something is told by mail, and answers by the link in it without signing in.

use super::out::Server;
use crate::pages::{Answer, Site};
use channels::mail::out::model::OutboxState;
use channels::mail::out::{FOLLOWER, Patience, Sender};
use channels::mail::queries;
use directory::{Directory, Settings};
use kernel::TicketId;
use kernel::policy::{ApprovalStep, ApprovalTemplate, Approver, Wait};
use kernel::ticket::{Approval, ApprovalChange, Change, InternalText, Message, Verdict};
use kernel::time::HOUR;
use std::time::Duration;
use testkit::{Backend, backends};
use web::axum::body::Body;
use web::axum::http::{Request, StatusCode, header};

/// A desk that mails.
pub(super) struct Desk {
    pub(super) site: Site,
    pub(super) server: Server,
    pub(super) sender: Sender,
}

impl Desk {
    pub(super) async fn on(backend: Backend) -> Self {
        Self::with(backend, &[]).await
    }

    /// One whose mail server answers its first messages so.
    pub(super) async fn with(backend: Backend, answers: &'static [&'static str]) -> Self {
        let (site, server) = (Site::on(backend).await, Server::start(answers).await);
        let adding =
            |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Desk", "desk@spoc.example", None);
        site.desk.store.write(adding).await.expect("a mailbox");
        let settings = Settings::new("http://desk.test");
        let directory = Directory::new(site.desk.store.clone(), site.desk.clock.clone(), settings);
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let patience = Patience::of(Duration::from_secs(60));
        let sender = Sender::with_patience(site.desk.desk.clone(), directory, &address, patience);
        let desk = Self {
            site,
            server,
            sender: sender.expect("an address"),
        };
        desk.mails().await;
        desk
    }

    /// A confidential ticket of Rita's that waits for Ben and Rob, who may not see it.
    async fn asked(&self) -> TicketId {
        let t = &self.site.desk;
        let cast = t.cast.clone();
        let ask = [&cast.ben, &cast.rob].map(|one| Approver::Person(one.person.expect("one")));
        let template = ApprovalTemplate {
            key: "laptop".into(),
            label: "A new laptop".into(),
            text: "Is there money for it?".into(),
            own: false,
            remind_after: Some(Wait::hours(24)),
            expires_after: None,
            steps: vec![ApprovalStep::new(ask)],
        };
        let decided = t.desk.change_policy(&cast.ada, "approvals", move |policy| {
            policy.approvals = vec![template.clone()];
        });
        decided.await.expect("decided");
        let id = t
            .incident(&cast.rita, "A <laptop>", "the old one **broke**")
            .await;
        let note = Message {
            text: InternalText("her third this year".into()),
            attachments: Vec::new(),
        };
        let changes = vec![
            Change::Note(note),
            Change::Team(Some(cast.network)),
            Change::Confidential(true),
            Change::Approval(ApprovalChange::Ask("laptop".into())),
        ];
        t.change(&cast.anna, id, changes).await.expect("asked");
        id
    }

    /// Mails what is to be mailed.
    pub(super) async fn mails(&self) {
        self.site.desk.follow(FOLLOWER).await;
        while self.sender.send_due().await.expect("it is sent") > 0 {}
    }

    /// A link that has ended says so, and no longer what was asked.
    async fn shows_nothing_more(&self, link: &str) {
        let body = self.get(link).await.body;
        assert!(body.contains("does not wait for you any more"), "{body}");
        assert!(!body.contains("laptop"), "{body}");
    }

    /// The links to answer by that somebody was mailed, the latest first.
    fn links(&self, email: &str) -> Vec<String> {
        self.links_to(email, "/approve/")
    }

    /// The links that somebody was mailed to what begins so, the latest first.
    pub(super) fn links_to(&self, email: &str, begins: &str) -> Vec<String> {
        let taken = self.server.taken();
        let own = taken
            .iter()
            .rev()
            .filter(|(_, one)| one.to[0].email == email);
        let link = |text: &str| {
            let (_, rest) = text.split_once(&format!("http://desk.test{begins}"))?;
            Some(format!("{begins}{}", rest.split_whitespace().next()?))
        };
        own.filter_map(|(_, one)| link(&one.text)).collect()
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty());
        self.site.send(request.expect("a request")).await
    }

    async fn answers(&self, path: &str, verdict: &str, comment: &str) -> Answer {
        let form = format!("verdict={verdict}&comment={comment}");
        self.post(path, form).await
    }

    pub(super) async fn post(&self, path: &str, form: String) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form));
        self.site.send(request.expect("a request")).await
    }

    async fn approval(&self, id: TicketId) -> Approval {
        let t = &self.site.desk;
        let ticket = t.ticket(&t.cast.anna, id).await.expect("a ticket");
        ticket.approvals[0].clone()
    }

    /// What became of the mails.
    pub(super) async fn mailed(&self) -> Vec<OutboxState> {
        let listing = |tx: &store::Tx<'_>| queries::outbox::list_outgoing(tx, None, 100);
        let listed = self.site.desk.store.read(listing).await;
        let listed = listed.expect("the database answers");
        listed.into_iter().map(|one| one.state).collect()
    }
}

fn said(approval: &Approval) -> Vec<(Option<Verdict>, &str)> {
    let decisions = approval.course.iter().flat_map(|step| &step.decisions);
    decisions
        .map(|one| (Some(one.verdict), one.comment.as_str()))
        .collect()
}

#[tokio::test]
async fn whoever_is_asked_answers_by_the_link_in_their_mail_and_looking_at_it_decides_nothing() {
    for backend in backends() {
        let desk = Desk::on(backend).await;
        let id = desk.asked().await;
        desk.mails().await;
        let [ben] = <[String; 1]>::try_from(desk.links("ben@spoc.example")).expect("a link");
        let [rob] = <[String; 1]>::try_from(desk.links("rob@spoc.example")).expect("a link");
        assert_ne!(ben, rob);
        for (_, mail) in desk.server.taken() {
            assert!(mail.text.contains("A new laptop"), "{}", mail.text);
            assert!(!mail.text.contains("third"), "{}", mail.text);
        }
        for _ in 0..3 {
            let page = desk.get(&rob).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            for shown in [
                "A &#60;laptop&#62;",
                "Rita",
                "Is there money for it?",
                "<strong>broke",
            ] {
                assert!(page.body.contains(shown), "{shown}: {}", page.body);
            }
            assert!(!page.body.contains("third"), "{}", page.body);
            assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
        }
        assert!(said(&desk.approval(id).await).is_empty());

        let mute = desk.answers(&rob, "rejected", "").await;
        assert_eq!(
            mute.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            mute.body
        );
        assert!(mute.body.contains("why you reject it"), "{}", mute.body);
        assert_eq!(desk.answers(&rob, "approved", "fine").await.leads_to(), rob);
        let approval = desk.approval(id).await;
        assert_eq!(said(&approval), [(Some(Verdict::Approved), "fine")]);
        assert!(approval.is_pending());
        desk.shows_nothing_more(&rob).await;
        desk.answers(&rob, "rejected", "no").await;
        assert_eq!(desk.approval(id).await, approval, "once is enough");

        desk.answers(&ben, "rejected", "too dear").await.leads_to();
        assert!(!desk.approval(id).await.is_pending());
    }
}

#[tokio::test]
async fn a_link_ends_with_its_approval_and_a_wrong_one_tells_nothing() {
    for backend in backends() {
        let desk = Desk::on(backend).await;
        let t = &desk.site.desk;
        let id = desk.asked().await;
        desk.mails().await;
        let rob = desk.links("rob@spoc.example").remove(0);
        let cancel = Change::Approval(ApprovalChange::Cancel {
            approval: 1,
            reason: String::new(),
        });
        t.change(&t.cast.anna, id, vec![cancel])
            .await
            .expect("taken back");
        desk.shows_nothing_more(&rob).await;
        desk.answers(&rob, "approved", "").await;
        assert!(said(&desk.approval(id).await).is_empty());

        let wrong = format!("/approve/{}", "0".repeat(64));
        for path in [wrong.as_str(), "/approve/1", "/approve/x'y"] {
            assert_eq!(desk.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
            let answered = desk.answers(path, "approved", "").await;
            assert_eq!(answered.status, StatusCode::NOT_FOUND, "{path}");
        }
        let mut last = desk.get(&wrong).await.status;
        for _ in 0..30 {
            last = desk.get(&wrong).await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(
            desk.get(&rob).await.status,
            StatusCode::OK,
            "whoever has one is not held up"
        );

        // Whoever has left answers nothing any more.
        let person = t.cast.rob.person.expect("somebody");
        let leaving = move |tx: &store::Tx<'_>| {
            let sql = "UPDATE people SET active = 0 WHERE id = $1";
            tx.execute(sql, store::params![person])
        };
        t.store.write(leaving).await.expect("gone");
        t.clock.advance(2 * HOUR);
        assert_eq!(desk.get(&rob).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn nobody_is_mailed_who_does_not_want_it_or_has_answered_and_who_has_not_is_reminded() {
    for backend in backends() {
        let desk = Desk::on(backend).await;
        let t = &desk.site.desk;
        let first = desk.asked().await;
        desk.mails().await;
        let answered = desk.links("rob@spoc.example").remove(0);
        desk.answers(&answered, "approved", "").await.leads_to();

        // Ben does not want such mail, and is asked and reminded all the same: in the page.
        let off = desk
            .links_to("ben@spoc.example", "/mail/choices/")
            .remove(0);
        assert_eq!(desk.get(&off).await.status, StatusCode::OK);
        t.clock.advance(25 * HOUR);
        t.desk.run_timers().await.expect("the timers run");
        desk.mails().await;
        let of_ben = desk.links("ben@spoc.example").len();
        assert_eq!(of_ben, 2, "looking switched nothing off");
        assert_eq!(desk.links("rob@spoc.example").len(), 1, "answered already");
        assert_eq!(desk.answers(&off, "", "").await.status, StatusCode::OK);
        let second = desk.asked().await;
        desk.mails().await;
        assert_eq!(desk.links("ben@spoc.example").len(), of_ben);
        let asked = &desk.approval(second).await.course[0].asked;
        assert_eq!(asked.len(), 2);

        // Either mail answers while it waits.
        t.clock.advance(25 * HOUR);
        t.desk.run_timers().await.expect("the timers run");
        desk.mails().await;
        let links = desk.links("rob@spoc.example");
        assert_eq!(links.len(), 3, "asked once more, and reminded");
        desk.answers(&links[1], "approved", "").await.leads_to();
        assert_eq!(said(&desk.approval(second).await).len(), 1);
        assert_eq!(said(&desk.approval(first).await).len(), 1);

        // What was answered before it was mailed is not mailed.
        let third = desk.asked().await;
        let answer = Change::Approval(ApprovalChange::Decide {
            approval: 1,
            verdict: Verdict::Approved,
            comment: String::new(),
        });
        t.change(&t.cast.rob, third, vec![answer])
            .await
            .expect("answered");
        desk.mails().await;
        assert_eq!(desk.links("rob@spoc.example").len(), 3);
        assert!(desk.mailed().await.contains(&OutboxState::Withdrawn));
    }
}
