//! What is being written: it is lost to nobody, overwritten by nobody unseen, and shown to nobody else.

use crate::person::Person;
use crate::site::{Hand, PASSWORD, Site, Way};
use kernel::{Actor, TicketId};
use testkit::browser::Theme;

const WAY: Way = Way::of(Hand::Mouse, "en", Theme::Light);
/// What stands in the reply.
const REPLY: &str = "document.querySelector('form[data-compose=reply] textarea')";
/// Whom the reply goes to beside the requester.
const CC: &str = "document.querySelector('form[data-compose=reply] [name=cc]')";
/// Whether the server has what was typed last.
const KEPT: &str = "document.querySelector('form[data-compose=reply] .saved').textContent !== ''";
/// Whether the page says that somebody else went on with the draft.
const TOLD: &str = "!document.querySelector('form[data-compose=reply] .overtaken').hidden";

fn given(site: &Site) -> TicketId {
    site.incident(&site.cast().rita, "VPN drops", "every ten minutes")
}

/// Waits until the reply says this.
#[track_caller]
fn says(agent: &Person<'_>, text: &str) {
    let text = serde_json::json!(text);
    let says = format!("eyes.quiet() && {REPLY}.value === {text}");
    agent.page.until("the reply says so", &says);
}

/// Waits until what was typed last is on the server.
#[track_caller]
fn is_kept(agent: &Person<'_>) {
    // The page hears of it a moment after the answer has come.
    let counts = "(window.saved = 0, window.fetch = ((real) => (at, ...more) => real(at, ...more).finally(() => \
                  setTimeout(() => String(at).includes('/drafts/') && window.saved++, 100)))(window.fetch), true)";
    agent.page.evaluate(counts);
    let types = format!("({REPLY}.dispatchEvent(new Event('input', {{ bubbles: true }})), true)");
    agent.page.evaluate(&types);
    let kept = format!("window.saved > 0 && {KEPT}");
    agent.page.until("it is kept", &kept);
}

#[test]
fn a_reply_that_is_taken_back_stands_before_the_next_one() {
    let site = Site::new();
    let ticket = given(&site);
    let agent = site.person(&site.cast().anna, WAY);
    agent.opens(&format!("/tickets/{ticket}"));
    agent.writes("composer-reply-label", "Which client is it?");
    // Pressed twice before the server has answered.
    agent.page.requests();
    let twice = format!(
        "[1, 2].forEach(() => {REPLY}.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }}))) ?? true"
    );
    agent.page.evaluate(&twice);
    agent.sees("done-reply");
    let requests = agent.page.requests();
    let sent = requests.iter().filter(|(at, _)| at.ends_with("/replies"));
    assert_eq!(sent.count(), 1, "{requests:?}");
    agent.writes("composer-reply-label", "And since when?");
    is_kept(&agent);
    agent.activates_in(".toast", "undo");
    agent.sees("done-undone");
    says(&agent, "Which client is it?\n\nAnd since when?");
    // It goes on from there, and nobody is told of somebody else.
    agent.writes("composer-reply-label", " Thanks.");
    is_kept(&agent);
    assert_eq!(agent.page.evaluate(TOLD), false);
    agent.opens(&format!("/tickets/{ticket}"));
    agent.page.until(
        "all of it is there",
        &format!("{REPLY}.value.includes('Which client') && {REPLY}.value.includes('Thanks.')"),
    );
    // The rest of it, which the server did not hear of before the page was asked for again, was kept in the browser.
    let unheard = "(window.fetch = ((real) => (at, ...more) => String(at).includes('/drafts/') ? \
                   Promise.reject(new TypeError('lost')) : real(at, ...more))(window.fetch), true)";
    agent.page.evaluate(unheard);
    agent.writes("composer-reply-label", " Regards.");
    agent.opens(&format!("/tickets/{ticket}"));
    let rest = format!("{REPLY}.value.includes('Regards.')");
    agent.page.until("the rest of it, too", &rest);
    // What was on its way while it was taken back is refused, and kept with what stands there then.
    agent.is_content_but_for_conflicts();
}

#[test]
fn what_is_taken_back_is_there_once_and_with_whom_it_goes_to() {
    let site = Site::new();
    let page = format!("/tickets/{}", given(&site));
    let agent = site.person(&site.cast().anna, WAY);
    let goes_to = |address: &str| {
        let goes = format!("eyes.quiet() && {CC}.value === '{address}'");
        agent.page.until("it goes to them", &goes);
    };
    agent.opens(&page);
    let copied = format!(
        "({CC}.value = 'sam@supplier.example', {CC}.dispatchEvent(new Event('input', {{ bubbles: true }})), true)"
    );
    agent.page.evaluate(&copied);
    agent.writes("composer-reply-label", "Which client is it?");
    agent.presses("Control+Enter");
    agent.sees("done-reply");
    // On a page that was opened since, and on which nobody has typed.
    agent.opens(&page);
    agent.activates_in("#timeline", "undo");
    agent.sees("done-undone");
    says(&agent, "Which client is it?");
    goes_to("sam@supplier.example");
    agent.writes("composer-reply-label", " Thanks.");
    is_kept(&agent);
    assert_eq!(agent.page.evaluate(TOLD), false);
    // On the page that sent it.
    agent.presses("Control+Enter");
    agent.sees("done-reply");
    says(&agent, "");
    goes_to("");
    agent.activates_in(".toast", "undo");
    agent.sees("done-undone");
    goes_to("sam@supplier.example");
    agent.opens(&page);
    let once = format!(
        "eyes.quiet() && {REPLY}.value.split('Which client').length === 2 && {REPLY}.value.includes('Thanks.')"
    );
    agent.page.until("it is there once", &once);
    goes_to("sam@supplier.example");
    agent.is_content();
}

#[test]
fn whoever_goes_on_with_a_colleagues_draft_stays_in_it_and_hears_of_its_end() {
    let site = Site::new();
    let page = format!("/tickets/{}", given(&site));
    let cast = site.cast();
    let (anna, ben) = (site.person(&cast.anna, WAY), site.person(&cast.ben, WAY));
    let id = |one: &Actor| one.person.expect("a person").to_string();
    let shares = "(document.querySelector('form[data-compose=reply] [name=shared]').click(), true)";
    let is_of = |one: &Actor| {
        let of = format!(
            "eyes.quiet() && {REPLY}.form.elements.owner.value === '{}'",
            id(one)
        );
        ben.page.until("it is their draft", &of);
    };
    anna.opens(&page);
    anna.writes("composer-reply-label", "Look here:");
    anna.page.evaluate(shares);
    is_kept(&anna);
    ben.opens(&format!("{page}?draft=reply.{}", id(&cast.anna)));
    says(&ben, "Look here:");
    let changes = "(((list) => { list.value = [...list.options].find((one) => one.value && !one.selected).value; list.form.requestSubmit(); })(document.querySelector('form.prop select[name=impact]')), true)";
    ben.page.evaluate(changes);
    ben.page.until(
        "it is changed",
        "eyes.quiet() && !!document.querySelector('.toast')",
    );
    is_of(&cast.anna);
    says(&ben, "Look here:");
    // She shares it no more: his next letter tells him, and what he has written becomes his own.
    anna.page.evaluate(shares);
    is_kept(&anna);
    ben.writes("composer-reply-label", " and there");
    ben.page.until("he is told", TOLD);
    ben.sees("draft-lost");
    ben.activates_in("form[data-compose=reply] .overtaken", "draft-mine");
    is_kept(&ben);
    is_of(&cast.ben);
    anna.is_content();
    let mut complaints = ben.complaints();
    complaints.retain(|one| !one.contains("404 (Not Found)"));
    assert_eq!(complaints, [""; 0]);
}

#[test]
fn nobody_is_told_of_themselves() {
    let site = Site::new();
    let ticket = given(&site);
    let agent = site.person(&site.cast().anna, WAY);
    let page = format!("/tickets/{ticket}");
    agent.opens(&page);
    agent.writes("composer-reply-label", "Which");
    is_kept(&agent);
    // A save whose answer never comes: the next one goes on with it all the same.
    let deaf = "(window.fetch = ((real) => (...asked) => real(...asked).then(() => Promise.reject(new Error('lost'))))(window.fetch), true)";
    agent.page.evaluate(deaf);
    for more in [" client", " is", " it?"] {
        agent.writes("composer-reply-label", more);
        std::thread::sleep(std::time::Duration::from_millis(900));
    }
    assert_eq!(agent.page.evaluate(TOLD), false);
    // What is typed just before leaving is kept, too, and the page that comes goes on with it.
    agent.writes("composer-reply-label", " And why?");
    agent.opens("/tickets");
    agent.opens(&page);
    says(&agent, "Which client is it? And why?");
    agent.writes("composer-reply-label", " Thanks.");
    is_kept(&agent);
    assert_eq!(agent.page.evaluate(TOLD), false);
    agent.is_content();
}

#[test]
fn what_was_written_on_another_device_is_told_before_it_is_overwritten() {
    let site = Site::new();
    let ticket = given(&site);
    let email = site.has_password(&site.cast().anna);
    let (laptop, phone) = (site.device(&email, WAY), site.device(&email, WAY));
    for device in [&laptop, &phone] {
        device.opens(&format!("/tickets/{ticket}"));
        device.sees("every ten minutes");
    }
    phone.writes("composer-reply-label", "A long reply, written on the way.");
    is_kept(&phone);
    laptop.writes("composer-reply-label", "A");
    laptop.page.until("the laptop is told", TOLD);
    laptop.activates_in("form[data-compose=reply] .overtaken", "draft-theirs");
    says(&laptop, "A long reply, written on the way.");
    is_kept(&laptop);
    phone.is_content();
    laptop.is_content_but_for_conflicts();
}

#[test]
fn an_answer_that_a_requester_takes_back_stands_in_the_box_again() {
    let site = Site::new();
    let ticket = given(&site);
    let requester = site.person(&site.cast().rita, WAY);
    let page = format!("/my/tickets/{ticket}");
    let area = "document.querySelector('.composer textarea')";
    requester.opens(&page);
    requester.writes("my-answer", "The old one.");
    requester.activates("my-send");
    requester.sees("done-reply");
    requester.writes("my-answer", "Since Monday.");
    requester.activates_in(".toast", "undo");
    requester.sees("done-undone");
    let both = format!("{area}.value === 'The old one.\\n\\nSince Monday.'");
    requester.page.until("both are there", &both);
    requester.opens("/my");
    requester.opens(&page);
    requester.page.until("and stay", &both);
    requester.activates("my-send");
    requester.sees("done-reply");
    let empty = format!("eyes.quiet() && {area}.value === ''");
    requester.page.until("the box is empty", &empty);
    // What is taken back need not be sent again.
    requester.activates_in(".toast", "undo");
    requester.page.until("it is back", &both);
    requester.activates("my-throw-away");
    requester.sees("done-thrown-away");
    requester.page.until("it is gone", &empty);
    requester.opens(&page);
    requester.page.until("and stays so", &empty);
    requester.is_content();
}

#[test]
fn on_a_computer_that_several_share_nobody_finds_what_another_one_wrote() {
    let site = Site::new();
    let (rita, rob) = (&site.cast().rita, &site.cast().rob);
    let emails = [rita, rob].map(|one: &Actor| site.has_password(one));
    let computer = site.stranger(WAY);
    let signs_in = |email: &str| {
        computer.opens("/my/new");
        computer.writes("email", email);
        computer.writes("password", PASSWORD);
        computer.activates("sign-in");
        computer.sees("ask-subject");
    };
    let writes = |text: &str| {
        computer.writes("ask-subject", text);
        let kept = "Object.keys(localStorage).some((key) => key.startsWith('draft:'))";
        computer.page.until("the browser keeps it", kept);
    };
    let subject = "document.getElementById('subject').value";
    let drafts = "Object.values(localStorage).join()";
    signs_in(&emails[0]);
    writes("My salary");
    // Her session ends; once she is back, it is still there.
    let ends = "fetch('/sign-out', { method: 'POST', body: new URLSearchParams({ csrf: document.querySelector('[name=csrf]').value }) }).then(() => true)";
    computer.page.evaluate(ends);
    signs_in(&emails[0]);
    let hers = format!("{subject} === 'My salary'");
    computer.page.until("it is hers still", &hers);
    computer.page.evaluate(ends);
    signs_in(&emails[1]);
    assert_eq!(computer.page.evaluate(subject), "");
    let gone = format!("!{drafts}.includes('My salary')");
    computer.page.until("nothing of it is left", &gone);
    writes("My chair");
    computer.opens("/offline");
    computer.sees("My chair");
    computer.opens("/my");
    let leaves = "(document.querySelector('form[action=\"/sign-out\"]').requestSubmit(), true)";
    computer.page.evaluate(leaves);
    computer.sees("sign-in-lead");
    let gone = format!("!{drafts}.includes('My chair')");
    computer.page.until("whoever goes leaves nothing", &gone);
    computer.opens("/offline");
    computer.sees_no("My chair");
    computer.is_content();
}

#[test]
fn what_a_visitor_wrote_is_theirs_once_they_sign_in() {
    let site = Site::new();
    let administrator = site.person(&site.cast().ada, WAY);
    administrator.opens("/admin/portal");
    administrator.activates("portal-open");
    administrator.sees("done-portal");
    let email = site.has_password(&site.cast().rita);
    let visitor = site.stranger(WAY);
    visitor.opens("/ask");
    visitor.writes("ask-subject", "The door is locked");
    let kept = "Object.keys(localStorage).some((key) => key.startsWith('draft:'))";
    visitor.page.until("the browser keeps it", kept);
    visitor.opens("/my/new");
    visitor.writes("email", &email);
    visitor.writes("password", PASSWORD);
    visitor.activates("sign-in");
    let subject =
        "eyes.quiet() && document.getElementById('subject')?.value === 'The door is locked'";
    visitor.page.until("it is there still", subject);
    visitor.is_content();
}
