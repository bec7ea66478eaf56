//! What webhooks are told, and how far it has come.

use kernel::policy::Key;
use kernel::{TicketId, Timestamp};

/// Longest reason that is kept, in characters.
const REASON_MAX_CHARS: usize = 300;
/// The event of what is sent to try a webhook out.
pub(crate) const TEST: &str = "test";

/// Which delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DeliveryId(pub(crate) i64);

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeliveryState {
    /// In the queue.
    Waiting,
    /// The other side has it.
    Taken,
    /// It was refused, or tried too often.
    Failed,
}

impl DeliveryState {
    /// Its name in the table and in the catalogues.
    pub(crate) fn name(self) -> &'static str {
        match self {
            DeliveryState::Waiting => "waiting",
            DeliveryState::Taken => "taken",
            DeliveryState::Failed => "failed",
        }
    }

    /// The state of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let all = [Self::Waiting, Self::Taken, Self::Failed];
        all.into_iter().find(|state| state.name() == name)
    }
}

/// Why a delivery was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// There was no answer in time.
    Late,
    /// The host stands within our own network, and the webhook may not.
    Inside,
    /// There is no secret to sign with.
    NoSecret,
    /// The answer, by its status.
    Status(u16),
    /// Anything else, as it was said.
    Failed(String),
}

impl Reason {
    /// As it is kept.
    pub(crate) fn written(&self) -> String {
        match self {
            Reason::Late => "late".to_owned(),
            Reason::Inside => "inside".to_owned(),
            Reason::NoSecret => "no-secret".to_owned(),
            Reason::Status(status) => format!("status {status}"),
            Reason::Failed(why) => why.chars().take(REASON_MAX_CHARS).collect(),
        }
    }

    /// What is kept.
    pub(crate) fn read(kept: &str) -> Self {
        match kept {
            "late" => Reason::Late,
            "inside" => Reason::Inside,
            "no-secret" => Reason::NoSecret,
            other => match other.strip_prefix("status ").map(str::parse) {
                Some(Ok(status)) => Reason::Status(status),
                _ => Reason::Failed(other.to_owned()),
            },
        }
    }
}

/// Something that a webhook is to be told.
pub(crate) struct NewDelivery {
    /// What the other side knows it by, the same however often it is sent.
    pub(crate) name: String,
    /// Which webhook.
    pub(crate) webhook: Key,
    /// Of which ticket; of none where it is tried out.
    pub(crate) ticket: Option<TicketId>,
    /// What happened, by the name of the event.
    pub(crate) event: &'static str,
    /// What is sent.
    pub(crate) body: String,
}

/// A delivery that somebody is about to send.
pub(crate) struct Due {
    pub(crate) id: DeliveryId,
    pub(crate) name: String,
    pub(crate) body: String,
    /// How often it was tried, this time included.
    pub(crate) attempts: i64,
}

/// A delivery as it is shown.
pub(crate) struct Delivery {
    pub(crate) id: DeliveryId,
    pub(crate) ticket: Option<TicketId>,
    pub(crate) event: String,
    pub(crate) state: DeliveryState,
    pub(crate) attempts: i64,
    pub(crate) reason: Option<Reason>,
    pub(crate) created_at: Timestamp,
    /// When it is tried next, while it waits.
    pub(crate) due_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn a_reason_is_kept_as_it_was() {
        for reason in [
            Reason::Late,
            Reason::Inside,
            Reason::NoSecret,
            Reason::Status(503),
            Reason::Failed("connection refused".into()),
        ] {
            assert_eq!(Reason::read(&reason.written()), reason);
        }
    }
}
