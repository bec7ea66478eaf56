//! Conditions in requests: understood for their reader, described, and refused with the place of what is
//! wrong.

use super::reader;
use super::wire::{CheckedCondition, ProblemPlace};
use crate::desk::{Desk, Rules};
use crate::error::{Error, Result};
use crate::queries::{Reader, View};
use crate::vocabulary::{Called, Names};
use directory::SignedIn;
use kernel::Permission;
use kernel::condition::{self, Condition};
use serde::Deserialize;
use store::Tx;
use utoipa::IntoParams;
use web::Query;
use web::axum::extract::State;
use web::axum::http::StatusCode;
use web::axum::response::Response;

/// A condition that somebody asks with.
pub(super) struct Asked {
    reader: Reader,
    text: String,
}

impl Asked {
    /// The condition in `q`.
    pub(super) fn new(desk: &Desk, signed: &SignedIn, text: String) -> Self {
        Self {
            reader: reader(desk, signed),
            text,
        }
    }

    /// Asks with the condition as the reader means it.
    pub(super) async fn read<T: Send + 'static>(
        self,
        desk: &Desk,
        work: impl FnOnce(&Tx<'_>, &Reader, &Rules, Condition) -> Result<T> + Send + 'static,
    ) -> web::Result<T> {
        let Self { reader, text } = self;
        let (rules_of, asked) = (desk.clone(), text.clone());
        let found = desk.store().read(move |tx| {
            let rules = rules_of.rules_in(tx)?;
            let condition = understood(tx, &reader, &rules, &asked)?;
            work(tx, &reader, &rules, condition)
        });
        found.await.map_err(|error| refused(error, &text))
    }
}

/// The condition as the reader means it.
pub(super) fn understood(
    tx: &Tx<'_>,
    reader: &Reader,
    rules: &Rules,
    text: &str,
) -> Result<Condition> {
    let names = Names::new(tx, &reader.actor, &rules.policy, reader.zone.clone());
    Ok(Condition::read(text, &names)?)
}

/// An error, with the place of what is wrong with the condition `text` if it is that.
pub(super) fn refused(error: Error, text: &str) -> web::Error {
    match error {
        Error::Condition(problem) => {
            web::Error::invalid_field("q", ProblemPlace::new(text, &problem).text())
        }
        error => error.into(),
    }
}

/// The views that the reader sees: who is no agent sees none but the own ones.
pub(super) fn views(rules: &Rules, reader: &Reader) -> Vec<View> {
    let agent = reader.actor.can(Permission::TicketRead);
    let there = rules.views.iter().filter(|ruled| !ruled.is_off);
    let views = there
        .map(|ruled| &ruled.view)
        .filter(|view| view.is_seen_by(&reader.actor) && (agent || view.owner.is_some()));
    views.cloned().collect()
}

/// A condition.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CheckParams {
    /// The condition.
    q: String,
}

/// What a condition means, in words; or what is wrong with it, and where.
#[utoipa::path(get, path = "/api/spoc/v1/conditions/check", tag = "conditions", params(CheckParams),
    responses((status = 200, body = CheckedCondition)))]
pub(super) async fn check_condition(
    State(desk): State<Desk>,
    signed: SignedIn,
    Query(CheckParams { q }): Query<CheckParams>,
) -> web::Result<Response> {
    let (reader, rules_of) = (reader(&desk, &signed), desk.clone());
    let checked = desk.store().read(move |tx| {
        let rules = rules_of.rules_in(tx)?;
        match understood(tx, &reader, &rules, &q) {
            Ok(condition) => {
                let names = Called {
                    tx,
                    actor: &reader.actor,
                    policy: &rules.policy,
                    texts: None,
                };
                Ok(CheckedCondition {
                    meaning: Some(condition::describe(&condition, &names)),
                    problem: None,
                })
            }
            Err(Error::Condition(problem)) => Ok(CheckedCondition {
                meaning: None,
                problem: Some(ProblemPlace::new(&q, &problem)),
            }),
            Err(error) => Err(error),
        }
    });
    Ok(web::reply::json(StatusCode::OK, &checked.await?))
}
