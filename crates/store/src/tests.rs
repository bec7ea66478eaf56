//! The floor itself, on a database in a temporary folder. The whole suite for both databases stands in
//! `crates/spoc/tests/it/store`.

use crate::{Error, Location, Store, params};

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::folder(folder.path())).unwrap();
    (folder, store)
}

#[tokio::test]
async fn a_unit_of_work_that_fails_leaves_nothing_behind() {
    let (_folder, store) = store();
    let failed: Result<(), Error> = store
        .write(|tx| {
            tx.execute(
                "INSERT INTO settings (key, value) VALUES ($1, $2)",
                params!["a", "1"],
            )?;
            Err(Error::Raced)
        })
        .await;
    assert!(failed.is_err());
    let count: i64 = store
        .read(|tx| tx.one("SELECT COUNT(*) FROM settings", &[]))
        .await
        .unwrap();
    assert_eq!(count, 0);
}

#[tokio::test]
async fn parameters_go_by_their_number_not_by_their_order() {
    let (_folder, store) = store();
    let found: String = store
        .read(|tx| tx.one("SELECT $2 || $1 || $2", params!["a", "b"]))
        .await
        .unwrap();
    assert_eq!(found, "bab");
}

#[tokio::test]
async fn a_taken_key_says_so() {
    let (_folder, store) = store();
    let twice: Result<u64, Error> = store
        .write(|tx| {
            let sql = "INSERT INTO settings (key, value) VALUES ($1, $2)";
            tx.execute(sql, params!["a", "1"])?;
            tx.execute(sql, params!["a", "2"])
        })
        .await;
    assert!(matches!(twice, Err(Error::Taken(what)) if what == "settings.key"));
}

#[tokio::test]
async fn a_content_is_stored_once_and_found_by_its_hash() {
    let (_folder, store) = store();
    let (first, size) = store.files().put(&b"hello"[..]).unwrap();
    let (second, _) = store.files().put(&b"hello"[..]).unwrap();
    assert_eq!(
        (first.as_str(), size),
        (
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            5
        )
    );
    assert_eq!(first, second);
    assert!(store.files().is_sound(&first).unwrap());
    assert!(store.files().open_content("../../etc/passwd").is_err());
}
