//! Telling one story: a scenario's path becomes timed steps by people who keep working hours.

use super::calendar::MINUTE;
use super::company::{Company, Language, Role};
use super::dice::Dice;
use super::scenarios::{Line, Scenario};
use super::slots::{DAY, Scene};
use super::story::{Channel, Hold, PersonIx, Step, Story, TeamIx, What};
use super::voice::capitalise;

/// A resolved ticket that nobody objects to closes after so many days.
const CLOSE_AFTER_DAYS: i64 = 5;
/// A wait on our side that is longer than this may make the requester ask.
const PATIENCE: i64 = 2 * DAY;

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

/// Tells the whole story, also what lies in the future; the caller cuts it at now.
pub(crate) fn tell(company: &Company, seed: u64, draft: &Draft) -> Story {
    let mut tale = Tale::new(company, seed, draft);
    tale.path = tale.choose_path(draft);
    tale.open(draft);
    tale.triage(draft.channel);
    let path = draft.scenario.paths[tale.path];
    for (ix, line) in path.iter().enumerate() {
        tale.line(line, &path[ix + 1..]);
        if tale.over {
            break;
        }
    }
    Story { steps: tale.steps, scenario: draft.scenario.key }
}

/// The templates that go with a path. One that starts with digits after an `@` goes only with these paths.
pub(crate) fn fitting(templates: &[&'static str], path: usize) -> Vec<&'static str> {
    let fits = |template: &'static str| match template.strip_prefix('@').and_then(|t| t.split_once(' ')) {
        Some((paths, text)) => paths.contains(char::from(b'0' + path as u8)).then_some(text),
        None => Some(template),
    };
    templates.iter().filter_map(|t| fits(t)).collect()
}

/// A story in the making.
pub(crate) struct Tale<'a> {
    pub(crate) scene: Scene<'a>,
    pub(crate) steps: Vec<Step>,
    now: i64,
    team: TeamIx,
    /// Which of the scenario's paths is followed.
    path: usize,
    chat: bool,
    greeted: bool,
    /// When the agent last wrote to the requester.
    wrote: i64,
    waits: bool,
    reopened: bool,
    over: bool,
    /// Percent by which everything takes longer or shorter.
    pace: i64,
}

impl<'a> Tale<'a> {
    pub(crate) fn new(company: &'a Company, seed: u64, draft: &Draft) -> Self {
        let mut dice = Dice::new(seed, draft.stream);
        let slow = dice.chance(6);
        let (impact, urgency) = draft.scenario.level;
        let base = if slow { 1_200 } else { dice.around(100).min(400) };
        let pace = base * i64::from(impact + urgency).pow(2) / 14;
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
    fn choose_path(&mut self, draft: &Draft) -> usize {
        let spoken = matches!(draft.channel, Channel::Phone | Channel::WalkIn);
        let first = if spoken { draft.scenario.calls } else { draft.scenario.bodies };
        let fit: Vec<usize> = (0..draft.scenario.paths.len()).filter(|p| !fitting(first, *p).is_empty()).collect();
        *self.scene.dice.pick(&fit)
    }

    /// The ticket arrives.
    pub(crate) fn open(&mut self, draft: &Draft) {
        let scenario = draft.scenario;
        let spoken = matches!(draft.channel, Channel::Phone | Channel::WalkIn);
        self.team = if scenario.confidential { self.team_of(scenario.team) } else { 0 };
        let first_line = self.member(self.team);
        self.scene.agent = first_line;
        let subject = self.scene.any(&fitting(scenario.subjects, self.path));
        let description = if spoken {
            let body = self.scene.any(&fitting(scenario.calls, self.path));
            match draft.on_behalf_of.map(|ix| &self.scene.company.people[ix]) {
                Some(other) => format!("On behalf of {}: {body}", other.name()),
                None => body,
            }
        } else {
            let body = self.scene.any(&fitting(scenario.bodies, self.path));
            self.scene.letter(draft.channel, &body, draft.on_behalf_of)
        };
        let vip = self.scene.company.people[draft.on_behalf_of.unwrap_or(draft.requester)].vip;
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
            subject: capitalise(&subject),
            description,
            service: self.scene.company.services.iter().position(|s| s.key == scenario.service).unwrap_or(0),
            category: self.scene.company.categories.iter().position(|c| c.key == scenario.category).unwrap_or(0),
            impact,
            urgency,
            tags,
            confidential: scenario.confidential,
        };
        self.push(if spoken { first_line } else { draft.requester }, what);
        if vip && self.scene.dice.chance(40) {
            let reason = self.scene.any(self.scene.talk().vip);
            self.work_gap(8);
            self.push(self.scene.agent, What::OverridePriority { priority: 2, reason });
        }
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
            self.push(dispatcher, What::Assign { team: target, person: None });
            self.team = target;
            self.pick_up();
        }
    }

    fn line(&mut self, line: &Line, rest: &[Line]) {
        match line {
            Line::Ask(text) => self.ask(text),
            Line::Say(text) => {
                self.pause_of_ours(35);
                self.reply(text);
            }
            Line::User(text) => self.user(text),
            Line::Later(text) => {
                self.days_gap(1, 4);
                self.user(text);
            }
            Line::Note(text) => {
                self.pause_of_ours(22);
                let text = self.scene.fill(text);
                self.push(self.scene.agent, What::Note { text });
            }
            Line::Peer(text) => {
                self.pause_of_ours(40);
                let peer = self.member(self.team);
                self.scene.peer = self.scene.agent;
                let text = self.scene.fill(text);
                self.push(peer, What::Note { text });
                self.scene.peer = peer;
            }
            Line::Pass(team, note) => {
                self.pause_of_ours(18);
                let note = self.scene.fill(note);
                let team = self.team_of(team);
                self.hand_over(team, note);
            }
            Line::Vendor(note) => self.hold(Hold::ThirdParty, note),
            Line::Until(days, note) => self.hold_until(*days, note),
            Line::Fix(code, text) => self.fix(code, text, rest),
            Line::Again(text) => self.reopen(&[text]),
            Line::Drop(text) => {
                self.work_gap(60);
                let text = self.scene.fill(text);
                self.push(self.scene.agent, What::Cancel { text });
                self.over = true;
            }
            Line::File(name, content) => self.attach(self.scene.requester, name, content),
            Line::Log(name, content) => self.attach(self.scene.agent, name, content),
            Line::Raise(priority, reason) => {
                self.pause_of_ours(10);
                let reason = self.scene.fill(reason);
                self.push(self.scene.agent, What::OverridePriority { priority: *priority, reason });
            }
            Line::Tag(tag) => self.push(self.scene.agent, What::Retag { add: vec![tag], remove: vec![] }),
            Line::Cc => {
                if let Some(person) = self.scene.company.people[self.scene.requester].manager {
                    self.push(self.scene.requester, What::Watch { person });
                }
            }
        }
    }

    fn ask(&mut self, text: &str) {
        self.pause_of_ours(25);
        self.reply(text);
        self.gap(1);
        let talk = self.scene.talk();
        let text = self.scene.any(talk.waiting);
        self.push(self.scene.agent, What::Hold { reason: Hold::Requester, until: None, text });
        self.waits = true;
        for reminder in 0..2 {
            if !self.scene.dice.chance(if reminder == 0 { 11 } else { 35 }) {
                return;
            }
            self.days_gap(2, 5);
            let text = self.scene.any(talk.remind);
            self.reply_text(text);
        }
        if self.scene.dice.chance(60) {
            self.days_gap(3, 6);
            self.push(self.scene.agent, What::Resume);
            let text = self.scene.any(talk.silence);
            self.resolve("no_answer", text);
            self.close_by_itself();
        }
    }

    fn user(&mut self, text: &str) {
        let typical = if self.chat { 4 } else { 60 };
        let busy = self.waits && !self.chat && self.scene.dice.chance(9);
        let minutes = if busy { self.scene.dice.range(900, 3_600) } else { self.scene.dice.around(typical) };
        let site = self.scene.site_of(self.scene.requester);
        self.now = site.after_work(self.now, minutes) + self.seconds();
        let reminded = self.steps.len() > 1 && matches!(&self.steps[self.steps.len() - 1].what, What::Reply { .. }) && self.waits;
        let mut text = self.scene.fill(text);
        if reminded {
            text = format!("{} {text}", self.scene.any(self.scene.talk().late));
        }
        let text = self.scene.answer(&text, self.chat);
        self.push(self.scene.requester, What::Reply { text });
        if std::mem::take(&mut self.waits) {
            self.work_gap(12);
            self.push(self.scene.agent, What::Resume);
        }
    }

    fn hold(&mut self, reason: Hold, note: &str) {
        self.pause_of_ours(25);
        let text = self.scene.fill(note);
        self.push(self.scene.agent, What::Hold { reason, until: None, text });
        // Most suppliers answer within days, some within weeks.
        let days = if self.scene.dice.chance(22) { self.scene.dice.range(12, 40) } else { self.scene.dice.range(1, 9) };
        if days > 4 && self.scene.dice.chance(35) {
            self.days_gap(days - 3, days - 1);
            let nudge = self.scene.any(self.scene.talk().nudge);
            self.push(self.scene.requester, What::Reply { text: nudge });
            self.days_gap(2, 4);
        } else {
            self.days_gap(days, days + 1);
        }
        self.push(self.scene.agent, What::Resume);
    }

    fn hold_until(&mut self, days: i64, note: &str) {
        self.pause_of_ours(20);
        let text = self.scene.fill(note);
        let site = self.scene.site_of(self.scene.agent);
        let day = (days..days + 9).map(|d| site.local(self.now).0 + d).find(|d| site.is_working_day(*d));
        let until = site.instant(day.unwrap_or(site.local(self.now).0 + days), 8 * 60);
        self.push(self.scene.agent, What::Hold { reason: Hold::Until, until: Some(until), text });
        self.now = self.now.max(until);
        self.work_gap(20);
        self.push(self.scene.agent, What::Resume);
    }

    fn fix(&mut self, code: &'static str, text: &str, rest: &[Line]) {
        self.pause_of_ours(30);
        let text = self.scene.fill(text);
        self.resolve(code, text);
        if matches!(rest.first(), Some(Line::Again(_))) {
            return;
        }
        let incident = self.scene.scenario.kind == super::story::Kind::Incident;
        if incident && code == "fixed" && !self.reopened && self.scene.dice.chance(4) {
            let talk = self.scene.talk();
            self.reopen(talk.again);
            self.pause_of_ours(30);
            self.reply_text_of(talk.retry);
            self.pause_of_ours(90);
            let text = self.scene.any(talk.retried);
            self.resolve("fixed", text);
        }
        let thanks = self.scene.dice.range(0, 100);
        if thanks < 34 && code != "declined" {
            let text = self.scene.any(self.scene.talk().thanks);
            let minutes = self.scene.dice.around(90);
            let site = self.scene.site_of(self.scene.requester);
            self.now = site.after_work(self.now, minutes) + self.seconds();
            let text = self.scene.answer(&text, true);
            self.push(self.scene.requester, What::Reply { text });
            if thanks < 17 {
                self.gap(1);
                self.push(self.scene.requester, What::Close { automatic: false });
                self.over = true;
                return;
            }
        }
        self.close_by_itself();
    }

    fn reopen(&mut self, texts: &[&str]) {
        let days = self.scene.dice.range(0, 3);
        self.days_gap(days, days + 1);
        let text = self.scene.any(texts);
        self.push(self.scene.requester, What::Reopen { text });
        self.reopened = true;
    }

    fn attach(&mut self, by: PersonIx, name: &str, content: &str) {
        self.gap(2);
        let (name, content) = (self.scene.fill(name), self.scene.fill(content));
        self.push(by, What::Attach { name, content });
    }

    fn hand_over(&mut self, team: TeamIx, note: String) {
        self.push(self.scene.agent, What::Note { text: note });
        self.gap(1);
        self.push(self.scene.agent, What::Assign { team, person: None });
        self.team = team;
        self.pick_up();
    }

    /// Somebody of the team takes the ticket, or the lead gives it to somebody.
    fn pick_up(&mut self) {
        self.work_gap(55);
        let person = self.member(self.team);
        let lead = self.scene.company.teams[self.team].lead;
        let by = if self.scene.dice.chance(30) { lead } else { person };
        self.push(by, What::Assign { team: self.team, person: Some(person) });
        self.scene.agent = person;
        self.work_gap(20);
        self.push(person, What::Start);
    }

    fn take(&mut self, person: PersonIx) {
        self.push(person, What::Assign { team: self.team, person: Some(person) });
        self.scene.agent = person;
        self.gap(2);
        self.push(person, What::Start);
    }

    fn reply(&mut self, template: &str) {
        let text = self.scene.fill(template);
        self.reply_text(text);
    }

    fn reply_text_of(&mut self, templates: &[&str]) {
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
        self.push(self.scene.agent, What::Resolve { code, text: capitalise(&text) });
    }

    pub(crate) fn close_by_itself(&mut self) {
        self.now += CLOSE_AFTER_DAYS * DAY;
        self.push(self.scene.agent, What::Close { automatic: true });
        self.over = true;
    }

    /// Time that passes on our side; when it is long, the requester may ask.
    fn pause_of_ours(&mut self, typical: i64) {
        let before = self.now;
        self.work_gap(typical);
        let gap = self.now - before;
        let still_open = !matches!(self.steps.last().map(|s| &s.what), Some(What::Resolve { .. }));
        if gap > PATIENCE && still_open && self.scene.dice.chance(45) {
            let talk = self.scene.talk();
            let after = self.now;
            let site = self.scene.site_of(self.scene.requester);
            let asked = site.after_work(before + gap / 2, self.scene.dice.range(5, 200));
            if asked + 2 * MINUTE < after {
                self.now = asked;
                let texts = if gap > 5 * DAY && self.scene.dice.chance(40) { talk.cross } else { talk.nudge };
                let text = self.scene.any(texts);
                self.push(self.scene.requester, What::Reply { text });
                self.now = after - MINUTE;
                if self.scene.dice.chance(60) {
                    self.reply_text_of(talk.sorry);
                }
                self.now = after;
            }
        }
    }

    fn days_gap(&mut self, low: i64, high: i64) {
        self.now += self.scene.dice.range(low * 24, high * 24) * 60 * MINUTE;
        self.work_gap(30);
    }

    /// Working time of the agent.
    pub(crate) fn work_gap(&mut self, typical: i64) {
        let minutes = self.scene.dice.around(typical * self.pace / 100);
        let site = self.scene.site_of(self.scene.agent);
        self.now = site.after_work(self.now, minutes) + self.seconds();
    }

    fn gap(&mut self, typical: i64) {
        self.now += self.scene.dice.around(typical) * MINUTE + self.seconds();
    }

    fn seconds(&mut self) -> i64 {
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
        self.steps.push(Step { at_micros: self.now, by, what });
    }

    fn team_of(&self, key: &str) -> TeamIx {
        self.scene.company.teams.iter().position(|t| t.key == key).unwrap_or(0)
    }

    /// An agent of the team who speaks the ticket's language; the lead takes a smaller share.
    fn member(&mut self, team: TeamIx) -> PersonIx {
        let people = &self.scene.company.people;
        let members = &self.scene.company.teams[team].members;
        let speaks = |ix: &PersonIx| !self.scene.german() || people[*ix].language == Language::German;
        let fit: Vec<PersonIx> = members.iter().copied().filter(speaks).collect();
        let fit = if fit.is_empty() { members.clone() } else { fit };
        let chosen = *self.scene.dice.pick(&fit);
        if people[chosen].role == Role::Lead { *self.scene.dice.pick(&fit) } else { chosen }
    }

    /// Impact and urgency, now and then one off the usual.
    fn level(&mut self, (impact, urgency): (u8, u8)) -> (u8, u8) {
        let shift = |n: u8, roll: i64| match roll {
            0..=7 => (n + 1).min(3),
            8..=15 => n.saturating_sub(1).max(1),
            _ => n,
        };
        let (a, b) = (self.scene.dice.range(0, 100), self.scene.dice.range(0, 100));
        (if impact == 1 { 1 } else { shift(impact, a + 4).max(2) }, shift(urgency, b))
    }
}
