//! A message as it was written: its page, with nothing left in it that could act, ask another host for anything, or look
//! like a part of the desk. The browser gets it as a document of its own, which may do nothing (see [`policy`]).

mod straight;

use super::parsing::{Incoming, IncomingFile};
use ammonia::{Builder, UrlRelative};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kernel::text::hex;
use ring::digest::{SHA256, digest};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Most pictures of a page.
const PICTURES_MAX: usize = 200;
/// Longest `style` of one tag, in bytes.
const STYLE_MAX_BYTES: usize = 4 * 1024;
/// Longest address of a picture, in bytes.
const ADDRESS_MAX_BYTES: usize = 4 * 1024;
/// What may be written into a page itself: pictures that run nothing.
const WITHIN: [&str; 4] = [
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
];
/// How a page looks that says nothing of it: on paper, whatever colours the desk has.
const PAPER: &str = ":root{color-scheme:light}body{margin:12px;background:#fff;color:#1b1b1f;\
    font:15px/1.5 system-ui,sans-serif;overflow-wrap:break-word}img{max-width:100%}pre{white-space:pre-wrap}\
    blockquote{margin-inline:12px 0;padding-inline-start:12px;border-inline-start:2px solid #c8c8d0}";

/// Properties of a style that change how something looks within its place, and nothing outside of it.
const PROPERTIES: [&str; 62] = [
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-radius",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-style",
    "border-top-width",
    "border-width",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "overflow-wrap",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "width",
];

/// Where a picture of a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// In the message: a file by this id.
    Enclosed(String),
    /// On another host, at this address.
    Foreign(String),
}

/// Whether pictures of other hosts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignPictures {
    /// No: whoever sent the message would learn that it is read.
    Left,
    /// Somebody asked for them.
    Shown,
}

/// A page that can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// What stands in it, as HTML that can do nothing.
    pub body: String,
    /// How it looks: all that its document's `style` may hold.
    pub styles: String,
    /// Its pictures; a number of `body` is a place of this list.
    pub pictures: Vec<Picture>,
}

impl Written {
    /// The page of a message, if it has one that is not too much to be shown. Its pictures are at `{pictures}/0`,
    /// `{pictures}/1` and so on.
    pub fn of(page: &str, pictures: &str, foreign: ForeignPictures) -> Option<Self> {
        if page.trim().is_empty() {
            return None;
        }
        let page = straight::straightened(page)?;
        let found = Arc::new(Mutex::new(Found {
            mark: mark_of(&page),
            base: pictures.to_owned(),
            foreign,
            styles: String::from(PAPER),
            styled: 0,
            pictures: Vec::new(),
        }));
        let body = sanitiser(Arc::clone(&found)).clean(&page).to_string();
        let found = found.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Self {
            body: body.replace(&format!(" style=\"{}", found.mark), " class=\""),
            styles: found.styles.clone(),
            pictures: found.pictures.clone(),
        })
    }

    /// How many of its pictures are on other hosts.
    #[must_use]
    pub fn foreign_pictures(&self) -> usize {
        let foreign = |one: &&Picture| matches!(one, Picture::Foreign(_));
        self.pictures.iter().filter(foreign).count()
    }

    /// What the browser lets its document do: show pictures of the desk's own address, with these styles and no others.
    #[must_use]
    pub fn policy(&self) -> String {
        let styles = STANDARD.encode(digest(&SHA256, self.styles.as_bytes()));
        format!(
            "default-src 'none'; img-src 'self' data:; style-src 'sha256-{styles}'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'self'; \
             sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        )
    }
}

/// The file that a page shows by this id.
#[must_use]
pub fn enclosed<'m>(message: &'m Incoming, id: &str) -> Option<&'m IncomingFile> {
    let bare = |id: &str| id.trim_matches(['<', '>', ' ']).to_ascii_lowercase();
    let wanted = bare(id);
    let is_it = |file: &&IncomingFile| {
        let of = file.content_id.as_deref().map(bare);
        of.is_some_and(|of| of == wanted)
    };
    message.files.iter().find(is_it)
}

/// What is found while a page is cleaned.
struct Found {
    mark: String,
    base: String,
    foreign: ForeignPictures,
    styles: String,
    styled: usize,
    pictures: Vec<Picture>,
}

impl Found {
    /// What a style becomes: a class, as the document's policy allows no styles of single tags.
    fn style(&mut self, written: &str) -> Option<String> {
        let kept = declarations(written);
        if kept.is_empty() {
            return None;
        }
        let class = format!("s{}", self.styled);
        self.styled += 1;
        self.styles.push_str(&format!(".{class}{{{kept}}}"));
        Some(format!("{}{class}", self.mark))
    }

    /// Where a picture is shown from; nothing for one that is not.
    fn picture(&mut self, address: &str) -> Option<String> {
        let address = address.trim();
        if WITHIN.iter().any(|begin| begins(address, begin)) {
            return Some(address.to_owned());
        }
        if address.len() > ADDRESS_MAX_BYTES || self.pictures.len() >= PICTURES_MAX {
            return None;
        }
        let (picture, shown) = if begins(address, "cid:") {
            (Picture::Enclosed(decoded(&address["cid:".len()..])), true)
        } else if begins(address, "http://") || begins(address, "https://") {
            let shown = self.foreign == ForeignPictures::Shown;
            (Picture::Foreign(address.to_owned()), shown)
        } else {
            return None;
        };
        let number = self.pictures.len();
        self.pictures.push(picture);
        shown.then(|| format!("{}/{number}", self.base))
    }
}

fn sanitiser(found: Arc<Mutex<Found>>) -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .add_tags(["big", "center", "font", "section", "tt"])
        .rm_tags(["map", "area"])
        .add_clean_content_tags(["title", "noscript", "iframe", "object", "svg", "math"])
        .add_generic_attributes([
            "align", "bgcolor", "dir", "height", "style", "valign", "width",
        ])
        .add_tag_attributes("font", ["color", "face", "size"])
        .add_tag_attributes("table", ["border", "cellpadding", "cellspacing"])
        .add_tag_attributes("td", ["nowrap"])
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("noopener noreferrer nofollow"))
        .url_schemes(HashSet::from([
            "cid", "data", "http", "https", "mailto", "tel",
        ]))
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(move |tag, attribute, value| {
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            match (tag, attribute) {
                (_, "style") => found.style(value).map(Cow::Owned),
                ("img", "src") => found.picture(value).map(Cow::Owned),
                (_, "src" | "cite") => None,
                (_, "href") => leads_out(value).then_some(Cow::Borrowed(value)),
                _ => Some(Cow::Borrowed(value)),
            }
        });
    builder
}

/// Whether a link leads to another host, or to somebody's mail or telephone: what leads on from here would lead into the
/// desk.
fn leads_out(address: &str) -> bool {
    let schemes = ["http://", "https://", "mailto:", "tel:"];
    schemes.iter().any(|scheme| begins(address.trim(), scheme))
}

fn begins(text: &str, begin: &str) -> bool {
    text.get(..begin.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(begin))
}

/// A word that does not stand in a page: who wrote it had to know what it comes to as a whole.
fn mark_of(page: &str) -> String {
    let whole = digest(&SHA256, page.as_bytes());
    format!("as-written-{}-", hex(&whole.as_ref()[..16]))
}

/// An address within a message, with its `%20` and the like read (RFC 2392).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let read = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        match read {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Of a style what may be kept.
fn declarations(style: &str) -> String {
    if style.len() > STYLE_MAX_BYTES {
        return String::new();
    }
    let mut kept = String::new();
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        if PROPERTIES.binary_search(&name.as_str()).is_ok() && is_harmless(value) {
            kept.push_str(&format!("{name}:{value};"));
        }
    }
    kept
}

/// Functions that ask for nothing.
const FUNCTIONS: [&str; 5] = ["calc", "hsl", "hsla", "rgb", "rgba"];

/// Whether a value can only be a value: it asks for nothing, and ends nothing but itself.
fn is_harmless(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || " #%.,()-+'\"!/".contains(c);
    let count = |wanted: char| value.matches(wanted).count();
    let is_known = |(at, _): (usize, &str)| {
        let name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let before = &value[..at];
        let name = &before[before.trim_end_matches(name).len()..];
        FUNCTIONS.contains(&name.to_ascii_lowercase().as_str())
    };
    !value.is_empty()
        && value.chars().all(plain)
        && value.match_indices('(').all(is_known)
        && count('(') == count(')')
        && count('\'').is_multiple_of(2)
        && count('"').is_multiple_of(2)
}

#[cfg(test)]
mod tests;
