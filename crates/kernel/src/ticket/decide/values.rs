//! What values are valid.

use super::Refusal;
use crate::Policy;
use crate::policy::Level;

/// Longest subject, in characters.
pub(super) const SUBJECT_MAX_CHARS: usize = 250;
/// Longest tag, in characters.
const TAG_MAX_CHARS: usize = 50;
/// The tag of tickets whose requester nobody has checked. Spoc itself gives it: it is on every list of tags.
pub const UNVERIFIED_ADDRESS: &str = "unverified-address";

pub(super) fn valid_subject(subject: &str) -> Result<String, Refusal> {
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    if subject.is_empty() || subject.chars().count() > SUBJECT_MAX_CHARS {
        return Err(Refusal::Subject);
    }
    Ok(subject)
}

pub(super) fn valid_level(field: &'static str, level: Level, max: u8) -> Result<Level, Refusal> {
    if (1..=max).contains(&level.0) {
        Ok(level)
    } else {
        Err(Refusal::Level { field, max })
    }
}

/// A tag as it is kept: lower case, so that nobody has to remember how one was written.
///
/// # Errors
/// When it cannot be one.
pub fn valid_tag(tag: &str) -> Result<String, Refusal> {
    let tag = tag.trim().to_lowercase();
    let allowed = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if tag.is_empty() || tag.chars().count() > TAG_MAX_CHARS || !tag.chars().all(allowed) {
        return Err(Refusal::Tag(tag));
    }
    Ok(tag)
}

/// A tag that this desk allows.
pub(super) fn allowed_tag(policy: &Policy, tag: &str) -> Result<String, Refusal> {
    let tag = valid_tag(tag)?;
    match &policy.allowed_tags {
        Some(allowed) if !allowed.contains(&tag) && tag != UNVERIFIED_ADDRESS => {
            Err(Refusal::TagNotAllowed(tag))
        }
        _ => Ok(tag),
    }
}

/// A category that may be chosen.
pub(super) fn offered_category(policy: &Policy, key: &str) -> Result<(), Refusal> {
    if !policy.has_category(key) {
        Err(Refusal::NoSuchCategory(key.to_owned()))
    } else if !policy.offers_category(key) {
        Err(Refusal::Retired {
            field: "category",
            key: key.to_owned(),
        })
    } else {
        Ok(())
    }
}
