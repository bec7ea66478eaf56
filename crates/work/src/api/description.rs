//! The description of the whole API, the directory's part too: what every operation may be refused with is
//! said once, here.

use super::described;
use super::wire::{FieldProblem, Problem};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, Schema};
use utoipa::{PartialSchema, ToSchema};
use web::axum::http::StatusCode;

/// The shapes that have names.
type Schemas = BTreeMap<String, RefOr<Schema>>;

const PROBLEM: &str = "application/problem+json";

/// The description of the tickets' part.
pub(super) fn tickets() -> OpenApi {
    finished(described().into_openapi())
}

/// The description of the whole API.
pub(super) fn whole() -> OpenApi {
    let mut all = described().into_openapi();
    all.merge(directory::openapi());
    finished(all)
}

fn finished(mut openapi: OpenApi) -> OpenApi {
    let components = openapi.components.get_or_insert_default();
    let schemas: [(_, RefOr<Schema>); 2] = [
        (Problem::name(), Problem::schema()),
        (FieldProblem::name(), FieldProblem::schema()),
    ];
    for (name, schema) in schemas {
        components.schemas.insert(name.into_owned(), schema);
    }
    let schemas = components.schemas.clone();
    let mut names = BTreeSet::new();
    for (path, item) in &mut openapi.paths.paths {
        for (method, operation) in operations(item) {
            let known = operation.operation_id.take();
            let name = known
                .filter(|name| !names.contains(name))
                .unwrap_or_else(|| name_of(method, path));
            names.insert(name.clone());
            operation.operation_id = Some(name);
            describe_answers(operation);
            let made = operation.responses.responses.get("201");
            if made.is_some_and(|made| keeps_version(made, &schemas)) {
                web::tell_tag(operation, StatusCode::CREATED);
            }
        }
    }
    openapi
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("patch", &mut item.patch),
        ("delete", &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// A name for an operation whose own is taken: `get_people_id` for `GET /api/spoc/v1/people/{id}`.
fn name_of(method: &str, path: &str) -> String {
    let path = path.strip_prefix(super::writing::BASE).unwrap_or(path);
    let words = path
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |name, word| format!("{name}_{word}"))
}

/// Whether an answer says in a member `version` which version it is: then its `ETag` says so, too
/// (`directory::once::Answer`).
fn keeps_version(answer: &RefOr<Response>, schemas: &Schemas) -> bool {
    let RefOr::T(answer) = answer else {
        return false;
    };
    let contents = answer.content.values();
    let shapes = contents.filter_map(|content| match content {
        RefOr::T(content) => content.schema.as_ref(),
        RefOr::Ref(_) => None,
    });
    shapes.into_iter().any(|shape| has_version(shape, schemas))
}

fn has_version(shape: &RefOr<Schema>, schemas: &Schemas) -> bool {
    match shape {
        RefOr::Ref(named) => {
            let name = named.ref_location.rsplit('/').next().unwrap_or_default();
            schemas
                .get(name)
                .is_some_and(|one| has_version(one, schemas))
        }
        RefOr::T(Schema::Object(object)) => object.properties.contains_key("version"),
        RefOr::T(Schema::AllOf(all)) => all.items.iter().any(|one| has_version(one, schemas)),
        RefOr::T(_) => false,
    }
}

fn describe_answers(operation: &mut Operation) {
    let answers = &mut operation.responses.responses;
    // What says of itself who may ask is open to anybody.
    if operation.security.is_none() {
        let unknown = StatusCode::UNAUTHORIZED.as_str();
        answers
            .entry(unknown.to_owned())
            .or_insert_with(|| Response::new("").into());
    }
    for (status, answer) in answers {
        let RefOr::T(answer) = answer else { continue };
        if answer.description.is_empty() {
            answer.description = meaning(status).to_owned();
        }
        if status.starts_with(['4', '5']) {
            let problem = Content::new(Some(Ref::from_schema_name(Problem::name())));
            answer.content.insert(PROBLEM.to_owned(), problem.into());
        }
    }
}

fn meaning(status: &str) -> &'static str {
    match status {
        "200" => "As asked.",
        "201" => "Made; `Location` says where it is.",
        "202" => "Taken; whether there is anything to do is not told.",
        "204" => "Done.",
        "304" => "Nothing has changed since the version in `If-None-Match`.",
        "400" => "The request cannot be understood.",
        "401" => "Nobody is signed in, or the token is not valid.",
        "403" => "The role or the token does not allow it.",
        "404" => "Not there, or not for this reader.",
        "409" => "It contradicts what is there now.",
        "412" => "It has another version than `If-Match` says.",
        "413" => "Larger than is allowed.",
        "422" => "Some members are wrong; `errors` says which.",
        "429" => "Tried too often; `Retry-After` says when to come back.",
        _ => "See the status.",
    }
}
