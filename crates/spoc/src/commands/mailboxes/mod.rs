//! `spoc mail mailboxes`: the mailboxes of a file, as it says them. All of them, or none where one is wrong.

mod text;

use super::{Done, say};
use crate::{App, SystemClock};
use channels::mail::actions::{
    MailboxEdit, WrongAccount, password_for, save_account, save_mailbox,
};
use channels::mail::fetching::account::SignIn;
use channels::mail::model::Mailbox;
use channels::mail::queries::{self, accounts};
use kernel::{Actor, Timestamp};
use std::path::Path;
use std::sync::Arc;
use store::{Location, Seal, Tx};
use text::{Fetched, Listed, Listing};
use work::policy_text::TextProblem;

/// Teams, and services, that are looked through for a name.
const NAMES_MAX: usize = 10_000;

/// What becomes of one mailbox.
enum Told {
    New(String),
    /// What of it changes.
    Changed(String, Vec<&'static str>),
    Same(String),
}

/// Why nothing is written.
enum Stopped {
    /// It was only asked what would be.
    Planned(Vec<Told>),
    Wrong(Vec<TextProblem>),
    Failed(work::Error),
}

impl From<store::Error> for Stopped {
    fn from(error: store::Error) -> Self {
        Stopped::Failed(error.into())
    }
}

impl From<work::Error> for Stopped {
    fn from(error: work::Error) -> Self {
        Stopped::Failed(error)
    }
}

/// Adds the mailboxes of a file and changes those that are there, by their addresses; or says what would change.
pub(crate) async fn run(location: &Location, file: &Path, dry_run: bool) -> Done {
    let app = App::open(location, Arc::new(SystemClock)).await?;
    let listing = Listing::read(file)?;
    let all = listing.mailboxes().map_err(|problems| told(&problems))?;
    let (seal, now) = (app.store.seal().clone(), app.clock.now());
    let putting = move |tx: &Tx<'_>| {
        let done = put(tx, &seal, now, &listing, &all)?;
        match dry_run {
            true => Err(Stopped::Planned(done)),
            false => Ok(done),
        }
    };
    match app.store.write(putting).await {
        Ok(done) => report(&done, "all of it is kept"),
        Err(Stopped::Planned(done)) => report(&done, "nothing is written"),
        Err(Stopped::Wrong(problems)) => Err(told(&problems).into()),
        Err(Stopped::Failed(error)) => Err(error.into()),
    }
}

fn told(problems: &[TextProblem]) -> String {
    let lines: Vec<String> = problems.iter().map(TextProblem::to_string).collect();
    format!("no mailbox is changed:\n{}", lines.join("\n"))
}

fn report(done: &[Told], end: &str) -> Done {
    let (mut new, mut changed, mut same) = (0, 0, 0);
    for one in done {
        match one {
            Told::New(address) => {
                new += 1;
                say(format_args!("+ {address}"))?;
            }
            Told::Changed(address, what) => {
                changed += 1;
                say(format_args!("~ {address}: {}", what.join(", ")))?;
            }
            Told::Same(address) => {
                same += 1;
                say(format_args!("  {address}"))?;
            }
        }
    }
    say(format_args!(
        "{new} new, {changed} changed, {same} as they are; {end}"
    ))?;
    Ok(())
}

fn put(
    tx: &Tx<'_>,
    seal: &Seal,
    now: Timestamp,
    listing: &Listing,
    all: &[Listed],
) -> Result<Vec<Told>, Stopped> {
    let teams = directory::queries::suggest_teams(tx, &Actor::spoc(), "", NAMES_MAX)?;
    let services = directory::queries::suggest_services(tx, "", NAMES_MAX)?;
    let mut putting = Putting {
        tx,
        seal,
        now,
        listing,
        known: queries::mailboxes(tx)?,
        problems: Vec::new(),
    };
    let mut done = Vec::new();
    for listed in all {
        let mut edit = listed.edit.clone();
        if let Some(name) = &listed.team {
            let team = teams.iter().find(|(_, known)| known == name.get_ref());
            let Some((team, _)) = team else {
                let what = format!(
                    "there is no team “{}”; add it at /admin/teams, or name another one",
                    name.get_ref()
                );
                putting.wrong(name.span().start, what);
                continue;
            };
            edit.team = Some(*team);
        }
        if let Some(name) = &listed.service {
            let service = services.iter().find(|(_, known)| known == name.get_ref());
            let Some((service, _)) = service else {
                let what = format!(
                    "there is no service “{}”; add it at /admin/services, or name another one",
                    name.get_ref()
                );
                putting.wrong(name.span().start, what);
                continue;
            };
            edit.service = Some(*service);
        }
        done.extend(putting.one(listed, &edit)?);
    }
    match putting.problems.is_empty() {
        true => Ok(done),
        false => Err(Stopped::Wrong(putting.problems)),
    }
}

struct Putting<'a, 'tx> {
    tx: &'a Tx<'tx>,
    seal: &'a Seal,
    now: Timestamp,
    listing: &'a Listing,
    known: Vec<Mailbox>,
    problems: Vec<TextProblem>,
}

impl Putting<'_, '_> {
    fn wrong(&mut self, at: usize, what: impl Into<String>) {
        self.problems.push(self.listing.problem(at, what));
    }

    /// Puts one mailbox as it is listed; nothing where it is wrong.
    fn one(&mut self, listed: &Listed, edit: &MailboxEdit) -> Result<Option<Told>, Stopped> {
        let before = self.known.iter().find(|it| it.address == edit.address);
        let before = before.cloned();
        let mut changed = before
            .as_ref()
            .map_or_else(Vec::new, |it| differing(it, edit));
        let id = match &before {
            Some(before) if changed.is_empty() => before.id,
            before => {
                let (actor, id) = (Actor::spoc(), before.as_ref().map(|it| it.id));
                match save_mailbox(self.tx, &actor, self.now, id, edit)? {
                    Ok(id) => id,
                    Err(wrong) => {
                        let (at, what) = listed.blamed(wrong);
                        self.wrong(at, what);
                        return Ok(None);
                    }
                }
            }
        };
        if let Some(fetched) = &listed.imap {
            match self.fetch(id, fetched)? {
                Ok(what) => changed.extend(what),
                Err(wrong) => {
                    let (at, what) = fetched.blamed(wrong);
                    self.wrong(at, what);
                    return Ok(None);
                }
            }
        }
        let address = edit.address.clone();
        Ok(Some(match before {
            None => Told::New(address),
            Some(_) if changed.is_empty() => Told::Same(address),
            Some(_) => Told::Changed(address, changed),
        }))
    }

    /// Says where it is fetched from, unless it is already; answers what of it changes.
    fn fetch(
        &self,
        id: channels::mail::model::MailboxId,
        fetched: &Fetched,
    ) -> Result<Result<Option<&'static str>, WrongAccount>, Stopped> {
        let (tx, seal, actor) = (self.tx, self.seal, Actor::spoc());
        let kept = accounts::find(tx, id)?.map(|kept| kept.account);
        let mut account = fetched.account.clone();
        let entered = fetched.password.as_deref().unwrap_or_default();
        // Who is let in by a provider stays so, until a password is named.
        if entered.is_empty() && kept.as_ref().is_some_and(|it| it.sign_in == SignIn::Grant) {
            account.sign_in = SignIn::Grant;
        }
        let is_kept = kept.as_ref() == Some(&account);
        let known = password_for(tx, seal, &actor, id, (&account, ""))?;
        let same_password = entered.is_empty() || known.as_deref() == Ok(entered);
        if is_kept && same_password && known.is_ok() {
            return Ok(Ok(None));
        }
        let saved = save_account(tx, seal, &actor, self.now, id, (&account, entered))?;
        Ok(saved.map(|()| match is_kept {
            true => Some("password"),
            false => Some("imap"),
        }))
    }
}

/// What of a mailbox is to be otherwise.
fn differing(before: &Mailbox, edit: &MailboxEdit) -> Vec<&'static str> {
    let parts = [
        ("name", before.name != edit.name),
        ("team", before.team != edit.team),
        ("service", before.service != edit.service),
        ("active", before.active != edit.active),
        (
            "trusted_servers",
            before.trusted_servers != edit.trusted_servers,
        ),
        (
            "plus_addresses",
            before.plus_addresses != edit.plus_addresses,
        ),
    ];
    let differ = parts.into_iter().filter(|(_, differs)| *differs);
    differ.map(|(part, _)| part).collect()
}
