//! Values of custom fields, as JSON has them: texts, numbers, days as `YYYY-MM-DD`, keys of choices, ids of
//! people, yes or no.

use crate::error::{Error, Result};
use kernel::ticket::{FieldKind, FieldValue};
use kernel::{PersonId, Policy};
use serde_json::{Number, Value, json};
use std::collections::BTreeMap;

/// Greatest number, so that hundredths of it are exact.
const NUMBER_MAX: f64 = 9e13;

/// A value as JSON.
pub(super) fn shown(value: &FieldValue) -> Value {
    match value {
        FieldValue::Text(text) | FieldValue::Date(text) | FieldValue::Choice(text) => json!(text),
        FieldValue::Number(hundredths) if hundredths % 100 == 0 => json!(hundredths / 100),
        FieldValue::Number(hundredths) => json!(*hundredths as f64 / 100.0),
        FieldValue::Choices(keys) => json!(keys),
        FieldValue::Person(person) => json!(person.0),
        FieldValue::YesNo(yes) => json!(yes),
    }
}

/// Values by key as JSON.
pub(super) fn all_shown(fields: &BTreeMap<String, FieldValue>) -> BTreeMap<String, Value> {
    fields
        .iter()
        .map(|(key, value)| (key.clone(), shown(value)))
        .collect()
}

/// The value that somebody sent for the field `key`; nothing for null.
pub(in crate::api) fn read(
    policy: &Policy,
    key: &str,
    value: &Value,
) -> Result<Option<FieldValue>> {
    if value.is_null() {
        return Ok(None);
    }
    let invalid = |text: String| Error::Invalid {
        field: "fields",
        text,
    };
    let Some(field) = policy.field(key) else {
        let known: Vec<_> = policy.fields.iter().map(|f| f.key.as_str()).collect();
        let known = if known.is_empty() {
            "this desk has none".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        };
        return Err(invalid(format!("there is no field “{key}”; {known}")));
    };
    let found = match (&field.kind, value) {
        (FieldKind::Text, Value::String(text)) => Some(FieldValue::Text(text.clone())),
        (FieldKind::Number, Value::Number(number)) => hundredths(number).map(FieldValue::Number),
        (FieldKind::Date, Value::String(day)) => Some(FieldValue::Date(day.clone())),
        (FieldKind::Choice { .. }, Value::String(key)) => Some(FieldValue::Choice(key.clone())),
        (FieldKind::MultipleChoice { .. }, Value::Array(keys)) => keys
            .iter()
            .map(|key| key.as_str().map(str::to_owned))
            .collect::<Option<std::collections::BTreeSet<_>>>()
            .map(|keys| FieldValue::Choices(keys.into_iter().collect())),
        (FieldKind::Person, Value::Number(id)) => {
            id.as_i64().map(|id| FieldValue::Person(PersonId(id)))
        }
        (FieldKind::YesNo, Value::Bool(yes)) => Some(FieldValue::YesNo(*yes)),
        _ => None,
    };
    let found = found.ok_or_else(|| {
        let takes = field.kind.describe();
        invalid(format!("“{key}” takes {takes}, or null for none"))
    })?;
    Ok(Some(found))
}

fn hundredths(number: &Number) -> Option<i64> {
    let number = number.as_f64()?;
    (number.abs() <= NUMBER_MAX).then(|| (number * 100.0).round() as i64)
}
