//! What stays while a page changes by itself: texts that are not sent yet, what is wrong with a form, what was opened.

use crate::site::{Hand, Site, Way, in_every_way};
use kernel::TicketId;
use kernel::policy::Level;
use kernel::ticket::{Change, TaskChange, TaskPlan};
use testkit::browser::Theme;

const WAY: Way = Way::of(Hand::Mouse, "en", Theme::Light);

fn given(site: &Site) -> TicketId {
    let cast = site.cast();
    let ticket = site.incident(&cast.rita, "VPN drops in Leeds", "every ten minutes");
    site.change(&cast.anna, ticket, vec![Change::Team(Some(cast.network))]);
    ticket
}

#[test]
fn who_changed_the_same_field_meanwhile_is_still_told_when_the_page_goes_on() {
    let site = Site::new();
    let cast = site.cast();
    let ticket = given(&site);
    let (anna, ben) = (site.person(&cast.anna, WAY), site.person(&cast.ben, WAY));
    for agent in [&anna, &ben] {
        agent.opens(&format!("/tickets/{ticket}"));
        agent.hears();
    }
    // Ben's page does not hear of it in time.
    let deaf = "document.querySelector('[data-stream]').removeAttribute('data-stream'), \
                document.dispatchEvent(new Event('visibilitychange')), true";
    ben.page.evaluate(deaf);
    anna.chooses_in("#props", "urgency", "level-1");
    anna.sees("Urgency changed.");
    ben.chooses_in("#props", "urgency", "level-3");
    let told = "Anna";
    ben.sees_in("#props .err", told);
    ben.hears();
    // Two more changes, each of which his page shows.
    for tag in ["leeds", "vpn"] {
        site.change(&cast.anna, ticket, vec![Change::Tag(tag.into())]);
        ben.sees_in("#props .tags", tag);
        ben.sees_in("#props .err", told);
    }
    // What is sent next is told of alone.
    ben.chooses_in("#props", "urgency", "level-3");
    ben.sees("Urgency changed.");
    let gone = "eyes.quiet() && !document.querySelector('#props .err')";
    ben.page.until("it is told no more", gone);
    ben.has_chosen("#props", "urgency", "level-3");
    anna.is_content();
    ben.is_content_but_for_conflicts();
}

#[test]
fn whoever_writes_in_a_field_while_a_colleague_changes_it_is_told_before_theirs_is_lost() {
    let site = Site::new();
    let cast = site.cast();
    let ticket = given(&site);
    let ben = site.person(&cast.ben, WAY);
    ben.opens(&format!("/tickets/{ticket}"));
    ben.hears();
    ben.writes("subject", " and York");
    let subject = "VPN drops in all of Yorkshire";
    site.change(&cast.anna, ticket, vec![Change::Subject(subject.into())]);
    ben.sees_in("h1", subject);
    ben.presses("Enter");
    ben.sees_in("#props .err", "Anna");
    ben.sees_in("h1", subject);
    let here = format!("location.pathname === '/tickets/{ticket}'");
    ben.page.until("the address is still the ticket's", &here);
    ben.is_content_but_for_conflicts();
}

#[test]
fn whoever_has_a_list_in_hand_is_told_what_a_colleague_chose_in_it_meanwhile() {
    let site = Site::new();
    let cast = site.cast();
    let ticket = given(&site);
    let ben = site.person(&cast.ben, WAY);
    ben.opens(&format!("/tickets/{ticket}"));
    ben.hears();
    let list = "document.querySelector('#props select[name=urgency]').focus() ?? true";
    ben.page.evaluate(list);
    let changes = vec![Change::Urgency(Level(1)), Change::Tag("leeds".into())];
    site.change(&cast.anna, ticket, changes);
    ben.sees_in("#props .tags", "leeds");
    ben.chooses_in("#props", "urgency", "level-3");
    ben.sees_in("#props .err", "Anna");
    ben.is_content_but_for_conflicts();
}

#[test]
fn a_half_filled_form_stays_while_others_are_sent_and_is_empty_once_it_was() {
    let site = Site::new();
    let cast = site.cast();
    let ticket = given(&site);
    let agent = site.person(&cast.anna, WAY);
    let holds = |minutes: &str, comment: &str| {
        let holds = format!(
            "eyes.quiet() && document.getElementById('time-minutes').value === '{minutes}' && \
             document.getElementById('time-comment').value === '{comment}'"
        );
        agent.page.until("the form holds it", &holds);
    };
    agent.opens(&format!("/tickets/{ticket}"));
    agent.hears();
    agent.unfolds("time-add");
    agent.writes("time-minutes", "25");
    agent.writes("work-comment", "On the phone");
    site.change(&cast.ben, ticket, vec![Change::Tag("leeds".into())]);
    agent.sees_in("#props .tags", "leeds");
    holds("25", "On the phone");
    agent.chooses_in("#props", "urgency", "level-1");
    agent.sees("Urgency changed.");
    holds("25", "On the phone");
    // What was sent goes with the page again.
    let low = Change::Urgency(Level(3));
    site.change(&cast.ben, ticket, vec![low]);
    agent.has_chosen("#props", "urgency", "level-3");
    holds("25", "On the phone");
    agent.activates_in("#time", "add");
    agent.sees("done-time");
    holds("", "");
    // So it does where the keyboard is in it.
    agent.writes("time-minutes", "5");
    agent.presses("Enter");
    holds("", "");
    agent.is_content();
}

#[test]
fn a_task_that_a_colleague_changes_while_one_rewrites_it_is_not_overwritten_unseen() {
    let site = Site::new();
    let cast = site.cast();
    let ticket = given(&site);
    let plan = TaskPlan::item("Ask the provider");
    let add = Change::Task(TaskChange::Add(plan));
    site.change(&cast.anna, ticket, vec![add]);
    let ben = site.person(&cast.ben, WAY);
    ben.opens(&format!("/tickets/{ticket}"));
    ben.hears();
    let id = "Number(document.querySelector('.task-list li').id.replace('task-', ''))";
    let task = ben.page.evaluate(id).as_i64().expect("a task");
    ben.unfolds("task-more");
    ben.writes("task-title", " twice");
    let leaves = format!("(document.getElementById('task-owner-{task}').focus(), true)");
    ben.page.evaluate(&leaves);
    let title = "Ask the other provider";
    let plan = TaskPlan::item(title);
    let other = Change::Task(TaskChange::Plan { task, plan });
    site.change(&cast.anna, ticket, vec![other]);
    ben.sees_in(".task-list .title", title);
    let kept = format!("document.getElementById('task-title-{task}').value.includes('twice')");
    ben.page.until("what he wrote is still there", &kept);
    ben.activates_in(".task-list", "save");
    ben.sees_in("#props .err", "Anna");
    ben.sees_in(".task-list .title", title);
    ben.is_content_but_for_conflicts();
}

#[test]
fn what_was_chosen_and_typed_in_a_form_is_there_again_until_it_is_sent() {
    let site = Site::new();
    site.lets_everybody_ask();
    let rita = site.person(&site.cast().rita, WAY);
    rita.opens("/my/new");
    rita.marks("ask-urgency-1");
    rita.writes("ask-subject", "The lift is stuck");
    rita.opens("/my");
    rita.opens("/my/new");
    let chosen = "document.querySelector('[name=urgency]:checked').value";
    rita.page
        .until("the choice is there again", &format!("{chosen} === '1'"));
    rita.activates("ask-send");
    rita.sees("The lift is stuck");
    rita.opens("/my/new");
    assert_eq!(rita.page.evaluate(chosen), "2", "it was sent");
    assert_eq!(
        rita.page
            .evaluate("document.getElementById('subject').value"),
        ""
    );
    rita.is_content();
    let vera = site.stranger(WAY);
    vera.opens("/ask");
    vera.writes("email", "vera@example.com");
    vera.opens("/sign-in");
    vera.opens("/ask");
    let address = "document.getElementById('email').value === 'vera@example.com'";
    vera.page.until("the address is there again", address);
}

#[test]
fn a_question_for_a_reason_stays_while_colleagues_work() {
    in_every_way(|site, way| {
        let ticket = given(site);
        let agent = site.person(&site.cast().anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        agent.hears();
        agent.chooses_in("#props", "priority", "priority-1");
        agent.writes("priority-reason", "The board meets.");
        site.change(&site.cast().anna, ticket, vec![Change::Tag("leeds".into())]);
        agent.sees_in("#props .tags", "leeds");
        agent.presses("Enter");
        agent.sees_in("#head", "priority-1");
        agent.sees_in("#props", "The board meets.");
        agent.is_content();
    });
}

#[test]
fn a_new_ticket_that_is_refused_keeps_what_was_typed() {
    in_every_way(|site, way| {
        let agent = site.person(&site.cast().anna, way);
        agent.opens("/tickets/new");
        agent.writes("requester", "Somebody unknown");
        agent.writes("subject", "No sound");
        agent.writes("description", "Since Monday.");
        agent.activates("ticket-create");
        agent.sees("person-unknown");
        let kept = "['Somebody unknown', 'No sound', 'Since Monday.'].every((text, at) => \
                    document.querySelector(['#requester', '#subject', '#description'][at]).value === text)";
        agent.page.until("it is still there", kept);
        agent.opens("/tickets");
        agent.opens("/tickets/new");
        agent.page.until("and comes back later", kept);
        let mut complaints = agent.complaints();
        complaints.retain(|one| !one.contains("422 (Unprocessable"));
        assert_eq!(complaints, [""; 0]);
    });
}

#[test]
fn one_task_after_the_other_is_written_into_an_empty_field() {
    in_every_way(|site, way| {
        let ticket = given(site);
        let agent = site.person(&site.cast().anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        for title in ["Ask the provider", "Change the gateway"] {
            agent.writes("task-add", title);
            agent.presses("Enter");
            agent.sees_in("#props", title);
        }
        let two = "[...document.querySelectorAll('#props [role=checkbox]')].map((one) => one.ariaLabel).join() === \
                   'Ask the provider,Change the gateway'";
        agent.page.until("each is a task of its own", two);
        agent.is_content();
    });
}

#[test]
fn what_a_ticket_is_put_on_hold_for_is_kept_until_it_is_sent() {
    in_every_way(|site, way| {
        let ticket = given(site);
        let agent = site.person(&site.cast().anna, way);
        for _ in 0..2 {
            agent.opens(&format!("/tickets/{ticket}"));
            agent.sees("every ten minutes");
        }
        agent.unfolds("ticket-more");
        agent.writes("hold-text", "The new gateway is on its way.");
        agent.opens("/tickets");
        agent.opens(&format!("/tickets/{ticket}"));
        agent.unfolds("ticket-more");
        let kept =
            "document.querySelector('#hold-text').value === 'The new gateway is on its way.'";
        agent.page.until("it is still there", kept);
        agent.chooses("hold", "hold-reason-third-party");
        agent.activates("hold");
        agent.sees("done-held");
        agent.sees_in("#timeline", "The new gateway is on its way.");
        let empty =
            "document.querySelector('#hold-text')?.value !== 'The new gateway is on its way.'";
        agent.page.until("nothing is left of it", empty);
        agent.is_content();
    });
}

#[test]
fn a_rating_is_kept_until_it_is_sent_and_shown_afterwards() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = given(site);
        site.resolves(&cast.anna, ticket, "The gateway has been restarted.");
        let requester = site.person(&cast.rita, way);
        let page = format!("/my/tickets/{ticket}");
        requester.opens(&page);
        requester.writes("rating-comment", "Quick.");
        requester.opens("/my");
        requester.opens(&page);
        let there = "document.querySelector('#comment').value === 'Quick.'";
        requester.page.until("it is still there", there);
        requester.marks(&requester.texts.count("rating-stars", 4));
        requester.activates("rating-send");
        requester.sees("done-rated");
        requester.page.until("what was said is shown", there);
        requester.is_content();
    });
}

#[test]
fn similar_tickets_are_asked_for_when_they_are_opened_and_stay() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let other = site.incident(&cast.rob, "VPN in Leeds again", "Since noon.");
        let ticket = given(site);
        let agent = site.person(&cast.anna, way);
        agent.opens(&format!("/tickets/{ticket}"));
        agent.sees("every ten minutes");
        agent.hears();
        agent.unfolds("similar-tickets");
        agent.sees_in("#similar", "VPN in Leeds again");
        site.change(&cast.anna, ticket, vec![Change::Tag("leeds".into())]);
        agent.sees_in("#props .tags", "leeds");
        agent.sees_in("#similar", "VPN in Leeds again");
        agent.activates_in("#similar", "VPN in Leeds again");
        agent.sees_in("#head", &format!("#{other}"));
        agent.is_content();
    });
}
