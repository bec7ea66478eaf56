//! Other programs: found on the PATH, shown before they run, stopped when they take too long.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(50);

/// The cargo that started this chore, in the workspace's folder.
pub(crate) fn cargo<const N: usize>(root: &Path, arguments: [&str; N]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root).args(arguments);
    command
}

/// Shows the command, runs it without input and waits for its success, at most for `limit`.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<(), String> {
    let shown = shown(command);
    println!("    $ {shown}");
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .map_err(|e| format!("`{shown}` did not start: {e}"))?;
    let started = Instant::now();
    loop {
        match child.try_wait().map_err(|e| format!("`{shown}`: {e}"))? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("`{shown}` ended with {status}")),
            None if started.elapsed() < limit => sleep(POLL),
            None => {
                // The wait collects the process; that it was killed is the error told below.
                let _ = child.kill().and_then(|()| child.wait());
                return Err(format!("`{shown}` was stopped after {} s", limit.as_secs()));
            }
        }
    }
}

/// True if the program can be started and reports success; what it prints is not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Where a program of this name stands on the PATH.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// The numbers of a user, or of the current one: `id -u` and `id -g`.
pub(crate) fn user_ids(name: Option<&str>) -> Option<(u32, u32)> {
    let number = |option: &str| {
        let output = Command::new("id").arg(option).args(name).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    };
    Some((number("-u")?, number("-g")?))
}

pub(crate) fn is_root() -> bool {
    user_ids(None).is_some_and(|(user, _)| user == 0)
}

/// The command as one would type it; a full path is cut to the program's name.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
