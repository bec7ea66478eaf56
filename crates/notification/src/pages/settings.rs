//! What one wants to hear of, by which ways and when.

use super::{me, of_agents};
use crate::actions::{self, Choices};
use crate::model::{Choice, Kind, QuietHours};
use crate::push;
use crate::queries::{self, push as rows};
use crate::screens::{BrowserRow, KindRow, PushPart, SettingsPage};
use directory::{ButtonForm, SignedIn, frame};
use kernel::PersonId;
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Input;
use web::reply::{html, html_with, see_other};
use web::{Error, Flash, Form, Kind as Failure, Query, Result, Texts};
use work::Floor;

#[derive(Deserialize)]
pub(super) struct Sent {
    csrf: String,
    #[serde(default)]
    page: Vec<String>,
    #[serde(default)]
    push: Vec<String>,
    #[serde(default)]
    mail: Vec<String>,
    #[serde(default)]
    quiet_from: String,
    #[serde(default)]
    quiet_to: String,
}

/// What the page shows.
struct Shown {
    kinds: Vec<(Kind, Choice)>,
    quiet_from: Input,
    quiet_to: Input,
}

/// What was chosen before, as the address of an undo has it.
#[derive(Deserialize)]
pub(super) struct Earlier {
    /// A digit for each kind, in their order.
    kinds: String,
    /// The minutes of a day; empty for none.
    #[serde(default)]
    quiet_from: Option<u16>,
    #[serde(default)]
    quiet_to: Option<u16>,
}

/// The address that has these choices back.
fn restoration(choices: &Choices) -> String {
    let digit = |choice: &Choice| {
        u8::from(choice.page) + 2 * u8::from(choice.push) + 4 * u8::from(choice.mail)
    };
    let kinds = choices.kinds.iter();
    let kinds: String = kinds.map(|(_, choice)| digit(choice).to_string()).collect();
    let quiet = choices
        .quiet
        .map(|QuietHours { from, to }| format!("&quiet_from={from}&quiet_to={to}"));
    let quiet = quiet.unwrap_or_default();
    format!("/notifications/settings/restoration?kinds={kinds}{quiet}")
}

impl Earlier {
    fn choices(&self) -> Option<Choices> {
        let digits: Vec<u32> = self.kinds.chars().filter_map(|c| c.to_digit(8)).collect();
        let choice = |digit: u32| Choice {
            page: digit & 1 > 0,
            push: digit & 2 > 0,
            mail: digit & 4 > 0,
        };
        let known = digits.len() == Kind::ALL.len();
        let kinds = Kind::ALL.into_iter().zip(digits);
        let kinds = kinds.map(|(kind, digit)| (kind, choice(digit))).collect();
        let day = |minute: &u16| *minute < 24 * 60;
        let hours = self.quiet_from.filter(day).zip(self.quiet_to.filter(day));
        let quiet = hours.map(|(from, to)| QuietHours { from, to });
        known.then_some(Choices { kinds, quiet })
    }
}

/// `POST /notifications/settings/restoration`
pub(super) async fn restore(
    State(floor): State<Floor>,
    signed: SignedIn,
    Query(earlier): Query<Earlier>,
    Form(form): Form<ButtonForm>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let choices = earlier.choices().ok_or_else(Error::not_found)?;
    actions::choose(&floor, me(&signed)?, choices).await?;
    let said = Flash::done(signed.texts.t("done-undone"));
    Ok(said.on(see_other("/notifications/settings")))
}

/// What somebody has chosen.
async fn choices_of(floor: &Floor, person: PersonId) -> work::Result<Choices> {
    let read = floor.desk.store().read(move |tx| {
        let kinds =
            Kind::ALL.map(|kind| queries::choice(tx, person, kind).map(|chosen| (kind, chosen)));
        let kinds = kinds.into_iter().collect::<store::Result<Vec<_>>>()?;
        Ok::<_, work::Error>(Choices {
            kinds,
            quiet: queries::quiet_hours(tx, person)?,
        })
    });
    read.await
}

/// `GET /notifications/settings`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    let Choices { kinds, quiet } = choices_of(&floor, me(&signed)?).await?;
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let shown = Shown {
        kinds,
        quiet_from: Input::new(quiet.map(|quiet| time(quiet.from)).unwrap_or_default()),
        quiet_to: Input::new(quiet.map(|quiet| time(quiet.to)).unwrap_or_default()),
    };
    Ok(html(&filled(&floor, &signed, shown).await?))
}

async fn filled(floor: &Floor, signed: &SignedIn, shown: Shown) -> Result<SettingsPage> {
    let (texts, agent) = (signed.texts, of_agents(signed));
    let kinds = shown.kinds.iter();
    let kinds = kinds.filter(|(kind, _)| is_there(signed, *kind));
    Ok(SettingsPage {
        frame: frame(signed, "/notifications", texts.t("notifications-settings")),
        kinds: kinds
            .map(|(kind, choice)| KindRow {
                name: kind.name(),
                label: label(*kind, texts),
                page: choice.page,
                push: choice.push,
                mail: kind.can_be_mailed().then_some(choice.mail),
            })
            .collect(),
        mails: agent,
        push: push_part(floor, signed).await?,
        quiet_from: shown.quiet_from,
        quiet_to: shown.quiet_to,
        zone: signed.person.time_zone.clone(),
    })
}

/// Whether somebody can be told of it.
fn is_there(signed: &SignedIn, kind: Kind) -> bool {
    let is_on = kind.practice().is_none_or(|practice| signed.has(practice));
    is_on && (of_agents(signed) || !kind.is_for_agents())
}

/// What is known of the reader's browsers; nothing where administrators do not want any told.
async fn push_part(floor: &Floor, signed: &SignedIn) -> Result<Option<PushPart>> {
    let (person, now) = (me(signed)?, floor.desk.clock().now());
    let (calendar, texts) = (signed.calendar(), signed.texts);
    let session = signed.session();
    // The key is made when somebody first needs it.
    let read = floor.desk.store().write(move |tx| {
        if !push::is_allowed(tx)? {
            return Ok(None);
        }
        let key = push::key(tx)?.public();
        Ok::<_, work::Error>(Some((key, rows::browsers(tx, person, now)?)))
    });
    let found = read.await?;
    let row = |browser: rows::Browser| BrowserRow {
        id: browser.id,
        device: match browser.device.as_str() {
            "" => texts.t("push-some-browser").to_owned(),
            device => device.to_owned(),
        },
        since: calendar.when(browser.since.0),
        here: session.as_deref() == Some(browser.session_hash.as_str()),
        signed_in: browser.signed_in,
    };
    Ok(found.map(|(key, browsers)| {
        let browsers: Vec<BrowserRow> = browsers.into_iter().map(row).collect();
        let here = browsers.iter().any(|browser| browser.here);
        PushPart {
            key,
            here,
            browsers,
        }
    }))
}

fn label(kind: Kind, texts: Texts) -> String {
    let key = format!("notification-{}", kind.name().replace('_', "-"));
    texts.t(&key).to_owned()
}

/// `POST /notifications/settings`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(form): Form<Sent>,
) -> Result<Response> {
    signed.check_form(&form.csrf)?;
    let chosen = |kind: Kind| {
        let has = |list: &[String]| list.iter().any(|name| name == kind.name());
        let push = has(&form.push);
        let mail = kind.can_be_mailed() && has(&form.mail);
        // What is told otherwise stands in the page as well.
        let page = push || mail || has(&form.page);
        (kind, Choice { page, push, mail })
    };
    // What the form did not show stays as it is.
    let shown = Kind::ALL
        .into_iter()
        .filter(|kind| is_there(&signed, *kind));
    let kinds: Vec<(Kind, Choice)> = shown.map(chosen).collect();
    let (from, to) = (minute(&form.quiet_from), minute(&form.quiet_to));
    let quiet = match (from, to) {
        (Ok(None), Ok(None)) => None,
        (Ok(Some(from)), Ok(Some(to))) if from != to => Some(QuietHours { from, to }),
        _ => {
            let error = Some(signed.texts.t("notifications-quiet-both").to_owned());
            let shown = Shown {
                kinds,
                quiet_from: Input::new(&form.quiet_from),
                quiet_to: Input {
                    value: form.quiet_to.clone(),
                    error,
                },
            };
            let page = filled(&floor, &signed, shown).await?;
            return Ok(html_with(Failure::Invalid.status(), &page));
        }
    };
    let person = me(&signed)?;
    let earlier = restoration(&choices_of(&floor, person).await?);
    actions::choose(&floor, person, Choices { kinds, quiet }).await?;
    let said = Flash::done(signed.texts.t("notifications-saved")).with_undo(earlier);
    Ok(said.on(see_other("/notifications/settings")))
}
/// A time of day as minutes after midnight; nothing for an empty field.
fn minute(time: &str) -> Result<Option<u16>, ()> {
    if time.is_empty() {
        return Ok(None);
    }
    let (hours, minutes) = time.split_once(':').ok_or(())?;
    let (hours, minutes): (u16, u16) = (
        hours.parse().map_err(|_| ())?,
        minutes.parse().map_err(|_| ())?,
    );
    (hours < 24 && minutes < 60)
        .then_some(Some(hours * 60 + minutes))
        .ok_or(())
}
