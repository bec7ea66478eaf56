//! How an installation looks and speaks: its name, its colour, its own texts and its languages. Colours come to
//! browsers as a style sheet of their own, because nothing inline is allowed, and only where they can be read.

use crate::actions::{Check, require};
use crate::{Error, Result, queries};
use kernel::{Actor, Permission, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use store::Tx;
use web::Texts;

/// Longest own text, in characters.
const TEXT_MAX: usize = 500;
/// Least contrast between words and what they stand on (WCAG 2.2 AA).
const CONTRAST_MIN: f64 = 4.5;
/// The least fitting of what links stand on, in light and in dark.
const LIGHT: Colour = Colour(0xdf, 0xe4, 0xf7);
const DARK: Colour = Colour(0x23, 0x2c, 0x4a);
const WHITE: Colour = Colour(0xff, 0xff, 0xff);
const BLACK: Colour = Colour(0, 0, 0);
/// The accent that Spoc comes with: `--accent` of `tokens.css`, in light.
const OWN: Colour = Colour(0x3d, 0x55, 0xcf);

/// What administrators decide about looks and words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brand {
    /// What the installation is called.
    pub product: String,
    /// The accent colour as `#rrggbb`; empty for the one that Spoc comes with.
    pub accent: String,
    /// The end of the address of its logo; empty for Spoc's mark.
    pub logo: String,
    /// Own texts by language.
    pub texts: BTreeMap<String, OwnTexts>,
    /// The languages that are offered; all if there are none.
    pub languages: Vec<String>,
    /// The language of whoever has chosen none; empty for the browser's.
    pub language: String,
}

/// Own texts in one language; empty for Spoc's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnTexts {
    /// What greets requesters.
    pub portal: String,
    /// What stands below the form of signing in.
    pub sign_in: String,
    /// What stands at the end of every message that goes out: who the company is, for one.
    pub mail: String,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            product: "Spoc".to_owned(),
            accent: String::new(),
            logo: String::new(),
            texts: BTreeMap::new(),
            languages: Vec::new(),
            language: String::new(),
        }
    }
}

impl Brand {
    /// The style sheet of its colours; none where they are Spoc's.
    pub fn style(&self) -> Option<String> {
        let accent = Colour::read(&self.accent)?;
        let strong = accent.mixed(BLACK, 0.15);
        let on_light = accent.until_read_on(LIGHT, BLACK);
        let on_dark = accent.until_read_on(DARK, WHITE);
        Some(format!(
            "@layer brand {{\n  :root {{\n    --accent: {accent};\n    --accent-strong: {strong};\n    \
             --link: light-dark({on_light}, {on_dark});\n    --focus: light-dark({on_light}, {on_dark});\n  }}\n}}\n"
        ))
    }

    /// Its colour as `#rrggbb`, for what has no style sheet: white words can be read on it, and itself on white.
    pub fn colour(&self) -> String {
        Colour::read(&self.accent).unwrap_or(OWN).to_string()
    }

    /// Where that style sheet is served; empty where there is none. The address changes with the colour.
    pub fn style_href(&self) -> String {
        match Colour::read(&self.accent) {
            Some(_) => format!(
                "/brand/{}/brand.css",
                self.accent.trim_start_matches('#').to_lowercase()
            ),
            None => String::new(),
        }
    }

    /// Where its logo is served; empty where there is none. The address changes with the picture.
    pub fn logo_href(&self) -> String {
        match self.logo.as_str() {
            "" => String::new(),
            name => format!("/logo/{name}"),
        }
    }

    /// The own texts of a language.
    pub fn texts_in(&self, language: &str) -> OwnTexts {
        self.texts.get(language).cloned().unwrap_or_default()
    }

    /// The language of a page: the reader's choice, else the desk's, else the best that the browser asks for.
    pub fn texts_for(&self, chosen: Option<&str>, accepted: Option<&str>) -> Texts {
        let own = Some(self.language.as_str()).filter(|language| !language.is_empty());
        let chosen = chosen.filter(|language| self.offers(language)).or(own);
        let texts = Texts::choose(chosen, accepted);
        if self.offers(texts.code()) {
            return texts;
        }
        let offered = self
            .languages
            .iter()
            .find_map(|language| Texts::find(language));
        offered.unwrap_or(texts)
    }

    /// Whether a language is offered.
    pub fn offers(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|offered| offered == language)
    }
}

/// Decides how the installation looks and speaks.
///
/// # Errors
/// When not allowed, when something cannot be read or does not exist, or when the database fails.
pub fn decide(tx: &Tx<'_>, actor: &Actor, now: Timestamp, brand: &Brand) -> Result<()> {
    require(actor, Permission::PolicyManage)?;
    let mut check = Check::default();
    check.name("product", &brand.product);
    check.locale("language", &brand.language);
    for language in &brand.languages {
        check.that(
            Texts::find(language).is_some(),
            "languages",
            "language-unknown",
        );
    }
    check.that(
        brand.language.is_empty() || brand.offers(&brand.language),
        "language",
        "brand-language-off",
    );
    let texts = brand
        .texts
        .values()
        .flat_map(|texts| [&texts.portal, &texts.sign_in, &texts.mail]);
    for text in texts {
        check.that(text.chars().count() <= TEXT_MAX, "texts", "brand-text-long");
    }
    check.done()?;
    if !brand.accent.is_empty() {
        let accent = Colour::read(&brand.accent)
            .ok_or_else(|| Error::field("accent", "brand-accent-unknown"))?;
        if accent.contrast(WHITE) < CONTRAST_MIN {
            return Err(Error::field("accent", "brand-accent-pale"));
        }
    }
    let before = queries::brand(tx)?;
    // The logo has a decision of its own.
    let brand = &Brand {
        logo: before.logo.clone(),
        ..brand.clone()
    };
    queries::put_brand(tx, brand)?;
    let detail = json!({ "before": before, "after": brand });
    queries::insert_audit(tx, actor, now, "brand", "changed", &detail)?;
    Ok(())
}

/// A darker colour of the same hue on which white words can be read: what to suggest instead of a pale one.
pub fn readable(accent: &str) -> Option<String> {
    Colour::read(accent).map(|colour| colour.until_read_on(WHITE, BLACK).to_string())
}

/// A colour by its red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Colour(u8, u8, u8);

impl Colour {
    fn read(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#')?;
        if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// Relative luminance, 0 to 1, as WCAG defines it.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |one: u8, two: u8| {
            let mixed = f64::from(one) * (1.0 - share) + f64::from(two) * share;
            mixed.round().clamp(0.0, 255.0) as u8
        };
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }

    /// The nearest colour on the way to `end` that can be read on `ground`.
    fn until_read_on(self, ground: Self, end: Self) -> Self {
        (0..=20)
            .map(|step| self.mixed(end, f64::from(step) / 20.0))
            .find(|colour| colour.contrast(ground) >= CONTRAST_MIN)
            .unwrap_or(end)
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLACK, Brand, CONTRAST_MIN, Colour, DARK, LIGHT, WHITE, readable};

    #[test]
    fn contrast_is_as_the_guidelines_define_it() {
        assert!((WHITE.contrast(BLACK) - 21.0).abs() < 0.01);
        let grey = Colour::read("#767676").expect("a colour");
        assert!(
            (grey.contrast(WHITE) - 4.54).abs() < 0.01,
            "{}",
            grey.contrast(WHITE)
        );
        for text in ["", "red", "#fff", "#12345g", "#1234567"] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
    }

    #[test]
    fn whatever_the_accent_its_links_can_be_read_in_light_and_dark() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let colour = Colour(red, green, blue);
                    assert!(colour.until_read_on(LIGHT, BLACK).contrast(LIGHT) >= CONTRAST_MIN);
                    assert!(colour.until_read_on(DARK, WHITE).contrast(DARK) >= CONTRAST_MIN);
                    let instead = readable(&colour.to_string()).expect("a colour");
                    let instead = Colour::read(&instead).expect("a colour");
                    assert!(instead.contrast(WHITE) >= CONTRAST_MIN, "{instead}");
                }
            }
        }
    }

    #[test]
    fn a_brand_without_a_colour_has_no_style_sheet() {
        let mut brand = Brand::default();
        assert_eq!((brand.style(), brand.style_href()), (None, String::new()));
        brand.accent = "#0A6B4F".into();
        assert_eq!(brand.style_href(), "/brand/0a6b4f/brand.css");
        let style = brand.style().expect("a style sheet");
        assert!(style.contains("--accent: #0a6b4f;"), "{style}");
    }
}
