//! Each rule over a small made-up tree: what it lets pass, what it finds, and where.

use super::{check, crates_with_examples, read};
use std::fs;
use std::path::Path;

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join("crates").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The findings in a tree of these files below `crates/`.
fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), files);
    check(&read(root.path()).unwrap())
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// Asserts that there is one finding and that it begins with `place` and has `words`.
#[track_caller]
fn assert_found(files: &[(&str, &str)], place: &str, words: &str) {
    let found = findings(files);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with(&format!("crates/{place}: ")),
        "{found:#?}"
    );
    assert!(found[0].contains(words), "{found:#?}");
}

#[track_caller]
fn assert_clean(files: &[(&str, &str)]) {
    assert_eq!(findings(files), [""; 0]);
}

const KERNEL: (&str, &str) = ("kernel/Cargo.toml", "[package]\nname = \"kernel\"\n");
const WORK: (&str, &str) = (
    "work/Cargo.toml",
    "[dependencies]\nkernel.workspace = true\ndirectory = { path = \"../directory\" }\n",
);
const DIRECTORY: (&str, &str) = (
    "directory/Cargo.toml",
    "[dependencies]\nkernel.workspace = true\naskama.workspace = true\n",
);

#[test]
fn a_crate_stands_on_lower_levels_and_work_on_directory() {
    assert_clean(&[KERNEL, WORK, DIRECTORY]);
    let upwards = (
        "directory/Cargo.toml",
        "[dependencies]\nwork.workspace = true\n",
    );
    let found = findings(&[upwards, WORK]);
    assert_eq!(
        found[0],
        "crates/directory/Cargo.toml:2: directory (level 2) depends on work (level 2); a crate \
         stands on lower levels only: move what is needed below level 2"
    );
}

#[test]
fn practices_never_depend_on_each_other() {
    let incident = (
        "incident/Cargo.toml",
        "[dependencies]\nwork.workspace = true\n",
    );
    let problem = (
        "problem/Cargo.toml",
        "[package]\n\n[dependencies.incident]\nworkspace = true\n",
    );
    assert_found(
        &[incident, problem, WORK, DIRECTORY, KERNEL],
        "problem/Cargo.toml:3",
        "siblings",
    );
}

#[test]
fn the_test_kit_is_for_tests() {
    let testkit = (
        "testkit/Cargo.toml",
        "[dependencies]\nspoc.workspace = true\n",
    );
    let spoc = "[dependencies]\nkernel.workspace = true\n[dev-dependencies]\ntestkit = \"1\"\n";
    assert_clean(&[KERNEL, testkit, ("spoc/Cargo.toml", spoc)]);
    let spoc = "[dependencies]\n# a comment\ntestkit.workspace = true\n";
    let files = [KERNEL, testkit, ("spoc/Cargo.toml", spoc)];
    assert_found(&files, "spoc/Cargo.toml:3", "[dev-dependencies]");
}

#[test]
fn the_database_belongs_to_store_and_the_framework_to_web() {
    assert_clean(&[
        (
            "store/Cargo.toml",
            "[dependencies]\nrusqlite = { version = \"1\", features = [\n    \"axum\",\n] }\n",
        ),
        (
            "web/Cargo.toml",
            "[dependencies]\naxum = \"0.8\"\ntower-http = \"0.7\"\n",
        ),
    ]);
    let work = "[dependencies]\ntokio = \"1\"\nrusqlite = \"1\"\n";
    assert_found(
        &[("work/Cargo.toml", work)],
        "work/Cargo.toml:3",
        "ask the store",
    );
    let work = "[dependencies]\naxum.workspace = true\n";
    assert_found(
        &[("work/Cargo.toml", work)],
        "work/Cargo.toml:2",
        "use web::axum",
    );
    let kernel = "[dependencies]\nrand = \"1\"\n";
    assert_found(
        &[("kernel/Cargo.toml", kernel)],
        "kernel/Cargo.toml:2",
        "as an argument",
    );
}

#[test]
fn sql_stands_in_queries() {
    let sql = "fn open() -> &'static str {\n    \"SELECT id FROM ticket\"\n}\n";
    assert_clean(&[
        ("work/src/queries.rs", sql),
        ("work/src/queries/lists.rs", sql),
        ("work/src/tests.rs", sql),
        ("work/tests/lists.rs", sql),
        ("store/src/log.rs", sql),
        ("testkit/src/desk.rs", sql),
        ("spoc/src/bench/raw.rs", sql),
    ]);
    assert_found(
        &[("work/src/actions.rs", sql)],
        "work/src/actions.rs:2",
        "queries.rs",
    );
}

#[test]
fn sql_is_told_from_words_and_found_in_every_kind_of_string() {
    assert_clean(&[(
        "work/src/actions.rs",
        "// \"SELECT id\"\n/* /* \"SELECT id\" */ \"WITH x\" */\nconst A: &str = \"Select a team\";\n\
         const B: &str = \"DELETE /api/spoc/v1/tickets/7\";\nconst C: char = '\"';\n\
         const D: &str = \"she said \\\"SELECT it\\\"\"; fn f<'a>(x: &'a str) {}\n\
         #[cfg(test)]\nmod tests {\n    const E: [u8; 3] = [1; 3];\n    const S: &str = \"SELECT id\";\n}\n",
    )]);
    let raw = "const A: char = '\\'';\nconst B: &str = r#\"\n    WITH late AS (\"x\")\"#;\n";
    assert_found(&[("work/src/api.rs", raw)], "work/src/api.rs:2", "SQL");
    let continued = "const A: &str = \"\\\n    UPDATE ticket SET x = 1\";\n";
    assert_found(
        &[("work/src/api.rs", continued)],
        "work/src/api.rs:1",
        "SQL",
    );
    let after_tests = "#[cfg(test)]\nmod tests;\nconst A: &str = \"INSERT INTO ticket\";\n";
    assert_found(
        &[("work/src/api.rs", after_tests)],
        "work/src/api.rs:3",
        "SQL",
    );
}

#[test]
fn files_stay_small() {
    let lines = |count: usize| "\n".repeat(count);
    assert_clean(&[
        ("work/src/actions.rs", &lines(400)),
        ("work/src/tests.rs", &lines(900)),
        ("work/templates/ticket.html", &lines(120)),
        ("web/assets/vendor/theme.css", &lines(900)),
        ("web/assets/app.css", &lines(300)),
    ]);
    assert_found(
        &[("work/src/pages.rs", &lines(401))],
        "work/src/pages.rs:401",
        "401 lines",
    );
    assert_found(
        &[("work/templates/parts/list.html", &lines(121))],
        "work/templates/parts/list.html:121",
        "120 are the limit",
    );
    assert_found(
        &[("web/assets/app.css", &lines(302))],
        "web/assets/app.css:301",
        "302 lines",
    );
}

#[test]
fn a_crate_says_what_it_is_and_no_file_is_called_util() {
    assert_clean(&[("work/src/lib.rs", "//! The desk.\n")]);
    assert_found(
        &[("work/src/lib.rs", "mod desk;\n")],
        "work/src/lib.rs:1",
        "`//!`",
    );
    assert_found(
        &[("work/src/util.rs", "")],
        "work/src/util.rs:1",
        "`util` says nothing",
    );
}

#[test]
fn the_kernel_is_pure() {
    let pure =
        "//! Never async, see std::fs.\nuse std::{collections::BTreeMap, fmt::{self, Debug}};\n";
    assert_clean(&[
        ("kernel/src/lib.rs", pure),
        ("kernel/src/tests.rs", "use std::fs;\n"),
        ("work/src/jobs.rs", "pub async fn run() {}\n"),
    ]);
    let rules = "kernel/src/rules.rs";
    assert_found(
        &[(rules, "\nasync fn decide() {}\n")],
        "kernel/src/rules.rs:2",
        "`async`",
    );
    assert_found(
        &[(rules, "use std::fs::File;\n")],
        "kernel/src/rules.rs:1",
        "`std::fs`",
    );
    let group = "use std::{\n    fmt::{self, Debug},\n    net::IpAddr,\n};\n";
    assert_found(&[(rules, group)], "kernel/src/rules.rs:1", "`std::net`");
    let clock = "fn now() {\n    std::time::SystemTime::now();\n}\n";
    assert_found(
        &[(rules, clock)],
        "kernel/src/rules.rs:2",
        "take the instant",
    );
}

#[test]
fn every_locale_has_every_message() {
    let en = (
        "web/locales/en/common.ftl",
        "# x = y\nopen = Open\n    .title = Open = now\nshut =\n    Shut\n",
    );
    let de = (
        "web/locales/de/common.ftl",
        "shut = Zu\nopen = Offen\n    .title = Jetzt\n",
    );
    assert_clean(&[en, de]);
    let short = (
        "web/locales/de/common.ftl",
        "open = Offen\n    .title = Jetzt\n",
    );
    assert_found(
        &[en, short],
        "web/locales/de/common.ftl:2",
        "`shut` is missing",
    );
    let strange = (
        "web/locales/de/common.ftl",
        "open = Offen\nshut = Zu\nold = Alt\n    .title = Jetzt\n",
    );
    let found = findings(&[en, strange]);
    assert_eq!(
        found.len(),
        3,
        "open.title is missing, old and old.title are strange: {found:#?}"
    );
    let twice = ("web/locales/en/common.ftl", "open = Open\nopen = Open\n");
    assert_found(&[twice], "web/locales/en/common.ftl:2", "stands twice");
    assert_found(
        &[("web/locales/de/common.ftl", "open = Offen\n")],
        "web/locales/de/common.ftl:1",
        "no English",
    );
    let tickets = ("web/locales/en/tickets.ftl", "ticket = Ticket\n");
    assert_found(
        &[en, de, tickets],
        "web/locales/en/tickets.ftl:1",
        "has no tickets.ftl in de",
    );
}

#[test]
fn crates_with_examples_are_known() {
    let root = tempfile::tempdir().unwrap();
    let example = "//! The rules.\n\n/// ```\n/// one();\n/// ```\npub fn one() {}\n";
    write(
        root.path(),
        &[
            ("kernel/src/lib.rs", example),
            ("work/src/lib.rs", "//! `x`\n"),
        ],
    );
    assert_eq!(crates_with_examples(root.path()).unwrap(), ["kernel"]);
}

#[test]
fn a_kind_of_ticket_is_named_by_its_practice_alone_and_has_its_words() {
    let home = "kernel/src/ticket/state.rs";
    let kinds = "kinds! {\n    /// A cause.\n    Problem = \"problem\", mostly \"solved\";\n}\n";
    let said =
        "kind-problem = Problem\nask-kind-problem = Again and again\nmeaning-problem = problem\n";
    let words = ("web/locales/en/tickets.ftl", said);
    let named = "fn kind() -> Kind {\n    Kind::Problem\n}\n";
    assert_clean(&[
        (home, kinds),
        words,
        ("problem/src/model.rs", named),
        ("spoc/src/demo/story.rs", named),
        ("work/src/tests.rs", named),
        (
            "work/src/pages.rs",
            "fn kind(kind: Kind) -> bool { kind.is_ours() }\n",
        ),
    ]);
    assert_found(
        &[(home, kinds), words, ("portal/src/pages.rs", named)],
        "portal/src/pages.rs:2",
        "`Kind::Problem` outside of its practice",
    );
    let unsaid = (
        "web/locales/en/tickets.ftl",
        "kind-problem = Problem\nmeaning-problem = problem\n",
    );
    assert_found(
        &[(home, kinds), unsaid],
        "kernel/src/ticket/state.rs:3",
        "no message `ask-kind-problem`",
    );
}
