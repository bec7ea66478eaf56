//! Which team a ticket goes to, and which of its members.

use super::react::World;
use super::reacting::Reacting;
use super::route::Why;
use crate::policy::Key;
use crate::ticket::{Activity, Automated, Change};
use crate::{PersonId, TeamId};

type Chosen = Result<(PersonId, Why), Why>;

impl<W: World> Reacting<'_, W> {
    pub(super) fn was_routed(&self, since: usize) -> bool {
        let routed = |one: &Activity| matches!(one, Activity::Automated(Automated::Routed { .. }));
        self.reaction.activities[since..].iter().any(routed)
    }

    /// Looks for a team where there is none, and for a member where the team hands its tickets out.
    pub(super) fn route(&mut self) -> Result<(), W::Error> {
        if !self.ticket.is_open() || self.ticket.assignee.is_some() {
            return Ok(());
        }
        let mut routed = None;
        if self.ticket.team.is_none() {
            let mut routes = self.automation.routes.iter();
            let seen = self.seen();
            routed = routes
                .find(|route| route.holds(&seen))
                .map(|route| &route.of);
        }
        let Some(team) = self.ticket.team.or(routed.map(|route| route.team)) else {
            return Ok(());
        };
        let chosen = self.member_of(team)?;
        if routed.is_none() && chosen.is_none() {
            return Ok(());
        }
        let person = chosen.as_ref().and_then(|chosen| chosen.as_ref().ok());
        let person = person.map(|(person, _)| *person);
        let mut changes = Vec::new();
        changes.extend(routed.map(|route| Change::Team(Some(route.team))));
        changes.extend(person.map(|person| Change::Assignee(Some(person))));
        let label = routed.map(|route| route.label.clone());
        match self.decided(&changes)? {
            Ok(activities) => {
                self.happens(Activity::Automated(Automated::Routed {
                    route: label,
                    team,
                    person,
                    why: chosen.map(|chosen| chosen.map_or_else(|why| why, |(_, why)| why)),
                }))?;
                for activity in activities {
                    self.happens(activity)?;
                }
            }
            Err(problem) => {
                let (rule, label) = match routed {
                    Some(route) => (route.key.clone(), route.label.clone()),
                    None => (Key::new(), String::new()),
                };
                let problem = problem.to_string();
                self.happens(Activity::Automated(Automated::RuleFailed {
                    rule,
                    label,
                    problem,
                }))?;
            }
        }
        Ok(())
    }

    /// The member of a team who gets the ticket, or why none does; nothing where the team does not hand tickets out.
    fn member_of(&mut self, team: TeamId) -> Result<Option<Chosen>, W::Error> {
        let mut all = self.automation.distributions.iter();
        let Some(hands_out) = all.find(|one| one.of.team == team) else {
            return Ok(None);
        };
        if !hands_out.works_at(self.now) {
            return Ok(Some(Err(Why::OutsideHours)));
        }
        let candidates = self.world.candidates(&hands_out.of, self.now)?;
        let seen = self.seen();
        let needs = hands_out.needs.iter().filter(|need| need.holds(&seen));
        let needed = needs.map(|need| need.of.as_str()).collect();
        let weight = hands_out.of.weight(self.ticket.priority);
        Ok(Some(hands_out.of.choose(&candidates, &needed, weight)))
    }
}
