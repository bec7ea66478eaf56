//! The start page: every setting with a line of what it is for, and a box to find one.

use crate::screens::start::{Group, Link, StartPage};
use directory::{Setting, SettingGroup, SignedIn, frame};
use serde::Deserialize;
use web::axum::response::Response;
use web::reply::html;
use web::{Error, Query, Result, Texts};

/// What the page is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// `GET /admin`
pub(super) async fn page(signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response> {
    let texts = signed.texts;
    let settings: Vec<&Setting> = signed.settings().collect();
    if settings.is_empty() {
        return Err(Error::forbidden());
    }
    let wanted = kernel::text::words(&asked.q);
    let groups = SettingGroup::ALL
        .into_iter()
        .map(|group| Group {
            label: texts.t(group.label()),
            links: links(texts, &settings, group, &wanted),
        })
        .filter(|group| !group.links.is_empty())
        .collect();
    let page = StartPage {
        frame: frame(&signed, "/admin", texts.t("nav-admin")),
        query: asked.q,
        groups,
    };
    Ok(html(&page))
}

fn links(texts: Texts, settings: &[&Setting], group: SettingGroup, wanted: &[String]) -> Vec<Link> {
    settings
        .iter()
        .filter(|setting| setting.group == group)
        .map(|setting| Link {
            label: texts.t(setting.label),
            about: texts.t(setting.about),
            icon: setting.icon,
            href: setting.href,
        })
        .filter(|link| link.speaks_of(wanted))
        .collect()
}
