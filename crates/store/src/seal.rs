//! Secrets that must be had again in clear, such as the password of a mailbox: sealed with a key that stands in the
//! data folder, not in the database. Whoever gets hold of the database or of a backup has nothing of them.

use crate::error::{Error, Result};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The file with the key.
const FILE: &str = "secret.key";
const KEY_BYTES: usize = 32;

/// Seals secrets and opens them again. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Seal {
    path: Arc<PathBuf>,
    key: Arc<OnceLock<LessSafeKey>>,
}

impl Seal {
    /// The seal of a data folder; its key is made when it is first needed.
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            path: Arc::new(folder.join(FILE)),
            key: Arc::default(),
        }
    }

    /// Seals a secret. `about` says what it is for; it cannot be opened as anything else.
    ///
    /// # Errors
    /// When the key cannot be read or made.
    pub fn close(&self, about: &str, secret: &str) -> Result<String> {
        let key = self.key()?;
        let mut sealed = [0; NONCE_LEN].to_vec();
        chance(&mut sealed)?;
        let nonce = Nonce::try_assume_unique_for_key(&sealed).map_err(|_| broken("no nonce"))?;
        let mut text = secret.as_bytes().to_vec();
        key.seal_in_place_append_tag(nonce, Aad::from(about), &mut text)
            .map_err(|_| broken("a secret could not be sealed"))?;
        sealed.append(&mut text);
        Ok(kernel::text::hex(&sealed))
    }

    /// Opens what was sealed for `about`.
    ///
    /// # Errors
    /// When it was sealed with another key or for something else, or was damaged.
    pub fn open(&self, about: &str, sealed: &str) -> Result<String> {
        let foreign = || {
            let file = self.path.display();
            Error::Sealed(format!(
                "one is not sealed with the key in {file}; enter it again, or put back the key it was sealed with"
            ))
        };
        let bytes = kernel::text::unhex(sealed).ok_or_else(foreign)?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN).ok_or_else(foreign)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| foreign())?;
        let mut text = text.to_vec();
        let opened = self
            .key()?
            .open_in_place(nonce, Aad::from(about), &mut text);
        let opened = opened.map_err(|_| foreign())?;
        String::from_utf8(opened.to_vec()).map_err(|_| foreign())
    }

    fn key(&self) -> Result<&LessSafeKey> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let bytes = match self.read()? {
            Some(bytes) => bytes,
            None => self.make()?,
        };
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| broken("no key"))?;
        Ok(self.key.get_or_init(|| LessSafeKey::new(key)))
    }

    fn read(&self) -> Result<Option<[u8; KEY_BYTES]>> {
        let mut text = String::new();
        match OpenOptions::new().read(true).open(&*self.path) {
            Ok(file) => file.take(1_024).read_to_string(&mut text)?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let bytes = kernel::text::unhex(text.trim()).and_then(|bytes| bytes.try_into().ok());
        let wrong = || {
            broken(&format!(
                "{} is to hold 64 hexadecimal digits",
                self.path.display()
            ))
        };
        bytes.map(Some).ok_or_else(wrong)
    }

    /// Makes a key that is this file's from now on; of two who make one at once, both use the first.
    fn make(&self) -> Result<[u8; KEY_BYTES]> {
        let mut bytes = [0; KEY_BYTES];
        chance(&mut bytes)?;
        let unfinished = self
            .path
            .with_extension(format!("{}.new", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&unfinished)?;
        writeln!(file, "{}", kernel::text::hex(&bytes))?;
        file.sync_all()?;
        // A link is there whole or not at all, and never takes the place of another.
        let made = std::fs::hard_link(&unfinished, &*self.path);
        std::fs::remove_file(&unfinished)?;
        match made {
            Ok(()) => Ok(bytes),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => self
                .read()?
                .ok_or_else(|| broken("the key of secrets has gone")),
            Err(error) => Err(error.into()),
        }
    }
}

fn chance(bytes: &mut [u8]) -> Result<()> {
    let filled = SystemRandom::new().fill(bytes);
    filled.map_err(|_| broken("the system has no chance to give"))
}

fn broken(what: &str) -> Error {
    Error::Sealed(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{FILE, Seal};

    #[test]
    fn what_is_sealed_is_opened_for_the_same_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let seal = Seal::of(folder.path());
        let sealed = seal.close("mailbox:1", "open sesame").expect("sealed");
        assert!(!sealed.contains(&kernel::text::hex(b"sesame")));
        let again = Seal::of(folder.path());
        assert_eq!(
            again.open("mailbox:1", &sealed).expect("open"),
            "open sesame"
        );
        assert!(again.open("mailbox:2", &sealed).is_err());
        assert_ne!(
            seal.close("mailbox:1", "open sesame").expect("sealed"),
            sealed
        );
    }

    #[test]
    fn without_its_key_a_secret_says_what_to_do() {
        let folder = tempfile::tempdir().expect("a folder");
        let sealed = Seal::of(folder.path()).close("a", "b").expect("sealed");
        std::fs::remove_file(folder.path().join(FILE)).expect("gone");
        let problem = Seal::of(folder.path())
            .open("a", &sealed)
            .expect_err("shut");
        assert!(problem.to_string().contains("enter it again"), "{problem}");
        for damaged in ["", "zz", &sealed[..20], &sealed[..sealed.len() - 2]] {
            assert!(
                Seal::of(folder.path()).open("a", damaged).is_err(),
                "{damaged}"
            );
        }
    }
}
