//! What administrators put together.

use crate::site::in_every_way;

#[test]
fn a_rule_is_chosen_or_written_and_each_side_follows_the_other() {
    in_every_way(|site, way| {
        let ada = site.person(&site.cast().ada, way);
        ada.opens("/admin/automation/new");
        ada.writes("name", "Network first");
        ada.chooses("rule-what", "action-priority");
        ada.chooses("rule-value", "priority-1");
        let text = "document.querySelector('textarea[name=text]')";
        let follows = format!("{text}.value.includes('priority = 1')");
        ada.page.until("the text follows the form", &follows);
        ada.page.evaluate(&format!(
            "{text}.value = {text}.value.replace('priority = 1', 'tag = \"vpn\"'); \
             {text}.dispatchEvent(new Event('change', {{ bubbles: true }}))"
        ));
        let follows = "document.querySelector('[name=\"then-0-does\"]').value === 'tag' && \
                       document.querySelector('[name=\"then-0-it\"]').value === 'vpn'";
        ada.page.until("the form follows the text", follows);
        ada.activates("save");
        ada.sees("saved");
        ada.sees("Network first");
        ada.is_content();
    });
}
