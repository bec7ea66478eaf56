//! A real virus scanner for one test: clamd, in a folder of its own, which knows one virus.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = "/usr/sbin/clamd";
/// How long it may take until it answers.
const STARTING: Duration = Duration::from_secs(30);
/// What its one virus is made of. It harms nobody, and no other scanner knows it.
pub const VIRUS: &str = "SPOC-TEST-OF-A-VIRUS-SCANNER";
/// What the virus is called.
pub const VIRUS_NAME: &str = "Spoc.Test.File";
/// Larger files it does not look at.
pub const LARGEST_BYTES: usize = 1024 * 1024;

/// A scanner; it ends with this value.
pub struct Clamd {
    folder: tempfile::TempDir,
    port: u16,
    child: Option<Child>,
}

impl Clamd {
    /// Starts one.
    ///
    /// # Panics
    /// Without clamd (`clamav-daemon` of Debian).
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its address").port();
        drop(free);
        let hex: String = VIRUS.bytes().map(|byte| format!("{byte:02x}")).collect();
        let signatures = folder.path().join("signatures");
        std::fs::create_dir(&signatures).expect("a folder");
        let signature = format!("{VIRUS_NAME}:0:*:{hex}\n");
        std::fs::write(signatures.join("test.ndb"), signature).expect("a signature");
        let at = folder.path().display();
        let settings = format!(
            "LocalSocket {at}/socket\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {at}/signatures\nForeground yes\n\
             LogFile {at}/log\nStreamMaxLength {LARGEST_BYTES}\n"
        );
        std::fs::write(folder.path().join("conf"), settings).expect("the settings");
        let mut scanner = Self {
            folder,
            port,
            child: None,
        };
        scanner.go_on();
        scanner
    }

    /// Its address.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    /// Starts it again where it was.
    ///
    /// # Panics
    /// When it does not start.
    pub fn go_on(&mut self) {
        assert!(
            Path::new(PROGRAM).exists(),
            "no {PROGRAM}; install the package clamav-daemon"
        );
        let mut start = Command::new(PROGRAM);
        start.arg("-c").arg(self.folder.path().join("conf"));
        let start = start.stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(start.spawn().expect("clamd starts"));
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() || !self.socket().exists() {
            let log = std::fs::read_to_string(self.folder.path().join("log"));
            assert!(begun.elapsed() < STARTING, "clamd: {log:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it.
    ///
    /// # Panics
    /// When it runs no more.
    pub fn stop(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().expect("it ends");
        child.wait().expect("it has ended");
        // Killed, it leaves its socket lying, if it got as far as to make one.
        let _ = std::fs::remove_file(self.socket());
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        if self.child.is_some() {
            self.stop();
        }
    }
}
