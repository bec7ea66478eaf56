//! How far a long command has come, on the terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar towards a known end.
pub(crate) fn bar(total: u64, unit: &str) -> ProgressBar {
    let template =
        format!("{{msg}} {{wide_bar}} {{pos}}/{{len}} {unit} · {{per_sec}} · {{eta}} left");
    styled(ProgressBar::new(total), &template)
}

/// A counter without a known end.
pub(crate) fn counter(unit: &str) -> ProgressBar {
    styled(
        ProgressBar::no_length(),
        &format!("{{spinner}} {{msg}} {{pos}} {unit} · {{per_sec}}"),
    )
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
