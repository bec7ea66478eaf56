//! Search over the index: ranking, beginnings, slips of the finger, and what is shown of what was found.

use kernel::ticket::{InternalText, Message};
use kernel::{Actor, Change, TicketId};
use store::search::{Phrase, Scope};
use testkit::{TestDesk, backends};
use work::queries::{self, FOUND_MAX, Piece, SearchPage};

async fn search(t: &TestDesk, actor: &Actor, text: &'static str) -> SearchPage {
    let (reader, desk) = (t.reader(actor), t.desk.clone());
    let read = t.store.read(move |tx| {
        let rules = desk.rules_in(tx)?;
        let names = work::Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
        let condition = kernel::condition::Condition::read(text, &names)?;
        queries::search(tx, &reader, &condition, FOUND_MAX)
    });
    read.await.expect("an answer")
}

fn numbers(page: &SearchPage) -> Vec<TicketId> {
    page.found.iter().map(|found| found.ticket.id).collect()
}

/// What was taken for what.
fn corrected(page: &SearchPage) -> Vec<(&str, Vec<&str>)> {
    let words = page.corrected.iter();
    words
        .map(|(word, meant)| (word.as_str(), meant.iter().map(String::as_str).collect()))
        .collect()
}

/// With what is marked in brackets.
fn shown(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece.marked {
        true => format!("[{}]", piece.text),
        false => piece.text.clone(),
    };
    pieces.iter().map(piece).collect()
}

#[tokio::test]
async fn the_subject_counts_most_then_what_is_open_then_what_is_fresh() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let rita = &t.cast.rita;
        let says_little_else = t.incident(rita, "Printer", "").await;
        let in_subject = t
            .incident(rita, "The printer on the third floor jams again", "")
            .await;
        let done = t.incident(rita, "No paper", "the printer is empty").await;
        t.change(
            rita,
            done,
            vec![Change::Cancel {
                text: String::new(),
            }],
        )
        .await
        .expect("it is withdrawn");
        let older = t.incident(rita, "Cannot print", "it is the printer").await;
        let newer = t.incident(rita, "Cannot print", "it is the printer").await;
        let other = t.incident(rita, "Mouse", "no wheel").await;
        let found = search(&t, &t.cast.anna, "printer").await;
        assert_eq!(
            numbers(&found),
            [says_little_else, in_subject, newer, older, done]
        );
        assert_eq!(corrected(&found), []);
        // All words must be there, wherever each is.
        assert_eq!(
            numbers(&search(&t, &t.cast.anna, "printer paper").await),
            [done]
        );
        assert_eq!(
            numbers(&search(&t, &t.cast.anna, "mouse wheel").await),
            [other]
        );
        assert_eq!(
            numbers(&search(&t, &t.cast.anna, "printer mouse").await),
            []
        );
    }
}

#[tokio::test]
async fn words_are_brought_together_from_all_messages_of_a_ticket() {
    const TICKETS: i64 = 150;
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (rita, anna) = (&t.cast.rita, &t.cast.anna);
        let words = [("alpha", 2), ("beta", 3), ("gamma", 40)];
        for number in 1..=TICKETS {
            let id = t.incident(rita, "Words", "in several messages").await;
            assert_eq!(id, TicketId(number));
            for (word, every) in words {
                if number % every == 0 {
                    let note = Message {
                        text: InternalText(word.into()),
                        attachments: Vec::new(),
                    };
                    t.change(anna, id, vec![Change::Note(note)])
                        .await
                        .expect("a note");
                }
            }
        }
        let newest = async |asked: &[&str], below: Option<i64>, most: usize| {
            let phrase = |word: &&str| Phrase {
                words: vec![(*word).into()],
                prefix: false,
                scope: Scope::All,
            };
            let all: Vec<Vec<Phrase>> = asked.iter().map(|word| vec![phrase(word)]).collect();
            let read = t
                .store
                .read(move |tx| store::search::newest(tx, &all, below.map(TicketId), most));
            let found = read.await.expect("an answer");
            found.into_iter().map(|id| id.0).collect::<Vec<_>>()
        };
        for asked in [
            vec!["alpha"],
            vec!["alpha", "beta"],
            vec!["beta", "alpha"],
            vec!["gamma", "alpha"],
            vec!["several", "gamma", "beta"],
            vec!["words", "alpha", "beta", "gamma"],
            vec!["alpha", "delta"],
        ] {
            for (below, most) in [(None, 1_000), (None, 7), (Some(91), 1_000), (Some(60), 3)] {
                let has = |word: &&str, number: i64| match words.iter().find(|(w, _)| w == word) {
                    Some((_, every)) => number % every == 0,
                    None => *word != "delta",
                };
                let wanted: Vec<i64> = (1..below.unwrap_or(TICKETS + 1))
                    .rev()
                    .filter(|number| asked.iter().all(|word| has(word, *number)))
                    .take(most)
                    .collect();
                let found = newest(&asked, below, most).await;
                assert_eq!(found, wanted, "{asked:?} below {below:?}, {most}");
            }
        }
    }
}

#[tokio::test]
async fn the_last_word_is_a_beginning_where_nothing_has_it_as_it_is_written() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (rita, anna) = (&t.cast.rita, &t.cast.anna);
        let zanzibar = t.incident(rita, "Flight to Zanzibar", "is cancelled").await;
        let zander = t.incident(rita, "Menu", "The zander was cold").await;
        let starred = search(&t, anna, "zan*").await;
        assert_eq!(numbers(&starred), [zanzibar, zander]);
        assert_eq!(corrected(&starred), [], "that is what was written");
        let begun = search(&t, anna, "zan").await;
        assert_eq!(numbers(&begun), [zanzibar, zander]);
        assert_eq!(corrected(&begun), [("zan", vec!["zander", "zanzibar"])]);
        assert_eq!(shown(&begun.found[0].subject), "Flight to [Zanzibar]");
        let two = search(&t, anna, "flight zanz").await;
        assert_eq!(numbers(&two), [zanzibar]);
        assert_eq!(corrected(&two), [("zanz", vec!["zanzibar"])]);
        // Only the last word, and no words that were put in quotation marks together.
        for nothing in ["zanz flight", "\"to zanz\"", "z"] {
            assert_eq!(numbers(&search(&t, anna, nothing).await), [], "{nothing}");
        }
        // A beginning goes before a slip of the finger, and the word itself before both.
        let slip = search(&t, anna, "zanzibor").await;
        assert_eq!(corrected(&slip), [("zanzibor", vec!["zanzibar"])]);
        let exact = t.incident(rita, "Zan", "").await;
        let found = search(&t, anna, "zan").await;
        assert_eq!(numbers(&found), [exact]);
        assert_eq!(corrected(&found), []);
    }
}

#[tokio::test]
async fn nobody_learns_a_word_of_a_note_by_its_beginning() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let (rita, anna) = (&t.cast.rita, &t.cast.anna);
        let id = t.incident(rita, "Badge", "does not open the door").await;
        let note = Message {
            text: InternalText("probably a redundancy".into()),
            attachments: Vec::new(),
        };
        t.change(anna, id, vec![Change::Note(note)])
            .await
            .expect("a note");
        assert_eq!(
            corrected(&search(&t, anna, "redund").await),
            [("redund", vec!["redundancy"])]
        );
        assert_eq!(search(&t, rita, "redund").await, SearchPage::default());
        assert_eq!(search(&t, &t.cast.rob, "doo").await, SearchPage::default());
    }
}

#[tokio::test]
async fn what_was_sought_is_marked_and_marks_of_markdown_are_not_shown() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let text =
            "# What I see\n\nIt says **certificate `expired`**, see [the log](https://log.test)";
        t.incident(&t.cast.rita, "Certificate_of_the proxy", text)
            .await;
        let found = search(&t, &t.cast.anna, "certificate expired").await;
        let found = &found.found[0];
        assert_eq!(
            shown(&found.excerpt),
            "What I see It says [certificate] [expired], see the log"
        );
        let subject = shown(&found.subject);
        assert_eq!(
            subject, "[Certificate]_of_the proxy",
            "a subject is no Markdown"
        );
        let slip = search(&t, &t.cast.anna, "certifciate").await;
        assert_eq!(corrected(&slip), [("certifciate", vec!["certificate"])]);
        assert!(shown(&slip.found[0].excerpt).contains("[certificate]"));
    }
}
