//! As much of Rust's syntax as the checks need: what is code, what is a string, what is a test.

use std::ops::Range;

/// A string literal as it stands between its quotes.
pub(super) struct Literal {
    pub(super) line: usize,
    pub(super) text: String,
}

/// A source file taken apart.
pub(super) struct RustText {
    /// The source with comments and the insides of literals blanked; lines and columns stay.
    code: String,
    literals: Vec<Literal>,
    /// Lines of `#[cfg(test)]` items, counted from 1.
    test_lines: Vec<Range<usize>>,
}

impl RustText {
    pub(super) fn read(source: &str) -> RustText {
        let mut reader = Reader {
            source,
            at: 0,
            code: Vec::new(),
            literals: Vec::new(),
        };
        while reader.at < source.len() {
            reader.token();
        }
        let code = String::from_utf8_lossy(&reader.code).into_owned();
        let test_lines = test_lines(&code);
        RustText {
            code,
            literals: reader.literals,
            test_lines,
        }
    }

    pub(super) fn production_literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals
            .iter()
            .filter(|literal| !self.is_test(literal.line))
    }

    /// Numbered lines of code, without comments, literals and tests.
    pub(super) fn production_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self
            .code
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line));
        numbered.filter(|(line, _)| !self.is_test(*line))
    }

    /// Each module that follows `std::`, alone or in a group, with its line.
    pub(super) fn std_modules(&self) -> Vec<(usize, &str)> {
        let mut found = Vec::new();
        for (at, path) in self.code.match_indices("std::") {
            let rest = &self.code[at + path.len()..];
            let line = line_of(&self.code, at);
            if self.is_test(line) {
                continue;
            }
            match rest.strip_prefix('{') {
                Some(group) => found.extend(group_heads(group).map(|head| (line, head))),
                None => found.extend(words(rest).next().map(|word| (line, word))),
            }
        }
        found
    }

    fn is_test(&self, line: usize) -> bool {
        self.test_lines.iter().any(|lines| lines.contains(&line))
    }
}

/// The identifiers of a piece of code.
pub(super) fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

/// The first word of each entry of a `use` group whose opening brace has been taken off.
fn group_heads(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 1;
    let end = group.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    let mut depth = 0;
    let entries = group[..end.unwrap_or(group.len())].split(move |c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    entries.filter_map(|entry| words(entry).next())
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
}

/// From each `#[cfg(test)]` to the end of the item below it.
fn test_lines(code: &str) -> Vec<Range<usize>> {
    let item = |(at, _): (usize, &str)| {
        let mut depth = 0;
        let end = code[at..].find(|c| {
            depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
            depth == 0 && (c == '}' || c == ';')
        });
        line_of(code, at)..line_of(code, end.map_or(code.len(), |end| at + end)) + 1
    };
    code.match_indices("#[cfg(test)]").map(item).collect()
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    code: Vec<u8>,
    literals: Vec<Literal>,
}

impl Reader<'_> {
    /// Takes the next piece: a comment, a literal, or one byte of code.
    fn token(&mut self) {
        let rest = &self.source[self.at..];
        if rest.starts_with("//") {
            self.blank(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.blank(block_comment(rest));
        } else if let Some(inside) = rest.strip_prefix('"') {
            self.literal(1, quoted(inside), 1);
        } else if let Some(hashes) = self.raw_string_opening() {
            let opening = hashes + 2;
            let closing = format!("\"{}", "#".repeat(hashes));
            let inner = rest[opening..]
                .find(&closing)
                .unwrap_or(rest.len() - opening);
            self.literal(opening, inner, closing.len());
        } else if rest.starts_with('\'') {
            self.blank(character(rest));
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            self.code.extend_from_slice(&rest.as_bytes()[..length]);
            self.at += length;
        }
    }

    /// The number of `#` if a raw string begins here; `r#name` and a name that ends in r are none.
    fn raw_string_opening(&self) -> Option<usize> {
        let after = self.source[self.at..].strip_prefix('r')?;
        let before = &self.source.as_bytes()[..self.at];
        let prefix = match before {
            [.., b'b' | b'c'] => &before[..before.len() - 1],
            _ => before,
        };
        let in_a_name = prefix
            .last()
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let hashes = after.len() - after.trim_start_matches('#').len();
        (!in_a_name && after[hashes..].starts_with('"')).then_some(hashes)
    }

    fn literal(&mut self, opening: usize, inner: usize, closing: usize) {
        let from = self.at + opening;
        let text = self.source[from..from + inner].to_owned();
        self.literals.push(Literal {
            line: line_of(self.source, self.at),
            text,
        });
        self.blank(opening + inner + closing);
    }

    fn blank(&mut self, length: usize) {
        let end = (self.at + length).min(self.source.len());
        let bytes = &self.source.as_bytes()[self.at..end];
        self.code.extend(
            bytes
                .iter()
                .map(|byte| if *byte == b'\n' { b'\n' } else { b' ' }),
        );
        self.at = end;
    }
}

/// The length up to the closing quote.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|c| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    end.unwrap_or(text.len())
}

/// The length of a block comment, which may hold others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of a character literal, or of the quote alone where it opens a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text[1..].chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), Some(escape)) => {
            let after = 2 + escape.len_utf8();
            text[after..]
                .find('\'')
                .map_or(text.len(), |end| after + end + 1)
        }
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 1,
    }
}
