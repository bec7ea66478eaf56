//! What is understood of messages, in small; real ones are taken in by the integration tests.

use super::{Automatic, MESSAGE_MAX_BYTES, TooMuch, parse};

fn message(headers: &str, text: &str) -> super::Incoming {
    parse(format!("{headers}\r\n\r\n{text}").as_bytes()).expect("a message")
}

#[test]
fn headers_are_decoded_and_addresses_told_apart() {
    let read = message(
        "From: =?utf-8?q?J=C3=BCrgen?= <Juergen@Example.com>\r\nTo: desk@example.com, \"Doe, Jane\" <jane@example.com>\r\n\
         Reply-To: other@example.com\r\nSubject: =?iso-8859-1?q?Gr=FC=DFe?=\r\n aus Bonn\r\nMessage-ID: <a@b>\r\n\
         In-Reply-To: <c@d>\r\nReferences: <e@f> <c@d>\r\nDelivered-To: desk+t1@example.com",
        "Hello",
    );
    let from = read.from.expect("a sender");
    assert_eq!(
        (from.name.as_str(), from.email.as_str()),
        ("Jürgen", "juergen@example.com")
    );
    assert_eq!(read.to[1].name, "Doe, Jane");
    assert_eq!(
        read.reply_to.map(|to| to.email).as_deref(),
        Some("other@example.com")
    );
    assert_eq!(read.subject, "Grüße aus Bonn");
    assert_eq!(read.message_id.as_deref(), Some("a@b"));
    assert_eq!(read.references, ["c@d", "e@f"]);
    assert_eq!(read.delivered_to, ["desk+t1@example.com"]);
    assert_eq!(read.text, "Hello");
}

#[test]
fn a_page_becomes_text_with_its_links_and_quotations_and_nothing_that_acts() {
    let read = message(
        "From: a@b.example\r\nContent-Type: text/html; charset=utf-8",
        "<html><head><style>p{}</style><title>T</title></head><body><script>alert(1)</script><p>Gr&uuml;&szlig;e &amp; mehr</p>\
         <ul><li>one<li>two</ul><a href=\"https://example.com/x\">here</a> <a href='https://example.com'>https://example.com</a>\
         <blockquote>said <b>before</b><br>twice</blockquote><img src=\"https://track.example/1.gif\" alt=\"a picture\"></body>",
    );
    let expected = "Grüße & mehr\n\n- one\n- two\nhere <https://example.com/x> https://example.com\n> said before\n> twice\n[a picture]";
    assert_eq!(read.text, expected);
}

#[test]
fn machines_are_known_by_what_they_say_of_themselves() {
    for (header, expected) in [
        ("Auto-Submitted: no", None),
        (
            "Auto-Submitted: auto-generated (rule)",
            Some(Automatic::AutoSubmitted),
        ),
        ("Return-Path: <>", Some(Automatic::NullSender)),
        ("Return-Path: <a@b.example>", None),
        ("Precedence: Bulk", Some(Automatic::Bulk)),
        ("Precedence: list", None),
        ("List-Id: Desk <desk.example>", None),
        (
            "List-Id: <desk.example>\r\nList-Post: <mailto:a@b.example>\r\nList-Unsubscribe: <mailto:u@b.example>",
            None,
        ),
        (
            "List-Id: <news.example>\r\nList-Unsubscribe: <mailto:u@b.example>",
            Some(Automatic::Bulk),
        ),
        (
            "List-Id: <news.example>\r\nList-Post: NO (ask us)",
            Some(Automatic::Bulk),
        ),
        (
            "Precedence: bulk\r\nList-Id: <a.example>\r\nList-Post: <mailto:a@b.example>",
            Some(Automatic::Bulk),
        ),
        ("X-Autoreply: yes", Some(Automatic::AutoReply)),
        // A rule of an inbox passes on what a person wrote.
        ("X-MS-Exchange-Inbox-Rules-Loop: anna@b.example", None),
        (
            "Subject: Out of Office: back on Monday",
            Some(Automatic::AutoReply),
        ),
        ("Subject: I am out of office space", None),
        (
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
            Some(Automatic::Report),
        ),
    ] {
        let read = message(&format!("From: a@b.example\r\n{header}"), "Hello");
        assert_eq!(read.automatic, expected, "{header}");
    }
}

#[test]
fn whoever_gives_no_address_is_a_mail_system_and_whose_cannot_be_read_may_be_a_person() {
    let jan = Some("jan@kunde.example");
    let system = Some(Automatic::MailSystem);
    for (from, email, automatic) in [
        ("From: =?utf-8?q?Jan_<jan@kunde.example>?=\r\n", jan, None),
        (
            "From: =?utf-8?b?SmFuIDxqYW5Aa3VuZGUuZXhhbXBsZT4=?=\r\n",
            jan,
            None,
        ),
        (
            "From: =?utf-8?q?Jan_<jan@kunde.example>,_Eve_<eve@kunde.example>?=\r\n",
            None,
            None,
        ),
        ("From: Jan Meier\r\n", None, None),
        ("From: Jan Meier <jan>\r\n", None, None),
        ("From: Jan jan@kunde@example\r\n", None, None),
        ("", None, system),
        ("From: \r\n", None, system),
        ("From: <>\r\n", None, system),
        ("From: Mail Delivery System <>\r\n", None, system),
        (
            "From: Mail Delivery Subsystem <MAILER-DAEMON>\r\n",
            None,
            system,
        ),
        (
            "From: MAILER-DAEMON (Mail Delivery Subsystem)\r\n",
            None,
            system,
        ),
        ("From: <postmaster@[192.0.2.1]>\r\n", None, system),
    ] {
        let read = message(&format!("{from}Subject: Printer"), "It does not print.");
        let sender = read.from.as_ref().map(|from| from.email.as_str());
        assert_eq!((sender, read.automatic), (email, automatic), "{from}");
    }
}

#[test]
fn what_is_too_much_is_told_before_it_is_read() {
    assert_eq!(parse(b""), Err(TooMuch::Nothing));
    assert_eq!(
        parse(&vec![b'a'; MESSAGE_MAX_BYTES + 1]),
        Err(TooMuch::Bytes)
    );
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    assert_eq!(parse(nested.as_bytes()), Err(TooMuch::Parts));
    let deep = "Content-Type: message/rfc822\r\n\r\n".repeat(400);
    assert!(parse(deep.as_bytes()).is_ok());
    let head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    let bare = |count: usize, delimiter: &str| format!("{head}{}", delimiter.repeat(count));
    let in_lines = bare(100_000, "--b\r\n");
    for many in [&in_lines, &bare(100_000, "--b"), &bare(100_000, "x--b--c ")] {
        assert_eq!(parse(many.as_bytes()), Err(TooMuch::Parts));
    }
    assert!(parse(bare(400, "--b\r\n").as_bytes()).is_ok());
    let digest = head.replace("mixed", "digest");
    let in_digest = format!("{}--c\r\n\r\n{in_lines}", digest.replace("=b", "=c"));
    assert_eq!(parse(in_digest.as_bytes()), Err(TooMuch::Parts));
    // What is packed up is counted, too.
    let quoted = in_lines.replace('=', "=3D");
    let packed = |of: &str| {
        format!(
            "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{of}"
        )
    };
    assert_eq!(parse(packed(&quoted).as_bytes()), Err(TooMuch::Parts));
    let twice = packed(&packed(&quoted).replace('=', "=3D"));
    assert_eq!(parse(twice.as_bytes()), Err(TooMuch::Parts));
    // A delimiter that is long would be looked for in all that looks like its beginning.
    let hyphens = |count: usize, lines: usize| {
        let head = format!(
            "Content-Type: multipart/mixed; boundary=\"{}\"",
            "-".repeat(count)
        );
        format!("{head}\r\n\r\n{}", "--\r\n".repeat(lines))
    };
    assert_eq!(
        parse(hyphens(250_000, 1_000_000).as_bytes()),
        Err(TooMuch::Parts)
    );
    assert_eq!(parse(hyphens(257, 1).as_bytes()), Err(TooMuch::Parts));
    assert!(parse(hyphens(256, 1).as_bytes()).is_ok());
    // Where nothing has named it, it is text.
    let text = format!("From: a@b.example\r\n\r\n{}", "--b\r\n".repeat(100_000));
    assert!(parse(text.as_bytes()).is_ok());
}

#[test]
fn no_real_bounce_or_automatic_answer_is_taken_for_somebodys_message() {
    let Some(folder) = crate::mail::real::folder() else {
        return;
    };
    let mut wrong = Vec::new();
    for place in [
        "sisimai/maildir/bsd",
        "sisimai/maildir/dos",
        "sisimai/maildir/mac",
    ] {
        for entry in std::fs::read_dir(folder.join(place)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let read = parse(&std::fs::read(&path).expect("a message")).expect("it is read");
            if read.bounce.is_none() && read.automatic.is_none() {
                wrong.push(path);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_invitation_is_a_file_that_says_what_it_says_and_the_text_where_there_is_no_other() {
    let ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART:20260702T080000Z\r\nDTEND:20260702T093000Z\r\n\
         SUMMARY:Moving\r\nLOCATION:Room 3\r\nORGANIZER:mailto:jane@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let with = |text: &str| {
        message(
            "From: a@b.example\r\nContent-Type: multipart/alternative; boundary=x",
            &format!(
                "--x\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--x\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{ics}\r\n--x--\r\n"
            ),
        )
    };
    let read = with("Please come.");
    assert_eq!(read.text, "Please come.");
    assert_eq!(read.files[0].name.rsplit('.').next(), Some("ics"));
    let invitation = read.files[0].invitation.as_ref().expect("an invitation");
    assert_eq!(invitation.what, "Moving");
    let said = "Moving\n2026-07-02 08:00 UTC – 2026-07-02 09:30 UTC\nRoom 3\njane@example.com";
    assert_eq!(with("").text, said);
    let alone = message("From: a@b.example\r\nContent-Type: text/calendar", ics);
    assert_eq!((alone.text.as_str(), alone.files.len()), (said, 1));
}

/// Read anew from each of them, it would take minutes.
#[test]
fn a_page_of_tags_that_never_end_is_read_once() {
    for tag in ["<a", "<a \"", "<!-", "</"] {
        let page = tag.repeat(4 * 1024 * 1024 / tag.len());
        let read = message("From: a@b.example\r\nContent-Type: text/html", &page);
        assert!(read.text.len() <= super::TEXT_MAX_BYTES);
        assert!(!read.text.is_empty(), "{tag}");
    }
}

#[test]
fn each_recipient_of_a_report_is_told_apart() {
    let read = message(
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x",
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; a@b.example\r\nAction: delivered\r\nStatus: 2.1.5\r\n\r\n\
         Final-Recipient: rfc822; c@b.example\r\nAction: failed\r\nStatus: 5.2.2\r\n\
         Diagnostic-Code: smtp; 552 mailbox full\r\n\r\n\
         Final-Recipient: rfc822; d@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n",
    );
    let bounce = read.bounce.expect("a report");
    let told: Vec<(&str, &str, &str)> = bounce
        .recipients
        .iter()
        .map(|one| (&*one.email, &*one.status, &*one.said))
        .collect();
    assert_eq!(
        told,
        [
            ("c@b.example", "5.2.2", "smtp; 552 mailbox full"),
            ("d@b.example", "5.1.1", "")
        ]
    );
}
