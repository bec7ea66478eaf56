//! Pictures of messages that stand on other hosts: the desk asks for them where somebody wants to see them, so that their
//! hosts learn neither who that is nor where, and the browser asks nobody but the desk.

use ammonia::Url;
use std::time::Duration;
use thiserror::Error;
use tokio::sync::Semaphore;
use work::outside::{Reach, Unanswered, get};
use work::pages::picture_type;

/// Largest picture, in bytes.
const PICTURE_MAX_BYTES: usize = 5 * 1024 * 1024;
/// How long a host may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a host may say that a picture is elsewhere.
const ELSEWHERE_MAX: usize = 3;
/// Pictures that are asked for at once; whoever wants more waits.
static AT_ONCE: Semaphore = Semaphore::const_new(16);

/// A picture that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its media type, by what is in it.
    pub media_type: &'static str,
    /// What is in it.
    pub content: Vec<u8>,
}

/// Why there is no picture.
#[derive(Debug, Error)]
pub enum NoPicture {
    /// Its host does not hand it out.
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
    /// This is no address, or the host has nothing there.
    #[error("there is nothing at its address")]
    Nothing,
    /// It is something else.
    #[error("what is there is no PNG, JPEG, GIF or WebP")]
    Other,
}

/// What is at an address, if it is a picture.
///
/// # Errors
/// When there is none, or it cannot be had.
pub async fn fetch(address: &str, reach: Reach) -> Result<Fetched, NoPicture> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| NoPicture::Nothing)?;
    let mut at = Url::parse(address).map_err(|_| NoPicture::Nothing)?;
    for _ in 0..=ELSEWHERE_MAX {
        if !matches!(at.scheme(), "http" | "https") {
            return Err(NoPicture::Nothing);
        }
        let asked = at.as_str().parse().map_err(|_| NoPicture::Nothing)?;
        let accepted = "image/png,image/jpeg,image/gif,image/webp";
        let got = get(&asked, accepted, reach, PATIENCE, PICTURE_MAX_BYTES).await?;
        match got.elsewhere {
            Some(to) if got.status.is_redirection() => {
                at = at.join(&to).map_err(|_| NoPicture::Nothing)?;
            }
            _ if got.status.is_success() => {
                let content = got.body.to_vec();
                let media_type = picture_type(&content).ok_or(NoPicture::Other)?;
                return Ok(Fetched {
                    media_type,
                    content,
                });
            }
            _ => return Err(NoPicture::Nothing),
        }
    }
    Err(NoPicture::Nothing)
}
