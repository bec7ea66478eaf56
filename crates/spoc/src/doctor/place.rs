//! Where Spoc is: the data folder, the room in it, and the address that browsers know.

use super::Finding;
use std::path::Path;
use store::Location;

const MB: u64 = 1024 * 1024;
/// Less room than this is worth a look.
const FREE_WARNING_MB: u64 = 2_048;
/// With less room than this, writing may fail any moment.
const FREE_PROBLEM_MB: u64 = 256;

pub(super) fn look(location: &Location, base_url: Option<&str>) -> Vec<Finding> {
    vec![
        folder(&location.folder),
        room(&location.folder),
        address(base_url),
    ]
}

fn folder(folder: &Path) -> Finding {
    let about = "data folder";
    let shown = folder.display();
    if !folder.is_dir() {
        return Finding::problem(
            about,
            format!("{shown} is not there, or no folder"),
            "Name the folder with --data; `spoc serve` makes it at its first start.",
        );
    }
    match tempfile::Builder::new()
        .prefix(".doctor-")
        .tempfile_in(folder)
    {
        Ok(_) => Finding::fine(about, format!("{shown} can be written to")),
        Err(error) => Finding::problem(
            about,
            format!("{shown} cannot be written to: {error}"),
            "Give it to the user that Spoc runs as, and run this as that user.",
        ),
    }
}

fn room(folder: &Path) -> Finding {
    let about = "free space";
    let remedy = "Make room: without it nothing can be written. A backup needs about as much as the data folder.";
    match free_mb(folder) {
        None => Finding::warning(about, "cannot be told on this system", "Look for yourself."),
        Some(free) if free < FREE_PROBLEM_MB => {
            Finding::problem(about, format!("{free} MB are left"), remedy)
        }
        Some(free) if free < FREE_WARNING_MB => {
            Finding::warning(about, format!("{free} MB are left"), remedy)
        }
        Some(free) => Finding::fine(about, format!("{free} MB")),
    }
}

#[cfg(unix)]
fn free_mb(folder: &Path) -> Option<u64> {
    let told = rustix::fs::statvfs(folder).ok()?;
    Some(told.f_bavail.saturating_mul(told.f_frsize) / MB)
}

#[cfg(not(unix))]
fn free_mb(_: &Path) -> Option<u64> {
    None
}

fn address(base_url: Option<&str>) -> Finding {
    let about = "base URL";
    let Some(url) = base_url else {
        return Finding::warning(
            about,
            "none is given, so links lead to the address that Spoc listens on",
            "Give --base-url, or SPOC_BASE_URL, here and to `spoc serve`.",
        );
    };
    let example = "Give the address that people type, such as https://desk.example.com.";
    let Some((scheme, rest)) = url.split_once("://") else {
        return Finding::problem(about, format!("“{url}” is no address"), example);
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if !matches!(scheme, "http" | "https") || host.is_empty() || host.contains(['@', ' ']) {
        return Finding::problem(about, format!("“{url}” is no address of a page"), example);
    }
    if !path.is_empty() {
        let text = format!("“{url}” has a path, and Spoc stands at the root of its host");
        return Finding::problem(about, text, example);
    }
    if scheme == "http" && !is_this_machine(host) {
        let text = format!("{url} is not encrypted: passwords and sessions can be read on the way");
        let remedy =
            "Put a reverse proxy with TLS before Spoc and begin the address with https://.";
        return Finding::warning(about, text, remedy);
    }
    Finding::fine(about, url)
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let loopback = |ip: std::net::IpAddr| ip.is_loopback();
    name == "localhost" || name.parse().is_ok_and(loopback)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::address;

    #[test]
    fn the_address_must_be_one_that_people_can_type() {
        for (url, verdict) in [
            ("https://desk.example.com", Verdict::Fine),
            ("https://desk.example.com/", Verdict::Fine),
            ("http://127.0.0.1:8080", Verdict::Fine),
            ("http://localhost:8080", Verdict::Fine),
            ("http://[::1]:8080", Verdict::Fine),
            ("http://desk.example.com", Verdict::Warning),
            ("http://10.0.0.7", Verdict::Warning),
            ("desk.example.com", Verdict::Problem),
            ("ftp://desk.example.com", Verdict::Problem),
            ("https://", Verdict::Problem),
            ("https://desk.example.com/spoc", Verdict::Problem),
            ("https://anna@desk.example.com", Verdict::Problem),
        ] {
            assert_eq!(address(Some(url)).verdict, verdict, "{url}");
        }
        assert_eq!(address(None).verdict, Verdict::Warning);
    }
}
