//! What the file says, read without any of the importer's code.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where the file is; nothing, and a word about it, where it is not.
///
/// With `CI` set it must be there.
pub(super) fn real_file() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/servicenow-incident-log.csv.gz");
    if path.exists() {
        return Some(path);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "{} is missing: with CI set, the real data must lie beside the repository",
        path.display()
    );
    eprintln!("skipped: {} is not there", path.display());
    None
}

/// The file's text.
pub(super) fn text_of(path: &Path) -> String {
    let packed = std::fs::File::open(path).expect("the file opens");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .expect("the file is whole");
    text
}

/// What the file says of an incident.
pub(super) struct Incident {
    /// When it was opened, in microseconds, and by whom.
    pub(super) opening: Update,
    /// Its rows: when, by whom, and the state since.
    pub(super) updates: Vec<Update>,
    /// Its last row.
    pub(super) last: HashMap<String, String>,
}

/// An update.
pub(super) struct Update {
    /// When, in microseconds.
    pub(super) at: i64,
    /// By whom.
    pub(super) by: Option<String>,
    /// The state since.
    pub(super) state: String,
}

/// What the file says.
pub(crate) struct File {
    /// The incidents, by their numbers.
    pub(super) incidents: BTreeMap<String, Incident>,
    /// How many rows it has.
    pub(super) row_count: usize,
    /// How many rows have another priority than the matrix makes of impact and urgency.
    pub(super) odd_priorities: usize,
}

impl File {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> File {
        let text = text_of(path);
        let mut lines = text.lines();
        let columns: Vec<&str> = lines.next().expect("a first line").split(',').collect();
        let mut file = File {
            incidents: BTreeMap::new(),
            row_count: 0,
            odd_priorities: 0,
        };
        let place = |name: &str| {
            columns
                .iter()
                .position(|column| *column == name)
                .expect(name)
        };
        let [number, state, at, by] = [
            "number",
            "incident_state",
            "sys_updated_at",
            "sys_updated_by",
        ]
        .map(place);
        let [opened_at, opened_by, created_by] =
            ["opened_at", "opened_by", "sys_created_by"].map(place);
        let [impact, urgency, priority] = ["impact", "urgency", "priority"].map(place);
        let mut last_cells: HashMap<&str, Vec<&str>> = HashMap::new();
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            file.row_count += 1;
            file.odd_priorities +=
                usize::from(matrix(cells[impact], cells[urgency]) != cells[priority]);
            let incident = file
                .incidents
                .entry(cells[number].to_owned())
                .or_insert_with(|| Incident {
                    opening: Update {
                        at: instant(cells[opened_at]),
                        by: known(cells[opened_by]).or(known(cells[created_by])),
                        state: "New".into(),
                    },
                    updates: Vec::new(),
                    last: HashMap::new(),
                });
            incident.updates.push(Update {
                at: instant(cells[at]),
                by: known(cells[by]),
                state: cells[state].to_owned(),
            });
            last_cells.insert(cells[number], cells);
        }
        for (number, incident) in &mut file.incidents {
            let cells = columns.iter().zip(&last_cells[number.as_str()]);
            incident.last = cells
                .map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned()))
                .collect();
        }
        file
    }

    /// How many incidents were open, at every instant at which anything happened.
    pub(super) fn open_counts(&self) -> BTreeMap<i64, i64> {
        open_counts(self.incidents.values().map(|incident| {
            let steps = std::iter::once(&incident.opening).chain(&incident.updates);
            let is_open = |state: &str| !["Resolved", "Closed"].contains(&state);
            steps
                .map(|step| (step.at, Some(is_open(&step.state))))
                .collect()
        }))
    }
}

/// What happened to one, in its order: when, and whether it was open then, where that was said.
pub(super) type Steps = Vec<(i64, Option<bool>)>;

/// How many were open, at every instant at which anything happened to any of them. Steps may go back in time.
pub(super) fn open_counts(all: impl Iterator<Item = Steps>) -> BTreeMap<i64, i64> {
    let mut changes: BTreeMap<i64, i64> = BTreeMap::new();
    for steps in all {
        let mut before = 0;
        let instants: BTreeSet<i64> = steps.iter().map(|(at, _)| *at).collect();
        for now in instants {
            let known = steps.iter().rev().filter(|(at, _)| *at <= now);
            let open = i64::from(known.filter_map(|(_, open)| *open).next().unwrap_or(true));
            *changes.entry(now).or_default() += open - before;
            before = open;
        }
    }
    let mut open = 0;
    for change in changes.values_mut() {
        open += *change;
        *change = open;
    }
    changes
}

/// A name, or nothing where the file does not know.
pub(super) fn known(cell: &str) -> Option<String> {
    (cell != "?").then(|| cell.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An instant in microseconds.
pub(super) fn instant(cell: &str) -> i64 {
    let civil = DateTime::strptime("%d/%m/%Y %H:%M", cell).expect(cell);
    TimeZone::UTC
        .to_timestamp(civil)
        .expect(cell)
        .as_microsecond()
}

fn matrix(impact: &str, urgency: &str) -> &'static str {
    match (&impact[..1], &urgency[..1]) {
        ("1", "1") => "1 - Critical",
        ("1", "2") | ("2", "1") => "2 - High",
        ("1", "3") | ("2", "2") | ("3", "1") => "3 - Moderate",
        _ => "4 - Low",
    }
}
