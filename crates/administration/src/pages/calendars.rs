//! Calendars: when work is done.

use super::named_list::put;
use super::parts::{
    Wrong, adding, answer, decide, decided, field, form, key_of, line, nothing, require, table,
};
use super::sent::Sent;
use crate::screens::form::{Act, Control};
use crate::screens::table::{Cell, Row, TablePage};
use directory::SignedIn;
use kernel::Permission;
use kernel::calendar::{Calendar, Holiday, Hours, Week, holidays_of, zone};
use web::axum::extract::State;
use web::axum::response::Response;
use web::reply::html;
use web::{Error, Path, Result, Texts};
use work::Floor;

const HERE: &str = "/admin/calendars";

/// `GET /admin/calendars`
pub(super) async fn list(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let row = |calendar: &Calendar| {
        Row::fixed(vec![
            Cell::link(calendar.label.clone(), format!("{HERE}/{}", calendar.key)),
            Cell::Words(calendar.zone.clone()),
            Cell::Words(texts.number(calendar.holidays.len() as i64)),
        ])
    };
    let heads = ["name", "zone", "calendar-holidays"];
    let rows = rules.policy.calendars.iter().map(row).collect();
    let title = ("admin-calendars", "admin-calendars-intro");
    let (empty, about) = ("admin-calendars-empty", "admin-calendars-empty-text");
    let page = TablePage {
        add: adding(texts, format!("{HERE}/new")),
        empty: nothing(texts, "clock", empty, about),
        ..table(&signed, title, &heads, rows)
    };
    Ok(html(&page))
}

/// `GET /admin/calendars/{key}`; `new` for one to add.
pub(super) async fn page(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    show(&floor, &signed, &key, None, Vec::new()).await
}

/// `POST /admin/calendars/{key}`. What an iCalendar file holds is not decided, but shown among the holidays, to be looked
/// through.
pub(super) async fn save(
    State(floor): State<Floor>,
    signed: SignedIn,
    Path(key): Path<String>,
    sent: Sent,
) -> Result<Response> {
    require(&signed, Permission::PolicyManage)?;
    if let Some(file) = sent.text_file() {
        sent.check(&signed)?;
        let (sent, wrong) = with_found(signed.texts, sent, &file);
        return show(&floor, &signed, &key, Some(&sent), wrong).await;
    }
    let calendar = match read(&key, &sent) {
        Ok(calendar) => calendar,
        Err(field) => {
            let text = signed.texts.t(fault_of(field)).to_owned();
            let wrong = vec![(field.to_owned(), text)];
            return show(&floor, &signed, &key, Some(&sent), wrong).await;
        }
    };
    let (edited, removes) = (key.clone(), sent.has("remove"));
    let comment = format!("{}: {}", signed.texts.t("admin-calendars"), calendar.label);
    let done = decide(&floor, &signed, &sent, comment, move |policy| {
        let wanted = (calendar.clone(), removes);
        put(&mut policy.calendars, &edited, |known| &known.key, wanted)
    })
    .await?;
    match done {
        Ok(version) => Ok(decided(&signed, HERE, version)),
        Err(wrong) => show(&floor, &signed, &key, Some(&sent), wrong).await,
    }
}

/// The calendar as the form says; else the field that cannot be understood.
fn read(key: &str, said: &Sent) -> std::result::Result<Calendar, &'static str> {
    let label = said.get("label").to_owned();
    let mut days: [Vec<Hours>; 7] = Default::default();
    for (hours, day) in days.iter_mut().zip(Week::DAYS) {
        let parts = said.get(day).split([',', ';']).map(str::trim);
        let parts = parts.filter(|part| !part.is_empty());
        *hours = parts
            .map(Hours::parse)
            .collect::<std::result::Result<_, _>>()
            .map_err(|_| day)?;
    }
    let lines = said.get("holidays").lines().map(str::trim);
    let holidays = lines.filter(|line| !line.is_empty()).map(holiday);
    Ok(Calendar {
        key: match key {
            "new" => key_of(&label),
            key => key.to_owned(),
        },
        label,
        zone: said.get("zone").to_owned(),
        week: Week::of(days),
        holidays: holidays.collect::<Option<_>>().ok_or("holidays")?,
    })
}

fn fault_of(field: &str) -> &'static str {
    match field {
        "holidays" => "calendar-holidays-wrong",
        _ => "calendar-hours-wrong",
    }
}

/// Reads `2026-12-24 12:00-24:00 yearly Christmas Eve`; part and `yearly` may be left out.
fn holiday(line: &str) -> Option<Holiday> {
    let (day, mut rest) = line.split_once(' ').unwrap_or((line, ""));
    let on = day.parse().ok()?;
    let mut closed = None;
    let mut yearly = false;
    loop {
        rest = rest.trim_start();
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        match Hours::parse(word) {
            _ if word == "yearly" && !yearly => yearly = true,
            Ok(hours) if closed.is_none() => closed = Some(hours),
            _ => break,
        }
        rest = after;
    }
    Some(Holiday {
        on,
        label: rest.trim().to_owned(),
        closed,
        yearly,
    })
}

fn written(holiday: &Holiday) -> String {
    let closed = holiday.closed.map(|hours| format!(" {hours}"));
    let yearly = if holiday.yearly { " yearly" } else { "" };
    let closed = closed.unwrap_or_default();
    format!("{}{closed}{yearly} {}", holiday.on, holiday.label)
}

/// The form with what an iCalendar file holds added to its holidays, and what to look at.
fn with_found(texts: Texts, sent: Sent, file: &str) -> (Sent, Wrong) {
    let zone = zone(sent.get("zone")).unwrap_or(jiff::tz::TimeZone::UTC);
    let found = match holidays_of(file, &zone) {
        Ok(found) => found,
        Err(error) => {
            let text = format!("{} ({error})", texts.t("calendar-ics-wrong"));
            return (sent, vec![("ics".to_owned(), text)]);
        }
    };
    let mut lines: Vec<String> = sent.get("holidays").lines().map(str::to_owned).collect();
    let mut doubts = Vec::new();
    for found in &found {
        let line = written(&found.holiday);
        for doubt in &found.doubts {
            let text = texts.t(match doubt {
                kernel::calendar::Doubt::Repeats => "calendar-doubt-repeats",
                kernel::calendar::Doubt::TooLong => "calendar-doubt-too-long",
                kernel::calendar::Doubt::Nameless => "calendar-doubt-nameless",
            });
            doubts.push(format!("{}: {text}", found.holiday.on));
        }
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let mut told = vec![texts.count("calendar-ics-found", found.len() as i64)];
    told.extend(doubts);
    let sent = sent.with("holidays", lines.join("\n"));
    (sent, vec![("holidays".to_owned(), told.join(" "))])
}

async fn show(
    floor: &Floor,
    signed: &SignedIn,
    key: &str,
    sent: Option<&Sent>,
    wrong: Wrong,
) -> Result<Response> {
    let rules = floor.desk.rules().await?;
    let texts = signed.texts;
    let known = rules.policy.calendar(key);
    if key != "new" && known.is_none() {
        return Err(Error::not_found());
    }
    let typed = |name: &str, kept: String| sent.map_or(kept, |sent| sent.get(name).to_owned());
    let title = known.map_or(texts.t("admin-new"), |known| &known.label);
    let mut page = form(
        signed,
        ("admin-calendars", HERE),
        title,
        &format!("{HERE}/{key}"),
    );
    page.seen = rules.version.0;
    let label = known.map_or_else(String::new, |known| known.label.clone());
    page.fields
        .push(line(texts, "label", "name", typed("label", label)));
    let zone = known.map_or_else(
        || signed.person.time_zone.clone(),
        |known| known.zone.clone(),
    );
    page.fields
        .push(line(texts, "zone", "calendar-zone", typed("zone", zone)));
    let usual = Week::workdays(&[Hours::new(9 * 60, 17 * 60).unwrap_or(Hours::WHOLE_DAY)]);
    let days = known.map_or(&usual, |known| &known.week).days();
    for (hours, day) in days.into_iter().zip(Week::DAYS) {
        let all: Vec<String> = hours.iter().map(Hours::to_string).collect();
        let label = format!("calendar-{day}");
        page.fields
            .push(line(texts, day, &label, typed(day, all.join(", "))));
    }
    let holidays = known.map(|known| known.holidays.iter().map(written).collect::<Vec<_>>());
    let holidays = typed("holidays", holidays.unwrap_or_default().join("\n"));
    page.fields.push(field(
        texts,
        "holidays",
        "calendar-holidays",
        Control::Lines(holidays),
    ));
    let ics = Control::File("text/calendar,.ics");
    page.fields.push(field(texts, "ics", "calendar-ics", ics));
    page.files = true;
    if known.is_some() {
        page.acts
            .push(Act::removal(texts.t("remove"), format!("{HERE}/{key}")));
    }
    Ok(answer(page, &wrong))
}

#[cfg(test)]
mod tests {
    use super::{holiday, written};

    #[test]
    fn a_holiday_is_written_as_it_is_read() {
        for line in [
            "2026-12-25 yearly Christmas Day",
            "2026-12-24 12:00-24:00 Christmas Eve",
            "2026-12-31 14:00-24:00 yearly New Year's Eve",
        ] {
            let read = holiday(line).map(|holiday| written(&holiday));
            assert_eq!(read.as_deref(), Some(line));
        }
        assert_eq!(holiday("Christmas"), None);
    }
}
