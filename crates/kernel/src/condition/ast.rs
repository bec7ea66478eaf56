//! What the parser gives: the shape of a condition as it was written, with the place of every part.

use std::fmt;

/// A part of the text that was written, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where it has ended.
    pub end: usize,
}

/// How a field is compared with its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `:` or `=`: any of the values.
    Is,
    /// `!=`: none of the values.
    IsNot,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Op::Is => ":",
            Op::IsNot => "!=",
            Op::Less => "<",
            Op::AtMost => "<=",
            Op::More => ">",
            Op::AtLeast => ">=",
        })
    }
}

/// A word or a quoted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// What it says, without quotes and escapes.
    pub text: String,
    /// Whether it stood in quotes; then it is no keyword.
    pub quoted: bool,
    /// Where it stands, quotes included.
    pub span: Span,
}

impl Literal {
    /// Whether it is this keyword: not quoted, upper or lower case.
    pub fn is(&self, keyword: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(keyword)
    }
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueAst {
    /// A single one.
    One(Literal),
    /// From one to another, both included; open where one is missing.
    Range {
        /// The first.
        from: Option<Literal>,
        /// The last.
        to: Option<Literal>,
        /// Where all of it stands.
        span: Span,
    },
}

impl ValueAst {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            ValueAst::One(literal) => literal.span,
            ValueAst::Range { span, .. } => *span,
        }
    }
}

/// `field op value,value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldTerm {
    /// The field's name, as written.
    pub field: Literal,
    /// The comparison.
    pub op: Op,
    /// The values; at least one.
    pub values: Vec<ValueAst>,
    /// Where all of it stands.
    pub span: Span,
}

/// A condition as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ast {
    /// All must hold; everything matches when there are none.
    All(Vec<Ast>),
    /// One must hold.
    Any(Vec<Ast>),
    /// It must not hold.
    Not(Box<Ast>),
    /// A comparison.
    Field(FieldTerm),
    /// Words to look for.
    Text(Literal),
}
