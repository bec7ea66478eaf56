//! The command line, as those use it who have only the binary.

use crate::process::{ADMINISTRATOR, Client, Place, Serving, desk, ended, incident, spoc};
use serde_json::json;
use store::bare_sqlite::Connection;
use testkit::{Backend, backends};

#[test]
fn a_desk_is_served_set_up_with_the_code_and_ends_when_asked() {
    for backend in backends() {
        let place = Place::new(backend);
        let mut serving = Serving::start(&place);
        let mut anybody = Client::new(serving.address);
        assert_eq!(anybody.get("/healthz").text(), "alive");
        assert_eq!(anybody.get("/readyz").text(), "ready");
        assert_eq!(anybody.get("/sign-in").header("location"), "/set-up");
        let code = serving.set_up_code();
        for wrong in ["", "AAAA-BBBB"] {
            let answer = serving.set_up(wrong);
            assert_eq!(answer.status, 422, "{}", answer.text());
        }
        let people = "SELECT COUNT(*) FROM people";
        assert_eq!(place.number(people), 0);
        let done = serving.set_up(&code);
        assert_eq!(
            (done.status, done.header("location")),
            (303, "/"),
            "{}",
            done.text()
        );
        assert_eq!(place.number(people), 1);
        assert_eq!(serving.set_up(&code).status, 404, "a code works once");
        assert_eq!(serving.sign_in().get("/account").status, 200);
        assert!(serving.terminate().success());

        // The second start asks nobody to set anything up, and the port is said again.
        let serving = Serving::start(&place);
        assert_eq!(Client::new(serving.address).get("/set-up").status, 404);
        assert_eq!(serving.sign_in().get("/account").status, 200);
        assert!(serving.terminate().success());
    }
}

#[test]
fn an_administrator_is_made_with_a_link() {
    let place = Place::new(Backend::Sqlite);
    let create = ["admin", "create", "grace@desk.test", "--name", "Grace"];
    let told = place.run(&create).ok();
    let link = told.trim().lines().last().unwrap_or_default();
    let path = link.strip_prefix("http://127.0.0.1:8080").expect(&told);
    assert!(told.starts_with("grace@desk.test is an administrator"));
    let serving = Serving::start(&place);
    let mut browser = Client::new(serving.address);
    assert_eq!(browser.get("/set-up").status, 404);
    let page = browser.get(path);
    assert_eq!(page.status, 200, "{}", page.text());
    let chosen = "another few words";
    let answer = browser.form(path, &[("password", chosen), ("again", chosen)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let fields = [("email", "grace@desk.test"), ("password", chosen)];
    let signed = browser.form("/sign-in", &fields);
    assert_eq!((signed.status, signed.header("location")), (303, "/"));
    // A lost link is replaced; nobody is made twice.
    let again = place.run(&create).ok();
    assert!(again.starts_with("grace@desk.test is an administrator") && again != told);
    assert_eq!(place.number("SELECT COUNT(*) FROM people"), 1);
    assert!(place.write("UPDATE people SET active = 0") == 1);
    let gone = place.run(&create).refused();
    assert!(gone.contains("email"), "{gone}");
    let wrong = place.run(&["admin", "create", "grace"]).refused();
    assert!(wrong.contains("email"), "{wrong}");
}

#[test]
fn a_token_reads_and_nothing_else() {
    let place = Place::new(Backend::Sqlite);
    let (serving, mut admin) = desk(&place);
    let number = incident(&mut admin, "VPN drops");
    let create = |scope: &str, expires: &str| {
        let user = ["token", "create", "--user", ADMINISTRATOR];
        let limits = ["--scope", scope, "--expires", expires];
        place.run(&[&user[..], &limits[..]].concat())
    };
    let said = create("ticket.read", "30d").ok();
    let token = said.strip_suffix('\n').expect("a line");
    assert!(
        token.starts_with("spoc_") && !token.contains(char::is_whitespace),
        "{said}"
    );
    let mut script = Client::with_token(serving.address, token);
    let list = script
        .api("GET", "/tickets", &serde_json::Value::Null)
        .ok(200);
    assert_eq!(list["items"][0]["number"], number);
    let new = json!({ "kind": "incident", "subject": "More" });
    script.api("POST", "/tickets", &new).ok(403);
    let reply = json!({ "text": "x" });
    let at = format!("/tickets/{number}/replies");
    script.api("POST", &at, &reply).ok(403);
    let mut stranger = Client::with_token(serving.address, "spoc_nobody");
    let asked = stranger.api("GET", "/tickets", &serde_json::Value::Null);
    asked.ok(401);

    for (scope, expires, wanted) in [
        (
            "ticket.everything",
            "30d",
            "there is no permission “ticket.everything”; there are: ticket.open, ticket.read",
        ),
        (
            "ticket.read",
            "soon",
            "--expires soon: write a day such as 2027-01-31, or a number of days such as 90d",
        ),
        ("ticket.read", "0d", "--expires 0d"),
        ("ticket.read", "2001-01-31", "expires_at"),
    ] {
        let told = create(scope, expires).refused();
        assert!(told.contains(wanted), "{told}");
    }
    // A token can do no more than its person.
    let role = place.number("SELECT id FROM roles WHERE key = 'requester'");
    let requester = json!({ "name": "Rita", "email": "rita@desk.test", "role_id": role });
    admin.api("POST", "/people", &requester).ok(201);
    let scopes = ["--scope", "ticket.open", "--scope", "policy.manage"];
    let user = ["token", "create", "--user", "rita@desk.test"];
    let told = place.run(&[&user[..], &scopes[..]].concat()).refused();
    let wanted = "rita@desk.test may not policy.manage, and so no token of theirs can";
    assert!(told.contains(wanted), "{told}");
    place.run(&[&user[..], &scopes[..2]].concat()).ok();
    let nobody = place.run(&["token", "create", "--user", "nobody@desk.test"]);
    let told = nobody.refused();
    assert!(
        told.contains("there is nobody with the address nobody@desk.test"),
        "{told}"
    );
}

#[test]
fn what_is_said_wrongly_is_refused_with_what_would_be_right() {
    let place = Place::new(Backend::Sqlite);
    let serving = Serving::start(&place);
    let taken = serving.address.to_string();
    let import = ["import", "servicenow", "log.csv"];
    let cases: [(&[&str], &str); 9] = [
        (&[], "Usage: spoc <COMMAND>"),
        (&["sreve"], "similar subcommands exist: 'restore', 'serve'"),
        (&["serve", "--port", "80"], "unexpected argument '--port'"),
        (
            &["serve", "--listen", "8080"],
            "invalid value '8080' for '--listen <LISTEN>'",
        ),
        (
            &["serve", "--listen", &taken],
            "choose another with --listen",
        ),
        (&["backup"], "<FILE>"),
        (&["restore", "not-there.spoc"], "there is no file not-there"),
        (&["token", "create"], "--user <USER>"),
        (
            &import,
            "there is no format “servicenow”; there are:\n  servicenow-log",
        ),
    ];
    for (args, wanted) in cases {
        let told = place.run(args).refused();
        assert!(told.contains(wanted), "{args:?}: {told}");
    }
    let missing = place.run(&["import", "servicenow-log", "not-there.csv"]);
    let told = missing.refused();
    assert!(told.contains("not-there.csv"), "{told}");
    let told = ended(spoc(&["--version"])).ok();
    assert_eq!(told.trim(), format!("spoc {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn only_commands_that_begin_a_spoc_make_one() {
    for backend in backends() {
        let place = Place::new(backend);
        let beside = Place::new(Backend::Sqlite);
        let mistyped = beside.folder().join("mistyped");
        let folder = mistyped.to_str().expect("UTF-8");
        let file = beside.folder().join("backup.spoc");
        let commands: [&[&str]; 9] = [
            &["verify"],
            &["rebuild"],
            &["backup", file.to_str().expect("UTF-8")],
            &["token", "create", "--user", ADMINISTRATOR],
            &["mail", "take", "--mailbox", "help@desk.test", "-"],
            &["policy", "export", folder],
            &["policy", "plan", folder],
            &["policy", "apply", folder],
            &["replay", "--policy", folder],
        ];
        for args in commands {
            let told = place.run(&[args, &["--data", folder]].concat()).refused();
            let wanted = format!(
                "spoc: there is no Spoc: {folder} is not there, or no folder; name the place with --data"
            );
            assert!(told.starts_with(&wanted), "{args:?}: {told}");
            // A folder that is there, and nothing in it.
            let told = place.run(args).refused();
            let wanted = match backend {
                Backend::Sqlite => {
                    format!("spoc: there is no Spoc in {}; ", place.folder().display())
                }
                Backend::Postgres => {
                    "spoc: there is no Spoc in the database that --database names; ".to_owned()
                }
            };
            assert!(told.starts_with(&wanted), "{args:?}: {told}");
        }
        assert!(!mistyped.exists() && !file.exists());
        let left = std::fs::read_dir(place.folder()).expect("a folder");
        assert_eq!(left.count(), 0, "nothing was made");
        place.run(&["admin", "create", ADMINISTRATOR]).ok();
        place.verify();
    }
}

#[test]
fn what_nobody_reads_any_more_is_no_failure() {
    let place = Place::new(Backend::Sqlite);
    let create = ["admin", "create", ADMINISTRATOR];
    place.run(&create).ok();
    let backup = place.folder().join("backup.spoc");
    let policy = place.folder().join("policy");
    let [backup, policy] = [&backup, &policy].map(|path| path.to_str().expect("UTF-8"));
    let log = crate::killed::LogFile::of(1);
    let commands: [&[&str]; 10] = [
        &create,
        &["token", "create", "--user", ADMINISTRATOR],
        &["doctor"],
        &["import", "servicenow-log", log.path()],
        &["backup", backup],
        &["verify"],
        &["rebuild"],
        &["policy", "export", policy],
        &["policy", "plan", policy],
        &["replay", "--policy", policy],
    ];
    for args in commands {
        let mut command = place.command(args);
        let (read, write) = std::io::pipe().expect("a pipe");
        drop(read);
        let ended = command.stdout(write).output().expect("it starts");
        let told = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{args:?}: {told}");
        assert_eq!(told, "", "{args:?}");
    }
    // What went wrong is told by the exit code, also where nobody reads the errors.
    let mut command = place.command(&["token", "create", "--user", "nobody@desk.test"]);
    let (read, write) = std::io::pipe().expect("a pipe");
    drop(read);
    let ended = command.stderr(write).status().expect("it starts");
    assert_eq!(ended.code(), Some(1));
}

#[test]
fn a_dry_run_leaves_nothing_behind() {
    for backend in backends() {
        let place = Place::new(backend);
        let log = crate::killed::LogFile::of(2);
        let args = ["import", "servicenow-log", log.path(), "--dry-run"];
        let told = place.run(&args).ok();
        assert!(told.contains("new: 2 tickets"), "{told}");
        let left = std::fs::read_dir(place.folder()).expect("the folder");
        assert_eq!(left.count(), 0);
        let told = place.run(&["verify"]).refused();
        assert!(told.starts_with("spoc: there is no Spoc in "), "{told}");
    }
}

#[test]
fn an_import_that_is_refused_begins_no_desk() {
    for backend in backends() {
        let place = Place::new(backend);
        let log = crate::killed::LogFile::of(2);
        let text = std::fs::read_to_string(log.path()).expect("it is there");
        // A file that ends too early, and one whose words are more than a policy takes.
        std::fs::write(log.path(), &text[..text.len() - 100]).expect("it is written");
        let import = ["import", "servicenow-log", log.path()];
        let told = place.run(&import).refused();
        assert!(
            told.contains("column “priority”: the file ends here"),
            "{told}"
        );
        let words: String = (0..1_001)
            .map(|n| {
                text.lines()
                    .nth(1)
                    .expect("a row")
                    .replace("code 6", &format!("code {n}"))
                    + "\n"
            })
            .collect();
        let header = text.lines().next().expect("a header");
        std::fs::write(log.path(), format!("{header}\n{words}")).expect("it is written");
        let told = place.run(&import).refused();
        assert!(told.contains("resolution_codes"), "{told}");

        let left = std::fs::read_dir(place.folder()).expect("the folder");
        assert_eq!(left.count(), 0);
        let told = place.run(&["verify"]).refused();
        assert!(told.starts_with("spoc: there is no Spoc in "), "{told}");
        std::fs::write(log.path(), text).expect("it is written");
        let told = place.run(&import).ok();
        assert!(told.contains("2 tickets"), "{told}");
    }
}

#[test]
fn a_backup_that_cannot_be_written_names_its_file() {
    let place = Place::new(Backend::Sqlite);
    place.run(&["admin", "create", ADMINISTRATOR]).ok();
    let told = place.run(&["backup", "/nonexistent/folder/x"]).refused();
    let wanted = "spoc: cannot write /nonexistent/folder/x.partial: No such file or directory";
    assert!(told.starts_with(wanted), "{told}");
}

#[test]
fn a_database_from_a_newer_version_is_left_alone() {
    for backend in backends() {
        let place = Place::new(backend);
        let (serving, _) = desk(&place);
        assert!(serving.terminate().success());
        let newer = "UPDATE refinery_schema_history SET version = 9999 \
                     WHERE version = (SELECT MAX(version) FROM refinery_schema_history)";
        if backend == Backend::Sqlite {
            let bare = Connection::open(place.location().file()).expect("it opens");
            assert_eq!(bare.execute(newer, []).expect("it is changed"), 1);
        } else {
            assert_eq!(place.write(newer), 1);
        }
        for args in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["verify"],
            &["rebuild"],
            &["backup", "never"],
        ] {
            let told = place.run(args).refused();
            let wanted = format!(
                "the database has version 9999, but this Spoc knows only up to {}; use a newer Spoc, or restore a \
                 backup made by this one",
                store::newest()
            );
            assert!(told.contains(&wanted), "{told}");
        }
    }
}

#[test]
fn several_first_starts_at_once_make_one_desk() {
    for backend in backends() {
        let place = Place::new(backend);
        std::thread::scope(|scope| {
            let start = |email| place.run(&["admin", "create", email]).ok();
            let people = ["a@desk.test", "b@desk.test", "c@desk.test", "d@desk.test"];
            let starts = people.map(|email| scope.spawn(move || start(email)));
            for start in starts {
                start.join().expect("it starts");
            }
        });
        place.verify();
        assert_eq!(place.number("SELECT COUNT(*) FROM policies"), 1);
        let twice =
            "SELECT COUNT(*) FROM (SELECT name FROM views GROUP BY name HAVING COUNT(*) > 1) twice";
        assert_eq!(place.number(twice), 0);
    }
}
