//! The forms of mailboxes, and what they send.

use super::{Asked, BASE, MAILBOXES, Read, allow, show};
use crate::mail::actions::{self, MailboxEdit, Wrong};
use crate::mail::fetching::account::Kept;
use crate::mail::model::MailboxId;
use crate::mail::queries;
use crate::mail::screens::{Fetched, MailboxForm};
use crate::mail::words::word;
use directory::SignedIn;
use kernel::{ServiceId, TeamId};
use serde::Deserialize;
use store::Tx;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::{Choice, Input};
use web::reply::see_other;
use web::{Flash, Form, Path, Result, Texts};
use work::Floor;

/// What the form of a mailbox sends.
#[derive(Deserialize)]
pub(super) struct Sent {
    csrf: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    team: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    active: String,
    #[serde(default)]
    trusted_servers: String,
    #[serde(default)]
    plus_addresses: String,
}

/// What a form of a mailbox sent that was refused.
pub(super) type Refused = (Option<MailboxId>, MailboxEdit, Wrong);

/// `POST /admin/mail/mailboxes`
pub(super) async fn add(
    State(floor): State<Floor>,
    signed: SignedIn,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    save(&floor, &signed, None, sent).await
}

/// `POST /admin/mail/mailboxes/{id}`
pub(super) async fn change(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(id): Path<i64>,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    save(&floor, &signed, Some(MailboxId(id)), sent).await
}

async fn save(
    floor: &Floor,
    signed: &SignedIn,
    id: Option<MailboxId>,
    sent: Sent,
) -> Result<Response> {
    allow(signed)?;
    signed.check_form(&sent.csrf)?;
    let edit = MailboxEdit {
        name: sent.name.trim().to_owned(),
        address: sent.address.trim().to_lowercase(),
        team: sent.team.parse().ok(),
        service: sent.service.parse().ok(),
        active: sent.active == "yes",
        trusted_servers: words(&sent.trusted_servers.to_lowercase()),
        plus_addresses: sent.plus_addresses == "yes",
    };
    let (actor, now, wanted) = (signed.actor.clone(), floor.desk.clock().now(), edit.clone());
    let saving = move |tx: &Tx<'_>| actions::save_mailbox(tx, &actor, now, id, &wanted);
    match floor.desk.store().write(saving).await? {
        Ok(_) => Ok(Flash::done(signed.texts.t("saved")).on(see_other(BASE))),
        Err(wrong) => {
            let asked = Asked {
                mailboxes: page_of(floor, id).await?,
                ..Asked::default()
            };
            show(floor, signed, &asked, Some((id, edit, wrong))).await
        }
    }
}

/// How many mailboxes stand before the page on which one stands.
async fn page_of(floor: &Floor, id: Option<MailboxId>) -> Result<usize> {
    let reading = |tx: &Tx<'_>| Ok::<_, work::Error>(queries::mailboxes(tx)?);
    let all = floor.desk.store().read(reading).await?;
    let place = all.iter().position(|it| Some(it.id) == id).unwrap_or(0);
    Ok(place - place % MAILBOXES)
}

fn words(text: &str) -> Vec<String> {
    let between = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let words = text.split(between).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The form of each mailbox, and of one more.
pub(super) fn forms(read: &Read, refused: Option<Refused>, texts: Texts) -> Vec<MailboxForm> {
    let teams = |chosen: Option<TeamId>| {
        let none = Choice::new("", texts.t("mailbox-no-team"), chosen.is_none());
        let each = read
            .teams
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name.as_str(), chosen == Some(*id)));
        std::iter::once(none).chain(each).collect()
    };
    let services = |chosen: Option<ServiceId>| match read.services.as_slice() {
        [] => Vec::new(),
        all => {
            let none = Choice::new("", texts.t("mailbox-no-service"), chosen.is_none());
            let each = all
                .iter()
                .map(|(id, name)| Choice::new(id.to_string(), name.as_str(), chosen == Some(*id)));
            std::iter::once(none).chain(each).collect()
        }
    };
    let mut forms: Vec<MailboxForm> = read
        .mailboxes
        .iter()
        .map(|mailbox| MailboxForm {
            id: Some(mailbox.id.0),
            name: Input::new(&mailbox.name),
            address: Input::new(&mailbox.address),
            teams: teams(mailbox.team),
            services: services(mailbox.service),
            active: mailbox.active,
            trusted_servers: Input::new(mailbox.trusted_servers.join(" ")),
            plus_addresses: mailbox.plus_addresses,
            fetched: Some(fetched(&read.accounts, mailbox.id, texts)),
        })
        .collect();
    forms.push(MailboxForm {
        id: None,
        name: Input::new(""),
        address: Input::new(""),
        teams: teams(None),
        services: services(None),
        active: true,
        trusted_servers: Input::new(""),
        plus_addresses: true,
        fetched: None,
    });
    if let Some((id, edit, wrong)) = refused
        && let Some(form) = forms.iter_mut().find(|form| form.id == id.map(|id| id.0))
    {
        let said = |is: Wrong, key: &str| (wrong == is).then(|| texts.t(key).to_owned());
        form.name = Input {
            value: edit.name,
            error: said(Wrong::Name, "mailbox-name-wrong"),
        };
        let address = said(Wrong::Address, "mailbox-address-wrong")
            .or(said(Wrong::Long, "mailbox-address-long"))
            .or(said(Wrong::Taken, "mailbox-address-taken"));
        form.address = Input {
            value: edit.address,
            error: address,
        };
        form.teams = teams(edit.team);
        form.services = services(edit.service);
        form.active = edit.active;
        form.plus_addresses = edit.plus_addresses;
        form.trusted_servers = Input {
            value: edit.trusted_servers.join(" "),
            error: said(Wrong::Servers, "mailbox-servers-wrong"),
        };
    }
    forms
}

/// How fetching a mailbox goes.
fn fetched(accounts: &[Kept], mailbox: MailboxId, texts: Texts) -> Fetched {
    let Some(kept) = accounts.iter().find(|kept| kept.mailbox == mailbox) else {
        return Fetched {
            icon: "mail",
            text: texts.t("account-none").to_owned(),
        };
    };
    match &kept.progress.failing {
        Some((_, reason)) => Fetched {
            icon: "triangle-alert",
            text: format!("{} {}", texts.t("account-failing"), word(reason, texts)),
        },
        None => Fetched {
            icon: "circle-check",
            text: format!("{} {}", texts.t("account-by"), kept.account.host),
        },
    }
}
