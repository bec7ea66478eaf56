//! What the file says, read without any of the importer's code.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};
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

impl Incident {
    /// Whether it was there and open at an instant.
    fn is_open(&self, at: i64) -> bool {
        let steps = || std::iter::once(&self.opening).chain(&self.updates);
        let is_known = steps().any(|step| step.at <= at);
        let last = steps().rfind(|step| step.at <= at);
        is_known && last.is_none_or(|step| !["Resolved", "Closed"].contains(&step.state.as_str()))
    }
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

    /// How many incidents were open at an instant.
    pub(super) fn open_count(&self, at: i64) -> i64 {
        self.incidents
            .values()
            .filter(|incident| incident.is_open(at))
            .count() as i64
    }

    /// Instants between the first opening and the last update, and some at which something happened.
    pub(super) fn instants(&self) -> Vec<i64> {
        let mut all: Vec<i64> = self
            .incidents
            .values()
            .flat_map(|incident| incident.updates.iter().chain([&incident.opening]))
            .map(|update| update.at)
            .collect();
        all.sort_unstable();
        let (first, last) = (all[0], all[all.len() - 1]);
        let even = (0..=26).map(|part| first + (last - first) / 26 * part);
        // Most happens in the first of twelve months: these lie closer where more happens.
        let busy = (0..26).map(|part| all[all.len() / 26 * part]);
        even.chain(busy).chain([first - 1, last + 1]).collect()
    }
}

/// A name, or nothing where the file does not know.
pub(super) fn known(cell: &str) -> Option<String> {
    (cell != "?").then(|| cell.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn instant(cell: &str) -> i64 {
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
