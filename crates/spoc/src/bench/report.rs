//! Figures, their bars, and whether they were met.

use super::Outcome;
use crate::commands::say;
use std::time::Duration;

/// The times that something took.
#[derive(Clone, Debug, Default)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    pub(super) fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn append(&mut self, mut other: Times) {
        self.0.append(&mut other.0);
    }

    /// The time that a share of all stayed under, in microseconds.
    pub(super) fn micros(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
        sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1e6)
    }
}

/// What was measured so far.
#[derive(Default)]
pub(super) struct Report {
    missed: Vec<String>,
}

impl Report {
    pub(super) fn heading(&mut self, text: &str) {
        self.say(&format!("\n{text}"));
    }

    /// Something done by Spoc beside the same done by the bare client. The bar is on the ratio of the medians:
    /// what else the machine does now and then must not decide.
    pub(super) fn beside_raw(&mut self, what: &str, ours: &Times, raw: &Times, bar: f64) {
        let ratio = ours.micros(0.5) / raw.micros(0.5);
        let judged = self.judge(what, ratio <= bar);
        self.say(&format!(
            "{what:<28} spoc p50 {:>8.0} µs  p99 {:>8.0} µs   raw p50 {:>8.0} µs  p99 {:>8.0} µs   ratio {ratio:>5.2}  bar {bar:.1}  {judged}",
            ours.micros(0.5),
            ours.micros(0.99),
            raw.micros(0.5),
            raw.micros(0.99),
        ));
    }

    /// Two figures, and how one follows from the other.
    pub(super) fn compare(
        &mut self,
        what: &str,
        reference: f64,
        found: f64,
        measure: f64,
        bar: f64,
    ) {
        let judged = self.judge(what, measure <= bar);
        self.say(&format!(
            "{what:<40} {reference:>10.0} → {found:>10.0}   {measure:>5.1} % slower  bar {bar:.1} %  {judged}"));
    }

    /// A figure that must not be above its bar.
    pub(super) fn at_most(&mut self, what: &str, found: f64, unit: &str, bar: f64) {
        let judged = self.judge(what, found <= bar);
        self.say(&format!(
            "{what:<40} {found:>10.1} {unit}   bar {bar:.1} {unit}  {judged}"
        ));
    }

    /// A figure that must not be below its bar.
    pub(super) fn at_least(&mut self, what: &str, found: f64, bar: f64) {
        let judged = self.judge(what, found >= bar);
        self.say(&format!(
            "{what:<40} {found:>10.2}   bar {bar:.2}  {judged}"
        ));
    }

    pub(super) fn say(&self, text: &str) {
        // Where nobody reads any more, it is measured and judged all the same.
        let _ = say(text);
    }

    fn judge(&mut self, what: &str, met: bool) -> &'static str {
        if met {
            return "met";
        }
        self.missed.push(what.to_owned());
        "MISSED"
    }

    /// Says whether all bars were met.
    pub(super) fn verdict(self) -> Outcome<()> {
        if self.missed.is_empty() {
            self.say("\nAll bars met");
            return Ok(());
        }
        Err(format!("bars missed: {}", self.missed.join("; ")).into())
    }
}
