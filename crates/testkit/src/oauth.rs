//! A provider for one test: a small server that gives tokens as OAuth 2.0 says, and takes nothing for granted. A code is
//! given for one address and one challenge and taken once (PKCE, RFC 7636); each refresh token is taken once, too, and whoever
//! shows one a second time ends all of them. Mail servers may ask it what a token allows (RFC 7662).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// What the provider calls the desk.
pub const CLIENT: &str = "spoc-desk";
/// By what the desk proves that it is that one.
pub const SECRET: &str = "a-secret-of-the-desk";
/// For how long a token lasts, as the provider says it.
pub const LASTS_SECS: i64 = 3_600;
/// How long somebody may take to ask.
const PATIENCE: Duration = Duration::from_secs(5);

/// A code that was given.
struct Code {
    redirect_uri: String,
    challenge: String,
}

#[derive(Default)]
struct Given {
    next: u32,
    codes: BTreeMap<String, Code>,
    refresh: BTreeSet<String>,
    used: BTreeSet<String>,
    access: BTreeSet<String>,
    refreshed: u32,
    refuses: bool,
}

/// The provider; whose mailbox it is about is always the same.
pub struct Provider {
    port: u16,
    given: Arc<Mutex<Given>>,
}

impl Provider {
    /// Starts one for the mailbox of a user.
    ///
    /// # Panics
    /// Without a free port.
    pub fn start(user: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let given = Arc::new(Mutex::new(Given::default()));
        let known = Arc::clone(&given);
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let known = Arc::clone(&known);
                std::thread::spawn(move || {
                    // Whoever goes away is answered nothing.
                    let _ = answer(stream, user, &known);
                });
            }
        });
        Self { port, given }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of one of its pages.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Somebody opens the page at this address of it and allows what is asked; answers where they are sent then.
    ///
    /// # Panics
    /// When it refuses.
    pub fn allows(&self, address: &str) -> String {
        let path = address
            .strip_prefix(&self.url(""))
            .expect("an address of it");
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it answers");
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n").expect("it listens");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let location = answer
            .lines()
            .find_map(|line| line.strip_prefix("Location: "));
        location.unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// Takes back all access tokens, before they end.
    pub fn ends_access(&self) {
        self.known().access.clear();
    }

    /// Takes back everything: nothing is given any more.
    pub fn refuses(&self) {
        self.known().refuses = true;
    }

    /// How many times access was given for a refresh token.
    pub fn refreshed(&self) -> u32 {
        self.known().refreshed
    }

    /// All secrets that it has given, and the desk's.
    pub fn secrets(&self) -> Vec<String> {
        let known = self.known();
        let all = known.refresh.iter().chain(&known.used).chain(&known.access);
        all.cloned().chain([SECRET.to_owned()]).collect()
    }

    fn known(&self) -> MutexGuard<'_, Given> {
        self.given.lock().expect("nobody failed")
    }
}

fn answer(stream: TcpStream, user: &str, given: &Mutex<Given>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream);
    let mut asked = String::new();
    reader.read_line(&mut asked)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let target = asked.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut given = given.lock().expect("nobody failed");
    let (status, more, text) = match path {
        "/authorize" => given.code(&fields(query)),
        "/token" => given.tokens(&fields(&String::from_utf8_lossy(&body))),
        "/introspect" => given.token_of(user, &fields(query)),
        _ => ("404 Not Found", String::new(), String::new()),
    };
    write!(
        reader.into_inner(),
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n{text}",
        text.len()
    )
}

type Answer = (&'static str, String, String);

fn said(status: &'static str, text: String) -> Answer {
    (status, String::new(), text)
}

fn refused(error: &str) -> Answer {
    let text = format!(r#"{{"error":"{error}","error_description":"not like this"}}"#);
    said("400 Bad Request", text)
}

impl Given {
    /// Somebody allows what is asked, at once.
    fn code(&mut self, asked: &BTreeMap<String, String>) -> Answer {
        let of = |name: &str| asked.get(name).cloned().unwrap_or_default();
        let right = of("response_type") == "code"
            && of("client_id") == CLIENT
            && of("code_challenge_method") == "S256"
            && of("code_challenge").len() == 43
            && of("state").len() >= 40
            && !of("scope").is_empty();
        if !right {
            return refused("invalid_request");
        }
        let code = self.fresh("code");
        let redirect_uri = of("redirect_uri");
        let location = format!(
            "Location: {redirect_uri}?code={code}&state={}\r\n",
            of("state")
        );
        let challenge = of("code_challenge");
        self.codes.insert(
            code,
            Code {
                redirect_uri,
                challenge,
            },
        );
        ("302 Found", location, String::new())
    }

    fn tokens(&mut self, asked: &BTreeMap<String, String>) -> Answer {
        let of = |name: &str| asked.get(name).cloned().unwrap_or_default();
        if of("client_id") != CLIENT || of("client_secret") != SECRET {
            return refused("invalid_client");
        }
        if self.refuses {
            return refused("invalid_grant");
        }
        match of("grant_type").as_str() {
            "authorization_code" => {
                let Some(code) = self.codes.remove(&of("code")) else {
                    return refused("invalid_grant");
                };
                let verifier = digest(&SHA256, of("code_verifier").as_bytes());
                let proved = URL_SAFE_NO_PAD.encode(verifier) == code.challenge;
                if !proved || code.redirect_uri != of("redirect_uri") {
                    return refused("invalid_grant");
                }
            }
            "refresh_token" => {
                let token = of("refresh_token");
                if self.used.contains(&token) {
                    // It was stolen, from one of the two.
                    self.refresh.clear();
                }
                if !self.refresh.remove(&token) {
                    return refused("invalid_grant");
                }
                self.used.insert(token);
                self.refreshed += 1;
            }
            _ => return refused("unsupported_grant_type"),
        }
        let (access, refresh) = (self.fresh("access"), self.fresh("refresh"));
        let text = format!(
            r#"{{"token_type":"Bearer","access_token":"{access}","refresh_token":"{refresh}","expires_in":{LASTS_SECS}}}"#
        );
        self.access.insert(access);
        self.refresh.insert(refresh);
        said("200 OK", text)
    }

    /// What a token allows.
    fn token_of(&self, user: &str, asked: &BTreeMap<String, String>) -> Answer {
        let known = asked
            .get("token")
            .is_some_and(|it| self.access.contains(it));
        said(
            "200 OK",
            match known {
                true => format!(r#"{{"active":true,"username":"{user}"}}"#),
                false => r#"{"active":false}"#.to_owned(),
            },
        )
    }

    fn fresh(&mut self, what: &str) -> String {
        self.next += 1;
        let seed = format!("{what}:{}", self.next);
        let chance = digest(&SHA256, seed.as_bytes());
        format!("{what}-{}", URL_SAFE_NO_PAD.encode(chance))
    }
}

/// The fields of a form or a query.
fn fields(text: &str) -> BTreeMap<String, String> {
    let each = text.split('&').filter_map(|pair| pair.split_once('='));
    each.map(|(name, value)| (name.to_owned(), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                let digits = String::from_utf8_lossy(&digits).into_owned();
                u8::from_str_radix(&digits, 16).unwrap_or(b'?')
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
