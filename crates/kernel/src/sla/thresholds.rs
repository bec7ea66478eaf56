//! Which thresholds of clocks the log tells of, and which it should.

use super::clock::{Clock, Standing};
use super::model::ServiceLevel;
use crate::policy::Key;
use crate::ticket::{Activity, Automated};
use crate::{Recorded, Timestamp};
use std::collections::BTreeSet;

/// The thresholds that a log tells of: each is told once, whatever becomes of its clock.
#[derive(Clone, Debug, Default)]
pub struct Told(BTreeSet<(Key, u32, u16)>);

impl Told {
    /// What a log tells of.
    pub fn of(log: &[Recorded]) -> Self {
        let mut told = Self::default();
        log.iter().for_each(|recorded| told.add(recorded));
        told
    }

    /// Takes in what else the log tells of.
    pub(crate) fn add(&mut self, recorded: &Recorded) {
        if let Activity::Automated(Automated::ThresholdReached {
            level,
            round,
            percent,
            ..
        }) = &recorded.activity
        {
            self.0.insert((level.clone(), *round, *percent));
        }
    }

    fn has(&self, clock: &Clock, percent: u16) -> bool {
        self.0
            .contains(&(clock.level.clone(), clock.round, percent))
    }

    /// The first instant after `after` at which a running clock comes to a threshold that is still to be told.
    pub fn next(&self, clocks: &[Clock], after: Timestamp) -> Option<Timestamp> {
        let running = clocks
            .iter()
            .filter(|clock| clock.standing == Standing::Running);
        let ahead = running.flat_map(|clock| clock.thresholds.iter().map(move |one| (clock, one)));
        ahead
            .filter(|(clock, one)| one.at > after && !self.has(clock, one.percent))
            .map(|(_, one)| one.at)
            .min()
    }

    /// What is to be told of what clocks came to after `after` and up to `now`, in the order of time.
    pub fn missing<'d>(
        &self,
        clocks: &[Clock],
        definitions: impl Iterator<Item = &'d ServiceLevel> + Clone,
        (after, now): (Timestamp, Timestamp),
    ) -> Vec<Activity> {
        let all = clocks.iter().flat_map(|clock| {
            clock
                .thresholds
                .iter()
                .map(move |one| (one.at, one.percent, clock))
        });
        let mut come_to: Vec<_> = all
            .filter(|(at, percent, clock)| after < *at && *at <= now && !self.has(clock, *percent))
            .collect();
        come_to.sort_by_key(|(at, percent, _)| (*at, *percent));
        let told = come_to.into_iter().map(|(_, percent, clock)| {
            let mut levels = definitions.clone();
            let level = levels.find(|level| level.key == clock.level);
            Activity::Automated(Automated::ThresholdReached {
                level: clock.level.clone(),
                label: level.map_or_else(String::new, |level| level.label.clone()),
                metric: clock.metric,
                round: clock.round,
                percent,
            })
        });
        told.collect()
    }
}
