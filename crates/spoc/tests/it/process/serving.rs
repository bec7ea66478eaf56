//! A server that a test started, and that ends with the test.

use super::{Client, Place};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The administrator of every desk that is set up here.
pub(crate) const ADMINISTRATOR: &str = "ada@desk.test";
/// The administrator's password.
pub(crate) const PASSWORD: &str = "a few quiet words";
/// Longest time that a server takes to end by itself.
const END_TIMEOUT: Duration = Duration::from_secs(20);

/// A server.
pub(crate) struct Serving {
    child: Child,
    out: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
}

impl Serving {
    /// Starts `spoc serve` on a free port and waits until it listens.
    pub(crate) fn start(place: &Place) -> Self {
        Self::start_with(place, &[])
    }

    /// The same, with more arguments.
    pub(crate) fn start_with(place: &Place, more: &[&str]) -> Self {
        let args = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        Self::of(place.command(&args))
    }

    /// Starts a command that serves, and waits until it listens.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let first = line(&mut out);
        let address = first.trim().strip_prefix("Spoc is at http://");
        let address = address.and_then(|address| address.parse().ok());
        Self {
            child,
            out,
            address: address.unwrap_or_else(|| panic!("no address: “{first}”")),
        }
    }

    /// The code for setting it up, as the console says it.
    pub(crate) fn set_up_code(&mut self) -> String {
        let said = line(&mut self.out);
        let link = format!("http://{}/set-up?code=", self.address);
        let code = said.trim().split_once(&link);
        code.unwrap_or_else(|| panic!("no code: “{said}”"))
            .1
            .to_owned()
    }

    /// Makes the first administrator; answers the answer.
    pub(crate) fn set_up(&self, code: &str) -> super::Answer {
        let fields = [
            ("code", code),
            ("organisation", "Desk Test"),
            ("name", "Ada"),
            ("email", ADMINISTRATOR),
            ("password", PASSWORD),
            ("language", "en"),
            ("zone", "Europe/Berlin"),
        ];
        Client::new(self.address).form("/set-up", &fields)
    }

    /// Signs the administrator in; answers a browser.
    pub(crate) fn sign_in(&self) -> Client {
        let fields = [("email", ADMINISTRATOR), ("password", PASSWORD)];
        let answer = Client::new(self.address).form("/sign-in", &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next();
        Client::with_cookie(self.address, cookie.expect("a cookie"))
    }

    /// Asks it to end as an init system does; answers how it ended.
    pub(crate) fn terminate(mut self) -> ExitStatus {
        let signal = ["-TERM".to_owned(), self.child.id().to_string()];
        let sent = Command::new("kill").args(signal).status();
        assert!(sent.expect("kill runs").success());
        let late = Instant::now() + END_TIMEOUT;
        loop {
            if let Some(status) = self.child.try_wait().expect("it is a child") {
                let mut rest = String::new();
                self.out.read_to_string(&mut rest).expect("UTF-8");
                return status;
            }
            assert!(Instant::now() < late, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends it without asking: `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it is a child");
        self.child.wait().expect("it is a child");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line(out: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    out.read_line(&mut line).expect("UTF-8");
    line
}

/// A new desk in this place with an administrator, served; a client with a token of theirs.
pub(crate) fn desk(place: &Place) -> (Serving, Client) {
    let mut serving = Serving::start(place);
    let code = serving.set_up_code();
    assert_eq!(serving.set_up(&code).status, 303);
    let token = token(place);
    let client = Client::with_token(serving.address, &token);
    (serving, client)
}

/// A token of the administrator.
pub(crate) fn token(place: &Place) -> String {
    let made = place.run(&["token", "create", "--user", ADMINISTRATOR]);
    made.ok().trim().to_owned()
}

/// Files an incident; answers its number.
pub(crate) fn incident(client: &mut Client, subject: &str) -> i64 {
    let new = json!({ "kind": "incident", "subject": subject });
    let opened: Value = client.api("POST", "/tickets", &new).ok(201);
    opened["number"].as_i64().expect("a number")
}
