//! The token in the address that answers go to: it says for which ticket it was given and to whom, and nobody else can
//! make one. The same of the links by which mail is switched off.

use super::choices::Optional;
use kernel::text::hex;
use kernel::{PersonId, TicketId};
use ring::hmac;

/// Bytes of the mark that a token ends with.
const MARK_BYTES: usize = 10;
/// Most bytes before the `@` of an address (RFC 5321, 4.5.3.1.1).
const LOCAL_MAX_BYTES: usize = 64;
/// Most bytes before the `@` of a mailbox behind which a token fits whose ticket and person have eight digits each.
pub const PLAIN_MAX_BYTES: usize =
    LOCAL_MAX_BYTES - "+t".len() - 8 - "-".len() - 8 - "-".len() - 2 * MARK_BYTES;
/// Bytes of the key that it is made with.
pub(crate) const KEY_BYTES: usize = 32;

/// What tokens are made and known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenKey(pub [u8; KEY_BYTES]);

impl TokenKey {
    fn mark(&self, text: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = hmac::sign(&key, text.as_bytes());
        hex(&tag.as_ref()[..MARK_BYTES])
    }

    /// Whether that is the mark; what is compared tells nothing by the time that it takes.
    fn is_mark(&self, text: &str, mark: &str) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let right = hmac::sign(&key, self.mark(text).as_bytes());
        hmac::verify(&key, mark.as_bytes(), right.as_ref()).is_ok()
    }

    /// The mailbox's address with a token: `desk+t42-7-…@example.com`; none where that would be too long.
    pub fn address(&self, mailbox: &str, ticket: TicketId, person: PersonId) -> Option<String> {
        let mark = self.mark(&format!("{ticket}-{person}"));
        with(mailbox, &format!("t{ticket}-{person}-{mark}"))
    }

    /// The same for one side conversation, whoever it is with: `desk+s42-1-…@example.com`. It is good for nothing else.
    pub fn aside(&self, mailbox: &str, ticket: TicketId, conversation: u32) -> Option<String> {
        let mark = self.mark(&aside(ticket, conversation));
        with(mailbox, &format!("s{ticket}-{conversation}-{mark}"))
    }

    /// For which side conversation the token in an address was given, if there is one that is right.
    pub fn read_aside(&self, address: &str) -> Option<(TicketId, u32)> {
        let (local, _) = address.split_once('@')?;
        let (_, token) = local.rsplit_once("+s")?;
        let mut parts = token.split('-');
        let ticket = TicketId(parts.next()?.parse().ok()?);
        let conversation = parts.next()?.parse().ok()?;
        let mark = parts.next()?;
        let known = self.is_mark(&aside(ticket, conversation), mark) && parts.next().is_none();
        known.then_some((ticket, conversation))
    }

    /// For which ticket and to whom the token in an address was given, if there is one that is right.
    pub fn read(&self, address: &str) -> Option<(TicketId, PersonId)> {
        let (local, _) = address.split_once('@')?;
        let (_, token) = local.rsplit_once("+t")?;
        let mut parts = token.split('-');
        let ticket = parts.next()?.parse().ok()?;
        let person = parts.next()?.parse().ok()?;
        let mark = parts.next()?;
        let known = self.is_mark(&format!("{ticket}-{person}"), mark) && parts.next().is_none();
        known.then_some((ticket, person))
    }

    /// What a link ends with by which somebody's mail is switched off: `7-resolved-…`.
    pub fn choice(&self, person: PersonId, mail: Optional) -> String {
        let text = format!("{person}-{}", mail.name());
        let mark = self.mark(&text);
        format!("{text}-{mark}")
    }

    /// Whose mail a link is about, and of what, if it was given here.
    pub fn read_choice(&self, token: &str) -> Option<(PersonId, Optional)> {
        let (text, mark) = token.rsplit_once('-')?;
        let (person, mail) = text.split_once('-')?;
        let found = (person.parse().ok()?, Optional::named(mail)?);
        self.is_mark(text, mark).then_some(found)
    }
}

/// What the mark of a side conversation is made of. No other token's text looks like it.
fn aside(ticket: TicketId, conversation: u32) -> String {
    format!("aside-{ticket}-{conversation}")
}

/// An address with something behind a plus, if that is one.
fn with(mailbox: &str, token: &str) -> Option<String> {
    let (local, domain) = mailbox.split_once('@')?;
    let local = format!("{local}+{token}");
    (local.len() <= LOCAL_MAX_BYTES).then(|| format!("{local}@{domain}"))
}

/// Whether tokens fit behind what stands before the `@` of a mailbox, for as long as a desk may work.
pub fn fits_behind(mailbox: &str) -> bool {
    let local = mailbox.split('@').next().unwrap_or_default();
    local.len() <= PLAIN_MAX_BYTES
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
    use super::{Optional, TokenKey, fits_behind, plain};
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

    #[test]
    fn a_token_of_a_side_conversation_is_nobodys_on_the_ticket_and_the_other_way_round() {
        let (key, desk) = (TokenKey([1; 32]), "desk@example.com");
        let given = key.aside(desk, TicketId(42), 7).expect("an address");
        assert_eq!(key.read_aside(&given), Some((TicketId(42), 7)));
        assert_eq!(plain(&given), desk);
        for wrong in [
            given.replace("s42", "s43"),
            given.replace("-7-", "-8-"),
            desk.to_owned(),
        ] {
            assert_eq!(key.read_aside(&wrong), None, "{wrong}");
        }
        let persons = key
            .address(desk, TicketId(42), PersonId(7))
            .expect("an address");
        assert_eq!((key.read(&given), key.read_aside(&persons)), (None, None));
        let turned = |address: &str, from, to| address.replacen(from, to, 1);
        assert_eq!(key.read(&turned(&given, "+s", "+t")), None);
        assert_eq!(key.read_aside(&turned(&persons, "+t", "+s")), None);
    }

    #[test]
    fn a_token_is_given_only_where_the_address_stays_one() {
        let key = TokenKey([1; 32]);
        let (ticket, person) = (TicketId(99_999_999), PersonId(99_999_999));
        for (length, fits) in [(4, true), (24, true), (25, false), (64, false)] {
            let mailbox = format!("{}@example.com", "d".repeat(length));
            let given = key.address(&mailbox, ticket, person);
            assert_eq!((given.is_some(), fits_behind(&mailbox)), (fits, fits));
            let read = given.and_then(|given| key.read(&given));
            assert_eq!(read.is_some(), fits, "{length}");
        }
        // While the numbers are small, there is room for more.
        let longer = format!("{}@example.com", "d".repeat(30));
        assert!(key.address(&longer, TicketId(42), PersonId(7)).is_some());
    }

    #[test]
    fn a_link_is_for_one_person_and_one_kind_of_mail() {
        let (key, other) = (TokenKey([1; 32]), TokenKey([2; 32]));
        let given = key.choice(PersonId(7), Optional::Resolved);
        let read = Some((PersonId(7), Optional::Resolved));
        assert_eq!(
            (key.read_choice(&given), other.read_choice(&given)),
            (read, None)
        );
        for wrong in [
            given.replace("7-", "8-"),
            given.replace("resolved", "followed"),
            given.replace("resolved", "any"),
            format!("{given}0"),
            String::new(),
        ] {
            assert_eq!(key.read_choice(&wrong), None, "{wrong}");
        }
    }
}
