//! The token in the address that answers go to: it says for which ticket it was given and to whom, and nobody else can
//! make one.

use kernel::text::hex;
use kernel::{PersonId, TicketId};
use ring::hmac;

/// Bytes of the mark that a token ends with.
const MARK_BYTES: usize = 10;
/// Bytes of the key that it is made with.
pub(crate) const KEY_BYTES: usize = 32;

/// What tokens are made and known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenKey(pub [u8; KEY_BYTES]);

impl TokenKey {
    fn mark(&self, ticket: TicketId, person: PersonId) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = hmac::sign(&key, format!("{ticket}-{person}").as_bytes());
        hex(&tag.as_ref()[..MARK_BYTES])
    }

    /// Whether that is the mark; what is compared tells nothing by the time that it takes.
    fn is_mark(&self, ticket: TicketId, person: PersonId, mark: &str) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let right = hmac::sign(&key, self.mark(ticket, person).as_bytes());
        hmac::verify(&key, mark.as_bytes(), right.as_ref()).is_ok()
    }

    /// The mailbox's address with a token: `desk+t42-7-…@example.com`.
    pub fn address(&self, mailbox: &str, ticket: TicketId, person: PersonId) -> Option<String> {
        let (local, domain) = mailbox.split_once('@')?;
        let mark = self.mark(ticket, person);
        Some(format!("{local}+t{ticket}-{person}-{mark}@{domain}"))
    }

    /// For which ticket and to whom the token in an address was given, if there is one that is right.
    pub fn read(&self, address: &str) -> Option<(TicketId, PersonId)> {
        let (local, _) = address.split_once('@')?;
        let (_, token) = local.rsplit_once("+t")?;
        let mut parts = token.split('-');
        let ticket = parts.next()?.parse().ok()?;
        let person = parts.next()?.parse().ok()?;
        let mark = parts.next()?;
        let known = self.is_mark(ticket, person, mark) && parts.next().is_none();
        known.then_some((ticket, person))
    }
}

/// The address without what stands behind a plus.
pub fn plain(address: &str) -> String {
    match address.split_once('@') {
        Some((local, domain)) => {
            let local = local.split('+').next().unwrap_or(local);
            format!("{local}@{domain}")
        }
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{TokenKey, plain};
    use kernel::{PersonId, TicketId};

    #[test]
    fn a_token_is_read_by_its_key_alone_and_only_as_it_was_given() {
        let (key, other) = (TokenKey([1; 32]), TokenKey([2; 32]));
        let given = key
            .address("desk@example.com", TicketId(42), PersonId(7))
            .expect("an address");
        assert_eq!(key.read(&given), Some((TicketId(42), PersonId(7))));
        assert_eq!(other.read(&given), None);
        assert_eq!(key.read(&given.replace("t42", "t43")), None);
        assert_eq!(key.read(&given.replace("-7-", "-8-")), None);
        assert_eq!(key.read("desk@example.com"), None);
        assert_eq!(plain(&given), "desk@example.com");
    }
}
