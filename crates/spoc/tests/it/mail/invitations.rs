//! Invitations that come by mail, as people read them.

use crate::pages::Site;
use channels::mail::{Intake, queries};
use directory::{Directory, Settings};
use kernel::Actor;
use store::params;
use testkit::{Backend, backends};

/// From ten to half past eleven in Berlin, in summer; by Outlook's name of that zone.
const INVITATION: &str = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n\
    BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n\
    BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\n\
    END:VTIMEZONE\r\nBEGIN:VEVENT\r\nORGANIZER;CN=\"Doe, Jane\":mailto:jane@example.com\r\nSUMMARY:Moving <b>all</b> *desks*\r\n\
    DTSTART;TZID=W. Europe Standard Time:20260702T100000\r\nDTEND;TZID=W. Europe Standard Time:20260702T113000\r\n\
    LOCATION:Room 3.07\r\nEND:VEVENT\r\nEND:VCALENDAR";

async fn lives_in(site: &Site, actor: &Actor, zone: &'static str) {
    let person = actor.person.expect("a person");
    let moving = move |tx: &store::Tx<'_>| {
        let sql = "UPDATE people SET time_zone = $2 WHERE id = $1";
        tx.execute(sql, params![person, zone])
    };
    site.desk.store.write(moving).await.expect("they move");
}

#[tokio::test]
async fn an_invitation_is_shown_with_its_message_on_each_readers_clock() {
    for backend in backends() {
        invited(backend).await;
    }
}

async fn invited(backend: Backend) {
    let site = Site::on(backend).await;
    let (store, clock) = (&site.desk.store, &site.desk.clock);
    let adding =
        |tx: &store::Tx<'_>| queries::insert_mailbox(tx, "Desk", "desk@spoc.example", None);
    let mailbox = store.write(adding).await.expect("a mailbox");
    let settings = Settings::new("http://desk.test");
    let directory = Directory::new(store.clone(), clock.clone(), settings);
    let intake = Intake::new(site.desk.desk.clone(), directory);
    let raw = format!(
        "From: rita@spoc.example\r\nTo: desk@spoc.example\r\nSubject: Moving\r\nMessage-ID: <i@example.com>\r\n\
         Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nPlease come.\r\n\
         --x\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{INVITATION}\r\n--x--\r\n"
    );
    let taken = intake.take(mailbox, "1", raw.into_bytes()).await;
    let id = taken.expect("it is taken");
    let mail = store.read(move |tx| queries::find_mail(tx, id)).await;
    let mail = mail.expect("the database works").expect("a message");
    let number = mail.ticket.expect("a ticket");

    let (anna, rita) = (&site.desk.cast.anna, &site.desk.cast.rita);
    lives_in(&site, anna, "Europe/Berlin").await;
    lives_in(&site, rita, "America/New_York").await;
    let page = site.browser(anna).await;
    let page = page.page(&format!("/tickets/{number}")).await;
    for said in [
        "10:00 – 11:30",
        "Room 3.07",
        "Doe, Jane",
        "Please come.",
        ".ics",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // What stands in it means nothing.
    assert!(
        page.contains("Moving &lt;b&gt;all&lt;/b&gt; *desks*"),
        "{page}"
    );
    let page = site.browser(rita).await;
    let page = page.page(&format!("/my/tickets/{number}")).await;
    assert!(page.contains("04:00 – 05:30"), "{page}");
}
