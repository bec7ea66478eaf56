//! The policy that a new desk starts with.

use super::{HoldReason, Lifecycle, Named, Policy, PriorityMatrix, Raises, Retired, StateCategory};
use crate::ticket::Kind;
use std::collections::{BTreeMap, BTreeSet};

impl Default for Policy {
    fn default() -> Self {
        Self {
            priority: PriorityMatrix([[1, 2, 3], [2, 3, 4], [3, 4, 4]]),
            raises: Raises::default(),
            lifecycles: Kind::ALL.map(Lifecycle::standard).to_vec(),
            hold_reasons: hold_reasons(),
            resolution_codes: named(&[
                ("solved", "Solved"),
                ("workaround", "Workaround given"),
                ("fulfilled", "Request fulfilled"),
                ("not_reproducible", "Not reproducible"),
                ("duplicate", "Duplicate"),
                ("no_fault", "No fault found"),
                ("declined", "Declined"),
            ]),
            categories: named(&[
                ("hardware", "Hardware"),
                ("hardware/computer", "Computer"),
                ("hardware/printer", "Printer"),
                ("hardware/phone", "Phone"),
                ("software", "Software"),
                ("software/business", "Business application"),
                ("software/office", "Office application"),
                ("network", "Network"),
                ("network/vpn", "VPN"),
                ("network/wifi", "Wi-Fi"),
                ("access", "Access"),
                ("access/account", "Account"),
                ("access/permission", "Permission"),
                ("email", "E-mail"),
                ("other", "Other"),
            ]),
            fields: Vec::new(),
            close_after_days: 5,
            reopen_within_days: 14,
            survey_every_days: survey_every_days(),
            send_undo_secs: send_undo_secs(),
            mention_watches: mention_watches(),
            forms: Vec::new(),
            retired: Retired::default(),
            allowed_tags: None,
            reach: None,
            off: BTreeSet::new(),
            calendars: Vec::new(),
            service_levels: Vec::new(),
            rules: Vec::new(),
            routes: Vec::new(),
            distributions: Vec::new(),
            approvals: Vec::new(),
            tiers: Vec::new(),
            webhooks: Vec::new(),
            names: BTreeMap::new(),
        }
    }
}

/// Whoever has ten tickets in a fortnight is not to say ten times what they think of it.
pub(super) fn survey_every_days() -> u32 {
    14
}

/// Time enough to see the mistake that one saw too late.
pub(super) fn send_undo_secs() -> u32 {
    10
}

pub(super) fn mention_watches() -> bool {
    true
}

fn hold_reasons() -> Vec<HoldReason> {
    [
        (
            "requester",
            "Waiting for the requester",
            StateCategory::WaitingOnRequester,
        ),
        (
            "third_party",
            "Waiting for a third party",
            StateCategory::WaitingOnThirdParty,
        ),
        ("until", "Until a date", StateCategory::WaitingOnThirdParty),
    ]
    .into_iter()
    .map(|(key, label, category)| HoldReason {
        key: key.into(),
        label: label.into(),
        category,
    })
    .collect()
}

fn named(rows: &[(&str, &str)]) -> Vec<Named> {
    rows.iter()
        .map(|(key, label)| Named {
            key: (*key).into(),
            label: (*label).into(),
        })
        .collect()
}
