//! The text format of Prometheus, as far as it is needed.

use std::fmt::Write as _;
use store::{Counted, STEPS_MICROS};

/// A page of metrics while it is written.
#[derive(Debug, Default)]
pub(super) struct Page(String);

/// A label and its value. Values are ours: none contains a quote, a backslash or a line's end.
pub(super) type Label<'a> = (&'static str, &'a str);

// Writing into a String cannot fail.
impl Page {
    /// A metric's head: what it counts, and how.
    pub(super) fn metric(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// One of its values.
    pub(super) fn value(
        &mut self,
        name: &str,
        labels: &[Label<'_>],
        value: impl std::fmt::Display,
    ) {
        let _ = writeln!(self.0, "{name}{} {value}", braced(labels));
    }

    /// A metric that has one value.
    pub(super) fn single(&mut self, name: &str, kind: &str, help: &str, value: i64) {
        self.metric(name, kind, help);
        self.value(name, &[], value);
    }

    /// The values of a histogram of durations.
    pub(super) fn durations(&mut self, name: &str, labels: &[Label<'_>], counted: &Counted) {
        let ends = STEPS_MICROS.map(|micros| seconds(micros).to_string());
        let ends = ends.iter().map(String::as_str).chain(["+Inf"]);
        for (end, count) in ends.zip(counted.up_to) {
            let labels = [labels, &[("le", end)]].concat();
            self.value(&format!("{name}_bucket"), &labels, count);
        }
        self.value(&format!("{name}_sum"), labels, seconds(counted.micros));
        let all = counted.up_to[STEPS_MICROS.len()];
        self.value(&format!("{name}_count"), labels, all);
    }

    /// The whole page.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}

fn braced(labels: &[Label<'_>]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let pairs: Vec<String> = labels
        .iter()
        .map(|(name, value)| format!("{name}=\"{value}\""))
        .collect();
    format!("{{{}}}", pairs.join(","))
}
