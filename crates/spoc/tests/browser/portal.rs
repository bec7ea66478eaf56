//! What people do in the portal beside the most common jobs: search, share, rate, and ask without signing in.

use crate::site::{Hand, Site, Way, in_every_way};
use testkit::browser::Theme;

#[test]
fn words_are_answered_while_they_are_typed_and_carried_into_the_form() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let jam = site.incident(&cast.rita, "The printer jams", "On every page.");
        site.resolves(&cast.anna, jam, "Cleaned the rollers.");
        let requester = site.person(&cast.rita, way);
        requester.opens("/my");
        requester.sees_no("The printer jams");
        requester.writes("welcome-search", "printer");
        requester.activates("The printer jams");
        requester.sees("Cleaned the rollers.");
        requester.opens("/my");
        requester.writes("welcome-search", "zeppelin");
        requester.sees("answers-none");
        requester.activates_in(".answers", "zeppelin");
        requester.activates("ask-send");
        requester.sees("done-asked");
        requester.sees_in("h1", "zeppelin");
        requester.is_content();
    });
}

#[test]
fn whoever_asks_again_is_told_of_what_they_asked() {
    in_every_way(|site, way| {
        let cast = site.cast();
        site.incident(&cast.rita, "The printer jams", "On every page.");
        let requester = site.person(&cast.rita, way);
        requester.opens("/my/new");
        requester.writes("ask-subject", "printer again");
        requester.sees("alike-title");
        requester.activates("The printer jams");
        requester.sees("On every page.");
        requester.is_content();
    });
}

#[test]
fn a_ticket_is_shared_with_a_colleague_who_then_follows_it() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        let requester = site.person(&cast.rita, way);
        requester.opens(&format!("/my/tickets/{ticket}"));
        requester.unfolds("share-title");
        requester.writes("share-person", "Rob");
        requester.activates_in(".sharing form.acts", "share");
        requester.sees_in(".sharing", "Rob");
        requester.is_content();
        let colleague = site.person(&cast.rob, way);
        colleague.opens("/my/tickets");
        colleague.activates("my-shared");
        colleague.activates("VPN drops");
        colleague.sees("every ten minutes");
        colleague.is_content();
    });
}

#[test]
fn help_is_rated_and_the_rating_changed() {
    in_every_way(|site, way| {
        let cast = site.cast();
        let ticket = site.incident(&cast.rita, "VPN drops", "every ten minutes");
        site.resolves(&cast.anna, ticket, "The gateway has been restarted.");
        let requester = site.person(&cast.rita, way);
        requester.opens(&format!("/my/tickets/{ticket}"));
        requester.marks(&requester.texts.count("rating-stars", 4));
        requester.writes("rating-comment", "Quick.");
        requester.activates("rating-send");
        requester.sees("done-rated");
        requester.marks(&requester.texts.count("rating-stars", 5));
        requester.activates("rating-change");
        requester.sees("done-rated");
        requester.is_content();
    });
}

#[test]
fn somebody_asks_without_signing_in_and_follows_by_the_link() {
    in_every_way(|site, way| {
        let administrator = site.person(&site.cast().ada, way);
        administrator.opens("/admin/portal");
        administrator.activates("portal-open");
        administrator.sees("done-portal");
        administrator.is_content();
        let visitor = site.stranger(way);
        visitor.opens("/ask");
        visitor.writes("visitor-name", "Vera");
        visitor.writes("email", "vera@example.com");
        visitor.writes("ask-subject", "The door is locked");
        visitor.writes("ask-description", "Since noon.");
        visitor.activates("ask-send");
        visitor.sees("visitor-link-title");
        visitor.sees("The door is locked");
        visitor.writes("my-answer", "The green one.");
        visitor.activates("my-send");
        visitor.sees("The green one.");
        visitor.hears();
        let named = "document.querySelector('[data-live^=ticket-]').dataset.live";
        let named = visitor.page.evaluate(named);
        let number = named.as_str().and_then(|name| name.rsplit('-').next());
        let number = number.and_then(|number| number.parse().ok());
        let ticket = kernel::TicketId(number.expect("a number"));
        site.reply(&site.cast().anna, ticket, "It is open again.");
        visitor.sees("It is open again.");
        visitor.is_content();
    });
}

#[test]
fn a_file_that_was_chosen_is_left_out_again() {
    let site = Site::new();
    let requester = site.person(&site.cast().rita, Way::of(Hand::Mouse, "en", Theme::Light));
    let folder = tempfile::tempdir().expect("a folder");
    requester.opens("/my/new");
    for name in ["right.log", "wrong.log"] {
        let file = folder.path().join(name);
        std::fs::write(&file, name).expect("a file");
        requester.drops(&file, "form[data-files]");
        requester.sees_in(".picked", name);
    }
    requester.activates_in(".picked", "× wrong.log");
    requester.sees_no("wrong.log");
    requester.writes("ask-subject", "It jams");
    requester.writes("ask-description", "See the file.");
    requester.activates("ask-send");
    requester.sees("done-asked");
    requester.sees("right.log");
    requester.sees_no("wrong.log");
    requester.is_content();
}
