//! Maps by number, as policies are written: keys of maps are texts in every format that people write.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

pub(crate) fn serialize<K: Display, V: Serialize, S: Serializer>(
    map: &BTreeMap<K, V>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    // In the order of the numbers, which is not that of their texts.
    serializer.collect_map(map.iter().map(|(key, value)| (key.to_string(), value)))
}

pub(crate) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    K: FromStr + Ord,
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let spoken = BTreeMap::<String, V>::deserialize(deserializer)?;
    let read = spoken.into_iter().map(|(key, value)| match key.parse() {
        Ok(number) => Ok((number, value)),
        Err(_) => Err(D::Error::custom(format!(
            "“{key}” is no number that can stand here"
        ))),
    });
    read.collect()
}
