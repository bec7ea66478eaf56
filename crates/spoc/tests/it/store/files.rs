//! Stored files: each content once, by its hash.

use super::{Bare, bare};
use std::io::{self, Read};

/// What is in the folder for files that are being written.
fn incoming(bare: &Bare) -> usize {
    let folder = bare.folder.path().join("attachments/incoming");
    std::fs::read_dir(folder).expect("a folder").count()
}

/// A content that breaks off.
struct BrokenOff<'a>(&'a [u8]);

impl Read for BrokenOff<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::ErrorKind::ConnectionReset.into()),
            count => Ok(count),
        }
    }
}

#[tokio::test]
async fn a_content_is_stored_once_and_found_by_its_hash() {
    for bare in bare() {
        let files = bare.store.files();
        let (first, size) = files.put(&b"hello"[..]).unwrap();
        let (second, _) = files.put(&b"hello"[..]).unwrap();
        let wanted = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        assert_eq!((first.as_str(), size), (wanted, 5));
        assert_eq!(first, second);
        let mut content = String::new();
        let mut file = files.open_content(&first).unwrap();
        file.read_to_string(&mut content).unwrap();
        assert_eq!(content, "hello");
        assert!(files.is_sound(&first).unwrap());
        assert_eq!(incoming(&bare), 0);
    }
}

#[tokio::test]
async fn what_breaks_off_is_not_stored_and_what_was_damaged_is_told() {
    for bare in bare() {
        let files = bare.store.files();
        assert!(files.put(BrokenOff(b"hel")).is_err());
        assert_eq!(incoming(&bare), 0);
        let (hash, _) = files.put(&b"hello"[..]).unwrap();
        std::fs::write(files.path(&hash).unwrap(), "hullo").unwrap();
        assert!(!files.is_sound(&hash).unwrap());
        std::fs::remove_file(files.path(&hash).unwrap()).unwrap();
        assert!(!files.is_sound(&hash).unwrap());
        for name in [
            "../../etc/passwd",
            "",
            "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
        ] {
            assert!(files.open_content(name).is_err(), "{name}");
        }
    }
}
