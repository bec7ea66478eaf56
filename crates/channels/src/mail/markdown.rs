//! A plain text as Markdown that shows it as it was written.

/// Marks of Markdown that mean something within a line.
const MARKS: [char; 5] = ['\\', '*', '_', '~', '&'];

/// The text as Markdown: nothing in it becomes emphasis, a heading or a tag; quotations and links stay what they are.
pub(super) fn from_text(text: &str) -> String {
    let lines = text.lines().map(line);
    lines.collect::<Vec<_>>().join("\n")
}

fn line(line: &str) -> String {
    let indented = line.trim_start();
    // Four spaces would make a program of it.
    let spaces = (line.len() - indented.len()).min(3);
    let mut out = " ".repeat(spaces);
    let quotes = indented.len() - indented.trim_start_matches(['>', ' ']).len();
    out.push_str(&indented[..quotes]);
    let rest = &indented[quotes..];
    let heading = rest.starts_with('#');
    let ruled = !rest.is_empty()
        && rest.chars().all(|c| matches!(c, '=' | '-' | ' '))
        && !rest.trim().is_empty();
    if heading || ruled {
        out.push('\\');
    }
    // "5." stays five, whatever number stood before it.
    let numbered = rest.find(|c: char| !c.is_ascii_digit()).filter(|end| {
        let after = &rest[*end..];
        *end > 0 && (after.starts_with(". ") || after.starts_with(") "))
    });
    // Within an address nothing is marked: it must lead where it did. What would make a link of something else is.
    let (mut in_address, mut link_ends, mut written) = (false, 0, 0);
    for (at, c) in rest.char_indices() {
        if at < written {
            continue;
        }
        if at < link_ends {
            out.push(c);
            continue;
        }
        let begins = begins_address(&rest[at..]);
        // What makes links would be taken for a part of the address that it stands behind.
        if let Some(address) = begins.then(|| cut_off(&rest[at..])).flatten() {
            out.push_str(&format!("<{address}>"));
            written = at + address.len();
            continue;
        }
        in_address = (in_address && !c.is_whitespace() && c != '>') || begins;
        match c {
            '<' => match link_end(&rest[at..]) {
                Some(end) => {
                    link_ends = at + end;
                    out.push(c);
                }
                None => out.push_str("\\<"),
            },
            c if numbered == Some(at) => out.extend(['\\', c]),
            '[' | ']' | '`' => out.extend(['\\', c]),
            c if MARKS.contains(&c) && !in_address => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Whether the address of a page begins here: with a host behind its scheme.
fn begins_address(text: &str) -> bool {
    let after = text.strip_prefix("http");
    let after = after.map(|after| after.strip_prefix('s').unwrap_or(after));
    let host = after.and_then(|after| after.strip_prefix("://"));
    host.is_some_and(|host| host.starts_with(char::is_alphanumeric))
}

/// The address that begins here, where it goes on with what makes links.
fn cut_off(text: &str) -> Option<&str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>');
    let run = &text[..text.find(ends).unwrap_or(text.len())];
    run.find(['[', ']', '`']).map(|end| &run[..end])
}

/// Where a link in angle brackets ends that begins here.
fn link_end(text: &str) -> Option<usize> {
    let begins = ["<http://", "<https://", "<mailto:"];
    if !begins.iter().any(|begin| text.starts_with(begin)) {
        return None;
    }
    let end = text[1..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))?;
    text[1 + end..].starts_with('>').then_some(1 + end)
}

#[cfg(test)]
mod tests {
    use super::from_text;

    #[test]
    fn a_text_is_shown_as_it_was_written() {
        for text in [
            "a *b* c_d_e `x` ~~y~~ \\ z",
            "# no heading",
            "1 < 2 and <b>bold</b> <john@example.com>",
            "Heading\n=======",
            "List\n---",
            "        indented",
            "5. five\n7. seven\n3) three",
            "[https://bank.example](https://evil.example)",
            "![seen](https://evil.example/x.png) [x]",
            "[1]: https://evil.example",
            "https://[https://bank.example](https://evil.example)",
            "<https://[https://bank.example](https://evil.example)",
            "https://**bold** https://`code`",
            "a &lt;b&gt; &nbsp; &amp; R&D",
        ] {
            let html = web::markdown::to_html(&from_text(text));
            for tag in [
                "<em>", "<strong>", "<h1>", "<h2>", "<code>", "<del>", "<pre>",
            ] {
                assert!(!html.contains(tag), "{text}: {html}");
            }
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown: Vec<&str> = html
                .split('<')
                .map(|part| part.split_once('>').map_or(part, |(_, after)| after))
                .collect();
            let mut shown = shown.concat();
            for (entity, char) in [
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&quot;", "\""),
                ("&amp;", "&"),
            ] {
                shown = shown.replace(entity, char);
            }
            assert_eq!(words(&shown), words(text), "{html}");
            assert!(!html.contains("<img"), "{html}");
        }
    }

    #[test]
    fn quotations_and_links_stay_what_they_are() {
        let html = web::markdown::to_html(&from_text(
            "> quoted\n\nsee https://example.com/a_b_c?d=e and <https://example.com/f_g_h>",
        ));
        assert!(html.contains("<blockquote>"), "{html}");
        assert!(
            html.contains("href=\"https://example.com/a_b_c?d=e\""),
            "{html}"
        );
        assert!(
            html.contains("href=\"https://example.com/f_g_h\""),
            "{html}"
        );
    }
}
