//! A query that cannot be understood: what is wrong, and where.

use super::address::ListAddress;
use crate::screens::list::QueryProblem;
use kernel::condition::Problem;

/// The problem with its place marked in what was typed, and the query as it may have been meant.
pub(super) fn shown(problem: &Problem, list: ListAddress<'_>) -> QueryProblem {
    let q = list.q;
    let start = q.floor_char_boundary(problem.span.start.min(q.len()));
    let end = q.ceil_char_boundary(problem.span.end.clamp(start, q.len()));
    let meant = problem.suggestion.as_ref().map(|suggestion| {
        let meant = format!("{}{suggestion}{}", &q[..start], &q[end..]);
        let list = ListAddress { q: &meant, ..list };
        (list.first(), meant.clone())
    });
    QueryProblem {
        message: sentence(&problem.message),
        before: q[..start].to_owned(),
        wrong: q[start..end].to_owned(),
        after: q[end..].to_owned(),
        meant,
    }
}

/// With a capital letter, as sentences begin.
pub(super) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + letters.as_str()
}
