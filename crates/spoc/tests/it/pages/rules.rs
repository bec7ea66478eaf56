//! Rules are put together by choosing or written as text, and either side follows the other.

use super::approvals::{is_chosen, text_of};
use super::{Site, value_of};
use kernel::automation::{Action, Escalation, Event, Rule, Whom};
use kernel::policy::{ApprovalStep, ApprovalTemplate, Approver, CustomField, Webhook};
use kernel::ticket::FieldKind;
use web::axum::http::StatusCode;

const NEW: &str = "/admin/automation/new";

#[tokio::test]
async fn a_rule_is_put_together_by_choosing_and_its_text_follows() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let network = site.desk.cast.network.to_string();
    let page = ada.page(NEW).await;
    let (version, text) = (value_of(&page, "seen"), text_of(&page));
    let base = [
        ("seen", version.as_str()),
        ("text", text.as_str()),
        ("before", text.as_str()),
        ("label", "Network first"),
        ("active", "true"),
        ("on", "opened"),
        ("on", "threshold"),
        ("threshold_percent", "80"),
        ("when", "priority:1"),
        ("then-0-does", "team"),
    ];
    let with = |more: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        let all = base.iter().chain(more);
        all.map(|(name, value)| (*name, (*value).to_owned()))
            .collect()
    };
    let send = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        ada.post(NEW, &fields).await
    };
    // What an action needs is asked for once it is chosen.
    let begun = send(with(&[("draft", "true")])).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    assert!(
        begun.body.contains("name=\"then-0-it.named\""),
        "{}",
        begun.body
    );
    let unfinished = send(with(&[])).await;
    assert_eq!(unfinished.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unfinished.body.contains("what is still missing"),
        "{}",
        unfinished.body
    );

    let whole: [(&'static str, &str); 11] = [
        ("then-0-it.named", &network),
        ("then-1-does", "notify"),
        ("then-1-to-leads", "true"),
        ("then-1-person-0.named", "Anna@spoc.example"),
        ("then-1-text", "Look at it"),
        ("then-2-does", "escalate"),
        ("then-2-to", "outside"),
        ("then-2-address", "help@supplier.example"),
        ("then-2-text", "Please help"),
        ("then-3-does", "stop"),
        ("then-2-place", "1"),
    ];
    let mut draft = with(&whole);
    draft.push(("draft", "true".to_owned()));
    let shown = send(draft).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    let said = text_of(&shown.body);
    for part in [
        "percent = 80",
        "person = \"anna@spoc.example\"",
        "help@supplier.example",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let rules = site.desk.desk.rules().await.expect("the rules");
    assert!(rules.policy.rules.is_empty(), "shown, and not decided");
    assert_eq!(send(with(&whole)).await.leads_to(), "/admin/automation");
    let rules = site.desk.desk.rules().await.expect("the rules");
    let rule = &rules.policy.rules[0];
    assert_eq!(rule.on, [Event::Opened, Event::Threshold].into());
    let outside = Escalation::Outside {
        address: "help@supplier.example".into(),
        text: "Please help".into(),
    };
    assert_eq!(rule.then[0], Action::Escalate(outside));
    assert_eq!(rule.then[1], Action::Team(site.desk.cast.network));
    let Action::Notify(notice) = &rule.then[2] else {
        panic!("{:?}", rule.then);
    };
    let anna = site.desk.cast.anna.person.expect("a person");
    assert_eq!(notice.to, [Whom::Leads, Whom::Person(anna)].into());
    let page = ada.page(&format!("/admin/automation/{}", rule.key)).await;
    assert_eq!(text_of(&page), said);
}

#[tokio::test]
async fn whatever_a_rule_can_do_comes_back_the_same_from_its_form() {
    let site = Site::new().await;
    let (cast, desk) = (&site.desk.cast, &site.desk.desk);
    let ben = cast.ben.person.expect("a person");
    let told = desk
        .change_policy(&cast.ada, "rules", move |policy| {
            policy.fields = [
                ("site", FieldKind::Text),
                ("cost", FieldKind::Number),
                ("owner", FieldKind::Person),
            ]
            .map(|(key, kind)| CustomField {
                key: key.into(),
                label: key.into(),
                kind,
                ticket_kinds: Vec::new(),
                help: String::new(),
                default: None,
            })
            .into();
            policy.webhooks = vec![Webhook {
                key: "chat".into(),
                label: "Chat".into(),
                url: "https://chat.example.com/in".into(),
                active: true,
                inside: false,
            }];
            policy.approvals = vec![ApprovalTemplate {
                key: "laptop".into(),
                label: "A laptop".into(),
                text: String::new(),
                own: false,
                remind_after: None,
                expires_after: None,
                steps: vec![ApprovalStep::new([Approver::Manager])],
            }];
        })
        .await;
    told.expect("the policy is put in force");
    let ada = site.browser(&cast.ada).await;
    let team = cast.network;
    let actions = format!(
        "[\"unassign\", \"route\", \"close\", {{ impact = 2 }}, {{ urgency = 1 }}, {{ priority = 3 }}, {{ kind = \"request\" }}, \
         {{ confidential = false }}, {{ tag = \"vpn\" }}, {{ untag = \"lan\" }}, {{ assignee = {ben} }}, {{ watch = {ben} }}, \
         {{ field = {{ key = \"site\", value = {{ text = \"Berlin\" }} }} }}, {{ field = {{ key = \"cost\", value = {{ number = -1250 }} }} }}, \
         {{ field = {{ key = \"owner\", value = {{ person = {ben} }} }} }}, {{ clear_field = \"site\" }}]"
    );
    let more = format!(
        "[{{ hold = {{ reason = \"requester\", text = \"\" }} }}, {{ resolve = {{ code = \"solved\", text = \"Done.\" }} }}, \
         {{ cancel = {{ text = \"\" }} }}, {{ reply = \"Hello\\nyou\" }}, {{ note = \"us\" }}, {{ task = {{ title = \"Look\", team = {team}, owner = {ben} }} }}, \
         {{ notify = {{ to = [\"assignee\", \"team\", \"leads\", \"watchers\", {{ person = {ben} }}, {{ members = {team} }}], text = \"\" }} }}, \
         {{ escalate = \"lead\" }}, {{ escalate = \"next_tier\" }}, {{ ask_approval = \"laptop\" }}, {{ webhook = \"chat\" }}, \
         {{ open = {{ kind = \"incident\", subject = \"Again\", text = \"Why\", team = {team}, link = \"causes\" }} }}, {{ state = \"in_progress\" }}, \"stop\"]"
    );
    for then in [actions, more] {
        let text = format!("key = \"all\"\nlabel = \"All\"\non = [\"opened\"]\nthen = {then}\n");
        let wanted: Rule = work::policy_text::rule_from(&text).expect("it is read");
        let fields = [("text", text.as_str()), ("before", ""), ("draft", "true")];
        let shown = ada.post(NEW, &fields).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        let (said, form) = (text_of(&shown.body), super::form_of(&shown.body));
        // The form alone says all of it, too.
        let mut form: Vec<(&str, &str)> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        form.retain(|(name, _)| *name != "text" && *name != "before");
        form.push(("draft", "true"));
        let again = ada.post(NEW, &form).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.body);
        assert_eq!(text_of(&again.body), said);
        let numbered = said.replace("\"ben@spoc.example\"", &ben.to_string());
        let read = work::policy_text::rule_from(&numbered).expect("it is read");
        assert_eq!(read, wanted);
    }
}

#[tokio::test]
async fn a_rule_is_written_as_text_and_its_form_follows_or_says_what_is_wrong_where() {
    let site = Site::new().await;
    let ada = site.browser(&site.desk.cast.ada).await;
    let text = "key = \"first\"\nlabel = \"First\"\non = [\"opened\"]\nthen = [{ priority = 2 }, { assignee = \"anna@spoc.example\" }]\n";
    let send = async |text: &str, draft: &str| {
        let fields = [("text", text), ("before", ""), ("draft", draft)];
        ada.post(NEW, &fields).await
    };
    let shown = send(text, "true").await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    for (name, value) in [
        ("then-0-does", "priority"),
        ("then-0-it", "2"),
        ("then-1-does", "assignee"),
    ] {
        assert!(
            is_chosen(&shown.body, name, value),
            "{name}: {}",
            shown.body
        );
    }
    for (wrong, told) in [
        (
            text.replace("opened", "openned"),
            "Line 3, column 7: unknown variant `openned`",
        ),
        (
            text.replace("anna@", "eve@"),
            "Line 4, column 40: nobody who is active",
        ),
    ] {
        let refused = send(&wrong, "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        let said = refused.body.replace("&#39;", "'");
        assert!(said.contains(told), "{told}: {said}");
    }
}
