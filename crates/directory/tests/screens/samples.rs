//! Every page of people, teams and sign-in with made-up data: for the render tests and the gallery.

use directory::screens::account::{AccountPage, Token};
use directory::screens::people::{PeoplePage, PersonRow};
use directory::screens::person::PersonPage;
use directory::screens::reset::{ForgotPage, ResetPage};
use directory::screens::set_up::{SetUpCodePage, SetUpPage};
use directory::screens::sign_in::SignInPage;
use directory::screens::team::{Member, TeamPage};
use directory::screens::teams::{TeamRow, TeamsPage};
use web::parts::{Choice, Empty, Face, Input, Pager};
use web::{Calendar, Frame, RailEntry, SignedIn, Texts};

const NAMES: [&str; 6] = [
    "Anna Keller",
    "Tom Reich",
    "Maria Lindqvist",
    "Jonas Weber",
    "Priya Raman",
    "Ole Hansen",
];

fn frame(texts: Texts, title: &str, at: &str) -> Frame {
    Frame {
        csrf: "b1946ac92492d2347c6235b4d2611184".into(),
        person: Some(SignedIn {
            id: "7".into(),
            face: Face::new("Lukas Brandt"),
            email: "lukas.brandt@example.org".into(),
            role: texts.t("role-administrator").into(),
        }),
        rail: [
            ("nav-tickets", "inbox", "/tickets"),
            ("nav-people", "circle-user", "/people"),
            ("nav-teams", "users", "/teams"),
        ]
        .map(|(label, icon, href)| RailEntry {
            label,
            icon,
            href,
            current: href == at,
        })
        .to_vec(),
        agent: true,
        ..Frame::plain(texts, title)
    }
}

fn choices(labels: &[&str], selected: usize) -> Vec<Choice> {
    let choice =
        |(index, label): (usize, &&str)| Choice::new(index.to_string(), *label, index == selected);
    labels.iter().enumerate().map(choice).collect()
}

pub(crate) fn sign_in(texts: Texts) -> SignInPage {
    SignInPage {
        frame: Frame::plain(texts, texts.t("sign-in")),
        error: Some(texts.t("sign-in-failed").into()),
        email: Input::new("anna.keller@example.org"),
        next: "/tickets".into(),
        hint: "Ask <reception> for an account.".into(),
        doors: vec![("door-ask", "/ask")],
    }
}

pub(crate) fn set_up_code(texts: Texts) -> SetUpCodePage {
    SetUpCodePage {
        frame: Frame::plain(texts, texts.t("set-up-title")),
        error: Some(texts.count("error-too-many-text", 15)),
        code: Input {
            value: "4821-99".into(),
            error: Some(texts.t("set-up-code-wrong").into()),
        },
    }
}

pub(crate) fn set_up(texts: Texts) -> SetUpPage {
    SetUpPage {
        frame: Frame::plain(texts, texts.t("set-up-title")),
        error: None,
        code: "ABCD-EFGH-JKLM-NPQR".into(),
        organisation: Input::default(),
        name: Input::default(),
        email: Input::default(),
        password: Input::default(),
        languages: choices(&["English", "Deutsch"], 0),
        zone: Input::new("Europe/Berlin"),
    }
}

pub(crate) fn forgot(texts: Texts, sent: bool) -> ForgotPage {
    ForgotPage {
        frame: Frame::plain(texts, texts.t("forgot-title")),
        sent,
        email: Input::default(),
    }
}

pub(crate) fn reset(texts: Texts, expired: bool) -> ResetPage {
    ResetPage {
        frame: Frame::plain(texts, texts.t("reset-title")),
        token: "f00".into(),
        expired,
        password: Input {
            value: String::new(),
            error: Some(texts.t("password-short").into()),
        },
        again: Input::default(),
    }
}

pub(crate) fn account(texts: Texts) -> AccountPage {
    let at = |days: i64| {
        Calendar::new(texts, "Europe/Berlin").when(1_795_000_000_000_000 - days * 86_400_000_000)
    };
    AccountPage {
        frame: frame(texts, texts.t("menu-account"), ""),
        name: Input::new("Lukas Brandt"),
        languages: choices(&[texts.t("language-auto"), "English", "Deutsch"], 0),
        zone: Input::new("Europe/Berlin"),
        themes: choices(
            &[
                texts.t("theme-system"),
                texts.t("theme-light"),
                texts.t("theme-dark"),
            ],
            0,
        ),
        own: vec![(texts.t("mail-choice-title"), "mail", "/account/mail")],
        current: Input::default(),
        password: Input::default(),
        may_script: true,
        tokens: vec![Token {
            id: "3".into(),
            name: "nightly report".into(),
            scopes: "read".into(),
            created: at(40),
            expires: Some(at(-200)),
        }],
        token_name: Input::default(),
        scopes: choices(&["Read", "Read and write"], 0),
        expiries: choices(&["30 days", "1 year"], 1),
        fresh: Some("spoc_4fQ2mVt0b8kz7XcR1nJwPp9sYh3dLe6a".into()),
        other_sessions: true,
    }
}

pub(crate) fn people(texts: Texts, some: bool) -> PeoplePage<'static> {
    let row = |(index, name): (usize, &&str)| PersonRow {
        id: index.to_string(),
        face: Face::new(name),
        email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
        role: texts
            .t(if index.is_multiple_of(3) {
                "role-agent"
            } else {
                "role-requester"
            })
            .into(),
        place: "Controlling · Berlin".into(),
        teams: if index.is_multiple_of(3) {
            "Network, Access".into()
        } else {
            String::new()
        },
        inactive: index == 4,
    };
    PeoplePage {
        frame: frame(texts, texts.t("nav-people"), "/people"),
        total: "412",
        query: "",
        roles: choices(&[texts.t("role"), texts.t("role-agent")], 0),
        people: if some {
            NAMES.iter().enumerate().map(row).collect()
        } else {
            Vec::new()
        },
        pager: Pager {
            summary: "1–50".into(),
            first: None,
            next: Some("/people?after=x".into()),
        },
        empty: Empty {
            icon: "users",
            title: texts.t("people-empty-title"),
            text: texts.t("people-empty-text"),
            action: Some((texts.t("person-new"), "/people/new")),
        },
        editable: true,
    }
}

pub(crate) fn person(texts: Texts) -> PersonPage {
    let none = || choices(&["—", "Controlling", "Production"], 1);
    PersonPage {
        frame: frame(texts, "Anna Keller", "/people"),
        id: "12".into(),
        version: 3,
        face: Face::new("Anna Keller"),
        link: None,
        error: None,
        name: Input::new("Anna Keller"),
        email: Input::new("anna.keller@example.org"),
        phone: Input::new("+49 30 555 0142"),
        job: Input::new("Controller"),
        manager: Input::new("ines@example.org"),
        vip: true,
        roles: choices(&[texts.t("role-requester"), texts.t("role-agent")], 0),
        organisations: none(),
        departments: none(),
        locations: none(),
        languages: choices(&[texts.t("language-auto"), "English", "Deutsch"], 0),
        zone: Input::new("Europe/Berlin"),
        teams: vec![("Network".into(), "/teams/1".into())],
        tickets_href: Some("/tickets?q=requester:12".into()),
        active: true,
        editable: true,
    }
}

pub(crate) fn teams(texts: Texts) -> TeamsPage<'static> {
    let team = |id: &str, name: &str, about: &str, private| TeamRow {
        id: id.into(),
        name: name.into(),
        description: about.into(),
        private,
        faces: NAMES[..4].iter().map(|name| Face::new(name)).collect(),
        members: 7,
        open: "31".into(),
        open_href: "/tickets?q=team:network".into(),
    };
    TeamsPage {
        frame: frame(texts, texts.t("nav-teams"), "/teams"),
        total: "7",
        query: "net",
        pager: Pager {
            summary: String::new(),
            first: Some("/teams".into()),
            next: Some("/teams?after=Network".into()),
        },
        teams: vec![
            team("1", "Network", "VPN, Wi-Fi, firewalls, telephones", false),
            team("2", "Workplace", "Laptops, printers, meeting rooms", false),
            team("3", "Human resources cases", "What only HR may see", true),
        ],
        empty: Empty {
            icon: "users-round",
            title: texts.t("teams-empty-title"),
            text: texts.t("teams-empty-text"),
            action: Some((texts.t("team-new"), "/teams/new")),
        },
        editable: true,
    }
}

pub(crate) fn team(texts: Texts) -> TeamPage {
    let member = |(index, name): (usize, &&str)| Member {
        id: index.to_string(),
        face: Face::new(name),
        email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
        role: texts.t("role-agent").into(),
        lead: index == 0,
    };
    TeamPage {
        frame: frame(texts, "Network", "/teams"),
        id: "1".into(),
        version: 2,
        error: None,
        name: Input::new("Network"),
        description: Input::new("VPN, Wi-Fi, firewalls, telephones"),
        private: true,
        zone: Input::new("Europe/Berlin"),
        members: NAMES.iter().enumerate().map(member).collect(),
        add: Input {
            value: "Nobody".into(),
            error: Some("There is no agent of this name.".into()),
        },
        editable: true,
    }
}
