//! Invitations as a message shows them: what, when on the reader's clock, where and by whom.

use jiff::ToSpan;
use jiff::civil::DateTime;
use kernel::calendar::{At, Invitation};
use web::{Calendar, Texts};

/// What an invitation says, as Markdown that is shown above the text of its message.
pub(super) fn told(invitation: &Invitation, calendar: &Calendar, texts: Texts) -> String {
    let Invitation {
        kind,
        what,
        place,
        organiser,
        repeats,
        ..
    } = invitation;
    let key = format!("invitation-{}", kind.name());
    let label = texts.t(&key);
    let mut when = span(invitation, calendar);
    if *repeats {
        when = format!("{when} ({})", texts.t("invitation-repeats"));
    }
    let mut lines = vec![match what.as_str() {
        "" => format!("**{label}**"),
        what => format!("**{label}: {}**", plain(what)),
    }];
    lines.push(plain(&when));
    for (key, said) in [("invitation-place", place), ("invitation-by", organiser)] {
        if !said.is_empty() {
            lines.push(format!("{}: {}", texts.t(key), plain(said)));
        }
    }
    format!("> {}", lines.join("\\\n> "))
}

/// From when until when.
fn span(invitation: &Invitation, calendar: &Calendar) -> String {
    let clock = |at: DateTime| format!("{:02}:{:02}", at.hour(), at.minute());
    let moment = |at: At| match at {
        At::Instant(at) => calendar.when(at.0).text,
        At::Floating(at) => format!("{}, {}", calendar.day(at.date()), clock(at)),
        At::Day(day) => calendar.day(day),
    };
    // Days end before the day that is named.
    let until = invitation.until.map(|until| match until {
        At::Day(day) => At::Day(day.saturating_sub(1.day())),
        other => other,
    });
    let begins = moment(invitation.from);
    match (invitation.from, until) {
        (_, None) => begins,
        (from, Some(until)) if from == until => begins,
        (At::Instant(from), Some(At::Instant(until)))
            if calendar.date(from.0) == calendar.date(until.0) =>
        {
            format!("{begins} – {}", calendar.time(until.0))
        }
        (At::Floating(from), Some(At::Floating(until))) if from.date() == until.date() => {
            format!("{begins} – {}", clock(until))
        }
        (_, Some(until)) => format!("{begins} – {}", moment(until)),
    }
}

/// A text in which nothing means anything.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}
