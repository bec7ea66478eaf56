//! What the company's administrators have decided: its categories, and how tickets end.

use super::InstallError;
use crate::App;
use crate::demo::{Company, RESOLUTION_CODES};
use kernel::Actor;
use kernel::policy::Named;
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
    };
    app.desk
        .change_policy(&Actor::spoc(), COMMENT, change)
        .await?;
    Ok(())
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
