//! The small vocabulary of the walks: what a person does and sees. Names are the catalogue's messages or, where there
//! is no such message, the words themselves.

use crate::site::{Hand, Site};
use serde_json::Value;
use testkit::browser::Page;
use web::texts::Texts;

/// Most presses of a key until the wanted thing has the keyboard.
const PRESSES: usize = 300;

/// How Chromium tells that a form came back with a reason.
const REFUSED: &str = "the server responded with a status of 422";

/// Somebody in front of a page.
pub(crate) struct Person<'a> {
    pub(crate) site: &'a Site,
    pub(crate) page: Page,
    pub(crate) hand: Hand,
    pub(crate) texts: Texts,
}

/// What is looked for on the page.
#[derive(Clone, Copy)]
struct Thing<'a> {
    kind: &'a str,
    name: &'a str,
    place: &'a str,
}

impl Thing<'_> {
    fn call(&self, question: &str, more: &str) -> String {
        let quoted = |text: &str| Value::from(text).to_string();
        let (kind, name, place) = (quoted(self.kind), quoted(self.name), quoted(self.place));
        format!("eyes.{question}({kind}, {name}, {place}{more})")
    }
}

impl Person<'_> {
    /// A text of the catalogue in their language; other words as they are.
    pub(crate) fn say<'k>(&self, name: &'k str) -> &'k str {
        self.texts.t(name)
    }

    /// Enters an address.
    pub(crate) fn opens(&self, path: &str) {
        self.page.goes_to(&format!("{}{path}", self.site.url));
    }

    /// Waits until words are to be seen.
    #[track_caller]
    pub(crate) fn sees(&self, name: &str) {
        let words = self.say(name);
        let seen = format!(
            "eyes.quiet() && eyes.text().includes(eyes.tidy({}))",
            Value::from(words)
        );
        self.page.until(&format!("“{words}” is seen"), &seen);
    }

    /// Waits until words are to be seen in a part of the page.
    #[track_caller]
    pub(crate) fn sees_in(&self, place: &str, name: &str) {
        let words = self.say(name);
        let (place, wanted) = (Value::from(place), Value::from(words));
        let seen = format!(
            "eyes.quiet() && eyes.tidy(document.querySelector({place}).innerText).includes({wanted})"
        );
        self.page
            .until(&format!("“{words}” is seen in {place}"), &seen);
    }

    /// Waits until an entry is the chosen one of a list.
    #[track_caller]
    pub(crate) fn has_chosen(&self, place: &str, list: &str, entry: &str) {
        let list = Thing {
            kind: "list",
            name: self.say(list),
            place,
        };
        let chosen = format!(
            "eyes.quiet() && {}.selectedOptions[0].label === {}",
            list.call("find", ""),
            Value::from(self.say(entry))
        );
        self.page
            .until(&format!("“{entry}” is chosen in “{}”", list.name), &chosen);
    }

    /// Waits until words are not to be seen any more.
    #[track_caller]
    pub(crate) fn sees_no(&self, name: &str) {
        let words = self.say(name);
        let seen = format!(
            "eyes.quiet() && !eyes.text().includes({})",
            Value::from(words)
        );
        self.page.until(&format!("“{words}” is gone"), &seen);
    }

    /// Clicks a link or button, or goes there with the keyboard and presses Enter.
    #[track_caller]
    pub(crate) fn activates(&self, name: &str) {
        self.activates_in("", name);
    }

    /// The same inside a part of the page.
    #[track_caller]
    pub(crate) fn activates_in(&self, place: &str, name: &str) {
        let name = self.say(name);
        self.reaches(
            Thing {
                kind: "control",
                name,
                place,
            },
            Some("Enter"),
        );
    }

    /// Opens what hides behind a heading.
    #[track_caller]
    pub(crate) fn unfolds(&self, name: &str) {
        let name = self.say(name);
        self.reaches(
            Thing {
                kind: "heading",
                name,
                place: "",
            },
            Some("Enter"),
        );
    }

    /// Writes into a field, behind what is there.
    #[track_caller]
    pub(crate) fn writes(&self, field: &str, text: &str) {
        let name = self.say(field);
        self.reaches(
            Thing {
                kind: "field",
                name,
                place: "",
            },
            None,
        );
        self.page.types(text);
    }

    /// Chooses an entry of a list. By mouse this is a list of the system's own, outside of the page, so it is set.
    #[track_caller]
    pub(crate) fn chooses(&self, list: &str, entry: &str) {
        self.chooses_in("", list, entry);
    }

    /// The same inside a part of the page.
    #[track_caller]
    pub(crate) fn chooses_in(&self, place: &str, list: &str, entry: &str) {
        let list = Thing {
            kind: "list",
            name: self.say(list),
            place,
        };
        let more = format!(", {}", Value::from(self.say(entry)));
        let steps = self.page.until(
            &format!("“{}” offers “{}”", list.name, self.say(entry)),
            &format!("eyes.quiet() && {}", list.call("steps", &more)),
        );
        if self.hand == Hand::Mouse {
            let value = format!(", {}", steps["value"]);
            self.page.evaluate(&list.call("set", &value));
            return;
        }
        self.reaches(list, None);
        let by = steps["by"].as_i64().unwrap_or_default();
        let key = if by < 0 { "ArrowUp" } else { "ArrowDown" };
        for _ in 0..by.abs() {
            self.page.presses(key);
        }
    }

    /// Marks a box or chooses one of several.
    #[track_caller]
    pub(crate) fn marks(&self, name: &str) {
        let name = self.say(name);
        let choice = Thing {
            kind: "choice",
            name,
            place: "",
        };
        self.reaches(choice, None);
        let radio = self
            .page
            .evaluate(&format!("{}.type === 'radio'", choice.call("find", "")));
        if self.hand == Hand::Keyboard && radio != true {
            self.page.presses("Space");
        }
    }

    /// Fills in a day and time. By mouse this is the system's own calendar, so it is set.
    #[track_caller]
    pub(crate) fn picks(&self, field: &str, (year, month, day): (u16, u8, u8)) {
        let thing = Thing {
            kind: "field",
            name: self.say(field),
            place: "",
        };
        if self.hand == Hand::Mouse {
            let value = format!(", '{year}-{month:02}-{day:02}T09:00'");
            self.reaches(thing, None);
            self.page.evaluate(&thing.call("set", &value));
            return;
        }
        self.reaches(thing, None);
        for key in format!("{month:02}{day:02}{year}").chars() {
            self.page.presses(&key.to_string());
        }
        self.page.presses("ArrowRight");
        for key in ["0", "9", "0", "0", "A"] {
            self.page.presses(key);
        }
    }

    /// Waits until the page is told of what changes.
    #[track_caller]
    pub(crate) fn hears(&self) {
        let listening = "document.documentElement.hasAttribute('data-listening')";
        self.page.until("the page listens", listening);
    }

    /// Presses a key wherever the keyboard is.
    pub(crate) fn presses(&self, key: &str) {
        self.page.until("the page is at rest", "eyes.quiet()");
        self.page.presses(key);
    }

    /// Nothing has gone wrong on the pages so far.
    #[track_caller]
    pub(crate) fn is_content(&self) {
        let complaints = self.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    /// The same where somebody else was faster, which Chromium tells, too.
    #[track_caller]
    pub(crate) fn is_content_but_for_conflicts(&self) {
        let mut complaints = self.complaints();
        complaints.retain(|one| !one.contains("409 (Conflict)"));
        assert_eq!(complaints, [""; 0]);
    }

    /// What the pages have complained of. That a form is refused with a reason, Chromium tells too, but it is no error.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut complaints = self.page.complaints();
        complaints.retain(|one| !one.contains(REFUSED));
        complaints
    }

    /// Drags what is seen at one place to another, with the mouse.
    #[track_caller]
    pub(crate) fn drags(&self, what: &str, to: &str) {
        let (from, to) = (self.middle(what), self.middle(to));
        self.page.drags(from, to);
    }

    /// Pulls something to the right.
    #[track_caller]
    pub(crate) fn pulls(&self, what: &str, by: f64) {
        self.page.pulls(self.middle(what), by);
    }

    /// Drops a file where something is seen.
    #[track_caller]
    pub(crate) fn drops(&self, file: &std::path::Path, place: &str) {
        self.page.drops(&[file], self.middle(place));
    }

    /// Where the middle of something is.
    #[track_caller]
    fn middle(&self, place: &str) -> (f64, f64) {
        let point = format!("eyes.quiet() && eyes.middle({})", Value::from(place));
        let at = self.page.until(&format!("{place} is seen"), &point);
        let number = |name: &str| at[name].as_f64().expect("a number");
        (number("x"), number("y"))
    }

    #[track_caller]
    fn reaches(&self, thing: Thing<'_>, then: Option<&str>) {
        match self.hand {
            Hand::Mouse => {
                let point = format!("eyes.quiet() && {}", thing.call("point", ""));
                let at = self
                    .page
                    .until(&format!("“{}” can be clicked", thing.name), &point);
                let number = |name: &str| at[name].as_f64().expect("a number");
                self.page.clicks(number("x"), number("y"));
            }
            Hand::Keyboard => {
                self.travels(thing);
                then.inspect(|key| self.page.presses(key));
            }
        }
    }

    #[track_caller]
    fn travels(&self, thing: Thing<'_>) {
        let towards = format!("eyes.quiet() && {}", thing.call("towards", ""));
        for _ in 0..PRESSES {
            let key = self
                .page
                .until(&format!("“{}” is there", thing.name), &towards);
            match key.as_str() {
                Some("there") | None => return,
                Some(key) => self.page.presses(key),
            }
        }
        let picture = self.page.failed();
        panic!(
            "“{}” is out of the keyboard's reach ({picture})",
            thing.name
        );
    }
}
