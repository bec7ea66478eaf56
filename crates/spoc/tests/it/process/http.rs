//! A small client of HTTP/1.1 over a plain connection that is kept open.

use serde_json::Value;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longest time that an answer may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Somebody who asks.
pub(crate) struct Client {
    address: SocketAddr,
    connection: Option<BufReader<TcpStream>>,
    /// Lines that go with every request.
    headers: String,
    /// Goes with every request as its `Idempotency-Key`.
    pub(crate) key: Option<String>,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The document, if the status is this one.
    #[track_caller]
    pub(crate) fn ok(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The first header of this name.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

impl Client {
    /// Somebody whom nobody knows.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            connection: None,
            headers: String::new(),
            key: None,
        }
    }

    /// A script with a token.
    pub(crate) fn with_token(address: SocketAddr, token: &str) -> Self {
        Self {
            headers: format!("Authorization: Bearer {token}\r\n"),
            ..Self::new(address)
        }
    }

    /// A browser with a session.
    pub(crate) fn with_cookie(address: SocketAddr, cookie: &str) -> Self {
        Self {
            headers: format!("Cookie: {cookie}\r\n"),
            ..Self::new(address)
        }
    }

    /// Asks; an answer came in full or not at all.
    pub(crate) fn ask(
        &mut self,
        method: &str,
        path: &str,
        body: Option<(&str, &[u8])>,
    ) -> io::Result<Answer> {
        let (media_type, content) = body.unwrap_or_default();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n{headers}Content-Length: {length}\r\n",
            address = self.address,
            headers = self.headers,
            length = content.len(),
        );
        if !media_type.is_empty() {
            head.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        if let Some(key) = &self.key {
            head.push_str(&format!("Idempotency-Key: {key}\r\n"));
        }
        head.push_str("\r\n");
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let stream = TcpStream::connect(self.address)?;
                stream.set_read_timeout(Some(TIMEOUT))?;
                stream.set_nodelay(true)?;
                BufReader::new(stream)
            }
        };
        let mut request = head.into_bytes();
        request.extend_from_slice(content);
        connection.get_mut().write_all(&request)?;
        let answer = receive(&mut connection)?;
        if answer.header("connection") != "close" {
            self.connection = Some(connection);
        }
        Ok(answer)
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, None).expect("an answer")
    }

    /// Sends a form.
    pub(crate) fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let form = pairs.join("&");
        let body = ("application/x-www-form-urlencoded", form.as_bytes());
        self.ask("POST", path, Some(body)).expect("an answer")
    }

    /// Sends a document to the API.
    pub(crate) fn api(&mut self, method: &str, path: &str, document: &Value) -> Answer {
        self.try_api(method, path, document).expect("an answer")
    }

    /// The same, where the server may be gone.
    pub(crate) fn try_api(
        &mut self,
        method: &str,
        path: &str,
        document: &Value,
    ) -> io::Result<Answer> {
        let path = format!("/api/spoc/v1{path}");
        if document.is_null() {
            return self.ask(method, &path, None);
        }
        let text = document.to_string();
        self.ask(method, &path, Some(("application/json", text.as_bytes())))
    }
}

fn receive(connection: &mut BufReader<TcpStream>) -> io::Result<Answer> {
    let broken = |what: &str| io::Error::new(io::ErrorKind::UnexpectedEof, what.to_owned());
    let mut line = || {
        let mut line = String::new();
        if connection.read_line(&mut line)? == 0 || !line.ends_with("\r\n") {
            return Err(broken("the answer ends in its head"));
        }
        Ok(line.trim_end().to_owned())
    };
    let status = line()?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let mut answer = Answer {
        status: status.ok_or_else(|| broken("no status"))?,
        headers: Vec::new(),
        bytes: Vec::new(),
    };
    loop {
        let line = line()?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        let header = (name.to_lowercase(), value.trim().to_owned());
        answer.headers.push(header);
    }
    if answer.header("transfer-encoding") == "chunked" {
        answer.bytes = chunks(connection)?;
    } else {
        answer.bytes = vec![0; answer.header("content-length").parse().unwrap_or(0)];
        connection.read_exact(&mut answer.bytes)?;
    }
    Ok(answer)
}

fn chunks(connection: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let mut line = String::new();
        connection.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "no size of a chunk"))?;
        let begin = all.len();
        all.resize(begin + size + 2, 0);
        connection.read_exact(&mut all[begin..])?;
        all.truncate(begin + size);
        if size == 0 {
            return Ok(all);
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
