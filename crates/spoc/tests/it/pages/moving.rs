//! Cards of a board that two people move, and tickets put on hold or resolved from a list or a board: what these states ask for is asked there.

use super::{Answer, Browser, Site};
use kernel::TicketId;
use web::axum::http::StatusCode;

const LIST: &str = "/tickets?q=tag:storm";

/// Two tickets with the tag, and Anna with their numbers.
async fn storm(site: &Site) -> (Browser<'_>, [String; 2]) {
    let cast = &site.desk.cast;
    let one = site.desk.incident(&cast.rita, "One", "x").await;
    let two = site.desk.incident(&cast.rob, "Two", "x").await;
    let anna = site.browser(&cast.anna).await;
    let numbers = [one.to_string(), two.to_string()];
    apply(&anna, &numbers, &[("tag_add", "storm")]).await;
    (anna, numbers)
}

async fn apply(anna: &Browser<'_>, numbers: &[String; 2], fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("back", LIST)];
    all.extend(numbers.iter().map(|number| ("number", number.as_str())));
    all.extend_from_slice(fields);
    let answer = anna.post("/tickets/bulk", &all).await;
    assert_eq!(answer.leads_to(), LIST);
    answer
}

/// Anna is told so, and nothing about the tickets is another than before.
async fn refused(anna: &Browser<'_>, numbers: &[String; 2], fields: &[(&str, &str)], why: &str) {
    let answer = apply(anna, numbers, fields).await;
    let said = answer.said().replace('+', " ");
    assert!(said.contains(why) && said.contains("e:true"), "{said}");
    for number in numbers {
        let page = anna.page(&format!("/tickets/{number}")).await;
        assert!(
            page.contains("class=\"st new\"") && !page.contains("class=\"p p1\""),
            "{page}"
        );
    }
}

#[tokio::test]
async fn many_tickets_are_put_on_hold_and_resolved_at_once() {
    let site = Site::new().await;
    let (anna, numbers) = storm(&site).await;
    let list = anna.page(LIST).await;
    assert!(
        list.contains("name=\"hold_reason\"") && list.contains("name=\"resolution_code\""),
        "{list}"
    );
    let hold = [
        ("state", "on_hold"),
        ("hold_reason", "until"),
        ("hold_until", "2099-12-31T09:00"),
        ("hold_text", "The part is on its way"),
    ];
    let held = apply(&anna, &numbers, &hold).await;
    for number in &numbers {
        let page = anna.page(&format!("/tickets/{number}")).await;
        assert!(
            page.contains("On hold") && page.contains("The part is on its way"),
            "{page}"
        );
    }
    anna.post(&format!("/commands/{}/undo", held.undo()), &[])
        .await;
    let resolve = [
        ("state", "resolved"),
        ("resolution_code", "solved"),
        ("resolution_text", "The gateway was restarted"),
    ];
    apply(&anna, &numbers, &resolve).await;
    for number in &numbers {
        let page = anna.page(&format!("/tickets/{number}")).await;
        assert!(page.contains("The gateway was restarted"), "{page}");
    }
}

#[tokio::test]
async fn what_is_missing_for_a_change_of_many_is_said_and_nothing_is_changed() {
    let site = Site::new().await;
    let (anna, numbers) = storm(&site).await;
    let until = [
        ("state", "on_hold"),
        ("hold_reason", "until"),
        ("tag_add", "x"),
    ];
    for (fields, why) in [
        (
            &[("state", ""), ("priority", "")][..],
            "Choose what is to change",
        ),
        (&[("state", "on_hold")][..], "Choose why it is put on hold"),
        (&until[..], "Say until when"),
        (&[("state", "resolved")][..], "Choose how it was resolved"),
        (
            &[("priority", "1"), ("reason", " ")][..],
            "Say why it differs",
        ),
    ] {
        refused(&anna, &numbers, fields, why).await;
    }
}

#[tokio::test]
async fn a_card_is_put_on_hold_and_resolved_with_what_that_asks_for() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id: TicketId = site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let anna = site.browser(&cast.anna).await;
    let board = anna.page("/tickets?as=board").await;
    assert!(
        board.contains("data-asks=\"on_hold\"") && board.contains("data-asks=\"resolved\""),
        "{board}"
    );
    let by_team = anna.page("/tickets?as=board&by=team").await;
    assert!(!by_team.contains("data-asks"), "{by_team}");
    let lane = format!("/tickets/{id}/lane");
    let hold = [("by", "state"), ("to", "on_hold"), ("hold_reason", "until")];
    let refused = anna.post(&lane, &hold).await;
    assert!(refused.status.is_client_error(), "{}", refused.body);
    assert!(refused.body.contains("Say until when"), "{}", refused.body);
    for (to, asked) in [
        (
            "on_hold",
            [
                ("hold_reason", "requester"),
                ("hold_text", "The log is asked for"),
            ],
        ),
        (
            "resolved",
            [
                ("resolution_code", "solved"),
                ("resolution_text", "A new cable"),
            ],
        ),
    ] {
        let mut fields = vec![("by", "state"), ("to", to)];
        fields.extend(asked);
        let moved = anna.post(&lane, &fields).await;
        assert_eq!(moved.status, StatusCode::OK, "{}", moved.body);
        assert!(moved.body.contains("\"undo\":\""), "{}", moved.body);
        let page = anna.page(&format!("/tickets/{id}")).await;
        assert!(page.contains(asked[1].1), "{page}");
    }
}

#[tokio::test]
async fn whoever_moves_a_card_that_a_colleague_has_moved_meanwhile_is_told() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let id = site.desk.incident(&cast.rita, "VPN drops", "often").await;
    let (anna, ben) = (
        site.browser(&cast.anna).await,
        site.browser(&cast.ben).await,
    );
    let board = anna
        .page("/tickets?q=state:open&as=board&by=assignee")
        .await;
    let (_, card) = board
        .split_once(&format!("data-number=\"{id}\" data-seen=\""))
        .expect("a card with its version");
    let seen = card.split('"').next().expect("a version");
    let lane = format!("/tickets/{id}/lane");
    let to = |actor: &kernel::Actor| actor.person.expect("a person").to_string();
    let (to_anna, to_ben) = (to(&cast.anna), to(&cast.ben));
    let first = anna
        .post(
            &lane,
            &[("by", "assignee"), ("to", to_anna.as_str()), ("seen", seen)],
        )
        .await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.body);
    let second = [("by", "assignee"), ("to", to_ben.as_str()), ("seen", seen)];
    let refused = ben.post(&lane, &second).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
    assert!(refused.body.contains("Anna"), "{}", refused.body);
    // Another property is nobody's but theirs, and whoever has seen the move may make another.
    let other = [("by", "priority"), ("to", "1"), ("seen", seen)];
    assert_eq!(ben.post(&lane, &other).await.status, StatusCode::OK);
    let (_, version) = first.body.split_once("\"version\":").expect("a version");
    let version = version.trim_end_matches('}');
    let third = [
        ("by", "assignee"),
        ("to", to_ben.as_str()),
        ("seen", version),
    ];
    assert_eq!(ben.post(&lane, &third).await.status, StatusCode::OK);
}

#[tokio::test]
async fn of_many_tickets_those_on_which_it_is_not_possible_are_named_and_hold_up_no_other() {
    let site = Site::new().await;
    let cast = &site.desk.cast;
    let (anna, [one, two]) = storm(&site).await;
    let three = site.desk.incident(&cast.rob, "Three", "x").await;
    let merge = format!("/tickets/{three}/merge");
    anna.post(&merge, &[("into", &one)]).await.leads_to();
    let three = three.to_string();
    let fields = [
        ("number", one.as_str()),
        ("number", &three),
        ("number", &two),
        ("urgency", "1"),
        ("back", LIST),
    ];
    let done = anna.post("/tickets/bulk", &fields).await;
    assert_eq!(done.leads_to(), LIST);
    let said = done.said().replace('+', " ");
    assert!(
        said.contains("changed%3A 2") && said.contains(&format!("%23{three}%3A ")),
        "{said}"
    );
    assert!(
        !said.contains(&format!("%23{two}")) && !said.contains("e:true"),
        "{said}"
    );
    let urgent = "/tickets?q=urgency:1";
    let list = anna.page(urgent).await;
    assert!(list.contains(">One<") && list.contains(">Two<"), "{list}");
    anna.post(&format!("/commands/{}/undo", done.undo()), &[])
        .await;
    let list = anna.page(urgent).await;
    assert!(!list.contains(">One<") && !list.contains(">Two<"), "{list}");
}
