//! The form of an approval, drawn from what was said.

use super::super::parts::{choices, field, line};
use super::super::sent::Sent;
use super::super::twin::{Around, place_cell};
use super::typed::{NEEDS, WHO};
use crate::screens::form::{Control, Field, GridCell};
use kernel::Policy;
use kernel::policy::{APPROVAL_STEPS_MAX, APPROVERS_MAX};
use web::Texts;
use web::parts::Choice;

/// What the form is drawn from.
pub(super) struct Filled<'f> {
    pub(super) texts: Texts,
    pub(super) policy: &'f Policy,
    pub(super) around: &'f Around,
    pub(super) said: &'f Sent,
    pub(super) is_new: bool,
}

impl Filled<'_> {
    /// All of it; behind the last step and the last of those who are asked there is room for one more.
    pub(super) fn fields(&self) -> Vec<Field> {
        let (texts, said) = (self.texts, self.said);
        let own = Control::Check(said.has("own"));
        let about = Control::Lines(said.get("about").to_owned());
        let mut fields = vec![
            line(texts, "label", "name", said.get("label")),
            match self.is_new {
                true => line(texts, "key", "admin-key", said.get("key")),
                false => field(
                    texts,
                    "key",
                    "admin-key",
                    Control::Fixed(said.get("key").to_owned()),
                ),
            },
            field(texts, "about", "approval-about", about),
            self.wait("remind"),
            self.wait("expire"),
            field(texts, "own", "approval-own", own),
        ];
        let steps = (0..APPROVAL_STEPS_MAX)
            .take_while(|at| self.asks(*at, 0))
            .count();
        for at in 0..steps {
            fields.extend(self.step(at, steps));
        }
        if steps < APPROVAL_STEPS_MAX {
            let more = Control::Entries(vec![vec![self.who(steps, 0)]]);
            fields.push(heading(texts.t("approval-one-more").to_owned()));
            fields.push(field(
                texts,
                &format!("step-{steps}-ask"),
                "approval-ask-whom",
                more,
            ));
        }
        fields
    }

    fn wait(&self, name: &str) -> Field {
        let (texts, said) = (self.texts, self.said);
        let calendar = said.get(&format!("{name}-calendar"));
        let mut calendars = choices(texts, calendar, &[("", "approval-plain-hours")]);
        let known = self.policy.calendars.iter();
        calendars.extend(
            known.map(|one| Choice::new(one.key.as_str(), &one.label, one.key == calendar)),
        );
        let hours = GridCell::Line {
            name: format!("{name}-hours"),
            label: texts.t("approval-hours").to_owned(),
            value: said.get(&format!("{name}-hours")).to_owned(),
        };
        let calendar = GridCell::Select {
            name: format!("{name}-calendar"),
            label: texts.t("approval-calendar").to_owned(),
            choices: calendars,
        };
        let label = format!("approval-{name}");
        field(
            texts,
            name,
            &label,
            Control::Entries(vec![vec![hours, calendar]]),
        )
    }

    /// Whether something is said of whom a step asks.
    fn asks(&self, at: usize, row: usize) -> bool {
        !self.said.get(&format!("step-{at}-who-{row}")).is_empty()
    }

    fn step(&self, at: usize, steps: usize) -> [Field; 3] {
        let (texts, said) = (self.texts, self.said);
        let name = |part: &str| format!("step-{at}-{part}");
        let needs = said.get(&name("needs"));
        let mut cells = vec![
            GridCell::Line {
                name: name("label"),
                label: texts.t("approval-called").to_owned(),
                value: said.get(&name("label")).to_owned(),
            },
            GridCell::Select {
                name: name("needs"),
                label: texts.t("approval-counts").to_owned(),
                choices: choices(texts, needs, &NEEDS),
            },
        ];
        if matches!(needs, "at_least" | "percent") {
            let label = format!("approval-how-{}", needs.replace('_', "-"));
            cells.push(GridCell::Line {
                name: name("count"),
                label: texts.t(&label).to_owned(),
                value: said.get(&name("count")).to_owned(),
            });
        }
        for (part, label) in [("veto", "approval-with-veto"), ("skip", "approval-skip")] {
            cells.push(GridCell::Box {
                name: name(part),
                value: "true".to_owned(),
                label: texts.t(label).to_owned(),
                checked: said.has(&name(part)),
            });
        }
        cells.extend(place_cell(texts, name("place"), (at, steps)));
        let asked = (0..APPROVERS_MAX).take_while(|row| self.asks(at, *row));
        let asked = asked.count();
        let rows = (0..=asked).map(|row| {
            let mut cells = vec![self.who(at, row)];
            cells.extend(self.whom(at, row));
            cells
        });
        let title = texts.t1("approval-step", "number", (at + 1) as i64);
        let how = field(
            texts,
            &format!("step-{at}"),
            "approval-how",
            Control::Entries(vec![cells]),
        );
        let ask = field(
            texts,
            &name("ask"),
            "approval-ask-whom",
            Control::Entries(rows.collect()),
        );
        [heading(title), how, ask]
    }

    /// Where is chosen as what somebody is asked.
    fn who(&self, at: usize, row: usize) -> GridCell {
        let name = format!("step-{at}-who-{row}");
        let chosen = self.said.get(&name);
        let none = match chosen {
            "" => "approval-who-add",
            _ => "approval-who-none",
        };
        let mut all = choices(self.texts, chosen, &[("", none)]);
        all.extend(choices(self.texts, chosen, &WHO));
        GridCell::Select {
            name,
            label: self.texts.t("approval-who").to_owned(),
            choices: all,
        }
    }

    /// Where is chosen who that is, where it has to be.
    fn whom(&self, at: usize, row: usize) -> Option<GridCell> {
        let name = format!("step-{at}-whom-{row}.named");
        let value = self.said.get(&name).to_owned();
        let around = self.around;
        match self.said.get(&format!("step-{at}-who-{row}")) {
            "person" => Some(around.person_cell(name, "approval-whom-person", &value)),
            "role" => Some(around.role_cell(name, "approval-whom-role", &value)),
            "members" | "leads" => Some(around.team_cell(name, "team", &value)),
            _ => None,
        }
    }
}

/// A heading with words of its own.
fn heading(label: String) -> Field {
    Field {
        name: String::new(),
        label,
        help: String::new(),
        error: None,
        control: Control::Heading,
    }
}
