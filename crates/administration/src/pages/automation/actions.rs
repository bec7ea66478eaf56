//! What a rule can do, each with what has to be chosen or written for it. Form and text say the same, because both are
//! another writing of [`Action`]: nothing here knows an action beside this list.

use super::super::sent::Sent;
use super::super::twin::Around;
use kernel::automation::Action;
use kernel::ticket::{FieldKind, FieldValue};
use kernel::{PersonId, Policy};
use serde_json::{Map, Value, json};

/// How something is chosen or written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Kind,
    Level,
    Priority,
    Team,
    Person,
    Service,
    Category,
    YesNo,
    Field,
    FieldValue,
    State,
    Hold,
    Code,
    Approval,
    Webhook,
    Link,
    /// To whom it is escalated.
    Tier,
    Line,
    Text,
    /// A text that may be empty, and is said all the same.
    Optional,
}

/// A part of an action: its name, how it is chosen, and whether it may be left out.
pub(super) struct Piece {
    pub(super) name: &'static str,
    pub(super) part: Part,
    pub(super) may_lack: bool,
}

const fn of(name: &'static str, part: Part) -> Piece {
    Piece {
        name,
        part,
        may_lack: false,
    }
}

const fn may(name: &'static str, part: Part) -> Piece {
    Piece {
        name,
        part,
        may_lack: true,
    }
}

/// All actions by their names, in the order in which they are offered. A piece without a name is the action's value.
pub(super) const ACTIONS: &[(&str, &[Piece])] = &[
    ("team", &[of("", Part::Team)]),
    ("assignee", &[of("", Part::Person)]),
    ("unassign", &[]),
    ("route", &[]),
    ("priority", &[of("", Part::Priority)]),
    ("impact", &[of("", Part::Level)]),
    ("urgency", &[of("", Part::Level)]),
    ("kind", &[of("", Part::Kind)]),
    ("category", &[of("", Part::Category)]),
    ("service", &[of("", Part::Service)]),
    ("confidential", &[of("", Part::YesNo)]),
    ("tag", &[of("", Part::Line)]),
    ("untag", &[of("", Part::Line)]),
    (
        "field",
        &[of("key", Part::Field), of("value", Part::FieldValue)],
    ),
    ("clear_field", &[of("", Part::Field)]),
    ("watch", &[of("", Part::Person)]),
    ("state", &[of("", Part::State)]),
    (
        "hold",
        &[of("reason", Part::Hold), of("text", Part::Optional)],
    ),
    (
        "resolve",
        &[of("code", Part::Code), of("text", Part::Optional)],
    ),
    ("cancel", &[of("text", Part::Optional)]),
    ("close", &[]),
    ("reply", &[of("", Part::Text)]),
    ("note", &[of("", Part::Text)]),
    ("notify", &[of("text", Part::Optional)]),
    (
        "escalate",
        &[
            of("to", Part::Tier),
            may("address", Part::Line),
            may("text", Part::Text),
        ],
    ),
    (
        "task",
        &[
            of("title", Part::Line),
            may("team", Part::Team),
            may("owner", Part::Person),
        ],
    ),
    (
        "open",
        &[
            of("kind", Part::Kind),
            of("subject", Part::Line),
            may("text", Part::Text),
            may("team", Part::Team),
            may("link", Part::Link),
        ],
    ),
    ("survey", &[]),
    ("ask_approval", &[of("", Part::Approval)]),
    ("webhook", &[of("", Part::Webhook)]),
    ("stop", &[]),
];

/// Who hears of something, without a name.
pub(super) const HEARERS: [(&str, &str); 4] = [
    ("assignee", "rule-to-assignee"),
    ("team", "rule-to-team"),
    ("leads", "rule-to-leads"),
    ("watchers", "rule-to-watchers"),
];
/// Whoever hears of something by name: what texts call them, and what forms do.
pub(super) const NAMED: [&str; 2] = ["person", "members"];
/// Most who are named in one notification.
pub(super) const NAMED_MAX: usize = 50;

pub(super) fn pieces(action: &str) -> Option<&'static [Piece]> {
    let found = ACTIONS.iter().find(|(name, _)| *name == action);
    found.map(|(_, pieces)| *pieces)
}

/// What the form calls a piece.
pub(super) fn field_of(at: usize, piece: &Piece) -> String {
    let named = match piece.part {
        Part::Team | Part::Person | Part::Service | Part::FieldValue => ".named",
        _ => "",
    };
    let name = if piece.name.is_empty() {
        "it"
    } else {
        piece.name
    };
    format!("then-{at}-{name}{named}")
}

/// What the form says of an action.
pub(super) fn said(mut said: Sent, at: usize, action: &Action, around: &Around) -> Sent {
    let (name, value) = match serde_json::to_value(action) {
        Ok(Value::String(name)) => (name, Value::Null),
        Ok(Value::Object(all)) => match all.into_iter().next() {
            Some(one) => one,
            None => return said,
        },
        _ => return said,
    };
    let value = match value {
        Value::String(to) if name == "escalate" => json!({ "to": to }),
        Value::Object(all) if name == "escalate" => {
            let mut outside = all.get("outside").cloned().unwrap_or_default();
            outside["to"] = "outside".into();
            outside
        }
        value => value,
    };
    said = said.with(&format!("then-{at}-does"), name.clone());
    if name == "notify" {
        said = hearers(said, at, &value["to"], around);
    }
    for piece in pieces(&name).unwrap_or_default() {
        let value = if piece.name.is_empty() {
            &value
        } else {
            &value[piece.name]
        };
        let field = field_of(at, piece);
        said = match value {
            Value::Object(_) => field_value(said, &field, value, around),
            value => said.with(&field, written(piece.part, value, around)),
        };
    }
    said
}

fn written(part: Part, value: &Value, around: &Around) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(id) if part == Part::Person => {
            around.person_name(PersonId(id.as_i64().unwrap_or(0)))
        }
        value => value.to_string(),
    }
}

fn field_value(said: Sent, field: &str, value: &Value, around: &Around) -> Sent {
    let one = match serde_json::from_value::<FieldValue>(value.clone()) {
        Ok(FieldValue::Choices(keys)) => {
            return keys
                .into_iter()
                .fold(said, |said, key| said.and(field, key));
        }
        Ok(FieldValue::Text(text) | FieldValue::Date(text) | FieldValue::Choice(text)) => text,
        Ok(FieldValue::Number(hundredths)) => {
            let text = format!("{}.{:02}", hundredths / 100, (hundredths % 100).abs());
            let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
            match hundredths {
                -99..0 => format!("-{text}"),
                _ => text,
            }
        }
        Ok(FieldValue::Person(person)) => around.person_name(person),
        Ok(FieldValue::YesNo(yes)) => if yes { "yes" } else { "no" }.to_owned(),
        Err(_) => String::new(),
    };
    said.with(field, one)
}

fn hearers(mut said: Sent, at: usize, to: &Value, around: &Around) -> Sent {
    let mut rows = [0, 0];
    for one in to.as_array().into_iter().flatten() {
        if let Some(name) = one.as_str() {
            said = said.with(&format!("then-{at}-to-{name}"), "true".to_owned());
        }
        for (kind, row) in NAMED.iter().zip(&mut rows) {
            if let Some(id) = one[*kind].as_i64() {
                let name = match *kind {
                    "person" => around.person_name(PersonId(id)),
                    _ => id.to_string(),
                };
                said = said.with(&format!("then-{at}-{kind}-{row}.named"), name);
                *row += 1;
            }
        }
    }
    said
}

/// The action that the form says; nothing where none was chosen, else the key of what is wrong.
pub(super) fn read(
    said: &Sent,
    at: usize,
    (policy, around): (&Policy, &Around),
) -> Result<Option<Action>, &'static str> {
    let name = said.get(&format!("then-{at}-does"));
    let Some(pieces) = pieces(name) else {
        return Ok(None);
    };
    let mut all = Map::new();
    for piece in pieces {
        let typed = said.get(&field_of(at, piece)).replace("\r\n", "\n");
        let value = match typed.as_str() {
            "" if piece.part == Part::Optional => Value::from(""),
            "" if piece.may_lack => continue,
            "" => return Err("twin-missing"),
            typed => read_piece(said, (at, piece), typed, (policy, around))?,
        };
        all.insert(piece.name.to_owned(), value);
    }
    let value = match name {
        "notify" => {
            all.insert(
                "to".to_owned(),
                Value::Array(read_hearers(said, at, around)?),
            );
            Value::Object(all)
        }
        "escalate" if said.get(&format!("then-{at}-to")) == "outside" => {
            all.remove("to");
            if all.len() < 2 {
                return Err("twin-missing");
            }
            json!({ "outside": all })
        }
        "escalate" => all.remove("to").unwrap_or_default(),
        _ => match all.remove("") {
            Some(value) => value,
            None => Value::Object(all),
        },
    };
    let action = match pieces {
        [] => Value::from(name),
        _ => json!({ name: value }),
    };
    let read = serde_json::from_value(action);
    read.map(Some).map_err(|_| "policy-fault-action")
}

fn read_piece(
    said: &Sent,
    (at, piece): (usize, &Piece),
    typed: &str,
    (policy, around): (&Policy, &Around),
) -> Result<Value, &'static str> {
    let person = |typed| {
        let found = around.person(typed).ok_or("twin-nobody");
        found.map(|id| id.0)
    };
    Ok(match piece.part {
        Part::Level | Part::Priority => {
            let level: u8 = typed.parse().map_err(|_| "policy-fault-action")?;
            Value::from(level)
        }
        Part::YesNo => Value::from(typed == "true"),
        Part::Person => Value::from(person(typed)?),
        Part::Team => Value::from(around.team(typed).ok_or("twin-no-team")?.0),
        Part::Service => Value::from(around.service(typed).ok_or("twin-no-service")?.0),
        Part::FieldValue => {
            let key = said.get(&format!("then-{at}-key"));
            let field = policy.field(key).ok_or("twin-missing")?;
            let name = field_of(at, piece);
            let all: Vec<&str> = said.all(&name).collect();
            let value = match field.kind {
                FieldKind::Person => FieldValue::Person(PersonId(person(typed)?)),
                _ => FieldValue::typed(&field.kind, typed, &all)
                    .map_err(|_| "policy-fault-action")?,
            };
            serde_json::to_value(value).map_err(|_| "policy-fault-action")?
        }
        _ => Value::from(typed),
    })
}

fn read_hearers(said: &Sent, at: usize, around: &Around) -> Result<Vec<Value>, &'static str> {
    let mut to: Vec<Value> = Vec::new();
    for (name, _) in HEARERS {
        if said.has(&format!("then-{at}-to-{name}")) {
            to.push(name.into());
        }
    }
    for kind in NAMED {
        for row in 0..NAMED_MAX {
            let typed = said.get(&format!("then-{at}-{kind}-{row}.named"));
            match (kind, typed) {
                (_, "") => {}
                ("person", typed) => {
                    let person = around.person(typed).ok_or("twin-nobody")?;
                    to.push(json!({ "person": person.0 }));
                }
                (_, typed) => {
                    let team = around.team(typed).ok_or("twin-no-team")?;
                    to.push(json!({ "members": team.0 }));
                }
            }
        }
    }
    if to.is_empty() {
        return Err("twin-missing");
    }
    Ok(to)
}
