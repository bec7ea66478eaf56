//! A story in the making: the ticket arrives, somebody takes it, time passes, things are written down.

use super::calendar::MINUTE;
use super::company::{Company, Language, Role};
use super::dice::Dice;
use super::scenarios::{Scenario, fitting};
use super::slots::{DAY, Scene};
use super::story::{Channel, PersonIx, Step, TeamIx, What};
use super::voice::capitalise;

/// A resolved ticket that nobody objects to closes after so many days.
const CLOSE_AFTER_DAYS: i64 = 5;

/// What is settled about a ticket before it is told.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) scenario: &'static Scenario,
    pub(crate) requester: PersonIx,
    pub(crate) on_behalf_of: Option<PersonIx>,
    pub(crate) channel: Channel,
    pub(crate) opened: i64,
    /// The stream of dice that belongs to this ticket.
    pub(crate) stream: u64,
}

impl Draft {
    /// Whether an agent writes down what somebody says.
    pub(crate) fn is_spoken(&self) -> bool {
        matches!(self.channel, Channel::Phone | Channel::WalkIn)
    }

    /// The templates of the description.
    fn first_texts(&self) -> &'static [&'static str] {
        if self.is_spoken() {
            self.scenario.calls
        } else {
            self.scenario.bodies
        }
    }
}

/// A story in the making.
pub(crate) struct Tale<'a> {
    pub(crate) scene: Scene<'a>,
    pub(crate) steps: Vec<Step>,
    pub(crate) now: i64,
    pub(crate) team: TeamIx,
    /// Which of the scenario's paths is followed.
    pub(crate) path: usize,
    pub(crate) chat: bool,
    pub(crate) greeted: bool,
    /// When the agent last wrote to the requester.
    pub(crate) wrote: i64,
    pub(crate) waits: bool,
    pub(crate) reopened: bool,
    pub(crate) over: bool,
    /// Percent by which everything takes longer or shorter.
    pub(crate) pace: i64,
}

impl<'a> Tale<'a> {
    pub(crate) fn new(company: &'a Company, seed: u64, draft: &Draft) -> Self {
        let mut dice = Dice::new(seed, draft.stream);
        let (impact, urgency) = draft.scenario.level;
        // Some tickets wait for their turn, a few are forgotten for weeks.
        let base = match dice.range(0, 100) {
            0 => 4_500,
            1..=9 => 1_300,
            _ => dice.around(100).min(400),
        };
        let pace = base * i64::from(impact + urgency).pow(2) / 12;
        let scene = Scene::new(company, draft.scenario, draft.requester, draft.opened, dice);
        Self {
            scene,
            steps: Vec::new(),
            now: draft.opened,
            team: 0,
            path: 0,
            chat: draft.channel == Channel::Chat,
            greeted: false,
            wrote: 0,
            waits: false,
            reopened: false,
            over: false,
            pace: pace.max(12),
        }
    }

    /// One of the ways in which the matter can go, and that begins as the ticket arrives.
    pub(crate) fn choose_path(&mut self, draft: &Draft) -> usize {
        let first = draft.first_texts();
        let fit: Vec<usize> = (0..draft.scenario.paths.len())
            .filter(|p| !fitting(first, *p).is_empty())
            .collect();
        *self.scene.dice.pick(&fit)
    }

    /// The ticket arrives.
    pub(crate) fn open(&mut self, draft: &Draft) {
        let scenario = draft.scenario;
        let spoken = draft.is_spoken();
        self.team = if scenario.confidential {
            self.team_of(scenario.team)
        } else {
            0
        };
        let first_line = self.member(self.team);
        self.settle(first_line);
        let (subject, description) = self.first_words(draft);
        let company = self.scene.company;
        let vip = company.people[draft.on_behalf_of.unwrap_or(draft.requester)].vip;
        let mut tags = scenario.tags.to_vec();
        if vip {
            tags.push("vip");
        }
        let (impact, urgency) = self.level(scenario.level);
        let what = What::Open {
            kind: scenario.kind,
            channel: draft.channel,
            requester: draft.requester,
            on_behalf_of: draft.on_behalf_of,
            subject,
            description,
            service: company
                .services
                .iter()
                .position(|s| s.key == scenario.service)
                .unwrap_or(0),
            category: company
                .categories
                .iter()
                .position(|c| c.key == scenario.category)
                .unwrap_or(0),
            impact,
            urgency,
            tags,
            confidential: scenario.confidential,
        };
        self.push(if spoken { first_line } else { draft.requester }, what);
        if vip && self.scene.dice.chance(40) {
            let reason = self.scene.any(self.scene.talk().vip);
            self.work_gap(8);
            self.push(
                first_line,
                What::OverridePriority {
                    priority: 2,
                    reason,
                },
            );
        }
    }

    /// Subject and description, about the same matter and fit for the path.
    fn first_words(&mut self, draft: &Draft) -> (String, String) {
        let scenario = draft.scenario;
        let bodies = fitting(draft.first_texts(), self.path);
        let body = *self.scene.dice.pick(&bodies);
        let mut subjects = fitting(scenario.subjects, self.path);
        subjects.retain(|subject| subject.heads(&body));
        let subject = *self.scene.dice.pick(&subjects);
        let (subject, body) = (self.scene.fill(subject.text), self.scene.fill(body.text));
        let description = if draft.is_spoken() {
            self.scene
                .minutes(&body, draft.on_behalf_of, draft.channel == Channel::WalkIn)
        } else {
            self.scene.letter(draft.channel, &body, draft.on_behalf_of)
        };
        (capitalise(&subject), description)
    }

    /// The service desk takes the ticket or passes it to the team that can solve it.
    pub(crate) fn triage(&mut self, channel: Channel) {
        let target = self.team_of(self.scene.scenario.team);
        let at_once = matches!(channel, Channel::Phone | Channel::WalkIn | Channel::Chat);
        self.work_gap(if at_once { 3 } else { 28 });
        let dispatcher = self.scene.agent;
        if target == self.team {
            self.take(dispatcher);
        } else if self.scene.dice.chance(35) {
            self.take(dispatcher);
            self.work_gap(15);
            let note = self.scene.any(self.scene.talk().triage);
            self.hand_over(target, note);
        } else {
            self.push(
                dispatcher,
                What::Assign {
                    team: target,
                    person: None,
                },
            );
            self.team = target;
            self.pick_up();
        }
    }

    pub(crate) fn hand_over(&mut self, team: TeamIx, note: String) {
        self.push(self.scene.agent, What::Note { text: note });
        self.gap(1);
        self.push(self.scene.agent, What::Assign { team, person: None });
        self.team = team;
        self.pick_up();
    }

    /// Somebody of the team takes the ticket, or the lead gives it to somebody.
    pub(crate) fn pick_up(&mut self) {
        self.work_gap(55);
        let person = self.member(self.team);
        let lead = self.scene.company.teams[self.team].lead;
        let by = if self.scene.dice.chance(30) {
            lead
        } else {
            person
        };
        self.push(
            by,
            What::Assign {
                team: self.team,
                person: Some(person),
            },
        );
        self.settle(person);
        self.work_gap(20);
        self.push(person, What::Start);
    }

    pub(crate) fn take(&mut self, person: PersonIx) {
        self.push(
            person,
            What::Assign {
                team: self.team,
                person: Some(person),
            },
        );
        self.settle(person);
        self.gap(2);
        self.push(person, What::Start);
    }

    pub(crate) fn reply(&mut self, template: &str) {
        let text = self.scene.fill(template);
        self.reply_text(text);
    }

    pub(crate) fn reply_text_of(&mut self, templates: &[&str]) {
        let text = self.scene.any(templates);
        self.reply_text(text);
    }

    pub(crate) fn reply_text(&mut self, text: String) {
        let team = self.scene.company.teams[self.team].name;
        let plain = self.chat || self.now - self.wrote < 2 * 60 * MINUTE;
        let text = self.scene.agent_letter(&text, !self.greeted, plain, team);
        self.greeted = true;
        self.wrote = self.now;
        self.push(self.scene.agent, What::Reply { text });
    }

    pub(crate) fn resolve(&mut self, code: &'static str, text: String) {
        let minutes = self.scene.dice.around(18).clamp(2, 240) as u32;
        self.push(self.scene.agent, What::TimeWorked { minutes });
        self.push(
            self.scene.agent,
            What::Resolve {
                code,
                text: capitalise(&text),
            },
        );
    }

    pub(crate) fn close_by_itself(&mut self) {
        self.now += CLOSE_AFTER_DAYS * DAY;
        self.push(self.scene.agent, What::Close { automatic: true });
        self.over = true;
    }

    pub(crate) fn days_gap(&mut self, low: i64, high: i64) {
        self.now += self.scene.dice.range(low * 24, high * 24) * 60 * MINUTE;
        self.work_gap(30);
    }

    /// Working time of the agent.
    pub(crate) fn work_gap(&mut self, typical: i64) {
        let minutes = self.scene.dice.around(typical * self.pace / 100);
        let site = self.scene.site_of(self.scene.agent);
        self.now = site.after_work(self.now, minutes) + self.seconds();
    }

    pub(crate) fn gap(&mut self, typical: i64) {
        self.now += self.scene.dice.around(typical) * MINUTE + self.seconds();
    }

    pub(crate) fn seconds(&mut self) -> i64 {
        self.scene.dice.range(1, 59_000) * 1_000
    }

    /// A step at a given instant, for stories that do not follow a path.
    pub(crate) fn push_at(&mut self, at: i64, by: PersonIx, what: What) {
        self.now = at;
        self.push(by, what);
    }

    /// A public message of the agent at a given instant.
    pub(crate) fn reply_at(&mut self, at: i64, text: String) {
        self.now = at;
        self.reply_text(text);
    }

    pub(crate) fn push(&mut self, by: PersonIx, what: What) {
        self.steps.push(Step {
            at_micros: self.now,
            by,
            what,
        });
    }

    pub(crate) fn team_of(&self, key: &str) -> TeamIx {
        self.scene
            .company
            .teams
            .iter()
            .position(|t| t.key == key)
            .unwrap_or(0)
    }

    /// An agent of the team who speaks the ticket's language; the lead takes a smaller share.
    pub(crate) fn member(&mut self, team: TeamIx) -> PersonIx {
        let people = &self.scene.company.people;
        let members = &self.scene.company.teams[team].members;
        let speaks =
            |ix: &PersonIx| !self.scene.german() || people[*ix].language == Language::German;
        let fit: Vec<PersonIx> = members.iter().copied().filter(speaks).collect();
        let fit = if fit.is_empty() { members.clone() } else { fit };
        let chosen = *self.scene.dice.pick(&fit);
        if people[chosen].role == Role::Lead {
            *self.scene.dice.pick(&fit)
        } else {
            chosen
        }
    }

    /// Makes somebody the agent, with a colleague of the team to talk to.
    pub(crate) fn settle(&mut self, person: PersonIx) {
        self.scene.agent = person;
        let team = &self.scene.company.teams[self.team];
        let others: Vec<PersonIx> = team
            .members
            .iter()
            .copied()
            .filter(|m| *m != person)
            .collect();
        self.scene.peer = *self.scene.dice.pick(&others);
    }

    /// Impact and urgency, now and then one off the usual.
    pub(crate) fn level(&mut self, (impact, urgency): (u8, u8)) -> (u8, u8) {
        let shift = |n: u8, roll: i64| match roll {
            0..=7 => (n + 1).min(3),
            8..=15 => n.saturating_sub(1).max(1),
            _ => n,
        };
        let (a, b) = (self.scene.dice.range(0, 100), self.scene.dice.range(0, 100));
        (
            if impact == 1 {
                1
            } else {
                shift(impact, a + 4).max(2)
            },
            shift(urgency, b),
        )
    }
}
