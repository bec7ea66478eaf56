//! Random work on a desk, the same from the same seed on either database.
//!
//! Tickets and commands are told apart by the order in which they came to be, not by their numbers: a
//! sequence may leave numbers out.

use kernel::policy::{CustomField, Level, Named};
use kernel::ticket::{
    Address, Aside, Attachment, Change, Channel, FieldKind, FieldValue, InternalText, Kind, Link,
    LinkKind, Message, NewTicket, OutsideText, PublicText, TaskChange, TaskId, TaskPlan, TaskState,
    Work,
};
use kernel::time::{DAY, HOUR, MINUTE};
use kernel::{Actor, Clock, CommandId, PersonId, ServiceId, TeamId, TicketId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use testkit::{Backend, TestDesk};
use work::{Command, Outcome};

/// Words of which texts are made: some differ by one slip, some by their ends, some by their marks.
pub(crate) const WORDS: [&str; 20] = [
    "printer", "printers", "print", "pointer", "VPN", "timeout", "Straße", "strasse", "e-mail",
    "E-42", "monday", "mondays", "gap", "läuft", "server", "serves", "restart", "toner", "nothing",
    "Zoë",
];
pub(crate) const TAGS: [&str; 7] = [
    "vip",
    "Vip-2",
    "spam",
    "net/vpn",
    "äther",
    "z.1",
    "not a tag",
];

/// Chance from a seed, the same each time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u64) as usize].clone()
    }

    pub(crate) fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.roll(2) == 0).then(|| value(self))
    }

    fn rarely<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.roll(6) == 0).then(|| value(self))
    }

    pub(crate) fn words(&mut self, most: u64) -> String {
        let count = 1 + self.roll(most);
        let words: Vec<&str> = (0..count).map(|_| self.pick(&WORDS)).collect();
        words.join(" ")
    }
}

/// Something that happens.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// Somebody wants something.
    Do(Box<Actor>, Command),
    /// Time passes, and what is due happens.
    Wait(i64),
}

/// A desk and what came to be on it.
pub(crate) struct World {
    pub(crate) t: TestDesk,
    /// The tickets, oldest first.
    pub(crate) tickets: Vec<TicketId>,
    /// What was done and can be taken back, oldest first.
    pub(crate) commands: Vec<CommandId>,
    /// The tasks that each ticket has had.
    tasks: BTreeMap<TicketId, BTreeSet<TaskId>>,
    services: Vec<ServiceId>,
    file: String,
    texts: u64,
}

/// How many cases a property is tried with: `SPOC_CASES`, or few.
pub(crate) fn cases(few: u32) -> u32 {
    let asked = std::env::var("SPOC_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

fn fields() -> Vec<CustomField> {
    let named = |key: &&str| Named {
        key: (*key).into(),
        label: (*key).into(),
    };
    let choices: Vec<Named> = ["red", "blue"].iter().map(named).collect();
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
        ("urgent", FieldKind::YesNo),
    ];
    let field = |(key, kind): (&str, FieldKind)| CustomField::new(key, key, kind);
    kinds.map(field).into()
}

impl World {
    /// A desk without tickets, with services and custom fields.
    pub(crate) async fn new(backend: Backend) -> Self {
        let t = TestDesk::new(backend).await;
        let added = t
            .desk
            .change_policy(&t.cast.ada, "fields", |policy| policy.fields = fields());
        added.await.expect("the fields are added");
        let sql =
            "INSERT INTO services (name, description, active) VALUES ($1, '', 1) RETURNING id";
        let add = |tx: &store::Tx<'_>| {
            let one = |name: &str| tx.one::<ServiceId>(sql, store::params![name]);
            Ok::<_, store::Error>(vec![one("Mail")?, one("VPN gateway")?])
        };
        let services = t.store.write(add).await.expect("services are added");
        let (file, _) = t.store.files().put(&b"abc"[..]).expect("a file is stored");
        let (tickets, commands) = (Vec::new(), Vec::new());
        Self {
            t,
            tickets,
            commands,
            tasks: BTreeMap::new(),
            services,
            file,
            texts: 0,
        }
    }

    /// What happens next, by the dice.
    pub(crate) fn deed(&mut self, dice: &mut Dice) -> Deed {
        let by = self.actor(dice);
        let kind = if self.tickets.len() < 3 {
            0
        } else {
            dice.roll(26)
        };
        let command = match kind {
            0..=4 => Command::open(self.new_ticket(dice, &by), dice.pick(&Channel::ALL)),
            5..=14 => self.change(dice, &by, 1),
            15 | 16 => {
                let most = 2 + dice.roll(4);
                self.change(dice, &by, most)
            }
            17 => Command::Merge {
                sources: (0..=dice.roll(2)).map(|_| self.ticket(dice)).collect(),
                target: self.ticket(dice),
            },
            18..=20 => Command::Split {
                ticket: self.ticket(dice),
                seqs: (0..1 + dice.roll(2))
                    .map(|_| 1 + dice.roll(6) as i64)
                    .collect(),
                subject: self.text(dice),
            },
            21..=23 => Command::Undo {
                command: self.command(dice),
            },
            _ => {
                let waits = [
                    MINUTE,
                    7 * HOUR + MINUTE,
                    DAY + HOUR,
                    5 * DAY + HOUR,
                    15 * DAY + HOUR,
                ];
                return Deed::Wait(dice.pick(&waits));
            }
        };
        Deed::Do(Box::new(by), command)
    }

    /// Lets it happen.
    pub(crate) async fn run(&mut self, deed: &Deed) -> work::Result<Outcome> {
        let nothing = Outcome {
            command: None,
            tickets: Vec::new(),
        };
        let outcome = match deed {
            Deed::Do(by, command) => self.t.desk.execute(by, command.clone()).await?,
            Deed::Wait(micros) => {
                self.t.clock.advance(*micros);
                self.t.desk.run_timers().await?;
                nothing
            }
        };
        for (ticket, _) in &outcome.tickets {
            if !self.tickets.contains(ticket) {
                self.tickets.push(*ticket);
            }
            let id = *ticket;
            let now = self.t.store.read(move |tx| store::load(tx, id)).await?;
            let tasks = now.into_iter().flat_map(|ticket| ticket.tasks);
            let tasks = tasks.map(|task| task.id);
            self.tasks.entry(id).or_default().extend(tasks);
        }
        self.commands.extend(outcome.command);
        Ok(outcome)
    }

    /// A text with numbers of tickets and commands replaced by their places here.
    pub(crate) fn told(&self, value: &impl std::fmt::Debug) -> String {
        let text = format!("{value:?}");
        let tickets = places(&text, "TicketId", |id| {
            self.tickets.iter().position(|t| t.0 == id)
        });
        places(&tickets, "CommandId", |id| {
            self.commands.iter().position(|c| c.0 == id)
        })
    }

    /// The present instant, without letting time pass more than by one look.
    pub(crate) fn now(&self) -> Timestamp {
        self.t.clock.now()
    }

    fn actor(&self, dice: &mut Dice) -> Actor {
        let cast = &self.t.cast;
        let spoc = Actor::spoc();
        let all = [
            &cast.anna,
            &cast.anna,
            &cast.ben,
            &cast.ben,
            &cast.hanna,
            &cast.hanna,
            &cast.ada,
            &cast.rita,
            &cast.rob,
            &spoc,
        ];
        dice.pick(&all).clone()
    }

    fn person(&self, dice: &mut Dice) -> PersonId {
        if dice.roll(40) == 0 {
            return TestDesk::nobody();
        }
        let all: Vec<PersonId> = self
            .t
            .cast
            .all()
            .iter()
            .filter_map(|(_, a)| a.person)
            .collect();
        dice.pick(&all)
    }

    fn team(&self, dice: &mut Dice) -> TeamId {
        let cast = &self.t.cast;
        dice.pick(&[
            cast.network,
            cast.workplace,
            cast.private,
            cast.network,
            TeamId(999),
        ])
    }

    /// Mostly one that is there.
    pub(crate) fn ticket(&self, dice: &mut Dice) -> TicketId {
        if self.tickets.is_empty() || dice.roll(40) == 0 {
            return TicketId(1_000_000);
        }
        // Much happens to few, so that what happens meets what happened.
        match dice.roll(3) {
            0 => dice.pick(&self.tickets[..self.tickets.len().min(4)]),
            1 => dice.pick(&self.tickets[self.tickets.len().saturating_sub(3)..]),
            _ => dice.pick(&self.tickets),
        }
    }

    /// Mostly a late one.
    fn command(&self, dice: &mut Dice) -> CommandId {
        let late = self.commands.len().saturating_sub(5);
        match (self.commands.as_slice(), dice.roll(20)) {
            ([], _) | (_, 0) => CommandId(1_000_000),
            (all, 1..=5) => dice.pick(all),
            (all, _) => dice.pick(&all[late..]),
        }
    }

    /// Words, and one that stands in no other text.
    pub(crate) fn text(&mut self, dice: &mut Dice) -> String {
        self.texts += 1;
        format!("{} uq{}x", dice.words(6), self.texts)
    }

    fn message<T>(&mut self, dice: &mut Dice, wrap: impl Fn(String) -> T) -> Message<T> {
        let text = if dice.roll(20) == 0 {
            String::new()
        } else {
            self.text(dice)
        };
        Message {
            text: wrap(text),
            attachments: Vec::new(),
        }
    }

    /// A message to people outside, or what they answered.
    fn aside(&mut self, dice: &mut Dice) -> Aside {
        let outside = Address::parse("Sam <sam@supplier.example>");
        let begins = dice.roll(2) == 0;
        Aside {
            conversation: (!begins).then(|| 1 + dice.roll(3) as u32),
            subject: self.text(dice),
            with: outside.iter().filter(|_| begins).cloned().collect(),
            from: outside.filter(|_| !begins),
            message: self.message(dice, OutsideText),
        }
    }

    fn public(&mut self, dice: &mut Dice) -> Message<PublicText> {
        self.message(dice, PublicText)
    }

    fn field(&self, dice: &mut Dice) -> (String, FieldValue) {
        let texts = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
        let values = [
            (
                "serial",
                FieldValue::Text(dice.pick(&["SN-42 B", "", "Straße 42"]).into()),
            ),
            ("cost", FieldValue::Number(dice.pick(&[-150, 0, 1_250]))),
            (
                "due",
                FieldValue::Date(dice.pick(&["2026-03-02", "2025-12-31", "soon"]).into()),
            ),
            (
                "colour",
                FieldValue::Choice(dice.pick(&["red", "blue", "green"]).into()),
            ),
            (
                "floors",
                FieldValue::Choices(dice.pick(&[
                    texts(&["red", "blue"]),
                    texts(&["red"]),
                    Vec::new(),
                ])),
            ),
            ("approver", FieldValue::Person(self.person(dice))),
            ("urgent", FieldValue::YesNo(dice.roll(2) == 0)),
            ("unknown", FieldValue::YesNo(true)),
        ];
        let (key, value) = dice.pick(&values);
        (key.into(), value)
    }

    fn service(&self, dice: &mut Dice) -> ServiceId {
        dice.pick(&[
            self.services[0],
            self.services[1],
            self.services[0],
            ServiceId(999),
        ])
    }

    /// What somebody files: a requester simply, an agent with everything.
    pub(crate) fn new_ticket(&mut self, dice: &mut Dice, by: &Actor) -> NewTicket {
        let works = by.can(kernel::Permission::TicketWork) || dice.roll(10) == 0;
        let me = by.person.filter(|_| !works || dice.roll(3) == 0);
        let requester = me.unwrap_or_else(|| self.person(dice));
        let mut new = NewTicket::new(dice.pick(&Kind::ALL), requester, self.text(dice));
        new.description = self.public(dice);
        new.confidential = dice.roll(5) == 0;
        new.tags
            .extend(dice.maybe(|dice| dice.pick(&TAGS).to_owned()));
        new.fields.extend(dice.rarely(|dice| self.field(dice)));
        new.service = dice.rarely(|dice| self.service(dice));
        new.category = dice.maybe(|dice| dice.pick(&["network/vpn", "email", "none-such"]).into());
        if works {
            new.on_behalf_of = dice.rarely(|dice| self.person(dice));
            new.watchers.extend(dice.rarely(|dice| self.person(dice)));
            new.impact = dice.maybe(|dice| Level(1 + dice.roll(3) as u8));
            new.urgency = dice.maybe(|dice| Level(1 + dice.roll(3) as u8));
            new.team = dice.maybe(|dice| self.team(dice));
            new.assignee = dice.rarely(|dice| self.person(dice));
            new.parent = dice.rarely(|dice| self.ticket(dice));
        }
        new
    }

    fn change(&mut self, dice: &mut Dice, by: &Actor, tickets: u64) -> Command {
        let mut chosen: Vec<TicketId> = (0..tickets).map(|_| self.ticket(dice)).collect();
        chosen.dedup();
        let most = if tickets > 1 { 2 } else { 3 };
        let count = 1 + dice.roll(most);
        let mut changes: Vec<Change> = (0..count).map(|_| self.one_change(dice, by)).collect();
        if let Some((ticket, task)) = self.known_task(dice)
            && changes
                .iter()
                .any(|change| matches!(change, Change::Task(_)))
        {
            chosen = vec![ticket];
            changes.retain(|change| matches!(change, Change::Task(_)));
            for change in &mut changes {
                if let Change::Task(change) = change {
                    aim(change, task);
                }
            }
        }
        changes.extend(
            changes
                .iter()
                .find_map(|change| match change {
                    Change::Tag(tag) => dice.maybe(|_| Change::Untag(tag.clone())),
                    Change::Link(link) => dice.maybe(|_| Change::Unlink(*link)),
                    _ => None,
                })
                .into_iter()
                .collect::<Vec<_>>(),
        );
        Command::Change {
            tickets: chosen,
            changes,
            seen: dice.rarely(|dice| 1 + dice.roll(6) as i64),
            channel: dice.pick(&Channel::ALL),
        }
    }

    /// Any change: requesters mostly want what they may.
    pub(crate) fn one_change(&mut self, dice: &mut Dice, by: &Actor) -> Change {
        let works = by.can(kernel::Permission::TicketWork) || dice.roll(6) == 0;
        let kind = if works {
            dice.roll(39)
        } else {
            22 + dice.roll(9)
        };
        let hash = self.file.clone();
        let file = |name: &str| Attachment {
            hash: hash.clone(),
            name: name.into(),
            media_type: "text/plain".into(),
            size_bytes: 3,
        };
        match kind {
            0 => Change::Subject(self.text(dice)),
            1 => Change::Kind(dice.pick(&Kind::ALL)),
            2 => Change::Requester(self.person(dice)),
            3 => Change::OnBehalfOf(dice.maybe(|dice| self.person(dice))),
            4 => Change::Impact(Level(dice.roll(5) as u8)),
            5 => Change::Urgency(Level(1 + dice.roll(3) as u8)),
            6 => Change::Priority {
                level: dice.maybe(|dice| Level(1 + dice.roll(5) as u8)),
                reason: dice.pick(&["the boss asked", "", "many wait"]).into(),
            },
            7 | 8 => Change::Team(dice.maybe(|dice| self.team(dice))),
            9 | 10 => Change::Assignee(dice.maybe(|dice| self.person(dice))),
            11 => Change::Service(dice.maybe(|dice| self.service(dice))),
            12 => Change::Category(
                dice.maybe(|dice| dice.pick(&["network", "email", "none-such"]).into()),
            ),
            13 => Change::Parent(dice.maybe(|dice| self.ticket(dice))),
            14 => Change::Confidential(dice.roll(2) == 0),
            15 => {
                let (key, value) = self.field(dice);
                let value = dice.maybe(|_| value);
                Change::Field { key, value }
            }
            16 => Change::Tag(dice.pick(&TAGS).into()),
            17 => Change::Untag(dice.pick(&["vip", "spam", "net/vpn"]).into()),
            18 => Change::Watch(self.person(dice)),
            19 => Change::Link(self.link(dice)),
            20 => Change::Unlink(self.link(dice)),
            21 => Change::State(
                dice.pick(&[
                    "new",
                    "assigned",
                    "in_progress",
                    "closed",
                    "on_hold",
                    "gone",
                ])
                .into(),
            ),
            22 => Change::Reopen {
                text: self.text(dice),
            },
            23 => Change::Close,
            24 if dice.roll(3) == 0 => Change::Cancel {
                text: self.text(dice),
            },
            25 => Change::Unwatch(by.person.unwrap_or_else(|| self.person(dice))),
            26 => {
                let mut message = self.public(dice);
                message
                    .attachments
                    .extend(dice.rarely(|_| file("toner.txt")));
                Change::Reply(message)
            }
            24 | 27 => Change::Reply(self.public(dice)),
            28 if works => {
                let mut message = self.message(dice, InternalText);
                message
                    .attachments
                    .extend(dice.rarely(|_| file("secret.txt")));
                Change::Note(message)
            }
            29 => Change::Share(dice.roll(3) > 0),
            28 | 30 => Change::Rate {
                stars: 1 + dice.roll(6) as u8,
                comment: self.text(dice),
            },
            31..=36 => Change::Task(self.task(dice)),
            _ => self.late_change(dice),
        }
    }

    fn late_change(&mut self, dice: &mut Dice) -> Change {
        match dice.roll(4) {
            3 => Change::WriteAside(Box::new(self.aside(dice))),
            0 => Change::TimeWorked(Work::secs(dice.pick(&[60, 900, 0, 90_000]))),
            1 => Change::Resolve {
                code: dice.pick(&["solved", "workaround", "magic"]).into(),
                text: self.text(dice),
            },
            _ => Change::Hold {
                reason: dice
                    .pick(&["requester", "third_party", "until", "mood"])
                    .into(),
                until: dice.maybe(|dice| {
                    let in_days = dice.roll(9) as i64 - 1;
                    self.now().plus(in_days * DAY)
                }),
                text: self.text(dice),
            },
        }
    }

    /// One of the tasks that there have been.
    fn known_task(&self, dice: &mut Dice) -> Option<(TicketId, TaskId)> {
        let known = self.tasks.iter();
        let known: Vec<_> = known
            .flat_map(|(ticket, tasks)| tasks.iter().map(|task| (*ticket, *task)))
            .collect();
        (!known.is_empty()).then(|| dice.pick(&known))
    }

    /// Any change of tasks; they are numbered by their place in the log, so some are met.
    fn task(&mut self, dice: &mut Dice) -> TaskChange {
        let task = 2 + dice.roll(5) as i64;
        let plan = TaskPlan {
            title: self.text(dice),
            owner: dice.maybe(|dice| self.person(dice)),
            team: dice.maybe(|dice| self.team(dice)),
            due_on: None,
            after: dice
                .rarely(|dice| 2 + dice.roll(6) as i64)
                .into_iter()
                .collect(),
        };
        match dice.roll(6) {
            0 => TaskChange::Plan { task, plan },
            1 => TaskChange::State {
                task,
                state: dice.pick(&TaskState::ALL),
            },
            2 => TaskChange::Move {
                task,
                place: dice.roll(4) as usize,
            },
            3 => TaskChange::Remove(task),
            _ => TaskChange::Add(plan),
        }
    }

    fn link(&self, dice: &mut Dice) -> Link {
        Link {
            kind: dice.pick(&[LinkKind::Relates, LinkKind::Causes]),
            to: self.ticket(dice),
        }
    }
}

/// Lets a change of tasks meet one that there is.
fn aim(change: &mut TaskChange, at: TaskId) {
    match change {
        TaskChange::Add(_) => {}
        TaskChange::Remove(task)
        | TaskChange::Plan { task, .. }
        | TaskChange::State { task, .. }
        | TaskChange::Move { task, .. } => *task = at,
    }
}

/// `text` with each `NAME(17)` replaced by the place of 17.
fn places(text: &str, name: &str, place: impl Fn(i64) -> Option<usize>) -> String {
    let start = format!("{name}(");
    let mut parts = text.split(start.as_str());
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once(')').unwrap_or((part, ""));
        let known = number.parse().ok().and_then(&place);
        let known = known.map_or_else(|| "other".to_owned(), |place| place.to_string());
        let _ = write!(told, "{name}[{known}]{rest}");
    }
    told
}
