//! Guessing takes long: after some failures in a row the next try has to wait, longer each time.

use crate::{Error, Result, queries};
use kernel::Timestamp;
use kernel::time::{HOUR, MINUTE, SECOND};
use store::Tx;

/// Failures of one account after which tries have to wait.
const ACCOUNT_FREE: i64 = 5;
/// The same for an address: a whole office may share one.
const ADDRESS_FREE: i64 = 20;
/// The first wait.
const WAIT_FIRST: i64 = 15 * SECOND;
/// The longest wait.
const WAIT_MAX: i64 = 15 * MINUTE;
/// After so long without a failure the count begins anew.
pub(crate) const FORGOTTEN: i64 = 24 * HOUR;

/// One try to get in, from somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Try {
    subjects: Vec<(String, i64)>,
}

impl Try {
    /// Of an account, from an address.
    pub(crate) fn new(account: &str, address: &str) -> Self {
        let account: String = account.trim().to_lowercase().chars().take(254).collect();
        Self {
            subjects: vec![
                (format!("account:{account}"), ACCOUNT_FREE),
                (format!("address:{address}"), ADDRESS_FREE),
            ],
        }
    }

    /// Of an account by somebody who is signed in already.
    pub(crate) fn of_account(account: &str) -> Self {
        let mut attempt = Self::new(account, "");
        attempt.subjects.truncate(1);
        attempt
    }

    /// Counts the try as failed before anything is checked, so that many at once do not slip through; refuses
    /// it when it comes too early.
    pub(crate) fn begin(&self, tx: &Tx<'_>, now: Timestamp) -> Result<()> {
        for (subject, free) in &self.subjects {
            let Some((count, last_at)) = queries::find_failures(tx, subject)? else {
                continue;
            };
            let left = last_at.plus(wait(count, *free)).0.saturating_sub(now.0);
            if left > 0 {
                let secs = (left + SECOND - 1) / SECOND;
                return Err(Error::TooMany(u32::try_from(secs).unwrap_or(u32::MAX)));
            }
        }
        for (subject, _) in &self.subjects {
            queries::add_failure(tx, subject, now, now.plus(-FORGOTTEN))?;
        }
        Ok(())
    }

    /// It was no failure: the account's are forgotten, the address has one less. (Not none: else an account of
    /// one's own would be a licence to guess others'.)
    pub(crate) fn succeed(&self, tx: &Tx<'_>) -> Result<()> {
        for (index, (subject, _)) in self.subjects.iter().enumerate() {
            if index == 0 {
                queries::delete_failures(tx, subject)?;
            } else {
                queries::remove_failure(tx, subject)?;
            }
        }
        Ok(())
    }
}

/// How long to wait after `count` failures of which `free` cost nothing.
fn wait(count: i64, free: i64) -> i64 {
    let beyond = count - free;
    if beyond < 0 {
        return 0;
    }
    let doubled = u32::try_from(beyond).unwrap_or(u32::MAX).min(20);
    (WAIT_FIRST << doubled).min(WAIT_MAX)
}

#[cfg(test)]
mod tests {
    use super::{SECOND, wait};

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let secs: Vec<i64> = [0, 4, 5, 6, 7, 10, 11, 50, i64::MAX]
            .into_iter()
            .map(|count| wait(count, 5) / SECOND)
            .collect();
        assert_eq!(secs, [0, 0, 15, 30, 60, 480, 900, 900, 900]);
    }
}
