//! How the installation looks and speaks.

use super::parts::{
    Wrong, answer, check_seen, field, form, last_change, line, refused, require, saved,
};
use super::sent::Sent;
use crate::screens::form::Control;
use directory::brand::{self, Brand, OwnTexts};
use directory::{SignedIn, queries};
use kernel::Permission;
use web::axum::extract::State;
use web::axum::response::Response;
use web::parts::Choice;
use web::{Error, Result, Texts};
use work::Floor;

/// What the audit says of it.
const CHANGED: (&str, &str) = ("brand", "changed");

/// `GET /admin/brand`
pub(super) async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let read = floor
        .directory
        .read(|tx| Ok((queries::brand(tx)?, last_change(tx, CHANGED)?)));
    let (brand, seen) = read.await?;
    Ok(show(&signed, &brand, seen, Vec::new()))
}

/// `POST /admin/brand`
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    sent: Sent,
) -> Result<Response> {
    sent.check(&signed)?;
    let wanted = read(&sent);
    let (actor, now, brand) = (signed.actor.clone(), floor.directory.now(), wanted.clone());
    let said = sent.clone();
    let done = floor
        .directory
        .write(move |tx| {
            check_seen(tx, &said, CHANGED)?;
            brand::decide(tx, &actor, now, &brand)?;
            Ok(queries::last_audit(tx, CHANGED.0, CHANGED.1)?)
        })
        .await;
    match done.map_err(Error::from) {
        Ok(undo) => Ok(saved(&signed, "/admin/brand", undo)),
        Err(error) => {
            let pale = error
                .fields()
                .iter()
                .any(|wrong| wrong.detail == "brand-accent-pale");
            let mut wrong = refused(signed.texts, error)?;
            if let Some(instead) = brand::readable(&wanted.accent).filter(|_| pale) {
                let text = signed.texts.t1("brand-accent-instead", "colour", instead);
                wrong = vec![("accent".to_owned(), text)];
            }
            Ok(show(&signed, &wanted, sent.seen(), wrong))
        }
    }
}

fn read(sent: &Sent) -> Brand {
    let all = Texts::languages();
    let languages: Vec<String> = sent.all("languages").map(str::to_owned).collect();
    let texts = all.iter().map(|(code, _)| {
        let own = OwnTexts {
            portal: sent.get(&format!("portal_{code}")).to_owned(),
            sign_in: sent.get(&format!("sign_in_{code}")).to_owned(),
            mail: sent.get(&format!("mail_{code}")).to_owned(),
        };
        ((*code).to_owned(), own)
    });
    Brand {
        product: sent.get("product").to_owned(),
        accent: sent.get("accent").to_owned(),
        logo: String::new(),
        texts: texts
            .filter(|(_, own)| *own != OwnTexts::default())
            .collect(),
        languages: if languages.len() == all.len() {
            Vec::new()
        } else {
            languages
        },
        language: sent.get("language").to_owned(),
    }
}

fn show(signed: &SignedIn, brand: &Brand, seen: i64, wrong: Wrong) -> Response {
    let texts = signed.texts;
    let mut page = form(
        signed,
        ("nav-admin", "/admin"),
        texts.t("admin-brand"),
        "/admin/brand",
    );
    page.intro = texts.t("admin-brand-intro").to_owned();
    page.seen = seen;
    page.fields
        .push(line(texts, "product", "brand-product", &*brand.product));
    page.fields
        .push(line(texts, "accent", "brand-accent", &*brand.accent));
    let all = Texts::languages();
    let offered = all
        .iter()
        .map(|(code, name)| Choice::new(*code, *name, brand.offers(code)));
    page.fields.push(field(
        texts,
        "languages",
        "brand-languages",
        Control::Boxes(offered.collect()),
    ));
    let auto = Choice::new("", texts.t("language-auto"), brand.language.is_empty());
    let each = all
        .iter()
        .map(|(code, name)| Choice::new(*code, *name, brand.language == *code));
    let choices = std::iter::once(auto).chain(each).collect();
    page.fields.push(field(
        texts,
        "language",
        "brand-language",
        Control::Select(choices),
    ));
    for (code, name) in all {
        let own = brand.texts_in(code);
        for (field_name, label, text) in [
            ("portal", "brand-portal", own.portal),
            ("sign_in", "brand-sign-in", own.sign_in),
            ("mail", "brand-mail", own.mail),
        ] {
            let mut line = line(texts, &format!("{field_name}_{code}"), label, text);
            line.label = format!("{} · {name}", line.label);
            page.fields.push(line);
        }
    }
    answer(page, &wrong)
}
