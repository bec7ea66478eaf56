//! Everything that a reader can ask, and what is answered, as text.

use crate::random::World;
use kernel::condition::Condition;
use kernel::ticket::Activity;
use kernel::{Actor, Permission, Recorded, Timestamp};
use store::Tx;
use store::log::Cursor;
use work::queries::{self, ListQuery, Listed, Sort};
use work::{Names, Reader, Rules};

/// Conditions that mean the same for whoever asks.
pub(crate) const PLAIN: [&str; 17] = [
    "",
    "state:open",
    "state:new,on_hold",
    "kind:incident priority<=2",
    "tag:vip",
    "tag:none assignee:none",
    "team:network",
    "category:network",
    "field.colour:red",
    "field.cost>0 or field.urgent:yes",
    "confidential:yes",
    "service:mail",
    "answer:awaited -channel:email",
    "resolved:any",
    "reopens>0",
    "hold:any",
    "reassignments>0",
];
/// Conditions that mean something else for each: their own tickets, others that they know, notes that they read.
pub(crate) const OWN: [&str; 9] = [
    "assignee:me",
    "team:mine state:open",
    "requester:me or watcher:me",
    "parent:any",
    "link:relates",
    "merged:any",
    "vpn",
    "prin* -toner",
    "notes>0",
];
pub(crate) const SOUGHT: [&str; 14] = [
    "printer",
    "prin*",
    "vpn timeout",
    "\"vpn timeout\"",
    "strasse",
    "e-mail",
    "secret",
    "toner txt",
    "pritner",
    "printre",
    "tiemout",
    "servrs",
    "mondya toner",
    "state:open laufd",
];
pub(crate) const TYPED: [&str; 12] = [
    "pr", "print", "vpn ti", "stra", "e", "v", "vi", "net", "ä", "a", "z", "mail",
];

/// A question and its answer.
pub(crate) type Answer = (String, String);

/// Everything that somebody is answered at an instant.
pub(crate) async fn answers(world: &World, actor: &Actor, now: Timestamp) -> Vec<Answer> {
    let mut all = Vec::new();
    all.extend(lists(world, actor, now).await);
    all.extend(searches(world, actor, now).await);
    all.extend(pages(world, actor, now).await);
    all.push(("feed".into(), feed(world, actor, now).await));
    all
}

/// Asks as `actor`.
async fn ask<T: Send + 'static>(
    world: &World,
    actor: &Actor,
    now: Timestamp,
    question: impl Fn(&Tx<'_>, &Reader, &Rules) -> work::Result<T> + Send + 'static,
) -> work::Result<T> {
    let (reader, desk) = (Reader::new(actor, now), world.t.desk.clone());
    let read = move |tx: &Tx<'_>| question(tx, &reader, &*desk.rules_in(tx)?);
    world.t.store.read(read).await
}

fn understood(tx: &Tx<'_>, reader: &Reader, rules: &Rules, text: &str) -> work::Result<Condition> {
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    Ok(Condition::read(text, &names)?)
}

/// All tickets that meet a condition, page by page.
pub(crate) async fn listed(
    world: &World,
    actor: &Actor,
    now: Timestamp,
    text: &str,
    sort: Sort,
    limit: usize,
) -> work::Result<Vec<Listed>> {
    let text = text.to_owned();
    let whole = move |tx: &Tx<'_>, reader: &Reader, rules: &Rules| {
        let condition = understood(tx, reader, rules, &text)?;
        let (mut rows, mut after) = (Vec::new(), None);
        loop {
            let query = ListQuery {
                condition: condition.clone(),
                sort,
                after,
                limit,
            };
            let page = queries::list(tx, reader, &query)?;
            rows.extend(page.rows);
            after = page.next;
            if after.is_none() {
                return Ok(rows);
            }
        }
    };
    ask(world, actor, now, whole).await
}

async fn lists(world: &World, actor: &Actor, now: Timestamp) -> Vec<Answer> {
    let mut all = Vec::new();
    for (n, text) in PLAIN.iter().chain(&OWN).enumerate() {
        let sort = Sort::ALL[n % Sort::ALL.len()];
        let rows = listed(world, actor, now, text, sort, 3 + n).await;
        all.push((format!("list {text} by {}", sort.name()), world.told(&rows)));
    }
    let counted = |tx: &Tx<'_>, reader: &Reader, rules: &Rules| {
        let views = queries::views(tx, reader)?;
        let ids: Vec<_> = views.iter().map(|view| view.id).collect();
        queries::count(tx, reader, rules, &ids)
    };
    all.push((
        "counters".into(),
        world.told(&ask(world, actor, now, counted).await),
    ));
    all
}

async fn searches(world: &World, actor: &Actor, now: Timestamp) -> Vec<Answer> {
    let mut all = Vec::new();
    for text in SOUGHT {
        let found = ask(world, actor, now, move |tx, reader, rules| {
            let condition = understood(tx, reader, rules, text)?;
            queries::search(tx, reader, &condition, 50)
        });
        all.push((format!("search {text}"), world.told(&found.await)));
    }
    for typed in TYPED {
        let meant = ask(world, actor, now, move |tx, reader, _| {
            queries::suggest(tx, reader, typed)
        });
        all.push((format!("suggest {typed}"), world.told(&meant.await)));
    }
    all
}

async fn pages(world: &World, actor: &Actor, now: Timestamp) -> Vec<Answer> {
    let mut all = Vec::new();
    for (place, id) in world.tickets.iter().copied().enumerate() {
        let page = ask(world, actor, now, move |tx, reader, _| {
            queries::page(tx, reader, id)
        })
        .await;
        let page = page.map(|page| {
            let happened = |recorded: &Recorded| happened(actor, recorded, Some(&page.withdrawn));
            let timeline: Vec<String> = page.timeline.iter().map(happened).collect();
            let names = format!("{:?}", page.names);
            (page.ticket, timeline, page.linked, page.children, names)
        });
        all.push((format!("page {place}"), world.told(&page)));
        let typed = format!("#{id}");
        let meant = ask(world, actor, now, move |tx, reader, _| {
            queries::suggest(tx, reader, &typed)
        });
        all.push((format!("suggest number {place}"), world.told(&meant.await)));
        for field in ["linked", "parent", "merged", "number"] {
            let rows = listed(
                world,
                actor,
                now,
                &format!("{field}:{id}"),
                Sort::Newest,
                50,
            )
            .await;
            all.push((format!("list {field}:{place}"), world.told(&rows)));
        }
    }
    all
}

async fn feed(world: &World, actor: &Actor, now: Timestamp) -> String {
    let read = |tx: &Tx<'_>, reader: &Reader, _: &Rules| {
        let (mut all, mut at) = (Vec::new(), Cursor::default());
        loop {
            let (entries, end) = queries::activities(tx, reader, at, 40)?;
            all.extend(entries.into_iter().map(|entry| entry.recorded));
            if end == at {
                return Ok(all);
            }
            at = end;
        }
    };
    let feed = ask(world, actor, now, read).await;
    let told = feed.map(|all| {
        let lines = all.iter().map(|recorded| happened(actor, recorded, None));
        lines.collect::<Vec<_>>()
    });
    world.told(&told)
}

/// What happened, without its place in the log of all tickets; of what an undo changed, the properties alone,
/// and for those who read no notes only that there was one.
fn happened(
    actor: &Actor,
    recorded: &Recorded,
    withdrawn: Option<&std::collections::BTreeSet<i64>>,
) -> String {
    let Recorded {
        position,
        ticket,
        seq,
        at,
        actor: by,
        channel,
        policy,
        activity,
        ..
    } = recorded;
    let back = withdrawn.map(|withdrawn| withdrawn.contains(position));
    let what = match activity {
        Activity::Undone { .. } if !actor.can(Permission::NoteRead) => "undone".to_owned(),
        Activity::Undone { command, patch } => {
            format!(
                "undone {command:?} {:?}",
                patch.0.keys().collect::<Vec<_>>()
            )
        }
        activity => format!("{activity:?}"),
    };
    format!("{ticket:?} {seq} {at} {by:?} {channel:?} {policy:?} {back:?} {what}")
}
