//! Keys with which a domain signs what it sends (DKIM, RFC 6376), so that others know that it is the domain's.
//!
//! A key is made here; its public half is to be put into the DNS before the desk signs with it. Of a domain's keys one signs at
//! most, so that a new one can be published beside the one in use: of each there is one at most.

mod dkim;

pub(crate) use dkim::Signer;

use super::queries;
use super::queries::signing::{self, NewKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::{Actor, Timestamp};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use std::collections::BTreeSet;
use store::{Seal, Tx};
use work::{Error, Result};

/// Length of a key: what every verifier takes, and what fits into one record.
const KEY_BITS: usize = 2_048;

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyId(pub i64);

/// A key of a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// Which it is.
    pub id: KeyId,
    /// The domain that signs with it.
    pub domain: String,
    /// Its name among those of the domain.
    pub selector: String,
    /// The public half, as it stands in the DNS.
    pub public_key: String,
    /// Whether the desk signs with it.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

impl SigningKey {
    /// The name of its record in the DNS.
    pub fn record_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// What the record says.
    pub fn record(&self) -> String {
        format!("v=DKIM1; k=rsa; p={}", self.public_key)
    }
}

/// A key that nobody has yet: both halves.
pub struct FreshKey {
    private: Vec<u8>,
    public: String,
}

impl FreshKey {
    /// Makes one; that takes a while.
    ///
    /// # Errors
    /// When the system has no chance to give.
    pub fn make() -> Result<Self> {
        let failed = |error: &dyn std::fmt::Display| {
            Error::Store(store::Error::Damaged(format!("a key: {error}")))
        };
        let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, KEY_BITS);
        let key = key.map_err(|error| failed(&error))?;
        let public = key.to_public_key().to_public_key_der();
        let public = public.map_err(|error| failed(&error))?;
        let private = key.to_pkcs8_der().map_err(|error| failed(&error))?;
        Ok(Self {
            private: private.as_bytes().to_vec(),
            public: STANDARD.encode(public.as_bytes()),
        })
    }
}

/// The domains that mail goes out from.
///
/// # Errors
/// When the database fails.
pub fn domains(tx: &Tx<'_>) -> Result<BTreeSet<String>> {
    let mailboxes = queries::mailboxes(tx)?.into_iter();
    let domain = |address: String| address.rsplit('@').next().map(str::to_owned);
    Ok(mailboxes.filter_map(|it| domain(it.address)).collect())
}

/// Keeps a key for a domain, in the place of one that is not in use; the desk does not sign with it yet.
///
/// # Errors
/// When the actor may not, when no mailbox has the domain, or when the database or the sealing fails.
pub fn keep_key(
    tx: &Tx<'_>,
    seal: &Seal,
    actor: &Actor,
    now: Timestamp,
    domain: &str,
    fresh: &FreshKey,
) -> Result<KeyId> {
    work::require_policy(actor)?;
    if !domains(tx)?.contains(domain) {
        return Err(Error::NotFound);
    }
    signing::delete_unused(tx, domain)?;
    // A name is never given again: others may still know the key of that name.
    let number = now.0 / kernel::time::SECOND;
    let selector = format!("spoc{number}");
    let sealed = seal.close(
        &sealed_for(domain, &selector),
        &STANDARD.encode(&fresh.private),
    )?;
    let new = NewKey {
        domain,
        selector: &selector,
        private_key: &sealed,
        public_key: &fresh.public,
    };
    let id = signing::insert(tx, &new, now)?;
    audit(tx, actor, now, domain, ("key_made", &selector))?;
    Ok(id)
}

/// Signs with a key from now on, and with no other of its domain; or no longer.
///
/// # Errors
/// When the actor may not, when there is no such key, or when the database fails.
pub fn set_active(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    id: KeyId,
    active: bool,
) -> Result<()> {
    work::require_policy(actor)?;
    let mut known = signing::keys(tx)?.into_iter();
    let key = known.find(|key| key.id == id).ok_or(Error::NotFound)?;
    signing::set_active(tx, &key.domain, active.then_some(id))?;
    let what = if active { "signs" } else { "signs_not" };
    audit(tx, actor, now, &key.domain, (what, &key.selector))
}

/// Whoever signs for a domain; nothing where it has no key in use.
///
/// # Errors
/// When the database fails, or the key cannot be opened: a message that its domain says is always signed would be refused without.
pub(crate) fn signer(tx: &Tx<'_>, seal: &Seal, domain: &str) -> Result<Option<Signer>> {
    let Some((selector, sealed)) = signing::active_key(tx, domain)? else {
        return Ok(None);
    };
    let opened = seal.open(&sealed_for(domain, &selector), &sealed)?;
    let damaged = || {
        Error::Store(store::Error::Damaged(format!(
            "the key {selector} of {domain}"
        )))
    };
    let private = STANDARD.decode(opened).map_err(|_| damaged())?;
    let signer = Signer::new(domain, &selector, &private).ok_or_else(damaged)?;
    Ok(Some(signer))
}

/// What a key is sealed for.
fn sealed_for(domain: &str, selector: &str) -> String {
    format!("dkim:{selector}:{domain}")
}

fn audit(
    tx: &Tx<'_>,
    actor: &Actor,
    now: Timestamp,
    domain: &str,
    (what, selector): (&str, &str),
) -> Result<()> {
    let subject = format!("dkim:{domain}");
    let detail = serde_json::json!({ "selector": selector });
    Ok(directory::queries::insert_audit(
        tx, actor, now, &subject, what, &detail,
    )?)
}
