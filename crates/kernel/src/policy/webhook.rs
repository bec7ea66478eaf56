//! Whom rules call: addresses outside of the desk that are told what happened.

use super::Key;
use super::checks::Check;
use super::faults::Fault;
use serde::{Deserialize, Serialize};

/// Most webhooks of a policy.
const WEBHOOKS_MAX: usize = 100;
/// Longest address, in bytes.
const URL_MAX_BYTES: usize = 2_000;

/// An address that is told what happened, when a rule says so. What its calls are signed with is no part of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The key.
    pub key: Key,
    /// What people read.
    pub label: String,
    /// Where it is called: `https://` or `http://`.
    pub url: String,
    /// Whether it is called at all.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub active: bool,
    /// Whether it may stand within our own network.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inside: bool,
}

fn yes() -> bool {
    true
}

impl Check {
    pub(super) fn webhooks(&mut self, webhooks: &[Webhook]) {
        let named = webhooks.iter().map(|one| (&*one.key, &*one.label));
        self.list("webhooks", named);
        self.that(
            webhooks.len() <= WEBHOOKS_MAX,
            "webhooks",
            Fault::WebhooksTooMany,
        );
        for webhook in webhooks {
            let at = format!("webhooks.{}", webhook.key);
            // A key is a part of the addresses of its pages, where `new` is another page.
            let fits = !webhook.key.contains('/') && webhook.key != "new";
            self.that(fits, &at, Fault::Key);
            self.that(is_url(&webhook.url), &at, Fault::Url);
        }
    }
}

/// Whether a text is the address of a host that can be called, without a user and a password in it.
fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else {
        return false;
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let names_a_host = !authority.is_empty() && !authority.starts_with(':');
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    let says_no_more = !authority.contains('@') && !rest.contains(['#', '\\']);
    text.len() <= URL_MAX_BYTES && is_plain && names_a_host && says_no_more
}

#[cfg(test)]
mod tests {
    use super::is_url;

    #[test]
    fn an_address_names_a_host_and_nobody_s_password() {
        for (url, fits) in [
            ("https://hooks.example.com/spoc", true),
            ("http://10.0.0.5:8080/in?of=desk", true),
            ("https://[2001:db8::1]/", true),
            ("https://hooks.example.com/@desk", true),
            ("https://hooks.example.com", true),
            ("ftp://hooks.example.com/", false),
            ("hooks.example.com", false),
            ("https:///path", false),
            ("https://:443/", false),
            ("https://user:password@hooks.example.com/", false),
            ("https://hooks.example.com/a b", false),
            ("https://hooks.example.com\\@evil.example/", false),
            ("https://hooks.example.com/#part", false),
            ("https://bücher.example/", false),
            ("", false),
        ] {
            assert_eq!(is_url(url), fits, "{url}");
        }
        let long = format!("https://hooks.example.com/{}", "x".repeat(2_000));
        assert!(!is_url(&long));
    }
}
