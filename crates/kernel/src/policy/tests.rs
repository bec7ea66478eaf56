//! What a policy may be, and what its forms ask.

use super::{
    Audience, CustomField, Fault, Form, Lifecycle, Named, Policy, Question, Required, State,
};
use crate::policy::StateCategory;
use crate::ticket::{
    Activity, Change, Channel, Context, Facts, FieldKind, FieldValue, Kind, NewTicket, PersonFacts,
    Refusal, Ticket, UNVERIFIED_ADDRESS, decide, decide_open,
};
use crate::{Actor, PermissionSet, PersonId, Recorded, Timestamp, policy::Level};
use proptest::prelude::*;

fn named(key: &str) -> Named {
    Named {
        key: key.into(),
        label: key.to_uppercase(),
    }
}

fn question(asks: &str, audience: Audience, required: Required) -> Question {
    Question {
        asks: asks.into(),
        audience,
        required,
        ..Question::default()
    }
}

/// Cost is asked where somebody says yes to buying; the room of everybody; the cause before resolving.
fn policy() -> Policy {
    let fields = [
        ("buy", FieldKind::YesNo),
        ("cost", FieldKind::Number),
        ("room", FieldKind::Text),
        ("cause", FieldKind::Text),
    ];
    Policy {
        fields: fields
            .map(|(key, kind)| CustomField::new(key, key, kind))
            .to_vec(),
        forms: vec![Form {
            kind: Kind::Incident,
            service: None,
            questions: vec![
                question("field.buy", Audience::Everybody, Required::Never),
                Question {
                    shown_when: "field.buy:yes".into(),
                    ..question("field.cost", Audience::Everybody, Required::Opening)
                },
                Question {
                    required_when: "priority<=2".into(),
                    ..question("field.room", Audience::Everybody, Required::Opening)
                },
                question("field.cause", Audience::Agents, Required::Resolving),
            ],
        }],
        ..Policy::default()
    }
}

const RITA: PersonId = PersonId(1);
const NOW: Timestamp = Timestamp(1_000_000);

fn actor(agent: bool) -> Actor {
    let all = PermissionSet::all();
    let requester = [crate::Permission::TicketOpen].into_iter().collect();
    Actor {
        person: Some(RITA),
        permissions: if agent { all } else { requester },
        teams: Vec::new(),
        hidden_teams: Vec::new(),
        organisation: None,
    }
}

fn facts() -> Facts {
    Facts {
        people: [(RITA, PersonFacts::default())].into(),
        ..Facts::default()
    }
}

fn open(policy: &Policy, agent: bool, fields: &[(&str, FieldValue)]) -> Result<Ticket, Refusal> {
    let mut new = NewTicket::new(Kind::Incident, RITA, "Printer");
    new.fields = fields
        .iter()
        .map(|(key, value)| ((*key).into(), value.clone()))
        .collect();
    if agent {
        new.impact = Some(Level::HIGH);
    }
    let (actor, facts) = (actor(agent), facts());
    let context = Context {
        actor: &actor,
        policy,
        facts: &facts,
        now: NOW,
    };
    let activity = decide_open(&new, Channel::Web, context)?;
    Ok(Ticket::opened(&recorded(activity)).expect("an opening"))
}

fn recorded(activity: Activity) -> Recorded {
    Recorded {
        position: 1,
        ticket: crate::TicketId(1),
        seq: 1,
        at: NOW,
        actor: Some(RITA),
        channel: Channel::Web,
        command: crate::CommandId(1),
        policy: crate::PolicyVersion(1),
        activity,
    }
}

fn change(policy: &Policy, ticket: &Ticket, change: Change) -> Result<Vec<Activity>, Refusal> {
    let (actor, facts) = (actor(true), facts());
    let context = Context {
        actor: &actor,
        policy,
        facts: &facts,
        now: NOW,
    };
    decide(ticket, &[change], context)
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.into())
}

fn unanswered(fields: &[&str]) -> Refusal {
    Refusal::Unanswered {
        fields: fields.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_default_policy_has_no_faults() {
    assert_eq!(Policy::default().problems(), []);
    assert_eq!(policy().problems(), []);
}

#[test]
fn what_must_be_answered_is_named_all_at_once() {
    let policy = policy();
    let yes = ("buy", FieldValue::YesNo(true));
    assert!(
        open(&policy, false, &[]).is_ok(),
        "nothing is asked at middling priority"
    );
    let refused = open(&policy, true, std::slice::from_ref(&yes));
    assert_eq!(refused, Err(unanswered(&["field.cost", "field.room"])));
    let ticket = open(
        &policy,
        true,
        &[yes, ("cost", FieldValue::Number(5)), ("room", text("4"))],
    );
    assert!(ticket.is_ok(), "{ticket:?}");
    let blank = open(&policy, true, &[("room", text(" "))]);
    assert_eq!(blank, Err(unanswered(&["field.room"])));
}

#[test]
fn answers_that_nobody_asked_for_are_left_out() {
    let no = [
        ("buy", FieldValue::YesNo(false)),
        ("cost", FieldValue::Number(5)),
    ];
    let ticket = open(&policy(), false, &no).expect("opened");
    assert_eq!(ticket.fields.keys().collect::<Vec<_>>(), ["buy"]);
}

#[test]
fn requesters_say_nothing_that_only_agents_are_asked() {
    let refused = open(&policy(), false, &[("cause", text("me"))]);
    let field = "field.cause".to_owned();
    assert_eq!(refused, Err(Refusal::AgentsAnswer { field }));
}

#[test]
fn what_nobody_says_gets_its_default() {
    let mut policy = policy();
    policy.fields[2].default = Some(text("reception"));
    let ticket = open(&policy, true, &[]).expect("the default answers");
    assert_eq!(ticket.fields["room"], text("reception"));
}

#[test]
fn a_ticket_is_not_resolved_before_what_that_needs_is_answered() {
    let policy = policy();
    let mut ticket = open(&policy, true, &[("room", text("4"))]).expect("opened");
    let resolve = || Change::Resolve {
        code: "solved".into(),
        text: String::new(),
    };
    assert_eq!(
        change(&policy, &ticket, resolve()),
        Err(unanswered(&["field.cause"]))
    );
    ticket.fields.insert("cause".into(), text("worn out"));
    assert!(change(&policy, &ticket, resolve()).is_ok());
    let clear = Change::Field {
        key: "room".into(),
        value: None,
    };
    assert_eq!(
        change(&policy, &ticket, clear),
        Err(unanswered(&["field.room"]))
    );
}

#[test]
fn what_is_retired_stays_on_tickets_and_is_not_given_any_more() {
    let mut policy = policy();
    policy.forms.clear();
    let mut ticket = open(&policy, true, &[("room", text("4"))]).expect("opened");
    ticket.category = Some("network/vpn".into());
    policy.retired.categories.insert("network".into());
    policy.retired.fields.insert("room".into());
    policy.retired.resolution_codes.insert("solved".into());
    let category = |key: &str| Change::Category(Some(key.into()));
    assert_eq!(
        change(&policy, &ticket, category("network/vpn")),
        Ok(vec![])
    );
    let refused = change(&policy, &ticket, category("network/wifi"));
    assert!(
        matches!(
            refused,
            Err(Refusal::Retired {
                field: "category",
                ..
            })
        ),
        "{refused:?}"
    );
    let set = |value| Change::Field {
        key: "room".into(),
        value,
    };
    assert!(change(&policy, &ticket, set(Some(text("5")))).is_err());
    assert!(change(&policy, &ticket, set(None)).is_ok());
    let resolve = Change::Resolve {
        code: "solved".into(),
        text: String::new(),
    };
    assert!(change(&policy, &ticket, resolve).is_err());
}

#[test]
fn a_practice_that_is_off_takes_no_tickets() {
    let mut policy = Policy::default();
    let ticket = open(&policy, true, &[]).expect("opened");
    policy.off.insert("incident".into());
    assert_eq!(
        open(&policy, true, &[]),
        Err(Refusal::KindOff(Kind::Incident))
    );
    assert!(change(&policy, &ticket, Change::Kind(Kind::Request)).is_ok());
    assert!(
        change(&policy, &ticket, Change::Impact(Level::HIGH)).is_ok(),
        "what is there goes on"
    );
    policy.off.insert("request".into());
    assert_eq!(policy.problems()[0].fault, Fault::NothingOn);
}

#[test]
fn tags_are_free_or_from_a_list() {
    let mut policy = Policy::default();
    let ticket = open(&policy, true, &[]).expect("opened");
    policy.allowed_tags = Some(["vip".to_owned()].into());
    assert!(change(&policy, &ticket, Change::Tag("VIP".into())).is_ok());
    let refused = change(&policy, &ticket, Change::Tag("spam".into()));
    assert_eq!(refused, Err(Refusal::TagNotAllowed("spam".into())));
    let own = change(&policy, &ticket, Change::Tag(UNVERIFIED_ADDRESS.into()));
    assert!(own.is_ok(), "what Spoc itself gives is on every list");
}

#[test]
fn faults_are_found_where_they_are() {
    type Break = fn(&mut Policy);
    let breaks: [(Break, &str, Fault); 12] = [
        (|p| p.priority.0[0][0] = 6, "priority", Fault::Priority),
        (
            |p| p.categories.push(named("a/b")),
            "categories.a/b",
            Fault::Parent,
        ),
        (
            |p| p.categories.push(named("network")),
            "categories.network",
            Fault::KeyTwice,
        ),
        (
            |p| p.resolution_codes[0].label.clear(),
            "resolution_codes.solved",
            Fault::Label,
        ),
        (|p| p.fields[0].key = "A b".into(), "fields.A b", Fault::Key),
        (
            |p| p.fields[0].kind = FieldKind::Choice { choices: vec![] },
            "fields.buy",
            Fault::NoChoices,
        ),
        (
            |p| p.fields[0].default = Some(text("x")),
            "fields.buy",
            Fault::Default,
        ),
        (
            |p| p.forms[0].questions[0].asks = "field.nothing".into(),
            "forms.incident.field.nothing",
            Fault::Question,
        ),
        (
            |p| p.forms[0].questions[0].shown_when = "printer".into(),
            "forms.incident.field.buy",
            Fault::Condition,
        ),
        (
            |p| p.forms[0].questions[0].shown_when = "team:network".into(),
            "forms.incident.field.buy",
            Fault::Condition,
        ),
        (
            |p| {
                p.lifecycles[0]
                    .states
                    .retain(|state| state.key != Lifecycle::NEW)
            },
            "lifecycles.incident.new",
            Fault::OwnState,
        ),
        (
            |p| p.lifecycles[0].moves.clear(),
            "lifecycles.incident.new",
            Fault::Stranded,
        ),
    ];
    for (breaking, at, fault) in breaks {
        let mut policy = policy();
        breaking(&mut policy);
        let problems = policy.problems();
        let found = problems
            .iter()
            .any(|problem| problem.at == at && problem.fault == fault);
        assert!(found, "{at} {fault:?} in {problems:?}");
    }
}

#[test]
fn an_own_state_must_lead_on() {
    let mut policy = Policy::default();
    policy.lifecycles[0].states.push(State {
        key: "testing".into(),
        label: "Testing".into(),
        category: StateCategory::Active,
    });
    assert_eq!(policy.problems()[0].fault, Fault::Stranded);
    policy.lifecycles[0]
        .moves
        .push(("testing".into(), Lifecycle::RESOLVED.into()));
    assert_eq!(policy.problems(), []);
}

#[test]
fn nothing_that_tickets_may_have_gets_lost() {
    let before = policy();
    let mut after = before.clone();
    after.categories.retain(|category| category.key != "other");
    after.fields[0].kind = FieldKind::Text;
    after.fields.pop();
    let lost: Vec<_> = before
        .losses(&after)
        .into_iter()
        .map(|lost| (lost.at, lost.fault))
        .collect();
    assert_eq!(
        lost,
        [
            ("categories.other".into(), Fault::Gone),
            ("fields.cause".into(), Fault::Gone),
            ("fields.buy".into(), Fault::Type),
        ]
    );
    assert_eq!(before.losses(&before), []);
}

#[test]
fn an_old_policy_reads_as_one_without_forms() {
    let mut json = serde_json::to_value(Policy::default()).expect("json");
    for part in ["forms", "retired", "off", "allowed_tags"] {
        json.as_object_mut().expect("an object").remove(part);
    }
    let read: Policy = serde_json::from_value(json).expect("a policy");
    assert_eq!(read, Policy::default());
}

proptest! {
    /// Whoever opens a ticket: it has an answer to everything that its questions require of them, and none to what
    /// they do not show.
    #[test]
    fn an_opened_ticket_has_what_its_form_requires_and_nothing_else(
        agent: bool,
        buy in proptest::option::of(any::<bool>()),
        cost in proptest::option::of(0_i64..9),
        room in proptest::option::of("[a-c ]{0,2}"),
    ) {
        let policy = policy();
        let mut fields = Vec::new();
        fields.extend(buy.map(|yes| ("buy", FieldValue::YesNo(yes))));
        fields.extend(cost.map(|cost| ("cost", FieldValue::Number(cost))));
        fields.extend(room.map(|room| ("room", text(&room))));
        match open(&policy, agent, &fields) {
            Ok(ticket) => {
                let (actor, zone) = (actor(agent), jiff::tz::TimeZone::UTC);
                let moment = crate::condition::Moment {
                    me: actor.person,
                    my_teams: &[],
                    now: NOW,
                    zone: &zone,
                };
                for asked in policy.questions(&ticket, moment) {
                    let key = asked.asks.trim_start_matches("field.");
                    if asked.required == Required::Opening {
                        prop_assert!(ticket.fields.contains_key(key), "{key}");
                    }
                    if !asked.shown {
                        prop_assert!(!ticket.fields.contains_key(key), "{key}");
                    }
                }
            }
            Err(Refusal::Unanswered { fields }) => prop_assert!(!fields.is_empty()),
            Err(refusal) => prop_assert!(false, "{refusal}"),
        }
    }
}
