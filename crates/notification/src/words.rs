//! What happened, in words.

use crate::model::Kind;
use web::Texts;

/// Something that somebody is told.
pub(crate) struct Happened<'a> {
    pub(crate) kind: Kind,
    /// Who did it; nobody when Spoc did.
    pub(crate) who: Option<&'a str>,
    /// How often.
    pub(crate) count: i64,
}

/// It in words; `product` is what Spoc is called here.
pub(crate) fn said(happened: &Happened<'_>, texts: Texts, product: &str) -> String {
    let key = format!("told-{}", happened.kind.name().replace('_', "-"));
    let who = happened.who.unwrap_or(product);
    texts.with(
        &key,
        [("who", who.into()), ("count", happened.count.into())],
    )
}
