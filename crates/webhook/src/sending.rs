//! Whoever sends: takes what is due, calls the webhook, and keeps how it went. Each webhook is called beside the others,
//! so that one which does not answer holds up itself alone.

use crate::follow::FOLLOWER;
use crate::model::{DeliveryState, Due, Reason};
use crate::{queries, signing};
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use hyper::{HeaderMap, Uri};
use kernel::policy::{Key, Webhook};
use kernel::time::{HOUR, MINUTE, SECOND};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use store::Tx;
use tokio::task::JoinHandle;
use work::outside::{Post, Reach, Unanswered, post};
use work::{Desk, Floor, Result};

/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// For how long whoever takes a delivery is alone with it.
pub(crate) const CLAIM: i64 = 2 * MINUTE;
/// Deliveries that one webhook is told before it is looked at anew whether it is on still.
const BATCH: usize = 20;
/// Attempts after which a delivery has failed: after a day and a half.
const ATTEMPTS_MAX: i64 = 15;
/// Longest wait between two attempts.
const WAIT_MAX: i64 = 6 * HOUR;

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// Calls webhooks.
pub struct Sender {
    caller: Caller,
    under_way: Mutex<BTreeMap<Key, JoinHandle<()>>>,
}

impl Sender {
    /// Whoever calls the webhooks of a desk.
    pub fn new(desk: Desk) -> Self {
        Self::with_patience(desk, PATIENCE)
    }

    /// The same, who waits so long for an answer.
    pub fn with_patience(desk: Desk, patience: Duration) -> Self {
        Self {
            caller: Caller { desk, patience },
            under_way: Mutex::default(),
        }
    }

    /// Begins to send what is due, and leaves alone the webhooks that are being called still.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_due(&self) -> Result<()> {
        let desk = &self.caller.desk;
        let now = desk.clock().now();
        let due = desk
            .store()
            .read(move |tx| queries::due_webhooks(tx, now))
            .await?;
        if due.is_empty() {
            return Ok(());
        }
        let rules = desk.rules().await?;
        let mut under_way = self.under_way();
        under_way.retain(|_, task| !task.is_finished());
        for key in due {
            let webhook = rules.policy.webhook(&key).filter(|one| one.active);
            if let (Some(webhook), false) = (webhook, under_way.contains_key(&key)) {
                let calling = self.caller.clone().tell_all(webhook.clone());
                under_way.insert(key, tokio::spawn(calling));
            }
        }
        Ok(())
    }

    /// Waits until nothing is under way.
    pub async fn rest(&self) {
        let under_way = std::mem::take(&mut *self.under_way());
        for task in under_way.into_values() {
            if let Err(error) = task.await {
                tracing::error!(%error, "calling a webhook ended early");
            }
        }
    }

    fn under_way(&self) -> std::sync::MutexGuard<'_, BTreeMap<Key, JoinHandle<()>>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Follows the log and calls webhooks, as long as it is let.
pub(crate) async fn keep_sending(floor: Floor) {
    let sender = Sender::new(floor.desk.clone());
    let after = async || {
        if let Err(error) = sender.send_due().await {
            tracing::error!(%error, "webhooks could not be called; it is tried again");
        }
    };
    floor.desk.clone().keep_following(FOLLOWER, after).await;
}

/// How a call went.
enum Went {
    Taken,
    NotNow(Reason),
    Refused(Reason),
}

/// How often a delivery is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tries {
    Many,
    One,
}

/// Whoever calls a webhook.
#[derive(Clone)]
pub(crate) struct Caller {
    desk: Desk,
    patience: Duration,
}

impl Caller {
    /// Whoever tries webhooks out.
    pub(crate) fn new(desk: Desk) -> Self {
        Self {
            desk,
            patience: PATIENCE,
        }
    }

    /// Tells a webhook what is due for it, one after the other.
    async fn tell_all(self, webhook: Webhook) {
        for _ in 0..BATCH {
            match self.tell_next(&webhook).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::error!(%error, webhook = webhook.key, "a webhook could not be called");
                    return;
                }
            }
        }
    }

    /// Tells a webhook what is due next; answers whether anything was.
    async fn tell_next(&self, webhook: &Webhook) -> Result<bool> {
        let (now, key) = (self.desk.clock().now(), webhook.key.clone());
        let claiming = move |tx: &Tx<'_>| queries::claim(tx, &key, now, now.plus(CLAIM));
        let Some(due) = self.desk.store().write(claiming).await? else {
            return Ok(false);
        };
        let went = self.call(webhook, &due).await?;
        self.settle(&due, went, Tries::Many).await?;
        Ok(true)
    }

    /// Tells a webhook once what only tries it out, whether it is on or not.
    pub(crate) async fn try_out(&self, webhook: &Webhook, due: &Due) -> Result<()> {
        let went = self.call(webhook, due).await?;
        self.settle(due, went, Tries::One).await
    }

    async fn call(&self, webhook: &Webhook, due: &Due) -> Result<Went> {
        let Some(secret) = self.secret(&webhook.key).await? else {
            return Ok(Went::NotNow(Reason::NoSecret));
        };
        let at_secs = self.desk.clock().now().0 / SECOND;
        let signed = signing::signature(&secret, &due.name, at_secs, &due.body);
        let signed = signed.and_then(|signed| HeaderValue::try_from(signed).ok());
        let (Some(signed), Ok(name)) = (signed, HeaderValue::from_str(&due.name)) else {
            return Ok(Went::NotNow(Reason::NoSecret));
        };
        let to = match webhook.url.parse::<Uri>() {
            Ok(to) => to,
            Err(error) => return Ok(Went::Refused(Reason::Failed(error.to_string()))),
        };
        let message = Post {
            to: &to,
            headers: HeaderMap::from_iter([
                (CONTENT_TYPE, HeaderValue::from_static("application/json")),
                (USER_AGENT, HeaderValue::from_static("Spoc")),
                (ID, name),
                (TIMESTAMP, HeaderValue::from(at_secs)),
                (SIGNATURE, signed),
            ]),
            body: due.body.clone().into_bytes(),
        };
        let reach = match webhook.inside {
            true => Reach::Everywhere,
            false => Reach::Outside,
        };
        Ok(match post(message, reach, self.patience).await {
            Ok(status) => meaning(status.as_u16()),
            Err(Unanswered::Late) => Went::NotNow(Reason::Late),
            Err(Unanswered::Inside) => Went::Refused(Reason::Inside),
            Err(Unanswered::Failed(why)) => Went::NotNow(Reason::Failed(why)),
        })
    }

    /// What a webhook's calls are signed with; nothing where there is none, or its seal is of another data folder.
    async fn secret(&self, key: &str) -> Result<Option<String>> {
        let store = self.desk.store();
        let wanted = key.to_owned();
        let kept = store.read(move |tx| queries::secret(tx, &wanted)).await?;
        match kept.map(|(sealed, _)| store.seal().open(&sealed_for(key), &sealed)) {
            Some(Err(store::Error::Sealed(_))) | None => Ok(None),
            Some(opened) => Ok(Some(opened?)),
        }
    }

    async fn settle(&self, due: &Due, went: Went, tries: Tries) -> Result<()> {
        let now = self.desk.clock().now();
        let is_last = tries == Tries::One || due.attempts >= ATTEMPTS_MAX;
        let (state, reason) = match went {
            Went::Taken => (DeliveryState::Taken, None),
            Went::Refused(why) => (DeliveryState::Failed, Some(why)),
            Went::NotNow(why) if is_last => (DeliveryState::Failed, Some(why)),
            Went::NotNow(why) => (DeliveryState::Waiting, Some(why)),
        };
        let (tried, again) = ((due.id, due.attempts), now.plus(wait(due.attempts)));
        let settling =
            move |tx: &Tx<'_>| queries::settle(tx, tried, (state, reason.as_ref()), again);
        Ok(self.desk.store().write(settling).await?)
    }
}

/// What a secret is sealed for: it cannot be opened as another webhook's.
pub(crate) fn sealed_for(webhook: &str) -> String {
    format!("webhook:{webhook}")
}

/// What an answer means. Who sends us elsewhere is not followed, and who is gone is not asked again; everything else may
/// be mended.
fn meaning(status: u16) -> Went {
    match status {
        200..=299 => Went::Taken,
        300..=399 | 410 => Went::Refused(Reason::Status(status)),
        _ => Went::NotNow(Reason::Status(status)),
    }
}

/// How long to wait after so many attempts: a minute, two, four, and so on.
fn wait(attempts: i64) -> i64 {
    let doubled = u32::try_from(attempts - 1).unwrap_or(0).min(16);
    (MINUTE << doubled).min(WAIT_MAX)
}
