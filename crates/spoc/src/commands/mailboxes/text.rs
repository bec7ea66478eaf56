//! Mailboxes as text: what a file says of them, and where in it something is wrong.

use channels::mail::actions::{MailboxEdit, Wrong, WrongAccount};
use channels::mail::fetching::account::{Account, Security, SignIn};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use toml::{Spanned, Value};
use work::policy_text::TextProblem;

/// Largest file, in bytes.
const FILE_MAX_BYTES: u64 = 1_000_000;
/// Largest file with a password, in bytes.
const SECRET_MAX_BYTES: u64 = 10_000;
/// How a password is named.
const SECRET: &str =
    "name where the password is: { env = \"DESK_PASSWORD\" } or { file = \"desk.password\" }";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    mailboxes: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    address: Spanned<String>,
    name: Option<Spanned<String>>,
    team: Option<Spanned<String>>,
    service: Option<Spanned<String>>,
    active: Option<bool>,
    trusted_servers: Option<Spanned<Vec<String>>>,
    plus_addresses: Option<bool>,
    imap: Option<Spanned<Imap>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Imap {
    host: Spanned<String>,
    security: Option<Spanned<String>>,
    port: Option<Spanned<u16>>,
    user: Option<Spanned<String>>,
    password: Option<Spanned<Value>>,
    folder: Option<Spanned<String>>,
    move_to: Option<Spanned<String>>,
    #[serde(default)]
    takes_old: bool,
    silence_hours: Option<Spanned<i64>>,
}

/// A file of mailboxes.
pub(super) struct Listing {
    name: String,
    text: String,
    /// Where the files with passwords are, if nothing else is said.
    folder: PathBuf,
}

/// A mailbox as the file says it.
pub(super) struct Listed {
    pub(super) edit: MailboxEdit,
    pub(super) team: Option<Spanned<String>>,
    pub(super) service: Option<Spanned<String>>,
    pub(super) imap: Option<Fetched>,
    address_at: usize,
    name_at: usize,
    servers_at: usize,
}

/// Where it is fetched from.
pub(super) struct Fetched {
    pub(super) account: Account,
    /// The password; without it the one that is kept stays.
    pub(super) password: Option<String>,
    /// Where each part stands that can be wrong.
    places: BTreeMap<&'static str, usize>,
    begins: usize,
}

impl Listing {
    /// Reads a file; `-` is the standard input.
    pub(super) fn read(file: &Path) -> Result<Self, String> {
        let name = file.display().to_string();
        let text = match name.as_str() {
            "-" => bounded(std::io::stdin(), FILE_MAX_BYTES),
            _ => std::fs::File::open(file).and_then(|it| bounded(it, FILE_MAX_BYTES)),
        };
        Ok(Self {
            text: text.map_err(|error| format!("{name}: {error}"))?,
            folder: file.parent().unwrap_or(Path::new("")).to_owned(),
            name,
        })
    }

    /// Something that is wrong at a byte of it.
    pub(super) fn problem(&self, at: usize, what: impl Into<String>) -> TextProblem {
        TextProblem::at(&self.name, &self.text, at, what)
    }

    /// The mailboxes, or all that keeps them from being read.
    pub(super) fn mailboxes(&self) -> Result<Vec<Listed>, Vec<TextProblem>> {
        let file: File = toml::from_str(&self.text)
            .map_err(|error| vec![TextProblem::unreadable(&self.name, &self.text, &error)])?;
        let (mut all, mut problems) = (Vec::<Listed>::new(), Vec::new());
        for entry in file.mailboxes {
            match self.listed(entry) {
                Ok(one) if all.iter().any(|it| it.edit.address == one.edit.address) => {
                    let what = format!("{} is named twice; leave one out", one.edit.address);
                    problems.push(self.problem(one.address_at, what));
                }
                Ok(one) => all.push(one),
                Err(problem) => problems.push(problem),
            }
        }
        match problems.is_empty() {
            true => Ok(all),
            false => Err(problems),
        }
    }

    fn listed(&self, entry: Entry) -> Result<Listed, TextProblem> {
        let address_at = entry.address.span().start;
        let address = entry.address.get_ref().trim().to_lowercase();
        let at = |span: Option<usize>| span.unwrap_or(address_at);
        let servers = entry.trusted_servers.as_ref();
        let lower = |all: &Vec<String>| all.iter().map(|one| one.to_lowercase()).collect();
        let imap = match entry.imap {
            Some(imap) => Some(self.fetched(imap, &address)?),
            None => None,
        };
        Ok(Listed {
            edit: MailboxEdit {
                name: match &entry.name {
                    Some(name) => name.get_ref().trim().to_owned(),
                    None => address.clone(),
                },
                address,
                team: None,
                service: None,
                active: entry.active.unwrap_or(true),
                trusted_servers: servers.map_or_else(Vec::new, |it| lower(it.get_ref())),
                plus_addresses: entry.plus_addresses.unwrap_or(true),
            },
            address_at,
            name_at: at(entry.name.map(|it| it.span().start)),
            servers_at: at(servers.map(|it| it.span().start)),
            team: entry.team,
            service: entry.service,
            imap,
        })
    }

    fn fetched(&self, imap: Spanned<Imap>, address: &str) -> Result<Fetched, TextProblem> {
        let begins = imap.span().start;
        let imap = imap.into_inner();
        let mut places = BTreeMap::new();
        let mut word = |part, said: Option<Spanned<String>>, usual: &str| {
            let Some(said) = said else {
                return usual.to_owned();
            };
            places.insert(part, said.span().start);
            said.into_inner().trim().to_owned()
        };
        let host = word("host", Some(imap.host), "").to_lowercase();
        let user = word("user", imap.user, address);
        let folder = word("folder", imap.folder, "INBOX");
        let move_to = word("move_to", imap.move_to, "");
        let named = word("security", imap.security, Security::default().name());
        let Some(security) = Security::named(&named) else {
            let known = Security::ALL.map(Security::name).join(", ");
            let what = format!("security is one of {known}");
            return Err(self.problem(places["security"], what));
        };
        let password = match imap.password {
            None => None,
            Some(named) => {
                places.insert("password", named.span().start);
                let found = self.secret(named.get_ref());
                Some(found.map_err(|what| self.problem(named.span().start, what))?)
            }
        };
        if let Some(port) = &imap.port {
            places.insert("port", port.span().start);
        }
        if let Some(hours) = &imap.silence_hours {
            places.insert("silence_hours", hours.span().start);
        }
        let account = Account {
            host,
            port: match imap.port {
                Some(port) => port.into_inner(),
                None => security.usual_port(),
            },
            security,
            user,
            sign_in: SignIn::Password,
            folder,
            move_to,
            takes_old: imap.takes_old,
            silence_hours: imap.silence_hours.map(Spanned::into_inner),
        };
        Ok(Fetched {
            account,
            password,
            places,
            begins,
        })
    }

    /// A password from where it is named. The text itself never has it, and what is said of it does not either.
    fn secret(&self, named: &Value) -> Result<String, String> {
        let table = named.as_table().filter(|table| table.len() == 1);
        let one = table.and_then(|table| table.iter().next());
        let secret = match one.map(|(key, value)| (key.as_str(), value.as_str())) {
            Some(("env", Some(variable))) => std::env::var(variable)
                .map_err(|_| format!("the environment has no variable {variable}; set it"))?,
            Some(("file", Some(path))) => {
                let opened = std::fs::File::open(self.folder.join(path));
                let read = opened.and_then(|it| bounded(it, SECRET_MAX_BYTES));
                let read = read.map_err(|error| format!("{path}: {error}"))?;
                read.trim_end_matches(['\r', '\n']).to_owned()
            }
            _ => return Err(format!("a password does not stand in the text; {SECRET}")),
        };
        match secret.is_empty() {
            true => Err("the password is empty".to_owned()),
            false => Ok(secret),
        }
    }
}

impl Listed {
    /// Where it stands that a mailbox is wrong, and what would be right.
    pub(super) fn blamed(&self, wrong: Wrong) -> (usize, &'static str) {
        match wrong {
            Wrong::Name => (self.name_at, "a name has 1 to 100 characters"),
            Wrong::Address | Wrong::Taken => (
                self.address_at,
                "write an address such as desk@example.com, without anything behind a plus",
            ),
            Wrong::Long => (
                self.address_at,
                "write an address with at most 24 characters before the @, as answers go to it with up to 40 more behind a \
                 plus; or say plus_addresses = false, if its server takes no such addresses",
            ),
            Wrong::Servers => (
                self.servers_at,
                "name up to 10 mail servers, such as mx.example.com",
            ),
        }
    }
}

impl Fetched {
    /// Where it stands that an account is wrong, and what would be right.
    pub(super) fn blamed(&self, wrong: WrongAccount) -> (usize, &'static str) {
        let (part, what) = match wrong {
            WrongAccount::Host => ("host", "name a server with 1 to 200 characters"),
            WrongAccount::Plain => (
                "security",
                "unencrypted only a server on this machine is talked to; say security = \"tls\" or \"starttls\"",
            ),
            WrongAccount::Port => ("port", "a port is between 1 and 65535"),
            WrongAccount::User => ("user", "name a user with 1 to 200 characters"),
            WrongAccount::Password => (
                "password",
                "no password is kept for this user of this server; name where it is: \
                 password = { env = \"DESK_PASSWORD\" } or { file = \"desk.password\" }",
            ),
            WrongAccount::Grant => (
                "user",
                "the provider has not allowed it yet; connect the mailbox at /admin/mail",
            ),
            WrongAccount::Folder => ("folder", "name a folder with 1 to 200 characters"),
            WrongAccount::MoveTo => (
                "move_to",
                "name another folder than the one that is fetched",
            ),
            WrongAccount::Silence => ("silence_hours", "say a number of hours between 1 and 8784"),
        };
        (self.places.get(part).copied().unwrap_or(self.begins), what)
    }
}

/// All of it, if it is no more than so much.
fn bounded(from: impl Read, max_bytes: u64) -> std::io::Result<String> {
    let mut text = String::new();
    from.take(max_bytes + 1).read_to_string(&mut text)?;
    match text.len() as u64 > max_bytes {
        true => Err(std::io::Error::other(format!(
            "more than {max_bytes} bytes"
        ))),
        false => Ok(text),
    }
}
