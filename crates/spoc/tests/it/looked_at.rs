//! Everything that somebody sees on pages, as text: for comparing what they see with what they saw.

use crate::answers::Answer;
use crate::api::client::{Client, encoded};
use crate::random::World;
use kernel::{Actor, Permission};

/// Pages that are the same for whoever asks but for what they may see.
const PLACES: [&str; 13] = [
    "/",
    "/tickets",
    "/tickets?as=board&by=state",
    "/tickets?as=board&by=team&q=state%3Aopen",
    "/tickets?as=board&by=assignee&q=priority%3C%3D3",
    "/tickets?group=team&q=state%3Aopen",
    "/tickets?group=assignee",
    "/tickets?group=priority&sort=newest",
    "/admin/automation",
    "/notifications",
    "/notifications/bell",
    "/my",
    "/my/tickets?show=shared",
];
/// Pages that are asked with words.
const WITH_WORDS: [&str; 6] = [
    "/search?q=",
    "/suggest?q=",
    "/tickets/similar?subject=",
    "/my/alike?subject=",
    "/my/answers?q=",
    "/my/tickets?q=",
];
const WORDS: [&str; 5] = [
    "printer",
    "vpn timeout",
    "strasse toner",
    "pritner",
    "Printer gap monday server",
];
/// A rule that many tickets meet.
const RULE: &str = "[[rules]]\nkey = \"printers\"\nlabel = \"Printers\"\non = [\"opened\", \"noted\"]\n\
                    when = \"printer or vpn or server\"\nthen = [{ priority = 1 }, { tag = \"tried\" }]\n";

/// How often a trial is begun that failed for now.
const TRIES: usize = 3;

/// What somebody sees on every page that tells of tickets, and in files.
pub(crate) async fn looked_at(world: &World, actor: &Actor, client: &Client) -> Vec<Answer> {
    let mut paths: Vec<String> = PLACES.map(str::to_owned).into();
    for place in WITH_WORDS {
        paths.extend(WORDS.map(|words| format!("{place}{}", encoded(words))));
    }
    for id in &world.tickets {
        paths.extend(["/tickets/", "/my/tickets/"].map(|place| format!("{place}{id}")));
        paths.extend(["print", "similar"].map(|part| format!("/tickets/{id}/{part}")));
    }
    let mut all = Vec::new();
    for path in paths {
        let page = lasting(&client.page(&path).await);
        all.push((path, page));
    }
    for condition in ["", "state:open", "printer"] {
        let path = format!("/tickets/export.xlsx?q={}", encoded(condition));
        all.push((path.clone(), sheets(&client.file(&path).await)));
    }
    all.extend(tried(world, actor, client).await);
    all
}

/// A page without what is another each time.
fn lasting(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((at, mark)) = [" name=\"once\" value=\"", " data-after=\""]
        .iter()
        .filter_map(|mark| rest.find(mark).map(|at| (at, *mark)))
        .min()
    {
        text.push_str(&rest[..at]);
        let value = &rest[at + mark.len()..];
        rest = value.split_once('"').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text
}

/// The compressed tables of a workbook; beside them it says when it was made.
fn sheets(book: &[u8]) -> String {
    let number = |at: usize, bytes: usize| {
        let digits = book[at..at + bytes].iter().rev();
        digits.fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let mut told = String::new();
    let heads = book.windows(4).enumerate();
    for (at, _) in heads.filter(|(_, mark)| *mark == b"PK\x01\x02") {
        let name = &book[at + 46..at + 46 + number(at + 28, 2)];
        if name.starts_with(b"xl/worksheets/") || name == b"xl/sharedStrings.xml" {
            let begin = number(at + 42, 4);
            let content = begin + 30 + number(begin + 26, 2) + number(begin + 28, 2);
            let content = &book[content..content + number(at + 20, 4)];
            told.push_str(&format!("{} {content:?}\n", String::from_utf8_lossy(name)));
        }
    }
    let is_book = book.starts_with(b"PK");
    assert_eq!(is_book, !told.is_empty(), "a workbook has tables");
    told
}

/// What a trial of other rules comes to, for whoever may try them.
async fn tried(world: &World, actor: &Actor, client: &Client) -> Vec<Answer> {
    if !actor.can(Permission::PolicyManage) {
        return Vec::new();
    }
    let draft = ("rules.toml".to_owned(), RULE.to_owned());
    let desk = &world.t.desk;
    let trial = desk.try_policy(actor, draft, Some(90)).await;
    let trial = trial.expect("it can be tried").expect("it is a policy");
    let kinds = work::jobs::kinds().into_iter();
    let workers = world
        .t
        .workers(kinds.filter(|kind| kind.name == "try_policy"));
    for _ in 0..TRIES {
        workers.run_due().await.expect("it is tried");
        // One that failed for now waits; the desk's clock stands still.
        let again = |tx: &store::Tx<'_>| {
            let sql = "UPDATE jobs SET due_at = created_at WHERE name = 'try_policy' AND state = 'waiting'";
            tx.execute(sql, &[])
        };
        if world.t.store.write(again).await.expect("the queue") == 0 {
            break;
        }
    }
    // Its notice would stand on all other pages.
    let seen = |tx: &store::Tx<'_>| tx.execute("UPDATE jobs SET seen_at = finished_at", &[]);
    world.t.store.write(seen).await.expect("it is seen");
    let page = client.page(&format!("/admin/policy/trials/{trial}")).await;
    let page = page.replace(&format!("/trials/{trial}"), "/trials/0");
    assert!(page.contains("tickets"), "{page}");
    vec![("trial".to_owned(), lasting(&page))]
}
