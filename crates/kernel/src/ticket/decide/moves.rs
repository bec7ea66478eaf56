//! Deciding moves in the lifecycle.

use super::{Deciding, Refusal};
use crate::policy::{Lifecycle, Required, StateCategory};
use crate::ticket::moved::StateChange;
use crate::ticket::{Activity, Change, Hold, Resolution, TEXT_MAX_BYTES};
use crate::time::DAY;

impl Deciding<'_> {
    pub(super) fn change_state(&mut self, change: &Change) -> Result<(), Refusal> {
        match change {
            Change::Hold {
                reason,
                until,
                text,
            } => {
                let known = self.context.policy.hold_reason(reason);
                let known = known.ok_or_else(|| Refusal::NoSuchHoldReason(reason.clone()))?;
                if until.is_some_and(|until| until <= self.context.now)
                    || (reason == "until" && until.is_none())
                {
                    return Err(Refusal::HoldUntil);
                }
                let hold = Hold {
                    reason: reason.clone(),
                    until: *until,
                };
                if self.now.hold.as_ref() == Some(&hold) {
                    return Ok(());
                }
                if self.context.policy.retired.hold_reasons.contains(reason) {
                    return Err(Refusal::Retired {
                        field: "hold",
                        key: reason.clone(),
                    });
                }
                let category = known.category;
                let mut moved = self.moved(Lifecycle::ON_HOLD, text)?;
                moved.category = category;
                moved.hold = Some(hold);
                self.happen(Activity::StateChanged(moved));
            }
            Change::Resolve { code, text } => {
                if !self
                    .context
                    .policy
                    .resolution_codes
                    .iter()
                    .any(|known| &known.key == code)
                {
                    return Err(Refusal::NoSuchResolutionCode(code.clone()));
                }
                if self.context.policy.retired.resolution_codes.contains(code) {
                    return Err(Refusal::Retired {
                        field: "code",
                        key: code.clone(),
                    });
                }
                self.all_answered_for(Required::Resolving)?;
                let mut moved = self.moved(Lifecycle::RESOLVED, text)?;
                moved.reason.clear();
                moved.resolution = Some(Resolution {
                    code: code.clone(),
                    text: text.trim().to_owned(),
                });
                self.happen(Activity::StateChanged(moved));
            }
            Change::Reopen { text } => self.reopen(text)?,
            Change::Close => self.plain_move(Lifecycle::CLOSED, "")?,
            Change::Cancel { text } => self.plain_move(Lifecycle::CANCELLED, text)?,
            Change::State(key) => match key.as_str() {
                key if key == self.now.state => {}
                Lifecycle::ON_HOLD => return Err(Refusal::NoSuchHoldReason(String::new())),
                Lifecycle::RESOLVED => return Err(Refusal::NoSuchResolutionCode(String::new())),
                key if !self.now.is_open()
                    && self.category_of(key).is_some_and(StateCategory::is_open) =>
                {
                    self.reopen("")?;
                }
                key => self.plain_move(key, "")?,
            },
            _ => {}
        }
        Ok(())
    }

    /// The requester's answer takes the ticket off hold and reopens what was called resolved.
    pub(super) fn answered_by_requester(&mut self) -> Result<(), Refusal> {
        match self.now.state_category {
            StateCategory::WaitingOnRequester => {
                self.try_move(self.state_when_active());
                Ok(())
            }
            StateCategory::Resolved | StateCategory::Closed => self.reopen(""),
            _ => Ok(()),
        }
    }

    /// Moves if the lifecycle has such a move: for moves that follow from something else.
    pub(super) fn try_move(&mut self, to: &str) {
        if let Ok(moved) = self.moved(to, "") {
            self.happen(Activity::StateChanged(moved));
        }
    }

    fn plain_move(&mut self, to: &str, text: &str) -> Result<(), Refusal> {
        let moved = self.moved(to, text)?;
        self.happen(Activity::StateChanged(moved));
        Ok(())
    }

    fn reopen(&mut self, text: &str) -> Result<(), Refusal> {
        let days = self.context.policy.reopen_within_days;
        if self
            .now
            .closed_at
            .is_some_and(|closed| self.context.now > closed.plus(i64::from(days) * DAY))
        {
            return Err(Refusal::ReopenWindow { days });
        }
        let mut moved = self.moved(Lifecycle::IN_PROGRESS, text)?;
        moved.reopened = !self.now.is_open();
        self.happen(Activity::StateChanged(moved));
        Ok(())
    }

    fn state_when_active(&self) -> &'static str {
        if self.now.assignee.is_some() {
            Lifecycle::IN_PROGRESS
        } else {
            Lifecycle::ASSIGNED
        }
    }

    fn category_of(&self, key: &str) -> Option<StateCategory> {
        self.context
            .policy
            .lifecycle(self.now.kind)
            .state(key)
            .map(|state| state.category)
    }

    fn moved(&self, to: &str, reason: &str) -> Result<StateChange, Refusal> {
        let lifecycle = self.context.policy.lifecycle(self.now.kind);
        let state = lifecycle
            .state(to)
            .ok_or_else(|| Refusal::NoSuchState(to.into()))?;
        if reason.len() > TEXT_MAX_BYTES {
            return Err(Refusal::TooLong {
                max: TEXT_MAX_BYTES,
            });
        }
        let from = &self.now.state;
        if !lifecycle.allows(from, to) {
            let next: Vec<_> = lifecycle
                .next(from)
                .map(|state| format!("“{}”", state.label))
                .collect();
            let label = |key: &str| {
                lifecycle
                    .state(key)
                    .map_or(key, |state| &state.label)
                    .to_owned()
            };
            let next = if next.is_empty() {
                "nothing else".into()
            } else {
                next.join(", ")
            };
            return Err(Refusal::Move {
                from: label(from),
                to: label(to),
                next,
            });
        }
        Ok(StateChange {
            from: from.clone(),
            to: to.into(),
            category: state.category,
            hold: None,
            resolution: None,
            reopened: false,
            reason: reason.trim().to_owned(),
        })
    }
}
