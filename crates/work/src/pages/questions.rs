//! The questions of forms, asked anew while somebody answers.

use super::changes::custom_fields;
use super::new::{Wrong, answered, typed};
use super::sent::Sent;
use super::{Pages, ticket};
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::Reader;
use crate::questions::Asking;
use crate::screens::questions::{Question, QuestionsPart};
use crate::screens::ticket::Control;
use directory::SignedIn;
use kernel::policy::Required;
use kernel::ticket::FieldValue;
use kernel::{Actor, Policy};
use std::collections::BTreeMap;
use web::Texts;
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;

/// `POST /questions`: what is asked after what has been answered.
pub(super) async fn part(
    State(pages): State<Pages>,
    signed: SignedIn,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let rules = pages.desk.rules().await?;
    let questions = asked(&pages, &signed, &rules, sent.fields(), None);
    Ok(html(&QuestionsPart { questions }))
}

/// The questions that a form raises, with what is wrong with the answers.
pub(super) fn asked(
    pages: &Pages,
    signed: &SignedIn,
    rules: &Rules,
    fields: &[(String, String)],
    wrong: Option<&Wrong>,
) -> Vec<Question> {
    let reader = pages.reader(signed);
    let words = pages.words(rules, signed.texts);
    asking((&reader, signed.texts), &words.policy).questions(fields, |name| {
        let wrong = wrong?;
        if wrong.unanswered.iter().any(|field| field == name) {
            return Some(signed.texts.t("field-required").to_owned());
        }
        (wrong.field == name).then(|| wrong.text.clone())
    })
}

fn asking<'a>((reader, texts): (&'a Reader, Texts), policy: &'a Policy) -> Asking<'a> {
    Asking {
        reader,
        policy,
        texts,
    }
}

impl Pages {
    /// The questions of a form that has no place of its own for the category, as `reader` is asked them.
    /// `complaint` says what is wrong with an answer.
    pub fn questions(
        &self,
        of: (&Reader, Texts),
        rules: &Rules,
        fields: &[(String, String)],
        complaint: impl Fn(&str) -> Option<String>,
    ) -> Vec<Question> {
        let texts = of.1;
        let words = self.words(rules, texts);
        let asking = asking(of, &words.policy);
        let chosen = Some(typed(fields, "category")).filter(|key| !key.is_empty());
        let category = asking.asks("category", fields).map(|required| Question {
            name: "category".into(),
            label: texts.t("category").to_owned(),
            help: String::new(),
            control: Control::Select(ticket::categories(&words, chosen)),
            required: required == Required::Opening,
            error: complaint("category"),
        });
        let others = asking.questions(fields, complaint);
        category.into_iter().chain(others).collect()
    }

    /// What must be answered before the ticket is opened and is not, by the names of the form's fields.
    pub fn unanswered(
        &self,
        of: (&Reader, Texts),
        rules: &Rules,
        fields: &[(String, String)],
    ) -> Vec<String> {
        asking(of, &rules.policy).unanswered(fields)
    }

    /// Whether a form asks `reader` what service it is about, and whether it must be said.
    pub fn asks_service(
        &self,
        of: (&Reader, Texts),
        rules: &Rules,
        fields: &[(String, String)],
    ) -> Option<Required> {
        asking(of, &rules.policy).asks("service", fields)
    }

    /// The answers to the questions of a form.
    ///
    /// # Errors
    /// When an answer is none to its question, or the database fails.
    pub async fn answers(
        &self,
        actor: &Actor,
        fields: &[(String, String)],
    ) -> Result<BTreeMap<String, FieldValue>> {
        let (actor, desk, fields) = (actor.clone(), self.desk.clone(), fields.to_vec());
        let read = self.desk.store().read(move |tx| {
            let rules = desk.rules_in(tx)?;
            custom_fields(tx, &actor, &rules.policy, &fields)
        });
        Ok(answered(read.await?))
    }
}
