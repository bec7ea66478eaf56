//! Who sends: what a push service wants to know of us before it carries anything (VAPID, RFC 8292).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::Timestamp;
use kernel::time::{HOUR, SECOND};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};

/// How long a signature holds; push services take at most a day.
const LIFE: i64 = 12 * HOUR;

/// The key of this installation, by which browsers know whose messages they show.
pub(crate) struct SigningKey(EcdsaKeyPair);

impl SigningKey {
    /// A new one, as it is kept.
    pub(crate) fn make() -> Result<String, String> {
        let made =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        let made = made.map_err(|_| "no key could be made".to_owned())?;
        Ok(URL_SAFE_NO_PAD.encode(made))
    }

    /// The one that is kept.
    pub(crate) fn read(kept: &str) -> Result<Self, String> {
        let bytes = URL_SAFE_NO_PAD
            .decode(kept)
            .map_err(|error| format!("the key of push messages is damaged: {error}"))?;
        EcdsaKeyPair::from_pkcs8(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &bytes,
            &SystemRandom::new(),
        )
        .map(Self)
        .map_err(|error| format!("the key of push messages is damaged: {error}"))
    }

    /// What browsers are given of it.
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key())
    }

    /// The header that says to the service at `origin` that `desk` sends.
    pub(crate) fn authorization(
        &self,
        origin: &str,
        desk: &str,
        now: Timestamp,
    ) -> Result<String, String> {
        let until = now.plus(LIFE).0 / SECOND;
        let claims = serde_json::json!({ "aud": origin, "exp": until, "sub": desk });
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let header = part(r#"{"typ":"JWT","alg":"ES256"}"#);
        let said = format!("{header}.{}", part(&claims.to_string()));
        let signature = self.0.sign(&SystemRandom::new(), said.as_bytes());
        let signature = signature.map_err(|_| "nothing could be signed".to_owned())?;
        let signature = URL_SAFE_NO_PAD.encode(signature);
        Ok(format!("vapid t={said}.{signature}, k={}", self.public()))
    }
}
