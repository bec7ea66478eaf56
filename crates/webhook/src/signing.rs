//! How whoever is called knows that it is us: the signature of Standard Webhooks (standardwebhooks.com), for which there
//! are libraries in most languages.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac::{HMAC_SHA256, Key, sign};

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of chance in a secret.
pub(crate) const SECRET_BYTES: usize = 32;

/// A secret, as the other side is given it.
pub(crate) fn secret(chance: &[u8; SECRET_BYTES]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(chance))
}

/// The signature over the delivery's name, the time in seconds and the body; nothing where that is no secret.
pub(crate) fn signature(secret: &str, name: &str, at_secs: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let said = format!("{name}.{at_secs}.{body}");
    let signed = sign(&Key::new(HMAC_SHA256, &key), said.as_bytes());
    Some(format!("v1,{}", STANDARD.encode(signed)))
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_example_of_standard_webhooks_is_signed_byte_for_byte() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signed.as_deref(), Some(expected));
        assert_eq!(signature("another", "name", 0, ""), None);
    }
}
