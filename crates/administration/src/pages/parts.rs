//! How the forms of the administration are put together.

use super::sent::Sent;
use crate::screens::form::{Control, Field, FormPage};
use crate::screens::table::{Row, Table, TablePage};
use directory::{SignedIn, frame, queries};
pub(super) use kernel::policy::key_of;
use kernel::{Permission, PolicyVersion};
use std::collections::BTreeSet;
use store::Tx;
use web::axum::http::StatusCode;
use web::axum::response::Response;
use web::parts::{Choice, Empty, Pager};
use web::reply::{html_with, see_other};
use web::{Error, Flash, Kind, Result, Texts};
use work::Floor;

/// What is wrong with a form: the field, or nothing for the form as a whole, and what would be right.
pub(super) type Wrong = Vec<(String, String)>;

/// Refuses whoever lacks the permission.
pub(super) fn require(signed: &SignedIn, permission: Permission) -> Result<()> {
    if signed.actor.can(permission) {
        Ok(())
    } else {
        Err(Error::forbidden())
    }
}

/// Changes the policy as a form says; answers the version that this made, none where nothing changed: the latest is
/// somebody else's then. What is wrong with the form comes back in the reader's words.
pub(super) async fn decide(
    floor: &Floor,
    signed: &SignedIn,
    sent: &Sent,
    comment: String,
    change: impl Fn(&mut kernel::Policy) -> work::Result<()> + Send + 'static,
) -> Result<Result<Option<PolicyVersion>, Wrong>> {
    sent.check(signed)?;
    let seen = PolicyVersion(sent.seen());
    let said = match sent.get("comment") {
        "" => comment,
        said => said.to_owned(),
    };
    match floor
        .desk
        .decide_policy(&signed.actor, Some(seen), &said, change)
        .await
    {
        Ok(version) => {
            floor.directory.changed();
            Ok(Ok((version != seen).then_some(version)))
        }
        Err(error) => wrong(signed.texts, error).map(Err),
    }
}

/// Moves what `sent` names before or behind its neighbour, by `shift`; then back to `here`, where it is listed.
pub(super) async fn reorder(
    floor: &Floor,
    signed: &SignedIn,
    sent: &Sent,
    (comment, here): (String, &str),
    shift: impl Fn(&mut kernel::Policy, &str, bool) + Send + 'static,
) -> Result<Response> {
    let (key, up) = (sent.get("key").to_owned(), sent.get("way") == "up");
    let shifted = move |policy: &mut kernel::Policy| {
        shift(policy, &key, up);
        Ok(())
    };
    match decide(floor, signed, sent, comment, shifted).await? {
        Ok(version) => Ok(decided(signed, here, version)),
        Err(wrong) => {
            let texts = wrong.into_iter().map(|(_, text)| text);
            Err(Error::conflict(texts.collect::<Vec<_>>().join(" ")))
        }
    }
}

/// What is wrong with a form; what no form can show stays an error.
pub(super) fn wrong(texts: Texts, error: work::Error) -> Result<Wrong> {
    match error {
        work::Error::Policy(problems) => Ok(problems
            .into_iter()
            .map(|problem| {
                let fault = problem.fault.name();
                let text = texts.t(&format!("policy-fault-{fault}")).to_owned();
                let last = problem.at.rsplit('.').next().unwrap_or_default();
                let beside = problem.at.strip_prefix("raises.");
                if let Some(field) = entry_of(&problem.at) {
                    return (field, text);
                }
                match beside.unwrap_or_else(|| beside_of(fault)) {
                    "" => (String::new(), format!("{last}: {text}")),
                    field => (field.to_owned(), text),
                }
            })
            .collect()),
        work::Error::Stale { .. } => {
            let text = texts.t("error-precondition-failed-text").to_owned();
            Ok(vec![(String::new(), text)])
        }
        work::Error::Invalid { field, text } => {
            Ok(vec![(field.to_owned(), texts.t(&text).to_owned())])
        }
        error => Err(error.into()),
    }
}

/// The field of the entry that a problem is about: a step of an approval, or an action of a rule.
fn entry_of(at: &str) -> Option<String> {
    let field = |(within, name): (&str, &str)| {
        let (_, number) = at.rsplit_once(within)?;
        let number = number.parse::<usize>().ok()?.checked_sub(1)?;
        Some(format!("{name}-{number}"))
    };
    [(".steps.", "step"), (".then.", "then")]
        .into_iter()
        .find_map(field)
}

/// The field that a fault of a policy is shown beside.
fn beside_of(fault: &str) -> &'static str {
    match fault {
        "key" | "key-twice" | "parent" | "depth" => "key",
        "label" => "label",
        "no-choices" => "choices",
        "question" | "question-twice" => "asks",
        "default" => "default",
        "days" => "close_after_days",
        "tag" => "allowed_tags",
        "zone" => "zone",
        "hours" | "never-works" => "monday",
        "holidays" => "holidays",
        "calendar" => "calendar",
        "applies" => "applies_when",
        "target" => "targets",
        "threshold" => "thresholds",
        "no-event" => "on",
        "rule-condition" | "no-distance" => "when",
        "actions" => "then-0",
        "service-level" => "threshold_level",
        "wait" => "remind",
        _ => "",
    }
}

/// The number of the last change of a subject, by the audit: what its form sends along as seen.
pub(super) fn last_change(tx: &Tx<'_>, (subject, action): (&str, &str)) -> directory::Result<i64> {
    Ok(queries::last_audit(tx, subject, action)?.unwrap_or(0))
}

/// Refuses whoever has seen a subject before its last change. A form that does not say what was seen is taken.
pub(super) fn check_seen(tx: &Tx<'_>, sent: &Sent, of: (&str, &str)) -> directory::Result<()> {
    let last = last_change(tx, of)?;
    match sent.seen_or(last) == last {
        true => Ok(()),
        false => Err(directory::Error::Stale),
    }
}

/// What is wrong with a form that the directory refused.
pub(super) fn refused(texts: Texts, error: Error) -> Result<Wrong> {
    match error.kind() {
        Kind::Invalid => Ok(error
            .fields()
            .iter()
            .map(|wrong| (wrong.field.to_string(), texts.t(&wrong.detail).to_owned()))
            .collect()),
        Kind::Conflict | Kind::PreconditionFailed => Ok(vec![(String::new(), error.text(texts))]),
        _ => Err(error),
    }
}

/// Back to where it is listed, with a word that the policy is as the form says, and the way to take back what that
/// changed.
pub(super) fn decided(signed: &SignedIn, href: &str, made: Option<PolicyVersion>) -> Response {
    let undo = made.map(|version| format!("/admin/history/{version}/undo"));
    said(signed, href, undo)
}

/// Back to where it is listed, with a word that it was done, and the way to take it back: the line of the audit that
/// keeps what it was.
pub(super) fn saved(signed: &SignedIn, href: &str, undo: Option<i64>) -> Response {
    said(signed, href, undo.map(|line| format!("/audit/{line}/undo")))
}

fn said(signed: &SignedIn, href: &str, undo: Option<String>) -> Response {
    let mut flash = Flash::done(signed.texts.t("saved"));
    if let Some(undo) = undo {
        flash = flash.with_undo(undo);
    }
    flash.on(see_other(href))
}

/// A page with one form: where it belongs, what it is called, and the address that it is sent to.
pub(super) fn form(signed: &SignedIn, back: (&str, &str), title: &str, action: &str) -> FormPage {
    FormPage {
        frame: frame(signed, "/admin", title),
        back: (signed.texts.t(back.0).to_owned(), back.1.to_owned()),
        intro: String::new(),
        error: None,
        action: action.to_owned(),
        files: false,
        seen: 0,
        fields: Vec::new(),
        submit: signed.texts.t("save").to_owned(),
        beside: None,
        table: None,
        acts: Vec::new(),
    }
}

/// The form as it is answered: with what is wrong beside the fields, the rest above them.
pub(super) fn answer(mut page: FormPage, wrong: &[(String, String)]) -> Response {
    for field in page.fields.iter_mut().chain(&mut page.beside) {
        let own = wrong.iter().find(|(name, _)| *name == field.name);
        field.error = own.map(|(_, text)| text.clone());
    }
    let fields = page.fields.iter().chain(&page.beside);
    let fields = fields.filter(|field| !matches!(field.control, Control::Hidden(_)));
    let shown: BTreeSet<String> = fields.map(|field| field.name.clone()).collect();
    let rest: Vec<&str> = wrong
        .iter()
        .filter(|(name, _)| !shown.contains(name))
        .map(|(_, text)| text.as_str())
        .collect();
    page.error = (!rest.is_empty()).then(|| rest.join(" "));
    let status = if wrong.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

/// A field: its name in the form, the catalogue key of its label, and how it is filled in. A message `KEY-hint`
/// helps, where there is one.
pub(super) fn field(texts: Texts, name: &str, label: &str, control: Control) -> Field {
    let hint = format!("{label}-hint");
    let help = match texts.t(&hint) {
        text if text == hint => String::new(),
        text => text.to_owned(),
    };
    Field {
        name: name.to_owned(),
        label: texts.t(label).to_owned(),
        help,
        error: None,
        control,
    }
}

/// A line of text.
pub(super) fn line(texts: Texts, name: &str, label: &str, value: impl Into<String>) -> Field {
    field(texts, name, label, Control::Line("text", value.into()))
}

/// A condition.
pub(super) fn condition(texts: Texts, name: &str, label: &str, value: impl Into<String>) -> Field {
    field(texts, name, label, Control::Condition(value.into()))
}

/// Choices from values and catalogue keys.
pub(super) fn choices(texts: Texts, chosen: &str, all: &[(&str, &str)]) -> Vec<Choice> {
    all.iter()
        .map(|(value, label)| Choice::new(*value, texts.t(label), *value == chosen))
        .collect()
}

/// A page with a table of what there is: the catalogue keys of its name, of what it is for and of its columns. A page
/// that also searches, adds or turns pages says so itself.
pub(super) fn table(
    signed: &SignedIn,
    (title, intro): (&str, &str),
    heads: &[&str],
    rows: Vec<Row>,
) -> TablePage<'static> {
    let texts = signed.texts;
    let text = |key: &str| texts.t(key).to_owned();
    TablePage {
        frame: frame(signed, "/admin", text(title)),
        back: (text("nav-admin"), "/admin"),
        intro: text(intro),
        search: None,
        add: None,
        also: None,
        table: Table {
            caption: text(title),
            heads: heads.iter().map(|key| text(key)).collect(),
            rows,
        },
        empty: nothing(texts, "tag", "admin-empty", "admin-empty-text"),
        pager: Pager::default(),
        acts: Vec::new(),
        seen: 0,
    }
}

/// What adds one more, and where.
pub(super) fn adding(texts: Texts, href: impl Into<String>) -> Option<(String, String)> {
    Some((texts.t("add").to_owned(), href.into()))
}

/// What to say where there is nothing: an icon, and the catalogue keys of title and text.
pub(super) fn nothing(
    texts: Texts,
    icon: &'static str,
    title: &'static str,
    text: &'static str,
) -> Empty<'static> {
    Empty {
        icon,
        title: texts.t(title),
        text: texts.t(text),
        action: None,
    }
}
