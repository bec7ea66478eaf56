//! Every page of the administration with made-up data.

use administration::screens::start::{Group, Link, StartPage};
use directory::SettingGroup;
use web::{Frame, Texts};

pub(crate) fn start(texts: Texts) -> StartPage {
    let link = Link {
        label: texts.t("nav-people"),
        about: texts.t("admin-people-about"),
        icon: "users",
        href: "/people",
    };
    StartPage {
        frame: Frame::plain(texts, texts.t("nav-admin")),
        query: "a \"quoted\" <word>".into(),
        groups: vec![Group {
            label: texts.t(SettingGroup::People.label()),
            links: vec![link],
        }],
    }
}
