//! Signing in and out, passwords, and what proves later who somebody is.

mod passwords;
mod sessions;
mod throttle;
mod tokens;

pub use sessions::Session;
pub use tokens::TokenRequest;

pub(crate) use sessions::{IDLE, LIFE, SEEN_EVERY};
pub(crate) use throttle::Try;
pub(crate) use tokens::TOKEN_PREFIX;
