//! The parts of a ticket's page that can be long: custom fields without a value, other tickets, watchers, files. Some of
//! each stand on the page as it opens; of one of them more do after a click, and never all at once.

use super::{Asked, Found};
use kernel::TicketId;
use std::ops::Range;
use web::Texts;

/// How many of a part stand on the page as it opens.
const FIRST: usize = 10;
/// How many after a click.
const MORE: usize = 50;
/// The same of watchers: each has a form of its own.
const MORE_WATCHERS: usize = 25;

/// A part that can be long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Fields,
    Links,
    Watchers,
    Files,
}

impl Part {
    const ALL: [Part; 4] = [Part::Fields, Part::Links, Part::Watchers, Part::Files];

    /// How many of it after a click.
    fn more(self) -> usize {
        match self {
            Part::Watchers => MORE_WATCHERS,
            Part::Fields | Part::Links | Part::Files => MORE,
        }
    }

    /// The name in addresses.
    fn name(self) -> &'static str {
        match self {
            Part::Fields => "fields",
            Part::Links => "links",
            Part::Watchers => "watchers",
            Part::Files => "files",
        }
    }

    /// Where it stands on the page.
    fn place(self) -> &'static str {
        match self {
            Part::Fields => "props",
            Part::Links => "ticket-links",
            Part::Watchers => "ticket-watchers",
            Part::Files => "ticket-files",
        }
    }
}

/// Which part goes on, and behind how many; none on the page as it opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::pages) struct Onwards(Option<(Part, usize)>);

impl Onwards {
    pub(super) fn new(asked: &Asked) -> Self {
        let asked = |part: &Part| match part {
            Part::Fields => &asked.fields,
            Part::Links => &asked.links,
            Part::Watchers => &asked.watchers,
            Part::Files => &asked.files,
        };
        let mut all = Part::ALL.iter();
        Self(all.find_map(|part| Some((*part, behind(asked(part))?))))
    }

    /// As a form of the page sends it along, so that it leads back to the same.
    pub(in crate::pages) fn read(typed: &str) -> Self {
        let read = || {
            let (name, number) = typed.split_once('.')?;
            let part = Part::ALL.into_iter().find(|part| part.name() == name)?;
            Some((part, behind(number)?))
        };
        Self(read())
    }

    /// What the forms of the page send along; empty for nothing.
    pub(super) fn typed(self) -> String {
        let typed = |(part, from): (Part, usize)| format!("{}.{from}", part.name());
        self.0.map(typed).unwrap_or_default()
    }

    /// The address of the ticket with this on its page.
    pub(in crate::pages) fn address(self, ticket: TicketId) -> String {
        match self.0 {
            Some((part, from)) => format!("/tickets/{ticket}?{}={from}", part.name()),
            None => format!("/tickets/{ticket}"),
        }
    }

    /// Which of a part stand on the page.
    pub(super) fn range(self, part: Part) -> Range<usize> {
        match self.0 {
            Some((this, from)) if this == part => from..from.saturating_add(part.more()),
            _ => 0..FIRST,
        }
    }

    /// What of a part stands on the page, and the way to what does not.
    pub(super) fn cut<T>(
        self,
        part: Part,
        mut all: Vec<T>,
        found: &Found,
        texts: Texts,
    ) -> (Vec<T>, Option<(String, String)>) {
        let (range, count) = (self.range(part), all.len());
        all.truncate(range.end);
        all.drain(..range.start.min(all.len()));
        let left = count - all.len();
        let next = self.next(part, count);
        let ticket = found.page.ticket.id;
        (all, more(texts, "parts-more", (part, left), (ticket, next)))
    }

    /// Behind how many of a part it goes on; from the first on again after the last.
    pub(super) fn next(self, part: Part, count: usize) -> usize {
        let end = self.range(part).end;
        if end < count { end } else { 0 }
    }
}

fn behind(number: &str) -> Option<usize> {
    number.parse().ok().filter(|number| *number > 0)
}

/// How many of a part are not on the page, in words, and where the next of them are; nothing where all are on it.
pub(super) fn more(
    texts: Texts,
    text: &str,
    (part, left): (Part, usize),
    (ticket, next): (TicketId, usize),
) -> Option<(String, String)> {
    let said = texts.count(text, i64::try_from(left).ok()?);
    let (name, place) = (part.name(), part.place());
    let href = format!("/tickets/{ticket}?{name}={next}#{place}");
    (left > 0).then_some((said, href))
}

#[cfg(test)]
mod tests {
    use super::{Onwards, Part};
    use kernel::TicketId;

    #[test]
    fn what_a_form_sends_along_leads_back_to_the_same_part() {
        let here = Onwards::read("links.60");
        assert_eq!(here.typed(), "links.60");
        assert_eq!(here.address(TicketId(7)), "/tickets/7?links=60");
        assert_eq!(here.range(Part::Links), 60..110);
        assert_eq!(here.range(Part::Files), 0..10);
        for nothing in ["", "links", "links.x", "links.0", "others.60"] {
            assert_eq!(Onwards::read(nothing), Onwards::default());
        }
    }

    #[test]
    fn after_the_last_it_begins_again() {
        let here = Onwards::read("files.60");
        assert_eq!(here.next(Part::Files, 111), 110);
        assert_eq!(here.next(Part::Files, 110), 0);
    }
}
