//! The wiring: store, directory and desk over one location.

use crate::modules;
use directory::{Directory, Settings};
use kernel::Clock;
use std::sync::Arc;
use store::{Location, Store};
use work::Desk;

/// An opened installation.
#[derive(Clone)]
pub struct App {
    /// Database and files.
    pub store: Store,
    /// People and sign-in.
    pub directory: Directory,
    /// The desk.
    pub desk: Desk,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    location: Location,
}

impl App {
    /// Opens what is at a location; creates what is missing.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened, or a restored backup was not folded to its end.
    pub async fn open(location: &Location, clock: Arc<dyn Clock>) -> work::Result<Self> {
        Self::open_at(location, clock, "http://127.0.0.1:8080").await
    }

    /// The same, for browsers that reach it under `base_url`.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened, or a restored backup was not folded to its end.
    pub async fn open_at(
        location: &Location,
        clock: Arc<dyn Clock>,
        base_url: &str,
    ) -> work::Result<Self> {
        let app = Self::assemble(location, clock, base_url).await?;
        if app.desk.needs_rebuild().await? {
            let text = "a restore was interrupted; run `spoc rebuild` first".into();
            return Err(store::Error::Damaged(text).into());
        }
        app.desk.complete_index().await?;
        app.desk.recount_if_privacy_changed().await?;
        Ok(app)
    }

    /// The same, for making the folded rows anew: they need not be sound.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened.
    pub async fn open_for_rebuild(
        location: &Location,
        clock: Arc<dyn Clock>,
    ) -> work::Result<Self> {
        Self::assemble(location, clock, "http://127.0.0.1:8080").await
    }

    async fn assemble(
        location: &Location,
        clock: Arc<dyn Clock>,
        base_url: &str,
    ) -> work::Result<Self> {
        let store = Store::open(location)?;
        store.write(directory::seed).await?;
        let desk = Desk::open(store.clone(), clock.clone(), modules::all()).await?;
        let settings = Settings::new(base_url)
            .with_site(modules::site())
            .with_practices(Arc::new(desk.clone()));
        let directory = Directory::new(store.clone(), clock.clone(), settings);
        Ok(Self {
            store,
            directory,
            desk,
            clock,
            location: location.clone(),
        })
    }

    /// The database file, where the database is one.
    pub fn file(&self) -> std::path::PathBuf {
        self.location.file()
    }
}
