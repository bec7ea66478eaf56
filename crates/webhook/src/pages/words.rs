//! How deliveries are told.

use crate::model::{Delivery, DeliveryState, Reason, TEST};
use web::Texts;
use web::parts::Chip;

pub(super) fn chip(state: DeliveryState, texts: Texts) -> Chip<'static> {
    let (class, key) = match state {
        DeliveryState::Waiting => ("new", "webhook-waiting"),
        DeliveryState::Taken => ("resolved", "webhook-taken"),
        DeliveryState::Failed => ("cancelled", "webhook-failed"),
    };
    Chip {
        class,
        label: texts.t(key),
    }
}

/// What happened, as rules call it.
pub(super) fn event(delivery: &Delivery, texts: Texts) -> String {
    let key = match delivery.event.as_str() {
        TEST => "webhook-test-event".to_owned(),
        event => format!("event-{}", event.replace('_', "-")),
    };
    texts.t(&key).to_owned()
}

/// Why something was not taken, and what would be right.
pub(super) fn reason(reason: &Reason, texts: Texts) -> String {
    match reason {
        Reason::Late => texts.t("webhook-reason-late").to_owned(),
        Reason::Inside => texts.t("webhook-reason-inside").to_owned(),
        Reason::NoSecret => texts.t("webhook-reason-no-secret").to_owned(),
        Reason::Status(status @ 300..=399) => {
            texts.t1("webhook-reason-redirect", "status", status.to_string())
        }
        Reason::Status(status) => texts.t1("webhook-reason-status", "status", status.to_string()),
        Reason::Failed(why) => texts.t1("webhook-reason-failed", "why", why.clone()),
    }
}
