//! `cargo xtask replies`: in how many real messages other libraries find the reply, beside ours. The figures in
//! `docs/decisions/mail-is-read-by-mail-parser.md` come from here.
//!
//! What is a reply, people have read and written down for our own tests (`expected.tsv`); a library has found it where
//! its last line is the same. Libraries come from their registries into `target/replies`, unless an interpreter is
//! named that has one already.

use crate::command::{cargo, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Our own test, which fails where ours misses one.
const OURS: &str = "the_reply_in_real_messages_is_what_somebody_wrote";
const EXPECTED: &str = "crates/channels/src/mail/reply/expected.tsv";
/// Where the real messages are, unless the variable says otherwise.
const MESSAGES: (&str, &str) = ("SPOC_TEST_MAIL", "/work/shared/data/email");
const PYTHON_LIBRARY: &str = "email-reply-parser==0.5.12";
const NODE_LIBRARY: &str = "email-reply-parser@2.3.7";
const BUILD: Duration = Duration::from_secs(60 * 60);
const FETCH: Duration = Duration::from_secs(5 * 60);
/// Whoever has not found the reply of one message after so long does not find it.
const PATIENCE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(5);

/// What was asked for on the command line.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Options {
    /// An interpreter of Python that has the library.
    python: Option<PathBuf>,
    /// A folder in whose `node_modules` the library is.
    node: Option<PathBuf>,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Options, String> {
        let mut options = Options::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let place = match word.as_str() {
                "--python" => &mut options.python,
                "--node" => &mut options.node,
                _ => {
                    return Err(format!(
                        "`{word}` is not an option of replies; see `cargo xtask help`"
                    ));
                }
            };
            let path = words.next().ok_or(format!("{word} takes a path"))?;
            *place = Some(path.into());
        }
        Ok(options)
    }
}

/// A message, and the last line of the reply in it.
struct Message {
    path: PathBuf,
    last: String,
}

pub(crate) fn count(root: &Path, options: Options) -> Result<(), String> {
    let messages = messages(root)?;
    let mut ours = cargo(root, ["test", "--quiet", "--package", "channels", "--lib"]);
    run(ours.arg(OURS), BUILD)?;
    let scripts = root.join("xtask/replies");
    let folder = root.join("target/replies");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let python = options.python.map_or_else(|| python(&folder), Ok)?;
    let node = options.node.map_or_else(|| node(&folder), Ok)?;
    let all = messages.len();
    println!("ours: {all} of {all}");
    let mut asking = Command::new(python);
    asking.arg(scripts.join("found.py"));
    told(PYTHON_LIBRARY, &messages, &asking)?;
    let mut asking = Command::new("node");
    asking.current_dir(node).arg(scripts.join("found.mjs"));
    told(NODE_LIBRARY, &messages, &asking)
}

fn messages(root: &Path) -> Result<Vec<Message>, String> {
    let (variable, usual) = MESSAGES;
    let folder = std::env::var_os(variable).map_or(PathBuf::from(usual), PathBuf::from);
    let table = root.join(EXPECTED);
    let table = fs::read_to_string(&table).map_err(|e| format!("{}: {e}", table.display()))?;
    let read = |line: &str| {
        let (name, lines) = line.split_once('\t')?;
        Some((folder.join(name), lines.parse().ok()?))
    };
    let mut all = Vec::new();
    for (path, lines) in table.lines().filter_map(read) {
        let bytes = fs::read(&path);
        let bytes = bytes.map_err(|e| format!("{}: {e}; {variable} says where", path.display()))?;
        let text = String::from_utf8_lossy(&bytes);
        let last = last_line(text.trim().lines().take(lines));
        all.push(Message { path, last });
    }
    Ok(all)
}

fn last_line<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let written = lines.map(str::trim).filter(|line| !line.is_empty());
    written.last().unwrap_or_default().to_owned()
}

/// Says in how many of the messages a library finds the reply.
fn told(library: &str, messages: &[Message], asking: &Command) -> Result<(), String> {
    let (mut found, mut endless) = (0, 0);
    for Message { path, last } in messages {
        match answer(asking, path)? {
            None => endless += 1,
            Some(said) => found += usize::from(last_line(said.lines()) == *last),
        }
    }
    let all = messages.len();
    let more = match endless {
        0 => String::new(),
        endless => format!(
            ", and does not end on {endless} within {} s",
            PATIENCE.as_secs()
        ),
    };
    println!("{library}: {found} of {all}{more}");
    Ok(())
}

/// What the library takes for the reply in a file; nothing where it does not end.
fn answer(asking: &Command, file: &Path) -> Result<Option<String>, String> {
    let mut command = Command::new(asking.get_program());
    command.args(asking.get_args()).arg(file);
    if let Some(folder) = asking.get_current_dir() {
        command.current_dir(folder);
    }
    let problem = |e: &dyn std::fmt::Display| format!("{}: {e}", file.display());
    // Replies are short: what is said waits in the pipe until the program has ended.
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|e| problem(&e))?;
    let begun = Instant::now();
    while child.try_wait().map_err(|e| problem(&e))?.is_none() {
        if begun.elapsed() > PATIENCE {
            child
                .kill()
                .and_then(|()| child.wait())
                .map_err(|e| problem(&e))?;
            return Ok(None);
        }
        sleep(POLL);
    }
    let output = child.wait_with_output().map_err(|e| problem(&e))?;
    match output.status.success() {
        true => Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned())),
        false => Err(problem(&"the library failed; is it installed?")),
    }
}

/// An interpreter of Python that has the library.
fn python(folder: &Path) -> Result<PathBuf, String> {
    let (place, program) = (folder.join("python"), folder.join("python/bin/python"));
    if !program.exists() {
        run(
            Command::new("python3").args(["-m", "venv"]).arg(place),
            FETCH,
        )?;
    }
    let mut fetch = Command::new(&program);
    fetch.args(["-m", "pip", "install", "--quiet", PYTHON_LIBRARY]);
    run(&mut fetch, FETCH)?;
    Ok(program)
}

/// A folder whose modules the library is one of.
fn node(folder: &Path) -> Result<PathBuf, String> {
    let mut fetch = Command::new("npm");
    fetch
        .current_dir(folder)
        .args(["install", "--no-save", "--silent", NODE_LIBRARY]);
    run(&mut fetch, FETCH)?;
    Ok(folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words)
    }

    #[test]
    fn libraries_are_fetched_unless_one_is_named() {
        assert_eq!(parse("").unwrap(), Options::default());
        let asked = parse("--python /usr/bin/python3 --node /tmp").unwrap();
        assert_eq!(asked.python, Some("/usr/bin/python3".into()));
        assert_eq!(asked.node, Some("/tmp".into()));
        assert!(parse("--python").is_err() && parse("--ruby").is_err());
    }

    #[test]
    fn the_last_line_is_the_last_in_which_something_stands() {
        assert_eq!(last_line("a\n b \n\n".lines()), "b");
        assert_eq!(last_line("".lines()), "");
    }
}
