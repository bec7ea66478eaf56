//! Who holds a session or a token, remembered for a few seconds.

use super::{Me, Via};
use crate::sign_in::{IDLE, SEEN_EVERY, TOKEN_PREFIX};
use crate::{Directory, Result, queries, secrets};
use kernel::time::SECOND;
use kernel::{Actor, PersonId, Timestamp};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use store::Tx;

/// How long a lookup is remembered when nothing changes.
const RECENT_FOR: i64 = 5 * SECOND;
/// Most lookups that are remembered.
const RECENT_MAX: usize = 10_000;

/// What a lookup found.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) actor: Arc<Actor>,
    pub(super) person: Arc<Me>,
    pub(super) csrf: Arc<str>,
    pub(super) via: Via,
    pub(super) off: Arc<BTreeSet<String>>,
    pub(super) unread: Arc<Counted>,
}

/// How much somebody has not read, as it was counted last, and the version of the database that it was counted in.
#[derive(Default)]
pub(super) struct Counted(Mutex<Option<(i64, i64)>>);

impl Counted {
    pub(super) fn find(&self, version: i64) -> Option<i64> {
        let kept = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.filter(|(of, _)| *of == version)
            .map(|(_, count)| count)
    }

    pub(super) fn keep(&self, version: i64, count: i64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, count));
    }
}

/// The lookups of the last seconds, so that a busy page asks nothing about its session.
#[derive(Default)]
pub(crate) struct Recent(Mutex<HashMap<String, Lookup>>);

struct Lookup {
    known: Known,
    generation: u64,
    at: Timestamp,
}

impl Recent {
    fn find(&self, hash: &str, generation: u64, now: Timestamp) -> Option<Known> {
        let lookups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = lookups.get(hash)?;
        let age = now.0.saturating_sub(found.at.0);
        let holds = found.generation == generation && (0..=RECENT_FOR).contains(&age);
        holds.then(|| found.known.clone())
    }

    fn keep(&self, hash: String, lookup: Lookup) {
        let mut lookups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lookups.len() >= RECENT_MAX {
            lookups.clear();
        }
        lookups.insert(hash, lookup);
    }

    pub(crate) fn forget(&self, hash: &str) {
        let mut lookups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lookups.remove(hash);
    }
}

impl Directory {
    /// Whoever proves themselves by this secret.
    pub(super) async fn known(&self, secret: &str) -> Result<Option<Known>> {
        let hash = secrets::hash(secret);
        let (generation, at) = (self.generation(), self.now());
        if let Some(known) = self.recent().find(&hash, generation, at) {
            return Ok(Some(known));
        }
        let Some((known, stale)) = self.holder(secret, hash.clone(), at).await? else {
            return Ok(None);
        };
        if stale {
            let seen = hash.clone();
            self.store()
                .write(move |tx| Ok::<_, crate::Error>(queries::touch_session(tx, &seen, at)?))
                .await?;
        }
        let lookup = Lookup {
            known: known.clone(),
            generation,
            at,
        };
        self.recent().keep(hash, lookup);
        Ok(Some(known))
    }

    /// What whoever proves themselves by this secret may do and see, without that counting as a use of it.
    pub(super) async fn look_up(&self, secret: &str) -> Result<Option<Arc<Actor>>> {
        let found = self
            .holder(secret, secrets::hash(secret), self.now())
            .await?;
        Ok(found.map(|(known, _)| known.actor))
    }

    /// Whose secret it is, and whether its use is to be kept.
    async fn holder(
        &self,
        secret: &str,
        hash: String,
        now: Timestamp,
    ) -> Result<Option<(Known, bool)>> {
        let by_token = secret.starts_with(TOKEN_PREFIX);
        let directory = self.clone();
        let found = self.read(move |tx| {
            let found = if by_token {
                token_holder(tx, &hash, now)?
            } else {
                session_holder(tx, &hash, now)?
            };
            let Some((mut known, stale)) = found else {
                return Ok(None);
            };
            known.off = Arc::new(directory.practices_off(tx)?);
            Ok(Some((known, stale)))
        });
        found.await
    }
}

/// Whose session it is, and whether its use is to be kept.
fn session_holder(tx: &Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<(Known, bool)>> {
    let Some(session) = queries::find_session(tx, hash)? else {
        return Ok(None);
    };
    if session.expires_at <= now || session.seen_at.plus(IDLE) <= now {
        return Ok(None);
    }
    let holder = holder(tx, session.person_id)?;
    Ok(holder.map(|(actor, me)| {
        let known = Known {
            actor: Arc::new(actor),
            person: Arc::new(me),
            csrf: session.csrf.into(),
            via: Via::Session,
            off: Arc::default(),
            unread: Arc::default(),
        };
        (known, session.seen_at.plus(SEEN_EVERY) <= now)
    }))
}

fn token_holder(tx: &Tx<'_>, hash: &str, now: Timestamp) -> Result<Option<(Known, bool)>> {
    let Some(token) = queries::find_token(tx, hash, now)? else {
        return Ok(None);
    };
    let holder = holder(tx, token.person_id)?;
    Ok(holder.map(|(mut actor, me)| {
        actor.permissions = actor.permissions.intersection(token.scopes);
        let known = Known {
            actor: Arc::new(actor),
            person: Arc::new(me),
            csrf: "".into(),
            via: Via::Token,
            off: Arc::default(),
            unread: Arc::default(),
        };
        (known, false)
    }))
}

fn holder(tx: &Tx<'_>, id: PersonId) -> Result<Option<(Actor, Me)>> {
    let (Some(actor), Some(person)) = (queries::actor(tx, id)?, queries::find_person(tx, id)?)
    else {
        return Ok(None);
    };
    let role = queries::find_role(tx, person.role_id)?;
    let (role_key, role_name) = role.map_or_else(Default::default, |role| (role.key, role.name));
    let me = Me {
        id,
        name: person.name,
        email: person.email.unwrap_or_default(),
        locale: person.locale,
        time_zone: person.time_zone,
        theme: person.theme,
        role_key,
        role_name,
    };
    Ok(Some((actor, me)))
}
