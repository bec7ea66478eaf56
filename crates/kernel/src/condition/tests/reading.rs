//! What is written, what it is taken for, and what is said about what is wrong.

use super::{Desk, right};
use crate::condition::{Condition, MAX_BYTES, MAX_DEPTH, MAX_TERMS, describe};

#[test]
fn conditions_have_one_canonical_form() {
    let long_list = format!("number:{}", vec!["1"; MAX_TERMS].join(","));
    for (written, canonical) in [
        ("", ""),
        ("  \t ", ""),
        (
            "state:open priority<=2 -tag:spam",
            "state:open priority<=2 -tag:spam",
        ),
        ("a b or c", "a b or c"),
        ("a AND (b OR c)", "a (b or c)"),
        ("((a)) (b c)", "a b c"),
        ("a or (b or c)", "a or b or c"),
        ("not not a", "a"),
        ("--a", "a"),
        ("-(a b)", "-(a b)"),
        ("kind!=incident", "-kind:incident"),
        ("priority!=1,2", "-priority:1,2"),
        ("priority<3", "priority<=2"),
        ("priority>3", "priority>=4"),
        ("priority:1..1", "priority:1"),
        ("priority:High,low", "priority:2,4"),
        ("urgency>medium", "urgency>=3"),
        ("priority:..2", "priority<=2"),
        ("priority:1,3..", "priority:1,3.."),
        ("priority:<=2", "priority<=2"),
        ("Status:Open prio:1", "state:open priority:1"),
        ("state:\"In progress\",on-hold", "state:in_progress,on_hold"),
        ("state:waiting-on-requester", "state:waiting_on_requester"),
        ("state:closed", "state:closed"),
        ("team:network-vpn", "team:#1"),
        ("team:\"network & VPN\",mine,none", "team:#1,mine,none"),
        ("team:any", "-team:none"),
        ("team!=any", "team:none"),
        ("assignee:ME", "assignee:me"),
        ("assignee:ben_ito", "assignee:#2"),
        ("from:anna.berg@example.com", "requester:#1"),
        ("for:#7", "on_behalf_of:#7"),
        ("service:e-mail", "service:#1"),
        ("category:network/vpn", "category:network/vpn"),
        ("category:vpn", "category:network/vpn"),
        ("hold:third-party", "hold:third_party"),
        ("hold:\"Until a date\"", "hold:until"),
        ("tag:VIP", "tag:vip"),
        ("tag:\"none\"", "tag:\"none\""),
        ("tag:\"a..b\"", "tag:\"a..b\""),
        ("channel:walk-in", "channel:walk_in"),
        ("mail.dmarc:FAIL,none", "dmarc:fail,none"),
        ("-mail.spf:any", "spf:none"),
        ("confidential:true", "confidential:yes"),
        ("answer:given", "answer:given"),
        ("link:caused-by linked:#12", "link:caused_by linked:12"),
        ("parent:none merged:any", "parent:none -merged:none"),
        ("#12", "number:12"),
        ("number>=10", "number>=10"),
        ("worked>=90m", "worked>=1h30m"),
        ("worked:1d1s", "worked:1d1s"),
        ("worked>0", "worked>=1s"),
        ("e-mail", "\"e mail\""),
        ("Gerät", "gerat"),
        ("print*", "print*"),
        ("e-mai*", "e-mai*"),
        ("\"print*\"", "print"),
        ("\"Or\"", "\"or\""),
        ("http://example.com/a", "\"http example com a\""),
        ("10:30", "\"10 30\""),
        ("a\"b c\"", "a \"b c\""),
        ("subject:vpn,\"b c\"", "(subject:vpn or subject:\"b c\")"),
        ("field.serial:ab-1", "field.serial:\"ab 1\""),
        ("FIELD.cost<=-10.50", "field.cost<=-10.5"),
        ("field.cost:1.05..2", "field.cost:1.05..2"),
        ("field.cost<10", "field.cost<=9.99"),
        (
            "field.colour:\"Dark Blue\",none",
            "field.colour:dark_blue,none",
        ),
        ("field.floors:red", "field.floors:red"),
        ("field.approver:me", "field.approver:me"),
        ("field.vip:any", "-field.vip:none"),
        (long_list.as_str(), long_list.as_str()),
    ] {
        let condition = right(written);
        // A condition of a single alternative stands without the parentheses that it needs among others.
        let shown = match &condition {
            Condition::Any(_) if canonical.starts_with('(') => format!("({condition})"),
            _ => condition.to_string(),
        };
        assert_eq!(shown, canonical, "{written}");
        assert_eq!(right(canonical), condition, "{written}");
    }
}

#[test]
fn problems_say_where_and_what_would_be_right() {
    for (written, part, message, suggestion) in [
        ("open stat:open", "stat", "no field “stat”", Some("state")),
        (
            "Error:42",
            "Error:42",
            "goes in quotes",
            Some("\"Error:42\""),
        ),
        (
            "field.serail:1",
            "field.serail",
            "no field",
            Some("field.serial"),
        ),
        ("state:opne", "opne", "no “opne”", Some("open")),
        (
            "kind:incidnet",
            "incidnet",
            "not one of incident, request",
            Some("incident"),
        ),
        (
            "category:network/vpm",
            "network/vpm",
            "no “network/vpm”",
            Some("network/vpn"),
        ),
        (
            "team:netwerk-vpn",
            "netwerk-vpn",
            "no team",
            Some("\"Network & VPN\""),
        ),
        ("service:payrol", "payrol", "no service", Some("Payroll")),
        ("assignee:nobody", "nobody", "nobody called", None),
        (
            "assignee:anna-berg",
            "anna-berg",
            "several people",
            Some("#1"),
        ),
        ("requester:none", "none", "nobody called", None),
        ("priority:huge", "huge", "no whole number", None),
        ("priority:p1", "p1", "no whole number", Some("1")),
        ("priority:6", "6", "from 1 to 5", None),
        ("priority>5", "5", "from 1 to 5", None),
        ("priority<1", "1", "from 1 to 5", None),
        ("replies<0", "0", "never less than 0", None),
        ("priority:3..1", "3..1", "backwards", Some("1..3")),
        ("priority<=1,2", "priority<=1,2", "one value", None),
        ("priority<=1..2", "1..2", "one value", None),
        (
            "state>open",
            "state>open",
            "neither less nor more",
            Some("state:open"),
        ),
        (
            "state:new..closed",
            "new..closed",
            "no range",
            Some("new,closed"),
        ),
        ("team:any,mine", "any", "stands alone", None),
        ("worked>90", "90", "no duration", Some("90m")),
        ("created:2026-13-01", "2026-13-01", "is no time", None),
        ("created<2h", "2h", "is no time", Some("-2h")),
        ("created:todya", "todya", "is no time", Some("today")),
        ("created:-7d", "-7d", "moment", Some("created>=-7d")),
        (
            "created:2026-02-01..2026-01-01",
            "2026-02-01..2026-01-01",
            "backwards",
            Some("2026-01-01..2026-02-01"),
        ),
        (
            "field.due:2026-01-01T10:00Z",
            "2026-01-01T10:00Z",
            "takes days",
            Some("2026-01-01"),
        ),
        ("field.cost:1.234", "1.234", "two decimals", None),
        (
            "field.colour:rde",
            "rde",
            "not one of red, dark_blue",
            Some("red"),
        ),
        ("parent:abc", "abc", "no number of a ticket", None),
        ("tag:\"a b\"", "\"a b\"", "cannot be a tag", None),
        (
            "confidential:yes,no",
            "confidential:yes,no",
            "one value",
            None,
        ),
        ("vpn -", "-", "stands alone", None),
        ("vpn & mail", "&", "no letter or digit", None),
        ("ab*", "ab*", "at least 3", None),
        ("\"vpn", "\"vpn", "not closed", Some("\"vpn\"")),
        ("(a b", "(", "never closed", None),
        ("(", "(", "never closed", None),
        ("a)", ")", "closes nothing", None),
        ("()", "()", "nothing in the parentheses", None),
        ("a or", "or", "after “or”", Some("\"or\"")),
        ("or a", "or", "before “or”", Some("\"or\"")),
        ("(a or )", "or", "after “or”", Some("\"or\"")),
        ("a not", "not", "after “not”", Some("\"not\"")),
        ("state: open", "state:", "no value", None),
        ("sla:", "sla", "no field", Some("sla.response")),
        ("-stae:", "stae", "no field", Some("state")),
        ("quagga:", "quagga", "no field", None),
        ("priority <=2", "<=", "no field before", None),
        (
            "priority:1, 2",
            "priority:1,",
            "missing after the comma",
            None,
        ),
        ("priority:..", "..", "neither", None),
    ] {
        let problem = Desk::new().read(written).expect_err(written);
        let span = written.get(problem.span.start..problem.span.end);
        assert_eq!(span, Some(part), "{written}: {problem}");
        assert!(
            problem.reason.to_string().contains(message),
            "{written}: {problem}"
        );
        assert_eq!(
            problem.suggestion.as_deref(),
            suggestion,
            "{written}: {problem}"
        );
    }
}

#[test]
fn who_does_not_read_notes_cannot_ask_how_many_there_are() {
    let desk = Desk {
        reads_notes: false,
        ..Desk::new()
    };
    for text in ["notes>0", "worked>1h", "attachments>0"] {
        let problem = desk.read(text).expect_err(text);
        assert!(
            problem.reason.to_string().contains("internal notes"),
            "{problem}"
        );
    }
    assert!(desk.read("replies>0").is_ok());
}

#[test]
fn length_depth_and_number_of_terms_are_bounded() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    let negated = |depth: usize| format!("{}a", "-".repeat(depth));
    for (text, is_right) in [
        ("a".repeat(MAX_BYTES), true),
        ("a".repeat(MAX_BYTES + 1), false),
        (nested(MAX_DEPTH), true),
        (nested(MAX_DEPTH + 1), false),
        (negated(MAX_DEPTH), true),
        (negated(MAX_DEPTH + 1), false),
        (nested(500), false),
        (negated(1_900), false),
        (vec!["a"; MAX_TERMS].join(" "), true),
        (vec!["a"; MAX_TERMS + 1].join(" "), false),
        (format!("tag:{}", vec!["a"; MAX_TERMS + 1].join(",")), false),
        // Written in full it would be longer than what can be read again.
        (vec!["for:any"; 250].join(" "), false),
        ("number:99999999999999999999".into(), false),
        ("created>-99999999999w".into(), false),
    ] {
        let condition = Desk::new().read(&text);
        assert_eq!(condition.is_ok(), is_right, "{text}: {condition:?}");
    }
}

#[test]
fn conditions_are_told_in_words() {
    for (written, told) in [
        ("", "all tickets"),
        (
            "state:open priority:1..2 team:network-vpn -tag:spam",
            "open, priority 1–2, team Network & VPN, not tagged spam",
        ),
        ("state:in_progress,resolved", "in progress or resolved"),
        ("-state:open", "not open"),
        ("assignee:none", "no assignee"),
        ("team:any", "any team"),
        ("team!=mine", "team not mine"),
        (
            "assignee:me or requester:#2",
            "assignee me or requester Ben Ito",
        ),
        (
            "kind:request (priority:1 or tag:vip)",
            "request, (priority 1 or tagged vip)",
        ),
        ("-(kind:request tag:vip)", "not (request, tagged vip)"),
        (
            "\"vpn timeout\" -print*",
            "with “vpn timeout”, without “print…”",
        ),
        ("subject:vpn", "with “vpn” in the subject"),
        ("created>-7d", "created in the last 7d"),
        ("updated<-2h", "updated more than 2h ago"),
        ("created:this_week", "created this week"),
        ("resolved:none", "never resolved"),
        ("resume<=2026-11-22", "resuming up to 2026-11-22"),
        ("worked>=90m", "time worked at least 1h30m"),
        ("category:network/vpn", "category Network › VPN"),
        ("hold:requester", "hold reason Waiting for the requester"),
        ("answer:awaited", "awaiting an answer"),
        ("-answer:awaited", "answered"),
        ("field.colour:dark_blue", "COLOUR dark blue"),
        ("field.vip:yes", "VIP yes"),
    ] {
        assert_eq!(describe(&right(written), &Desk::new()), told, "{written}");
    }
}
