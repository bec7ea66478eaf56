//! Custom fields, and how a ticket's properties read after they were taken back.

use super::client::App;
use kernel::policy::{CustomField, Named};
use kernel::ticket::FieldKind;
use serde_json::json;
use testkit::{TestDesk, backends};

fn field(key: &str, kind: FieldKind) -> CustomField {
    CustomField::new(key, key.to_uppercase(), kind)
}

#[tokio::test]
async fn custom_fields_are_plain_json() {
    for backend in backends() {
        let t = TestDesk::new(backend).await;
        let choices = || {
            ["red", "green"].map(|key| Named {
                key: key.into(),
                label: key.to_uppercase(),
            })
        };
        t.desk
            .change_policy(&t.cast.ada, "fields", move |policy| {
                policy.fields = vec![
                    field("room", FieldKind::Text),
                    field("cost", FieldKind::Number),
                    field("due", FieldKind::Date),
                    field(
                        "colour",
                        FieldKind::Choice {
                            choices: choices().into(),
                        },
                    ),
                    field(
                        "colours",
                        FieldKind::MultipleChoice {
                            choices: choices().into(),
                        },
                    ),
                    field("owner", FieldKind::Person),
                    field("vip", FieldKind::YesNo),
                ];
            })
            .await
            .unwrap();
        let app = App::new(&t);
        let anna = app.client(&t.cast.anna).await;
        let rita = t.cast.rita.person.unwrap().0;
        let values = json!({
            "room": "4.07", "cost": 12.5, "due": "2026-12-24", "colour": "red",
            "colours": ["green", "red"], "owner": rita, "vip": true,
        });
        let new = json!({ "kind": "incident", "subject": "Chair", "fields": values });
        let opened = anna.post("/tickets", new).await.ok(201);
        assert_eq!(opened["fields"], values);
        let at = format!("/tickets/{}", opened["number"]);
        let edit = json!({ "fields": { "cost": 13, "due": null } });
        let changed = anna.patch(&at, edit).await.ok(200);
        assert_eq!(changed["ticket"]["fields"]["cost"], 13);
        assert_eq!(changed["ticket"]["fields"].get("due"), None);
        for (key, wrong) in [
            ("room", json!(4)),
            ("cost", json!("much")),
            ("cost", json!(1e300)),
            ("due", json!(20261224)),
            ("colour", json!(["red"])),
            ("colours", json!("red")),
            ("colours", json!([1])),
            ("owner", json!("Rita")),
            ("vip", json!("yes")),
            ("size", json!(1)),
        ] {
            let text = anna
                .patch(&at, json!({ "fields": { key: wrong } }))
                .await
                .field("fields");
            assert!(text.contains(key), "{text}");
        }
        for (key, wrong) in [("due", "soon"), ("colour", "blue")] {
            let field = format!("field.{key}");
            anna.patch(&at, json!({ "fields": { key: wrong } }))
                .await
                .field(&field);
        }
        let fields = anna.get("/policy").await.ok(200)["fields"].clone();
        assert_eq!(fields[3]["type"], "choice");
        assert_eq!(
            fields[3]["choices"][1],
            json!({ "key": "green", "label": "GREEN" })
        );

        // What was taken back reads as everything else does.
        anna.delete(&format!("/commands/{}", changed["command"]))
            .await
            .ok(200);
        let hold = json!({ "reason": "until", "until": "2030-01-02T03:04:05Z" });
        let hold = anna.put(&format!("{at}/hold"), hold).await.ok(200);
        assert_eq!(
            hold["ticket"]["hold"],
            json!({ "reason": "until", "until": "2030-01-02T03:04:05Z" })
        );
        anna.delete(&format!("/commands/{}", hold["command"]))
            .await
            .ok(200);
        let all = anna.get(&format!("{at}/activities")).await.ok(200);
        let undone: Vec<_> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|activity| activity["type"] == "undone")
            .map(|activity| &activity["data"]["changes"])
            .collect();
        assert_eq!(undone[0]["fields"]["from"]["cost"], 13);
        assert_eq!(undone[0]["fields"]["to"], values);
        assert_eq!(
            undone[1]["hold"]["from"],
            json!({ "reason": "until", "until": "2030-01-02T03:04:05Z" })
        );
        assert_eq!(anna.get(&at).await.ok(200)["fields"], values);
    }
}
