//! What stops machines that answer each other without saying that they are machines: too much from one address, the same
//! from it again and again, and too much to it of what nobody wrote by hand.

use super::alike::Sketch;
use super::model::Reason;
use super::queries::{outbox, taken};
use kernel::Timestamp;
use kernel::time::{DAY, HOUR};
use store::Tx;
use work::Result;

/// Messages an hour from one address that become something; more wait for somebody to look.
const BY_ADDRESS_MAX: i64 = 30;
/// Messages a day that say the same, more or less, from one address that the desk has written to by itself.
const ALIKE_MAX: usize = 3;
/// Messages of a day that another one is held against; no address gets more through.
const COMPARED_MAX: i64 = 24 * BY_ADDRESS_MAX;
/// Messages an hour, and a day, that one address gets of what nobody wrote by hand.
const AUTOMATIC_MAX: [(i64, i64); 2] = [(HOUR, 10), (DAY, 30)];

/// Why a message waits until somebody has looked at it, if it does.
pub(super) fn is_too_much(
    tx: &Tx<'_>,
    from_email: &str,
    sketch: &Sketch,
    now: Timestamp,
) -> Result<Option<Reason>> {
    let hour = taken::count_taken(tx, from_email, now.plus(-HOUR))?;
    if hour >= BY_ADDRESS_MAX {
        return Ok(Some(Reason::of("too_many", hour.to_string())));
    }
    // Where the desk has said nothing by itself, no machine answers it.
    if !outbox::was_told_by_itself(tx, from_email, now.plus(-DAY))? {
        return Ok(None);
    }
    let said = taken::said_since(tx, from_email, now.plus(-DAY), COMPARED_MAX)?;
    let like = |said: &&String| Sketch::read(said).is_like(sketch);
    let alike = said.iter().filter(like).count();
    Ok((alike >= ALIKE_MAX).then(|| Reason::of("too_many_alike", alike.to_string())))
}

/// Whether an address has got so much that nobody wrote by hand that it gets no more now.
pub(super) fn is_told_too_much(tx: &Tx<'_>, to_email: &str, now: Timestamp) -> Result<bool> {
    for (span, most) in AUTOMATIC_MAX {
        if outbox::count_automatic(tx, to_email, now.plus(-span))? >= most {
            return Ok(true);
        }
    }
    Ok(false)
}
