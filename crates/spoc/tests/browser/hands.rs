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

/// Of the files that a page uploads, the first two do not arrive.
const TWO_FAIL: &str = "(window.fetch = ((real) => {
  let fail = 2;
  return (at, ...more) => (String(at).endsWith('/files') && fail-- > 0 ? Promise.reject(new Error('lost')) : real(at, ...more));
})(window.fetch), true)";
/// A file that a page uploads is on its way until `arrives()`.
const SLOW: &str = "(window.fetch = ((real) => (at, ...more) =>
  String(at).endsWith('/files') ? new Promise((go) => (window.arrives = go)).then(() => real(at, ...more)) : real(at, ...more))(window.fetch), true)";

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
fn a_column_is_as_wide_as_somebody_made_it() {
    in_every_way(|site, way| {
        let anna = &site.cast().anna;
        site.incident(anna, "VPN drops", "every ten minutes");
        let agent = site.person(anna, way);
        let list = "/tickets?q=state:open&sort=newest";
        agent.opens(list);
        let head = ".tl th[data-column=state]";
        let width = format!("document.querySelector('{head}').offsetWidth");
        let before = agent.page.evaluate(&width);
        let before = before.as_f64().expect("a width");
        match way.hand {
            Hand::Mouse => agent.pulls(&format!("{head} .grip"), 60.0),
            Hand::Keyboard => {
                let focus = format!("document.querySelector('{head} .grip').focus(), true");
                agent.page.evaluate(&focus);
                for _ in 0..3 {
                    agent.presses("ArrowRight");
                }
            }
        }
        let wider = format!("{width} > {}", before + 30.0);
        agent.page.until("it is wider", &wider);
        // It is kept a moment after the last move.
        let kept = "fetch(location.href).then((answer) => answer.text()).then((page) => page.includes('data-width='))";
        for _ in 0..100 {
            if agent.page.evaluate(kept) == true {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        agent.opens(list);
        agent.page.until("it is as wide as it was made", &wider);
        agent.is_content();
    });
}

#[test]
fn the_counters_of_views_follow_what_colleagues_do() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        let agent = site.person(&cast.anna, way);
        agent.opens("/tickets?q=state:open&sort=newest");
        agent.hears();
        let count = format!(
            "([...document.querySelectorAll('#views a')].find((one) => one.textContent.includes({:?})).querySelector('.n')?.textContent.trim() ?? '')",
            agent.say("view-unassigned")
        );
        agent
            .page
            .until("one is unassigned", &format!("{count} === '1'"));
        let own = vec![
            Change::Team(Some(cast.network)),
            Change::Assignee(cast.anna.person),
        ];
        site.change(&cast.anna, ticket, own);
        agent
            .page
            .until("none is", &format!("['', '0'].includes({count})"));
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
        let names = ["gateway.log", "router.log", "switch.log"];
        let agent = site.person(anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        agent.marks("composer-note");
        agent.writes("composer-note", "Its log.");
        // The server does not take the first two at once: they go along like the third.
        agent.page.evaluate(TWO_FAIL);
        for name in names {
            let file = folder.path().join(name);
            std::fs::write(&file, format!("the {name}")).expect("a file");
            agent.drops(&file, ".composer");
            agent.sees_in(".composer", name);
        }
        agent.activates("composer-note-button");
        agent.sees("done-note");
        for name in names {
            agent.sees_in("#timeline", name);
        }
        let none = "[...document.querySelectorAll('.composer input[type=file]')].every((one) => one.files.length === 0)";
        agent.page.until("none goes along once more", none);
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
        match way.hand {
            Hand::Mouse => {
                assert_eq!(agent.page.evaluate(PASTED), "TEXTAREA");
                agent.sees_in(".composer", "screen.png");
                agent.activates("composer-note-button");
            }
            // Sent while it is still on its way to the server: it goes along all the same.
            Hand::Keyboard => {
                agent.page.evaluate(SLOW);
                assert_eq!(agent.page.evaluate(PASTED), "TEXTAREA");
                agent.presses("Control+Enter");
                agent.page.evaluate("(window.arrives(), true)");
            }
        }
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
