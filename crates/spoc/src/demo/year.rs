//! The year: when tickets come, whose they are, and how they refer to each other.

use std::collections::HashMap;

use super::calendar::MINUTE;
use super::company::{Company, Language};
use super::dice::Dice;
use super::outages;
use super::planner::{Cast, Planner};
use super::scenarios::Who;
use super::slots::DAY;
use super::story::{Channel, LinkKind, Step, Story, StoryIx, What};
use super::tale::{Draft, Tale};
use super::teller::tell;

/// One ticket in so many is sent twice.
const TWICE_ONE_IN: i64 = 75;

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

/// The same ticket sent a second time by a requester who is not sure that it arrived.
fn repeat(
    company: &Company,
    seed: u64,
    draft: &Draft,
    first: &Story,
    first_ix: usize,
) -> Option<Story> {
    if draft.is_spoken() || draft.channel == Channel::Chat || draft.on_behalf_of.is_some() {
        return None;
    }
    let is_end = |what: &What| matches!(what, What::Resolve { .. } | What::Cancel { .. });
    let resolved = first.steps.iter().find(|s| is_end(&s.what))?.at_micros;
    let stream = draft.stream | 1 << 32;
    let mut dice = Dice::new(seed, stream);
    let opened = draft.opened + dice.range(45, 2_000) * MINUTE;
    if opened >= resolved {
        return None;
    }
    let again = Draft {
        opened,
        stream,
        ..draft.clone()
    };
    let mut tale = Tale::new(company, seed, &again);
    tale.open(&again);
    reword(&mut tale, &mut dice, first, opened - draft.opened > DAY / 2);
    tale.work_gap(30);
    let note = tale.scene.any(tale.scene.talk().twice_note);
    tale.push(tale.scene.agent, What::Note { text: note });
    tale.push(tale.scene.agent, What::MergeInto { target: first_ix });
    Some(Story {
        steps: tale.steps,
        scenario: draft.scenario.key,
    })
}

/// Gives a repeated ticket the words of the first one, with a remark that it is a repetition.
fn reword(tale: &mut Tale, dice: &mut Dice, first: &Story, next_day: bool) {
    let What::Open {
        subject: old_subject,
        description: old_description,
        ..
    } = &first.steps[0].what
    else {
        return;
    };
    let german = tale.scene.german();
    let ago = match (next_day, german) {
        (false, false) => "earlier today",
        (true, false) => "yesterday",
        (false, true) => "vorhin",
        (true, true) => "gestern",
    };
    let frame = dice
        .pick(tale.scene.talk().twice)
        .replace("{ago}", ago)
        .replace("{body}", "\u{1}");
    let text = tale.scene.fill(&frame).replace('\u{1}', old_description);
    if let What::Open {
        subject,
        description,
        ..
    } = &mut tale.steps[0].what
    {
        let mark = if german { "AW" } else { "Re" };
        *subject = if dice.chance(50) {
            old_subject.clone()
        } else {
            format!("{mark}: {old_subject}")
        };
        *description = text;
    }
}

/// Sorts by opening, cuts at now, and lets references point to the final places.
fn arrange(
    company: &Company,
    seed: u64,
    mut told: Vec<(Story, Option<usize>)>,
    now: i64,
) -> Vec<Story> {
    let mut order: Vec<usize> = (0..told.len())
        .filter(|ix| told[*ix].0.steps[0].at_micros <= now)
        .collect();
    order.sort_by_key(|ix| (told[*ix].0.steps[0].at_micros, *ix));
    let places: HashMap<usize, StoryIx> = order
        .iter()
        .enumerate()
        .map(|(place, ix)| (*ix, place))
        .collect();
    let mut year: Vec<Story> = Vec::with_capacity(order.len());
    let mut dice = Dice::new(seed, 3);
    let mut latest: HashMap<&'static str, StoryIx> = HashMap::new();
    for ix in order {
        let (story, target) = &mut told[ix];
        let mut story = std::mem::replace(
            story,
            Story {
                steps: Vec::new(),
                scenario: "",
            },
        );
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
    let What::Open {
        requester,
        confidential: false,
        ..
    } = other.steps[0].what
    else {
        return;
    };
    let Some(start) = story.steps.iter().position(|s| s.what == What::Start) else {
        return;
    };
    let Step { at_micros, by, .. } = story.steps[start];
    let english = super::scenarios::language_of(story.scenario) == Language::English;
    let talk = if english {
        &super::phrases::ENGLISH
    } else {
        &super::phrases::GERMAN
    };
    let person = &company.people[requester];
    let plain: Vec<&&str> = talk.similar.iter().filter(|t| !t.contains('[')).collect();
    let text = dice
        .pick(&plain)
        .replace("{otherfirst}", &person.given)
        .replace("{other}", &person.name());
    story.steps.insert(
        start + 1,
        Step {
            at_micros,
            by,
            what: What::Note { text },
        },
    );
    story.steps.insert(
        start + 2,
        Step {
            at_micros,
            by,
            what: What::Link {
                to: earlier,
                kind: LinkKind::Relates,
            },
        },
    );
}
