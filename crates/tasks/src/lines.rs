//! A list of tasks as lines of text: `Order the laptop | Workplace | 3`, which is title, team and days until due.

use kernel::TeamId;
use work::queries::{TEMPLATE_ITEMS_MAX, TemplateItem};

/// Longest title, in characters.
const TITLE_MAX_CHARS: usize = 250;
/// Most days until due.
const DAYS_MAX: u16 = 365;

/// What is wrong with a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It has no task.
    Empty,
    /// It has more tasks than this.
    TooMany(usize),
    /// The title of a line is empty or too long.
    Title(usize),
    /// The team of a line is not there.
    Team(usize, String),
    /// The days of a line are no number from 0 to 365.
    Days(usize, String),
}

/// The tasks that the lines tell of.
pub(crate) fn read(text: &str, teams: &[(TeamId, String)]) -> Result<Vec<TemplateItem>, Wrong> {
    let mut items = Vec::new();
    let lines = (1..).zip(text.lines());
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        items.push(read_line(number, line, teams)?);
    }
    match items.len() {
        0 => Err(Wrong::Empty),
        1..=TEMPLATE_ITEMS_MAX => Ok(items),
        _ => Err(Wrong::TooMany(TEMPLATE_ITEMS_MAX)),
    }
}

fn read_line(number: usize, line: &str, teams: &[(TeamId, String)]) -> Result<TemplateItem, Wrong> {
    let mut parts = line.splitn(3, '|').map(str::trim);
    let mut next = || parts.next().unwrap_or_default();
    let (title, team, days) = (next(), next(), next());
    if title.is_empty() || title.chars().count() > TITLE_MAX_CHARS {
        return Err(Wrong::Title(number));
    }
    let team = match team {
        "" => None,
        name => {
            let is_named =
                |(_, known): &&(TeamId, String)| known.to_lowercase() == name.to_lowercase();
            let found = teams.iter().find(is_named);
            let unknown = || Wrong::Team(number, name.to_owned());
            Some(found.ok_or_else(unknown)?.0)
        }
    };
    let due_in_days = match days {
        "" => None,
        days => {
            let read = days.parse().ok().filter(|days| *days <= DAYS_MAX);
            Some(read.ok_or_else(|| Wrong::Days(number, days.to_owned()))?)
        }
    };
    Ok(TemplateItem {
        title: title.to_owned(),
        team,
        due_in_days,
    })
}

/// The teams that lines about these tasks can name: those that are known, and by number those that the tasks have
/// already, without their writer being told of them. What nobody meant to change stays.
pub(crate) fn with_hidden(
    teams: &[(TeamId, String)],
    items: &[TemplateItem],
) -> Vec<(TeamId, String)> {
    let mut all = teams.to_vec();
    for team in items.iter().filter_map(|item| item.team) {
        if !all.iter().any(|(known, _)| *known == team) {
            all.push((team, format!("#{team}")));
        }
    }
    all
}

/// The lines that tell of these tasks.
pub(crate) fn written(items: &[TemplateItem], teams: &[(TeamId, String)]) -> String {
    let line = |item: &TemplateItem| {
        let team = item.team.and_then(|id| {
            let found = teams.iter().find(|(known, _)| *known == id);
            found.map(|(_, name)| name.as_str())
        });
        let days = item.due_in_days.map(|days| days.to_string());
        match (team, days) {
            (None, None) => item.title.clone(),
            (team, None) => format!("{} | {}", item.title, team.unwrap_or_default()),
            (team, Some(days)) => {
                format!("{} | {} | {days}", item.title, team.unwrap_or_default())
            }
        }
    };
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Wrong, read, with_hidden, written};
    use kernel::TeamId;
    use work::queries::TemplateItem;

    fn teams() -> Vec<(TeamId, String)> {
        vec![
            (TeamId(1), "Network".into()),
            (TeamId(2), "Workplace".into()),
        ]
    }

    #[test]
    fn what_is_written_reads_as_it_was() {
        let text = "Order the laptop | Workplace | 3\nAsk for the badge\nPlug it in |  | 0";
        let items = read(text, &teams()).expect("three tasks");
        assert_eq!(items[0].team, Some(TeamId(2)));
        assert_eq!(read(&written(&items, &teams()), &teams()), Ok(items));
    }

    #[test]
    fn a_team_that_its_writer_does_not_see_stays_and_another_cannot_be_named_so() {
        let hidden = TemplateItem {
            title: "Ask the lawyers".into(),
            team: Some(TeamId(9)),
            due_in_days: None,
        };
        let teams = with_hidden(&teams(), std::slice::from_ref(&hidden));
        let text = written(std::slice::from_ref(&hidden), &teams);
        assert_eq!(text, "Ask the lawyers | #9");
        assert_eq!(read(&text, &teams), Ok(vec![hidden]));
        let other = read("Ask them | #8", &teams);
        assert_eq!(other, Err(Wrong::Team(1, "#8".into())));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let wrong = |text: &str| read(text, &teams()).expect_err("it is wrong");
        assert_eq!(wrong(" \n "), Wrong::Empty);
        assert_eq!(wrong("\n| Network"), Wrong::Title(2));
        assert_eq!(wrong("Call | Sales"), Wrong::Team(1, "Sales".into()));
        assert_eq!(wrong("Call | | soon"), Wrong::Days(1, "soon".into()));
        assert_eq!(wrong("Call | | 366"), Wrong::Days(1, "366".into()));
        assert_eq!(wrong(&"Call\n".repeat(41)), Wrong::TooMany(40));
    }
}
