//! The README promises two commands. This checks that it still names them and that the first one
//! serves a page; the second one is what runs this check.

use crate::command;
use crate::guarded::{Guarded, Server};
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

const COMMANDS: [&str; 2] = ["cargo run --release -- demo", "cargo xtask test"];
const BUILD_LIMIT: Duration = Duration::from_secs(60 * 60);
const START_LIMIT: Duration = Duration::from_secs(60);
const FETCH_LIMIT: Duration = Duration::from_secs(10);
/// Status line and headers are looked at, no more of the page is needed.
const HEAD_BYTES: u64 = 16 * 1024;
const HOST: &str = "http://127.0.0.1:";

pub(crate) fn check(root: &Path) -> Result<(), String> {
    let text = fs::read_to_string(root.join("README.md")).map_err(|e| format!("README.md: {e}"))?;
    names_the_commands(&text)?;
    command::run(
        &mut command::cargo(root, ["build", "--release"]),
        BUILD_LIMIT,
    )?;
    demo_serves(root)
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
