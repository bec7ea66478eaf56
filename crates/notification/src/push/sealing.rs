//! Sealing a message so that only one browser reads it, and not the push service that carries it: RFC 8291, in
//! one record of the coding `aes128gcm` (RFC 8188).

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::error::Unspecified;
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::{SecureRandom, SystemRandom};

/// Length of a point of the curve, as browsers give it.
pub(crate) const POINT_BYTES: usize = 65;
/// Length of the secret that a browser shares with us.
pub(crate) const AUTH_BYTES: usize = 16;
const SALT_BYTES: usize = 16;
/// Size of the one record, which no message comes near to.
const RECORD_BYTES: u32 = 4_096;
/// Ends the last record.
const END: u8 = 2;

/// What a browser gave us for its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BrowserKeys {
    pub(crate) point: Vec<u8>,
    pub(crate) auth: Vec<u8>,
}

/// Seals a message under a key made for it alone.
pub(crate) fn seal(browser: &BrowserKeys, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
    let random = SystemRandom::new();
    let mut salt = [0; SALT_BYTES];
    random.fill(&mut salt)?;
    let ours = EphemeralPrivateKey::generate(&ECDH_P256, &random)?;
    let point = ours.compute_public_key()?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, &browser.point);
    agree_ephemeral(ours, &theirs, |shared| {
        sealed(browser, point.as_ref(), shared, salt, message)
    })?
}

/// What is sent, by the secret that both ends share.
fn sealed(
    browser: &BrowserKeys,
    point: &[u8],
    shared: &[u8],
    salt: [u8; SALT_BYTES],
    message: &[u8],
) -> Result<Vec<u8>, Unspecified> {
    let of_both = [b"WebPush: info\0".as_slice(), &browser.point, point].concat();
    let input: [u8; 32] = derived(&browser.auth, shared, &of_both)?;
    let key: [u8; 16] = derived(&salt, &input, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; NONCE_LEN] = derived(&salt, &input, b"Content-Encoding: nonce\0")?;
    let mut record = [message, &[END]].concat();
    LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?).seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::empty(),
        &mut record,
    )?;
    let length = u8::try_from(point.len()).map_err(|_| Unspecified)?;
    Ok([
        salt.as_slice(),
        &RECORD_BYTES.to_be_bytes(),
        &[length],
        point,
        &record,
    ]
    .concat())
}

/// HKDF with SHA-256: extracts with `salt` and expands for `info`.
fn derived<const N: usize>(salt: &[u8], input: &[u8], info: &[u8]) -> Result<[u8; N], Unspecified> {
    struct Bytes(usize);
    impl KeyType for Bytes {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut bytes = [0; N];
    let extracted = Salt::new(HKDF_SHA256, salt).extract(input);
    extracted.expand(&[info], Bytes(N))?.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{BrowserKeys, sealed};
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).expect("base64")
    }

    #[test]
    fn the_example_of_rfc_8291_is_sealed_byte_for_byte() {
        let browser = BrowserKeys {
            point: bytes(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            ),
            auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
        };
        let point = bytes(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
        );
        let shared = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("a salt");
        let message = b"When I grow up, I want to be a watermelon";
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        let made = sealed(&browser, &point, &shared, salt, message).expect("sealed");
        assert_eq!(URL_SAFE_NO_PAD.encode(made), expected);
    }
}
