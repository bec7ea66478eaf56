//! The handle on the directory: the store, the clock, chance, and who must hear of changes.

use crate::password::Hashing;
use crate::secrets::Secrets;
use crate::signed_in::Recent;
use crate::{Brand, Result, Site, SystemSecrets};
use kernel::{Actor, Clock, PersonId, Timestamp};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Store, Tx};
use tokio::sync::watch;

/// How long the brand is remembered when nothing changes.
const BRAND_FOR: i64 = 5 * kernel::time::SECOND;

/// What the directory is told at start.
#[derive(Clone)]
pub struct Settings {
    /// The address under which browsers reach Spoc, such as `https://desk.example.com`.
    pub base_url: String,
    /// What every page has in common.
    pub site: Arc<Site>,
    /// Where chance comes from.
    pub secrets: Arc<dyn Secrets>,
    /// Which practices are switched off.
    pub practices: Option<Arc<dyn Practices>>,
}

/// Knows which practices are switched off.
pub trait Practices: Send + Sync {
    /// Their names.
    ///
    /// # Errors
    /// When the database fails.
    fn off(&self, tx: &Tx<'_>) -> store::Result<BTreeSet<String>>;
}

impl Settings {
    /// The system's chance, and this address.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into().trim_end_matches('/').to_owned(),
            site: Arc::new(Site::new([])),
            secrets: Arc::new(SystemSecrets),
            practices: None,
        }
    }

    /// With whoever knows which practices are switched off.
    #[must_use]
    pub fn with_practices(mut self, practices: Arc<dyn Practices>) -> Self {
        self.practices = Some(practices);
        self
    }

    /// With what every page of this installation has in common.
    #[must_use]
    pub fn with_site(mut self, site: Site) -> Self {
        self.site = Arc::new(site);
        self
    }
}

/// People, teams and sign-in. Cheap to clone.
#[derive(Clone)]
pub struct Directory {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    settings: Settings,
    hashing: Hashing,
    changes: watch::Sender<u64>,
    recent: Recent,
    set_up_code: Mutex<Option<String>>,
    brand: Mutex<Option<KnownBrand>>,
}

/// The brand as it was read, in which generation and when.
type KnownBrand = (u64, Timestamp, Arc<Brand>);

impl Directory {
    /// A directory over a store that [`crate::seed`] has seen.
    pub fn new(store: Store, clock: Arc<dyn Clock>, settings: Settings) -> Self {
        Self {
            inner: Arc::new(Inner {
                store,
                clock,
                settings,
                hashing: Hashing::new(),
                changes: watch::Sender::new(0),
                recent: Recent::default(),
                set_up_code: Mutex::default(),
                brand: Mutex::default(),
            }),
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The address under which browsers reach Spoc, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.inner.settings.base_url
    }

    /// What every page has in common.
    pub(crate) fn site(&self) -> &Arc<Site> {
        &self.inner.settings.site
    }

    /// How often the directory has changed in this process. What was read under one generation holds as long
    /// as it lasts.
    pub fn generation(&self) -> u64 {
        *self.inner.changes.borrow()
    }

    /// Hears of every change: caches and compiled views refresh then.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changes.subscribe()
    }

    /// Says that the directory has changed. [`Directory::write`] does so by itself; whoever writes through
    /// the store (importers, the demo) says it afterwards.
    pub fn changed(&self) {
        self.inner
            .changes
            .send_modify(|generation| *generation += 1);
    }

    /// Asks.
    ///
    /// # Errors
    /// When the database fails or `work` does.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.store.read(work).await
    }

    /// Changes people, teams or roles, and tells whoever listens.
    ///
    /// # Errors
    /// When the database fails or `work` does.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let done = self.inner.store.write(work).await?;
        self.changed();
        Ok(done)
    }

    /// The person as an actor; nobody when unknown or inactive.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn actor(&self, person: PersonId) -> Result<Option<Actor>> {
        self.read(move |tx| Ok(crate::queries::actor(tx, person)?))
            .await
    }

    /// How the installation looks and speaks. What another process decided is seen within some seconds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn brand(&self) -> Result<Arc<Brand>> {
        let (generation, now) = (self.generation(), self.now());
        let known = self
            .inner
            .brand
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((of, at, brand)) = known
            && of == generation
            && (0..=BRAND_FOR).contains(&now.0.saturating_sub(at.0))
        {
            return Ok(brand);
        }
        let brand = Arc::new(self.read(|tx| Ok(crate::queries::brand(tx)?)).await?);
        let fresh = Some((generation, now, Arc::clone(&brand)));
        *self
            .inner
            .brand
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(brand)
    }

    /// Which practices are switched off.
    pub(crate) fn practices_off(&self, tx: &Tx<'_>) -> store::Result<BTreeSet<String>> {
        match &self.inner.settings.practices {
            Some(practices) => practices.off(tx),
            None => Ok(BTreeSet::new()),
        }
    }

    pub(crate) fn secrets(&self) -> &Arc<dyn Secrets> {
        &self.inner.settings.secrets
    }

    pub(crate) fn hashing(&self) -> &Hashing {
        &self.inner.hashing
    }

    pub(crate) fn recent(&self) -> &Recent {
        &self.inner.recent
    }

    pub(crate) fn set_up_code(&self) -> &Mutex<Option<String>> {
        &self.inner.set_up_code
    }

    /// Whether cookies must travel over TLS alone.
    pub(crate) fn is_secure(&self) -> bool {
        self.base_url().starts_with("https://")
    }
}
