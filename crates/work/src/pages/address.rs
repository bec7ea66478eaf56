//! Addresses of lists.

use super::list::Asked;
use crate::queries::Key;
use kernel::PersonId;
use std::fmt::Write as _;

/// A list: which tickets, in which order.
#[derive(Clone, Copy, Default)]
pub(super) struct ListAddress<'a> {
    pub(super) view: &'a str,
    pub(super) q: &'a str,
    pub(super) sort: &'a str,
    /// By what it is put into groups; empty for a list without.
    pub(super) group: &'a str,
    /// `list` where its view would open as a board; empty otherwise.
    pub(super) shape: &'a str,
}

impl ListAddress<'_> {
    /// The address of its first page.
    pub(super) fn first(self) -> String {
        self.at("/tickets")
    }

    /// The same list at another path.
    pub(super) fn at(self, path: &str) -> String {
        let mut address = String::from(path);
        let mut sign = '?';
        let all = [
            ("view", self.view),
            ("q", self.q),
            ("sort", self.sort),
            ("group", self.group),
            ("as", self.shape),
        ];
        for (name, value) in all {
            if !value.is_empty() {
                // Writing into a String cannot fail.
                let _ = write!(address, "{sign}{name}={}", encoded(value));
                sign = '&';
            }
        }
        address
    }

    /// The address of the page after `after`, which begins with ticket number `from` of the list.
    pub(super) fn next(self, after: impl std::fmt::Display, from: usize) -> String {
        self.and(format_args!("after={after}&from={from}"))
    }

    /// The address of a page further on in a list in groups: it begins within this group, behind `after`.
    pub(super) fn within(self, group: &str, after: Option<Key>, from: usize) -> String {
        let group = encoded(group);
        match after {
            Some(after) => self.and(format_args!("in={group}&after={after}&from={from}")),
            None => self.and(format_args!("in={group}&from={from}")),
        }
    }

    /// The address of the page of it that is asked for.
    pub(super) fn page(self, asked: &Asked) -> String {
        if asked.from == 0 {
            return self.first();
        }
        let (group, after) = (encoded(&asked.within), encoded(&asked.after));
        let all = [("in", group), ("after", after)];
        let said = all.iter().filter(|(_, value)| !value.is_empty());
        let mut place: String = said
            .map(|(name, value)| format!("{name}={value}&"))
            .collect();
        // Writing into a String cannot fail.
        let _ = write!(place, "from={}", asked.from);
        self.and(format_args!("{place}"))
    }

    fn and(self, more: std::fmt::Arguments<'_>) -> String {
        with(&self.first(), more)
    }
}

/// An address that asks for something more.
pub(super) fn with(address: &str, more: std::fmt::Arguments<'_>) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{more}")
}

/// The condition for what somebody has asked: two people may have one name, but never one address.
pub fn asked_by(id: PersonId, email: Option<&str>) -> String {
    match email {
        Some(email) => format!("requester:\"{}\"", email.replace(['"', '\\'], " ")),
        None => format!("requester:#{id}"),
    }
}

/// The address of the list of the tickets that a query asks for.
pub fn list_address(q: &str) -> String {
    ListAddress {
        q,
        ..ListAddress::default()
    }
    .first()
}

/// A text as a value in an address.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
