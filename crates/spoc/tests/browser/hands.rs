//! What hands do beside clicking and typing: dragging a card, dropping a file, pasting a picture, and a macro by its sign.

use crate::site::{Hand, in_every_way};
use kernel::ticket::Change;
use kernel::{Actor, TicketId};

/// A picture of one pixel, as it lies on the clipboard.
const PASTED: &str = "(() => {
  const bytes = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (c) => c.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], 'screen.png', { type: 'image/png' }));
  const area = document.activeElement;
  area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  return area.tagName;
})()";

#[test]
fn a_card_is_dragged_to_another_lane_with_the_mouse() {
    in_every_way(|site, way| {
        if way.hand == Hand::Keyboard {
            return;
        }
        let anna = &site.cast().anna;
        let ticket = team_ticket(site, anna);
        site.change(anna, ticket, vec![Change::Assignee(anna.person)]);
        let agent = site.person(anna, way);
        agent.opens("/tickets?q=state:open&as=board");
        agent.sees_in("[data-lane=assigned]", "VPN drops");
        agent.drags(&format!("#c{ticket}"), "[data-lane=in_progress]");
        agent.sees_in("[data-lane=in_progress]", "VPN drops");
        agent.activates_in(".toast", "undo");
        agent.sees_in("[data-lane=assigned]", "VPN drops");
        agent.is_content();
    });
}

#[test]
fn a_file_is_dropped_on_the_composer_and_goes_with_the_note() {
    in_every_way(|site, way| {
        if way.hand == Hand::Keyboard {
            return;
        }
        let anna = &site.cast().anna;
        let ticket = team_ticket(site, anna);
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("gateway.log");
        std::fs::write(&file, "the gateway restarts").expect("a file");
        let agent = site.person(anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        agent.marks("composer-note");
        agent.writes("composer-note", "Its log.");
        agent.drops(&file, ".composer");
        agent.sees_in(".composer", "gateway.log");
        agent.activates("composer-note-button");
        agent.sees("done-note");
        agent.sees_in("#timeline", "gateway.log");
        agent.is_content();
    });
}

#[test]
fn a_picture_is_pasted_into_the_text_and_seen_in_the_note() {
    in_every_way(|site, way| {
        let anna = &site.cast().anna;
        let ticket = team_ticket(site, anna);
        let agent = site.person(anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        agent.marks("composer-note");
        agent.writes("composer-note", "It looks like this:");
        assert_eq!(agent.page.evaluate(PASTED), "TEXTAREA");
        agent.sees_in(".composer", "screen.png");
        agent.activates("composer-note-button");
        agent.sees("done-note");
        let shown = "[...document.querySelectorAll('#timeline .note img')].some((one) => one.naturalWidth === 1)";
        agent.page.until("the picture is shown", shown);
        agent.is_content();
    });
}

#[test]
fn a_macro_is_found_by_its_sign_and_written_out() {
    in_every_way(|site, way| {
        let anna = &site.cast().anna;
        let ticket = team_ticket(site, anna);
        let agent = site.person(anna, way);
        agent.opens("/macros/new");
        agent.writes("name", "Restart");
        agent.writes(
            "English",
            "Dear {{ requester.first_name }}, please restart it.",
        );
        agent.activates("save");
        agent.sees("Restart");
        agent.opens(&format!("/tickets/{ticket}"));
        agent.writes("composer-reply-label", "/rest");
        agent.sees("Restart");
        agent.presses("Enter");
        let written = "document.activeElement.value?.startsWith('Dear Rita, please')";
        agent.page.until("the macro is written out", written);
        agent.presses("Control+Enter");
        agent.sees("done-reply");
        agent.sees_in("#timeline", "Dear Rita, please restart it.");
        agent.is_content();
    });
}

fn team_ticket(site: &crate::site::Site, anna: &Actor) -> TicketId {
    let cast = site.cast();
    let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
    site.change(anna, ticket, vec![Change::Team(Some(cast.network))]);
    ticket
}
