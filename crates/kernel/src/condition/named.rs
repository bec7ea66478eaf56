//! Conditions with names in place of ids: what is kept has ids, which no renaming changes, and people read names.

use super::ast::{Ast, FieldTerm, Span, ValueAst};
use super::choices::quoted_if_needed;
use super::fields::{self, Takes};
use super::parse::parse;
use crate::{PersonId, ServiceId, TeamId};

/// What an id in a condition stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meant {
    /// A team.
    Team(TeamId),
    /// A service.
    Service(ServiceId),
    /// A person.
    Person(PersonId),
}

/// The condition with its name in place of each id that has one; as it is where it cannot be read.
pub fn with_names(text: &str, mut name: impl FnMut(Meant) -> Option<String>) -> String {
    let Ok(ast) = parse(text) else {
        return text.to_owned();
    };
    let mut found = Vec::new();
    collect(&ast, &mut found);
    let mut named = text.to_owned();
    // From the end, so that the places before stay where they are.
    for (span, meant) in found.into_iter().rev() {
        if let Some(name) = name(meant) {
            named.replace_range(span.start..span.end, &quoted_if_needed(&name));
        }
    }
    named
}

/// The ids in their order.
fn collect(ast: &Ast, found: &mut Vec<(Span, Meant)>) {
    match ast {
        Ast::All(parts) | Ast::Any(parts) => parts.iter().for_each(|part| collect(part, found)),
        Ast::Not(inner) => collect(inner, found),
        Ast::Field(term) => of_field(term, found),
        Ast::Text(_) => {}
    }
}

fn of_field(term: &FieldTerm, found: &mut Vec<(Span, Meant)>) {
    let Some(info) = fields::named(&term.field.text.to_ascii_lowercase()) else {
        return;
    };
    for value in &term.values {
        let ValueAst::One(literal) = value else {
            continue;
        };
        let id = literal.text.strip_prefix('#').filter(|_| !literal.quoted);
        let Some(id) = id.and_then(|id| id.parse().ok()) else {
            continue;
        };
        let meant = match info.takes {
            Takes::Team => Meant::Team(TeamId(id)),
            Takes::Service => Meant::Service(ServiceId(id)),
            Takes::Person(_) => Meant::Person(PersonId(id)),
            _ => continue,
        };
        found.push((literal.span, meant));
    }
}

#[cfg(test)]
mod tests {
    use super::{Meant, with_names};
    use crate::{PersonId, ServiceId, TeamId};

    #[test]
    fn ids_of_teams_services_and_people_give_way_to_names_and_nothing_else_does() {
        let name = |meant| match meant {
            Meant::Team(TeamId(1)) => Some("Network".to_owned()),
            Meant::Service(ServiceId(6)) => Some("Mail and calendar".to_owned()),
            Meant::Person(PersonId(2)) => Some("anna@spoc.example".to_owned()),
            _ => None,
        };
        for (kept, read) in [
            (
                "service:#6 state:open",
                "service:\"Mail and calendar\" state:open",
            ),
            ("team:#1,#9,none", "team:Network,#9,none"),
            (
                "-(assignee:#2 or party:#3)",
                "-(assignee:anna@spoc.example or party:#3)",
            ),
            ("#6 parent:#6 \"service:#6\"", "#6 parent:#6 \"service:#6\""),
            ("service:#6 (", "service:#6 ("),
        ] {
            assert_eq!(with_names(kept, name), read);
        }
    }
}
