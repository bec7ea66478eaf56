//! An import is killed and run again: nothing is lost, nothing comes twice.

use super::log_file::LogFile;
use super::{ADMINISTRATOR, Place, kill_after, kill_once, timed, until_killed_at_work};
use serde_json::{Value, json};
use std::collections::HashMap;
use testkit::backends;

/// The names of a table's rows by their ids.
type Names = HashMap<i64, Value>;

fn names(place: &Place, sql: &'static str) -> Names {
    let rows = place.rows(sql, 2).into_iter();
    let named = |row: Vec<store::Value>| match &row[..] {
        [store::Value::Int(id), store::Value::Text(name)] => (*id, json!(name)),
        other => panic!("an id and a name, not {other:?}"),
    };
    rows.map(named).collect()
}

/// Puts names where ids of people and teams are: a transaction that was cut off takes PostgreSQL's next ids along.
fn by_name(data: &mut Value, key: &str, people: &Names, teams: &Names) {
    match data {
        Value::Object(parts) => parts.iter_mut().for_each(|(name, part)| {
            let key = if matches!(&name[..], "from" | "to") {
                key
            } else {
                name
            };
            by_name(part, key, people, teams);
        }),
        Value::Number(id) => {
            let names = match key {
                "requester" | "assignee" | "assignee_changed" | "person" => people,
                "team" | "team_changed" => teams,
                _ => return,
            };
            *data = names[&id.as_i64().expect("an id")].clone();
        }
        _ => (),
    }
}

/// An activity that an import brought: the other system's number, its place among the ticket's activities, when, what.
pub(super) type Brought = (Vec<store::Value>, Value);

/// What an import brought, by the numbers of the other system.
pub(super) fn imported(place: &Place) -> Vec<Brought> {
    let people = names(place, "SELECT id, name FROM people");
    let teams = names(place, "SELECT id, name FROM teams");
    let sql = "SELECT e.external_id, a.seq, a.at, a.kind, a.data FROM activities a \
               JOIN external_refs e ON e.ticket_id = a.ticket_id ORDER BY e.external_id, a.seq";
    let brought = |mut row: Vec<store::Value>| {
        let Some(store::Value::Text(data)) = row.pop() else {
            panic!("an activity has data");
        };
        let mut data = serde_json::from_str(&data).expect("JSON");
        by_name(&mut data, "", &people, &teams);
        (row, data)
    };
    place.rows(sql, 5).into_iter().map(brought).collect()
}

const TICKETS: &str = "SELECT COUNT(*) FROM tickets";
/// How often an import is killed as soon as it has brought something.
const BEGUN_KILLS: u32 = 4;

#[test]
fn an_import_is_killed_and_goes_on() {
    for backend in backends() {
        let file = LogFile::of(1_000);
        let import = ["import", "servicenow-log", file.path()];
        // Beginning a desk takes longer than the import itself; that is killed elsewhere.
        let begun = || {
            let place = Place::new(backend);
            place.run(&["admin", "create", ADMINISTRATOR]).ok();
            place
        };
        let whole = begun();
        let (duration, told) = timed(&whole, &import);
        assert!(told.contains("new: 1000 tickets"), "{told}");
        let wanted = imported(&whole);
        let mut cut = 0;
        let mut goes_on = |place: Place| {
            place.verify();
            let kept = place.number(TICKETS);
            let named = place.number("SELECT COUNT(*) FROM external_refs");
            assert_eq!(kept, named);
            cut += u32::from(0 < kept && kept < 1_000);
            let told = place.run(&import).ok();
            assert!(
                told.contains(&format!("new: {} tickets", 1_000 - kept)),
                "{told}"
            );
            let left = format!("imported before, and left as they are: {kept} incidents");
            assert!(told.contains(&left), "{told}");
            assert!(imported(&place) == wanted, "the same as in one go");
            place.verify();
        };
        until_killed_at_work(duration, 1, |_, moment| {
            let place = begun();
            let at_work = kill_after(&place, &import, moment);
            goes_on(place);
            at_work
        });
        // Little time lies between the first tickets and the last.
        for _ in 0..BEGUN_KILLS {
            let place = begun();
            kill_once(&place, &import, || place.number(TICKETS) > 0);
            goes_on(place);
        }
        assert!(cut > 0, "cut off between its beginning and its end: {cut}");
    }
}
