//! A real IMAP server for one test: Dovecot, in a folder of its own, with one user.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Who signs in.
pub const USER: &str = "desk";
/// Their password.
pub const PASSWORD: &str = "a-mailbox-of-its-own";
/// How long it may take until the server answers.
const STARTING: Duration = Duration::from_secs(20);
/// Whose mail it is when the tests run as root: Dovecot never serves root's.
const OF_ROOT: (u32, u32) = (8, 8);

/// A server; it ends with this value.
pub struct Dovecot {
    folder: tempfile::TempDir,
    child: Option<Child>,
    port: u16,
    encrypted_port: u16,
    /// The folder with `certificate.pem` and `key.pem`.
    certificate: Option<PathBuf>,
    /// Where it is told of what a token allows.
    provider: Option<String>,
    next: u32,
}

impl Dovecot {
    /// Starts one.
    ///
    /// # Panics
    /// Without Dovecot (`dovecot-imapd` of Debian).
    pub fn start() -> Self {
        Self::start_with(None, None)
    }

    /// Starts one that offers TLS, with `certificate.pem` and `key.pem` of a folder.
    ///
    /// # Panics
    /// Without Dovecot (`dovecot-imapd` of Debian).
    pub fn start_encrypted(certificate: &Path) -> Self {
        Self::start_with(Some(certificate.to_owned()), None)
    }

    /// Starts one that takes the tokens of a provider and no password. It asks at this address, with the token behind it.
    ///
    /// # Panics
    /// Without Dovecot (`dovecot-imapd` of Debian).
    pub fn start_for_tokens(introspection: &str) -> Self {
        Self::start_with(None, Some(introspection.to_owned()))
    }

    /// The same, that knows what the standard says of tokens (OAUTHBEARER) and not what the large providers do.
    ///
    /// # Panics
    /// Without Dovecot (`dovecot-imapd` of Debian).
    pub fn start_for_standard_tokens(introspection: &str) -> Self {
        let mut server = Self::start_for_tokens(introspection);
        server.stop();
        let at = server.folder.path().join("conf");
        let conf = std::fs::read_to_string(&at).expect("the settings");
        std::fs::write(&at, conf.replace("xoauth2 oauthbearer", "oauthbearer"))
            .expect("the settings");
        server.go_on();
        server
    }

    /// Starts one that copies messages and takes them out of a folder, and does not move them at once.
    ///
    /// # Panics
    /// Without Dovecot (`dovecot-imapd` of Debian).
    pub fn start_without_moving() -> Self {
        let mut server = Self::start();
        server.stop();
        let at = server.folder.path().join("conf");
        let mut conf = std::fs::read_to_string(&at).expect("the settings");
        conf.push_str("imap_capability = IMAP4rev1 IDLE LITERAL+ UIDPLUS\n");
        std::fs::write(&at, conf).expect("the settings");
        server.go_on();
        server
    }

    fn start_with(certificate: Option<PathBuf>, provider: Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // Both at once, so that they are not the same.
        let free = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
        let [port, encrypted_port] =
            free.map(|free| free.local_addr().expect("its address").port());
        let mut server = Self {
            port,
            encrypted_port,
            certificate,
            provider,
            folder,
            child: None,
            next: 0,
        };
        server.prepare();
        server.go_on();
        server
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port where it listens for TLS.
    pub fn encrypted_port(&self) -> u16 {
        self.encrypted_port
    }

    /// Ends it as a machine that loses its power does.
    ///
    /// # Panics
    /// When it runs no more.
    pub fn stop(&mut self) {
        let mut child = self.child.take().expect("it runs");
        // Its master takes its children along only when it is asked to end.
        let asked = Command::new("kill").arg(child.id().to_string()).status();
        asked.expect("it is asked to end");
        child.wait().expect("it ends");
    }

    /// Starts it again where it was.
    ///
    /// # Panics
    /// When it does not start.
    pub fn go_on(&mut self) {
        let program = ["/usr/sbin/dovecot", "/usr/bin/dovecot"];
        let program = program.iter().find(|path| Path::new(path).exists());
        let program = program.expect("dovecot; install the package dovecot-imapd");
        let mut start = Command::new(program);
        start
            .arg("-F")
            .arg("-c")
            .arg(self.folder.path().join("conf"));
        let start = start.stdout(Stdio::null()).stderr(Stdio::null());
        self.child = Some(start.spawn().expect("dovecot starts"));
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let log = std::fs::read_to_string(self.folder.path().join("log"));
            assert!(begun.elapsed() < STARTING, "dovecot: {log:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A message comes in.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn delivers(&mut self, message: &str) {
        self.delivers_to("INBOX", message, None);
    }

    /// A message comes into a folder, which is called as it is on the disk; or came at an instant.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn delivers_to(&mut self, folder: &str, message: &str, at: Option<SystemTime>) {
        self.next += 1;
        let name = format!("{}.test", self.next);
        let folder = self.maildir_of(folder);
        let unfinished = folder.join("tmp").join(&name);
        std::fs::write(&unfinished, message).expect("a message");
        if let Some(at) = at {
            let file = std::fs::File::options().append(true).open(&unfinished);
            let dated = file.and_then(|file| file.set_modified(at));
            dated.expect("it came in then");
        }
        own(&unfinished, self.owner());
        std::fs::rename(&unfinished, folder.join("new").join(name)).expect("it is delivered");
    }

    /// Its messages get other numbers, as when they are brought to another machine.
    ///
    /// # Panics
    /// When it does not start again.
    pub fn renumbers(&mut self) {
        self.stop();
        for file in std::fs::read_dir(self.maildir())
            .expect("the mail")
            .flatten()
        {
            let name = file.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("dovecot-uidlist") || name.starts_with("dovecot.index") {
                std::fs::remove_file(file.path()).expect("it forgets its numbers");
            }
        }
        self.go_on();
    }

    /// Somebody marks a message of the inbox that lies there as this file, by a letter: `S` for seen, `T` for deleted.
    ///
    /// # Panics
    /// When there is no such message.
    pub fn marks(&self, file: &str, letter: &str) {
        let from = self.maildir().join("new").join(file);
        let to = self
            .maildir()
            .join("cur")
            .join(format!("{file}:2,{letter}"));
        std::fs::rename(from, to).expect("it is marked");
    }

    /// The files of the messages that lie in a folder: those that were seen have an S at the end of their names.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn lying_in(&self, folder: &str) -> Vec<String> {
        let folder = self.maildir_of(folder);
        let mut names = Vec::new();
        for part in ["new", "cur"] {
            let Ok(files) = std::fs::read_dir(folder.join(part)) else {
                continue;
            };
            let files = files.flatten().map(|file| file.file_name());
            names.extend(files.map(|name| name.to_string_lossy().into_owned()));
        }
        names.sort();
        names
    }

    /// Makes a folder.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn has_folder(&self, name: &str) {
        self.make(&self.maildir().join(format!(".{name}")));
    }

    fn maildir(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    fn maildir_of(&self, folder: &str) -> PathBuf {
        match folder {
            "INBOX" => self.maildir(),
            other => self.maildir().join(format!(".{other}")),
        }
    }

    fn make(&self, maildir: &Path) {
        for part in ["", "new", "cur", "tmp"] {
            let made = maildir.join(part);
            std::fs::create_dir_all(&made).expect("a folder");
            own(&made, self.owner());
        }
    }

    /// Who owns the mail.
    fn owner(&self) -> (u32, u32) {
        let own = std::fs::metadata(self.folder.path()).expect("the folder");
        match own.uid() {
            0 => OF_ROOT,
            uid => (uid, own.gid()),
        }
    }

    fn prepare(&mut self) {
        let (folder, port) = (self.folder.path().display(), self.port);
        let (uid, gid) = self.owner();
        // Whoever is not root runs all of it as themselves, and without cages.
        let users = match uid == OF_ROOT.0 {
            true => String::new(),
            false => {
                let name = |flag: &str| {
                    let named = Command::new("id").args([flag, "-n"]).output();
                    String::from_utf8(named.expect("id").stdout).expect("a name")
                };
                format!(
                    "default_internal_user = {0}\ndefault_login_user = {0}\ndefault_internal_group = {1}\n",
                    name("-u").trim(),
                    name("-g").trim()
                )
            }
        };
        let (tls, encrypted_port) = match &self.certificate {
            None => ("ssl = no\n".to_owned(), 0),
            Some(at) => {
                let at = at.display();
                let tls = format!(
                    "ssl = yes\nssl_cert = <{at}/certificate.pem\nssl_key = <{at}/key.pem\n"
                );
                (tls, self.encrypted_port)
            }
        };
        let signing_in = match &self.provider {
            None => format!("passdb {{\n  driver = static\n  args = password={PASSWORD}\n}}\n"),
            Some(introspection) => {
                let at = self.folder.path().join("oauth2");
                let settings = format!(
                    "introspection_mode = get\nintrospection_url = {introspection}\nusername_attribute = username\n\
                     active_attribute = active\nactive_value = true\n"
                );
                std::fs::write(&at, settings).expect("the settings");
                format!(
                    "auth_mechanisms = xoauth2 oauthbearer\npassdb {{\n  driver = oauth2\n  \
                     mechanisms = xoauth2 oauthbearer\n  args = {}\n}}\n",
                    at.display()
                )
            }
        };
        let conf = format!(
            "protocols = imap\nlisten = 127.0.0.1\nbase_dir = {folder}/run\nstate_dir = {folder}/state\nlog_path = {folder}/log\n\
             {tls}disable_plaintext_auth = no\nmail_location = maildir:{folder}/mail\nfirst_valid_uid = 1\n{users}{signing_in}\
             userdb {{\n  driver = static\n  args = uid={uid} gid={gid} home={folder}/home allow_all_users=yes\n}}\n\
             service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {port}\n  }}\n  inet_listener imaps {{\n    port = {encrypted_port}\n    ssl = yes\n  }}\n}}\n\
             service anvil {{\n  chroot =\n}}\n"
        );
        std::fs::write(self.folder.path().join("conf"), conf).expect("the settings");
        open_to_all(self.folder.path());
        for own_folder in ["home", "run", "state"] {
            std::fs::create_dir_all(self.folder.path().join(own_folder)).expect("a folder");
        }
        own(&self.folder.path().join("home"), self.owner());
        self.make(&self.maildir());
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        if self.child.is_some() {
            self.stop();
        }
    }
}

/// Its workers, who are not root, come into the folder.
fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let all = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder, all).expect("the folder is ours");
}

fn own(path: &Path, (uid, gid): (u32, u32)) {
    chown(path, Some(uid), Some(gid)).expect("mail of its own");
}
