//! From characters to the pieces that the parser puts together.

use super::ast::{FieldTerm, Literal, Op, Span, ValueAst};
use super::problem::{Problem, Reason};

/// A piece of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Not,
    And,
    Or,
    Field(FieldTerm),
    Text(Literal),
}

/// The pieces of `text`, each with its place.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, Problem> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_space();
        let start = lexer.at;
        let Some(token) = lexer.token()? else {
            return Ok(tokens);
        };
        tokens.push((token, lexer.since(start)));
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl Lexer<'_> {
    fn token(&mut self) -> Result<Option<Token>, Problem> {
        let start = self.at;
        let Some(first) = self.peek() else {
            return Ok(None);
        };
        let token = match first {
            '(' => self.take(Token::Open),
            ')' => self.take(Token::Close),
            '"' => Token::Text(self.quoted()?),
            '-' => {
                self.at += 1;
                if self.peek().is_none_or(ends_word) {
                    return Err(Problem::new(self.since(start), Reason::LonelyMinus {}));
                }
                Token::Not
            }
            _ => self.field_or_word()?,
        };
        Ok(Some(token))
    }

    fn field_or_word(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        let name = self.run(|c| c.is_ascii_alphanumeric() || "_.-/".contains(c));
        let is_address = self.rest().starts_with("://");
        if (name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic()))
            && !is_address
            && let Some(op) = self.op()
        {
            if name.is_empty() {
                return Err(Problem::new(self.since(start), Reason::FieldMissing { op }));
            }
            let field = Literal {
                span: Span {
                    start,
                    end: start + name.len(),
                },
                text: name,
                quoted: false,
            };
            let values = self.values(&field, op)?;
            let span = self.since(start);
            return Ok(Token::Field(FieldTerm {
                field,
                op,
                values,
                span,
            }));
        }
        self.run(|c| !ends_word(c) && c != '(' && c != '"');
        let text = &self.text[start..self.at];
        Ok(match text {
            "or" | "OR" => Token::Or,
            "and" | "AND" => Token::And,
            "not" | "NOT" => Token::Not,
            _ => Token::Text(Literal {
                text: text.to_owned(),
                quoted: false,
                span: self.since(start),
            }),
        })
    }

    fn op(&mut self) -> Option<Op> {
        let (op, length) = operator(self.rest())?;
        self.at += length;
        Some(op)
    }

    fn values(&mut self, field: &Literal, op: Op) -> Result<Vec<ValueAst>, Problem> {
        let mut values = Vec::new();
        loop {
            let start = self.at;
            let Some(value) = self.value()? else {
                let reason = if values.is_empty() {
                    let field = field.text.clone();
                    Reason::ValueMissing { field, op }
                } else {
                    Reason::ListMissing {}
                };
                let span = Span {
                    start: field.span.start,
                    end: start,
                };
                return Err(Problem::new(span, reason));
            };
            values.push(value);
            if self.peek() != Some(',') {
                return Ok(values);
            }
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Option<ValueAst>, Problem> {
        let start = self.at;
        let from = self.bound()?;
        if !self.rest().starts_with("..") {
            return Ok(from.map(ValueAst::One));
        }
        self.at += 2;
        let to = self.bound()?;
        let span = self.since(start);
        if from.is_none() && to.is_none() {
            return Err(Problem::new(span, Reason::EmptyRange {}));
        }
        Ok(Some(ValueAst::Range { from, to, span }))
    }

    fn bound(&mut self) -> Result<Option<Literal>, Problem> {
        if self.peek() == Some('"') {
            return self.quoted().map(Some);
        }
        let start = self.at;
        while let Some(c) = self.peek()
            && !ends_word(c)
            && !['(', '"', ','].contains(&c)
            && !self.rest().starts_with("..")
        {
            self.at += c.len_utf8();
        }
        let text = self.text[start..self.at].to_owned();
        Ok((!text.is_empty()).then(|| Literal {
            text,
            quoted: false,
            span: self.since(start),
        }))
    }

    fn quoted(&mut self) -> Result<Literal, Problem> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.next() {
            match c {
                '"' => {
                    return Ok(Literal {
                        text,
                        quoted: true,
                        span: self.since(start),
                    });
                }
                '\\' => text.extend(self.next()),
                c => text.push(c),
            }
        }
        let span = self.since(start);
        let closed = format!("{}\"", &self.text[start..]);
        Err(Problem::new(span, Reason::OpenQuote {}).suggest(closed))
    }

    fn skip_space(&mut self) {
        self.run(char::is_whitespace);
    }

    fn run(&mut self, part: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while let Some(c) = self.peek().filter(|c| part(*c)) {
            self.at += c.len_utf8();
        }
        self.text[start..self.at].to_owned()
    }

    fn take(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn since(&self, start: usize) -> Span {
        Span {
            start,
            end: self.at,
        }
    }
}

/// The comparison that a text begins with, and its length. `:` may stand before one, as other tools write it:
/// `created:>2026-01-01`.
pub(super) fn operator(text: &str) -> Option<(Op, usize)> {
    const OPS: [(&str, Op); 11] = [
        (":<=", Op::AtMost),
        (":>=", Op::AtLeast),
        (":<", Op::Less),
        (":>", Op::More),
        (":", Op::Is),
        ("=", Op::Is),
        ("!=", Op::IsNot),
        ("<=", Op::AtMost),
        (">=", Op::AtLeast),
        ("<", Op::Less),
        (">", Op::More),
    ];
    let found = OPS.into_iter().find(|(op, _)| text.starts_with(op));
    found.map(|(written, op)| (op, written.len()))
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || c == ')'
}
