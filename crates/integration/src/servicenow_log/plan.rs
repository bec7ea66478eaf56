//! Whom and what the file needs of the directory: people, teams, places.

use super::names::{Name, Names};
use super::read::Log;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Who asks when the log does not say who does.
pub(super) const UNKNOWN_CALLER: &str = "Unknown caller";

/// What the file needs of the desk, by name.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// Those who work.
    pub(super) agents: BTreeSet<String>,
    /// Those who ask, with where they were last.
    pub(super) callers: BTreeMap<String, Option<String>>,
    /// Teams.
    pub(super) teams: BTreeSet<String>,
    /// Places.
    pub(super) locations: BTreeSet<String>,
}

impl Needs {
    /// What the rows name.
    pub(super) fn of(log: &Log) -> Needs {
        let mut agents = Marks::new(log.names.len());
        let mut teams = Marks::new(log.names.len());
        let mut locations = Marks::new(log.names.len());
        let mut callers: HashMap<Option<Name>, Option<Name>> = HashMap::new();
        for row in log
            .incidents
            .iter()
            .flat_map(|incident| &incident.lines)
            .map(|line| &line.row)
        {
            for agent in [
                row.opened_by,
                row.created_by,
                row.updated_by,
                row.assignee,
                row.resolved_by,
            ] {
                agents.set(agent);
            }
            teams.set(row.group);
            locations.set(row.location);
            let place = callers.entry(row.caller).or_default();
            *place = row.caller.and(row.location.or(*place));
        }
        let text = |name: Name| log.names.text(name).to_owned();
        let caller = |(caller, place): (Option<Name>, Option<Name>)| {
            (
                caller.map_or_else(|| UNKNOWN_CALLER.to_owned(), text),
                place.map(text),
            )
        };
        Needs {
            agents: agents.texts(&log.names),
            callers: callers.into_iter().map(caller).collect(),
            teams: teams.texts(&log.names),
            locations: locations.texts(&log.names),
        }
    }
}

/// A set of names.
struct Marks(Vec<bool>);

impl Marks {
    fn new(len: usize) -> Self {
        Self(vec![false; len])
    }

    fn set(&mut self, name: Option<Name>) {
        if let Some(name) = name {
            self.0[name.index()] = true;
        }
    }

    fn texts(&self, names: &Names) -> BTreeSet<String> {
        let marked = names.all().filter(|(name, _)| self.0[name.index()]);
        marked.map(|(_, text)| text.to_owned()).collect()
    }
}
