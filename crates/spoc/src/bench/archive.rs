//! Making the archive that is measured: the same for the same size, through the door that importers use.

use super::{Outcome, words};
use crate::App;
use crate::commands::progress;
use directory::model::{NewPerson, NewTeam};
use directory::{actions, queries};
use kernel::policy::{Level, StateCategory};
use kernel::ticket::{
    Activity, Channel, InternalText, Kind, Message, Opened, PublicText, Resolution, StateChange,
};
use kernel::time::{DAY, HOUR, MINUTE};
use kernel::{Actor, PersonId, TeamId, Timestamp};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use work::{History, Step};

/// Tickets that are recorded at once.
const BATCH: u64 = 1_000;
const AGENTS: usize = 200;
const REQUESTERS: usize = 5_000;
const TEAMS: usize = 20;
/// One ticket in so many is still open.
const OPEN_EVERY: u64 = 40;
/// The last ticket of the archive is opened at this instant.
const END: Timestamp = Timestamp(1_790_000_000_000_000);

/// The agent in whose name everything is measured.
pub(super) const AGENT_EMAIL: &str = "agent0@bench.example";
const PASSWORD: &str = "a password for the benchmark";
/// Where it signs in from. The wrong passwords that are tried at the served archive come from 127.0.0.1 and are counted
/// for a day: after a few runs, whoever signs in from there has to wait.
const ADDRESS: &str = "benchmark";

/// The addresses of all agents.
pub(super) fn agent_emails() -> impl Iterator<Item = String> {
    (0..AGENTS).map(|n| format!("agent{n}@bench.example"))
}

/// Signs an agent in; answers the cookie.
pub(super) async fn sign_in(app: &App, person: PersonId, email: &str) -> Outcome<String> {
    app.directory.set_password(person, PASSWORD).await?;
    let session = app.directory.sign_in(email, PASSWORD, ADDRESS).await?;
    let session = session.ok_or("the benchmark could not sign in")?;
    Ok(format!("{}={}", directory::SESSION_COOKIE, session.secret))
}

struct People {
    agents: Vec<PersonId>,
    requesters: Vec<PersonId>,
    teams: Vec<TeamId>,
}

/// Fills an empty desk; goes on where an earlier run was interrupted.
pub(super) async fn fill(app: &App, tickets: u64) -> Outcome<()> {
    let people = hire(app).await?;
    let next = app.store.read(store::next_number).await?;
    let mut done = u64::try_from(next.0 - 1)?;
    if done >= tickets {
        return Ok(());
    }
    let bar = progress::bar(tickets, "tickets");
    bar.set_message("Generating");
    while done < tickets {
        let until = (done + BATCH).min(tickets);
        let batch = (done..until)
            .map(|number| history(number, tickets, &people))
            .collect();
        app.desk.record_history(batch).await?;
        done = until;
        bar.set_position(done);
    }
    bar.finish_and_clear();
    Ok(())
}

async fn hire(app: &App) -> Outcome<People> {
    let known = app
        .store
        .read(|tx| queries::find_person_by_email(tx, AGENT_EMAIL))
        .await?;
    let first = known.map(|person| person.id);
    let now = app.clock.now();
    let work = move |tx: &store::Tx<'_>| {
        let role =
            |key: &str| queries::find_role_by_key(tx, key)?.ok_or(directory::Error::NotFound);
        let (agent, requester) = (role("agent")?, role("requester")?);
        let mut people = People {
            agents: Vec::new(),
            requesters: Vec::new(),
            teams: Vec::new(),
        };
        for (n, email) in agent_emails().enumerate() {
            let new = NewPerson::named(format!("Agent Number{n}"), Some(&email), agent.id);
            people.agents.push(queries::insert_person(tx, &new, now)?);
        }
        for n in 0..REQUESTERS {
            let new = NewPerson::named(format!("Requester Number{n}"), None, requester.id);
            people
                .requesters
                .push(queries::insert_person(tx, &new, now)?);
        }
        for n in 0..TEAMS {
            let new = NewTeam {
                name: format!("Team {n:02}"),
                ..NewTeam::default()
            };
            let team = actions::create_team(tx, &Actor::spoc(), now, &new)?;
            for member in people.agents.iter().skip(n).step_by(TEAMS) {
                actions::add_member(tx, &Actor::spoc(), now, team, None, *member, false)?;
            }
            people.teams.push(team);
        }
        Ok(people)
    };
    match first {
        None => Ok(app.directory.write(work).await?),
        // Ids were given one after the other in an empty database.
        Some(first) => Ok(People {
            agents: (0..AGENTS as i64).map(|n| PersonId(first.0 + n)).collect(),
            requesters: (0..REQUESTERS as i64)
                .map(|n| PersonId(first.0 + AGENTS as i64 + n))
                .collect(),
            teams: (1..=TEAMS as i64).map(TeamId).collect(),
        }),
    }
}

/// Five activities: opened, assigned, answered, noted, resolved; the last open ones answered once more instead.
fn history(number: u64, tickets: u64, people: &People) -> History {
    let mut rng = ChaCha8Rng::seed_from_u64(number);
    let opened_at = Timestamp(END.0 - (tickets - number) as i64 * 2 * MINUTE);
    let requester = people.requesters[rng.random_range(0..REQUESTERS)];
    let team_index = rng.random_range(0..TEAMS);
    let agent = people.agents[(rng.random_range(0..AGENTS / TEAMS)) * TEAMS + team_index];
    let open = number.is_multiple_of(OPEN_EVERY);
    let later = |hours: i64| opened_at.plus(hours * HOUR);
    let end = if open {
        reply(&mut rng, false)
    } else {
        resolved()
    };
    let end_at = if open {
        later(30)
    } else {
        opened_at.plus(2 * DAY)
    };
    History {
        external: None,
        steps: vec![
            step(
                opened_at,
                requester,
                opened(&mut rng, number, requester, people.teams[team_index]),
            ),
            step(
                later(1),
                agent,
                Activity::AssigneeChanged {
                    from: None,
                    to: Some(agent),
                },
            ),
            step(later(2), agent, reply(&mut rng, true)),
            step(later(3), agent, note(&mut rng)),
            step(end_at, if open { requester } else { agent }, end),
        ],
    }
}

fn step(at: Timestamp, by: PersonId, activity: Activity) -> Step {
    Step {
        at,
        actor: Some(by),
        channel: Channel::Import,
        activities: vec![activity],
    }
}

fn opened(rng: &mut impl Rng, number: u64, requester: PersonId, team: TeamId) -> Activity {
    let mut subject = words::text(rng, 6);
    if number.is_multiple_of(10) {
        subject = format!("{subject} {}", words::COMMON);
    }
    if number % 10_000 == 7 {
        subject = format!("{} {subject}", words::RARE);
    }
    let (impact, urgency) = (
        Level(rng.random_range(1..=3)),
        Level(rng.random_range(1..=3)),
    );
    let matrix = kernel::Policy::default().priority;
    let tags = if number.is_multiple_of(3) {
        [words::text(rng, 1)].into()
    } else {
        Default::default()
    };
    Activity::Opened(Box::new(Opened {
        kind: if number.is_multiple_of(3) {
            Kind::Request
        } else {
            Kind::Incident
        },
        channel: Channel::Import,
        requester,
        on_behalf_of: None,
        watchers: Default::default(),
        subject,
        description: Message {
            text: PublicText(words::text(rng, 40)),
            attachments: Vec::new(),
        },
        state: "new".into(),
        state_category: StateCategory::New,
        impact,
        urgency,
        priority: matrix.priority(impact, urgency),
        priority_reason: None,
        priority_grounds: Vec::new(),
        team: Some(team),
        assignee: None,
        service: None,
        category: Some("network/vpn".into()),
        tags,
        fields: Default::default(),
        parent: None,
        confidential: false,
        split_from: None,
        mail_checks: Default::default(),
    }))
}

fn reply(rng: &mut impl Rng, by_agent: bool) -> Activity {
    Activity::Replied {
        message: Message {
            text: PublicText(words::text(rng, 25)),
            attachments: Vec::new(),
        },
        by_agent,
        delivery: Default::default(),
        mail_checks: None,
    }
}

fn note(rng: &mut impl Rng) -> Activity {
    Activity::Noted {
        message: Message {
            text: InternalText(words::text(rng, 12)),
            attachments: Vec::new(),
        },
    }
}

fn resolved() -> Activity {
    Activity::StateChanged(StateChange {
        from: "new".into(),
        to: "closed".into(),
        category: StateCategory::Closed,
        hold: None,
        resolution: Some(Resolution {
            code: "solved".into(),
            text: String::new(),
        }),
        reopened: false,
        reason: String::new(),
    })
}
