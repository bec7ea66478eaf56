//! Real messages of every kind: each ends as a row that says what became of it. The desk confirms whatever it takes, so
//! that what opens a ticket or is answered although no person wrote it is seen.

use super::{Post, outcomes};
use channels::mail::model::{Mail, Outcome};
use channels::mail::out::FOLLOWER;
use channels::mail::{parsing, queries};
use kernel::Actor;
use kernel::automation::{Action, Event, Rule};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use testkit::backends;
use tokio::task::JoinSet;

/// Files that are no messages: licences, expected results, parts of messages.
const NO_MESSAGES: [&str; 5] = ["json", "html", "py", "rb", "md"];

/// Where all messages are bounces, reports and automatic answers, whatever their headers say.
const BOUNCES: [&str; 4] = [
    "sisimai/maildir/bsd",
    "sisimai/maildir/dos",
    "sisimai/maildir/mac",
    "flanker/tests/fixtures/messages/bounce",
];
/// Messages that are taken in at once.
const AT_ONCE: usize = 16;

/// A message, and where it stands.
struct Real {
    place: String,
    raw: Vec<u8>,
}

impl Real {
    /// Whether nobody wrote it by hand: by where it lies, or by what its headers say of it. This is not asked of what is
    /// tested.
    fn is_by_a_machine(&self) -> bool {
        let headers = headers(&self.raw);
        let says = |name: &str, is: fn(&str) -> bool| {
            let mut named = headers.iter().filter(|(one, _)| one == name);
            named.any(|(_, value)| is(value))
        };
        BOUNCES.iter().any(|folder| self.place.contains(folder))
            || says("auto-submitted", |value| {
                let word = value.split([';', '(', ' ']).next();
                word.is_some_and(|word| !word.is_empty() && word != "no")
            })
            || says("content-type", |value| {
                value.starts_with("multipart/report")
                    && value
                        .replace('"', "")
                        .contains("report-type=delivery-status")
            })
            || says("return-path", |value| value == "<>")
    }
}

/// Names and values in small letters, each value on one line.
fn headers(raw: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(raw).to_lowercase();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let head = text.split("\n\n").next().unwrap_or_default();
    let head = head.replace("\n ", " ").replace("\n\t", " ");
    let named = head.lines().filter_map(|line| line.split_once(':'));
    named
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// The messages of a file: one, or those of a mailbox file.
fn messages_of(path: &Path) -> Vec<Real> {
    let place = path.display().to_string();
    let raw = fs::read(path).expect("a message");
    let mut all: Vec<Vec<u8>> = Vec::new();
    let is_file_of_many = raw.starts_with(b"From ");
    let mut after_blank = true;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let begins = after_blank && is_file_of_many && line.starts_with(b"From ");
        match all.last_mut().filter(|_| !begins) {
            Some(last) => last.extend_from_slice(line),
            None => all.push(line.to_vec()),
        }
        after_blank = line.trim_ascii().is_empty();
    }
    // A file of no bytes is handed over as it is.
    if all.is_empty() {
        all.push(raw);
    }
    let numbered = all.into_iter().zip(1..);
    let real = |(raw, number)| Real {
        place: format!("{place}:{number}"),
        raw,
    };
    numbered.map(real).collect()
}

fn messages() -> Option<Vec<Real>> {
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
    Some(found.iter().flat_map(|path| messages_of(path)).collect())
}

/// Takes all of them in, some at once; answers what became of each.
async fn taken(post: &Post, messages: &[Real]) -> Vec<Mail> {
    let mut all = Vec::new();
    for (batch, round) in messages.chunks(AT_ONCE).zip(0..) {
        let mut taking = JoinSet::new();
        for (message, number) in batch.iter().zip(0..) {
            let (intake, mailbox) = (post.intake.clone(), post.mailbox);
            let (source, raw) = (format!("1:{round}-{number}"), message.raw.clone());
            taking.spawn(async move {
                let id = intake.take(mailbox, &source, raw).await;
                (number, id.expect("the message is taken"))
            });
        }
        let mut ids = taking.join_all().await;
        ids.sort_by_key(|(number, _)| *number);
        for (_, id) in ids {
            all.push(post.mail(id).await);
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn every_real_message_is_accounted_for_and_no_machine_opens_a_ticket_or_is_answered() {
    let Some(messages) = messages() else { return };
    for backend in backends() {
        let post = Post::new(backend).await;
        confirms_what_comes(&post).await;
        let taken = taken(&post, &messages).await;
        let (mut people, mut machines) = (BTreeSet::new(), BTreeSet::new());
        for (real, mail) in messages.iter().zip(&taken) {
            let Real { place, raw } = real;
            let whys = &mail.reasons;
            assert_ne!(mail.outcome, Outcome::Received, "{place}");
            assert_ne!(mail.outcome, Outcome::Failed, "{place}: {whys:?}");
            let was_taken = matches!(mail.outcome, Outcome::Created | Outcome::Appended);
            let by_a_machine = real.is_by_a_machine();
            assert!(!(by_a_machine && was_taken), "{place}: {whys:?}");
            let read = parsing::parse(raw).ok();
            let senders = read.into_iter().flat_map(|read| [read.from, read.reply_to]);
            let senders = senders.flatten().map(|sender| sender.email);
            if by_a_machine {
                machines.extend(senders);
            } else {
                people.extend(senders);
            }
        }
        let counted = outcomes(&post).await;
        let all: usize = counted.iter().map(|(_, count)| count).sum();
        assert_eq!(all, messages.len());
        post.t.follow(FOLLOWER).await;
        let listing = |tx: &store::Tx<'_>| queries::outbox::list_outgoing(tx, None, 10_000);
        let confirmed = post.t.store.read(listing).await;
        let confirmed = confirmed.expect("the database answers");
        let to: BTreeSet<String> = confirmed.into_iter().map(|one| one.to.email).collect();
        let only_machines: BTreeSet<String> = machines.difference(&people).cloned().collect();
        assert!(
            to.len() > 100 && only_machines.len() > 100,
            "{} {}",
            to.len(),
            only_machines.len()
        );
        let answered: Vec<_> = to.intersection(&only_machines).collect();
        assert!(answered.is_empty(), "{answered:?}");
    }
}

/// Every request and every answer is confirmed by mail.
pub(super) async fn confirms_what_comes(post: &Post) {
    let confirming = |policy: &mut kernel::Policy| {
        policy.rules = vec![Rule {
            then: vec![Action::Reply("We have your message.".into())],
            ..Rule::new("confirm", [Event::Opened, Event::RequesterReplied])
        }];
    };
    let decided = post
        .t
        .desk
        .change_policy(&Actor::spoc(), "rules", confirming)
        .await;
    decided.expect("the policy is put in force");
    let begun = post.t.desk.let_follow(FOLLOWER).await;
    begun.expect("the follower begins");
}
