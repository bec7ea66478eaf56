//! Control characters come in by no door, and what an old log holds of them is told and mended.

use crate::api::client::App;
use kernel::TicketId;
use kernel::ticket::{Change, InternalText, Message};
use serde_json::json;
use store::log::Texts;
use testkit::{TestDesk, backends};

/// All that was written on a ticket, as the log has it.
async fn written(t: &TestDesk, ticket: TicketId) -> Vec<String> {
    let read = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, ticket, Texts::All);
    let log = t.store.read(read).await.expect("the log is read");
    let text = |one: &kernel::Recorded| one.activity.text().map(str::to_owned);
    log.iter().filter_map(text).collect()
}

#[tokio::test]
async fn texts_come_in_without_control_characters() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let anna = App::new(&t).client(&t.cast.anna).await;
        let new = json!({
            "kind": "incident", "subject": "No\u{0} dial\u{7} tone",
            "description": "First\u{0} line\r\nsecond\tline\u{1b}[0m", "tags": ["a\u{0}b"],
        });
        let filed = anna.post("/tickets", new).await.ok(201);
        assert_eq!(filed["subject"], "No dial tone");
        assert_eq!(filed["tags"], json!(["ab"]));
        let id = TicketId(filed["number"].as_i64().expect("a number"));
        let path = format!("/tickets/{id}");
        let nothing = anna.patch(&path, json!({ "subject": "\u{0}\u{1}" })).await;
        nothing.field("subject");
        let reply = json!({ "text": "Which\u{c} line?" });
        anna.post(&format!("{path}/replies"), reply).await.ok(201);
        let note = Message {
            text: InternalText("\u{8}quiet\u{0}ly".into()),
            attachments: Vec::new(),
        };
        let noted = t.change(&t.cast.anna, id, vec![Change::Note(note)]).await;
        noted.expect("a note");
        assert_eq!(
            written(&t, id).await,
            ["First line\nsecond\tline[0m", "Which line?", "quietly"]
        );
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_an_old_log_and_row_hold_of_control_characters_is_told_and_mended() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let id = t.incident(&t.cast.rita, "No dial tone", "Silence.").await;
        // As it came to be once: in the log and the state whole, in the column without.
        let spoil = move |tx: &store::Tx<'_>| {
            for table in ["activities", "tickets"] {
                let sql = format!("UPDATE {table} SET data = REPLACE(data, 'No dial', $1)");
                tx.execute(&sql, store::params!["No\\u0000 dial"])?;
            }
            Ok::<_, store::Error>(())
        };
        t.store.write(spoil).await.expect("it is spoilt");
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        let told = verified.problems.join("\n");
        assert!(told.contains(&format!("ticket {id}: data is")), "{told}");
        t.desk.rebuild(|_| {}).await.expect("it is made anew");
        let verified = t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new());
        let ticket = t.ticket(&t.cast.anna, id).await.expect("it is there");
        assert_eq!(ticket.subject, "No dial tone");
    }
}
