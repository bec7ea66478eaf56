//! What has to be approved in the demo company, and requests that wait for somebody, were approved or rejected.

use super::InstallError;
use super::company::Known;
use super::logins::Login;
use crate::App;
use crate::demo::Role;
use kernel::automation::{Action, Event, Rule};
use kernel::condition::Condition;
use kernel::policy::{ApprovalStep, ApprovalTemplate, Approver, Needs, Wait};
use kernel::ticket::{ApprovalChange, Change, Verdict};
use kernel::{Actor, PersonId, TicketId};
use store::Tx;
use work::queries::{ListQuery, Sort, list};
use work::{Command, Error, Names, Reader};

/// Requests that each of the approvals is asked about.
const ASKED: usize = 4;
/// Requests that something new is bought for.
const BUYS: &str =
    "kind:request state:open confidential:no (category:hardware or category:software)";
/// Requests of somebody who wants to get at something.
const OPENS_UP: &str = "kind:request state:open confidential:no category:account/access";

/// Adds the approvals, a rule that asks for one, and asks for some.
pub(super) async fn ask(app: &App, known: &Known, logins: &[Login]) -> Result<(), InstallError> {
    let of = |role| {
        let found = logins.iter().find(|login| login.role == role);
        found.and_then(|login| known.people.get(login.person).copied())
    };
    let (agent, administrator) = (of(Role::Agent), of(Role::Administrator));
    let (Some(agent), Some(administrator), Some(requester)) =
        (agent, administrator, of(Role::Requester))
    else {
        return Ok(());
    };
    let templates = vec![
        purchase([requester, administrator]),
        access([agent, requester]),
    ];
    app.desk
        .change_policy(&Actor::spoc(), "what has to be approved", move |policy| {
            policy.approvals.clone_from(&templates);
            policy.rules.push(rule());
        })
        .await?;
    let asks = app
        .store
        .read(move |tx| directory::queries::actor(tx, agent))
        .await?;
    for (template, condition, asks) in [
        ("purchase", BUYS, asks.unwrap_or_else(Actor::spoc)),
        ("access", OPENS_UP, Actor::spoc()),
    ] {
        for (place, ticket) in newest(app, condition).await?.into_iter().enumerate() {
            let asked = change(ticket, ApprovalChange::Ask(template.to_owned()));
            match app.desk.execute(&asks, asked).await {
                Ok(_) => answer(app, ticket, place).await?,
                // Whoever wants it may be the only one who could approve it.
                Err(Error::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

/// Some were approved, some rejected, most wait.
async fn answer(app: &App, ticket: TicketId, place: usize) -> Result<(), InstallError> {
    match place {
        2 => decide(app, ticket, Verdict::Approved, "Fine by me.").await,
        3 => {
            decide(
                app,
                ticket,
                Verdict::Rejected,
                "Not before the next quarter.",
            )
            .await
        }
        _ => Ok(()),
    }
}

fn template(key: &str, label: &str, text: &str, steps: Vec<ApprovalStep>) -> ApprovalTemplate {
    ApprovalTemplate {
        key: key.to_owned(),
        label: label.to_owned(),
        text: text.to_owned(),
        own: false,
        remind_after: Some(Wait {
            hours: 10,
            calendar: Some("office".to_owned()),
        }),
        expires_after: Some(Wait::hours(14 * 24)),
        steps,
    }
}

/// The manager where there is one, then one of two who look after the money.
fn purchase(money: [PersonId; 2]) -> ApprovalTemplate {
    let manager = ApprovalStep {
        label: "Manager".to_owned(),
        skip_if_nobody: true,
        ..ApprovalStep::new([Approver::Manager])
    };
    let budget = ApprovalStep {
        label: "Budget".to_owned(),
        needs: Needs::Any,
        veto: true,
        ..ApprovalStep::new(money.map(Approver::Person))
    };
    let text = "Is there money for it this quarter?";
    template(
        "purchase",
        "Something new to buy",
        text,
        vec![manager, budget],
    )
}

/// Somebody who looks after the data.
fn access(keepers: [PersonId; 2]) -> ApprovalTemplate {
    let step = ApprovalStep {
        needs: Needs::Any,
        ..ApprovalStep::new(
            keepers
                .map(Approver::Person)
                .into_iter()
                .chain([Approver::ServiceOwner]),
        )
    };
    template("access", "Access to data", "", vec![step])
}

fn rule() -> Rule {
    Rule {
        label: "Access has to be approved".to_owned(),
        when: "kind:request category:account/access".to_owned(),
        then: vec![Action::AskApproval("access".to_owned())],
        ..Rule::new("ask_access", [Event::Opened])
    }
}

/// The newest tickets of the condition.
async fn newest(app: &App, condition: &'static str) -> Result<Vec<TicketId>, InstallError> {
    let (now, desk) = (app.clock.now(), app.desk.clone());
    let read = move |tx: &Tx<'_>| {
        let reader = Reader::new(&Actor::spoc(), now);
        let rules = desk.rules_in(tx)?;
        let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
        let query = ListQuery {
            condition: Condition::read(condition, &names)?,
            sort: Sort::Newest,
            after: None,
            limit: ASKED,
        };
        let found = list(tx, &reader, &query)?.rows.into_iter();
        Ok::<_, Error>(found.map(|listed| listed.id).collect())
    };
    Ok(app.store.read(read).await?)
}

fn change(ticket: TicketId, change: ApprovalChange) -> Command {
    Command::change(ticket, vec![Change::Approval(change)])
}

/// Lets the first who is asked in each step say so.
async fn decide(
    app: &App,
    ticket: TicketId,
    verdict: Verdict,
    comment: &str,
) -> Result<(), InstallError> {
    let asked = move |tx: &Tx<'_>| {
        let found = store::load(tx, ticket)?;
        let first = found.and_then(|found| found.approvers().next());
        match first {
            Some(person) => directory::queries::actor(tx, person),
            None => Ok(None),
        }
    };
    while let Some(actor) = app.store.read(asked).await? {
        let decide = ApprovalChange::Decide {
            approval: 1,
            verdict,
            comment: comment.to_owned(),
        };
        app.desk.execute(&actor, change(ticket, decide)).await?;
    }
    Ok(())
}
