//! Conditions as SQL over the folded rows, for both databases alike.
//!
//! Every text here can stand between ANDs. A text may be NULL where a column is NULL; that counts as "no", so
//! a negation is `(…) IS NOT TRUE` and agrees with the interpreter in memory.

mod custom;
mod references;

use crate::queries::visible_as;
use kernel::condition::{
    Bounds, Condition, FlagField, Moment, NumberField, PersonField, PersonRef, StateTest, TeamRef,
    Term, TextScope, TextTerm, TimeField, TimeRange,
};
use kernel::ticket::MailResult;
use kernel::{Actor, Permission};
use store::search::Scope;
use store::{Dialect, Value};

/// A query that is being put together, with its parameters. Belongs to one reader: words and other tickets
/// are looked for only where the reader may look.
#[derive(Clone, Debug)]
pub struct SqlText {
    /// The text.
    pub text: String,
    /// The values of `$1`, `$2` and so on.
    pub params: Vec<Value>,
    dialect: Dialect,
    reader: Actor,
}

impl SqlText {
    /// An empty query for this reader.
    pub fn for_reader(dialect: Dialect, reader: &Actor) -> Self {
        Self {
            text: String::new(),
            params: Vec::new(),
            dialect,
            reader: reader.clone(),
        }
    }

    /// Adds a parameter; gives its place, such as `$3`. It must be used at least once.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    /// Adds a parameter for each value; gives their places, such as `$3, $4`.
    pub(crate) fn bind_all(&mut self, values: &[Value]) -> String {
        values
            .iter()
            .map(|value| self.bind(value))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The condition that the reader may know of the ticket of this alias; nothing for who knows all.
    fn seen(&mut self, alias: &str) -> Option<String> {
        let reader = self.reader.clone();
        (!reader.is_spoc()).then(|| visible_as(self, &reader, alias))
    }
}

/// The condition as SQL over the tickets `t`.
pub fn to_sql(condition: &Condition, moment: &Moment<'_>, sql: &mut SqlText) -> String {
    Writer { moment, sql }.condition(condition)
}

/// The condition that ticket `t` has these words; within what everybody reads unless `internal`.
pub fn text_match(sql: &mut SqlText, term: &TextTerm, internal: bool) -> String {
    let scope = match term.scope {
        TextScope::Subject => Scope::Subject,
        TextScope::Everywhere if internal => Scope::All,
        TextScope::Everywhere => Scope::Public,
    };
    let phrase = store::search::Phrase {
        words: term.phrase.words.clone(),
        prefix: term.phrase.prefix,
        scope,
    };
    let dialect = sql.dialect;
    store::search::matches(dialect, phrase, |asked| sql.bind(asked))
}

struct Writer<'w> {
    moment: &'w Moment<'w>,
    sql: &'w mut SqlText,
}

impl Writer<'_> {
    fn condition(&mut self, condition: &Condition) -> String {
        match condition {
            Condition::All(parts) if parts.is_empty() => "1 = 1".into(),
            Condition::All(parts) => parts
                .iter()
                .map(|part| self.condition(part))
                .collect::<Vec<_>>()
                .join(" AND "),
            Condition::Any(parts) => any(parts.iter().map(|part| self.condition(part)).collect()),
            Condition::Not(inner) => match inner.as_ref() {
                // As literals these two use the indexes over open tickets.
                Condition::Term(Term::State(tests)) if tests.as_slice() == [StateTest::Open] => {
                    "t.open = 0".into()
                }
                Condition::Term(Term::State(tests)) if tests.as_slice() == [StateTest::Done] => {
                    "t.open = 1".into()
                }
                inner => format!("({}) IS NOT TRUE", self.condition(inner)),
            },
            Condition::Term(term) => self.term(term),
        }
    }

    fn term(&mut self, term: &Term) -> String {
        match term {
            Term::Text(text) => {
                let internal = self.sql.reader.can(Permission::NoteRead);
                text_match(self.sql, text, internal)
            }
            Term::Kind(kinds) => self.one_of("t.kind", kinds.iter().map(|kind| Some(kind.name()))),
            Term::State(tests) => any(tests.iter().map(|test| self.state(test)).collect()),
            Term::Hold(reasons) => self.one_of("t.hold_reason", reasons.iter().map(Option::as_ref)),
            Term::Approval(states) => {
                let states = states.iter().map(|state| state.map(|state| state.name()));
                self.one_of("t.approval", states)
            }
            Term::Channel(channels) => self.one_of(
                "t.channel",
                channels.iter().map(|channel| Some(channel.name())),
            ),
            Term::Mail(check, results) => {
                let results = results.iter().map(|result| result.map(MailResult::name));
                self.one_of(&format!("t.{}", check.name()), results)
            }
            Term::Number(field, bounds) => any(bounds
                .iter()
                .map(|bounds| self.bounds(number_column(*field), *bounds))
                .collect()),
            Term::Person(field, people) => self.person(*field, people),
            Term::Team(teams) => {
                let teams: Vec<Option<Value>> = teams
                    .iter()
                    .flat_map(|team| self.teams(team.as_ref()))
                    .collect();
                self.one_of("t.team_id", teams)
            }
            Term::Service(services) => self.one_of("t.service_id", services.iter().copied()),
            Term::Category(paths) => any(paths
                .iter()
                .map(|path| self.category(path.as_deref()))
                .collect()),
            Term::Tag(tags) => self.tags(tags),
            Term::Time(field, ranges) => {
                let column = time_column(*field);
                let mut within = |range: &Option<TimeRange>| match field.is_deadline() {
                    true => self.deadline(column, range.as_ref()),
                    false => self.time(column, range.as_ref()),
                };
                any(ranges.iter().map(&mut within).collect())
            }
            Term::Flag(FlagField::Confidential, yes) => {
                format!("t.confidential = {}", i64::from(*yes))
            }
            Term::Flag(FlagField::Breached, yes) => {
                let now = self.sql.bind(self.moment.now);
                match yes {
                    true => format!("(t.missed = 1 OR t.due_at < {now})"),
                    false => format!("(t.missed = 0 AND t.due_at >= {now})"),
                }
            }
            Term::Flag(FlagField::Shared, true) => "t.shared_with_id IS NOT NULL".to_owned(),
            Term::Flag(FlagField::Shared, false) => "t.shared_with_id IS NULL".to_owned(),
            Term::Flag(FlagField::AnswerAwaited, yes) => {
                format!("t.awaits_answer = {}", i64::from(*yes))
            }
            Term::Ticket(field, tickets) => self.ticket(*field, tickets),
            Term::Link(kinds) => any(kinds
                .iter()
                .map(|kind| self.link(kind.map(|kind| kind.name())))
                .collect()),
            Term::Linked(tickets) => self.linked(tickets),
            Term::Custom(key, test) => self.custom(key, test),
        }
    }

    /// A column against values; nothing stands for `none`.
    fn one_of<V: Into<Value>>(
        &mut self,
        column: &str,
        values: impl IntoIterator<Item = Option<V>>,
    ) -> String {
        let values: Vec<Option<Value>> = values
            .into_iter()
            .map(|value| value.map(Into::into))
            .collect();
        let given: Vec<Value> = values.iter().flatten().cloned().collect();
        let mut parts = Vec::new();
        if given.len() < values.len() {
            parts.push(format!("{column} IS NULL"));
        }
        match given.as_slice() {
            [] => {}
            [value] => parts.push(format!("{column} = {}", self.sql.bind(value))),
            several => parts.push(format!("{column} IN ({})", self.sql.bind_all(several))),
        }
        any(parts)
    }

    fn state(&mut self, test: &StateTest) -> String {
        match test {
            StateTest::Open => "t.open = 1".into(),
            StateTest::Done => "t.open = 0".into(),
            StateTest::Key(key) => format!("t.state = {}", self.sql.bind(key)),
            StateTest::Category(category) => {
                format!("t.state_category = {}", self.sql.bind(category.name()))
            }
        }
    }

    fn bounds(&mut self, column: &str, bounds: Bounds) -> String {
        match (bounds.min, bounds.max) {
            (Some(min), Some(max)) if min == max => format!("{column} = {}", self.sql.bind(min)),
            (min, max) => self.between(column, min, "<=", max),
        }
    }

    fn time(&mut self, column: &str, range: Option<&TimeRange>) -> String {
        let Some(range) = range else {
            return format!("{column} IS NULL");
        };
        let (from, to) = range.instants(self.moment.now, self.moment.zone);
        self.between(column, from.map(|at| at.0), "<", to.map(|at| at.0))
    }

    /// Tickets without a deadline have one that never comes, so that a list can go by it.
    fn deadline(&mut self, column: &str, range: Option<&TimeRange>) -> String {
        let never = store::NEVER.0;
        match range {
            None => format!("{column} = {never}"),
            Some(_) => format!("{} AND {column} < {never}", self.time(column, range)),
        }
    }

    fn between(&mut self, column: &str, from: Option<i64>, until: &str, to: Option<i64>) -> String {
        let from = from.map(|from| format!("{column} >= {}", self.sql.bind(from)));
        let to = to.map(|to| format!("{column} {until} {}", self.sql.bind(to)));
        let parts: Vec<String> = from.into_iter().chain(to).collect();
        if parts.is_empty() {
            format!("{column} IS NOT NULL")
        } else {
            parts.join(" AND ")
        }
    }

    fn people(&self, people: &[Option<PersonRef>]) -> Vec<Option<Value>> {
        let value = |person: &Option<PersonRef>| match person {
            None => Some(None),
            Some(PersonRef::Me) => self.moment.me.map(|me| Some(Value::from(me))),
            Some(PersonRef::Id(id)) => Some(Some(Value::from(*id))),
        };
        people.iter().filter_map(value).collect()
    }

    fn teams(&self, team: Option<&TeamRef>) -> Vec<Option<Value>> {
        match team {
            None => vec![None],
            Some(TeamRef::Mine) => self
                .moment
                .my_teams
                .iter()
                .map(|team| Some(Value::from(*team)))
                .collect(),
            Some(TeamRef::Id(id)) => vec![Some(Value::from(*id))],
        }
    }

    fn person(&mut self, field: PersonField, people: &[Option<PersonRef>]) -> String {
        let people = self.people(people);
        let role = match field {
            PersonField::Assignee => return self.one_of("t.assignee_id", people),
            PersonField::Requester => return self.one_of("t.requester_id", people),
            PersonField::OnBehalfOf => return self.one_of("t.on_behalf_of_id", people),
            PersonField::Approver => return self.approver(&people),
            PersonField::Watcher => " AND p.role = 'watcher'",
            PersonField::Party => "",
        };
        let mut parts = Vec::new();
        let given: Vec<Value> = people.iter().flatten().cloned().collect();
        if given.len() < people.len() {
            parts.push(format!(
                "NOT EXISTS (SELECT 1 FROM ticket_parties p WHERE p.ticket_id = t.id{role})"
            ));
        }
        if !given.is_empty() {
            let given = self.sql.bind_all(&given);
            parts.push(format!(
                "t.id IN (SELECT p.ticket_id FROM ticket_parties p WHERE p.person_id IN ({given}){role})"
            ));
        }
        any(parts)
    }

    /// Those who are asked now, and their substitutes.
    fn approver(&mut self, people: &[Option<Value>]) -> String {
        const OF_TICKET: &str =
            "SELECT a.ticket_id FROM ticket_approvals a WHERE a.state = 'waiting'";
        let given: Vec<Value> = people.iter().flatten().cloned().collect();
        let mut parts = Vec::new();
        if given.len() < people.len() {
            parts.push(format!("t.id NOT IN ({OF_TICKET})"));
        }
        if !given.is_empty() {
            let given = self.sql.bind_all(&given);
            parts.push(format!(
                "t.id IN ({OF_TICKET} AND (a.person_id IN ({given}) OR a.substitute_id IN ({given})))"
            ));
        }
        any(parts)
    }

    /// The very category or one below it. Comparing the beginning needs no order of letters, in which the
    /// databases differ.
    fn category(&mut self, path: Option<&str>) -> String {
        let Some(path) = path else {
            return "t.category IS NULL".into();
        };
        let below = format!("{path}/");
        let chars = below.chars().count();
        let (path, below) = (self.sql.bind(path), self.sql.bind(below));
        format!("(t.category = {path} OR substr(t.category, 1, {chars}) = {below})")
    }

    fn tags(&mut self, tags: &[Option<String>]) -> String {
        let given: Vec<Value> = tags.iter().flatten().map(Value::from).collect();
        let mut parts = Vec::new();
        if given.len() < tags.len() {
            parts.push(
                "NOT EXISTS (SELECT 1 FROM ticket_tags g WHERE g.ticket_id = t.id)".to_owned(),
            );
        }
        if !given.is_empty() {
            let given = self.sql.bind_all(&given);
            parts.push(format!(
                "t.id IN (SELECT g.ticket_id FROM ticket_tags g WHERE g.tag IN ({given}))"
            ));
        }
        any(parts)
    }
}

/// One of the parts; none of none.
fn any(parts: Vec<String>) -> String {
    match parts.as_slice() {
        [] => "1 = 0".into(),
        [only] => only.clone(),
        several => format!("({})", several.join(" OR ")),
    }
}

fn number_column(field: NumberField) -> &'static str {
    match field {
        NumberField::Number => "t.id",
        NumberField::Priority => "t.priority",
        NumberField::Impact => "t.impact",
        NumberField::Urgency => "t.urgency",
        NumberField::Reassignments => "t.reassignment_count",
        NumberField::Reopens => "t.reopen_count",
        NumberField::Tasks => "t.open_task_count",
        NumberField::Replies => "t.reply_count",
        NumberField::Notes => "t.note_count",
        NumberField::Attachments => "t.attachment_count",
        NumberField::Worked => "t.worked_secs",
        NumberField::Rating => "t.rating",
    }
}

fn time_column(field: TimeField) -> &'static str {
    match field {
        TimeField::Created => "t.opened_at",
        TimeField::Updated => "t.updated_at",
        TimeField::Responded => "t.first_response_at",
        TimeField::Resolved => "t.resolved_at",
        TimeField::Closed => "t.closed_at",
        TimeField::Resume => "t.hold_until",
        TimeField::Due => "t.due_at",
        TimeField::ResponseDue => "t.response_due_at",
        TimeField::ResolutionDue => "t.resolution_due_at",
    }
}
