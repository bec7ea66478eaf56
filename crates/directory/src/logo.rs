//! The logo: a small picture that stands where Spoc's mark would.

use crate::actions::require;
use crate::{Error, Result, queries};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kernel::text::hex;
use kernel::{Actor, Permission, Timestamp};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Tx;

/// Most bytes of a logo.
pub const BYTES_MAX: usize = 100 * 1024;
/// Longest side of a logo, in pixels.
const SIDE_MAX: u32 = 1_024;
/// Every PNG begins with this, and goes on with a header that names width and height.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// Puts a logo in place, or takes it away.
///
/// # Errors
/// When not allowed, when it is no PNG or too large, or when the database fails.
pub fn decide(tx: &Tx<'_>, actor: &Actor, now: Timestamp, png: Option<&[u8]>) -> Result<()> {
    require(actor, Permission::PolicyManage)?;
    let Some(png) = png else {
        return put(tx, actor, now, None);
    };
    check(png)?;
    let hash = hex(&Sha256::digest(png)[..8]);
    put(tx, actor, now, Some((&hash, &BASE64_STANDARD.encode(png))))
}

/// Makes the picture what it was: none, or this one.
///
/// # Errors
/// When it is none, or the database fails.
pub(crate) fn put_back(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    was: Option<String>,
) -> Result<()> {
    let png = was.map(|text| BASE64_STANDARD.decode(text));
    let png = png.transpose().map_err(|_| Error::NotFound)?;
    decide(tx, actor, now, png.as_deref())
}

/// Keeps the picture, by its hash and as text.
fn put(tx: &Tx<'_>, actor: &Actor, now: Timestamp, png: Option<(&str, &str)>) -> Result<()> {
    let mut brand = queries::brand(tx)?;
    let before = match brand.logo.as_str() {
        "" => None,
        _ => queries::logo(tx)?,
    };
    brand.logo = png.map_or(String::new(), |(hash, _)| hash.to_owned());
    if let Some((_, text)) = png {
        queries::put_logo(tx, text)?;
    }
    queries::put_brand(tx, &brand)?;
    let detail = json!({ "logo": brand.logo, "before": before });
    queries::insert_audit(tx, actor, now, "brand", "logo-changed", &detail)?;
    Ok(())
}

/// The picture whose address ends so, if it is the one in place.
pub(crate) fn find(tx: &Tx<'_>, name: &str) -> Result<Option<Vec<u8>>> {
    if name.is_empty() || queries::brand(tx)?.logo != name {
        return Ok(None);
    }
    let kept = queries::logo(tx)?;
    Ok(kept.and_then(|text| BASE64_STANDARD.decode(text).ok()))
}

fn check(png: &[u8]) -> Result<()> {
    if png.len() > BYTES_MAX {
        return Err(Error::field("logo", "brand-logo-large"));
    }
    let sides = png
        .strip_prefix(SIGNATURE)
        .and_then(|rest| rest.first_chunk::<8>());
    let Some([a, b, c, d, e, f, g, h]) = sides.copied() else {
        return Err(Error::field("logo", "brand-logo-no-png"));
    };
    let sides = [[a, b, c, d], [e, f, g, h]].map(u32::from_be_bytes);
    if sides.iter().any(|side| !(1..=SIDE_MAX).contains(side)) {
        return Err(Error::field("logo", "brand-logo-large"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{BYTES_MAX, SIGNATURE, check};

    fn png(width: u32, height: u32) -> Vec<u8> {
        [SIGNATURE, &width.to_be_bytes(), &height.to_be_bytes()].concat()
    }

    #[test]
    fn only_small_pngs_are_taken() {
        assert!(check(&png(1, 1_024)).is_ok());
        for (wrong, name) in [
            (png(0, 5), "brand-logo-large"),
            (png(1_025, 5), "brand-logo-large"),
            (png(5, u32::MAX), "brand-logo-large"),
            ([png(5, 5), vec![0; BYTES_MAX]].concat(), "brand-logo-large"),
            (png(5, 5)[..20].to_vec(), "brand-logo-no-png"),
            (b"<svg onload=alert(1)>".to_vec(), "brand-logo-no-png"),
            (Vec::new(), "brand-logo-no-png"),
        ] {
            let error = check(&wrong).expect_err(name);
            assert!(format!("{error:?}").contains(name), "{error:?}");
        }
    }
}
