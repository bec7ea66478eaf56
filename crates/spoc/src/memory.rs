//! How much memory a process holds, where the system says so.

/// The resident memory of a process (`self`, or its id), in KiB.
pub(crate) fn resident_kib(process: &str) -> Option<i64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}
