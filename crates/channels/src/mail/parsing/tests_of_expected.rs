//! What is understood of real messages beside what others have written down that stands in them.
//!
//! The files of expected results come with Stalwart's set. They hold the parts of a message as its structure says; what
//! we make of parts is said here once more, in other words: texts one after the other, white space of a subject as one
//! space, addresses in small letters, names of files without folders.

use super::{Incoming, IncomingFile, parse};
use crate::mail::real::folder;
use mail_parser::decoders::html::html_to_text;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) const SET: &str = "stalwart_mail_parser/resources";
/// Messages that have an expected result, with each of the two line ends.
const MESSAGES: usize = 64;

/// Where the expected result is not what a reader of mail is to see, and why.
const OTHERWISE: &[(&str, &str, &str)] = &[
    (
        "legacy/039.eml",
        "text",
        "a picture in a page is named by what stands for it: [blue ball]",
    ),
    (
        "legacy/050.eml",
        "text",
        "a picture in a page is named by its file where nothing else stands for it: [2aa658b6.png]",
    ),
];

/// What is compared.
#[derive(Debug, PartialEq)]
struct Understood {
    subject: String,
    from: Vec<(String, String)>,
    reply_to: Vec<(String, String)>,
    to: Vec<(String, String)>,
    cc: Vec<(String, String)>,
    /// Of pages the words alone.
    text: String,
    files: Vec<(String, usize)>,
}

impl Understood {
    /// The fields in which two differ.
    fn differing(&self, expected: &Understood) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        let mut field = |name, ours: &dyn std::fmt::Debug, theirs: &dyn std::fmt::Debug| {
            let (ours, theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
            if ours != theirs {
                all.push((name, format!("{ours}\n  expected {theirs}")));
            }
        };
        field("subject", &self.subject, &expected.subject);
        field("from", &self.from, &expected.from);
        field("reply_to", &self.reply_to, &expected.reply_to);
        field("to", &self.to, &expected.to);
        field("cc", &self.cc, &expected.cc);
        field("text", &self.text, &expected.text);
        field("files", &self.files, &expected.files);
        all
    }

    /// What we make of a message.
    fn of(read: &Incoming, has_page: bool) -> Self {
        let pair = |one: &kernel::ticket::Address| (one.name.clone(), one.email.clone());
        let named = |file: &IncomingFile| (file.name.clone(), file.content.len());
        Understood {
            subject: read.subject.clone(),
            from: read.from.iter().map(pair).collect(),
            reply_to: read.reply_to.iter().map(pair).collect(),
            to: read.to.iter().map(pair).collect(),
            cc: read.cc.iter().map(pair).collect(),
            text: if has_page {
                words(&read.text)
            } else {
                read.text.clone()
            },
            files: read.files.iter().map(named).collect(),
        }
    }
}

/// The words of a text, with a space between them.
fn words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// A result as its file has it.
struct Expected<'a>(&'a Value);

impl Expected<'_> {
    fn understood(&self) -> Understood {
        let first = |name| self.people(name).into_iter().take(1).collect::<Vec<_>>();
        let from = first("from");
        let mut reply_to = first("reply_to");
        // One that says what `From` says already says nothing.
        reply_to.retain(|(_, email)| from.iter().all(|(_, other)| other != email));
        Understood {
            subject: words(self.header("subject")["Text"].as_str().unwrap_or_default()),
            from,
            reply_to,
            to: self.people("to"),
            cc: self.people("cc"),
            text: match self.has_page() {
                true => words(&self.text()),
                false => self.text(),
            },
            files: self.files(),
        }
    }

    fn header(&self, name: &str) -> &Value {
        header(&self.0["parts"][0], name)
    }

    fn people(&self, name: &str) -> Vec<(String, String)> {
        people(&self.header(name)["Address"])
    }

    /// The parts that are listed as this.
    fn listed(&self, name: &str) -> Vec<&Value> {
        let numbers = self.0[name].as_array().expect("a list").iter();
        let part = |number: &Value| &self.0["parts"][number.as_u64().expect("a number") as usize];
        numbers.map(part).collect()
    }

    /// Whether what is read is a page: where no part is meant for those who read texts, or nothing stands in them.
    fn has_page(&self) -> bool {
        let is_text = |part: &&Value| part["body"]["Text"].is_string();
        let is_page = |part: &&Value| part["body"]["Html"].is_string();
        let texts = self.listed("text_body");
        let says = |part: &&Value| {
            let text = part["body"]["Text"].as_str();
            text.is_some_and(|text| !text.trim().is_empty())
        };
        texts.iter().any(is_page) || (texts.iter().any(is_text) && !texts.iter().any(says))
    }

    /// What is read: the texts one after the other; where nothing stands in them, the pages.
    fn text(&self) -> String {
        let read = |part: &&Value| {
            let body = &part["body"];
            let page = body["Html"].as_str().map(html_to_text);
            let text = page.or_else(|| body["Text"].as_str().map(str::to_owned))?;
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            Some(text.trim_end().to_owned())
        };
        let joined = |name| {
            let parts = self.listed(name);
            let read: Vec<String> = parts.iter().filter_map(read).collect();
            kernel::legible(&read.join("\n")).into_owned()
        };
        let text = joined("text_body");
        match text.trim().is_empty() {
            true => joined("html_body"),
            false => text,
        }
    }

    fn files(&self) -> Vec<(String, usize)> {
        let attached = self.listed("attachments").into_iter().zip(1..);
        attached.map(|(part, number)| file(part, number)).collect()
    }
}

/// Names and addresses, those of groups too. What is no address is nobody who could be written to; one that is written as
/// nobody has since 2001 (RFC 2822, 4.4) is meant all the same.
pub(super) fn people(addresses: &Value) -> Vec<(String, String)> {
    let list = addresses["List"].as_array().cloned().unwrap_or_default();
    let groups = addresses["Group"].as_array().cloned().unwrap_or_default();
    let in_groups = groups
        .iter()
        .filter_map(|group| group["addresses"].as_array());
    let all = list.iter().chain(in_groups.flatten());
    let read = |one: &Value| {
        let email = one["address"].as_str()?.to_lowercase();
        let email: String = email.split_whitespace().collect();
        let email = match email
            .strip_prefix('@')
            .and_then(|route| route.split_once(':'))
        {
            Some((_, email)) => email.to_owned(),
            None => email,
        };
        email.parse::<lettre::Address>().ok()?;
        let name = one["name"].as_str().unwrap_or_default().trim();
        Some((name.to_owned(), email))
    };
    all.filter_map(read).collect()
}

/// The last header of this name.
fn header<'a>(part: &'a Value, name: &str) -> &'a Value {
    let headers = part["headers"].as_array().map(Vec::as_slice);
    let mut headers = headers.unwrap_or_default().iter().rev();
    let found = headers.find(|header| header["name"] == name);
    found.map_or(&Value::Null, |header| &header["value"])
}

/// The name of a file and how many bytes it has. What has no name is called by what it is about, or has a number.
fn file(part: &Value, number: usize) -> (String, usize) {
    let named = [
        ("content_disposition", "filename"),
        ("content_type", "name"),
    ];
    let given = named.iter().find_map(|(name, attribute)| {
        let attributes = header(part, name)["ContentType"]["attributes"].as_array()?;
        let found = attributes.iter().find(|one| one["name"] == *attribute)?;
        found["value"].as_str()
    });
    let body = &part["body"];
    let text = ["Text", "Html"].iter().find_map(|kind| body[kind].as_str());
    let bytes = ["Binary", "InlineBinary"]
        .iter()
        .find_map(|kind| body[kind].as_array());
    let about = header(&body["Message"]["parts"][0], "subject")["Text"].as_str();
    let (size, ending) = match (text, bytes) {
        (Some(text), _) => (text.len(), "txt"),
        (_, Some(bytes)) => (bytes.len(), "bin"),
        // A message is given out as it came.
        _ => {
            let place = |name: &str| part[name].as_u64().expect("a place") as usize;
            (place("offset_end") - place("offset_body"), "eml")
        }
    };
    let name = match (given, about) {
        (Some(given), _) => given.rsplit('/').next().unwrap_or_default().to_owned(),
        (None, Some(about)) => format!("{about}.eml"),
        (None, None) => format!("file-{number}.{ending}"),
    };
    (name, size)
}

fn with_lf(raw: &[u8]) -> Vec<u8> {
    let returns = raw.iter().zip(raw.iter().skip(1).chain([&0]));
    let kept = returns.filter(|(byte, next)| **byte != b'\r' || **next != b'\n');
    kept.map(|(byte, _)| *byte).collect()
}

fn with_crlf(raw: &[u8]) -> Vec<u8> {
    let mut ended = Vec::with_capacity(raw.len());
    for byte in raw {
        if *byte == b'\n' && ended.last() != Some(&b'\r') {
            ended.push(b'\r');
        }
        ended.push(*byte);
    }
    ended
}

pub(super) fn json(path: &Path) -> Value {
    let text = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).expect("an expected result")
}

fn messages(folder: &Path) -> Vec<PathBuf> {
    let folders = ["legacy", "malformed", "rfc", "thirdparty"];
    let listed = folders.iter().flat_map(|name| {
        let entries = fs::read_dir(folder.join("eml").join(name)).expect("a folder");
        entries.map(|entry| entry.expect("an entry").path())
    });
    let mut all: Vec<PathBuf> = listed
        .filter(|path| path.extension().is_some_and(|kind| kind == "eml"))
        .collect();
    all.sort();
    all
}

#[test]
fn what_stands_in_real_messages_is_what_others_read_in_them() {
    let Some(folder) = folder() else { return };
    let folder = folder.join(SET);
    let all = messages(&folder);
    assert_eq!(all.len(), MESSAGES);
    let (mut wrong, mut otherwise) = (Vec::new(), BTreeSet::new());
    for path in all {
        let below = path.strip_prefix(folder.join("eml")).expect("below");
        let name = below.display().to_string();
        let raw = fs::read(&path).expect("a message");
        for (raw, ending) in [(with_lf(&raw), "json"), (with_crlf(&raw), "crlf.json")] {
            let result = json(&path.with_extension(ending));
            let expected = Expected(&result);
            let read = parse(&raw).unwrap_or_else(|error| panic!("{name}: {error}"));
            let ours = Understood::of(&read, expected.has_page());
            for (field, how) in ours.differing(&expected.understood()) {
                let known = OTHERWISE
                    .iter()
                    .find(|(file, what, _)| *file == name && *what == field);
                match known {
                    Some(known) => drop(otherwise.insert(known)),
                    None => wrong.push(format!("{name} {ending} {field}: {how}")),
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(otherwise.len(), OTHERWISE.len(), "{otherwise:?}");
}
