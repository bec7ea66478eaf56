//! The reply in whole messages and in pages, as Talon's set has them: from the bytes to what is shown.

use super::visible;
use crate::mail::parsing::parse;
use crate::mail::real::folder;
use std::fs;
use std::path::{Path, PathBuf};

const SET: &str = "talon/tests/fixtures";
/// What is written in each message.
const IN_MESSAGES: &str = "Hello";
/// What is written in each page.
const IN_PAGES: &str = "Hi. I am fine. Thanks, Alex";

/// Where the set says otherwise than we do on purpose, and what we show.
const OTHERWISE: [(&str, &str); 2] = [
    // A signature is no reply.
    ("sparrow", "Hello"),
    // Whoever answers below a quotation is shown with it: perhaps they answer between its lines.
    (
        "thunderbird",
        "On 04/02/2012 06:26 PM, Megan One wrote: > Hi Hello",
    ),
];

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut all: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|one| one == ending))
        .collect();
    all.sort();
    all
}

/// The words of the reply that is shown of a message.
fn shown(raw: &[u8]) -> String {
    let text = visible(&parse(raw).expect("a message").text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

#[test]
fn the_reply_in_messages_of_many_programs_is_what_somebody_wrote() {
    let Some(folder) = folder() else { return };
    let all = files(&folder.join(SET).join("standard_replies"), "eml");
    assert_eq!(all.len(), 8);
    let mut wrong = Vec::new();
    for path in all {
        let name = path.file_stem().and_then(|name| name.to_str());
        let otherwise = OTHERWISE.iter().find(|(file, _)| Some(*file) == name);
        let written = otherwise.map_or(IN_MESSAGES, |(_, shown)| shown);
        let shown = shown(&fs::read(&path).expect("a message"));
        if shown != written {
            wrong.push(format!("{}: {shown}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_reply_in_pages_of_many_programs_is_what_somebody_wrote() {
    let Some(folder) = folder() else { return };
    let all = files(&folder.join(SET).join("html_replies"), "html");
    assert_eq!(all.len(), 9);
    let mut wrong = Vec::new();
    for path in all {
        let mut raw =
            b"From: alex@example.com\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".to_vec();
        raw.extend(fs::read(&path).expect("a page"));
        let shown = shown(&raw);
        if shown != IN_PAGES {
            wrong.push(format!("{}: {shown}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
