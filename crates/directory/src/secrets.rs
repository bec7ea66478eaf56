//! Secrets: where they come from, how they are written, and what is kept of them.

use crate::{Error, Result};
use kernel::text::hex;
use sha2::{Digest, Sha256};

/// Bytes of chance in every secret.
const SECRET_BYTES: usize = 32;

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Letters and digits that nobody mistakes for each other, for a code that is typed.
const TYPED: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Where chance comes from: the system in production, a fixed sequence in tests.
pub trait Secrets: Send + Sync {
    /// Fills `bytes` with what nobody can guess.
    ///
    /// # Errors
    /// When the system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<()>;
}

/// The operating system's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSecrets;

impl Secrets for SystemSecrets {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        getrandom::fill(bytes)
            .map_err(|error| Error::Internal(format!("the system gives no randomness: {error}")))
    }
}

/// A new secret of letters and digits.
pub(crate) fn secret(source: &dyn Secrets) -> Result<String> {
    let mut bytes = [0; SECRET_BYTES];
    source.fill(&mut bytes)?;
    Ok(base62(&bytes))
}

/// The secret of a new link, by which somebody who is not signed in comes to one thing and to nothing else.
///
/// # Errors
/// When the system gives no randomness.
pub fn link_secret(source: &dyn Secrets) -> Result<String> {
    let mut bytes = [0; SECRET_BYTES];
    source.fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// What is kept of the secret of a link; nothing where that cannot be one.
pub fn hash_link(secret: &str) -> Option<String> {
    (secret.len() == 2 * SECRET_BYTES).then(|| hash(secret))
}

/// A new code that a person types: `ABCD-EFGH-JKLM-NPQR`.
pub(crate) fn typed_code(source: &dyn Secrets) -> Result<String> {
    let mut bytes = [0; 16];
    source.fill(&mut bytes)?;
    let mut code = String::with_capacity(19);
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 && index % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(TYPED[usize::from(byte % 32)]));
    }
    Ok(code)
}

/// What is kept of a secret: whoever reads the database cannot use it.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// The bytes as one large number, in base 62; always of the same length.
fn base62(bytes: &[u8; SECRET_BYTES]) -> String {
    let mut number = *bytes;
    let mut digits = [0_u8; 43];
    for digit in digits.iter_mut().rev() {
        let mut rest = 0_u32;
        for byte in &mut number {
            let value = rest * 256 + u32::from(*byte);
            *byte = (value / 62) as u8;
            rest = value % 62;
        }
        *digit = BASE62[rest as usize];
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::{base62, hash};

    #[test]
    fn a_number_in_base_62_has_43_digits() {
        assert_eq!(base62(&[0; 32]), "0".repeat(43));
        let mut one = [0; 32];
        one[31] = 62;
        assert_eq!(base62(&one), format!("{}10", "0".repeat(41)));
        assert_eq!(
            base62(&[255; 32]),
            "yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1"
        );
    }

    #[test]
    fn a_hash_is_the_sha_256() {
        assert_eq!(
            hash("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
