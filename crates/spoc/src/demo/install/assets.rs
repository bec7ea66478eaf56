//! What the people of the company work with.

use super::InstallError;
use super::company::Known;
use crate::App;
use crate::demo::dice::Dice;
use asset::{AssetEdit, AssetKind};
use kernel::{Actor, PersonId};
use std::sync::Arc;

/// A stream of chance of its own: what else is told stays as it is.
const STREAM: u64 = 77;
const LAPTOPS: [&str; 4] = [
    "ThinkPad T14",
    "Latitude 5440",
    "EliteBook 840",
    "MacBook Air 13",
];
const PHONES: [&str; 3] = ["iPhone 14", "Galaxy A54", "Fairphone 5"];
const MONITORS: [&str; 2] = ["UltraSharp U2723", "EIZO EV2785"];
/// How many of a hundred have a telephone and a screen of the company.
const HAS_PHONE: i64 = 45;
const HAS_MONITOR: i64 = 60;

/// Hands assets out.
pub(super) async fn hand_out(app: &App, known: &Arc<Known>, seed: u64) -> Result<(), InstallError> {
    let (known, now) = (Arc::clone(known), app.clock.now());
    let hand_out = move |tx: &store::Tx<'_>| {
        let mut dice = Dice::new(seed, STREAM);
        let add = |kind: AssetKind, model: &str, number: usize, holder: Option<PersonId>| {
            let new = AssetEdit {
                name: Some(model.to_owned()),
                kind: Some(kind),
                serial: Some(format!(
                    "AM-{}-{number:04}",
                    &kind.name()[..2].to_uppercase()
                )),
                holder: Some(holder),
                ..AssetEdit::default()
            };
            asset::add(tx, &Actor::spoc(), now, &new)
        };
        for (number, person) in known.people.iter().enumerate() {
            let holder = Some(*person);
            add(
                AssetKind::Laptop,
                dice.pick::<&str>(&LAPTOPS),
                number,
                holder,
            )?;
            if dice.chance(HAS_PHONE) {
                add(AssetKind::Phone, dice.pick::<&str>(&PHONES), number, holder)?;
            }
            if dice.chance(HAS_MONITOR) {
                add(
                    AssetKind::Monitor,
                    dice.pick::<&str>(&MONITORS),
                    number,
                    holder,
                )?;
            }
        }
        // What lies in the store for whoever comes next.
        for number in known.people.len()..known.people.len() + 6 {
            add(AssetKind::Laptop, dice.pick::<&str>(&LAPTOPS), number, None)?;
        }
        Ok::<_, directory::Error>(())
    };
    Ok(app.directory.write(hand_out).await?)
}
