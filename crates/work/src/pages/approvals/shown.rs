//! Approvals in words: who was asked, how the answers count, and what is still missing.

use crate::pages::ticket::Teller;
use crate::screens::approvals::{ApprovalRow, ApprovalStepRow, AskedRow};
use kernel::policy::{ApprovalStep, Approver, Needs};
use kernel::ticket::{
    Approval, ApprovalOutcome, ApprovalState, Asked, Standing, StepCourse, Unaskable, Verdict,
};
use kernel::{PersonId, Ticket};
use std::collections::BTreeSet;
use web::Texts;
use web::parts::Face;
use web::texts::Arg;

/// Most people of a step that are named.
const NAMED_MAX: usize = 20;

/// Who reads, and for whom they stand in.
pub(in crate::pages) struct Looking<'a> {
    pub(in crate::pages) me: Option<PersonId>,
    pub(in crate::pages) away: &'a BTreeSet<PersonId>,
}

/// The approvals of a ticket, the latest first.
pub(in crate::pages) fn rows(
    ticket: &Ticket,
    teller: &Teller<'_>,
    looking: &Looking<'_>,
) -> Vec<ApprovalRow> {
    let own = |approval: &Approval| {
        let mine = looking.me.is_some_and(|me| ticket.is_for(me));
        mine && !approval.plan.own
    };
    let approvals = ticket.approvals.iter().rev();
    let row = |approval| row(approval, teller, looking, own(approval));
    approvals.map(row).collect()
}

fn row(
    approval: &Approval,
    teller: &Teller<'_>,
    looking: &Looking<'_>,
    is_own: bool,
) -> ApprovalRow {
    let texts = teller.words.texts;
    let state = approval.state();
    let place = looking.me.filter(|_| !is_own);
    let place = place.and_then(|me| approval.place_of(me, looking.away));
    let other = place.filter(|place| looking.me != Some(*place));
    let step = |(number, plan)| step(approval, number, plan, teller);
    ApprovalRow {
        id: approval.plan.id,
        label: approval.plan.label.clone(),
        text: approval.plan.text.clone(),
        class: state.name(),
        icon: icon(state),
        state: texts
            .t(&format!("approval-state-{}", state.name()))
            .to_owned(),
        reason: approval
            .ended
            .as_ref()
            .map(|ended| ended.reason.clone())
            .unwrap_or_default(),
        asked_by: teller.actor(approval.asked_by),
        asked_at: teller.calendar.when(approval.asked_at.0),
        expires: approval
            .plan
            .expires_at
            .filter(|_| approval.is_pending())
            .map(|at| teller.calendar.when(at.0)),
        steps: approval.plan.steps.iter().enumerate().map(step).collect(),
        mine: place.is_some(),
        for_another: other
            .map(|person| teller.person(person))
            .unwrap_or_default(),
        pending: approval.is_pending(),
    }
}

/// The icon of a state.
pub(in crate::pages) fn icon(state: ApprovalState) -> &'static str {
    match state {
        ApprovalState::Pending => "clock",
        ApprovalState::Ended(ApprovalOutcome::Approved) => "circle-check",
        ApprovalState::Ended(ApprovalOutcome::Rejected) => "circle-x",
        ApprovalState::Ended(ApprovalOutcome::Expired) => "history",
        ApprovalState::Ended(ApprovalOutcome::Cancelled) => "x",
    }
}

fn step(
    approval: &Approval,
    number: usize,
    plan: &ApprovalStep,
    teller: &Teller<'_>,
) -> ApprovalStepRow {
    let texts = teller.words.texts;
    let title = match plan.label.as_str() {
        // The only step needs no number.
        "" if approval.plan.steps.len() == 1 => String::new(),
        "" => texts.t1("approval-step", "number", (number + 1).to_string()),
        label => label.to_owned(),
    };
    let Some(course) = approval.course.get(number) else {
        return ApprovalStepRow {
            class: if approval.is_pending() {
                "later"
            } else {
                "over"
            },
            title,
            rule: rule(texts, plan),
            note: asks(teller, plan),
            people: Vec::new(),
        };
    };
    let standing = approval.standing(number);
    let class = match (course.skipped, standing) {
        (Some(_), _) => "skipped",
        (None, Some(Standing::Approved)) => "approved",
        (None, Some(Standing::Rejected)) => "rejected",
        _ if approval.is_pending() => "waiting",
        _ => "over",
    };
    let mut said = rule(texts, plan);
    if let (Some(Standing::Open { missing }), true) = (standing, approval.is_pending()) {
        let missing = i64::try_from(missing).unwrap_or(i64::MAX);
        said = format!("{said} · {}", texts.count("approval-missing", missing));
    }
    let asked = |asked| person(course, asked, class == "waiting", teller);
    let rest = i64::try_from(course.asked.len().saturating_sub(NAMED_MAX)).unwrap_or(0);
    ApprovalStepRow {
        class,
        title,
        rule: said,
        note: match course.skipped {
            Some(why) => unaskable(texts, why),
            None if rest > 0 => texts.count("approval-more", rest),
            None => String::new(),
        },
        people: course.asked.iter().take(NAMED_MAX).map(asked).collect(),
    }
}

fn rule(texts: Texts, plan: &ApprovalStep) -> String {
    let counted = match plan.needs {
        Needs::All => texts.t("approval-needs-all").to_owned(),
        Needs::Any => texts.t("approval-needs-any").to_owned(),
        Needs::AtLeast(count) => texts.count("approval-needs-at-least", count.into()),
        Needs::Percent(percent) => {
            texts.t1("approval-needs-percent", "percent", percent.to_string())
        }
    };
    match plan.veto {
        true => format!("{counted} · {}", texts.t("approval-veto")),
        false => counted,
    }
}

/// Why a step could not be asked.
pub(in crate::pages) fn unaskable(texts: Texts, why: Unaskable) -> String {
    let number = |count: usize| texts.number(i64::try_from(count).unwrap_or(i64::MAX));
    match why {
        Unaskable::Nobody => texts.t("approval-nobody").to_owned(),
        Unaskable::TooFew { needed, found } => texts.with(
            "approval-too-few",
            [
                ("needed", Arg::from(number(needed))),
                ("found", Arg::from(number(found))),
            ],
        ),
        Unaskable::TooMany { found } => texts.t1("approval-too-many", "found", number(found)),
    }
}

/// Who is meant by a step.
fn asks(teller: &Teller<'_>, plan: &ApprovalStep) -> String {
    let names = plan.ask.iter().map(|approver| match approver {
        Approver::Person(person) => teller.person(*person),
        approver => as_what(teller, approver),
    });
    names.collect::<Vec<_>>().join(", ")
}

fn as_what(teller: &Teller<'_>, approver: &Approver) -> String {
    let texts = teller.words.texts;
    match approver {
        Approver::Manager => texts.t("approver-manager").to_owned(),
        Approver::ServiceOwner => texts.t("approver-service-owner").to_owned(),
        Approver::Person(_) => String::new(),
        Approver::Role(key) => texts.t1("approver-role", "role", key.as_str()),
        Approver::Members(team) => texts.t1("approver-members", "team", teller.team(*team)),
        Approver::Leads(team) => texts.t1("approver-leads", "team", teller.team(*team)),
    }
}

fn person(course: &StepCourse, asked: &Asked, waits: bool, teller: &Teller<'_>) -> AskedRow {
    let texts = teller.words.texts;
    let decision = course.decision_of(asked.person);
    let (class, icon) = match decision {
        Some(one) if one.verdict == Verdict::Approved => ("approved", "circle-check"),
        Some(_) => ("rejected", "circle-x"),
        None if waits => ("waiting", "clock"),
        None => ("over", "x"),
    };
    let mut why = vec![as_what(teller, &asked.why)];
    let substitute = asked.substitute.filter(|_| decision.is_none());
    why.extend(substitute.map(|id| texts.t1("approval-substitute", "name", teller.person(id))));
    let in_place = decision.filter(|one| one.by != asked.person);
    why.extend(in_place.map(|one| texts.t1("approval-in-place", "name", teller.person(one.by))));
    why.retain(|part| !part.is_empty());
    AskedRow {
        class,
        icon,
        face: Face::new(&teller.person(asked.person)),
        why: why.join(" · "),
        said: texts.t(&format!("approval-said-{class}")).to_owned(),
        comment: decision.map(|one| one.comment.clone()).unwrap_or_default(),
        at: decision.map(|one| teller.calendar.when(one.at.0)),
    }
}
