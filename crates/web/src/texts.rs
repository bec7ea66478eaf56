//! Message catalogues. Every word that a person reads comes from `locales/<code>/`, a file for each topic; a
//! language is added by adding its folder. Messages without arguments are resolved once at first use, so that a
//! page's labels cost a look-up in a map each.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_bundle::{FluentError, resolver::ResolverError, types::FluentNumber};
use rust_embed::RustEmbed;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use unic_langid::{CharacterDirection, LanguageIdentifier};

/// The language that every missing text falls back to.
pub const FALLBACK: &str = "en";
/// How many choices of an `Accept-Language` header are looked at.
const ACCEPTED_CHOICES: usize = 16;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/locales"]
struct Files;

struct Catalogue {
    code: String,
    direction: &'static str,
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
    keys: Vec<String>,
    faults: Vec<String>,
}

static CATALOGUES: LazyLock<Vec<Catalogue>> = LazyLock::new(|| {
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    for file in Files::iter().filter(|file| file.ends_with(".ftl")) {
        if let (Some((code, _)), Some(topic)) = (file.split_once('/'), Files::get(&file)) {
            let source = sources.entry(code.to_owned()).or_default();
            source.push_str(&String::from_utf8_lossy(&topic.data));
            source.push('\n');
        }
    }
    let load = |(code, source)| Catalogue::load(code, source);
    sources.into_iter().map(load).collect()
});

static ENGLISH: LazyLock<&'static Catalogue> = LazyLock::new(|| {
    static EMPTY: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::load(FALLBACK.into(), String::new()));
    CATALOGUES
        .iter()
        .find(|catalogue| catalogue.code == FALLBACK)
        .unwrap_or(&EMPTY)
});

impl Catalogue {
    fn load(code: String, source: String) -> Self {
        let mut faults = Vec::new();
        let mut keys = message_keys(&source);
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, errors)| {
            faults.extend(errors.iter().map(|error| format!("{code}: {error}")));
            resource
        });
        let language: LanguageIdentifier = code.parse().unwrap_or_default();
        let direction = match language.character_direction() {
            CharacterDirection::RTL => "rtl",
            _ => "ltr",
        };
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        if let Err(errors) = bundle.add_resource(resource) {
            faults.extend(errors.iter().map(|error| format!("{code}: {error}")));
        }
        let plain = keys
            .iter()
            .filter_map(|key| Some((key.clone(), plain_text(&bundle, key)?)))
            .collect();
        keys.sort_unstable();
        Self {
            code,
            direction,
            plain,
            bundle,
            keys,
            faults,
        }
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, Some(args), &mut errors)
                .into_owned(),
        )
    }
}

/// The keys of a catalogue's messages: what starts a line and is followed by an equals sign.
fn message_keys(source: &str) -> Vec<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
        .collect()
}

/// The text of a message that needs no arguments; none if it needs some.
fn plain_text(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors: Vec<FluentError> = Vec::new();
    let text = bundle
        .format_pattern(pattern, None, &mut errors)
        .into_owned();
    let needs_arguments = errors.iter().any(|error| {
        matches!(
            error,
            FluentError::ResolverError(ResolverError::Reference(_))
        )
    });
    (!needs_arguments).then_some(text)
}

/// The texts of one language. As cheap to copy as a reference.
#[derive(Clone, Copy)]
pub struct Texts(&'static Catalogue);

impl Texts {
    /// The texts of a language by its code (`de`, `de-AT`); none if there is no such catalogue.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or(code);
        let same = |wanted: &str| {
            CATALOGUES
                .iter()
                .find(|catalogue| catalogue.code.eq_ignore_ascii_case(wanted))
        };
        same(code).or_else(|| same(primary)).map(Self)
    }

    /// English, which has every text.
    #[must_use]
    pub fn english() -> Self {
        Self(*ENGLISH)
    }

    /// The language a person has chosen, else the best of an `Accept-Language` header, else English.
    #[must_use]
    pub fn choose(preference: Option<&str>, accept_language: Option<&str>) -> Self {
        preference
            .and_then(Self::find)
            .or_else(|| accepted(accept_language.unwrap_or_default()).find_map(Self::find))
            .unwrap_or_else(Self::english)
    }

    /// The codes and own names of all languages there are, sorted.
    #[must_use]
    pub fn languages() -> Vec<(&'static str, &'static str)> {
        let mut all: Vec<_> = CATALOGUES
            .iter()
            .map(|catalogue| (catalogue.code.as_str(), Self(catalogue).t("language-name")))
            .collect();
        all.sort_unstable();
        all
    }

    /// The language's code, as for `<html lang>`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        &self.0.code
    }

    /// Whether it is read from left to right (`ltr`) or from right to left (`rtl`), as for `<html dir>`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        self.0.direction
    }

    /// A text without arguments. A missing one falls back to English, then to the key itself.
    #[must_use]
    pub fn t<'k>(&self, key: &'k str) -> &'k str {
        match self.0.plain.get(key).or_else(|| ENGLISH.plain.get(key)) {
            Some(text) => text,
            None => key,
        }
    }

    /// A text with one argument.
    #[must_use]
    pub fn t1<'a>(&self, key: &str, name: &'a str, value: impl Into<Arg<'a>>) -> String {
        self.with(key, [(name, value.into())])
    }

    /// A text that depends on a number called `count`.
    #[must_use]
    pub fn count(&self, key: &str, count: i64) -> String {
        self.t1(key, "count", count)
    }

    /// A text with several arguments.
    #[must_use]
    pub fn with<'a>(
        &self,
        key: &str,
        args: impl IntoIterator<Item = (&'a str, Arg<'a>)>,
    ) -> String {
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            fluent.set(name, value.0);
        }
        self.0
            .format(key, &fluent)
            .or_else(|| ENGLISH.format(key, &fluent))
            .unwrap_or_else(|| key.to_owned())
    }

    /// A whole number with the language's grouping: 19,934 or 19.934.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + 7);
        if number < 0 {
            text.push('-');
        }
        let group = self.t("number-group");
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push_str(group);
            }
            text.push(digit);
        }
        text
    }

    /// A number with up to two decimals, from hundredths: 1,234.5 or 1.234,5.
    #[must_use]
    pub fn hundredths(&self, hundredths: i64) -> String {
        let (whole, rest) = (self.number(hundredths / 100), (hundredths % 100).abs());
        let sign = match hundredths {
            -99..=-1 => "-",
            _ => "",
        };
        let mark = self.t("decimal-mark");
        match rest {
            0 => whole,
            rest if rest % 10 == 0 => format!("{sign}{whole}{mark}{}", rest / 10),
            rest => format!("{sign}{whole}{mark}{rest:02}"),
        }
    }

    /// The keys of this catalogue, sorted: for tests that compare languages.
    #[must_use]
    pub fn keys(&self) -> &'static [String] {
        &self.0.keys
    }

    /// What was wrong with this catalogue's files; empty unless somebody broke it.
    #[must_use]
    pub fn faults(&self) -> &'static [String] {
        &self.0.faults
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Texts({})", self.0.code)
    }
}

/// An argument of a text: a word or a number.
pub struct Arg<'a>(FluentValue<'a>);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self(FluentValue::from(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self(FluentValue::from(text.as_str()))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self(FluentValue::from(text))
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self(FluentValue::Number(FluentNumber::from(number)))
    }
}

/// The language codes of an `Accept-Language` header, the most wanted first.
fn accepted(header: &str) -> impl Iterator<Item = &str> {
    let mut choices: Vec<(&str, u16)> = header
        .split(',')
        .take(ACCEPTED_CHOICES)
        .filter_map(|choice| {
            let (code, weight) = choice.split_once(';').unwrap_or((choice, "q=1"));
            let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            (weight > 0.0).then_some((code.trim(), (weight.min(1.0) * 1000.0) as u16))
        })
        .collect();
    choices.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    choices.into_iter().map(|(code, _)| code)
}
