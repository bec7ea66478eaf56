//! What comes when, from whom, and by which channel.

use super::calendar::{self, MINUTE, Site};
use super::company::{Company, Language, Role};
use super::dice::Dice;
use super::scenarios::{GROUPS, Scenario, Who};
use super::story::{Channel, PersonIx};
use super::tale::Draft;

/// Ordinary tickets in the year; outages and repetitions come on top.
const ORDINARY: u64 = 4_690;
/// Tickets that come in the last hours, whatever the day, so that something is always new.
const FRESH_MINUTES: [i64; 13] = [4, 11, 19, 34, 58, 83, 115, 140, 170, 215, 260, 330, 410];
const YEAR_DAYS: i64 = 365;

/// Who can be cast for which role.
pub(crate) struct Cast {
    staff: Vec<PersonIx>,
    superiors: Vec<PersonIx>,
    outside: Vec<PersonIx>,
    agents: Vec<PersonIx>,
}

impl Cast {
    /// Everybody of the company by what they can be.
    pub(crate) fn new(company: &Company) -> Self {
        let all = || company.people.iter().enumerate();
        let pick = |wanted: &dyn Fn(PersonIx) -> bool| {
            all().map(|(ix, _)| ix).filter(|ix| wanted(*ix)).collect()
        };
        let mut superior = vec![false; company.people.len()];
        for (_, person) in all() {
            if let Some(manager) = person.manager {
                superior[manager] = true;
            }
        }
        let requester = |ix: PersonIx| company.people[ix].role == Role::Requester;
        let staff = |ix: PersonIx| company.people[ix].organisation == 0;
        Self {
            // Some people need help more often than others.
            staff: all()
                .filter(|(ix, _)| staff(*ix) && requester(*ix))
                .flat_map(|(ix, _)| std::iter::repeat_n(ix, 1 + (ix * 37 % 11) / 3))
                .collect(),
            superiors: pick(&|ix| superior[ix] && requester(ix) && staff(ix)),
            outside: pick(&|ix| !staff(ix)),
            agents: pick(&|ix| matches!(company.people[ix].role, Role::Agent | Role::Lead)),
        }
    }
}

/// Chooses what comes when.
pub(crate) struct Planner<'a> {
    company: &'a Company,
    cast: &'a Cast,
    seed: u64,
    now: i64,
    pub(crate) dice: Dice,
    scenarios: Vec<&'static Scenario>,
    /// Weight of each day of the year before now, by site.
    days: [Vec<u32>; 4],
}

impl<'a> Planner<'a> {
    /// A planner of the year before now.
    pub(crate) fn new(company: &'a Company, cast: &'a Cast, seed: u64, now: i64) -> Self {
        let days = Site::ALL.map(|site| {
            let today = site.local(now).0;
            (today - YEAR_DAYS + 1..=today)
                .map(|day| site.day_weight(day))
                .collect()
        });
        let scenarios = GROUPS.iter().flat_map(|group| group.iter()).collect();
        Self {
            company,
            cast,
            seed,
            now,
            dice: Dice::new(seed, 0),
            scenarios,
            days,
        }
    }

    /// What comes in the year, in no order.
    pub(crate) fn drafts(&mut self) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = (1..=ORDINARY)
            .map(|stream| self.draft(stream, None))
            .collect();
        for (ix, minutes) in FRESH_MINUTES.iter().enumerate() {
            let opened = self.now - minutes * MINUTE - 17_000_000;
            drafts.push(self.draft(ORDINARY + 1 + ix as u64, Some(opened)));
        }
        drafts
    }

    fn draft(&mut self, stream: u64, opened: Option<i64>) -> Draft {
        let mut dice = Dice::new(self.seed ^ 0x5eed, stream);
        let scenario = self.scenarios[dice.weighted(self.scenarios.iter().map(|s| s.weight))];
        let requester = self.requester(&mut dice, scenario);
        let site = self.company.people[requester]
            .location
            .map_or(Site::Leeds, |ix| Site::ALL[ix]);
        let opened = opened.unwrap_or_else(|| self.instant(&mut dice, site));
        let night = !(6..20).contains(&(site.local(opened).1 / 60));
        let channel = channel(&mut dice, scenario, night);
        let on_behalf_of = self.other(&mut dice, scenario, requester);
        Draft {
            scenario,
            requester,
            on_behalf_of,
            channel,
            opened,
            stream,
        }
    }

    fn requester(&self, dice: &mut Dice, scenario: &Scenario) -> PersonIx {
        let people = &self.company.people;
        let of_department = |ix: &PersonIx| match scenario.who {
            Who::Dept(keys) => people[*ix]
                .department
                .is_some_and(|d| keys.contains(&self.company.departments[d].key)),
            _ => true,
        };
        let all = match scenario.who {
            Who::Anyone | Who::Dept(_) => &self.cast.staff,
            Who::Superiors => &self.cast.superiors,
            Who::Outside => &self.cast.outside,
            Who::Agents => &self.cast.agents,
        };
        let german = scenario.language == Language::German;
        let fits = |ix: &&PersonIx| {
            of_department(ix) && (!german || people[**ix].language == Language::German)
        };
        let fit: Vec<PersonIx> = all.iter().filter(fits).copied().collect();
        if !german {
            // Most of Göttingen writes German, so fewer English tickets come from there.
            let chosen = *dice.pick(&fit);
            return if people[chosen].language == Language::German {
                *dice.pick(&fit)
            } else {
                chosen
            };
        }
        *dice.pick(&fit)
    }

    /// A colleague that the ticket is really about, now and then.
    fn other(&self, dice: &mut Dice, scenario: &Scenario, requester: PersonIx) -> Option<PersonIx> {
        let english = scenario.language == Language::English;
        if !english || scenario.confidential || scenario.who != Who::Anyone || !dice.chance(4) {
            return None;
        }
        let people = &self.company.people;
        if people[requester].title == "Executive Assistant" {
            return (0..4).find(|ix| *ix != requester && dice.chance(50));
        }
        let near = |ix: &PersonIx| {
            let (a, b) = (&people[*ix], &people[requester]);
            *ix != requester && a.department == b.department && a.location == b.location
        };
        let near: Vec<PersonIx> = (0..people.len()).filter(near).collect();
        (!near.is_empty()).then(|| *dice.pick(&near))
    }

    /// An instant of the past year in the rhythm of a site.
    fn instant(&self, dice: &mut Dice, site: Site) -> i64 {
        let days = &self.days[Site::ALL.iter().position(|s| *s == site).unwrap_or(0)];
        let today = site.local(self.now).0;
        loop {
            let day = today - YEAR_DAYS + 1 + dice.weighted(days.iter().copied()) as i64;
            let hour = dice.weighted(calendar::hour_weights()) as i64;
            let at =
                site.instant(day, hour * 60 + dice.range(0, 60)) + dice.range(0, 60_000) * 1_000;
            if at < self.now {
                return at;
            }
        }
    }
}

fn channel(dice: &mut Dice, scenario: &Scenario, night: bool) -> Channel {
    if scenario.who == Who::Agents {
        return Channel::Portal;
    }
    let spoken = !scenario.calls.is_empty() && !night && !matches!(scenario.who, Who::Outside);
    let weights = match (spoken, scenario.confidential) {
        (true, _) => [34, 30, 20, 11, 5],
        (false, true) => [70, 30, 0, 0, 0],
        (false, false) => [44, 44, 0, 12, 0],
    };
    let all = [
        Channel::Email,
        Channel::Portal,
        Channel::Phone,
        Channel::Chat,
        Channel::WalkIn,
    ];
    all[dice.weighted(weights.into_iter())]
}
