//! A real browser for tests and for pictures of pages: Chromium without a window, asked over a pipe.
//!
//! Every wait is for a condition and has a bound. What does not come is told with what was awaited, and a
//! picture of the page lies in `target/shots/failed`.

mod keys;
mod page;
mod pipe;

pub use page::{Page, Theme, Window};

use pipe::Pipe;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// A running Chromium.
#[derive(Clone)]
pub struct Browser(Arc<Pipe>);

impl Browser {
    /// Starts one.
    pub fn start() -> Self {
        Self(Arc::new(Pipe::open()))
    }

    /// The one of this process; started when it is first asked for, ended with the process.
    pub fn shared() -> Self {
        static SHARED: OnceLock<Browser> = OnceLock::new();
        SHARED.get_or_init(Self::start).clone()
    }

    /// A new page that shares neither cookies nor storage with any other.
    pub fn page(&self) -> Page {
        let context = self.ask("Target.createBrowserContext", &json!({}));
        let context = text(&context, "browserContextId");
        let new = json!({ "url": "about:blank", "browserContextId": context });
        let target = text(&self.ask("Target.createTarget", &new), "targetId");
        let attach = json!({ "targetId": target, "flatten": true });
        let session = text(&self.ask("Target.attachToTarget", &attach), "sessionId");
        Page::new(self.0.clone(), session, context)
    }

    fn ask(&self, method: &str, params: &Value) -> Value {
        let answer = self.0.ask("", method, params);
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

fn text(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_default().to_owned()
}

/// Where pictures of pages are put: `target/shots` of the workspace.
pub fn shots_folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/shots"))
}
