//! The order that somebody chose for a view: their browser remembers it, and the view keeps its own for everybody else.

use super::bulk::referrer;
use super::list::Asked;
use crate::queries::Sort;
use web::axum::http::HeaderMap;
use web::axum::response::Response;
use web::cookies::{cookie, remember};

/// The cookie that remembers it: `12.priority!3.due`, the last chosen first.
const SORTS_COOKIE: &str = "spoc_sorts";
/// Most views of which it is remembered.
const VIEWS_MAX: usize = 30;
/// How the head of a column asks for the view's own order again.
pub(super) const OWN: &str = "own";

/// The orders of views.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sorts(Vec<(i64, Sort)>);

impl Sorts {
    /// What the browser remembers.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self::read(cookie(headers, SORTS_COOKIE).unwrap_or_default())
    }

    fn read(text: &str) -> Self {
        let entry = |part: &str| {
            let (view, sort) = part.split_once('.')?;
            Some((view.parse().ok()?, Sort::named(sort)?))
        };
        let entries = text.split('!').filter_map(entry);
        Self(entries.take(VIEWS_MAX).collect())
    }

    /// Opens a view in the order that was chosen for it; answers what is to be remembered from now on, where another one
    /// is chosen: at a column's head of the list itself, as a link of a colleague chooses nothing. A search within a view
    /// has the order of a search.
    pub(super) fn apply(mut self, asked: &mut Asked, headers: &HeaderMap) -> Option<Sorts> {
        let view: i64 = asked.view.parse().ok()?;
        if !asked.q.is_empty() {
            return None;
        }
        let clicked = is_clicked(referrer(headers), asked);
        if asked.sort == OWN {
            if !clicked {
                return None;
            }
            asked.sort.clear();
            let before = self.0.len();
            self.0.retain(|(of, _)| *of != view);
            return (self.0.len() < before).then_some(self);
        }
        let known = self.0.iter().find(|(of, _)| *of == view);
        let known = known.map(|(_, sort)| *sort);
        let chosen = match Sort::named(&asked.sort) {
            Some(chosen) if clicked && known != Some(chosen) => chosen,
            Some(_) => return None,
            None => {
                let known = known.map(Sort::name).unwrap_or_default();
                known.clone_into(&mut asked.sort);
                return None;
            }
        };
        self.0.retain(|(of, _)| *of != view);
        self.0.insert(0, (view, chosen));
        self.0.truncate(VIEWS_MAX);
        Some(self)
    }

    fn written(&self) -> String {
        let entry = |(view, sort): &(i64, Sort)| format!("{view}.{}", sort.name());
        self.0.iter().map(entry).collect::<Vec<_>>().join("!")
    }

    /// Lets the browser remember it.
    pub(super) fn remember(&self, response: Response) -> Response {
        remember(response, (SORTS_COOKIE, &self.written()), "/tickets")
    }
}

/// Whether the list in another order led here.
fn is_clicked(from: Option<&str>, asked: &Asked) -> bool {
    let Some(("/tickets", query)) = from.and_then(|from| from.split_once('?')) else {
        return false;
    };
    let value = |wanted: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(name, _)| *name == wanted);
        found.map_or("", |(_, value)| value)
    };
    value("view") == asked.view && value("sort") != asked.sort
}

#[cfg(test)]
mod tests {
    use super::{Asked, HeaderMap, OWN, Sorts};
    use web::axum::http::header::REFERER;

    /// What somebody sends who comes from this page.
    fn from(page: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let page = format!("https://desk.example{page}");
        headers.insert(REFERER, page.parse().expect("a header"));
        headers
    }

    fn asked(view: &str, sort: &str, q: &str) -> Asked {
        Asked {
            view: view.into(),
            sort: sort.into(),
            q: q.into(),
            ..Asked::default()
        }
    }

    #[test]
    fn the_order_that_was_chosen_for_a_view_is_its_order_from_then_on() {
        let sorts = Sorts::read("3.due!nonsense!x.y");
        let mut chosen = asked("12", "priority", "");
        let list = from("/tickets?view=12");
        let sorts = sorts.apply(&mut chosen, &list).expect("another order");
        assert_eq!(sorts.written(), "12.priority!3.due");
        for (view, sort, q, shown) in [
            ("12", "", "", "priority"),
            ("3", "", "", "due"),
            ("4", "", "", ""),
            ("", "", "", ""),
            ("12", "", "vpn", ""),
        ] {
            let mut opened = asked(view, sort, q);
            let kept = sorts.clone().apply(&mut opened, &HeaderMap::new());
            assert_eq!(kept, None, "{view} {q}");
            assert_eq!(opened.sort, shown, "{view} {q}");
        }
        let back = sorts.apply(&mut asked("12", OWN, ""), &from("/tickets?view=12"));
        assert_eq!(back.expect("the view's own").written(), "3.due");
    }

    #[test]
    fn a_link_of_a_colleague_changes_no_order() {
        let sorts = Sorts::read("12.priority");
        let pages = [
            HeaderMap::new(),
            from("/tickets/7"),
            from("/tickets?view=3"),
            // The next page of what the link has shown.
            from("/tickets?view=12&sort=due"),
        ];
        for page in pages {
            let mut opened = asked("12", "due", "");
            assert_eq!(sorts.clone().apply(&mut opened, &page), None, "{page:?}");
            assert_eq!(opened.sort, "due", "it is shown all the same");
        }
    }
}
