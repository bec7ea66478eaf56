//! Who knows what: a private team is nowhere for whoever is not in it.

use super::House;
use crate::actions;
use crate::model::{NewTeam, TeamEdit};
use crate::{Error, queries};
use kernel::{PersonId, TeamId};
use std::collections::BTreeSet;
use testkit::{Backend, backends};
use web::axum::http::StatusCode;

/// The team `Board`, private, with the lead as its only member; and `Network`, for everybody.
async fn with_teams(backend: Backend) -> (House, TeamId) {
    let house = House::full(backend).await;
    let (actor, now, lead) = (
        house.actor(house.administrator).await,
        house.directory.now(),
        house.lead,
    );
    let administrator = house.administrator;
    let board = house
        .directory
        .write(move |tx| {
            let team = |name: &str, private| NewTeam {
                name: name.to_owned(),
                private,
                ..NewTeam::default()
            };
            actions::create_team(tx, &actor, now, &team("Network", false))?;
            let board = actions::create_team(tx, &actor, now, &team("Board", true))?;
            actions::add_member(tx, &actor, now, board, None, lead, true)?;
            actions::remove_member(tx, &actor, now, board, None, administrator)?;
            Ok(board)
        })
        .await
        .unwrap();
    (house, board)
}

#[tokio::test]
async fn a_private_team_is_in_no_list_and_no_suggestion_for_others() {
    for backend in backends() {
        let (house, board) = with_teams(backend).await;
        for (person, knows) in [
            (house.administrator, false),
            (house.agent, false),
            (house.lead, true),
        ] {
            let actor = house.actor(person).await;
            assert_eq!(actor.hidden_teams.contains(&board), !knows);
            assert_eq!(actor.teams.contains(&board), knows);
            let lead = house.lead;
            let seen = house
                .directory
                .read(move |tx| {
                    let names = queries::team_names(tx, &actor, &BTreeSet::from([board]))?;
                    let people = BTreeSet::from([lead]);
                    Ok([
                        queries::list_teams(tx, &actor, "", 50)?
                            .iter()
                            .any(|team| team.id == board),
                        queries::find_team(tx, &actor, board)?.is_some(),
                        !queries::suggest_teams(tx, &actor, "boa", 10)?.is_empty(),
                        queries::team_named(tx, &actor, "BOARD")?.is_some(),
                        names.contains_key(&board),
                        !queries::teams_of_people(tx, &actor, &people)?.is_empty(),
                    ])
                })
                .await
                .unwrap();
            assert_eq!(seen, [knows; 6], "{person}");
        }
    }
}

#[tokio::test]
async fn a_private_team_is_on_no_page_and_not_in_the_api_for_others() {
    for backend in backends() {
        let (house, board) = with_teams(backend).await;
        let (lead, outside) = (
            house.token(house.lead, &[]).await,
            house.token(house.administrator, &[]).await,
        );
        let list = house.api(&outside, "GET", "/teams", "").await;
        assert!(list.body.contains("Network") && !list.body.contains("Board"));
        for (method, path, body) in [
            ("GET", format!("/teams/{board}"), ""),
            ("PATCH", format!("/teams/{board}"), r#"{"name":"Mine"}"#),
            ("GET", format!("/teams/{board}/members"), ""),
            (
                "PUT",
                format!("/teams/{board}/members/{}", house.administrator),
                "{}",
            ),
            (
                "DELETE",
                format!("/teams/{board}/members/{}", house.lead),
                "",
            ),
        ] {
            let missing = format!("/teams/999{}", &path[format!("/teams/{board}").len()..]);
            let hidden = house.api(&outside, method, &path, body).await;
            let absent = house.api(&outside, method, &missing, body).await;
            assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{method} {path}");
            assert_eq!(absent.status, StatusCode::NOT_FOUND);
            assert_eq!(
                hidden.body.replace(&path, ""),
                absent.body.replace(&missing, "")
            );
        }
        let inside = house
            .api(&lead, "GET", &format!("/teams/{board}"), "")
            .await;
        assert_eq!(inside.json()["name"], "Board");

        let browser = house.browser("ada@desk.test").await;
        assert!(!browser.get("/teams").await.body.contains("Board"));
        assert!(!browser.get("/people").await.body.contains("Board"));
        let page = browser.get(&format!("/teams/{board}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let page = browser.get(&format!("/people/{}", house.lead)).await;
        assert!(!page.body.contains("Board"));
        let member = house.browser("lea@desk.test").await;
        assert!(member.get("/teams").await.body.contains("Board"));
    }
}

#[tokio::test]
async fn a_private_team_keeps_somebody_who_can_look_into_it() {
    for backend in backends() {
        let (house, board) = with_teams(backend).await;
        let (lead, now) = (house.actor(house.lead).await, house.directory.now());
        let (me, agent) = (house.lead, house.agent);
        let last = lead.clone();
        let refused = house
            .directory
            .write(move |tx| actions::remove_member(tx, &last, now, board, None, me))
            .await;
        assert!(matches!(refused, Err(Error::Conflict("team-private-last"))));
        house
            .directory
            .write(move |tx| {
                actions::add_member(tx, &lead, now, board, None, agent, false)?;
                actions::remove_member(tx, &lead, now, board, None, me)
            })
            .await
            .unwrap();
        let actor = house.actor(house.agent).await;
        let refused = house
            .directory
            .write(move |tx| actions::remove_member(tx, &actor, now, board, None, agent))
            .await;
        assert!(matches!(refused, Err(Error::Forbidden("team.manage"))));
    }
}

#[tokio::test]
async fn only_a_member_makes_a_team_private() {
    for backend in backends() {
        let house = House::full(backend).await;
        let (actor, now) = (
            house.actor(house.administrator).await,
            house.directory.now(),
        );
        let administrator = house.administrator;
        house
            .directory
            .write(move |tx| {
                let new = NewTeam {
                    name: "Mail".to_owned(),
                    ..NewTeam::default()
                };
                let id = actions::create_team(tx, &actor, now, &new)?;
                let edit = TeamEdit {
                    private: Some(true),
                    ..TeamEdit::default()
                };
                let refused = actions::edit_team(tx, &actor, now, id, None, &edit);
                assert!(matches!(refused, Err(Error::Invalid(_))));
                actions::add_member(tx, &actor, now, id, None, administrator, true)?;
                assert!(actions::edit_team(tx, &actor, now, id, None, &edit)?.private);
                Ok(())
            })
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn names_and_suggestions_are_found_by_the_beginnings_of_words() {
    for backend in backends() {
        let house = House::full(backend).await;
        let agent = house.actor(house.agent).await;
        let requester = house.actor(house.requester).await;
        let suggest = async |actor: &kernel::Actor, text: &str| {
            let (actor, text) = (actor.clone(), text.to_owned());
            house
                .directory
                .read(move |tx| {
                    let found = queries::suggest_people(tx, &actor, &text, 10)?;
                    Ok(found
                        .into_iter()
                        .map(|person| person.id)
                        .collect::<Vec<PersonId>>())
                })
                .await
                .unwrap()
        };
        for (text, expected) in [
            ("jag", vec![house.requester]),
            ("Rita JÄGER", vec![house.requester]),
            ("ger ri", vec![]),
            ("vog ant", vec![house.agent]),
            ("lea@desk", vec![house.lead]),
            ("a", vec![house.administrator, house.agent]),
            (
                "_%",
                vec![
                    house.administrator,
                    house.agent,
                    house.lead,
                    house.requester,
                ],
            ),
        ] {
            assert_eq!(suggest(&agent, text).await, expected, "{text}");
            assert_eq!(suggest(&requester, text).await, [], "{text}");
        }
        let named = house
            .directory
            .read(move |tx| {
                Ok([
                    queries::people_named(tx, &agent, "rita jager")?,
                    queries::people_named(tx, &agent, "RITA@desk.test")?,
                    queries::people_named(tx, &agent, "rita")?,
                    queries::people_named(tx, &requester, "rita jäger")?,
                    queries::people_named(tx, &requester, "Ada Miller")?,
                ])
            })
            .await
            .unwrap();
        let rita = vec![house.requester];
        assert_eq!(named, [rita.clone(), rita.clone(), vec![], rita, vec![]]);
    }
}

#[tokio::test]
async fn facts_tell_who_works_and_only_of_those_who_exist() {
    for backend in backends() {
        let (house, board) = with_teams(backend).await;
        let ids = BTreeSet::from([house.lead, house.requester, PersonId(999)]);
        let (people, teams, names) = house
            .directory
            .read(move |tx| {
                Ok((
                    queries::people_facts(tx, &ids)?,
                    queries::team_facts(tx, &BTreeSet::from([board, TeamId(999)]))?,
                    queries::person_names(tx, &ids)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(people.len(), 2);
        assert!(people[&house.lead].works && people[&house.lead].teams == [board]);
        assert!(!people[&house.requester].works);
        assert!(teams.len() == 1 && teams[&board].private);
        assert_eq!(names[&house.requester].name, "Rita Jäger");
    }
}

#[tokio::test]
async fn many_names_are_asked_for_in_few_questions() {
    for backend in backends() {
        let house = House::full(backend).await;
        let ids: BTreeSet<PersonId> = (1..=300).map(PersonId).collect();
        let names = house
            .directory
            .read(move |tx| Ok(queries::person_names(tx, &ids)?))
            .await
            .unwrap();
        assert_eq!(names.len(), 4);
    }
}
