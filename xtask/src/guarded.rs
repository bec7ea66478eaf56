//! A server that cannot outlive the chore. A small shell stands between: it holds one end of a pipe
//! and stops the server, by its process number, as soon as the other end closes. That happens at the
//! end of the step and also when the chore itself is killed.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(20);
const LOG_LINES_SHOWN: usize = 15;

/// `$0` is the signal that asks the server to end; after ten seconds nobody asks any more.
const WATCH: &str = r#"
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
(
    cat <&3 >/dev/null
    kill -s "$0" "$server" 2>/dev/null
    for second in 1 2 3 4 5 6 7 8 9 10; do
        sleep 1
        kill -0 "$server" 2>/dev/null || exit
    done
    kill -s KILL "$server" 2>/dev/null
) &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
"#;

/// What to start, and as whom.
pub(crate) struct Server<'a> {
    /// The program with its arguments.
    pub(crate) command: Command,
    /// The signal on which the server ends in good order.
    pub(crate) stop_signal: &'a str,
    /// User and group, if not the current ones.
    pub(crate) run_as: Option<(u32, u32)>,
    /// Gets all that the server prints.
    pub(crate) log: PathBuf,
}

/// A running server; dropping it stops it.
pub(crate) struct Guarded {
    shell: Child,
    lifeline: Option<ChildStdin>,
    log: PathBuf,
}

impl Guarded {
    pub(crate) fn start(server: Server<'_>) -> Result<Guarded, String> {
        let program = server.command.get_program().to_string_lossy().into_owned();
        let trouble = |e: std::io::Error| format!("`{program}` did not start: {e}");
        let log = File::create(&server.log).map_err(trouble)?;
        let mut shell = Command::new("sh");
        shell.args(["-c", WATCH, server.stop_signal]);
        shell
            .arg(server.command.get_program())
            .args(server.command.get_args());
        if let Some(folder) = server.command.get_current_dir() {
            shell.current_dir(folder);
        }
        if let Some((user, group)) = server.run_as {
            shell.uid(user).gid(group);
        }
        shell
            .stdin(Stdio::piped())
            .stdout(log.try_clone().map_err(trouble)?)
            .stderr(log);
        let mut shell = shell.spawn().map_err(trouble)?;
        let lifeline = shell.stdin.take();
        Ok(Guarded {
            shell,
            lifeline,
            log: server.log,
        })
    }

    /// Asks `ready` again and again until it has an answer, the server has ended, or time is up.
    pub(crate) fn wait_for<T>(
        &mut self,
        what: &str,
        limit: Duration,
        mut ready: impl FnMut(&Path) -> Option<T>,
    ) -> Result<T, String> {
        let started = Instant::now();
        loop {
            if let Some(answer) = ready(&self.log) {
                return Ok(answer);
            }
            let ended = self.shell.try_wait().map_err(|e| e.to_string())?;
            let problem = match ended {
                Some(status) => format!("it ended with {status} before {what}"),
                None if started.elapsed() >= limit => {
                    format!("{what} did not come within {} s", limit.as_secs())
                }
                None => {
                    sleep(POLL);
                    continue;
                }
            };
            return Err(format!(
                "{problem}; the last it printed:\n{}",
                self.log_end()
            ));
        }
    }

    fn log_end(&self) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(LOG_LINES_SHOWN)..].join("\n")
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        // The shell ends once the server has ended, which its own ten seconds bound.
        let _ = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command;

    /// A server that prints its process number and waits.
    fn start(script: &str, log: &Path) -> Guarded {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let log = log.to_path_buf();
        Guarded::start(Server {
            command,
            stop_signal: "TERM",
            run_as: None,
            log,
        })
        .unwrap()
    }

    #[test]
    fn the_server_ends_with_its_guard() {
        let folder = tempfile::tempdir().unwrap();
        let mut server = start("echo $$; exec sleep 60", &folder.path().join("log"));
        let limit = Duration::from_secs(10);
        let number = server
            .wait_for("its number", limit, |log| {
                std::fs::read_to_string(log)
                    .ok()?
                    .trim()
                    .parse::<u32>()
                    .ok()
            })
            .unwrap();
        let is_alive = || command::succeeds(Command::new("kill").args(["-0", &number.to_string()]));
        assert!(is_alive());
        drop(server);
        assert!(!is_alive());
    }

    #[test]
    fn a_server_that_ends_early_is_told_with_its_last_words() {
        let folder = tempfile::tempdir().unwrap();
        let mut server = start("echo port is taken; exit 3", &folder.path().join("log"));
        let never = |_: &Path| None::<()>;
        let problem = server
            .wait_for("readiness", Duration::from_secs(10), never)
            .unwrap_err();
        assert!(problem.contains("exit status: 3"), "{problem}");
        assert!(problem.ends_with("port is taken"), "{problem}");
    }
}
