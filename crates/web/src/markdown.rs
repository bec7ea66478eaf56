//! What people write: Markdown in, HTML out that can do no harm. Rendered HTML is made when it is
//! shown, never stored, so that a better sanitiser helps old messages too.

use ammonia::{Builder, UrlRelative};
use comrak::Options;
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

/// Markdown as safe HTML. Images, raw HTML, scripts and foreign schemes are dropped.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    if markdown.len() > MARKDOWN_BYTES || is_nested_too_deeply(markdown) {
        return plain(markdown);
    }
    SANITISER
        .clean(&comrak::markdown_to_html(markdown, &OPTIONS))
        .to_string()
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
