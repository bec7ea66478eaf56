//! Properties of a ticket, edited where they stand.

use crate::person::Person;
use crate::site::{Hand, Site, Way, in_every_way};
use kernel::policy::CustomField;
use kernel::ticket::{Change, FieldKind};
use testkit::browser::Theme;

const KEYBOARD: Way = Way::of(Hand::Keyboard, "en", Theme::Light);

fn value(agent: &Person<'_>, field: &str) -> String {
    let value = format!("document.getElementById('f-field.{field}').value");
    agent
        .page
        .evaluate(&value)
        .as_str()
        .unwrap_or("")
        .to_owned()
}

#[test]
fn a_number_of_hundredths_is_taken() {
    in_every_way(|site, way| {
        site.has_fields(vec![CustomField::new("load", "Load", FieldKind::Number)]);
        let ticket = site.incident(&site.cast().rita, "The lift creaks", "since noon");
        let agent = site.person(&site.cast().anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        agent.writes("Load", "12.5");
        agent.presses("Enter");
        agent.sees(&agent.texts.t1("done-changed", "field", "Load"));
        agent.opens(&format!("/tickets/{ticket}"));
        assert_eq!(value(&agent, "load"), "12.5");
        agent.is_content();
    });
}

#[test]
fn a_date_that_is_typed_is_sent_when_it_is_whole() {
    let site = Site::new();
    site.has_fields(vec![CustomField::new("needed", "Needed", FieldKind::Date)]);
    let ticket = site.incident(&site.cast().rita, "The lift creaks", "since noon");
    let agent = site.person(&site.cast().anna, KEYBOARD);
    let is_in = "document.activeElement.id === 'f-field.needed'";
    for (year, leaves) in [("2099", "Tab"), ("2098", "Enter")] {
        agent.opens(&format!("/tickets/{ticket}"));
        agent.page.requests();
        agent.writes("Needed", "");
        for key in format!("1231{year}").chars() {
            agent.presses(&key.to_string());
        }
        agent.presses(leaves);
        // Within the field there is more to come by than the year.
        while leaves == "Tab" && agent.page.evaluate(is_in) == true {
            agent.presses(leaves);
        }
        // On the timeline: the field itself is left to whoever is in it.
        agent.sees(&format!("31 Dec {year}"));
        let requests = agent.page.requests();
        let sent = requests.iter().filter(|(at, _)| at.ends_with("/changes"));
        assert_eq!(sent.count(), 1, "{requests:?}");
    }
    agent.opens(&format!("/tickets/{ticket}"));
    assert_eq!(value(&agent, "needed"), "2098-12-31");
    agent.is_content();
}

#[test]
fn of_two_properties_that_are_changed_quickly_by_keyboard_none_is_lost() {
    let site = Site::new();
    let ticket = site.incident(&site.cast().rita, "The lift creaks", "since noon");
    let agent = site.person(&site.cast().anna, KEYBOARD);
    agent.opens(&format!("/tickets/{ticket}"));
    agent.sees("since noon");
    let changes = format!(
        "['impact', 'urgency'].forEach((name) => {{
          const list = document.querySelector(`#props select[name=${{name}}]`);
          list.focus();
          list.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'ArrowUp', bubbles: true }}));
          list.value = [...list.options].find((one) => one.label === {:?}).value;
          list.dispatchEvent(new Event('change', {{ bubbles: true }}));
        }}) ?? true",
        agent.say("level-1")
    );
    agent.page.evaluate(&changes);
    let changed = agent
        .texts
        .t1("done-changed", "field", agent.say("urgency"));
    agent.sees(&changed);
    agent.opens(&format!("/tickets/{ticket}"));
    for list in ["impact", "urgency"] {
        agent.has_chosen("#props", list, "level-1");
    }
    agent.is_content();
}

#[test]
fn fields_that_were_asked_for_stay_on_the_page_while_colleagues_work_and_when_one_is_saved() {
    in_every_way(|site, way| {
        let field =
            |n: usize| CustomField::new(format!("k{n}"), format!("Field {n:02}"), FieldKind::Text);
        site.has_fields((0..14).map(field).collect());
        let cast = site.cast();
        let ticket = site.incident(&cast.rita, "The lift creaks", "since noon");
        let agent = site.person(&cast.anna, way);
        agent.opens(&format!("/tickets/{ticket}?fields=10"));
        agent.hears();
        agent.writes("Field 12", "half a");
        site.change(&cast.ben, ticket, vec![Change::Tag("lift".into())]);
        agent.sees_in("#props .tags", "lift");
        agent.page.types(" word");
        agent.presses("Enter");
        agent.sees(&agent.texts.t1("done-changed", "field", "Field 12"));
        assert_eq!(value(&agent, "k12"), "half a word");
        let there = "document.getElementById('f-field.k13') !== null";
        assert!(agent.page.evaluate(there) == true, "so are the others");
        agent.is_content();
    });
}
