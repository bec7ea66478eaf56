//! The two interpreters of conditions agree: whatever is asked, of whatever tickets, by whomever.

use jiff::tz::TimeZone;
use kernel::condition::{Condition, Moment, Subject, Vocabulary, Words};
use kernel::policy::{ApprovalStep, Approver, CustomField, Level, Named, StateCategory};
use kernel::sla::Promised;
use kernel::ticket::{
    Approval, ApprovalOutcome, ApprovalPlan, Asked, Attachment, Channel, Decision, Ended,
    FieldKind, FieldValue, Hold, InternalText, Kind, Link, LinkKind, MailChecks, MailResult,
    Message, Opened, PublicText, Rating, StepCourse, Task, TaskPlan, TaskState, Verdict,
};
use kernel::time::{DAY, HOUR};
use kernel::{
    Activity, Actor, OrganisationId, Permission, PersonId, Policy, PolicyVersion, ServiceId,
    TeamId, Ticket, TicketId, Timestamp, text,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::sync::Arc;
use store::Foreseen;
use store::log::{Addition, Stamp};
use testkit::{TestDesk, backends};
use work::condition::{SqlText, to_sql};
use work::queries::visible;

const TICKETS: i64 = 120;
const CASES: u32 = 400;
const SENTENCES: [&str; 8] = [
    "VPN timeout at home",
    "The printer prints nothing",
    "Straße is spelt straße, isn't it?",
    "E-mail to anna@example.com bounces",
    "gap between the words",
    "VPN",
    "Please restart the e-mail server",
    "",
];

/// The names of the test: ids stand for people, teams and services alike.
struct Names {
    policy: Policy,
    zone: TimeZone,
}

impl Vocabulary for Names {
    fn policy(&self) -> &Policy {
        &self.policy
    }
    fn zone(&self) -> &TimeZone {
        &self.zone
    }
    fn reads_notes(&self) -> bool {
        true
    }
    fn team(&self, _: &str) -> Option<TeamId> {
        None
    }
    fn service(&self, _: &str) -> Option<ServiceId> {
        None
    }
    fn people(&self, _: &str) -> Vec<PersonId> {
        Vec::new()
    }
}

fn names() -> Names {
    let choices = ["red", "blue"]
        .map(|key| Named {
            key: key.into(),
            label: key.into(),
        })
        .to_vec();
    let kinds = [
        ("serial", FieldKind::Text),
        ("cost", FieldKind::Number),
        ("due", FieldKind::Date),
        (
            "colour",
            FieldKind::Choice {
                choices: choices.clone(),
            },
        ),
        ("floors", FieldKind::MultipleChoice { choices }),
        ("approver", FieldKind::Person),
        ("vip", FieldKind::YesNo),
    ];
    let fields = kinds.map(|(key, kind)| CustomField::new(key, key, kind));
    let zone = TimeZone::get("America/New_York").expect("the zone is built in");
    Names {
        policy: Policy {
            fields: fields.to_vec(),
            ..Policy::default()
        },
        zone,
    }
}

/// Chance from a seed, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u64) as usize].clone()
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.roll(2) == 0).then(|| value(self))
    }
}

/// A ticket with the words that anybody may search and those that only readers of notes may.
#[derive(Clone)]
struct Case {
    ticket: Ticket,
    words: Words,
    log: Vec<Activity>,
    promised: Promised,
}

struct World {
    people: Vec<PersonId>,
    teams: Vec<TeamId>,
    now: Timestamp,
}

impl World {
    fn case(&self, id: i64, dice: &mut Dice) -> Case {
        let mut words = Words {
            subject: text::words(dice.pick(&SENTENCES)),
            ..Words::default()
        };
        let subject = words.subject.join(" ");
        let mut attachment_count = 0;
        let mut message = |dice: &mut Dice, texts: &mut Vec<Vec<String>>| {
            let said = dice.pick(&SENTENCES).to_owned();
            let file = dice.maybe(|dice| dice.pick(&["vpn-log.txt", "Screenshot 7.png"]));
            let names = file.into_iter();
            let files: Vec<Attachment> = names
                .map(|name| Attachment {
                    hash: "00".into(),
                    name: name.into(),
                    media_type: "text/plain".into(),
                    size_bytes: 1,
                })
                .collect();
            attachment_count += files.len() as i64;
            texts.push(text::words(&said));
            texts.extend(files.iter().map(|file| text::words(&file.name)));
            (said, files)
        };
        let (said, attachments) = message(dice, &mut words.public);
        let description = Message {
            text: PublicText(said),
            attachments,
        };
        let mut log = Vec::new();
        for _ in 0..dice.roll(3) {
            let (said, attachments) = message(dice, &mut words.public);
            let message = Message {
                text: PublicText(said),
                attachments,
            };
            log.push(Activity::Replied {
                message,
                by_agent: true,
                delivery: Default::default(),
                mail_checks: None,
            });
        }
        for _ in 0..dice.roll(2) {
            let (said, attachments) = message(dice, &mut words.internal);
            log.push(Activity::Noted {
                message: Message {
                    text: InternalText(said),
                    attachments,
                },
            });
        }
        let mut ticket = self.ticket(id, dice, subject, description.clone());
        ticket.attachment_count = attachment_count;
        let opened = self.opened(dice, ticket.subject.clone(), description);
        log.insert(0, Activity::Opened(Box::new(opened)));
        let promised = Promised {
            due_at: self.deadline(dice),
            response_due_at: self.deadline(dice),
            resolution_due_at: self.deadline(dice),
            missed: dice.roll(4) == 0,
        };
        Case {
            ticket,
            words,
            log,
            promised,
        }
    }

    fn deadline(&self, dice: &mut Dice) -> Option<Timestamp> {
        dice.maybe(|dice| self.now.plus((dice.roll(9) as i64 - 4) * DAY / 2))
    }

    fn opened(&self, dice: &mut Dice, subject: String, description: Message<PublicText>) -> Opened {
        Opened {
            kind: dice.pick(&Kind::ALL),
            channel: dice.pick(&Channel::ALL),
            requester: dice.pick(&self.people),
            on_behalf_of: dice.maybe(|dice| dice.pick(&self.people)),
            watchers: dice
                .maybe(|dice| dice.pick(&self.people))
                .into_iter()
                .collect(),
            subject,
            description,
            state: dice
                .pick(&["new", "in_progress", "on_hold", "closed", "merged"])
                .into(),
            state_category: dice.pick(&StateCategory::ALL),
            impact: Level(1 + dice.roll(3) as u8),
            urgency: Level(1 + dice.roll(3) as u8),
            priority: Level(1 + dice.roll(5) as u8),
            priority_reason: None,
            priority_grounds: Vec::new(),
            team: dice.maybe(|dice| dice.pick(&self.teams)),
            assignee: dice.maybe(|dice| dice.pick(&self.people)),
            service: dice.maybe(|dice| ServiceId(1 + dice.roll(3) as i64)),
            category: dice.maybe(|dice| {
                dice.pick(&["network", "network/vpn", "networks", "email", "other"])
                    .into()
            }),
            tags: dice
                .maybe(|dice| dice.pick(&["vip", "spam", "none"]).to_owned())
                .into_iter()
                .collect(),
            fields: fields(dice, &self.people).into_iter().collect(),
            parent: None,
            confidential: dice.roll(4) == 0,
            split_from: None,
            mail_checks: Default::default(),
        }
    }

    fn ticket(
        &self,
        id: i64,
        dice: &mut Dice,
        subject: String,
        description: Message<PublicText>,
    ) -> Ticket {
        let opened = self.opened(dice, subject, description);
        let mut ticket = Ticket::opened(&kernel::Recorded {
            position: 1,
            ticket: TicketId(id),
            seq: 1,
            at: self.now.plus(-(dice.roll(60) as i64) * 7 * HOUR),
            actor: None,
            channel: Channel::Web,
            command: kernel::CommandId(1),
            policy: PolicyVersion(1),
            activity: Activity::Opened(Box::new(opened)),
        })
        .expect("an opening");
        let other = |dice: &mut Dice| TicketId(1 + dice.roll(TICKETS as u64 + 3) as i64);
        let instant = |dice: &mut Dice| self.now.plus((dice.roll(20) as i64 - 15) * 11 * HOUR);
        ticket.parent = dice.maybe(other);
        ticket.merged_into = dice.maybe(other);
        let link = |dice: &mut Dice| Link {
            kind: dice.pick(&LinkKind::ALL),
            to: other(dice),
        };
        ticket.links = (0..dice.roll(3)).map(|_| link(dice)).collect();
        ticket.hold = dice.maybe(|dice| Hold {
            reason: dice.pick(&["requester", "until"]).into(),
            until: dice.maybe(instant),
        });
        ticket.updated_at = instant(dice);
        ticket.first_response_at = dice.maybe(instant);
        ticket.resolved_at = dice.maybe(instant);
        ticket.closed_at = dice.maybe(instant);
        ticket.reply_count = dice.roll(4) as i64;
        ticket.note_count = dice.roll(4) as i64;
        ticket.worked_secs = dice.roll(4) as i64 * 1_800;
        ticket.reassignment_count = dice.roll(4) as i64;
        ticket.reopen_count = dice.roll(4) as i64;
        ticket.tasks = (1..=dice.roll(4) as i64).map(|id| task(dice, id)).collect();
        ticket.awaits_answer = dice.roll(2) == 0;
        let mut result = || dice.maybe(|dice| dice.pick(&MailResult::ALL));
        ticket.mail_checks = MailChecks {
            spf: result(),
            dkim: result(),
            dmarc: result(),
        };
        ticket.shared_with = dice.maybe(|dice| OrganisationId(1 + dice.roll(2) as i64));
        ticket.rating = dice.maybe(|dice| Rating {
            stars: 1 + dice.roll(5) as u8,
            comment: String::new(),
        });
        ticket.approvals = (1..=dice.roll(3) as i64)
            .map(|id| approval(dice, id, &self.people))
            .collect();
        ticket
    }
}

/// One that waits for somebody, or that has ended with or without their answer.
fn approval(dice: &mut Dice, id: i64, people: &[PersonId]) -> Approval {
    let asked = Asked {
        person: dice.pick(people),
        why: Approver::Manager,
        substitute: dice.maybe(|dice| dice.pick(people)),
    };
    let at = Timestamp(1);
    let decision = dice.maybe(|dice| Decision {
        of: asked.person,
        by: asked.person,
        verdict: dice.pick(&[Verdict::Approved, Verdict::Rejected]),
        comment: String::new(),
        at,
    });
    let outcomes = [
        ApprovalOutcome::Approved,
        ApprovalOutcome::Rejected,
        ApprovalOutcome::Expired,
        ApprovalOutcome::Cancelled,
    ];
    let ended = dice.maybe(|dice| dice.pick(&outcomes));
    Approval {
        plan: ApprovalPlan {
            id,
            template: "laptop".into(),
            label: "A laptop".into(),
            text: String::new(),
            own: false,
            remind_after: None,
            expires_at: None,
            steps: vec![ApprovalStep::new([Approver::Manager])],
        },
        asked_at: at,
        asked_by: None,
        course: vec![StepCourse {
            began_at: at,
            asked: vec![asked],
            skipped: None,
            decisions: decision.into_iter().collect(),
            remind_at: None,
            reminders: 0,
        }],
        ended: ended.map(|outcome| Ended {
            outcome,
            at,
            reason: String::new(),
        }),
    }
}

fn task(dice: &mut Dice, id: i64) -> Task {
    Task {
        id,
        state: dice.pick(&TaskState::ALL),
        plan: TaskPlan::item("Ask the supplier"),
    }
}

fn fields(dice: &mut Dice, people: &[PersonId]) -> Vec<(String, FieldValue)> {
    let all = [
        (
            "serial",
            FieldValue::Text(
                dice.pick(&["SN-42 B", "sn 4", "---", "Straße 42", "net_42%b"])
                    .into(),
            ),
        ),
        (
            "cost",
            FieldValue::Number(dice.pick(&[-150, 0, 1, 999, 1_000, 1_250])),
        ),
        (
            "due",
            FieldValue::Date(
                dice.pick(&["2026-03-02", "2026-03-05", "2025-12-31", "2026-02-28"])
                    .into(),
            ),
        ),
        (
            "colour",
            FieldValue::Choice(dice.pick(&["red", "blue", "gone"]).into()),
        ),
        (
            "floors",
            FieldValue::Choices(dice.pick(&[
                vec!["red".into()],
                vec!["blue".into(), "red".into()],
                vec![],
            ])),
        ),
        ("approver", FieldValue::Person(dice.pick(people))),
        ("vip", FieldValue::YesNo(dice.roll(2) == 0)),
    ];
    let chosen = all.map(|(key, value)| dice.maybe(|_| (key.to_owned(), value)));
    chosen.into_iter().flatten().collect()
}

/// Texts of conditions over these tickets.
fn conditions(people: &[PersonId], teams: &[TeamId]) -> impl Strategy<Value = String> + use<> {
    let person =
        people
            .iter()
            .map(|id| format!("#{id}"))
            .chain(["me".into(), "none".into(), "any".into()]);
    let team =
        teams
            .iter()
            .map(|id| format!("#{id}"))
            .chain(["mine".into(), "none".into(), "any".into()]);
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let times = words(
        "none any today yesterday this_week last_month this_year 2026-03-01 2026-03 2026 2026-03-01T10:00Z \
         2026-02-25..2026-03-01 -7d..now -3d..-1d ..today this_week.. today,none",
    );
    let moments = words("-3d -36h +1d now today this_week 2026-02-27 2026-02-27T22:30Z");
    let small = words("0 1 2 3 1..2 ..1 2.. 0,3 1,2..3");
    let days =
        words("none any today 2026-03 2025 2026-03-02..2026-03-05 ..-2d +3d 2026-02-28,none");
    let listed = |fields: &str, values: Vec<String>| {
        let (fields, values) = (words(fields), prop::sample::select(values));
        let values = prop_oneof![
            3 => values.clone().prop_map(|value| value),
            1 => (values.clone(), values).prop_map(|(a, b)| format!("{a},{b}")),
        ];
        (
            prop::sample::select(fields),
            prop::sample::select(words(": : : !=")),
            values,
        )
            .prop_map(|(field, op, values)| format!("{field}{op}{values}"))
            .boxed()
    };
    let compared = |fields: &str, values: Vec<String>| {
        (
            prop::sample::select(words(fields)),
            prop::sample::select(words("< <= > >=")),
            prop::sample::select(values),
        )
            .prop_map(|(field, op, value)| format!("{field}{op}{value}"))
            .boxed()
    };
    let term = prop_oneof![
        listed("state", words("open done new in_progress closed active waiting_on_requester cancelled")),
        listed("kind", words("incident request")),
        listed("hold", words("requester until none any")),
        listed("channel", words("web email import")),
        listed("mail.spf dkim mail.dmarc", words("pass fail softfail neutral error none any")),
        listed("approval", words("pending approved rejected expired cancelled none any")),
        listed("assignee on_behalf_of watcher approver field.approver", person.clone().collect()),
        listed("requester party", person.filter(|p| p.starts_with('#') || p == "me").collect()),
        listed("team", team.collect()),
        listed("service", words("#1 #2 none any")),
        listed("category", words("network network/vpn email none any")),
        listed("tag", words("vip spam \"none\" none any")),
        listed("created updated", times.iter().filter(|t| !t.contains("none") && *t != "any").cloned().collect()),
        listed("responded resolved closed resume due sla.response sla.resolution", times),
        compared("created updated responded resolved closed resume due sla.response sla.resolution", moments),
        compared("due sla.response sla.resolution", words("2h 1d 30m")),
        listed("priority impact urgency", words("1 2 3 1..2 2.. ..2 1,3")),
        listed("reassignments reopens replies notes attachments tasks", small),
        compared("number", words("1 17 60")),
        compared("worked", words("0 30m 1h")),
        listed("confidential shared breached", words("yes no")),
        listed("rating", words("0 1 5 2..3 ..2 4.. 0,5")),
        listed("answer", words("awaited given")),
        listed("parent merged", words("1 2 17 121 none any")),
        listed("link", words("relates causes blocked_by none any")),
        listed("linked", words("1 2 3 17 121")),
        listed("field.serial subject", words("sn 42 4 strasse-42 vpn e-mail print* net-42*")),
        listed("field.serial", words("none any")),
        listed("field.cost", words("0 10 12.5 -1.5 0.01..10 none any")),
        listed("field.due", days),
        compared("field.due", words("today -2d +3d 2026-03-05")),
        listed("field.colour field.floors", words("red blue none any")),
        listed("field.vip", words("yes no none any")),
        prop::sample::select(words(
            "vpn printer print* prin* e-mail straße gap restart-the-e-mail* \"vpn\" timeout log txt monday"
        ))
        .boxed(),
        Just("\"home the\"".to_owned()).boxed(),
        Just("\"vpn timeout\"".to_owned()).boxed(),
    ];
    term.prop_recursive(3, 10, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            several.clone().prop_map(|parts| parts.join(" ")),
            several.prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.prop_map(|part| format!("-({part})")),
        ]
    })
}

/// The ticket as the reader may know it: without references to tickets that do not exist for the reader.
fn as_seen(case: &Case, reader: &Actor, cases: &[Case]) -> Case {
    let mut seen = case.clone();
    if !reader.is_spoc() {
        let knows = |id: TicketId| {
            cases
                .iter()
                .any(|case| case.ticket.id == id && reader.may_see(&case.ticket))
        };
        seen.ticket.parent = seen.ticket.parent.filter(|id| knows(*id));
        seen.ticket.merged_into = seen.ticket.merged_into.filter(|id| knows(*id));
        seen.ticket.links.retain(|link| knows(link.to));
    }
    if !reader.can(Permission::NoteRead) {
        seen.words.internal.clear();
    }
    seen
}

async fn write(t: &TestDesk, cases: Arc<Vec<Case>>, now: Timestamp) {
    let written = t.store.write(move |tx| {
        for case in cases.iter() {
            let stamp = Stamp {
                at: now,
                actor: None,
                channel: Channel::Web,
                command: None,
                policy: PolicyVersion(1),
            };
            let addition = Addition {
                ticket: case.ticket.id,
                version: 0,
                activities: case.log.clone(),
            };
            store::log::append(tx, stamp, vec![addition])?;
            let foreseen = Foreseen {
                promised: case.promised,
                timers: Vec::new(),
            };
            store::rewrite(tx, &case.ticket, &foreseen)?;
            let indexed = store::search::Indexed::whole(&case.ticket);
            store::search::index(tx, &[indexed])?;
        }
        Ok::<_, store::Error>(())
    });
    written.await.expect("the tickets are written");
}

#[test]
fn both_interpreters_of_conditions_agree() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for backend in backends() {
        let t = runtime.block_on(TestDesk::new(backend));
        let now = kernel::Clock::now(&*t.clock).plus(DAY / 3);
        let cast = &t.cast;
        let people: Vec<PersonId> = cast
            .all()
            .iter()
            .filter_map(|(_, actor)| actor.person)
            .collect();
        let teams = vec![cast.network, cast.workplace, cast.private];
        let world = World {
            people: people.clone(),
            teams: teams.clone(),
            now,
        };
        let mut dice = Dice(7);
        let cases: Vec<Case> = (1..=TICKETS).map(|id| world.case(id, &mut dice)).collect();
        let cases = Arc::new(cases);
        runtime.block_on(write(&t, Arc::clone(&cases), now));
        let readers = [&Actor::spoc(), &cast.rita, &cast.anna, &cast.hanna].map(Actor::clone);
        let names = names();
        let asked = (conditions(&people, &teams), 0..readers.len());
        let config = ProptestConfig {
            failure_persistence: None,
            max_global_rejects: CASES,
            ..ProptestConfig::with_cases(CASES)
        };
        let outcome = TestRunner::new(config).run(&asked, |(written, reader)| {
            let reader = &readers[reader];
            let Ok(condition) = Condition::read(&written, &names) else {
                return Err(TestCaseError::reject("no condition"));
            };
            let moment = Moment {
                me: reader.person,
                my_teams: &reader.teams,
                now,
                zone: &names.zone,
            };
            let visible_cases = cases.iter().filter(|case| reader.may_see(&case.ticket));
            let seen = visible_cases.map(|case| as_seen(case, reader, &cases));
            let expected: Vec<i64> = seen
                .filter(|case| {
                    condition.matches(
                        &Subject {
                            ticket: &case.ticket,
                            words: &case.words,
                            promised: case.promised,
                        },
                        &moment,
                    )
                })
                .map(|case| case.ticket.id.0)
                .collect();
            let (store, reader, asked, zone) = (
                t.store.clone(),
                reader.clone(),
                condition.clone(),
                names.zone.clone(),
            );
            let found = store.read(move |tx| {
                let moment = Moment {
                    me: reader.person,
                    my_teams: &reader.teams,
                    now,
                    zone: &zone,
                };
                let mut sql = SqlText::for_reader(tx.dialect(), &reader);
                let meets = to_sql(&asked, &moment, &mut sql);
                let seen = visible(&mut sql, &reader);
                let text =
                    format!("SELECT t.id FROM tickets t WHERE {meets} AND {seen} ORDER BY t.id");
                tx.query(&text, &sql.params, |row| row.get::<i64>(0))
                    .inspect_err(|_| eprintln!("{text}"))
            });
            let found = runtime
                .block_on(found)
                .map_err(|error: store::Error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(found, expected, "{} on {:?}", condition, backend);
            Ok(())
        });
        outcome.unwrap_or_else(|failure| panic!("{backend:?}: {failure}"));
    }
}
