//! What the company's administrators have decided: its categories, and how tickets end.

use super::InstallError;
use crate::App;
use crate::demo::{Company, RESOLUTION_CODES};
use kernel::Actor;
use kernel::policy::{Audience, CustomField, Form, Named, Question};
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
