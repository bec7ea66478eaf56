//! A PostgreSQL of the tests' own: a new cluster in a temporary folder, on a free loopback port, gone
//! afterwards. Whatever servers the machine already runs are left alone.

use crate::command;
use crate::guarded::{Guarded, Server};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Where the store's tests look for a PostgreSQL.
pub(crate) const URL_VARIABLE: &str = "SPOC_TEST_DATABASE_URL";

const INITDB_LIMIT: Duration = Duration::from_secs(120);
const START_LIMIT: Duration = Duration::from_secs(60);

/// Nothing in this cluster is worth a disk flush or a log to repeat it by, and every test opens connections of its own.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=256MB",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
];

/// The folder with `initdb` and `postgres`: Debian keeps them off the PATH, one folder a version.
pub(crate) fn programs() -> Option<PathBuf> {
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let debian = fs::read_dir("/usr/lib/postgresql")
        .ok()
        .into_iter()
        .flatten()
        .flatten();
    debian
        .map(|entry| entry.path())
        .max_by_key(|folder| version(folder))
        .map(|folder| folder.join("bin"))
        .into_iter()
        .chain(command::find("initdb").and_then(|file| file.parent().map(PathBuf::from)))
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// The running cluster; dropping it stops the server and removes its folder.
pub(crate) struct Cluster {
    // Fields are dropped in this order: the server ends before its files go.
    _server: Guarded,
    _folder: Folder,
    pub(crate) url: String,
}

impl Cluster {
    pub(crate) fn start() -> Result<Cluster, String> {
        let programs = programs().ok_or("no initdb found; install the package postgresql")?;
        let run_as = database_user()?;
        let folder = Folder::create(run_as)?;
        let data = folder.0.join("data");
        initdb(&programs, &data, run_as)?;
        let port = free_port()?;
        let mut postgres = Command::new(programs.join("postgres"));
        postgres
            .current_dir(&folder.0)
            .arg("-D")
            .arg(&data)
            .arg("-p")
            .arg(port.to_string());
        for setting in SETTINGS {
            postgres.args(["-c", setting]);
        }
        let mut server = Guarded::start(Server {
            command: postgres,
            stop_signal: "INT",
            run_as,
            log: folder.0.join("postgres.log"),
        })?;
        // The last line of this file is how pg_ctl, too, learns that connections are taken.
        let status = data.join("postmaster.pid");
        server
            .wait_for("readiness", START_LIMIT, |_| {
                fs::read_to_string(&status)
                    .is_ok_and(|text| text.lines().nth(7).is_some_and(|l| l.trim() == "ready"))
                    .then_some(())
            })
            .map_err(|problem| format!("PostgreSQL on port {port}: {problem}"))?;
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        Ok(Cluster {
            _server: server,
            _folder: folder,
            url,
        })
    }
}

/// PostgreSQL refuses to run as root; Debian's package brings a user for it.
fn database_user() -> Result<Option<(u32, u32)>, String> {
    if !command::is_root() {
        return Ok(None);
    }
    let postgres = command::user_ids(Some("postgres"));
    postgres.map(Some).ok_or_else(|| {
        "PostgreSQL does not run as root and there is no user `postgres`; install Debian's package \
         postgresql or run the tests as another user"
            .into()
    })
}

fn initdb(programs: &Path, data: &Path, run_as: Option<(u32, u32)>) -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    let mut initdb = Command::new(programs.join("initdb"));
    if let Some((user, group)) = run_as {
        initdb.uid(user).gid(group);
    }
    initdb
        .current_dir(data.parent().unwrap_or(Path::new("/")))
        .args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ])
        .args(["--no-sync", "--no-instructions"])
        .arg("--pgdata")
        .arg(data)
        .stdout(std::process::Stdio::null());
    command::run(&mut initdb, INITDB_LIMIT)
}

/// Free a moment ago; who takes it meanwhile makes the server's start fail with its own words.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|l| l.local_addr());
    listener
        .map(|address| address.port())
        .map_err(|e| format!("no free port: {e}"))
}

/// A file system in memory: each test makes a database of some hundred files, which is most of what it takes on a disk.
const IN_MEMORY: &str = "/dev/shm";
/// What the cluster may take there at most, in bytes, with room to spare.
const ROOM: u64 = 4 << 30;

/// Where the cluster's folder lies.
fn parent(is_for_other: bool) -> PathBuf {
    let mut df = Command::new("df");
    let free = df
        .args(["--block-size=1", "--output=avail", IN_MEMORY])
        .output();
    let free = free.ok().and_then(|told| {
        let told = String::from_utf8(told.stdout).ok()?;
        told.lines().nth(1)?.trim().parse::<u64>().ok()
    });
    match (free, is_for_other) {
        (Some(bytes), _) if bytes >= ROOM => PathBuf::from(IN_MEMORY),
        // A TMPDIR of root's own would be closed to the database user.
        (_, true) => PathBuf::from("/tmp"),
        (_, false) => std::env::temp_dir(),
    }
}

/// The number of the process that uses the folder follows.
const FOLDER_PREFIX: &str = "spoc-tests-postgres-";

/// A chore that was interrupted could not remove its folder; its server is gone with it.
fn remove_orphans(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name
            .to_str()
            .and_then(|name| name.strip_prefix(FOLDER_PREFIX));
        if number.is_some_and(|number| !Path::new("/proc").join(number).exists()) {
            // Another user's folder stays, which harms nothing.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A folder that only the database user can enter.
struct Folder(PathBuf);

impl Folder {
    fn create(owner: Option<(u32, u32)>) -> Result<Folder, String> {
        let parent = parent(owner.is_some());
        remove_orphans(&parent);
        let path = parent.join(format!("{FOLDER_PREFIX}{}", std::process::id()));
        let trouble = |e: std::io::Error| format!("{}: {e}", path.display());
        fs::create_dir(&path).map_err(trouble)?;
        let folder = Folder(path.clone());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).map_err(trouble)?;
        if let Some((user, group)) = owner {
            chown(&path, Some(user), Some(group)).map_err(trouble)?;
        }
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(problem) = fs::remove_dir_all(&self.0) {
            eprintln!("    {} stays behind: {problem}", self.0.display());
        }
    }
}
