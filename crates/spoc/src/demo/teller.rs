//! Telling one story: the lines of a scenario's path become timed steps by people who keep working hours.

use super::calendar::MINUTE;
use super::company::Company;
use super::scenarios::Line;
use super::slots::DAY;
use super::story::{Hold, Kind, PersonIx, Story, What};
use super::tale::{Draft, Tale};

/// A wait on our side that is longer than this may make the requester ask.
const PATIENCE: i64 = 2 * DAY;

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
    Story {
        steps: tale.steps,
        scenario: draft.scenario.key,
    }
}

impl Tale<'_> {
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
                let text = self.scene.jotting(text);
                self.push(self.scene.agent, What::Note { text });
            }
            Line::Peer(text) => {
                self.pause_of_ours(40);
                let (agent, peer) = (self.scene.agent, self.scene.peer);
                // In a colleague's note the colleague is the agent.
                self.scene.peer = agent;
                let text = self.scene.fill(text);
                self.scene.peer = peer;
                self.push(peer, What::Note { text });
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
                self.push(
                    self.scene.agent,
                    What::OverridePriority {
                        priority: *priority,
                        reason,
                    },
                );
            }
            Line::Tag(tag) => self.push(
                self.scene.agent,
                What::Retag {
                    add: vec![tag],
                    remove: vec![],
                },
            ),
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
        self.push(
            self.scene.agent,
            What::Hold {
                reason: Hold::Requester,
                until: None,
                text,
            },
        );
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
        let minutes = if busy {
            self.scene.dice.range(900, 3_600)
        } else {
            self.scene.dice.around(typical)
        };
        let site = self.scene.site_of(self.scene.requester);
        self.now = site.after_work(self.now, minutes) + self.seconds();
        let reminded = self.steps.len() > 1
            && matches!(&self.steps[self.steps.len() - 1].what, What::Reply { .. })
            && self.waits;
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
        self.push(
            self.scene.agent,
            What::Hold {
                reason,
                until: None,
                text,
            },
        );
        // Most suppliers answer within days, some within weeks.
        let days = if self.scene.dice.chance(22) {
            self.scene.dice.range(12, 40)
        } else {
            self.scene.dice.range(1, 9)
        };
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
        let day = (days..days + 9)
            .map(|d| site.local(self.now).0 + d)
            .find(|d| site.is_working_day(*d));
        let until = site.instant(day.unwrap_or(site.local(self.now).0 + days), 8 * 60);
        self.push(
            self.scene.agent,
            What::Hold {
                reason: Hold::Until,
                until: Some(until),
                text,
            },
        );
        self.now = self.now.max(until);
        self.work_gap(20);
        self.push(self.scene.agent, What::Resume);
    }

    fn fix(&mut self, code: &'static str, text: &str, rest: &[Line]) {
        self.pause_of_ours(30);
        let text = self.scene.outcome(code, text);
        self.resolve(code, text);
        if matches!(rest.first(), Some(Line::Again(_))) {
            return;
        }
        let incident = self.scene.scenario.kind == Kind::Incident;
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

    /// Time that passes on our side; when it is long, the requester may ask.
    fn pause_of_ours(&mut self, typical: i64) {
        let before = self.now;
        self.work_gap(typical);
        let gap = self.now - before;
        let still_open = !matches!(
            self.steps.last().map(|s| &s.what),
            Some(What::Resolve { .. })
        );
        if gap > PATIENCE && still_open && self.scene.dice.chance(45) {
            let talk = self.scene.talk();
            let after = self.now;
            let site = self.scene.site_of(self.scene.requester);
            let asked = site.after_work(before + gap / 2, self.scene.dice.range(5, 200));
            if asked + 2 * MINUTE < after {
                self.now = asked;
                let texts = if gap > 5 * DAY && self.scene.dice.chance(40) {
                    talk.cross
                } else {
                    talk.nudge
                };
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
}
