//! The year: when tickets come, whose they are, and how they refer to each other.

use std::collections::HashMap;

use super::calendar::{self, MINUTE, Site};
use super::company::{Company, Language, Role};
use super::dice::Dice;
use super::outages;
use super::scenarios::{GROUPS, Scenario, Who};
use super::slots::DAY;
use super::story::{Channel, LinkKind, PersonIx, Step, Story, StoryIx, What};
use super::teller::{Draft, Tale, tell};

/// Ordinary tickets in the year; outages and repetitions come on top.
const ORDINARY: u64 = 4_690;
/// Tickets that come in the last hours, whatever the day, so that something is always new.
const FRESH_MINUTES: [i64; 9] = [4, 11, 19, 34, 58, 83, 115, 170, 260];
/// One ticket in so many is sent twice.
const TWICE_ONE_IN: i64 = 75;
const YEAR_DAYS: i64 = 365;

/// Every ticket of the year that ends at `now_micros`, in the order in which they were opened.
pub fn tickets(company: &Company, seed: u64, now_micros: i64) -> Vec<Story> {
    let cast = Cast::new(company);
    let mut planner = Planner::new(company, &cast, seed, now_micros);
    let mut told: Vec<(Story, Option<usize>)> = Vec::new();
    for outage in outages::tell_all(company, seed, now_micros) {
        told.push((outage.story, outage.parent));
    }
    for draft in planner.drafts() {
        let story = tell(company, seed, &draft);
        let twice = planner.dice.range(0, TWICE_ONE_IN) == 0 && draft.scenario.who != Who::Agents;
        told.push((story, None));
        if twice {
            let first = told.len() - 1;
            if let Some(story) = repeat(company, seed, &draft, &told[first].0, first) {
                told.push((story, Some(first)));
            }
        }
    }
    arrange(company, seed, told, now_micros)
}

/// Who can be cast for which role.
struct Cast {
    staff: Vec<PersonIx>,
    superiors: Vec<PersonIx>,
    outside: Vec<PersonIx>,
    agents: Vec<PersonIx>,
}

impl Cast {
    fn new(company: &Company) -> Self {
        let all = || company.people.iter().enumerate();
        let pick = |wanted: &dyn Fn(PersonIx) -> bool| all().map(|(ix, _)| ix).filter(|ix| wanted(*ix)).collect();
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
struct Planner<'a> {
    company: &'a Company,
    cast: &'a Cast,
    seed: u64,
    now: i64,
    dice: Dice,
    scenarios: Vec<&'static Scenario>,
    /// Weight of each day of the year before now, by site.
    days: [Vec<u32>; 4],
}

impl<'a> Planner<'a> {
    fn new(company: &'a Company, cast: &'a Cast, seed: u64, now: i64) -> Self {
        let days = Site::ALL.map(|site| {
            let today = site.local(now).0;
            (today - YEAR_DAYS + 1..=today).map(|day| site.day_weight(day)).collect()
        });
        let scenarios = GROUPS.iter().flat_map(|group| group.iter()).collect();
        Self { company, cast, seed, now, dice: Dice::new(seed, 0), scenarios, days }
    }

    fn drafts(&mut self) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = (1..=ORDINARY).map(|stream| self.draft(stream, None)).collect();
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
        let site = self.company.people[requester].location.map_or(Site::Leeds, |ix| Site::ALL[ix]);
        let opened = opened.unwrap_or_else(|| self.instant(&mut dice, site));
        let night = !(6..20).contains(&(site.local(opened).1 / 60));
        let channel = channel(&mut dice, scenario, night);
        let on_behalf_of = self.other(&mut dice, scenario, requester);
        Draft { scenario, requester, on_behalf_of, channel, opened, stream }
    }

    fn requester(&self, dice: &mut Dice, scenario: &Scenario) -> PersonIx {
        let people = &self.company.people;
        let of_department = |ix: &PersonIx| match scenario.who {
            Who::Dept(keys) => {
                people[*ix].department.is_some_and(|d| keys.contains(&self.company.departments[d].key))
            }
            _ => true,
        };
        let all = match scenario.who {
            Who::Anyone | Who::Dept(_) => &self.cast.staff,
            Who::Superiors => &self.cast.superiors,
            Who::Outside => &self.cast.outside,
            Who::Agents => &self.cast.agents,
        };
        let german = scenario.language == Language::German;
        let fits = |ix: &&PersonIx| of_department(ix) && (!german || people[**ix].language == Language::German);
        let fit: Vec<PersonIx> = all.iter().filter(fits).copied().collect();
        if !german {
            // Most of Göttingen writes German, so fewer English tickets come from there.
            let chosen = *dice.pick(&fit);
            return if people[chosen].language == Language::German { *dice.pick(&fit) } else { chosen };
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
            let at = site.instant(day, hour * 60 + dice.range(0, 60)) + dice.range(0, 60_000) * 1_000;
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
    let all = [Channel::Email, Channel::Portal, Channel::Phone, Channel::Chat, Channel::WalkIn];
    all[dice.weighted(weights.into_iter())]
}

/// The same ticket sent a second time by a requester who is not sure that it arrived.
fn repeat(company: &Company, seed: u64, draft: &Draft, first: &Story, first_ix: usize) -> Option<Story> {
    if matches!(draft.channel, Channel::Phone | Channel::WalkIn | Channel::Chat) || draft.on_behalf_of.is_some() {
        return None;
    }
    let resolved = first.steps.iter().find(|s| matches!(s.what, What::Resolve { .. } | What::Cancel { .. }))?.at_micros;
    let What::Open { subject, description, .. } = &first.steps[0].what else { return None };
    let mut dice = Dice::new(seed, draft.stream | 1 << 32);
    let opened = draft.opened + dice.range(45, 2_000) * MINUTE;
    if opened >= resolved {
        return None;
    }
    let again = Draft { opened, stream: draft.stream | 1 << 32, ..draft.clone() };
    let mut tale = Tale::new(company, seed, &again);
    tale.open(&again);
    let talk = tale.scene.talk();
    let german = tale.scene.german();
    let ago = match (opened - draft.opened > DAY / 2, german) {
        (false, false) => "earlier today",
        (true, false) => "yesterday",
        (false, true) => "vorhin",
        (true, true) => "gestern",
    };
    let frame = dice.pick(talk.twice).replace("{ago}", ago);
    let text = tale.scene.fill(&frame.replace("{body}", "\u{1}")).replace('\u{1}', description);
    if let What::Open { subject: s, description: d, .. } = &mut tale.steps[0].what {
        *s = if dice.chance(50) { subject.clone() } else { format!("{}: {subject}", if german { "AW" } else { "Re" }) };
        *d = text;
    }
    tale.work_gap(30);
    let note = tale.scene.any(talk.twice_note);
    tale.push(tale.scene.agent, What::Note { text: note });
    tale.push(tale.scene.agent, What::MergeInto { target: first_ix });
    Some(Story { steps: tale.steps, scenario: draft.scenario.key })
}

/// Sorts by opening, cuts at now, and lets references point to the final places.
fn arrange(company: &Company, seed: u64, mut told: Vec<(Story, Option<usize>)>, now: i64) -> Vec<Story> {
    let mut order: Vec<usize> = (0..told.len()).filter(|ix| told[*ix].0.steps[0].at_micros <= now).collect();
    order.sort_by_key(|ix| (told[*ix].0.steps[0].at_micros, *ix));
    let places: HashMap<usize, StoryIx> = order.iter().enumerate().map(|(place, ix)| (*ix, place)).collect();
    let mut year: Vec<Story> = Vec::with_capacity(order.len());
    let mut dice = Dice::new(seed, 3);
    let mut latest: HashMap<&'static str, StoryIx> = HashMap::new();
    for ix in order {
        let (story, target) = &mut told[ix];
        let mut story = std::mem::replace(story, Story { steps: Vec::new(), scenario: "" });
        story.steps.retain(|step| step.at_micros <= now);
        if let Some(place) = target.and_then(|t| places.get(&t)) {
            point_to(&mut story, *place);
        } else if let Some(earlier) = latest.get(story.scenario)
            && dice.chance(4)
        {
            relate(company, &mut dice, &mut story, *earlier, &year[*earlier]);
        }
        latest.insert(story.scenario, year.len());
        year.push(story);
    }
    year
}

fn point_to(story: &mut Story, place: StoryIx) {
    for step in &mut story.steps {
        match &mut step.what {
            What::Link { to, .. } => *to = place,
            What::MergeInto { target } => *target = place,
            _ => {}
        }
    }
}

/// The agent remembers an earlier ticket of the same sort.
fn relate(company: &Company, dice: &mut Dice, story: &mut Story, earlier: StoryIx, other: &Story) {
    let What::Open { requester, confidential: false, .. } = other.steps[0].what else { return };
    let Some(start) = story.steps.iter().position(|s| s.what == What::Start) else { return };
    let Step { at_micros, by, .. } = story.steps[start];
    let english = super::scenarios::language_of(story.scenario) == Language::English;
    let talk = if english { &super::voice::ENGLISH } else { &super::voice::GERMAN };
    let person = &company.people[requester];
    let plain: Vec<&&str> = talk.similar.iter().filter(|t| !t.contains('[')).collect();
    let text = dice.pick(&plain).replace("{otherfirst}", &person.given).replace("{other}", &person.name());
    story.steps.insert(start + 1, Step { at_micros, by, what: What::Note { text } });
    story.steps.insert(start + 2, Step { at_micros, by, what: What::Link { to: earlier, kind: LinkKind::Relates } });
}
