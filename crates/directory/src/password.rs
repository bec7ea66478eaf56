//! Passwords: what makes a good one, and the only form in which they are kept (argon2id).

use crate::{Error, Result, Secrets};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Fewest characters.
pub const PASSWORD_MIN: usize = 10;
/// Most characters: hashing a book would take a while.
const PASSWORD_MAX: usize = 200;
/// Memory that hashing one password takes, in KiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// How often that memory is passed over.
const PASSES: u32 = 2;
/// Most passwords that are hashed at once: each takes a core and 19 MiB.
const AT_ONCE: usize = 2;

/// A hash of no password that anybody has, checked where there is no account, so that both take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c3BvYy1ub2JvZHktc2FsdA$bm9ib2R5IGhhcyB0aGlzIHBhc3N3b3JkLCBldmVyLiE";

/// The most common passwords that are long enough otherwise.
const COMMON: [&str; 40] = [
    "0000000000",
    "0123456789",
    "0987654321",
    "1111111111",
    "12345678910",
    "1234567890",
    "123456789a",
    "1234567891",
    "1234512345",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "9876543210",
    "a123456789",
    "abc1234567",
    "abcdefghij",
    "administrator",
    "asdfghjkl1",
    "changeme123",
    "football123",
    "iloveyou123",
    "iloveyou12",
    "letmein123",
    "password01",
    "password11",
    "password12",
    "password123",
    "password1234",
    "password1!",
    "passwordpassword",
    "princess123",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "qwerty1234",
    "qwerty12345",
    "qwertyuiop",
    "qwertzuiop",
    "unknownpassword",
    "welcome123",
    "zaq12wsxcde3",
];

/// Checks that a password is long enough, not the address and not one that everybody tries first.
///
/// # Errors
/// With the field `password`.
pub fn check_password(password: &str, email: &str) -> Result<()> {
    let refuse = |detail: &'static str| Err(Error::field("password", detail));
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return refuse("password-short");
    }
    if length > PASSWORD_MAX {
        return refuse("password-long");
    }
    let lower = password.to_lowercase();
    if !email.is_empty() && lower == email.to_lowercase() {
        return refuse("password-is-email");
    }
    let first = lower.chars().next();
    if lower.chars().all(|c| Some(c) == first) || COMMON.contains(&lower.as_str()) {
        return refuse("password-common");
    }
    Ok(())
}

/// The hash to keep of a password, with 16 bytes of chance from `secrets`. Takes about 20 ms of a core.
///
/// # Errors
/// When there is no randomness.
pub fn hash_password(password: &str, secrets: &dyn Secrets) -> Result<String> {
    let mut salt = [0; 16];
    secrets.fill(&mut salt)?;
    let hash = argon2id()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Error::Internal(format!("argon2: {error}")))?;
    Ok(hash.to_string())
}

/// Hashes and checks passwords beside the threads that serve requests, few at once.
#[derive(Clone)]
pub(crate) struct Hashing(Arc<Semaphore>);

impl Hashing {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }

    pub(crate) async fn hash(&self, password: String, secrets: Arc<dyn Secrets>) -> Result<String> {
        self.run(move || hash_password(&password, &*secrets))
            .await?
    }

    /// Whether the password is the one that was hashed. Takes as long when there is no hash.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        self.run(move || {
            let argon2 = argon2id()?;
            let known = hash
                .as_deref()
                .and_then(|hash| PasswordHash::new(hash).ok());
            let nobody = PasswordHash::new(NOBODY)
                .map_err(|error| Error::Internal(format!("argon2: {error}")))?;
            let against = known.as_ref().unwrap_or(&nobody);
            let same = argon2.verify_password(password.as_bytes(), against).is_ok();
            Ok(same && known.is_some())
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let permit = Arc::clone(&self.0).acquire_owned().await;
        let permit = permit.map_err(|error| Error::Internal(error.to_string()))?;
        // The permit goes with the work: a client that hangs up frees no core.
        let work = move || {
            let _permit = permit;
            work()
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Error::Internal(error.to_string()))
    }
}

fn argon2id() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)
        .map_err(|error| Error::Internal(format!("argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::{COMMON, NOBODY, PASSWORD_MIN, check_password};
    use argon2::password_hash::phc::PasswordHash;

    #[test]
    fn a_good_password_is_long_and_not_what_everybody_tries() {
        let email = "anna.vogel@example.com";
        for (password, good) in [
            ("nine char", false),
            ("ten chars!", true),
            ("äöüäöüäöü1", true),
            ("Anna.Vogel@example.com", false),
            ("aaaaaaaaaaaaa", false),
            ("Password123", false),
            ("rain on the roof", true),
        ] {
            assert_eq!(check_password(password, email).is_ok(), good, "{password}");
        }
        assert!(check_password(&"x1".repeat(200), email).is_err());
    }

    #[test]
    fn the_common_ones_are_those_that_length_alone_does_not_refuse() {
        for password in COMMON {
            assert!(password.len() >= PASSWORD_MIN, "{password}");
            assert_eq!(password, password.to_lowercase());
        }
    }

    #[test]
    fn the_hash_of_nobody_costs_as_much_as_a_real_one() {
        let hash = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(hash.params.get_decimal("m"), Some(super::MEMORY_KIB));
        assert_eq!(hash.params.get_decimal("t"), Some(super::PASSES));
        assert_eq!(hash.hash.unwrap().len(), 32);
    }
}
