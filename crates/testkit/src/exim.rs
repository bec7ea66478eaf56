//! A real SMTP server for one test: Exim, in a folder of its own, which keeps whatever it is given for anybody.

use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = "/usr/sbin/exim4";
/// How long it may take until the server answers, and until it has delivered what it was given.
const PATIENCE: Duration = Duration::from_secs(20);
/// As whom it works when the tests run as root: Exim delivers nothing as root.
const OF_ROOT: &str = "nobody";

/// How it signs whoever shows a token in: it asks the provider, and believes nothing else.
const TOKENS: &str = r#"begin authenticators
tokens:
  driver = plaintext
  public_name = XOAUTH2
  server_prompts = :
  server_set_id = token
  server_condition = ${if match{$auth1}{\N^user=([^\x01]+)\x01auth=Bearer ([^\x01]+)\x01\x01$\N} \
    {${if match{${readsocket{inet:127.0.0.1:PORT}{GET /introspect?token=$2 HTTP/1.0\r\n\r\n}{5s}}}{\N"active":true\N}{yes}{no}}}{no}}
"#;

/// A server; it ends with this value.
pub struct Exim {
    folder: tempfile::TempDir,
    child: Child,
    port: u16,
}

impl Exim {
    /// Starts one.
    ///
    /// # Panics
    /// Without Exim (`exim4-daemon-light` of Debian).
    pub fn start() -> Self {
        Self::start_with(&More::default())
    }

    /// Starts one that takes mail from whoever shows a token of a provider (XOAUTH2). It asks the provider on this port of
    /// this machine.
    ///
    /// # Panics
    /// Without Exim (`exim4-daemon-light` of Debian).
    pub fn start_for_tokens(provider_port: u16) -> Self {
        Self::start_with(&More {
            authenticators: TOKENS.replace("PORT", &provider_port.to_string()),
            ..More::default()
        })
    }

    /// Starts one that hands over what is for these domains, each to whoever listens on that port of this machine (LMTP);
    /// what is for others it keeps.
    ///
    /// # Panics
    /// Without Exim (`exim4-daemon-light` of Debian).
    pub fn start_between(domains: &[(&str, u16)]) -> Self {
        Self::start_forwarding("lmtp", domains)
    }

    /// The same, that speaks SMTP with them.
    ///
    /// # Panics
    /// Without Exim (`exim4-daemon-light` of Debian).
    pub fn start_between_by_smtp(domains: &[(&str, u16)]) -> Self {
        Self::start_forwarding("smtp", domains)
    }

    fn start_forwarding(protocol: &str, domains: &[(&str, u16)]) -> Self {
        let mut more = More::default();
        for (domain, port) in domains {
            more.routers.push_str(&format!(
                "to_{port}:\n  driver = manualroute\n  domains = {domain}\n  route_list = * 127.0.0.1 byname\n  \
                 self = send\n  transport = to_{port}\n"
            ));
            more.transports.push_str(&format!(
                "to_{port}:\n  driver = smtp\n  protocol = {protocol}\n  port = {port}\n  allow_localhost\n  hosts_avoid_tls = *\n"
            ));
        }
        Self::start_with(&more)
    }

    /// Starts one that has no mailbox of this name, in no domain, and says so to whoever names it as a recipient.
    ///
    /// # Panics
    /// Without Exim (`exim4-daemon-light` of Debian).
    pub fn start_without(nobody: &str) -> Self {
        Self::start_with(&More {
            nobody: nobody.to_owned(),
            ..More::default()
        })
    }

    fn start_with(more: &More) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its address").port();
        drop(free);
        let settings = settings(folder.path(), port, more);
        assert!(
            Path::new(PROGRAM).exists(),
            "no {PROGRAM}; install the package exim4-daemon-light"
        );
        let mut start = Command::new(PROGRAM);
        start.arg("-C").arg(settings).arg("-bdf");
        let start = start.stdout(Stdio::null()).stderr(Stdio::null());
        let child = start.spawn().expect("exim starts");
        let server = Self {
            folder,
            child,
            port,
        };
        server.waits_until("it answers", || {
            TcpStream::connect(("127.0.0.1", port)).ok()
        });
        server
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it has delivered, once nothing is on its way any more: each message as it lies in the mailbox, where its
    /// first lines say from whom (`Return-path`) and to whom (`Envelope-to`) it came.
    ///
    /// # Panics
    /// When it does not deliver what it was given, or its mailbox cannot be read.
    pub fn delivered(&self) -> Vec<Vec<u8>> {
        let spool = self.folder.path().join("spool/input");
        self.waits_until("it has delivered", || {
            let left = std::fs::read_dir(&spool).map_or(0, Iterator::count);
            (left == 0).then_some(())
        });
        let lying = std::fs::read_dir(self.folder.path().join("mail/new"));
        let files = lying.into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = files.map(|file| file.path()).collect();
        paths.sort();
        let read = |path: &PathBuf| std::fs::read(path).expect("a message");
        paths.iter().map(read).collect()
    }

    fn waits_until<T>(&self, what: &str, is: impl Fn() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = is() {
                return found;
            }
            let log = std::fs::read_to_string(self.folder.path().join("mainlog"));
            assert!(begun.elapsed() < PATIENCE, "exim: {what}: {log:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Exim {
    fn drop(&mut self) {
        // Its children end by themselves when they have delivered. One that has ended already cannot be ended, and
        // there is nobody to tell: a test that misses it has failed by then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What it does beside keeping whatever it is given.
#[derive(Default)]
struct More {
    /// For whom it takes nothing.
    nobody: String,
    authenticators: String,
    routers: String,
    transports: String,
}

/// Writes its settings down, and answers where.
fn settings(folder: &Path, port: u16, more: &More) -> PathBuf {
    let More {
        nobody,
        authenticators,
        routers,
        transports,
    } = more;
    let own = std::fs::metadata(folder).expect("the folder");
    let user = match own.uid() {
        0 => OF_ROOT.to_owned(),
        uid => uid.to_string(),
    };
    let group = match own.uid() {
        0 => "nogroup".to_owned(),
        _ => own.gid().to_string(),
    };
    let at = folder.display();
    let accepted = match authenticators.as_str() {
        "" => "accept",
        _ => "accept authenticated = *",
    };
    let (known, only) = match nobody.as_str() {
        "" => ("", String::new()),
        nobody => (
            "require verify = recipient\n  ",
            format!("  local_parts = ! {nobody}\n"),
        ),
    };
    let text = format!(
        "spool_directory = {at}/spool\nlog_file_path = {at}/%slog\npid_file_path = {at}/pid\nprimary_hostname = mx.example\n\
         local_interfaces = 127.0.0.1\ndaemon_smtp_ports = {port}\nexim_user = {user}\nexim_group = {group}\nnever_users =\n\
         keep_environment =\nhost_lookup =\nrfc1413_query_timeout = 0s\ntls_advertise_hosts =\nsmtp_receive_timeout = 10s\n\
         smtp_accept_queue_per_connection = 0\nsmtp_accept_max = 0\nmessage_size_limit = 60M\nacl_smtp_rcpt = all\n\
         begin acl\nall:\n  {known}{accepted}\nbegin routers\n{routers}all:\n  driver = accept\n{only}  transport = kept\n\
         begin transports\n{transports}kept:\n  driver = appendfile\n  directory = {at}/mail\n  maildir_format\n  create_directory\n  \
         user = {user}\n  group = {group}\n  return_path_add\n  envelope_to_add\n{authenticators}"
    );
    let path = folder.join("conf");
    std::fs::write(&path, text).expect("the settings");
    if own.uid() == 0 {
        let all = std::os::unix::fs::PermissionsExt::from_mode(0o777);
        std::fs::set_permissions(folder, all).expect("the folder is ours");
    }
    path
}
