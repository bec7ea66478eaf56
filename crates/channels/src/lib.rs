//! The doors beside pages and API that things come in and go out by. So far there is one: mail.

pub mod mail;

use directory::{Place, Setting, SettingGroup};
use kernel::Permission;
use work::jobs::JobKind;
use work::{FirstStep, HomePanel, Module};

/// What the channels bring to the desk.
pub fn module() -> Module {
    Module {
        name: "channels",
        settings: vec![Setting {
            group: SettingGroup::System,
            label: "admin-mail",
            about: "admin-mail-about",
            icon: "mail",
            href: mail::pages::BASE,
            needs: Permission::PolicyManage,
            practice: None,
        }],
        first_steps: vec![FirstStep {
            order: 40,
            label: "first-mailbox",
            about: "first-mailbox-about",
            href: mail::pages::BASE,
            needs: Permission::PolicyManage,
            is_done: |tx| Ok(!mail::queries::mailboxes(tx)?.is_empty()),
        }],
        home: vec![
            HomePanel {
                order: 1,
                read: mail::pages::alarms,
            },
            HomePanel {
                order: 2,
                read: mail::pages::waiting,
            },
        ],
        own: vec![Place {
            label: "mail-choice-title",
            icon: "mail",
            href: "/account/mail",
            needs: None,
        }],
        routes: Some(mail::pages::routes),
        beside: Some(|floor| Box::pin(mail::keep_going(floor))),
        mails: Some(mail::out::mail),
        keeps_mail: Some(mail::queries::is_there_of),
        jobs: vec![JobKind::of::<mail::jobs::TakeUpMail>()],
        ..Module::default()
    }
}
