//! Lists of values behind a field, with `none` and `any` among them.

use super::ast::{FieldTerm, Literal, Op, ValueAst};
use super::fields::FieldInfo;
use super::problem::{Problem, Reason};
use super::term::{Condition, Term};

/// Values of a term, `None` being `none`, and whether they are excluded.
pub(super) type Listed<T> = (Vec<Option<T>>, bool);

/// The values that are no values of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keywords {
    None,
    NoneAndAny,
}

pub(super) fn keywords(info: &FieldInfo) -> Keywords {
    if info.optional {
        Keywords::NoneAndAny
    } else {
        Keywords::None
    }
}

pub(super) fn list<T>(
    term: &FieldTerm,
    info: &FieldInfo,
    read: impl Fn(&Literal) -> Result<T, Problem>,
) -> Result<Listed<T>, Problem> {
    listed(term, keywords(info), read)
}

/// Values of a field that knows neither less nor more.
pub(super) fn listed<T>(
    term: &FieldTerm,
    keywords: Keywords,
    read: impl Fn(&Literal) -> Result<T, Problem>,
) -> Result<Listed<T>, Problem> {
    if !matches!(term.op, Op::Is | Op::IsNot) {
        let field = term.field.text.clone();
        let values = texts(term);
        let suggestion = format!("{}:{values}", term.field.text);
        return Err(Problem::new(term.span, Reason::NotOrdered { field }).suggest(suggestion));
    }
    each(term, keywords, |value| match value {
        ValueAst::One(literal) => read(literal),
        ValueAst::Range { span, .. } => {
            let field = term.field.text.clone();
            let values = texts(term).replace("..", ",");
            Err(Problem::new(*span, Reason::NoRange { field }).suggest(values))
        }
    })
}

/// Reads every value, `none` and `any` aside. `any` is what `none` is not.
pub(super) fn each<T>(
    term: &FieldTerm,
    keywords: Keywords,
    read: impl Fn(&ValueAst) -> Result<T, Problem>,
) -> Result<Listed<T>, Problem> {
    let is = |value: &ValueAst, keyword: &str| {
        keywords == Keywords::NoneAndAny
            && matches!(value, ValueAst::One(literal) if literal.is(keyword))
    };
    let excluded = term.op == Op::IsNot;
    if let [value] = term.values.as_slice()
        && is(value, "any")
    {
        return Ok((vec![None], !excluded));
    }
    let read = |value: &ValueAst| {
        if is(value, "none") {
            Ok(None)
        } else if is(value, "any") {
            Err(Problem::new(value.span(), Reason::AnyAlone {}))
        } else {
            read(value).map(Some)
        }
    };
    let values = term.values.iter().map(read).collect::<Result<_, _>>()?;
    Ok((values, excluded))
}

pub(super) fn optional<T>(
    (values, excluded): Listed<T>,
    term: impl FnOnce(Vec<Option<T>>) -> Term,
) -> Condition {
    signed(Condition::Term(term(values)), excluded)
}

/// For fields that every ticket has.
pub(super) fn present<T>(
    (values, excluded): Listed<T>,
    term: impl FnOnce(Vec<T>) -> Term,
) -> Condition {
    let values = values.into_iter().flatten().collect();
    signed(Condition::Term(term(values)), excluded)
}

pub(super) fn signed(condition: Condition, excluded: bool) -> Condition {
    if excluded {
        Condition::not(condition)
    } else {
        condition
    }
}

/// The values of a term, as they were written.
pub(super) fn texts(term: &FieldTerm) -> String {
    let text =
        |literal: &Option<Literal>| literal.as_ref().map_or("", |l| l.text.as_str()).to_owned();
    let values = term.values.iter().map(|value| match value {
        ValueAst::One(literal) => literal.text.clone(),
        ValueAst::Range { from, to, .. } => format!("{}..{}", text(from), text(to)),
    });
    values.collect::<Vec<_>>().join(",")
}
