//! Tags of the whole desk: one is renamed, becomes one with another, or is taken away from all tickets that carry it.

use crate::desk::{Desk, Rules};
use crate::error::Result;
use crate::jobs::bulk::{Asked, BulkEdit, TICKETS_MAX, begin};
use crate::queries::{Reader, all_that_meet, tagged};
use directory::SignedIn;
use kernel::condition::Ast;
use kernel::ticket::{Change, Channel, valid_tag};
use kernel::{JobId, Policy, condition};
use store::Tx;

/// What becomes of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagFate {
    /// Tickets carry this one instead; where they do so already, both become one.
    Becomes(String),
    /// No ticket carries it any more.
    Goes,
}

impl Desk {
    /// Does this to a tag on all tickets that `signed` sees it on, beside the request and by one command, so that all of
    /// it can be taken back at once; and in the list of tags that may be given, where there is one. Nothing begins
    /// where no ticket carries it.
    ///
    /// # Errors
    /// When that needs a permission that is missing, the new tag is none, there are too many tickets, or the database
    /// fails.
    pub async fn retag(
        &self,
        signed: &SignedIn,
        tag: &str,
        fate: TagFate,
        comment: &str,
    ) -> Result<Option<JobId>> {
        let into = match fate {
            TagFate::Becomes(into) => Some(valid_tag(&into)?),
            TagFate::Goes => None,
        };
        let (tag, comment) = (tag.to_owned(), comment.to_owned());
        let (actor, now) = (signed.actor.clone(), self.clock().now());
        let (reader, desk) = (Reader::of(signed, now), self.clone());
        let asked = Asked {
            permissions: actor.permissions,
            language: Some(signed.texts.code().to_owned()),
            channel: Channel::Web,
        };
        let doing = move |tx: &Tx<'_>| {
            crate::policies::require(&actor)?;
            if into.as_ref() == Some(&tag) {
                return Ok(None);
            }
            let mut policy = Policy::clone(&desk.rules_in(tx)?.policy);
            if let Some(allowed) = &mut policy.allowed_tags
                && allowed.remove(&tag)
            {
                allowed.extend(into.clone());
            }
            crate::policies::put(tx, &desk, &actor, now, &comment, policy)?;
            let tickets = all_that_meet(tx, &reader, tagged(&tag), TICKETS_MAX)?;
            if tickets.is_empty() {
                return Ok(None);
            }
            let mut changes = vec![Change::Untag(tag.clone())];
            changes.extend(into.clone().map(Change::Tag));
            let edit = BulkEdit {
                tickets,
                changes,
                asked: asked.clone(),
            };
            begin(&desk, tx, &actor, &edit, now).map(Some)
        };
        self.store().write(doing).await
    }
}

/// The names of the views and rules whose conditions speak of a tag.
pub fn speak_of_tag<'r>(rules: &'r Rules, tag: &str) -> (Vec<&'r str>, Vec<&'r str>) {
    let views = rules.views.iter().map(|ruled| &ruled.view);
    let views = views.filter(|view| speaks_of(&view.query, tag) && view.owner.is_none());
    let of_rules = rules.policy.rules.iter();
    let of_rules = of_rules.filter(|rule| speaks_of(&rule.when, tag));
    (
        views.map(|view| view.name.as_str()).collect(),
        of_rules.map(|rule| rule.label.as_str()).collect(),
    )
}

fn speaks_of(query: &str, tag: &str) -> bool {
    fn speaks(ast: &Ast, tag: &str) -> bool {
        match ast {
            Ast::All(parts) | Ast::Any(parts) => parts.iter().any(|part| speaks(part, tag)),
            Ast::Not(part) => speaks(part, tag),
            Ast::Text(_) => false,
            Ast::Field(term) => {
                ["tag", "tags"].contains(&term.field.text.as_str())
                    && term.values.iter().any(|value| match value {
                        condition::ValueAst::One(literal) => literal.text.to_lowercase() == tag,
                        condition::ValueAst::Range { .. } => false,
                    })
            }
        }
    }
    condition::parse(query).is_ok_and(|ast| speaks(&ast, tag))
}

#[cfg(test)]
mod tests {
    use super::speaks_of;

    #[test]
    fn a_condition_speaks_of_a_tag_where_it_asks_for_it() {
        for (query, speaks) in [
            ("tag:vip", true),
            ("state:open -tag:spam,VIP", true),
            ("state:open (priority:1 or tags:vip)", true),
            ("vip", false),
            ("tag:vip-2", false),
            ("tag:", false),
        ] {
            assert_eq!(speaks_of(query, "vip"), speaks, "{query}");
        }
    }
}
