//! What raises a priority beyond the matrix, or lowers it: how it is filled in and read.

use super::parts::{field, line};
use super::sent::Sent;
use crate::screens::form::{Control, Field, Grid, GridCell};
use kernel::Policy;
use kernel::policy::{Criticality, RAISE_MAX, Raises};
use kernel::ticket::{FieldKind, Kind};
use std::collections::{BTreeMap, BTreeSet};
use web::Texts;
use web::parts::Choice;

/// The fields below the matrix.
pub(super) fn fields(texts: Texts, policy: &Policy, sent: Option<&Sent>) -> Vec<Field> {
    let raises = &policy.raises;
    let kinds = policy.kinds().map(|kind| {
        let chosen = raises.kinds.contains(&kind);
        Choice::new(
            kind.name(),
            texts.t(&format!("kind-{}", kind.name())),
            chosen,
        )
    });
    let numbers = policy.fields.iter();
    let numbers = numbers.filter(|field| matches!(field.kind, FieldKind::Number));
    let number = |field: &kernel::policy::CustomField| {
        let chosen = raises.people_field.as_ref() == Some(&field.key);
        Choice::new(field.key.as_str(), field.label.as_str(), chosen)
    };
    let none = Choice::new("", texts.t("none-chosen"), raises.people_field.is_none());
    let numbers = std::iter::once(none).chain(numbers.map(number)).collect();
    let people = raises
        .people
        .iter()
        .map(|(from, by)| format!("{from} = {by}"));
    let people = people.collect::<Vec<_>>().join(", ");
    let people = sent.map_or(people, |sent| sent.get("people").to_owned());
    let most = levels(texts, 1..=RAISE_MAX, raises.at_most);
    vec![
        field(texts, "raises", "raises", Control::Heading),
        field(
            texts,
            "kinds",
            "raises-kinds",
            Control::Boxes(kinds.collect()),
        ),
        grid(texts, raises),
        field(
            texts,
            "people_field",
            "raises-people-field",
            Control::Select(numbers),
        ),
        line(texts, "people", "raises-people", people),
        field(texts, "at_most", "raises-at-most", Control::Select(most)),
    ]
}

/// Each thing with the levels by which it raises.
fn grid(texts: Texts, raises: &Raises) -> Field {
    let row = |name: String, label: String, among, chosen| {
        let cell = GridCell::Select {
            name,
            label: label.clone(),
            choices: levels(texts, among, chosen),
        };
        (label, vec![cell])
    };
    let of = |criticality| raises.criticality.get(&criticality).copied().unwrap_or(0);
    let services = Criticality::ALL.into_iter().rev().map(|one| {
        let label = texts.t(&format!("raises-{}", one.name())).to_owned();
        row(
            one.name().to_owned(),
            label,
            -RAISE_MAX..=RAISE_MAX,
            of(one),
        )
    });
    let others = [("peak", raises.peak), ("vip", raises.vip)].map(|(name, by)| {
        let label = texts.t(&format!("raises-{name}")).to_owned();
        row(name.to_owned(), label, 0..=RAISE_MAX, by)
    });
    let grid = Grid {
        heads: vec![texts.t("raises-by").to_owned()],
        rows: services.chain(others).collect(),
    };
    field(texts, "criticality", "raises-grid", Control::Grid(grid))
}

fn levels(texts: Texts, among: std::ops::RangeInclusive<i8>, chosen: i8) -> Vec<Choice> {
    let choice = |by: i8| {
        let (key, count) = match by {
            0 => ("raises-nothing", 0),
            by if by < 0 => ("raises-down", by.unsigned_abs()),
            by => ("raises-up", by.unsigned_abs()),
        };
        let label = texts.t1(key, "count", i64::from(count));
        Choice::new(by.to_string(), label, by == chosen)
    };
    among.rev().map(choice).collect()
}

/// What the form says; what it does not mention stays.
pub(super) fn read(policy: &mut Policy, said: &Sent) -> work::Result<()> {
    if said.get("at_most").is_empty() {
        return Ok(());
    }
    // Of what is switched off nothing can be said: it stays as it was.
    let off = |kind: &Kind| !policy.offers_kind(*kind) && policy.raises.kinds.contains(kind);
    let off = Kind::ALL.into_iter().filter(off);
    let mut kinds: BTreeSet<Kind> = said.all("kinds").filter_map(Kind::named).collect();
    if !kinds.is_empty() {
        kinds.extend(off);
    }
    let by = |name: &str| said.get(name).parse::<i8>().unwrap_or(0);
    let criticality = Criticality::ALL.map(|one| (one, by(one.name())));
    policy.raises = Raises {
        kinds,
        criticality: criticality.into_iter().filter(|(_, by)| *by != 0).collect(),
        peak: by("peak"),
        vip: by("vip"),
        people_field: Some(said.get("people_field"))
            .filter(|key| !key.is_empty())
            .map(str::to_owned),
        people: BTreeMap::new(),
        at_most: by("at_most"),
    };
    // Last, so that a form whose steps are refused is shown again with all else that it says.
    policy.raises.people = steps(said.get("people"))?;
    Ok(())
}

/// `10 = 1, 100 = 2`: from so many people on, by so many levels.
fn steps(text: &str) -> work::Result<BTreeMap<u32, i8>> {
    let steps = text.split([',', ';']).map(str::trim);
    let step = |step: &str| {
        let (from, by) = step.split_once('=')?;
        Some((from.trim().parse().ok()?, by.trim().parse().ok()?))
    };
    let read: Option<BTreeMap<u32, i8>> = steps.filter(|step| !step.is_empty()).map(step).collect();
    read.ok_or_else(|| work::Error::Invalid {
        field: "people",
        text: "raises-people-wrong".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn steps_are_read_as_they_are_written_and_nothing_else() {
        let read = |text| {
            steps(text)
                .ok()
                .map(|all| all.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(read("10 = 1, 100=2"), Some(vec![(10, 1), (100, 2)]));
        assert_eq!(read(" "), Some(vec![]));
        for wrong in ["10", "ten = 1", "10 = much", "-1 = 1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
