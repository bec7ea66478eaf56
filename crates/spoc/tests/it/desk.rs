//! The one door for writing, through the desk, on both databases.

use kernel::ticket::{Change, InternalText, Kind, Link, LinkKind, Message, NewTicket, Refusal};
use kernel::time::{DAY, HOUR};
use testkit::{TestDesk, backends};
use work::{Command, Error};

fn refused<T: std::fmt::Debug>(result: work::Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[tokio::test]
async fn an_incident_lives_from_new_to_closed() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (rita, anna) = (&t.cast.rita, &t.cast.anna);
        let id = t.incident(rita, "VPN drops", "every ten minutes").await;
        let state = async || t.ticket(anna, id).await.unwrap().state;
        assert_eq!(state().await, "new");
        t.change(
            anna,
            id,
            vec![
                Change::Team(Some(t.cast.network)),
                Change::Assignee(anna.person),
            ],
        )
        .await
        .unwrap();
        assert_eq!(state().await, "assigned");
        t.change(anna, id, vec![Change::State("in_progress".into())])
            .await
            .unwrap();
        t.reply(anna, id, "Which client do you use?").await.unwrap();
        let hold = Change::Hold {
            reason: "requester".into(),
            until: None,
            text: String::new(),
        };
        t.change(anna, id, vec![hold]).await.unwrap();
        assert_eq!(state().await, "on_hold");
        t.reply(rita, id, "The old one").await.unwrap();
        assert_eq!(
            state().await,
            "in_progress",
            "the requester's answer takes it off hold"
        );
        let resolve = Change::Resolve {
            code: "solved".into(),
            text: "New client".into(),
        };
        t.change(anna, id, vec![resolve]).await.unwrap();
        t.clock.advance(5 * DAY + HOUR);
        assert_eq!(t.desk.run_timers().await.unwrap(), 1);
        let ticket = t.ticket(anna, id).await.unwrap();
        assert_eq!(
            (
                ticket.state.as_str(),
                ticket.reply_count,
                ticket.reopen_count
            ),
            ("closed", 2, 0)
        );
        assert!(ticket.first_response_at.is_some() && ticket.closed_at.is_some());
        let verified = t.desk.verify(|_| {}).await.unwrap();
        assert_eq!(verified.problems, Vec::<String>::new());
        assert_eq!(
            (verified.tickets, verified.activities),
            (1, ticket.version as u64)
        );
    }
}

#[tokio::test]
async fn two_who_change_different_fields_both_win_and_of_two_who_change_the_same_the_second_is_told()
 {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let id = t.incident(&t.cast.rita, "Printer", "jams").await;
        let seen = t.ticket(&t.cast.anna, id).await.unwrap().version;
        let change = async |actor, change| {
            let command = Command::Change {
                tickets: vec![id],
                changes: vec![change],
                seen: Some(seen),
                channel: kernel::ticket::Channel::Web,
            };
            t.desk.execute(actor, command).await
        };
        change(&t.cast.anna, Change::Subject("Printer jams".into()))
            .await
            .unwrap();
        change(&t.cast.ben, Change::Tag("printer".into()))
            .await
            .unwrap();
        let told = refused(change(&t.cast.ben, Change::Subject("Paper jam".into())).await);
        assert_eq!(
            told,
            Refusal::Conflict {
                field: "subject".into(),
                by: t.cast.anna.person
            }
        );
    }
}

#[tokio::test]
async fn a_merge_is_undone_as_if_it_had_never_been() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let one = t.incident(&t.cast.rita, "Mail is slow", "since noon").await;
        let two = t.incident(&t.cast.rob, "No mail", "nothing arrives").await;
        let before = (
            t.ticket(anna, one).await.unwrap(),
            t.ticket(anna, two).await.unwrap(),
        );
        let merged = t
            .desk
            .execute(
                anna,
                Command::Merge {
                    sources: vec![two],
                    target: one,
                },
            )
            .await
            .unwrap();
        let target = t.ticket(anna, one).await.unwrap();
        assert!(
            target.absorbed.contains(&two) && target.watchers.contains(&t.cast.rob.person.unwrap())
        );
        assert_eq!(t.ticket(anna, two).await.unwrap().merged_into, Some(one));
        assert_eq!(
            refused(t.reply(&t.cast.rob, two, "hello?").await),
            Refusal::Merged(Some(one))
        );
        t.desk
            .execute(
                anna,
                Command::Undo {
                    command: merged.command.unwrap(),
                },
            )
            .await
            .unwrap();
        for (was, id) in [(before.0, one), (before.1, two)] {
            let is = t.ticket(anna, id).await.unwrap();
            assert_eq!(
                kernel::Ticket {
                    version: was.version,
                    updated_at: was.updated_at,
                    ..is
                },
                was
            );
        }
        assert_eq!(
            t.desk.verify(|_| {}).await.unwrap().problems,
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn a_bulk_edit_is_undone_at_once_and_redone_by_undoing_the_undo() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let mut tickets = Vec::new();
        for n in 0..5 {
            tickets.push(t.incident(&t.cast.rita, &format!("Number {n}"), "x").await);
        }
        let changes = vec![
            Change::Tag("bulk".into()),
            Change::Team(Some(t.cast.network)),
        ];
        let channel = kernel::ticket::Channel::Web;
        let bulk = Command::Change {
            tickets: tickets.clone(),
            changes,
            seen: None,
            channel,
        };
        let command = t.desk.execute(anna, bulk).await.unwrap().command.unwrap();
        assert_eq!(
            t.list(anna, "tag:bulk team:network").await.unwrap().len(),
            5
        );
        let undo = t
            .desk
            .execute(anna, Command::Undo { command })
            .await
            .unwrap();
        assert_eq!(
            t.list(anna, "tag:bulk or team:network")
                .await
                .unwrap()
                .len(),
            0
        );
        assert_eq!(
            refused(t.desk.execute(anna, Command::Undo { command }).await),
            Refusal::AlreadyUndone
        );
        t.desk
            .execute(
                anna,
                Command::Undo {
                    command: undo.command.unwrap(),
                },
            )
            .await
            .unwrap();
        assert_eq!(
            t.list(anna, "tag:bulk team:network").await.unwrap().len(),
            5
        );
        assert_eq!(
            t.desk.verify(|_| {}).await.unwrap().problems,
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn a_private_teams_ticket_exists_for_its_parties_and_members_alone() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let mut new = NewTicket::new(Kind::Request, t.cast.rita.person.unwrap(), "Unicorn salary");
        new.team = Some(t.cast.private);
        let id = t.open(&t.cast.hanna, new).await.unwrap();
        for (name, actor) in t.cast.all() {
            let sees = matches!(name, "Rita" | "Hanna");
            assert_eq!(t.ticket(actor, id).await.is_ok(), sees, "{name}");
            assert_eq!(
                t.list(actor, "unicorn").await.unwrap().len(),
                usize::from(sees),
                "{name}"
            );
            assert_eq!(
                t.list(actor, "state:open").await.unwrap().len(),
                usize::from(sees),
                "{name}"
            );
        }
        assert_eq!(
            t.desk.verify(|_| {}).await.unwrap().problems,
            Vec::<String>::new()
        );
    }
}

#[tokio::test]
async fn a_requester_never_finds_a_note() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let id = t.incident(&t.cast.rita, "Laptop", "slow").await;
        let note = Message {
            text: InternalText("looks like a cockatoo".into()),
            attachments: Vec::new(),
        };
        t.change(&t.cast.anna, id, vec![Change::Note(note)])
            .await
            .unwrap();
        assert_eq!(t.list(&t.cast.anna, "cockatoo").await.unwrap().len(), 1);
        assert_eq!(t.list(&t.cast.rita, "cockatoo").await.unwrap().len(), 0);
        assert_eq!(t.list(&t.cast.rita, "slow").await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_ticket_cannot_be_part_of_its_own_part() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let (a, b) = (
            t.incident(anna, "a", "x").await,
            t.incident(anna, "b", "x").await,
        );
        t.change(anna, b, vec![Change::Parent(Some(a))])
            .await
            .unwrap();
        assert_eq!(
            refused(t.change(anna, a, vec![Change::Parent(Some(b))]).await),
            Refusal::ParentCycle(b)
        );
        let link = Change::Link(Link {
            kind: LinkKind::Blocks,
            to: b,
        });
        t.change(anna, a, vec![link]).await.unwrap();
        assert_eq!(t.list(anna, "link:blocks").await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_link_shows_on_both_tickets_and_goes_from_either() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let a = t.incident(anna, "a", "x").await;
        let b = t.incident(anna, "b", "x").await;
        let there = Link {
            kind: LinkKind::Blocks,
            to: b,
        };
        let back = Link {
            kind: LinkKind::BlockedBy,
            to: a,
        };
        let before = t.ticket(anna, b).await.unwrap().version;
        t.change(anna, a, vec![Change::Link(there)]).await.unwrap();
        let other = t.ticket(anna, b).await.unwrap();
        assert!(other.links.contains(&back));
        assert_eq!(
            other.version, before,
            "nothing happened to the other ticket"
        );
        t.change(anna, b, vec![Change::Unlink(back)]).await.unwrap();
        assert!(t.ticket(anna, a).await.unwrap().links.is_empty());
        assert!(t.ticket(anna, b).await.unwrap().links.is_empty());
    }
}

#[tokio::test]
async fn whoever_follows_a_ticket_is_not_told_of_the_hidden_one_that_it_became_a_part_of() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let hanna = &t.cast.hanna;
        let source = t.incident(&t.cast.rita, "Pay slip", "is wrong").await;
        let requester = hanna.person.unwrap();
        let mut new = NewTicket::new(Kind::Incident, requester, "Payroll");
        new.team = Some(t.cast.private);
        let target = t.open(hanna, new).await.unwrap();
        let sources = vec![source];
        t.desk
            .execute(hanna, Command::Merge { sources, target })
            .await
            .unwrap();
        assert_eq!(
            refused(t.reply(&t.cast.anna, source, "hello?").await),
            Refusal::Merged(None)
        );
        // The requester follows the ticket that goes on, and is told of it.
        assert_eq!(
            refused(t.reply(&t.cast.rita, source, "hello?").await),
            Refusal::Merged(Some(target))
        );
    }
}
