//! A real instance's history runs through Spoc, and afterwards the desk says what the file says.

mod file;
mod reckoned;
mod replayed;

use file::{File, Steps, known, open_counts, real_file, text_of};
use integration::servicenow_log::{IncidentLog, Report, import};
use integration::{ImportError, Options};
use std::collections::BTreeMap;
use std::path::Path;
use store::params;
use testkit::{TestDesk, backends};
use work::Desk;

/// After an import of the file, the desk says what the file says; answers what that is.
pub(crate) async fn check_against_file(desk: &Desk, path: &Path) -> File {
    let file = File::read(path);
    check_last_rows(desk, &file).await;
    check_each_row(desk, &file).await;
    check_open_counts(desk, &file).await;
    file
}

/// State, priority, team, assignee, reassignments, reopenings of every ticket are those of its last row.
async fn check_last_rows(desk: &Desk, file: &File) {
    let sql = "SELECT e.external_id, t.state, t.priority, g.name, p.name, t.reassignment_count, t.reopen_count, \
               (SELECT text FROM ticket_fields f WHERE f.ticket_id = t.id AND f.key = 'servicenow_made_sla'), \
               (SELECT number / 100 FROM ticket_fields f WHERE f.ticket_id = t.id AND f.key = 'servicenow_updates') \
               FROM external_refs e JOIN tickets t ON t.id = e.ticket_id LEFT JOIN teams g ON g.id = t.team_id \
               LEFT JOIN people p ON p.id = t.assignee_id WHERE e.source = 'servicenow-log' ORDER BY e.external_id";
    type Ticket = (
        String,
        String,
        i64,
        Option<String>,
        Option<String>,
        i64,
        i64,
        String,
        i64,
    );
    let read = move |tx: &store::Tx<'_>| {
        tx.query::<Ticket, store::Error>(sql, params![], |row| {
            let names = (
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            );
            let (number, state, priority, team, assignee) = names;
            Ok((
                number,
                state,
                priority,
                team,
                assignee,
                row.get(5)?,
                row.get(6)?,
                row.get(7)?,
                row.get(8)?,
            ))
        })
    };
    let tickets = desk.store().read(read).await.expect("tickets are read");
    assert_eq!(tickets.len(), file.incidents.len());
    for (ticket, (number, incident)) in tickets.into_iter().zip(&file.incidents) {
        let cell = |column: &str| incident.last[column].as_str();
        let count = |column: &str| cell(column).parse::<i64>().expect(column);
        let wanted = (
            number.clone(),
            state(cell("incident_state")).to_owned(),
            cell("priority")[..1].parse().expect("a level"),
            known(cell("assignment_group")),
            known(cell("assigned_to")),
            count("reassignment_count"),
            count("reopen_count"),
            (if cell("made_sla") == "true" {
                "yes"
            } else {
                "no"
            })
            .to_owned(),
            count("sys_mod_count"),
        );
        assert_eq!(ticket, wanted);
    }
}

/// Each row is a step of the log, at its own time and by its own actor, after the opening.
async fn check_each_row(desk: &Desk, file: &File) {
    let sql = "SELECT e.external_id, MIN(a.seq), MIN(a.at), MAX(p.name) FROM activities a \
               JOIN external_refs e ON e.ticket_id = a.ticket_id AND e.source = 'servicenow-log' \
               LEFT JOIN people p ON p.id = a.actor_id \
               GROUP BY e.external_id, a.command_id ORDER BY e.external_id, MIN(a.seq)";
    let read = move |tx: &store::Tx<'_>| {
        tx.query::<(String, i64, Option<String>), store::Error>(sql, params![], |row| {
            Ok((row.get(0)?, row.get(2)?, row.get(3)?))
        })
    };
    let steps = desk.store().read(read).await.expect("the log is read");
    let wanted = file.incidents.iter().flat_map(|(number, incident)| {
        let updates = std::iter::once(&incident.opening).chain(&incident.updates);
        updates.map(move |update| (number.clone(), update.at, update.by.clone()))
    });
    assert_eq!(steps.len(), file.row_count + file.incidents.len());
    for (step, wanted) in steps.into_iter().zip(wanted) {
        assert_eq!(step, wanted);
    }
}

/// At every instant at which anything happened, as many tickets were open as incidents.
async fn check_open_counts(desk: &Desk, file: &File) {
    let sql = "SELECT a.ticket_id, a.at, CASE WHEN a.kind <> 'state_changed' THEN NULL \
               WHEN a.data LIKE '%\"category\":\"resolved\"%' OR a.data LIKE '%\"category\":\"closed\"%' THEN 0 \
               ELSE 1 END FROM activities a JOIN external_refs e ON e.ticket_id = a.ticket_id \
               AND e.source = 'servicenow-log' ORDER BY a.ticket_id, a.seq";
    let read = move |tx: &store::Tx<'_>| {
        let mut tickets: BTreeMap<i64, Steps> = BTreeMap::new();
        tx.each(sql, params![], |row| {
            let steps = tickets.entry(row.get(0)?).or_default();
            let open: Option<i64> = row.get(2)?;
            steps.push((row.get(1)?, open.map(|open| open == 1)));
            Ok::<_, store::Error>(())
        })?;
        Ok::<_, store::Error>(tickets)
    };
    let tickets = desk.store().read(read).await.expect("the log is read");
    let (found, wanted) = (open_counts(tickets.into_values()), file.open_counts());
    assert!(wanted.len() > 20_000, "instants: {}", wanted.len());
    for (found, (at, open)) in found.iter().zip(&wanted) {
        assert_eq!(found, (at, open), "open at {}", kernel::Timestamp(*at));
    }
    assert_eq!(found.len(), wanted.len());
}

fn state(name: &str) -> &'static str {
    match name {
        "New" => "new",
        "Active" => "in_progress",
        "Resolved" => "resolved",
        "Closed" => "closed",
        _ => "on_hold",
    }
}

async fn import_into(
    desk: &TestDesk,
    path: &Path,
    options: Options,
) -> Result<Report, ImportError> {
    let log = IncidentLog::read(path, &mut |_| {})?;
    import(&desk.desk, &log, options, &mut |_| {}).await
}

/// How much of everything there is.
async fn sizes(desk: &TestDesk) -> Vec<(&'static str, i64)> {
    let tables = [
        "activities",
        "tickets",
        "external_refs",
        "people",
        "teams",
        "locations",
        "policies",
        "view_counts",
    ];
    let count = move |tx: &store::Tx<'_>| {
        let mut sizes = Vec::new();
        for table in tables {
            sizes.push((
                table,
                tx.one(&format!("SELECT COUNT(*) FROM {table}"), params![])?,
            ));
        }
        Ok::<_, store::Error>(sizes)
    };
    desk.store.read(count).await.expect("tables are counted")
}

#[tokio::test]
async fn a_real_instance_s_history_runs_through_spoc() {
    let Some(path) = real_file() else { return };
    for backend in backends() {
        let desk = TestDesk::new(backend).await;
        let nothing = sizes(&desk).await;
        let dry = import_into(&desk, &path, Options { dry_run: true })
            .await
            .unwrap();
        assert_eq!(sizes(&desk).await, nothing);
        let report = import_into(&desk, &path, Options::default()).await.unwrap();
        assert_eq!(report, dry);
        assert_eq!(
            (report.rows, report.incidents, report.tickets),
            (115_750, 19_934, 19_934)
        );
        assert_eq!((report.left_out.len(), report.known_incidents), (0, 0));
        let file = check_against_file(&desk.desk, &path).await;
        assert_eq!(
            (file.row_count, file.incidents.len()),
            (report.rows, report.incidents)
        );
        assert_eq!(report.oddities.priorities.count, file.odd_priorities);
        assert_eq!(
            file.odd_priorities, 0,
            "the matrix makes every row's priority"
        );
        assert_eq!(
            (report.oddities.states.count, report.oddities.counts.count),
            (2, 0)
        );
        assert_eq!(
            (
                report.oddities.back_in_time.count,
                report.oddities.opened_late.count
            ),
            (1, 5)
        );
        let full = sizes(&desk).await;
        let again = import_into(&desk, &path, Options::default()).await.unwrap();
        assert_eq!(
            (again.tickets, again.activities, again.known_incidents),
            (0, 0, 19_934)
        );
        assert_eq!(again.left_out, []);
        assert_eq!(sizes(&desk).await, full);
        let verified = desk.desk.verify(|_| ()).await.unwrap();
        assert_eq!((verified.tickets, verified.problems), (19_934, Vec::new()));
    }
}

#[tokio::test]
async fn a_damaged_copy_of_it_leaves_nothing() {
    let Some(path) = real_file() else { return };
    for backend in backends() {
        let desk = TestDesk::new(backend).await;
        let nothing = sizes(&desk).await;
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.csv");
        let packed = std::fs::read(&path).unwrap();
        let text = text_of(&path);
        let (first, rest) = text.split_once('\n').unwrap();
        let rows: Vec<&str> = rest.lines().collect();
        let bad_date = rows[99_998].replace("/2016 ", "/16 ");
        let cases = [
            (
                packed[..packed.len() / 2].to_vec(),
                "the compressed data ends here, in its middle; fetch the whole file again",
            ),
            (
                packed[..packed.len() - 4].to_vec(),
                "line 115752: the compressed data ends here, in its middle; fetch the whole file again",
            ),
            (
                format!("{}\n{rest}", first.replace("assignment_group", "team")).into_bytes(),
                "line 1, column “team”: (column 24) is none of ServiceNow's incident log, and “assignment_group” is missing; \
             if that is it, rename it",
            ),
            (
                text.replace(rows[99_998], &bad_date).into_bytes(),
                "line 100000, column “opened_at”: “",
            ),
            (
                text.as_bytes()[..text.len() - 200].to_vec(),
                "the file ends here, in column ",
            ),
        ];
        for (bytes, wanted) in cases {
            std::fs::write(&copy, bytes).unwrap();
            let error = import_into(&desk, &copy, Options::default())
                .await
                .unwrap_err()
                .to_string();
            assert!(
                error.starts_with(&copy.display().to_string()) && error.contains(wanted),
                "{error}"
            );
            assert_eq!(sizes(&desk).await, nothing);
        }
    }
}
