//! A page with its tags in order: each that is opened is closed, in turn, none deeper than a bound, and nothing stands in it
//! but tags of a list with their attributes. Whoever reads it as a browser does then has no slips to make good, which takes
//! time and memory by the square of what was written.

use crate::mail::parsing::html::after_closing;

/// Tags within tags that are kept; deeper ones are left out, and what they hold is not.
const DEPTH_MAX: usize = 100;
/// Most tags that are kept.
const TAGS_MAX: usize = 20_000;

/// Tags that hold something.
const HOLDING: [&str; 56] = [
    "a",
    "abbr",
    "article",
    "b",
    "big",
    "blockquote",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
];
/// Tags that hold nothing.
const EMPTY: [&str; 5] = ["br", "col", "hr", "img", "wbr"];
/// Tags whose content is no part of the page.
const LEFT_OUT: [&str; 17] = [
    "applet", "audio", "canvas", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
];
/// What ends a paragraph that is open still.
const ENDS_PARAGRAPH: [&str; 24] = [
    "article",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

/// The page so; nothing where it has more tags than are kept.
pub(super) fn straightened(page: &str) -> Option<String> {
    let mut out = Straight::default();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(['!', '?']) {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
        } else if let Some(closing) = rest.strip_prefix('/') {
            let (name, _, after) = tag(closing)?;
            out.close(&name);
            rest = after;
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (name, attributes, after) = tag(rest)?;
            rest = after;
            match LEFT_OUT.contains(&name.as_str()) {
                true => rest = after_closing(rest, &name),
                false => out.open(&name, &attributes)?,
            }
        } else {
            out.text.push_str("&lt;");
        }
    }
    out.text.push_str(rest);
    out.close_all(0);
    Some(out.text)
}

#[derive(Default)]
struct Straight {
    text: String,
    open: Vec<String>,
    tags: usize,
}

impl Straight {
    fn open(&mut self, name: &str, attributes: &str) -> Option<()> {
        let holds = HOLDING.contains(&name);
        if !holds && !EMPTY.contains(&name) {
            return Some(());
        }
        self.tags += 1;
        if self.tags > TAGS_MAX {
            return None;
        }
        if ENDS_PARAGRAPH.contains(&name) {
            self.end_within("p", &["td", "th", "li", "blockquote", "div"]);
        }
        match name {
            "li" => self.end_within("li", &["ul", "ol"]),
            "dt" | "dd" => {
                self.end_within("dt", &["dl"]);
                self.end_within("dd", &["dl"]);
            }
            "td" | "th" => self.end_cell(),
            "tr" => {
                self.end_cell();
                self.end_within("tr", &["table"]);
            }
            "tbody" | "thead" | "tfoot" => {
                for part in ["tr", "tbody", "thead", "tfoot"] {
                    self.end_within(part, &["table"]);
                }
            }
            "a" => self.end_within("a", &[]),
            _ => {}
        }
        if holds && self.open.len() >= DEPTH_MAX {
            return Some(());
        }
        self.text.push('<');
        self.text.push_str(name);
        self.text.push_str(attributes);
        self.text.push('>');
        if holds {
            self.open.push(name.to_owned());
        }
        Some(())
    }

    fn end_cell(&mut self) {
        self.end_within("td", &["tr", "table"]);
        self.end_within("th", &["tr", "table"]);
    }

    /// Ends the innermost of these, unless something that it cannot end is between.
    fn end_within(&mut self, name: &str, borders: &[&str]) {
        for at in (0..self.open.len()).rev() {
            if self.open[at] == name {
                return self.close_all(at);
            }
            if borders.contains(&self.open[at].as_str()) {
                return;
            }
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.close_all(at);
        }
    }

    fn close_all(&mut self, down_to: usize) {
        for name in self.open.drain(down_to..).rev() {
            self.text.push_str(&format!("</{name}>"));
        }
    }
}

/// The name of a tag, its attributes as they are written here, and what comes after it; nothing where it has no end.
fn tag(text: &str) -> Option<(String, String, &str)> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '/' | '>');
    let end = text.find(is_end).unwrap_or(text.len());
    let name = text[..end].to_ascii_lowercase();
    let mut attributes = String::new();
    let mut rest = &text[end..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some((name, attributes, after));
        }
        if rest.is_empty() {
            return Some((name, attributes, ""));
        }
        let end = rest
            .find(|c: char| is_end(c) || c == '=')
            .unwrap_or(rest.len());
        // A lone "=" is the beginning of a name to browsers, and of nothing here.
        let (given, after) = rest.split_at(end.max(usize::from(rest.starts_with('='))));
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    after[1..].split_once(quote).unwrap_or((&after[1..], ""))
                }
                _ => {
                    let end = after.find(|c: char| c.is_whitespace() || c == '>');
                    after.split_at(end.unwrap_or(after.len()))
                }
            };
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !given.is_empty() && given.chars().all(is_name) {
            let value = value.replace('"', "&quot;");
            attributes.push_str(&format!(" {}=\"{value}\"", given.to_ascii_lowercase()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH_MAX, TAGS_MAX, straightened};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn tags_are_closed_in_turn_and_what_is_no_part_of_the_page_is_left_out() {
        for (page, straight) in [
            ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
            ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"),
            (
                "<ul><li>1<li>2<ul><li>3</ul></ul>",
                "<ul><li>1</li><li>2<ul><li>3</li></ul></li></ul>",
            ),
            (
                "<table><tr><td>1<td>2<tr><td>3</table>",
                "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>",
            ),
            (
                "<A HREF=x TITLE='a \"b\"'>y</a>",
                "<a href=\"x\" title=\"a &quot;b&quot;\">y</a>",
            ),
            (
                "<img src=x/><br/>1 < 2 <3",
                "<img src=\"x/\"><br>1 &lt; 2 &lt;3",
            ),
            ("<!-- </p><b> --><!doctype html><?x?>z", "z"),
            (
                "<style>a > b</style><svg><b>x</b></svg><title>T</title>z",
                "z",
            ),
            ("<form><input name=x><o:p>z</o:p></form>", "z"),
            ("<p title=\"</p><b>\">z", "<p title=\"</p><b>\">z</p>"),
            ("<p", "<p></p>"),
            ("</div>z<script>never ends", "z"),
        ] {
            assert_eq!(straightened(page).as_deref(), Some(straight), "{page}");
        }
    }

    #[test]
    fn it_is_no_deeper_than_browsers_read_with_ease() {
        let deep = straightened(&"<div>".repeat(TAGS_MAX)).expect("a page");
        assert_eq!(deep.matches("<div>").count(), DEPTH_MAX);
        assert_eq!(deep.matches("</div>").count(), DEPTH_MAX);
        assert_eq!(straightened(&"<br>".repeat(TAGS_MAX + 1)), None);
    }

    #[test]
    fn whatever_is_written_comes_out_in_order_and_is_not_changed_any_more() {
        const PIECES: [&str; 30] = [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<a href='x'>",
            "</a>",
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<li>",
            "<ul>",
            "</ul>",
            "<div style=\"a",
            "\">",
            "'",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "<img src=",
            ">",
            "<",
            "&lt;",
            "text",
            "<svg>",
            "</svg>",
            "<br/>",
        ];
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..2_000 {
            let count = random.random_range(1..60);
            let page: String = (0..count)
                .map(|_| PIECES[random.random_range(0..PIECES.len())])
                .collect();
            let straight = straightened(&page).expect("few tags");
            assert_eq!(
                straightened(&straight).as_deref(),
                Some(&*straight),
                "{page}"
            );
        }
    }
}
