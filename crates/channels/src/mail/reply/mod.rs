//! The reply that somebody wrote, apart from what their program quoted and from their signature. Pure; languages
//! stand in `words.rs`.
//!
//! Only what stands at the end is left out: who answers between the lines of a quotation is shown with it. Nothing is
//! lost, the message is kept whole.

mod forwarded;
mod words;

pub use forwarded::{Forwarded, forwarded};

use words::{FROM, HEADERS, OPENERS, SENT_FROM, SEPARATORS, WROTE};

/// Lines over which a mail program breaks the line above a quotation.
const ATTRIBUTION_LINES: usize = 4;
/// Longest such line, in bytes.
const ATTRIBUTION_MAX_BYTES: usize = 400;
/// Longest signature, in lines.
const SIGNATURE_LINES: usize = 15;
/// Longest line that a telephone's program puts below a message, in words.
const SENT_FROM_WORDS: usize = 9;
/// Lines among which the headers of a quoted message stand.
const HEADER_LINES: usize = 12;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Written,
    Blank,
    Quoted,
    Signature,
}

/// What somebody wrote of a message.
pub fn visible(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let kinds = kinds(&lines);
    let end = kinds
        .iter()
        .rposition(|kind| *kind == Line::Written)
        .map_or(0, |last| last + 1);
    let shown = lines[..end].join("\n");
    let shown = shown.trim_start_matches('\n').trim_end();
    // Whoever only quotes says something with it all the same.
    if shown.trim().is_empty() {
        text.trim().to_owned()
    } else {
        shown.to_owned()
    }
}

fn kinds(lines: &[&str]) -> Vec<Line> {
    let mut kinds = Vec::with_capacity(lines.len());
    while kinds.len() < lines.len() {
        let at = kinds.len();
        let line = lines[at];
        if line.trim().is_empty() {
            kinds.push(Line::Blank);
        } else if is_quoted(line) {
            kinds.push(Line::Quoted);
        } else if begins_quoted_message(lines, at) {
            kinds.resize(lines.len(), Line::Quoted);
        } else if let Some(count) = attribution(lines, at) {
            // Where the program marks no lines, all that follows is quoted.
            let next = lines[at + count..]
                .iter()
                .find(|line| !line.trim().is_empty());
            let marked = next.is_none_or(|line| is_quoted(line));
            kinds.resize(if marked { at + count } else { lines.len() }, Line::Quoted);
        } else if let Some(count) = signature(lines, at) {
            kinds.resize(at + count, Line::Signature);
        } else {
            kinds.push(Line::Written);
        }
    }
    kinds
}

fn is_quoted(line: &str) -> bool {
    let line = line.trim();
    // The end of a line that was broken within an address.
    line.starts_with('>') && line != ">:"
}

/// Whether a message begins here that is quoted whole: a separator, or its headers.
fn begins_quoted_message(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    if is_separator(line) {
        return true;
    }
    let is_rule = line.len() >= 5 && line.chars().all(|c| matches!(c, '-' | '_' | '=' | '*'));
    let next = || {
        lines[at + 1..]
            .iter()
            .position(|line| !line.trim().is_empty())
    };
    if is_rule {
        return next().is_some_and(|skipped| has_headers(lines, at + 1 + skipped));
    }
    has_headers(lines, at)
}

fn is_separator(line: &str) -> bool {
    let begin = line.starts_with("--") || line.starts_with("__") || line.starts_with("==");
    let inner = between(line);
    (begin && SEPARATORS.contains(&inner.as_str()))
        || matches!(
            inner.as_str(),
            "begin forwarded message" | "anfang der weitergeleiteten nachricht"
        )
}

/// What stands between the dashes of a separator, in small letters.
fn between(line: &str) -> String {
    let inner = line
        .trim()
        .trim_matches(|c: char| matches!(c, '-' | '_' | '=' | ' ' | '>' | '*'))
        .to_lowercase();
    inner.trim_end_matches(':').to_owned()
}

/// Whether the headers of a message stand from here on: who wrote it, and two more of when, to whom and what about.
fn has_headers(lines: &[&str], at: usize) -> bool {
    if !header_name(lines[at]).is_some_and(|name| FROM.contains(&name.as_str())) {
        return false;
    }
    let following = lines[at + 1..]
        .iter()
        .take(HEADER_LINES)
        .filter_map(|line| header_name(line));
    following
        .filter(|name| HEADERS.contains(&name.as_str()))
        .count()
        >= 2
}

/// The name of a header, however a mail program emphasises it.
fn header_name(line: &str) -> Option<String> {
    let line =
        line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '>' | '_' | '|'));
    let (name, _) = line.split_once([':', '：'])?;
    let name =
        name.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '\u{a0}'));
    (name.chars().count() <= 20).then(|| name.to_lowercase())
}

/// How many lines say when and who wrote what follows, if these do.
fn attribution(lines: &[&str], at: usize) -> Option<usize> {
    if !begins_attribution(lines[at]) {
        return None;
    }
    let mut joined = String::new();
    for count in 1..=ATTRIBUTION_LINES {
        let line = lines.get(at + count - 1)?.trim();
        if line.is_empty() || is_quoted(line) {
            return None;
        }
        if count > 1 {
            joined.push(' ');
        }
        joined.push_str(line);
        if joined.len() > ATTRIBUTION_MAX_BYTES {
            return None;
        }
        if ends_attribution(&joined) {
            return Some(count);
        }
    }
    None
}

fn begins_attribution(line: &str) -> bool {
    let line = bare(line).to_lowercase();
    let dated = line.chars().next().is_some_and(|c| c.is_ascii_digit());
    let opens = OPENERS.iter().any(|opener| line.starts_with(opener));
    dated || opens || (line.contains('@') && has_time(&line))
}

/// Whether a time of day stands in a text.
fn has_time(text: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let colons = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b':' | b'.'));
    colons.map(|(at, _)| at).any(|at| {
        at > 0
            && is_digit(bytes.get(at - 1))
            && is_digit(bytes.get(at + 1))
            && is_digit(bytes.get(at + 2))
    })
}

fn ends_attribution(text: &str) -> bool {
    let text = bare(text).to_lowercase();
    let text = text.as_str();
    let open = text.strip_suffix([':', '：']).map(str::trim_end);
    let (body, closed) = (open.unwrap_or(text), open.is_some());
    let says = WROTE.iter().any(|word| {
        body.ends_with(word) || (closed && body.split_whitespace().any(|one| one == *word))
    });
    let dated = text.chars().any(|c| c.is_ascii_digit());
    let addressed = text.contains('@');
    (says && (dated || addressed)) || (closed && addressed && has_time(text))
}

/// Without the dashes and marks that some programs put around the line.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '*' | '_' | '<' | '\u{a0}' | '\u{200e}')
    })
}

/// How many lines from here on are a signature, if these are.
fn signature(lines: &[&str], at: usize) -> Option<usize> {
    let line = lines[at].trim();
    let delimiter = matches!(line, "--" | "—" | "__" | "___")
        || (line.starts_with("__") && line.bytes().all(|b| b == b'_'));
    if !delimiter && !is_sent_from(line) {
        return None;
    }
    let (mut count, mut written) = (1, 0);
    while let Some(next) = lines.get(at + count) {
        let here = at + count;
        if is_quoted(next)
            || begins_quoted_message(lines, here)
            || attribution(lines, here).is_some()
        {
            break;
        }
        written += usize::from(!next.trim().is_empty());
        if delimiter && written > SIGNATURE_LINES {
            return None;
        }
        count += 1;
    }
    Some(count)
}

fn is_sent_from(line: &str) -> bool {
    let line = line.trim_matches(['*', '_', ' ', '[', '(']).to_lowercase();
    let begins = SENT_FROM.iter().any(|begin| line.starts_with(begin));
    let ends = line.starts_with("von ") && line.ends_with("gesendet");
    (begins || ends)
        && line.split_whitespace().count() <= SENT_FROM_WORDS
        && !line.contains(',')
        && !line.contains("[")
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_messages;
