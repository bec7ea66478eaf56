//! What must hold of the demo, whatever the seed and whenever it is started.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::calendar::{self, Site};
use super::scenarios::{GROUPS, Line, fitting, outages};
use super::{
    Channel, Company, Language, Person, RESOLUTION_CODES, Role, Story, What, company, tickets,
};

const SEED: u64 = 7;
/// A Wednesday at 10:40 in Leeds.
const NOW: i64 = 1_792_575_600_000_000 - 9 * DAY + 5 * DAY / 24;
const DAY: i64 = 86_400_000_000;

/// The year of the usual seed and instant, told once for all tests.
fn year() -> &'static (Company, Vec<Story>) {
    static YEAR: OnceLock<(Company, Vec<Story>)> = OnceLock::new();
    YEAR.get_or_init(tell_the_year)
}

fn tell_the_year() -> (Company, Vec<Story>) {
    let company = company(SEED);
    let stories = tickets(&company, SEED, NOW);
    (company, stories)
}

/// Every text that a step carries.
fn texts(what: &What) -> Vec<&str> {
    match what {
        What::Open {
            subject,
            description,
            ..
        } => vec![subject, description],
        What::Reply { text }
        | What::Note { text }
        | What::Hold { text, .. }
        | What::Resolve { text, .. }
        | What::Reopen { text }
        | What::Cancel { text } => vec![text],
        What::OverridePriority { reason, .. } => vec![reason],
        What::Attach { name, content } => vec![name, content],
        _ => vec![],
    }
}

/// Whether the ticket is still open after its last step.
fn is_open(story: &Story) -> bool {
    let mut open = true;
    for step in &story.steps {
        match step.what {
            What::Resolve { .. }
            | What::Close { .. }
            | What::Cancel { .. }
            | What::MergeInto { .. } => open = false,
            What::Reopen { .. } => open = true,
            _ => {}
        }
    }
    open
}

#[test]
fn the_same_seed_and_instant_tell_the_same_year() {
    let (company, stories) = year();
    assert_eq!(year(), &tell_the_year());
    assert_ne!(stories, &tickets(company, SEED + 1, NOW));
}

#[test]
fn the_company_is_complete() {
    let company = company(SEED);
    assert_eq!(company.people.len(), 400);
    assert_eq!(company.teams.len(), 6);
    assert_eq!(company.services.len(), 15);
    assert_eq!(company.locations.len(), 4);
    assert_eq!(company.organisations.len(), 6);
    assert_eq!(company.departments.len(), 11);
    let zones: HashSet<&str> = company.locations.iter().map(|l| l.time_zone).collect();
    assert_eq!(zones.len(), 4);
    let count = |role: Role| company.people.iter().filter(|p| p.role == role).count();
    assert_eq!(
        (
            count(Role::Agent),
            count(Role::Lead),
            count(Role::Administrator)
        ),
        (35, 6, 2)
    );
    assert_eq!(company.teams.iter().filter(|t| t.private).count(), 1);
    let mails: HashSet<&str> = company.people.iter().map(|p| p.email.as_str()).collect();
    assert_eq!(mails.len(), 400);
    let safe = |p: &Person| {
        p.email.ends_with(".example")
            && p.email
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b"@.-".contains(&b))
    };
    assert!(
        company.people.iter().all(safe),
        "addresses are plain and can never exist"
    );
    assert!((4..20).contains(&company.people.iter().filter(|p| p.vip).count()));
    for (ix, person) in company.people.iter().enumerate() {
        assert!(
            person.manager.is_none_or(|m| m < ix),
            "managers come first: {}",
            person.name()
        );
    }
    for category in &company.categories {
        assert_eq!(
            category.parent.is_some(),
            category.key.contains('/'),
            "{}",
            category.key
        );
    }
    for team in &company.teams {
        assert!(team.members.contains(&team.lead));
        let german = team
            .members
            .iter()
            .filter(|m| company.people[**m].language == Language::German);
        assert!(
            german.count() > 0,
            "{} has nobody who speaks German",
            team.name
        );
    }
}

#[test]
fn scenarios_fit_the_company_and_end() {
    let company = company(SEED);
    let mut keys = HashSet::new();
    let all = GROUPS.iter().flat_map(|g| g.iter());
    for s in all
        .clone()
        .chain(outages::all().flat_map(|o| [&o.parent, &o.child]))
    {
        assert!(keys.insert(s.key), "{} twice", s.key);
        assert!(
            company.services.iter().any(|x| x.key == s.service),
            "{}: service {}",
            s.key,
            s.service
        );
        assert!(
            company
                .categories
                .iter()
                .any(|c| c.key == s.category && c.parent.is_some()),
            "{}: {}",
            s.key,
            s.category
        );
        assert!(
            company.teams.iter().any(|t| t.key == s.team),
            "{}: team {}",
            s.key,
            s.team
        );
        assert!(
            s.tags.iter().all(|t| company.tags.contains(t)),
            "{}: tags",
            s.key
        );
    }
    for s in all {
        assert!(
            s.paths.len() <= 10,
            "{}: markers name paths by one digit",
            s.key
        );
        for (ix, path) in s.paths.iter().enumerate() {
            assert!(
                matches!(path.last(), Some(Line::Fix(..) | Line::Drop(_))),
                "{} path {ix} has no end",
                s.key
            );
            assert!(
                !fitting(s.bodies, ix).is_empty(),
                "{}: no body for path {ix}",
                s.key
            );
            let subjects = fitting(s.subjects, ix);
            for body in fitting(s.bodies, ix)
                .into_iter()
                .chain(fitting(s.calls, ix))
            {
                let headed = subjects.iter().any(|subject| subject.heads(&body));
                assert!(headed, "{} path {ix}: no subject for {}", s.key, body.text);
            }
            for line in path.iter() {
                if let Line::Fix(code, _) = line {
                    assert!(RESOLUTION_CODES.contains(code), "{}: {code}", s.key);
                }
            }
        }
    }
    assert!(keys.len() >= 100, "{} scenarios", keys.len());
}

#[test]
fn a_year_has_about_five_thousand_tickets_and_some_are_open() {
    let (company, stories) = year();
    assert!(
        (4_700..=5_300).contains(&stories.len()),
        "{} tickets",
        stories.len()
    );
    let german = stories
        .iter()
        .filter(|s| s.scenario.starts_with("de-"))
        .count()
        * 100
        / stories.len();
    assert!((8..=13).contains(&german), "{german} % in German");
    let channels: HashSet<Channel> = stories
        .iter()
        .filter_map(|s| match s.steps[0].what {
            What::Open { channel, .. } => Some(channel),
            _ => None,
        })
        .collect();
    assert_eq!(channels.len(), 5);
    // Whenever it is started: in the week, on Sunday night, after Christmas.
    for now in [
        NOW,
        NOW + DAY,
        NOW + 4 * DAY + DAY / 2,
        NOW + 75 * DAY,
        NOW + 200 * DAY,
    ] {
        let open = tickets(company, SEED, now)
            .iter()
            .filter(|s| is_open(s))
            .count();
        assert!(
            (50..=150).contains(&open),
            "{open} open, {} days later",
            (now - NOW) / DAY
        );
    }
}

#[test]
fn steps_are_in_order_and_refer_to_what_exists() {
    let (company, stories) = year();
    let mut before = 0;
    for (ix, story) in stories.iter().enumerate() {
        let opened = story.steps[0].at_micros;
        assert!(opened >= before, "stories are ordered by their opening");
        before = opened;
        assert!(matches!(story.steps[0].what, What::Open { .. }));
        let mut over = false;
        for (n, pair) in story.steps.windows(2).enumerate() {
            assert!(
                pair[0].at_micros <= pair[1].at_micros,
                "{} step {n}",
                story.scenario
            );
        }
        for step in &story.steps {
            assert!(step.at_micros <= NOW && step.by < company.people.len());
            assert!(
                !over || matches!(step.what, What::Reopen { .. }),
                "{}: {step:?} after the end",
                story.scenario
            );
            over = matches!(
                step.what,
                What::Close { .. } | What::Cancel { .. } | What::MergeInto { .. }
            );
            match &step.what {
                What::Open {
                    requester,
                    on_behalf_of,
                    service,
                    category,
                    impact,
                    urgency,
                    tags,
                    ..
                } => {
                    assert!(
                        *requester < 400 && on_behalf_of.is_none_or(|p| p < 400 && p != *requester)
                    );
                    assert!(*service < company.services.len());
                    assert!(company.categories[*category].parent.is_some());
                    assert!((1..=3).contains(impact) && (1..=3).contains(urgency));
                    assert!(tags.iter().all(|t| company.tags.contains(t)));
                }
                What::Assign { team, person } => {
                    assert!(
                        person.is_none_or(|p| company.teams[*team].members.contains(&p)),
                        "{}",
                        story.scenario
                    );
                }
                What::Hold { until, .. } => assert!(until.is_none_or(|u| u >= step.at_micros)),
                What::Link { to, .. } => assert!(*to < ix),
                What::MergeInto { target } => assert!(*target < ix),
                What::Watch { person } => assert!(*person < 400),
                What::OverridePriority { priority, .. } => assert!((1..=5).contains(priority)),
                _ => {}
            }
        }
    }
}

#[test]
fn confidential_tickets_stay_in_the_private_team() {
    let (company, stories) = year();
    let private = company
        .teams
        .iter()
        .position(|t| t.private)
        .expect("one team is private");
    for story in stories {
        let What::Open {
            confidential: true,
            requester,
            ..
        } = story.steps[0].what
        else {
            continue;
        };
        for step in &story.steps {
            let inside = step.by == requester || company.teams[private].members.contains(&step.by);
            assert!(inside, "{}: {step:?}", story.scenario);
        }
    }
}

#[test]
fn texts_are_complete_and_varied() {
    let (_, stories) = year();
    let (mut subjects, mut descriptions) = (HashSet::new(), HashSet::new());
    let mut sentences: HashMap<&str, usize> = HashMap::new();
    for story in stories {
        for step in &story.steps {
            for text in texts(&step.what) {
                assert!(!text.trim().is_empty(), "{}: {step:?}", story.scenario);
                let log = matches!(step.what, What::Attach { .. });
                assert!(
                    log || !text.contains(['{', '}', '[', ']']),
                    "{}: {text}",
                    story.scenario
                );
                assert!(!text.starts_with('@'), "{}: {text}", story.scenario);
                assert!(!text.contains("  ") || log, "{}: {text:?}", story.scenario);
            }
            match &step.what {
                What::Open {
                    subject,
                    description,
                    ..
                } => {
                    subjects.insert(subject.as_str());
                    descriptions.insert(description.as_str());
                }
                What::Reply { text } | What::Note { text } => {
                    *sentences.entry(text).or_default() += 1
                }
                _ => {}
            }
        }
    }
    assert!(
        subjects.len() > 1_500,
        "{} distinct subjects",
        subjects.len()
    );
    let share = descriptions.len() * 100 / stories.len();
    assert!(share >= 85, "{share} % of the descriptions are distinct");
    assert!(
        sentences.len() > 7_000,
        "{} distinct replies and notes",
        sentences.len()
    );
}

#[test]
fn stories_follow_the_lifecycle() {
    let (_, stories) = year();
    for story in stories {
        let mut state = "new";
        for step in &story.steps {
            let (allowed, next): (&[&str], &'static str) = match &step.what {
                What::Assign { .. } => (&["new", "assigned", "in progress"], "assigned"),
                What::Start => (&["assigned"], "in progress"),
                What::Hold { .. } => (&["in progress"], "on hold"),
                What::Resume => (&["on hold"], "in progress"),
                What::Resolve { .. } => (&["in progress"], "resolved"),
                What::Reopen { .. } => (&["resolved"], "in progress"),
                What::Close { .. } => (&["resolved"], "closed"),
                What::Cancel { .. } | What::MergeInto { .. } => {
                    (&["new", "assigned", "in progress"], "void")
                }
                _ => continue,
            };
            assert!(
                allowed.contains(&state),
                "{}: {:?} when {state}",
                story.scenario,
                step.what
            );
            state = next;
        }
    }
}

#[test]
fn the_rhythm_is_that_of_working_people() {
    let (_, stories) = year();
    let (mut days, mut night) = ([0; 7], 0);
    for story in stories {
        let (day, minute) = Site::Leeds.local(story.steps[0].at_micros);
        days[calendar::weekday(day) as usize] += 1;
        night += usize::from(!(5 * 60..21 * 60).contains(&minute));
    }
    assert!(days[0] > days[4] && days[4] > 10 * days[5], "{days:?}");
    assert!(night * 40 < stories.len(), "{night} at night");
}

#[test]
fn the_calendar_knows_summer_time_holidays_and_working_hours() {
    let noon = |year, month, day| {
        let day = calendar::day_of(calendar::Date { year, month, day });
        (day, day * DAY + DAY / 2)
    };
    // (site, date, local hour at noon UTC, working day)
    let cases = [
        (Site::Leeds, (2026, 1, 15), 12, true),
        (Site::Leeds, (2026, 7, 15), 13, true),
        (Site::Goettingen, (2026, 3, 27), 13, true),
        (Site::Goettingen, (2026, 3, 30), 14, true),
        (Site::Goettingen, (2026, 4, 3), 14, false),
        (Site::Tampere, (2025, 10, 24), 15, true),
        (Site::Tampere, (2025, 10, 27), 14, true),
        (Site::Tampere, (2026, 6, 19), 15, false),
        (Site::Brno, (2026, 4, 6), 14, false),
        (Site::Brno, (2026, 10, 28), 13, false),
    ];
    for (site, (y, m, d), hour, working) in cases {
        let (day, micros) = noon(y, m, d);
        assert_eq!(site.local(micros), (day, hour * 60), "{site:?} {y}-{m}-{d}");
        assert_eq!(site.instant(day, hour * 60), micros, "{site:?} {y}-{m}-{d}");
        assert_eq!(site.is_working_day(day), working, "{site:?} {y}-{m}-{d}");
        assert_eq!(
            calendar::date_of(day),
            calendar::Date {
                year: y,
                month: m,
                day: d
            }
        );
    }
    // Two hours of work from Friday, an hour before the end, last until Monday, an hour after the start.
    let (friday, _) = noon(2026, 1, 16);
    let from = Site::Leeds.instant(friday, 16 * 60);
    assert_eq!(
        Site::Leeds.after_work(from, 120),
        Site::Leeds.instant(friday + 3, 9 * 60)
    );
}
