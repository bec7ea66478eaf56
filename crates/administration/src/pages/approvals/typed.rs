//! An approval as its form says it: written for the form, and read from it.

use super::super::parts::{Wrong, key_of};
use super::super::sent::Sent;
use super::super::twin::{Around, placed};
use kernel::policy::{
    APPROVAL_STEPS_MAX, APPROVERS_MAX, ApprovalStep, ApprovalTemplate, Approver, Needs, Wait,
};
use web::Texts;

/// Whoever can be asked, by the name that forms send and the key of its label.
pub(super) const WHO: [(&str, &str); 6] = [
    ("manager", "approval-who-manager"),
    ("service_owner", "approval-who-service-owner"),
    ("person", "approval-who-person"),
    ("role", "approval-who-role"),
    ("members", "approval-who-members"),
    ("leads", "approval-who-leads"),
];
/// How answers count.
pub(super) const NEEDS: [(&str, &str); 4] = [
    ("all", "approval-needs-all"),
    ("any", "approval-needs-any"),
    ("at_least", "approval-counts-at-least"),
    ("percent", "approval-counts-percent"),
];

/// One that is to be filled in.
pub(super) fn fresh() -> ApprovalTemplate {
    ApprovalTemplate {
        key: String::new(),
        label: String::new(),
        text: String::new(),
        own: false,
        remind_after: None,
        expires_after: None,
        steps: vec![ApprovalStep::new([Approver::Manager])],
    }
}

/// What the form says of an approval.
pub(super) fn said(template: &ApprovalTemplate, around: &Around) -> Sent {
    let mut said = Sent::default()
        .with("key", template.key.clone())
        .with("label", template.label.clone())
        .with("about", template.text.clone())
        .with("own", template.own.to_string());
    for (name, wait) in [
        ("remind", &template.remind_after),
        ("expire", &template.expires_after),
    ] {
        if let Some(wait) = wait {
            let calendar = wait.calendar.clone().unwrap_or_default();
            said = said
                .with(&format!("{name}-hours"), wait.hours.to_string())
                .with(&format!("{name}-calendar"), calendar);
        }
    }
    for (at, step) in template.steps.iter().enumerate() {
        let (needs, count) = match step.needs {
            Needs::All => ("all", String::new()),
            Needs::Any => ("any", String::new()),
            Needs::AtLeast(count) => ("at_least", count.to_string()),
            Needs::Percent(percent) => ("percent", percent.to_string()),
        };
        for (name, value) in [
            ("label", step.label.clone()),
            ("needs", needs.to_owned()),
            ("count", count),
            ("veto", step.veto.to_string()),
            ("skip", step.skip_if_nobody.to_string()),
        ] {
            said = said.with(&format!("step-{at}-{name}"), value);
        }
        for (row, one) in step.ask.iter().enumerate() {
            let (who, whom) = match one {
                Approver::Manager => ("manager", String::new()),
                Approver::ServiceOwner => ("service_owner", String::new()),
                Approver::Person(person) => ("person", around.person_name(*person)),
                Approver::Role(key) => ("role", key.clone()),
                Approver::Members(team) => ("members", team.to_string()),
                Approver::Leads(team) => ("leads", team.to_string()),
            };
            said = said
                .with(&format!("step-{at}-who-{row}"), who.to_owned())
                .with(&format!("step-{at}-whom-{row}.named"), whom);
        }
    }
    said
}

/// The approval that the form says; else what is wrong with it.
pub(super) fn read(said: &Sent, around: &Around, texts: Texts) -> Result<ApprovalTemplate, Wrong> {
    let mut wrong = Wrong::new();
    let mut complain = |field: String, text: &str| wrong.push((field, texts.t(text).to_owned()));
    let label = said.get("label").to_owned();
    let key = match said.get("key") {
        "" => key_of(&label),
        key => key.to_owned(),
    };
    let mut waits = ["remind", "expire"].map(|name| match wait(said, name) {
        Ok(wait) => wait,
        Err(()) => {
            complain(name.to_owned(), "policy-fault-wait");
            None
        }
    });
    let (remind_after, expires_after) = (waits[0].take(), waits[1].take());
    let mut steps = Vec::new();
    for at in 0..APPROVAL_STEPS_MAX {
        let mut step = ApprovalStep::new([]);
        let mut asks = false;
        for row in 0..APPROVERS_MAX {
            let who = said.get(&format!("step-{at}-who-{row}"));
            let whom = said.get(&format!("step-{at}-whom-{row}.named"));
            asks |= !who.is_empty();
            match approver(who, whom, around) {
                Ok(one) => step.ask.extend(one),
                Err(text) => complain(format!("step-{at}-ask"), text),
            }
        }
        // One in which nobody is asked is none.
        if !asks {
            continue;
        }
        said.get(&format!("step-{at}-label"))
            .clone_into(&mut step.label);
        step.veto = said.has(&format!("step-{at}-veto"));
        step.skip_if_nobody = said.has(&format!("step-{at}-skip"));
        match needs(said, at) {
            Ok(needs) => step.needs = needs,
            Err(()) => complain(format!("step-{at}"), "policy-fault-approval-needs"),
        }
        let place = said.get(&format!("step-{at}-place")).parse();
        steps.push((at + 1, place.unwrap_or(at + 1), step));
    }
    let template = ApprovalTemplate {
        key,
        label,
        text: said.get("about").replace("\r\n", "\n"),
        own: said.has("own"),
        remind_after,
        expires_after,
        steps: placed(steps),
    };
    if wrong.is_empty() {
        Ok(template)
    } else {
        Err(wrong)
    }
}

fn wait(said: &Sent, name: &str) -> Result<Option<Wait>, ()> {
    let hours = said.get(&format!("{name}-hours"));
    let calendar = said.get(&format!("{name}-calendar"));
    Ok(match hours {
        "" => None,
        hours => Some(Wait {
            hours: hours.parse().map_err(|_| ())?,
            calendar: (!calendar.is_empty()).then(|| calendar.to_owned()),
        }),
    })
}

/// How the answers of a step count; what was only just chosen begins with a number that can be met.
fn needs(said: &Sent, at: usize) -> Result<Needs, ()> {
    let count = said.get(&format!("step-{at}-count"));
    Ok(match (said.get(&format!("step-{at}-needs")), count) {
        ("any", _) => Needs::Any,
        ("at_least", "") => Needs::AtLeast(1),
        ("at_least", count) => Needs::AtLeast(count.parse().map_err(|_| ())?),
        ("percent", "") => Needs::Percent(50),
        ("percent", count) => {
            let count = count.trim_end_matches('%').trim();
            Needs::Percent(count.parse().map_err(|_| ())?)
        }
        _ => Needs::All,
    })
}

/// Who is asked; nobody where that is yet to be chosen.
fn approver(who: &str, whom: &str, around: &Around) -> Result<Option<Approver>, &'static str> {
    Ok(match (who, whom) {
        ("manager", _) => Some(Approver::Manager),
        ("service_owner", _) => Some(Approver::ServiceOwner),
        ("person" | "role" | "members" | "leads", "") => return Err("twin-missing"),
        ("person", whom) => {
            let person = around.person(whom).ok_or("twin-nobody")?;
            Some(Approver::Person(person))
        }
        ("role", key) if around.has_role(key) => Some(Approver::Role(key.to_owned())),
        ("role", _) => return Err("twin-missing"),
        ("members", team) => {
            let team = around.team(team).ok_or("twin-no-team")?;
            Some(Approver::Members(team))
        }
        ("leads", team) => {
            let team = around.team(team).ok_or("twin-no-team")?;
            Some(Approver::Leads(team))
        }
        _ => None,
    })
}
