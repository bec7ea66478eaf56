//! The condition language: `state:open priority<=2 team:network -tag:spam "vpn timeout"`.
//!
//! One language for the search box, saved views, rules and the API's `q=`. [`parse`] reads the shape, [`check`]
//! gives it its meaning; the result, a [`Condition`], is asked in memory over one ticket
//! ([`Condition::matches`]) or as SQL over all of them (`work::condition`).
//!
//! - Parts beside each other must all hold; `or` between them, `-` or `not` before them, parentheses around.
//! - `field:value`, `field!=value`, `<`, `<=`, `>`, `>=`; lists `state:new,active` (one of them) and ranges
//!   `priority:1..3` (both ends included). `none` and `any` for what a ticket may be without; `me`, `mine`.
//! - A value with spaces or special characters stands in quotes, with `\` before `"` and `\`.
//! - A word alone is looked for in everything that the reader may read; `print*` finds longer words, too;
//!   `"vpn timeout"` finds both words one after the other. So does `e-mail`, which is two words.
//! - Fields stand in [`FIELDS`], times are explained at [`When`].

mod analyse;
mod ast;
mod check;
mod choices;
mod complete;
mod describe;
mod eval;
mod fields;
mod lex;
mod lists;
mod named;
mod parse;
mod problem;
mod ranges;
mod suggest;
mod term;
mod values;
mod when;
mod write;

#[cfg(test)]
mod tests;

pub use analyse::CounterShape;
pub use ast::{Ast, FieldTerm, Literal, Op, Span, ValueAst};
pub use check::{PREFIX_MIN_CHARS, Vocabulary, check};
pub use complete::{
    Expected, Offer, Wanted, complete, custom_named, custom_offers, field_named, field_offers,
    value_offers,
};
pub use describe::{Names, WORDS, describe};
pub(crate) use eval::instant;
pub use eval::{Moment, Subject, TicketWords, Words};
pub use fields::{CUSTOM_PREFIX, FIELDS, FieldInfo, Takes};
pub use named::{Meant, with_names};
pub use parse::{MAX_BYTES, MAX_DEPTH, MAX_TERMS, parse};
pub use problem::{Problem, Reason};
pub use suggest::spoken;
pub use term::*;
pub use when::{Named, Precision, When};

impl Condition {
    /// Reads a condition as somebody wrote it.
    ///
    /// # Errors
    /// When it is not of the grammar, names something unknown or gives a field a value that it does not take.
    pub fn read(text: &str, vocabulary: &dyn Vocabulary) -> Result<Condition, Problem> {
        let ast = parse(text).map_err(|problem| check::of_unknown_field(problem, vocabulary))?;
        check(&ast, vocabulary)
    }
}
