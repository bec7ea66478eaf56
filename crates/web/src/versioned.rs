//! Entity tags of the API: what has one answers "nothing new" to whoever has it, and is changed by those who have seen it.
//! What a header does and how it is described stand together here.

use crate::reply::version_named;
use crate::{Error, Result};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode, header};
use utoipa::openapi::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Required, Response};
use utoipa_axum::router::UtoipaMethodRouter;

/// What a tag looks like.
const TAG: &str = "\"7\"";

/// `If-Match`: the version that the writer has seen; none without the header or with `*`. It is read before the body, so
/// that what is no tag is refused whatever else is wrong. Routes whose handlers take it are [`versioned`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let Some(given) = parts.headers.get(header::IF_MATCH) else {
            return Ok(Self(None));
        };
        let tag = given.to_str().unwrap_or_default().trim();
        if tag == "*" {
            return Ok(Self(None));
        }
        version_named(tag).map(|version| Self(Some(version))).ok_or_else(|| {
            Error::bad_request(format!(
                "If-Match: {tag} is no ETag of this server; send one as it was answered, such as {TAG}"
            ))
        })
    }
}

/// Describes routes to something with an entity tag: reading answers it and takes `If-None-Match`, changing takes
/// `If-Match` and answers the new one.
pub fn versioned<S>(mut routes: UtoipaMethodRouter<S>) -> UtoipaMethodRouter<S> {
    for item in routes.1.paths.values_mut() {
        if let Some(reading) = &mut item.get {
            let meaning = "An `ETag` that one has; if it is the present one, the answer is 304.";
            take(reading, header::IF_NONE_MATCH, meaning);
            answer_also(reading, StatusCode::NOT_MODIFIED);
            tell_tag(reading, StatusCode::OK);
        }
        for writing in writing(item) {
            let meaning = "The `ETag` that one has seen; if it is no longer the present one, the answer is 412.";
            take(writing, header::IF_MATCH, meaning);
            answer_also(writing, StatusCode::PRECONDITION_FAILED);
            tell_tag(writing, StatusCode::OK);
        }
    }
    routes
}

fn writing(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
    ]
    .into_iter()
    .flatten()
}

fn take(operation: &mut Operation, name: HeaderName, meaning: &str) {
    let parameter = ParameterBuilder::new()
        .name(written(&name))
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(meaning))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build();
    let parameters = operation.parameters.get_or_insert_default();
    parameters.push(parameter.into());
}

fn answer_also(operation: &mut Operation, status: StatusCode) {
    let answers = &mut operation.responses.responses;
    let answer = answers.entry(status.as_str().to_owned());
    answer.or_insert_with(|| Response::new("").into());
}

/// Says that an answer with this status, if there is one, carries an entity tag.
pub fn tell_tag(operation: &mut Operation, status: StatusCode) {
    let answer = operation.responses.responses.get_mut(status.as_str());
    if let Some(RefOr::T(answer)) = answer {
        let header = HeaderBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .description(Some(
                "The version that this is, for `If-Match` and `If-None-Match`.",
            ))
            .build();
        answer
            .headers
            .insert(written(&header::ETAG).to_owned(), header.into());
    }
}

/// The name as people write it.
fn written(name: &HeaderName) -> &'static str {
    match *name {
        header::ETAG => "ETag",
        header::IF_MATCH => "If-Match",
        _ => "If-None-Match",
    }
}
