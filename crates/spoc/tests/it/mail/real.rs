//! Real messages of every kind: each ends as a row that says what became of it.

use super::{Post, outcomes};
use channels::mail::model::Outcome;
use std::fs;
use std::path::{Path, PathBuf};
use testkit::{Backend, backends};

/// Files that are no messages: licences, expected results, parts of messages.
const NO_MESSAGES: [&str; 5] = ["json", "html", "py", "rb", "md"];

/// Where all messages are bounces, reports and automatic answers.
const BOUNCES: [&str; 4] = [
    "sisimai/maildir/bsd",
    "sisimai/maildir/dos",
    "sisimai/maildir/mac",
    "flanker/tests/fixtures/messages/bounce",
];

fn messages() -> Option<Vec<PathBuf>> {
    let named = std::env::var_os("SPOC_TEST_MAIL").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new("/work/shared/data/email").into());
    if !folder.is_dir() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            folder.display()
        );
        return None;
    }
    let (mut folders, mut found) = (vec![folder], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let kind = path
                .extension()
                .and_then(|it| it.to_str())
                .unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if !NO_MESSAGES.contains(&kind) && !path.ends_with("LICENSE") {
                found.push(path);
            }
        }
    }
    found.sort();
    Some(found)
}

#[tokio::test]
async fn every_real_message_is_accounted_for_and_no_bounce_opens_a_ticket() {
    let Some(messages) = messages() else { return };
    for backend in backends()
        .into_iter()
        .filter(|backend| *backend == Backend::Sqlite)
    {
        let post = Post::new(backend).await;
        for path in &messages {
            let raw = fs::read(path).expect("a message");
            let taken = post.take_raw(raw).await;
            assert_ne!(taken.outcome, Outcome::Received, "{}", path.display());
            assert_ne!(
                taken.outcome,
                Outcome::Failed,
                "{}: {:?}",
                path.display(),
                taken.reasons
            );
            if BOUNCES
                .iter()
                .any(|folder| path.to_string_lossy().contains(folder))
            {
                let opened = matches!(taken.outcome, Outcome::Created | Outcome::Appended);
                assert!(!opened, "{}: {:?}", path.display(), taken.reasons);
            }
        }
        let counted = outcomes(&post).await;
        let all: usize = counted.iter().map(|(_, count)| count).sum();
        assert_eq!(all, messages.len());
    }
}
