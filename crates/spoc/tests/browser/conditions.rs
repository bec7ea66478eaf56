//! Conditions while they are written: completed, said in words, and underlined where they are wrong.

use crate::site::{Hand, Site, Way};
use testkit::browser::Theme;

#[test]
fn tab_takes_what_is_offered_first_and_an_unknown_field_is_said_to_be_one() {
    let site = Site::new();
    let agent = site.person(
        &site.cast().anna,
        Way::of(Hand::Keyboard, "en", Theme::Light),
    );
    agent.opens("/tickets?q=state:open&sort=newest");
    agent.hears();
    agent.presses("/");
    agent.page.types("-stat");
    agent.sees_in(".asks [role=listbox]", "state:");
    // What colleagues do meanwhile changes the list, and not what is being written.
    site.incident(&site.cast().rita, "VPN drops", "every ten minutes");
    agent.sees_in("#list", "VPN drops");
    agent.sees_in(".asks [role=listbox]", "state:");
    agent.presses("Tab");
    let is = |text: &str| format!("document.activeElement.value === '{text}'");
    agent.page.until("the field is taken", &is("-state:"));
    agent.page.types("op");
    agent.sees_in(".asks [role=listbox]", "open");
    agent.presses("Tab");
    agent.page.until("the value is taken", &is("-state:open "));
    agent.page.types("sla:");
    agent.sees_in(".asks [role=status]", "There is no field “sla”");
    agent.sees_in(".asks [role=status]", "sla.response");
    agent.sees_in(".asks .under u", "sla");
    agent.is_content();
}

#[test]
fn a_condition_of_a_rule_is_completed_said_in_words_and_underlined_where_it_is_wrong() {
    let site = Site::new();
    let way = Way::of(Hand::Keyboard, "en", Theme::Light);
    let administrator = site.person(&site.cast().ada, way);
    administrator.opens("/admin/automation/new");
    administrator.writes("service-level-applies", "team:net");
    administrator.sees_in("#when-offers", "Network");
    administrator.presses("Tab");
    administrator.page.types("priority:1");
    administrator.sees_in("#when-meaning", "team Network, priority 1");
    administrator.page.types(" stat:x");
    administrator.sees_in(".asks .under u", "stat");
    administrator.sees_in("#when-meaning", "There is no field “stat”");
    administrator.is_content();
}
