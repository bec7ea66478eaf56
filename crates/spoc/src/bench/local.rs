//! Reading and writing in the process, each in turns with the raw loop.

use super::raw::{Raw, TEXT};
use super::report::{Report, Times};
use super::{Outcome, archive, words};
use crate::App;
use kernel::condition::{Condition, parse};
use kernel::ticket::{Change, Channel, Kind, Message, NewTicket, PublicText};
use kernel::{Actor, PersonId, TicketId};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::Instant;
use work::queries::{self, ListQuery, Sort};
use work::{Command, Names, Reader};

/// Tickets that a search shows.
pub(super) const FOUND: usize = 20;
/// Turns that the two loops take: what disturbs the machine meanwhile disturbs both.
const TURNS: usize = 8;
/// Bars: how much longer than the raw loop.
const READ_BAR: f64 = 1.5;
const WRITE_BAR: f64 = 3.0;

struct Bench<'a> {
    app: &'a App,
    actor: Actor,
    person: PersonId,
    tickets: i64,
    rounds: usize,
}

/// `tickets` is how many the archive was made of: those made by an earlier run of the benchmark have gaps between them.
pub(super) async fn measure(
    app: &App,
    tickets: i64,
    rounds: usize,
    report: &mut Report,
) -> Outcome<()> {
    let found = app
        .store
        .read(|tx| directory::queries::find_person_by_email(tx, archive::AGENT_EMAIL))
        .await?;
    let person = found.ok_or("the archive has no agent")?.id;
    let actor = app
        .directory
        .actor(person)
        .await?
        .ok_or("the archive's agent is inactive")?;
    let bench = Bench {
        app,
        actor,
        person,
        tickets,
        rounds,
    };
    let mut raw = Raw::open(&app.file())?;
    bench.list(&raw, report).await?;
    bench.counters(&raw, report).await?;
    bench.page(&raw, report).await?;
    bench
        .search(&raw, words::COMMON, "search, common word", report)
        .await?;
    bench
        .search(&raw, words::RARE, "search, rare word", report)
        .await?;
    bench.create(&mut raw, report).await?;
    bench.reply(&mut raw, report).await?;
    raw.clean_up()
}

impl Bench<'_> {
    fn reader(&self) -> Reader {
        Reader::new(&self.actor, self.app.clock.now())
    }

    async fn condition(&self, text: &'static str) -> Outcome<Condition> {
        let (desk, actor) = (self.app.desk.clone(), self.actor.clone());
        let read = move |tx: &store::Tx<'_>| {
            let rules = desk.rules_in(tx)?;
            let names = Names::new(
                tx,
                &actor,
                &rules.policy,
                Reader::new(&actor, kernel::Timestamp(0)).zone,
            );
            Ok::<_, work::Error>(kernel::condition::check(&parse(text)?, &names)?)
        };
        Ok(self.app.store.read(read).await?)
    }

    async fn list(&self, raw: &Raw, report: &mut Report) -> Outcome<()> {
        let condition = self.condition("state:open").await?;
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for _ in 0..TURNS {
            for _ in 0..self.rounds / TURNS {
                let (reader, condition) = (self.reader(), condition.clone());
                let query = ListQuery {
                    condition,
                    sort: Sort::Updated,
                    after: None,
                    limit: 50,
                };
                let begun = Instant::now();
                let page = self
                    .app
                    .store
                    .read(move |tx| queries::list(tx, &reader, &query))
                    .await?;
                ours.add(begun.elapsed());
                expect("a page of the list", page.rows.len(), 50)?;
            }
            theirs.append(timed(self.rounds / TURNS, |_| raw.list())?);
        }
        report.beside_raw("list of 50", &ours, &theirs, READ_BAR);
        Ok(())
    }

    async fn counters(&self, raw: &Raw, report: &mut Report) -> Outcome<()> {
        let rules = self.app.desk.rules().await?;
        let views: Vec<_> = rules.views.iter().map(|view| view.view.id).collect();
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for _ in 0..TURNS {
            for _ in 0..self.rounds / TURNS {
                let (reader, rules, asked) = (self.reader(), rules.clone(), views.clone());
                let begun = Instant::now();
                let counts = self
                    .app
                    .store
                    .read(move |tx| queries::count(tx, &reader, &rules, &asked))
                    .await?;
                ours.add(begun.elapsed());
                expect("counted views", counts.len(), views.len())?;
            }
            theirs.append(timed(self.rounds / TURNS, |_| raw.counters(self.person.0))?);
        }
        report.beside_raw("counters of all views", &ours, &theirs, READ_BAR);
        Ok(())
    }

    async fn page(&self, raw: &Raw, report: &mut Report) -> Outcome<()> {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let tickets: Vec<i64> = (0..self.rounds)
            .map(|_| rng.random_range(1..=self.tickets))
            .collect();
        // The first who asks for a ticket fetches it from the disk, for both.
        for ticket in &tickets {
            raw.page(*ticket)?;
        }
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for turn in tickets.chunks((self.rounds / TURNS).max(1)) {
            for ticket in turn {
                let (reader, ticket) = (self.reader(), TicketId(*ticket));
                let begun = Instant::now();
                let page = self
                    .app
                    .store
                    .read(move |tx| queries::page(tx, &reader, ticket))
                    .await?;
                ours.add(begun.elapsed());
                if page.timeline.is_empty() {
                    return Err("a ticket without a timeline".into());
                }
            }
            theirs.append(timed(turn.len(), |round| raw.page(turn[round]))?);
        }
        report.beside_raw("data of a ticket page", &ours, &theirs, READ_BAR);
        Ok(())
    }

    async fn search(
        &self,
        raw: &Raw,
        word: &'static str,
        what: &str,
        report: &mut Report,
    ) -> Outcome<()> {
        let condition = self.condition(word).await?;
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for _ in 0..TURNS {
            for _ in 0..self.rounds / TURNS {
                let (reader, condition) = (self.reader(), condition.clone());
                let begun = Instant::now();
                let found = self
                    .app
                    .store
                    .read(move |tx| queries::search(tx, &reader, &condition, FOUND))
                    .await?;
                ours.add(begun.elapsed());
                if found.found.is_empty() {
                    return Err(format!("nothing found for {word}").into());
                }
            }
            theirs.append(timed(self.rounds / TURNS, |_| raw.search(word))?);
        }
        report.beside_raw(what, &ours, &theirs, READ_BAR);
        Ok(())
    }

    async fn create(&self, raw: &mut Raw, report: &mut Report) -> Outcome<()> {
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for _ in 0..TURNS {
            for _ in 0..self.rounds / TURNS {
                let subject = format!("{} does not print", words::COMMON);
                let mut new = NewTicket::new(Kind::Incident, self.person, subject);
                new.description = Message {
                    text: PublicText(TEXT.into()),
                    attachments: Vec::new(),
                };
                let begun = Instant::now();
                self.app
                    .desk
                    .execute(&self.actor, Command::open(new, Channel::Web))
                    .await?;
                ours.add(begun.elapsed());
            }
            let (person, now) = (self.person.0, self.app.clock.now().0);
            theirs.append(timed(self.rounds / TURNS, |_| {
                raw.create(person, now).map(|()| 1)
            })?);
        }
        report.beside_raw("create a ticket", &ours, &theirs, WRITE_BAR);
        Ok(())
    }

    async fn reply(&self, raw: &mut Raw, report: &mut Report) -> Outcome<()> {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        // Open tickets of the archive: every other one for the raw loop, so that neither meets what the other did.
        let mut open = |odd: i64| (rng.random_range(0..self.tickets / 80) * 2 + odd) * 40 + 1;
        for _ in 0..TURNS {
            let rounds = 0..self.rounds / TURNS;
            let replied: Vec<(i64, i64)> = rounds.map(|_| (open(0), open(1))).collect();
            // Whoever replies has the ticket open: it was fetched from the disk before, for both.
            for (ours, theirs) in &replied {
                raw.page(*ours)?;
                raw.page(*theirs)?;
            }
            for (ticket, _) in &replied {
                let message = Message {
                    text: PublicText(TEXT.into()),
                    attachments: Vec::new(),
                };
                let command = Command::change(TicketId(*ticket), vec![Change::Reply(message)]);
                let begun = Instant::now();
                self.app.desk.execute(&self.actor, command).await?;
                ours.add(begun.elapsed());
            }
            let (person, now) = (self.person.0, self.app.clock.now().0);
            theirs.append(timed(replied.len(), |round| {
                raw.reply(replied[round].1, person, now).map(|()| 1)
            })?);
        }
        report.beside_raw("reply", &ours, &theirs, WRITE_BAR);
        Ok(())
    }
}

fn timed(rounds: usize, mut work: impl FnMut(usize) -> Outcome<usize>) -> Outcome<Times> {
    let mut times = Times::default();
    for round in 0..rounds {
        let begun = Instant::now();
        let found = work(round)?;
        times.add(begun.elapsed());
        if found == 0 {
            return Err("the raw loop found nothing".into());
        }
    }
    Ok(times)
}

fn expect(what: &str, found: usize, wanted: usize) -> Outcome<()> {
    if found == wanted {
        Ok(())
    } else {
        Err(format!("{what}: {found} instead of {wanted}").into())
    }
}
