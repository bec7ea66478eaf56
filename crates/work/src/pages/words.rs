//! What states, priorities and the like are called, in the reader's language.

use crate::desk::Rules;
use crate::screens::ticket::Doubt;
use crate::vocabulary::called;
use kernel::policy::{Level, Lifecycle, StateCategory};
use kernel::ticket::{Channel, Kind, LinkKind, MailCheck, MailResult, WorkKind};
use kernel::{Activity, Policy, PolicyVersion, Recorded};
use std::sync::{Arc, Mutex, PoisonError};
use web::Texts;
use web::parts::Chip;

/// Most languages and policies whose words are kept at once.
const KEPT_MAX: usize = 32;

/// The words of one policy in one language.
pub struct Words {
    /// The language.
    pub texts: Texts,
    /// The policy, with what administrators named in this language.
    pub policy: Arc<Policy>,
    of: Arc<Policy>,
    states: Vec<StateWord>,
}

struct StateWord {
    kind: Kind,
    key: String,
    label: String,
}

/// The words of the policies in force, by language: made once, used by every page.
#[derive(Default)]
pub(super) struct WordsInUse(Mutex<Vec<(PolicyVersion, &'static str, Arc<Words>)>>);

impl WordsInUse {
    pub(super) fn under(&self, rules: &Rules, texts: Texts) -> Arc<Words> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.iter().find(|(version, code, words)| {
            *version == rules.version
                && *code == texts.code()
                && Arc::ptr_eq(&words.of, &rules.policy)
        });
        if let Some((.., words)) = known {
            return Arc::clone(words);
        }
        let words = Arc::new(Words::new(texts, Arc::clone(&rules.policy)));
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.retain(|(version, code, _)| *version != rules.version || *code != texts.code());
        kept.push((rules.version, texts.code(), Arc::clone(&words)));
        words
    }
}

impl Words {
    /// What things are called under a policy, in a language.
    pub fn new(texts: Texts, policy: Arc<Policy>) -> Self {
        let states = policy
            .lifecycles
            .iter()
            .flat_map(|lifecycle| lifecycle.states.iter().map(|state| (lifecycle.kind, state)))
            .map(|(kind, state)| StateWord {
                kind,
                key: state.key.clone(),
                label: called(texts, "state", &state.key, &state.label),
            })
            .collect();
        let own = policy.in_language(texts.code());
        Self {
            texts,
            policy: own.map_or_else(|| Arc::clone(&policy), Arc::new),
            of: policy,
            states,
        }
    }

    /// The name of a state.
    pub(super) fn state<'s>(&'s self, kind: &str, key: &'s str) -> &'s str {
        let of_kind = |word: &&StateWord| word.key == key && word.kind.name() == kind;
        let found = self.states.iter().find(of_kind);
        found
            .or_else(|| self.states.iter().find(|word| word.key == key))
            .map_or(key, |word| &word.label)
    }

    /// A state as a chip.
    pub fn state_chip<'s>(&'s self, kind: &str, key: &'s str, category: &str) -> Chip<'s> {
        Chip {
            class: state_class(category),
            label: self.state(kind, key),
        }
    }

    /// A priority as a chip.
    pub(super) fn priority_chip(&self, level: i64) -> Chip<'static> {
        Chip {
            class: match level {
                1 => "p1",
                2 => "p2",
                3 => "p3",
                4 => "p4",
                _ => "p5",
            },
            label: self.priority(level),
        }
    }

    /// The name of a priority.
    pub(super) fn priority(&self, level: i64) -> &'static str {
        self.texts.t(match level {
            1 => "priority-1",
            2 => "priority-2",
            3 => "priority-3",
            4 => "priority-4",
            _ => "priority-5",
        })
    }

    /// How many priorities the matrix gives.
    pub(super) fn priorities(&self) -> i64 {
        let given = self.policy.priority.0.iter().flatten().max();
        given.map_or(4, |most| i64::from(*most).clamp(4, 5))
    }

    /// The states that somebody can move a ticket to, each once.
    pub(super) fn chosen_states(&self) -> Vec<(String, String)> {
        let mut states: Vec<(String, String)> = Vec::new();
        for word in &self.states {
            let known = states.iter().any(|(key, _)| *key == word.key);
            if !known && word.key != Lifecycle::MERGED {
                states.push((word.key.clone(), word.label.clone()));
            }
        }
        states
    }

    /// The reasons to put a ticket on hold that can be chosen.
    pub(super) fn holds(&self) -> Vec<(String, String)> {
        let offered = self.policy.offered_holds();
        offered
            .map(|hold| (hold.key.clone(), self.hold_reason(&hold.key)))
            .collect()
    }

    /// The resolution codes that can be chosen.
    pub(super) fn resolutions(&self) -> Vec<(String, String)> {
        let offered = self.policy.offered_codes();
        offered
            .map(|code| (code.key.clone(), self.resolution(&code.key)))
            .collect()
    }

    /// The name of an impact or urgency.
    pub(super) fn level(&self, level: Level) -> &'static str {
        self.texts.t(match level.0 {
            1 => "level-1",
            2 => "level-2",
            _ => "level-3",
        })
    }

    pub(super) fn kind(&self, kind: Kind) -> &'static str {
        self.texts.t(kind.message())
    }

    /// By which door: "by mail"; empty for the browser.
    pub(super) fn via(&self, channel: Channel) -> &'static str {
        let key = match channel {
            Channel::Web => return "",
            Channel::Portal => "via-portal",
            Channel::Email => "via-email",
            Channel::Phone => "via-phone",
            Channel::Chat => "via-chat",
            Channel::WalkIn => "via-walk-in",
            Channel::Api => "via-api",
            Channel::Import => "via-import",
            Channel::Automation => "via-automation",
        };
        self.texts.t(key)
    }

    /// What is said at a message that may be somebody else's than its sender's; `mail` is where
    /// the reader sees why.
    pub(super) fn doubt(&self, recorded: &Recorded, mail: Option<String>) -> Option<Doubt> {
        let checks = match &recorded.activity {
            Activity::Opened(opened) => Some(opened.mail_checks),
            Activity::Replied { mail_checks, .. } => *mail_checks,
            _ => None,
        }?;
        if checks.dmarc != Some(MailResult::Fail) {
            return None;
        }
        let result = |check: MailCheck| {
            let result = checks.of(check).map_or("none", MailResult::name);
            format!("{}: {result}", check.label())
        };
        Some(Doubt {
            checks: MailCheck::ALL.map(result).join(", "),
            why: mail,
        })
    }

    /// What was done in the time worked.
    pub(super) fn work(&self, kind: WorkKind) -> &'static str {
        self.texts.t(match kind {
            WorkKind::Analysis => "work-analysis",
            WorkKind::Repair => "work-repair",
            WorkKind::Communication => "work-communication",
            WorkKind::Travel => "work-travel",
            WorkKind::Documentation => "work-documentation",
        })
    }

    pub(super) fn link(&self, kind: LinkKind) -> &'static str {
        self.texts.t(match kind {
            LinkKind::Relates => "link-relates",
            LinkKind::Duplicates => "link-duplicates",
            LinkKind::DuplicatedBy => "link-duplicated-by",
            LinkKind::CausedBy => "link-caused-by",
            LinkKind::Causes => "link-causes",
            LinkKind::Blocks => "link-blocks",
            LinkKind::BlockedBy => "link-blocked-by",
        })
    }

    /// The name of a reason for being on hold.
    pub(super) fn hold_reason(&self, key: &str) -> String {
        let label = self.policy.hold_reason(key).map_or(key, |hold| &hold.label);
        called(self.texts, "hold-reason", key, label)
    }

    /// The name of a resolution code.
    pub(super) fn resolution(&self, key: &str) -> String {
        let code = self.policy.resolution_codes.iter().find(|c| c.key == key);
        called(
            self.texts,
            "resolution",
            key,
            code.map_or(key, |c| &c.label),
        )
    }
}

/// The style of a state, by the name of its category.
pub fn state_class(category: &str) -> &'static str {
    match StateCategory::named(category) {
        Some(StateCategory::New) => "new",
        Some(StateCategory::WaitingOnRequester) => "wait",
        Some(StateCategory::WaitingOnThirdParty) => "third",
        Some(StateCategory::Resolved) => "resolved",
        Some(StateCategory::Closed) => "closed",
        Some(StateCategory::Cancelled) => "cancelled",
        Some(StateCategory::Active) | None => "active",
    }
}
