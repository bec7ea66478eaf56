//! How much memory a process holds, where the system says so.

/// The resident memory of a process (`self`, or its id), in KiB.
pub(crate) fn resident_kib(process: &str) -> Option<i64> {
    kib(process, "VmRSS:")
}

/// What of it is the process's own: not the pages of files, which the system keeps as long as it likes and takes back
/// whenever it needs them.
pub(crate) fn own_kib(process: &str) -> Option<i64> {
    kib(process, "RssAnon:")
}

fn kib(process: &str, figure: &str) -> Option<i64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(figure))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}
