//! The interpreter in memory: whether one ticket meets a condition.

use super::term::{
    Condition, CustomTest, FlagField, NumberField, PersonField, PersonRef, StateTest, TeamRef,
    Term, TextScope, TextTerm, TicketField, TimeField, TimeRange,
};
use crate::policy::Level;
use crate::sla::Promised;
use crate::ticket::field_rows;
use crate::{Actor, PersonId, TeamId, Ticket, Timestamp};
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::cell::OnceCell;

/// What a ticket is looked at with.
#[derive(Clone, Copy)]
pub struct Subject<'s> {
    /// The ticket, as far as the reader may see it: references to tickets that the reader may not see are
    /// to be taken out before, or `link:any` would tell of them.
    pub ticket: &'s Ticket,
    /// Its words.
    pub words: &'s dyn TicketWords,
    /// How the promises about it stand.
    pub promised: Promised,
}

/// Gives the words of a ticket when, and only when, a condition asks for them.
pub trait TicketWords {
    /// The words that the reader may search.
    fn words(&self) -> Cow<'_, Words>;
}

/// The words of a ticket, folded by [`crate::text::words`]. Phrases are looked for within one text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Words {
    /// The subject line.
    pub subject: Vec<String>,
    /// What requesters read: description, replies, names of public attachments.
    pub public: Vec<Vec<String>>,
    /// What only readers of notes read: notes, names of internal attachments. Empty for everybody else.
    pub internal: Vec<Vec<String>>,
}

impl TicketWords for Words {
    fn words(&self) -> Cow<'_, Words> {
        Cow::Borrowed(self)
    }
}

/// Who asks, when and where.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'m> {
    /// Who `me` is; nobody when Spoc itself asks.
    pub me: Option<PersonId>,
    /// Which teams are `mine`.
    pub my_teams: &'m [TeamId],
    /// What time it is.
    pub now: Timestamp,
    /// Where days begin.
    pub zone: &'m TimeZone,
}

impl<'m> Moment<'m> {
    /// What forms are asked by: days are those of UTC, for whoever asks them from wherever.
    pub fn of_forms(actor: &'m Actor, now: Timestamp) -> Self {
        Self {
            me: actor.person,
            my_teams: &actor.teams,
            now,
            zone: const { &TimeZone::UTC },
        }
    }
}

impl Condition {
    /// Whether the ticket meets the condition.
    pub fn matches(&self, subject: &Subject<'_>, moment: &Moment<'_>) -> bool {
        let words = OnceCell::new();
        let evaluation = Evaluation {
            subject,
            moment,
            words: &words,
        };
        evaluation.condition(self)
    }
}

struct Evaluation<'e> {
    subject: &'e Subject<'e>,
    moment: &'e Moment<'e>,
    words: &'e OnceCell<Cow<'e, Words>>,
}

impl Evaluation<'_> {
    fn condition(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.condition(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.condition(part)),
            Condition::Not(inner) => !self.condition(inner),
            Condition::Term(term) => self.term(term),
        }
    }

    fn term(&self, term: &Term) -> bool {
        let ticket = self.subject.ticket;
        match term {
            Term::Text(text) => self.text(text),
            Term::Kind(kinds) => kinds.contains(&ticket.kind),
            Term::State(tests) => tests.iter().any(|test| state(ticket, test)),
            Term::Hold(reasons) => {
                let reason = ticket.hold.as_ref().map(|hold| &hold.reason);
                one_of(reasons, reason, |test, reason| test == reason)
            }
            Term::Approval(states) => one_of(states, ticket.approval_state(), |test, state| {
                *test == state
            }),
            Term::Channel(channels) => channels.contains(&ticket.channel),
            Term::Mail(check, results) => {
                let result = ticket.mail_checks.of(*check);
                one_of(results, result, |test, result| *test == result)
            }
            Term::Number(field, bounds) => {
                let n = number(ticket, *field);
                bounds.iter().any(|bounds| bounds.contains(n))
            }
            Term::Person(field, people) => self.person(*field, people),
            Term::Team(teams) => one_of(teams, ticket.team, |test, team| match test {
                TeamRef::Mine => self.moment.my_teams.contains(&team),
                TeamRef::Id(id) => *id == team,
            }),
            Term::Service(services) => one_of(services, ticket.service, |test, id| *test == id),
            Term::Category(paths) => one_of(paths, ticket.category.as_ref(), |path, category| {
                let below = category.strip_prefix(path.as_str());
                below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
            }),
            Term::Tag(tags) => tags.iter().any(|tag| match tag {
                Some(tag) => ticket.tags.contains(tag),
                None => ticket.tags.is_empty(),
            }),
            Term::Time(field, ranges) => {
                let at = instant(ticket, self.subject.promised, *field);
                one_of(ranges, at, |range, at| self.within(range, at))
            }
            Term::Flag(FlagField::Confidential, yes) => ticket.confidential == *yes,
            Term::Flag(FlagField::AnswerAwaited, yes) => ticket.awaits_answer == *yes,
            Term::Flag(FlagField::Breached, yes) => {
                self.subject.promised.is_breached(self.moment.now) == *yes
            }
            Term::Flag(FlagField::Shared, yes) => ticket.shared_with.is_some() == *yes,
            Term::Ticket(field, tickets) => {
                let to = match field {
                    TicketField::Parent => ticket.parent,
                    TicketField::Merged => ticket.merged_into,
                };
                one_of(tickets, to, |test, to| *test == to)
            }
            Term::Link(kinds) => kinds.iter().any(|kind| match kind {
                Some(kind) => ticket.links.iter().any(|link| link.kind == *kind),
                None => ticket.links.is_empty(),
            }),
            Term::Linked(tickets) => ticket.links.iter().any(|link| tickets.contains(&link.to)),
            Term::Custom(key, test) => {
                let rows = ticket.fields.get(key).map(field_rows);
                self.custom(test, &rows.unwrap_or_default())
            }
        }
    }

    fn text(&self, text: &TextTerm) -> bool {
        let words = self.words.get_or_init(|| self.subject.words.words());
        let found = |texts: &[Vec<String>]| texts.iter().any(|text_| text.phrase.occurs_in(text_));
        let in_subject = text.phrase.occurs_in(&words.subject);
        match text.scope {
            TextScope::Subject => in_subject,
            TextScope::Everywhere => in_subject || found(&words.public) || found(&words.internal),
        }
    }

    fn person(&self, field: PersonField, people: &[Option<PersonRef>]) -> bool {
        let ticket = self.subject.ticket;
        let is = |test: &PersonRef, person: PersonId| match test {
            PersonRef::Me => self.moment.me == Some(person),
            PersonRef::Id(id) => *id == person,
        };
        match field {
            PersonField::Assignee => one_of(people, ticket.assignee, is),
            PersonField::Requester => one_of(people, Some(ticket.requester), is),
            PersonField::OnBehalfOf => one_of(people, ticket.on_behalf_of, is),
            PersonField::Watcher => people.iter().any(|test| match test {
                Some(test) => ticket.watchers.iter().any(|person| is(test, *person)),
                None => ticket.watchers.is_empty(),
            }),
            PersonField::Approver => people.iter().any(|test| match test {
                Some(test) => ticket.approvers().any(|person| is(test, person)),
                None => ticket.approvers().next().is_none(),
            }),
            PersonField::Party => {
                let mut tests = people.iter().flatten();
                tests.any(|test| ticket.parties().any(|person| is(test, person)))
            }
        }
    }

    fn within(&self, range: &TimeRange, at: Timestamp) -> bool {
        let (from, to) = range.instants(self.moment.now, self.moment.zone);
        from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to)
    }

    /// Over the rows by which the database knows the value.
    fn custom(&self, test: &CustomTest, rows: &[(String, i64)]) -> bool {
        match test {
            CustomTest::Text(phrases) => one_row(phrases, rows, |phrase, (text, _)| {
                let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
                phrase.occurs_in(&words)
            }),
            CustomTest::Number(bounds) => {
                one_row(bounds, rows, |bounds, (_, n)| bounds.contains(*n))
            }
            CustomTest::Date(ranges) => one_row(ranges, rows, |range, (_, day)| {
                let (from, to) = range.days(self.moment.now, self.moment.zone);
                from.is_none_or(|from| from <= *day) && to.is_none_or(|to| *day < to)
            }),
            CustomTest::Choice(keys) => one_row(keys, rows, |key, (text, _)| key == text),
            CustomTest::Person(people) => one_row(people, rows, |person, (_, id)| match person {
                PersonRef::Me => self.moment.me == Some(PersonId(*id)),
                PersonRef::Id(person) => person.0 == *id,
            }),
            CustomTest::YesNo(values) => one_row(values, rows, |yes, (_, n)| i64::from(*yes) == *n),
        }
    }
}

fn one_of<T, V: Copy>(tests: &[Option<T>], value: Option<V>, is: impl Fn(&T, V) -> bool) -> bool {
    tests.iter().any(|test| match (test, value) {
        (Some(test), Some(value)) => is(test, value),
        (None, None) => true,
        _ => false,
    })
}

fn one_row<T>(
    tests: &[Option<T>],
    rows: &[(String, i64)],
    is: impl Fn(&T, &(String, i64)) -> bool,
) -> bool {
    tests.iter().any(|test| match test {
        Some(test) => rows.iter().any(|row| is(test, row)),
        None => rows.is_empty(),
    })
}

fn state(ticket: &Ticket, test: &StateTest) -> bool {
    match test {
        StateTest::Open => ticket.is_open(),
        StateTest::Done => !ticket.is_open(),
        StateTest::Key(key) => ticket.state == *key,
        StateTest::Category(category) => ticket.state_category == *category,
    }
}

fn number(ticket: &Ticket, field: NumberField) -> i64 {
    let level = |level: Level| i64::from(level.0);
    match field {
        NumberField::Number => ticket.id.0,
        NumberField::Priority => level(ticket.priority),
        NumberField::Impact => level(ticket.impact),
        NumberField::Urgency => level(ticket.urgency),
        NumberField::Reassignments => ticket.reassignment_count,
        NumberField::Reopens => ticket.reopen_count,
        NumberField::Tasks => ticket.open_task_count(),
        NumberField::Replies => ticket.reply_count,
        NumberField::Notes => ticket.note_count,
        NumberField::Attachments => ticket.attachment_count,
        NumberField::Worked => ticket.worked_secs,
        NumberField::Rating => ticket
            .rating
            .as_ref()
            .map_or(0, |rating| i64::from(rating.stars)),
    }
}

/// An instant of a ticket.
pub(crate) fn instant(ticket: &Ticket, promised: Promised, field: TimeField) -> Option<Timestamp> {
    match field {
        TimeField::Created => Some(ticket.opened_at),
        TimeField::Updated => Some(ticket.updated_at),
        TimeField::Responded => ticket.first_response_at,
        TimeField::Resolved => ticket.resolved_at,
        TimeField::Closed => ticket.closed_at,
        TimeField::Resume => ticket.hold.as_ref().and_then(|hold| hold.until),
        TimeField::Due => promised.due_at,
        TimeField::ResponseDue => promised.response_due_at,
        TimeField::ResolutionDue => promised.resolution_due_at,
    }
}
