//! What waits for somebody who is away goes on to somebody else, where the team wants it so.

use kernel::automation::{Distribution, Why};
use kernel::ticket::{Automated, Change};
use kernel::time::{DAY, MINUTE};
use kernel::{Activity, Actor, Clock, PersonId, TeamId, TicketId};
use store::log::Texts;
use store::params;
use testkit::{TestDesk, backends};

async fn joins(t: &TestDesk, team: TeamId, person: PersonId) {
    let sql = "INSERT INTO team_members (team_id, person_id, lead) VALUES ($1, $2, 0)";
    let join = move |tx: &store::Tx<'_>| tx.execute(sql, params![team, person]);
    t.store.write(join).await.expect("one more member");
}

async fn hands_out(t: &TestDesk, team: TeamId, reassign_when_away: bool) {
    let decide = move |policy: &mut kernel::Policy| {
        policy.distributions = vec![Distribution {
            reassign_when_away,
            ..Distribution::new(team)
        }];
    };
    let done = t
        .desk
        .change_policy(&Actor::spoc(), "absence", decide)
        .await;
    done.expect("the policy is put in force");
}

async fn goes_away(t: &TestDesk, person: PersonId) {
    let known = directory::RoutedAs {
        away_from: Some(t.clock.now()),
        ..Default::default()
    };
    let put = move |tx: &store::Tx<'_>| directory::queries::put_routed(tx, person, &known);
    t.store.write(put).await.expect("somebody is away");
}

/// Lets a minute pass, with what is done every minute.
async fn a_minute(t: &TestDesk) {
    t.clock.advance(MINUTE + 1);
    let workers = t.workers([]);
    workers
        .ensure_chores()
        .await
        .expect("they are in the queue");
    workers.run_due().await.expect("the jobs are done");
}

async fn assignee(t: &TestDesk, ticket: TicketId) -> Option<PersonId> {
    t.ticket(&t.cast.ada, ticket)
        .await
        .expect("it is seen")
        .assignee
}

async fn give(t: &TestDesk, ticket: TicketId, to: PersonId) {
    let given = t.change(&t.cast.ada, ticket, vec![Change::Assignee(Some(to))]);
    given.await.expect("it is given");
}

/// What Spoc did to it by itself, of late.
async fn automated(t: &TestDesk, ticket: TicketId) -> Vec<Automated> {
    let read = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, ticket, Texts::All);
    let log = t.store.read(read).await.expect("the log is read");
    let only = log.into_iter().filter_map(|one| match one.activity {
        Activity::Automated(automated) => Some(automated),
        _ => None,
    });
    only.collect()
}

#[tokio::test]
async fn what_waits_for_somebody_who_is_away_is_handed_out_again_once_and_says_why() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let network = t.cast.network;
        let [anna, ben] = [&t.cast.anna, &t.cast.ben].map(|one| one.person.expect("somebody"));
        let ticket = t.incident(&t.cast.rita, "VPN is slow", "Help.").await;
        let put = vec![Change::Team(Some(network)), Change::Assignee(Some(anna))];
        t.change(&t.cast.ada, ticket, put)
            .await
            .expect("it is hers");
        let other = t.incident(&t.cast.rita, "Printer on fire", "Help.").await;
        give(&t, other, anna).await;
        joins(&t, network, ben).await;
        // Nobody asked for it yet.
        hands_out(&t, network, false).await;
        goes_away(&t, anna).await;
        a_minute(&t).await;
        assert_eq!(assignee(&t, ticket).await, Some(anna), "{backend:?}");

        hands_out(&t, network, true).await;
        a_minute(&t).await;
        assert_eq!(assignee(&t, ticket).await, Some(ben), "{backend:?}");
        // It is of no team that wants it so.
        assert_eq!(assignee(&t, other).await, Some(anna));
        let said = automated(&t, ticket).await;
        let [
            ..,
            Automated::Relieved { person },
            Automated::Routed {
                person: to, why, ..
            },
        ] = &said[..]
        else {
            panic!("{said:?}");
        };
        assert_eq!((*person, *to), (anna, Some(ben)));
        assert!(matches!(why, Some(Why::LeastLoaded { among: 1, .. })));

        // Whoever gives it back to her means it.
        give(&t, ticket, anna).await;
        a_minute(&t).await;
        assert_eq!(assignee(&t, ticket).await, Some(anna));
        // The next absence is another one; and then nobody else is there.
        goes_away(&t, ben).await;
        t.clock.advance(DAY);
        goes_away(&t, anna).await;
        a_minute(&t).await;
        assert_eq!(assignee(&t, ticket).await, None);
        let said = automated(&t, ticket).await;
        let last = said.last().expect("why nobody has it");
        let nobody = matches!(
            last,
            Automated::Routed {
                person: None,
                why: Some(Why::NobodyThere),
                ..
            }
        );
        assert!(nobody, "{last:?}");
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new());
    }
}

#[tokio::test]
async fn only_spoc_takes_tickets_from_those_who_are_away() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let ticket = t.incident(&t.cast.rita, "VPN is slow", "Help.").await;
        let tickets = vec![ticket];
        let asked = t
            .desk
            .execute(&t.cast.ada, work::Command::Relieve { tickets });
        assert!(asked.await.is_err(), "{backend:?}");
    }
}
