//! The accounts to look around with.

use super::InstallError;
use super::company::Known;
use crate::App;
use crate::demo::story::PersonIx;
use crate::demo::{Company, Language, Role};
use kernel::Ticket;

/// The password of all of them: the demo answers on the own machine alone, and its data is thrown away.
pub const PASSWORD: &str = "demo-desk-2026";

/// An account with a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// What it may do.
    pub role: Role,
    /// Who it is.
    pub person: PersonIx,
    /// The name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
}

/// Gives passwords to an administrator, to the agent with the most to do and to a requester who waits for
/// something.
pub(super) async fn give(
    app: &App,
    company: &Company,
    known: &Known,
    tickets: &[Ticket],
) -> Result<Vec<Login>, InstallError> {
    let mut logins = Vec::new();
    for role in [Role::Administrator, Role::Agent, Role::Requester] {
        let Some(person) = choose(company, known, tickets, role) else {
            continue;
        };
        app.directory
            .set_password(known.people[person], PASSWORD)
            .await?;
        logins.push(Login {
            role,
            person,
            name: company.people[person].name(),
            email: company.people[person].email.clone(),
        });
    }
    Ok(logins)
}

fn choose(company: &Company, known: &Known, tickets: &[Ticket], role: Role) -> Option<PersonIx> {
    let fits = |ix: &PersonIx| {
        let person = &company.people[*ix];
        let private = company
            .teams
            .iter()
            .any(|t| t.private && t.members.contains(ix));
        person.role == role && person.language == Language::English && !private
    };
    let (mut chosen, mut best) = (None, None);
    for ix in (0..company.people.len()).filter(fits) {
        let id = known.people[ix];
        let (mut open, mut all) = (0, 0);
        for ticket in tickets {
            let own = match role {
                Role::Requester => ticket.requester == id,
                _ => ticket.assignee == Some(id),
            };
            all += usize::from(own);
            open += usize::from(own && ticket.is_open());
        }
        if best.is_none_or(|best| (open, all) > best) {
            (chosen, best) = (Some(ix), Some((open, all)));
        }
    }
    chosen
}
