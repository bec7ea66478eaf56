//! The way to Chromium and back: its DevTools protocol over a pair of pipes, one JSON document after another,
//! each ended by a zero byte.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Longest time that Chromium may take for one answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(60);
/// Starts Chromium with its pipes, in a folder that goes when it ends. It ends by itself when we do.
const START: &str = r#"
folder=$(mktemp -d "${TMPDIR:-/tmp}/spoc-browser-XXXXXX")
chromium --user-data-dir="$folder" "$@" 3<&0 4>&1 0</dev/null 1>/dev/null
rm -rf "$folder"
"#;
const FLAGS: [&str; 17] = [
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=PreloadTopChromeWebUI,Translate,OptimizationHints,MediaRouter",
    "--hide-scrollbars",
    "--mute-audio",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--lang=en-US",
];

/// What one page has said by itself since it was opened.
#[derive(Default)]
pub(super) struct Heard {
    /// Errors on its console, and exceptions.
    pub(super) complaints: Vec<String>,
    /// The addresses that it has asked for, each with what for (`Document`, `Script`, `XHR` …).
    pub(super) requests: Vec<(String, String)>,
    /// What somebody has begun to drag.
    pub(super) dragged: Option<Value>,
    /// By what Chromium knows the service worker that was registered last.
    pub(super) worker: Option<Value>,
}

#[derive(Default)]
struct Shared {
    waiting: HashMap<u64, SyncSender<Value>>,
    pages: HashMap<String, Heard>,
    ended: bool,
}

/// A running Chromium.
pub(super) struct Pipe {
    child: Mutex<Child>,
    to: Mutex<Option<ChildStdin>>,
    shared: Arc<Mutex<Shared>>,
    next: AtomicU64,
}

impl Pipe {
    pub(super) fn open() -> Self {
        let mut child = Command::new("sh")
            .args(["-c", START, "chromium"])
            .args(FLAGS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell runs");
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let shared = Arc::new(Mutex::new(Shared::default()));
        let listening = shared.clone();
        std::thread::spawn(move || listen(from.expect("its output"), &listening));
        Self {
            child: Mutex::new(child),
            to: Mutex::new(to),
            shared,
            next: AtomicU64::new(1),
        }
    }

    /// Asks for something; of a page if one is named. What goes wrong is Chromium's own word for it.
    pub(super) fn ask(&self, page: &str, method: &str, params: &Value) -> Result<Value, String> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !page.is_empty() {
            message["sessionId"] = page.into();
        }
        let answer = self.send(id, &message)?;
        let answer = answer.recv_timeout(ANSWER_LIMIT).map_err(|_| {
            format!("Chromium did not answer {method}; is the package chromium there?")
        })?;
        match answer["error"]["message"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["result"].clone()),
        }
    }

    fn send(&self, id: u64, message: &Value) -> Result<Receiver<Value>, String> {
        let (answered, answer) = sync_channel(1);
        let mut shared = lock(&self.shared);
        if shared.ended {
            return Err("Chromium has ended; is the package chromium there?".into());
        }
        shared.waiting.insert(id, answered);
        drop(shared);
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut to = lock(&self.to);
        let sent = to.as_mut().map(|to| to.write_all(&bytes));
        match sent {
            Some(Ok(())) => Ok(answer),
            _ => Err("Chromium has ended".into()),
        }
    }

    /// What a page has said, to be read and emptied.
    pub(super) fn heard<T>(&self, page: &str, look: impl FnOnce(&mut Heard) -> T) -> T {
        look(lock(&self.shared).pages.entry(page.into()).or_default())
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        // Without its pipe Chromium ends by itself, and the shell removes its folder.
        *lock(&self.to) = None;
        // Whether it was still there is of no interest any more.
        let _ = lock(&self.child).wait();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listen(from: ChildStdout, shared: &Mutex<Shared>) {
    let mut from = BufReader::new(from);
    let mut bytes = Vec::new();
    while from.read_until(0, &mut bytes).is_ok_and(|count| count > 0) {
        bytes.pop();
        let message: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        bytes.clear();
        let mut shared = lock(shared);
        match message["id"].as_u64() {
            // Who has stopped waiting does not want it any more.
            Some(id) => drop(shared.waiting.remove(&id).map(|to| to.send(message))),
            None => hear(&mut shared, &message),
        }
    }
    let mut shared = lock(shared);
    shared.ended = true;
    shared.waiting.clear();
}

fn hear(shared: &mut Shared, message: &Value) {
    let params = &message["params"];
    let Some(page) = message["sessionId"].as_str() else {
        return;
    };
    let heard = shared.pages.entry(page.into()).or_default();
    let complaint = match message["method"].as_str().unwrap_or_default() {
        "Network.requestWillBeSent" => {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let request = (text(&params["request"]["url"]), text(&params["type"]));
            heard.requests.push(request);
            return;
        }
        "Input.dragIntercepted" => {
            heard.dragged = Some(params["data"].clone());
            return;
        }
        "ServiceWorker.workerRegistrationUpdated" => {
            let last = params["registrations"]
                .as_array()
                .and_then(|all| all.last());
            heard.worker = last.map(|last| last["registrationId"].clone());
            return;
        }
        "Runtime.exceptionThrown" => &params["exceptionDetails"],
        "Runtime.consoleAPICalled" if params["type"] == "error" => &params["args"],
        "Log.entryAdded" if params["entry"]["level"] == "error" => &params["entry"],
        _ => return,
    };
    heard.complaints.push(complaint.to_string());
}
