//! Invitations as mail brings them (iCalendar, RFC 5545 and 5546): what, when, where and by whom. One event of a file is
//! read, the first; whatever cannot be understood is left out, for the file itself stays beside the message.

use super::ics::{ICS_MAX_BYTES, Property, unescaped, unfolded};
use super::vtimezone::Zones;
use crate::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::{Span, SpanRelativeTo};
use serde::{Deserialize, Serialize};

/// What an invitation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// What is to be done with it.
    pub kind: InvitationMethod,
    /// What it is about; empty for nothing.
    pub what: String,
    /// When it begins.
    pub from: At,
    /// When it ends, where that is said; the day after the last one for days.
    pub until: Option<At>,
    /// Where it is; empty for nowhere.
    pub place: String,
    /// Who invites, by name or address; empty for nobody.
    pub organiser: String,
    /// Whether it comes again.
    pub repeats: bool,
}

/// What is to be done with an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationMethod {
    /// People are to come.
    Request,
    /// It does not take place.
    Cancelled,
    /// Somebody says whether they come.
    Reply,
    /// It is told, and nobody is asked.
    Notice,
}

impl InvitationMethod {
    /// Its name in catalogues of messages.
    pub fn name(self) -> &'static str {
        match self {
            InvitationMethod::Request => "request",
            InvitationMethod::Cancelled => "cancelled",
            InvitationMethod::Reply => "reply",
            InvitationMethod::Notice => "notice",
        }
    }
}

/// When something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// At this instant, whatever the clocks say there.
    Instant(Timestamp),
    /// On a day, or when a clock shows this wherever somebody is.
    Floating(DateTime),
    /// On a whole day.
    Day(Date),
}

/// Reads an invitation; nothing where there is no event with a beginning.
pub fn invitation_of(text: &str) -> Option<Invitation> {
    if text.len() > ICS_MAX_BYTES {
        return None;
    }
    let lines = unfolded(text);
    let first = lines
        .first()
        .map(|(_, line)| line.trim().to_ascii_uppercase());
    if first.as_deref() != Some("BEGIN:VCALENDAR") {
        return None;
    }
    let all: Vec<Property> = lines
        .iter()
        .filter_map(|(_, line)| Property::read(line))
        .collect();
    let zones = Zones::of(&all);
    let method = all.iter().find(|it| it.name == "METHOD");
    let kind = match method
        .map(|it| it.value.trim().to_ascii_uppercase())
        .as_deref()
    {
        Some("REQUEST") => InvitationMethod::Request,
        Some("CANCEL") => InvitationMethod::Cancelled,
        Some("REPLY" | "COUNTER") => InvitationMethod::Reply,
        _ => InvitationMethod::Notice,
    };
    let begins = |it: &&Property| it.name == "BEGIN" && it.value.trim() == "VEVENT";
    let mut event = all.iter().skip_while(|it| !begins(it)).skip(1);
    read(kind, &mut event, &zones)
}

fn read<'a>(
    kind: InvitationMethod,
    event: &mut impl Iterator<Item = &'a Property>,
    zones: &Zones,
) -> Option<Invitation> {
    let (mut from, mut until, mut lasts) = (None, None, None);
    let mut read = Invitation {
        kind,
        what: String::new(),
        from: At::Day(Date::constant(1970, 1, 1)),
        until: None,
        place: String::new(),
        organiser: String::new(),
        repeats: false,
    };
    // Within an event there may be alarms, with words of their own.
    let mut within = 0;
    for property in event {
        let value = property.value.trim();
        match (property.name.as_str(), within) {
            ("BEGIN", _) => within += 1,
            ("END", 0) => break,
            ("END", _) => within -= 1,
            (_, 1..) => {}
            ("SUMMARY", _) => read.what = unescaped(value),
            ("LOCATION", _) => read.place = unescaped(value),
            ("ORGANIZER", _) => read.organiser = organiser(property),
            ("STATUS", _) if value.eq_ignore_ascii_case("CANCELLED") => {
                read.kind = InvitationMethod::Cancelled;
            }
            ("DTSTART", _) => from = at(property, zones),
            ("DTEND", _) => until = at(property, zones),
            ("DURATION", _) => lasts = value.parse::<Span>().ok(),
            ("RRULE" | "RDATE", _) => read.repeats = true,
            _ => {}
        }
    }
    read.from = from?;
    let ends = lasts.and_then(|lasts| read.from.after(lasts));
    read.until = until.or(ends).filter(|until| *until != read.from);
    Some(read)
}

impl At {
    fn after(self, lasts: Span) -> Option<At> {
        match self {
            At::Instant(at) => {
                let lasts = lasts.to_duration(SpanRelativeTo::days_are_24_hours());
                let micros = i64::try_from(lasts.ok()?.as_micros()).ok()?;
                at.0.checked_add(micros)
                    .map(|at| At::Instant(Timestamp(at)))
            }
            At::Floating(at) => at.checked_add(lasts).ok().map(At::Floating),
            At::Day(day) => day.checked_add(lasts).ok().map(At::Day),
        }
    }
}

/// The name of whoever invites, else the address.
fn organiser(property: &Property) -> String {
    let name = property.parameter("CN").map(|name| unescaped(&name));
    let value = property.value.trim();
    let address = match value.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &value[7..],
        _ => value,
    };
    match name {
        Some(name) if !name.is_empty() => name,
        _ => unescaped(address),
    }
}

fn at(property: &Property, zones: &Zones) -> Option<At> {
    let value = property.value.trim();
    if value.len() == 8 {
        return value.parse().ok().map(At::Day);
    }
    let (local, zone) = match value.strip_suffix('Z') {
        Some(local) => (local, Some(jiff::tz::TimeZone::UTC)),
        None => (
            value,
            property
                .parameter("TZID")
                .and_then(|name| zones.find(&name)),
        ),
    };
    let local: DateTime = local.parse().ok()?;
    let Some(zone) = zone else {
        return Some(At::Floating(local));
    };
    let instant = zone.to_timestamp(local).ok()?;
    Some(At::Instant(Timestamp(instant.as_microsecond())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Outlook writes it, with its own names of time zones.
    const OUTLOOK: &str = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n\
        BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n\
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n\
        TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\n\
        END:VTIMEZONE\r\nBEGIN:VEVENT\r\nORGANIZER;CN=\"Doe, Jane\":mailto:jane@example.com\r\nSUMMARY;LANGUAGE=de:Umzug\\,\r\n  Etage 3\r\n\
        DTSTART;TZID=W. Europe Standard Time:20260702T100000\r\nDTEND;TZID=W. Europe Standard Time:20260702T113000\r\n\
        LOCATION:Raum 3.07\\; Foyer\r\nBEGIN:VALARM\r\nSUMMARY:Reminder\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nSTATUS:CONFIRMED\r\n\
        END:VEVENT\r\nEND:VCALENDAR\r\n";

    fn instant(text: &str) -> At {
        let at: jiff::Timestamp = text.parse().expect("an instant");
        At::Instant(Timestamp(at.as_microsecond()))
    }

    #[test]
    fn an_invitation_says_what_when_where_and_by_whom() {
        let read = invitation_of(OUTLOOK).expect("an invitation");
        let expected = Invitation {
            kind: InvitationMethod::Request,
            what: "Umzug, Etage 3".into(),
            from: instant("2026-07-02T08:00:00Z"),
            until: Some(instant("2026-07-02T09:30:00Z")),
            place: "Raum 3.07; Foyer".into(),
            organiser: "Doe, Jane".into(),
            repeats: false,
        };
        assert_eq!(read, expected);
        let winter = OUTLOOK
            .replace("20260702", "20260105")
            .replace("REQUEST", "CANCEL");
        let read = invitation_of(&winter).expect("an invitation");
        assert_eq!(read.from, instant("2026-01-05T09:00:00Z"));
        assert_eq!(read.kind, InvitationMethod::Cancelled);
    }

    #[test]
    fn whatever_cannot_be_understood_is_left_out() {
        let event = |lines: &str| {
            let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR");
            invitation_of(&text)
        };
        let read =
            event("DTSTART;VALUE=DATE:20261225\nDURATION:P2D\nRRULE:FREQ=YEARLY").expect("one");
        assert_eq!(read.from, At::Day(Date::constant(2026, 12, 25)));
        assert_eq!(read.until, Some(At::Day(Date::constant(2026, 12, 27))));
        assert!(read.repeats && read.kind == InvitationMethod::Notice);
        let read =
            event("DTSTART;TZID=Europe/Berlin:20260702T100000\nDURATION:PT45M").expect("one");
        assert_eq!(read.until, Some(instant("2026-07-02T08:45:00Z")));
        // A zone that nobody knows: what a clock there shows.
        let read = event("DTSTART;TZID=Nowhere:20260702T100000\nDTEND:rubbish").expect("one");
        assert!(matches!(read.from, At::Floating(_)) && read.until.is_none());
        assert_eq!(event("SUMMARY:Without a beginning"), None);
        assert_eq!(invitation_of("BEGIN:VCARD"), None);
    }
}
