//! What whoever sets a desk up does first: a list that modules bring, each step done once the data say so.

use crate::error::Result;
use kernel::Permission;
use store::Tx;

/// Whether administrators have put the list away.
const DISMISSED: &str = "first_steps_dismissed";

/// A step.
#[derive(Clone, Copy, Debug)]
pub struct FirstStep {
    /// Its place in the list: the lower, the earlier.
    pub order: u8,
    /// The catalogue key of what is to be done.
    pub label: &'static str,
    /// The catalogue key of what it is for.
    pub about: &'static str,
    /// Where it is done.
    pub href: &'static str,
    /// What whoever does it must be allowed.
    pub needs: Permission,
    /// Whether it is done. Its cost must not grow with the archive.
    pub is_done: fn(&Tx<'_>) -> Result<bool>,
}

/// Whether the list was put away.
///
/// # Errors
/// When the database fails.
pub fn are_dismissed(tx: &Tx<'_>) -> Result<bool> {
    Ok(store::setting(tx, DISMISSED)?.is_some_and(|kept| kept == "1"))
}

/// Puts the list away, or shows it again.
///
/// # Errors
/// When the database fails.
pub fn dismiss(tx: &Tx<'_>, dismissed: bool) -> Result<()> {
    let kept = if dismissed { "1" } else { "0" };
    Ok(store::keep_setting(tx, DISMISSED, kept)?)
}
