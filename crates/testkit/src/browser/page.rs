//! One page: going somewhere, looking, pointing, typing, taking a picture.

use super::pipe::Pipe;
use super::{keys, shots_folder, text};
use base64::Engine;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Longest time that anything is waited for.
const WAIT_LIMIT: Duration = Duration::from_secs(40);
/// How long the page itself looks before we ask again: a page that goes takes the question with it.
const LOOK_MILLIS: u32 = 2_000;

/// A window's inside, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// How much everything is magnified, in percent.
    pub zoom: u32,
}

impl Window {
    /// A laptop's screen.
    pub const WIDE: Self = Self::of(1440, 900, 100);
    /// A phone.
    pub const NARROW: Self = Self::of(360, 780, 100);
    /// A laptop's screen at 200 %: half as many pixels of twice the size.
    pub const ZOOMED: Self = Self::of(640, 450, 200);

    const fn of(width: u32, height: u32, zoom: u32) -> Self {
        Self {
            width,
            height,
            zoom,
        }
    }
}

/// What colours the system prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A page in a browser. Closed when it is dropped.
pub struct Page {
    pipe: Arc<Pipe>,
    session: String,
    context: String,
}

impl Page {
    pub(super) fn new(pipe: Arc<Pipe>, session: String, context: String) -> Self {
        let page = Self {
            pipe,
            session,
            context,
        };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            page.ask(&format!("{domain}.enable"), json!({}));
        }
        // Several pages at once, and each believes that it is looked at.
        page.ask(
            "Emulation.setFocusEmulationEnabled",
            json!({ "enabled": true }),
        );
        page.shows(Window::WIDE);
        page.prefers(Theme::Light);
        page
    }

    /// Sizes the window.
    pub fn shows(&self, window: Window) {
        let scale = f64::from(window.zoom) / 100.0;
        let size = json!({
            "width": window.width, "height": window.height, "deviceScaleFactor": scale, "mobile": false,
        });
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    /// Sets the colours that the system prefers; motion is reduced, so that nothing has to be waited for.
    pub fn prefers(&self, theme: Theme) {
        let scheme = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.ask(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        );
    }

    /// Says which language its reader speaks.
    pub fn speaks(&self, language: &str) {
        let headers = json!({ "headers": { "Accept-Language": language } });
        self.ask("Network.setExtraHTTPHeaders", headers);
    }

    /// Takes the network away, or gives it back.
    pub fn is_offline(&self, offline: bool) {
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.ask("Network.emulateNetworkConditions", conditions);
    }

    /// Runs no script of any page from the next one on. Nothing can be waited for within it then.
    pub fn runs_no_scripts(&self) {
        let off = json!({ "value": true });
        self.ask("Emulation.setScriptExecutionDisabled", off);
    }

    /// Gives it a cookie.
    pub fn keeps(&self, url: &str, name: &str, value: &str) {
        let cookie = json!({ "url": url, "name": name, "value": value });
        self.ask("Network.setCookie", cookie);
    }

    /// Runs a script in every document from now on, before the page's own.
    pub fn brings(&self, script: &str) {
        let source = json!({ "source": script });
        self.ask("Page.addScriptToEvaluateOnNewDocument", source);
    }

    /// Goes to an address and waits until everything of it has arrived.
    pub fn goes_to(&self, url: &str) {
        let answer = self.ask("Page.navigate", json!({ "url": url }));
        assert_eq!(answer["errorText"], Value::Null, "{url}");
        self.until(
            &format!("{url} has been loaded"),
            "document.readyState === 'complete'",
        );
    }

    /// Waits until an expression is true, and answers its value.
    #[track_caller]
    pub fn until(&self, awaited: &str, expression: &str) -> Value {
        self.until_within(awaited, expression, WAIT_LIMIT)
    }

    #[track_caller]
    fn until_within(&self, awaited: &str, expression: &str, limit: Duration) -> Value {
        let script = format!(
            "new Promise((done) => {{ const late = performance.now() + {LOOK_MILLIS}; let wrong = '';
            (function look() {{
              try {{ const value = ({expression}); if (value) return done({{ value }}); }} catch (error) {{ wrong = String(error); }}
              if (performance.now() > late) done({{ wrong }}); else setTimeout(look, 10);
            }})(); }})"
        );
        let started = Instant::now();
        loop {
            let seen = self.try_evaluate(&script);
            let wrong = match &seen {
                Ok(seen) if seen["value"] != Value::Null => return seen["value"].clone(),
                Ok(seen) => text(seen, "wrong"),
                // The page went away under the question.
                Err(error) => error.clone(),
            };
            if started.elapsed() > limit {
                let picture = self.failed();
                let place = self.try_evaluate("location.href").unwrap_or_default();
                panic!(
                    "waited in vain until {awaited} (at {place}; {wrong}; a picture is {picture})"
                );
            }
        }
    }

    /// The value of an expression; of a promise, what it becomes.
    #[track_caller]
    pub fn evaluate(&self, expression: &str) -> Value {
        let value = self.try_evaluate(expression);
        value.unwrap_or_else(|error| panic!("{error}: {expression}"))
    }

    /// The same, or why there is none.
    pub fn try_evaluate(&self, expression: &str) -> Result<Value, String> {
        let question = json!({
            "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true,
        });
        let answer = self
            .pipe
            .ask(&self.session, "Runtime.evaluate", &question)?;
        match &answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].clone()),
            wrong => Err(wrong.to_string()),
        }
    }

    /// Clicks at a point of the window.
    pub fn clicks(&self, x: f64, y: f64) {
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 });
            self.ask("Input.dispatchMouseEvent", event);
        }
    }

    /// Drags what lies at a point of the window to another one.
    pub fn drags(&self, (x, y): (f64, f64), to: (f64, f64)) {
        let intercepts = |on: bool| self.ask("Input.setInterceptDrags", json!({ "enabled": on }));
        let mouse = |kind: &str, (x, y): (f64, f64), buttons: u8| {
            let event = json!({
                "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1,
            });
            self.ask("Input.dispatchMouseEvent", event)
        };
        intercepts(true);
        mouse("mouseMoved", (x, y), 0);
        mouse("mousePressed", (x, y), 1);
        mouse("mouseMoved", (x + 8.0, y + 8.0), 1);
        let started = Instant::now();
        let held = loop {
            // Each move is answered before the page has said that something is held.
            mouse("mouseMoved", to, 1);
            let held = self.pipe.heard(&self.session, |heard| heard.dragged.take());
            match held {
                Some(held) => break held,
                None => assert!(started.elapsed() < WAIT_LIMIT, "nothing is dragged"),
            }
        };
        self.brings_over(&held, to);
        mouse("mouseReleased", to, 0);
        intercepts(false);
    }

    /// Pulls what is no thing to be dragged, such as the edge of a column, with the mouse.
    pub fn pulls(&self, (x, y): (f64, f64), by: f64) {
        let mouse = |kind: &str, x: f64, buttons: u8| {
            let event = json!({
                "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1,
            });
            self.ask("Input.dispatchMouseEvent", event)
        };
        mouse("mouseMoved", x, 0);
        mouse("mousePressed", x, 1);
        mouse("mouseMoved", x + by / 2.0, 1);
        mouse("mouseMoved", x + by, 1);
        mouse("mouseReleased", x + by, 0);
    }

    /// Drops files at a point of the window.
    pub fn drops(&self, files: &[&Path], at: (f64, f64)) {
        let files: Vec<String> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        let held = json!({ "items": [], "files": files, "dragOperationsMask": 1 });
        self.brings_over(&held, at);
    }

    fn brings_over(&self, held: &Value, (x, y): (f64, f64)) {
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": x, "y": y, "data": held });
            self.ask("Input.dispatchDragEvent", event);
        }
    }

    /// Presses a key: `j`, `Enter`, `Control+k`.
    pub fn presses(&self, key: &str) {
        self.presses_in_a_row(&[key]);
    }

    /// Presses keys one after the other, and lets go of what is held with the last only then.
    pub fn presses_in_a_row(&self, keys: &[&str]) {
        for key in keys {
            self.presses_and_holds(key);
        }
        if let Some(last) = keys.last() {
            self.lets_go(last);
        }
    }

    /// Presses a key, and does not let go of what is held with it.
    pub fn presses_and_holds(&self, key: &str) {
        for event in keys::events(key) {
            self.ask("Input.dispatchKeyEvent", event);
        }
    }

    /// Lets go of what is held with a key.
    pub fn lets_go(&self, key: &str) {
        for event in keys::released(key) {
            self.ask("Input.dispatchKeyEvent", event);
        }
    }

    /// Writes where the cursor is.
    pub fn types(&self, text: &str) {
        self.ask("Input.insertText", json!({ "text": text }));
    }

    /// Lets the pages of an address tell by notifications, and looks out for their service worker.
    pub fn lets_tell(&self, origin: &str) {
        self.ask("ServiceWorker.enable", json!({}));
        let permission = json!({
            "permissions": ["notifications"], "browserContextId": self.context, "origin": origin,
        });
        let granted = self.pipe.ask("", "Browser.grantPermissions", &permission);
        granted.unwrap_or_else(|error| panic!("Browser.grantPermissions: {error}"));
    }

    /// Brings a message to the service worker of an address as a push service does.
    pub fn is_pushed(&self, origin: &str, message: &Value) {
        let started = Instant::now();
        let worker = loop {
            match self.pipe.heard(&self.session, |heard| heard.worker.clone()) {
                Some(worker) => break worker,
                None => assert!(started.elapsed() < WAIT_LIMIT, "no service worker"),
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let message = json!({
            "origin": origin, "registrationId": worker, "data": message.to_string(),
        });
        self.ask("ServiceWorker.deliverPushMessage", message);
    }

    /// Errors on its console and exceptions since the last time that this was asked.
    pub fn complaints(&self) -> Vec<String> {
        self.pipe
            .heard(&self.session, |heard| std::mem::take(&mut heard.complaints))
    }

    /// Addresses that it has asked for since the last time that this was asked, each with what for.
    pub fn requests(&self) -> Vec<(String, String)> {
        self.pipe
            .heard(&self.session, |heard| std::mem::take(&mut heard.requests))
    }

    /// Takes a picture of the window.
    ///
    /// # Errors
    /// When the page is gone or the file cannot be written.
    pub fn picture(&self, file: &Path) -> Result<(), String> {
        let webp = file.extension().is_some_and(|ending| ending == "webp");
        let format = if webp {
            json!({ "format": "webp", "quality": 82 })
        } else {
            json!({ "format": "png" })
        };
        let taken = self
            .pipe
            .ask(&self.session, "Page.captureScreenshot", &format)?;
        let data = taken["data"].as_str().unwrap_or_default();
        let bytes = base64::engine::general_purpose::STANDARD.decode(data);
        let bytes = bytes.map_err(|error| error.to_string())?;
        let folder = file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(file, bytes))
            .map_err(|error| format!("{}: {error}", file.display()))
    }

    /// Takes a picture of what went wrong; answers where it lies.
    pub fn failed(&self) -> String {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("page").replace("::", "-");
        let file = shots_folder().join(format!("failed/{name}.png"));
        match self.picture(&file) {
            Ok(()) => file.display().to_string(),
            Err(error) => format!("missing: {error}"),
        }
    }

    fn ask(&self, method: &str, params: Value) -> Value {
        let answer = self.pipe.ask(&self.session, method, &params);
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let context = json!({ "browserContextId": self.context });
        // A Chromium that has ended has no page any more.
        let _ = self.pipe.ask("", "Target.disposeBrowserContext", &context);
    }
}
