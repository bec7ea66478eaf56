//! Many mailboxes out of one file, by the command line; and one of them fetched over TLS that fails.

use crate::process::{Client, Ended, Place, Serving, desk, ended, token};
use std::path::Path;
use std::time::{Duration, Instant};
use testkit::backends;
use testkit::dovecot::{Dovecot, PASSWORD, USER};
use testkit::faults::{Fault, Faulty};

/// How long something may take to happen.
const PATIENCE: Duration = Duration::from_secs(60);

const TWO: &str = r#"
[[mailboxes]]
address = "Desk@spoc.example"
name = "Service Desk"
trusted_servers = ["MX.spoc.example"]

[mailboxes.imap]
host = "imap.spoc.example"
password = { env = "DESK_PASSWORD" }

[[mailboxes]]
address = "people@spoc.example"

[mailboxes.imap]
host = "imap.spoc.example"
security = "starttls"
folder = "INBOX/People"
password = { file = "people.password" }
silence_hours = 24
"#;

fn written(place: &Place, name: &str, text: &str) -> String {
    let path = place.folder().join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

/// What `spoc mail mailboxes` says of a file, with a password in the environment.
fn mailboxes(place: &Place, file: &str, more: &[&str]) -> Ended {
    let mut command = place.command(&[&["mail", "mailboxes", file], more].concat());
    command.env("DESK_PASSWORD", "a quagga in the environment");
    ended(command)
}

#[test]
fn many_mailboxes_are_set_up_out_of_a_file_and_the_same_file_changes_nothing() {
    for backend in backends() {
        let place = Place::new(backend);
        let (serving, mut client) = desk(&place);
        let named = serde_json::json!({ "name": "Payroll" });
        let service = client.api("POST", "/services", &named).ok(201)["id"].clone();
        drop(serving);
        let file = written(&place, "mailboxes.toml", TWO);
        written(&place, "people.password", "a quagga in a file\n");
        let count = |place: &Place| place.number("SELECT COUNT(*) FROM mailboxes");

        let planned = mailboxes(&place, &file, &["--dry-run"]).ok();
        assert!(
            planned.contains("+ desk@spoc.example\n+ people@spoc.example"),
            "{planned}"
        );
        assert!(
            planned.contains("2 new, 0 changed, 0 as they are; nothing is written"),
            "{planned}"
        );
        assert_eq!(count(&place), 0);

        let done = mailboxes(&place, &file, &[]).ok();
        assert!(done.contains("2 new"), "{done}");
        assert_eq!(count(&place), 2);
        let versions = |place: &Place| {
            place.number("SELECT CAST(SUM(m.version + a.version) AS BIGINT) FROM mailboxes m JOIN mail_accounts a ON a.mailbox_id = m.id")
        };
        let before = versions(&place);
        let again = mailboxes(&place, &file, &[]).ok();
        assert!(again.contains("0 new, 0 changed, 2 as they are"), "{again}");
        assert_eq!(versions(&place), before);
        let clear =
            "SELECT COUNT(*) FROM mail_accounts WHERE password LIKE '%quagga%' OR password = ''";
        assert_eq!(place.number(clear), 0, "passwords are sealed");

        // What is said otherwise is changed, and nothing else; without a password the one that is kept stays.
        let other = TWO
            .replace("Service Desk", "Helpdesk")
            .replace("password = { file = \"people.password\" }\n", "")
            .replace("silence_hours = 24", "silence_hours = 48");
        let file = written(&place, "mailboxes.toml", &other);
        let changed = mailboxes(&place, &file, &[]).ok();
        assert!(changed.contains("~ desk@spoc.example: name\n"), "{changed}");
        assert!(
            changed.contains("~ people@spoc.example: imap\n"),
            "{changed}"
        );
        let other = other.replace(
            "silence_hours = 48",
            "silence_hours = 48\npassword = { file = \"new.password\" }",
        );
        let file = written(&place, "mailboxes.toml", &other);
        written(&place, "new.password", "another quagga");
        let changed = mailboxes(&place, &file, &[]).ok();
        assert!(
            changed.contains("~ people@spoc.example: password\n"),
            "{changed}"
        );
        let other = other.replace(
            "name = \"Helpdesk\"",
            "name = \"Helpdesk\"\nservice = \"Payroll\"",
        );
        let file = written(&place, "mailboxes.toml", &other);
        for expected in ["~ desk@spoc.example: service\n", "2 as they are"] {
            let changed = mailboxes(&place, &file, &[]).ok();
            assert!(changed.contains(expected), "{changed}");
        }
        let of_service = "SELECT service_id FROM mailboxes WHERE address = 'desk@spoc.example'";
        assert_eq!(Some(place.number(of_service)), service.as_i64());
        let other = other.replace(
            "name = \"Helpdesk\"",
            "name = \"Helpdesk\"\nplus_addresses = false",
        );
        let file = written(&place, "mailboxes.toml", &other);
        for expected in ["~ desk@spoc.example: plus_addresses\n", "2 as they are"] {
            let changed = mailboxes(&place, &file, &[]).ok();
            assert!(changed.contains(expected), "{changed}");
        }
        place.verify();
    }
}

#[test]
fn what_is_wrong_in_a_file_of_mailboxes_is_said_with_its_place_and_nothing_is_written() {
    for backend in backends() {
        let place = Place::new(backend);
        let (serving, _client) = desk(&place);
        drop(serving);
        let secret = "a quagga in the text";
        for (was, is, expected) in [
            (
                "address = \"people@spoc.example\"",
                "address = \"people+1@spoc.example\"",
                "12:11: write an address",
            ),
            (
                "address = \"people@spoc.example\"",
                "address = \"desk@spoc.example\"",
                "12:11: desk@spoc.example is named twice",
            ),
            (
                "address = \"people@spoc.example\"",
                "address = \"people-and-culture-department@spoc.example\"",
                "12:11: write an address with at most 24 characters",
            ),
            (
                "address = \"people@spoc.example\"",
                "adress = \"people@spoc.example\"",
                "12:1: unknown field `adress`",
            ),
            (
                "name = \"Service Desk\"",
                "name = \"Service Desk\"\nteam = \"Nobody’s\"",
                "5:8: there is no team “Nobody’s”",
            ),
            (
                "name = \"Service Desk\"",
                "name = \"Service Desk\"\nservice = \"Nobody’s\"",
                "5:11: there is no service “Nobody’s”",
            ),
            (
                "{ env = \"DESK_PASSWORD\" }",
                &format!("\"{secret}\""),
                "9:12: a password does not stand in the text; name where",
            ),
            (
                "DESK_PASSWORD",
                "NO_SUCH_PASSWORD",
                "9:12: the environment has no variable NO_SUCH_PASSWORD",
            ),
            (
                "people.password",
                "nobody.password",
                "18:12: nobody.password: ",
            ),
            (
                "password = { env = \"DESK_PASSWORD\" }\n",
                "",
                "7:1: no password is kept for this user",
            ),
            ("\"starttls\"", "\"plain\"", "16:12: unencrypted only"),
            (
                "\"starttls\"",
                "\"none\"",
                "16:12: security is one of tls, starttls, plain",
            ),
            (
                "silence_hours = 24",
                "silence_hours = 0",
                "19:17: say a number of hours",
            ),
        ] {
            written(&place, "people.password", "a quagga in a file\n");
            let file = written(&place, "mailboxes.toml", &TWO.replace(was, is));
            let said = mailboxes(&place, &file, &[]).refused();
            assert!(
                said.contains(&format!("mailboxes.toml:{expected}")),
                "{expected}: {said}"
            );
            assert!(!said.contains("quagga"), "{said}");
            assert_eq!(place.number("SELECT COUNT(*) FROM mailboxes"), 0);
        }
    }
}

#[test]
fn a_mailbox_is_fetched_over_tls_again_after_that_has_failed() {
    let certificates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/tls"));
    let network = tokio::runtime::Runtime::new().expect("a runtime");
    for backend in backends() {
        let mut server = Dovecot::start_encrypted(certificates);
        let way = network.block_on(Faulty::way_to(server.encrypted_port()));
        let place = Place::new(backend);
        let (serving, _client) = desk(&place);
        drop(serving);
        let token = token(&place);
        let text = format!(
            "[[mailboxes]]\naddress = \"desk@spoc.example\"\n[mailboxes.imap]\nhost = \"127.0.0.1\"\nport = {}\n\
             user = \"{USER}\"\npassword = {{ file = \"desk.password\" }}\ntakes_old = true\n",
            way.port()
        );
        written(&place, "desk.password", PASSWORD);
        let file = written(&place, "mailboxes.toml", &text);
        mailboxes(&place, &file, &[]).ok();
        // First nobody speaks TLS, then what is encrypted comes twice, so that nobody can open it any more. The third
        // connection is well: it is there because the others were not.
        way.goes_wrong([Fault::Nonsense, Fault::AnswerTwice(600), Fault::SaidAgain]);
        server.delivers(&super::imap::letter(1));
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.env("SSL_CERT_FILE", certificates.join("certificate.pem"));
        let serving = Serving::of(command);
        let mut client = Client::with_token(serving.address, &token);
        let has = |client: &mut Client, count: usize| {
            let begun = Instant::now();
            loop {
                let listed = client.get("/api/spoc/v1/tickets").ok(200);
                let found = listed["items"].as_array().map_or(0, Vec::len);
                if found == count {
                    return;
                }
                assert!(begun.elapsed() < PATIENCE, "{listed}");
                std::thread::sleep(Duration::from_millis(100));
            }
        };
        has(&mut client, 1);
        assert_eq!(way.left(), 0, "it went wrong");
        // The server names the news as before.
        server.delivers(&super::imap::letter(2));
        has(&mut client, 2);
    }
}
