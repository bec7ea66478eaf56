use std::collections::BTreeSet;
use std::path::Path;
use web::Texts;

#[test]
fn every_language_has_the_same_keys_and_no_faults() {
    let english = Texts::english();
    assert!(english.keys().len() > 200, "the English catalogue is read");
    for (code, name) in Texts::languages() {
        let texts = Texts::find(code).expect("listed languages are found");
        assert_eq!(texts.faults(), [] as [String; 0], "{name}");
        assert_eq!(texts.keys(), english.keys(), "{name} differs from English");
    }
}

#[test]
fn every_key_that_a_template_uses_exists() {
    let known: BTreeSet<String> = Texts::english().keys().iter().cloned().collect();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("crates/");
    let mut used = BTreeSet::new();
    for entry in std::fs::read_dir(crates).expect("readable").flatten() {
        collect_keys(&entry.path().join("templates"), &mut used);
    }
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(
        used.len() > 50 && missing.is_empty(),
        "not in locales/en/: {missing:?}"
    );
}

fn collect_keys(folder: &Path, used: &mut BTreeSet<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect_keys(&path, used);
        } else {
            let template = std::fs::read_to_string(&path).expect("templates are text");
            let keys = template
                .split("frame.t(\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next());
            used.extend(keys.map(ToOwned::to_owned));
        }
    }
}

#[test]
fn the_language_is_the_persons_then_the_browsers_then_english() {
    assert_eq!(Texts::choose(Some("de"), Some("en")).code(), "de");
    assert_eq!(
        Texts::choose(None, Some("fr, de-AT;q=0.7, en;q=0.3")).code(),
        "de"
    );
    assert_eq!(Texts::choose(None, Some("en;q=0.3, de;q=0")).code(), "en");
    assert_eq!(Texts::choose(Some("tlh"), None).code(), "en");
    assert_eq!(
        Texts::choose(None, Some(&"x;q=z,".repeat(10_000))).code(),
        "en"
    );
}

#[test]
fn a_missing_key_falls_back_to_itself() {
    assert_eq!(Texts::english().t("no-such-key"), "no-such-key");
    assert_eq!(
        Texts::english().t1("no-such-key", "name", "x"),
        "no-such-key"
    );
}

#[test]
fn numbers_are_grouped_as_the_language_does() {
    let german = Texts::find("de").expect("German");
    assert_eq!(Texts::english().number(1_234_567), "1,234,567");
    assert_eq!(german.number(-19_934), "-19.934");
    assert_eq!(german.number(999), "999");
}
