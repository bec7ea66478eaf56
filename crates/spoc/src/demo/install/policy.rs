//! What the company's administrators have decided: its categories, and how tickets end.

use super::InstallError;
use crate::App;
use crate::demo::{Company, RESOLUTION_CODES};
use kernel::Actor;
use kernel::automation::{Action, Event, Notice, Rule, Threshold, Whom};
use kernel::calendar::{Calendar, Holiday, Hours, Week};
use kernel::policy::{Audience, Criticality, CustomField, Form, Level, Named, Question, Raises};
use kernel::sla::{Metric, OnPriorityChange, ServiceLevel};
use kernel::ticket::{FieldKind, Kind};
use std::sync::Arc;

/// What the policy's history says of it.
const COMMENT: &str = "categories and resolution codes of Aldermoor Instruments";

pub(super) async fn decide(app: &App, company: &Arc<Company>) -> Result<(), InstallError> {
    let categories: Vec<Named> = company
        .categories
        .iter()
        .map(|category| named(category.key, category.name))
        .collect();
    let codes: Vec<Named> = RESOLUTION_CODES
        .iter()
        .map(|code| named(code, label(code)))
        .collect();
    let change = move |policy: &mut kernel::Policy| {
        policy.categories.clone_from(&categories);
        policy.resolution_codes.clone_from(&codes);
        policy.fields = fields();
        policy.forms = forms();
        policy.calendars = calendars();
        policy.service_levels = service_levels();
        policy.rules = rules();
        policy.raises = raises();
    };
    app.desk
        .change_policy(&Actor::spoc(), COMMENT, change)
        .await?;
    Ok(())
}

/// What the company wants to know beyond what every ticket has.
fn fields() -> Vec<CustomField> {
    let centres = [
        ("lab", "Laboratory"),
        ("office", "Office"),
        ("plant", "Plant"),
    ];
    let choices = centres.map(|(key, label)| named(key, label)).to_vec();
    vec![
        CustomField {
            help: "Printed on the label below it, such as AI-1042.".to_owned(),
            ..CustomField::new("device", "Device", FieldKind::Text)
        },
        CustomField::new("loaner", "Loan device handed out", FieldKind::YesNo),
        CustomField {
            ticket_kinds: vec![Kind::Request],
            ..CustomField::new("cost_centre", "Cost centre", FieldKind::Choice { choices })
        },
    ]
}

/// What the company cannot do without comes first, and so do its busiest hours.
fn raises() -> Raises {
    Raises {
        kinds: [Kind::Incident].into(),
        criticality: [(Criticality::Minor, -1), (Criticality::Vital, 1)].into(),
        peak: 1,
        vip: 1,
        at_most: 1,
        ..Raises::default()
    }
}

/// Office hours at the main site, and round the clock for what cannot wait.
fn calendars() -> Vec<Calendar> {
    let holiday = |month, day, label: &str| Holiday {
        on: jiff::civil::date(2020, month, day),
        label: label.to_owned(),
        closed: None,
        yearly: true,
    };
    let calendar = |key: &str, label: &str, week, holidays| Calendar {
        key: key.to_owned(),
        label: label.to_owned(),
        zone: "Europe/London".to_owned(),
        week,
        holidays,
    };
    let hours: Vec<Hours> = Hours::new(8 * 60, 18 * 60).into_iter().collect();
    let holidays = vec![
        holiday(1, 1, "New Year's Day"),
        holiday(12, 25, "Christmas Day"),
        holiday(12, 26, "Boxing Day"),
    ];
    vec![
        calendar("office", "Office hours", Week::workdays(&hours), holidays),
        calendar("always", "Round the clock", Week::always(), Vec::new()),
    ]
}

/// What the company promises its people: answers within hours, and outages mended by night, too.
fn service_levels() -> Vec<ServiceLevel> {
    let level =
        |key: &str, label: &str, metric, calendar: &str, hours: &[(u8, u32)]| ServiceLevel {
            label: label.to_owned(),
            targets: hours
                .iter()
                .map(|(priority, hours)| (*priority, hours * 60))
                .collect(),
            ..ServiceLevel::new(key, metric, calendar)
        };
    let response = [(1, 1), (2, 4), (3, 8), (4, 16), (5, 30)];
    vec![
        level(
            "first_response",
            "First response",
            Metric::FirstResponse,
            "office",
            &response,
        ),
        level(
            "next_response",
            "Next response",
            Metric::NextResponse,
            "office",
            &response,
        ),
        ServiceLevel {
            applies_when: "kind:incident".to_owned(),
            on_priority_change: OnPriorityChange::Stricter,
            ..level(
                "resolution",
                "Resolution",
                Metric::Resolution,
                "office",
                &[(2, 20), (3, 50), (4, 100)],
            )
        },
        ServiceLevel {
            applies_when: "kind:incident priority:1".to_owned(),
            ..level(
                "outage",
                "Outage mended",
                Metric::Resolution,
                "always",
                &[(1, 8)],
            )
        },
    ]
}

/// What happens by itself: nobody is forgotten, and what came back is seen.
fn rules() -> Vec<Rule> {
    let rule = |key: &str, label: &str, on: Event, when: &str, then: Vec<Action>| Rule {
        label: label.to_owned(),
        when: when.to_owned(),
        then,
        ..Rule::new(key, [on])
    };
    let told = Notice {
        to: [Whom::Assignee, Whom::Leads].into(),
        text: "The deadline has gone by. What is missing?".to_owned(),
    };
    let late = Rule {
        threshold: Threshold {
            level: None,
            percent: Some(100),
        },
        ..rule(
            "deadline_missed",
            "Deadline missed",
            Event::Threshold,
            "state:open",
            vec![Action::Notify(told), Action::Tag("late".to_owned())],
        )
    };
    let reminder = "Hello {{ requester.first_name }},\n\nwe still need your answer to go on with “{{ ticket.subject }}”. \
                    If it has settled itself, just tell us.";
    vec![
        rule(
            "came_back",
            "Came back",
            Event::Reopened,
            "",
            vec![Action::Tag("came-back".to_owned())],
        ),
        rule(
            "password",
            "Passwords are urgent for whoever cannot work",
            Event::Opened,
            "kind:incident subject:password",
            vec![
                Action::Urgency(Level::HIGH),
                Action::Tag("password".to_owned()),
            ],
        ),
        late,
        rule(
            "no_answer",
            "Remind of an open question",
            Event::Time,
            "hold:requester updated<-3d",
            vec![Action::Reply(reminder.to_owned())],
        ),
        rule(
            "content",
            "Ask how content they are",
            Event::Time,
            "resolved<-1d resolved>-7d",
            vec![Action::Survey],
        ),
    ]
}

/// Everybody may name the device; agents say whether they lent one, where hardware is concerned.
fn forms() -> Vec<Form> {
    let question = |asks: &str, audience, shown_when: &str| Question {
        asks: asks.to_owned(),
        audience,
        shown_when: shown_when.to_owned(),
        ..Question::default()
    };
    let device = question("field.device", Audience::Everybody, "");
    let form = |kind, questions| Form {
        kind,
        service: None,
        questions,
    };
    vec![
        form(
            Kind::Incident,
            vec![
                device.clone(),
                question("field.loaner", Audience::Agents, "category:hardware"),
            ],
        ),
        form(
            Kind::Request,
            vec![
                question("field.cost_centre", Audience::Everybody, ""),
                device,
            ],
        ),
    ]
}

fn named(key: &str, label: &str) -> Named {
    Named {
        key: key.to_owned(),
        label: label.to_owned(),
    }
}

fn label(code: &'static str) -> &'static str {
    match code {
        "fixed" => "Fixed",
        "workaround" => "Workaround given",
        "provided" => "Provided",
        "explained" => "Explained",
        "third_party" => "Solved by a third party",
        "not_reproducible" => "Not reproducible",
        "no_answer" => "No answer from the requester",
        "declined" => "Declined",
        code => code,
    }
}
