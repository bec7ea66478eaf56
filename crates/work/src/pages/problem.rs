//! A query that cannot be understood: what is wrong, and where.

use super::address::ListAddress;
use crate::screens::list::QueryProblem;
use kernel::condition::{Problem, Reason};
use web::Texts;
use web::texts::Arg;

/// The problem with its place marked in what was typed, and the query as it may have been meant.
pub(super) fn shown(texts: Texts, problem: &Problem, list: ListAddress<'_>) -> QueryProblem {
    let q = list.q;
    let start = q.floor_char_boundary(problem.span.start.min(q.len()));
    let end = q.ceil_char_boundary(problem.span.end.clamp(start, q.len()));
    let meant = problem.suggestion.as_ref().map(|suggestion| {
        let meant = format!("{}{suggestion}{}", &q[..start], &q[end..]);
        let list = ListAddress { q: &meant, ..list };
        (list.first(), meant.clone())
    });
    QueryProblem {
        message: said(texts, &problem.reason),
        before: q[..start].to_owned(),
        wrong: q[start..end].to_owned(),
        after: q[end..].to_owned(),
        meant,
    }
}

/// What is wrong, as a sentence in the reader's language.
pub(super) fn said(texts: Texts, reason: &Reason) -> String {
    if let Reason::InFull { inner } = reason {
        return texts.t1("wrong-in-full", "inner", said(texts, inner));
    }
    let values = reason.values();
    let values = values.iter().map(|(name, value)| (*name, Arg::from(value)));
    texts.with(&format!("wrong-{}", reason.name()), values)
}
