//! A service level as a form says it.

use super::super::parts::key_of;
use super::super::sent::Sent;
use kernel::policy::StateCategory;
use kernel::sla::{AgreementKind, Metric, OnPriorityChange, ServiceLevel, Since, Whose};

/// The service level as the form says; else the field that cannot be understood, and what would be right.
pub(super) fn read(
    key: &str,
    known: Option<&ServiceLevel>,
    said: &Sent,
) -> std::result::Result<ServiceLevel, (&'static str, &'static str)> {
    let label = said.get("label").to_owned();
    if said.has("remove") {
        return known.cloned().ok_or(("label", "policy-fault-label"));
    }
    let fresh = ServiceLevel::new(key_of(&label), Metric::Resolution, "");
    let mut level = known.cloned().unwrap_or(fresh);
    if key != "new" {
        key.clone_into(&mut level.key);
    }
    level.label = label;
    level.metric = chosen(&Metric::ALL, Metric::name, said.get("metric")).unwrap_or(level.metric);
    level.agreement = chosen(
        &AgreementKind::ALL,
        AgreementKind::name,
        said.get("agreement"),
    )
    .unwrap_or_default();
    level.since = chosen(&Since::ALL, Since::name, said.get("since")).unwrap_or_default();
    level.whose = chosen(&Whose::ALL, Whose::name, said.get("whose")).unwrap_or_default();
    let change = said.get("on_priority_change");
    level.on_priority_change =
        chosen(&OnPriorityChange::ALL, OnPriorityChange::name, change).unwrap_or_default();
    said.get("calendar").clone_into(&mut level.calendar);
    said.get("applies_when").clone_into(&mut level.applies_when);
    level.targets.clear();
    for priority in 1..=5_u8 {
        let typed = said.get(&format!("target-{priority}"));
        if !typed.is_empty() {
            let minutes = minutes(typed).ok_or(("targets", "service-level-target-wrong"))?;
            level.targets.insert(priority, minutes);
        }
    }
    level.pauses.categories = said
        .all("pauses")
        .filter_map(StateCategory::named)
        .collect();
    level.pauses.hold_reasons = said.all("pauses_on").map(str::to_owned).collect();
    let percents = said
        .get("thresholds")
        .split([',', ' '])
        .map(|part| part.trim_end_matches('%'));
    let percents = percents
        .filter(|part| !part.is_empty())
        .map(str::parse::<u16>);
    level.thresholds = percents
        .collect::<std::result::Result<Vec<u16>, _>>()
        .map_err(|_| ("thresholds", "policy-fault-threshold"))?;
    Ok(level)
}

fn chosen<T: Copy>(all: &[T], name: fn(T) -> &'static str, typed: &str) -> Option<T> {
    all.iter().copied().find(|one| name(*one) == typed)
}

/// Reads `4h`, `30m`, `1h 30m`; a day is 24 hours.
fn minutes(text: &str) -> Option<u32> {
    let mut sum: u32 = 0;
    let mut number = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let unit = match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            'm' => 1,
            'h' => 60,
            'd' => 24 * 60,
            _ => return None,
        };
        sum = sum.checked_add(number.parse::<u32>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    (number.is_empty() && sum > 0).then_some(sum)
}

pub(super) fn spoken(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes}m"),
    }
}

#[cfg(test)]
mod tests {
    use super::{minutes, spoken};

    #[test]
    fn targets_are_written_as_they_are_read() {
        for (typed, wanted) in [
            ("30m", 30),
            ("4h", 240),
            ("1h 30m", 90),
            ("90m", 90),
            ("2d", 2_880),
        ] {
            assert_eq!(minutes(typed), Some(wanted), "{typed}");
            assert_eq!(minutes(&spoken(wanted)), Some(wanted), "{typed}");
        }
        for wrong in ["", "0m", "soon", "4", "4h5", "-1h", "99999999999h", "h"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }
}
