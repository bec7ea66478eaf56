//! The policy: what is in force, how it is changed, and what was in force before.

use super::wire::{PolicyEdit, PolicyVersionList, PolicyVersionView, PolicyView, Reason};
use crate::desk::Desk;
use crate::error::Error;
use crate::policies::VERSIONS_PAGE;
use directory::SignedIn;
use directory::once::{Answer, Body, once};
use kernel::{Policy, PolicyVersion};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;
use web::axum::extract::State;
use web::axum::http::{HeaderMap, StatusCode};
use web::axum::response::Response;
use web::{IfMatch, Path, Query};

/// The policy in force: what states, reasons, codes, categories and fields there are.
#[utoipa::path(get, path = "/api/spoc/v1/policy", tag = "policy",
    responses((status = 200, body = PolicyView)))]
pub(super) async fn get_policy(
    State(desk): State<Desk>,
    _: SignedIn,
    headers: HeaderMap,
) -> web::Result<Response> {
    let rules = desk.rules().await?;
    let policy = PolicyView::new(&rules);
    Ok(web::reply::json_version(&headers, rules.version.0, &policy))
}

/// Changes parts of the policy; what is left out stays. A part is given as `GET /policy/versions/{version}` shows it.
#[utoipa::path(patch, path = "/api/spoc/v1/policy", tag = "policy", request_body = PolicyEdit,
    responses((status = 200, body = PolicyView), (status = 403), (status = 422)))]
pub(super) async fn change_policy(
    State(desk): State<Desk>,
    signed: SignedIn,
    seen: IfMatch,
    Body { value, .. }: Body<PolicyEdit>,
) -> web::Result<Response> {
    let seen = seen.0.map(PolicyVersion);
    let PolicyEdit { comment, parts } = value;
    let change = move |policy: &mut Policy| {
        *policy = edited(policy, &parts)?;
        Ok(())
    };
    desk.decide_policy(&signed.actor, seen, &comment.unwrap_or_default(), change)
        .await?;
    let rules = desk.rules().await?;
    Ok(web::reply::json_version(
        &HeaderMap::new(),
        rules.version.0,
        &PolicyView::new(&rules),
    ))
}

/// Which versions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct VersionParams {
    /// The `next` of the page before.
    after: Option<i64>,
}

/// The versions of the policy, newest first.
#[utoipa::path(get, path = "/api/spoc/v1/policy/versions", tag = "policy", params(VersionParams),
    responses((status = 200, body = PolicyVersionList), (status = 403)))]
pub(super) async fn list_policy_versions(
    State(desk): State<Desk>,
    signed: SignedIn,
    Query(params): Query<VersionParams>,
) -> web::Result<Response> {
    let before = params.after.map(PolicyVersion);
    let mut found = desk
        .policy_versions(&signed.actor, before, VERSIONS_PAGE + 1)
        .await?;
    let more = found.len() > VERSIONS_PAGE;
    found.truncate(VERSIONS_PAGE);
    let next = found.last().filter(|_| more).map(|last| last.version.0);
    let items = found.iter().map(PolicyVersionView::head).collect();
    Ok(web::reply::json(
        StatusCode::OK,
        &PolicyVersionList { items, next },
    ))
}

/// A version of the policy, with all that was decided in it.
#[utoipa::path(get, path = "/api/spoc/v1/policy/versions/{version}", tag = "policy", params(("version" = i64, Path)),
    responses((status = 200, body = PolicyVersionView), (status = 403), (status = 404)))]
pub(super) async fn get_policy_version(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(version): Path<i64>,
) -> web::Result<Response> {
    let found = desk
        .policy_version(&signed.actor, PolicyVersion(version))
        .await?;
    Ok(web::reply::json(
        StatusCode::OK,
        &PolicyVersionView::whole(&found),
    ))
}

/// Puts an earlier version in force again, as a new one. What was added since stays, and is retired.
#[utoipa::path(post, path = "/api/spoc/v1/policy/versions/{version}/restoration", tag = "policy",
    params(("version" = i64, Path), ("Idempotency-Key" = Option<String>, Header)), request_body = Reason,
    responses((status = 200, body = PolicyView), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn restore_policy(
    State(desk): State<Desk>,
    signed: SignedIn,
    Path(version): Path<i64>,
    body: Body<Reason>,
) -> web::Result<Answer> {
    let Body {
        value,
        once: request,
    } = body;
    let (actor, now, of) = (signed.actor.clone(), desk.clock().now(), desk.clone());
    let restored = desk.store().write(move |tx| {
        once(tx, &actor, now, request.as_ref(), || {
            of.restore_policy_in(tx, &actor, now, (PolicyVersion(version), &value.text))?;
            let rules = of.rules_in(tx)?;
            Ok::<_, Error>(Answer::new(StatusCode::OK, &PolicyView::new(&rules))?)
        })
    });
    Ok(restored.await?)
}

/// The policy with these parts in place of its own.
fn edited(policy: &Policy, parts: &serde_json::Map<String, Value>) -> web::Result<Policy> {
    let mut whole = serde_json::to_value(policy).map_err(web::Error::internal)?;
    let Some(members) = whole.as_object_mut() else {
        return Ok(policy.clone());
    };
    for (name, part) in parts {
        if !PolicyEdit::PARTS.contains(&name.as_str()) {
            let known = PolicyEdit::PARTS.join(", ");
            let text = format!("is no part of the policy; there are {known}");
            return Err(web::Error::invalid_field(name.clone(), text));
        }
        members.insert(name.clone(), part.clone());
    }
    web::document::read_value(whole)
}
