//! The form of a rule, drawn from what was said.

use super::super::parts::{choices, condition, field, line};
use super::super::sent::Sent;
use super::super::twin::{Around, place_cell};
use super::actions::{ACTIONS, HEARERS, NAMED, NAMED_MAX, Part, Piece, field_of, pieces};
use super::event_key;
use crate::screens::form::{Control, Field, GridCell};
use kernel::Policy;
use kernel::automation::{ACTIONS_MAX, Event};
use kernel::policy::{APPROVALS, Named};
use kernel::ticket::{FieldKind, Kind, LinkKind};
use std::collections::BTreeMap;
use web::Texts;
use web::parts::Choice;

/// What the form is drawn from.
pub(super) struct Filled<'f> {
    pub(super) texts: Texts,
    pub(super) policy: &'f Policy,
    pub(super) around: &'f Around,
    pub(super) said: &'f Sent,
}

impl Filled<'_> {
    /// All of it; behind the last action there is room for one more.
    pub(super) fn fields(&self) -> Vec<Field> {
        let (texts, said) = (self.texts, self.said);
        let is_on = |event: Event| said.all("on").any(|name| name == event.name());
        // What a rule has already it keeps, also while the practice is off.
        let is_there = |event: &Event| self.policy.has_any(event.practice()) || is_on(*event);
        let events = Event::ALL.into_iter().filter(is_there);
        let events =
            events.map(|event| Choice::new(event.name(), texts.t(&event_key(event)), is_on(event)));
        let mut fields = vec![
            line(texts, "label", "name", said.get("label")),
            field(
                texts,
                "key",
                "name",
                Control::Hidden(said.get("key").to_owned()),
            ),
            field(
                texts,
                "active",
                "rule-active",
                Control::Check(said.has("active")),
            ),
            field(texts, "on", "rule-on", Control::Boxes(events.collect())),
        ];
        if is_on(Event::Threshold) {
            fields.extend(self.threshold());
        }
        fields.push(condition(
            texts,
            "when",
            "service-level-applies",
            said.get("when").to_owned(),
        ));
        let does = |at: &usize| !said.get(&format!("then-{at}-does")).is_empty();
        let actions = (0..ACTIONS_MAX).take_while(does).count();
        for at in 0..(actions + 1).min(ACTIONS_MAX) {
            let label = match at {
                0 => "rule-then",
                _ => "rule-then-also",
            };
            let entries = self.action(at, actions);
            let name = format!("then-{at}");
            fields.push(field(texts, &name, label, Control::Entries(entries)));
        }
        fields
    }

    fn threshold(&self) -> [Field; 2] {
        let (texts, said) = (self.texts, self.said);
        let level = said.get("threshold_level");
        let mut levels = choices(texts, level, &[("", "rule-threshold-any")]);
        let known = self.policy.service_levels.iter();
        levels.extend(
            known.map(|known| Choice::new(known.key.as_str(), &known.label, known.key == level)),
        );
        let percent = said.get("threshold_percent");
        [
            field(
                texts,
                "threshold_level",
                "rule-threshold-level",
                Control::Select(levels),
            ),
            line(
                texts,
                "threshold_percent",
                "rule-threshold-percent",
                percent,
            ),
        ]
    }

    /// An action: which it is and where it stands, then what it needs.
    fn action(&self, at: usize, count: usize) -> Vec<Vec<GridCell>> {
        let does = self.said.get(&format!("then-{at}-does"));
        let none = match does {
            "" => "rule-then-add",
            _ => "rule-then-none",
        };
        let mut all = choices(self.texts, does, &[("", none)]);
        let is_there = |name: &str| {
            let approves = name != "ask_approval" || self.policy.has(APPROVALS);
            approves || name == does
        };
        let offered = ACTIONS.iter().filter(|(name, _)| is_there(name));
        all.extend(offered.map(|(name, _)| {
            let key = format!("action-{}", name.replace('_', "-"));
            Choice::new(*name, self.texts.t(&key), *name == does)
        }));
        let mut first = vec![GridCell::Select {
            name: format!("then-{at}-does"),
            label: self.texts.t("rule-what").to_owned(),
            choices: all,
        }];
        let needed = pieces(does).unwrap_or_default();
        let outside = self.said.get(&format!("then-{at}-to")) == "outside";
        let is_shown = |piece: &&Piece| does != "escalate" || piece.name == "to" || outside;
        let mut wide = Vec::new();
        for piece in needed.iter().filter(is_shown) {
            match piece.part {
                Part::Text | Part::Optional => wide.push(vec![self.piece(at, piece)]),
                Part::FieldValue => first.extend(self.field_value(at, piece)),
                _ => first.push(self.piece(at, piece)),
            }
        }
        if !does.is_empty() {
            first.extend(place_cell(
                self.texts,
                format!("then-{at}-place"),
                (at, count),
            ));
        }
        let mut entries = vec![first];
        if does == "notify" {
            entries.extend(self.hearers(at));
        }
        entries.extend(wide);
        entries
    }

    fn piece(&self, at: usize, piece: &Piece) -> GridCell {
        let (texts, name) = (self.texts, field_of(at, piece));
        let value = self.said.get(&name);
        let words = piece_label(piece);
        let label = texts.t(words).to_owned();
        let value_of = value.to_owned();
        let named = |list: &[Named], prefix: &str| -> Vec<(String, String)> {
            let called = |one: &Named| work::called(texts, prefix, &one.key, &one.label);
            list.iter()
                .map(|one| (one.key.clone(), called(one)))
                .collect()
        };
        // What a rule has already it keeps, also where it can be chosen no more.
        let is_chosen = |key: &str| key == value;
        let keyed = |keys: Vec<&str>, prefix: &str| -> Vec<(String, String)> {
            let word = |key: &str| {
                texts
                    .t(&format!("{prefix}-{}", key.replace('_', "-")))
                    .to_owned()
            };
            keys.into_iter()
                .map(|key| (key.to_owned(), word(key)))
                .collect()
        };
        let policy = self.policy;
        let all = match piece.part {
            Part::Team => return self.around.team_cell(name, words, value),
            Part::Person => return self.around.person_cell(name, words, value),
            Part::Service => return self.around.service_cell(name, value),
            Part::Text | Part::Optional => {
                return GridCell::Area {
                    name,
                    label,
                    value: value_of,
                };
            }
            Part::Line | Part::FieldValue => {
                return GridCell::Line {
                    name,
                    label,
                    value: value_of,
                };
            }
            Part::Kind => {
                let is_there = |kind: &Kind| policy.offers_kind(*kind) || is_chosen(kind.name());
                let kinds = Kind::ALL.into_iter().filter(is_there);
                keyed(kinds.map(Kind::name).collect(), "kind")
            }
            Part::Level => keyed(vec!["1", "2", "3"], "level"),
            Part::Priority => keyed(vec!["1", "2", "3", "4", "5"], "priority"),
            Part::YesNo => ["true", "false"]
                .into_iter()
                .zip(["yes", "no"])
                .map(|(value, word)| (value.to_owned(), texts.t(word).to_owned()))
                .collect(),
            Part::Link => keyed(LinkKind::ALL.map(LinkKind::name).to_vec(), "link"),
            Part::Tier => keyed(vec!["lead", "next_tier", "outside"], "rule-tier"),
            Part::Category => named(&policy.categories, "category"),
            Part::Code => {
                let mut codes = policy.resolution_codes.clone();
                codes.retain(|code| policy.offers_code(&code.key) || is_chosen(&code.key));
                named(&codes, "resolution")
            }
            Part::Hold => {
                let called = |one: &kernel::policy::HoldReason| {
                    let label = work::called(texts, "hold-reason", &one.key, &one.label);
                    (one.key.clone(), label)
                };
                policy.hold_reasons.iter().map(called).collect()
            }
            Part::State => {
                let states = policy.lifecycles.iter().flat_map(|one| {
                    let is_on = policy.offers_kind(one.kind);
                    let states = one.states.iter();
                    states.filter(move |state| is_on || is_chosen(&state.key))
                });
                let called = states.map(|state| {
                    let label = work::called(texts, "state", &state.key, &state.label);
                    (state.key.clone(), label)
                });
                called.collect::<BTreeMap<_, _>>().into_iter().collect()
            }
            Part::Field => {
                let fields = policy.fields.iter();
                fields
                    .map(|one| (one.key.clone(), one.label.clone()))
                    .collect()
            }
            Part::Approval => {
                let approvals = policy.approvals.iter();
                approvals
                    .map(|one| (one.key.clone(), one.label.clone()))
                    .collect()
            }
            Part::Webhook => {
                let webhooks = policy.webhooks.iter();
                webhooks
                    .map(|one| (one.key.clone(), one.label.clone()))
                    .collect()
            }
        };
        self.select(name, label, value, all)
    }

    fn select(
        &self,
        name: String,
        label: String,
        value: &str,
        all: Vec<(String, String)>,
    ) -> GridCell {
        let mut choices: Vec<Choice> = all
            .into_iter()
            .map(|(key, label)| {
                let selected = key == value;
                Choice::new(key, label, selected)
            })
            .collect();
        if choices.iter().all(|choice| !choice.selected) {
            choices.insert(0, Choice::new("", self.texts.t("none-chosen"), true));
        }
        GridCell::Select {
            name,
            label,
            choices,
        }
    }

    /// Where the value of a custom field is chosen or written, once it is known which.
    fn field_value(&self, at: usize, piece: &Piece) -> Vec<GridCell> {
        let key = self.said.get(&format!("then-{at}-key"));
        let Some(known) = self.policy.field(key) else {
            return Vec::new();
        };
        let name = field_of(at, piece);
        let value = self.said.get(&name);
        let label = known.label.clone();
        let listed = |choices: &[Named]| -> Vec<(String, String)> {
            let one = |one: &Named| (one.key.clone(), one.label.clone());
            choices.iter().map(one).collect()
        };
        match &known.kind {
            FieldKind::Choice { choices } => vec![self.select(name, label, value, listed(choices))],
            FieldKind::YesNo => {
                let words =
                    ["yes", "no"].map(|word| (word.to_owned(), self.texts.t(word).to_owned()));
                vec![self.select(name, label, value, words.to_vec())]
            }
            FieldKind::MultipleChoice { choices } => {
                let cell = |one: &Named| GridCell::Box {
                    name: name.clone(),
                    value: one.key.clone(),
                    label: one.label.clone(),
                    checked: self.said.all(&name).any(|key| key == one.key),
                };
                choices.iter().map(cell).collect()
            }
            FieldKind::Person => vec![self.around.person_cell(name, "rule-person", value)],
            FieldKind::Text | FieldKind::Number | FieldKind::Date => vec![GridCell::Line {
                name,
                label,
                value: value.to_owned(),
            }],
        }
    }

    /// Who hears of it: those whom the ticket names, and people and teams by name.
    fn hearers(&self, at: usize) -> Vec<Vec<GridCell>> {
        let of_ticket = HEARERS.map(|(hearer, label)| {
            let name = format!("then-{at}-to-{hearer}");
            GridCell::Box {
                checked: self.said.has(&name),
                name,
                value: "true".to_owned(),
                label: self.texts.t(label).to_owned(),
            }
        });
        let by_name = NAMED.iter().flat_map(|kind| {
            let name = move |row: usize| format!("then-{at}-{kind}-{row}.named");
            let is_said = |row: &usize| !self.said.get(&name(*row)).is_empty();
            let said = (0..NAMED_MAX).take_while(is_said).count();
            (0..(said + 1).min(NAMED_MAX)).map(move |row| {
                let (name, around) = (name(row), self.around);
                let value = self.said.get(&name);
                match *kind {
                    "person" => around.person_cell(name, "rule-person", value),
                    _ => around.team_cell(name, "rule-members", value),
                }
            })
        });
        vec![Vec::from(of_ticket), by_name.collect()]
    }
}

/// The key of what a piece is called.
fn piece_label(piece: &Piece) -> &'static str {
    match (piece.name, piece.part) {
        ("subject", _) => "rule-subject",
        ("address", _) => "rule-address",
        ("title", _) => "rule-title",
        ("", Part::Line) => "rule-tag",
        (_, Part::Team) => "team",
        (_, Part::Person) => "rule-person",
        (_, Part::Text | Part::Optional) => "rule-says",
        (_, Part::Field) => "rule-field",
        (_, Part::Hold | Part::Code) => "rule-reason",
        (_, Part::Link) => "link-kind",
        (_, Part::Tier) => "rule-tier",
        _ => "rule-value",
    }
}
