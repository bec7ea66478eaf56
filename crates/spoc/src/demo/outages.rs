//! Outages: one major incident and the many tickets of the people who notice.

use super::calendar::{MINUTE, Site};
use super::company::{Company, Role};
use super::dice::Dice;
use super::scenarios::Line;
use super::scenarios::outages::{self, Outage};
use super::slots::DAY;
use super::story::{Channel, LinkKind, PersonIx, Story, StoryIx, What};
use super::tale::{Draft, Tale};

/// Streams of dice far away from those of ordinary tickets.
const STREAMS: u64 = 1 << 40;
/// An outage that is going on began so long ago.
const CURRENT_SINCE_MINUTES: i64 = 140;

/// How people report an outage.
const CHANNELS: [Channel; 5] = [
    Channel::Email,
    Channel::Portal,
    Channel::Portal,
    Channel::Phone,
    Channel::Chat,
];

/// A story and, for a child, the position of its major incident in the list it is in.
pub(crate) struct Told {
    pub(crate) story: Story,
    pub(crate) parent: Option<StoryIx>,
}

/// All outages of the year, each parent before its children.
pub(crate) fn tell_all(company: &Company, seed: u64, now: i64) -> Vec<Told> {
    let mut told = Vec::new();
    for (ix, outage) in outages::all().enumerate() {
        let stream = STREAMS + (ix as u64) * 1_000;
        let starts = start_of(outage, now);
        let parent = told.len();
        let (story, ends, agent) = tell_parent(company, seed, stream, outage, starts);
        told.push(Told {
            story,
            parent: None,
        });
        let mut crowd = Crowd {
            company,
            seed,
            outage,
            starts,
            ends,
            agent,
            dice: Dice::new(seed, stream + 1),
        };
        let mut asked = Vec::new();
        for n in 0..outage.children {
            let requester = crowd.someone(&asked);
            asked.push(requester);
            let story = crowd.child(stream + 2 + n, requester, parent);
            told.push(Told {
                story,
                parent: Some(parent),
            });
        }
    }
    told
}

fn start_of(outage: &Outage, now: i64) -> i64 {
    if outage.days_ago == 0 {
        return now - CURRENT_SINCE_MINUTES * MINUTE;
    }
    let site = outage.site.unwrap_or(Site::Leeds);
    let (today, _) = site.local(now);
    let day = (0..14)
        .map(|back| today - outage.days_ago - back)
        .find(|d| site.is_working_day(*d));
    site.instant(day.unwrap_or(today - outage.days_ago), outage.starts)
}

/// The major incident; its log is spread over the time that the outage lasts.
fn tell_parent(
    company: &Company,
    seed: u64,
    stream: u64,
    outage: &'static Outage,
    starts: i64,
) -> (Story, i64, PersonIx) {
    let team = company
        .teams
        .iter()
        .position(|t| t.key == outage.parent.team)
        .unwrap_or(0);
    let mut dice = Dice::new(seed, stream + 999);
    let agent = *dice.pick(&company.teams[team].members);
    let draft = Draft {
        scenario: &outage.parent,
        requester: agent,
        on_behalf_of: None,
        channel: Channel::Portal,
        opened: starts,
        stream,
    };
    let mut tale = Tale::new(company, seed, &draft);
    tale.open(&draft);
    tale.scene.agent = agent;
    let parts = outage.log.len() as i64 + 1;
    let mut at = starts + 3 * MINUTE;
    tale.push_at(
        at,
        agent,
        What::Assign {
            team,
            person: Some(agent),
        },
    );
    tale.push_at(at, agent, What::Start);
    for (ix, line) in outage.log.iter().enumerate() {
        let share = outage.lasts * MINUTE * (ix as i64 + 1) / parts;
        at = at.max(starts + share + dice.range(0, 60) * 1_000_000);
        tale.log_line(at, line, &mut dice, team);
    }
    let closes = at + 5 * DAY;
    if matches!(outage.log.last(), Some(Line::Fix(..))) {
        tale.push_at(closes, agent, What::Close { automatic: true });
    }
    (
        Story {
            steps: tale.steps,
            scenario: outage.parent.key,
        },
        at,
        agent,
    )
}

/// The people who notice an outage.
struct Crowd<'a> {
    company: &'a Company,
    seed: u64,
    outage: &'static Outage,
    starts: i64,
    ends: i64,
    agent: PersonIx,
    dice: Dice,
}

impl Crowd<'_> {
    /// Somebody concerned who has not written yet.
    fn someone(&mut self, asked: &[PersonIx]) -> PersonIx {
        let fits = |ix: &PersonIx| {
            let person = &self.company.people[*ix];
            let site = person.location.map(|l| Site::ALL[l]);
            person.role == Role::Requester
                && site.is_some()
                && self.outage.site.is_none_or(|s| site == Some(s))
                && !asked.contains(ix)
        };
        let fit: Vec<PersonIx> = (0..self.company.people.len()).filter(fits).collect();
        *self.dice.pick(&fit)
    }

    /// A ticket of somebody who noticed: linked to the major incident or merged into it.
    fn child(&mut self, stream: u64, requester: PersonIx, parent: StoryIx) -> Story {
        let draft = self.draft(stream, requester);
        let mut tale = Tale::new(self.company, self.seed, &draft);
        tale.open(&draft);
        let agent = tale.scene.agent;
        let at = draft.opened + self.dice.range(3, 16) * MINUTE;
        if self.dice.chance(30) {
            tale.push_at(
                at,
                agent,
                What::Link {
                    to: parent,
                    kind: LinkKind::Relates,
                },
            );
            tale.push_at(at + MINUTE, agent, What::MergeInto { target: parent });
        } else {
            tale.push_at(
                at,
                agent,
                What::Assign {
                    team: 0,
                    person: Some(agent),
                },
            );
            tale.push_at(
                at,
                agent,
                What::Link {
                    to: parent,
                    kind: LinkKind::Parent,
                },
            );
            self.wait_for_the_end(&mut tale, at + MINUTE, requester);
        }
        Story {
            steps: tale.steps,
            scenario: self.outage.child.key,
        }
    }

    /// Somebody writes soon after it started: most within the first third.
    fn draft(&mut self, stream: u64, requester: PersonIx) -> Draft {
        let going_on = self.outage.days_ago == 0;
        let span = if going_on {
            CURRENT_SINCE_MINUTES
        } else {
            self.outage.lasts.min(260)
        } - 5;
        let after = self.dice.range(4, span).min(self.dice.range(4, span));
        let opened = self.starts + after * MINUTE + self.dice.range(0, 59) * 1_000_000;
        let channel = *self.dice.pick(&CHANNELS);
        Draft {
            scenario: &self.outage.child,
            requester,
            on_behalf_of: None,
            channel,
            opened,
            stream,
        }
    }

    /// A linked ticket is answered at once and resolved with the major incident.
    fn wait_for_the_end(&mut self, tale: &mut Tale, mut at: i64, requester: PersonIx) {
        let text = tale.scene.any(self.outage.known);
        tale.reply_at(at, text);
        tale.push_at(at + MINUTE / 2, tale.scene.agent, What::Start);
        if self.dice.chance(22) {
            at += self.dice.range(20, 70) * MINUTE;
            let text = tale.scene.any(self.outage.sighs);
            let text = tale.scene.answer(&text, true);
            if at < self.ends {
                tale.push_at(at, requester, What::Reply { text });
            }
        }
        if matches!(self.outage.log.last(), Some(Line::Fix(..))) {
            tale.scene.agent = self.agent;
            let text = tale.scene.any(self.outage.done);
            let done = self.ends.max(at) + self.dice.range(2, 25) * MINUTE;
            tale.push_at(
                done,
                self.agent,
                What::Resolve {
                    code: "fixed",
                    text,
                },
            );
            tale.push_at(done + 5 * DAY, self.agent, What::Close { automatic: true });
        }
    }
}

impl Tale<'_> {
    /// One entry in the log of a major incident.
    fn log_line(&mut self, at: i64, line: &Line, dice: &mut Dice, team: usize) {
        let agent = self.scene.agent;
        match line {
            Line::Note(text) => {
                let text = self.scene.fill(text);
                self.push_at(at, agent, What::Note { text });
            }
            Line::Peer(text) => {
                let peer = *dice.pick(&self.scene.company.teams[team].members);
                self.scene.peer = peer;
                let text = self.scene.fill(text);
                self.push_at(at, peer, What::Note { text });
            }
            Line::Say(text) => {
                let text = self.scene.fill(text);
                self.push_at(at, agent, What::Reply { text });
            }
            Line::Raise(priority, reason) => {
                let reason = self.scene.fill(reason);
                self.push_at(
                    at,
                    agent,
                    What::OverridePriority {
                        priority: *priority,
                        reason,
                    },
                );
            }
            Line::Log(name, content) => {
                let (name, content) = (self.scene.fill(name), self.scene.fill(content));
                self.push_at(at, agent, What::Attach { name, content });
            }
            Line::Fix(code, text) => {
                let text = self.scene.fill(text);
                self.push_at(
                    at,
                    agent,
                    What::TimeWorked {
                        minutes: dice.range(60, 260) as u32,
                    },
                );
                self.push_at(at, agent, What::Resolve { code, text });
            }
            _ => {}
        }
    }
}
