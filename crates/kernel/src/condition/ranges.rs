//! Values of fields that know less and more: numbers and times.

use super::ast::{FieldTerm, Literal, Op, Span, ValueAst};
use super::lists::{Keywords, Listed, each};
use super::problem::{Problem, Reason};
use super::term::{Bounds, Edge, Interval, TimeRange};
use super::values;
use super::when::When;
use crate::Timestamp;
use jiff::tz::TimeZone;

/// Whole numbers, each within `limits`.
pub(super) fn numbers(
    term: &FieldTerm,
    keywords: Keywords,
    limits: Bounds,
    read: fn(&Literal) -> Result<i64, Problem>,
) -> Result<Listed<Bounds>, Problem> {
    intervals(term, keywords, read, |interval, span| {
        let bounds = Bounds {
            min: interval.from.map(|(n, edge)| match edge {
                Edge::Start => n,
                Edge::End => n.saturating_add(1),
            }),
            max: interval.to.map(|(n, edge)| match edge {
                Edge::Start => n.saturating_sub(1),
                Edge::End => n,
            }),
        };
        if let (Some(min), Some(max)) = (bounds.min, bounds.max)
            && min > max
        {
            return Err(backwards(term, span));
        }
        let outside = |n: Option<i64>| n.is_some_and(|n| !limits.contains(n));
        if outside(bounds.min) || outside(bounds.max) {
            let field = term.field.text.clone();
            let reason = match (limits.min, limits.max) {
                (Some(min), Some(max)) if max < values::NUMBER_MAX => {
                    Reason::Beyond { field, min, max }
                }
                (Some(min), _) if min >= 0 => Reason::NeverLess { field, min },
                _ => Reason::NumberTooLarge {},
            };
            return Err(Problem::new(span, reason));
        }
        Ok(bounds)
    })
}

/// Stretches of time, as `read` reads them.
pub(super) fn moments(
    term: &FieldTerm,
    keywords: Keywords,
    zone: &TimeZone,
    read: fn(&Literal, &TimeZone) -> Result<When, Problem>,
) -> Result<Listed<TimeRange>, Problem> {
    let read = |literal: &Literal| read(literal, zone);
    intervals(term, keywords, read, |interval, span| {
        if let (Some((from @ When::FromNow(_), _)), Some((to, _))) = (interval.from, interval.to)
            && from == to
        {
            let later = format!("{}>={from}", term.field.text);
            return Err(Problem::new(span, Reason::Moment {}).suggest(later));
        }
        forwards(&interval, term, span, zone)?;
        Ok(interval)
    })
}

/// Stretches of whole days.
pub(super) fn days(
    term: &FieldTerm,
    keywords: Keywords,
    zone: &TimeZone,
) -> Result<Listed<TimeRange>, Problem> {
    let read = |literal: &Literal| match values::when(literal, zone)? {
        When::At(..) => {
            let day = literal.text.chars().take(10).collect::<String>();
            let field = term.field.text.clone();
            Err(Problem::new(literal.span, Reason::DaysOnly { field }).suggest(day))
        }
        when => Ok(when),
    };
    intervals(term, keywords, read, |interval, span| {
        forwards(&interval, term, span, zone)?;
        Ok(interval)
    })
}

fn intervals<V: Copy, R>(
    term: &FieldTerm,
    keywords: Keywords,
    read: impl Fn(&Literal) -> Result<V, Problem>,
    finish: impl Fn(Interval<V>, Span) -> Result<R, Problem>,
) -> Result<Listed<R>, Problem> {
    let edges = match term.op {
        Op::Is | Op::IsNot => (Some(Edge::Start), Some(Edge::End)),
        Op::Less => (None, Some(Edge::Start)),
        Op::AtMost => (None, Some(Edge::End)),
        Op::More => (Some(Edge::End), None),
        Op::AtLeast => (Some(Edge::Start), None),
    };
    let compares = !matches!(term.op, Op::Is | Op::IsNot);
    if compares && term.values.len() > 1 {
        let op = term.op;
        return Err(Problem::new(term.span, Reason::OneValue { op }));
    }
    let keywords = if compares { Keywords::None } else { keywords };
    each(term, keywords, |value| {
        let interval = match value {
            ValueAst::One(literal) => {
                let v = read(literal)?;
                Interval {
                    from: edges.0.map(|edge| (v, edge)),
                    to: edges.1.map(|edge| (v, edge)),
                }
            }
            ValueAst::Range { span, .. } if compares => {
                let op = term.op;
                return Err(Problem::new(*span, Reason::OneValueNoRange { op }));
            }
            ValueAst::Range { from, to, .. } => {
                let end = |literal: &Option<Literal>, edge: Edge| {
                    let v = literal.as_ref().map(&read).transpose()?;
                    Ok::<_, Problem>(v.map(|v| (v, edge)))
                };
                Interval {
                    from: end(from, Edge::Start)?,
                    to: end(to, Edge::End)?,
                }
            }
        };
        finish(interval, value.span())
    })
}

/// Refuses a range that can be seen to run backwards: both ends move with time, or neither does.
fn forwards(
    interval: &TimeRange,
    term: &FieldTerm,
    span: Span,
    zone: &TimeZone,
) -> Result<(), Problem> {
    let (Some((from, _)), Some((to, _))) = (interval.from, interval.to) else {
        return Ok(());
    };
    let comparable = match (from, to) {
        (When::FromNow(from), When::FromNow(to)) => return in_order(from <= to, term, span),
        (from, to) => !from.moves() && !to.moves(),
    };
    let (start, _) = from.instants(Timestamp(0), zone);
    let (_, end) = to.instants(Timestamp(0), zone);
    in_order(!comparable || start < end, term, span)
}

fn in_order(holds: bool, term: &FieldTerm, span: Span) -> Result<(), Problem> {
    if holds {
        Ok(())
    } else {
        Err(backwards(term, span))
    }
}

fn backwards(term: &FieldTerm, span: Span) -> Problem {
    let swapped = term.values.iter().find_map(|value| match value {
        ValueAst::Range {
            from: Some(from),
            to: Some(to),
            span: here,
        } if *here == span => Some(format!("{}..{}", to.text, from.text)),
        _ => None,
    });
    Problem::new(span, Reason::Backwards {}).suggest(swapped)
}
