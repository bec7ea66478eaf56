//! The questions of forms, asked anew while somebody answers.

use super::changes::custom_fields;
use super::new::{Wrong, answered, typed};
use super::sent::Sent;
use super::{Pages, ticket};
use crate::desk::Rules;
use crate::error::Result;
use crate::queries::Reader;
use crate::questions::{Asking, Door};
use crate::screens::questions::{Question, QuestionsPart};
use crate::screens::ticket::Control;
use directory::SignedIn;
use kernel::Actor;
use kernel::policy::Required;
use kernel::ticket::FieldValue;
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
    let questions = asked(&pages, &signed, &rules, sent.fields(), None).await?;
    Ok(html(&QuestionsPart { questions }))
}

/// The questions that a form of agents raises, with what is wrong with the answers.
pub(super) async fn asked(
    pages: &Pages,
    signed: &SignedIn,
    rules: &Rules,
    fields: &[(String, String)],
    wrong: Option<&Wrong>,
) -> Result<Vec<Question>> {
    let of = (pages.reader(signed), signed.texts);
    let asking = pages.asking(of, rules, Door::Desk, fields).await?;
    Ok(asking.custom(|name| {
        let wrong = wrong?;
        if wrong.unanswered.iter().any(|field| field == name) {
            return Some(signed.texts.t("field-required").to_owned());
        }
        (wrong.field == name).then(|| wrong.text.clone())
    }))
}

impl Asking {
    /// The questions of a form that has no place of its own for the category. `complaint` says what is wrong with an
    /// answer.
    pub fn questions(&self, complaint: impl Fn(&str) -> Option<String>) -> Vec<Question> {
        let chosen = Some(typed(&self.fields, "category")).filter(|key| !key.is_empty());
        let category = self.asks("category").map(|required| Question {
            name: "category".into(),
            label: self.words.texts.t("category").to_owned(),
            help: String::new(),
            control: Control::Select(ticket::categories(&self.words, chosen)),
            required: required == Required::Opening,
            error: complaint("category"),
        });
        let others = self.custom(complaint);
        category.into_iter().chain(others).collect()
    }
}

impl Pages {
    /// What a form asks whoever fills it in, after what was typed so far: as it is decided when it is sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asking(
        &self,
        (reader, texts): (Reader, Texts),
        rules: &Rules,
        door: Door,
        fields: &[(String, String)],
    ) -> Result<Asking> {
        let (words, fields) = (self.words(rules, texts), fields.to_vec());
        let store = self.desk.store();
        store
            .read(move |tx| Asking::new(tx, (reader, words), &door, fields))
            .await
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
