//! Macros: what they say, what they set, and for whom they are.

use kernel::{PersonId, TeamId};
use serde::Serialize;

/// Who may use a macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Scope {
    /// Every agent.
    Everybody,
    /// The members of a team.
    Team(TeamId),
    /// Whoever made it.
    Own(PersonId),
}

/// Where a macro's text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Writes {
    /// To the requester.
    Reply,
    /// To colleagues.
    Note,
}

impl Writes {
    /// The name in forms and in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Writes::Reply => "reply",
            Writes::Note => "note",
        }
    }

    /// What is called so; a reply otherwise.
    pub(crate) fn named(name: &str) -> Writes {
        match name {
            "note" => Writes::Note,
            _ => Writes::Reply,
        }
    }
}

/// A macro.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Macro {
    /// Its id; 0 before it is kept.
    pub(crate) id: i64,
    /// Its name.
    pub(crate) name: String,
    /// The folder that it is found in; empty for none.
    pub(crate) folder: String,
    /// Who may use it.
    pub(crate) scope: Scope,
    /// Where its text goes.
    pub(crate) writes: Writes,
    /// Its text by language; a macro without a text only sets.
    pub(crate) texts: Vec<(String, String)>,
    /// The properties that it sets, as the forms of a ticket send them: `team` and `3`.
    pub(crate) sets: Vec<(String, String)>,
}

impl Macro {
    /// A number made of all that it is: what its form sends along as seen.
    pub(crate) fn version(&self) -> i64 {
        web::reply::version_of(self)
    }

    /// The text in a language; in the first there is, where it has none in that.
    pub(crate) fn text(&self, language: &str) -> &str {
        let wanted = self.texts.iter().find(|(code, _)| code == language);
        let text = wanted.or(self.texts.first());
        text.map_or("", |(_, text)| text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Macro, Scope, Writes};

    #[test]
    fn a_text_that_is_not_there_in_a_language_is_the_first_one() {
        let text = |code: &str| (code.to_owned(), format!("in {code}"));
        let greeting = Macro {
            id: 1,
            name: "Greeting".into(),
            folder: String::new(),
            scope: Scope::Everybody,
            writes: Writes::Reply,
            texts: vec![text("en"), text("de")],
            sets: Vec::new(),
        };
        assert_eq!(greeting.text("de"), "in de");
        assert_eq!(greeting.text("fr"), "in en");
    }
}
