//! Telling by the browser, also while no page is open (web push). Whoever wants it says so in a browser, which then
//! names a push service of its maker; messages to it are sealed for that browser alone. A job brings them there:
//! at once, or, where it is quiet for somebody, as one message afterwards.

mod delivery;
mod message;
mod sealing;
mod sending;
mod services;
mod signing;

pub(crate) use delivery::{Push, PushDue};
pub(crate) use services::{Endpoint, own_services};
pub(crate) use signing::SigningKey;

use crate::model::QuietHours;
use crate::queries;
use crate::queries::push as rows;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::tz::TimeZone;
use kernel::{PersonId, Timestamp};
pub(crate) use sealing::BrowserKeys;
use sealing::{AUTH_BYTES, POINT_BYTES};
use store::Tx;
use work::Result;

impl BrowserKeys {
    /// Reads them as browsers give them.
    pub(crate) fn read(point: &str, auth: &str) -> Option<Self> {
        let bytes = |text: &str, length: usize| {
            let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
            (bytes.len() == length).then_some(bytes)
        };
        Some(Self {
            point: bytes(point, POINT_BYTES)?,
            auth: bytes(auth, AUTH_BYTES)?,
        })
    }
}

/// Whether administrators let browsers be told.
pub(crate) fn is_allowed(tx: &Tx<'_>) -> store::Result<bool> {
    Ok(store::setting(tx, rows::OFF)?.as_deref() != Some("yes"))
}

/// The push services that administrators trust beside those of the browsers' makers.
pub(crate) fn own(tx: &Tx<'_>) -> store::Result<Vec<String>> {
    let kept = store::setting(tx, rows::SERVICES)?.unwrap_or_default();
    Ok(own_services(&kept).unwrap_or_default())
}

/// The key of this installation; made where there is none yet.
pub(crate) fn key(tx: &Tx<'_>) -> Result<SigningKey> {
    let damaged = |why| work::Error::Store(store::Error::Damaged(why));
    if let Some(kept) = store::setting(tx, rows::KEY)? {
        return SigningKey::read(&kept).map_err(damaged);
    }
    let made = SigningKey::make().map_err(damaged)?;
    store::keep_setting(tx, rows::KEY, &made)?;
    SigningKey::read(&made).map_err(damaged)
}

/// Somebody was told something, up to a stamp: their browsers are to tell it, at once or when it is not quiet
/// for them any more.
pub(crate) fn tell(tx: &Tx<'_>, person: PersonId, stamp: i64, now: Timestamp) -> Result<()> {
    match quiet_until(tx, person, now)? {
        Some(end) => rows::set_due(tx, person, stamp, end)?,
        None => {
            rows::set_due(tx, person, stamp, now)?;
            work::jobs::put(tx, &Push { person }, None, now)?;
        }
    }
    Ok(())
}

/// When it is not quiet for somebody any more, where it is now.
pub(crate) fn quiet_until(
    tx: &Tx<'_>,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let Some(hours) = queries::quiet_hours(tx, person)? else {
        return Ok(None);
    };
    let zone = directory::queries::find_person(tx, person)?
        .and_then(|person| TimeZone::get(&person.time_zone).ok())
        .unwrap_or(TimeZone::UTC);
    Ok(QuietHours::end(hours, now, &zone))
}
