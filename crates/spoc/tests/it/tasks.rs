//! The work within a ticket: who may, in which order, and what undo makes of it.

use kernel::ticket::{Change, NewTicket, Refusal, TaskChange, TaskId, TaskPlan, TaskState};
use kernel::{Actor, TicketId};
use testkit::{TestDesk, backends};
use work::{Command, Error, Outcome, queries};

async fn task(
    t: &TestDesk,
    by: &Actor,
    id: TicketId,
    change: TaskChange,
) -> Result<Outcome, Error> {
    t.change(by, id, vec![Change::Task(change)]).await
}

async fn add(t: &TestDesk, id: TicketId, plan: TaskPlan) -> TaskId {
    let anna = &t.cast.anna;
    task(t, anna, id, TaskChange::Add(plan))
        .await
        .expect("a task");
    let ticket = t.ticket(anna, id).await.expect("the ticket");
    ticket.tasks.iter().map(|task| task.id).max().expect("it")
}

async fn titles(t: &TestDesk, id: TicketId) -> Vec<String> {
    let ticket = t.ticket(&t.cast.anna, id).await.expect("the ticket");
    let title = |task: &kernel::ticket::Task| task.plan.title.clone();
    ticket.tasks.iter().map(title).collect()
}

fn refusal(done: Result<Outcome, Error>) -> Refusal {
    match done {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn done(task: TaskId) -> TaskChange {
    let state = TaskState::Done;
    TaskChange::State { task, state }
}

#[tokio::test]
async fn a_task_that_comes_after_another_is_done_after_it() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let id = t.incident(&t.cast.rita, "New colleague", "on Monday").await;
        let order = add(&t, id, TaskPlan::item("Order the laptop")).await;
        let after = TaskPlan {
            after: [order].into(),
            ..TaskPlan::item("Set the laptop up")
        };
        let set_up = add(&t, id, after).await;
        let waits = refusal(task(&t, anna, id, done(set_up)).await);
        assert_eq!(waits, Refusal::TaskWaits("Order the laptop".into()));
        let circle = TaskChange::Plan {
            task: order,
            plan: TaskPlan {
                after: [set_up].into(),
                ..TaskPlan::item("Order the laptop")
            },
        };
        assert_eq!(
            refusal(task(&t, anna, id, circle).await),
            Refusal::TaskCycle
        );
        task(&t, anna, id, done(order)).await.expect("done");
        assert_eq!(t.list(anna, "tasks:1").await.expect("a list").len(), 1);
        task(&t, anna, id, done(set_up)).await.expect("done");
        assert_eq!(t.list(anna, "tasks>0").await.expect("a list").len(), 0);
        let title = TaskChange::Add(TaskPlan::item(" "));
        assert_eq!(refusal(task(&t, anna, id, title).await), Refusal::TaskTitle);
        let gone = refusal(task(&t, anna, id, TaskChange::Remove(77)).await);
        assert_eq!(gone, Refusal::NoSuchTask(77));
        assert_eq!(
            t.desk.verify(|_| ()).await.expect("verified").problems,
            [""; 0]
        );
    }
}

#[tokio::test]
async fn tasks_keep_their_order_and_undo_puts_each_back_where_it_was() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = &t.cast.anna;
        let id = t.incident(&t.cast.rita, "Move to Berlin", "soon").await;
        let first = add(&t, id, TaskPlan::item("Pack")).await;
        let second = add(&t, id, TaskPlan::item("Carry")).await;
        add(&t, id, TaskPlan::item("Unpack")).await;
        let up = TaskChange::Move {
            task: second,
            place: 0,
        };
        let moved = task(&t, anna, id, up).await.expect("moved");
        assert_eq!(titles(&t, id).await, ["Carry", "Pack", "Unpack"]);
        let removed = task(&t, anna, id, TaskChange::Remove(first)).await;
        task(&t, anna, id, done(second)).await.expect("done");
        for command in [moved.command, removed.expect("removed").command] {
            let undo = Command::Undo {
                command: command.expect("a command"),
            };
            t.desk.execute(anna, undo).await.expect("undone");
        }
        assert_eq!(titles(&t, id).await, ["Pack", "Carry", "Unpack"]);
        let ticket = t.ticket(anna, id).await.expect("the ticket");
        let carry = &ticket.tasks[1];
        assert_eq!(
            carry.state,
            TaskState::Done,
            "what was done meanwhile stays"
        );
    }
}

#[tokio::test]
async fn only_agents_who_know_of_the_ticket_own_its_tasks_and_requesters_have_none() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let cast = &t.cast;
        let new = NewTicket {
            team: Some(cast.private),
            ..NewTicket::new(
                kernel::ticket::Kind::Incident,
                cast.rita.person.expect("Rita"),
                "Salary",
            )
        };
        let id = t.open(&cast.hanna, new).await.expect("a ticket");
        let owned = |by: &Actor| {
            TaskChange::Add(TaskPlan {
                owner: by.person,
                ..TaskPlan::item("Ask the bank")
            })
        };
        for stranger in [&cast.anna, &cast.rob, &cast.rita] {
            let refused = refusal(task(&t, &cast.hanna, id, owned(stranger)).await);
            assert!(matches!(refused, Refusal::TaskOwner(_)), "{refused:?}");
        }
        let own = task(&t, &cast.hanna, id, owned(&cast.hanna)).await;
        own.expect("a member of the private team");
        let refused = refusal(task(&t, &cast.rita, id, owned(&cast.hanna)).await);
        assert_eq!(refused, Refusal::AgentsOnly);
        let mine = |by: &Actor| {
            let reader = t.reader(by);
            t.store.read(move |tx| queries::my_tasks(tx, &reader, 10))
        };
        let tasks = mine(&cast.hanna).await.expect("tasks");
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks[0].title, "Ask the bank");
        assert!(mine(&cast.anna).await.expect("tasks").is_empty());
    }
}
