//! From pieces to the shape of a condition.
//!
//! ```text
//! any  := all (("or" | "OR") all)*
//! all  := not+                        ("and" may stand between)
//! not  := ("-" | "not") not | "(" any ")" | term
//! term := field op value ("," value)* | word | "phrase"
//! op   := ":" | "=" | "!=" | "<" | "<=" | ">" | ">="
//! value := bound | bound? ".." bound?
//! ```

use super::ast::{Ast, Span};
use super::lex::{Token, tokens};
use super::problem::{Problem, Reason};

/// Longest condition, in bytes.
pub const MAX_BYTES: usize = 2_000;
/// How deep parentheses and negations may nest.
pub const MAX_DEPTH: usize = 20;
/// How many words, phrases and values a condition may name.
pub const MAX_TERMS: usize = 100;

/// Reads a condition. An empty text matches every ticket.
///
/// # Errors
/// When it is too long or not of the language's grammar.
pub fn parse(text: &str) -> Result<Ast, Problem> {
    let all = Span {
        start: 0,
        end: text.len(),
    };
    if text.len() > MAX_BYTES {
        let reason = Reason::TooLong {
            bytes: text.len(),
            max: MAX_BYTES,
        };
        return Err(Problem::new(all, reason));
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Ok(Ast::All(Vec::new()));
    }
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        terms: 0,
        end: text.len(),
    };
    let ast = parser.any(0)?;
    match parser.tokens.get(parser.at) {
        None => Ok(ast),
        Some((_, span)) => Err(closes_nothing(*span)),
    }
}

struct Parser<'t> {
    tokens: &'t [(Token, Span)],
    at: usize,
    terms: usize,
    end: usize,
}

impl Parser<'_> {
    fn any(&mut self, depth: usize) -> Result<Ast, Problem> {
        let mut parts = vec![self.all(depth)?];
        while self.eat(&Token::Or) {
            parts.push(self.all(depth)?);
        }
        Ok(single(parts, Ast::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Ast, Problem> {
        let mut parts = vec![self.not(depth)?];
        loop {
            if self.eat(&Token::And) {
                parts.push(self.not(depth)?);
                continue;
            }
            match self.tokens.get(self.at) {
                None | Some((Token::Or | Token::Close, _)) => return Ok(single(parts, Ast::All)),
                Some(_) => parts.push(self.not(depth)?),
            }
        }
    }

    fn not(&mut self, depth: usize) -> Result<Ast, Problem> {
        let Some((token, span)) = self.tokens.get(self.at) else {
            return Err(self.missing());
        };
        if depth > MAX_DEPTH {
            return Err(Problem::new(*span, Reason::TooDeep { max: MAX_DEPTH }));
        }
        self.at += 1;
        match token {
            Token::Not => Ok(Ast::Not(Box::new(self.not(depth + 1)?))),
            Token::Open => self.group(*span, depth),
            Token::Field(term) => {
                self.count(term.values.len(), *span)?;
                Ok(Ast::Field(term.clone()))
            }
            Token::Text(literal) => {
                self.count(1, *span)?;
                Ok(Ast::Text(literal.clone()))
            }
            Token::And | Token::Or | Token::Close => {
                self.at -= 1;
                Err(self.missing())
            }
        }
    }

    fn group(&mut self, open: Span, depth: usize) -> Result<Ast, Problem> {
        if let Some((Token::Close, close)) = self.tokens.get(self.at) {
            let span = Span {
                start: open.start,
                end: close.end,
            };
            return Err(Problem::new(span, Reason::EmptyGroup {}));
        }
        let inner = self.any(depth + 1)?;
        if self.eat(&Token::Close) {
            Ok(inner)
        } else {
            Err(never_closed(open))
        }
    }

    fn count(&mut self, terms: usize, span: Span) -> Result<(), Problem> {
        self.terms += terms;
        if self.terms > MAX_TERMS {
            return Err(Problem::new(span, Reason::TooMany { max: MAX_TERMS }));
        }
        Ok(())
    }

    fn eat(&mut self, wanted: &Token) -> bool {
        let found = self
            .tokens
            .get(self.at)
            .is_some_and(|(token, _)| token == wanted);
        self.at += usize::from(found);
        found
    }

    /// Something must stand at the present place, and does not.
    fn missing(&self) -> Problem {
        let here = self.tokens.get(self.at);
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let quote_it = |reason: Reason, word: &str, span: Span| {
            Problem::new(span, reason).suggest(format!("\"{word}\""))
        };
        let before_it = |word, span| quote_it(Reason::MissingBefore { word }, word, span);
        let after_it = |word, span| quote_it(Reason::MissingAfter { word }, word, span);
        match (here, before) {
            (Some((Token::Or, span)), _) => before_it("or", *span),
            (Some((Token::And, span)), _) => before_it("and", *span),
            (_, Some((Token::Or, span))) => after_it("or", *span),
            (_, Some((Token::And, span))) => after_it("and", *span),
            (_, Some((Token::Not, span))) => after_it("not", *span),
            (_, Some((Token::Open, span))) => never_closed(*span),
            (Some((_, span)), _) => closes_nothing(*span),
            (None, _) => Problem::new(self.end(), Reason::MissingEnd {}),
        }
    }

    fn end(&self) -> Span {
        Span {
            start: self.end,
            end: self.end,
        }
    }
}

fn never_closed(open: Span) -> Problem {
    Problem::new(open, Reason::NeverClosed {})
}

fn closes_nothing(close: Span) -> Problem {
    Problem::new(close, Reason::ClosesNothing {})
}

fn single(mut parts: Vec<Ast>, several: fn(Vec<Ast>) -> Ast) -> Ast {
    match parts.len() {
        1 => parts.remove(0),
        _ => several(parts),
    }
}
