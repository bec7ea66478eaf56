//! A page as text: what stands in it, with its line ends, its links, and its quotations marked as mail marks them.
//! Nothing of the page itself is ever shown, so nothing in it can do harm or call another host.

use super::TEXT_MAX_BYTES;
use mail_parser::decoders::html::add_html_token;

/// Deeper quotations than this are shown as one.
const QUOTES_MAX: usize = 8;
/// Longest tag that is read, in bytes.
const TAG_MAX_BYTES: usize = 16 * 1024;

/// The text of a page, as much of it as is kept of a message. The time it takes grows with the page, whatever stands in it.
pub(super) fn to_text(html: &str) -> String {
    let mut page = Page::default();
    let mut rest = html;
    // Where the next tag can end, counted from the end of the page.
    let mut left_at_end = usize::MAX;
    while let Some(at) = rest.find('<') {
        page.text(&rest[..at]);
        rest = &rest[at..];
        if page.has_enough() {
            return page.finish();
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if left_at_end > rest.len() {
            left_at_end = rest.find('>').map_or(0, |end| rest.len() - end);
        }
        let ends_soon = left_at_end > 0 && rest.len() - left_at_end < TAG_MAX_BYTES;
        let begins = rest[1..]
            .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = if begins && ends_soon {
            end_of_tag(rest)
        } else {
            None
        };
        match end {
            Some(end) => {
                page.tag(&rest[1..end]);
                rest = &rest[end + 1..];
                if let Some(closing) = page.skips.take() {
                    rest = after_closing(rest, closing);
                }
            }
            None => {
                page.text("<");
                rest = &rest[1..];
            }
        }
    }
    page.text(rest);
    page.finish()
}

/// Where a tag ends; a quoted value may have what ends tags.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(TAG_MAX_BYTES) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return Some(at),
            _ => {}
        }
    }
    // A quotation mark that nobody closes must not swallow the rest of the page.
    text.bytes()
        .take(TAG_MAX_BYTES)
        .position(|byte| byte == b'>')
}

/// What comes behind the end of a tag of this name; nothing where it has none.
pub(in crate::mail) fn after_closing<'h>(html: &'h str, name: &str) -> &'h str {
    let mut rest = html;
    while let Some(at) = rest.find("</") {
        let after = &rest[at + 2..];
        if after
            .get(..name.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(name))
        {
            return after.split_once('>').map_or("", |(_, after)| after);
        }
        rest = after;
    }
    ""
}

#[derive(Default)]
struct Page {
    out: String,
    line: String,
    quotes: usize,
    pre: usize,
    lists: Vec<Option<usize>>,
    link: Option<(String, usize)>,
    blank: bool,
    skips: Option<&'static str>,
}

impl Page {
    fn has_enough(&self) -> bool {
        self.out.len() + self.line.len() > TEXT_MAX_BYTES
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            let mut lines = text.split('\n');
            self.words(lines.next().unwrap_or_default(), false);
            for line in lines {
                self.end_line();
                self.words(line, false);
            }
        } else {
            self.words(text, true);
        }
    }

    fn words(&mut self, text: &str, folded: bool) {
        if !folded {
            self.line.push_str(&decoded(text.trim_end_matches('\r')));
            return;
        }
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        let mut first = true;
        for word in text.split_whitespace() {
            if !first {
                self.space();
            }
            first = false;
            self.line.push_str(&decoded(word));
        }
        if !first && text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    fn tag(&mut self, tag: &str) {
        let closing = tag.starts_with('/');
        let inner = tag.trim_start_matches('/');
        let end = inner
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(inner.len());
        let name = inner[..end].to_ascii_lowercase();
        match name.as_str() {
            "script" if !closing => self.skips = Some("script"),
            "style" if !closing => self.skips = Some("style"),
            "title" if !closing => self.skips = Some("title"),
            "br" => self.end_line(),
            "hr" => {
                self.end_block();
                self.line.push_str("________________________________");
                self.end_line();
            }
            "blockquote" => self.quote(closing),
            "pre" => {
                self.end_block();
                self.pre = if closing {
                    self.pre.saturating_sub(1)
                } else {
                    self.pre + 1
                };
            }
            "ul" | "ol" => self.list(&name, closing),
            "li" if !closing => self.item(),
            "a" => self.anchor(inner, closing),
            "img" if !closing => {
                if let Some(alt) = attribute(inner, "alt").filter(|alt| !alt.trim().is_empty()) {
                    self.space();
                    self.line.push_str(&format!("[{}]", decoded(alt.trim())));
                }
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" => {
                self.end_block();
                self.blank |= !self.out.is_empty();
            }
            "div" | "tr" | "section" | "article" | "header" | "footer" | "li" | "dt" | "dd" => {
                self.end_block();
            }
            "td" | "th" => self.space(),
            _ => {}
        }
    }

    fn quote(&mut self, closing: bool) {
        self.end_block();
        self.quotes = if closing {
            self.quotes.saturating_sub(1)
        } else {
            self.quotes + 1
        };
    }

    fn list(&mut self, name: &str, closing: bool) {
        self.end_block();
        if closing {
            self.lists.pop();
        } else {
            self.lists.push((name == "ol").then_some(0));
        }
    }

    fn item(&mut self) {
        self.end_block();
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        };
        self.line.push_str(&mark);
    }

    fn anchor(&mut self, tag: &str, closing: bool) {
        if !closing {
            let target = attribute(tag, "href").map(|href| decoded(href.trim()));
            self.link = target.map(|href| (href, self.line.len()));
            return;
        }
        let Some((href, from)) = self.link.take() else {
            return;
        };
        let web = href.starts_with("http://") || href.starts_with("https://");
        let text = self.line.get(from..).unwrap_or_default().trim();
        let bare = |text: &str| text.trim_end_matches('/').to_owned();
        if web && bare(text) != bare(&href) && !text.is_empty() {
            self.line.push_str(&format!(" <{href}>"));
        }
    }

    /// Ends a line that has something in it.
    fn end_block(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.line.clear();
    }

    fn end_line(&mut self) {
        let line = if self.pre > 0 {
            self.line.trim_end()
        } else {
            self.line.trim()
        };
        let mark = ">".repeat(self.quotes.min(QUOTES_MAX));
        if self.blank && !self.out.ends_with("\n\n") {
            self.out.push_str(&mark);
            self.out.push('\n');
        }
        self.blank = false;
        self.out.push_str(&mark);
        if !mark.is_empty() && !line.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(line);
        self.out.push('\n');
        self.line.clear();
        if let Some((_, from)) = &mut self.link {
            *from = 0;
        }
    }

    fn finish(mut self) -> String {
        self.end_block();
        self.out.trim().to_owned()
    }
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        let (before, after) = (rest[..at].trim_end(), rest[at + 1..].trim_start());
        let (value, after) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        let given = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        if given.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after;
    }
    None
}

/// A text with its entities read.
fn decoded(text: &str) -> String {
    let Some(first) = text.find('&') else {
        return text.to_owned();
    };
    let mut out = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = |c: char| c.is_ascii_alphanumeric() || c == '#';
        match rest[1..].find(|c: char| !name(c)) {
            Some(end) if end > 0 && rest[1 + end..].starts_with(';') => {
                let token = &rest[..end + 2];
                let before = out.len();
                add_html_token(&mut out, token.as_bytes(), false);
                if out[before..].contains('\u{a0}') {
                    let spaced = out[before..].replace('\u{a0}', " ");
                    out.replace_range(before.., &spaced);
                }
                rest = &rest[end + 2..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
