//! Invitations among the files of a message.

use super::Incoming;
use kernel::calendar::{At, Invitation, invitation_of};

/// Reads the invitations; a message that says nothing else says what the first one does.
pub(super) fn read(incoming: &mut Incoming) {
    for file in &mut incoming.files {
        if matches!(
            file.media_type.as_str(),
            "text/calendar" | "application/ics"
        ) {
            file.invitation = invitation_of(&String::from_utf8_lossy(&file.content));
        }
    }
    let mut found = incoming
        .files
        .iter()
        .filter_map(|it| it.invitation.as_ref());
    if incoming.text.trim().is_empty()
        && let Some(first) = found.next()
    {
        incoming.text = said(first);
    }
}

/// What an invitation says, for whoever reads a text: whose clock they have, nobody knows.
fn said(invitation: &Invitation) -> String {
    let moment = |at: At| match at {
        At::Instant(at) => jiff::Timestamp::from_microsecond(at.0)
            .map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
            .unwrap_or_default(),
        At::Floating(at) => at.strftime("%Y-%m-%d %H:%M").to_string(),
        At::Day(day) => day.to_string(),
    };
    let mut when = moment(invitation.from);
    if let Some(until) = invitation.until.filter(|it| !matches!(it, At::Day(_))) {
        when = format!("{when} – {}", moment(until));
    }
    let lines = [
        &invitation.what,
        &when,
        &invitation.place,
        &invitation.organiser,
    ];
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    lines.map(String::as_str).collect::<Vec<_>>().join("\n")
}
