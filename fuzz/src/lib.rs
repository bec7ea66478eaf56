//! What is pure of mail, by itself: without the desk round it a build takes a minute instead of ten.

/// The modules of `crates/channels/src/mail` that ask nobody and keep nothing.
#[path = "../../crates/channels/src/mail"]
pub mod mail {
    #[expect(dead_code, reason = "the desk asks more of it than these modules do")]
    pub mod model;
    pub mod parsing;
    pub mod reply;
    pub mod threading;
}
