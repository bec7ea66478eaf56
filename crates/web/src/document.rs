//! Reading a JSON document: what is not understood is named, with its place and what would be right. Whoever reads the
//! answer knows JSON and not Rust, so it says nothing of the types behind.

use crate::extract::media_type;
use crate::{Error, Kind, Result};
use axum::http::HeaderMap;
use serde::de::value::{MapDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;

/// Longest text that is said again where it is wrong, in characters.
const SHOWN_MAX_CHARS: usize = 60;
/// What is wrong where it is the document as a whole.
const WHOLE: &str = "body";

/// Reads the body of a request. No document counts as one without members.
///
/// # Errors
/// When it is not sent as JSON or is none; 422 with the member that is wrong, what was wrong and what would be right.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8]) -> Result<T> {
    if bytes.is_empty() {
        return understand(Document::Members(Vec::new()));
    }
    if !is_json(media_type(headers)) {
        return Err(Error::new(Kind::Unsupported)
            .with_text("Send the document as Content-Type: application/json."));
    }
    let document = serde_json::from_slice(bytes);
    understand(document.map_err(|error| Error::bad_request(format!("This is no JSON: {error}.")))?)
}

/// Reads a part of a document.
///
/// # Errors
/// 422 with the member that is wrong, what was wrong and what would be right.
pub fn read_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    understand(Document::deserialize(value).map_err(Error::internal)?)
}

fn understand<T: DeserializeOwned>(document: Document) -> Result<T> {
    serde_path_to_error::deserialize(document).map_err(|error| {
        let place = error.path().to_string();
        let fault = error.into_inner();
        let place = Some(place).filter(|place| place != ".");
        let field = match (place, fault.member) {
            (Some(place), Some(member)) => format!("{place}.{member}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => WHOLE.to_owned(),
        };
        Error::invalid_field(field, fault.text)
    })
}

fn is_json(media: &str) -> bool {
    media.eq_ignore_ascii_case("application/json")
        || (media.starts_with("application/") && media.ends_with("+json"))
}

/// A document, with every member that is written, also twice.
#[derive(Clone, Debug)]
enum Document {
    Null,
    YesNo(bool),
    Whole(i64),
    Large(u64),
    Number(f64),
    Text(String),
    List(Vec<Document>),
    Members(Vec<(String, Document)>),
}

/// What is wrong with a value.
#[derive(Debug)]
struct Fault {
    /// The member of the value, where it is one of them.
    member: Option<String>,
    /// What was wrong and what would be right.
    text: String,
}

impl Document {
    fn found(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::YesNo(yes) => Unexpected::Bool(*yes),
            Self::Whole(number) => Unexpected::Signed(*number),
            Self::Large(number) => Unexpected::Unsigned(*number),
            Self::Number(number) => Unexpected::Float(*number),
            Self::Text(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Members(_) => Unexpected::Map,
        }
    }
}

impl<'de> Deserializer<'de> for Document {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::YesNo(yes) => visitor.visit_bool(yes),
            Self::Whole(number) => visitor.visit_i64(number),
            Self::Large(number) => visitor.visit_u64(number),
            Self::Number(number) => visitor.visit_f64(number),
            Self::Text(text) => visitor.visit_string(text),
            Self::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            Self::Members(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Null => visitor.visit_none(),
            given => visitor.visit_some(given),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Self::Members(_) => self.deserialize_any(visitor),
            other => {
                let right = format!("an object with {}", listed(members, "no members"));
                Err(Fault::is(other.found(), &right))
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Self::Text(name) => visitor.visit_enum(Chosen {
                name,
                with: With(Self::Null),
            }),
            Self::Members(mut members) if members.len() == 1 => {
                let (name, value) = members.remove(0);
                let with = With(value);
                visitor.visit_enum(Chosen { name, with })
            }
            other => Err(Fault::is(other.found(), &one_of(variants))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, Fault> for Document {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// One of several, by its name, with what belongs to it.
struct Chosen {
    name: String,
    with: With,
}

/// What belongs to one of several; null where nothing does.
struct With(Document);

impl<'de> EnumAccess<'de> for Chosen {
    type Error = Fault;
    type Variant = With;

    fn variant_seed<V: serde::de::DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, With), Fault> {
        let name: StringDeserializer<Fault> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.with))
    }
}

impl<'de> VariantAccess<'de> for With {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.0 {
            Document::Null => Ok(()),
            other => Err(Fault::is(other.found(), "its name alone, as a text")),
        }
    }

    fn newtype_variant_seed<T: serde::de::DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, Fault> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.0.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        members: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.0.deserialize_struct("", members, visitor)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Document, E> {
        Ok(Document::YesNo(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Document, E> {
        Ok(Document::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Document, E> {
        Ok(i64::try_from(number).map_or(Document::Large(number), Document::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Document, E> {
        Ok(Document::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Document, E> {
        Ok(Document::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Document, E> {
        Ok(Document::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Document, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = access.next_element()? {
            list.push(one);
        }
        Ok(Document::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Document, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(Document::Members(members))
    }
}

impl Fault {
    fn of(text: String) -> Self {
        Self { member: None, text }
    }

    fn of_member(member: &str, text: &str) -> Self {
        Self {
            member: Some(member.to_owned()),
            text: text.to_owned(),
        }
    }

    fn is(found: Unexpected<'_>, right: &str) -> Self {
        let found = match found {
            Unexpected::Bool(yes) => yes.to_string(),
            Unexpected::Unsigned(number) => number.to_string(),
            Unexpected::Signed(number) => number.to_string(),
            Unexpected::Float(number) => number.to_string(),
            Unexpected::Str(text) => format!("“{}”", shown(text)),
            Unexpected::Unit | Unexpected::Option => "null".to_owned(),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "an object".to_owned(),
            other => other.to_string(),
        };
        Self::of(format!("is {found}; give {right}"))
    }
}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::of(text.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, right: &dyn Expected) -> Self {
        Self::is(found, &in_words(&right.to_string()))
    }

    fn invalid_value(found: Unexpected<'_>, right: &dyn Expected) -> Self {
        Self::is(found, &in_words(&right.to_string()))
    }

    fn invalid_length(count: usize, right: &dyn Expected) -> Self {
        let right = in_words(&right.to_string());
        Self::of(format!("has {count} of them; give {right}"))
    }

    fn unknown_variant(name: &str, variants: &'static [&'static str]) -> Self {
        Self::is(Unexpected::Str(name), &one_of(variants))
    }

    fn unknown_field(_: &str, members: &'static [&'static str]) -> Self {
        let known = listed(members, "none");
        Self::of(format!("is no member of this; there are {known}"))
    }

    fn missing_field(member: &'static str) -> Self {
        Self::of_member(member, "is missing; it must be given")
    }

    fn duplicate_field(member: &'static str) -> Self {
        Self::of_member(member, "is there twice; give it once")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Fault {}

fn listed(names: &[&str], none: &str) -> String {
    match names {
        [] => none.to_owned(),
        names => names.join(", "),
    }
}

fn one_of(names: &[&str]) -> String {
    format!("one of {}", names.join(", "))
}

fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_MAX_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// What belongs there, for people who know JSON: types of the program have other names.
fn in_words(right: &str) -> String {
    match right {
        "a string" | "str" | "string" => "a text",
        "a boolean" | "bool" => "true or false",
        "i8" => "a whole number from -128 to 127",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0 on",
        "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a sequence" => "a list",
        "a map" => "an object",
        "unit" => "null",
        other if other.starts_with("struct ") => "an object",
        other if other.starts_with("enum ") => "one of its kinds",
        other if other.starts_with("tuple ") => "a list",
        other => other,
    }
    .to_owned()
}
