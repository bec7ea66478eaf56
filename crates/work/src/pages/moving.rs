//! Moves to a state by forms that are about more than one: what putting on hold and resolving ask for beside it.

use super::sent::{Sent, local_instant};
use crate::error::{Error, Result};
use directory::SignedIn;
use kernel::policy::Lifecycle;
use kernel::ticket::{Change, Refusal};

/// The change to a state that asks for more than its name; none for a state that does not.
pub(super) fn asking(signed: &SignedIn, state: &str, sent: &Sent) -> Result<Option<Change>> {
    match state {
        Lifecycle::ON_HOLD => {
            let said = ["hold_reason", "hold_until", "hold_text"].map(|name| sent.get(name));
            hold(signed, said).map(Some)
        }
        Lifecycle::RESOLVED => Ok(Some(Change::Resolve {
            code: sent.get("resolution_code").to_owned(),
            text: sent.get("resolution_text").to_owned(),
        })),
        _ => Ok(None),
    }
}

/// Putting on hold: why, until when as it was typed, and what for.
pub(super) fn hold(signed: &SignedIn, [reason, until, text]: [&str; 3]) -> Result<Change> {
    let until = match until {
        "" => None,
        typed => {
            let until = local_instant(typed, &signed.person.time_zone);
            Some(until.ok_or(Error::Refused(Refusal::HoldUntil))?)
        }
    };
    Ok(Change::Hold {
        reason: reason.to_owned(),
        until,
        text: text.to_owned(),
    })
}
