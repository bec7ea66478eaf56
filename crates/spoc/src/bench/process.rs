//! The server as a process of its own: how soon its first page comes, and what it holds while idle.

use super::Outcome;
use super::client::Client;
use super::report::Report;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::Location;

/// How long the server is left alone before its memory is read: what follows the log has first to catch up with all that
/// was written before.
const IDLE: Duration = Duration::from_secs(20);
/// Pages that are asked for before its memory is read again.
const USED: usize = 2_000;
/// People who try to sign in before that.
const SIGNING_IN: usize = 5;

/// A server of its own over an archive; it ends with this value.
pub(super) struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    pub(super) fn start(location: &Location) -> Outcome<Self> {
        Self::start_with(location, &[])
    }

    /// The same, in a surrounding with these variables.
    pub(super) fn start_with(location: &Location, more: &[(&str, &str)]) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("serve")
            .arg("--data")
            .arg(&location.folder)
            .args(["--listen", "127.0.0.1:0"])
            .envs(more.iter().copied())
            .stdout(Stdio::piped())
            .spawn()?;
        let address = told(&mut child);
        let address = address.inspect_err(|_| end(&mut child))?;
        Ok(Self { child, address })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

/// The address that the server prints.
fn told(child: &mut Child) -> Outcome<SocketAddr> {
    let out = child.stdout.take().ok_or("the server says nothing")?;
    let mut lines = BufReader::new(out).lines();
    loop {
        let line = lines.next().ok_or("the server ended")??;
        if let Some((_, address)) = line.split_once("http://") {
            return Ok(address.trim().parse()?);
        }
    }
}

/// The memory that a process holds, in MB.
pub(super) fn resident_mb(process: u32) -> Outcome<f64> {
    let kib = crate::memory::resident_kib(&process.to_string()).ok_or("no figure of memory")?;
    Ok(kib as f64 / 1024.0)
}

/// The memory of a process that is its own, in MB.
fn own_mb(process: u32) -> Outcome<f64> {
    let kib = crate::memory::own_kib(&process.to_string()).ok_or("no figure of memory")?;
    Ok(kib as f64 / 1024.0)
}

/// `cookie` is the header of somebody who is signed in.
pub(super) fn measure(location: &Location, cookie: &str, report: &mut Report) -> Outcome<()> {
    let begun = Instant::now();
    let served = Served::start(location)?;
    Client::connect(served.address(), "/sign-in", "")?.ask()?;
    let first_page = begun.elapsed();
    std::thread::sleep(IDLE);
    let idle_mb = resident_mb(served.id())?;
    use_it(served.address(), cookie)?;
    std::thread::sleep(IDLE);
    let (used_mb, own_mb) = (resident_mb(served.id())?, own_mb(served.id())?);
    report.heading("The server as a process of its own");
    report.at_most(
        "first page after start",
        first_page.as_secs_f64() * 1000.0,
        "ms",
        1000.0,
    );
    report.at_most("memory while idle, never used", idle_mb, "MB", 100.0);
    report.at_most("its own memory while idle after use", own_mb, "MB", 100.0);
    report.say(&format!(
        "with the pages of files that the system can take back: {used_mb:.0} MB"
    ));
    Ok(())
}

/// Lists, searches and tickets are asked for, and wrong passwords are tried.
fn use_it(address: SocketAddr, cookie: &str) -> Outcome<()> {
    let mut lists = Client::connect(address, "/tickets?q=state:open", cookie)?;
    let mut found = Client::connect(address, "/tickets?q=printer", cookie)?;
    for _ in 0..USED / 2 {
        lists.ask()?;
        found.ask()?;
    }
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let mut door = Client::connect(address, "/sign-in", "")?;
    for number in 0..SIGNING_IN {
        let sent = format!("email=nobody-{number}%40example.com&password=wrong-one");
        let status = door.post("/sign-in", form, &sent)?;
        if !matches!(status, 422 | 429) {
            return Err(format!("/sign-in answered {status}").into());
        }
    }
    Ok(())
}
