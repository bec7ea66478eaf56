//! The condition language: nothing that somebody types stops Spoc, and what is understood can be written down and
//! read again as the same.

#![no_main]

use jiff::tz::TimeZone;
use kernel::condition::{Condition, Vocabulary};
use kernel::{PersonId, Policy, ServiceId, TeamId};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

struct Words;

static POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);

impl Vocabulary for Words {
    fn policy(&self) -> &Policy {
        &POLICY
    }

    fn zone(&self) -> &TimeZone {
        const { &TimeZone::UTC }
    }

    fn reads_notes(&self) -> bool {
        true
    }

    fn team(&self, name: &str) -> Option<TeamId> {
        name.len().is_multiple_of(2).then_some(TeamId(1))
    }

    fn service(&self, name: &str) -> Option<ServiceId> {
        name.len().is_multiple_of(2).then_some(ServiceId(1))
    }

    fn people(&self, name: &str) -> Vec<PersonId> {
        vec![PersonId(1); name.len() % 3]
    }
}

fuzz_target!(|text: &str| {
    match Condition::read(text, &Words) {
        Ok(condition) => {
            let written = condition.to_string();
            // Names become numbers in writing; from there on nothing changes any more.
            let again = kernel::condition::parse(&written).expect("what was written can be read");
            drop(again);
        }
        Err(problem) => {
            assert!(!problem.to_string().is_empty());
            assert!(text.get(problem.span.start..problem.span.end).is_some());
        }
    }
});
