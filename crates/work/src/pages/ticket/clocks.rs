//! The clocks of a ticket: how each promise stands, and why.

use super::events::duration;
use super::{Found, Teller};
use crate::pages::words::Words;
use crate::screens::clocks::{ClockChip, ClockStretch};
use crate::vocabulary::translated;
use kernel::sla::{Clock, Rule, Standing, Stretch};
use kernel::time::SECOND;

/// Most stretches of a clock that are shown; the latest say what matters.
const STRETCHES_MAX: usize = 30;

/// One chip a service level: of those that are promised again and again, the last time.
pub(super) fn clocks(words: &Words, found: &Found, teller: &Teller<'_>) -> Vec<ClockChip> {
    let clocks = &found.clocks;
    let is_last = |at: usize| {
        let next = clocks.get(at + 1);
        next.is_none_or(|next| next.level != clocks[at].level)
    };
    let shown = (0..clocks.len()).filter(|at| is_last(*at));
    shown.map(|at| chip(words, teller, &clocks[at])).collect()
}

fn chip(words: &Words, teller: &Teller<'_>, clock: &Clock) -> ClockChip {
    let (texts, calendar) = (words.texts, teller.calendar);
    let spoken = |micros: i64| duration(teller, micros.max(0) / SECOND);
    let mut levels = words.policy.service_levels.iter();
    let level = levels.find(|level| level.key == clock.level);
    let skipped = clock.stretches.len().saturating_sub(STRETCHES_MAX);
    let (tone, told) = match clock.standing {
        Standing::Met => ("met", texts.t("clock-met").to_owned()),
        Standing::Missed => ("missed", texts.t("clock-missed").to_owned()),
        Standing::Dropped => ("dropped", texts.t("clock-dropped").to_owned()),
        _ if clock.is_breached => ("late", texts.t("clock-late").to_owned()),
        Standing::Waiting => {
            let left = spoken(clock.left());
            ("wait", texts.t1("clock-waits", "left", left))
        }
        Standing::Running if clock.passed.is_some() => ("soon", texts.t("clock-due").to_owned()),
        Standing::Running => ("run", texts.t("clock-due").to_owned()),
    };
    ClockChip {
        label: level.map_or_else(|| clock.level.clone(), |level| level.label.clone()),
        tone,
        told,
        due: clock.due_at.map(|due| calendar.when(due.0)),
        measure: texts.with(
            "clock-measure",
            [
                ("elapsed", spoken(clock.elapsed).into()),
                ("target", spoken(clock.target).into()),
            ],
        ),
        stretches: clock.stretches[skipped..]
            .iter()
            .map(|one| stretch(words, teller, one))
            .collect(),
    }
}

fn stretch(words: &Words, teller: &Teller<'_>, stretch: &Stretch) -> ClockStretch {
    let texts = words.texts;
    let because = match &stretch.rule {
        Rule::OnHold(reason) => words.hold_reason(reason),
        Rule::WaitsIn(category) | Rule::StoppedIn(category) => {
            translated(texts, "meaning", category.name(), "")
        }
        _ => String::new(),
    };
    let rule = stretch.rule.name().replace('_', "-");
    let counted = duration(teller, stretch.worked / SECOND);
    ClockStretch {
        from: teller.calendar.when(stretch.from.0),
        why: texts.t1(&format!("clock-rule-{rule}"), "what", because),
        counted: match stretch.counts {
            true => texts.t1("clock-counted", "time", counted),
            false => String::new(),
        },
    }
}
