//! The Debian packages which the tests need: looked for, and installed where that is possible.

use crate::command;
use crate::postgres;
use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const INSTALL_LIMIT: Duration = Duration::from_secs(20 * 60);

struct Package {
    name: &'static str,
    purpose: &'static str,
    is_there: fn() -> bool,
}

const PACKAGES: &[Package] = &[
    Package {
        name: "postgresql",
        purpose: "the store's tests run on SQLite and on PostgreSQL",
        is_there: || postgres::programs().is_some(),
    },
    Package {
        name: "chromium",
        purpose: "pages are opened in a real browser",
        is_there: || command::find("chromium").is_some(),
    },
    Package {
        name: "dovecot-imapd",
        purpose: "mail is fetched from a real server",
        is_there: || {
            ["/usr/sbin/dovecot", "/usr/bin/dovecot"]
                .iter()
                .any(|path| Path::new(path).exists())
        },
    },
    Package {
        name: "exim4-daemon-light",
        purpose: "mail is sent to a real server",
        is_there: || Path::new("/usr/sbin/exim4").exists(),
    },
    Package {
        name: "clamav-daemon",
        purpose: "files of messages are scanned by a real virus scanner",
        is_there: || Path::new("/usr/sbin/clamd").exists(),
    },
    Package {
        name: "python3-dkim",
        purpose: "signatures are verified by somebody else",
        is_there: || Path::new("/usr/lib/python3/dist-packages/dkim").exists(),
    },
];

/// Installs what is missing, or says which packages a person with the right to do so must install.
pub(crate) fn ensure(root: &Path) -> Result<(), String> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|p| !(p.is_there)()).collect();
    if missing.is_empty() {
        let names: Vec<&str> = PACKAGES.iter().map(|p| p.name).collect();
        println!("    {}: all there", names.join(", "));
    } else {
        install(&missing)?;
    }
    ensure_rust_components(root)
}

fn install(missing: &[&Package]) -> Result<(), String> {
    for package in missing {
        println!("    {} is missing ({})", package.name, package.purpose);
    }
    let names: Vec<&str> = missing.iter().map(|p| p.name).collect();
    let by_hand = format!("install by hand: {}", names.join(" "));
    if command::find("apt-get").is_none() {
        return Err(format!("no apt-get here; {by_hand}"));
    }
    let Some(prefix) = privilege() else {
        return Err(format!("neither root nor able to use sudo; {by_hand}"));
    };
    let apt_get = |arguments: &[&str]| {
        let words: Vec<&str> = prefix
            .iter()
            .copied()
            .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
            .chain(arguments.iter().copied())
            .collect();
        let mut apt_get = Command::new(words[0]);
        command::run(apt_get.args(&words[1..]), INSTALL_LIMIT)
    };
    apt_get(&["update", "--quiet"]).map_err(|e| format!("{e}; {by_hand}"))?;
    let mut arguments = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    arguments.extend(&names);
    apt_get(&arguments).map_err(|e| format!("{e}; {by_hand}"))?;
    match missing.iter().find(|p| !(p.is_there)()) {
        None => Ok(()),
        Some(package) => Err(format!("{} was installed but is not found", package.name)),
    }
}

/// What stands before a command so that it runs as root; none if that cannot be.
fn privilege() -> Option<&'static [&'static str]> {
    if command::is_root() {
        return Some(&[]);
    }
    command::find("sudo")?;
    if command::succeeds(Command::new("sudo").args(["-n", "true"])) {
        return Some(&["sudo", "-n"]);
    }
    // sudo asks for its password on the terminal itself; without one it would wait for ever.
    std::io::stdin().is_terminal().then_some(&["sudo"])
}

/// A minimal Rust comes without the formatter and the linter.
fn ensure_rust_components(root: &Path) -> Result<(), String> {
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(name, _)| !command::succeeds(&mut command::cargo(root, [name, "--version"])))
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if command::find("rustup").is_none() {
        return Err(format!(
            "cargo lacks {}; add them to this Rust",
            missing.join(" and ")
        ));
    }
    let mut rustup = Command::new("rustup");
    command::run(
        rustup.args(["component", "add"]).args(missing),
        INSTALL_LIMIT,
    )
}
