//! The database: whether it answers, what it is, and whether it keeps what it says it has kept.

use super::Finding;
use kernel::Timestamp;
use kernel::time::SECOND;
use store::{Dialect, Health, Location};

/// Oldest PostgreSQL that Spoc is known to work with.
const POSTGRES_MIN: u32 = 13;
/// How much the clocks of two machines may differ.
const CLOCKS_DIFFER_MAX: i64 = 30 * SECOND;
/// Connections that one node may open, at least.
const CONNECTIONS_MIN: u32 = 20;

/// What was found, and whether the schema is the one that this binary works with.
pub(super) fn look(location: &Location, now: Timestamp) -> (Vec<Finding>, bool) {
    let about = "database";
    let health = match store::health(location) {
        Ok(health) => health,
        Err(error) => {
            let remedy = match location.database {
                Some(_) => {
                    "Check the address in --database, the password, and whether the server runs."
                }
                None => "Check that spoc.db in the data folder is a file that Spoc may read.",
            };
            let text = format!("does not answer: {error}");
            return (vec![Finding::problem(about, text, remedy)], false);
        }
    };
    let mut findings = vec![version(&health)];
    let (of_schema, is_current) = schema(health.schema);
    findings.push(of_schema);
    match health.dialect {
        Dialect::Sqlite => findings.extend(sqlite_settings(&health)),
        Dialect::Postgres => {
            findings.extend(postgres_settings(&health));
            findings.extend(clock(&health, now));
        }
    }
    (findings, is_current)
}

fn version(health: &Health) -> Finding {
    let about = "database";
    let version = &health.version;
    match health.dialect {
        Dialect::Sqlite => Finding::fine(about, format!("SQLite {version}, built in")),
        Dialect::Postgres => {
            let text = format!("PostgreSQL {version} answers");
            let major = version.split(['.', ' ']).next();
            match major.and_then(|major| major.parse::<u32>().ok()) {
                Some(major) if major < POSTGRES_MIN => {
                    let remedy = format!("Spoc needs PostgreSQL {POSTGRES_MIN} or later.");
                    Finding::problem(about, text, remedy)
                }
                _ => Finding::fine(about, text),
            }
        }
    }
}

fn schema(found: Option<i64>) -> (Finding, bool) {
    let (about, known) = ("schema", store::newest());
    match found {
        Some(found) if found == known => (Finding::fine(about, format!("version {found}")), true),
        Some(found) if found > known => {
            let text = format!("version {found}, and this Spoc knows {known}");
            let remedy = "A newer Spoc has run here. Use that one; this one refuses to start.";
            (Finding::problem(about, text, remedy), false)
        }
        Some(found) => {
            let text = format!("version {found}, and this Spoc brings {known}");
            let remedy = "The next start brings it up to date. Make a backup before. Nothing else was looked at.";
            (Finding::warning(about, text, remedy), false)
        }
        None => {
            let remedy = "`spoc serve` makes it at its first start.";
            (Finding::warning(about, "there is none yet", remedy), false)
        }
    }
}

fn sqlite_settings(health: &Health) -> Option<Finding> {
    let mode = health.setting("journal_mode");
    let text = format!("the journal is in mode “{mode}”, not “wal”");
    let remedy = "The folder must be on a disk of this machine, not on a network share.";
    (!mode.is_empty() && mode != "wal").then(|| Finding::problem("settings", text, remedy))
}

fn postgres_settings(health: &Health) -> Vec<Finding> {
    let about = "settings";
    let mut findings = Vec::new();
    for (name, why) in [
        (
            "fsync",
            "what was acknowledged can be lost, and the database with it",
        ),
        ("full_page_writes", "a crash can damage the database"),
        ("synchronous_commit", "what was acknowledged can be lost"),
    ] {
        if health.setting(name) == "off" {
            let remedy = format!("Set {name} = on in postgresql.conf.");
            findings.push(Finding::problem(
                about,
                format!("{name} is off: {why}"),
                remedy,
            ));
        }
    }
    let encoding = health.setting("server_encoding");
    if encoding != "UTF8" {
        let text = format!("the encoding is {encoding}");
        let remedy = "Make the database anew with ENCODING 'UTF8' and restore a backup into it.";
        findings.push(Finding::problem(about, text, remedy));
    }
    let connections = health.setting("max_connections").parse().unwrap_or(0);
    if connections < CONNECTIONS_MIN {
        let text = format!("max_connections is {connections}");
        let remedy = format!("Allow {CONNECTIONS_MIN} or more for each node.");
        findings.push(Finding::warning(about, text, remedy));
    }
    if findings.is_empty() {
        findings.push(Finding::fine(about, "what is acknowledged is on the disk"));
    }
    findings
}

fn clock(health: &Health, now: Timestamp) -> Option<Finding> {
    let about = "clocks";
    let differ = (health.clock? - now.0).abs();
    let text = format!(
        "this machine and the database differ by {} s",
        differ / SECOND
    );
    Some(if differ > CLOCKS_DIFFER_MAX {
        Finding::warning(about, text, "Let both keep time by NTP.")
    } else {
        Finding::fine(about, text)
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Finding, Verdict};
    use super::{clock, postgres_settings, schema, version};
    use kernel::Timestamp;
    use kernel::time::SECOND;
    use store::{Dialect, Health};

    fn healthy() -> Health {
        let setting = |name, value: &str| (name, value.to_owned());
        Health {
            dialect: Dialect::Postgres,
            version: "16.2 (Debian)".into(),
            schema: Some(store::newest()),
            clock: Some(100 * SECOND),
            settings: vec![
                setting("fsync", "on"),
                setting("full_page_writes", "on"),
                setting("synchronous_commit", "on"),
                setting("server_encoding", "UTF8"),
                setting("max_connections", "100"),
            ],
        }
    }

    fn with(name: &'static str, value: &str) -> Health {
        let mut health = healthy();
        health.settings.retain(|(known, _)| *known != name);
        health.settings.push((name, value.into()));
        health
    }

    fn verdicts(findings: &[Finding]) -> Vec<Verdict> {
        findings.iter().map(|finding| finding.verdict).collect()
    }

    #[test]
    fn settings_that_lose_what_was_acknowledged_are_problems() {
        assert_eq!(verdicts(&postgres_settings(&healthy())), [Verdict::Fine]);
        for name in ["fsync", "full_page_writes", "synchronous_commit"] {
            let found = postgres_settings(&with(name, "off"));
            assert_eq!(verdicts(&found), [Verdict::Problem], "{name}");
            assert!(found[0].remedy.contains(name), "{found:?}");
        }
        let ascii = postgres_settings(&with("server_encoding", "SQL_ASCII"));
        assert_eq!(verdicts(&ascii), [Verdict::Problem]);
        let few = postgres_settings(&with("max_connections", "10"));
        assert_eq!(verdicts(&few), [Verdict::Warning]);
    }

    #[test]
    fn a_database_that_is_too_old_or_too_new_is_told() {
        assert_eq!(version(&healthy()).verdict, Verdict::Fine);
        let old = Health {
            version: "12.9".into(),
            ..healthy()
        };
        assert_eq!(version(&old).verdict, Verdict::Problem);
        let newest = store::newest();
        for (found, verdict, current) in [
            (Some(newest), Verdict::Fine, true),
            (Some(newest + 1), Verdict::Problem, false),
            (Some(newest - 1), Verdict::Warning, false),
            (None, Verdict::Warning, false),
        ] {
            let (finding, is_current) = schema(found);
            assert_eq!(
                (finding.verdict, is_current),
                (verdict, current),
                "{found:?}"
            );
        }
    }

    #[test]
    fn clocks_that_differ_are_told() {
        let at = |secs: i64| clock(&healthy(), Timestamp(secs * SECOND)).map(|f| f.verdict);
        assert_eq!(at(110), Some(Verdict::Fine));
        assert_eq!(at(131), Some(Verdict::Warning));
        assert_eq!(at(69), Some(Verdict::Warning));
    }
}
