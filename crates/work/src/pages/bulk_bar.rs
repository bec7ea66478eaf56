//! The bar of a list that changes the marked tickets, or all of the list.

use super::choices::{self, Offered};
use super::list::Found;
use super::ticket::categories;
use super::words::Words;
use crate::screens::list::Bulk;
use crate::screens::ticket::Control;
use kernel::policy::Level;
use kernel::{PersonId, ServiceId, TeamId};
use web::Texts;
use web::parts::{Choice, Pager};

/// What many tickets can be given, as the desk has it.
pub(super) struct Choosable {
    pub(super) teams: Offered<TeamId>,
    pub(super) services: Offered<ServiceId>,
    pub(super) colleagues: Vec<(PersonId, String)>,
}

/// What the bar offers.
pub(super) struct BulkBar {
    states: Vec<Choice>,
    holds: Vec<Choice>,
    resolutions: Vec<Choice>,
    teams: Control,
    assignees: Vec<Choice>,
    priorities: Vec<Choice>,
    categories: Vec<Choice>,
    services: Control,
    impacts: Vec<Choice>,
    urgencies: Vec<Choice>,
}

impl BulkBar {
    /// Nothing for whoever may not change many tickets at once.
    pub(super) fn new(words: &Words, found: &Found) -> Option<Self> {
        let choosable = found.bulk.as_ref()?;
        let texts = words.texts;
        let first =
            |label: &str, all: &[(String, String)]| choices::with_first(texts.t(label), None, all);
        let levels = |label: &str| {
            let all = (1..=3).map(|level| (level, words.level(Level(level)).to_owned()));
            choices::with_first(texts.t(label), None, &all.collect::<Vec<_>>())
        };
        let priorities: Vec<(i64, String)> = (1..=words.priorities())
            .map(|level| (level, words.priority(level).to_owned()))
            .collect();
        let mut categories = categories(words, None);
        if let Some(none) = categories.first_mut() {
            none.label = texts.t("bulk-category").to_owned();
        }
        Some(Self {
            states: first("bulk-state", &words.chosen_states()),
            holds: first("hold-why", &words.holds()),
            resolutions: first("resolution-choose", &words.resolutions()),
            teams: choosable.teams.control(texts.t("bulk-team"), None, "teams"),
            assignees: assignees(texts, &choosable.colleagues),
            priorities: choices::with_first(texts.t("bulk-priority"), None, &priorities),
            categories,
            services: choosable
                .services
                .control(texts.t("bulk-service"), None, "services"),
            impacts: levels("bulk-impact"),
            urgencies: levels("bulk-urgency"),
        })
    }

    /// The bar of the list at `back`; `whole` is what all of its tickets are called where it has further pages.
    pub(super) fn shown<'a>(&'a self, back: &'a str, whole: Option<&'a str>) -> Bulk<'a> {
        Bulk {
            back,
            whole,
            states: &self.states,
            holds: &self.holds,
            resolutions: &self.resolutions,
            teams: &self.teams,
            assignees: &self.assignees,
            priorities: &self.priorities,
            categories: &self.categories,
            services: &self.services,
            impacts: &self.impacts,
            urgencies: &self.urgencies,
        }
    }
}

/// What all tickets of a list are called that has more than the page shows.
pub(super) fn whole(texts: Texts, pager: &Pager, total: &str) -> Option<String> {
    if pager.first.is_none() && pager.next.is_none() {
        return None;
    }
    Some(match total {
        "" => texts.t("bulk-all-of-list").to_owned(),
        total => texts.with("bulk-all-counted", [("count", total.into())]),
    })
}

/// Colleagues, and nobody.
fn assignees(texts: Texts, colleagues: &[(PersonId, String)]) -> Vec<Choice> {
    let mut choices = choices::with_first(texts.t("bulk-assignee"), None, colleagues);
    let nobody = Choice::new(super::bulk::NOBODY, texts.t("bulk-nobody"), false);
    choices.insert(1, nobody);
    choices
}
