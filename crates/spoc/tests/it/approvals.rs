//! Approvals at the desk: who is asked, who may answer, what they may read, and what time does.

use directory::model::PersonEdit;
use directory::{RoutedAs, actions};
use kernel::policy::{ApprovalStep, ApprovalTemplate, Approver, Needs, Wait};
use kernel::ticket::{
    Activity, ApprovalActivity, ApprovalChange, ApprovalOutcome, ApprovalState, Change, Refusal,
    Unaskable, Verdict,
};
use kernel::time::HOUR;
use kernel::{Actor, Clock, PersonId, TicketId};
use testkit::{TestDesk, backends};
use work::{Command, Error, Outcome};

fn template(key: &str, steps: Vec<ApprovalStep>) -> ApprovalTemplate {
    ApprovalTemplate {
        key: key.into(),
        label: "A new laptop".into(),
        text: String::new(),
        own: false,
        remind_after: None,
        expires_after: None,
        steps,
    }
}

fn id(actor: &Actor) -> PersonId {
    actor.person.expect("a person")
}

fn person(actor: &Actor) -> Approver {
    Approver::Person(id(actor))
}

/// A desk with these approvals, where Rita reports to Rob.
async fn desk(
    backend: testkit::Backend,
    approvals: fn(&TestDesk) -> Vec<ApprovalTemplate>,
) -> TestDesk {
    let t = TestDesk::new(backend).await;
    let approvals = approvals(&t);
    t.desk
        .change_policy(&t.cast.ada, "approvals", move |policy| {
            policy.approvals.clone_from(&approvals);
        })
        .await
        .expect("they are possible");
    let (ada, rita, rob, now) = (
        t.cast.ada.clone(),
        id(&t.cast.rita),
        id(&t.cast.rob),
        t.clock.now(),
    );
    t.store
        .write(move |tx| {
            let edit = PersonEdit {
                manager_id: Some(Some(rob)),
                ..PersonEdit::default()
            };
            actions::edit_person(tx, &ada, now, rita, None, &edit).map(|_| ())
        })
        .await
        .expect("Rob is her manager");
    t
}

async fn ask(t: &TestDesk, ticket: TicketId, key: &str) -> Result<Outcome, Error> {
    let ask = Change::Approval(ApprovalChange::Ask(key.into()));
    t.change(&t.cast.anna, ticket, vec![ask]).await
}

async fn say(
    t: &TestDesk,
    by: &Actor,
    ticket: TicketId,
    verdict: Verdict,
) -> Result<Outcome, Error> {
    let decide = ApprovalChange::Decide {
        approval: 1,
        verdict,
        comment: "because".into(),
    };
    t.change(by, ticket, vec![Change::Approval(decide)]).await
}

async fn state(t: &TestDesk, ticket: TicketId) -> Option<ApprovalState> {
    let ticket = t.ticket(&Actor::spoc(), ticket).await.expect("the ticket");
    ticket.approval_state()
}

fn refusal(done: Result<Outcome, Error>) -> Refusal {
    match done {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

const APPROVED: Option<ApprovalState> = Some(ApprovalState::Ended(ApprovalOutcome::Approved));
const REJECTED: Option<ApprovalState> = Some(ApprovalState::Ended(ApprovalOutcome::Rejected));
const EXPIRED: Option<ApprovalState> = Some(ApprovalState::Ended(ApprovalOutcome::Expired));
const CANCELLED: Option<ApprovalState> = Some(ApprovalState::Ended(ApprovalOutcome::Cancelled));

async fn is_sound(t: &TestDesk) {
    let problems = t.desk.verify(|_| ()).await.expect("verified").problems;
    assert_eq!(problems, [""; 0]);
}

/// The manager first, then two of Anna, Ben and Ada.
fn two_steps(t: &TestDesk) -> Vec<ApprovalTemplate> {
    let second = ApprovalStep {
        needs: Needs::AtLeast(2),
        ..ApprovalStep::new([&t.cast.anna, &t.cast.ben, &t.cast.ada].map(person))
    };
    vec![template(
        "laptop",
        vec![ApprovalStep::new([Approver::Manager]), second],
    )]
}

#[tokio::test]
async fn steps_are_asked_one_after_the_other_and_what_they_come_to_is_found_by_conditions() {
    for backend in backends() {
        let t = desk(backend, two_steps).await;
        let (anna, ben, rob) = (&t.cast.anna, &t.cast.ben, &t.cast.rob);
        let ticket = t.incident(&t.cast.rita, "A laptop", "please").await;
        ask(&t, ticket, "laptop").await.expect("asked");
        assert_eq!(state(&t, ticket).await, Some(ApprovalState::Pending));
        assert_eq!(
            t.list(anna, "approval:pending")
                .await
                .expect("a list")
                .len(),
            1
        );
        assert_eq!(t.list(anna, "approver:me").await.expect("a list").len(), 0);
        let early = refusal(say(&t, anna, ticket, Verdict::Approved).await);
        assert_eq!(early, Refusal::NotAsked);
        say(&t, rob, ticket, Verdict::Approved).await.expect("said");
        let again = say(&t, rob, ticket, Verdict::Approved).await;
        assert!(
            matches!(again, Err(Error::Refused(Refusal::NoSuchTicket))),
            "{again:?}"
        );
        assert_eq!(t.list(anna, "approver:me").await.expect("a list").len(), 1);
        say(&t, anna, ticket, Verdict::Approved)
            .await
            .expect("said");
        let twice = refusal(say(&t, anna, ticket, Verdict::Approved).await);
        assert_eq!(twice, Refusal::DecidedAlready);
        assert_eq!(state(&t, ticket).await, Some(ApprovalState::Pending));
        say(&t, ben, ticket, Verdict::Approved).await.expect("said");
        assert_eq!(state(&t, ticket).await, APPROVED);
        assert_eq!(
            t.list(anna, "approval:approved")
                .await
                .expect("a list")
                .len(),
            1
        );
        assert_eq!(t.list(anna, "approver:any").await.expect("a list").len(), 0);
        let over = refusal(say(&t, &t.cast.ada, ticket, Verdict::Approved).await);
        assert_eq!(over, Refusal::ApprovalOver);
        is_sound(&t).await;
    }
}

#[tokio::test]
async fn a_rejection_needs_its_reason_and_an_answer_is_taken_back_by_whoever_gave_it_alone() {
    for backend in backends() {
        let only = |t: &TestDesk| {
            vec![template(
                "laptop",
                vec![ApprovalStep::new([person(&t.cast.ben)])],
            )]
        };
        let t = desk(backend, only).await;
        let (anna, ben) = (&t.cast.anna, &t.cast.ben);
        let ticket = t.incident(&t.cast.rita, "A laptop", "please").await;
        ask(&t, ticket, "laptop").await.expect("asked");
        let mute = Change::Approval(ApprovalChange::Decide {
            approval: 1,
            verdict: Verdict::Rejected,
            comment: "  ".into(),
        });
        let mute = refusal(t.change(ben, ticket, vec![mute]).await);
        assert_eq!(mute, Refusal::RejectionReason);
        let said = say(&t, ben, ticket, Verdict::Rejected).await.expect("said");
        assert_eq!(state(&t, ticket).await, REJECTED);
        let undo = Command::Undo {
            command: said.command.expect("a command"),
        };
        let foreign = refusal(t.desk.execute(anna, undo.clone()).await);
        assert_eq!(foreign, Refusal::AnswerOfAnother);
        t.desk.execute(ben, undo).await.expect("taken back");
        assert_eq!(state(&t, ticket).await, Some(ApprovalState::Pending));
        say(&t, ben, ticket, Verdict::Approved).await.expect("said");
        assert_eq!(state(&t, ticket).await, APPROVED);
        is_sound(&t).await;
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_or_left_out_with_the_reason() {
    for backend in backends() {
        let t = desk(backend, |t| {
            let skipped = ApprovalStep {
                skip_if_nobody: true,
                ..ApprovalStep::new([Approver::ServiceOwner])
            };
            let leads = ApprovalStep::new([Approver::Leads(t.cast.network)]);
            let three = ApprovalStep {
                needs: Needs::AtLeast(3),
                ..ApprovalStep::new([Approver::Members(t.cast.network), person(&t.cast.ben)])
            };
            vec![
                template("owner", vec![ApprovalStep::new([Approver::ServiceOwner])]),
                template("skipped", vec![skipped.clone()]),
                template(
                    "then",
                    vec![skipped, ApprovalStep::new([person(&t.cast.ben)])],
                ),
                template("leads", vec![leads]),
                template("three", vec![three]),
                template("own", vec![ApprovalStep::new([person(&t.cast.rita)])]),
            ]
        })
        .await;
        let ticket = t.incident(&t.cast.rita, "A laptop", "please").await;
        let nobody = Unaskable::Nobody;
        let few = Unaskable::TooFew {
            needed: 3,
            found: 2,
        };
        for (key, why) in [
            ("owner", nobody),
            ("skipped", nobody),
            ("leads", nobody),
            ("own", nobody),
            ("three", few),
        ] {
            let wanted = Refusal::NobodyToAsk { step: 1, why };
            assert_eq!(refusal(ask(&t, ticket, key).await), wanted, "{key}");
        }
        let unknown = refusal(ask(&t, ticket, "nothing").await);
        assert_eq!(unknown, Refusal::NoSuchApproval("nothing".into()));
        ask(&t, ticket, "then").await.expect("asked");
        let found = t.ticket(&t.cast.anna, ticket).await.expect("the ticket");
        assert_eq!(
            found.approvals[0].course[0].skipped,
            Some(Unaskable::Nobody)
        );
        assert_eq!(found.approvers().collect::<Vec<_>>(), [id(&t.cast.ben)]);
        // The same is not asked twice at a time, and nothing is asked about what is done.
        assert_eq!(
            ask(&t, ticket, "then").await.expect("so already").command,
            None
        );
        let cancel = Change::Cancel {
            text: "never mind".into(),
        };
        t.change(&t.cast.anna, ticket, vec![cancel])
            .await
            .expect("cancelled");
        assert_eq!(state(&t, ticket).await, CANCELLED);
        assert_eq!(
            refusal(ask(&t, ticket, "then").await),
            Refusal::ApprovalOfDone
        );
        is_sound(&t).await;
    }
}

#[tokio::test]
async fn whoever_is_asked_answers_about_a_ticket_that_they_may_not_see_and_does_nothing_else() {
    for backend in backends() {
        let t = desk(backend, |t| {
            vec![template(
                "laptop",
                vec![ApprovalStep::new([person(&t.cast.ben)])],
            )]
        })
        .await;
        let (anna, ben) = (&t.cast.anna, &t.cast.ben);
        let ticket = t.incident(&t.cast.rita, "A laptop", "please").await;
        let hidden = vec![
            Change::Team(Some(t.cast.network)),
            Change::Confidential(true),
        ];
        t.change(anna, ticket, hidden).await.expect("hidden");
        ask(&t, ticket, "laptop").await.expect("asked");
        assert!(t.ticket(ben, ticket).await.is_err());
        assert_eq!(t.list(ben, "approver:me").await.expect("a list").len(), 0);
        let decide = Change::Approval(ApprovalChange::Decide {
            approval: 1,
            verdict: Verdict::Approved,
            comment: String::new(),
        });
        let more = vec![decide, Change::Tag("mine".into())];
        assert_eq!(
            refusal(t.change(ben, ticket, more).await),
            Refusal::NoSuchTicket
        );
        let other = refusal(say(&t, &t.cast.ada, ticket, Verdict::Approved).await);
        assert_eq!(
            other,
            Refusal::NoSuchTicket,
            "whoever is not asked knows nothing"
        );
        say(&t, ben, ticket, Verdict::Approved).await.expect("said");
        assert_eq!(state(&t, ticket).await, APPROVED);
        assert!(t.ticket(ben, ticket).await.is_err());
    }
}

#[tokio::test]
async fn a_substitute_answers_for_whoever_is_away_and_nobody_answers_twice() {
    for backend in backends() {
        let t = desk(backend, |t| {
            let two = [person(&t.cast.ben), person(&t.cast.hanna)];
            vec![template("laptop", vec![ApprovalStep::new(two)])]
        })
        .await;
        let (ben, hanna, ada) = (id(&t.cast.ben), id(&t.cast.hanna), id(&t.cast.ada));
        let now = t.clock.now();
        t.store
            .write(move |tx| {
                for person in [ben, hanna] {
                    let away = RoutedAs {
                        away_from: Some(now),
                        away_until: Some(now.plus(HOUR)),
                        substitute: Some(ada),
                        ..RoutedAs::default()
                    };
                    directory::queries::put_routed(tx, person, &away)?;
                }
                Ok::<_, store::Error>(())
            })
            .await
            .expect("they are away");
        let ticket = t.incident(&t.cast.rita, "A laptop", "please").await;
        ask(&t, ticket, "laptop").await.expect("asked");
        say(&t, &t.cast.ada, ticket, Verdict::Approved)
            .await
            .expect("for Ben");
        let found = t.ticket(&t.cast.anna, ticket).await.expect("the ticket");
        let decision = &found.approvals[0].course[0].decisions[0];
        assert_eq!((decision.of, decision.by), (ben, ada));
        let twice = refusal(say(&t, &t.cast.ada, ticket, Verdict::Approved).await);
        assert_eq!(twice, Refusal::DecidedAlready);
        say(&t, &t.cast.hanna, ticket, Verdict::Approved)
            .await
            .expect("herself");
        assert_eq!(state(&t, ticket).await, APPROVED);
        is_sound(&t).await;
    }
}

#[tokio::test]
async fn time_reminds_and_ends_what_nobody_answers() {
    for backend in backends() {
        let t = desk(backend, |t| {
            vec![ApprovalTemplate {
                remind_after: Some(Wait::hours(24)),
                expires_after: Some(Wait::hours(72)),
                ..template("laptop", vec![ApprovalStep::new([person(&t.cast.ben)])])
            }]
        })
        .await;
        let ticket = t.incident(&t.cast.rita, "A laptop", "please").await;
        ask(&t, ticket, "laptop").await.expect("asked");
        let reminders = async || {
            let log = t
                .store
                .read(move |tx| store::log::of_ticket(tx, ticket, store::log::Texts::None))
                .await
                .expect("the log");
            let reminded = |one: &&kernel::Recorded| {
                matches!(
                    one.activity,
                    Activity::Approval(ApprovalActivity::Reminded { .. })
                )
            };
            log.iter().filter(reminded).count()
        };
        for (hours, reminded, wanted) in [
            (23, 0, Some(ApprovalState::Pending)),
            (1, 1, Some(ApprovalState::Pending)),
            (24, 2, Some(ApprovalState::Pending)),
            (24, 2, EXPIRED),
        ] {
            t.clock.advance(hours * HOUR);
            t.desk.run_timers().await.expect("timers");
            assert_eq!(
                (reminders().await, state(&t, ticket).await),
                (reminded, wanted)
            );
            is_sound(&t).await;
        }
        let due = Change::Approval(ApprovalChange::LookAtTime);
        let by_hand = refusal(t.change(&t.cast.anna, ticket, vec![due]).await);
        assert_eq!(by_hand, Refusal::AgentsOnly);
    }
}
