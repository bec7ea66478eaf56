//! Adding and changing people and roles.

use super::House;
use crate::actions::{self, RoleEdit};
use crate::model::{NewPerson, Person, PersonEdit, Role};
use crate::{Error, Result, queries};
use kernel::{Actor, Permission, PersonId, RoleId};
use testkit::backends;

async fn edit(house: &House, actor: &Actor, id: PersonId, edit: PersonEdit) -> Result<Person> {
    let (actor, now) = (actor.clone(), house.directory.now());
    house
        .directory
        .write(move |tx| actions::edit_person(tx, &actor, now, id, None, &edit))
        .await
}

async fn create(house: &House, actor: &Actor, new: NewPerson) -> Result<PersonId> {
    let (actor, now) = (actor.clone(), house.directory.now());
    house
        .directory
        .write(move |tx| actions::create_person(tx, &actor, now, &new))
        .await
}

async fn role(house: &House, key: &'static str) -> RoleId {
    let found = house
        .directory
        .read(move |tx| Ok(queries::find_role_by_key(tx, key)?))
        .await;
    found.unwrap().unwrap().id
}

/// The details of an error's fields.
fn details<T>(result: Result<T>) -> Vec<String> {
    match result {
        Err(Error::Invalid(fields)) => fields
            .iter()
            .map(|field| format!("{}: {}", field.field, field.detail))
            .collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for backend in backends() {
        let house = House::full(backend).await;
        let actor = house.actor(house.administrator).await;
        let agent = role(&house, "agent").await;
        let leave = PersonEdit {
            active: Some(false),
            ..PersonEdit::default()
        };
        let step_down = PersonEdit {
            role_id: Some(agent),
            ..PersonEdit::default()
        };
        for change in [&leave, &step_down] {
            let refused = edit(&house, &actor, house.administrator, change.clone()).await;
            assert!(matches!(
                refused,
                Err(Error::Conflict("last-administrator"))
            ));
        }
        let promote = PersonEdit {
            role_id: Some(role(&house, "administrator").await),
            ..PersonEdit::default()
        };
        edit(&house, &actor, house.lead, promote).await.unwrap();
        let stepped = edit(&house, &actor, house.administrator, step_down).await;
        assert_eq!(stepped.unwrap().role_id, agent);
        let actor = house.actor(house.lead).await;
        let refused = edit(&house, &actor, house.lead, leave).await;
        assert!(matches!(refused, Err(Error::Conflict(_))));
    }
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    for backend in backends() {
        let house = House::full(backend).await;
        let actor = house.actor(house.administrator).await;
        let new = NewPerson {
            time_zone: "Mars/Olympus".to_owned(),
            manager_id: Some(PersonId(999)),
            ..NewPerson::named(" ", Some("nonsense"), RoleId(99))
        };
        assert_eq!(
            details(create(&house, &actor, new).await),
            [
                "name: field-required",
                "email: email-invalid",
                "time_zone: zone-unknown",
                "role_id: role-unknown",
                "manager_id: person-unknown",
            ]
        );
        let agent = role(&house, "agent").await;
        let taken = NewPerson::named("Eve", Some(" ADA@desk.test "), agent);
        assert_eq!(
            details(create(&house, &actor, taken).await),
            ["email: email-taken"]
        );
        let change = PersonEdit {
            email: Some(Some("ada@desk.test".to_owned())),
            ..PersonEdit::default()
        };
        assert_eq!(
            details(edit(&house, &actor, house.agent, change).await),
            ["email: email-taken"]
        );
    }
}

#[tokio::test]
async fn a_change_of_what_was_changed_meanwhile_is_told() {
    for backend in backends() {
        let house = House::full(backend).await;
        let actor = house.actor(house.administrator).await;
        let change = PersonEdit {
            phone: Some("+49 30 1234".to_owned()),
            ..PersonEdit::default()
        };
        let changed = edit(&house, &actor, house.agent, change.clone())
            .await
            .unwrap();
        assert_eq!(
            (changed.version, changed.phone.as_str()),
            (2, "+49 30 1234")
        );
        let (now, id) = (house.directory.now(), house.agent);
        let late = house
            .directory
            .write(move |tx| actions::edit_person(tx, &actor, now, id, Some(1), &change))
            .await;
        assert!(matches!(late, Err(Error::Stale)));
    }
}

#[tokio::test]
async fn a_renamed_person_is_found_by_the_new_name_alone() {
    for backend in backends() {
        let house = House::full(backend).await;
        let actor = house.actor(house.administrator).await;
        let change = PersonEdit {
            name: Some("Rita Berger".to_owned()),
            ..PersonEdit::default()
        };
        edit(&house, &actor, house.requester, change).await.unwrap();
        let found = house
            .directory
            .read(move |tx| {
                Ok([
                    queries::suggest_people(tx, &actor, "jäger", 5)?.len(),
                    queries::suggest_people(tx, &actor, "berger", 5)?.len(),
                ])
            })
            .await;
        assert_eq!(found.unwrap(), [0, 1]);
    }
}

#[tokio::test]
async fn nobody_gives_or_touches_more_than_they_may() {
    for backend in backends() {
        let house = House::full(backend).await;
        let mut actor = house.actor(house.administrator).await;
        actor.permissions = Permission::ALL
            .iter()
            .copied()
            .filter(|permission| *permission != Permission::PolicyManage)
            .collect();
        let administrator = role(&house, "administrator").await;
        let raise = PersonEdit {
            role_id: Some(administrator),
            ..PersonEdit::default()
        };
        let refused = edit(&house, &actor, house.agent, raise).await;
        assert_eq!(details(refused), ["role_id: role-beyond"]);
        let made = create(&house, &actor, NewPerson::named("Eve", None, administrator)).await;
        assert_eq!(details(made), ["role_id: role-beyond"]);
        let take_over = PersonEdit {
            email: Some(Some("eve@desk.test".to_owned())),
            ..PersonEdit::default()
        };
        let refused = edit(&house, &actor, house.administrator, take_over).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        let agent = house.actor(house.agent).await;
        let refused = edit(&house, &agent, house.requester, PersonEdit::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden("person.manage"))));
    }
}

#[tokio::test]
async fn the_administrators_role_cannot_be_narrowed() {
    for backend in backends() {
        let house = House::full(backend).await;
        let actor = house.actor(house.administrator).await;
        let (administrator, lead) = (
            role(&house, "administrator").await,
            role(&house, "lead").await,
        );
        let now = house.directory.now();
        let change = async |id: RoleId, permissions: &[&str]| -> Result<Role> {
            let edit = RoleEdit {
                name: None,
                permissions: Some(permissions.iter().map(|name| (*name).to_owned()).collect()),
            };
            let actor = actor.clone();
            house
                .directory
                .write(move |tx| actions::edit_role(tx, &actor, now, id, &edit))
                .await
        };
        let refused = change(administrator, &["ticket.read"]).await;
        assert_eq!(details(refused), ["permissions: role-administrator-all"]);
        let unknown = change(lead, &["ticket.destroy"]).await;
        assert_eq!(details(unknown), ["permissions: permission-unknown"]);
        change(lead, &["ticket.read"]).await.unwrap();
        assert!(!house.actor(house.lead).await.can(Permission::TicketWork));
    }
}

#[tokio::test]
async fn every_change_is_in_the_audit_without_any_secret() {
    for backend in backends() {
        let house = House::full(backend).await;
        let actor = house.actor(house.administrator).await;
        let agent = role(&house, "agent").await;
        let new = NewPerson::named("Eve Stone", Some("eve@desk.test"), agent);
        let id = create(&house, &actor, new).await.unwrap();
        house
            .directory
            .set_password(id, "snow on the hill")
            .await
            .unwrap();
        house.directory.password_link(&actor, id).await.unwrap();
        let subject = format!("person:{id}");
        let audit = house
            .directory
            .read(move |tx| Ok(queries::list_audit(tx, &subject)?))
            .await
            .unwrap();
        let actions: Vec<&str> = audit.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(actions, ["created", "password-link-made"]);
        assert!(audit.iter().all(|(_, detail)| !detail.contains("argon2")));
    }
}

#[tokio::test]
async fn the_seeds_run_at_every_start_and_change_nothing_the_second_time() {
    for backend in backends() {
        let house = House::full(backend).await;
        let roles = async || {
            let roles = house
                .directory
                .read(|tx| Ok(queries::list_roles(tx)?))
                .await;
            roles.unwrap()
        };
        let before = roles().await;
        let keys: Vec<&str> = before.iter().map(|role| role.key.as_str()).collect();
        assert_eq!(keys, ["requester", "agent", "lead", "administrator"]);
        house
            .directory
            .write(|tx| Ok(crate::seed(tx)?))
            .await
            .unwrap();
        assert_eq!(roles().await, before);
    }
}

#[tokio::test]
async fn whoever_listens_hears_of_every_change() {
    for backend in backends() {
        let house = House::full(backend).await;
        let mut changes = house.directory.changes();
        changes.mark_unchanged();
        let before = house.directory.generation();
        let actor = house.actor(house.administrator).await;
        let change = PersonEdit {
            title: Some("Chief".to_owned()),
            ..PersonEdit::default()
        };
        edit(&house, &actor, house.agent, change).await.unwrap();
        assert!(changes.has_changed().unwrap());
        assert!(house.directory.generation() > before);
    }
}
