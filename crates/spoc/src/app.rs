//! The wiring: store, directory and desk over one location.

use crate::modules;
use kernel::Clock;
use std::sync::Arc;
use store::{Location, Store};
use work::Desk;

/// An opened installation.
#[derive(Clone)]
pub struct App {
    /// Database and files.
    pub store: Store,
    /// The desk.
    pub desk: Desk,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl App {
    /// Opens what is at a location; creates what is missing.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened.
    pub async fn open(location: &Location, clock: Arc<dyn Clock>) -> work::Result<Self> {
        let store = Store::open(location)?;
        store.write(|tx| directory::seed(tx)).await?;
        let desk = Desk::open(store.clone(), clock.clone(), modules::all()).await?;
        Ok(Self { store, desk, clock })
    }
}
