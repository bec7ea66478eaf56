//! A small HTTP client: one connection that is kept, one request after the other. To this machine alone.

use super::Outcome;
use super::report::Times;
use std::io::ErrorKind::{TimedOut, WouldBlock};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// A kept connection.
pub(super) struct Client {
    stream: BufReader<TcpStream>,
    request: Vec<u8>,
    begun: Vec<u8>,
}

impl Client {
    /// Connects; every request asks for `path` with these headers, each of which ends its line.
    pub(super) fn connect(address: SocketAddr, path: &str, headers: &str) -> Outcome<Self> {
        if !address.ip().is_loopback() {
            return Err("the benchmark talks to this machine alone".into());
        }
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\n{headers}\r\n");
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, stream),
            request: request.into_bytes(),
            begun: Vec::new(),
        })
    }

    /// Asks once; answers status and body.
    pub(super) fn ask(&mut self) -> Outcome<(u16, Vec<u8>)> {
        self.stream.get_mut().write_all(&self.request)?;
        self.answer()
    }

    /// Sends something elsewhere on the same connection; answers the status.
    pub(super) fn post(&mut self, path: &str, headers: &str, body: &str) -> Outcome<u16> {
        let length = body.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        Ok(self.answer()?.0)
    }

    /// Asks for a stream of lines that does not end by itself; waits for its first line.
    pub(super) fn listen(mut self) -> Outcome<Self> {
        self.stream.get_mut().write_all(&self.request)?;
        let stream = self.stream.get_mut();
        stream.set_read_timeout(Some(Duration::from_millis(100)))?;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(10) {
            if self.line()?.is_some_and(|line| line.starts_with(':')) {
                return Ok(self);
            }
        }
        Err("the stream does not begin".into())
    }

    /// The next line of a stream, if one comes soon.
    pub(super) fn line(&mut self) -> Outcome<Option<String>> {
        match self.stream.read_until(b'\n', &mut self.begun) {
            Ok(0) => Err("the server closed the stream".into()),
            Ok(_) => {
                let line = String::from_utf8_lossy(&self.begun).trim_end().to_owned();
                self.begun.clear();
                Ok(Some(line))
            }
            Err(error) if matches!(error.kind(), WouldBlock | TimedOut) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn answer(&mut self) -> Outcome<(u16, Vec<u8>)> {
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err("the server closed the connection".into());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest.split(' ').next().unwrap_or_default().parse()?;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, body))
    }
}

/// What some clients measured together.
pub(super) struct Load {
    pub(super) times: Times,
    pub(super) per_sec: f64,
}

/// Lets `clients` ask for `path` over and over, for `lasting` at the most.
pub(super) fn load(
    address: SocketAddr,
    path: &str,
    headers: &str,
    clients: usize,
    lasting: Duration,
) -> Outcome<Load> {
    let begun = Instant::now();
    let work = || -> Outcome<(Times, usize)> {
        let mut client = Client::connect(address, path, headers)?;
        let (mut times, mut count) = (Times::default(), 0);
        while begun.elapsed() < lasting {
            let asked = Instant::now();
            let (status, _) = client.ask()?;
            times.add(asked.elapsed());
            if status != 200 {
                return Err(format!("{path} answered {status}").into());
            }
            count += 1;
        }
        Ok((times, count))
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..clients).map(|_| scope.spawn(work)).collect();
        let (mut times, mut count) = (Times::default(), 0);
        for client in running {
            let (some, done) = client
                .join()
                .map_err(|_| "a client of the benchmark panicked")??;
            times.append(some);
            count += done;
        }
        Ok(Load {
            times,
            per_sec: count as f64 / begun.elapsed().as_secs_f64(),
        })
    })
}
