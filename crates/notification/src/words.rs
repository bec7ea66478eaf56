//! What happened, in words.

use crate::model::{APPROVALS, Kind};
use crate::queries::push::Pending;
use kernel::{Actor, Permission, PersonId};
use store::Tx;
use web::Texts;
use work::Result;

/// Longest subject of a ticket outside of the page, in characters.
const SUBJECT_MAX_CHARS: usize = 120;

/// Something that somebody is told.
pub(crate) struct Happened<'a> {
    pub(crate) kind: Kind,
    /// Who did it; nobody when Spoc did.
    pub(crate) who: Option<&'a str>,
    /// How often.
    pub(crate) count: i64,
}

/// It in words; `product` is what Spoc is called here.
pub(crate) fn said(happened: &Happened<'_>, texts: Texts, product: &str) -> String {
    let key = format!("told-{}", happened.kind.name().replace('_', "-"));
    let who = happened.who.unwrap_or(product);
    texts.with(
        &key,
        [("who", who.into()), ("count", happened.count.into())],
    )
}

/// Somebody who is told beside the page.
pub(crate) struct Reading {
    pub(crate) texts: Texts,
    product: String,
    /// Where tickets stand for them: `/tickets` or `/my/tickets`.
    tickets: &'static str,
}

impl Reading {
    /// How somebody reads.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn of(tx: &Tx<'_>, person: PersonId, actor: &Actor) -> Result<Self> {
        let locale = directory::queries::find_person(tx, person)?.map(|person| person.locale);
        let brand = directory::queries::brand(tx)?;
        Ok(Self {
            texts: brand.texts_for(locale.as_deref(), None),
            product: brand.product,
            tickets: match actor.can(Permission::TicketRead) {
                true => "/tickets",
                false => "/my/tickets",
            },
        })
    }

    /// What happened.
    pub(crate) fn said(&self, one: &Pending) -> String {
        let happened = Happened {
            kind: one.kind,
            who: one.actor.as_deref(),
            count: one.count,
        };
        said(&happened, self.texts, &self.product)
    }

    /// To which ticket what happened.
    pub(crate) fn line(&self, one: &Pending) -> String {
        format!("{}: {}", named(one), self.said(one))
    }

    /// That it is more than one.
    pub(crate) fn several(&self, pending: &[Pending]) -> String {
        let count = i64::try_from(pending.len()).unwrap_or(i64::MAX);
        self.texts.count("push-several", count)
    }

    /// Where it is read.
    pub(crate) fn path(&self, one: &Pending) -> String {
        match one.kind {
            Kind::ApprovalAsked => APPROVALS.to_owned(),
            _ => format!("{}/{}", self.tickets, one.ticket),
        }
    }
}

/// The ticket, by its number and as much of its subject as others may read.
pub(crate) fn named(one: &Pending) -> String {
    match &one.subject {
        Some(subject) => {
            let short: String = subject.chars().take(SUBJECT_MAX_CHARS).collect();
            format!("#{} {short}", one.ticket)
        }
        None => format!("#{}", one.ticket),
    }
}
