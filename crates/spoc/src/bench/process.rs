//! The server as a process of its own: how soon its first page comes, and what it holds while idle.

use super::Outcome;
use super::client::Client;
use super::report::Report;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::Location;

/// How long the server is left alone before its memory is read.
const IDLE: Duration = Duration::from_secs(3);

pub(super) async fn measure(location: &Location, report: &mut Report) -> Outcome<()> {
    let folder = location.folder.clone();
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe()?)
        .arg("serve")
        .arg("--data")
        .arg(folder)
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()?;
    let measured = look(&mut child, begun);
    child.kill()?;
    child.wait()?;
    let (first_page, idle_mb) = measured?;
    report.heading("The server as a process of its own");
    report.at_most(
        "first page after start",
        first_page.as_secs_f64() * 1000.0,
        "ms",
        1000.0,
    );
    report.at_most("memory while idle", idle_mb, "MB", 100.0);
    Ok(())
}

fn look(child: &mut Child, begun: Instant) -> Outcome<(Duration, f64)> {
    let out = child.stdout.take().ok_or("the server says nothing")?;
    let mut lines = BufReader::new(out).lines();
    let address: SocketAddr = loop {
        let line = lines.next().ok_or("the server ended")??;
        if let Some((_, address)) = line.split_once("http://") {
            break address.trim().parse()?;
        }
    };
    Client::connect(address, "/sign-in", "")?.ask()?;
    let first_page = begun.elapsed();
    std::thread::sleep(IDLE);
    let process = child.id().to_string();
    let kib = crate::memory::resident_kib(&process).ok_or("no figure of memory")?;
    Ok((first_page, kib as f64 / 1024.0))
}
