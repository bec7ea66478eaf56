//! Long tables in pieces: each page goes on behind the key of a line, so that none grows with what there is.

use super::named_list::swap;
use super::sent::Sent;
use serde::Deserialize;
use web::parts::Pager;
use work::pages::encoded;

/// Lines on a page.
const LINES: usize = 50;

/// What a table is asked for.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Asked {
    /// What is looked for.
    #[serde(default)]
    pub(super) q: String,
    /// The key behind which the page goes on.
    #[serde(default)]
    after: String,
}

impl Asked {
    /// Whether what is looked for stands in one of these texts.
    pub(super) fn meets(&self, texts: &[&str]) -> bool {
        let sought = self.q.trim().to_lowercase();
        texts
            .iter()
            .any(|text| text.to_lowercase().contains(&sought))
    }

    /// The lines of the page that is asked for, and the way to the others. `here` is the address of the first page.
    pub(super) fn piece<'a, T>(
        &self,
        all: &'a [T],
        key: impl Fn(&T) -> String,
        here: &str,
    ) -> (&'a [T], Pager) {
        let behind = all.iter().position(|line| key(line) == self.after);
        let from = behind.map_or(0, |at| at + 1);
        let upto = all.len().min(from + LINES);
        let first = if self.q.is_empty() {
            here.to_owned()
        } else {
            format!("{here}?q={}", encoded(&self.q))
        };
        let pager = Pager {
            summary: if all.len() > LINES {
                format!("{}–{upto} / {}", (from + 1).min(upto), all.len())
            } else {
                String::new()
            },
            next: (upto < all.len()).then(|| behind_of(&first, &key(&all[upto - 1]))),
            first: (from > 0).then_some(first),
        };
        (&all[from..upto], pager)
    }
}

/// The address of the page on which the line of this key stands.
pub(super) fn page_with(keys: &[String], here: &str, key: &str) -> String {
    let at = keys.iter().position(|known| known == key).unwrap_or(0);
    match (at / LINES * LINES).checked_sub(1) {
        Some(last) => behind_of(here, &keys[last]),
        None => here.to_owned(),
    }
}

/// The address of the page on which a line stands once it is moved as its buttons say.
pub(super) fn page_of_moved(mut keys: Vec<String>, here: &str, sent: &Sent) -> String {
    let all: Vec<usize> = (0..keys.len()).collect();
    let (key, up) = (sent.get("key"), sent.get("way") == "up");
    swap(&mut keys, &all, |known| known == key, up);
    page_with(&keys, here, key)
}

fn behind_of(first: &str, key: &str) -> String {
    let sign = if first.contains('?') { '&' } else { '?' };
    format!("{first}{sign}after={}", encoded(key))
}

#[cfg(test)]
mod tests {
    use super::{Asked, LINES, page_with};

    #[test]
    fn each_line_is_on_one_page_and_that_page_is_known_by_its_key() {
        let all: Vec<String> = (0..2 * LINES + 3).map(|at| format!("k{at}")).collect();
        let mut asked = Asked::default();
        let mut seen = Vec::new();
        loop {
            let (lines, pager) = asked.piece(&all, String::clone, "/here");
            assert!(lines.len() <= LINES);
            let at = match asked.after.as_str() {
                "" => "/here".to_owned(),
                after => format!("/here?after={after}"),
            };
            for line in lines {
                assert_eq!(page_with(&all, "/here", line), at);
            }
            seen.extend_from_slice(lines);
            let Some(next) = pager.next else { break };
            assert!(pager.first.is_none() == asked.after.is_empty());
            let (_, after) = next.rsplit_once('=').expect("a key");
            after.clone_into(&mut asked.after);
        }
        assert_eq!(seen, all);
    }

    #[test]
    fn what_is_looked_for_goes_along_with_the_pages() {
        let all: Vec<String> = (0..LINES + 1).map(|at| format!("k{at}")).collect();
        let asked = Asked {
            q: "k".into(),
            ..Asked::default()
        };
        let (_, pager) = asked.piece(&all, String::clone, "/here");
        let last = format!("/here?q=k&after=k{}", LINES - 1);
        assert_eq!(pager.next.as_deref(), Some(last.as_str()));
        assert!(asked.meets(&["Room", "Kind"]) && !asked.meets(&["Room"]));
    }
}
