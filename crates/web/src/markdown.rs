//! What people write: Markdown in, HTML out that can do no harm. Rendered HTML is made when it is
//! shown, never stored, so that a better sanitiser helps old messages too.

use ammonia::{Builder, UrlRelative};
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What is longer is shown as plain text: no message of a person is.
pub const MARKDOWN_BYTES: usize = 128 * 1024;
/// Deeper quotations and lists than this are a way to exhaust the parser, not to write.
const NESTING: usize = 64;

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.render.hardbreaks = true;
    options
});

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = HashSet::from([
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "input",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]);
    let mut builder = Builder::empty();
    builder
        .tags(tags)
        .add_tag_attributes("a", ["href", "title"])
        .add_tag_attributes("img", ["alt", "src"])
        .attribute_filter(own_pictures)
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("td", ["align"])
        .add_tag_attributes("th", ["align"])
        .add_tag_attributes("input", ["checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .set_tag_attribute_value("input", "disabled", "")
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// Pictures come from the desk's own attachments alone: looking at a message asks no other host for anything.
fn own_pictures<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let foreign = !value.starts_with("/attachments/") || value.contains("..");
    (element != "img" || attribute != "src" || !foreign).then_some(Cow::Borrowed(value))
}

/// Pictures without a source, which the sanitiser leaves of foreign ones, become what they were to say.
fn without_foreign_pictures(html: String) -> String {
    const BARE: &str = "<img alt=\"";
    if !html.contains(BARE) && !html.contains("<img>") {
        return html;
    }
    let mut clean = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find(BARE) {
        let after = &rest[at + BARE.len()..];
        match after.split_once('"') {
            Some((alt, after)) if after.starts_with('>') => {
                clean.push_str(&rest[..at]);
                clean.push_str(&alt.replace('<', "&lt;"));
                rest = &after[1..];
            }
            _ => {
                clean.push_str(&rest[..at + BARE.len()]);
                rest = after;
            }
        }
    }
    clean.push_str(rest);
    clean.replace("<img>", "")
}

/// Safe HTML with each `@Name` in its text marked, for these names.
#[must_use]
pub fn with_mentions(html: &str, names: &[String]) -> String {
    let mut names: Vec<String> = names
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| format!("@{}", escaped(name)))
        .collect();
    // The longer first: "@Anna Keller" is not "@Anna" and more.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut marked = String::with_capacity(html.len() + 64);
    let (mut rest, mut in_tag, mut in_value) = (html, false, false);
    while let Some(next) = rest.chars().next() {
        if !in_tag
            && next == '@'
            && let Some(name) = names.iter().find(|name| rest.starts_with(name.as_str()))
        {
            marked.push_str(&format!("<span class=\"mention\">{name}</span>"));
            rest = &rest[name.len()..];
            continue;
        }
        match next {
            '<' if !in_tag => in_tag = true,
            '"' if in_tag => in_value = !in_value,
            '>' if in_tag && !in_value => in_tag = false,
            _ => {}
        }
        marked.push(next);
        rest = &rest[next.len_utf8()..];
    }
    marked
}

/// Safe HTML in which all addresses that begin with `from` begin with `to`: those of links and pictures, not what looks
/// like one in a text.
#[must_use]
pub fn with_addresses(html: &str, from: &str, to: &str) -> String {
    let mut led = String::with_capacity(html.len() + 64);
    let (mut rest, mut in_tag, mut in_value) = (html, false, false);
    while let Some(next) = rest.chars().next() {
        led.push(next);
        rest = &rest[next.len_utf8()..];
        match next {
            '<' if !in_tag => in_tag = true,
            '"' if in_tag => in_value = !in_value,
            '>' if in_tag && !in_value => in_tag = false,
            _ => {}
        }
        let begins = next == '"' && in_value;
        if let Some(after) = rest.strip_prefix(from).filter(|_| begins) {
            led.push_str(to);
            rest = after;
        }
    }
    led
}

/// As the sanitiser writes text.
fn escaped(name: &str) -> String {
    let name = name.replace('&', "&amp;");
    name.replace('<', "&lt;").replace('>', "&gt;")
}

/// Markdown as safe HTML. Foreign images, raw HTML, scripts and foreign schemes are dropped.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    if markdown.len() > MARKDOWN_BYTES || is_nested_too_deeply(markdown) {
        return plain(markdown);
    }
    let html = comrak::markdown_to_html(markdown, &OPTIONS);
    without_foreign_pictures(SANITISER.clean(&html).to_string())
}

/// Markdown as what is to be read of it, on one line and without its marks: for excerpts. It is plain text, not HTML.
#[must_use]
pub fn to_text(markdown: &str) -> String {
    if markdown.len() > MARKDOWN_BYTES || is_nested_too_deeply(markdown) {
        return markdown.to_owned();
    }
    let arena = Arena::new();
    let mut text = String::with_capacity(markdown.len());
    for node in parse_document(&arena, markdown, &OPTIONS).descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(code) => {
                text.push(' ');
                text.push_str(&code.literal);
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            value if value.block() => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as it stands, with its line breaks.
#[must_use]
pub fn plain(text: &str) -> String {
    format!("<pre>{}</pre>", ammonia::clean_text(text))
}

/// Whether some line opens more levels than a person would.
fn is_nested_too_deeply(markdown: &str) -> bool {
    let opening = |c: &char| matches!(c, '>' | '*' | '-' | '+' | '[' | '(' | ' ' | '\t');
    markdown.lines().any(|line| {
        let levels = line
            .chars()
            .take_while(opening)
            .filter(|c| !c.is_whitespace())
            .count();
        levels > NESTING && line.chars().any(|c| matches!(c, '>' | '[' | '('))
    })
}
