//! The README promises commands. This checks that it still names them and that they do what it says: the demo serves
//! a page, and what it says to run Spoc with makes a desk and its first administrator, word for word but for the
//! folder and the port. `cargo xtask test` is what runs this check.

use crate::command;
use crate::guarded::{Guarded, Server};
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

const COMMANDS: [&str; 2] = ["cargo run --release -- demo", "cargo xtask test"];
const BUILD_LIMIT: Duration = Duration::from_secs(60 * 60);
const START_LIMIT: Duration = Duration::from_secs(60);
const FETCH_LIMIT: Duration = Duration::from_secs(10);
/// Status line and headers are looked at, no more of the page is needed.
const HEAD_BYTES: u64 = 16 * 1024;
const HOST: &str = "http://127.0.0.1:";
/// How the README calls the program: where it was built, and where it was installed.
const PROGRAMS: [&str; 2] = ["target/release/spoc", "spoc"];

pub(crate) fn check(root: &Path) -> Result<(), String> {
    let text = fs::read_to_string(root.join("README.md")).map_err(|e| format!("README.md: {e}"))?;
    names_the_commands(&text)?;
    command::run(
        &mut command::cargo(root, ["build", "--release"]),
        BUILD_LIMIT,
    )?;
    demo_serves(root)?;
    runs_as_written(root, &text)
}

/// Each command stands once as a line of its own in fenced code, so that it can be copied as it is.
fn names_the_commands(readme: &str) -> Result<(), String> {
    let fenced = fenced_lines(readme);
    for command in COMMANDS {
        let count = fenced.iter().filter(|line| **line == command).count();
        if count != 1 {
            return Err(format!(
                "README.md has the line `{command}` {count} times in fenced code; it must stand \
                 there once, exactly so, on a line of its own"
            ));
        }
    }
    Ok(())
}

fn fenced_lines(markdown: &str) -> Vec<&str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in markdown.lines().map(str::trim) {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            lines.push(line);
        }
    }
    lines
}

/// The words of a command line: apart by spaces, but for what stands in quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The arguments of the one fenced command that calls Spoc so, with another data folder.
fn arguments(readme: &str, called: &[&str], data: &str) -> Result<Vec<String>, String> {
    let is_called = |words: &Vec<String>| {
        PROGRAMS.contains(&words[0].as_str()) && words[1..].iter().take(called.len()).eq(called)
    };
    let lines = fenced_lines(readme).into_iter().map(words);
    let mut found: Vec<Vec<String>> = lines
        .filter(|words| !words.is_empty() && is_called(words))
        .collect();
    let name = called.join(" ");
    let (Some(mut line), true) = (found.pop(), found.is_empty()) else {
        return Err(format!(
            "README.md must have one line in fenced code that runs `spoc {name}`"
        ));
    };
    let place = line.iter().position(|word| word == "--data");
    let folder = place.and_then(|place| line.get_mut(place + 1));
    let folder = folder.ok_or(format!(
        "README.md: `spoc {name}` must say where the data is, with --data"
    ))?;
    data.clone_into(folder);
    Ok(line.split_off(1))
}

/// The value of an argument.
fn value<'w>(words: &'w [String], name: &str) -> Result<&'w str, String> {
    let place = words.iter().position(|word| word == name);
    let value = place.and_then(|place| words.get(place + 1));
    value
        .map(String::as_str)
        .ok_or(format!("README.md: {} must name {name}", words.join(" ")))
}

/// Serves and makes an administrator as the README says, in a folder that is thrown away.
fn runs_as_written(root: &Path, readme: &str) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("spoc-readme-{}", std::process::id()));
    fs::create_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let ran = runs_in(&folder, root, readme);
    // What was to be seen has been seen; a folder that stays is no fault of the README.
    let _ = fs::remove_dir_all(folder);
    ran
}

fn runs_in(folder: &Path, root: &Path, readme: &str) -> Result<(), String> {
    let trouble = |e: std::io::Error| e.to_string();
    let data = folder.join("data").display().to_string();
    // It says under which address browsers reach it, so the port must be known before.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
    let port = port.map_err(trouble)?.port();
    let spoc = |arguments: &[String]| {
        let mut command = command::cargo(root, ["run", "--release", "--quiet", "--"]);
        command.args(arguments);
        command
    };
    let serve = arguments(readme, &["serve"], &data)?;
    let url = value(&serve, "--base-url")?;
    let mut command = spoc(&serve);
    command.args(["--listen", &format!("127.0.0.1:{port}")]);
    println!("    $ spoc {} --listen 127.0.0.1:{port}", serve.join(" "));
    let mut server = Guarded::start(Server {
        command,
        stop_signal: "TERM",
        run_as: None,
        log: folder.join("log"),
    })?;
    let told = format!("Make the first account at {url}/set-up?code=");
    server.wait_for("the code for the first account", START_LIMIT, |log| {
        fs::read_to_string(log).ok()?.contains(&told).then_some(())
    })?;
    fetch(&Address {
        port,
        path: "/set-up".to_owned(),
    })?;
    let create = arguments(readme, &["admin", "create"], &data)?;
    println!("    $ spoc {}", create.join(" "));
    let made = spoc(&create).output().map_err(trouble)?;
    let out = String::from_utf8_lossy(&made.stdout);
    let link = format!("{}/password/reset/", value(&create, "--base-url")?);
    if made.status.success() && out.contains(&link) {
        return Ok(());
    }
    let err = String::from_utf8_lossy(&made.stderr);
    Err(format!(
        "`spoc {}` prints no link for a password:\n{out}{err}",
        create.join(" ")
    ))
}

fn demo_serves(root: &Path) -> Result<(), String> {
    let demo = command::cargo(
        root,
        ["run", "--release", "--", "demo", "--listen", "127.0.0.1:0"],
    );
    println!("    $ {} --listen 127.0.0.1:0", COMMANDS[0]);
    let log = std::env::temp_dir().join(format!("spoc-demo-{}.log", std::process::id()));
    let served = Guarded::start(Server {
        command: demo,
        stop_signal: "TERM",
        run_as: None,
        log: log.clone(),
    })
    .and_then(|mut server| {
        let address = server.wait_for("an address to open", START_LIMIT, |log| {
            printed_address(&fs::read_to_string(log).ok()?)
        })?;
        println!(
            "    the demo answers on {HOST}{}{}",
            address.port, address.path
        );
        fetch(&address)
    });
    // The log matters only while the demo runs; its end stands in the error already.
    let _ = fs::remove_file(log);
    served.map_err(|problem| format!("`{}`: {problem}", COMMANDS[0]))
}

#[derive(Debug, PartialEq)]
struct Address {
    port: u16,
    path: String,
}

/// The first loopback address in a finished line.
fn printed_address(log: &str) -> Option<Address> {
    let (finished, _) = log.rsplit_once('\n')?;
    let (_, rest) = finished.split_once(HOST)?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let path: String = rest[digits..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "/-_.~?=&%".contains(*c))
        .collect();
    let path = if path.starts_with('/') {
        path
    } else {
        "/".to_owned()
    };
    Some(Address {
        port: rest[..digits].parse().ok()?,
        path,
    })
}

fn fetch(address: &Address) -> Result<(), String> {
    let trouble = |e: std::io::Error| format!("GET {}: {e}", address.path);
    let socket = SocketAddr::from((Ipv4Addr::LOCALHOST, address.port));
    let mut stream = TcpStream::connect_timeout(&socket, FETCH_LIMIT).map_err(trouble)?;
    stream
        .set_read_timeout(Some(FETCH_LIMIT))
        .map_err(trouble)?;
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
        address.path, address.port
    );
    stream.write_all(request.as_bytes()).map_err(trouble)?;
    let mut answer = Vec::new();
    stream
        .take(HEAD_BYTES)
        .read_to_end(&mut answer)
        .map_err(trouble)?;
    let answer = String::from_utf8_lossy(&answer);
    match answer.split_whitespace().nth(1) {
        Some("200" | "303") => Ok(()),
        _ => Err(format!(
            "GET {} was answered with `{}`; a page (200) or the way to one (303) is right",
            address.path,
            answer.lines().next().unwrap_or_default()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_must_stand_in_fenced_code() {
        let good =
            "# Spoc\n```sh\ncargo run --release -- demo\n```\n\n```\ncargo xtask test\n```\n";
        assert_eq!(names_the_commands(good), Ok(()));
        let prose = "Type cargo xtask test.\n```\ncargo run --release -- demo\n```\n";
        let problem = names_the_commands(prose).unwrap_err();
        assert!(problem.contains("`cargo xtask test` 0 times"), "{problem}");
    }

    #[test]
    fn a_command_is_run_as_it_is_written_but_for_its_folder() {
        let readme = "`spoc serve --data /prose`\n```sh\ntarget/release/spoc serve --data /srv --base-url https://a.test\n\n\
                      spoc admin create a@a.test --name \"A B\" --data /srv\n```\n";
        let serve = arguments(readme, &["serve"], "/tmp/x").unwrap();
        assert_eq!(
            serve,
            ["serve", "--data", "/tmp/x", "--base-url", "https://a.test"]
        );
        assert_eq!(value(&serve, "--base-url"), Ok("https://a.test"));
        let create = arguments(readme, &["admin", "create"], "/tmp/x").unwrap();
        assert_eq!(
            create,
            [
                "admin", "create", "a@a.test", "--name", "A B", "--data", "/tmp/x"
            ]
        );
        for wrong in [
            "",
            "```\nspoc serve\n```\n",
            "```\nspoc serve --data\n```\n",
        ] {
            assert!(arguments(wrong, &["serve"], "/tmp/x").is_err(), "{wrong}");
        }
        assert!(arguments(&readme.repeat(2), &["serve"], "/tmp/x").is_err());
    }

    #[test]
    fn the_address_is_read_only_from_a_finished_line() {
        let address = |log| printed_address(log).map(|a| (a.port, a.path));
        assert_eq!(address("open http://127.0.0.1:80"), None);
        assert_eq!(
            address("open http://127.0.0.1:8080\n"),
            Some((8080, "/".into()))
        );
        assert_eq!(
            address("Open \u{1b}[1mhttp://127.0.0.1:41/setup?code=a-b\u{1b}[0m now\nmore"),
            Some((41, "/setup?code=a-b".into()))
        );
    }
}
